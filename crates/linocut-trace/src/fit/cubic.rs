//! Least-squares cubic curves with given ends and end tangents (Schneider 1990, Graphics Gems I).

use super::least::invert;
use super::{FAINT, Sample, normal, unit};
use crate::number::float;
use linocut_core::kurbo::{CubicBez, ParamCurve, Point, Vec2};
use std::ops::Deref;

/// A curve and how far the data lie from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CubicFit {
    pub(crate) curve: CubicBez,
    /// Weighted sum of squared distances, in square pixels.
    pub(crate) squares: f64,
    /// Largest distance of a point times the root of its weight, in pixels.
    pub(crate) worst: f64,
    /// Largest distance of any point that was located at all, in pixels.
    pub(crate) farthest: f64,
}

/// Points looked at in one fit; more change the curve by less than the data's own noise.
const MAX_POINTS: usize = 24;
/// Rounds of solving for the handles and moving each point's parameter to its foot; a fifth changes little.
const ROUNDS: usize = 4;

/// The cubic from `p0` along the unit vector `t0` to `p1`, which it leaves backward along `t1`, closest to `samples`.
pub(crate) fn fit(samples: &[Sample], (p0, t0): (Point, Vec2), (p1, t1): (Point, Vec2)) -> CubicFit {
    let few = Few::of(samples);
    let chord = (p1 - p0).hypot2().sqrt();
    let mut parameters = lengths(&few, p0, p1);
    let straight = CubicBez::new(p0, p0 + t0 * (chord / 3.0), p1 + t1 * (chord / 3.0), p1);
    let mut best = CubicFit { curve: straight, squares: f64::MAX, worst: f64::MAX, farthest: f64::MAX };
    let mut normals = None;
    for round in 1..=ROUNDS {
        let curve = solve(&few, &parameters, normals.as_ref(), &curve_ends((p0, t0), (p1, t1)));
        let found = measured(curve, &few, &mut parameters);
        // A round may overshoot where the handles are barely determined.
        if found.squares < best.squares {
            best = found;
        }
        normals = (round < ROUNDS).then(|| across(&curve, &few, &parameters));
    }
    best.squares *= float(samples.len()) / float(few.len().max(1));
    best
}

/// The points that a fit looks at, without a list of its own: there are hundreds of fits for one boundary.
struct Few {
    points: [Sample; MAX_POINTS],
    count: usize,
}

impl Few {
    fn of(samples: &[Sample]) -> Self {
        let step = samples.len().div_ceil(MAX_POINTS).max(1);
        let mut points = [Sample { p: Point::ZERO, w: 0.0 }; MAX_POINTS];
        let chosen = samples.iter().skip(step / 2).step_by(step);
        let count = points.iter_mut().zip(chosen).map(|(slot, sample)| *slot = *sample).count();
        Self { points, count }
    }
}

impl Deref for Few {
    type Target = [Sample];

    fn deref(&self) -> &[Sample] {
        self.points.get(..self.count).unwrap_or_default()
    }
}

/// One number for each point.
type Parameters = [f64; MAX_POINTS];

/// Moves the parameter of each point to its foot on `curve`, and tells how far the points lie from it.
fn measured(curve: CubicBez, samples: &[Sample], parameters: &mut Parameters) -> CubicFit {
    let powers = Powers::of(&curve);
    let (mut squares, mut worst, mut farthest) = (0.0, 0.0_f64, 0.0_f64);
    for (s, u) in samples.iter().zip(parameters) {
        let p = s.p - curve.p0;
        *u = powers.foot(p, *u);
        let distance2 = (powers.at(*u) - p).hypot2();
        let square = s.w * distance2;
        if s.w > FAINT {
            farthest = farthest.max(distance2);
        }
        squares += square;
        worst = worst.max(square);
    }
    CubicFit { curve, squares, worst: worst.sqrt(), farthest: farthest.sqrt() }
}

/// The unit normals of `curve` at the parameters of `samples`.
fn across(curve: &CubicBez, samples: &[Sample], parameters: &Parameters) -> [Vec2; MAX_POINTS] {
    let powers = Powers::of(curve);
    let mut normals = [Vec2::ZERO; MAX_POINTS];
    for ((_, u), at) in samples.iter().zip(parameters).zip(&mut normals) {
        *at = unit(normal(powers.slope(*u)), Vec2::ZERO);
    }
    normals
}

/// Rounds of turning handles.
const TURNS: usize = 3;
/// Least cosine of the angle by which a handle may turn (40°): beyond it the curve would hook into its corner.
const TURNED: f64 = 0.77;
/// What holds handles back where the points hardly tell of them, as a share of what the points say.
const HOLD: f64 = 1e-3;

