//! Options from fine to coarse.

use super::Search;
use crate::TraceOptions;
use crate::number::whole;
use linocut_core::{Body, Drawing};

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
/// Colors at the finest level, where colors become fewer.
const MOST_COLORS: f64 = 48.0;

/// The options at `level` of `1..=LEVELS`.
pub(super) fn at(level: u32, family: Family, search: &Search) -> TraceOptions {
    let options = search.options;
    let share = f64::from(level) / f64::from(LEVELS);
    let pixels = f64::from(search.picture.width()) * f64::from(search.picture.height());
    let between = |from: f64, to: f64| from * libm::pow((to / from).max(1.0), share);
    // Halfway with colors: each of the two knobs does a part.
    let pace = if family == Family::Colors { 0.6 } else { 1.0 };
    let area = between(options.min_area.unwrap_or(FINEST_AREA).max(1.0), COARSEST_AREA * pace * pixels);
    let scale = libm::sqrt(pixels) / 512.0;
    let stray = between(options.tolerance.unwrap_or(TOLERANCE.0), TOLERANCE.1 * pace * scale.max(0.25));
    // Simpler curves leave the number of shapes as it is.
    let simplify = search.budget.max_bytes.is_some() || search.budget.quality.is_some();
    let colors = match family {
        Family::Shapes => options.colors,
        Family::Colors => {
            let most = MOST_COLORS * libm::pow(1.0 / MOST_COLORS, share);
            Some(options.colors.unwrap_or(256).min(u16::try_from(whole(libm::round(most))).unwrap_or(256).max(1)))
        }
    };
    TraceOptions {
        min_area: Some(libm::round(area)),
        tolerance: if simplify {
            Some((libm::round(stray * 100.0) / 100.0).clamp(0.01, 10.0))
        } else {
            options.tolerance
        },
        colors: if is_fixed(options) { options.colors } else { colors },
        ..options.clone()
    }
}

/// Whether a palette says which colors there are.
fn is_fixed(options: &TraceOptions) -> bool {
    options.palette.iter().any(|rule| rule.tolerance.is_none())
}

/// The drawing with its `kept` largest shapes only; groups that become empty go.
pub(super) fn largest(drawing: &Drawing, kept: usize) -> Drawing {
    let mut areas: Vec<f64> = drawing.shapes().map(|shape| shape.outline.bounds().area()).collect();
    areas.sort_by(|a, b| b.total_cmp(a));
    let least = areas.get(kept.saturating_sub(1)).copied().unwrap_or(0.0);
    let mut left = kept;
    let mut drawing = drawing.clone();
    keep(&mut drawing.items, least, &mut left);
    drawing
}

fn keep(items: &mut Vec<linocut_core::Item>, least: f64, left: &mut usize) {
    items.retain_mut(|item| match &mut item.body {
        Body::Group(items) => {
            keep(items, least, left);
            !items.is_empty()
        }
        Body::Shape(shape) => {
            let stays = *left > 0 && shape.outline.bounds().area() >= least;
            *left -= usize::from(stays);
            stays
        }
        Body::Words(_) | Body::Opaque(_) => true,
    });
}
