//! Drawings to tokens.

mod ink;
mod piece;
mod primitive;
mod segment;
mod simplify;
mod spell;
mod spell_path;
mod split;

use crate::{Corner, Style, Vocabulary, nearest_width};
use linocut_core::{Drawing, Error, Kind, Result};
use piece::{Piece, Tint};
use spell::{Mode, Speller};

/// Filled artwork that is thinner than this on average, in units of the 24-unit grid, looks like lines.
const THIN: f64 = 2.3;

/// A drawing in tokens, and how it looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoded {
    /// The tokens, from head to `<eos>`; legal under the grammar.
    pub tokens: Vec<u16>,
    /// How it is drawn.
    pub style: Style,
    /// The entry of [`WIDTHS`](crate::WIDTHS) nearest to its usual stroke, when the style is stroked.
    pub width: Option<f64>,
    /// The shape of its line ends and corners, when most of its shapes are stroked.
    pub corner: Option<Corner>,
}

/// Spells a drawing in the tokens of [`Vocabulary::v1`], in the one way the models' training data spells it.
///
/// The larger side of the view box becomes 24 units and every number goes to the nearest eighth. Groups and
/// transforms are resolved; cubics that follow a circle within 0.025 units become arcs, straight ones lines; circles,
/// upright rectangles and single lines become shapes of their own; paths are split where that does not change the
/// picture; closed paths start at their topmost, then leftmost vertex. Gradients become the mean of their stops,
/// opacities tenths, colors the nearest of 514.
///
/// # Errors
/// [`Kind::Input`] when the drawing has what tokens cannot say (text, pictures, clip paths, masks, filters, dashes),
/// reaches beyond its page, or is empty. [`Kind::Limit`] when it takes more than 448 tokens.
pub fn encode(drawing: &Drawing) -> Result<Encoded> {
    encode_pieces(drawing).map_err(|e| e.at("tokens"))
}

fn encode_pieces(drawing: &Drawing) -> Result<Encoded> {
    let vocabulary = Vocabulary::v1();
    let pieces = split::canonical(&piece::pieces(drawing)?);
    if pieces.is_empty() {
        return Err(Error::new(Kind::Input, "drawing has nothing to see"));
    }
    let mode = mode(&pieces, vocabulary);
    let mut speller = Speller { vocabulary, tokens: Vec::new() };
    speller.drawing(&pieces, mode)?;
    let (tokens, most) = (speller.tokens, vocabulary.max_draw());
    if tokens.len() > most {
        let sentence = format!("drawing takes {} tokens, at most {most} fit", tokens.len());
        return Err(Error::new(Kind::Limit, sentence).hinted("simplify it or leave details out"));
    }
    vocabulary
        .decode(&tokens)
        .map_err(|e| Error::new(Kind::Bug, "drawing was spelled against the grammar").cause(e))?;
    let style = style(&pieces, mode);
    let (width, corner) = match mode {
        Mode::Line { width, round } => {
            (Some(nearest_width(width)), Some(if round { Corner::Round } else { Corner::Sharp }))
        }
        Mode::Fill | Mode::Color => (None, None),
    };
    Ok(Encoded { tokens, style, width: width.filter(|_| style.is_stroked()), corner })
}

fn mode(pieces: &[Piece], vocabulary: &Vocabulary) -> Mode {
    if pieces.iter().flat_map(Piece::coats).any(|coat| coat.tint != Tint::Current) {
        return Mode::Color;
    }
    let pens: Vec<_> = pieces.iter().filter_map(|piece| piece.line.map(|(_, pen)| pen)).collect();
    if pens.len() * 2 < pieces.len() {
        return Mode::Fill;
    }
    let widths = pens.iter().map(|pen| vocabulary.number_token(pen.width.max(spell::STEP)));
    let mut widths: Vec<u16> = widths.collect();
    widths.sort_unstable();
    // The most frequent width, the wider one in a tie.
    let usual = widths.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).and_then(|run| run.first());
    let width = usual.and_then(|&token| vocabulary.number(token)).unwrap_or(2.0);
    let rounds = pens.iter().filter(|pen| pen.round).count();
    Mode::Line { width, round: rounds * 2 >= pens.len() }
}

fn style(pieces: &[Piece], mode: Mode) -> Style {
    let fills = pieces.iter().filter(|piece| piece.fill.is_some()).count();
    match mode {
        Mode::Color => Style::Color,
        _ if pieces.iter().any(|piece| piece.faintest() < split::OPAQUE) => Style::Duotone,
        Mode::Line { .. } if fills * 3 > pieces.len() => Style::Mixed,
        Mode::Line { .. } => Style::Line,
        Mode::Fill if ink::thickness(pieces) < THIN => Style::Outline,
        Mode::Fill => Style::Solid,
    }
}
