//! Cut-outs, their seams, groups and names.
#![cfg(test)]

mod scene;

use linocut_core::kurbo::{Circle, Rect, Shape as _};
use linocut_core::{Body, Context, Drawing, Item, Kind, Outline, Paint, Raster, Rgba, Shape};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{Background, DrawStyle, Engine, GroupBy, Preset, Snap, Stacking, TraceOptions, trace};
use scene::{INK, circle, filled, rect};

const RED: Rgba = Rgba::opaque(230, 57, 70);
const SAND: Rgba = Rgba::opaque(244, 211, 94);
const MAGENTA: Rgba = Rgba::opaque(255, 0, 255);

/// A disc half under a bar, a dot that crosses both, a leaning bar: three junctions of three.
fn crossing() -> Vec<Item> {
    let leaning = linocut_core::kurbo::BezPath::from_svg("M20 12L34 8L44 88L30 92Z").unwrap();
    vec![
        circle(48.0, 48.0, 36.3, SAND),
        rect(8.4, 40.2, 90.3, 58.7, INK),
        circle(60.2, 56.4, 11.5, RED),
        filled(Outline::Path(leaning), Rgba::opaque(42, 157, 143)),
    ]
}

fn picture(items: Vec<Item>, background: Option<Rgba>) -> Raster {
    let scene = Drawing::new(Rect::new(0.0, 0.0, 96.0, 96.0), items);
    render(&scene, &RenderOptions { background, ..RenderOptions::default() }).unwrap()
}

fn traced(raster: &Raster, options: &TraceOptions) -> Drawing {
    trace(raster, options, &Context::default()).unwrap()
}

fn cutouts(gap_filler: Option<f64>) -> TraceOptions {
    TraceOptions { stacking: Stacking::Cutouts, gap_filler, ..TraceOptions::default() }
}

fn fills(drawing: &Drawing) -> impl Iterator<Item = &Shape> {
    drawing.shapes().filter(|shape| shape.fill.is_some())
}

fn area(shape: &Shape) -> f64 {
    match &shape.outline {
        Outline::Path(path) => path.area().abs(),
        Outline::Rect(rect) => rect.area(),
        Outline::Circle(circle) => circle.area(),
        Outline::Ellipse(ellipse) => ellipse.area(),
        Outline::Line(_) => 0.0,
    }
}

/// The pixels that `whole` hides and where more than a sixteenth of a magenta page shines through `drawing`.
fn seams(whole: &Drawing, drawing: &Drawing, width: u32) -> usize {
    let on = |drawing: &Drawing, page: Rgba| {
        render(drawing, &RenderOptions { background: Some(page), width: Some(width), ..RenderOptions::default() })
            .unwrap()
    };
    let page = |drawing: &Drawing| -> Vec<u8> {
        let (a, b) = (on(drawing, MAGENTA), on(drawing, Rgba::opaque(0, 255, 0)));
        a.pixels().iter().zip(b.pixels()).map(|(p, q)| p.r.abs_diff(q.r)).collect()
    };
    page(whole).into_iter().zip(page(drawing)).filter(|(whole, cut)| *whole == 0 && *cut > 16).count()
}

#[test]
fn cutouts_paint_every_pixel_once() {
    for background in [Some(Rgba::WHITE), None] {
        let raster = picture(crossing(), background);
        let (below, cut) = (traced(&raster, &TraceOptions::default()), traced(&raster, &cutouts(None)));
        let painted: f64 = fills(&cut).map(area).sum();
        let covered: f64 =
            render(&below, &RenderOptions::default()).unwrap().pixels().iter().map(|p| f64::from(p.a) / 255.0).sum();
        assert!((painted - covered).abs() < 3.0, "{painted} of {covered}");
        assert!(below.shapes().map(area).sum::<f64>() > covered + 500.0, "stacked shapes overlap");
    }
}

#[test]
fn cutouts_show_no_seam() {
    for background in [Some(Rgba::WHITE), None] {
        let raster = picture(crossing(), background);
        let stacked = traced(&raster, &TraceOptions::default());
        let (cut, open) = (traced(&raster, &cutouts(None)), traced(&raster, &cutouts(Some(0.0))));
        for width in [96, 288] {
            let shown = seams(&stacked, &cut, width);
            // One pixel in each corner between two shapes and the open page.
            assert!(shown <= 5, "{shown} pixels at {width} on {background:?}");
            let without = seams(&stacked, &open, width);
            assert!(without > 60, "{without} pixels at {width} on {background:?}");
        }
    }
}

