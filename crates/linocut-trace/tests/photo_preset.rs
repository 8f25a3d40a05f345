//! The photo preset on pictures that look like photographs to it.
#![cfg(test)]
#![expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "test pictures")]

use linocut_core::{Body, Context, Drawing, Paint, Raster, Rgba};
use linocut_trace::{PaletteRule, Preset, TraceOptions, parse_palette, trace};

/// The drawing of `width × height` pixels of `f(x, y)`.
fn traced(size: (u32, u32), colors: Option<u16>, f: impl Fn(f64, f64) -> [f64; 3]) -> Drawing {
    drawn(size, TraceOptions { colors, ..TraceOptions::default() }, f)
}

/// As [`traced`], with other options.
fn drawn((width, height): (u32, u32), options: TraceOptions, f: impl Fn(f64, f64) -> [f64; 3]) -> Drawing {
    let at = |i: u32| {
        let (x, y) = (i % width, i / width);
        // Grain that no pattern follows.
        let grain = f64::from((x * 7919 + y * 104_729 + x * y * 31) % 11) - 5.0;
        let [r, g, b] = f(f64::from(x), f64::from(y)).map(|c| (c + grain).clamp(0.0, 255.0) as u8);
        Rgba::opaque(r, g, b)
    };
    let picture = Raster::new(width, height, (0..width * height).map(at).collect()).unwrap();
    trace(&picture, &TraceOptions { preset: Preset::Photo, ..options }, &Context::default()).unwrap()
}

/// An evening sky over dark hills, with a ball that the light falls on.
fn evening(x: f64, y: f64) -> [f64; 3] {
    let ball = ((x - 60.0) / 30.0, (y - 50.0) / 30.0);
    if ball.0.hypot(ball.1) < 1.0 {
        let light = 0.6 - 0.4 * ball.0;
        return [240.0 * light, 90.0 * light, 60.0 * light];
    }
    if y > 100.0 + 8.0 * (x / 20.0).sin() { [30.0, 50.0, 40.0] } else { [90.0 + y, 120.0 + 0.4 * y, 220.0 - 0.5 * y] }
}

fn gradients(drawing: &Drawing) -> usize {
    let shaded = |paint: &Paint| matches!(paint, Paint::Gradient(_));
    let item = |body: &Body| matches!(body, Body::Shape(shape) if shape.fill.as_ref().is_some_and(shaded));
    drawing.items.iter().filter(|i| item(&i.body)).count()
}

#[test]
fn grain_leaves_no_crumbs_and_shading_becomes_gradients() {
    let drawing = traced((160, 140), None, evening);
    let shapes = drawing.shapes().count();
    assert!((3..=12).contains(&shapes), "{shapes}");
    assert!(gradients(&drawing) >= 2, "{}", gradients(&drawing));
}

#[test]
fn texture_stays_within_bounds() {
    let leaves = |x: f64, y: f64| if ((x / 4.0).sin() * (y / 5.0).cos()) > 0.0 { [200.0; 3] } else { [20.0; 3] };
    let shapes = traced((300, 300), None, leaves).shapes().count();
    assert!(shapes <= 400, "{shapes}");
}

#[test]
fn colors_that_are_asked_for_are_flat() {
    let drawing = traced((160, 140), Some(4), evening);
    assert_eq!(gradients(&drawing), 0);
}

#[test]
fn spot_colors_leave_the_rest_shaded() {
    let red = Rgba::opaque(227, 6, 19);
    let stamped = |x: f64, y: f64| if x > 110.0 && y < 40.0 { [227.0, 6.0, 19.0] } else { evening(x, y) };
    let options = TraceOptions { palette: vec![PaletteRule::spot(red)], ..TraceOptions::default() };
    let drawing = drawn((160, 140), options, stamped);
    assert!(gradients(&drawing) >= 2, "{drawing:?}");
    assert_eq!(drawing.shapes().filter(|s| s.fill == Some(Paint::Solid(red))).count(), 1, "{drawing:?}");
    let fixed =
        TraceOptions { palette: parse_palette("#e30613; #1e3228; #78a0dc").unwrap(), ..TraceOptions::default() };
    assert_eq!(gradients(&drawn((160, 140), fixed, stamped)), 0);
}
