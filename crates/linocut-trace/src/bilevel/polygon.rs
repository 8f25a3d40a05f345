//! The optimal polygon of a path of pixel edges (Selinger 2003, sections 2.2 and 2.3.1).
#![expect(clippy::indexing_slicing, reason = "indices are taken modulo the length of the path")]

use crate::number::float;
use linocut_core::kurbo::{Point, Vec2};

/// Runs that one side of the polygon may replace, in pixel edges: fewest and most. Longer straight edges get a vertex in
/// between, which the curves smooth over.
const RUN: (usize, usize) = (24, 2048);

/// Pixel edges looked at in one pass over a path; shortens the runs of very long paths, at 25 ns each.
const BUDGET: usize = 40_000_000;

/// The vertices of the polygon with the fewest sides and, among these, the least penalty, each moved within half a pixel
/// to where the lines through the boundary points of its two sides come nearest.
///
/// `lattice` has the corners of the pixel path, `middles` the boundary point between each corner
/// and the next where one is known.
pub(super) fn vertices(lattice: &[Point], middles: &[Option<Point>]) -> Vec<Point> {
    let n = lattice.len();
    if n < 4 {
        return lattice.to_vec();
    }
    let reach = reach(lattice);
    let sums = Sums::new(lattice);
    let first = optimal(lattice, &reach, &sums, 0);
    // The search needs a vertex to start from; one that it chose itself beats the arbitrary first.
    let start = first.get(first.len() / 2).copied().unwrap_or(0);
    let chosen = if n < BUDGET / RUN.1 { optimal(lattice, &reach, &sums, start) } else { first };
    let lines: Vec<Line> = (0..chosen.len())
        .map(|k| {
            let (from, to) = (chosen[k], chosen[(k + 1) % chosen.len()]);
            let length = if to > from { to - from } else { to + n - from };
            Line::through((0..length).filter_map(|d| middles[(from + d) % n]))
        })
        .collect();
    (0..chosen.len()).map(|k| meet(lattice[chosen[k]], lines[(k + lines.len() - 1) % lines.len()], lines[k])).collect()
}

/// For each corner, how many pixel edges a straight line from it can follow.
///
/// A run is straight when it does not go all four ways and, for any three of its points, the middle one lies within one
/// pixel (in both coordinates) of the line through the others.
fn reach(lattice: &[Point]) -> Vec<usize> {
    let n = lattice.len();
    let longest = (BUDGET / n.max(1)).clamp(RUN.0, RUN.1);
    let mut reach: Vec<usize> = (0..n).map(|i| seen(lattice, i, longest)).collect();
    // A run is straight only if every run that begins inside it is.
    for i in (0..2 * n).rev() {
        reach[i % n] = reach[i % n].min(reach[(i + 1) % n] + 1);
    }
    reach
}

/// How many edges from corner `i`, less than `longest`, pass the test with `i` as the first of the three points.
fn seen(lattice: &[Point], i: usize, longest: usize) -> usize {
    let n = lattice.len();
    let origin = lattice[i];
    // The directions that pass within one pixel of every point so far lie between these two.
    let (mut low, mut high) = (Vec2::ZERO, Vec2::ZERO);
    let mut ways = [false; 4];
    for length in 1..n.min(longest) {
        let (before, here) = (lattice[(i + length - 1) % n], lattice[(i + length) % n]);
        ways[way(here - before)] = true;
        let view = here - origin;
        if ways == [true; 4] || low.cross(view) < 0.0 || high.cross(view) > 0.0 {
            return length - 1;
        }
        if view.x.abs() > 1.0 || view.y.abs() > 1.0 {
            let (first, last) = extent(view);
            low = if low.cross(first) >= 0.0 { first } else { low };
            high = if high.cross(last) <= 0.0 { last } else { high };
        }
    }
    n.min(longest) - 1
}

/// The number of one of four directions.
fn way(step: Vec2) -> usize {
    match (step.x > 0.0, step.x < 0.0, step.y > 0.0) {
        (true, ..) => 0,
        (_, true, _) => 1,
        (_, _, true) => 2,
        _ => 3,
    }
}

/// The first and last corner, by angle, of the square of two pixels a side around `view`, seen from outside it.
fn extent(view: Vec2) -> (Vec2, Vec2) {
    let corners = [(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)].map(|(x, y)| view + Vec2::new(x, y));
    corners.into_iter().fold((view, view), |(first, last), corner| {
        (if first.cross(corner) < 0.0 { corner } else { first }, if last.cross(corner) > 0.0 { corner } else { last })
    })
}

/// The corners of the best polygon that has a vertex at `start`, in order from it.
fn optimal(lattice: &[Point], reach: &[usize], sums: &Sums, start: usize) -> Vec<usize> {
    let n = lattice.len();
    // Cost (sides, penalty) of the best way to each corner counted from `start`, and the corner before.
    let mut best = vec![(usize::MAX, f64::MAX, 0_usize); n + 1];
    best[0] = (0, 0.0, 0);
    for i in 0..n {
        let (sides, penalty, _) = best[i];
        // One edge more on either side must be straight too, so that a vertex may move.
        let at = (start + i) % n;
        let most = reach[(at + n - 1) % n].saturating_sub(2).max(1).min(n.saturating_sub(3).max(1));
        for length in 1..=most.min(n - i) {
            let cost = penalty + sums.penalty(at, length);
            let slot = &mut best[i + length];
            if sides != usize::MAX && (sides + 1, cost) < (slot.0, slot.1) {
                *slot = (sides + 1, cost, i);
            }
        }
    }
    let mut chosen = Vec::new();
    let mut at = n;
    while at > 0 {
        at = best[at].2;
        chosen.push((start + at) % n);
    }
    chosen.reverse();
    chosen
}

