//! Viewports: how a view box is fitted into its place. SVG 2, chapter 8.

use super::number;
use crate::sanitize::tree::Element;
use linocut_core::kurbo::{Affine, Rect};

/// The view box of an element, if it is usable.
pub(super) fn view_box(element: &Element) -> Option<Rect> {
    match *number::list(element.get("viewBox")?)?.as_slice() {
        [x, y, width, height] if width > 0.0 && height > 0.0 => Some(Rect::new(x, y, x + width, y + height)),
        _ => None,
    }
}

/// Maps `view` into `place` as the element's `preserveAspectRatio` says.
pub(super) fn fit(element: &Element, view: Rect, place: Rect) -> Affine {
    let text = element.get("preserveAspectRatio").unwrap_or_default();
    let mut words = text.split_ascii_whitespace();
    let align = words.next().unwrap_or("xMidYMid");
    let (sx, sy) = (place.width() / view.width(), place.height() / view.height());
    if align == "none" {
        return Affine::translate(place.origin().to_vec2())
            * Affine::scale_non_uniform(sx, sy)
            * Affine::translate(-view.origin().to_vec2());
    }
    let scale = if words.next() == Some("slice") { sx.max(sy) } else { sx.min(sy) };
    let share = |text: &str, min: &str, max: &str| {
        if text.contains(min) {
            0.0
        } else if text.contains(max) {
            1.0
        } else {
            0.5
        }
    };
    let x = place.x0 + (place.width() - view.width() * scale) * share(align, "xMin", "xMax");
    let y = place.y0 + (place.height() - view.height() * scale) * share(align, "YMin", "YMax");
    Affine::translate((x, y)) * Affine::scale(scale) * Affine::translate(-view.origin().to_vec2())
}

/// Whether the root's way of fitting is the one that every viewer uses for a plain view box.
pub(super) fn is_usual(element: &Element) -> bool {
    matches!(element.get("preserveAspectRatio"), None | Some("xMidYMid" | "xMidYMid meet"))
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::sanitize::tree::Element;
    use linocut_core::kurbo::{Point, Rect};

    #[track_caller]
    fn check(ratio: &str, expected: ((f64, f64), (f64, f64))) {
        let mut element = Element::new("svg");
        element.set("preserveAspectRatio", ratio.to_owned());
        let map = fit(&element, Rect::new(0.0, 0.0, 10.0, 10.0), Rect::new(5.0, 0.0, 45.0, 20.0));
        let (from, to) = (map * Point::new(0.0, 0.0), map * Point::new(10.0, 10.0));
        assert_eq!(((from.x, from.y), (to.x, to.y)), expected);
    }

    #[test]
    fn fits_slices_and_stretches() {
        check("xMidYMid", ((15.0, 0.0), (35.0, 20.0)));
        check("xMinYMax meet", ((5.0, 0.0), (25.0, 20.0)));
        check("xMidYMid slice", ((5.0, -10.0), (45.0, 30.0)));
        check("none", ((5.0, 0.0), (45.0, 20.0)));
    }
}
