//! Words for the closed sets of edits.

use clap::ValueEnum;
use linocut_core::{Cap, Join};
use linocut_edit::{Axis, Corner, Ink, Length, Palette, Style};

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StyleChoice {
    /// Filled shapes become their outlines
    Outline,
    /// Closed lines are filled, lines inside are cut out
    Solid,
    /// Lines over a light tint
    Duotone,
    /// Lines over the palette's colors
    Color,
    /// Lines become the areas they paint
    Expanded,
}

impl From<StyleChoice> for Style {
    fn from(choice: StyleChoice) -> Self {
        match choice {
            StyleChoice::Outline => Self::Outline,
            StyleChoice::Solid => Self::Solid,
            StyleChoice::Duotone => Self::Duotone,
            StyleChoice::Color => Self::Color,
            StyleChoice::Expanded => Self::Expanded,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Rules; the chosen language model for what they do not understand
    #[default]
    Auto,
    /// Rules only
    Rules,
    /// A language model
    Model,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum CapChoice {
    /// Half a disc
    Round,
    /// Nothing beyond the end
    Butt,
    /// Half a square
    Square,
}

impl From<CapChoice> for Cap {
    fn from(choice: CapChoice) -> Self {
        match choice {
            CapChoice::Round => Self::Round,
            CapChoice::Butt => Self::Butt,
            CapChoice::Square => Self::Square,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum JoinChoice {
    /// A disc around the corner
    Round,
    /// Edges go on until they meet
    Miter,
    /// The corner is cut off
    Bevel,
}

impl From<JoinChoice> for Join {
    fn from(choice: JoinChoice) -> Self {
        match choice {
            JoinChoice::Round => Self::Round,
            JoinChoice::Miter => Self::Miter,
            JoinChoice::Bevel => Self::Bevel,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum AxisChoice {
    /// Left becomes right
    Horizontal,
    /// Top becomes bottom
    Vertical,
}

impl From<AxisChoice> for Axis {
    fn from(choice: AxisChoice) -> Self {
        match choice {
            AxisChoice::Horizontal => Self::Horizontal,
            AxisChoice::Vertical => Self::Vertical,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum CornerChoice {
    /// Top left
    TopLeft,
    /// Top right
    TopRight,
    /// Bottom left
    BottomLeft,
    /// Bottom right
    #[default]
    BottomRight,
}

impl From<CornerChoice> for Corner {
    fn from(choice: CornerChoice) -> Self {
        match choice {
            CornerChoice::TopLeft => Self::TopLeft,
            CornerChoice::TopRight => Self::TopRight,
            CornerChoice::BottomLeft => Self::BottomLeft,
            CornerChoice::BottomRight => Self::BottomRight,
        }
    }
}

/// Reads a color.
pub(super) fn ink(text: &str) -> Result<Ink, String> {
    Ink::parse(text).map_err(|e| format!("{e}; {}", e.hint().unwrap_or_default()))
}

/// Reads a color or `none`.
pub(super) fn background(text: &str) -> Result<Option<Ink>, String> {
    if text == "none" { Ok(None) } else { ink(text).map(Some) }
}

/// Reads several colors.
pub(crate) fn palette(text: &str) -> Result<Palette, String> {
    Palette::parse(text).map_err(|e| format!("{e}; {}", e.hint().unwrap_or_default()))
}

/// Reads a length, such as `2` or `10%`.
pub(super) fn length(text: &str) -> Result<Length, String> {
    let wrong = || "write it like 2, for units of the view box, or 10%".to_owned();
    let (digits, share) = text.strip_suffix('%').map_or((text, false), |digits| (digits, true));
    let value: f64 = digits.trim().parse().map_err(|_| wrong())?;
    match (share, value) {
        (true, 0.0..=1000.0) => Ok(Length::Share(value / 100.0)),
        (false, 0.0..=10_000.0) => Ok(Length::Units(value)),
        (true | false, _) => Err(wrong()),
    }
}
