//! What a region is painted with, as a function of position.

use crate::color::{Color, distance, mix};

/// A fill that a region can have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fill {
    /// One color.
    Solid(Color),
    /// A color ramp over position.
    Ramp(Ramp),
}

/// A color ramp along a line or outward from a center.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ramp {
    /// Turns a position into an offset.
    pub(crate) axis: Axis,
    /// Offsets in `0..=1`, increasing, with their colors; at least two.
    pub(crate) stops: Vec<(f32, Color)>,
}

/// The geometry of a ramp, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Axis {
    /// Offset 0 at the first point, 1 at the second.
    Linear([f32; 2], [f32; 2]),
    /// Offset 0 at the center, 1 at the radius.
    Radial([f32; 2], f32),
}

impl Axis {
    /// The offset at the point `(x, y)`, not clamped.
    pub(crate) fn offset(&self, x: f32, y: f32) -> f32 {
        match *self {
            Self::Linear([x0, y0], [x1, y1]) => {
                let (dx, dy) = (x1 - x0, y1 - y0);
                ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy).max(1e-6)
            }
            Self::Radial([cx, cy], radius) => {
                let (dx, dy) = (x - cx, y - cy);
                (dx * dx + dy * dy).sqrt() / radius.max(1e-3)
            }
        }
    }
}

impl Ramp {
    /// The largest difference of any channel between two stops, in levels.
    pub(crate) fn range(&self) -> f32 {
        let pairs = self.stops.iter().flat_map(|(_, a)| self.stops.iter().map(move |(_, b)| distance(*a, *b)));
        pairs.fold(0.0, f32::max)
    }

    /// The color at `offset`; the end colors go on outside.
    pub(crate) fn color(&self, offset: f32) -> Color {
        let next = self.stops.partition_point(|&(o, _)| o < offset);
        let before = next.checked_sub(1).and_then(|i| self.stops.get(i));
        match (before, self.stops.get(next)) {
            (Some(&(o0, c0)), Some(&(o1, c1))) => mix(c0, c1, (offset - o0) / (o1 - o0).max(1e-6)),
            (Some(&(_, c)), None) | (None, Some(&(_, c))) => c,
            (None, None) => [0.0; 4],
        }
    }
}

impl Fill {
    /// The color at the center of the pixel in column `x`, row `y`.
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "pixel positions are below 2^15")]
    pub(crate) fn at(&self, x: usize, y: usize) -> Color {
        match self {
            Self::Solid(color) => *color,
            Self::Ramp(ramp) => ramp.color(ramp.axis.offset(x as f32 + 0.5, y as f32 + 0.5)),
        }
    }

    /// Whether something below it would show through.
    pub(crate) fn see_through(&self) -> bool {
        // 250: renderers and encoders leave a level or two missing from what was meant to be opaque.
        match self {
            Self::Solid(color) => color[3] < 250.0,
            Self::Ramp(ramp) => ramp.stops.iter().any(|(_, c)| c[3] < 250.0),
        }
    }
}
