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
    let drawing =
        Drawing::new(Rect::new(0.0, 0.0, 52.0, 52.0), vec![filled(Outline::Path(tab), INK), filled(sheet, ROSE)]);
    let options = RenderOptions { width: Some(width), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    trace(&render(&drawing, &options).unwrap(), &TraceOptions::default(), &Context::default()).unwrap()
}

fn shape(drawing: &Drawing, at: usize) -> &Outline {
    let Body::Shape(shape) = &drawing.items[at].body else { panic!("{drawing:?}") };
    &shape.outline
}

#[test]
fn large_picture_takes_the_shapes_of_a_small_one() {
    let pieces = |drawing: &Drawing| {
        let Outline::Path(path) = shape(drawing, 1) else { panic!("{drawing:?}") };
        path.segments().count()
    };
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
