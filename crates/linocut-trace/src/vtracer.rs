//! The `VTracer` engine: the clustering and curves of the `visioncortex` library, driven as `VTracer` 0.6.5 drives it.
//!
//! Only the library is used; the conversion around it (key color, parameters, painting order) is ours, after the
//! behavior of `vtracer` 0.6.5 (Tsang and others, <https://www.visioncortex.org/vtracer-docs>).
//! We changed one thing: where the six preferred key colors are taken, the lowest unused color serves instead of a
//! random one, so that equal input gives equal output.

use crate::{VtracerMode, VtracerOptions};
use linocut_core::{
    Context, Drawing, Error, Item, Kind, Outline, Paint, Raster, Result, Rgba, Shape,
    kurbo::{BezPath, Point, Rect},
};
use std::{
    f64::consts::PI,
    ops::RangeInclusive,
    panic::{AssertUnwindSafe, catch_unwind},
};
use visioncortex::{
    Color, ColorImage, CompoundPath, CompoundPathElement, PathSimplifyMode, PointF64, PointI32,
    color_clusters::{Clusters, HIERARCHICAL_MAX, KeyingAction, Runner, RunnerConfig},
};

/// Pixels per step of the clustering; `VTracer`'s own value, about a millisecond between two looks at the deadline.
const BATCH_PX: i32 = 25_600;

/// Colors that `VTracer` tries first as the stand-in for transparency.
const KEY_COLORS: [[u8; 3]; 6] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [0, 255, 255], [255, 0, 255]];

/// Traces `picture` as `VTracer` does in color and stacked mode.
///
/// Alpha counts only as `VTracer` counts it: fully transparent pixels are left out when there are many, other alpha
/// is ignored.
///
/// # Errors
/// [`Kind::Input`] when an option is out of its range, [`Kind::Bug`] when the library panics, and what `cx` gives.
pub(crate) fn trace(picture: &Raster, options: &VtracerOptions, cx: &Context) -> Result<Drawing> {
    check(options)?;
    // The library panics on inputs it did not foresee. Everything it touches is dropped with the closure, so a broken
    // invariant cannot leak out of it.
    catch_unwind(AssertUnwindSafe(|| convert(picture, options, cx))).unwrap_or_else(|_| {
        Err(Error::new(Kind::Bug, "the VTracer library failed on this picture").hinted("use --engine subpixel"))
    })
}

fn check(options: &VtracerOptions) -> Result<()> {
    let within = |name: &str, value: f64, range: RangeInclusive<f64>| {
        if range.contains(&value) {
            return Ok(());
        }
        let sentence = format!("{name} is {value}, the VTracer engine takes {} to {}", range.start(), range.end());
        Err(Error::new(Kind::Input, sentence))
    };
    within("filter_speckle", options.filter_speckle.into(), 0.0..=128.0)?;
    within("color_precision", options.color_precision.into(), 1.0..=8.0)?;
    within("corner_threshold", options.corner_threshold.into(), 0.0..=180.0)?;
    within("length_threshold", options.length_threshold, 3.5..=10.0)?;
    within("max_iterations", options.max_iterations.into(), 1.0..=50.0)?;
    within("splice_threshold", options.splice_threshold.into(), 0.0..=180.0)?;
    within("path_precision", options.path_precision.into(), 0.0..=10.0)
}

fn convert(picture: &Raster, options: &VtracerOptions, cx: &Context) -> Result<Drawing> {
    cx.check()?;
    let clusters = cluster(picture, options, cx)?;
    let view = clusters.view();
    let total = u64::try_from(view.clusters_output.len()).unwrap_or(u64::MAX);
    let mode = match options.mode {
        VtracerMode::Spline => PathSimplifyMode::Spline,
        VtracerMode::Polygon => PathSimplifyMode::Polygon,
        VtracerMode::Pixel => PathSimplifyMode::None,
    };
    let mut items = Vec::new();
    for (&index, done) in view.clusters_output.iter().rev().zip(0..) {
        cx.check()?;
        cx.note("curves", done, total);
        let cluster = view.get_cluster(index);
        let compound = cluster.to_compound_path(
            &view,
            false,
            mode,
            radians(options.corner_threshold),
            options.length_threshold,
            usize::from(options.max_iterations),
            radians(options.splice_threshold),
        );
        let path = outline(&compound, options.path_precision);
        if !path.is_empty() {
            let Color { r, g, b, .. } = cluster.residue_color();
            items.push(Item::shape(Shape::filled(Outline::Path(path), Paint::Solid(Rgba::opaque(r, g, b)))));
        }
    }
    Ok(Drawing::new(Rect::new(0.0, 0.0, picture.width().into(), picture.height().into()), items))
}

/// The angle in radians, rounded as `VTracer` rounds it.
fn radians(degrees: u8) -> f64 {
    f64::from(degrees) / 180.0 * PI
}

