//! The bilevel engine at the crate's verb.
#![cfg(test)]
#![expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "test pictures")]

use linocut_core::{
    Context, Drawing, Kind, Outline, Paint, Raster, Rgba,
    kurbo::{BezPath, PathEl, Shape as _},
};
use linocut_trace::{BilevelOptions, Engine, Threshold, TraceOptions, TurnPolicy, trace};

const NAVY: Rgba = Rgba::opaque(20, 30, 90);

/// A picture of `side × side`, navy on white, `inside` being the distance to the edge in pixels; edges are anti-aliased.
fn soft(side: u32, inside: impl Fn(f64, f64) -> f64) -> Raster {
    let mix = |a: u8, b: u8, t: f64| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
    let at = |i: u32| {
        let (x, y) = (f64::from(i % side), f64::from(i / side));
        // The mean of 8 × 8 samples stands for the box filter.
        let samples = (0..64).map(|k| (x + (f64::from(k % 8) + 0.5) / 8.0, y + (f64::from(k / 8) + 0.5) / 8.0));
        let t = samples.map(|(x, y)| f64::from(u8::from(inside(x, y) < 0.0))).sum::<f64>() / 64.0;
        Rgba::opaque(mix(NAVY.r, 255, t), mix(NAVY.g, 255, t), mix(NAVY.b, 255, t))
    };
    Raster::new(side, side, (0..side * side).map(at).collect()).unwrap()
}

/// The same without anti-aliasing.
fn hard(side: u32, inside: impl Fn(f64, f64) -> f64) -> Raster {
    let dark = |i: u32| inside(f64::from(i % side) + 0.5, f64::from(i / side) + 0.5) > 0.0;
    Raster::new(side, side, (0..side * side).map(|i| if dark(i) { NAVY } else { Rgba::WHITE }).collect()).unwrap()
}

fn disc(x: f64, y: f64) -> f64 {
    21.3 - (x - 32.4).hypot(y - 31.8)
}

/// A square with sides of 30 pixels, turned by 17°.
fn turned(x: f64, y: f64) -> f64 {
    let (sin, cos) = 17.0_f64.to_radians().sin_cos();
    let (u, v) = ((x - 32.0) * cos + (y - 32.0) * sin, (y - 32.0) * cos - (x - 32.0) * sin);
    15.0 - u.abs().max(v.abs())
}

/// Two squares of 8 pixels that touch at a corner.
fn checker(x: f64, y: f64) -> f64 {
    let square = |cx: f64, cy: f64| 4.0 - (x - cx).abs().max((y - cy).abs());
    square(12.0, 12.0).max(square(20.0, 20.0))
}

fn run(picture: &Raster, bilevel: BilevelOptions) -> Drawing {
    let options = TraceOptions { engine: Engine::Bilevel, bilevel, ..TraceOptions::default() };
    trace(picture, &options, &Context::default()).unwrap()
}

fn paths(drawing: &Drawing) -> Vec<BezPath> {
    let path = |outline: &Outline| match outline {
        Outline::Path(path) => path.clone(),
        Outline::Circle(circle) => circle.to_path(1e-3),
        Outline::Ellipse(ellipse) => ellipse.to_path(1e-3),
        Outline::Rect(rect) => rect.rect().to_path(1e-3),
        Outline::Line(_) => panic!("unexpected {outline:?}"),
    };
    let turns = drawing.items.iter().map(|item| item.transform);
    drawing.shapes().zip(turns).map(|(shape, turn)| turn * path(&shape.outline)).collect()
}

/// Checks the areas of the shapes, each within one percent and a pixel.
#[track_caller]
fn check(picture: &Raster, options: BilevelOptions, areas: &[f64]) -> Drawing {
    let drawing = run(picture, options);
    let found: Vec<f64> = paths(&drawing).iter().map(BezPath::area).collect();
    let near = found.len() == areas.len() && found.iter().zip(areas).all(|(a, b)| (a - b).abs() < 1.0 + 0.01 * b);
    assert!(near, "{found:?} instead of {areas:?}");
    drawing
}

