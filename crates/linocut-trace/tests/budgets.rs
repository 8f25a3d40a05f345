//! Drawings within a budget.
#![cfg(test)]

use linocut_core::kurbo::{Circle, Line, Rect};
use linocut_core::{
    Body, Context, Drawing, Error, Item, Kind, Outline, Paint, Raster, Result, Rgba, Shape, Stroke, Watch,
};
use linocut_svg::{RenderOptions, WriteOptions, render, score, write};
use linocut_trace::{Budget, Engine, Measured, Preset, TraceOptions, Within, trace, within};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Sixteen discs that grow and change color from the top left to the bottom right.
fn discs() -> Raster {
    let disc = |i: u8| {
        let (x, y) = (f64::from(i % 4) * 16.0 + 8.0, f64::from(i / 4) * 16.0 + 8.0);
        let circle = Outline::Circle(Circle::new((x, y), 2.5 + f64::from(i) * 0.3));
        Item::shape(Shape::filled(circle, Paint::Solid(Rgba::opaque(15 * i, 90, 250 - 15 * i))))
    };
    let scene = Drawing::new(Rect::new(0.0, 0.0, 64.0, 64.0), (0..16).map(disc).collect());
    render(&scene, &RenderOptions { background: Some(Rgba::WHITE), ..RenderOptions::default() }).unwrap()
}

fn judged(picture: &Raster, drawing: &Drawing) -> Result<Measured> {
    let bytes = u64::try_from(write(drawing, &WriteOptions::default()).len()).unwrap();
    let score = score::compare(picture, &render(drawing, &RenderOptions::default())?)?;
    let likeness = score.parts.iter().find(|(name, _)| name == "ssim_color").map(|(_, value)| *value).unwrap();
    Ok(Measured { bytes, quality: score.value.get(), likeness })
}

fn found(budget: Budget) -> Within {
    let picture = discs();
    within(&picture, &TraceOptions::default(), &budget, &|d| judged(&picture, d), &Context::default()).unwrap()
}

#[test]
fn nothing_asked_is_one_plain_drawing() {
    let all = found(Budget::default());
    assert_eq!((all.tries, all.met, all.options), (1, true, TraceOptions::default()));
    assert_eq!(all.drawing, trace(&discs(), &TraceOptions::default(), &Context::default()).unwrap());
}

#[test]
fn numbers_of_shapes_are_kept() {
    for most in [1, 2, 7, 12] {
        let within = found(Budget { max_paths: Some(most), ..Budget::default() });
        assert!(within.met && within.paths <= usize::try_from(most).unwrap(), "{most}: {}", within.paths);
        assert_eq!(within.drawing.shapes().count(), within.paths);
        let largest = judged(&discs(), &largest(usize::try_from(most).unwrap())).unwrap();
        assert!(within.measured.likeness >= largest.likeness, "{most}: {:?}, {largest:?}", within.measured);
    }
}

/// The discs as they are traced, but for all shapes after the `kept` largest.
fn largest(kept: usize) -> Drawing {
    let mut drawing = trace(&discs(), &TraceOptions::default(), &Context::default()).unwrap();
    let area = |item: &Item| if let Body::Shape(s) = &item.body { s.outline.bounds().area() } else { 0.0 };
    drawing.items.sort_by(|a, b| area(b).total_cmp(&area(a)));
    drawing.items.truncate(kept);
    drawing
}

/// A level, an upright and a leaning line, and two short ones.
fn lines() -> Raster {
    let line = |(x0, y0, x1, y1): (f64, f64, f64, f64)| {
        let stroke = Stroke::new(Paint::Solid(Rgba::BLACK), 2.5);
        Item::shape(Shape::stroked(Outline::Line(Line::new((x0, y0), (x1, y1))), stroke))
    };
    let lines =
        [(6., 8., 58., 8.), (8., 16., 8., 58.), (20., 20., 40., 56.), (50., 20., 56., 26.), (50., 50., 56., 44.)];
    let scene = Drawing::new(Rect::new(0.0, 0.0, 64.0, 64.0), lines.into_iter().map(line).collect());
    let options = RenderOptions { background: Some(Rgba::WHITE), width: Some(128), ..RenderOptions::default() };
    render(&scene, &options).unwrap()
}

#[track_caller]
fn within_paths(picture: &Raster, options: &TraceOptions, most: u32) -> Within {
    let budget = Budget { max_paths: Some(most), ..Budget::default() };
    let found = within(picture, options, &budget, &|d| judged(picture, d), &Context::default()).unwrap();
    assert!(found.paths <= usize::try_from(most).unwrap(), "{}", found.paths);
    found
}

#[test]
fn line_drawings_keep_their_longest_lines() {
    for preset in [Preset::Lineart, Preset::Centerline] {
        let options = TraceOptions { preset, ..TraceOptions::default() };
        assert_eq!(trace(&lines(), &options, &Context::default()).unwrap().shapes().count(), 6);
        let found = within_paths(&lines(), &options, 4);
        assert!(found.met && found.options.colors.is_none_or(|n| n > 1), "{:?}", found.options);
        let strokes = found.drawing.shapes().filter(|s| s.stroke.is_some());
        let lengths: Vec<f64> = strokes.map(|s| s.outline.bounds()).map(|b| b.width().hypot(b.height())).collect();
        assert!(lengths.len() == 3 && lengths.iter().all(|length| *length > 60.0), "{lengths:?}");
    }
}

