//! Finds corners in located boundaries and puts them back where the anti-aliasing rounded them off.

use super::bend::Bend;
use super::moments::{LineFit, Moments};
use super::section::crossing;
use super::{FAINT, FitOptions, Sample, WEIGHTLESS, normal};
use crate::number::floor;
use linocut_core::kurbo::{Point, Vec2};
use std::collections::BTreeMap;

/// The boundary within this distance of a corner is rounded by the pixel grid and says nothing of its sides, in pixels.
const ROUNDED: f64 = 0.8;
/// How far a side is looked at to find corners, in pixels: longer misses small details, shorter sees corners in noise.
const REACH: f64 = 3.4;
/// Points looked at on both sides for a sharper corner: those of a few pixels, two a pixel and some to spare.
const NEIGHBORS: usize = 24;
/// Two corners nearer than this are one, in pixels.
const CROWDED: f64 = 2.4;
/// How far a straight side is looked at for shallow corners, in pixels.
const LONG_REACH: f64 = 8.0;
/// Points this near to a corner may lie on either of its sides, in pixels.
const BESIDE: f64 = 1.2;
/// Corners of sides that meet this near to each other are one, in pixels.
const ONE: f64 = 1.5;
/// How far sides are looked at to see between which points a corner lies, in pixels.
const SPLIT: f64 = 5.0;
/// Lengths of a side over which its bend is read off, in pixels: the longest that one bend describes.
const REACHES: [f64; 10] = [3.0, 5.0, 7.0, 10.0, 14.0, 20.0, 30.0, 45.0, 70.0, 110.0];
/// How far points may scatter about one bend, as a share of their standard deviation: clean pictures do better by half.
const CLOSE: f64 = 0.6;
/// By how much they may scatter more along a longer side, as a share.
const WORSE: f64 = 1.15;
/// Smallest turn of a shallow corner, in radians (10°).
const SHALLOW: f64 = 0.17;

/// A chain of located points, closed or open, with lengths along it.
pub(crate) struct Chain {
    pub(crate) samples: Vec<Sample>,
    /// Length from the first point to each point, in pixels.
    pub(crate) along: Vec<f64>,
    /// Length all the way around or to the last point.
    pub(crate) length: f64,
    pub(crate) closed: bool,
}

/// How much of the pixel at column and row the region inside the boundary covers, if that can be told.
pub(crate) type Cover<'a> = &'a dyn Fn(i32, i32) -> Option<f64>;

/// A corner of a chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Corner {
    /// The point of the chain nearest to it.
    pub(crate) at: usize,
    /// Where it lies.
    pub(crate) p: Point,
}

/// Where a corner may lie: between two neighboring points of a chain.
#[derive(Clone, Copy)]
struct Gap {
    at: usize,
    next: usize,
    before: Sample,
    after: Sample,
}

impl Chain {
    pub(crate) fn new(samples: Vec<Sample>, closed: bool) -> Self {
        let mut along = Vec::with_capacity(samples.len());
        let mut sum = 0.0;
        let mut before = samples.first().map_or(Point::ZERO, |s| s.p);
        for s in &samples {
            sum += (s.p - before).hypot2().sqrt();
            before = s.p;
            along.push(sum);
        }
        if closed && let Some(first) = samples.first() {
            sum += (first.p - before).hypot2().sqrt();
        }
        Self { samples, along, length: sum, closed }
    }

    /// The points whose length from point `at` lies in `from..=to`, with that length, in order.
    pub(crate) fn window(&self, at: usize, from: f64, to: f64) -> Vec<(f64, Sample)> {
        let here = self.along.get(at).copied().unwrap_or(0.0);
        let laps: &[f64] = if self.closed { &[-1.0, 0.0, 1.0] } else { &[0.0] };
        let mut found = Vec::new();
        for lap in laps {
            let shift = lap * self.length - here;
            let first = self.along.partition_point(|a| a + shift < from);
            let along = self.along.get(first..).unwrap_or_default();
            let rest = along.iter().zip(self.samples.get(first..).unwrap_or_default());
            found.extend(rest.map(|(a, s)| (a + shift, *s)).take_while(|(a, _)| *a <= to));
        }
        found
    }

