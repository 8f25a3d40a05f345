//! Ends that almost meet.

use super::figure::{Figure, seal};
use crate::track::Track;
use linocut_core::kurbo::{ParamCurve as _, PathSeg, Point};

/// Ends nearer than this were meant to meet, in 24ths of the view box: an eighth of the usual line width, and the step of
/// the grid that the icon model draws on.
const MEET: f64 = 0.26;

/// Closes subpaths whose ends almost meet.
pub(super) fn close(figures: &mut [Figure], unit: f64) {
    for track in all(figures).filter(|track| !track.closed && track.segments.len() > 1) {
        let gap = track.start.distance(track.end());
        let longer = track.segments.iter().any(|segment| segment.start().distance(segment.end()) > 2.0 * MEET * unit);
        if gap <= MEET * unit && longer {
            let middle = track.start.midpoint(track.end());
            move_start(track, middle);
            move_end(track, middle);
            track.closed = true;
            seal(track);
        }
    }
}

/// Joins ends of different subpaths that almost meet.
pub(super) fn weld(figures: &mut [Figure], unit: f64) {
    let mut ends: Vec<Point> = Vec::new();
    for track in all(figures).filter(|track| !track.closed) {
        ends.extend([track.start, track.end()]);
    }
    // Each end goes to the first one before it that is near, so that a whole bunch meets in one point.
    let goals: Vec<Point> = ends
        .iter()
        .enumerate()
        .map(|(index, end)| {
            let near = |other: &&Point| other.distance(*end) <= MEET * unit;
            ends.iter().take(index).find(near).copied().unwrap_or(*end)
        })
        .collect();
    let mut goals = goals.into_iter();
    for track in all(figures).filter(|track| !track.closed) {
        let (Some(start), Some(end)) = (goals.next(), goals.next()) else { return };
        // Both ends of a short dash must not fall together.
        if start.distance(end) > MEET * unit {
            move_start(track, start);
            move_end(track, end);
        }
    }
}

fn all(figures: &mut [Figure]) -> impl Iterator<Item = &mut Track> {
    figures.iter_mut().flat_map(|figure| match figure {
        Figure::Tracks(tracks) => tracks.as_mut_slice(),
        Figure::Circle(..) | Figure::Rect(..) | Figure::Ellipse(_) => &mut [],
    })
}

fn move_start(track: &mut Track, to: Point) {
    let by = to - track.start;
    track.start = to;
    match track.segments.first_mut() {
        Some(PathSeg::Line(line)) => line.p0 = to,
        Some(PathSeg::Quad(quad)) => quad.p0 = to,
        Some(PathSeg::Cubic(cubic)) => {
            cubic.p0 = to;
            cubic.p1 += by;
        }
        None => {}
    }
}

fn move_end(track: &mut Track, to: Point) {
    let by = to - track.end();
    match track.segments.last_mut() {
        Some(PathSeg::Line(line)) => line.p1 = to,
        Some(PathSeg::Quad(quad)) => quad.p2 = to,
        Some(PathSeg::Cubic(cubic)) => {
            cubic.p3 = to;
            cubic.p2 += by;
        }
        None => {}
    }
}
