//! Colors along a ramp: their mean in bins, then as few stops as they allow.
#![expect(clippy::indexing_slicing, clippy::needless_range_loop, reason = "a numeric kernel over small arrays")]

use super::Sample;
use super::geometry::{Geometry, Place};
use crate::color::{Color, distance, drawn_back};
use crate::fill::Ramp;
use crate::number::{float, narrow, whole};

/// Bins along the ramp: enough to place a stop within 1 % of the way, few enough to average the noise out.
pub(super) const BINS: usize = 64;
/// Most pieces between stops; people draw with two or three.
const MAX_PIECES: usize = 6;
/// Bins count as this many measurements when a stop is weighed against error.
const INDEPENDENT: f64 = 256.0;
/// Parameters of a stop: four channels and a place.
const STOP_PARAMETERS: f64 = 5.0;

/// Mean colors along the ramp.
pub(super) struct Curve {
    low: f64,
    high: f64,
    bins: Vec<Bin>,
    /// How colors change before and after the middle of each bin.
    slopes: Vec<[Slope; 2]>,
    /// Where each sample lies.
    pub(super) along: Vec<Place>,
}

/// Colors between the middles of two bins: at one of them, and their change per unit of distance.
#[derive(Clone, Copy, Debug, Default)]
struct Slope {
    s: f64,
    color: [f64; 4],
    change: [f64; 4],
}

/// The pixels of one bin.
#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    n: f64,
    /// Mean distance along the ramp.
    s: f64,
    color: [f64; 4],
}

impl Curve {
    /// The mean colors of `samples` along `geometry`; `None` if they hardly extend along it.
    pub(super) fn of(samples: &[Sample], geometry: Geometry) -> Option<Self> {
        let along = geometry.along(samples);
        let (low, high) = along.iter().fold((f64::MAX, f64::MIN), |(lo, hi), &(s, _)| (lo.min(s), hi.max(s)));
        // `NaN` fails this as well.
        let extends = high - low > 1e-3;
        if !extends {
            return None;
        }
        let mut curve = Self { low, high, bins: vec![Bin::default(); BINS], slopes: Vec::new(), along };
        for ((_, color), &(s, _)) in samples.iter().zip(&curve.along) {
            let at = curve.bin(s);
            let bin = &mut curve.bins[at];
            bin.n += 1.0;
            bin.s += s;
            for (sum, c) in bin.color.iter_mut().zip(color) {
                *sum += f64::from(*c);
            }
        }
        for bin in curve.bins.iter_mut().filter(|b| b.n > 0.0) {
            bin.s /= bin.n;
            bin.color = bin.color.map(|c| c / bin.n);
        }
        curve.slopes = (0..BINS).map(|here| curve.slopes_at(here)).collect();
        Some(curve)
    }

    /// The slopes from the last filled bin before `here` to it, and from it to the next.
    fn slopes_at(&self, here: usize) -> [Slope; 2] {
        let filled = |i: &usize| self.bins[*i].n > 0.0;
        let (before, after) = ((0..here).rev().find(filled), (here + 1..BINS).find(filled));
        [self.slope(before.unwrap_or(here), here), self.slope(here, after.unwrap_or(here))]
    }

    fn slope(&self, a: usize, b: usize) -> Slope {
        let (a, b) = (&self.bins[a], &self.bins[b]);
        let gap = b.s - a.s;
        let change = if gap < 1e-9 { [0.0; 4] } else { std::array::from_fn(|k| (b.color[k] - a.color[k]) / gap) };
        Slope { s: a.s, color: a.color, change }
    }

    /// The bin of distance `s`.
    pub(super) fn bin(&self, s: f64) -> usize {
        let at = (s - self.low) / (self.high - self.low) * float(BINS);
        whole(at).min(BINS - 1)
    }

    /// The color at distance `s`, and its change per unit of distance.
    pub(super) fn at(&self, s: f64) -> ([f64; 4], [f64; 4]) {
        let here = self.bin(s);
        let [before, after] = &self.slopes[here];
        let slope = if s < self.bins[here].s || here + 1 == BINS { before } else { after };
        (std::array::from_fn(|k| slope.color[k] + slope.change[k] * (s - slope.s)), slope.change)
    }

    /// Mean squared distance of the colors from the curve.
    pub(super) fn error(&self, samples: &[Sample]) -> f64 {
        let squares = samples.iter().zip(&self.along).map(|((_, color), &(s, _))| {
            let (value, _) = self.at(s);
            value.iter().zip(color).map(|(v, c)| (v - f64::from(*c)) * (v - f64::from(*c))).sum::<f64>()
        });
        squares.sum::<f64>() / float(samples.len().max(1))
    }
}

