//! The iso-lines of a ramp before its colors are known.

use super::Sample;
use crate::fill::{Axis, Disk};
use crate::number::narrow;

/// Most parameters that any kind has.
pub(super) const FREEDOM: usize = 4;

/// The distance of a sample along a ramp, and its derivatives by the parameters.
pub(super) type Place = (f64, [f64; FREEDOM]);

/// A kind of iso-lines with its parameters, in pixels and radians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Geometry {
    /// Parallel lines; color changes in direction `angle`.
    Line { angle: f64 },
    /// Circles around a center.
    Circle { center: [f64; 2] },
    /// Similar ellipses around a center, circles again under `[[1 + e, f], [f, 1 − e]]`; `e² + f² < 1`.
    Ellipse { center: [f64; 2], stretch: [f64; 2] },
}

impl Geometry {
    /// The number of its parameters.
    pub(super) fn freedom(self) -> usize {
        match self {
            Self::Line { .. } => 1,
            Self::Circle { .. } => 2,
            Self::Ellipse { .. } => 4,
        }
    }

    /// The distance along the ramp at each sample, and its derivatives by the parameters; unused ones are 0.
    pub(super) fn along(self, samples: &[Sample]) -> Vec<Place> {
        let points = samples.iter().map(|(p, _)| p.map(f64::from));
        match self {
            Self::Line { angle } => {
                let (s, c) = (libm::sin(angle), libm::cos(angle));
                points.map(|[x, y]| (x * c + y * s, [y * c - x * s, 0.0, 0.0, 0.0])).collect()
            }
            Self::Circle { center: [cx, cy] } => {
                let place = |[x, y]: [f64; 2]| {
                    let (qx, qy) = (x - cx, y - cy);
                    let r = (qx * qx + qy * qy).sqrt();
                    let k = 1.0 / r.max(1e-9);
                    (r, [-qx * k, -qy * k, 0.0, 0.0])
                };
                points.map(place).collect()
            }
            Self::Ellipse { center: [cx, cy], stretch: [e, f] } => {
                let place = |[x, y]: [f64; 2]| {
                    let (qx, qy) = (x - cx, y - cy);
                    let (u, v) = ((1.0 + e) * qx + f * qy, f * qx + (1.0 - e) * qy);
                    let r = (u * u + v * v).sqrt();
                    let (nu, nv) = (u / r.max(1e-9), v / r.max(1e-9));
                    let by_center = [-(nu * (1.0 + e) + nv * f), -(nu * f + nv * (1.0 - e))];
                    (r, [by_center[0], by_center[1], nu * qx - nv * qy, nu * qy + nv * qx])
                };
                points.map(place).collect()
            }
        }
    }

    /// The same kind with its parameters moved by `step`; `None` if they leave their range.
    pub(super) fn moved(self, step: [f64; FREEDOM]) -> Option<Self> {
        let [s0, s1, s2, s3] = step;
        match self {
            Self::Line { angle } => Some(Self::Line { angle: angle + s0 }),
            Self::Circle { center: [x, y] } => Some(Self::Circle { center: [x + s0, y + s1] }),
            Self::Ellipse { center: [x, y], stretch: [e, f] } => {
                let stretch = [e + s2, f + s3];
                let size = stretch[0] * stretch[0] + stretch[1] * stretch[1];
                // Beyond 0.95² one axis is 40 times the other: a line in all but name.
                (size < 0.9).then_some(Self::Ellipse { center: [x + s0, y + s1], stretch })
            }
        }
    }

    /// The axis with offset 0 at distance `low` (0 for radial kinds) and 1 at `high`; a line runs through `middle`.
    pub(super) fn axis(self, low: f64, high: f64, middle: [f64; 2]) -> Axis {
        match self {
            Self::Line { angle } => {
                let (s, c) = (libm::sin(angle), libm::cos(angle));
                let base = middle[0] * c + middle[1] * s;
                let at = |t: f64| [narrow(middle[0] + (t - base) * c), narrow(middle[1] + (t - base) * s)];
                Axis::Linear(at(low), at(high))
            }
            Self::Circle { center } => disk(center, [1.0 / high, 0.0, 1.0 / high]),
            Self::Ellipse { center, stretch: [e, f] } => disk(center, [(1.0 + e) / high, f / high, (1.0 - e) / high]),
        }
    }
}

fn disk(center: [f64; 2], shape: [f64; 3]) -> Axis {
    Axis::Radial(Disk { center: center.map(narrow), shape: shape.map(narrow) })
}
