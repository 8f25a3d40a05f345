//! Splits a smooth stretch of boundary into the cheapest lines and cubics, by dynamic programming over break points.

use super::cubic;
use super::moments::{LineFit, Moments};
use super::{FitOptions, Piece, Sample, normal, unit};
use crate::number::{float, whole};
use linocut_core::kurbo::{Point, Vec2};
use std::collections::BTreeSet;

/// Price of a line, in units of −2 log likelihood: two parameters of about ten bits.
const LINE_PRICE: f64 = 10.0;
/// Price of a cubic that joins its neighbors smoothly: four parameters.
const CUBIC_PRICE: f64 = 22.0;
/// Price of turning a cubic's handles at corners, where nothing says how they must leave.
const TURN_PRICE: f64 = 4.0;
/// A line that meets a smooth joint at this angle (radians, 2.3°) pays one unit.
const KINK: f64 = 0.04;
/// Smallest distance between break points, in pixels.
const MIN_STEP: f64 = 2.0;
/// Break points nearer than this are not told apart by the samples, about one a pixel.
const FINEST: f64 = 1.0;
/// Farthest that a curve strays from where the pixels put a boundary, however faint it is, in pixels. Hidden boundaries
/// reach only little farther than this under the region on top, so beyond it what lies below would show.
const MAX_STRAY: f64 = 0.9;
/// Length of a straight stretch that may lend its direction to the joint at its end, in pixels.
const STRAIGHT: f64 = 9.0;
/// Half the window over which a tangent is read off the points, in pixels.
const TANGENT_REACH: f64 = 4.0;

/// A stretch of boundary between two corners, or around a smooth loop.
pub(crate) struct Stretch<'a> {
    /// The points, the first and last of which are kept.
    pub(crate) samples: &'a [Sample],
    /// The direction at the start, if a joint there must be smooth.
    pub(crate) start: Option<Vec2>,
    /// The forward direction at the end, if a joint there must be smooth.
    pub(crate) end: Option<Vec2>,
}

#[derive(Clone, Copy, PartialEq)]
enum Choice {
    Line,
    Cubic,
}

struct Knot {
    at: usize,
    p: Point,
    /// Directions the boundary may have here: from the points around, and of straight stretches that end or begin here.
    tangents: Vec<Vec2>,
    smooth: bool,
}

impl Knot {
    fn tangent(&self) -> Vec2 {
        self.tangents.first().copied().unwrap_or(Vec2::new(1.0, 0.0))
    }
}

struct Step {
    cost: f64,
    from: usize,
    choice: Choice,
    fits: bool,
}

/// The pieces that lead from the first sample to the last.
pub(crate) fn fit(stretch: &Stretch, options: &FitOptions) -> Vec<Piece> {
    let samples = stretch.samples;
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else { return Vec::new() };
    if samples.len() < 3 || (last.p - first.p).hypot2() < 1e-6 && samples.len() < 5 {
        return vec![Piece::Line(last.p)];
    }
    let moments = Moments::new(samples);
    let along = lengths(samples);
    let (mut places, mut spacing) = even_places(&along, options);
    let mut knots = knots(stretch, &moments, &along, &places);
    let mut plan = cheapest(samples, &moments, &knots, options);
    // A boundary that turns between two break points needs more of them there.
    while let Some(more) = parted(&along, &places, &plan) {
        places = more;
        knots = self::knots(stretch, &moments, &along, &places);
        plan = cheapest(samples, &moments, &knots, options);
    }
    // The best break points lie between those that were tried: near tangent points, which decide how few pieces do.
    while spacing > FINEST {
        let finer = places_around(&along, &joints(&knots, &plan), spacing);
        if finer.len() < 3 || finer == places {
            break;
        }
        places = finer;
        knots = self::knots(stretch, &moments, &along, &places);
        plan = cheapest(samples, &moments, &knots, options);
        spacing /= 4.0;
    }
    pieces(samples, &moments, &knots, &plan)
}

/// The length from the first sample to each.
fn lengths(samples: &[Sample]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut before = samples.first().map_or(Point::ZERO, |s| s.p);
    let length = |s: &Sample| {
        sum += (s.p - before).hypot2().sqrt();
        before = s.p;
        sum
    };
    samples.iter().map(length).collect()
}

