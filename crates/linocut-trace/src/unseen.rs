//! Curves where later regions hide an outline: what a person would have drawn there, and fewer pieces than lines take.

use crate::fit::{Piece, Sample, cubic, unit};
use crate::number::{float, whole};
use crate::taut::Cover;
use linocut_core::kurbo::{CubicBez, ParamCurve, Point, Vec2};

/// Most curves for one hidden stretch; what takes more winds, and lines say so as well.
const MOST: usize = 4;
/// Points of a line that a curve is fitted to, in pixels from one to the next.
const SPACING: f64 = 2.0;
/// Most points that are looked at along one curve.
const LOOKS: usize = 200;
/// So near to its ends a hidden boundary comes out into the open, in pixels.
const OPEN: f64 = 2.6;
/// Lengths of handles that are tried where a curve only has to lead on, as shares of the chord.
const HANDLES: [f64; 3] = [0.36, 0.55, 0.25];

/// Where a hidden stretch starts and ends, and the directions in which the seen ones lead into it from there.
#[derive(Clone, Copy)]
pub(crate) struct Ends {
    pub(crate) start: Point,
    pub(crate) end: Point,
    pub(crate) into: [Option<Vec2>; 2],
}

/// The fewest curves, at most `most`, from end to end that stay under what `cover` says; `lines` are ways that do.
pub(crate) fn curves(
    cover: Cover,
    ends: Ends,
    lines: &[Vec<Point>],
    most: usize,
    is_hidden: &dyn Fn(&[Point]) -> bool,
) -> Option<Vec<Piece>> {
    let fine = |curves: &[CubicBez]| holds(cover, ends, curves) && is_hidden(&flattened(curves));
    if let Some(curve) = led_on(ends).into_iter().flatten().find(|curve| fine(std::slice::from_ref(curve))) {
        return Some(vec![piece(curve)]);
    }
    let ways: Vec<Vec<Sample>> = lines.iter().map(|line| samples(ends, line)).collect();
    let found = (1..=most.min(MOST))
        .find_map(|count| ways.iter().find_map(|way| along(ends, way, count).into_iter().find(|curves| fine(curves))));
    found.map(|curves| curves.into_iter().map(piece).collect())
}

fn piece(curve: CubicBez) -> Piece {
    Piece::Cubic(curve.p1, curve.p2, curve.p3)
}

/// Curves that go on as the seen boundaries do at both ends.
fn led_on(Ends { start, end, into }: Ends) -> Option<[CubicBez; 3]> {
    let [out, back] = [into[0]?, into[1]?];
    let chord = (end - start).hypot2().sqrt();
    Some(HANDLES.map(|share| CubicBez::new(start, start + out * (share * chord), end + back * (share * chord), end)))
}

/// Points along a line from end to end.
fn samples(ends: Ends, line: &[Point]) -> Vec<Sample> {
    let all: Vec<Point> = [ends.start].into_iter().chain(line.iter().copied()).chain([ends.end]).collect();
    let mut found = Vec::new();
    for (a, b) in all.iter().zip(all.iter().skip(1)) {
        let count = whole((*b - *a).hypot2().sqrt() / SPACING).max(1);
        found.extend((0..count).map(|k| Sample { p: a.lerp(*b, float(k) / float(count)), w: 1.0 }));
    }
    found.push(Sample { p: ends.end, w: 1.0 });
    found
}

/// `count` curves along `way`: as the seen boundaries lead into it, and as it goes itself.
fn along(ends: Ends, way: &[Sample], count: usize) -> Vec<Vec<CubicBez>> {
    let last = way.len() - 1;
    if last < 3 * count {
        return Vec::new();
    }
    let at = |k: usize| way.get(k.min(last)).map_or(ends.end, |s| s.p);
    let heading = |k: usize| unit(at(k + 3) - at(k.saturating_sub(3)), Vec2::new(1.0, 0.0));
    let own = [heading(0), -heading(last)];
    let led = [ends.into[0].unwrap_or(own[0]), ends.into[1].unwrap_or(own[1])];
    let joints: Vec<usize> = (0..=count).map(|n| n * last / count).collect();
    let fitted = |[first, back]: [Vec2; 2]| -> Vec<CubicBez> {
        let between = |(&from, &to): (&usize, &usize)| {
            let out = if from == 0 { first } else { heading(from) };
            let back = if to == last { back } else { -heading(to) };
            cubic::fit(way.get(from + 1..to).unwrap_or_default(), (at(from), out), (at(to), back)).curve
        };
        joints.iter().zip(joints.iter().skip(1)).map(between).collect()
    };
    [led, own].into_iter().map(fitted).collect()
}

/// Whether curves stay hidden but near the ends.
fn holds(cover: Cover, ends: Ends, curves: &[CubicBez]) -> bool {
    let open = |p: Point| [ends.start, ends.end].iter().any(|e| (*e - p).hypot2() < OPEN * OPEN);
    curves.iter().all(|curve| points(curve).all(|p| open(p) || cover.holds(p)))
}

fn flattened(curves: &[CubicBez]) -> Vec<Point> {
    curves.iter().flat_map(points).collect()
}

/// Points along a curve, about a pixel apart.
fn points(curve: &CubicBez) -> impl Iterator<Item = Point> + use<> {
    let curve = *curve;
    let length =
        [curve.p1 - curve.p0, curve.p2 - curve.p1, curve.p3 - curve.p2].iter().map(|v| v.hypot2().sqrt()).sum::<f64>();
    let count = whole(length).clamp(4, LOOKS);
    (0..=count).map(move |k| curve.eval(float(k) / float(count)))
}

#[cfg(test)]
mod tests {
    use super::{Ends, along, led_on, samples};
    use linocut_core::kurbo::{ParamCurve, Point, Vec2};

    fn ends() -> Ends {
        let into = [Some(Vec2::new(0.0, -1.0)), Some(Vec2::new(0.0, -1.0))];
        Ends { start: Point::new(0.0, 0.0), end: Point::new(60.0, 0.0), into }
    }

    #[test]
    fn curves_go_on_as_the_seen_boundaries_do() {
        let [arch, ..] = led_on(ends()).unwrap();
        let middle = arch.eval(0.5);
        assert!((middle.x - 30.0).abs() < 1e-9 && middle.y < -10.0, "{arch:?}");
    }

    #[test]
    fn curves_follow_the_way() {
        let way = samples(ends(), &[Point::new(5.0, -25.0), Point::new(55.0, -25.0)]);
        let [led, own] = along(ends(), &way, 2).try_into().unwrap();
        assert_eq!((led.len(), own.len()), (2, 2));
        let joint: Point = led[0].p3;
        assert!((joint.x - 30.0).abs() < 2.0 && (joint.y + 25.0).abs() < 0.1, "{joint:?}");
        assert!(along(ends(), &way, 40).is_empty());
    }
}
