//! The looks a prompt can ask for.

use std::fmt;

/// How an icon is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// Strokes of one width.
    Line,
    /// Filled shapes that look like strokes.
    Outline,
    /// Filled shapes.
    Solid,
    /// One color in layers of different opacity.
    Duotone,
    /// Several colors.
    Color,
    /// Strokes and filled shapes together.
    Mixed,
}

impl Style {
    /// Every style, in the order of the vocabulary and of the training data.
    pub const ALL: [Self; 6] = [Self::Line, Self::Outline, Self::Solid, Self::Duotone, Self::Color, Self::Mixed];

    /// Its permanent name: `line`, `outline`, `solid`, `duotone`, `color` or `mixed`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Outline => "outline",
            Self::Solid => "solid",
            Self::Duotone => "duotone",
            Self::Color => "color",
            Self::Mixed => "mixed",
        }
    }

    /// The style called `name`, or `None`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.name() == name)
    }

    /// Whether its drawings are strokes, so that a stroke width and a corner belong to them.
    #[must_use]
    pub const fn is_stroked(self) -> bool {
        matches!(self, Self::Line | Self::Mixed)
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Shape of line ends and corners in stroked icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Corner {
    /// Round caps and joins.
    Round,
    /// Butt caps and miter joins.
    Sharp,
}

impl Corner {
    /// Both corners, in the order of the vocabulary and of the training data.
    pub const ALL: [Self; 2] = [Self::Round, Self::Sharp];

    /// Its permanent name: `round` or `sharp`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Round => "round",
            Self::Sharp => "sharp",
        }
    }

    /// The corner called `name`, or `None`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|corner| corner.name() == name)
    }
}

impl fmt::Display for Corner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The stroke widths a prompt can ask for, in units of the 24-unit grid, in the order of the vocabulary.
pub const WIDTHS: [f64; 10] = [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0];

/// The entry of [`WIDTHS`] nearest to `width`, the thinner one in a tie.
#[must_use]
pub fn nearest_width(width: f64) -> f64 {
    WIDTHS.into_iter().min_by(|a, b| (a - width).abs().total_cmp(&(b - width).abs())).unwrap_or(2.0)
}