/// Evenly spread break points and the length between two.
fn even_places(along: &[f64], options: &FitOptions) -> (Vec<usize>, f64) {
    let sum = along.last().copied().unwrap_or(0.0);
    let count = whole(sum / MIN_STEP).clamp(1, options.knots.max(whole(sum / options.step)).max(1));
    let spacing = sum / float(count);
    let mut places = vec![0];
    for k in 1..count {
        let at = along.partition_point(|&a| a < spacing * float(k));
        if places.last().is_some_and(|&l| at > l) && at + 1 < along.len() {
            places.push(at);
        }
    }
    places.push(along.len() - 1);
    (places, spacing)
}

/// The break points with one more between any two neighbors that the plan joins by a line which does not fit.
fn parted(along: &[f64], places: &[usize], plan: &[Step]) -> Option<Vec<usize>> {
    let mut more = places.to_vec();
    let mut j = places.len() - 1;
    while let Some(step) = plan.get(j).filter(|_| j > 0) {
        let place = |k: usize| Some((*places.get(k)?, along.get(*places.get(k)?)?));
        if let (false, Some((a, from)), Some((b, to))) = (step.fits, place(step.from), place(j)) {
            let between = along.partition_point(|l| l < &from.midpoint(*to));
            more.extend((to - from > 2.0 * MIN_STEP && a < between && between < b).then_some(between));
        }
        j = step.from;
    }
    more.sort_unstable();
    (more.len() > places.len()).then_some(more)
}

/// Break points on both sides of each of `joints`, within `spacing`.
fn places_around(along: &[f64], joints: &[usize], spacing: f64) -> Vec<usize> {
    let near = |&joint: &usize| {
        let here = along.get(joint).copied().unwrap_or(0.0);
        [-0.75, -0.5, -0.25, 0.25, 0.5, 0.75]
            .map(|share| along.partition_point(|&a| a < here + share * spacing))
            .into_iter()
            .chain([joint])
    };
    let last = along.len() - 1;
    let inner: BTreeSet<usize> = joints.iter().flat_map(near).filter(|&at| at > 0 && at < last).collect();
    [0].into_iter().chain(inner).chain([last]).collect()
}

/// The samples at which the pieces of a plan meet.
fn joints(knots: &[Knot], plan: &[Step]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut j = knots.len() - 1;
    while let Some(step) = plan.get(j).filter(|_| j > 0) {
        j = step.from;
        found.extend(knots.get(j).filter(|_| j > 0).map(|k| k.at));
    }
    found
}

/// The break points at `places`, with the directions that the boundary may have at each.
fn knots(stretch: &Stretch, moments: &Moments, along: &[f64], places: &[usize]) -> Vec<Knot> {
    let samples = stretch.samples;
    let last = places.len() - 1;
    let knot = |(k, &at): (usize, &usize)| {
        let given = if k == 0 {
            stretch.start
        } else if k == last {
            stretch.end
        } else {
            None
        };
        let local = local_frame(samples, along, at);
        let inner = k != 0 && k != last;
        let p = if inner { local.0 } else { samples.get(at).map_or(Point::ZERO, |s| s.p) };
        let mut tangents = vec![given.unwrap_or(local.1)];
        if given.is_none() {
            tangents.extend(straights(moments, along, at).into_iter().filter(|t| t.cross(local.1).abs() > 0.015));
        }
        Knot { at, p, tangents, smooth: inner || given.is_some() }
    };
    places.iter().enumerate().map(knot).collect()
}

/// Directions of straight stretches of [`STRAIGHT`] pixels that end or begin at sample `at`.
fn straights(moments: &Moments, along: &[f64], at: usize) -> Vec<Vec2> {
    let here = along.get(at).copied().unwrap_or(0.0);
    let back = along.partition_point(|&a| a < here - STRAIGHT);
    let ahead = along.partition_point(|&a| a <= here + STRAIGHT).saturating_sub(1);
    let long = |i: usize| along.get(i).is_some_and(|a| (a - here).abs() > 0.8 * STRAIGHT);
    let line = |from: usize, to: usize| {
        let line = moments.line(from, to)?;
        // 0.035 px: a tenth of the sagitta over the stretch of an arc that a tangent would still notice.
        (line.squares < 0.035 * 0.035 * float(to - from + 1)).then_some(line.direction)
    };
    let forward = |d: Vec2, from: usize, to: usize| if moments.progress(from, to).dot(d) < 0.0 { -d } else { d };
    let before = long(back).then(|| line(back, at).map(|d| forward(d, back, at))).flatten();
    let after = long(ahead).then(|| line(at, ahead).map(|d| forward(d, at, ahead))).flatten();
    before.into_iter().chain(after).collect()
}