/// The curve `start` with the handles of those ends that are `free` turned to come closer to `samples` (Gauss–Newton).
///
/// Near a corner pixels tell little of a direction, and what is read off them there must not bend the whole curve.
pub(crate) fn turned(samples: &[Sample], start: &CubicFit, free: [bool; 2]) -> CubicFit {
    let few = Few::of(samples);
    let CubicBez { p0, p1, p2, p3 } = start.curve;
    let chord = (p3 - p0).hypot2().sqrt();
    let along = [unit(p1 - p0, Vec2::ZERO), unit(p2 - p3, Vec2::ZERO)];
    let mut parameters = lengths(&few, p0, p3);
    let mut best = *start;
    let mut curve = start.curve;
    measured(curve, &few, &mut parameters);
    for _ in 0..TURNS {
        let Some(next) = turn(&few, (&curve, &parameters), along, free) else { break };
        curve = next;
        let handles = [curve.p1 - curve.p0, curve.p2 - curve.p3];
        let fine = handles.iter().zip(along).all(|(h, t)| {
            let length = h.hypot2().sqrt();
            h.dot(t) >= TURNED * length && (0.02 * chord..1.8 * chord).contains(&length)
        });
        if !fine {
            break;
        }
        let mut found = measured(curve, &few, &mut parameters);
        found.squares *= float(samples.len()) / float(few.len().max(1));
        if found.squares < best.squares {
            best = found;
        }
    }
    best
}

/// One step: the handles moved to bring the curve closest to the points at their parameters; those that are not free
/// move along themselves.
fn turn(
    samples: &[Sample],
    (curve, parameters): (&CubicBez, &Parameters),
    [t0, t1]: [Vec2; 2],
    free: [bool; 2],
) -> Option<CubicBez> {
    let (x, y) = (Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0));
    let basis = |t, free| if free { [x, y] } else { [t, Vec2::ZERO] };
    let ([a, b], [c, d]) = (basis(t0, free[0]), basis(t1, free[1]));
    let (mut matrix, mut slope) = ([[0.0; 4]; 4], [0.0; 4]);
    for ((s, &u), n) in samples.iter().zip(parameters).zip(across(curve, samples, parameters)) {
        let v = 1.0 - u;
        let (b1, b2) = (3.0 * u * v * v, 3.0 * u * u * v);
        let row = [b1 * a.dot(n), b1 * b.dot(n), b2 * c.dot(n), b2 * d.dot(n)];
        let off = (s.p - curve.eval(u)).dot(n);
        for (i, (equation, sum)) in row.iter().zip(matrix.iter_mut().zip(&mut slope)) {
            equation.iter_mut().zip(row).for_each(|(m, other)| *m += s.w * i * other);
            *sum += s.w * i * off;
        }
    }
    let trace: f64 = matrix.iter().enumerate().filter_map(|(k, row)| row.get(k)).sum();
    for (k, row) in matrix.iter_mut().enumerate() {
        if let Some(m) = row.get_mut(k) {
            *m += HOLD * trace;
        }
    }
    let moved = invert(matrix)?.map(|row| row.iter().zip(slope).map(|(m, s)| m * s).sum::<f64>());
    let [ma, mb, mc, md] = moved;
    Some(CubicBez { p1: curve.p1 + a * ma + b * mb, p2: curve.p2 + c * mc + d * md, ..*curve })
}

/// Each point's share of the way from `p0` to `p1` along the chain of points.
fn lengths(samples: &[Sample], p0: Point, p1: Point) -> Parameters {
    let mut before = p0;
    let mut sum = 0.0;
    let mut along = [0.0; MAX_POINTS];
    for (s, along) in samples.iter().zip(&mut along) {
        sum += (s.p - before).hypot2().sqrt();
        before = s.p;
        *along = sum;
    }
    let total = (sum + (p1 - before).hypot2().sqrt()).max(1e-9);
    along.map(|a| a / total)
}

/// Where a curve starts and ends, and along which unit vectors its handles lie.
struct Ends {
    p0: Point,
    t0: Vec2,
    p1: Point,
    t1: Vec2,
}

fn curve_ends((p0, t0): (Point, Vec2), (p1, t1): (Point, Vec2)) -> Ends {
    Ends { p0, t0, p1, t1 }
}

