//! What a region is painted with, as a function of position.

use crate::color::{Color, distance, over};
use crate::number::center;

/// A fill that a region can have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fill {
    /// One color.
    Solid(Color),
    /// A color ramp over position.
    Ramp(Ramp),
    /// A ramp and, over it, single colors whose opacities are ramps.
    Veiled {
        /// What shows where the veils are clear.
        below: Ramp,
        /// The veils, from the lowest up; all stops of one have one color.
        veils: Vec<Ramp>,
    },
}

/// A color ramp along a line or outward from a center.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ramp {
    /// Turns a position into an offset.
    pub(crate) axis: Axis,
    /// Offsets in `0..=1`, increasing, with their colors; at least two.
    ///
    /// Unlike all other colors these are *straight*: SVG blends stops before it multiplies by alpha.
    pub(crate) stops: Vec<(f32, Color)>,
}

/// The geometry of a ramp, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Axis {
    /// Offset 0 at the first point, 1 at the second.
    Linear([f32; 2], [f32; 2]),
    /// Offset 0 at the center, 1 on an ellipse.
    Radial(Disk),
}

/// An ellipse as the map of its inside to the unit disk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Disk {
    /// The center, in pixels.
    pub(crate) center: [f32; 2],
    /// `[a, b, d]` of the symmetric matrix `[[a, b], [b, d]]` that maps `p − center` into the unit disk.
    pub(crate) shape: [f32; 3],
}

impl Axis {
    /// The offset at the point `(x, y)`, not clamped.
    pub(crate) fn offset(&self, x: f32, y: f32) -> f32 {
        match *self {
            Self::Linear([x0, y0], [x1, y1]) => {
                let (dx, dy) = (x1 - x0, y1 - y0);
                ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy).max(1e-6)
            }
            Self::Radial(Disk { center: [cx, cy], shape: [a, b, d] }) => {
                let (dx, dy) = (x - cx, y - cy);
                let (u, v) = (a * dx + b * dy, b * dx + d * dy);
                (u * u + v * v).sqrt()
            }
        }
    }
}

impl Ramp {
    /// The largest difference of any premultiplied channel between two stops, in levels.
    pub(crate) fn range(&self) -> f32 {
        let colors = || self.stops.iter().map(|&(_, c)| premultiplied(c));
        colors().flat_map(|a| colors().map(move |b| distance(a, b))).fold(0.0, f32::max)
    }

    /// The premultiplied color at `offset`; the end colors go on outside.
    pub(crate) fn color(&self, offset: f32) -> Color {
        let next = self.stops.partition_point(|&(o, _)| o < offset);
        let before = next.checked_sub(1).and_then(|i| self.stops.get(i));
        premultiplied(match (before, self.stops.get(next)) {
            (Some(&(o0, c0)), Some(&(o1, c1))) => crate::color::mix(c0, c1, (offset - o0) / (o1 - o0).max(1e-6)),
            (Some(&(_, c)), None) | (None, Some(&(_, c))) => c,
            (None, None) => [0.0; 4],
        })
    }

    /// The premultiplied color at the point `(x, y)`.
    pub(crate) fn at(&self, x: f32, y: f32) -> Color {
        self.color(self.axis.offset(x, y))
    }
}

fn premultiplied([r, g, b, a]: Color) -> Color {
    let k = a / 255.0;
    [r * k, g * k, b * k, a]
}

impl Fill {
    /// The color at the center of the pixel in column `x`, row `y`.
    pub(crate) fn at(&self, x: usize, y: usize) -> Color {
        match self {
            Self::Solid(color) => *color,
            Self::Ramp(_) | Self::Veiled { .. } => {
                let [x, y] = center(x, y);
                self.at_point(x, y)
            }
        }
    }

    /// The color at the point `(x, y)`.
    pub(crate) fn at_point(&self, x: f32, y: f32) -> Color {
        match self {
            Self::Solid(color) => *color,
            Self::Ramp(ramp) => ramp.at(x, y),
            Self::Veiled { below, veils } => {
                veils.iter().fold(below.at(x, y), |under, veil| over(veil.at(x, y), under))
            }
        }
    }

    /// The largest difference of any channel between its colors, in levels; a veil is always worth its shape.
    pub(crate) fn range(&self) -> f32 {
        match self {
            Self::Solid(_) => 0.0,
            Self::Ramp(ramp) => ramp.range(),
            Self::Veiled { .. } => 255.0,
        }
    }

    /// Whether something below it would show through.
    pub(crate) fn see_through(&self) -> bool {
        // 250: renderers and encoders leave a level or two missing from what was meant to be opaque.
        match self {
            Self::Solid(color) => color[3] < 250.0,
            Self::Ramp(ramp) | Self::Veiled { below: ramp, .. } => ramp.stops.iter().any(|(_, c)| c[3] < 250.0),
        }
    }
}
