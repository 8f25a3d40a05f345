//! Fits a color ramp to the pixels of a smoothly shaded area.

use crate::color::{Color, distance, mix};
use crate::fill::{Axis, Ramp};

/// One pixel of an area: its center and its color.
pub(crate) type Sample = ([f32; 2], Color);

/// Bins along the ramp: enough to show a stop every 2 % of the way, few enough to average the noise out.
const BINS: usize = 48;
/// A stop is dropped when the ramp without it is at most this many levels off; below it banding would show first.
const STOP_TOLERANCE: f32 = 1.6;
/// At most this many pixels vote; more only cost time.
const MAX_SAMPLES: usize = 4000;

/// The best linear or radial ramp through `samples`, or `None` when neither is within `tolerance` levels (root mean square).
pub(crate) fn fit(samples: &[Sample], tolerance: f32) -> Option<Ramp> {
    let step = samples.len().div_ceil(MAX_SAMPLES).max(1);
    let few: Vec<Sample> = samples.iter().copied().step_by(step).collect();
    let linear = linear_axis(&few).and_then(|axis| profile(&few, axis));
    if let Some((ramp, error)) = &linear
        && *error <= tolerance * 0.6
    {
        return Some(ramp.clone());
    }
    let radial = radial_axis(&few).and_then(|axis| profile(&few, axis));
    [linear, radial]
        .into_iter()
        .flatten()
        .filter(|(_, error)| *error <= tolerance)
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(ramp, _)| ramp)
}

/// The direction in which color changes most: the principal axis of the per-channel planes.
fn linear_axis(samples: &[Sample]) -> Option<Axis> {
    let planes = planes(samples)?;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for [_, gx, gy] in planes {
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
    }
    let [ux, uy] = principal(xx, xy, yy)?;
    let along = samples.iter().map(|([x, y], _)| x * ux + y * uy);
    let (low, high) = along.fold((f32::MAX, f32::MIN), |(lo, hi), s| (lo.min(s), hi.max(s)));
    let middle = center(samples);
    let base = middle[0] * ux + middle[1] * uy;
    let at = |s: f32| [middle[0] + (s - base) * ux, middle[1] + (s - base) * uy];
    (high - low > 1.0).then(|| Axis::Linear(at(low), at(high)))
}

/// Per channel, the least-squares plane `c0 + gx·x + gy·y` as `[c0, gx, gy]`.
fn planes(samples: &[Sample]) -> Option<[[f32; 3]; 4]> {
    let [mx, my] = center(samples);
    let (mut xx, mut xy, mut yy) = (0.0_f64, 0.0, 0.0);
    let mut sums = [[0.0_f64; 3]; 4];
    for ([x, y], color) in samples {
        let (dx, dy) = (f64::from(x - mx), f64::from(y - my));
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
        for (sum, c) in sums.iter_mut().zip(color) {
            let c = f64::from(*c);
            sum[0] += c;
            sum[1] += c * dx;
            sum[2] += c * dy;
        }
    }
    let det = xx * yy - xy * xy;
    if det <= 1e-6 {
        return None;
    }
    let count = count(samples.len());
    Some(sums.map(|[c, cx, cy]| {
        let gx = (cx * yy - cy * xy) / det;
        let gy = (cy * xx - cx * xy) / det;
        [narrow(c / count), narrow(gx), narrow(gy)]
    }))
}

/// The center from which color changes outward: where the normals of the color gradient meet (least squares).
fn radial_axis(samples: &[Sample]) -> Option<Axis> {
    let gradients = local_gradients(samples);
    let (mut a, mut b, mut d, mut e, mut f) = (0.0_f64, 0.0, 0.0, 0.0, 0.0);
    for ([x, y], [gx, gy]) in gradients {
        let (nx, ny) = (f64::from(-gy), f64::from(gx));
        let along = nx * f64::from(x) + ny * f64::from(y);
        a += nx * nx;
        b += nx * ny;
        d += ny * ny;
        e += nx * along;
        f += ny * along;
    }
    let det = a * d - b * b;
    if det < 1e-4 * (a + d) * (a + d) {
        return None;
    }
    let middle = [narrow((e * d - f * b) / det), narrow((f * a - e * b) / det)];
    let far = samples.iter().map(|(p, _)| length([p[0] - middle[0], p[1] - middle[1]])).fold(0.0, f32::max);
    (far > 1.0).then_some(Axis::Radial(middle, far))
}

