//! Painting against resvg, and slopes against differences.
#![cfg(test)]

use linocut_core::kurbo::{Affine, BezPath, Circle, Ellipse, Line, Point, Rect};
use linocut_core::{
    Body, Cap, Context, Drawing, Gradient, GradientShape, Id, Item, Join, Kind, Outline, Paint, Rgba, Shape, Spread,
    Stop, Stroke, Unit,
};
use linocut_cover::{Field, Slope, likeness, parameters, record, render, with_parameters};
use linocut_svg::{RenderOptions, render as resvg};

const SIDE: u32 = 40;

fn stop(offset: f64, color: Rgba) -> Stop {
    Stop { offset: Unit::clamped(offset), color }
}

fn gradient(shape: GradientShape, spread: Spread) -> Paint {
    let stops = vec![
        stop(0.1, Rgba::opaque(250, 200, 20)),
        stop(0.6, Rgba { r: 20, g: 90, b: 200, a: 120 }),
        stop(1.0, Rgba::opaque(10, 10, 40)),
    ];
    Paint::Gradient(Gradient { shape, stops, spread, transform: Affine::rotate(0.2) })
}

/// A bit of everything, on a view box of 20 × 20.
fn scene() -> Drawing {
    let linear = GradientShape::Linear { start: Point::new(3.0, 2.0), end: Point::new(15.0, 12.0) };
    let at = |x, y| Point::new(x, y);
    let radial = GradientShape::Radial { center: at(12.0, 10.0), radius: 5.0, focus: at(11.0, 9.0) };
    let rect = Outline::Rect(Rect::new(1.2, 1.4, 17.3, 16.1).to_rounded_rect(3.0));
    let blob = Outline::Path(BezPath::from_svg("M4 15C2 9 9 3 14 6S18 15 12 17L8 13Z").unwrap());
    let ellipse = Outline::Ellipse(Ellipse::new((6.0, 7.0), (4.0, 2.5), 0.4));
    let disc = Outline::Circle(Circle::new((13.1, 12.3), 4.2));
    let mut faint = Item::group(vec![
        Item::shape(Shape::filled(ellipse, Paint::Solid(Rgba::opaque(30, 160, 60)))),
        Item::shape(Shape::filled(disc, gradient(radial, Spread::Reflect))),
    ]);
    faint.opacity = Unit::clamped(0.7);
    faint.transform = Affine::rotate_about(0.15, (10.0, 10.0));
    let solid = Paint::Solid(Rgba { r: 200, g: 30, b: 90, a: 180 });
    let items = vec![
        Item::shape(Shape::filled(rect, gradient(linear, Spread::Pad))),
        Item::shape(Shape::filled(blob, solid)),
        faint,
    ];
    Drawing::new(Rect::new(0.0, 0.0, 20.0, 20.0), items)
}

#[track_caller]
fn check_like_resvg(drawing: &Drawing, most: f64, farthest: f32) {
    let ours = render(drawing, SIDE, SIDE, &Context::default()).unwrap();
    let options = RenderOptions { width: Some(SIDE), height: Some(SIDE), ..RenderOptions::default() };
    let theirs = Field::of(&resvg(drawing, &options).unwrap()).unwrap();
    let found = likeness(&theirs, &ours).unwrap();
    assert!(found.flat < 1.0 && found.edge < most, "{found:?}");
    // Theirs is four lines of quarter pixels: each end of a line may be off by an eighth.
    let far = |(a, b): (&[f32; 4], &[f32; 4])| a.iter().zip(b).any(|(a, b)| (a - b).abs() > farthest);
    assert!(!ours.levels().iter().zip(theirs.levels()).any(far));
}

#[test]
fn paints_as_resvg_does() {
    check_like_resvg(&scene(), 3.0, 32.0);
}

#[test]
fn paints_strokes() {
    let path = Outline::Path(BezPath::from_svg("M3 16L6 4Q17 3 15 15").unwrap());
    let mut stroke = Stroke::new(Paint::Solid(Rgba::BLACK), 2.2);
    (stroke.cap, stroke.join) = (Cap::Round, Join::Bevel);
    let dashed = Stroke { dashes: vec![3.0, 1.5], ..Stroke::new(Paint::CurrentColor, 0.8) };
    let line = Outline::Line(Line::new((2.0, 2.1), (18.0, 17.0)));
    let ring = Outline::Circle(Circle::new((10.0, 10.0), 7.0));
    let ringed = Shape::stroked(ring, Stroke::new(Paint::CurrentColor, 1.3));
    let items = [Shape::stroked(path, stroke), Shape::stroked(line, dashed), ringed].map(Item::shape).to_vec();
    check_like_resvg(&Drawing::new(Rect::new(0.0, 0.0, 20.0, 20.0), items), 6.0, 64.0);
}

