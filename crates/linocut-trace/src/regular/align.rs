//! One coordinate for sides, centers and radii that agree within what is known of them.

use super::loops::{self, Loop};
use super::{Axis, Form};
use linocut_core::Outline;
use linocut_core::kurbo::{Affine, Ellipse, ParamCurve as _, PathSeg, Rect};

/// A number of a drawing and how well it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) value: f64,
    /// Standard deviation, in pixels.
    pub(super) sigma: f64,
}

/// How well the middle of an outline of a few pixels is known at best, in pixels: what rasterizers differ by.
const FLOOR: f64 = 0.015;
/// What a boundary point's own error, over the root of their number, adds to that, in pixels.
const POINT: f64 = 0.08;
/// Centers of circles and of shapes that are symmetric.
const CENTER: f64 = 0.025;
/// Radii of circles and of corners.
const RADIUS: f64 = 0.02;

/// Visits numbers of forms and may change them.
pub(super) type Visit<'a> = &'a mut dyn FnMut(Known) -> f64;

/// Aligns level sides: those of rectangles and the straight ones of paths.
pub(super) fn edges(forms: &mut [Form], axis: Axis, most: f64) {
    apply(forms, most, &mut |form, visit| visit_edges(form, axis, visit));
}

/// Visits the level sides of a form.
pub(super) fn visit_edges(form: &mut Form, axis: Axis, visit: Visit) {
    match form {
        Form::Path(parts) => parts.iter_mut().for_each(|(part, _)| sides(part, axis, visit)),
        Form::Plain(Outline::Rect(rect)) => {
            let r = rect.rect();
            let (low, high, length) = match axis {
                Axis::X => (r.x0, r.x1, r.height()),
                Axis::Y => (r.y0, r.y1, r.width()),
            };
            let sigma = side_sigma(length);
            let (low, high) = (visit(Known { value: low, sigma }), visit(Known { value: high, sigma }));
            let moved = match axis {
                Axis::X => Rect::new(low, r.y0, high, r.y1),
                Axis::Y => Rect::new(r.x0, low, r.x1, high),
            };
            *rect = moved.to_rounded_rect(rect.radii());
        }
        Form::Plain(_) => {}
    }
}

/// How well the place of a side of `length` pixels is known.
pub(super) fn side_sigma(length: f64) -> f64 {
    FLOOR + POINT / length.max(1.0).sqrt()
}

fn sides(part: &mut Loop, axis: Axis, visit: Visit) {
    let level = |(k, s): (usize, &PathSeg)| Some((k, loops::across(s, axis)?, axis.of(s.start())));
    // Listed first: moving one side bends a neighbor that goes on straight.
    let found: Vec<(usize, f64, f64)> = part.iter().enumerate().filter_map(level).collect();
    for (k, length, value) in found {
        let wanted = visit(Known { value, sigma: side_sigma(length) });
        loops::shift(part, k, axis.unit() * (wanted - value));
    }
}

/// Aligns the centers of circles, ellipses and symmetric shapes; the coordinates they lie at then, `middle` among them.
pub(super) fn centers(forms: &mut [Form], axis: Axis, middle: f64, most: f64) -> Vec<f64> {
    let mut found = vec![middle];
    let place = match axis {
        Axis::X => 0,
        Axis::Y => 1,
    };
    // The middle of the picture is exact.
    let exact = Known { value: middle, sigma: 0.5 * FLOOR };
    apply_with(forms, most, exact, &mut |form, visit| match form {
        Form::Path(parts) => {
            for (part, symmetric) in parts {
                if symmetric.get(place) == Some(&true) {
                    let value = axis.of(loops::bounds(part).center());
                    let wanted = visit(Known { value, sigma: CENTER });
                    *part = loops::mapped(part, Affine::translate(axis.unit() * (wanted - value)));
                    found.push(wanted);
                }
            }
        }
        Form::Plain(Outline::Circle(c)) => {
            let value = axis.of(c.center);
            let wanted = visit(Known { value, sigma: CENTER });
            c.center += axis.unit() * (wanted - value);
            found.push(wanted);
        }
        Form::Plain(Outline::Ellipse(e)) => {
            let value = axis.of(e.center());
            let wanted = visit(Known { value, sigma: CENTER });
            *e = Affine::translate(axis.unit() * (wanted - value)) * *e;
            found.push(wanted);
        }
        Form::Plain(_) => {}
    });
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}