#[test]
fn fillers_lie_below_everything() {
    let cut = traced(&picture(crossing(), Some(Rgba::WHITE)), &cutouts(Some(1.5)));
    let Body::Group(fillers) = &cut.items.first().unwrap().body else { panic!() };
    assert!(fillers.iter().all(|i| matches!(&i.body, Body::Shape(s) if s.fill.is_none())));
    let widths: Vec<f64> = cut.shapes().filter_map(|s| s.stroke.as_ref()).map(|s| s.width).collect();
    assert!(!widths.is_empty() && widths.iter().all(|w| (w - 1.5).abs() < 1e-9), "{widths:?}");
}

#[test]
fn what_nothing_covers_keeps_its_outline() {
    let cut = traced(&picture(vec![circle(48.0, 48.0, 30.0, INK)], Some(Rgba::WHITE)), &cutouts(None));
    assert!(matches!(cut.shapes().last().unwrap().outline, Outline::Circle(_)));
    let hole = fills(&cut).next().unwrap();
    assert!((area(hole) - (96.0 * 96.0 - area(cut.shapes().last().unwrap()))).abs() < 0.5);
    let Outline::Path(path) = &hole.outline else { panic!() };
    assert!(path.elements().len() <= 13, "{path:?}");
}

#[test]
fn holes_stay_open_in_cutouts() {
    let mut ring = Circle::new((48.0, 48.0), 40.0).to_path(0.01);
    ring.extend(Circle::new((48.0, 48.0), 20.0).to_path(0.01));
    let shape =
        Shape { fill_rule: linocut_core::FillRule::EvenOdd, ..Shape::filled(Outline::Path(ring), Paint::Solid(INK)) };
    let items = vec![Item::shape(shape), rect(44.0, 4.0, 52.0, 92.0, RED)];
    let cut = traced(&picture(items, None), &cutouts(None));
    let back = render(&cut, &RenderOptions::default()).unwrap();
    assert_eq!(back.get(36, 48).unwrap().a, 0);
    assert_eq!((back.get(48, 48), back.get(16, 48)), (Some(RED), Some(INK)));
}

#[track_caller]
fn refused(options: &TraceOptions) {
    let raster = picture(crossing(), None);
    assert_eq!(trace(&raster, options, &Context::default()).unwrap_err().kind(), Kind::Input);
}

#[test]
fn refuses_what_has_no_effect() {
    refused(&TraceOptions { gap_filler: Some(1.0), ..TraceOptions::default() });
    refused(&cutouts(Some(-1.0)));
    refused(&cutouts(Some(f64::NAN)));
    refused(&TraceOptions { trap: 0.2, ..TraceOptions::default() });
    refused(&TraceOptions { trap: f64::INFINITY, ..cutouts(None) });
    let edges = || TraceOptions { draw_style: Some(DrawStyle::StrokeEdges), ..TraceOptions::default() };
    refused(&TraceOptions { stacking: Stacking::Cutouts, ..edges() });
    refused(&TraceOptions { gap_filler: Some(0.0), ..edges() });
    refused(&TraceOptions { group_by: GroupBy::Color, ..edges() });
    refused(&TraceOptions { preset: Preset::Cutter, ..cutouts(None) });
    for engine in [Engine::Bilevel, Engine::Vtracer] {
        let plain = || TraceOptions { engine, ..TraceOptions::default() };
        refused(&TraceOptions { min_area: Some(9.0), ..plain() });
        refused(&TraceOptions { tolerance: Some(0.3), ..plain() });
        refused(&TraceOptions { background: Background::Drop, ..plain() });
        refused(&TraceOptions { snap: Snap::Off, ..plain() });
        refused(&TraceOptions { preset: Preset::Pixel, ..plain() });
    }
    let pixels = || TraceOptions { preset: Preset::Pixel, ..TraceOptions::default() };
    refused(&TraceOptions { min_area: Some(9.0), ..pixels() });
    refused(&TraceOptions { tolerance: Some(0.3), ..pixels() });
}

#[test]
fn a_trap_spreads_under_what_lies_above() {
    let raster = picture(vec![circle(48.0, 48.0, 30.0, INK)], Some(Rgba::WHITE));
    let areas = |trap: f64| -> Vec<f64> {
        let found = traced(&raster, &TraceOptions { trap, ..cutouts(None) });
        assert!(
            found.shapes().all(|s| s.stroke.is_none() == (trap > 0.0) || s.fill.is_some()),
            "a trap needs no filler"
        );
        fills(&found).map(area).collect()
    };
    let (plain, spread) = (areas(0.0), areas(0.5));
    let ring = std::f64::consts::PI * (30.0_f64.powi(2) - 29.5_f64.powi(2));
    assert!((spread[0] - plain[0] - ring).abs() < 1.0, "{plain:?} {spread:?}");
    assert!((spread[1] - plain[1]).abs() < 1e-9, "what lies on top stays as it is");
}

