//! Lines that end before a clearance.

use super::{Cut, Rest};
use crate::track::{Track, outline_path, path, samples, tracks};
use linocut_core::Outline;
use linocut_core::kurbo::{ParamCurve as _, ParamCurveArclen as _, PathSeg};

/// Where each segment is looked at; a bend into the clearance between two of these places is not seen.
const STEPS: u8 = 64;
/// Halvings of a step that finds where a line enters; forty reach the precision of numbers.
const HALVINGS: u8 = 40;
/// Shortest piece of a cut line that stays, in 24ths of the view box.
const CRUMB: f64 = 1.5;
/// A line at most this long that loses more than half of itself goes altogether: a stump of a detail says nothing.
/// In 24ths of the view box.
const DETAIL: f64 = 7.0;
/// Share of the gap by which a line may graze the clearance and stay whole: a circle with a nick looks broken, one that
/// comes a little nearer does not.
const GRAZE: f64 = 0.5;
/// How exactly lengths are measured, in user units.
const LENGTH_ERROR: f64 = 1e-3;

/// What is left of an outline whose line reaches `half` to both sides.
pub(super) fn cut(cut: &Cut<'_>, outline: &Outline, half: f64) -> Rest {
    let before = tracks(&outline_path(outline));
    let mut touched = false;
    let mut kept = Vec::new();
    for track in before {
        let spans: Vec<Vec<PathSeg>> = track.segments.iter().map(|segment| outside(cut, *segment, half)).collect();
        let clear = spans.iter().zip(&track.segments).all(|(span, whole)| span.as_slice() == [*whole]);
        if clear || grazes(cut, &track, half) {
            kept.push(track);
            continue;
        }
        touched = true;
        let pieces = joined(&track, spans);
        let total: f64 = length(&track);
        let left: f64 = pieces.iter().map(length).sum();
        if total <= DETAIL * cut.unit && left < total / 2.0 {
            continue;
        }
        kept.extend(pieces.into_iter().filter(|piece| !is_crumb(cut, piece)));
    }
    if !touched {
        return Some(outline.clone());
    }
    (!kept.is_empty()).then(|| Outline::Path(path(&kept)))
}

/// Whether a line comes nowhere nearer to the badge than the rest of the gap.
fn grazes(cut: &Cut<'_>, track: &Track, half: f64) -> bool {
    let nearest = |p: &_| cut.clearance.distance(*p, half);
    samples(track, STEPS).iter().map(nearest).fold(f64::INFINITY, f64::min) >= -GRAZE * cut.gap
}

/// The parts of a segment that stay clear.
fn outside(cut: &Cut<'_>, segment: PathSeg, half: f64) -> Vec<PathSeg> {
    let distance = |t: f64| cut.clearance.distance(segment.eval(t), half);
    let mut kept = Vec::new();
    let mut start = (distance(0.0) >= 0.0).then_some(0.0);
    for step in 1..=STEPS {
        let (a, b) = (f64::from(step - 1) / f64::from(STEPS), f64::from(step) / f64::from(STEPS));
        match (start, distance(b) >= 0.0) {
            (Some(from), false) => {
                kept.push(segment.subsegment(from..crossing(&distance, a, b)));
                start = None;
            }
            (None, true) => start = Some(crossing(&distance, b, a)),
            (Some(_), true) | (None, false) => {}
        }
    }
    match start {
        Some(from) if from <= 0.0 => kept.push(segment),
        Some(from) => kept.push(segment.subsegment(from..1.0)),
        None => {}
    }
    kept
}

/// Where between `clear`, outside, and `inside` the boundary lies; a value outside or on it.
fn crossing(distance: &impl Fn(f64) -> f64, mut clear: f64, mut inside: f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(clear, inside);
        if distance(middle) >= 0.0 { clear = middle } else { inside = middle }
    }
    clear
}

/// The pieces of a track: segments that still meet stay together, across the start of a closed track, too.
fn joined(track: &Track, spans: Vec<Vec<PathSeg>>) -> Vec<Track> {
    let mut pieces: Vec<Track> = Vec::new();
    for segment in spans.into_iter().flatten() {
        match pieces.last_mut() {
            Some(piece) if piece.end().distance(segment.start()) < 1e-9 => piece.segments.push(segment),
            _ => pieces.push(Track { start: segment.start(), segments: vec![segment], closed: false }),
        }
    }
    let meets = |last: &Track, first: &Track| last.end().distance(first.start) < 1e-9;
    if track.closed
        && pieces.len() > 1
        && let (Some(last), Some(first)) = (pieces.last(), pieces.first())
        && meets(last, first)
    {
        let first = pieces.remove(0);
        if let Some(last) = pieces.last_mut() {
            last.segments.extend(first.segments);
        }
    }
    pieces
}

fn length(track: &Track) -> f64 {
    track.segments.iter().map(|segment| segment.arclen(LENGTH_ERROR)).sum()
}

fn is_crumb(cut: &Cut<'_>, piece: &Track) -> bool {
    length(piece) < CRUMB * cut.unit || samples(piece, 4).iter().all(|p| cut.is_beyond(*p))
}
