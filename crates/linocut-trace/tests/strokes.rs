//! Line drawings come back as strokes.
#![cfg(test)]

use linocut_core::kurbo::{BezPath, Circle, Line, Point, Rect, Shape as _};
use linocut_core::{Cap, Context, Drawing, Item, Join, Outline, Paint, Raster, Rgba, Shape, Stroke};
use linocut_svg::{RenderOptions, render, score};
use linocut_trace::{DrawStyle, Preset, Stacking, TraceOptions, trace};

const INK: Rgba = Rgba::opaque(0x1d, 0x35, 0x57);

/// A stroke of ink along SVG path data.
fn stroke(path: &str, width: f64, cap: Cap, join: Join) -> Shape {
    let stroke = Stroke { cap, join, ..Stroke::new(Paint::Solid(INK), width) };
    Shape::stroked(Outline::Path(BezPath::from_svg(path).unwrap()), stroke)
}

fn picture(shapes: Vec<Shape>) -> Raster {
    let drawing = Drawing::new(Rect::new(0.0, 0.0, 96.0, 96.0), shapes.into_iter().map(Item::shape).collect());
    render(&drawing, &RenderOptions { background: Some(Rgba::WHITE), ..RenderOptions::default() }).unwrap()
}

fn traced(raster: &Raster) -> Drawing {
    let options = TraceOptions { preset: Preset::Centerline, ..TraceOptions::default() };
    trace(raster, &options, &Context::default()).unwrap()
}

fn strokes(drawing: &Drawing) -> Vec<(Outline, Stroke)> {
    drawing.shapes().filter_map(|s| Some((s.outline.clone(), s.stroke.clone()?))).collect()
}

/// Traces `shapes`, checks that the picture comes back, and returns the strokes.
#[track_caller]
fn check(shapes: Vec<Shape>, count: usize, width: f64) -> Vec<(Outline, Stroke)> {
    let raster = picture(shapes);
    let found = traced(&raster);
    let back = render(&found, &RenderOptions::default()).unwrap();
    let same = score::compare(&raster, &back).unwrap().value.get();
    assert!(same > 0.99, "{same} {found:?}");
    let strokes = strokes(&found);
    assert_eq!(strokes.len(), count, "{found:?}");
    for (_, stroke) in &strokes {
        assert!((stroke.width - width).abs() < 0.03 * width + 0.2, "{stroke:?}");
        assert_eq!(stroke.paint, Paint::Solid(INK));
    }
    strokes
}

#[test]
fn straight_line_is_one_line_with_its_ends() {
    let found = check(vec![stroke("M20 30 L70 55", 6.0, Cap::Round, Join::Round)], 1, 6.0);
    let Outline::Line(Line { p0, p1 }) = found[0].0 else { panic!("{found:?}") };
    let (a, b) = if p0.x < p1.x { (p0, p1) } else { (p1, p0) };
    assert!((a - Point::new(20.0, 30.0)).hypot() < 0.15, "{a:?}");
    assert!((b - Point::new(70.0, 55.0)).hypot() < 0.15, "{b:?}");
    assert_eq!(found[0].1.cap, Cap::Round);
}

#[test]
fn flat_ends_stay_flat() {
    let found = check(vec![stroke("M20 30 L70 55", 6.0, Cap::Butt, Join::Miter)], 1, 6.0);
    assert_eq!(found[0].1.cap, Cap::Butt);
}

#[test]
fn ring_is_a_stroked_circle() {
    let ring = Shape::stroked(Outline::Circle(Circle::new((48.0, 48.0), 25.0)), Stroke::new(Paint::Solid(INK), 4.0));
    let found = check(vec![ring], 1, 4.0);
    let Outline::Circle(circle) = found[0].0 else { panic!("{found:?}") };
    assert!((circle.radius - 25.0).abs() < 0.06, "{circle:?}");
}

#[test]
fn frame_is_a_stroked_rectangle() {
    let found = check(vec![stroke("M20 25 H78 V70 H20 Z", 5.0, Cap::Butt, Join::Miter)], 1, 5.0);
    let Outline::Rect(rect) = found[0].0 else { panic!("{found:?}") };
    let rect = rect.rect();
    for (a, b) in [(rect.x0, 20.0), (rect.y0, 25.0), (rect.x1, 78.0), (rect.y1, 70.0)] {
        assert!((a - b).abs() < 0.1, "{rect:?}");
    }
    assert_eq!(found[0].1.join, Join::Miter);
}

