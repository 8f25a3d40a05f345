//! The outlines of shapes that something on top separates into parts.

use super::stretch::{Stretch, stretches};
use super::{Bridge, bridges};
use crate::chain::{self, Run};
use crate::contour::Contour;
use crate::fit::path::{self, Fitted};
use crate::fit::{FAINT, Sample, WEIGHTLESS};
use crate::hidden;
use crate::outline::{Plan, Ring, append, append_hidden, between};
use crate::regions::OUTSIDE;
use linocut_core::kurbo::{BezPath, Point};
use std::collections::BTreeSet;

/// Stretches that follow each other over bridges, and whether the last bridge leads back to the first.
struct Course {
    members: Vec<usize>,
    closed: bool,
}

/// The rings that replace those of the contours whose numbers are returned.
pub(crate) fn rings(plan: &Plan, contours: &[&Contour]) -> (Vec<Ring>, BTreeSet<usize>) {
    if contours.iter().filter(|c| c.area > 0).count() < 2 {
        return (Vec::new(), BTreeSet::new());
    }
    let stretches = stretches(plan, contours.iter().copied());
    let bridges = bridges(plan, &stretches);
    let mut bridged: BTreeSet<usize> = (0..stretches.len()).filter(|&i| leaves(&bridges, i)).collect();
    // All of a contour, if any of it.
    let of = |i: &usize| stretches.get(*i).and_then(|s| contours.iter().position(|c| std::ptr::eq(*c, s.contour)));
    let replaced: BTreeSet<usize> = bridged.iter().filter_map(of).collect();
    bridged.extend((0..stretches.len()).filter(|i| of(i).is_some_and(|c| replaced.contains(&c))));
    let orbits = orbits(&stretches, &bridges, &bridged);
    let rings = orbits.iter().map(|orbit| ring(plan, &stretches, &bridges, orbit));
    (rings.collect(), replaced)
}

fn leaves(bridges: &[Option<Bridge>], at: usize) -> bool {
    bridges.get(at).is_some_and(Option::is_some)
}

/// The stretch after stretch `at` of a ring: over a bridge, or behind the gap in the contour.
fn after(stretches: &[Stretch], bridges: &[Option<Bridge>], at: usize) -> Option<usize> {
    let bridge = bridges.get(at).and_then(Option::as_ref).map(|b| b.to);
    bridge.or_else(|| Some(stretches.get(at)?.next))
}

/// The hidden stretch that follows `stretch` in its contour.
fn gap(stretches: &[Stretch], stretch: &Stretch) -> Option<Run> {
    Some(between(stretch.contour, stretch.run, stretches.get(stretch.next)?.run))
}

/// The stretches of every ring among `members`, in order; where a ring is not bridged all around, it starts after a gap.
fn orbits(stretches: &[Stretch], bridges: &[Option<Bridge>], members: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut left = members.clone();
    let mut found = Vec::new();
    while let Some(&first) = left.first() {
        let mut orbit = Vec::new();
        let mut at = Some(first);
        while let Some(here) = at.filter(|here| left.remove(here)) {
            orbit.push(here);
            at = after(stretches, bridges, here);
        }
        if let Some(gap) = orbit.iter().position(|&i| !leaves(bridges, i)) {
            orbit.rotate_left(gap + 1);
        }
        found.push(orbit);
    }
    found
}

/// The rings of `members` as polygons along the cracks, straight over bridges.
pub(super) fn polygons(stretches: &[Stretch], bridges: &[Option<Bridge>], members: &[usize]) -> Vec<Vec<Point>> {
    let members = members.iter().copied().collect();
    let polygon = |orbit: Vec<usize>| {
        let points = orbit.into_iter().flat_map(|i| {
            let Some(stretch) = stretches.get(i) else { return Vec::new() };
            let hidden = if leaves(bridges, i) { 0 } else { gap(stretches, stretch).map_or(0, |g| g.len) };
            let mut points: Vec<Point> = (0..=stretch.run.len + hidden).filter_map(|k| stretch.corner(k)).collect();
            points.extend(bridges.get(i).into_iter().flatten().flat_map(|b| &b.way));
            points
        });
        points.collect()
    };
    orbits(stretches, bridges, &members).into_iter().map(polygon).collect()
}

fn ring(plan: &Plan, stretches: &[Stretch], bridges: &[Option<Bridge>], orbit: &[usize]) -> Ring {
    let courses = courses(bridges, orbit);
    let region = orbit.first().and_then(|&i| stretches.get(i)).map_or(OUTSIDE, |s| s.contour.region);
    let cover = |x: i32, y: i32| plan.scene.cover(region, x, y);
    let mut bez = BezPath::new();
    if let [Course { members, closed: true }] = courses.as_slice() {
        let samples = samples(plan, stretches, bridges, members);
        let fitted = path::closed(samples, &plan.options, &cover);
        bez.move_to(fitted.start);
        append(&mut bez, &fitted.pieces);
        bez.close_path();
        return Ring::Path(bez);
    }
    let fits: Vec<Fitted> = courses
        .iter()
        .map(|course| {
            let samples = samples(plan, stretches, bridges, &course.members);
            path::open(samples, &plan.options, &cover)
        })
        .collect();
    for (k, (course, fit)) in courses.iter().zip(&fits).enumerate() {
        if k == 0 {
            bez.move_to(fit.start);
        }
        append(&mut bez, &fit.pieces);
        let next = (k + 1) % courses.len();
        let (Some(to), Some(last)) = (fits.get(next), course.members.last().and_then(|&i| stretches.get(i))) else {
            continue;
        };
        let Some(gap) = gap(stretches, last) else { continue };
        append_hidden(&mut bez, &hidden::connect(plan, last.contour, gap, (fit, to)), next);
    }
    bez.close_path();
    Ring::Path(bez)
}

/// An orbit parted at its gaps.
fn courses(bridges: &[Option<Bridge>], orbit: &[usize]) -> Vec<Course> {
    let parts = orbit.split_inclusive(|&i| !leaves(bridges, i));
    parts
        .map(|members| Course {
            members: members.to_vec(),
            closed: members.last().is_some_and(|&i| leaves(bridges, i)),
        })
        .collect()
}

/// The located points along stretches, with the ways over the bridges between them.
fn samples(plan: &Plan, stretches: &[Stretch], bridges: &[Option<Bridge>], members: &[usize]) -> Vec<Sample> {
    let mut found = Vec::new();
    for (k, &i) in members.iter().enumerate() {
        let Some(stretch) = stretches.get(i) else { continue };
        let bridged = leaves(bridges, i);
        let begins = k == 0 && !members.last().is_some_and(|&last| leaves(bridges, last));
        if begins || !bridged {
            // An end that no bridge continues goes a little under what hides it.
            let mut all = plan.tucked(stretch.contour, stretch.run);
            if !begins {
                all.remove(0);
            }
            if bridged {
                all.pop();
            }
            found.extend(all);
        } else {
            let all = chain::samples(plan.scene, stretch.contour, stretch.run);
            found.extend(all.into_iter().filter(|s| s.w > WEIGHTLESS));
        }
        let way = bridges.get(i).into_iter().flatten().flat_map(|b| &b.way);
        found.extend(way.map(|&p| Sample { p, w: FAINT }));
    }
    found
}