    /// The points from `skip` to `reach` ahead of point `at`, or behind it when `sign` is negative.
    ///
    /// Where points were left out, the reach grows until it holds four, or by as much as was left out at most.
    fn side(&self, at: usize, reach: f64, skip: f64, sign: f64) -> Vec<(f64, Sample)> {
        let window =
            |reach: f64| if sign < 0.0 { self.window(at, -reach, -skip) } else { self.window(at, skip, reach) };
        let found = window(reach);
        if found.len() >= 3 { found } else { window(reach + 2.0 * ROUNDED + 1.3) }
    }

    /// The gap that lies `steps` after the one between point `at` and the next.
    fn gap(&self, at: usize, steps: isize) -> Option<Gap> {
        let n = self.samples.len();
        let moved = |steps: isize| {
            let to = at.checked_add_signed(steps).filter(|to| *to < n);
            to.or_else(|| if self.closed { Some((at + n).checked_add_signed(steps)? % n) } else { None })
        };
        let (at, next) = (moved(steps)?, moved(steps + 1)?);
        let (before, after) = (*self.samples.get(at)?, *self.samples.get(next)?);
        Some(Gap { at, next, before, after })
    }

    /// The points up to `reach` after `gap`, or before it when `sign` is negative; at least four if there are.
    fn beside(&self, gap: &Gap, reach: f64, sign: f64) -> Vec<(f64, Sample)> {
        let window = |reach: f64| {
            if sign < 0.0 { self.window(gap.at, -reach, 0.0) } else { self.window(gap.next, 0.0, reach) }
        };
        let found = window(reach);
        if found.len() >= 4 { found } else { window(reach + 2.0 * ROUNDED + 1.3) }
    }

    /// The length from point `a` forward to point `b`.
    pub(crate) fn between(&self, a: usize, b: usize) -> f64 {
        let at = |i: usize| self.along.get(i).copied().unwrap_or(0.0);
        let d = at(b) - at(a);
        if d < 0.0 && self.closed { d + self.length } else { d }
    }
}

/// The corners of `chain` in order.
pub(crate) fn corners(chain: &Chain, options: &FitOptions, cover: Cover) -> Vec<Corner> {
    let mut candidates: Vec<(f64, usize)> = (0..chain.samples.len())
        // Points that are hardly located at all make no corner.
        .filter(|&i| chain.samples.get(i).is_none_or(|s| s.w > FAINT || s.w <= WEIGHTLESS))
        .filter_map(|i| {
            let sharp = turn(chain, i, REACH, f64::MAX).filter(|t| *t > options.corner_angle);
            let sharp = sharp.filter(|_| !is_round(chain, i, REACH, 0.6 * options.sigma));
            let shallow = || {
                let straight = turn(chain, i, LONG_REACH, 0.6 * options.sigma).filter(|t| *t > SHALLOW);
                straight.filter(|_| !is_round(chain, i, LONG_REACH, 0.8 * options.sigma))
            };
            sharp.or_else(shallow).map(|t| (t, i))
        })
        .collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut kept: BTreeMap<usize, f64> = BTreeMap::new();
    let n = chain.samples.len();
    for (turn, i) in candidates {
        let hides = |(&j, &sharper): (&usize, &f64)| {
            let distance = chain.between(i, j).abs().min(chain.between(j, i).abs());
            distance < CROWDED || (distance < REACH + 0.8 && turn < 0.8 * sharper)
        };
        let beside = kept.range(i.saturating_sub(NEIGHBORS)..=i + NEIGHBORS);
        let wrapped = kept
            .range(..(i + NEIGHBORS).saturating_sub(n))
            .chain(kept.range((n + i).saturating_sub(NEIGHBORS).max(i)..));
        if !beside.chain(wrapped).any(hides) {
            kept.insert(i, turn);
        }
    }
    let found = apart(kept.into_keys().filter_map(|at| gap(chain, at, options)).collect(), chain.closed);
    let wedges = (0..found.len()).filter_map(|k| sharpen(chain, &found, k, options));
    let mut corners: Vec<Corner> = wedges.filter(|w| is_sharp(w.corner.p, &w.sides, cover)).map(|w| w.corner).collect();
    corners.sort_by_key(|c| c.at);
    corners.dedup_by_key(|c| c.at);
    corners
}

