//! Text inside a drawing.

use crate::{Paint, Stroke};
use kurbo::Point;

/// One run of text in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The text itself, without markup.
    pub text: String,
    /// Where the anchor of the baseline lies, in user units.
    pub at: Point,
    /// Font families in order of preference; empty for the viewer's default.
    pub families: Vec<String>,
    /// Font size in user units.
    pub size: f64,
    /// Weight, 1..=1000; 400 is regular, 700 bold.
    pub weight: u16,
    /// Whether the letters lean.
    pub italic: bool,
    /// Which end of the text lies at `at`.
    pub anchor: Anchor,
    /// What the letters are filled with.
    pub fill: Option<Paint>,
    /// A line around the letters.
    pub stroke: Option<Stroke>,
}

/// Which end of a text lies at its position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    #[default]
    Start,
    /// The text is centered there.
    Middle,
    /// The text ends there.
    End,
}
