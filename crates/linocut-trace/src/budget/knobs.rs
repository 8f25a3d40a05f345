//! Options from fine to coarse.

use super::Search;
use crate::number::whole;
use crate::{Engine, Preset, TraceOptions};
use linocut_core::kurbo::Rect;
use linocut_core::{Body, Drawing, Item, Shape};

/// Steps from the options as they came to the coarsest; a power of two less one, for bisection.
pub(super) const LEVELS: u32 = 15;

/// What becomes coarser from level to level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Small regions go, and curves become simpler where bytes count.
    Shapes,
    /// The same, and colors become fewer.
    Colors,
}

/// Regions up to this part of the picture go at the coarsest level.
const COARSEST_AREA: f64 = 0.06;
/// Where the smallest area begins, in square pixels: what the tracer takes for specks in a clean picture.
const FINEST_AREA: f64 = 3.0;
/// How far curves may stray at the finest and coarsest level, in pixels of a picture 512 pixels wide.
const TOLERANCE: (f64, f64) = (0.12, 4.0);
/// Colors at the finest level where nobody gave a number.
const MOST_COLORS: u16 = 48;

/// What can become coarser than `options`, in the order in which it is tried.
pub(super) fn families(options: &TraceOptions) -> &'static [Family] {
    let has_colors = is_reducible(options);
    match (options.engine, options.preset) {
        // Every edge of a pixel stays.
        (Engine::Subpixel, Preset::Pixel) if has_colors => &[Family::Colors],
        (Engine::Subpixel, Preset::Pixel) | (Engine::Bilevel | Engine::Vtracer, _) => &[],
        (Engine::Subpixel, _) if has_colors => &[Family::Shapes, Family::Colors],
        (Engine::Subpixel, _) => &[Family::Shapes],
    }
}

/// The options at `level` of `1..=LEVELS`.
pub(super) fn at(level: u32, family: Family, search: &Search) -> TraceOptions {
    let options = search.options;
    let share = f64::from(level) / f64::from(LEVELS);
    let colors = match family {
        Family::Colors => Some(colors(options, share)),
        Family::Shapes => options.colors,
    };
    if options.preset == Preset::Pixel {
        return TraceOptions { colors, ..options.clone() };
    }
    let pixels = f64::from(search.picture.width()) * f64::from(search.picture.height());
    let between = |from: f64, to: f64| from * libm::pow((to / from).max(1.0), share);
    // Halfway with colors: each of the two knobs does a part.
    let pace = if family == Family::Colors { 0.6 } else { 1.0 };
    let area = between(options.min_area.unwrap_or(FINEST_AREA).max(1.0), COARSEST_AREA * pace * pixels);
    let scale = libm::sqrt(pixels) / 512.0;
    let stray = between(options.tolerance.unwrap_or(TOLERANCE.0), TOLERANCE.1 * pace * scale.max(0.25));
    // Simpler curves leave the number of shapes as it is.
    let simplify = search.budget.max_bytes.is_some() || search.budget.quality.is_some();
    let simpler = || (libm::round(stray * 100.0) / 100.0).clamp(0.01, 10.0);
    TraceOptions {
        min_area: Some(libm::round(area)),
        tolerance: if simplify { Some(simpler()) } else { options.tolerance },
        colors,
        ..options.clone()
    }
}

/// The number of colors `share` of the way from the most to the fewest.
fn colors(options: &TraceOptions, share: f64) -> u16 {
    let (most, fewest) = (f64::from(most_colors(options)), f64::from(fewest_colors(options)));
    let number = most * libm::pow((fewest / most).min(1.0), share);
    u16::try_from(whole(libm::round(number))).unwrap_or(u16::MAX).max(1)
}

fn most_colors(options: &TraceOptions) -> u16 {
    options.implied_colors().unwrap_or(MOST_COLORS)
}

/// Lines in the color of the page are none.
fn fewest_colors(options: &TraceOptions) -> u16 {
    match options.preset {
        Preset::Lineart | Preset::Centerline => 2,
        Preset::Logo | Preset::Icon | Preset::Cutter | Preset::Pixel | Preset::Photo => 1,
    }
}

/// Whether a number of colors may be given and makes them fewer.
fn is_reducible(options: &TraceOptions) -> bool {
    // A number would make the shaded shapes of a photograph flat.
    let shaded = options.preset == Preset::Photo && options.colors.is_none();
    !shaded && !is_fixed(options) && most_colors(options) > fewest_colors(options)
}

/// Whether a palette says which colors there are.
fn is_fixed(options: &TraceOptions) -> bool {
    options.palette.iter().any(|rule| rule.tolerance.is_none())
}

/// The drawing with its `kept` largest shapes only; groups that become empty go.
pub(super) fn largest(drawing: &Drawing, kept: usize) -> Drawing {
    let mut ranked: Vec<(f64, usize)> = drawing.shapes().map(size).zip(0..).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut stays = vec![false; ranked.len()];
    for &(_, at) in ranked.iter().take(kept) {
        if let Some(slot) = stays.get_mut(at) {
            *slot = true;
        }
    }
    let mut drawing = drawing.clone();
    keep(&mut drawing.items, &mut stays.into_iter());
    drawing
}

/// The area of the box around what `shape` paints.
fn size(shape: &Shape) -> f64 {
    let bounds: Rect = shape.outline.bounds();
    // A level line covers something, too.
    let around = shape.stroke.as_ref().map_or(0.0, |stroke| 0.5 * stroke.width);
    bounds.inflate(around, around).area()
}

/// Keeps the shapes that stay; `stays` says so for each, in painting order.
fn keep(items: &mut Vec<Item>, stays: &mut impl Iterator<Item = bool>) {
    items.retain_mut(|item| match &mut item.body {
        Body::Group(items) => {
            keep(items, stays);
            !items.is_empty()
        }
        Body::Shape(_) => stays.next() == Some(true),
        Body::Words(_) | Body::Opaque(_) => true,
    });
}
