//! From linked runs to fitted paths.

use super::ink::Ink;
use super::link::{Bridge, Links, Meets, Run, Tip, TipId, bridge};
use super::style::{self, End, Turn};
use crate::fit::path::{self, Fitted};
use crate::fit::primitive::{self, Primitive, Sight};
use crate::fit::section::{self, Stretch, crossing_of};
use crate::fit::{FitOptions, Sample, unit};
use linocut_core::Cap;
use linocut_core::kurbo::Point;
use std::collections::BTreeMap;

/// A line from end to end: smooth sections between corners.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// Points of each section; corners are the last point of one and the first of the next.
    pub(super) sections: Vec<Vec<Sample>>,
    pub(super) closed: bool,
    pub(super) width: f64,
    /// What was measured at a free start and end.
    pub(super) ends: [Option<End>; 2],
    pub(super) turns: Vec<Turn>,
}

/// The courses that `links` make of `runs`.
pub(super) fn courses(ink: &Ink, runs: &[Run], links: &Links) -> Vec<Course> {
    let mut next: BTreeMap<TipId, TipId> = BTreeMap::new();
    for &(a, b) in &links.pairs {
        next.insert(a, b);
        next.insert(b, a);
    }
    let anchors = anchors(runs, &links.pairs);
    let mut used: Vec<bool> = (0..runs.len()).map(|r| links.tails.contains(&r)).collect();
    let mut found = Vec::new();
    let open = |r: usize, e: usize| !next.contains_key(&(r, e));
    let starts = (0..runs.len()).flat_map(|r| [(r, 0), (r, 1)]).filter(|&(r, e)| open(r, e));
    for start in starts.chain((0..runs.len()).map(|r| (r, 0))) {
        if used.get(start.0) == Some(&false) {
            let order = follow(&next, start, &mut used);
            found.push(course(ink, runs, &order, &anchors));
        }
    }
    found
}

/// The entries of the runs that one line passes, from `start` on.
fn follow(next: &BTreeMap<TipId, TipId>, start: TipId, used: &mut [bool]) -> Vec<TipId> {
    let mut order = Vec::new();
    let mut at = start;
    loop {
        match used.get_mut(at.0) {
            Some(used) if !*used => *used = true,
            _ => return order,
        }
        order.push(at);
        match next.get(&(at.0, 1 - at.1)) {
            Some(&to) => at = to,
            None => return order,
        }
    }
}

/// For each node, the two tips between which a line passes it.
fn anchors(runs: &[Run], links: &[(TipId, TipId)]) -> BTreeMap<usize, (Tip, Tip)> {
    let tip = |id: TipId| runs.get(id.0).and_then(|r| r.tips.get(id.1)).copied();
    let mut found = BTreeMap::new();
    for &(a, b) in links {
        if let Some((a, b)) = tip(a).zip(tip(b))
            && let Meets::Node(n) = a.meets
        {
            found.entry(n).or_insert((a, b));
        }
    }
    found
}