/// The ramp along `geometry` with as few stops as the colors of `samples` allow.
pub(super) fn ramp(samples: &[Sample], geometry: Geometry, sigma: f32) -> Option<Ramp> {
    let curve = Curve::of(samples, geometry)?;
    let bins: Vec<Bin> = curve.bins.iter().filter(|b| b.n > 0.0).copied().collect();
    let noise = (0.6 + f64::from(sigma)) * (0.6 + f64::from(sigma));
    let breaks = breaks(&bins, noise);
    // The samples are a choice: other pixels of the area may lie a little beyond them.
    let margin = (curve.high - curve.low) / float(BINS);
    let low = match geometry {
        Geometry::Line { .. } => curve.low - margin,
        Geometry::Circle { .. } | Geometry::Ellipse { .. } => (curve.low - margin).max(0.0),
    };
    let knots = knots(&bins, &breaks, (low, curve.high + margin));
    let colors = colors(&bins, &knots)?;
    let knots = knots.into_iter().map(narrow).collect::<Vec<_>>();
    let mut stops: Vec<(f32, Color)> = knots.into_iter().zip(colors.into_iter().map(|c| c.map(narrow))).collect();
    let end = stops.len() - 1;
    (stops[0], stops[end]) = (drawn_back(stops[1], stops[0]), drawn_back(stops[end - 1], stops[end]));
    trim(&mut stops);
    let (&(first, _), &(last, _)) = (stops.first()?, stops.last()?);
    let low = match geometry {
        Geometry::Line { .. } => first,
        Geometry::Circle { .. } | Geometry::Ellipse { .. } => 0.0,
    };
    let n = float(samples.len().max(1));
    let middle = [0, 1].map(|k| samples.iter().map(|(p, _)| f64::from(p[k])).sum::<f64>() / n);
    let offset = |s: f32| ((s - low) / (last - low).max(1e-6)).clamp(0.0, 1.0);
    let mut stops: Vec<(f32, Color)> = stops.into_iter().map(|(s, c)| (offset(s), straight(c))).collect();
    borrow_color(&mut stops);
    Some(Ramp { axis: geometry.axis(f64::from(low), f64::from(last), middle), stops })
}

/// Where pieces of constant slope begin and end, as positions in `bins`: the first, the breaks, one past the last.
///
/// Optimal for each number of pieces (Bellman 1961), and the number by the Bayesian information criterion.
fn breaks(bins: &[Bin], noise: f64) -> Vec<usize> {
    let n = bins.len();
    let total: f64 = bins.iter().map(|b| b.n).sum();
    let sums = Sums::of(bins);
    let costs: Vec<Vec<f64>> = (1..=n).map(|end| (0..end).map(|from| sums.line(from, end).2).collect()).collect();
    let mut best = vec![vec![(f64::MAX, 0_usize); n + 1]; MAX_PIECES + 1];
    best[0][0] = (0.0, 0);
    let (mut least, mut chosen) = (f64::MAX, 1);
    for pieces in 1..=MAX_PIECES {
        for end in 1..=n {
            for from in 0..end {
                let cost = best[pieces - 1][from].0 + costs[end - 1][from];
                if cost < best[pieces][end].0 {
                    best[pieces][end] = (cost, from);
                }
            }
        }
        let error = best[pieces][n].0 / total;
        let weight = INDEPENDENT.min(total);
        let score = weight * libm::log(error + noise) + float(pieces) * STOP_PARAMETERS * libm::log(weight);
        if score < least {
            (least, chosen) = (score, pieces);
        }
    }
    let mut found = vec![n];
    let mut end = n;
    for pieces in (1..=chosen).rev() {
        end = best[pieces][end].1;
        found.push(end);
    }
    found.reverse();
    found
}

/// Running sums over bins, which make the line through any run of them cost the same.
struct Sums(Vec<[f64; 12]>);

impl Sums {
    fn of(bins: &[Bin]) -> Self {
        let mut sums = vec![[0.0; 12]];
        let mut run = [0.0_f64; 12];
        for b in bins {
            let color = b.color;
            let squares: f64 = color.iter().map(|c| c * c).sum();
            let add = [
                1.0,
                b.s,
                b.s * b.s,
                squares,
                color[0],
                color[1],
                color[2],
                color[3],
                b.s * color[0],
                b.s * color[1],
                b.s * color[2],
                b.s * color[3],
            ];
            for (r, a) in run.iter_mut().zip(add) {
                *r += b.n * a;
            }
            sums.push(run);
        }
        Self(sums)
    }

