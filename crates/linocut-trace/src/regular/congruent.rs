//! Copies: loops that are one loop moved, turned by quarters or mirrored, but for noise.

use super::loops::{self, Loop};
use super::{Axis, Form, align, near};
use linocut_core::Outline;
use linocut_core::kurbo::{Affine, Point};

/// Loops of more segments are not compared.
const MOST_SEGMENTS: usize = 120;
/// Loops compared with one loop at most: of many alike the first few dozen are copies of the first.
const MOST_PAIRS: usize = 400;

/// Makes copies of loops exact, and places mirror images exactly opposite each other about one of `axes`.
pub(super) fn equalize(forms: &mut [Form], axes: &[Vec<f64>; 2], most: f64) {
    circles(forms, axes, most);
    let mut all: Vec<&mut Loop> = forms
        .iter_mut()
        .flat_map(|form| match form {
            Form::Path(parts) => parts.iter_mut().map(|(part, _)| part).collect(),
            Form::Plain(_) => Vec::new(),
        })
        .filter(|part| part.len() <= MOST_SEGMENTS)
        .collect();
    let mut done = vec![false; all.len()];
    for i in 0..all.len() {
        if done.get(i) == Some(&true) {
            continue;
        }
        let Some((head, tail)) = all.split_at_mut_checked(i + 1) else { continue };
        let Some(model) = head.last() else { continue };
        for (part, done) in tail.iter_mut().zip(done.iter_mut().skip(i + 1)).take(MOST_PAIRS).filter(|(_, d)| !**d) {
            if let Some(copy) = copy(model, part, axes, most) {
                **part = copy;
                *done = true;
            }
        }
    }
}

/// The image of `model` that `part` is but for noise.
fn copy(model: &Loop, part: &Loop, axes: &[Vec<f64>; 2], most: f64) -> Option<Loop> {
    let (from, to) = (loops::bounds(model), loops::bounds(part));
    let close = |a: f64, b: f64| (a - b).abs() < 5.0 * most;
    let straight = close(from.width(), to.width()) && close(from.height(), to.height());
    let turned = close(from.width(), to.height()) && close(from.height(), to.width());
    if !straight && !turned {
        return None;
    }
    let (from, to) = (near::centroid(model), near::centroid(part));
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
    let along = near::turns_right(model) == near::turns_right(part);
    let image = |map| {
        let image = loops::mapped(model, map);
        if along { image } else { image.into_iter().rev().map(|s| s.reverse()).collect() }
    };
    maps.map(image).find(|image| near::same(image, part, most))
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