#[test]
fn corners_keep_their_joins() {
    for (cap, join) in [(Cap::Round, Join::Round), (Cap::Butt, Join::Miter)] {
        let found = check(vec![stroke("M15 75 L45 20 L80 70", 6.0, cap, join)], 1, 6.0);
        assert_eq!((found[0].1.cap, found[0].1.join), (cap, join));
        let Outline::Path(path) = &found[0].0 else { panic!("{found:?}") };
        assert_eq!(path.segments().count(), 2, "{path:?}");
        assert!(path.segments().any(|s| (s.as_line().unwrap().p1 - Point::new(45.0, 20.0)).hypot() < 0.3), "{path:?}");
    }
}

#[test]
fn lines_go_straight_on_through_crossings() {
    let cross = vec![
        stroke("M15 20 L80 75", 5.0, Cap::Round, Join::Round),
        stroke("M20 80 L75 12", 5.0, Cap::Round, Join::Round),
    ];
    let found = check(cross, 2, 5.0);
    assert!(found.iter().all(|(o, _)| matches!(o, Outline::Line(_))), "{found:?}");
}

#[test]
fn stems_end_on_the_line_they_meet() {
    let found = check(
        vec![
            stroke("M12 30.5 H84", 5.0, Cap::Round, Join::Round),
            stroke("M48.5 30.5 V80", 5.0, Cap::Round, Join::Round),
        ],
        2,
        5.0,
    );
    let touches = |o: &Outline| matches!(o, Outline::Line(l) if (l.p0.y - 30.5).abs().min((l.p1.y - 30.5).abs()) < 0.3);
    assert!(found.iter().all(|(o, _)| touches(o)), "{found:?}");
}

#[test]
fn thin_curve_is_one_smooth_stroke() {
    let found = check(vec![stroke("M12 60 C30 10 60 10 84 60", 1.5, Cap::Butt, Join::Miter)], 1, 1.5);
    let Outline::Path(path) = &found[0].0 else { panic!("{found:?}") };
    assert!(path.segments().count() <= 3, "{path:?}");
}

#[test]
fn areas_stay_filled() {
    let square = Outline::Rect(Rect::new(20.0, 20.0, 70.0, 70.0).to_rounded_rect(0.0));
    let found = traced(&picture(vec![Shape::filled(square, Paint::Solid(INK))]));
    assert!(strokes(&found).is_empty(), "{found:?}");
    assert_eq!(found.shapes().count(), 2);
}

fn rect(x0: f64, y0: f64, x1: f64, y1: f64, color: Rgba) -> Shape {
    let outline = Outline::Rect(Rect::new(x0, y0, x1, y1).to_rounded_rect(0.0));
    Shape::filled(outline, Paint::Solid(color))
}

/// The length of all strokes.
fn length(strokes: &[(Outline, Stroke)]) -> f64 {
    let of = |o: &Outline| match o {
        Outline::Path(path) => path.perimeter(0.01),
        Outline::Line(line) => line.perimeter(0.01),
        Outline::Circle(circle) => circle.perimeter(0.01),
        Outline::Ellipse(ellipse) => ellipse.perimeter(0.01),
        Outline::Rect(rect) => rect.perimeter(0.01),
    };
    strokes.iter().map(|(o, _)| of(o)).sum()
}

#[test]
fn cutters_cut_every_edge_once() {
    // Two squares side by side share an edge: seven sides of forty pixels.
    let raster =
        picture(vec![rect(8.0, 20.0, 48.0, 60.0, INK), rect(48.0, 20.0, 88.0, 60.0, Rgba::opaque(240, 90, 40))]);
    let options = TraceOptions { preset: Preset::Cutter, ..TraceOptions::default() };
    let found = trace(&raster, &options, &Context::default()).unwrap();
    assert!(found.shapes().all(|s| s.fill.is_none()), "{found:?}");
    let strokes = strokes(&found);
    assert!((length(&strokes) - 280.0).abs() < 4.0, "{} {found:?}", length(&strokes));
    assert!(strokes.iter().all(|(_, s)| s.paint == Paint::Solid(Rgba::opaque(255, 0, 0)) && s.width < 0.4));
}