/// Of wedges that are one corner seen from two points only that with the better sides.
fn apart(mut wedges: Vec<Wedge>, closed: bool) -> Vec<Wedge> {
    wedges.sort_by_key(|w| w.gap.at);
    let same = |a: &Wedge, b: &Wedge| a.gap.at == b.gap.at || (a.corner.p - b.corner.p).hypot2() < ONE * ONE;
    let mut kept: Vec<Wedge> = Vec::new();
    for wedge in wedges {
        match kept.last_mut() {
            Some(last) if same(last, &wedge) => {
                if wedge.error < last.error {
                    *last = wedge;
                }
            }
            _ => kept.push(wedge),
        }
    }
    if closed && kept.len() > 1 && kept.first().zip(kept.last()).is_some_and(|(a, b)| same(a, b)) {
        let worse =
            if kept.first().zip(kept.last()).is_some_and(|(a, b)| a.error <= b.error) { kept.len() - 1 } else { 0 };
        kept.remove(worse);
    }
    kept
}

/// The angle between the lines through both sides of point `at`, unless a side is bent by more than `limit`.
fn turn(chain: &Chain, at: usize, reach: f64, limit: f64) -> Option<f64> {
    // Half the loop at most, so that the two sides never see the same points.
    let reach = reach.min(chain.length / 2.0 - 0.5);
    let before = side_line(&chain.side(at, reach, 0.7, -1.0), limit)?;
    let after = side_line(&chain.side(at, reach, 0.7, 1.0), limit)?;
    let (cross, dot) = (before.direction.cross(after.direction), before.direction.dot(after.direction));
    Some(libm::atan2(cross.abs(), dot))
}

/// Whether the points around point `at` lie on one circle, root mean square within `limit`.
fn is_round(chain: &Chain, at: usize, reach: f64, limit: f64) -> bool {
    let samples: Vec<Sample> = chain.window(at, -reach, reach).into_iter().map(|(_, s)| s).collect();
    samples.len() >= 5 && circle_error(&samples).is_some_and(|e| e < limit)
}

/// The root mean square distance of points from their best circle (Kåsa 1976).
fn circle_error(samples: &[Sample]) -> Option<f64> {
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    let mean = samples.iter().fold(Vec2::ZERO, |sum, s| sum + s.p.to_vec2() * s.w) / weight;
    let (mut xx, mut xy, mut yy, mut xz, mut yz, mut z0) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for s in samples {
        let v = s.p.to_vec2() - mean;
        let z = v.hypot2();
        xx += s.w * v.x * v.x;
        xy += s.w * v.x * v.y;
        yy += s.w * v.y * v.y;
        xz += s.w * v.x * z;
        yz += s.w * v.y * z;
        z0 += s.w * z;
    }
    let det = xx * yy - xy * xy;
    if det <= 1e-9 * z0 * z0 {
        return None;
    }
    let center = Vec2::new((xz * yy - yz * xy) / (2.0 * det), (yz * xx - xz * xy) / (2.0 * det));
    let radius = (z0 / weight + center.hypot2()).sqrt();
    let square = |s: &Sample| s.w * ((s.p.to_vec2() - mean - center).hypot2().sqrt() - radius).powi(2);
    Some((samples.iter().map(square).sum::<f64>() / weight).sqrt())
}

fn side_line(points: &[(f64, Sample)], limit: f64) -> Option<LineFit> {
    let samples: Vec<Sample> = points.iter().map(|(_, s)| *s).collect();
    let (first, last) = (samples.first()?, samples.last()?);
    let mut line = Moments::new(&samples).line(0, samples.len().checked_sub(1)?)?;
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    if line.squares > limit * limit * weight {
        return None;
    }
    if line.direction.dot(last.p - first.p) < 0.0 {
        line.direction = -line.direction;
    }
    Some(line)
}

/// A corner, how its sides run into it, and the mean square of their points.
struct Wedge {
    corner: Corner,
    gap: Gap,
    sides: [LineFit; 2],
    error: f64,
}

/// The gap near point `at` up to which both sides run best: a corner lies between two points, not always beside the one
/// that was found.
fn gap(chain: &Chain, at: usize, options: &FitOptions) -> Option<Wedge> {
    let gaps = [-2, -1, 0, 1].into_iter().filter_map(|d| chain.gap(at, d));
    let wedges = gaps.filter_map(|gap| wedge(chain, gap, [SPLIT; 2], options));
    wedges.min_by(|a, b| a.error.total_cmp(&b.error))
}