fn cluster(picture: &Raster, options: &VtracerOptions, cx: &Context) -> Result<Clusters> {
    let key = if needs_key(picture) { Some(unused_color(picture)?) } else { None };
    let width = side(picture.width())?;
    let height = side(picture.height())?;
    let pixels = picture.pixels().iter().flat_map(|p| match key {
        Some(key) if p.a == 0 => key.channels(),
        _ => p.channels(),
    });
    let image = ColorImage { pixels: pixels.collect(), width, height };
    let config = RunnerConfig {
        diagonal: options.layer_difference == 0,
        hierarchical: HIERARCHICAL_MAX,
        batch_size: BATCH_PX,
        good_min_area: usize::from(options.filter_speckle).pow(2),
        good_max_area: width * height,
        is_same_color_a: 8 - i32::from(options.color_precision),
        is_same_color_b: 1,
        deepen_diff: i32::from(options.layer_difference),
        hollow_neighbours: 1,
        // The library takes the default color as "no key".
        key_color: key.map_or_else(Color::default, |k| Color::new(k.r, k.g, k.b)),
        keying_action: KeyingAction::Discard,
    };
    let mut builder = Runner::new(config, image).start();
    // The library's own `progress` divides by zero on an empty picture.
    while !builder.tick() {
        cx.check()?;
    }
    Ok(builder.result())
}

fn side(pixels: u32) -> Result<usize> {
    // The library counts pixels in `i32`.
    usize::try_from(pixels)
        .ok()
        .filter(|&n| n <= 32_768)
        .ok_or_else(|| Error::new(Kind::Limit, format!("side is {pixels} pixels, the VTracer engine takes 32768")))
}

/// Whether enough of five scan lines is transparent for `VTracer` to cut the background out: a fifth of two rows.
fn needs_key(picture: &Raster) -> bool {
    let (width, height) = (picture.width(), picture.height());
    let lines = [0, height / 4, height / 2, height - height.div_ceil(4), height - 1];
    let clear = |y: u32| (0..width).filter_map(move |x| picture.get(x, y)).filter(|p| p.a == 0).count();
    let found: usize = lines.into_iter().map(clear).sum();
    // Below three columns the share rounds down to nothing, yet without a transparent pixel there is nothing to cut.
    found > 0 && u64::try_from(found).is_ok_and(|n| n >= u64::from(width) * 2 / 5)
}

/// A color that no pixel has.
fn unused_color(picture: &Raster) -> Result<Rgba> {
    let number = |[r, g, b]: [u8; 3]| u32::from_be_bytes([0, r, g, b]);
    let mut used = vec![false; 1 << 24];
    for p in picture.pixels() {
        if let Some(slot) = usize::try_from(number([p.r, p.g, p.b])).ok().and_then(|n| used.get_mut(n)) {
            *slot = true;
        }
    }
    let free = |color: u32| usize::try_from(color).ok().and_then(|n| used.get(n)) == Some(&false);
    KEY_COLORS
        .into_iter()
        .map(number)
        .chain(0..1 << 24)
        .find(|&color| free(color))
        .map(|color| {
            let [_, r, g, b] = color.to_be_bytes();
            Rgba::opaque(r, g, b)
        })
        .ok_or_else(|| Error::new(Kind::Limit, "every color is used, none is left to stand for transparency"))
}

/// The outline in picture coordinates, rounded to `precision` decimals.
fn outline(compound: &CompoundPath, precision: u8) -> BezPath {
    let scale = 10f64.powi(i32::from(precision));
    let at = |x: f64, y: f64| Point::new((x * scale).round() / scale, (y * scale).round() / scale);
    let real = |p: &PointF64| at(p.x, p.y);
    let whole = |p: &PointI32| at(p.x.into(), p.y.into());
    let mut path = BezPath::new();
    for element in compound.iter() {
        match element {
            CompoundPathElement::PathI32(points) => polygon(&mut path, points.iter().map(whole)),
            CompoundPathElement::PathF64(points) => polygon(&mut path, points.iter().map(real)),
            CompoundPathElement::Spline(spline) => curves(&mut path, spline.points.iter().map(real)),
        }
    }
    path
}

fn polygon(path: &mut BezPath, points: impl Iterator<Item = Point>) {
    let mut points: Vec<Point> = points.collect();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let [first, rest @ ..] = points.as_slice() else { return };
    if rest.len() < 2 {
        return;
    }
    path.move_to(*first);
    for &point in rest {
        path.line_to(point);
    }
    path.close_path();
}

fn curves(path: &mut BezPath, mut points: impl Iterator<Item = Point>) {
    let Some(first) = points.next() else { return };
    let rest: Vec<Point> = points.collect();
    let (triples, _) = rest.as_chunks::<3>();
    if triples.is_empty() {
        return;
    }
    path.move_to(first);
    for &[a, b, c] in triples {
        path.curve_to(a, b, c);
    }
    path.close_path();
}