/// The handle lengths that bring the curve closest to the points at their parameters.
///
/// With `normals` only the distance across the curve counts: a Gauss–Newton step that leaves the points free to slide
/// along the curve, which converges where moving the parameters alone crawls.
fn solve(samples: &[Sample], parameters: &Parameters, normals: Option<&[Vec2; MAX_POINTS]>, ends: &Ends) -> CubicBez {
    let Ends { p0, t0, p1, t1 } = *ends;
    let (mut c00, mut c01, mut c11, mut x0, mut x1) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let mut normals = normals.map(|n| n.iter());
    for (s, &u) in samples.iter().zip(parameters) {
        let v = 1.0 - u;
        let (b0, b1, b2, b3) = (v * v * v, 3.0 * u * v * v, 3.0 * u * u * v, u * u * u);
        let (a0, a1) = (t0 * b1, t1 * b2);
        let rest = s.p.to_vec2() - p0.to_vec2() * (b0 + b1) - p1.to_vec2() * (b2 + b3);
        if let Some(n) = normals.as_mut().and_then(Iterator::next) {
            let (a0, a1, rest) = (a0.dot(*n), a1.dot(*n), rest.dot(*n));
            c00 += s.w * a0 * a0;
            c01 += s.w * a0 * a1;
            c11 += s.w * a1 * a1;
            x0 += s.w * a0 * rest;
            x1 += s.w * a1 * rest;
        } else {
            c00 += s.w * a0.dot(a0);
            c01 += s.w * a0.dot(a1);
            c11 += s.w * a1.dot(a1);
            x0 += s.w * a0.dot(rest);
            x1 += s.w * a1.dot(rest);
        }
    }
    let chord = (p1 - p0).hypot2().sqrt();
    let (h0, h1) = handles([c00, c01, c11, x0, x1], chord);
    CubicBez::new(p0, p0 + t0 * h0, p1 + t1 * h1, p1)
}

/// Solves the normal equations for two handle lengths; handles that would kink or loop the curve are held.
fn handles([c00, c01, c11, x0, x1]: [f64; 5], chord: f64) -> (f64, f64) {
    let det = c00 * c11 - c01 * c01;
    let third = chord / 3.0;
    if det <= 1e-6 * c00 * c11 {
        // Nearly straight across: the handles cannot be told apart.
        return (third, third);
    }
    let (h0, h1) = ((x0 * c11 - x1 * c01) / det, (c00 * x1 - c01 * x0) / det);
    let (low, high) = (chord * 0.02, chord * 1.8);
    let fine = |h: f64| h > low && h < high;
    match (fine(h0), fine(h1)) {
        (true, true) => (h0, h1),
        (true, false) => {
            let h1 = h1.clamp(low, high);
            (((x0 - c01 * h1) / c00).clamp(low, high), h1)
        }
        (false, true) => {
            let h0 = h0.clamp(low, high);
            (h0, ((x1 - c01 * h0) / c11).clamp(low, high))
        }
        (false, false) => (third, third),
    }
}

/// A curve from its start as `u·(a + u·(b + u·c))`: half the arithmetic of the control points, and most of the time of a
/// trace goes here.
struct Powers {
    a: Vec2,
    b: Vec2,
    c: Vec2,
}

impl Powers {
    fn of(curve: &CubicBez) -> Self {
        let CubicBez { p0, p1, p2, p3 } = *curve;
        let (first, second) = (p1 - p0, p2 - p1);
        Self { a: first * 3.0, b: (second - first) * 3.0, c: (p3 - p0) - second * 3.0 }
    }

    fn at(&self, u: f64) -> Vec2 {
        (self.a + (self.b + self.c * u) * u) * u
    }

    fn slope(&self, u: f64) -> Vec2 {
        self.a + (self.b * 2.0 + self.c * (3.0 * u)) * u
    }

    /// One Newton step from `u` toward the parameter of the curve's point nearest to `p`.
    fn foot(&self, p: Vec2, u: f64) -> f64 {
        let d0 = self.at(u) - p;
        let (v, a) = (self.slope(u), self.b * 2.0 + self.c * (6.0 * u));
        let slope = v.dot(v) + d0.dot(a);
        if slope <= 1e-12 { u } else { (u - d0.dot(v) / slope).clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::fit::Sample;
    use linocut_core::kurbo::{CubicBez, ParamCurve, Point, Vec2};

    #[test]
    fn recovers_a_cubic_from_its_points() {
        let truth = CubicBez::new((0.0, 0.0), (10.0, 0.0), (30.0, 10.0), (30.0, 30.0));
        let samples: Vec<Sample> = (1..40).map(|i| Sample { p: truth.eval(f64::from(i) / 40.0), w: 1.0 }).collect();
        let found = fit(&samples, (truth.p0, Vec2::new(1.0, 0.0)), (truth.p3, Vec2::new(0.0, -1.0)));
        assert!(found.worst < 0.05, "{found:?}");
        assert!((found.curve.p1 - truth.p1).hypot() < 0.5, "{found:?}");
    }

    #[test]
    fn survives_points_on_one_spot() {
        let p = Point::new(3.0, 3.0);
        let samples = [Sample { p, w: 1.0 }; 5];
        let found = fit(&samples, (p, Vec2::new(1.0, 0.0)), (p, Vec2::new(-1.0, 0.0)));
        assert!(found.curve.p1.is_finite());
    }
}
