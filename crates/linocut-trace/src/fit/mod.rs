//! Fits as few lines and cubic curves as the data allow to located boundary points.

pub(crate) mod bend;
pub(crate) mod corner;
pub(crate) mod cubic;
pub(crate) mod least;
pub(crate) mod moments;
pub(crate) mod path;
pub(crate) mod primitive;
pub(crate) mod section;

use linocut_core::kurbo::{Point, Vec2};

/// A located boundary point and how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Where the boundary runs.
    pub(crate) p: Point,
    /// Weight in least squares, above 0 and at most 1.
    pub(crate) w: f64,
}

/// The weight of a point that only keeps the order of a chain.
pub(crate) const WEIGHTLESS: f64 = 1e-4;

/// The weight of a point on a border that nobody sees: enough to keep a curve within a few pixels of it, too little to
/// make the curve wiggle. Such points make no corner.
pub(crate) const FAINT: f64 = 4e-3;

/// One piece of a fitted outline; it starts where the piece before ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Piece {
    /// A straight line to a point.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Cubic(Point, Point, Point),
}

impl Piece {
    pub(crate) fn end(self) -> Point {
        match self {
            Self::Line(p) | Self::Cubic(_, _, p) => p,
        }
    }
}

/// What fitting trades.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FitOptions {
    /// Standard deviation of a located point, in pixels. Smaller follows the data closer with more pieces.
    pub(crate) sigma: f64,
    /// Farthest a piece may stray from the data, in pixels.
    pub(crate) tolerance: f64,
    /// Smallest turn that makes a corner, in radians.
    pub(crate) corner_angle: f64,
    /// Break points that one piece may span; the time of a fit grows with the square.
    pub(crate) knots: usize,
    /// Distance between the first break points, in pixels: where no piece joins two of them they move together.
    pub(crate) step: f64,
    /// Whether nearly level lines become level.
    pub(crate) level: bool,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self { sigma: 0.08, tolerance: 0.24, corner_angle: 0.45, knots: 56, step: 8.0, level: true }
    }
}

/// A vector turned a quarter to the left in a y-up world.
pub(crate) fn normal(v: Vec2) -> Vec2 {
    Vec2::new(-v.y, v.x)
}

/// The unit vector along `v`, or `fallback` when `v` is too short to have a direction.
pub(crate) fn unit(v: Vec2, fallback: Vec2) -> Vec2 {
    let n = v.hypot2().sqrt();
    if n > 1e-9 { v / n } else { fallback }
}
