//! A picture with more pixels is the same drawing: it takes no more pieces, and its shapes are the same elements.
#![cfg(test)]

use linocut_core::kurbo::{BezPath, Rect};
use linocut_core::{Body, Context, Drawing, Item, Outline, Paint, Rgba, Shape};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{TraceOptions, trace};

const INK: Rgba = Rgba::opaque(0x1d, 0x35, 0x57);
const ROSE: Rgba = Rgba::opaque(0xe6, 0x39, 0x46);

fn filled(outline: Outline, color: Rgba) -> Item {
    Item::shape(Shape::filled(outline, Paint::Solid(color)))
}

/// A folder: a rounded sheet over a tab, most of which it hides.
fn folder(width: u32) -> Drawing {
    let tab = BezPath::from_svg("M42 34V16H24l-4-4H10c-2.2 0-4 1.8-4 4v18z").unwrap();
    let sheet = Outline::Rect(Rect::new(6.0, 16.0, 46.0, 44.0).to_rounded_rect(4.0));
    traced(Rect::new(0.0, 0.0, 52.0, 52.0), vec![filled(Outline::Path(tab), INK), filled(sheet, ROSE)], width)
}

fn traced(page: Rect, items: Vec<Item>, width: u32) -> Drawing {
    let options = RenderOptions { width: Some(width), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    let pixels = render(&Drawing::new(page, items), &options).unwrap();
    trace(&pixels, &TraceOptions::default(), &Context::default()).unwrap()
}

fn shape(drawing: &Drawing, at: usize) -> &Outline {
    let Body::Shape(shape) = &drawing.items[at].body else { panic!("{drawing:?}") };
    &shape.outline
}

/// The pieces of the first shape on the background.
fn pieces(drawing: &Drawing) -> usize {
    let Outline::Path(path) = shape(drawing, 1) else { panic!("{drawing:?}") };
    path.segments().count()
}

#[test]
fn large_picture_takes_the_shapes_of_a_small_one() {
    // Sides lie between pixels, so that what is painted under the sheet does not shine through along its edges.
    let (small, large) = (folder(312), folder(1040));
    // A quarter of an arc that is long enough may be two curves; sides cut up at every few pixels would be dozens.
    assert!(pieces(&large) <= pieces(&small) + 1, "{large:?}");
    for (found, scale) in [(small, 6.0), (large, 20.0)] {
        assert_eq!(found.items.len(), 3, "{found:?}");
        assert!(found.items.iter().all(|item| item.transform.as_coeffs()[1] == 0.0), "{found:?}");
        let Outline::Rect(sheet) = shape(&found, 2) else { panic!("{found:?}") };
        assert!((sheet.radii().top_left - 4.0 * scale).abs() < 0.3, "{sheet:?}");
    }
}

/// A round shape with a softer side whose boundary wavers by `amplitude` of its width, 24 times around.
fn wavering(width: u32, amplitude: f64) -> Drawing {
    let mut path = BezPath::new();
    for i in 0..=960 {
        let turn = f64::from(i) / 960.0 * std::f64::consts::TAU;
        let radius = 36.0 + 6.0 * turn.cos() + 100.0 * amplitude * (24.0 * turn).cos();
        let at = (50.0 + radius * turn.cos(), 50.0 + radius * turn.sin());
        if i == 0 { path.move_to(at) } else { path.line_to(at) }
    }
    path.close_path();
    traced(Rect::new(0.0, 0.0, 100.0, 100.0), vec![filled(Outline::Path(path), INK)], width)
}

#[test]
fn what_nobody_sees_of_a_large_picture_takes_no_pieces() {
    let (unseen, seen) = (wavering(1024, 0.00012), wavering(256, 0.004));
    assert!(pieces(&unseen) <= 12, "{unseen:?}");
    assert!(pieces(&seen) >= 24, "{seen:?}");
}
