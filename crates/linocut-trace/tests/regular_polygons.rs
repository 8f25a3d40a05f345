//! Polygons, stars and round shapes that others touch, from pixels to shapes.
#![cfg(test)]

use linocut_core::kurbo::{BezPath, Circle, Ellipse, ParamCurveArclen as _, Point, Rect, Vec2};
use linocut_core::{Body, Context, Drawing, Item, Outline, Paint, Raster, Rgba, Shape};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{GroupBy, TraceOptions, trace};

const INK: Rgba = Rgba::opaque(0x1d, 0x35, 0x57);
const ROSE: Rgba = Rgba::opaque(0xe6, 0x39, 0x46);

fn traced(shapes: &[(Outline, Rgba)], width: u32, group_by: GroupBy) -> Drawing {
    let item = |(outline, color): &(Outline, Rgba)| Item::shape(Shape::filled(outline.clone(), Paint::Solid(*color)));
    let drawing = Drawing::new(Rect::new(0.0, 0.0, 96.0, 96.0), shapes.iter().map(item).collect());
    let options = RenderOptions { width: Some(width), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    let raster: Raster = render(&drawing, &options).unwrap();
    trace(&raster, &TraceOptions { group_by, ..TraceOptions::default() }, &Context::default()).unwrap()
}

/// A closed outline around (47.3, 50.1) whose corners lie at `radii` by turns, the first one `turn` radians from the right.
fn around(corners: u32, radii: &[f64], turn: f64) -> Outline {
    let step = std::f64::consts::TAU / f64::from(corners);
    let corner = |(k, r): (u32, &f64)| {
        let (sin, cos) = libm::sincos(turn + step * f64::from(k));
        Point::new(47.3, 50.1) + Vec2::new(cos, sin) * *r
    };
    let mut path = BezPath::new();
    for (k, p) in (0..corners).zip(radii.iter().cycle()).map(corner).enumerate() {
        if k == 0 { path.move_to(p) } else { path.line_to(p) }
    }
    path.close_path();
    Outline::Path(path)
}

/// Traces a shape and checks that all its sides are equally long and that it has `name`.
#[track_caller]
fn check(outline: &Outline, name: &str) {
    for width in [150, 233] {
        let found = traced(&[(outline.clone(), INK)], width, GroupBy::Color);
        let last = found.items.last().unwrap();
        let Body::Group(inner) = &last.body else { panic!("{found:?}") };
        let Body::Shape(Shape { outline: Outline::Path(path), .. }) = &inner[0].body else { panic!("{inner:?}") };
        let sides: Vec<f64> = path.segments().map(|s| s.arclen(1e-6)).collect();
        assert!(sides.iter().all(|s| (s - sides[0]).abs() < 0.01), "{name} at {width}: {sides:?} {}", path.to_svg());
        assert_eq!(inner[0].id.as_ref().unwrap().as_str(), format!("{name}-1"), "at {width}");
    }
}

#[test]
fn polygons_and_stars_have_equal_sides_and_names() {
    check(&around(3, &[33.0], 0.4), "triangle");
    check(&around(5, &[31.0], -std::f64::consts::FRAC_PI_2), "pentagon");
    check(&around(6, &[30.0], 0.2), "hexagon");
    check(&around(8, &[28.0], std::f64::consts::FRAC_PI_8), "octagon");
    check(&around(10, &[36.0, 17.0], -std::f64::consts::FRAC_PI_2), "star");
    check(&around(12, &[34.0, 22.0], 0.3), "star");
}

#[test]
fn upright_polygons_stand_upright() {
    let found = traced(&[(around(6, &[30.0], 0.0), INK)], 233, GroupBy::None);
    let Outline::Path(path) = &found.shapes().last().unwrap().outline else { panic!("{found:?}") };
    let level = path.segments().filter(|s| {
        let way = linocut_core::kurbo::ParamCurve::end(s) - linocut_core::kurbo::ParamCurve::start(s);
        way.y.abs() < 1e-9
    });
    assert_eq!(level.count(), 2, "{}", path.to_svg());
}

#[test]
fn irregular_polygons_stay_so() {
    let corners = "M20 12L80 20L88 60L50 88L14 64Z";
    let found = traced(&[(Outline::Path(BezPath::from_svg(corners).unwrap()), INK)], 192, GroupBy::None);
    let Outline::Path(path) = &found.shapes().last().unwrap().outline else { panic!("{found:?}") };
    let nearest = |p: Point| {
        path.elements()
            .iter()
            .filter_map(linocut_core::kurbo::PathEl::end_point)
            .map(|q| q.distance(p))
            .fold(9.0, f64::min)
    };
    assert!(nearest(Point::new(40.0, 24.0)) < 0.3 && nearest(Point::new(176.0, 120.0)) < 0.3, "{}", path.to_svg());
}

#[test]
fn large_circles_are_circles() {
    let found = traced(&[(Outline::Circle(Circle::new((48.0, 48.0), 43.2)), INK)], 512, GroupBy::None);
    let Outline::Circle(circle) = found.shapes().last().unwrap().outline else { panic!("{found:?}") };
    assert!((circle.radius - 230.4).abs() < 0.1, "{circle:?}");
}

#[test]
fn a_round_shape_that_is_seen_whole_lies_on_top() {
    // The larger shape lies behind, and only its left corner would say so.
    let behind = "M10 20L42 20L50 28L86 28L86 40L10 40Z";
    let card = Rect::new(10.0, 28.0, 86.0, 80.0).to_rounded_rect(8.0);
    let shapes = [(Outline::Path(BezPath::from_svg(behind).unwrap()), ROSE), (Outline::Rect(card), INK)];
    let found = traced(&shapes, 240, GroupBy::None);
    let Some(Shape { outline: Outline::Rect(rect), fill: Some(Paint::Solid(INK)), .. }) = found.shapes().last() else {
        panic!("{found:?}")
    };
    assert!((rect.radii().top_left - 20.0).abs() < 0.2, "{rect:?}");
}

#[test]
fn a_highlight_of_the_background_color_is_a_shape() {
    let eye = Ellipse::new((50.0, 48.0), (20.0, 27.0), 0.0);
    let light = Circle::new((36.0, 30.0), 7.0);
    let face = Rect::new(6.0, 6.0, 90.0, 90.0).to_rounded_rect(0.0);
    let shapes = [(Outline::Rect(face), ROSE), (Outline::Ellipse(eye), INK), (Outline::Circle(light), Rgba::WHITE)];
    let found = traced(&shapes, 240, GroupBy::None);
    let round: Vec<&Outline> =
        found.shapes().map(|s| &s.outline).filter(|o| matches!(o, Outline::Circle(_) | Outline::Ellipse(_))).collect();
    assert!(matches!(round.as_slice(), [Outline::Ellipse(_), Outline::Circle(_)]), "{found:?}");
}