/// Prefix sums over the path, twice around: x, y, x², xy, y².
struct Sums {
    points: Vec<Point>,
    sums: Vec<[f64; 5]>,
}

impl Sums {
    fn new(lattice: &[Point]) -> Self {
        let origin = lattice.first().copied().unwrap_or_default();
        let points: Vec<Point> = lattice.iter().chain(lattice).map(|p| (*p - origin).to_point()).collect();
        let mut total = [0.0; 5];
        let mut sums = vec![total];
        for p in &points {
            for (sum, term) in total.iter_mut().zip([p.x, p.y, p.x * p.x, p.x * p.y, p.y * p.y]) {
                *sum += term;
            }
            sums.push(total);
        }
        Self { points, sums }
    }

    /// Length of the side from corner `from` over `length` edges, times the root mean square distance of the corners in
    /// between from it.
    fn penalty(&self, from: usize, length: usize) -> f64 {
        let to = from + length;
        let (a, b) = (self.points[from], self.points[to]);
        let [x, y, xx, xy, yy] = std::array::from_fn(|k| self.sums[to + 1][k] - self.sums[from][k]);
        let d = b - a;
        let n = float(length + 1);
        // Sum of (dy·(x − ax) − dx·(y − ay))², over the number of points; the length cancels.
        let (dxx, dyy) = (xx - 2.0 * a.x * x + n * a.x * a.x, yy - 2.0 * a.y * y + n * a.y * a.y);
        let dxy = xy - a.x * y - a.y * x + n * a.x * a.y;
        ((d.y * d.y * dxx - 2.0 * d.x * d.y * dxy + d.x * d.x * dyy) / n).max(0.0).sqrt()
    }
}

/// A line through `center`, with unit normal `normal`.
#[derive(Clone, Copy, Debug)]
struct Line {
    center: Point,
    normal: Vec2,
}

impl Line {
    /// The total least squares line.
    fn through(points: impl Iterator<Item = Point> + Clone) -> Self {
        let n = float(points.clone().count()).max(1.0);
        let center = (points.clone().fold(Vec2::ZERO, |sum, p| sum + p.to_vec2()) / n).to_point();
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        let mut along = Vec2::ZERO;
        let mut first = None;
        for p in points {
            let v = p - center;
            (xx, xy, yy) = (xx + v.x * v.x, xy + v.x * v.y, yy + v.y * v.y);
            along = p - *first.get_or_insert(p);
        }
        let half = (xx - yy) / 2.0;
        let root = (half * half + xy * xy).sqrt();
        let main = if half >= 0.0 { Vec2::new(half + root, xy) } else { Vec2::new(xy, root - half) };
        let direction = if main.hypot2() > 1e-12 { main } else { along };
        let length = direction.hypot2().sqrt();
        // A side of one pixel edge has one point and no direction of its own.
        let normal = if length > 1e-9 { Vec2::new(-direction.y, direction.x) / length } else { Vec2::ZERO };
        Self { center, normal }
    }
}

/// The point within half a pixel of `vertex`, in both coordinates, nearest to both lines in least squares.
fn meet(vertex: Point, a: Line, b: Line) -> Point {
    let (mut xx, mut xy, mut yy, mut right) = (0.0, 0.0, 0.0, Vec2::ZERO);
    for line in [a, b] {
        let (n, offset) = (line.normal, line.normal.dot(line.center - vertex));
        (xx, xy, yy) = (xx + n.x * n.x, xy + n.x * n.y, yy + n.y * n.y);
        right += n * offset;
    }
    let error = |v: Vec2| xx * v.x * v.x + 2.0 * xy * v.x * v.y + yy * v.y * v.y - 2.0 * right.dot(v);
    let det = xx * yy - xy * xy;
    let inside = |v: &Vec2| v.x.abs() <= 0.5 && v.y.abs() <= 0.5;
    let free = (det > 1e-4).then(|| Vec2::new(right.x * yy - right.y * xy, right.y * xx - right.x * xy) / det);
    if let Some(v) = free.filter(inside) {
        return vertex + v;
    }
    // Nearly parallel sides leave a valley; its point nearest to the vertex.
    let valley = if xx + yy > 0.0 { right / (xx + yy) } else { Vec2::ZERO };
    let mut candidates = vec![valley];
    for edge in [-0.5, 0.5] {
        let y = if yy > 0.0 { ((right.y - xy * edge) / yy).clamp(-0.5, 0.5) } else { 0.0 };
        let x = if xx > 0.0 { ((right.x - xy * edge) / xx).clamp(-0.5, 0.5) } else { 0.0 };
        candidates.extend([Vec2::new(edge, y), Vec2::new(x, edge)]);
    }
    let best = candidates.into_iter().filter(inside).min_by(|u, v| error(*u).total_cmp(&error(*v)));
    vertex + best.unwrap_or_default()
}
