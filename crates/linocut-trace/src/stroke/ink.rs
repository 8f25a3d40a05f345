//! How much of each pixel a line's color covers, and cuts across lines.

use crate::color::{Color, unmix};
use crate::fill::Fill;
use crate::grid::Grid;
use linocut_core::kurbo::{Point, Vec2};

/// Coverage of every pixel by one ink.
pub(super) struct Ink {
    /// Shares, `0.0..=1.0`.
    pub(super) cover: Grid<f32>,
    /// Shares up to this one are noise.
    pub(super) floor: f32,
}

/// A cut across a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// From the given place to the middle of the line, along the normal, in pixels.
    pub(super) shift: f64,
    /// How wide the line is there, in pixels.
    pub(super) width: f64,
    /// Whether paper was reached on both sides.
    pub(super) closed: bool,
}

/// What one side of a cut shows.
struct Side {
    area: f64,
    moment: f64,
    peak: f64,
    closed: bool,
}

/// Distance between the places of a cut that are looked at, in pixels; finer changes sums by less than .005.
const STEP: f64 = 0.25;
/// How far the ink must rise again after a valley for another line to have begun.
const RISE: f64 = 0.12;

impl Ink {
    /// The share of `ink` in a picture of `ink` on `paper`.
    pub(super) fn on_paper(field: &Grid<Color>, paper: &Fill, ink: &Fill, sigma: f32) -> Self {
        let share = |x: usize, y: usize| {
            let color = field.cells.get(y * field.width + x).copied().unwrap_or_default();
            unmix(color, paper.at(x, y), ink.at(x, y)).0
        };
        let contrast = crate::color::distance(paper.at(0, 0), ink.at(0, 0)).max(1.0);
        Self { cover: field.map_at(share), floor: ((1.5 + 2.5 * sigma) / contrast).clamp(0.01, 0.2) }
    }

    /// The share at a place, linear between the middles of pixels; none outside the picture.
    pub(super) fn at(&self, p: Point) -> f64 {
        let (x, y) = (p.x - 0.5, p.y - 0.5);
        let (x0, y0) = (x.floor(), y.floor());
        let (u, v) = (x - x0, y - y0);
        let (x, y) = (whole(x0), whole(y0));
        let share = |x: isize, y: isize| f64::from(self.cover.get(x, y).unwrap_or(0.0));
        let top = share(x, y) * (1.0 - u) + share(x + 1, y) * u;
        let bottom = share(x, y + 1) * (1.0 - u) + share(x + 1, y + 1) * u;
        top * (1.0 - v) + bottom * v
    }

    /// Cuts the line at `p` along the unit vector `across`, `reach` pixels to both sides.
    ///
    /// Covered shares add up to the way from an inked place to the line's edge, the inverse of the box filter.
    pub(super) fn cut(&self, p: Point, across: Vec2, reach: f64) -> Option<Cut> {
        let (left, right) = (self.side(p, -across, reach), self.side(p, across, reach));
        let width = left.area + right.area;
        if width < 0.1 {
            return None;
        }
        // A line of less than two pixels shows no core to start from: its middle is that of its ink.
        let shift = if left.peak.max(right.peak) > 0.97 && width > 2.2 {
            (right.area - left.area) / 2.0
        } else {
            (right.moment - left.moment) / width
        };
        Some(Cut { shift, width, closed: left.closed && right.closed })
    }

    fn side(&self, p: Point, toward: Vec2, reach: f64) -> Side {
        let mut side = Side { area: 0.0, moment: 0.0, peak: 0.0, closed: false };
        let mut low = f64::MAX;
        let mut s = STEP / 2.0;
        while s < reach {
            let share = self.at(p + toward * s);
            if share <= f64::from(self.floor) && s > STEP || low < 0.5 && share > low + RISE {
                side.closed = true;
                break;
            }
            if s > 1.0 {
                low = low.min(share);
            }
            side.area += share * STEP;
            side.moment += share * s * STEP;
            side.peak = side.peak.max(share);
            s += STEP;
        }
        side
    }

    /// The ink within `reach` of `p`: its area, and the area times its offset from `p`.
    pub(super) fn patch(&self, p: Point, reach: f64) -> (f64, Vec2) {
        let (mut area, mut moment) = (0.0, Vec2::ZERO);
        let (left, top) = (whole((p.x - reach).floor()), whole((p.y - reach).floor()));
        let size = whole(2.0 * reach) + 2;
        for (y, x) in (0..size).flat_map(|dy| (0..size).map(move |dx| (top + dy, left + dx))) {
            let middle = Point::new(float(x) + 0.5, float(y) + 0.5);
            let share = f64::from(self.cover.get(x, y).unwrap_or(0.0));
            if (middle - p).hypot2() < reach * reach && share > f64::from(self.floor) {
                area += share;
                moment += (middle - p) * share;
            }
        }
        (area, moment)
    }

    /// How far the ink goes on from `p` along the unit vector `along`, at most `reach`, in pixels.
    pub(super) fn extent(&self, p: Point, along: Vec2, reach: f64) -> f64 {
        self.side(p, along, reach).area
    }
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "places near the picture")]
pub(super) fn whole(x: f64) -> isize {
    x as isize
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "columns and rows of pictures")]
pub(super) fn float(n: isize) -> f64 {
    n as f64
}