#[test]
fn other_engines_leave_out_shapes() {
    let picture = discs();
    for engine in [Engine::Bilevel, Engine::Vtracer] {
        let options = TraceOptions { engine, ..TraceOptions::default() };
        let all = trace(&picture, &options, &Context::default()).unwrap().shapes().count();
        let found = within_paths(&picture, &options, 1);
        assert_eq!((found.options, found.paths, found.dropped + found.joined), (options, 1, all - 1));
        // One ink is one shape, and nothing need go.
        assert_eq!(found.dropped == 0, engine == Engine::Bilevel);
    }
}

#[test]
fn photographs_stay_shaded() {
    let options = TraceOptions { preset: Preset::Photo, ..TraceOptions::default() };
    assert_eq!(within_paths(&discs(), &options, 9).options.colors, None);
}

#[test]
fn pixels_are_not_asked_to_be_simpler() {
    let options = TraceOptions { preset: Preset::Pixel, ..TraceOptions::default() };
    let found = within_paths(&discs(), &options, 4).options;
    assert_eq!(TraceOptions { colors: None, ..found }, options);
}

#[test]
fn bytes_are_kept_and_more_bytes_are_closer() {
    let [few, more] = [500, 1000].map(|most| {
        let within = found(Budget { max_bytes: Some(most), ..Budget::default() });
        assert!(within.met && within.measured.bytes <= most, "{most}: {:?}", within.measured);
        within
    });
    assert!(more.measured.quality > few.measured.quality);
}

#[test]
fn less_quality_makes_simpler_drawings() {
    let [coarse, fine] = [0.6, 0.95].map(|quality| found(Budget { quality: Some(quality), ..Budget::default() }));
    assert!(coarse.met && fine.met);
    assert!(coarse.measured.quality >= 0.6 && fine.measured.quality >= 0.95);
    assert!(coarse.measured.bytes < fine.measured.bytes);
}

#[test]
fn what_cannot_be_met_is_said() {
    let perfect = found(Budget { quality: Some(1.0), ..Budget::default() });
    assert!(!perfect.met && perfect.options == TraceOptions::default());
    let tight = found(Budget { quality: Some(0.99), max_paths: Some(5), ..Budget::default() });
    assert!(!tight.met && tight.paths <= 5);
    let tiny = found(Budget { max_bytes: Some(10), ..Budget::default() });
    assert!(!tiny.met && tiny.paths <= 1);
}

#[test]
fn the_answer_is_always_the_same() {
    let budget = Budget { max_paths: Some(9), max_bytes: Some(2000), quality: Some(0.5) };
    assert_eq!(found(budget), found(budget));
}

/// Three discs of one color with holes off their middles, on white, and a small red disc.
fn rings() -> Raster {
    let disc = |x: f64, radius: f64, color: Rgba| {
        Item::shape(Shape::filled(Outline::Circle(Circle::new((x, 32.0), radius)), Paint::Solid(color)))
    };
    let rings =
        [20.0, 60.0, 100.0].map(|x| [disc(x, 16.0, Rgba::opaque(20, 40, 160)), disc(x + 5.0, 7.0, Rgba::WHITE)]);
    let red = disc(140.0, 9.0, Rgba::opaque(200, 30, 30));
    let scene = Drawing::new(Rect::new(0.0, 0.0, 160.0, 64.0), rings.into_iter().flatten().chain([red]).collect());
    render(&scene, &RenderOptions { background: Some(Rgba::WHITE), ..RenderOptions::default() }).unwrap()
}

#[test]
fn rings_keep_their_holes() {
    let (picture, options) = (rings(), TraceOptions::default());
    let plain = trace(&picture, &options, &Context::default()).unwrap();
    assert_eq!(plain.shapes().count(), 8);
    let found = within_paths(&picture, &options, 4);
    assert_eq!((found.met, found.joined, found.dropped), (true, 4, 0));
    let [before, after] = [&plain, &found.drawing].map(|drawing| judged(&picture, drawing).unwrap().likeness);
    assert!((before - after).abs() < 1e-3, "{before} {after}");
}

#[test]
fn a_drawing_of_nothing_meets_no_budget() {
    let picture = discs();
    let options = TraceOptions { preset: Preset::Cutter, ..TraceOptions::default() };
    let budget = Budget { max_bytes: Some(150), ..Budget::default() };
    let found = within(&picture, &options, &budget, &|d| judged(&picture, d), &Context::default()).unwrap();
    assert!(found.paths > 0 && !found.met, "{} {:?}", found.paths, found.measured);
}

#[test]
fn wrong_budgets_are_refused() {
    let picture = discs();
    for budget in
        [Budget { max_paths: Some(0), ..Budget::default() }, Budget { quality: Some(1.5), ..Budget::default() }]
    {
        let judge = |_: &Drawing| Err(Error::new(Kind::Bug, "judged all the same"));
        let error = within(&picture, &TraceOptions::default(), &budget, &judge, &Context::default()).unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
    }
}

/// Late from the third judgment on.
struct Deadline(AtomicU32);

impl Watch for Deadline {
    fn cancelled(&self) -> bool {
        false
    }
    fn late(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 2
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
}

#[test]
fn a_deadline_leaves_the_best_so_far() {
    let (picture, deadline) = (discs(), Arc::new(Deadline(AtomicU32::new(0))));
    let judge = |drawing: &Drawing| {
        deadline.0.fetch_add(1, Ordering::Relaxed);
        judged(&picture, drawing)
    };
    let budget = Budget { max_paths: Some(7), ..Budget::default() };
    let watch: Arc<dyn Watch> = deadline.clone();
    let within = within(&picture, &TraceOptions::default(), &budget, &judge, &Context::new(watch)).unwrap();
    assert_eq!((within.tries, within.cut_short), (3, true));
}
