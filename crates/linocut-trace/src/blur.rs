//! How wide edges are, and how far compression rings beside them.

use crate::color::{Color, distance};
use crate::grid::Grid;
use crate::number::float;
use crate::palette::{MIXED, Palette};

/// Edges of less contrast say little about blur, in levels.
const MIN_CONTRAST: f32 = 40.0;
/// Runs of mixed pixels longer than this are not edges.
const MAX_RUN: usize = 16;
/// How far fills are looked for beside a mixed pixel of crisp anti-aliasing.
pub(crate) const CRISP: usize = 2;
/// Farthest that fills are looked for beside a mixed pixel; the work grows with its square.
const MAX_REACH: usize = 6;
/// Least part of the mixed pixels that must ring before it is taken for ringing.
const MIN_RINGING: f64 = 0.2;

/// How far from a mixed pixel the fills that it mixes are found, in pixels; [`CRISP`] for crisp anti-aliasing.
///
/// Half the usual number of mixed pixels between two different fills along rows and columns. The median, because
/// slanted edges are crossed at length.
pub(crate) fn reach(palette: &Palette) -> usize {
    let mut runs = Vec::new();
    let (w, h) = (palette.pure.width, palette.pure.height);
    for y in (0..h).step_by(2) {
        collect(palette, (0..w).map(|x| (x, y)), &mut runs);
    }
    for x in (0..w).step_by(2) {
        collect(palette, (0..h).map(|y| (x, y)), &mut runs);
    }
    if runs.len() < 20 {
        return CRISP;
    }
    let middle = runs.len() / 2;
    let (_, run, _) = runs.select_nth_unstable(middle);
    (*run).div_ceil(2).clamp(CRISP, MAX_REACH)
}

/// Adds the lengths of the runs of mixed pixels between two fills of enough contrast.
fn collect(palette: &Palette, line: impl Iterator<Item = (usize, usize)>, runs: &mut Vec<usize>) {
    let mut before = None;
    let mut mixed = 0;
    for (x, y) in line {
        let label = palette.pure.cells.get(y * palette.pure.width + x).copied().unwrap_or(MIXED);
        if label == MIXED {
            mixed += 1;
            continue;
        }
        let here = palette.fills.get(usize::from(label)).map(|f| f.at(x, y));
        if (1..=MAX_RUN).contains(&mixed)
            && let (Some(a), Some(b)) = (before, here)
            && distance(a, b) >= MIN_CONTRAST
        {
            runs.push(mixed);
        }
        before = here;
        mixed = 0;
    }
}

/// How far pixels beside edges stray from the only fill nearby, in levels: what JPEG leaves there. 0 when few do.
pub(crate) fn ringing(field: &Grid<Color>, palette: &Palette, reach: usize) -> f32 {
    let mut strays = Vec::new();
    let mut mixed = 0_u32;
    for y in (0..field.height).step_by(2) {
        for x in (0..field.width).step_by(2) {
            let at = y * field.width + x;
            if palette.pure.cells.get(at) != Some(&MIXED) {
                continue;
            }
            mixed += 1;
            let near = crate::unmix::nearby(&palette.pure, x, y, reach);
            if let ([label], Some(&color)) = (near.as_slice(), field.cells.get(at)) {
                let fill = palette.fills.get(usize::from(*label)).map_or(color, |f| f.at(x, y));
                strays.push(distance(color, fill));
            }
        }
    }
    // Beyond 30 levels it is a feature, not ringing.
    strays.retain(|d| *d < 30.0);
    if strays.len() < 64 || float(strays.len()) < MIN_RINGING * f64::from(mixed) {
        return 0.0;
    }
    let most = strays.len() * 8 / 10;
    let (_, stray, _) = strays.select_nth_unstable_by(most, f32::total_cmp);
    *stray
}