#[test]
fn stands_in_the_middle_of_its_size() {
    let square = Outline::Rect(Rect::new(0.0, 0.0, 4.0, 4.0).to_rounded_rect(0.0));
    let item = Item::shape(Shape::filled(square, Paint::Solid(Rgba::BLACK)));
    let mut drawing = Drawing::new(Rect::new(0.0, 0.0, 4.0, 4.0), vec![item]);
    drawing.size = Some((16.0, 8.0));
    let picture = render(&drawing, 16, 8, &Context::default()).unwrap();
    let row: Vec<bool> = picture.levels().iter().take(16).map(|l| l[3] > 0.0).collect();
    assert_eq!(row, [[false; 4], [true; 4], [true; 4], [false; 4]].concat());
}

#[test]
fn refuses_filters() {
    let mut drawing = scene();
    drawing.items.iter_mut().for_each(|item| item.filter = Id::new("blur"));
    assert_eq!(render(&drawing, 4, 4, &Context::default()).unwrap_err().kind(), Kind::Refused);
}

/// Half the sum of squares to a picture that differs everywhere, so that every slope counts.
fn loss(drawing: &Drawing) -> (f64, Vec<Slope>) {
    let cx = Context::default();
    let mut target = Field::new(SIDE, SIDE).unwrap();
    for (level, k) in target.levels_mut().iter_mut().zip(0_u16..) {
        let wave = f32::from(k % 37) * 3.0;
        *level = [wave, 110.0 - wave, 60.0, 140.0];
    }
    let now = record(drawing, SIDE, SIDE, &cx).unwrap();
    let (loss, slope) = now.field().squares(&target).unwrap();
    (loss, now.slopes(&slope, &cx).unwrap())
}

/// Changes one shape of [`scene`].
fn change(drawing: &mut Drawing, index: usize, change: impl FnOnce(&mut Shape)) {
    let mut open: Vec<&mut Item> = drawing.items.iter_mut().rev().collect();
    let mut left = index;
    while let Some(item) = open.pop() {
        match &mut item.body {
            Body::Group(items) => open.extend(items.iter_mut().rev()),
            Body::Shape(shape) if left == 0 => return change(shape),
            Body::Shape(_) => left -= 1,
            Body::Words(_) | Body::Opaque(_) => {}
        }
    }
}

/// The loss of [`scene`] with one shape changed.
fn changed(index: usize, by: impl FnOnce(&mut Shape)) -> f64 {
    let mut drawing = scene();
    change(&mut drawing, index, by);
    loss(&drawing).0
}

/// The loss of [`scene`] with parameter `k` of an outline moved by `step`.
fn nudged(shape: usize, k: usize, step: f64) -> f64 {
    changed(shape, |shape| {
        let mut values = parameters(&shape.outline);
        values.iter_mut().skip(k).take(1).for_each(|v| *v += step);
        shape.outline = with_parameters(&shape.outline, &values).unwrap();
    })
}

#[test]
fn slopes_of_outlines_are_differences() {
    for slope in loss(&scene()).1 {
        for (k, &said) in slope.outline.iter().enumerate() {
            let step = 2e-3;
            let found = (nudged(slope.shape, k, step) - nudged(slope.shape, k, -step)) / (2.0 * step);
            assert!((said - found).abs() < 0.02 * found.abs() + 600.0, "{} {k}: {said}, not {found}", slope.shape);
        }
    }
}

/// Color `k` of a paint.
fn color(paint: &mut Paint, k: usize) -> Option<&mut Rgba> {
    match paint {
        Paint::Solid(color) => Some(color),
        Paint::Gradient(gradient) => gradient.stops.get_mut(k).map(|s| &mut s.color),
        Paint::CurrentColor => None,
    }
}

/// How the loss changes with a channel, and by how much the channel was changed.
fn difference(shape: usize, k: usize, channel: usize) -> (f64, f64) {
    let at = |step: i8| {
        let mut real = 0.0;
        let loss = changed(shape, |shape| {
            let Some(color) = shape.fill.as_mut().and_then(|paint| color(paint, k)) else { return };
            let moved = |(i, c): (usize, u8)| if i == channel { c.saturating_add_signed(step) } else { c };
            let old = color.channels();
            let mut new = old.into_iter().enumerate().map(moved);
            let mut next = || new.next().unwrap();
            *color = Rgba { r: next(), g: next(), b: next(), a: next() };
            real = old.iter().zip(color.channels()).map(|(a, b)| f64::from(b) - f64::from(*a)).sum();
        });
        (loss, real)
    };
    let ((up, u), (down, d)) = (at(4), at(-4));
    ((up - down) / (u - d), u - d)
}

#[test]
fn slopes_of_colors_are_differences() {
    for slope in loss(&scene()).1 {
        for (k, said) in slope.colors.iter().enumerate() {
            for (channel, &said) in said.iter().enumerate() {
                let (found, width) = difference(slope.shape, k, channel);
                // At the end of the range only one side can be tried, and the loss is not straight.
                let slack = if width < 8.0 { 0.3 } else { 0.02 };
                let place = format!("{} {k} {channel}", slope.shape);
                assert!((said - found).abs() < slack * found.abs() + 400.0, "{place}: {said}, not {found}");
            }
        }
    }
}