/// Position and direction at sample `at`, from a quadratic through the points within [`TANGENT_REACH`].
fn local_frame(samples: &[Sample], along: &[f64], at: usize) -> (Point, Vec2) {
    let here = along.get(at).copied().unwrap_or(0.0);
    let from = along.partition_point(|&a| a < here - TANGENT_REACH).min(at.saturating_sub(2));
    let to = along.partition_point(|&a| a <= here + TANGENT_REACH).max(at + 3).min(samples.len());
    let window = samples.get(from..to).unwrap_or_default();
    let lengths = along.get(from..to).unwrap_or_default();
    let points = window.iter().zip(lengths).map(|(s, a)| (a - here, s.p, s.w));
    let Sample { p: middle, w } = samples.get(at).copied().unwrap_or(Sample { p: Point::ZERO, w: 1.0 });
    let chord = window.last().map_or(middle, |s| s.p) - window.first().map_or(middle, |s| s.p);
    quadratic(points).map_or((middle, unit(chord, Vec2::new(1.0, 0.0))), |(p, v)| {
        // A smoothed point that strays far belongs to a window with too much in it.
        let p = if w < 0.05 || (p - middle).hypot2() < 0.04 { p } else { middle };
        (p, unit(v, unit(chord, Vec2::new(1.0, 0.0))))
    })
}

/// Value and slope at 0 of the weighted least-squares quadratic through `(length, point, weight)`.
pub(crate) fn quadratic(points: impl Iterator<Item = (f64, Point, f64)>) -> Option<(Point, Vec2)> {
    let mut m = [0.0_f64; 5];
    let (mut b0, mut b1, mut b2) = (Vec2::ZERO, Vec2::ZERO, Vec2::ZERO);
    for (s, p, w) in points {
        let mut power = w;
        for sum in &mut m {
            *sum += power;
            power *= s;
        }
        let p = p.to_vec2() * w;
        b0 += p;
        b1 += p * s;
        b2 += p * (s * s);
    }
    let [m0, m1, m2, m3, m4] = m;
    let (k00, k01, k02) = (m2 * m4 - m3 * m3, m2 * m3 - m1 * m4, m1 * m3 - m2 * m2);
    let det = m0 * k00 + m1 * k01 + m2 * k02;
    if det <= 1e-9 * m0 * m2 * m4 || m0 <= 0.0 {
        return None;
    }
    let (k11, k12) = (m0 * m4 - m2 * m2, m1 * m2 - m0 * m3);
    let value = (b0 * k00 + b1 * k01 + b2 * k02) / det;
    let slope = (b0 * k01 + b1 * k11 + b2 * k12) / det;
    Some((value.to_point(), slope))
}

/// The cheapest way to each knot; the last entry leads back through the whole stretch.
fn cheapest(samples: &[Sample], moments: &Moments, knots: &[Knot], options: &FitOptions) -> Vec<Step> {
    let mut steps = vec![Step { cost: 0.0, from: 0, choice: Choice::Line, fits: true }];
    for (j, end) in knots.iter().enumerate().skip(1) {
        let mut best = Step { cost: f64::MAX, from: j - 1, choice: Choice::Line, fits: false };
        let mut hopeless = 0;
        for (i, start) in knots.iter().enumerate().take(j).rev().take(options.knots) {
            let before = steps.get(i).map_or(f64::MAX, |s| s.cost);
            // Some way must lead on: neighboring break points are joined at any cost.
            let (price, fits) = line_cost(moments, start, end, options);
            let line = if fits || i + 1 == j { before + price } else { f64::MAX };
            if line < best.cost {
                best = Step { cost: line, from: i, choice: Choice::Line, fits };
            }
            // Far beyond the tolerance, a longer curve to the same end will not fit either.
            if hopeless > 2 || before + CUBIC_PRICE >= best.cost {
                continue;
            }
            let (curve, fits) = cubic_cost(samples, start, end, options);
            hopeless = if fits { 0 } else { hopeless + 1 };
            if before + curve < best.cost {
                best = Step { cost: before + curve, from: i, choice: Choice::Cubic, fits };
            }
        }
        steps.push(best);
    }
    steps
}

/// The cost of a line between two knots, and whether it is within the tolerance.
fn line_cost(moments: &Moments, start: &Knot, end: &Knot, options: &FitOptions) -> (f64, bool) {
    let chord = end.p - start.p;
    let d = unit(chord, start.tangent());
    let s2 = options.sigma * options.sigma;
    let squares = moments.squares(start.at, end.at, start.p, d) / s2;
    let points = float(end.at - start.at + 1);
    // A mean square beyond the tolerance is no line; the factor leaves room for a few strays.
    let fits = squares <= 0.4 * points * (options.tolerance / options.sigma).powi(2);
    let kink = |knot: &Knot| {
        let turn = knot.tangents.iter().map(|t| t.cross(d).abs()).fold(f64::MAX, f64::min) / KINK;
        if knot.smooth { turn * turn } else { 0.0 }
    };
    (LINE_PRICE + squares + kink(start) + kink(end), fits)
}