/// Corner `k` of `found`, its sides followed as far as the next corner.
fn sharpen(chain: &Chain, found: &[Wedge], k: usize, options: &FitOptions) -> Option<Wedge> {
    let this = found.get(k)?;
    let last = found.len().checked_sub(1)?;
    let wrap = |i: Option<usize>, other: usize| i.or(chain.closed.then_some(other)).and_then(|i| found.get(i));
    let length = |from: &Wedge, to: &Wedge| {
        if from.gap.at == to.gap.at { chain.length } else { chain.between(from.gap.next, to.gap.at) }
    };
    let back = wrap(k.checked_sub(1), last).map_or(f64::MAX, |before| length(before, this));
    let ahead = wrap((k < last).then_some(k + 1), 0).map_or(f64::MAX, |after| length(this, after));
    wedge(chain, this.gap, [back, ahead], options)
}

/// The wedge whose sides run up to `gap`.
fn wedge(chain: &Chain, gap: Gap, rooms: [f64; 2], options: &FitOptions) -> Option<Wedge> {
    let mut p = gap.before.p.midpoint(gap.after.p);
    // Long sides hide a point or two from beyond the corner, until it is known where that is.
    let short = rooms.map(|room| room.min(SPLIT));
    let mut sides = [side(chain, &gap, (p, short[0]), -1.0, options)?, side(chain, &gap, (p, short[1]), 1.0, options)?];
    for round in 0..4 {
        let [before, after] = &sides;
        p = crossing(&before.near(p), &after.near(p))?;
        if round == 1 {
            let [back, ahead] = rooms;
            sides = [side(chain, &gap, (p, back), -1.0, options)?, side(chain, &gap, (p, ahead), 1.0, options)?];
        }
    }
    let error = sides.iter().map(|s| s.error * s.error).sum();
    let sides = sides.map(|s| s.near(p));
    // The half-covered contour stays about this far from the tip of a sharp corner, more where the tip is thin.
    let opening = {
        let cosine = -sides[0].direction.dot(sides[1].direction);
        ((1.0 - cosine) / (1.0 + cosine).max(1e-6)).max(1e-6).sqrt()
    };
    let expected = 1.4 + (0.5 / opening).min(3.0);
    let (from, to) = ((p - gap.before.p).hypot2(), (p - gap.after.p).hypot2());
    let at = if from <= to { gap.at } else { gap.next };
    (from.min(to) < expected * expected).then_some(Wedge { corner: Corner { at, p }, gap, sides, error })
}

/// Half the side of the square of pixels in which a corner's area is compared.
const SQUARE: i32 = 2;
/// Area by which a sharp corner may differ from the picture, in square pixels: that of a rounding of radius 1.5.
const AREA_SLACK: f64 = 0.48;

/// Whether the pixels around `p` show the whole wedge between its two sides, not one with its tip rounded off.
fn is_sharp(p: Point, sides: &[LineFit; 2], cover: Cover) -> bool {
    let (cx, cy) = (floor(p.x), floor(p.y));
    let mut shown = 0.0;
    for y in cy - SQUARE..=cy + SQUARE {
        for x in cx - SQUARE..=cx + SQUARE {
            let Some(share) = cover(x, y) else { return true };
            shown += share;
        }
    }
    let (x0, y0) = (f64::from(cx - SQUARE), f64::from(cy - SQUARE));
    let size = f64::from(2 * SQUARE + 1);
    let square = [(x0, y0), (x0 + size, y0), (x0 + size, y0 + size), (x0, y0 + size)].map(Point::from);
    let [before, after] = sides.map(|s| normal(s.direction));
    let convex = sides[0].direction.cross(sides[1].direction) > 0.0;
    // The region lies to the right of its contour, where the normal points in a y-down world.
    let wedge = if convex {
        area(&clip(&clip(&square, p, before), p, after))
    } else {
        size * size - area(&clip(&clip(&square, p, -before), p, -after))
    };
    (wedge - shown).abs() < AREA_SLACK
}

/// The part of a convex polygon on the side of `p` that `inward` points to (Sutherland and Hodgman 1974).
fn clip(polygon: &[Point], p: Point, inward: Vec2) -> Vec<Point> {
    let depth = |q: Point| (q - p).dot(inward);
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    for (i, &a) in polygon.iter().enumerate() {
        let Some(&b) = polygon.get((i + 1) % polygon.len()) else { continue };
        let (da, db) = (depth(a), depth(b));
        if da >= 0.0 {
            kept.push(a);
        }
        if (da >= 0.0) != (db >= 0.0) {
            kept.push(a.lerp(b, da / (da - db)));
        }
    }
    kept
}