/// The numbers of lines and curves of all outlines.
fn pieces(drawing: &Drawing) -> (usize, usize) {
    let elements: Vec<PathEl> = paths(drawing).into_iter().flatten().collect();
    let lines = elements.iter().filter(|e| matches!(e, PathEl::LineTo(_))).count();
    let closings = elements.iter().filter(|e| matches!(e, PathEl::ClosePath)).count();
    let curves = elements.iter().filter(|e| matches!(e, PathEl::CurveTo(..))).count();
    // The closing line is a line where the path does not end at its start.
    let open = paths(drawing).iter().filter(|p| p.segments().count() > lines + curves).count();
    (lines + open.min(closings), curves)
}

#[test]
fn turn_policies_join_or_part_touching_squares() {
    for policy in [TurnPolicy::Black, TurnPolicy::Right, TurnPolicy::Majority, TurnPolicy::Minority] {
        let options = BilevelOptions { turn_policy: policy, ..BilevelOptions::default() };
        // Around the corner there is as much dark as light in each window, which counts as more light.
        let areas: &[f64] = if policy == TurnPolicy::Majority { &[64.0, 64.0] } else { &[128.0] };
        check(&hard(32, checker), options, areas);
    }
    for policy in [TurnPolicy::White, TurnPolicy::Left] {
        let options = BilevelOptions { turn_policy: policy, ..BilevelOptions::default() };
        check(&hard(32, checker), options, &[64.0, 64.0]);
    }
}

#[test]
fn the_rarer_color_connects_by_minority() {
    // Two light squares that touch in the dark.
    let light = |x: f64, y: f64| -checker(x, y);
    let minority = BilevelOptions::default();
    let around = hard(32, |x, y| if (x - 16.0).abs().max((y - 16.0).abs()) > 2.0 { 1.0 } else { light(x, y) });
    check(&around, minority.clone(), &[1024.0 - 8.0]);
    assert_eq!(paths(&run(&around, minority))[0].elements().iter().filter(|e| **e == PathEl::ClosePath).count(), 2);
}

#[test]
fn recovers_the_radius_of_an_anti_aliased_disc() {
    let drawing = run(&soft(64, disc), BilevelOptions::default());
    let Some(Outline::Circle(circle)) = drawing.shapes().next().map(|s| s.outline.clone()) else { panic!("no circle") };
    assert!((circle.radius - 21.3).abs() < 0.05, "{circle:?}");
    assert!((circle.center.x - 32.4).hypot(circle.center.y - 31.8) < 0.05, "{circle:?}");
}

#[test]
fn rounds_a_disc_of_hard_pixels() {
    let drawing = check(&hard(64, disc), BilevelOptions::default(), &[std::f64::consts::PI * 21.3 * 21.3]);
    let (lines, curves) = pieces(&drawing);
    assert!(lines == 0 && curves <= 8, "{lines} lines, {curves} curves");
}

#[test]
fn straight_edges_stay_single_lines() {
    for picture in [soft(64, turned), hard(64, turned)] {
        assert_eq!(pieces(&check(&picture, BilevelOptions::default(), &[900.0])), (4, 0));
    }
}

#[test]
fn a_ring_is_one_shape_with_a_hole() {
    let ring = |x: f64, y: f64| 5.0 - ((x - 32.0).hypot(y - 32.0) - 20.0).abs();
    for picture in [soft(64, ring), hard(64, ring)] {
        let area = std::f64::consts::PI * (25.0 * 25.0 - 15.0 * 15.0);
        check(&picture, BilevelOptions { opt_tolerance: 0.2, ..BilevelOptions::default() }, &[area]);
    }
}

#[test]
fn drops_specks_and_pinholes() {
    let spotted = |x: f64, y: f64| {
        let speck = x < 3.0 && y < 2.0 && x > 1.0 && y > 1.0;
        let pinhole = (31.0..32.0).contains(&x) && (30.0..32.0).contains(&y);
        if speck || (turned(x, y) > 0.0 && !pinhole) { 1.0 } else { -1.0 }
    };
    check(&hard(64, spotted), BilevelOptions::default(), &[900.0]);
    assert_eq!(run(&hard(64, spotted), BilevelOptions { turd_size: 1.0, ..BilevelOptions::default() }).items.len(), 2);
}