/// The cost of a cubic between two knots, and whether it is anywhere near the data.
fn cubic_cost(samples: &[Sample], start: &Knot, end: &Knot, options: &FitOptions) -> (f64, bool) {
    let inside = samples.get(start.at + 1..end.at).unwrap_or_default();
    if inside.len() < 2 {
        return (CUBIC_PRICE + 4.0, true);
    }
    let pairs = start.tangents.iter().flat_map(|&a| end.tangents.iter().map(move |&b| (a, b)));
    let fits = pairs.map(|(a, b)| cubic::fit(inside, (start.p, a), (end.p, -b)));
    let Some(found) = fits.min_by(|a, b| a.squares.total_cmp(&b.squares)) else { return (f64::MAX, false) };
    let s2 = options.sigma * options.sigma;
    let free = [!start.smooth, !end.smooth];
    if free.contains(&true) && found.squares > TURN_PRICE * s2 {
        let turned = cubic::turned(inside, &found, free);
        if turned.squares + TURN_PRICE * s2 < found.squares {
            let (cost, fits) = judged(&turned, options);
            return (cost + TURN_PRICE, fits);
        }
    }
    judged(&found, options)
}

/// The cost of a cubic, and whether it is anywhere near the data.
fn judged(found: &cubic::CubicFit, options: &FitOptions) -> (f64, bool) {
    let s2 = options.sigma * options.sigma;
    if found.worst > options.tolerance || found.farthest > MAX_STRAY.max(options.tolerance) {
        return (f64::MAX, found.worst < 4.0 * options.tolerance);
    }
    (CUBIC_PRICE + found.squares / s2, true)
}

/// Turns the cheapest steps into pieces: lines first, then curves that leave and meet them along their directions.
fn pieces(samples: &[Sample], moments: &Moments, knots: &[Knot], plan: &[Step]) -> Vec<Piece> {
    let mut path = Vec::new();
    let mut j = knots.len() - 1;
    while j > 0 {
        let Some(step) = plan.get(j) else { break };
        path.push((step.from, j, step.choice));
        j = step.from;
    }
    path.reverse();
    let lines: Vec<Option<LineFit>> = path
        .iter()
        .map(|&(i, j, choice)| match choice {
            Choice::Line => line_between(moments, knots, i, j),
            Choice::Cubic => None,
        })
        .collect();
    let mut pieces = Vec::with_capacity(path.len());
    let mut from = joint(knots, 0, None, lines.first().copied().flatten());
    for (n, &(i, j, choice)) in path.iter().enumerate() {
        let (this, next) = (lines.get(n).copied().flatten(), lines.get(n + 1).copied().flatten());
        let to = joint(knots, j, this, next);
        match choice {
            Choice::Line => pieces.push(Piece::Line(to.0)),
            Choice::Cubic => {
                let (a, b) = (knots.get(i).map_or(0, |k| k.at), knots.get(j).map_or(0, |k| k.at));
                let inside = samples.get(a + 1..b).unwrap_or_default();
                let curve = joined(inside, from, to, (knots.get(i), knots.get(j)));
                pieces.push(Piece::Cubic(curve.p1, curve.p2, curve.p3));
            }
        }
        from = to;
    }
    pieces
}

/// The curve between two joints; along the directions of its knots where those of the joints fit much worse.
fn joined(
    inside: &[Sample],
    from: (Point, Vec2),
    to: (Point, Vec2),
    knots: (Option<&Knot>, Option<&Knot>),
) -> linocut_core::kurbo::CubicBez {
    let (Some(start), Some(end)) = knots else { return cubic::fit(inside, from, (to.0, -to.1)).curve };
    let corners = [!start.smooth, !end.smooth];
    // What a direction read off at a corner spoils may fit once it is turned.
    let fit = |a: Vec2, b: Vec2| {
        let found = cubic::fit(inside, (from.0, a), (to.0, -b));
        if corners.contains(&true) { cubic::turned(inside, &found, corners) } else { found }
    };
    let smooth = fit(from.1, to.1);
    let pairs = start.tangents.iter().flat_map(|&a| end.tangents.iter().map(move |&b| (a, b)));
    let free = pairs.map(|(a, b)| fit(a, b)).min_by(|a, b| a.squares.total_cmp(&b.squares));
    // A smooth joint is worth four times the squares.
    free.filter(|f| 4.0 * f.squares < smooth.squares).unwrap_or(smooth).curve
}

