//! Measures of single segments: too many, too short, doubling back, almost straight up.

use super::ink::{GRID, Layer, Subpath};
use linocut_core::kurbo::{ParamCurve as _, ParamCurveArclen as _, PathSeg, Point, Vec2};

/// Length in units under which a segment between others does nothing: under one step of the number grid.
const TINY: f64 = 0.11;
/// Cosine of the turn at a node beyond which the line goes back where it came from: 174 degrees.
const BACK: f64 = -0.9945;
/// Length in units from which a line is long enough to look crooked.
const LONG: f64 = 3.0;
/// How far a long line may rise or fall, in units, and still be meant as level.
const LEVEL: f64 = 0.3;
/// How far apart points are taken along an outline for the mirror test, in units.
const STEP: f64 = 0.3;
/// Distance in units up to which mirrored points agree; rounding to the number grid moves them by 0.18 at most.
const AGREES: f64 = 0.3;
/// Distance in units beyond which a difference between the halves is meant.
const DIFFERS: f64 = 1.2;
/// Share of points that may differ on purpose in a drawing that is otherwise a mirror image.
const MEANT: f64 = 0.02;

/// What single segments look like.
#[derive(Default)]
pub(super) struct Nodes {
    /// Segments and primitives.
    pub(super) count: f64,
    /// Segments that are tiny or turn back.
    pub(super) degenerate: f64,
    /// Long lines that are almost but not quite level or upright.
    pub(super) slants: f64,
    /// Share of the outline that is off in a drawing that is almost a mirror image.
    pub(super) lopsided: f64,
}

/// Counts segments; cheap, so that a hostile drawing is known as such before anything is compared with anything.
pub(super) fn count(layers: &[Layer]) -> f64 {
    let paths = layers.iter().flat_map(|l| &l.subpaths);
    paths.map(|p| if p.segments.is_empty() { 1.0 } else { number(p.segments.len()) }).sum()
}

pub(super) fn nodes(layers: &[Layer]) -> Nodes {
    let paths = || layers.iter().flat_map(|l| &l.subpaths);
    Nodes {
        count: count(layers),
        degenerate: paths().map(degenerate).sum(),
        slants: number(paths().flat_map(|p| &p.segments).filter(|s| slants(s)).count()),
        lopsided: lopsided(&paths().flat_map(|p| p.samples(STEP)).collect::<Vec<_>>()),
    }
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

fn degenerate(path: &Subpath) -> f64 {
    // A lone tiny segment is a dot.
    if path.segments.len() < 2 {
        return 0.0;
    }
    let tiny = path.segments.iter().filter(|s| s.arclen(0.01) < TINY).count();
    let next = path.segments.iter().skip(1).chain(path.segments.first().filter(|_| path.closed));
    let back = path.segments.iter().zip(next).filter(|(a, b)| turns_back(a, b)).count();
    number(tiny + back)
}

fn turns_back(a: &PathSeg, b: &PathSeg) -> bool {
    let (from, to) = (direction(a, 0.95, 1.0), direction(b, 0.0, 0.05));
    a.end().distance(b.start()) < 0.01 && from.dot(to) < BACK * from.hypot() * to.hypot()
}

fn direction(segment: &PathSeg, from: f64, to: f64) -> Vec2 {
    segment.eval(to) - segment.eval(from)
}

fn slants(segment: &PathSeg) -> bool {
    let PathSeg::Line(line) = segment else { return false };
    let run = line.p1 - line.p0;
    let (short, long) = (run.x.abs().min(run.y.abs()), run.x.abs().max(run.y.abs()));
    long >= LONG && short > 1e-3 && short <= LEVEL
}

/// Share of `points` that are nearly, but not quite, matched by the mirror image; 0 when it is no mirror image at all.
fn lopsided(points: &[Point]) -> f64 {
    let (low, high) = points.iter().fold((GRID, 0.0_f64), |(l, h), p| (l.min(p.x), h.max(p.x)));
    let (mut off, mut meant) = (0.0, 0.0);
    for point in points {
        let image = Point::new(low + high - point.x, point.y);
        let nearest = points.iter().map(|p| p.distance_squared(image)).fold(f64::INFINITY, f64::min).sqrt();
        if nearest > DIFFERS {
            meant += 1.0;
        } else if nearest > AGREES {
            off += 1.0;
        }
    }
    let all = number(points.len()).max(1.0);
    if meant > MEANT * all { 0.0 } else { off / all }
}
