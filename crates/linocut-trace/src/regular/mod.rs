//! Makes regular what is regular but for noise.
//!
//! Located boundaries are off by a few hundredths of a pixel, so sides that were level with each other, equal radii, the
//! halves of a symmetric shape and copies of one shape differ by as much. Here such differences go: sides and centers that
//! agree within what their lengths let them be known to get one coordinate, their mean weighted by trust; radii, widths,
//! heights and directions likewise;
//! polygons and stars get equal sides and angles; a shape that agrees with its own mirror image, or with another shape moved
//! or mirrored, becomes exactly that. In the mean nothing moves farther than the noise allows, [`MOST`]; tips and the ends of
//! curves may move up to three times as far.

mod align;
mod congruent;
mod loops;
mod mirror;
mod near;
mod parallel;
mod polygon;
mod sizes;
mod widths;

use crate::refine::time_is_up;
use linocut_core::kurbo::{Affine, Point, Vec2};
use linocut_core::{Body, Context, Drawing, Item, Outline, Result};
use loops::Loop;
pub(crate) use polygon::name;

/// Whether what is regular but for noise becomes so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Snap {
    /// Nearly level lines become level; nearly equal positions, radii, halves and copies become equal.
    #[default]
    On,
    /// Every shape stays where it was located.
    Off,
}

/// Farthest that anything moves where the picture is clean, in pixels; noise adds to it.
const MOST: f64 = 0.12;

/// One of the two directions in which coordinates are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    X,
    Y,
}

impl Axis {
    const BOTH: [Self; 2] = [Self::X, Self::Y];

    fn of(self, p: Point) -> f64 {
        match self {
            Self::X => p.x,
            Self::Y => p.y,
        }
    }

    fn unit(self) -> Vec2 {
        match self {
            Self::X => Vec2::new(1.0, 0.0),
            Self::Y => Vec2::new(0.0, 1.0),
        }
    }

    /// The mirror image about the line at `middle` across this axis.
    fn mirror(self, middle: f64) -> Affine {
        match self {
            Self::X => Affine::new([-1.0, 0.0, 0.0, 1.0, 2.0 * middle, 0.0]),
            Self::Y => Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, 2.0 * middle]),
        }
    }
}

/// What outlines consist of, in a form that can be moved by parts.
enum Form {
    /// The closed parts of a path; for each the axes it is symmetric about.
    Path(Vec<(Loop, [bool; 2])>),
    /// What has coordinates of its own.
    Plain(Outline),
}

/// Makes the shapes of `drawing`, whose points are off by `sigma` pixels, regular within that; leaves it as it is when time
/// is up.
///
/// # Errors
/// [`Kind::Cancelled`](linocut_core::Kind::Cancelled) from `cx`.
pub(crate) fn snap(drawing: &mut Drawing, sigma: f64, cx: &Context) -> Result<()> {
    let most = MOST + 0.75 * (sigma - 0.08).max(0.0);
    let middle = drawing.view_box.center();
    let mut forms: Vec<Form> = Vec::new();
    each(&mut drawing.items, &mut |outline| forms.push(form(outline)));
    for axis in Axis::BOTH {
        align::edges(&mut forms, axis, most);
    }
    sizes::equalize(&mut forms, most);
    for form in &mut forms {
        if time_is_up(cx)? {
            return Ok(());
        }
        let Form::Path(parts) = form else { continue };
        for (part, symmetric) in parts {
            parallel::align(part, most);
            polygon::regularize(part, most);
            *symmetric = mirror::symmetrize(part, most);
        }
    }
    let axes = Axis::BOTH.map(|axis| align::centers(&mut forms, axis, axis.of(middle), most));
    align::radii(&mut forms, most);
    congruent::equalize(&mut forms, &axes, most, cx)?;
    let mut forms = forms.into_iter();
    each(&mut drawing.items, &mut |outline| match forms.next() {
        Some(Form::Path(parts)) => *outline = Outline::Path(loops::path(parts.iter().map(|(part, _)| part))),
        Some(Form::Plain(plain)) => *outline = plain,
        None => {}
    });
    widths::equalize(&mut drawing.items, most);
    Ok(())
}

fn form(outline: &Outline) -> Form {
    match outline {
        Outline::Path(path) => loops::split(path).map_or_else(
            || Form::Plain(outline.clone()),
            |parts| Form::Path(parts.into_iter().map(|p| (p, [false; 2])).collect()),
        ),
        Outline::Rect(_) | Outline::Circle(_) | Outline::Ellipse(_) | Outline::Line(_) => Form::Plain(outline.clone()),
    }
}

/// Visits the outlines that lie in the drawing's own space, always in the same order.
fn each(items: &mut [Item], visit: &mut dyn FnMut(&mut Outline)) {
    for item in items.iter_mut().filter(|i| i.transform == Affine::IDENTITY) {
        match &mut item.body {
            Body::Group(inner) => each(inner, visit),
            Body::Shape(shape) => visit(&mut shape.outline),
            Body::Words(_) | Body::Opaque(_) => {}
        }
    }
}