/// The total least squares line of the points between two knots, oriented along them.
fn line_between(moments: &Moments, knots: &[Knot], i: usize, j: usize) -> Option<LineFit> {
    let (a, b) = (knots.get(i)?, knots.get(j)?);
    let inner = if b.at - a.at > 3 { (a.at + 1, b.at - 1) } else { (a.at, b.at) };
    let mut line = moments.line(inner.0, inner.1)?;
    if line.direction.dot(b.p - a.p) < 0.0 {
        line.direction = -line.direction;
    }
    Some(line)
}

/// Where two pieces meet at knot `j`, and along which direction.
fn joint(knots: &[Knot], j: usize, before: Option<LineFit>, after: Option<LineFit>) -> (Point, Vec2) {
    let Some(knot) = knots.get(j) else { return (Point::ZERO, Vec2::new(1.0, 0.0)) };
    let ends = j == 0 || j + 1 == knots.len();
    match (before, after) {
        _ if ends => {
            let direction = before.or(after).map_or(knot.tangent(), |l| l.direction);
            (knot.p, if knot.smooth { knot.tangent() } else { direction })
        }
        (Some(a), Some(b)) => {
            (crossing(&a, &b).filter(|x| (*x - knot.p).hypot2() < 4.0).unwrap_or(knot.p), b.direction)
        }
        (Some(line), None) | (None, Some(line)) => (project(&line, knot.p), line.direction),
        (None, None) => (knot.p, knot.tangent()),
    }
}

/// The point of `line` nearest to `p`.
pub(crate) fn project(line: &LineFit, p: Point) -> Point {
    line.center + line.direction * (p - line.center).dot(line.direction)
}

/// Where two lines cross, unless they are nearly parallel.
pub(crate) fn crossing(a: &LineFit, b: &LineFit) -> Option<Point> {
    crossing_of((a.center, a.direction), (b.center, b.direction))
}

/// Where two lines, each a point and a unit vector, cross, unless they are nearly parallel.
pub(crate) fn crossing_of(a: (Point, Vec2), b: (Point, Vec2)) -> Option<Point> {
    let turn = a.1.cross(b.1);
    // 0.05 is 3°: below it the crossing runs away along the lines.
    if turn.abs() < 0.05 {
        return None;
    }
    let along = (b.0 - a.0).dot(normal(b.1)) / a.1.dot(normal(b.1));
    Some(a.0 + a.1 * along)
}

#[cfg(test)]
mod tests {
    use super::{Stretch, fit};
    use crate::fit::{FitOptions, Piece, Sample};
    use linocut_core::kurbo::Point;

    fn samples(points: impl Iterator<Item = (f64, f64)>) -> Vec<Sample> {
        points.map(|(x, y)| Sample { p: Point::new(x, y), w: 1.0 }).collect()
    }

    #[test]
    fn long_straight_boundary_is_one_line() {
        let samples = samples((0..300).map(|i| (f64::from(i), 7.25)));
        let pieces = fit(&Stretch { samples: &samples, start: None, end: None }, &FitOptions::default());
        assert!(matches!(pieces.as_slice(), [Piece::Line(_)]), "{pieces:?}");
    }

    #[test]
    fn quarter_circle_is_one_cubic() {
        let arc = (0..=60).map(|i| f64::from(i) * std::f64::consts::FRAC_PI_2 / 60.0);
        let samples = samples(arc.map(|a| (40.0 * a.cos(), 40.0 * a.sin())));
        let pieces = fit(&Stretch { samples: &samples, start: None, end: None }, &FitOptions::default());
        assert!(matches!(pieces.as_slice(), [Piece::Cubic(..)]), "{pieces:?}");
    }

    #[test]
    fn line_then_arc_is_two_pieces() {
        let line = (0..40).map(|i| (f64::from(i), 0.0));
        let arc = (1..=40).map(|i| f64::from(i) * std::f64::consts::FRAC_PI_2 / 40.0);
        let samples = samples(line.chain(arc.map(|a| (39.0 + 25.0 * a.sin(), 25.0 - 25.0 * a.cos()))));
        let pieces = fit(&Stretch { samples: &samples, start: None, end: None }, &FitOptions::default());
        assert!(matches!(pieces.as_slice(), [Piece::Line(_), Piece::Cubic(..)]), "{pieces:?}");
    }
}
