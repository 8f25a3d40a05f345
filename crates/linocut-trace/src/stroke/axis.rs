//! The middle of a line, measured across it every pixel.

use super::graph::Branch;
use super::ink::{Ink, whole};
use crate::fit::{normal, unit};
use linocut_core::kurbo::{Point, Vec2};

/// A measured place on a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Station {
    /// Its middle.
    pub(super) p: Point,
    /// How wide the line is there, in pixels.
    pub(super) width: f64,
    /// Whether it was cut with paper on both sides.
    pub(super) cut: bool,
    /// Whether nothing but this line was cut: no corner, no junction, no end.
    pub(super) sound: bool,
}

/// One branch with its measures.
#[derive(Clone, Debug)]
pub(super) struct Arm {
    pub(super) stations: Vec<Station>,
    /// The node at each end; `None` at a free end.
    pub(super) ends: [Option<usize>; 2],
    pub(super) closed: bool,
    /// Median width, in pixels.
    pub(super) width: f64,
}

/// Times that places are moved to the middle of their cuts; each also straightens the directions of the next.
const ROUNDS: usize = 4;

/// Measures the line around `branch`.
pub(super) fn measure(ink: &Ink, branch: &Branch) -> Arm {
    let mut path = branch.path.clone();
    let mut width = 2.0 * branch.depth;
    let mut stations = Vec::new();
    for round in 0..ROUNDS {
        // Staircases of the skeleton first, then only the noise of the measures.
        let half = if round == 0 { (0.7 * branch.depth).clamp(3.0, 12.0) } else { (0.25 * width).clamp(2.0, 5.0) };
        stations = (0..path.len())
            .map(|k| {
                let p = path.get(k).copied().unwrap_or_default();
                let across = normal(direction(&path, k, steps(half), branch.closed));
                station(ink, p, across, width)
            })
            .collect();
        width = median(stations.iter().filter(|s| s.cut).map(|s| s.width)).unwrap_or(width);
        if round + 1 < ROUNDS {
            path = respaced(&stations.iter().map(|s| s.p).collect::<Vec<_>>());
        }
    }
    Arm { stations, ends: branch.ends, closed: branch.closed, width }
}

/// Places a pixel apart along the way through `path`.
fn respaced(path: &[Point]) -> Vec<Point> {
    let mut found: Vec<Point> = path.first().copied().into_iter().collect();
    let mut owed = 1.0;
    for w in path.windows(2) {
        let &[a, b] = w else { continue };
        let length = (b - a).hypot2().sqrt();
        let mut at = owed;
        while at <= length {
            found.push(a.lerp(b, at / length));
            at += 1.0;
        }
        owed = at - length;
    }
    found
}

/// The cut at `p` of a line about `width` wide.
pub(super) fn station(ink: &Ink, p: Point, across: Vec2, width: f64) -> Station {
    let reach = 0.8 * width + 2.5;
    let Some(cut) = ink.cut(p, across, reach) else { return Station { p, width: 0.0, cut: false, sound: false } };
    // A cut that opens on one side says nothing of the middle.
    let moved = if cut.closed && cut.shift.abs() < 0.5 * width + 1.0 { p + across * cut.shift } else { p };
    Station { p: moved, width: cut.width, cut: cut.closed, sound: false }
}

/// The direction of `path` at place `k`, from the places `half` before and after.
fn direction(path: &[Point], k: usize, half: usize, closed: bool) -> Vec2 {
    let n = path.len();
    let (from, to) = if closed && n > 2 * half {
        ((k + n - half) % n, (k + half) % n)
    } else {
        (k.saturating_sub(half), (k + half).min(n.saturating_sub(1)))
    };
    let chord = path.get(to).zip(path.get(from)).map_or(Vec2::ZERO, |(b, a)| *b - *a);
    unit(chord, Vec2::new(1.0, 0.0))
}

/// What all cuts of a picture have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gauge {
    /// The width that most lines have, in pixels.
    pub(super) width: f64,
    /// How much cuts of one line differ, as a standard deviation in pixels.
    pub(super) spread: f64,
}

/// The common width, and how far cuts stray from the median of their neighbors.
pub(super) fn gauge(arms: &[Arm]) -> Gauge {
    let cuts = || arms.iter().flat_map(|a| a.stations.iter().filter(|s| s.cut).map(|s| s.width));
    let width = median(cuts()).unwrap_or(1.0);
    let strays = arms.iter().flat_map(|arm| {
        let widths: Vec<f64> = arm.stations.iter().filter(|s| s.cut).map(|s| s.width).collect();
        let around = |w: &[f64]| Some((w.get(4)? - median(w.iter().copied())?).abs());
        widths.windows(9).filter_map(around).collect::<Vec<_>>()
    });
    // 0.6745 turns a median into a standard deviation.
    Gauge { width, spread: median(strays).unwrap_or(0.0) / 0.6745 }
}

/// Differences of width up to this are within any measure, in pixels: some renderers know quarters of pixels only.
const FINE: f64 = 0.27;
/// And up to this share of the width.
const SHARE: f64 = 0.03;
/// Lines whose widths differ by less than this share are of one width.
const SAME: f64 = 0.06;

/// The width of a place that is believed for want of a better one may be off by this share.
const RESCUE: f64 = 0.35;

