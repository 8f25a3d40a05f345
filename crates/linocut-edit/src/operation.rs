//! What can be done to a drawing, as data.

use crate::{BadgeOptions, Ink, Palette, RegularizeOptions, RestyleOptions, Target};
use linocut_core::{Cap, Join, Unit};

/// One change of a drawing.
///
/// "Unit" means a user unit of the view box; a "step" is a 24th of its shorter side, so that numbers fit icons on the
/// usual grid and drawings of any size alike.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Colors what `target` chooses. Things in one color take the ink as it is; where several colors are chosen, the one
    /// that stands out most becomes the ink, the others keep their distance in lightness and take its hue, and grays stay.
    Recolor {
        /// What is colored.
        target: Target,
        /// With what.
        ink: Ink,
    },
    /// Gives `to` to everything that is `from`, or of its family when nothing is exactly `from`.
    Replace {
        /// The color that goes.
        from: Ink,
        /// The color that comes.
        to: Ink,
    },
    /// Exchanges two colors, each exactly or, when there is none, its family.
    Swap {
        /// One of them.
        a: Ink,
        /// The other.
        b: Ink,
    },
    /// Gives the colors of a palette to the colors of the drawing, those that cover most first.
    Palette(Palette),
    /// Changes all colors alike.
    Tone(Tone),
    /// Sets the opacity of shapes and texts. Default of a drawing: 1.
    Opacity {
        /// What changes.
        target: Target,
        /// From 0 invisible to 1 opaque.
        value: Unit,
    },
    /// Sets the width of lines.
    Width {
        /// Whose lines.
        target: Target,
        /// How wide.
        width: Width,
    },
    /// Sets the ends of lines.
    Caps {
        /// Whose lines.
        target: Target,
        /// Their ends.
        cap: Cap,
    },
    /// Sets the corners of lines.
    Joins {
        /// Whose lines.
        target: Target,
        /// Their corners.
        join: Join,
    },
    /// Sets the corners of outlines.
    Corners(Corners),
    /// Redraws shapes in another manner, see [`restyle`](crate::restyle()).
    Restyle(RestyleOptions),
    /// Mirrors the drawing about the middle of its view box.
    Flip(Axis),
    /// Turns the drawing clockwise around the middle of its view box, in degrees; right angles are exact, and
    /// the view box grows where something would be cut off.
    Rotate(f64),
    /// Scales the drawing with its lines around the middle of its view box, `0.01..=100`.
    Scale(f64),
    /// Adds room on every side of the view box.
    Pad(Length),
    /// Widens the view box to a square.
    Square,
    /// Shrinks the view box to what is painted.
    Trim,
    /// Moves what is painted to the middle of the view box.
    Center,
    /// Sets the color behind the drawing, or takes it away: one that was added here, or a shape that fills the view box
    /// below all others.
    Background(Option<Ink>),
    /// Removes the items of a name.
    Remove(String),
    /// Removes everything but the items of a name.
    Keep(String),
    /// Adds a badge, see [`badge`](crate::badge()).
    AddBadge {
        /// The name of its artwork.
        name: String,
        /// Where and how large.
        options: BadgeOptions,
    },
    /// Removes the badges that were added; the gap cut for them stays.
    RemoveBadge,
    /// Tidies the geometry of an icon, see [`regularize`](crate::regularize()).
    Regularize(RegularizeOptions),
}

/// A change of all colors alike; `currentColor` is left alone unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tone {
    /// To grays of the same lightness.
    Gray,
    /// To black or white, whichever is nearer in lightness; `currentColor` becomes black.
    BlackAndWhite,
    /// To the opposite of each channel.
    Invert,
    /// Toward white by a share of the way, `0..=1`. Default in words: 0.2.
    Lighter(f64),
    /// Toward black by a share of the way, `0..=1`. Default in words: 0.2.
    Darker(f64),
}

/// How wide lines become.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// This many units, `0.01..=1000`.
    Units(f64),
    /// This many times as wide, `0.05..=20`. In words, "thicker" is 1.25 and "thinner" 0.8.
    Times(f64),
}

/// How the corners of outlines become.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Corners {
    /// Round, with a radius in steps, `0.01..=12`, less where sides are too short. Default in words: 1.
    Round(f64),
    /// Sharp: joins become miters, rectangles lose their radius.
    Sharp,
}

/// Which way a mirror turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Left becomes right.
    Horizontal,
    /// Top becomes bottom.
    Vertical,
}

/// A length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// In units, `0..=10000`.
    Units(f64),
    /// As a share of the longer side of the view box, `0..=10`.
    Share(f64),
}