#[test]
fn trapped_shapes_look_the_same() {
    let raster = picture(crossing(), Some(Rgba::WHITE));
    let stacked = traced(&raster, &TraceOptions::default());
    let trapped = traced(&raster, &TraceOptions { trap: 1.0, ..cutouts(None) });
    let shown = seams(&stacked, &trapped, 288);
    assert!(shown <= 5, "{shown} pixels");
}

/// The ids of the items, groups with their members in brackets.
fn names(items: &[Item]) -> String {
    let name = |item: &Item| {
        let own = item.id.as_ref().map_or("-", |id| id.as_str()).to_owned();
        if let Body::Group(inner) = &item.body { format!("{own}[{}]", names(inner)) } else { own }
    };
    items.iter().map(name).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn grouped(items: Vec<Item>, options: &TraceOptions, expected: &str) {
    let raster = picture(items, Some(Rgba::WHITE));
    let plain = traced(&raster, &TraceOptions { group_by: GroupBy::None, ..options.clone() });
    let found = traced(&raster, options);
    assert_eq!(names(&found.items), expected);
    let look = |drawing: &Drawing| render(drawing, &RenderOptions::default()).unwrap();
    // Shapes side by side blend along their edge in the order in which they come.
    let same = options.stacking == Stacking::Cutouts || look(&found) == look(&plain);
    assert!(same, "groups change nothing that is seen");
}

#[test]
fn colors_share_a_group_where_nothing_lies_between() {
    let items = || {
        vec![
            circle(24.0, 24.0, 16.0, RED),
            circle(72.0, 24.0, 16.0, INK),
            circle(24.0, 72.0, 16.0, INK),
            circle(72.0, 72.0, 16.0, RED),
            circle(72.0, 24.0, 8.0, RED),
        ]
    };
    let options = TraceOptions { group_by: GroupBy::Color, ..TraceOptions::default() };
    let expected = "background red[circle-1 circle-2] navy[circle-3 circle-4] red-group-2[circle-5]";
    grouped(items(), &options, expected);
    let apart = TraceOptions { group_by: GroupBy::Color, ..cutouts(Some(0.0)) };
    grouped(items(), &apart, "background red[circle-1 circle-2 circle-3] navy[circle-4 navy-1]");
    let labeled = traced(&picture(items(), Some(Rgba::WHITE)), &options);
    assert_eq!(labeled.items[1].label.as_deref(), Some("#e63946"));
}

#[test]
fn layers_hold_what_does_not_overlap() {
    let items = vec![circle(24.0, 48.0, 20.0, INK), circle(72.0, 48.0, 20.0, RED), circle(72.0, 48.0, 8.0, INK)];
    let options = TraceOptions { group_by: GroupBy::Layer, ..TraceOptions::default() };
    grouped(items, &options, "background layer[circle-1 circle-2] layer-group-2[circle-3]");
}

#[test]
fn a_dropped_background_leaves_counters_open() {
    let items = vec![
        circle(48.0, 48.0, 40.0, INK),
        circle(48.0, 48.0, 20.0, Rgba::WHITE),
        circle(40.0, 48.0, 6.0, RED),
        rect(60.0, 44.0, 92.0, 52.0, RED),
    ];
    let options = TraceOptions { background: Background::Drop, ..TraceOptions::default() };
    let found = traced(&picture(items, Some(Rgba::WHITE)), &options);
    let back = render(&found, &RenderOptions::default()).unwrap();
    for (x, y) in [(2, 2), (48, 34), (54, 48)] {
        assert_eq!(back.get(x, y).unwrap().a, 0, "({x}, {y}) is open");
    }
    assert_eq!((back.get(48, 12), back.get(40, 48), back.get(64, 48)), (Some(INK), Some(RED), Some(RED)));
}

/// No pixel of the trace is far from the picture, in levels of alpha.
#[track_caller]
fn faithful(items: Vec<Item>, limit: u8) {
    let raster = picture(items, None);
    let back = render(&traced(&raster, &TraceOptions::default()), &RenderOptions::default()).unwrap();
    let pairs = raster.pixels().iter().zip(back.pixels()).enumerate();
    let worst = pairs.map(|(at, (p, q))| (p.a.abs_diff(q.a), at)).max().unwrap();
    assert!(worst.0 <= limit, "{} levels at ({}, {})", worst.0, worst.1 % 96, worst.1 / 96);
}

#[test]
fn short_ends_beside_corners_stay_straight() {
    faithful(crossing(), 130);
}
