//! Gives every pixel the fill that covers most of it.
//!
//! Pixels on an edge are mixes of two fills that show unmixed nearby. Pixels that no such mix explains belong to features
//! too thin to have a flat core; their colors are found as the far ends of the mixes they explain best.

use crate::color::{Color, distance, unmix};
use crate::grid::Grid;
use crate::palette::{MIXED, Palette};
use crate::thin;
use linocut_core::{Context, Result};

/// Width of the thinnest feature that is kept, in pixels: below a third it is fainter than leaving it out is visible.
const THIN: f32 = 0.34;
/// Least share of the one pixel that gets a thin feature where that lies on two: half of the thinnest, and what noise adds.
const PEAK: f32 = 0.2;

/// What one pixel shows: `share` of fill `b` over fill `a`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mix {
    pub(crate) a: u16,
    pub(crate) b: u16,
    pub(crate) share: f32,
}

impl Mix {
    pub(crate) fn pure(label: u16) -> Self {
        Self { a: label, b: label, share: 0.0 }
    }

    /// How much of the pixel fill `label` covers.
    fn of(self, label: u16) -> f32 {
        if self.a == label && self.b == label {
            1.0
        } else if self.b == label {
            self.share
        } else if self.a == label {
            1.0 - self.share
        } else {
            0.0
        }
    }

    /// The fill that covers most of the pixel.
    pub(crate) fn dominant(self) -> u16 {
        if self.share > 0.5 { self.b } else { self.a }
    }
}

/// The fill that covers most of each pixel; may add fills for thin features to `palette`.
///
/// No more fills are added than the palette has room for.
pub(crate) fn labels(field: &Grid<Color>, palette: &mut Palette, reach: usize, cx: &Context) -> Result<Grid<u16>> {
    ridges(&mixes(field, palette, reach, cx)?, cx)
}

/// What each pixel shows; may add fills as [`labels`] does.
pub(crate) fn mixes(field: &Grid<Color>, palette: &mut Palette, reach: usize, cx: &Context) -> Result<Grid<Mix>> {
    let mut unexplained = Vec::new();
    let mut mixes = palette.pure.map_rows(cx, |x, y| {
        let label = at(&palette.pure, x, y);
        if label != MIXED {
            return Mix::pure(label);
        }
        let near = nearby(&palette.pure, x, y, reach);
        let color = at(field, x, y);
        let blurred = || {
            let far = nearby(&palette.pure, x, y, 2 * reach);
            (reach > 2).then(|| explain(palette, color, (x, y), &far)).flatten()
        };
        explain(palette, color, (x, y), &near).or_else(blurred).unwrap_or_else(|| {
            unexplained.push((x, y));
            Mix::pure(MIXED)
        })
    })?;
    thin::explain((field, reach), palette, &mut mixes, unexplained, cx)?;
    Ok(mixes)
}

/// The fill, or the mix of two fills, of `near` that gives `color` within the tolerance.
fn explain(palette: &Palette, color: Color, (x, y): (usize, usize), near: &[u16]) -> Option<Mix> {
    let colors: Vec<(u16, Color)> = near.iter().map(|&l| (l, fill_at(palette, l, x, y))).collect();
    let single = colors.iter().map(|&(l, c)| (distance(c, color), l)).min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((d, label)) = single
        && d <= palette.tolerance * 0.5
    {
        return Some(Mix::pure(label));
    }
    let mut best: Option<(f32, Mix)> = single.map(|(d, label)| (d, Mix::pure(label)));
    for (i, &(a, ca)) in colors.iter().enumerate() {
        for &(b, cb) in colors.iter().skip(i + 1) {
            let (share, residual) = unmix(color, ca, cb);
            if best.is_none_or(|(r, _)| residual < r) {
                best = Some((residual, Mix { a, b, share }));
            }
        }
    }
    let smear = |mix: &Mix| palette.smear(fill_at(palette, mix.a, x, y), fill_at(palette, mix.b, x, y));
    best.filter(|(residual, mix)| *residual <= palette.tolerance * 1.5 + smear(mix)).map(|(_, mix)| mix)
}

