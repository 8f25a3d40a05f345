//! What lines cover, to compare with the ink.

use super::Line;
use super::ink::{float, whole};
use super::skeleton::signed;
use crate::grid::Grid;
use crate::number::narrow;
use linocut_core::Cap;
use linocut_core::kurbo::{PathEl, Point, flatten};

/// How far beyond a line's edge its distance is kept, in pixels.
const MARGIN: f64 = 2.0;

/// The signed distance of each pixel from the nearest line's edge, negative inside, in pixels; far is infinite.
///
/// Joins and round caps are discs; other caps end at a right angle.
pub(super) fn distances(lines: &[Line], (width, height): (usize, usize)) -> Grid<f32> {
    let mut near = Grid::filled(width, height, f32::INFINITY);
    for line in lines {
        let mut segments: Vec<(Point, Point)> = Vec::new();
        let (mut here, mut start) = (Point::ZERO, Point::ZERO);
        flatten(line.path(), 0.05, |el| match el {
            PathEl::MoveTo(p) => (here, start) = (p, p),
            PathEl::LineTo(p) => {
                segments.push((here, p));
                here = p;
            }
            PathEl::ClosePath => segments.push((here, start)),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
        });
        let radius = 0.5 * line.width;
        let open = segments.first().zip(segments.last()).is_some_and(|(a, b)| a.0 != b.1);
        let last = segments.len().saturating_sub(1);
        for (k, &ends) in segments.iter().enumerate() {
            let flat = line.cap != Cap::Round && open;
            let bar = Bar { ends, radius, flat: [flat && k == 0, flat && k == last] };
            bar.mark(&mut near);
        }
    }
    near
}

/// One straight piece of a line.
struct Bar {
    ends: (Point, Point),
    radius: f64,
    /// Which of its ends are cut off straight.
    flat: [bool; 2],
}

impl Bar {
    fn mark(&self, near: &mut Grid<f32>) {
        let (a, b) = self.ends;
        let reach = self.radius + MARGIN;
        let rows = span(a.y.min(b.y) - reach, a.y.max(b.y) + reach, near.height);
        let columns = span(a.x.min(b.x) - reach, a.x.max(b.x) + reach, near.width);
        let width = near.width;
        for y in rows {
            for x in columns.clone() {
                let d = self.distance(Point::new(float(signed(x)) + 0.5, float(signed(y)) + 0.5));
                if let Some(cell) = near.cells.get_mut(y * width + x)
                    && d < MARGIN
                {
                    *cell = cell.min(narrow(d));
                }
            }
        }
    }

    fn distance(&self, p: Point) -> f64 {
        let (a, b) = self.ends;
        let along = b - a;
        let length2 = along.hypot2();
        let t = if length2 > 1e-12 { (p - a).dot(along) / length2 } else { 0.0 };
        let foot = a + along * t.clamp(0.0, 1.0);
        let round = (p - foot).hypot2().sqrt() - self.radius;
        let over = if t < 0.0 && self.flat[0] {
            -t
        } else if t > 1.0 && self.flat[1] {
            t - 1.0
        } else {
            return round;
        };
        let across = (p - a - along * t).hypot2().sqrt() - self.radius;
        across.max(over * length2.sqrt())
    }
}

fn span(from: f64, to: f64, limit: usize) -> std::ops::Range<usize> {
    let row = |x: f64| usize::try_from(whole(x.max(0.0))).map_or(limit, |row| row.min(limit));
    row(from)..row(to + 1.0)
}

/// The share that a line covers of a pixel at this distance from its edge.
pub(super) fn share(distance: f32) -> f32 {
    (0.5 - distance).clamp(0.0, 1.0)
}
