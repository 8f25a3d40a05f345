//! Shapes that do not overlap, from shapes that do.

use super::boundary::boundaries;
use super::curve::{joined, path};
use super::map::{Edge, Over, Seen};
use super::ring::{Side, around, rings, walked};
use super::seam::Seams;
use super::sheet::{Sheet, sheets};
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
    let hides: Vec<bool> = sheets.iter().map(|s| s.opaque).collect();
    let paths: Vec<(&BezPath, u32)> = sheets.iter().map(|s| &s.area).zip(0..).collect();
    let edges = map::divide(&paths, |over| seen(over, sheets, &hides, &mut covered))?;
    Ok((edges, covered))
}

/// The sheets that can be seen, from the top down to the first that hides what is below; marks those that it hides.
fn seen(over: &Over, sheets: &[Sheet], hides: &[bool], covered: &mut [bool]) -> Seen {
    let mut seen = Seen::new();
    let mut hidden = false;
    for (number, winding) in over.iter() {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        if !sheets.get(at).is_some_and(|s| s.holds(winding)) {
            continue;
        }
        if !hidden {
            seen.push(number);
        } else if let Some(flag) = covered.get_mut(at) {
            *flag = true;
        }
        hidden |= hides.get(at).copied().unwrap_or(false);
    }
    seen
}

/// The items without those marked as holes, and nothing under a hole.
///
/// # Errors
/// Those of `cx` and of [`map::divide`].
pub(crate) fn knock_out(items: Vec<Item>, holes: &[bool], cx: &Context) -> Result<Vec<Item>> {
    let mut all: Vec<(Sheet, bool)> = Vec::new();
    for (item, hole) in items.into_iter().zip(holes.iter().copied().chain(std::iter::repeat(false))) {
        all.extend(sheets(vec![item]).into_iter().map(|sheet| (sheet, hole)));
    }
    if all.iter().skip(1).all(|(_, hole)| !hole) {
        return Ok(all.into_iter().filter(|(_, hole)| !hole).map(|(sheet, _)| sheet.item).collect());
    }
    let (sheets, holes): (Vec<Sheet>, Vec<bool>) = all.into_iter().unzip();
    let mut covered = vec![false; sheets.len()];
    let paths: Vec<(&BezPath, u32)> = sheets.iter().map(|s| &s.area).zip(0..).collect();
    let edges = map::divide(&paths, |over| seen(over, &sheets, &holes, &mut covered))?;
    cx.check()?;
    let boundaries = boundaries(&edges);
    let around = around(&boundaries, sheets.len());
    let left = |(k, sheet): (usize, Sheet)| {
        let is = |flags: &[bool]| flags.get(k).copied().unwrap_or(false);
        match (is(&holes), is(&covered)) {
            (true, _) => None,
            (false, false) => Some(sheet.item),
            (false, true) => {
                let mut path = BezPath::new();
                for ring in rings(&boundaries, around.get(k)?) {
                    add(&mut path, ring.iter().flat_map(|side| walked(&boundaries, *side)).collect());
                }
                (!path.elements().is_empty()).then(|| cut_item(sheet, path))
            }
        }
    };
    Ok(sheets.into_iter().enumerate().filter_map(left).collect())
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
