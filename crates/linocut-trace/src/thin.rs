//! Features too thin to have a flat core: lines, serifs, the rims of small shapes.
//!
//! Their pixels are mixes that no two fills seen unmixed nearby explain. A fill known from elsewhere may, or the far end of
//! the mixes gives a new one. By chance the soft rim of a dark line passes through any lighter fill of the picture; so what
//! a known fill explained is asked again once the new fills are known.

use crate::color::{Color, distance, unmix};
use crate::fill::Fill;
use crate::grid::Grid;
use crate::number::{float, narrow};
use crate::palette::{CLEAN, MIXED, Palette};
use crate::unmix::{Mix, at, fill_at, nearby, set};
use linocut_core::{Context, Result};
use std::collections::BTreeMap;

/// Most colors that are added for thin features; each costs one look at all unexplained pixels.
const MAX_THIN_COLORS: usize = 48;
/// Unexplained pixels looked at for one more color.
const MAX_VOTERS: usize = 1500;
/// A color for thin features must explain at least this many pixels; fewer are freckles.
const MIN_THIN_PIXELS: usize = 10;
/// A patch where the color of a fill shows so many times as often as by chance is drawn in it. More joins what is drawn in
/// two colors, less tears lines apart.
const RESTING: f32 = 2.0;

/// Explains the remaining pixels as mixes of a fill nearby and any fill, new ones included.
pub(crate) fn explain(
    (field, reach): (&Grid<Color>, usize),
    palette: &mut Palette,
    mixes: &mut Grid<Mix>,
    mut open: Vec<(usize, usize)>,
    cx: &Context,
) -> Result<()> {
    let sides = |palette: &Palette, x: usize, y: usize| nearby(&palette.pure, x, y, reach);
    let known: Vec<u16> = (0..palette.fills.len().min(64)).filter_map(|i| u16::try_from(i).ok()).collect();
    let mut settled: Vec<(usize, usize)> = Vec::new();
    let mut take = |open: &mut Vec<(usize, usize)>, palette: &Palette, others: &[u16]| {
        let (found, rest) = open.drain(..).partition::<Vec<_>, _>(|&(x, y)| {
            let near = sides(palette, x, y);
            settle(field, palette, mixes, (x, y), (&near, others))
        });
        settled.extend(found);
        *open = rest;
    };
    take(&mut open, palette, &known);
    let first = palette.fills.len();
    let more = palette.room.map_or(MAX_THIN_COLORS, |room| room.min(MAX_THIN_COLORS));
    for _ in 0..more {
        cx.check()?;
        let Some(color) = thin_color(field, palette, &open, reach) else { break };
        let Ok(label) = u16::try_from(palette.fills.len()) else { break };
        palette.fills.push(Fill::Solid(color));
        take(&mut open, palette, &[label]);
    }
    // In noise, and in what compression leaves, a color shows by chance almost as often as drawn.
    if palette.fills.len() > first && palette.tolerance <= CLEAN && palette.smear <= 0.0 {
        for patch in patches(&settled, mixes) {
            cx.check()?;
            reclaim((field, reach), palette, mixes, &patch, first);
        }
    }
    for (x, y) in open {
        let near = sides(palette, x, y);
        let color = at(field, x, y);
        let nearest = |labels: &mut dyn Iterator<Item = u16>| {
            labels.min_by(|&a, &b| {
                distance(fill_at(palette, a, x, y), color).total_cmp(&distance(fill_at(palette, b, x, y), color))
            })
        };
        let label = nearest(&mut near.iter().copied())
            .or_else(|| nearest(&mut (0..palette.fills.len()).filter_map(|i| u16::try_from(i).ok())))
            .unwrap_or(0);
        set(mixes, x, y, Mix::pure(label));
    }
    Ok(())
}

/// Tries mixes of one label of `near` and one of `others` for a pixel; whether one fits.
fn settle(
    field: &Grid<Color>,
    palette: &Palette,
    mixes: &mut Grid<Mix>,
    (x, y): (usize, usize),
    (near, others): (&[u16], &[u16]),
) -> bool {
    let color = at(field, x, y);
    let mut best: Option<(f32, Mix)> = None;
    for &b in others {
        let cb = fill_at(palette, b, x, y);
        let alone = (distance(color, cb), Mix::pure(b));
        let mixed = near.iter().filter(|&&a| a != b).map(|&a| {
            let ca = fill_at(palette, a, x, y);
            let (share, residual) = unmix(color, ca, cb);
            (residual - palette.smear(ca, cb), Mix { a, b, share })
        });
        for (residual, mix) in mixed.chain([alone]) {
            if best.is_none_or(|(r, _)| residual < r) {
                best = Some((residual, mix));
            }
        }
    }
    let found = best.filter(|(residual, _)| *residual <= palette.tolerance * 1.5);
    if let Some((_, mix)) = found {
        set(mixes, x, y, mix);
    }
    found.is_some()
}