    /// The line through bins `from..to`: colors at distance 0, change per distance, sum of squared distances.
    fn line(&self, from: usize, to: usize) -> ([f64; 4], [f64; 4], f64) {
        let d: [f64; 12] = std::array::from_fn(|k| self.0[to][k] - self.0[from][k]);
        let (w, s, ss) = (d[0].max(1e-12), d[1], d[2]);
        let var = ss - s * s / w;
        let slope: [f64; 4] =
            std::array::from_fn(|k| if var > 1e-9 * ss.max(1e-9) { (d[8 + k] - s * d[4 + k] / w) / var } else { 0.0 });
        let start = std::array::from_fn(|k| (d[4 + k] - slope[k] * s) / w);
        let explained: f64 = (0..4).map(|k| d[4 + k] * d[4 + k] / w + slope[k] * slope[k] * var.max(0.0)).sum();
        (start, slope, (d[3] - explained).max(0.0))
    }
}

/// The distances of the stops: both ends, and where neighboring lines come nearest to each other.
fn knots(bins: &[Bin], breaks: &[usize], (low, high): (f64, f64)) -> Vec<f64> {
    let sums = Sums::of(bins);
    let mut knots = vec![low];
    for w in breaks.windows(3) {
        let (a0, a1, _) = sums.line(w[0], w[1]);
        let (b0, b1, _) = sums.line(w[1], w[2]);
        let (mut over, mut under) = (0.0, 0.0);
        for k in 0..4 {
            over += (a0[k] - b0[k]) * (b1[k] - a1[k]);
            under += (b1[k] - a1[k]) * (b1[k] - a1[k]);
        }
        let (left, right) = (bins[w[1] - 1].s, bins[w[1]].s);
        let slack = 2.0 * (right - left);
        let meet = if under > 1e-18 { over / under } else { f64::midpoint(left, right) };
        let after = knots.last().copied().unwrap_or(low) + 0.01 * (high - low);
        knots.push(meet.clamp(left - slack, right + slack).max(after).min(high - 0.005 * (high - low)));
    }
    knots.push(high);
    knots
}

/// The colors at `knots` of the continuous piecewise line through `bins` (least squares, a tridiagonal system).
fn colors(bins: &[Bin], knots: &[f64]) -> Option<Vec<[f64; 4]>> {
    let n = knots.len();
    let (mut main, mut upper, mut right) = (vec![1e-6; n], vec![0.0; n], vec![[0.0_f64; 4]; n]);
    for b in bins {
        let i = knots.partition_point(|k| *k <= b.s).clamp(1, n - 1) - 1;
        let t = ((b.s - knots[i]) / (knots[i + 1] - knots[i]).max(1e-9)).clamp(0.0, 1.0);
        main[i] += b.n * (1.0 - t) * (1.0 - t);
        main[i + 1] += b.n * t * t;
        upper[i] += b.n * t * (1.0 - t);
        for k in 0..4 {
            right[i][k] += b.n * (1.0 - t) * b.color[k];
            right[i + 1][k] += b.n * t * b.color[k];
        }
    }
    for i in 1..n {
        let f = upper[i - 1] / main[i - 1];
        main[i] -= f * upper[i - 1];
        for k in 0..4 {
            right[i][k] -= f * right[i - 1][k];
        }
    }
    for i in (0..n).rev() {
        for k in 0..4 {
            let beyond = if i + 1 < n { upper[i] * right[i + 1][k] } else { 0.0 };
            right[i][k] = (right[i][k] - beyond) / main[i];
        }
    }
    right.iter().flatten().all(|x| x.is_finite()).then_some(right)
}

/// Drops end stops that repeat their neighbor: beyond its ends a ramp goes on in one color anyway.
fn trim(stops: &mut Vec<(f32, Color)>) {
    let same = |a: Color, b: Color| distance(a, b) < 1.0;
    while stops.len() > 2 && same(stops[0].1, stops[1].1) {
        stops.remove(0);
    }
    while stops.len() > 2 && same(stops[stops.len() - 1].1, stops[stops.len() - 2].1) {
        stops.pop();
    }
}

/// A premultiplied color with its alpha divided out.
pub(super) fn straight([r, g, b, a]: Color) -> Color {
    let k = 255.0 / a.max(1e-3);
    [r * k, g * k, b * k, a].map(|x| x.clamp(0.0, 255.0))
}

/// Gives stops that are all but invisible the color of a visible neighbor, toward which they fade.
fn borrow_color(stops: &mut [(f32, [f32; 4])]) {
    let visible = |c: [f32; 4]| c[3] >= 8.0;
    for i in 0..stops.len() {
        let near = [i.checked_sub(1), Some(i + 1)].into_iter().flatten();
        let lender =
            near.filter_map(|j| stops.get(j)).map(|s| s.1).filter(|c| visible(*c)).max_by(|a, b| a[3].total_cmp(&b[3]));
        if let (false, Some([r, g, b, _])) = (visible(stops[i].1), lender) {
            stops[i].1 = [r, g, b, stops[i].1[3]];
        }
    }
}
