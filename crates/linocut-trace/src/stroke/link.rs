//! Which sound runs of lines go on in which: straight on through crossings, around corners, or not at all.

use super::axis::{Arm, Gauge, Station, length};
use crate::fit::moments::{LineFit, Moments};
use crate::fit::section::{crossing_of, quadratic};
use crate::fit::{Sample, unit};
use linocut_core::kurbo::{Point, Vec2};
use std::collections::BTreeSet;

/// A stretch of line without gaps.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) stations: Vec<Station>,
    pub(super) width: f64,
    /// Its first and its last end.
    pub(super) tips: [Tip; 2],
    /// Whether it is a loop that is sound all around.
    pub(super) closed: bool,
}

/// One end of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tip {
    pub(super) p: Point,
    /// The unit vector along which the line leaves.
    pub(super) out: Vec2,
    /// How much the line turns on its way out, in radians a pixel.
    pub(super) curl: f64,
    /// Where the line ends or goes on.
    pub(super) meets: Meets,
}

/// What lies beyond a tip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meets {
    /// Paper.
    Nothing,
    /// A node with other lines.
    Node(usize),
    /// The next run of the same arm.
    Run(TipId),
}

/// A tip: the run and which of its ends.
pub(super) type TipId = (usize, usize);

/// How two tips are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bridge {
    /// The line goes on without a corner.
    Smooth,
    /// The line turns here.
    Corner(Point),
}

/// The runs of all arms, linked within each arm; short arms between two nodes make these one.
pub(super) fn runs(arms: &[Arm], nodes: &mut [Point], gauge: &Gauge) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let mut same: Vec<usize> = (0..nodes.len()).collect();
    for arm in arms {
        let mut parts = sound_parts(arm);
        if let [Some(a), Some(b)] = arm.ends
            && (parts.is_empty() || length(&arm.stations) < 0.6 * gauge.width)
        {
            let (a, b) = (root(&same, a), root(&same, b));
            if let Some(slot) = same.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
            parts.clear();
        }
        let base = found.len();
        let count = parts.len();
        let whole = arm.closed && count == 1 && parts.first().is_some_and(|p| p.len() == arm.stations.len());
        for (k, stations) in parts.into_iter().enumerate() {
            let meets = |end: usize| {
                let next = if end == 0 { k.checked_sub(1) } else { Some(k + 1).filter(|n| *n < count) };
                let around = if end == 0 { count - 1 } else { 0 };
                match (next, arm.closed) {
                    (Some(n), _) => Meets::Run((base + n, 1 - end)),
                    (None, true) => Meets::Run((base + around, 1 - end)),
                    (None, false) => arm.ends.get(end).copied().flatten().map_or(Meets::Nothing, Meets::Node),
                }
            };
            let mut tips = [
                tip(&stations, true, meets(0), (arm.width, gauge.spread)),
                tip(&stations, false, meets(1), (arm.width, gauge.spread)),
            ];
            if stations.len() < 3 {
                let chord = arm.stations.first().zip(arm.stations.last()).map_or(Vec2::ZERO, |(a, b)| b.p - a.p);
                let along = unit(chord, Vec2::new(1.0, 0.0));
                tips[0].out = -along;
                tips[1].out = along;
            }
            found.push(Run { stations, width: arm.width, tips, closed: whole });
        }
    }
    for run in &mut found {
        for tip in &mut run.tips {
            if let Meets::Node(n) = tip.meets {
                tip.meets = Meets::Node(root(&same, n));
            }
        }
    }
    found
}

fn root(same: &[usize], mut n: usize) -> usize {
    while let Some(&m) = same.get(n).filter(|&&m| m != n) {
        n = m;
    }
    n
}

/// The stretches of an arm that are sound, without crumbs; those of a loop in order from its first gap.
fn sound_parts(arm: &Arm) -> Vec<Vec<Station>> {
    let mut stations = arm.stations.clone();
    if arm.closed
        && let Some(gap) = stations.iter().position(|s| !s.sound)
    {
        stations.rotate_left(gap);
    }
    let parts: Vec<Vec<Station>> =
        stations.split(|s| !s.sound).map(<[Station]>::to_vec).filter(|p| !p.is_empty()).collect();
    let longest = parts.iter().map(Vec::len).max().unwrap_or(0);
    let least = if longest > 4 { 3 } else { 1 };
    parts.into_iter().filter(|p| p.len() >= least).collect()
}

