//! Explains a shaded area as a ramp with a veil of one color over it whose opacity is a ramp, too.
//!
//! Glows, reflections and tints are drawn so. Where the veil is clear the lower ramp shows and can be carried on below the
//! rest; lines from its colors through the colors that show all meet in the color of the veil.
#![expect(clippy::indexing_slicing, reason = "a numeric kernel over small fixed arrays")]

use crate::color::{Color, distance, drawn_back, mix};
use crate::fill::{Axis, Disk, Ramp};
use crate::number::{float, narrow};
use crate::ramp::{self, Sample};

/// Colors within this many levels of the lower ramp say nothing of the veil.
const CLEAR: f32 = 3.0;
/// Least share of an area that a veil must change, or it is not worth a shape.
const MIN_SHARE: f32 = 0.015;
/// Fewest samples that show a veil.
const MIN_VEILED: usize = 40;
/// A veil is clear somewhere, or nearly: a tint all over is another ramp below. As a share of its greatest opacity.
const FADES: f32 = 0.4;
/// Opacity up to this at the end of a veil, in levels, is its last before it is clear.
const LAST: f32 = 40.0;

/// The veil over what `under` gives at each point that explains `samples` best; `None` where hardly any shows.
pub(crate) fn fit(samples: &[Sample], under: impl Fn([f32; 2]) -> Color, sigma: f32) -> Option<Ramp> {
    let below: Vec<Color> = samples.iter().map(|(p, _)| under(*p)).collect();
    let seen = |((_, c), under): &(&Sample, &Color)| distance(**under, *c) > CLEAR + 2.0 * sigma;
    let veiled: Vec<(&Sample, &Color)> = samples.iter().zip(&below).filter(seen).collect();
    if narrow(float(veiled.len())) < MIN_SHARE * narrow(float(samples.len())) || veiled.len() < MIN_VEILED {
        return None;
    }
    let color = meeting(&veiled.iter().map(|((_, c), under)| (**under, *c)).collect::<Vec<_>>())?;
    let shown =
        |((p, c), under): &(&Sample, &Color)| (*p, color.map(|k| k * crate::color::unmix(*c, **under, color).0));
    let opacity: Vec<Sample> = veiled.iter().map(shown).collect();
    // Opacity is as coarse as the contrast between the veil and what it covers allows.
    let contrast = veiled.iter().map(|(_, under)| distance(**under, color)).fold(0.0, f32::max).max(1.0);
    let mut veil = run_out(ramp::fit(&opacity, (sigma + 0.4) * 255.0 / contrast)?.ramp);
    let opacities = || veil.stops.iter().map(|(_, c)| c[3]);
    if opacities().fold(f32::MAX, f32::min) > FADES * opacities().fold(0.0, f32::max) {
        return None;
    }
    for (_, stop) in &mut veil.stops {
        *stop = [color[0], color[1], color[2], stop[3]];
    }
    Some(veil)
}

/// Carries a veil on to where it is clear: only what it visibly changes was fitted.
fn run_out(veil: Ramp) -> Ramp {
    let n = veil.stops.len();
    if n < 2 {
        return veil;
    }
    let zero = |end: (f32, Color), before: (f32, Color)| {
        let slope = (before.1[3] - end.1[3]) / (before.0 - end.0);
        // Falling toward the end, and nearly clear there.
        let falls = end.1[3] < LAST && before.1[3] > end.1[3] + 1.0;
        if falls { end.0 - end.1[3] / slope } else { end.0 }
    };
    let low = zero(veil.stops[0], veil.stops[1]);
    let high = zero(veil.stops[n - 1], veil.stops[n - 2]);
    reached(&veil, low, high)
}

/// The opaque color that all lines from the first through the second colors come nearest to.
///
/// Lines that are all but parallel meet nowhere; then it is the far end of their mean within the range of colors.
fn meeting(pairs: &[(Color, Color)]) -> Option<Color> {
    let mut normal = [[0.0_f64; 3]; 3];
    let mut right = [0.0_f64; 3];
    let (mut middle, mut mean, mut weight) = ([0.0_f64; 3], [0.0_f64; 3], 0.0);
    for (from, to) in pairs {
        let d: [f64; 3] = std::array::from_fn(|k| f64::from(to[k] - from[k]));
        let length2: f64 = d.iter().map(|x| x * x).sum();
        for i in 0..3 {
            for j in 0..3 {
                let across = if i == j { length2 } else { 0.0 } - d[i] * d[j];
                normal[i][j] += across;
                right[i] += across * f64::from(from[j]);
            }
            mean[i] += d[i];
            middle[i] += length2 * f64::from(from[i]);
        }
        weight += length2;
    }
    let size: f64 = mean.iter().map(|x| x * x).sum::<f64>().sqrt();
    let (middle, mean) = (middle.map(|x| x / weight.max(1e-9)), mean.map(|x| x / size.max(1e-9)));
    // As far as colors go along the mean direction from the middle of the lower colors.
    let room = (0..3).filter(|&k| mean[k].abs() > 1e-3).map(|k| {
        let end = if mean[k] > 0.0 { 255.0 } else { 0.0 };
        (end - middle[k]) / mean[k]
    });
    let far = room.fold(f64::MAX, f64::min);
    if !(far.is_finite() && size > 1e-6) {
        return None;
    }
    // A gentle pull to that end decides where the lines leave it open.
    let pull = 2e-3 * weight;
    for k in 0..3 {
        normal[k][k] += pull;
        right[k] += pull * (middle[k] + far * mean[k]);
    }
    let [r, g, b] = ramp::solve(normal, right)?.map(|x| narrow(x.clamp(0.0, 255.0)));
    Some([r, g, b, 255.0])
}

/// `below` carried on along its slopes over all `samples`.
pub(crate) fn stretched(below: &Ramp, samples: &[Sample]) -> Ramp {
    let offsets = samples.iter().map(|([x, y], _)| below.axis.offset(*x, *y));
    let (low, high) = offsets.fold((0.0_f32, 1.0_f32), |(lo, hi), o| (lo.min(o), hi.max(o)));
    reached(below, low, high)
}

/// `ramp` with its first and last stop moved along their slopes to the offsets `low` and `high`, if those are farther out.
fn reached(ramp: &Ramp, low: f32, high: f32) -> Ramp {
    let mut stops = ramp.stops.clone();
    let n = stops.len();
    if n < 2 {
        return ramp.clone();
    }
    let carried = |from: (f32, Color), to: (f32, Color), at: f32| {
        let t = (at - from.0) / (to.0 - from.0).max(1e-6);
        drawn_back(if t < 0.0 { from } else { to }, (at, mix(from.1, to.1, t)))
    };
    let (first, last) = (carried(stops[0], stops[1], low), carried(stops[n - 2], stops[n - 1], high));
    if low < stops[0].0 {
        stops[0] = first;
    }
    if high > stops[n - 1].0 {
        stops[n - 1] = last;
    }
    let (low, high) = (stops[0].0.min(0.0), stops[n - 1].0.max(1.0));
    let (axis, low) = match ramp.axis {
        Axis::Linear(a, b) => {
            let at = |t: f32| [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
            (Axis::Linear(at(low), at(high)), low)
        }
        Axis::Radial(Disk { center, shape }) => (Axis::Radial(Disk { center, shape: shape.map(|s| s / high) }), 0.0),
    };
    let stops = stops.into_iter().map(|(o, c)| (((o - low) / (high - low)).clamp(0.0, 1.0), c)).collect();
    Ramp { axis, stops }
}
