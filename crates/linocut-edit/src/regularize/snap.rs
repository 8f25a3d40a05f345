//! Corners, ends and extremes brought to a grid, with all that is level or upright with them.

use super::figure::Figure;
use super::run::{Anchor, anchors, bent};
use linocut_core::kurbo::{ParamCurve as _, PathSeg, Point, Rect};

/// The grid.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    /// Distance of its lines, in user units.
    pub(super) step: f64,
    /// A crossing.
    pub(super) origin: Point,
    /// Farthest that a point may move along an axis, in user units.
    pub(super) reach: f64,
    /// A 24th of the view box.
    pub(super) unit: f64,
}

/// A line that rises less than this over its length is level, 4.5 degrees.
const LEVEL: f64 = 0.08;
/// A line that rises more than this is not level however long it is, in 24ths of the view box.
const RISE: f64 = 0.26;

/// Brings figures to the grid.
pub(super) fn snap(figures: &mut [Figure], grid: &Grid) {
    for figure in figures.iter_mut() {
        match figure {
            Figure::Tracks(_) => {}
            Figure::Circle(center, radius) => {
                *center = grid.half(*center);
                *radius = grid.radius(*radius);
            }
            Figure::Rect(rect, radius) => {
                let (a, b) = (grid.point(rect.origin()), grid.point(Point::new(rect.x1, rect.y1)));
                if (b.x - a.x) > grid.step / 2.0 && (b.y - a.y) > grid.step / 2.0 {
                    *rect = Rect::from_points(a, b);
                }
                *radius = if *radius > 0.0 { grid.radius(*radius) } else { 0.0 };
            }
            Figure::Ellipse(ellipse) => *ellipse = ellipse.with_center(grid.half(ellipse.center())),
        }
    }
    snap_tracks(figures, grid);
}

impl Grid {
    /// The nearest place of one coordinate.
    fn near(&self, value: f64, origin: f64, step: f64) -> f64 {
        let to = origin + libm::round((value - origin) / step) * step;
        if (to - value).abs() <= self.reach { to } else { value }
    }

    fn point(&self, p: Point) -> Point {
        Point::new(self.near(p.x, self.origin.x, self.step), self.near(p.y, self.origin.y, self.step))
    }

    /// Centers may lie between two lines, as those of things an odd number of steps wide do.
    fn half(&self, p: Point) -> Point {
        let step = self.step / 2.0;
        Point::new(self.near(p.x, self.origin.x, step), self.near(p.y, self.origin.y, step))
    }

    fn radius(&self, radius: f64) -> f64 {
        let to = self.near(radius, 0.0, self.step / 2.0);
        if to > 0.0 { to } else { radius }
    }
}

/// Coordinates that have to be equal, as sets: the parent of each, itself at the top.
struct Classes(Vec<usize>);

impl Classes {
    fn top(&self, mut index: usize) -> usize {
        while let Some(parent) = self.0.get(index).copied().filter(|parent| *parent != index) {
            index = parent;
        }
        index
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.top(a), self.top(b));
        if let Some(parent) = self.0.get_mut(a) {
            *parent = b;
        }
    }

    /// What each value becomes: the mean of its class, on the grid; a class that would tear a value too far stays.
    fn settled(&self, values: &[f64], grid: &Grid, origin: f64) -> Vec<f64> {
        let tops: Vec<usize> = (0..values.len()).map(|index| self.top(index)).collect();
        let mut sums = vec![(0.0, 0.0); values.len()];
        for (top, value) in tops.iter().zip(values) {
            if let Some((sum, count)) = sums.get_mut(*top) {
                *sum += value;
                *count += 1.0;
            }
        }
        let goal = |top: usize| {
            sums.get(top).map_or(0.0, |(sum, count)| grid.near(sum / f64::max(*count, 1.0), origin, grid.step))
        };
        let fine = |top: usize| {
            let goal = goal(top);
            tops.iter().zip(values).all(|(own, value)| *own != top || (goal - value).abs() <= grid.reach)
        };
        tops.iter().zip(values).map(|(top, value)| if fine(*top) { goal(*top) } else { *value }).collect()
    }
}

fn snap_tracks(figures: &mut [Figure], grid: &Grid) {
    let mut fixed: Vec<Anchor> = Vec::new();
    for (figure, place) in figures.iter().zip(0..) {
        if let Figure::Tracks(tracks) = figure {
            for (track, at) in tracks.iter().zip(0..) {
                fixed.extend(anchors(track, (place, at)));
            }
        }
    }
    let count = fixed.len();
    let (mut upright, mut level) = (Classes((0..count).collect()), Classes((0..count).collect()));
    for (index, anchor) in fixed.iter().enumerate() {
        // Points that lie on each other stay there.
        if let Some(twin) = fixed.iter().take(index).position(|other| other.at.distance(anchor.at) < 1e-6) {
            upright.join(index, twin);
            level.join(index, twin);
        }
        let Some(next) = anchor.next.and_then(|next| fixed.iter().position(|other| other.is(anchor, next))) else {
            continue;
        };
        if let (Some(PathSeg::Line(line)), true) = (anchor.line, true) {
            let (along, most) = (line.p1 - line.p0, RISE * grid.unit);
            if along.x.abs() <= most.min(LEVEL * along.y.abs()) {
                upright.join(index, next);
            }
            if along.y.abs() <= most.min(LEVEL * along.x.abs()) {
                level.join(index, next);
            }
        }
    }
    let xs = upright.settled(&fixed.iter().map(|a| a.at.x).collect::<Vec<_>>(), grid, grid.origin.x);
    let ys = level.settled(&fixed.iter().map(|a| a.at.y).collect::<Vec<_>>(), grid, grid.origin.y);
    let goals: Vec<Point> = xs.into_iter().zip(ys).map(|(x, y)| Point::new(x, y)).collect();
    for (figure, place) in figures.iter_mut().zip(0..) {
        if let Figure::Tracks(tracks) = figure {
            for (track, at) in tracks.iter_mut().zip(0..) {
                let own = fixed.iter().zip(&goals).filter(|(anchor, _)| anchor.owner == (place, at));
                let moves: Vec<(usize, Point)> = own.map(|(anchor, goal)| (anchor.index, *goal)).collect();
                let next = bent(track, &moves);
                // A segment that would vanish says that the grid is too coarse here.
                let alive = |segment: &PathSeg| segment.start().distance(segment.end()) > 1e-9;
                if next.segments.iter().all(alive) || !track.segments.iter().all(alive) {
                    *track = next;
                }
            }
        }
    }
}
