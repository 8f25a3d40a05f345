//! Gives every pixel the fill that covers most of it.
//!
//! Pixels on an edge are mixes of two fills that show unmixed nearby. Pixels that no such mix explains belong to features
//! too thin to have a flat core; their colors are found as the far ends of the mixes they explain best.

use crate::color::{Color, distance, unmix};
use crate::fill::Fill;
use crate::grid::Grid;
use crate::palette::{MIXED, Palette};
use linocut_core::{Context, Result};

/// Most colors that are added for thin features; each costs one look at all unexplained pixels.
const MAX_THIN_COLORS: usize = 48;
/// Unexplained pixels looked at for one more color.
const MAX_VOTERS: usize = 1500;
/// A color for thin features must explain at least this many pixels; fewer are freckles.
const MIN_THIN_PIXELS: usize = 10;

/// What one pixel shows: `share` of fill `b` over fill `a`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mix {
    pub(crate) a: u16,
    pub(crate) b: u16,
    pub(crate) share: f32,
}

impl Mix {
    fn pure(label: u16) -> Self {
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
    thin_features((field, reach), palette, &mut mixes, unexplained, cx)?;
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
    let smear = |mix: &Mix| palette.smear * distance(fill_at(palette, mix.a, x, y), fill_at(palette, mix.b, x, y));
    best.filter(|(residual, mix)| *residual <= palette.tolerance * 1.5 + smear(mix)).map(|(_, mix)| mix)
}

/// Explains the remaining pixels as mixes of a fill nearby and any fill, new ones included.
fn thin_features(
    (field, reach): (&Grid<Color>, usize),
    palette: &mut Palette,
    mixes: &mut Grid<Mix>,
    mut open: Vec<(usize, usize)>,
    cx: &Context,
) -> Result<()> {
    let sides = |palette: &Palette, x: usize, y: usize| nearby(&palette.pure, x, y, reach);
    let known: Vec<u16> = (0..palette.fills.len().min(64)).filter_map(|i| u16::try_from(i).ok()).collect();
    open.retain(|&(x, y)| {
        let near = sides(palette, x, y);
        !settle(field, palette, mixes, (x, y), (&near, &known))
    });
    let more = palette.room.map_or(MAX_THIN_COLORS, |room| room.min(MAX_THIN_COLORS));
    for _ in 0..more {
        cx.check()?;
        let Some(color) = thin_color(field, palette, &open, reach) else { break };
        let Ok(label) = u16::try_from(palette.fills.len()) else { break };
        palette.fills.push(Fill::Solid(color));
        open.retain(|&(x, y)| {
            let near = sides(palette, x, y);
            !settle(field, palette, mixes, (x, y), (&near, &[label]))
        });
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
            let (share, residual) = unmix(color, fill_at(palette, a, x, y), cb);
            (residual, Mix { a, b, share })
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
    let explained = |candidate: Color| {
        let fits = |(color, sides): &&(Color, Vec<Color>)| {
            distance(*color, candidate) <= palette.tolerance
                || sides.iter().any(|&side| unmix(*color, side, candidate).1 <= palette.tolerance)
        };
        voters.iter().filter(fits).count()
    };
    let (votes, color) = candidates.map(|c| (explained(c), c)).max_by_key(|(votes, _)| *votes)?;
    let share = votes * open.len() / voters.len();
    (share >= MIN_THIN_PIXELS).then_some(color)
}

/// The dominant fill of each pixel; where a fill thinner than a pixel peaks below one half, the peak goes to it.
fn ridges(mixes: &Grid<Mix>, cx: &Context) -> Result<Grid<u16>> {
    mixes.map_rows(cx, |x, y| {
        let here = at(mixes, x, y);
        let minor = if here.share > 0.5 { here.a } else { here.b };
        let share = here.of(minor);
        // A third: below it, the thin feature is fainter than the error of leaving it out is visible.
        if here.a == here.b || share < 0.34 {
            return here.dominant();
        }
        let of = |dx: isize, dy: isize| {
            let (x, y) = (x.checked_add_signed(dx), y.checked_add_signed(dy));
            x.zip(y).and_then(|(x, y)| mixes.get(signed(x), signed(y))).map_or(0.0, |m| m.of(minor))
        };
        let peak = |a: f32, b: f32| share > a && share >= b && a < 0.5 && b < 0.5;
        if peak(of(-1, 0), of(1, 0)) || peak(of(0, -1), of(0, 1)) { minor } else { here.dominant() }
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

fn fill_at(palette: &Palette, label: u16, x: usize, y: usize) -> Color {
    palette.fills.get(usize::from(label)).map_or([0.0; 4], |f| f.at(x, y))
}

fn at<T: Copy + Default>(grid: &Grid<T>, x: usize, y: usize) -> T {
    grid.cells.get(y * grid.width + x).copied().unwrap_or_default()
}

fn set<T>(grid: &mut Grid<T>, x: usize, y: usize, value: T) {
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
