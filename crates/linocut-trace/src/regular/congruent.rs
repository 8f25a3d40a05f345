//! Copies: loops that are one loop moved, turned by quarters or mirrored, but for noise.

use super::loops::{self, Loop};
use super::near::{self, Flat};
use super::{Axis, Form, align};
use crate::refine::time_is_up;
use linocut_core::kurbo::{Affine, Point, Rect};
use linocut_core::{Context, Outline, Result};

/// Loops of more segments are not compared.
const MOST_SEGMENTS: usize = 120;
/// Loops of one size compared with one loop at most: of many alike, the first few dozen are copies of the first or of none.
const MOST_PAIRS: usize = 48;

/// A loop, with what is asked of it often.
struct Part<'a> {
    course: &'a mut Loop,
    bounds: Rect,
    center: Point,
    flat: Flat,
}

impl<'a> Part<'a> {
    fn new(course: &'a mut Loop) -> Self {
        let (bounds, center, flat) = (loops::bounds(course), near::centroid(course), Flat::new(course));
        Self { course, bounds, center, flat }
    }

    fn long_side(&self) -> f64 {
        self.bounds.width().max(self.bounds.height())
    }

    /// Whether its box is as large as that of `other`, and whether it is when one of them is turned by a quarter.
    fn fits(&self, other: &Self, most: f64) -> [bool; 2] {
        let close = |a: f64, b: f64| (a - b).abs() < FAR * most;
        let (a, b) = (self.bounds, other.bounds);
        let straight = close(a.width(), b.width()) && close(a.height(), b.height());
        [straight, close(a.width(), b.height()) && close(a.height(), b.width())]
    }
}

/// How far the sides of the boxes of copies may be apart, as a multiple of what may move.
const FAR: f64 = 5.0;

/// Makes copies of loops exact, and places mirror images exactly opposite each other about one of `axes`; what is left when
/// time is up stays as it is.
///
/// # Errors
/// [`Kind::Cancelled`](linocut_core::Kind::Cancelled) from `cx`.
pub(super) fn equalize(forms: &mut [Form], axes: &[Vec<f64>; 2], most: f64, cx: &Context) -> Result<()> {
    circles(forms, axes, most);
    let all = forms.iter_mut().flat_map(|form| match form {
        Form::Path(parts) => parts.iter_mut().map(|(part, _)| part).collect(),
        Form::Plain(_) => Vec::new(),
    });
    let mut parts: Vec<Part> = all.filter(|part| part.len() <= MOST_SEGMENTS).map(Part::new).collect();
    let mut by_size: Vec<(f64, usize)> = parts.iter().map(Part::long_side).zip(0..).collect();
    by_size.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut done = vec![false; parts.len()];
    for i in 0..parts.len() {
        if time_is_up(cx)? {
            return Ok(());
        }
        if done.get(i) == Some(&true) {
            continue;
        }
        for k in alike(&parts, &by_size, i, (&done, most)) {
            let pair = parts.get(i).zip(parts.get(k));
            let found = pair.and_then(|(model, part)| copy(model, part, axes, most));
            if let (Some(found), Some(part), Some(done)) = (found, parts.get_mut(k), done.get_mut(k)) {
                *part.course = found;
                *done = true;
            }
        }
    }
    Ok(())
}

/// The first loops after loop `i` that are of its size and not yet a copy.
fn alike(parts: &[Part], by_size: &[(f64, usize)], i: usize, (done, most): (&[bool], f64)) -> Vec<usize> {
    let Some(model) = parts.get(i) else { return Vec::new() };
    let (least, greatest) = (model.long_side() - FAR * most, model.long_side() + FAR * most);
    let first = by_size.partition_point(|(size, _)| *size < least);
    let near = by_size.iter().skip(first).take_while(|(size, _)| *size <= greatest).map(|(_, k)| *k);
    let open = |k: &usize| *k > i && done.get(*k) == Some(&false);
    let fits = |k: &usize| parts.get(*k).is_some_and(|part| model.fits(part, most).contains(&true));
    let mut found: Vec<usize> = near.filter(open).filter(fits).collect();
    if found.len() > MOST_PAIRS {
        found.select_nth_unstable(MOST_PAIRS);
        found.truncate(MOST_PAIRS);
    }
    found.sort_unstable();
    found
}

