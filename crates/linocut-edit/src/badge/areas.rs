//! Areas that lose a piece.

use super::{Cut, Rest};
use crate::region::{Region, difference, filled, intersection, union};
use crate::track::{Track, outline_path, path, samples, tracks};
use linocut_core::kurbo::Shape as _;
use linocut_core::{FillRule, Outline, Result};

/// Smallest longer side of a piece that stays, in 24ths of the view box.
const CRUMB: f64 = 1.5;
/// Longest side of a detail, in 24ths of the view box: an island or a hole that is not cut but kept or given up.
const DETAIL: f64 = 7.0;
/// Share of a detail that may be cut off before it is given up.
const LOSS: f64 = 0.2;
/// Mean width under which a piece along the clearance is a splinter, in 24ths of the view box.
const SPLINTER: f64 = 0.8;
/// How exactly lengths are measured, in user units.
const LENGTH_ERROR: f64 = 0.01;
/// Change of area that counts as one, in square user units of a 24 grid.
const TOUCH: f64 = 1e-3;

/// What is left of a filled outline around which a line reaches `half` outward.
///
/// # Errors
/// As [`difference`].
pub(super) fn cut(cut: &Cut<'_>, outline: &Outline, rule: FillRule, half: f64) -> Result<Rest> {
    let whole = filled(&outline_path(outline), rule)?;
    let clearance = cut.clearance.outline(half);
    let rest = difference(&without_lost_details(cut, &whole, &clearance)?, &clearance)?;
    if (whole.area().abs() - rest.area().abs()).abs() < TOUCH * cut.unit * cut.unit {
        return Ok(Some(outline.clone()));
    }
    let kept: Vec<Track> = tracks(&rest).into_iter().filter(|part| !is_crumb(cut, part, half)).collect();
    Ok((!kept.is_empty()).then(|| Outline::Path(path(&kept))))
}

/// The area without the islands, and with the holes filled, of which the clearance would take too much.
fn without_lost_details(cut: &Cut<'_>, whole: &Region, clearance: &Region) -> Result<Region> {
    let parts = tracks(whole);
    let outer = parts.iter().map(|part| part.to_path().area()).max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let mut area = whole.clone();
    for part in parts {
        let own = part.to_path();
        let small = own.bounding_box().size().max_side() <= DETAIL * cut.unit;
        if !small || intersection(&own, clearance)?.area().abs() <= LOSS * own.area().abs() {
            continue;
        }
        let island = outer.is_some_and(|outer| outer.signum() == own.area().signum());
        area = if island { difference(&area, &own)? } else { union(&area, &filled(&own, FillRule::NonZero)?)? };
    }
    Ok(area)
}

fn is_crumb(cut: &Cut<'_>, part: &Track, half: f64) -> bool {
    let own = part.to_path();
    let points = samples(part, 4);
    if own.bounding_box().size().max_side() < CRUMB * cut.unit || points.iter().all(|p| cut.is_beyond(*p)) {
        return true;
    }
    let touches = points.iter().any(|p| cut.clearance.distance(*p, half).abs() < TOUCH * cut.unit * 10.0);
    touches && 2.0 * own.area().abs() < SPLINTER * cut.unit * own.perimeter(LENGTH_ERROR)
}