fn course(ink: &Ink, runs: &[Run], order: &[TipId], anchors: &BTreeMap<usize, (Tip, Tip)>) -> Course {
    let run = |id: TipId| runs.get(id.0);
    let tip = |id: TipId, end: usize| run(id).and_then(|r| r.tips.get(end)).copied();
    let longest = order.iter().filter_map(|&id| run(id)).max_by_key(|r| r.stations.len());
    let width = longest.map_or(1.0, |r| r.width);
    let first = order.first().and_then(|&id| tip(id, id.1));
    let last = order.last().and_then(|&id| tip(id, 1 - id.1));
    let ring = order.len() == 1 && order.first().and_then(|&id| run(id)).is_some_and(|r| r.closed);
    let linked = |t: Option<Tip>| t.is_some_and(|t| matches!(t.meets, Meets::Run(_)));
    // A chain that ran back to where it began: both its outer tips were linked, to each other.
    let meet = first.zip(last).is_some_and(|(a, b)| match (a.meets, b.meets) {
        (Meets::Node(m), Meets::Node(n)) => m == n && joins(anchors, m, &a, &b),
        _ => linked(first) && linked(last),
    });
    let closed = ring || meet;
    let mut course = Course { sections: vec![Vec::new()], closed, width, ends: [None, None], turns: Vec::new() };
    if let (false, Some(tip)) = (closed, first) {
        course.ends[0] = course.stop(ink, &tip, anchors);
    }
    for (k, &id) in order.iter().enumerate() {
        if let Some(before) = k.checked_sub(1).and_then(|k| order.get(k)) {
            course.cross(ink, tip(*before, 1 - before.1), tip(id, id.1));
        }
        let stations = run(id).map(|r| r.stations.as_slice()).unwrap_or_default();
        let samples = stations.iter().map(|s| Sample { p: s.p, w: 1.0 });
        let section = course.sections.last_mut();
        match section {
            Some(section) if id.1 == 0 => section.extend(samples),
            Some(section) => section.extend(samples.rev()),
            None => {}
        }
    }
    match last {
        Some(tip) if !closed => course.ends[1] = course.stop(ink, &tip, anchors),
        Some(tip) if !ring => course.cross(ink, Some(tip), first),
        _ => {}
    }
    course
}

/// Whether the line that passes node `n` does so between these two tips.
fn joins(anchors: &BTreeMap<usize, (Tip, Tip)>, n: usize, a: &Tip, b: &Tip) -> bool {
    anchors.get(&n).is_some_and(|(p, q)| (p.p == a.p && q.p == b.p) || (p.p == b.p && q.p == a.p)) && a.p != b.p
}

impl Course {
    /// Ends the line at `tip`: on the line that passes its node, or on paper.
    fn stop(&mut self, ink: &Ink, tip: &Tip, anchors: &BTreeMap<usize, (Tip, Tip)>) -> Option<End> {
        let node = match tip.meets {
            Meets::Nothing | Meets::Run(_) => return Some(style::end(ink, (tip.p, tip.out), self.width)),
            Meets::Node(n) => n,
        };
        let on_line = anchors.get(&node).and_then(|(a, b)| match bridge(a, b) {
            // The corner itself, or the side of it that the line leads to.
            Bridge::Corner(c) if tip.out.cross(c - tip.p).abs() < 0.25 * self.width + 0.5 => Some(c),
            Bridge::Corner(c) => [a, b].into_iter().find_map(|side| side_of(tip, side, c)).or(Some(c)),
            Bridge::Smooth => hit(tip, a, b),
        });
        let ahead = on_line.filter(|c| (*c - tip.p).hypot2().sqrt() < 2.5 * self.width + 3.0);
        let end = ahead.unwrap_or(tip.p + tip.out * (0.5 * self.width));
        if let Some(section) = self.sections.last_mut() {
            section.push(Sample { p: end, w: 1.0 });
        }
        None
    }

    /// Leads from one run to the next.
    fn cross(&mut self, ink: &Ink, from: Option<Tip>, to: Option<Tip>) {
        let Some((a, b)) = from.zip(to) else { return };
        if let Bridge::Corner(c) = bridge(&a, &b) {
            let turn = Turn { p: c, along: [a.out, -b.out], width: self.width };
            let room = (c - a.p).hypot2().min((c - b.p).hypot2()).sqrt();
            let bend = style::bend(ink, &turn, room);
            if !bend.is_empty() {
                if let Some(section) = self.sections.last_mut() {
                    section.extend(bend.into_iter().map(|p| Sample { p, w: 1.0 }));
                }
                return;
            }
            let corner = Sample { p: c, w: 1.0 };
            if let Some(section) = self.sections.last_mut() {
                section.push(corner);
            }
            self.sections.push(vec![corner]);
            self.turns.push(turn);
        }
    }

