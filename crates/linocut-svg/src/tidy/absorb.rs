//! Shapes that take their transform into their coordinates.

use crate::outline::axes;
use linocut_core::kurbo::{Affine, Circle, Ellipse, Rect, RoundedRect};
use linocut_core::{Gradient, Outline, Paint, Shape, Stroke};

/// The shape with `transform` in its coordinates; unchanged where it cannot take it.
pub(super) fn absorb(mut shape: Shape, transform: Affine) -> Shape {
    if let Some(stretch) = Stretch::new(transform).filter(|stretch| stretch.suits(&shape)) {
        stretch.apply(&mut shape);
    }
    shape
}

/// Whether `shape` can take `transform` into its coordinates and stay what it is.
pub(super) fn absorbs(shape: &Shape, transform: Affine) -> bool {
    Stretch::new(transform).is_some_and(|stretch| stretch.suits(shape))
}

/// A transform that keeps horizontal and vertical lines so: a scale along the axes and a shift.
struct Stretch {
    x: f64,
    y: f64,
    whole: Affine,
}

impl Stretch {
    fn new(transform: Affine) -> Option<Self> {
        let [x, b, c, y, ..] = transform.as_coeffs();
        let along_axes = b == 0.0 && c == 0.0 && x != 0.0 && y != 0.0 && transform.is_finite();
        along_axes.then_some(Self { x, y, whole: transform })
    }

    /// Whether lengths are scaled the same in all directions.
    fn is_even(&self) -> bool {
        (self.x.abs() - self.y.abs()).abs() <= 1e-12 * self.x.abs()
    }

    fn suits(&self, shape: &Shape) -> bool {
        let flipped = self.x < 0.0 || self.y < 0.0;
        // A dashed outline must begin where it began; that of a primitive begins at a fixed corner.
        let strokes = shape.stroke.as_ref().is_none_or(|s| self.is_even() && (s.dashes.is_empty() || !flipped));
        strokes
            && match &shape.outline {
                Outline::Path(_) | Outline::Line(_) => true,
                Outline::Rect(rect) => self.is_even() || rect.radii().top_left == 0.0,
                Outline::Circle(_) => self.is_even(),
                Outline::Ellipse(ellipse) => axes(ellipse).turn == Affine::IDENTITY,
            }
    }

    fn apply(&self, shape: &mut Shape) {
        match &mut shape.outline {
            Outline::Path(path) => path.apply_affine(self.whole),
            Outline::Line(line) => *line = self.whole * *line,
            Outline::Rect(rect) => {
                let corners = self.whole.transform_rect_bbox(rect.rect());
                *rect = RoundedRect::from_rect(corners, rect.radii().top_left * self.x.abs());
            }
            Outline::Circle(circle) => *circle = Circle::new(self.whole * circle.center, circle.radius * self.x.abs()),
            Outline::Ellipse(ellipse) => {
                let own = axes(ellipse);
                let extent = Rect::from_center_size(own.center, (2.0 * own.rx, 2.0 * own.ry));
                *ellipse = Ellipse::from_rect(self.whole.transform_rect_bbox(extent));
            }
        }
        for paint in shape.fill.iter_mut().chain(shape.stroke.iter_mut().map(|stroke| &mut stroke.paint)) {
            if let Paint::Gradient(Gradient { transform, .. }) = paint {
                *transform = self.whole * *transform;
            }
        }
        if let Some(Stroke { width, dashes, dash_offset, .. }) = &mut shape.stroke {
            dashes.iter_mut().chain([width, dash_offset]).for_each(|length| *length *= self.x.abs());
        }
    }
}
