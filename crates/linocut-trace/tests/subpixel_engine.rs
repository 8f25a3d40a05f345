//! The sub-pixel engine, from pixels to shapes.
#![cfg(test)]

mod scene;

use linocut_core::kurbo::{Affine, BezPath, Circle, Ellipse, PathEl, Point, Rect, Shape as _};
use linocut_core::{
    Body, Context, Drawing, FillRule, Gradient, GradientShape, Item, Kind, Outline, Paint, Raster, Rgba, Shape, Spread,
    Stop, Unit,
};
use linocut_svg::{RenderOptions, render, score};
use linocut_trace::{Background, CurveKind, PaletteRule, Preset, TraceOptions, trace};
use proptest::prelude::*;
use scene::{INK, circle, filled, rect};

fn scene(items: Vec<Item>) -> Drawing {
    Drawing::new(Rect::new(0.0, 0.0, 96.0, 96.0), items)
}

fn picture(drawing: &Drawing, background: Option<Rgba>) -> Raster {
    render(drawing, &RenderOptions { background, ..RenderOptions::default() }).unwrap()
}

fn traced(raster: &Raster, options: &TraceOptions) -> Drawing {
    trace(raster, options, &Context::default()).unwrap()
}

fn on_white(items: Vec<Item>) -> Drawing {
    traced(&picture(&scene(items), Some(Rgba::WHITE)), &TraceOptions::default())
}

fn colors(drawing: &Drawing) -> Vec<Rgba> {
    let paint = |s: &Shape| s.fill.clone().or_else(|| s.stroke.clone().map(|stroke| stroke.paint));
    let solid = |s: &Shape| if let Some(Paint::Solid(c)) = paint(s) { Some(c) } else { None };
    drawing.shapes().filter_map(solid).collect()
}

#[test]
fn discs_come_back_as_circles() {
    for (x, y, r) in [(48.0, 48.0, 30.0), (40.3, 51.7, 11.4), (30.25, 60.6, 6.3)] {
        let found = on_white(vec![circle(x, y, r, INK)]);
        let shape = found.shapes().last().unwrap();
        let Outline::Circle(c) = shape.outline else { panic!("{shape:?}") };
        assert!((c.center - linocut_core::kurbo::Point::new(x, y)).hypot() < 0.06, "{c:?}");
        assert!((c.radius - r).abs() < 0.06, "{c:?}");
        assert_eq!(shape.fill, Some(Paint::Solid(INK)));
    }
}

#[test]
fn rectangles_keep_four_sides_and_their_place() {
    let found = on_white(vec![rect(20.25, 30.5, 70.75, 60.25, INK)]);
    let Outline::Rect(rect) = &found.shapes().last().unwrap().outline else { panic!() };
    assert!(rect.radii().top_left < 1e-9, "{rect:?}");
    let bounds = rect.rect();
    for (a, b) in [(bounds.x0, 20.25), (bounds.y0, 30.5), (bounds.x1, 70.75), (bounds.y1, 60.25)] {
        assert!((a - b).abs() < 0.05, "{bounds:?}");
    }
}

#[test]
fn turned_and_rounded_rectangles_stay_rectangles() {
    for (radius, turn) in [(0.0, 20.0_f64), (6.0, 0.0), (12.0, -30.0)] {
        let outline = Outline::Rect(Rect::new(20.0, 36.0, 76.0, 60.0).to_rounded_rect(radius));
        let about = Affine::rotate_about(turn.to_radians(), (48.0, 48.0));
        let found = on_white(vec![Item { transform: about, ..filled(outline, INK) }]);
        let item = found.items.last().unwrap();
        let Body::Shape(Shape { outline: Outline::Rect(rect), .. }) = &item.body else { panic!("{item:?}") };
        assert!((rect.radii().top_left - radius).abs() < 0.25, "{rect:?}");
        let corner = item.transform * rect.rect().origin();
        let nearest = [(20.0, 36.0), (76.0, 36.0), (76.0, 60.0), (20.0, 60.0)]
            .map(|p| (about * Point::from(p)).distance(corner))
            .into_iter()
            .fold(f64::MAX, f64::min);
        assert!(nearest < 0.1, "{item:?}");
    }
}