    /// Carries free ends to where their caps have them end.
    pub(super) fn cap(&mut self, cap: Cap) {
        let [start, end] = self.ends;
        let sample = |e: End| Sample { p: e.point(cap), w: 1.0 };
        if let (Some(e), Some(section)) = (start, self.sections.first_mut()) {
            trim_front(section, &e, sample(e));
        }
        if let (Some(e), Some(section)) = (end, self.sections.last_mut()) {
            section.reverse();
            trim_front(section, &e, sample(e));
            section.reverse();
        }
    }

    /// The fitted path, or the shape with a name that it is.
    pub(super) fn fit(&self, options: &FitOptions) -> Track {
        if self.closed {
            let samples = self.sections.concat();
            if let Some(found) = primitive::recognize(&samples, options, Sight::Whole) {
                return Track::Named(found);
            }
            if self.turns.is_empty() {
                return Track::Path(path::closed(samples, options, &|_, _| None), true);
            }
        }
        let mut sections = self.sections.clone();
        if self.closed
            && let Some(rest) = sections.pop()
            && let Some(first) = sections.first_mut()
        {
            // A loop begins at its last corner.
            first.splice(0..0, rest);
        }
        let start = sections.first().and_then(|s| s.first()).map_or(Point::ZERO, |s| s.p);
        let mut fitted = Fitted { start, pieces: Vec::new() };
        for samples in &sections {
            if self.width < THIN {
                fitted.pieces.extend(path::open(samples.clone(), options, &|_, _| None).pieces);
            } else {
                fitted.pieces.extend(section::fit(&Stretch { samples, start: None, end: None }, options));
            }
        }
        path::straighten(&mut fitted, self.closed);
        Track::Path(fitted, self.closed)
    }
}

/// Corners of lines thinner than this hardly widen them; they are found by the line's turn, in pixels.
const THIN: f64 = 4.0;

/// The geometry of a line's middle.
#[derive(Clone, Debug)]
pub(super) enum Track {
    /// A path, closed or open.
    Path(Fitted, bool),
    /// A closed shape with a name.
    Named(Primitive),
}

/// Makes `to` the first point of `section`, without what it lies beyond.
fn trim_front(section: &mut Vec<Sample>, end: &End, to: Sample) {
    let beyond = |s: &Sample| (s.p - to.p).dot(end.out) > -0.3 && (s.p - to.p).hypot2().sqrt() < end.width + 4.0;
    let kept = section.iter().position(|s| !beyond(s)).unwrap_or(section.len().saturating_sub(1));
    section.drain(..kept);
    section.insert(0, to);
}

/// Where the way straight on from `tip` meets the straight way from `side` to the corner `c`.
fn side_of(tip: &Tip, side: &Tip, c: Point) -> Option<Point> {
    let p = crossing_of((tip.p, tip.out), (side.p, c - side.p))?;
    let ahead = (p - tip.p).dot(tip.out) > 0.0;
    ((p - side.p).dot(c - p) > 0.0 && ahead).then_some(p)
}

/// Where the way straight on from `tip` meets the line that goes on from `a` to `b`.
fn hit(tip: &Tip, a: &Tip, b: &Tip) -> Option<Point> {
    let middle =
        crossing_of((a.p, a.out), (b.p, b.out)).filter(|c| (*c - a.p).dot(a.out) > 0.0 && (*c - b.p).dot(b.out) > 0.0);
    let chord = unit(b.p - a.p, a.out);
    let straight = crossing_of((tip.p, tip.out), (a.p, chord));
    let (Some(c), Some(p)) = (middle, straight) else { return straight };
    // The height of the parabola from a to b with these tangents, over the place where the chord is met.
    let length = (b.p - a.p).hypot2().sqrt().max(1e-9);
    let t = ((p - a.p).dot(chord) / length).clamp(0.0, 1.0);
    let over = a.p + (c - a.p) * (2.0 * t * (1.0 - t)) + (b.p - a.p) * (t * t);
    Some(p + tip.out * (over - (a.p + chord * (over - a.p).dot(chord))).dot(tip.out))
}
