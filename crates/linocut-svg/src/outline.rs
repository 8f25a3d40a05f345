//! Facts about outlines that both writing and tidying need.

use linocut_core::kurbo::{Affine, Ellipse, Point, Shape as _};
use std::f64::consts::PI;

/// An ellipse along the axes, and the turn that makes it the ellipse it stands for.
pub(crate) struct Axes {
    pub(crate) center: Point,
    pub(crate) rx: f64,
    pub(crate) ry: f64,
    /// A rotation around the center; the identity when the ellipse lies along the axes already.
    pub(crate) turn: Affine,
}

/// Splits an ellipse into one along the axes and a turn.
pub(crate) fn axes(ellipse: &Ellipse) -> Axes {
    let (center, extent) = (ellipse.center(), ellipse.bounding_box());
    let (rx, ry) = (extent.width() / 2.0, extent.height() / 2.0);
    // Turning an ellipse makes its bounding box larger against its area.
    let along = (rx * ry - ellipse.area().abs() / PI).abs() <= 1e-9 * rx * ry;
    if along || !ellipse.is_finite() {
        return Axes { center, rx, ry, turn: Affine::IDENTITY };
    }
    let (radii, angle) = ellipse.radii_and_rotation();
    Axes { center, rx: radii.x, ry: radii.y, turn: Affine::rotate_about(angle, center) }
}

#[cfg(test)]
mod tests {
    use super::axes;
    use linocut_core::kurbo::{Affine, Ellipse};

    #[test]
    fn an_upright_ellipse_needs_no_turn() {
        let upright = axes(&Ellipse::new((3.0, 4.0), (1.0, 2.5), 0.0));
        assert_eq!((upright.rx, upright.ry, upright.turn), (1.0, 2.5, Affine::IDENTITY));
    }

    #[test]
    fn a_turned_ellipse_keeps_its_radii() {
        let turned = axes(&Ellipse::new((3.0, 4.0), (2.5, 1.0), 0.4));
        assert!((turned.rx - 2.5).abs() < 1e-9 && (turned.ry - 1.0).abs() < 1e-9);
        assert_ne!(turned.turn, Affine::IDENTITY);
    }
}
