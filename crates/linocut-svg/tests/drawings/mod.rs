//! Random drawings on a view box of 100 units.

use linocut_core::kurbo::{Affine, BezPath, Circle, Ellipse, Line, Point, Rect, RoundedRect};
use linocut_core::{
    Body, Cap, Drawing, FillRule, Gradient, GradientShape, Item, Join, Outline, Paint, Rgba, Shape, Spread, Stop,
    Stroke, Unit,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Drawings of shapes and nested groups with transforms, opacities, gradients and strokes.
pub(crate) fn drawing() -> BoxedStrategy<Drawing> {
    vec(item(), 1..8).prop_map(|items| Drawing::new(Rect::new(0.0, 0.0, 100.0, 100.0), items)).boxed()
}

/// Paths of several subpaths, each begun by a move; about half of all coordinates are whole.
pub(crate) fn path() -> BoxedStrategy<BezPath> {
    vec(subpath(), 1..4).prop_map(|parts| parts.into_iter().flatten().collect()).boxed()
}

fn item() -> BoxedStrategy<Item> {
    let leaf = (shape(), transform(), opacity()).prop_map(|(shape, transform, opacity)| Item {
        transform,
        opacity,
        ..Item::shape(shape)
    });
    leaf.prop_recursive(3, 16, 4, |inner| {
        (vec(inner, 0..4), transform(), opacity()).prop_map(|(items, transform, opacity)| Item {
            transform,
            opacity,
            ..Item::new(Body::Group(items))
        })
    })
    .boxed()
}

fn coordinate() -> BoxedStrategy<f64> {
    prop_oneof![(-20_i32..120).prop_map(f64::from), -20.0..120.0].boxed()
}

fn point() -> BoxedStrategy<Point> {
    (coordinate(), coordinate()).prop_map(Point::from).boxed()
}

fn subpath() -> BoxedStrategy<Vec<linocut_core::kurbo::PathEl>> {
    use linocut_core::kurbo::PathEl;
    let segment = prop_oneof![
        3 => point().prop_map(PathEl::LineTo),
        1 => (point(), point()).prop_map(|(a, p)| PathEl::QuadTo(a, p)),
        2 => (point(), point(), point()).prop_map(|(a, b, p)| PathEl::CurveTo(a, b, p)),
    ];
    (point(), vec(segment, 0..6), any::<bool>())
        .prop_map(|(start, segments, closed)| {
            let end = closed.then_some(PathEl::ClosePath);
            [PathEl::MoveTo(start)].into_iter().chain(segments).chain(end).collect()
        })
        .boxed()
}

fn outline() -> BoxedStrategy<Outline> {
    let size = || 0.0..60.0_f64;
    let box_of = || (point(), size(), size()).prop_map(|(p, w, h)| Rect::from_origin_size(p, (w, h)));
    prop_oneof![
        4 => path().prop_map(Outline::Path),
        1 => box_of().prop_map(|r| Outline::Path(linocut_core::kurbo::Shape::to_path(&r, 0.1))),
        1 => (box_of(), 0.0..9.0).prop_map(|(r, radius)| Outline::Rect(RoundedRect::from_rect(r, radius))),
        1 => (box_of(), 0.0..9.0).prop_map(|(r, radius)| {
            Outline::Path(linocut_core::kurbo::Shape::to_path(&RoundedRect::from_rect(r, radius), 1e-6))
        }),
        1 => (point(), size()).prop_map(|(p, r)| Outline::Circle(Circle::new(p, r))),
        1 => (point(), size()).prop_map(|(p, r)| Outline::Path(linocut_core::kurbo::Shape::to_path(&Circle::new(p, r), 1e-6))),
        1 => (point(), size(), size(), -4.0..4.0).prop_map(|(p, rx, ry, turn)| Outline::Ellipse(Ellipse::new(p, (rx, ry), turn))),
        1 => (point(), point()).prop_map(|(a, b)| Outline::Line(Line::new(a, b))),
    ].boxed()
}

fn color() -> BoxedStrategy<Rgba> {
    let alpha = prop_oneof![4 => Just(255), 1 => Just(0), 2 => any::<u8>()];
    (any::<[u8; 3]>(), alpha).prop_map(|([r, g, b], a)| Rgba { r, g, b, a }).boxed()
}

fn gradient() -> BoxedStrategy<Gradient> {
    let shape = prop_oneof![
        (point(), point()).prop_map(|(start, end)| GradientShape::Linear { start, end }),
        (point(), 20.0..80.0).prop_map(|(center, radius)| GradientShape::Radial { center, radius, focus: center }),
    ];
    let spread = prop_oneof![3 => Just(Spread::Pad), 1 => Just(Spread::Reflect)];
    (shape, vec((0.0..1.0_f64, color()), 1..4), spread, transform())
        .prop_map(|(shape, mut stops, spread, transform)| {
            stops.sort_by(|a, b| a.0.total_cmp(&b.0));
            let stops =
                stops.into_iter().map(|(offset, color)| Stop { offset: Unit::clamped(offset), color }).collect();
            Gradient { shape, stops, spread, transform }
        })
        .boxed()
}

fn paint() -> BoxedStrategy<Paint> {
    prop_oneof![6 => color().prop_map(Paint::Solid), 1 => Just(Paint::CurrentColor), 2 => gradient().prop_map(Paint::Gradient)].boxed()
}

fn stroke() -> BoxedStrategy<Stroke> {
    let cap = prop_oneof![Just(Cap::Butt), Just(Cap::Round), Just(Cap::Square)];
    let join = prop_oneof![Just(Join::Miter), Just(Join::Round), Just(Join::Bevel)];
    let dashes = prop_oneof![3 => Just(Vec::new()), 1 => vec(1.0..9.0, 1..4)];
    (paint(), 0.0..6.0, cap, join, dashes)
        .prop_map(|(paint, width, cap, join, dashes)| Stroke { cap, join, dashes, ..Stroke::new(paint, width) })
        .boxed()
}

fn shape() -> BoxedStrategy<Shape> {
    let rule = prop_oneof![Just(FillRule::NonZero), Just(FillRule::EvenOdd)];
    let fill = proptest::option::weighted(0.8, paint());
    (outline(), fill, rule, proptest::option::weighted(0.3, stroke()))
        .prop_map(|(outline, fill, fill_rule, stroke)| Shape { outline, fill, fill_rule, stroke })
        .boxed()
}

fn transform() -> BoxedStrategy<Affine> {
    prop_oneof![
        6 => Just(Affine::IDENTITY),
        2 => (-30.0..30.0, -30.0..30.0).prop_map(|shift: (f64, f64)| Affine::translate(shift)),
        2 => (0.3..2.5, any::<bool>()).prop_map(|(s, flip): (f64, bool)| Affine::scale_non_uniform(if flip { -s } else { s }, s) * Affine::translate((1.5, 0.0))),
        1 => (0.3..2.5, 0.3..2.5).prop_map(|(x, y)| Affine::scale_non_uniform(x, y)),
        1 => (-4.0..4.0, point()).prop_map(|(angle, center)| Affine::rotate_about(angle, center)),
        1 => (-0.5..0.5, -0.5..0.5).prop_map(|(x, y)| Affine::skew(x, y)),
    ].boxed()
}

fn opacity() -> BoxedStrategy<Unit> {
    prop_oneof![6 => Just(Unit::ONE), 1 => Just(Unit::ZERO), 2 => (0.0..1.0).prop_map(Unit::clamped)].boxed()
}