/// The dominant fill of each pixel; where a fill thinner than a pixel peaks below one half, the peak goes to it.
fn ridges(mixes: &Grid<Mix>, cx: &Context) -> Result<Grid<u16>> {
    mixes.map_rows(cx, |x, y| {
        let here = at(mixes, x, y);
        let minor = if here.share > 0.5 { here.a } else { here.b };
        let share = here.of(minor);
        if here.a == here.b || share < PEAK {
            return here.dominant();
        }
        let of = |dx: isize, dy: isize| {
            let (x, y) = (x.checked_add_signed(dx), y.checked_add_signed(dy));
            x.zip(y).and_then(|(x, y)| mixes.get(signed(x), signed(y))).map_or(0.0, |m| m.of(minor))
        };
        // Across a thin feature the share falls off to one side at least; along it, and beside it, shares change slowly. What
        // there is more of on both ends would only cut through what lies between.
        let falls = |a: f32, b: f32| a.min(b) <= 0.5 * share && a + share + b >= THIN;
        let peak = |a: f32, b: f32| share > a && share >= b && a < 0.5 && b < 0.5 && falls(a, b);
        let ends = |a: f32, b: f32| a >= 0.5 && b >= 0.5;
        let (row, column) = ([of(-1, 0), of(1, 0)], [of(0, -1), of(0, 1)]);
        let ridge = |[a, b]: [f32; 2], [c, d]: [f32; 2]| peak(a, b) && !ends(c, d);
        // One pixel alone that shows so little is where three fills meet, or where edges end.
        let goes_on = |ends: [[(isize, isize); 3]; 2]| {
            share >= THIN || ends.iter().all(|end| end.iter().any(|&(dx, dy)| of(dx, dy) >= PEAK))
        };
        let upright = || goes_on([[(-1, -1), (0, -1), (1, -1)], [(-1, 1), (0, 1), (1, 1)]]);
        let level = || goes_on([[(-1, -1), (-1, 0), (-1, 1)], [(1, -1), (1, 0), (1, 1)]]);
        if ridge(row, column) && upright() || ridge(column, row) && level() { minor } else { here.dominant() }
    })
}

/// The labels seen unmixed within `reach` pixels, most of them first come first.
pub(crate) fn nearby(pure: &Grid<u16>, x: usize, y: usize, reach: usize) -> Vec<u16> {
    let mut found: Vec<u16> = Vec::with_capacity(6);
    for row in y.saturating_sub(reach)..=(y + reach).min(pure.height - 1) {
        let (from, to) = (x.saturating_sub(reach), (x + reach).min(pure.width - 1));
        let cells = pure.cells.get(row * pure.width + from..=row * pure.width + to).unwrap_or_default();
        for &label in cells {
            if label != MIXED && !found.contains(&label) {
                found.push(label);
            }
        }
    }
    found
}

pub(crate) fn fill_at(palette: &Palette, label: u16, x: usize, y: usize) -> Color {
    palette.fills.get(usize::from(label)).map_or([0.0; 4], |f| f.at(x, y))
}

pub(crate) fn at<T: Copy + Default>(grid: &Grid<T>, x: usize, y: usize) -> T {
    grid.cells.get(y * grid.width + x).copied().unwrap_or_default()
}

pub(crate) fn set<T>(grid: &mut Grid<T>, x: usize, y: usize, value: T) {
    if let Some(slot) = grid.cells.get_mut(y * grid.width + x) {
        *slot = value;
    }
}

fn signed(x: usize) -> isize {
    isize::try_from(x).unwrap_or(isize::MAX)
}

impl Default for Mix {
    fn default() -> Self {
        Self::pure(MIXED)
    }
}