/// The image of `model` that `part` is but for noise.
fn copy(model: &Part, part: &Part, axes: &[Vec<f64>; 2], most: f64) -> Option<Loop> {
    let [straight, turned] = model.fits(part, most);
    let (from, to) = (model.center, part.center);
    let shift = to - from;
    let [x_axes, y_axes] = axes;
    let opposite = |axis: Axis, axes: &[f64]| {
        let middle = align::nearest(axes, axis.of(from.midpoint(to)), most);
        let across = match axis {
            Axis::X => (0.0, level(shift.y, most)),
            Axis::Y => (level(shift.x, most), 0.0),
        };
        Affine::translate(across) * axis.mirror(middle)
    };
    let about = |map: Affine| Affine::translate(to.to_vec2()) * map * Affine::translate(-from.to_vec2());
    let moved = (level(shift.x, most), level(shift.y, most));
    let quarter = |sign: f64| Affine::new([0.0, sign, -sign, 0.0, 0.0, 0.0]);
    let upright =
        [Affine::translate(moved), opposite(Axis::X, x_axes), opposite(Axis::Y, y_axes), about(Affine::scale(-1.0))];
    let lying = [about(quarter(1.0)), about(quarter(-1.0))];
    let maps = upright.into_iter().filter(|_| straight).chain(lying.into_iter().filter(|_| turned));
    // A hole stays a hole: it keeps its direction.
    let along = near::turns_right(model.course) == near::turns_right(part.course);
    let image = |map| {
        let image = loops::mapped(model.course, map);
        if along { image } else { image.into_iter().rev().map(|s| s.reverse()).collect() }
    };
    maps.map(image).find(|image| part.flat.is(part.course, image, most))
}

/// 0 where a shift is noise.
fn level(shift: f64, most: f64) -> f64 {
    if shift.abs() < most { 0.0 } else { shift }
}

/// Places circles of one size that lie opposite each other about an axis exactly so.
fn circles(forms: &mut [Form], axes: &[Vec<f64>; 2], most: f64) {
    let mut found: Vec<&mut linocut_core::kurbo::Circle> = forms
        .iter_mut()
        .filter_map(|form| match form {
            Form::Plain(Outline::Circle(c)) => Some(c),
            Form::Plain(_) | Form::Path(_) => None,
        })
        .collect();
    for i in 0..found.len() {
        let Some((head, tail)) = found.split_at_mut_checked(i + 1) else { continue };
        let Some(model) = head.last().map(|c| **c) else { continue };
        for other in tail.iter_mut().take(MOST_PAIRS).filter(|c| (c.radius - model.radius).abs() < 1e-9) {
            let opposite = |(axis, axes): (Axis, &Vec<f64>)| {
                let middle = axis.of(model.center.midpoint(other.center));
                let about = align::nearest(axes, middle, most / 2.0);
                let image: Point = axis.mirror(about) * model.center;
                (axes.contains(&about) && (image - other.center).hypot2() < most * most).then_some(image)
            };
            if let Some(image) = Axis::BOTH.into_iter().zip(axes).find_map(opposite) {
                other.center = image;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::regular::snap;
    use linocut_core::kurbo::{Affine, BezPath, ParamCurve as _, Rect};
    use linocut_core::{Context, Drawing, Item, Outline, Paint, Rgba, Shape};

    #[test]
    fn copies_are_found_among_many_of_other_sizes() {
        let leaf = BezPath::from_svg("M0 0L20.3 4.1L31.2 33.4L5.1 17.8Z").unwrap();
        let spoiled = BezPath::from_svg("M0.03 0L20.3 4.06L31.22 33.4L5.1 17.83Z").unwrap();
        // Each of another size.
        let others = (0..420_u32).map(|k| Affine::scale(2.0 + f64::from(k) / 10.0) * leaf.clone());
        let far = Affine::translate((900.4, 300.7)) * spoiled;
        let all = std::iter::once(leaf.clone()).chain(others).chain(std::iter::once(far));
        let shape = |path| Item::shape(Shape::filled(Outline::Path(path), Paint::Solid(Rgba::BLACK)));
        let mut drawing = Drawing::new(Rect::new(0.0, 0.0, 2000.0, 2000.0), all.map(shape).collect());
        snap(&mut drawing, 0.08, &Context::default()).unwrap();
        let paths: Vec<&BezPath> =
            drawing.shapes().filter_map(|s| if let Outline::Path(p) = &s.outline { Some(p) } else { None }).collect();
        let side = |path: &BezPath| path.get_seg(1).map(|s| s.end() - s.start());
        let [first, .., last] = paths.as_slice() else { panic!() };
        let off = side(first).unwrap() - side(last).unwrap();
        assert!(off.hypot() < 1e-9, "{off:?}");
    }
}