impl Gauge {
    /// Whether two widths are one.
    pub(super) fn is_same(&self, a: f64, b: f64) -> bool {
        (a - b).abs() < (SAME * a.max(b)).max(0.12).max(2.0 * self.spread)
    }

    fn slack(&self, width: f64) -> f64 {
        FINE.max(4.0 * self.spread).max(SHARE * width)
    }

    /// Gives `arm` the common width where that is its own, marks its sound places, and carries free ends on as far as
    /// the line goes.
    pub(super) fn judge(&self, ink: &Ink, arm: &mut Arm) {
        let showing =
            |width: f64| arm.stations.iter().filter(|s| s.cut && (s.width - width).abs() <= self.slack(width)).count();
        // The common width needs less to be believed: the rest may be corners and junctions.
        let common = 3 * showing(self.width) >= arm.stations.len();
        let own = 2 * showing(arm.width) >= arm.stations.len() && length(&arm.stations) >= 2.0 * self.width;
        if common || !own || self.is_same(arm.width, self.width) {
            arm.width = self.width;
        }
        let (width, slack) = (arm.width, self.slack(arm.width));
        let is_sound = |s: &Station| s.cut && (s.width - width).abs() <= slack;
        let even = evenly_spaced(&arm.stations, arm.closed);
        let raw: Vec<bool> = arm.stations.iter().zip(even).map(|(s, even)| even && is_sound(s)).collect();
        let margin = steps((0.08 * width).clamp(0.0, 6.0)).saturating_sub(1);
        for (k, station) in arm.stations.iter_mut().enumerate() {
            let near = raw.get(k.saturating_sub(margin)..(k + margin + 1).min(raw.len())).unwrap_or_default();
            station.sound = near.iter().all(|s| *s);
        }
        if arm.closed {
            return;
        }
        rescue(arm);
        for end in [0, 1] {
            if arm.ends.get(end) == Some(&None) {
                self.carry_on(ink, arm, end == 0);
            }
        }
    }

    /// Replaces what lies beyond the last sound place of a free end by places measured straight on.
    fn carry_on(&self, ink: &Ink, arm: &mut Arm, first: bool) {
        if first {
            arm.stations.reverse();
        }
        if let Some((from, along)) = sound_end(arm) {
            let places = (1..).map(f64::from).take_while(|s| *s < 0.5 * arm.width + 3.0);
            let cuts = places.map(|s| station(ink, from + along * s, normal(along), arm.width));
            let sound = cuts.take_while(|s| s.cut && (s.width - arm.width).abs() <= self.slack(arm.width));
            arm.stations.extend(sound.map(|s| Station { sound: true, ..s }));
        }
        if first {
            arm.stations.reverse();
        }
    }
}

/// Believes the likeliest place of a short arm with a free end: too short to show its width, it is still a line.
fn rescue(arm: &mut Arm) {
    if arm.stations.iter().any(|s| s.sound) || !arm.ends.contains(&None) {
        return;
    }
    let width = arm.width;
    let off = |s: &Station| (s.width - width).abs();
    let best = arm.stations.iter_mut().filter(|s| s.cut).min_by(|a, b| off(a).total_cmp(&off(b)));
    if let Some(best) = best.filter(|s| (s.width - width).abs() < RESCUE * width) {
        best.sound = true;
    }
}

/// Cuts an arm off at its last sound place, and says where that is and where the line goes from there.
fn sound_end(arm: &mut Arm) -> Option<(Point, Vec2)> {
    let last = arm.stations.iter().rposition(|s| s.sound)?;
    let back = steps((0.6 * arm.width).max(3.0));
    let sound = |k: usize| arm.stations.get(k).filter(|s| s.sound).map(|s| s.p);
    let (from, to) = ((last.saturating_sub(back)..last).find_map(sound)?, sound(last)?);
    arm.stations.truncate(last + 1);
    Some((to, unit(to - from, Vec2::new(1.0, 0.0))))
}

/// Whether each station lies ahead of the one before and behind the next, about a pixel away.
///
/// Where a line turns sharply, cuts of neighboring places cross.
fn evenly_spaced(stations: &[Station], closed: bool) -> Vec<bool> {
    let n = stations.len();
    let at = |k: usize| stations.get(k % n.max(1)).map_or(Point::ZERO, |s| s.p);
    let step = |k: usize| at(k + 1) - at(k);
    let fine = |k: usize| {
        let length = step(k).hypot2().sqrt();
        // 0.8 is a turn of 37° from one pixel to the next.
        (0.3..2.4).contains(&length) && step(k).dot(step(k + 1)) > 0.8 * length * step(k + 1).hypot2().sqrt()
    };
    (0..n).map(|k| if closed { fine(k + n - 1) } else { k == 0 || k + 1 >= n || fine(k - 1) }).collect()
}

/// The length of the way through all stations, in pixels.
pub(super) fn length(stations: &[Station]) -> f64 {
    stations.windows(2).map(|w| w.first().zip(w.last()).map_or(0.0, |(a, b)| (b.p - a.p).hypot2().sqrt())).sum()
}

/// The middle value, if there is any.
pub(super) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    let middle = values.len() / 2;
    (middle < values.len()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// Whole steps of about a pixel in a length.
pub(super) fn steps(length: f64) -> usize {
    usize::try_from(whole(length.clamp(1.0, 1e6).round())).unwrap_or(1)
}
