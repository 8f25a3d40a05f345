//! The `VTracer` engine at the crate's verb.
#![cfg(all(test, feature = "vtracer"))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

use linocut_core::{Context, Kind, Outline, Paint, Raster, Rgba, Watch, kurbo::Shape as _};
use linocut_trace::{Engine, TraceOptions, VtracerMode, VtracerOptions, trace};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

const RED: Rgba = Rgba::opaque(200, 30, 30);

/// A `side × side` picture, red where `inside` says so, `outside` elsewhere.
fn picture(side: u32, outside: Rgba, inside: impl Fn(u32, u32) -> bool) -> Raster {
    let pixels = (0..side * side).map(|i| if inside(i % side, i / side) { RED } else { outside }).collect();
    Raster::new(side, side, pixels).unwrap()
}

fn square(x: u32, y: u32) -> bool {
    (10..30).contains(&x) && (12..30).contains(&y)
}

fn options(vtracer: VtracerOptions) -> TraceOptions {
    TraceOptions { engine: Engine::Vtracer, vtracer, ..TraceOptions::default() }
}

/// Checks the color and area of each shape, from the bottom up.
#[track_caller]
fn check(picture: &Raster, vtracer: VtracerOptions, expected: &[(Rgba, f64)]) {
    let drawing = trace(picture, &options(vtracer), &Context::default()).unwrap();
    let found: Vec<_> = drawing
        .shapes()
        .map(|s| match (&s.outline, &s.fill) {
            (Outline::Path(path), Some(Paint::Solid(color))) => (*color, path.area().abs().round()),
            other => panic!("not a filled path: {other:?}"),
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn stacks_a_square_on_its_background() {
    let options = VtracerOptions { mode: VtracerMode::Polygon, ..VtracerOptions::default() };
    check(&picture(40, Rgba::WHITE, square), options, &[(Rgba::WHITE, 1600.0), (RED, 360.0)]);
}

#[test]
fn keeps_pixel_edges_in_pixel_mode() {
    let steps = |x, y| x >= 10 && y >= 10 && x < y && y < 30;
    let options = VtracerOptions { mode: VtracerMode::Pixel, ..VtracerOptions::default() };
    check(&picture(40, Rgba::WHITE, steps), options, &[(Rgba::WHITE, 1600.0), (RED, 190.0)]);
}

#[test]
fn leaves_a_transparent_background_out() {
    let options = VtracerOptions { mode: VtracerMode::Polygon, ..VtracerOptions::default() };
    check(&picture(40, Rgba::TRANSPARENT, square), options, &[(RED, 360.0)]);
}

#[test]
fn drops_specks_into_the_mean_of_the_layer_below() {
    let speck = |x, y| square(x, y) || (x, y) == (35, 35);
    let options = VtracerOptions { mode: VtracerMode::Polygon, ..VtracerOptions::default() };
    check(&picture(40, Rgba::WHITE, speck), options, &[(Rgba::opaque(254, 254, 254), 1600.0), (RED, 360.0)]);
}

#[test]
fn rounds_to_the_path_precision() {
    let disc = picture(40, Rgba::WHITE, |x, y| x.abs_diff(20).pow(2) + y.abs_diff(20).pow(2) < 150);
    let drawing =
        trace(&disc, &options(VtracerOptions { path_precision: 0, ..VtracerOptions::default() }), &Context::default())
            .unwrap();
    for shape in drawing.shapes() {
        let Outline::Path(path) = &shape.outline else { panic!("not a path") };
        let points = path.segments().flat_map(|s| s.to_cubic().to_path(0.1).elements().to_vec());
        assert!(points.filter_map(|e| e.end_point()).all(|p| (p.x.fract(), p.y.fract()) == (0.0, 0.0)));
    }
}

#[test]
fn survives_the_smallest_pictures() {
    for (width, height) in [(1, 1), (1, 7), (7, 1), (2, 2)] {
        for color in [Rgba::TRANSPARENT, RED] {
            let tiny = Raster::filled(width, height, color).unwrap();
            let drawing = trace(&tiny, &options(VtracerOptions::default()), &Context::default()).unwrap();
            assert!(drawing.shapes().count() <= 1);
        }
    }
}

#[test]
fn refuses_options_out_of_range() {
    let wrong = [
        VtracerOptions { color_precision: 0, ..VtracerOptions::default() },
        VtracerOptions { length_threshold: f64::NAN, ..VtracerOptions::default() },
        VtracerOptions { max_iterations: 200, ..VtracerOptions::default() },
    ];
    for vtracer in wrong {
        let result = trace(&picture(4, RED, square), &options(vtracer), &Context::default());
        assert_eq!(result.unwrap_err().kind(), Kind::Input);
    }
}

/// Asks to stop after a number of checks.
struct Impatient(AtomicU32);

impl Watch for Impatient {
    fn cancelled(&self) -> bool {
        self.0.fetch_sub(1, Ordering::Relaxed) == 0
    }
    fn late(&self) -> bool {
        false
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
}

#[test]
fn stops_when_asked_between_steps() {
    for checks in [0, 2, 4] {
        let cx = Context::new(Arc::new(Impatient(AtomicU32::new(checks))));
        let result = trace(&picture(40, Rgba::WHITE, square), &options(VtracerOptions::default()), &cx);
        assert_eq!(result.unwrap_err().kind(), Kind::Cancelled);
    }
}