/// How far back the direction of an end is read off, at least, in pixels; as far as it stays straight.
const LOOK: f64 = 4.0;
/// A stretch this near to straight is straight, in pixels.
const STRAIGHT: f64 = 0.05;

/// The first or last end of `stations`.
fn tip(stations: &[Station], first: bool, meets: Meets, (width, spread): (f64, f64)) -> Tip {
    let ordered: Vec<Sample> = {
        let sample = |s: &Station| Sample { p: s.p, w: 1.0 };
        if first { stations.iter().map(sample).collect() } else { stations.iter().rev().map(sample).collect() }
    };
    let end = ordered.first().map_or(Point::ZERO, |s| s.p);
    // Noise needs a longer look: its share in the direction falls with the power 3/2 of the length.
    let mut look = LOOK.max(0.4 * width).max(50.0 * spread);
    let limit = STRAIGHT.max(0.8 * spread);
    let near = within(&ordered, look);
    let mut line = straight(near, limit);
    while let Some(longer) = line.and_then(|_| straight(within(&ordered, 2.0 * look), limit)) {
        line = Some(longer);
        look *= 2.0;
        if look > LONGEST {
            break;
        }
    }
    let inward = near.last().map_or(Vec2::ZERO, |l| l.p - end);
    if let Some(line) = line {
        let out = if line.direction.dot(inward) > 0.0 { -line.direction } else { line.direction };
        return Tip { p: line.center + out * (end - line.center).dot(out), out, curl: 0.0, meets };
    }
    let mut along = 0.0;
    let mut before = end;
    let lengths = near.iter().map(|s| {
        along += (s.p - before).hypot2().sqrt();
        before = s.p;
        (along, s.p, s.w)
    });
    let Some((p, slope)) = quadratic(lengths) else {
        return Tip { p: end, out: unit(-inward, Vec2::new(1.0, 0.0)), curl: 0.0, meets };
    };
    let (out, chord) = (-unit(slope, -inward), -inward);
    // From its chord to its end an arc turns half of what it turns in all.
    let curl = 2.0 * angle(chord, out) / chord.hypot2().sqrt().max(1.0);
    Tip { p, out, curl, meets }
}

/// Longer stretches are not looked at; they would change the direction little, in pixels.
const LONGEST: f64 = 200.0;

/// The first samples, up to `length` away from the first.
fn within(ordered: &[Sample], length: f64) -> &[Sample] {
    let Some(first) = ordered.first() else { return ordered };
    let count = ordered.iter().position(|s| (s.p - first.p).hypot2() > length * length).unwrap_or(ordered.len());
    ordered.get(..count.max(4).min(ordered.len())).unwrap_or(ordered)
}

/// The line through `samples`, if they lie on one within `limit`.
fn straight(samples: &[Sample], limit: f64) -> Option<LineFit> {
    let line = Moments::new(samples).line(0, samples.len().checked_sub(1)?)?;
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    (line.squares < limit * limit * weight || samples.len() < 4).then_some(line)
}

/// Turns beyond this at a node are no straight continuation, in radians (32°).
const THROUGH: f64 = 0.56;
/// Turns below this between two runs of one line are smooth, in radians (11°).
const SMOOTH: f64 = 0.19;

/// How runs go on in each other.
#[derive(Default)]
pub(super) struct Links {
    /// Pairs of tips that belong to one line.
    pub(super) pairs: Vec<(TipId, TipId)>,
    /// Runs that are no lines but the ink between two lines that run together in a sharp corner.
    pub(super) tails: BTreeSet<usize>,
}

/// How `runs`, which meet in so many nodes, go on in each other.
pub(super) fn links(runs: &[Run], nodes: usize) -> Links {
    let mut at_node: Vec<Vec<TipId>> = vec![Vec::new(); nodes];
    let mut found = Links::default();
    for (r, run) in runs.iter().enumerate() {
        for (e, tip) in run.tips.iter().enumerate() {
            match tip.meets {
                Meets::Node(n) => at_node.get_mut(n).into_iter().for_each(|list| list.push((r, e))),
                Meets::Run(other) if (r, e) < other && !run.closed => found.pairs.push(((r, e), other)),
                Meets::Nothing | Meets::Run(_) => {}
            }
        }
    }
    for mut tips in at_node {
        if let &[a, b, c] = tips.as_slice()
            && let Some(tail) =
                [(a, [b, c]), (b, [a, c]), (c, [a, b])].into_iter().find(|(t, sides)| is_tail(runs, *t, *sides))
        {
            tips.retain(|id| *id != tail.0);
            found.tails.insert(tail.0.0);
        }
        pair(runs, tips, &mut found.pairs);
    }
    found
}