/// The connected patches of `settled` pixels that one fill explained.
fn patches(settled: &[(usize, usize)], mixes: &Grid<Mix>) -> Vec<Vec<(usize, usize)>> {
    let mut by = Grid::filled(mixes.width, mixes.height, MIXED);
    for &(x, y) in settled {
        set(&mut by, x, y, at(mixes, x, y).b);
    }
    let mut patches = Vec::new();
    for &start in settled {
        let label = at(&by, start.0, start.1);
        let mut patch = Vec::new();
        let mut queue = vec![start];
        while let Some((x, y)) = queue.pop() {
            if label != MIXED && at(&by, x, y) == label {
                set(&mut by, x, y, MIXED);
                patch.push((x, y));
                queue.extend(around(mixes, (x, y)));
            }
        }
        if !patch.is_empty() {
            patches.push(patch);
        }
    }
    patches
}

/// The cells of `grid` that touch this one, by a side or a corner.
fn around<T>(grid: &Grid<T>, (x, y): (usize, usize)) -> impl Iterator<Item = (usize, usize)> {
    let (w, h) = (grid.width, grid.height);
    let rows = y.saturating_sub(1)..=(y + 1).min(h - 1);
    rows.flat_map(move |v| (x.saturating_sub(1)..=(x + 1).min(w - 1)).map(move |u| (u, v)))
        .filter(move |&p| p != (x, y))
}

/// Gives a patch to a new fill that it touches, where that explains it, too: the rim of something in that fill passes
/// through the color that explained the patch first, while what is drawn in that color rests there.
fn reclaim(
    (field, reach): (&Grid<Color>, usize),
    palette: &Palette,
    mixes: &mut Grid<Mix>,
    patch: &[(usize, usize)],
    first: usize,
) {
    let Some(&(x, y)) = patch.first() else { return };
    let own = at(mixes, x, y).b;
    let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
    let touched = patch.iter().flat_map(|&p| around(mixes, p)).map(|(x, y)| at(mixes, x, y).dominant());
    let new = touched.filter(|&l| l != MIXED && l != own && usize::from(l) >= first);
    new.for_each(|l| *votes.entry(l).or_default() += 1);
    let Some((&label, _)) = votes.iter().max_by_key(|(label, n)| (**n, std::cmp::Reverse(**label))) else { return };
    // A rim crosses the contrast of what it parts evenly, so this many of its pixels lie within the tolerance by chance.
    let by_chance = |&(x, y): &(usize, usize)| {
        let contrast = distance(fill_at(palette, at(mixes, x, y).a, x, y), fill_at(palette, label, x, y));
        (2.0 * palette.tolerance / contrast.max(1.0)).min(1.0)
    };
    let rests =
        |&&(x, y): &&(usize, usize)| distance(at(field, x, y), fill_at(palette, own, x, y)) <= palette.tolerance;
    let resting = narrow(float(patch.iter().filter(rests).count()));
    let chance = patch.iter().map(by_chance).sum::<f32>();
    if resting > RESTING * chance {
        return;
    }
    for &(x, y) in patch {
        let near = nearby(&palette.pure, x, y, reach);
        settle(field, palette, mixes, (x, y), (&near, &[label]));
    }
}

/// The color that, mixed with fills nearby, explains most of the `open` pixels.
fn thin_color(field: &Grid<Color>, palette: &Palette, open: &[(usize, usize)], reach: usize) -> Option<Color> {
    if open.len() < MIN_THIN_PIXELS {
        return None;
    }
    let voters: Vec<(Color, Vec<Color>)> = open
        .iter()
        .step_by(open.len().div_ceil(MAX_VOTERS))
        .map(|&(x, y)| {
            let sides = nearby(&palette.pure, x, y, reach).iter().map(|&l| fill_at(palette, l, x, y)).collect();
            (at(field, x, y), sides)
        })
        .collect();
    let candidates = voters.iter().step_by(voters.len().div_ceil(40)).map(|(c, _)| *c);
    let mixed =
        |color, side, candidate| unmix(color, side, candidate).1 <= palette.tolerance + palette.smear(side, candidate);
    let explained = |candidate: Color| {
        let fits = |(color, sides): &&(Color, Vec<Color>)| {
            distance(*color, candidate) <= palette.tolerance || sides.iter().any(|&side| mixed(*color, side, candidate))
        };
        voters.iter().filter(fits).count()
    };
    let (votes, color) = candidates.map(|c| (explained(c), c)).max_by_key(|(votes, _)| *votes)?;
    let share = votes * open.len() / voters.len();
    (share >= MIN_THIN_PIXELS).then_some(color)
}
