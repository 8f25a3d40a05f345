//! Outlines on the page.

use linocut_core::Outline;
use linocut_core::kurbo::{Affine, BezPath, Shape as _};
use linocut_svg::Stamp;

/// How far cubics may lie from the circle they stand for, as a share of its radius: what four cubics stray by.
const ROUND: f64 = 3e-4;
/// How far the axes of a transform may differ for circles to stay circles, as a share of their length.
const ALIKE: f64 = 1e-6;

/// The outline as lines and curves in its own user space.
pub(crate) fn path(outline: &Outline) -> BezPath {
    match outline {
        Outline::Path(path) => path.clone(),
        Outline::Rect(rect) if rect.radii().top_left > 0.0 => rect.to_path(ROUND * rect.radii().top_left),
        Outline::Rect(rect) => rect.rect().to_path(1.0),
        Outline::Circle(circle) => circle.to_path(ROUND * circle.radius.max(f64::MIN_POSITIVE)),
        Outline::Ellipse(ellipse) => {
            let radii = ellipse.radii();
            ellipse.to_path(ROUND * radii.x.max(radii.y).max(f64::MIN_POSITIVE))
        }
        Outline::Line(line) => line.to_path(1.0),
    }
}

/// The outline as lines and curves on the page.
pub(crate) fn page_path(stamp: &Stamp) -> BezPath {
    stamp.transform * path(&stamp.shape.outline)
}

/// By how much `transform` enlarges, if it enlarges alike in every direction.
pub(crate) fn similarity(transform: Affine) -> Option<f64> {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let scale = a.hypot(b);
    let turned = (a - d).hypot(b + c) <= ALIKE * scale;
    let mirrored = (a + d).hypot(b - c) <= ALIKE * scale;
    (scale > 0.0 && (turned || mirrored)).then_some(scale)
}
