//! Reads off where three regions meet which of them lies on top.
//!
//! What lies on top goes on smoothly through the junction, and the border between the two others ends there as the stem
//! of a T.

use crate::chain::{self, Run};
use crate::contour::Contour;
use crate::fit::moments::Moments;
use crate::fit::{FitOptions, Sample, WEIGHTLESS, unit};
use crate::locate::Scene;
use crate::regions::OUTSIDE;
use crate::whole;
use linocut_core::kurbo::Vec2;
use std::collections::{BTreeMap, BTreeSet};

/// What speaks for regions that lie above others.
#[derive(Default)]
pub(crate) struct Votes {
    /// How strongly the first region of a pair lies above the second.
    pub(crate) above: BTreeMap<(u32, u32), f64>,
    /// Regions that show a round shape whole: nothing lies over its boundary.
    pub(crate) whole: BTreeSet<u32>,
}

/// Cracks looked at on both sides of a junction: more say better where a straight border goes, fewer where a round one.
const AROUND: usize = 9;
/// Up to this longest side of a picture, in pixels; in larger ones, what is round is rounder.
const AROUND_SIDE: usize = 512;
/// Located points needed on a side to tell where it goes.
const FEWEST: usize = 4;
/// A border that turns by less than this goes on smoothly, in radians: a circle of 20 pixels' radius does.
const SMOOTH: f64 = 0.4;
/// A border that turns by more than this in its region's hollow lies not on top but beside something round, in radians.
const HOLLOW: f64 = 0.06;
/// The stem of a T leaves the bar by more than this, in radians; less is two borders that run into one.
const STEM: f64 = 0.6;

/// How the border of one region passes a junction.
struct Pass {
    region: u32,
    /// The regions beside it before and after the junction.
    beside: [u32; 2],
    /// By how much it turns, in radians; positive where the region is convex.
    turn: f64,
    /// How far the points on both sides can be trusted, `0..=1`.
    trust: f64,
}

/// How strongly a shape that is seen whole lies above its neighbors: as two clear junctions.
const WHOLE: f64 = 2.0;
/// A shape is only seen whole if no junction says clearly that a neighbor lies above it.
const DENIED: f64 = 0.5;

/// What all junctions of three regions say, and which regions show a shape whole.
pub(crate) fn votes(scene: &Scene, contours: &[Contour], options: &FitOptions) -> Votes {
    let mut above = said(scene, contours);
    let seen = whole::seen(scene, contours, options);
    let denied = |region: u32, others: &BTreeSet<u32>| {
        others.iter().any(|o| !seen.contains_key(o) && above.get(&(*o, region)).is_some_and(|vote| *vote > DENIED))
    };
    let kept: Vec<(&u32, &BTreeSet<u32>)> = seen.iter().filter(|(r, others)| !denied(**r, others)).collect();
    for (region, others) in &kept {
        for other in others.iter().filter(|o| !seen.contains_key(o)) {
            *above.entry((**region, *other)).or_default() += WHOLE;
        }
    }
    Votes { above, whole: kept.into_iter().map(|(region, _)| *region).collect() }
}

/// What all junctions of three regions say.
fn said(scene: &Scene, contours: &[Contour]) -> BTreeMap<(u32, u32), f64> {
    let mut votes = BTreeMap::new();
    for passes in junctions(scene, contours).values() {
        let [a, b, c] = passes.as_slice() else { continue };
        for (top, others) in [(a, [b, c]), (b, [a, c]), (c, [a, b])] {
            let smooth = top.turn > -HOLLOW && top.turn < SMOOTH && others.iter().all(|o| o.turn.abs() > STEM);
            let apart = top.beside.iter().all(|r| others.iter().any(|o| o.region == *r));
            if !smooth || !apart {
                continue;
            }
            for other in others {
                *votes.entry((top.region, other.region)).or_default() += top.trust * (1.0 - top.turn.abs() / SMOOTH);
            }
        }
    }
    votes
}

/// How borders pass each place where regions inside the picture meet.
fn junctions(scene: &Scene, contours: &[Contour]) -> BTreeMap<(i32, i32), Vec<Pass>> {
    let mut found: BTreeMap<(i32, i32), Vec<Pass>> = BTreeMap::new();
    for contour in contours {
        let n = contour.cracks.len();
        for k in 0..n {
            let (Some(before), Some(after)) = (contour.cracks.get((k + n - 1) % n), contour.cracks.get(k)) else {
                continue;
            };
            let beside = [before.other, after.other];
            if beside[0] != beside[1] && !beside.contains(&OUTSIDE) {
                found.entry((after.x, after.y)).or_default().extend(pass(scene, contour, k, beside));
            }
        }
    }
    found
}

/// How the border of `contour` passes the junction before crack `k`.
fn pass(scene: &Scene, contour: &Contour, k: usize, beside: [u32; 2]) -> Option<Pass> {
    let n = contour.cracks.len();
    let side = scene.field.width.max(scene.field.height).max(AROUND_SIDE);
    let around = (AROUND * side / AROUND_SIDE).min(n);
    let same = |k: usize, other: u32| contour.cracks.get(k % n).is_some_and(|c| c.other == other);
    let back = (1..=around).take_while(|d| same(k + n - d, beside[0])).count();
    let ahead = (0..around).take_while(|d| same(k + d, beside[1])).count();
    let (into, trust_in) = heading(scene, contour, Run { from: (k + n - back) % n, len: back, closed: false })?;
    let (out, trust_out) = heading(scene, contour, Run { from: k, len: ahead, closed: false })?;
    // Regions lie to the right of their borders, and y points down: where they are convex, borders turn right.
    let turn = libm::atan2(into.cross(out), into.dot(out));
    Some(Pass { region: contour.region, beside, turn, trust: trust_in.min(trust_out) })
}

/// Where a border goes along `run`, and how far that can be trusted.
fn heading(scene: &Scene, contour: &Contour, run: Run) -> Option<(Vec2, f64)> {
    let samples: Vec<Sample> = chain::samples(scene, contour, run).into_iter().filter(|s| s.w > WEIGHTLESS).collect();
    let last = samples.len().checked_sub(1).filter(|last| last + 1 >= FEWEST)?;
    let line = Moments::new(&samples).line(0, last)?;
    let way = samples.last()?.p - samples.first()?.p;
    let along = if line.direction.dot(way) < 0.0 { -line.direction } else { line.direction };
    let trust = samples.iter().map(|s| s.w).sum::<f64>() / f64::from(u32::try_from(samples.len()).unwrap_or(u32::MAX));
    Some((unit(along, Vec2::ZERO), trust))
}
