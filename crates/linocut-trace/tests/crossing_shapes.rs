//! Shapes that something on top parts come back whole.
#![cfg(test)]

mod scene;

use linocut_core::kurbo::{BezPath, Circle, Rect, Shape as _};
use linocut_core::{Context, Drawing, Item, Outline, Paint, Raster, Rgba, Shape};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{TraceOptions, trace};
use scene::{INK, circle, filled, rect};

const RED: Rgba = Rgba::opaque(230, 57, 70);
const SAND: Rgba = Rgba::opaque(244, 211, 94);

/// What a picture of `items` on white, as wide as `width`, is traced to.
fn traced(items: &[Item], width: u32) -> (Raster, Drawing) {
    let scene = Drawing::new(Rect::new(0.0, 0.0, 96.0, 96.0), items.to_vec());
    let page = RenderOptions { background: Some(Rgba::WHITE), width: Some(width), ..RenderOptions::default() };
    let raster = render(&scene, &page).unwrap();
    let drawing = trace(&raster, &TraceOptions::default(), &Context::default()).unwrap();
    (raster, drawing)
}

/// The outlines above the background have these colors and kinds from the bottom up, and look like the picture.
#[track_caller]
fn whole(items: &[Item], expected: &[(Rgba, &str)]) {
    for width in [96, 256] {
        let (raster, drawing) = traced(items, width);
        let kind = |s: &Shape| match &s.outline {
            Outline::Circle(_) => "circle",
            Outline::Rect(_) => "rect",
            Outline::Path(p) if p.elements().len() < 8 => "few",
            Outline::Path(_) | Outline::Ellipse(_) | Outline::Line(_) => "other",
        };
        let found: Vec<_> = drawing.shapes().skip(1).map(|s| (s.fill.clone(), kind(s))).collect();
        let wanted: Vec<_> = expected.iter().map(|(c, k)| (Some(Paint::Solid(*c)), *k)).collect();
        assert_eq!(found, wanted, "at {width}");
        let back = render(&drawing, &RenderOptions::default()).unwrap();
        let off = raster.pixels().iter().zip(back.pixels()).filter(|(p, q)| p.g.abs_diff(q.g) > 48).count();
        assert!(off <= 4, "{off} pixels at {width}");
    }
}

#[test]
fn a_disc_under_a_bar_is_one_circle() {
    let items = [circle(48.0, 48.0, 33.3, SAND), rect(6.4, 40.2, 90.4, 58.7, INK)];
    whole(&items, &[(SAND, "circle"), (INK, "rect")]);
}

#[test]
fn the_larger_of_two_shapes_may_lie_on_top() {
    let items = [rect(38.3, 8.2, 47.3, 88.2, RED), rect(6.0, 30.0, 90.0, 60.0, INK)];
    whole(&items, &[(RED, "rect"), (INK, "rect")]);
}

#[test]
fn straight_sides_go_on_under_a_bar() {
    let triangle = BezPath::from_svg("M48 6L90 86L8 86Z").unwrap();
    let items = [filled(Outline::Path(triangle), SAND), rect(4.0, 44.0, 92.0, 54.0, INK)];
    whole(&items, &[(SAND, "few"), (INK, "rect")]);
}

#[test]
fn a_ring_under_a_bar_keeps_its_hole() {
    let mut ring = Circle::new((48.0, 48.0), 34.0).to_path(0.01);
    ring.extend(Circle::new((48.0, 48.0), 22.0).to_path(0.01));
    let ring =
        Shape { fill_rule: linocut_core::FillRule::EvenOdd, ..Shape::filled(Outline::Path(ring), Paint::Solid(SAND)) };
    let items = [Item::shape(ring), rect(6.0, 41.0, 90.0, 54.0, INK)];
    whole(&items, &[(SAND, "other"), (INK, "rect")]);
}

#[test]
fn bars_that_cross_bars_are_one_each() {
    let bars: Vec<Item> = [16.0, 56.0].map(|y| rect(6.0, y, 90.0, y + 8.0, INK)).into();
    let over = [20.0, 60.0].map(|x| rect(x, 6.0, x + 9.0, 90.0, RED));
    let items: Vec<Item> = bars.into_iter().chain(over).collect();
    whole(&items, &[(INK, "rect"), (INK, "rect"), (RED, "rect"), (RED, "rect")]);
}

#[test]
fn parts_that_do_not_line_up_stay_apart() {
    let items =
        [rect(10.0, 20.0, 40.0, 30.0, RED), rect(56.0, 34.0, 86.0, 44.0, RED), rect(38.0, 8.0, 58.0, 88.0, INK)];
    let (_, drawing) = traced(&items, 96);
    let red = drawing.shapes().filter(|s| s.fill == Some(Paint::Solid(RED))).count();
    assert_eq!(red, 2);
}
