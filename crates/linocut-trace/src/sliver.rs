//! Gives back what blur and compression put between two fills.
//!
//! A ramp between two fills passes through the colors in between. Where one of those became a region of its own, it is a
//! thin strip between the two, and its color is a mix of theirs.

use crate::color::{Color, unmix};
use crate::flat::neighbors;
use crate::grid::Grid;
use crate::palette::Palette;
use crate::regions::{self, OUTSIDE, Regions, cell};
use linocut_core::{Context, Result};
use std::collections::BTreeMap;

/// Both fills beside a strip have at least this share of its border.
const MIN_BORDER: f64 = 0.12;

/// A strip: the fills on its sides.
#[derive(Clone, Copy)]
struct Strip {
    a: u16,
    b: u16,
}

/// Labels in which the pixels of strips up to `thickness` pixels wide have gone to the nearer fill beside them.
pub(crate) fn dissolve(
    (field, palette): (&Grid<Color>, &Palette),
    labels: &Grid<u16>,
    thickness: f64,
    cx: &Context,
) -> Result<Grid<u16>> {
    let regions = regions::components(labels, regions::links(labels));
    cx.check()?;
    let borders = borders(&regions);
    let first = regions.first_cells();
    let strips: Vec<Option<Strip>> = (0..regions.area.len())
        .map(|r| strip(&regions, &borders, palette, (r, first.get(r).copied().unwrap_or_default()), thickness))
        .collect();
    labels.map_rows(cx, |x, y| {
        let at = y * labels.width + x;
        let label = labels.cells.get(at).copied().unwrap_or_default();
        let region = regions.of.cells.get(at).copied().unwrap_or(OUTSIDE);
        let (Some(Some(s)), Some(&color)) = (strips.get(cell(region)), field.cells.get(at)) else { return label };
        let fill = |l: u16| palette.fills.get(usize::from(l)).map_or([0.0; 4], |f| f.at(x, y));
        if unmix(color, fill(s.a), fill(s.b)).0 > 0.5 { s.b } else { s.a }
    })
}

/// Pixel edges that each region shares with each label beside it.
fn borders(regions: &Regions) -> Vec<BTreeMap<u16, u32>> {
    let (w, h) = (regions.of.width, regions.of.height);
    let mut borders = vec![BTreeMap::new(); regions.area.len()];
    for (at, &region) in regions.of.cells.iter().enumerate() {
        for to in neighbors(at, w, h).into_iter().flatten() {
            let other = regions.of.cells.get(to).copied().unwrap_or(OUTSIDE);
            if other != region
                && let (Some(counts), Some(&label)) = (borders.get_mut(cell(region)), regions.fill.get(cell(other)))
            {
                *counts.entry(label).or_insert(0) += 1;
            }
        }
    }
    borders
}

fn strip(
    regions: &Regions,
    borders: &[BTreeMap<u16, u32>],
    palette: &Palette,
    (r, place): (usize, (usize, usize)),
    thickness: f64,
) -> Option<Strip> {
    let counts = borders.get(r)?;
    let total: u32 = counts.values().sum();
    if 2.0 * f64::from(*regions.area.get(r)?) > thickness * f64::from(total) {
        return None;
    }
    let mut most: Vec<(u32, u16)> = counts.iter().map(|(&l, &n)| (n, l)).collect();
    most.sort_unstable_by(|a, b| b.cmp(a));
    let (&(_, a), &(second, b)) = (most.first()?, most.get(1)?);
    let shown = |l: u16| palette.fills.get(usize::from(l)).map(|f| f.at(place.0, place.1));
    let (sides, own) = ((shown(a)?, shown(b)?), shown(*regions.fill.get(r)?)?);
    let (share, residual) = unmix(own, sides.0, sides.1);
    let stray = palette.tolerance + palette.smear(sides.0, sides.1);
    let between = share > 0.04 && share < 0.96 && residual < 2.0 * stray;
    (between && f64::from(second) >= MIN_BORDER * f64::from(total)).then_some(Strip { a, b })
}
