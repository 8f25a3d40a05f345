//! Pictures whose pixels were enlarged to squares.
#![cfg(test)]

mod scene;

use linocut_core::kurbo::{BezPath, Circle, PathEl, Point, Rect};
use linocut_core::{
    Context, Drawing, Gradient, GradientShape, Item, Outline, Paint, Raster, Rgba, Shape, Spread, Stop, Unit,
};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{TraceOptions, trace};
use scene::{INK, circle, filled, rect};

const SAND: Rgba = Rgba::opaque(244, 211, 94);

/// Each pixel as a square of `side` pixels.
fn enlarged(picture: &Raster, side: u32) -> Raster {
    let (w, h) = (picture.width() * side, picture.height() * side);
    let places = (0..h).flat_map(|y| (0..w).map(move |x| (x / side, y / side)));
    Raster::new(w, h, places.map(|(x, y)| picture.get(x, y).unwrap()).collect()).unwrap()
}

fn picture(items: Vec<Item>) -> Raster {
    let scene = Drawing::new(Rect::new(0.0, 0.0, 96.0, 96.0), items);
    render(&scene, &RenderOptions { background: Some(Rgba::WHITE), ..RenderOptions::default() }).unwrap()
}

fn traced(raster: &Raster) -> Drawing {
    trace(raster, &TraceOptions::default(), &Context::default()).unwrap()
}

#[test]
fn soft_edges_lose_their_stairs() {
    let small = picture(vec![rect(10.2, 60.4, 86.7, 80.3, SAND), circle(45.3, 35.7, 20.4, INK)]);
    for side in [2, 5] {
        let found = traced(&enlarged(&small, side));
        let size = 96.0 * f64::from(side);
        assert_eq!(found.view_box, Rect::new(0.0, 0.0, size, size));
        let Some(Outline::Circle(Circle { center, radius })) = found.shapes().last().map(|s| &s.outline) else {
            panic!("{found:?}")
        };
        let scale = f64::from(side);
        let off = center.distance(Point::new(45.3 * scale, 35.7 * scale));
        assert!(off < 0.06 * scale, "{center:?}");
        assert!((radius - 20.4 * scale).abs() < 0.06 * scale, "{radius}");
    }
}

/// The drawing of the enlarged picture looks like that of the small one.
#[test]
fn gradients_and_turned_shapes_grow_with_the_rest() {
    let stop = |offset, color| Stop { offset: Unit::clamped(offset), color };
    let shading = Paint::Gradient(Gradient {
        shape: GradientShape::Linear { start: Point::new(10.0, 10.0), end: Point::new(80.0, 50.0) },
        stops: vec![stop(0.0, INK), stop(1.0, SAND)],
        spread: Spread::Pad,
        transform: linocut_core::kurbo::Affine::IDENTITY,
    });
    let leaning = BezPath::from_svg("M20 12L54 8L64 58L30 62Z").unwrap();
    let disc = Outline::Circle(Circle::new((60.2, 70.4), 20.3));
    let items = vec![filled(Outline::Path(leaning), INK), Item::shape(Shape::filled(disc, shading))];
    let small = picture(items);
    let one = render(&traced(&small), &RenderOptions::default()).unwrap();
    let page = RenderOptions { width: Some(96), ..RenderOptions::default() };
    let other = render(&traced(&enlarged(&small, 4)), &page).unwrap();
    let off = one.pixels().iter().zip(other.pixels()).map(|(p, q)| p.g.abs_diff(q.g)).max();
    assert!(off.unwrap() <= 2, "{off:?}");
}

#[test]
fn squares_that_were_meant_stay() {
    // A staircase in two colors, as pixel art has them.
    let step = |x: u32, y: u32| if y > 3 + x / 2 && x > 2 && y < 20 { INK } else { Rgba::WHITE };
    let places = (0..24).flat_map(|y| (0..24).map(move |x| (x, y)));
    let small = Raster::new(24, 24, places.map(|(x, y)| step(x, y)).collect()).unwrap();
    let found = traced(&enlarged(&small, 8));
    let Some(Outline::Path(path)) = found.shapes().last().map(|s| &s.outline) else { panic!("{found:?}") };
    let lines = path.elements().iter().filter(|e| matches!(e, PathEl::LineTo(_))).count();
    assert!(lines > 20, "{path:?}");
}