#[test]
fn stroked_shapes_keep_their_colors_and_fill_nothing() {
    let raster = picture(vec![rect(8.0, 20.0, 48.0, 60.0, INK)]);
    let style = DrawStyle::StrokeShapes;
    let options = TraceOptions { draw_style: Some(style), line_width: Some(2.0), ..TraceOptions::default() };
    let found = trace(&raster, &options, &Context::default()).unwrap();
    assert!(found.shapes().all(|s| s.fill.is_none()), "{found:?}");
    assert!(
        strokes(&found).iter().any(|(_, s)| s.paint == Paint::Solid(INK) && (s.width - 2.0).abs() < 1e-9),
        "{found:?}"
    );
}

#[test]
fn cutters_may_have_filled_shapes() {
    let options = TraceOptions {
        preset: Preset::Cutter,
        draw_style: Some(DrawStyle::FillShapes),
        stacking: Stacking::Cutouts,
        gap_filler: Some(0.0),
        ..TraceOptions::default()
    };
    let raster = picture(vec![rect(8.0, 20.0, 48.0, 60.0, INK)]);
    let found = trace(&raster, &options, &Context::default()).unwrap();
    assert!(found.shapes().count() == 2 && found.shapes().all(|s| s.stroke.is_none()), "{found:?}");
}

#[test]
fn lines_stay_whole_in_cutouts() {
    let shapes = || {
        vec![
            stroke("M12 20 C30 50 60 0 84 30", 4.0, Cap::Round, Join::Round),
            stroke("M40 8 V80", 4.0, Cap::Round, Join::Round),
        ]
    };
    let options = TraceOptions { preset: Preset::Centerline, stacking: Stacking::Cutouts, ..TraceOptions::default() };
    let found = trace(&picture(shapes()), &options, &Context::default()).unwrap();
    assert_eq!(strokes(&found), strokes(&traced(&picture(shapes()))));
}

#[test]
fn widths_of_lines_need_lines() {
    let options = TraceOptions { line_width: Some(2.0), ..TraceOptions::default() };
    assert!(trace(&picture(Vec::new()), &options, &Context::default()).is_err());
}

#[test]
fn short_stems_come_back() {
    let comb = |x: u32| stroke(&format!("M{x} 40 V30"), 6.0, Cap::Round, Join::Round);
    let mut shapes = vec![stroke("M12 40 H84", 6.0, Cap::Round, Join::Round)];
    shapes.extend([24, 48, 72].map(comb));
    check(shapes, 4, 6.0);
}

#[test]
fn noise_does_not_fray_lines() {
    let clean = picture(vec![
        stroke("M14 70 C14 20 50 10 60 40", 5.0, Cap::Round, Join::Round),
        stroke("M20 84 H80", 5.0, Cap::Round, Join::Round),
    ]);
    // A small generator of pseudo-random numbers: the noise of a scan, 8 levels to both sides.
    let mut state = 1_u32;
    let mut noisy = |c: u8| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        c.saturating_add(u8::try_from((state >> 24) % 9).unwrap())
            .saturating_sub(u8::try_from((state >> 16) % 9).unwrap())
    };
    let pixels = clean.pixels().iter().map(|p| Rgba::opaque(noisy(p.r), noisy(p.g), noisy(p.b))).collect();
    let found = traced(&Raster::new(clean.width(), clean.height(), pixels).unwrap());
    let strokes = strokes(&found);
    assert_eq!(strokes.len(), 2, "{found:?}");
    assert!(strokes.iter().all(|(_, s)| (s.width - 5.0).abs() < 0.3 && s.cap == Cap::Round), "{found:?}");
}

#[test]
fn line_art_keeps_lines_of_varying_width_filled() {
    let wedge = BezPath::from_svg("M10 70 L86 62 L86 82 L10 74 Z").unwrap();
    let shapes = vec![
        Shape::filled(Outline::Path(wedge), Paint::Solid(INK)),
        stroke("M12 20 C30 50 60 0 84 30", 4.0, Cap::Round, Join::Round),
    ];
    let options = TraceOptions { preset: Preset::Lineart, ..TraceOptions::default() };
    let found = trace(&picture(shapes), &options, &Context::default()).unwrap();
    assert_eq!(strokes(&found).len(), 1, "{found:?}");
    assert_eq!(found.shapes().count(), 3, "{found:?}");
}