/// The color gradient in cells of a coarse grid over the area, by a plane in each cell, of the channel that changes most.
fn local_gradients(samples: &[Sample]) -> Vec<([f32; 2], [f32; 2])> {
    let (low, high) = bounds(samples);
    let side = ((high[0] - low[0]).max(high[1] - low[1]) / 8.0).max(3.0);
    let mut cells: std::collections::BTreeMap<(i64, i64), Vec<Sample>> = std::collections::BTreeMap::new();
    for &sample in samples {
        let [x, y] = sample.0;
        cells.entry((whole((x - low[0]) / side), whole((y - low[1]) / side))).or_default().push(sample);
    }
    let steepest = |planes: [[f32; 3]; 4]| {
        planes.into_iter().map(|[_, x, y]| [x, y]).max_by(|a, b| length(*a).total_cmp(&length(*b)))
    };
    cells
        .values()
        .filter(|cell| cell.len() >= 6)
        .filter_map(|cell| Some((center(cell), steepest(planes(cell)?)?)))
        .collect()
}

/// The ramp along `axis` with as few stops as the colors allow, and its root mean square error in levels.
fn profile(samples: &[Sample], axis: Axis) -> Option<(Ramp, f32)> {
    let mut sums = [([0.0_f32; 4], 0.0_f32); BINS];
    for ([x, y], color) in samples {
        let (sum, n) = sums.get_mut(bin(axis.offset(*x, *y)))?;
        for (s, c) in sum.iter_mut().zip(color) {
            *s += c;
        }
        *n += 1.0;
    }
    let width = 1.0 / narrow(count(BINS));
    let points: Vec<(f32, Color)> = sums
        .iter()
        .enumerate()
        .filter(|(_, (_, n))| *n > 0.0)
        .map(|(i, (sum, n))| ((narrow(count(i)) + 0.5) * width, sum.map(|s| s / n)))
        .collect();
    let stops = simplify(&extended(points)?);
    let ramp = Ramp { axis, stops };
    let squares: f32 = samples.iter().map(|([x, y], c)| distance(ramp.color(axis.offset(*x, *y)), *c).powi(2)).sum();
    let error = (squares / narrow(count(samples.len()))).sqrt();
    Some((ramp, error))
}

/// The profile carried on to offsets 0 and 1 along its end slopes.
fn extended(mut points: Vec<(f32, Color)>) -> Option<Vec<(f32, Color)>> {
    let (&first, &last) = (points.first()?, points.last()?);
    let (&second, &before) = (points.get(1)?, points.get(points.len().checked_sub(2)?)?);
    let beyond = |near: (f32, Color), far: (f32, Color), offset: f32| {
        let t = (offset - far.0) / (near.0 - far.0);
        (offset, mix(far.1, near.1, t).map(|c| c.clamp(0.0, 255.0)))
    };
    points.insert(0, beyond(first, second, 0.0));
    points.push(beyond(last, before, 1.0));
    Some(points)
}

