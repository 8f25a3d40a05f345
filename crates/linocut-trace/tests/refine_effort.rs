//! Effort Best: closer to the picture, and as regular as before.
#![cfg(test)]

use linocut_core::kurbo::{PathEl, Point};
use linocut_core::{Context, Drawing, Effort, Kind, Outline, Raster, Rgba, Watch};
use linocut_svg::{Limits, RenderOptions, read, render, render_svg, score};
use linocut_trace::{Background, DrawStyle, Stacking, TraceOptions, trace};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Blobs with corners, curves, a hole and a circle; only the rectangle lies on the grid of pixels.
const ART: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path fill="#fff" d="M0 0h96v96H0z"/>
<path fill="#257" d="M8.3 50.2C9 12 40.2 3.3 60.4 11.7S92 40 71.3 61.2L40 55.5C30 70 8 84 8.3 50.2Z"/>
<path fill="#fb4" fill-rule="evenodd" d="M22.2 44.4C26 25 48 22 52.5 35S40 52 22.2 44.4ZM30 40.3C34 33 43 31 45.2 36.4S38 43 30 40.3Z"/>
<circle cx="68.3" cy="74.6" r="14.2" fill="#d24"/><path fill="#183" d="M10.5 77.25H46.5V89.25H10.5Z"/></svg>"##;

/// The art, each pixel by the exact area covered: what a renderer rounds would hide the difference.
fn picture() -> Raster {
    let art = read(ART.as_bytes(), &Limits::default()).unwrap().value;
    linocut_cover::render(&art, 128, 128, &Context::default()).unwrap().raster().unwrap()
}

fn traced(effort: Effort) -> Drawing {
    let mut cx = Context::default();
    cx.effort = effort;
    trace(&picture(), &TraceOptions::default(), &cx).unwrap()
}

/// Mean displacement of the boundaries from those of the art, in pixels.
fn displacement(drawing: &Drawing) -> f64 {
    let large = RenderOptions { width: Some(384), ..RenderOptions::default() };
    score::displacement(&render_svg(ART, &large).unwrap(), &render(drawing, &large).unwrap())
}

#[test]
fn comes_closer_than_usual() {
    let (usual, best) = (displacement(&traced(Effort::Balanced)), displacement(&traced(Effort::Best)));
    assert!(best < 0.9 * usual, "{best} px at best, {usual} px as usual");
}

#[test]
fn keeps_what_is_regular() {
    let drawing = traced(Effort::Best);
    let circles = drawing.shapes().filter(|s| matches!(s.outline, Outline::Circle(_)));
    assert_eq!(circles.count(), 1);
    let green = |s: &&linocut_core::Shape| s.fill == Some(linocut_core::Paint::Solid(Rgba::opaque(0x11, 0x88, 0x33)));
    match &drawing.shapes().find(green).unwrap().outline {
        Outline::Rect(_) => {}
        Outline::Path(path) => {
            let ends: Vec<Point> = path.elements().iter().filter_map(PathEl::end_point).collect();
            let level = |(a, b): (&Point, &Point)| (a.x - b.x).abs().min((a.y - b.y).abs()) < 1e-9;
            assert!(ends.iter().zip(ends.iter().skip(1)).all(level), "{path:?}");
        }
        Outline::Circle(_) | Outline::Ellipse(_) | Outline::Line(_) => panic!("a rectangle is none of these"),
    }
}

/// Late or cancelled from the second note on.
struct Impatient {
    notes: AtomicUsize,
    cancels: bool,
}

impl Watch for Impatient {
    fn cancelled(&self) -> bool {
        self.cancels && self.notes.load(Ordering::Relaxed) > 1
    }
    fn late(&self) -> bool {
        !self.cancels && self.notes.load(Ordering::Relaxed) > 1
    }
    fn note(&self, stage: &str, _done: u64, _total: u64) {
        self.notes.fetch_add(usize::from(stage == "refine"), Ordering::Relaxed);
    }
}

fn impatient(cancels: bool, options: &TraceOptions) -> linocut_core::Result<Drawing> {
    let mut cx = Context::new(Arc::new(Impatient { notes: AtomicUsize::new(0), cancels }));
    cx.effort = Effort::Best;
    trace(&picture(), options, &cx)
}

#[test]
fn gives_what_it_has_when_time_is_up() {
    let (found, best) = (impatient(false, &TraceOptions::default()).unwrap(), traced(Effort::Best));
    assert_eq!(found.shapes().count(), best.shapes().count());
    assert_ne!(found, best, "all of the time was used");
    assert_ne!(found, traced(Effort::Balanced), "none of the time was used");
    assert_eq!(impatient(true, &TraceOptions::default()).unwrap_err().kind(), Kind::Cancelled);
}

#[test]
fn what_was_refined_in_time_still_gets_its_layers() {
    let plain = TraceOptions::default();
    for options in [
        TraceOptions { background: Background::Drop, ..plain.clone() },
        TraceOptions { stacking: Stacking::Cutouts, ..plain.clone() },
        TraceOptions { draw_style: Some(DrawStyle::StrokeEdges), ..plain },
    ] {
        assert!(impatient(false, &options).is_ok(), "{options:?}");
    }
}