#[test]
fn turned_ellipses_stay_ellipses() {
    let ellipse = Ellipse::new((48.0, 48.0), (30.0, 14.0), 0.6);
    let found = on_white(vec![filled(Outline::Ellipse(ellipse), INK)]);
    let Outline::Ellipse(e) = found.shapes().last().unwrap().outline else { panic!("{found:?}") };
    let (radii, angle) = e.radii_and_rotation();
    assert!((radii.x - 30.0).abs() < 0.06 && (radii.y - 14.0).abs() < 0.06 && (angle - 0.6).abs() < 0.01, "{e:?}");
}

#[test]
fn a_disc_partly_under_another_shape_is_a_whole_disc() {
    let found = on_white(vec![circle(48.0, 40.0, 30.0, INK), rect(36.0, 56.0, 60.0, 90.0, Rgba::opaque(230, 57, 70))]);
    let discs = found.shapes().filter(|s| matches!(s.outline, Outline::Circle(c) if (c.radius - 30.0).abs() < 0.1));
    assert_eq!(discs.count(), 1, "{found:?}");
}

#[test]
fn enclosed_regions_lie_on_top() {
    let found = on_white(vec![circle(48.0, 48.0, 40.0, INK), circle(48.0, 48.0, 20.0, Rgba::opaque(230, 57, 70))]);
    assert_eq!(colors(&found), [Rgba::WHITE, INK, Rgba::opaque(230, 57, 70)]);
}

#[test]
fn transparent_pictures_get_no_background() {
    let found = traced(&picture(&scene(vec![circle(48.0, 48.0, 30.0, INK)]), None), &TraceOptions::default());
    assert_eq!(colors(&found), [INK]);
    let back = picture(&found, None);
    assert_eq!(back.get(2, 2).unwrap().a, 0);
    assert_eq!(back.get(48, 48), Some(INK));
}

#[test]
fn holes_in_transparent_pictures_stay_open() {
    let mut ring = Circle::new((48.0, 48.0), 40.0).to_path(0.01);
    ring.extend(Circle::new((48.0, 48.0), 20.0).to_path(0.01));
    let ring = Shape { fill_rule: FillRule::EvenOdd, ..Shape::filled(Outline::Path(ring), Paint::Solid(INK)) };
    let found = traced(&picture(&scene(vec![Item::shape(ring)]), None), &TraceOptions::default());
    let back = picture(&found, None);
    assert_eq!(back.get(48, 48).unwrap().a, 0);
    assert_eq!(back.get(48, 18), Some(INK));
}

#[test]
fn background_can_be_dropped() {
    let raster = picture(&scene(vec![circle(48.0, 48.0, 30.0, INK)]), Some(Rgba::WHITE));
    let options = TraceOptions { background: Background::Drop, ..TraceOptions::default() };
    assert_eq!(colors(&traced(&raster, &options)), [INK]);
}

#[test]
fn shading_comes_back_as_a_gradient() {
    let stop = |offset, color| Stop { offset: Unit::clamped(offset), color };
    let gradient = Gradient {
        shape: GradientShape::Linear { start: (10.0, 10.0).into(), end: (86.0, 86.0).into() },
        stops: vec![stop(0.0, Rgba::opaque(255, 120, 40)), stop(1.0, Rgba::opaque(90, 30, 160))],
        spread: Spread::Pad,
        transform: linocut_core::kurbo::Affine::IDENTITY,
    };
    let square = Rect::new(10.0, 10.0, 86.0, 86.0).to_rounded_rect(0.0);
    let item = Item::shape(Shape::filled(Outline::Rect(square), Paint::Gradient(gradient)));
    let found = on_white(vec![item]);
    assert!(found.shapes().any(|s| matches!(s.fill, Some(Paint::Gradient(_)))), "{found:?}");
}

#[test]
fn colors_are_capped() {
    let items = (0_u8..6)
        .map(|i| rect(f64::from(i) * 16.0, 10.0, f64::from(i) * 16.0 + 12.0, 80.0, Rgba::opaque(40 * i, 80, 200)))
        .collect();
    let raster = picture(&scene(items), Some(Rgba::WHITE));
    let options = TraceOptions { colors: Some(3), ..TraceOptions::default() };
    let mut found = colors(&traced(&raster, &options));
    found.sort();
    found.dedup();
    assert!((2..=3).contains(&found.len()), "{found:?}");
}

