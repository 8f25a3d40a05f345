//! Takes off what resampling adds beside edges.
//!
//! Filters with negative lobes (Lanczos 1956, bicubic) draw pixels beside an edge a little beyond the colors of its two
//! sides, and the next ones a little back again. Anti-aliasing, blur and shadows never do: there color goes from one side
//! to the other without turning back.

use crate::color::{Color, distance, dot, mix, sub};
use crate::flat;
use crate::grid::Grid;
use crate::noise::{self, Noise};
use crate::number::float;

/// How far from an edge such a filter draws, in pixels: three lobes, and a pixel of the edge itself.
const REACH: usize = 4;
/// Flat pixels have no neighbors that differ by more, in levels: the last lobe may.
const FLAT: f32 = 2.0;
/// Flat pixels on one side of an edge that differ by more than [`FLAT`], and by less than this share of its contrast, are
/// shaded; more is something else that lies near.
const SHADED: f32 = 0.25;
/// Edges of less contrast show lobes too weak to count, in levels.
const MIN_CONTRAST: f32 = 64.0;
/// Lobes beyond an edge's colors and back, as shares of its contrast; corners show twice the lobes of straight edges.
const BEYOND: f32 = 0.15;
/// See [`BEYOND`].
const BACK: f32 = 0.03;
/// Shares of the other side that pixels on an edge have.
const MIXED: std::ops::Range<f32> = 0.1..0.85;
/// Share of the edges that must be crisp.
const CRISP: f64 = 0.6;
/// The four ways along rows and columns.
const WAYS: [(isize, isize); 4] = [(1, 0), (-1, 0), (0, 1), (0, -1)];
/// Rounding, in levels.
const ROUNDED: f32 = 1.5;
/// A pixel turns back from this many levels on.
const TURNED: f32 = 0.9;
/// Pixels looked at to see whether there are lobes, about.
const LOOK: usize = 3000;
/// Fewest pixels that turn back, and how many there are at least for each pixel on an edge.
const FEWEST: usize = 32;
/// See [`FEWEST`].
const SHARE: f64 = 0.4;

/// A pixel beside an edge: the flat color that it is nearest to, and what lies across.
struct Beside {
    own: Color,
    other: Color,
}

/// Gives the pixels of `field` that a filter drew beyond the colors of an edge those colors, if most edges show such pixels;
/// how far off they usually were, in levels, 0 if nothing was done.
///
/// Noise and compression turn back everywhere; that is left to others.
pub(crate) fn undo(field: &mut Grid<Color>) -> f32 {
    let flat = flat::flat_pixels(field, FLAT);
    let busy: Vec<usize> = (0..field.cells.len()).filter(|at| flat.cells.get(*at) == Some(&false)).collect();
    if !are_most(field, &flat, &busy) || noise::measure(field) != Noise::default() {
        return 0.0;
    }
    let mended: Vec<(usize, Color)> =
        busy.into_iter().filter_map(|at| Some((at, mended(field, at, &beside(field, &flat, at)?)?))).collect();
    let mut off: Vec<f32> = Vec::with_capacity(mended.len());
    for (at, own) in mended {
        off.push(distance(color(field, at), own));
        field.cells.get_mut(at).into_iter().for_each(|cell| *cell = own);
    }
    let most = off.len() * 8 / 10;
    if off.is_empty() { 0.0 } else { *off.select_nth_unstable_by(most, f32::total_cmp).1 }
}

/// Whether color turns back at most edges, and those are crisp; some of the `busy` pixels are looked at.
fn are_most(field: &Grid<Color>, flat: &Grid<bool>, busy: &[usize]) -> bool {
    let (mut edge, mut crisp, mut turned) = (0_usize, 0_usize, 0_usize);
    for &at in busy.iter().step_by((busy.len() / LOOK).max(1)) {
        let Some(side) = beside(field, flat, at) else { continue };
        if distance(side.own, side.other) < MIN_CONTRAST {
            continue;
        }
        if MIXED.contains(&side.share(color(field, at))) {
            edge += 1;
            crisp += usize::from(is_crisp(field, at, &side));
        }
        turned += usize::from(turns_back(field, at, &side));
    }
    // Blur has tails that may look like lobes.
    turned >= FEWEST && float(turned) >= SHARE * float(edge) && float(crisp) >= CRISP * float(edge)
}

/// Whether the mixed cell `at` and at most one other lie between both sides of an edge.
fn is_crisp(field: &Grid<Color>, at: usize, side: &Beside) -> bool {
    let Some((x, y)) = place(field, at) else { return false };
    WAYS.into_iter().any(|(dx, dy)| {
        let share = |k: isize| field.get(x + k * dx, y + k * dy).map(|c| side.share(c));
        let across = |k: isize| share(k).is_some_and(|s| s >= MIXED.end);
        let own = |k: isize| share(k).is_some_and(|s| s < MIXED.start);
        own(-1) && (across(1) || across(2)) || own(-2) && across(1)
    })
}