/// Douglas–Peucker over color: keeps the stops that matter by more than [`STOP_TOLERANCE`].
fn simplify(points: &[(f32, Color)]) -> Vec<(f32, Color)> {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return points.to_vec() };
    let off = |&(o, c): &(f32, Color)| distance(mix(first.1, last.1, (o - first.0) / (last.0 - first.0)), c);
    let worst = points.iter().enumerate().map(|(i, p)| (i, off(p))).max_by(|a, b| a.1.total_cmp(&b.1));
    match worst {
        Some((i, error)) if error > STOP_TOLERANCE && i > 0 && i + 1 < points.len() => {
            let (head, tail) = (points.get(..=i).unwrap_or_default(), points.get(i..).unwrap_or_default());
            let mut stops = simplify(head);
            stops.pop();
            stops.extend(simplify(tail));
            stops
        }
        _ => vec![first, last],
    }
}

fn principal(xx: f32, xy: f32, yy: f32) -> Option<[f32; 2]> {
    let half = (xx - yy) / 2.0;
    let root = (half * half + xy * xy).sqrt();
    let v = if half >= 0.0 { [half + root, xy] } else { [xy, root - half] };
    let n = length(v);
    (n > 1e-12).then(|| [v[0] / n, v[1] / n])
}

fn center(samples: &[Sample]) -> [f32; 2] {
    let (mut x, mut y) = (0.0_f64, 0.0_f64);
    for ([px, py], _) in samples {
        x += f64::from(*px);
        y += f64::from(*py);
    }
    let n = count(samples.len().max(1));
    [narrow(x / n), narrow(y / n)]
}

fn bounds(samples: &[Sample]) -> ([f32; 2], [f32; 2]) {
    samples.iter().fold(([f32::MAX; 2], [f32::MIN; 2]), |(lo, hi), ([x, y], _)| {
        ([lo[0].min(*x), lo[1].min(*y)], [hi[0].max(*x), hi[1].max(*y)])
    })
}

fn length([x, y]: [f32; 2]) -> f32 {
    (x * x + y * y).sqrt()
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts of pixels are below 2^26")]
fn count(n: usize) -> f64 {
    n as f64
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "colors and positions need no more digits")]
fn narrow(x: f64) -> f32 {
    x as f32
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "cell numbers are small")]
fn whole(x: f32) -> i64 {
    x as i64
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the bins"
)]
fn bin(offset: f32) -> usize {
    ((offset * BINS as f32) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::{Sample, fit};
    use crate::color::distance;
    use crate::fill::{Axis, Ramp};

    fn samples(f: impl Fn(f32, f32) -> [f32; 4]) -> Vec<Sample> {
        (0_u8..60)
            .flat_map(|y| (0_u8..40).map(move |x| [f32::from(x) + 0.5, f32::from(y) + 0.5]))
            .map(|p| (p, f(p[0], p[1])))
            .collect()
    }

    #[track_caller]
    fn check(truth: &Ramp) {
        let points = samples(|x, y| truth.color(truth.axis.offset(x, y)));
        let found = fit(&points, 1.5).expect("a ramp");
        for ([x, y], color) in points {
            assert!(distance(found.color(found.axis.offset(x, y)), color) < 4.0, "at {x} {y}");
        }
        assert_eq!(matches!(found.axis, Axis::Linear(..)), matches!(truth.axis, Axis::Linear(..)));
        assert!(found.stops.len() <= truth.stops.len() + 2);
    }

    #[test]
    fn finds_linear_ramps() {
        let stops = vec![(0.0, [10.0, 200.0, 50.0, 255.0]), (1.0, [200.0, 20.0, 90.0, 255.0])];
        check(&Ramp { axis: Axis::Linear([0.0, 0.0], [40.0, 60.0]), stops });
    }

    #[test]
    fn finds_radial_ramps() {
        let stops = vec![(0.0, [250.0, 250.0, 50.0, 255.0]), (1.0, [200.0, 20.0, 90.0, 255.0])];
        check(&Ramp { axis: Axis::Radial([15.0, 20.0], 60.0), stops });
    }

    #[test]
    fn refuses_noise() {
        let points = samples(|x, y| [(x * 7919.0 + y * 104_729.0) % 255.0, 0.0, 0.0, 255.0]);
        assert_eq!(fit(&points, 1.5), None);
    }
}
