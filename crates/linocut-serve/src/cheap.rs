//! Whether rendering a drawing is certain to be cheap.

use linocut_core::kurbo::{Affine, Rect, Shape as _};
use linocut_core::{Body, Drawing, Item, Outline, Shape};
use linocut_svg::RenderOptions;

/// Most pixels that may be painted, layers on each other counted each: about a second.
const MOST: f64 = 1e9;
/// How precisely curves are measured, in user units.
const PRECISION: f64 = 1.0;
/// Rows of samples in a pixel: what a segment of an outline costs for each.
const ROWS: f64 = 4.0;

/// Whether it is certain that a drawing takes little time and memory: nothing but plain shapes, of which the pixels and
/// the edges can be counted.
pub(crate) fn is_cheap(drawing: &Drawing, options: &RenderOptions) -> bool {
    let view = drawing.view_box;
    let (own_width, own_height) = drawing.size.unwrap_or((view.width(), view.height()));
    let side = |asked: Option<u32>, other: Option<u32>, own: f64, other_own: f64| {
        asked.map_or_else(|| other.map_or(own, |other| f64::from(other) * own / other_own), f64::from)
    };
    let width = side(options.width, options.height, own_width, own_height);
    let height = side(options.height, options.width, own_height, own_width);
    let scale = (width / view.width()).max(height / view.height());
    let page = width * height;
    if !drawing.defs.is_empty() || !page.is_finite() {
        return false;
    }
    let mut left = MOST - page;
    drawing.items.iter().all(|item| item_fits(item, Affine::scale(scale), page, &mut left))
}

/// Takes the cost of an item off what is left; false when it is not plain, or nothing is left.
fn item_fits(item: &Item, outer: Affine, page: f64, left: &mut f64) -> bool {
    if item.clip.is_some() || item.mask.is_some() || item.filter.is_some() {
        return false;
    }
    let map = outer * item.transform;
    // A layer of its own.
    if item.opacity.get() < 1.0 {
        *left -= 2.0 * page;
    }
    match &item.body {
        Body::Group(items) => *left > 0.0 && items.iter().all(|item| item_fits(item, map, page, left)),
        Body::Shape(shape) => shape_cost(shape, map, page).is_some_and(|cost| {
            *left -= cost;
            *left > 0.0
        }),
        Body::Words(_) | Body::Opaque(_) => false,
    }
}

/// What a shape costs, in pixels; `None` when that cannot be told.
fn shape_cost(shape: &Shape, map: Affine, page: f64) -> Option<f64> {
    let (bounds, segments) = match &shape.outline {
        Outline::Path(path) => (path.bounding_box(), path.elements().len()),
        Outline::Rect(rect) => (rect.bounding_box(), 8),
        Outline::Circle(circle) => (circle.bounding_box(), 4),
        Outline::Ellipse(ellipse) => (ellipse.bounding_box(), 4),
        Outline::Line(line) => (line.bounding_box(), 1),
    };
    let segments = u32::try_from(segments).ok().map(f64::from)?;
    let cost = |bounds: Rect, segments: f64| {
        let bounds = map.transform_rect_bbox(bounds.inflate(PRECISION, PRECISION));
        page.min(bounds.area()) + segments * ROWS * page.min(bounds.height())
    };
    let fill = shape.fill.as_ref().map_or(0.0, |_| cost(bounds, segments));
    let stroke = match &shape.stroke {
        // Dashes may be as short as nothing, and so as many as anything.
        Some(stroke) if !stroke.dashes.is_empty() => return None,
        Some(stroke) => {
            let reach = stroke.width * stroke.miter_limit.max(1.0);
            // Both sides, joins and caps.
            cost(bounds.inflate(reach, reach), 4.0 * segments)
        }
        None => 0.0,
    };
    let cost = fill + stroke;
    cost.is_finite().then_some(cost)
}

#[cfg(test)]
mod tests {
    use super::is_cheap;
    use linocut_svg::{Limits, RenderOptions, read};

    fn cheap(body: &str, width: u32) -> bool {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>{body}</svg>");
        let drawing = read(svg.as_bytes(), &Limits::default()).unwrap().value;
        is_cheap(&drawing, &RenderOptions { width: Some(width), ..RenderOptions::default() })
    }

    #[test]
    fn counts_pixels_and_edges() {
        let disc = "<circle cx='12' cy='12' r='9'/>";
        assert!(cheap(disc, 1024) && cheap(disc, 16_000));
        assert!(cheap(&disc.repeat(500), 1024) && !cheap(&disc.repeat(500), 4096));
        let comb = format!("<path d='M0 0{}'/>", "V24h.001V0".repeat(50_000));
        assert!(cheap(&comb, 100) && !cheap(&comb, 10_000));
    }

    #[test]
    fn takes_nothing_for_cheap_that_it_cannot_count() {
        for body in [
            "<filter id='f'><feGaussianBlur stdDeviation='9'/></filter><path filter='url(#f)' d='M0 0h9v9z'/>",
            "<path d='M0 0h9' stroke='red' stroke-dasharray='.0001'/>",
            "<text x='1' y='9'>words</text>",
            "<clipPath id='c'><path d='M0 0h9v9z'/></clipPath><path clip-path='url(#c)' d='M0 0h9v9z'/>",
            "<pattern id='p' width='.001' height='.001'><path d='M0 0h9v9z'/></pattern><path fill='url(#p)' d='M0 0h9v9z'/>",
        ] {
            assert!(!cheap(body, 100), "{body}");
        }
    }
}
