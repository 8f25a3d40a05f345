//! Pieces as tokens.

use super::piece::{Coat, Geometry, Piece, Tint};
use crate::Vocabulary;
use linocut_core::kurbo::Point;
use linocut_core::{Error, Kind, Result, Rgba};

/// The least length a token can say.
pub(super) const STEP: f64 = 0.125;
/// Radii of corners below this are sharp corners.
const SHARP: f64 = 0.0625;
/// How far beyond the numbers' range a point may be to be moved inside: what nobody sees at 24 pixels.
const SLACK: f64 = 0.25;

/// What all pieces of a drawing share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mode {
    /// Strokes of this width, unless a piece says otherwise.
    Line { width: f64, round: bool },
    /// Fills in one color.
    Fill,
    /// A color for each piece.
    Color,
}

/// Writes tokens.
pub(super) struct Speller<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) tokens: Vec<u16>,
}

impl Speller<'_> {
    /// A whole drawing, from head to `<eos>`.
    pub(super) fn drawing(&mut self, pieces: &[Piece], mode: Mode) -> Result<()> {
        match mode {
            Mode::Line { width, round } => {
                self.word(if round { "<g:line-round>" } else { "<g:line-sharp>" })?;
                self.length(width)?;
            }
            Mode::Fill => self.word("<g:fill>")?,
            Mode::Color => self.word("<g:color>")?,
        }
        let start = self.tokens.len();
        for piece in pieces {
            self.piece(piece, mode)?;
        }
        if self.tokens.len() == start {
            return Err(Error::new(Kind::Input, "drawing has nothing that is large enough to see"));
        }
        self.word("<eos>")
    }

    /// One shape; nothing when its geometry vanishes on the grid.
    fn piece(&mut self, piece: &Piece, mode: Mode) -> Result<()> {
        let mut geometry = Speller { vocabulary: self.vocabulary, tokens: Vec::new() };
        let is_line = matches!(mode, Mode::Line { .. });
        let shape = geometry.geometry(piece, is_line)?;
        if geometry.tokens.is_empty() {
            return Ok(());
        }
        self.word(shape)?;
        match mode {
            Mode::Line { width, .. } => self.line_paint(piece, width)?,
            Mode::Fill => self.fill_paint(piece)?,
            Mode::Color => self.color_paint(piece)?,
        }
        if matches!(&piece.geometry, Geometry::Path(all) if piece.even_odd && piece.fill.is_some() && all.len() > 1) {
            self.word("<evenodd>")?;
        }
        let opacity = piece.opacity().get();
        if opacity < super::split::OPAQUE {
            self.word(&format!("<opacity:0.{}>", (opacity * 10.0).round().clamp(1.0, 9.0)))?;
        }
        self.tokens.append(&mut geometry.tokens);
        Ok(())
    }

    fn line_paint(&mut self, piece: &Piece, usual: f64) -> Result<()> {
        if piece.fill.is_some() {
            self.word("<fill>")?;
        }
        match piece.line {
            None => self.word("<no-stroke>"),
            Some((_, pen)) if self.grid(pen.width.max(STEP)) == self.grid(usual) => Ok(()),
            Some((_, pen)) => {
                self.word("<stroke-width>")?;
                self.length(pen.width)
            }
        }
    }

    fn fill_paint(&mut self, piece: &Piece) -> Result<()> {
        if piece.fill.is_none() {
            self.word("<no-fill>")?;
        }
        self.stroke(piece, false)
    }

    fn color_paint(&mut self, piece: &Piece) -> Result<()> {
        match piece.fill {
            Some(coat) => self.color(coat),
            None => self.word("<no-fill>")?,
        }
        self.stroke(piece, true)
    }

    fn stroke(&mut self, piece: &Piece, colored: bool) -> Result<()> {
        let Some((coat, pen)) = piece.line else { return Ok(()) };
        self.word("<stroke>")?;
        if colored {
            self.color(coat);
        }
        self.length(pen.width)?;
        if pen.round { self.word("<round>") } else { Ok(()) }
    }

    /// The numbers of a shape; returns the shape's own token.
    fn geometry(&mut self, piece: &Piece, is_line: bool) -> Result<&'static str> {
        match &piece.geometry {
            Geometry::Path(subpaths) => {
                for subpath in subpaths {
                    self.subpath(subpath, piece.line.is_some())?;
                }
                Ok("<path>")
            }
            Geometry::Circle(circle) => {
                self.point(circle.center)?;
                self.length(circle.radius)?;
                Ok("<circle>")
            }
            Geometry::Ellipse(center, radii) => {
                self.point(*center)?;
                self.length(radii.x)?;
                self.length(radii.y)?;
                Ok("<ellipse>")
            }
            Geometry::Rect(rect) => {
                // Both edges are put on the grid, not origin and size.
                let (x0, y0) = (self.snap(rect.rect().x0), self.snap(rect.rect().y0));
                self.point(Point::new(rect.rect().x0, rect.rect().y0))?;
                self.length(self.snap(rect.rect().x1) - x0)?;
                self.length(self.snap(rect.rect().y1) - y0)?;
                let radius = rect.radii().top_left;
                if radius >= SHARP {
                    self.length(radius)?;
                }
                Ok("<rect>")
            }
            Geometry::Line(line) => {
                let dot = self.cell(line.p0) == self.cell(line.p1);
                let end = if dot { Point::new(line.p0.x + STEP, line.p0.y) } else { line.p1 };
                if !is_line {
                    self.line_as_path(line.p0, end)?;
                    return Ok("<path>");
                }
                self.point(line.p0)?;
                self.point(end)?;
                Ok("<line>")
            }
        }
    }

    /// A token by its name.
    pub(super) fn word(&mut self, name: &str) -> Result<()> {
        let missing = || Error::new(Kind::Input, format!("vocabulary has no token {name}"));
        self.tokens.push(self.vocabulary.token(name).ok_or_else(missing)?);
        Ok(())
    }

    /// A coordinate.
    pub(super) fn number(&mut self, value: f64) -> Result<()> {
        let token = self.grid(value);
        let fits = self.vocabulary.number(token).is_some_and(|nearest| (nearest - value).abs() <= SLACK);
        if !fits {
            return Err(Error::new(Kind::Input, "drawing reaches beyond its page")
                .hinted("cut off what lies outside the view box"));
        }
        self.tokens.push(token);
        Ok(())
    }

    /// A length of at least one step.
    pub(super) fn length(&mut self, value: f64) -> Result<()> {
        self.number(value.max(STEP))
    }

    pub(super) fn point(&mut self, point: Point) -> Result<()> {
        self.number(point.x)?;
        self.number(point.y)
    }

    fn color(&mut self, coat: Coat) {
        let color = match coat.tint {
            Tint::Current => Rgba::BLACK,
            Tint::Color(color) => color,
        };
        self.tokens.push(self.vocabulary.color_token(color));
    }

    /// The number token nearest to a value.
    pub(super) fn grid(&self, value: f64) -> u16 {
        self.vocabulary.number_token(value)
    }

    /// The value on the grid nearest to a value.
    pub(super) fn snap(&self, value: f64) -> f64 {
        self.vocabulary.number(self.grid(value)).unwrap_or(value)
    }

    /// The number tokens nearest to a point.
    pub(super) fn cell(&self, point: Point) -> (u16, u16) {
        (self.grid(point.x), self.grid(point.y))
    }

    /// The point on the grid nearest to a point.
    pub(super) fn on_grid(&self, point: Point) -> Point {
        Point::new(self.snap(point.x), self.snap(point.y))
    }
}