#[test]
fn takes_the_ink_color_of_two_colored_pictures() {
    let fill = |picture: &Raster, options| run(picture, options).shapes().next().and_then(|s| s.fill.clone());
    assert_eq!(fill(&soft(64, disc), BilevelOptions::default()), Some(Paint::Solid(NAVY)));
    let mut pixels = hard(64, disc).pixels().to_vec();
    for (pixel, i) in pixels.iter_mut().zip(0_u8..=255).step_by(2).chain([]) {
        *pixel = Rgba { g: i / 4, ..*pixel };
    }
    let inverted = BilevelOptions { invert: true, ..BilevelOptions::default() };
    assert_eq!(fill(&soft(64, disc), inverted), Some(Paint::Solid(Rgba::WHITE)));
}

#[test]
fn paints_many_colored_ink_black() {
    let striped = Raster::new(
        64,
        64,
        (0..64 * 64)
            .map(|i: u32| match (i % 64, i / 64) {
                (10..40, 10..25) => Rgba::opaque(160, 20, 20),
                (10..40, 25..40) => Rgba::opaque(20, 20, 160),
                _ => Rgba::WHITE,
            })
            .collect(),
    )
    .unwrap();
    let drawing = check(&striped, BilevelOptions::default(), &[900.0]);
    assert_eq!(drawing.shapes().next().and_then(|s| s.fill.clone()), Some(Paint::Solid(Rgba::BLACK)));
}

#[test]
fn transparency_is_never_ink() {
    let clear = Raster::new(
        64,
        64,
        hard(64, turned).pixels().iter().map(|&p| if p == NAVY { p } else { Rgba::TRANSPARENT }).collect(),
    )
    .unwrap();
    check(&clear, BilevelOptions::default(), &[900.0]);
    let light = Raster::new(
        64,
        64,
        clear.pixels().iter().map(|&p| if p == NAVY { Rgba::WHITE } else { Rgba::TRANSPARENT }).collect(),
    )
    .unwrap();
    check(&light, BilevelOptions { invert: true, ..BilevelOptions::default() }, &[900.0]);
}

#[test]
fn a_fixed_threshold_chooses_the_dark_parts() {
    let grey = |level: u8| Rgba::opaque(level, level, level);
    let steps = (0..48 * 16).map(|i: u32| grey([30, 130, 230][(i % 48 / 16) as usize])).collect();
    let steps = Raster::new(48, 16, steps).unwrap();
    for (level, area) in [(100, 256.0), (200, 512.0), (240, 768.0)] {
        check(&steps, BilevelOptions { threshold: Threshold::Luma(level), ..BilevelOptions::default() }, &[area]);
    }
}

#[test]
fn alpha_max_goes_from_all_corners_to_none() {
    let with = |alpha_max| BilevelOptions { alpha_max, ..BilevelOptions::default() };
    for picture in [soft(64, disc), hard(64, disc)] {
        let (lines, curves) = pieces(&run(&picture, with(0.0)));
        assert!(lines >= 6 && curves == 0, "{lines} lines, {curves} curves");
    }
    let (lines, curves) = pieces(&run(&hard(64, turned), with(1.334)));
    assert!(lines == 0 && curves >= 4, "{lines} lines, {curves} curves");
}

#[test]
fn opt_tolerance_zero_joins_no_curves() {
    let with = |opt_tolerance| pieces(&run(&hard(64, disc), BilevelOptions { opt_tolerance, ..Default::default() })).1;
    assert!(with(0.0) > with(0.2));
}

#[test]
fn survives_the_smallest_pictures() {
    for (width, height) in [(1, 1), (1, 7), (7, 1), (2, 2), (3, 3)] {
        for color in [Rgba::TRANSPARENT, Rgba::BLACK, Rgba::WHITE] {
            let tiny = Raster::filled(width, height, color).unwrap();
            let options = BilevelOptions { turd_size: 0.0, ..BilevelOptions::default() };
            assert_eq!(run(&tiny, options).items.len(), usize::from(color == Rgba::BLACK));
        }
    }
}

#[test]
fn refuses_options_out_of_range() {
    for bilevel in [
        BilevelOptions { alpha_max: 2.0, ..BilevelOptions::default() },
        BilevelOptions { turd_size: -1.0, ..BilevelOptions::default() },
        BilevelOptions { opt_tolerance: f64::NAN, ..BilevelOptions::default() },
    ] {
        let options = TraceOptions { engine: Engine::Bilevel, bilevel, ..TraceOptions::default() };
        let result = trace(&hard(8, disc), &options, &Context::default());
        assert_eq!(result.unwrap_err().kind(), Kind::Input);
    }
}