fn area(polygon: &[Point]) -> f64 {
    let next = polygon.iter().cycle().skip(1);
    polygon.iter().zip(next).map(|(a, b)| a.to_vec2().cross(b.to_vec2())).sum::<f64>().abs() / 2.0
}

/// How one side of `gap` runs into the corner near `p`, from the points up to `room` away: as far as one bend describes
/// them.
fn side(chain: &Chain, gap: &Gap, (p, room): (Point, f64), sign: f64, options: &FitOptions) -> Option<Bend> {
    let mut best: Option<Bend> = None;
    for reach in REACHES {
        let points = chain.beside(gap, reach.min(room), sign);
        let clear: Vec<(f64, Sample)> =
            points.iter().copied().filter(|(_, s)| (s.p - p).hypot2() > BESIDE * BESIDE).collect();
        let points = if clear.len() >= 3 { clear } else { points };
        let most = best.map_or(f64::MAX, |b| (WORSE * b.error).max(CLOSE * options.sigma));
        let bend = Bend::through(&points, options.sigma).filter(|b| b.error < most);
        best = bend.or(best);
        if bend.is_none() || reach > room {
            break;
        }
    }
    best
}

/// The points of the chain between two corners (or all the way around), without those the corners round off.
pub(crate) fn stretch(chain: &Chain, from: Corner, to: Corner) -> Vec<Sample> {
    let mut length = chain.between(from.at, to.at);
    if length <= 0.0 && chain.closed {
        length = chain.length;
    }
    let end = |p: Point| Sample { p, w: 1.0 };
    let mut samples = vec![end(from.p)];
    samples.extend(
        chain
            .window(from.at, ROUNDED.min(length / 3.0), length - ROUNDED.min(length / 3.0))
            .into_iter()
            .map(|(_, s)| s)
            .filter(|s| [from.p, to.p].iter().all(|p| (s.p - *p).hypot2() > BESIDE * BESIDE)),
    );
    samples.push(end(to.p));
    samples
}

#[cfg(test)]
mod tests {
    use super::{Chain, corners};
    use crate::fit::{FitOptions, Sample};
    use linocut_core::kurbo::Point;

    /// Points along a polygon's sides, one a pixel.
    fn polygon(corners: &[(f64, f64)]) -> Vec<Sample> {
        let mut samples = Vec::new();
        for (i, &a) in corners.iter().enumerate() {
            let (a, b) = (Point::from(a), Point::from(corners[(i + 1) % corners.len()]));
            let length = a.distance(b);
            let steps = (0..200).map(|k| (f64::from(k) + 0.5) / length).take_while(|t| *t < 1.0);
            samples.extend(steps.map(|t| Sample { p: a.lerp(b, t), w: 1.0 }));
        }
        samples
    }

    #[track_caller]
    fn check(points: &[(f64, f64)], expected: usize) {
        let chain = Chain::new(polygon(points), true);
        let found = corners(&chain, &FitOptions::default(), &|_, _| None);
        assert_eq!(found.len(), expected, "{found:?}");
        for corner in found {
            assert!(points.iter().any(|&p| corner.p.distance(p.into()) < 0.05), "{corner:?}");
        }
    }

    #[test]
    fn finds_the_corners_of_polygons() {
        check(&[(10.0, 10.0), (50.0, 10.0), (50.0, 40.0), (10.0, 40.0)], 4);
        check(&[(10.0, 10.0), (60.0, 20.0), (20.0, 70.0)], 3);
    }

    #[test]
    fn finds_shallow_corners_between_long_sides() {
        check(&[(0.0, 0.0), (40.0, 6.0), (80.0, 0.0), (80.0, 40.0), (0.0, 40.0)], 5);
    }

    #[test]
    fn circles_have_no_corners() {
        let ring: Vec<Sample> = (0..60)
            .map(|i| f64::from(i) * std::f64::consts::TAU / 60.0)
            .map(|a| Sample { p: Point::new(10.0 * a.cos(), 10.0 * a.sin()), w: 1.0 })
            .collect();
        assert_eq!(corners(&Chain::new(ring, true), &FitOptions::default(), &|_, _| None), []);
    }
}