/// Makes radii of circles, of ellipses, and those of corners, equal.
pub(super) fn radii(forms: &mut [Form], most: f64) {
    apply(forms, most, &mut |form, visit| {
        if let Form::Plain(Outline::Circle(c)) = form {
            c.radius = visit(Known { value: c.radius, sigma: RADIUS });
        }
    });
    apply(forms, most, &mut |form, visit| {
        if let Form::Plain(Outline::Ellipse(e)) = form {
            let (radii, angle) = e.radii_and_rotation();
            let mut equal = |value: f64| visit(Known { value, sigma: RADIUS });
            *e = Ellipse::new(e.center(), (equal(radii.x), equal(radii.y)), angle);
        }
    });
    apply(forms, most, &mut |form, visit| {
        if let Form::Plain(Outline::Rect(rect)) = form {
            let radius = rect.radii().top_left;
            // Half circles stay what they are.
            if radius > 0.0 && radius < 0.49 * rect.rect().width().min(rect.rect().height()) {
                *rect = rect.rect().to_rounded_rect(visit(Known { value: radius, sigma: 2.0 * RADIUS }));
            }
        }
    });
}

/// For each of `known` the mean of those it agrees with.
pub(super) fn agreed(known: &[Known], most: f64) -> Vec<f64> {
    joined(known, NOWHERE, most)
}

/// Far from everything, so that it aligns nothing.
const NOWHERE: Known = Known { value: f64::MIN, sigma: 1.0 };

fn apply(forms: &mut [Form], most: f64, each: &mut dyn FnMut(&mut Form, Visit)) {
    apply_with(forms, most, NOWHERE, each);
}

/// Collects the numbers that `each` visits, joins those that agree, and visits again with the result.
fn apply_with(forms: &mut [Form], most: f64, fixed: Known, each: &mut dyn FnMut(&mut Form, Visit)) {
    let mut known = Vec::new();
    for form in forms.iter_mut() {
        each(form, &mut |k| {
            known.push(k);
            k.value
        });
    }
    let mut wanted = joined(&known, fixed, most).into_iter();
    for form in forms.iter_mut() {
        each(form, &mut |k| wanted.next().unwrap_or(k.value));
    }
}

/// For each number the weighted mean of those it agrees with.
fn joined(known: &[Known], fixed: Known, most: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..=known.len()).collect();
    let at = |i: usize| known.get(i).copied().unwrap_or(fixed);
    order.sort_by(|&a, &b| at(a).value.total_cmp(&at(b).value).then(a.cmp(&b)));
    let mut wanted: Vec<f64> = known.iter().map(|k| k.value).collect();
    let mut rest = order.as_slice();
    while let Some(&first) = rest.first() {
        let (mut sum, mut weight) = (0.0, 0.0);
        let mut count = 0;
        for &i in rest {
            let Known { value, sigma } = at(i);
            let near = weight == 0.0 || {
                let spread = (1.0 / weight + sigma * sigma).sqrt();
                value - sum / weight < (3.0 * spread).min(most) && value - at(first).value < 1.4 * most
            };
            if !near {
                break;
            }
            sum += value / (sigma * sigma);
            weight += 1.0 / (sigma * sigma);
            count += 1;
        }
        let (group, after) = rest.split_at(count);
        let exact = group.contains(&known.len());
        let mean = if exact { fixed.value } else { on_grid(sum / weight) };
        for &i in group.iter().filter(|_| count > 1) {
            if let Some(slot) = wanted.get_mut(i) {
                *slot = mean;
            }
        }
        rest = after;
    }
    wanted
}

/// To a two-hundredth of a pixel, so that mirror images about it round alike.
fn on_grid(x: f64) -> f64 {
    (x * 200.0).round() / 200.0
}

/// A coordinate from among `axes` near `value`, else `value` rounded so that mirror images about it round alike.
pub(super) fn nearest(axes: &[f64], value: f64, most: f64) -> f64 {
    let near = axes.iter().copied().min_by(|a, b| (a - value).abs().total_cmp(&(b - value).abs()));
    near.filter(|a| (a - value).abs() < most).unwrap_or_else(|| on_grid(value))
}
