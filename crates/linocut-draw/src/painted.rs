//! Pictures that an image model paints, traced.

use crate::answer::{Answer, Source};
use crate::generate::judge;
use crate::paint_options::PaintOptions;
use crate::request::{DrawRequest, Means};
use crate::written::DRAWINGS;
use linocut_core::kurbo::{Affine, Rect, Vec2};
use linocut_core::{Context, Drawing, Error, ImageModel, ImageRequest, Item, Kind, Raster, Result, Unit};
use linocut_edit::{Operation, apply, stock};
use linocut_glyph::Style;

/// Most pictures for one prompt: each takes seconds to minutes of a large model.
const MOST: usize = 4;
/// Score of a drawing when nothing can look at it: neither praised nor blamed.
const UNSEEN: f64 = 0.5;

/// Turns a picture into a drawing.
pub type Trace<'a> = &'a dyn Fn(&Raster, &Context) -> Result<Drawing>;

/// An image model to draw with.
#[derive(Clone, Copy)]
pub struct Painter<'a> {
    /// The model.
    pub model: &'a dyn ImageModel,
    /// The tracer.
    pub trace: Trace<'a>,
}

/// A traced picture for each drawing that is wanted; one that fails leaves the others, all that fail are a failure.
pub(crate) fn paint(
    request: &DrawRequest,
    means: &Means<'_>,
    painter: Painter<'_>,
    cx: &Context,
) -> Result<Vec<Answer>> {
    let (mut out, mut last) = (Vec::new(), None);
    let count = request.count.min(MOST);
    for number in 0..count {
        cx.note(DRAWINGS, u64::try_from(number).unwrap_or(0), u64::try_from(count).unwrap_or(0));
        match one(request, means, painter, number, cx) {
            Ok(answer) => out.push(answer),
            Err(error) if matches!(error.kind(), Kind::Cancelled | Kind::Bug) => return Err(error),
            Err(error) => last = Some(error),
        }
    }
    out.sort_by(|a: &Answer, b| b.score.get().total_cmp(&a.score.get()));
    match last {
        Some(error) if out.is_empty() => Err(error),
        _ => Ok(out),
    }
}

fn one(request: &DrawRequest, means: &Means<'_>, painter: Painter<'_>, number: usize, cx: &Context) -> Result<Answer> {
    let seed = cx.seed.wrapping_add(u64::try_from(number).unwrap_or(0));
    let PaintOptions { size, steps, guidance, negative } = request.paint.clone();
    let wish = ImageRequest { seed, negative, size, steps, guidance, ..ImageRequest::new(worded(request)) };
    let picture = painter.model.generate(&wish, cx)?;
    let traced = (painter.trace)(&picture, cx)?;
    if traced.shapes().next().is_none() {
        return Err(Error::new(Kind::Unavailable, "the picture holds nothing to trace"));
    }
    let sized = request.grid.map_or_else(|| traced.clone(), |grid| squared(&traced, grid));
    let operations: Vec<Operation> = request.palette.clone().map(Operation::Palette).into_iter().collect();
    let made = apply(&sized, &operations, &stock)?;
    let clip = (means.models)().ok();
    let seen = clip.map(|models| judge(&request.prompt, &squared(&made.value, 24.0), models.clip)).transpose()?;
    Ok(Answer {
        drawing: made.value,
        score: Unit::clamped(seen.unwrap_or(UNSEEN)),
        source: Source::Painted { model: painter.model.id().to_string(), seed },
        warnings: made.warnings,
    })
}

/// The prompt in words that make a picture which traces well: flat colors and clean edges.
fn worded(request: &DrawRequest) -> String {
    let manner = match request.look() {
        Some(Style::Line | Style::Mixed | Style::Outline) => "black line drawing, lines of one width, white background",
        Some(Style::Solid) => "black silhouette, solid shapes, white background",
        Some(Style::Duotone) => "flat illustration in two tones of one color, white background",
        Some(Style::Color) | None => "flat vector illustration, few solid colors, clean edges, plain background",
    };
    format!("{}, {manner}, no text", request.prompt.trim().trim_end_matches('.'))
}

/// The drawing in a square view box of side `grid`, in the middle of it.
fn squared(drawing: &Drawing, grid: f64) -> Drawing {
    let view = drawing.view_box;
    let scale = grid / view.width().max(view.height()).max(f64::MIN_POSITIVE);
    let mut group = Item::group(drawing.items.clone());
    let middle = view.center().to_vec2() * scale;
    group.transform = Affine::translate(Vec2::new(grid / 2.0, grid / 2.0) - middle) * Affine::scale(scale);
    Drawing { view_box: Rect::new(0.0, 0.0, grid, grid), size: None, items: vec![group], ..drawing.clone() }
}