#[test]
fn palette_is_used_and_nothing_else() {
    let raster = picture(&scene(vec![circle(48.0, 48.0, 30.0, Rgba::opaque(220, 20, 30))]), Some(Rgba::WHITE));
    let brand = vec![Rgba::opaque(250, 250, 240), Rgba::opaque(200, 0, 0)];
    let palette = brand.iter().map(|&c| PaletteRule::color(c)).collect();
    let found = colors(&traced(&raster, &TraceOptions { palette, ..TraceOptions::default() }));
    assert_eq!(found, brand);
}

#[test]
fn pixel_art_keeps_every_pixel() {
    let pixels: Vec<Rgba> = (0_u16..64).map(|i| if i * 7 % 5 < 2 { INK } else { Rgba::WHITE }).collect();
    let raster = Raster::new(8, 8, pixels).unwrap();
    let found = traced(&raster, &TraceOptions { preset: Preset::Pixel, ..TraceOptions::default() });
    assert_eq!(picture(&found, None), raster);
}

#[test]
fn line_art_has_two_colors() {
    let items = vec![rect(10.0, 10.0, 80.0, 20.0, INK), circle(48.0, 60.0, 20.0, Rgba::opaque(60, 60, 60))];
    let raster = picture(&scene(items), Some(Rgba::WHITE));
    let options = TraceOptions { preset: Preset::Lineart, ..TraceOptions::default() };
    let mut found = colors(&traced(&raster, &options));
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn thin_lines_survive_two_colors() {
    let lines = (0_u8..8).map(|i| rect(8.0, 8.0 + 10.0 * f64::from(i), 88.0, 10.0 + 10.0 * f64::from(i), Rgba::BLACK));
    let raster = picture(&scene(lines.collect()), Some(Rgba::WHITE));
    let options = TraceOptions { preset: Preset::Lineart, ..TraceOptions::default() };
    assert!(colors(&traced(&raster, &options)).contains(&Rgba::BLACK));
}

#[test]
fn gaps_inside_gaps_stay_open() {
    let blue = Rgba::opaque(30, 60, 200);
    let ring = |outer: f64, inner: f64, color| {
        let mut path = Circle::new((48.0, 48.0), outer).to_path(0.01);
        path.extend(Circle::new((48.0, 48.0), inner).to_path(0.01));
        Item::shape(Shape { fill_rule: FillRule::EvenOdd, ..Shape::filled(Outline::Path(path), Paint::Solid(color)) })
    };
    let rings = vec![ring(46.0, 38.0, Rgba::opaque(220, 30, 30)), ring(38.0, 30.0, blue), ring(20.0, 10.0, INK)];
    let back = picture(&traced(&picture(&scene(rings), None), &TraceOptions::default()), None);
    assert_eq!(back.get(48, 48).unwrap().a, 0, "the center is open");
    assert_eq!(back.get(48, 23).unwrap().a, 0, "the gap between the rings is open");
    assert_eq!(back.get(48, 33), Some(INK));
}

#[test]
fn long_winding_boundaries_are_followed() {
    let mut path = BezPath::new();
    let at = |i: f64, r: f64| (150.0 + r * (0.05 * i).cos(), 150.0 + r * (0.05 * i).sin());
    path.move_to(at(0.0, 10.0));
    (1_u16..1200).for_each(|i| path.line_to(at(f64::from(i), 10.0 + 0.1 * f64::from(i))));
    (0_u16..1200).rev().for_each(|i| path.line_to(at(f64::from(i), 5.0 + 0.1 * f64::from(i))));
    path.close_path();
    let drawing = Drawing::new(Rect::new(0.0, 0.0, 300.0, 300.0), vec![filled(Outline::Path(path), INK)]);
    let raster = picture(&drawing, Some(Rgba::WHITE));
    let back = picture(&traced(&raster, &TraceOptions::default()), Some(Rgba::WHITE));
    let score = score::compare(&raster, &back).unwrap();
    assert!(score.value.get() > 0.98, "{score:?}");
}

#[test]
fn contradicting_options_are_refused() {
    let raster = Raster::filled(4, 4, INK).unwrap();
    let base = TraceOptions::default;
    for options in [
        TraceOptions { tolerance: Some(0.0), ..base() },
        TraceOptions { colors: Some(0), ..base() },
        TraceOptions { colors: Some(2), palette: vec![PaletteRule::color(INK)], ..base() },
    ] {
        assert_eq!(trace(&raster, &options, &Context::default()).unwrap_err().kind(), Kind::Input);
    }
}

#[test]
fn the_same_picture_gives_the_same_drawing() {
    let raster = picture(
        &scene(vec![circle(30.0, 40.0, 20.0, INK), rect(40.0, 40.0, 90.0, 80.0, Rgba::BLACK)]),
        Some(Rgba::WHITE),
    );
    assert_eq!(traced(&raster, &TraceOptions::default()), traced(&raster, &TraceOptions::default()));
}

#[test]
fn tiny_and_plain_pictures_are_fine() {
    for (w, h) in [(1, 1), (1, 9), (9, 1), (2, 2), (3, 7)] {
        let raster = Raster::filled(w, h, INK).unwrap();
        assert_eq!(colors(&traced(&raster, &TraceOptions::default())), [INK], "{w} × {h}");
        let clear = Raster::filled(w, h, Rgba::TRANSPARENT).unwrap();
        assert_eq!(colors(&traced(&clear, &TraceOptions::default())), [], "{w} × {h}");
    }
}

#[test]
fn noise_and_stripes_end_and_stay_finite() {
    let mut state = 7_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let noise = (0..64 * 64).map(|_| Rgba { r: random(), g: random(), b: random(), a: random() }).collect();
    let stripes = (0..64 * 64).map(|i| if i % 2 == 0 { Rgba::BLACK } else { Rgba::WHITE }).collect();
    for pixels in [noise, stripes] {
        let found = traced(&Raster::new(64, 64, pixels).unwrap(), &TraceOptions::default());
        let finite = |s: &Shape| match &s.outline {
            Outline::Path(p) => p.is_finite(),
            Outline::Rect(_) | Outline::Circle(_) | Outline::Ellipse(_) | Outline::Line(_) => true,
        };
        assert!(found.shapes().all(finite));
    }
}

/// Random shapes of clearly different colors, large enough to have a flat core.
fn shapes() -> impl Strategy<Value = Vec<Item>> {
    let color = prop::sample::select(vec![
        Rgba::opaque(230, 57, 70),
        Rgba::opaque(29, 53, 87),
        Rgba::opaque(69, 173, 157),
        Rgba::opaque(244, 162, 97),
    ]);
    let shape = (20.0..76.0, 20.0..76.0, 8.0..20.0, 0_u8..3, color).prop_map(|(x, y, r, kind, color)| match kind {
        0 => circle(x, y, r, color),
        1 => rect(x - r, y - 0.7 * r, x + r, y + 0.7 * r, color),
        _ => {
            let mut path = BezPath::new();
            path.move_to((x - r, y + r));
            path.line_to((x + r, y + 0.8 * r));
            path.line_to((x + 0.2 * r, y - r));
            path.close_path();
            filled(Outline::Path(path), color)
        }
    });
    prop::collection::vec(shape, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trace_of_a_render_looks_like_it(items in shapes()) {
        let raster = picture(&scene(items), Some(Rgba::WHITE));
        let back = picture(&traced(&raster, &TraceOptions::default()), Some(Rgba::WHITE));
        let score = score::compare(&raster, &back).unwrap();
        prop_assert!(score.value.get() > 0.97, "{score:?}");
    }
}

#[test]
fn outlines_keep_to_the_kinds_of_curves_that_are_wanted() {
    let raster = picture(&scene(vec![circle(48.0, 48.0, 30.3, INK)]), Some(Rgba::WHITE));
    for (curves, highest) in [(CurveKind::Line, 1), (CurveKind::Quadratic, 2)] {
        let found = traced(&raster, &TraceOptions { curves, ..TraceOptions::default() });
        let Outline::Path(path) = &found.shapes().last().unwrap().outline else { panic!() };
        let degree = |e: &PathEl| match e {
            PathEl::MoveTo(_) | PathEl::ClosePath => 0,
            PathEl::LineTo(_) => 1,
            PathEl::QuadTo(..) => 2,
            PathEl::CurveTo(..) => 3,
        };
        assert_eq!(path.elements().iter().map(degree).max(), Some(highest));
        assert!((path.area().abs() / Circle::new((48.0, 48.0), 30.3).area() - 1.0).abs() < 0.01);
    }
}
