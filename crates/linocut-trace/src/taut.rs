//! Pulls hidden boundaries taut: what lies under later regions needs no more corners than it takes to stay there.

use crate::number::floor;
use crate::outline::Plan;
use linocut_core::kurbo::Point;

/// How far a hidden boundary stays inside what hides it, in pixels.
pub(crate) const INSET: f64 = 1.1;
/// So near to its ends a hidden boundary comes out into the open, in pixels.
const OPEN: f64 = 2.6;
/// Rounds over the points: a corner often goes only when its neighbor has gone. Few boundaries need a third.
const ROUNDS: usize = 4;
/// Larger triangles are left as they are, in square pixels: looking at them would cost more than a point.
const LARGEST: f64 = 250_000.0;

/// Where a boundary may run: under later regions than its own.
#[derive(Clone, Copy)]
pub(crate) struct Cover<'a> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) region: u32,
}

impl Cover<'_> {
    /// Whether later regions hide the pixel.
    pub(crate) fn hides(&self, x: i32, y: i32) -> bool {
        self.plan.order.covers(self.plan.scene.region(x, y), self.region)
    }

    /// Whether the region itself or later ones paint the pixel.
    pub(crate) fn paints(&self, x: i32, y: i32) -> bool {
        self.plan.scene.region(x, y) == self.region || self.hides(x, y)
    }

    /// Whether a boundary through `p` stays hidden, anti-aliasing included.
    pub(crate) fn holds(&self, p: Point) -> bool {
        [(INSET, 0.0), (-INSET, 0.0), (0.0, INSET), (0.0, -INSET)]
            .iter()
            .all(|&(dx, dy)| self.hides(floor(p.x + dx), floor(p.y + dy)))
    }
}

/// The points of `points` without which the boundary from `start` to `end` through them would show.
pub(crate) fn pull(cover: Cover, start: Point, points: Vec<Point>, end: Point) -> Vec<Point> {
    let mut kept = points;
    for _ in 0..ROUNDS {
        let before = kept.len();
        kept = round(cover, start, &kept, end);
        if kept.len() == before {
            break;
        }
    }
    kept
}

fn round(cover: Cover, start: Point, points: &[Point], end: Point) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for (k, &p) in points.iter().enumerate() {
        let before = kept.last().copied().unwrap_or(start);
        let after = points.get(k + 1).copied().unwrap_or(end);
        let open = |q: Point| (q - start).hypot2() < OPEN * OPEN || (q - end).hypot2() < OPEN * OPEN;
        if !can_go(cover, [before, p, after], &open) {
            kept.push(p);
        }
    }
    kept
}

/// Whether the boundary may run straight from `a` to `c` instead of through `b`.
fn can_go(cover: Cover, [a, b, c]: [Point; 3], open: &dyn Fn(Point) -> bool) -> bool {
    let span = |f: fn(Point) -> f64| {
        let values = [f(a), f(b), f(c)];
        values.into_iter().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (left, right) = span(|p| p.x);
    let (top, bottom) = span(|p| p.y);
    (right - left) * (bottom - top) <= LARGEST
        && steps(a, c).all(|p| open(p) || cover.holds(p))
        && (floor(top)..=floor(bottom)).all(|y| {
            let Some((from, to)) = row([a, b, c], y) else { return true };
            (floor(from)..=floor(to)).all(|x| {
                let center = Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
                open(center) || cover.hides(x, y)
            })
        })
}

/// The columns that a triangle reaches in row `y`.
#[expect(clippy::float_cmp, reason = "only an exactly level side cannot be divided by its height")]
fn row([a, b, c]: [Point; 3], y: i32) -> Option<(f64, f64)> {
    let (top, bottom) = (f64::from(y), f64::from(y) + 1.0);
    let mut reach: Option<(f64, f64)> = None;
    for (p, q) in [(a, b), (b, c), (c, a)] {
        let (low, high) = (p.y.min(q.y).max(top), p.y.max(q.y).min(bottom));
        if low > high {
            continue;
        }
        // A level side reaches from end to end in its row.
        let at = |y: f64, level: Point| if p.y == q.y { level.x } else { p.lerp(q, (y - p.y) / (q.y - p.y)).x };
        for x in [at(low, p), at(high, q)] {
            reach = Some(reach.map_or((x, x), |(from, to): (f64, f64)| (from.min(x), to.max(x))));
        }
    }
    reach
}

/// Points half a pixel apart on the way from `a` to `b`.
pub(crate) fn steps(a: Point, b: Point) -> impl Iterator<Item = Point> {
    let count = floor(2.0 * (b - a).hypot2().sqrt()).clamp(1, 100_000);
    (0..=count).map(move |k| a.lerp(b, f64::from(k) / f64::from(count)))
}
