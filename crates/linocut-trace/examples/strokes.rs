//! How well line drawings come back as strokes: renders SVG files, traces them with the centerline preset, compares.
//!
//! `cargo run --release -p linocut-trace --example strokes -- FILE.svg…` prints a line for each file and size and the
//! means; with `--save=FOLDER` first, what was traced is written there. Strokes: found over drawn; width: error in percent; delta: mean distance between center lines both ways, in
//! pixels; style: whether caps and joins are those that were drawn.

use linocut_core::kurbo::{BezPath, ParamCurve, ParamCurveArclen, PathSeg, Point, Shape as _};
use linocut_core::{Cap, Context, Drawing, Join, Outline, Result, Rgba, Shape};
use linocut_svg::{Limits, RenderOptions, read, render, score};
use linocut_trace::{Preset, TraceOptions, trace};
use std::io::Write;

/// What is compared of a drawing's strokes.
#[derive(Default)]
struct Strokes {
    count: f64,
    width: f64,
    caps: Vec<Cap>,
    joins: Vec<Join>,
    /// Short straight pieces of the center lines, in pixels.
    points: Vec<(Point, Point)>,
}

#[derive(Clone, Copy, Default)]
struct Row {
    ssim: f64,
    count: f64,
    width: f64,
    delta: f64,
    style: f64,
    segments: f64,
}

fn main() -> Result<()> {
    let mut out = std::io::stdout().lock();
    let files: Vec<String> = std::env::args().skip(1).collect();
    let save = files.first().and_then(|f| f.strip_prefix("--save=")).map(str::to_owned);
    for width in [64_u32, 256, 512] {
        let mut rows = Vec::new();
        for file in &files {
            let Ok(bytes) = std::fs::read(file) else { continue };
            let drawing = read(&bytes, &Limits::default())?.value;
            if drawing.shapes().any(|s| s.fill.is_some()) {
                continue;
            }
            let (row, traced) = measure(&drawing, width)?;
            if let Some(folder) = &save {
                let name = std::path::Path::new(file).file_stem().unwrap_or_default().to_string_lossy();
                let _ = std::fs::write(format!("{folder}/{name}-{width}.svg"), traced);
            }
            let _ = writeln!(out, "{} {width:4} {file}", text(&row));
            rows.push(row);
        }
        let _ = writeln!(out, "{} {width:4} mean of {}\n", text(&mean(&rows)), rows.len());
    }
    Ok(())
}

fn text(row: &Row) -> String {
    let Row { ssim, count, width, delta, style, segments } = row;
    format!(
        "ssim {ssim:.4} strokes {count:4.2} width {width:5.2} % delta {delta:.3} style {style:.2} segments {segments:4.2}"
    )
}

fn mean(rows: &[Row]) -> Row {
    let n = rows.iter().map(|_| 1.0).sum::<f64>().max(1.0);
    let of = |f: fn(&Row) -> f64| rows.iter().map(f).sum::<f64>() / n;
    Row {
        ssim: of(|r| r.ssim),
        count: of(|r| r.count),
        width: of(|r| r.width),
        delta: of(|r| r.delta),
        style: of(|r| r.style),
        segments: of(|r| r.segments),
    }
}

fn measure(drawing: &Drawing, width: u32) -> Result<(Row, String)> {
    let options = RenderOptions { width: Some(width), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    let picture = render(drawing, &options)?;
    let wanted = TraceOptions { preset: Preset::Centerline, ..TraceOptions::default() };
    let traced = trace(&picture, &wanted, &Context::default())?;
    let back = render(&traced, &RenderOptions { background: Some(Rgba::WHITE), ..RenderOptions::default() })?;
    let scale = f64::from(width) / drawing.view_box.width();
    let (truth, found) = (strokes(drawing, scale), strokes(&traced, 1.0));
    let segments = |d: &Drawing| d.shapes().filter(|s| s.stroke.is_some()).map(pieces).sum::<f64>();
    let same = |a: bool, b: bool| if a == b { 0.5 } else { 0.0 };
    let row = Row {
        ssim: score::compare(&picture, &back)?.value.get(),
        count: found.count / truth.count.max(1.0),
        width: 100.0 * (found.width - truth.width).abs() / truth.width.max(1e-9),
        delta: f64::midpoint(distance(&truth.points, &found.points), distance(&found.points, &truth.points)),
        style: same(truth.caps.contains(&Cap::Round), found.caps.contains(&Cap::Round))
            + same(truth.joins.contains(&Join::Round), found.joins.contains(&Join::Round)),
        segments: segments(&traced) / segments(drawing).max(1.0),
    };
    Ok((row, linocut_svg::write(&traced, &linocut_svg::WriteOptions::default())))
}

fn strokes(drawing: &Drawing, scale: f64) -> Strokes {
    let mut all = Strokes::default();
    for shape in drawing.shapes() {
        let Some(stroke) = &shape.stroke else { continue };
        let path = path(&shape.outline);
        all.count += path
            .elements()
            .iter()
            .filter(|e| matches!(e, linocut_core::kurbo::PathEl::MoveTo(_)))
            .map(|_| 1.0)
            .sum::<f64>();
        all.width = all.width.max(stroke.width * scale);
        all.caps.push(stroke.cap);
        all.joins.push(stroke.join);
        for segment in path.segments() {
            let scaled: Vec<Point> = points(&segment).map(|p| Point::new(p.x * scale, p.y * scale)).collect();
            all.points.extend(scaled.windows(2).filter_map(|w| w.first().copied().zip(w.last().copied())));
        }
    }
    all
}

/// Points about a tenth of a user unit apart.
fn points(segment: &PathSeg) -> impl Iterator<Item = Point> + use<> {
    let steps = (segment.arclen(0.01) * 8.0).clamp(1.0, 4000.0).round();
    let segment = *segment;
    (0..4000).map(f64::from).take_while(move |k| *k <= steps).map(move |k| segment.eval(k / steps))
}

fn path(outline: &Outline) -> BezPath {
    match outline {
        Outline::Path(path) => path.clone(),
        Outline::Rect(rect) => rect.to_path(0.001),
        Outline::Circle(circle) => circle.to_path(0.001),
        Outline::Ellipse(ellipse) => ellipse.to_path(0.001),
        Outline::Line(line) => line.to_path(0.001),
    }
}

fn pieces(shape: &Shape) -> f64 {
    path(&shape.outline).segments().map(|_| 1.0).sum()
}

/// The mean distance of points from the nearest of others.
fn distance(points: &[(Point, Point)], others: &[(Point, Point)]) -> f64 {
    let few: Vec<Point> = points.iter().step_by((points.len() / 800).max(1)).map(|s| s.0.midpoint(s.1)).collect();
    let foot = |p: Point, &(a, b): &(Point, Point)| {
        let along = b - a;
        let t = (p - a).dot(along) / along.hypot2().max(1e-12);
        (a + along * t.clamp(0.0, 1.0) - p).hypot2()
    };
    let nearest = |p: &Point| others.iter().map(|s| foot(*p, s)).fold(f64::MAX, f64::min).sqrt();
    let sum: f64 = few.iter().map(|p| nearest(p).min(100.0)).sum();
    let count: f64 = few.iter().map(|_| 1.0).sum();
    sum / count.max(1.0)
}