/// What cell `at` shows without lobes; `None` where it has none.
fn mended(field: &Grid<Color>, at: usize, side: &Beside) -> Option<Color> {
    let here = color(field, at);
    if side.is_lobe(here) {
        return Some(side.own);
    }
    // Inside of lines too thin to be flat anywhere lobes meet; around the color of the line, as far as anybody can tell.
    let inner = |c: &Color| side.is_across(*c);
    if inner(&here) { mean(around(field, at, 2).map(|to| color(field, to)).filter(inner)) } else { None }
}

/// The mean of some colors.
fn mean(colors: impl Iterator<Item = Color>) -> Option<Color> {
    let (mut sum, mut n) = ([0.0; 4], 0.0);
    for color in colors {
        sum = mix(sum, color, 1.0 / (n + 1.0));
        n += 1.0;
    }
    (n > 0.0).then_some(sum)
}

/// What lies around cell `at`, which is not flat; `None` where nothing near it is of one color: shading beside an edge goes
/// beyond it, too.
fn beside(field: &Grid<Color>, flat: &Grid<bool>, at: usize) -> Option<Beside> {
    let here = color(field, at);
    let near = |c: &Color| distance(*c, here);
    let own = around(field, at, REACH)
        .filter(|to| flat.cells.get(*to) == Some(&true))
        .map(|to| color(field, to))
        .min_by(|a, b| near(a).total_cmp(&near(b)))?;
    let off = |c: &Color| distance(*c, own);
    let other = around(field, at, REACH - 1).map(|to| color(field, to)).max_by(|a, b| off(a).total_cmp(&off(b)))?;
    let flats = around(field, at, REACH).filter(|to| flat.cells.get(*to) == Some(&true));
    let strays = flats.map(|to| off(&color(field, to))).any(|d| d > FLAT && d < SHADED * off(&other));
    (!strays).then_some(Beside { own, other })
}

impl Beside {
    /// How much of the other side `color` has; less than nothing where it is beyond its own.
    fn share(&self, color: Color) -> f32 {
        let axis = sub(self.other, self.own);
        dot(sub(color, self.own), axis) / dot(axis, axis).max(1.0)
    }

    /// Whether `color` is that of the other side but for lobes.
    fn is_across(&self, color: Color) -> bool {
        let across = distance(self.own, self.other);
        across >= MIN_CONTRAST && distance(color, self.other) <= BEYOND * across
    }

    /// Whether a lobe explains `color`. Channel by channel, because what would be beyond black, white or opaque is cut off.
    fn is_lobe(&self, color: Color) -> bool {
        let off = sub(color, self.own);
        sub(self.other, self.own).into_iter().zip(off).all(|(across, off)| {
            let toward = if across < 0.0 { -off } else { off };
            (-BEYOND * across.abs() - ROUNDED..=BACK * across.abs() + ROUNDED).contains(&toward)
        })
    }
}

/// Whether color turns back at cell `at`: it is beyond its side of the edge, or it has some of the other side again after
/// a pixel that has none.
fn turns_back(field: &Grid<Color>, at: usize, side: &Beside) -> bool {
    let here = color(field, at);
    let levels = side.share(here) * distance(side.own, side.other);
    if !side.is_lobe(here) || levels.abs() < TURNED {
        return false;
    }
    let Some((x, y)) = place(field, at) else { return false };
    let share = |k: isize, (dx, dy): (isize, isize)| field.get(x + k * dx, y + k * dy).map(|c| side.share(c));
    let after_none = |way| {
        let between = share(1, way).is_some_and(|s| s * distance(side.own, side.other) < 0.5);
        between && share(2, way).is_some_and(|s| s > 0.1)
    };
    levels < 0.0 || WAYS.into_iter().any(after_none)
}

/// The cells within `reach` columns and rows of cell `at`.
fn around(field: &Grid<Color>, at: usize, reach: usize) -> impl Iterator<Item = usize> {
    let (w, h) = (field.width, field.height);
    let (x, y) = (at % w.max(1), at / w.max(1));
    let rows = y.saturating_sub(reach)..(y + reach + 1).min(h);
    rows.flat_map(move |row| (x.saturating_sub(reach)..(x + reach + 1).min(w)).map(move |column| row * w + column))
}

fn place(field: &Grid<Color>, at: usize) -> Option<(isize, isize)> {
    Some((isize::try_from(at % field.width.max(1)).ok()?, isize::try_from(at / field.width.max(1)).ok()?))
}

fn color(field: &Grid<Color>, at: usize) -> Color {
    field.cells.get(at).copied().unwrap_or_default()
}
