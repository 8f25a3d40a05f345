//! What shapes have in common: sizes, directions and widths, from pixels to shapes.
#![cfg(test)]

use linocut_core::kurbo::{Affine, BezPath, ParamCurve as _, PathSeg, Rect, RoundedRect, Vec2};
use linocut_core::{Context, Drawing, Item, Outline, Paint, Rgba, Shape, Stroke};
use linocut_trace::{Preset, Snap, TraceOptions, trace};

const INK: Rgba = Rgba::opaque(0x1d, 0x35, 0x57);

/// Traces `items` on white, painted exactly: the usual rasterizer puts level sides on quarters of a pixel.
fn traced(items: Vec<Item>, width: u32, options: &TraceOptions) -> Drawing {
    let sheet = Rect::new(0.0, 0.0, 96.0, 96.0);
    let white = Shape::filled(Outline::Rect(sheet.to_rounded_rect(0.0)), Paint::Solid(Rgba::WHITE));
    let drawing = Drawing::new(sheet, std::iter::once(Item::shape(white)).chain(items).collect());
    let cx = Context::default();
    let picture = linocut_cover::render(&drawing, width, width, &cx).unwrap().raster().unwrap();
    trace(&picture, options, &cx).unwrap()
}

fn filled(outline: Outline) -> Item {
    Item::shape(Shape::filled(outline, Paint::Solid(INK)))
}

fn with(snap: Snap) -> TraceOptions {
    TraceOptions { snap, ..TraceOptions::default() }
}

/// By how much the largest of `values` exceeds the least.
fn spread(values: &[f64]) -> f64 {
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(*v), high.max(*v)));
    high - low
}

fn rects(drawing: &Drawing) -> Vec<RoundedRect> {
    let rect = |s: &Shape| if let Outline::Rect(r) = s.outline { Some(r) } else { None };
    drawing.shapes().skip(1).filter_map(rect).collect()
}

#[test]
fn bars_of_a_chart_are_equally_wide() {
    let bars = [(8.11, 40.0), (25.47, 22.3), (43.9, 31.1), (66.23, 12.7)];
    let bars =
        || bars.map(|(x, y)| filled(Outline::Rect(Rect::new(x, y, x + 11.3, 88.0).to_rounded_rect(0.0)))).to_vec();
    let widths = |snap| rects(&traced(bars(), 211, &with(snap))).iter().map(RoundedRect::width).collect::<Vec<_>>();
    let (snapped, free) = (widths(Snap::On), widths(Snap::Off));
    assert_eq!(snapped.len(), 4);
    assert!(spread(&snapped) < 1e-6, "{snapped:?}");
    assert!((snapped[0] - 11.3 * 211.0 / 96.0).abs() < 0.06, "{snapped:?}");
    assert!(spread(&free) > 1e-3, "{free:?}");
}

#[test]
fn arms_of_a_letter_are_equally_thick() {
    // Each arm lies elsewhere in its pixels.
    let letter = "M20.3 10.2L70.6 10.2L70.6 20.13L30.9 20.13L30.9 44.37L62.2 44.37L62.2 54.3L30.9 54.3L30.9 76.66L70.6 76.66L70.6 86.59L20.3 86.59Z";
    let thick = |snap| {
        let found = traced(vec![filled(Outline::Path(BezPath::from_svg(letter).unwrap()))], 197, &with(snap));
        let Outline::Path(path) = &found.shapes().last().unwrap().outline else { panic!("{found:?}") };
        let level = |s: PathSeg| ((s.end() - s.start()).y.abs() < 1e-9).then_some(s.start().y);
        let mut ys: Vec<f64> = path.segments().filter_map(level).collect();
        ys.sort_by(f64::total_cmp);
        assert_eq!(ys.len(), 6, "{}", path.to_svg());
        ys.chunks(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
    };
    let (snapped, free) = (thick(Snap::On), thick(Snap::Off));
    assert!(spread(&snapped) < 1e-6, "{snapped:?}");
    assert!(spread(&free) > 1e-3, "{free:?}");
}

#[test]
fn turned_sides_are_parallel_and_square_to_each_other() {
    let letter = BezPath::from_svg("M20 14L44 14L44 60L78 60L78 82L20 82Z").unwrap();
    let off = |snap| {
        let turned = Affine::rotate_about(0.37, (48.0, 48.0)) * letter.clone();
        let found = traced(vec![filled(Outline::Path(turned))], 203, &with(snap));
        let Outline::Path(path) = &found.shapes().last().unwrap().outline else { panic!("{found:?}") };
        let ways: Vec<Vec2> = path.segments().map(|s| s.end() - s.start()).collect();
        assert_eq!(ways.len(), 6, "{}", path.to_svg());
        let angles: Vec<f64> =
            ways.iter().map(|w| libm::atan2(w.y, w.x).rem_euclid(std::f64::consts::FRAC_PI_2)).collect();
        assert!((angles[0] - 0.37).abs() < 0.004, "{angles:?}");
        spread(&angles)
    };
    let (snapped, free) = (off(Snap::On), off(Snap::Off));
    assert!(snapped < 1e-6 && free > 1e-4, "{snapped} {free}");
}

#[test]
fn strokes_of_one_width_have_it() {
    let lines = ["M10 12L80 20", "M12 40C40 30 60 60 86 44", "M10 80L86 70"];
    let items = || {
        let stroke = |d: &&str| {
            let stroke = Stroke::new(Paint::Solid(Rgba::BLACK), 3.3);
            Item::shape(Shape::stroked(Outline::Path(BezPath::from_svg(d).unwrap()), stroke))
        };
        lines.iter().map(stroke).collect::<Vec<_>>()
    };
    let widths = |snap| {
        let options = TraceOptions { preset: Preset::Centerline, snap, ..TraceOptions::default() };
        let found = traced(items(), 223, &options);
        found.shapes().filter_map(|s| s.stroke.as_ref()).map(|s| s.width).collect::<Vec<_>>()
    };
    let (snapped, free) = (widths(Snap::On), widths(Snap::Off));
    assert!(snapped.len() == 3 && spread(&snapped) < 1e-9, "{snapped:?}");
    assert!(spread(&free) > 1e-6, "{free:?}");
}
