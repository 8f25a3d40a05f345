//! How exact numbers have to be inside nested transforms.

use super::number::{Grid, Precision, digits};
use linocut_core::kurbo::{Affine, Point, Rect};

/// A user space: how it maps to the view box, and what has to be seen there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Space {
    to_view: Affine,
    view_box: Rect,
    precision: Precision,
}

impl Space {
    pub(crate) fn new(view_box: Rect, precision: Precision) -> Self {
        Self { to_view: Affine::IDENTITY, view_box, precision }
    }

    /// The space inside `transform`.
    pub(crate) fn inside(&self, transform: Affine) -> Self {
        Self { to_view: self.to_view * transform, ..*self }
    }

    /// How this space maps to the view box.
    pub(crate) fn to_view(self) -> Affine {
        self.to_view
    }

    /// The grid of coordinates: half a step is at most half a step of the precision as seen in the view box.
    pub(crate) fn grid(&self) -> Grid {
        decimals(i32::from(self.precision.decimals()) + digits(self.to_view.spectral_norm()))
    }

    /// The grid of stop offsets.
    pub(crate) fn offset_grid(&self) -> Grid {
        Grid::new(self.precision.decimals().max(3))
    }

    /// The grid of the factors of a matrix whose inside reaches as far as the view box does.
    pub(crate) fn factor_grid(&self, transform: Affine) -> Grid {
        decimals(i32::from(self.grid().decimals()) + digits(self.inside(transform).reach()).max(0))
    }

    /// The largest coordinate that is visible.
    fn reach(&self) -> f64 {
        if self.to_view.determinant().abs() < f64::MIN_POSITIVE {
            return 1.0;
        }
        let back = self.to_view.inverse();
        let b = self.view_box;
        let corners = [(b.x0, b.y0), (b.x1, b.y0), (b.x0, b.y1), (b.x1, b.y1)].map(|corner| back * Point::from(corner));
        corners.iter().fold(1.0, |most, p| most.max(p.x.abs()).max(p.y.abs()))
    }
}

fn decimals(count: i32) -> Grid {
    Grid::new(u8::try_from(count.clamp(0, i32::from(Grid::FINEST))).unwrap_or_default())
}
