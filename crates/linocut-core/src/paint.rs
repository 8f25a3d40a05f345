//! What fills a shape and what follows its outline.

use crate::{Rgba, Unit};
use kurbo::{Affine, Point};

/// What a shape or stroke is painted with.
#[derive(Clone, Debug, PartialEq)]
pub enum Paint {
    /// One color, its alpha included.
    Solid(Rgba),
    /// The color of the surrounding text (`currentColor`).
    CurrentColor,
    /// A color that changes along a line or from a center outward.
    Gradient(Gradient),
}

/// A gradient in user space.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// Its geometry, before `transform`.
    pub shape: GradientShape,
    /// The stops, offsets not decreasing; at least one.
    pub stops: Vec<Stop>,
    /// What happens outside the first and last stop.
    pub spread: Spread,
    /// Maps the geometry to the user space of the shape that is painted.
    pub transform: Affine,
}

/// The geometry of a gradient, in user units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GradientShape {
    /// Offset 0 at `start`, 1 at `end`.
    Linear {
        /// Where offset 0 lies.
        start: Point,
        /// Where offset 1 lies.
        end: Point,
    },
    /// Offset 0 at `focus`, 1 on the circle of `radius` around `center`.
    Radial {
        /// Center of the outer circle.
        center: Point,
        /// Radius of the outer circle, at least 0.
        radius: f64,
        /// Where offset 0 lies; the center unless said otherwise.
        focus: Point,
    },
}

/// One color of a gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Position in `0..=1`.
    pub offset: Unit,
    /// Color at that position, its alpha included.
    pub color: Rgba,
}

/// What a gradient does beyond its ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// The end colors go on.
    #[default]
    Pad,
    /// Forward and backward in turn.
    Reflect,
    /// Again from the start.
    Repeat,
}

/// A line that follows an outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// What it is painted with.
    pub paint: Paint,
    /// Width in user units, at least 0.
    pub width: f64,
    /// Shape of open ends.
    pub cap: Cap,
    /// Shape of corners.
    pub join: Join,
    /// Limit of miter length over width before a miter becomes a bevel. Default: 4.
    pub miter_limit: f64,
    /// Lengths of dashes and gaps in user units; empty for a solid line.
    pub dashes: Vec<f64>,
    /// Where in the dash pattern the line starts, in user units.
    pub dash_offset: f64,
}

impl Stroke {
    /// A solid line with butt caps and miter joins, SVG's defaults.
    #[must_use]
    pub fn new(paint: Paint, width: f64) -> Self {
        Self { paint, width, cap: Cap::Butt, join: Join::Miter, miter_limit: 4.0, dashes: Vec::new(), dash_offset: 0.0 }
    }

    /// The line without its paint, as [`kurbo::stroke`] takes it.
    #[must_use]
    pub fn style(&self) -> kurbo::Stroke {
        let cap = match self.cap {
            Cap::Butt => kurbo::Cap::Butt,
            Cap::Round => kurbo::Cap::Round,
            Cap::Square => kurbo::Cap::Square,
        };
        let join = match self.join {
            Join::Miter => kurbo::Join::Miter,
            Join::Round => kurbo::Join::Round,
            Join::Bevel => kurbo::Join::Bevel,
        };
        kurbo::Stroke::new(self.width)
            .with_caps(cap)
            .with_join(join)
            .with_miter_limit(self.miter_limit)
            .with_dashes(self.dash_offset, self.dashes.iter().copied())
    }
}

/// Shape of a line's open ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cap {
    /// Ends at the last point.
    #[default]
    Butt,
    /// A half disc around the last point.
    Round,
    /// Half a square beyond the last point.
    Square,
}

/// Shape of a line's corners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// The edges go on until they meet.
    #[default]
    Miter,
    /// A disc around the corner.
    Round,
    /// The corner is cut off.
    Bevel,
}
