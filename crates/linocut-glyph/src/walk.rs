//! Drawing token by token.

use crate::Vocabulary;
use crate::grammar::State;
use linocut_core::{Error, Kind, Result};
use std::ops::Range;

impl Vocabulary {
    /// The SVG text that a finished drawing spells; `tokens` begin with a head and end with `<eos>`.
    ///
    /// # Errors
    /// [`Kind::Input`] when a token is not legal where it stands or the drawing is not finished.
    pub fn decode(&self, tokens: &[u16]) -> Result<String> {
        let mut walk = self.walk();
        for (at, &token) in tokens.iter().enumerate() {
            walk.push(token).map_err(|e| e.at(format!("token {at}")))?;
        }
        if !walk.done() {
            return Err(Error::new(Kind::Input, format!("drawing ends after {} tokens without <eos>", tokens.len())));
        }
        Ok(walk.svg)
    }

    /// Starts an empty drawing.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        Walk { vocabulary: self, state: self.grammar.start, svg: self.grammar.prefix.clone() }
    }
}

/// A drawing that grows token by token; every finished one is one well-formed SVG document.
#[derive(Clone, Debug)]
pub struct Walk<'v> {
    vocabulary: &'v Vocabulary,
    state: usize,
    svg: String,
}

impl<'v> Walk<'v> {
    /// The tokens that may come next when `left` tokens may still be pushed, that one included.
    ///
    /// The ranges are sorted and do not overlap. Whichever of them is pushed, the drawing can be closed in time.
    /// Empty when the drawing is done or `left` is below [`Walk::least`].
    #[must_use]
    pub fn legal(&self, left: usize) -> Vec<Range<u16>> {
        let grammar = &self.vocabulary.grammar;
        let closes = |to: usize| grammar.state(to).is_ok_and(|next| next.least < left);
        let mut ranges = self.state().map(|state| state.ranges(|edge| closes(edge.to))).unwrap_or_default();
        ranges.sort_by_key(|range| range.start);
        ranges
    }

    /// The fewest tokens that finish the drawing from here; 0 when it is done.
    #[must_use]
    pub fn least(&self) -> usize {
        self.state().map_or(0, |state| state.least)
    }

    /// Adds a token.
    ///
    /// # Errors
    /// [`Kind::Input`] when the token is not legal here; the drawing stays as it was.
    pub fn push(&mut self, token: u16) -> Result<()> {
        let vocabulary = self.vocabulary;
        let state = self.state()?;
        let edge = state.edge(token).ok_or_else(|| {
            let name = vocabulary.name(token).unwrap_or("text");
            Error::new(Kind::Input, format!("{name} ({token}) is not legal in state {}", state.name))
        })?;
        let text = vocabulary.text(token);
        for (at, piece) in edge.pieces.iter().enumerate() {
            if at > 0 {
                self.svg.push_str(text);
            }
            self.svg.push_str(piece);
        }
        self.state = edge.to;
        if self.done() {
            self.svg.push_str(&vocabulary.grammar.suffix);
        }
        Ok(())
    }

    /// Whether the drawing is finished.
    #[must_use]
    pub fn done(&self) -> bool {
        self.state == self.vocabulary.grammar.accept
    }

    /// The SVG text so far; a whole document once the drawing is done.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    fn state(&self) -> Result<&'v State> {
        self.vocabulary.grammar.state(self.state)
    }
}
