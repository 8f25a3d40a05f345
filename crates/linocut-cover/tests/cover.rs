//! Coverage against counting samples, and laws that hold for every path.
#![cfg(test)]

use linocut_core::FillRule;
use linocut_core::kurbo::{BezPath, Point, Shape as _, Vec2};
use linocut_cover::{Span, cover, points, swept, touches, with_points};
use proptest::prelude::*;

const SIDE: u32 = 12;

/// The covered share of every pixel.
fn shares(path: &BezPath, rule: FillRule) -> Vec<f64> {
    let spans = cover(path, rule, (SIDE, SIDE));
    let share = |i: u32| {
        let here = |s: &&Span| s.y == i / SIDE && (s.x..s.x + s.len).contains(&(i % SIDE));
        spans.iter().filter(here).map(|s| f64::from(s.cover)).sum()
    };
    (0..SIDE * SIDE).map(share).collect()
}

/// The same, from 16 × 16 samples a pixel.
fn sampled(path: &BezPath, rule: FillRule) -> Vec<f64> {
    let inside = |x: f64, y: f64| match rule {
        FillRule::NonZero => path.winding((x, y).into()) != 0,
        FillRule::EvenOdd => path.winding((x, y).into()) % 2 != 0,
    };
    let share = |i: u32| {
        let hits = (0..256).filter(|s| {
            let at = |cell: u32, sub: u32| f64::from(cell) + (f64::from(sub) + 0.5) / 16.0;
            inside(at(i % SIDE, s % 16), at(i / SIDE, s / 16))
        });
        f64::from(u32::try_from(hits.count()).unwrap()) / 256.0
    };
    (0..SIDE * SIDE).map(share).collect()
}

#[track_caller]
fn check(svg: &str, rule: FillRule) {
    let path = BezPath::from_svg(svg).unwrap();
    for (i, (exact, counted)) in (0..).zip(shares(&path, rule).iter().zip(sampled(&path, rule))) {
        let (x, y) = (i % SIDE, i / SIDE);
        assert!((exact - counted).abs() < 0.04, "{svg} at {x}, {y}: {exact} covered, {counted} counted");
    }
}

#[test]
fn covers_what_samples_count() {
    check("M2.3 3.1L9.7 4.4L5.2 10.9Z", FillRule::NonZero);
    check("M2 3C4 -1 12 4 9 9S1 10 2 3", FillRule::NonZero);
    check("M1 1H11V11H1ZM3.5 3.5H8.5V8.5H3.5Z", FillRule::EvenOdd);
    check("M1 1V11H11V1ZM3.5 3.5Q8 2 8.5 8.5H3.5Z", FillRule::NonZero);
    check("M1 1H11V11H1ZM3.5 3.5V8.5H8.5V3.5Z", FillRule::NonZero);
}

#[test]
fn cuts_off_what_lies_outside() {
    check("M-7 -3L20 5.5L-4 19Z", FillRule::NonZero);
    check("M-7 2.5H-2V30H-7Z", FillRule::NonZero);
    check("M-3 2.5C-3 -9 30 -9 30 4V30H6Z", FillRule::EvenOdd);
}

#[test]
fn pixel_edges_are_sharp() {
    let path = BezPath::from_svg("M2 3H9V7H2Z").unwrap();
    let found = cover(&path, FillRule::NonZero, (SIDE, SIDE));
    assert!(found.iter().all(|s| s.cover >= 1.0), "{found:?}");
    assert_eq!(found.iter().map(|s| s.len).sum::<u32>(), 7 * 4);
}

#[test]
fn leaves_out_what_is_not_finite() {
    let clean = BezPath::from_svg("M2 3H9V7H2Z").unwrap();
    let mut path = clean.clone();
    path.move_to((f64::NAN, 0.0));
    path.line_to((3.0, f64::INFINITY));
    let cover = |path| cover(path, FillRule::NonZero, (SIDE, SIDE));
    assert_eq!(cover(&path), cover(&clean));
}

