//! Shapes that do not overlap, from shapes that do.

use super::boundary::boundaries;
use super::curve::{joined, path};
use super::map::{Edge, Over, Seen};
use super::ring::{Side, around, rings, walked};
use super::seam::Seams;
use super::sheet::Sheet;
use super::{gap, map, trap};
use linocut_core::kurbo::{Affine, BezPath, PathSeg, Rect, Shape as _};
use linocut_core::{Body, Context, FillRule, Item, Outline, Result, Shape};
use rayon::prelude::*;

/// Parts of less area than this are left out, in square pixels: what is left where three curves almost meet.
const SPECK: f64 = 0.02;

/// Drawings without overlaps.
pub(super) struct Cutouts {
    /// Strokes under the seams, to be painted first.
    pub(super) fillers: Vec<Item>,
    /// For every sheet, what is left of it, if anything.
    pub(super) items: Vec<Option<Item>>,
}

/// How shapes are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// The part of the plane that is shown.
    pub(super) view: Rect,
    /// Width of the strokes under the seams, in pixels; 0 for none.
    pub(super) filler: f64,
    /// How far shapes spread under those above them, in pixels.
    pub(super) trap: f64,
}

/// Cuts from every sheet what opaque sheets above hide.
pub(super) fn cut(sheets: Vec<Sheet>, cut: Cut, cx: &Context) -> Result<Cutouts> {
    cx.check()?;
    let (edges, covered) = divided(&sheets)?;
    cx.check()?;
    let boundaries = boundaries(&edges);
    let around = around(&boundaries, sheets.len());
    let seams = Seams::new(&boundaries, &sheets);
    let fillers = gap::fillers(&seams, &gap::Filler { width: cut.filler, view: cut.view });
    let area = |((own, around), covered): ((u32, &Vec<Side>), &bool)| {
        covered.then(|| {
            let spread = |side: &Side| (walked(&boundaries, *side), seams.reach(*side, own, cut.trap));
            let mut path = BezPath::new();
            for ring in rings(&boundaries, around) {
                add(&mut path, trap::spread(ring.iter().map(spread)));
            }
            path
        })
    };
    let numbered: Vec<(u32, &Vec<Side>)> = (0..).zip(&around).collect();
    let areas: Vec<Option<BezPath>> = numbered.into_par_iter().zip(&covered).map(area).collect();
    cx.check()?;
    let left = |(sheet, area): (Sheet, Option<BezPath>)| match area {
        None => Some(sheet.item),
        Some(area) => (!area.elements().is_empty()).then(|| cut_item(sheet, area)),
    };
    Ok(Cutouts { fillers, items: sheets.into_iter().zip(areas).map(left).collect() })
}

/// The edges between what can be seen of the sheets, and for every sheet whether a part of it lies under an opaque one.
///
/// # Errors
/// As [`map::divide`].
pub(super) fn divided(sheets: &[Sheet]) -> Result<(Vec<Edge>, Vec<bool>)> {
    let mut covered = vec![false; sheets.len()];
    let paths: Vec<(&BezPath, u32)> = sheets.iter().map(|s| &s.area).zip(0..).collect();
    let edges = map::divide(&paths, |over| seen(over, sheets, &mut covered))?;
    Ok((edges, covered))
}

/// The sheets that can be seen, from the top down to the first opaque one; marks those below it.
fn seen(over: &Over, sheets: &[Sheet], covered: &mut [bool]) -> Seen {
    let mut seen = Seen::new();
    let mut hidden = false;
    for (number, winding) in over.iter() {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        let Some(sheet) = sheets.get(at).filter(|s| s.holds(winding)) else { continue };
        if !hidden {
            seen.push(number);
        } else if let Some(flag) = covered.get_mut(at) {
            *flag = true;
        }
        hidden |= sheet.opaque;
    }
    seen
}

/// The item of `sheet` with what is left of its area, in user space.
fn cut_item(sheet: Sheet, area: BezPath) -> Item {
    let Sheet { mut item, paint, .. } = sheet;
    item.transform = Affine::IDENTITY;
    item.body =
        Body::Shape(Shape { outline: Outline::Path(area), fill: paint, fill_rule: FillRule::NonZero, stroke: None });
    item
}

/// Adds a closed contour to `all`, unless it is a speck.
fn add(all: &mut BezPath, segments: Vec<PathSeg>) {
    let mut segments = joined(segments, true);
    // Closing draws it.
    segments.pop_if(|last| matches!(last, PathSeg::Line(_)));
    let mut contour = path(&segments);
    contour.close_path();
    if contour.area().abs() >= SPECK {
        all.extend(contour);
    }
}