/// How near to the corner of two lines the end of what they share must be, as a share of its width.
const TAIL: f64 = 0.8;

/// Whether the run at `id`, which ends freely, is where the lines of the two other tips run together before their corner.
fn is_tail(runs: &[Run], id: TipId, sides: [TipId; 2]) -> bool {
    let Some((run, end)) = runs.get(id.0).and_then(|r| Some((r, r.tips.get(1 - id.1)?))) else { return false };
    let tip = |id: TipId| runs.get(id.0).and_then(|r| r.tips.get(id.1));
    let Some((a, b)) = tip(sides[0]).zip(tip(sides[1])) else { return false };
    let Some(c) = crossing_of((a.p, a.out), (b.p, b.out)) else { return false };
    let ahead = (c - a.p).dot(a.out) > 0.0 && (c - b.p).dot(b.out) > 0.0;
    let off = c - end.p;
    end.meets == Meets::Nothing
        && ahead
        && length(&run.stations) < 2.0 * run.width
        && off.dot(end.out).abs() < TAIL * run.width + 1.0
        && off.cross(end.out).abs() < 0.4 * run.width + 0.5
}

/// Pairs the tips at one node: those that go straight on first, then two that turn.
fn pair(runs: &[Run], mut free: Vec<TipId>, found: &mut Vec<(TipId, TipId)>) {
    let tip = |id: TipId| runs.get(id.0).and_then(|r| r.tips.get(id.1));
    loop {
        let mut best: Option<(f64, TipId, TipId)> = None;
        for (i, &a) in free.iter().enumerate() {
            for &b in free.iter().skip(i + 1) {
                let Some(turn) = tip(a).zip(tip(b)).map(|(a, b)| turns(a, b)) else { continue };
                let usual = tip(a).zip(tip(b)).map_or(0.0, |(a, b)| usual(a, b));
                let bend = (turn.0 + turn.1 - usual).abs() + (turn.0 - turn.1).abs() / 2.0 + 0.1 * usual.abs();
                if best.is_none_or(|(least, ..)| bend < least) {
                    best = Some((bend, a, b));
                }
            }
        }
        let Some((bend, a, b)) = best else { return };
        let through = bend < THROUGH;
        found.push((a, b));
        free.retain(|id| *id != a && *id != b);
        if !through && free.len() < 2 {
            return;
        }
    }
}

/// The turns from one tip onto the straight way to the other, and from that onto the other, in radians.
fn turns(a: &Tip, b: &Tip) -> (f64, f64) {
    let way = unit(b.p - a.p, a.out);
    (angle(a.out, way), angle(way, -b.out))
}

/// What the line turns anyway between two tips, if it goes on as it curls; leaving by the other tip it curls the other way.
fn usual(a: &Tip, b: &Tip) -> f64 {
    (a.curl - b.curl) / 2.0 * (b.p - a.p).hypot2().sqrt()
}

/// The signed angle from one vector to another, in radians.
fn angle(u: Vec2, v: Vec2) -> f64 {
    libm::atan2(u.cross(v), u.dot(v))
}

/// How the line leads from tip `a` to tip `b`.
pub(super) fn bridge(a: &Tip, b: &Tip) -> Bridge {
    let turn = angle(a.out, -b.out);
    let gap = (b.p - a.p).hypot2().sqrt();
    let usual = usual(a, b);
    let corner = crossing_of((a.p, a.out), (b.p, b.out)).filter(|c| {
        let (ahead, back) = ((*c - a.p).dot(a.out), (*c - b.p).dot(b.out));
        ahead > -0.5 && back > -0.5 && ahead < 2.0 * gap + 2.0 && back < 2.0 * gap + 2.0
    });
    match corner {
        Some(c) if turn.abs() > SMOOTH && (turn - usual).abs() > SMOOTH + 0.25 * usual.abs() => Bridge::Corner(c),
        _ => Bridge::Smooth,
    }
}