#[test]
fn a_boundary_sweeps_between_two_paths() {
    let [a, b] = ["M2 2H9V8H2Z", "M2 2H9V8L4 9Z"].map(|d| BezPath::from_svg(d).unwrap());
    let sum =
        |path: &BezPath| swept(path, (SIDE, SIDE)).iter().map(|s| f64::from(s.cover) * f64::from(s.len)).sum::<f64>();
    let there = sum(&b) - sum(&a);
    assert!((there.abs() - (b.area() - a.area()).abs()).abs() < 1e-3, "{there}");
    assert!((sum(&a) + sum(&a.reverse_subpaths())).abs() < 1e-3);
}

fn path() -> impl Strategy<Value = BezPath> {
    prop::array::uniform6((-3.0..15.0_f64, -3.0..15.0_f64)).prop_map(|[a, b, c, d, e, f]| {
        let mut path = BezPath::new();
        path.move_to(a);
        path.line_to(b);
        path.curve_to(c, d, e);
        path.line_to(f);
        path.close_path();
        path
    })
}

proptest! {
    #[test]
    fn shares_lie_between_nothing_and_all(path in path(), odd in any::<bool>()) {
        let rule = if odd { FillRule::EvenOdd } else { FillRule::NonZero };
        let spans = cover(&path, rule, (SIDE, SIDE));
        prop_assert!(spans.iter().all(|s| s.cover > 0.0 && s.cover <= 1.0 && s.len > 0 && s.x + s.len <= SIDE));
        prop_assert!(spans.is_sorted_by(|a, b| (a.y, a.x + a.len) <= (b.y, b.x)));
    }

    #[test]
    fn direction_does_not_matter(path in path()) {
        let there = shares(&path, FillRule::NonZero);
        let back = shares(&path.reverse_subpaths(), FillRule::NonZero);
        prop_assert!(there.iter().zip(&back).all(|(a, b)| (a - b).abs() < 1e-4));
    }

    #[test]
    fn triangles_cover_their_area([a, b, c] in prop::array::uniform3((0.5..11.5_f64, 0.5..11.5_f64))) {
        let mut path = BezPath::new();
        path.move_to(a);
        path.line_to(b);
        path.line_to(c);
        let sum: f64 = shares(&path, FillRule::NonZero).iter().sum();
        path.close_path();
        prop_assert!((sum - path.area().abs()).abs() < 2e-3, "{sum} of {}", path.area());
    }

    #[test]
    fn points_move_shares_as_promised(
        [a, b, c, d] in prop::array::uniform4((0.6..11.4_f64, 0.6..11.4_f64)),
        point in 1..4_u32,
        down in any::<bool>(),
    ) {
        let mut path = BezPath::new();
        path.move_to(a);
        path.line_to(b);
        path.curve_to(c, c, d);
        path.close_path();
        let step = 1e-4;
        let shift = if down { Vec2::new(0.0, step) } else { Vec2::new(step, 0.0) };
        let moved = |(i, p): (u32, Point)| if i == point { p + shift } else { p };
        let moved: Vec<Point> = (0..).zip(points(&path)).map(moved).collect();
        let after = with_points(&path, &moved).unwrap();
        let rule = FillRule::EvenOdd;
        let touches = touches(&path, rule, (SIDE, SIDE));
        let said = |i: u32| -> f64 {
            let here = touches.iter().filter(|t| (t.point, t.y * SIDE + t.x) == (point, i));
            here.map(|t| Vec2::new(t.by[0], t.by[1]).dot(shift) / step).sum()
        };
        // Where the path crosses itself in a pixel, the area has a kink; those pixels are few.
        let (before, after) = (shares(&path, rule), shares(&after, rule));
        let changes = (0..).zip(before.iter().zip(&after));
        let wrong = changes.filter(|(i, (a, b))| ((**b - **a) / step - said(*i)).abs() > 0.02);
        prop_assert!(wrong.count() <= 3);
    }
}
