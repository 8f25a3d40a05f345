//! Reads the fills of a picture off its flat areas, and labels the pixels that show one of them unmixed.

use crate::color::{Color, distance};
use crate::fill::Fill;
use crate::flat::{self, Calm};
use crate::grid::Grid;
use crate::grow;
use crate::noise::Noise;
use crate::number::{float, floor, narrow};
use linocut_core::{Context, Result};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The label of a pixel that shows no fill by itself.
pub(crate) const MIXED: u16 = u16::MAX;
/// Most fills a picture may have; photographs reach it, artwork does not.
const MAX_FILLS: usize = 4000;
/// Noise above this is smoothed before areas are looked for, in levels; clean artwork has none at all.
pub(crate) const TEXTURE: f32 = 0.2;
/// How far a pixel may stray from its fill without noise, in levels: rounding, and what renderers add along edges.
pub(crate) const CLEAN: f32 = 6.0;
/// Areas below this many pixels say too little about a ramp.
const MIN_RAMP_AREA: usize = 48;
/// A ramp whose colors lie closer together than this is one color, in levels.
pub(crate) const MIN_RAMP_RANGE: f32 = 3.0;
/// Colors closer than this are one color: about the just noticeable difference in a flat patch, in levels.
const MERGE_RADIUS: f32 = 4.0;
/// Alpha below this is nothing, in levels: the last breath of a shadow would cover the whole picture.
const CLEAR: f32 = 2.5;
/// Shading steeper than this many levels a pixel is an edge.
const STEEPEST: f32 = 16.0;
/// Share of the pixels of one color in an area that only ringing varies.
const STEADY: f64 = 0.6;
/// Width of a band, in levels, where a smooth area is no ramp. Wider bands give fewer shapes and coarser shading.
const BAND: f32 = 14.0;

/// The fills of a picture and where they show unmixed.
pub(crate) struct Palette {
    /// The fills; labels are positions in this list.
    pub(crate) fills: Vec<Fill>,
    /// The fill of each pixel inside a flat area, [`MIXED`] elsewhere.
    pub(crate) pure: Grid<u16>,
    /// How far a pixel may stray from its fill, in levels.
    pub(crate) tolerance: f32,
    /// How far a mix may stray from the line between its two fills, as a share of their distance; 0 where brightness and
    /// hue are equally sharp.
    pub(crate) smear: f32,
    /// How many fills may still be added; `None` for as many as it takes.
    pub(crate) room: Option<usize>,
}

/// Finds the fills of `field` under its noise, as standard deviations in levels.
///
/// With `ramps` false every fill is one color.
#[expect(clippy::indexing_slicing, reason = "area members are cells of the same grid")]
pub(crate) fn find(field: &Grid<Color>, Noise { sigma, ringing }: Noise, ramps: bool, cx: &Context) -> Result<Palette> {
    // 3×3 windows of a clean render range over 0; 6 admits JPEG's quietest blocks and gentle shading.
    let calm = if sigma > TEXTURE { Cow::Owned(smoothed(&smoothed(field))) } else { Cow::Borrowed(field) };
    // Steep shading can be told from blurred edges where there is no noise.
    let slope = if sigma > TEXTURE || !ramps { 0.0 } else { STEEPEST };
    let areas = flat::areas(&calm, &Calm { range: (2.0 * sigma).max(6.0), step: sigma.max(3.5), slope });
    cx.check()?;
    let mut solids = Solids { radius: MERGE_RADIUS.max(1.5 * sigma), colors: Vec::new() };
    let mut fills = Vec::new();
    let mut pure = Grid::filled(field.width, field.height, MIXED);
    // Four pixels make an area, unless there are hardly more.
    let smallest = (field.cells.len() / 4).clamp(1, 4);
    let mut order: Vec<&Vec<u32>> = areas.iter().filter(|m| m.len() >= smallest).collect();
    order.sort_by_key(|m| std::cmp::Reverse(m.len()));
    let mut banded = Vec::new();
    for members in order {
        cx.check()?;
        let stats = Stats::of(members.iter().map(|&i| calm.cells[cell(i)]));
        let plain = stats.deviation <= sigma.max(1.5) && stats.range <= (6.0 * sigma).max(8.0);
        let mut mark = |members: &[u32], label: u16| members.iter().for_each(|&i| pure.cells[cell(i)] = label);
        if plain {
            mark(members, solids.label(stats.mean, members.len(), &mut fills));
        } else if let Some(color) = steady(field, members, ringing) {
            mark(members, solids.label(color, members.len(), &mut fills));
        } else if ramps && members.len() >= MIN_RAMP_AREA && fills.len() < MAX_FILLS {
            let parts = grow::part(field, members, sigma, &mut fills, cx)?;
            for (fill, members) in parts.fills {
                // A ramp that hardly changes is one color with noise on it.
                let label = if fill.range() < MIN_RAMP_RANGE {
                    let middle = members.get(members.len() / 2).map_or(0, |&i| cell(i));
                    let color = fill.at(middle % field.width, middle / field.width);
                    solids.label(color, members.len(), &mut fills)
                } else {
                    shaded_label(fill, &mut fills)
                };
                mark(&members, label);
            }
            banded.push(parts.rest);
        } else {
            banded.push(members.clone());
        }
    }
    for members in &banded {
        cx.check()?;
        band(&calm, members, &mut solids, &mut fills, &mut pure);
    }
    solids.settle(&mut fills, sigma);
    if fills.is_empty() {
        // Nothing is flat, as in pure texture: its mean stands for it.
        fills.push(Fill::Solid(Stats::of(field.cells.iter().copied()).mean));
    }
    Ok(Palette { fills, pure, tolerance: (3.0 * sigma).max(CLEAN), smear: 0.0, room: None })
}

impl Palette {
    /// Keeps only the colors in `fixed`: each fill becomes the nearest of them.
    pub(crate) fn restrict(&mut self, fixed: &[Color]) {
        let nearest = |fill: &Fill| {
            let color = fill.at(0, 0);
            let by_distance = |a: &Color, b: &Color| distance(*a, color).total_cmp(&distance(*b, color));
            fixed.iter().enumerate().min_by(|a, b| by_distance(a.1, b.1)).map_or(0, |(i, _)| label_of(i))
        };
        let to: Vec<u16> = self.fills.iter().map(nearest).collect();
        self.relabel(&to);
        self.fills = fixed.iter().map(|&c| Fill::Solid(c)).collect();
        self.room = Some(0);
    }

    /// How far a mix of fills `a` and `b` may stray from the line between them, in levels.
    pub(crate) fn smear(&self, a: Color, b: Color) -> f32 {
        self.smear * distance(a, b)
    }

    fn pixels(&self) -> Vec<u32> {
        let mut pixels = vec![0_u32; self.fills.len()];
        for &label in &self.pure.cells {
            if let Some(n) = pixels.get_mut(usize::from(label)) {
                *n += 1;
            }
        }
        pixels
    }

    fn relabel(&mut self, to: &[u16]) {
        for label in &mut self.pure.cells {
            *label = to.get(usize::from(*label)).copied().unwrap_or(*label);
        }
    }

    /// Makes ramps whose colors range over less than `range` levels single colors.
    pub(crate) fn flatten(&mut self, range: f32) {
        for fill in &mut self.fills {
            if let Fill::Ramp(ramp) = fill
                && ramp.range() < range
            {
                *fill = Fill::Solid(ramp.color(0.5));
            }
        }
    }

    /// Joins single colors less than `radius` levels apart into the one that more pixels show; the others are gone.
    pub(crate) fn join(&mut self, radius: f32) {
        let pixels = self.pixels();
        let mut order: Vec<usize> = (0..self.fills.len()).collect();
        order.sort_by_key(|&l| (std::cmp::Reverse(pixels.get(l).copied()), l));
        let mut kept: Vec<(Color, usize)> = Vec::new();
        let mut to: Vec<usize> = (0..self.fills.len()).collect();
        for label in order {
            let Some(&Fill::Solid(color)) = self.fills.get(label) else { continue };
            match kept.iter().find(|(c, _)| distance(*c, color) < radius) {
                Some(&(_, known)) => to.get_mut(label).into_iter().for_each(|t| *t = known),
                None => kept.push((color, label)),
            }
        }
        self.renumber(&to);
    }

    /// Leaves only fills that stand for themselves: fill `i` becomes what fill `to[i]` is.
    fn renumber(&mut self, to: &[usize]) {
        let stays = |i: &usize| to.get(*i) == Some(i);
        let kept: Vec<usize> = (0..self.fills.len()).filter(stays).collect();
        let place = |t: &usize| label_of(kept.binary_search(t).unwrap_or(0));
        self.relabel(&to.iter().map(place).collect::<Vec<u16>>());
        let mut at = 0..self.fills.len();
        self.fills.retain(|_| at.next().is_some_and(|i| stays(&i)));
    }
}

/// The color that most of the pixels `members` have but for compression, which leaves `ringing` beside edges; `None` where
/// they are shaded, or nothing rings.
fn steady(field: &Grid<Color>, members: &[u32], ringing: f32) -> Option<Color> {
    if ringing <= 0.0 {
        return None;
    }
    let mut levels: Vec<f32> = Vec::with_capacity(members.len());
    let mut middle = [0.0; 4];
    for (k, slot) in middle.iter_mut().enumerate() {
        levels.clear();
        levels.extend(members.iter().filter_map(|&i| color_at(field, cell(i)).get(k).copied()));
        let half = levels.len() / 2;
        *slot = *levels.select_nth_unstable_by(half, f32::total_cmp).1;
    }
    let near = |&&i: &&u32| distance(color_at(field, cell(i)), middle) <= ringing.max(2.0);
    let own = members.iter().filter(near).count();
    (float(own) >= STEADY * float(members.len())).then_some(middle)
}

/// The label of `fill`, which is added unless it is known.
fn shaded_label(fill: Fill, fills: &mut Vec<Fill>) -> u16 {
    let known = fills.iter().position(|f| *f == fill);
    label_of(known.unwrap_or_else(|| {
        fills.push(fill);
        fills.len() - 1
    }))
}

/// Gives the pixels of a smooth area that is no ramp to colors [`BAND`] levels apart.
fn band(field: &Grid<Color>, members: &[u32], solids: &mut Solids, fills: &mut Vec<Fill>, pure: &mut Grid<u16>) {
    let mut bins: BTreeMap<[i32; 4], Vec<u32>> = BTreeMap::new();
    for &i in members {
        bins.entry(color_at(field, cell(i)).map(|level| floor((level / BAND).round().into()))).or_default().push(i);
    }
    let mut by_size: Vec<Vec<u32>> = bins.into_values().collect();
    by_size.sort_by_key(|m| std::cmp::Reverse(m.len()));
    for members in by_size {
        let stats = Stats::of(members.iter().map(|&i| color_at(field, cell(i))));
        let label = solids.within(BAND, |s| s.label(stats.mean, members.len(), fills));
        for &i in &members {
            if let Some(slot) = pure.cells.get_mut(cell(i)) {
                *slot = label;
            }
        }
    }
}

/// The single colors found so far.
struct Solids {
    radius: f32,
    colors: Vec<Solid>,
}

struct Solid {
    sum: [f64; 4],
    pixels: f64,
    color: Color,
    label: u16,
}

impl Solids {
    /// The label of `color`, which `pixels` pixels have: a known color within the radius, or a new fill.
    fn label(&mut self, color: Color, pixels: usize, fills: &mut Vec<Fill>) -> u16 {
        let full = fills.len() >= MAX_FILLS;
        let nearest = self
            .colors
            .iter_mut()
            .map(|s| (distance(s.color, color), s))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(d, _)| full || *d <= self.radius);
        let weight = float(pixels);
        if let Some((_, known)) = nearest {
            known.sum = [0, 1, 2, 3].map(|k| {
                known.sum.get(k).copied().unwrap_or(0.0) + weight * f64::from(color.get(k).copied().unwrap_or(0.0))
            });
            known.pixels += weight;
            return known.label;
        }
        let label = label_of(fills.len());
        fills.push(Fill::Solid(color));
        self.colors.push(Solid { sum: color.map(|c| weight * f64::from(c)), pixels: weight, color, label });
        label
    }

    fn within<T>(&mut self, radius: f32, f: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.radius, radius);
        let result = f(self);
        self.radius = before;
        result
    }

    /// Moves every color to the mean of its pixels.
    fn settle(&self, fills: &mut [Fill], sigma: f32) {
        for solid in &self.colors {
            if let Some(fill) = fills.get_mut(usize::from(solid.label)) {
                *fill = Fill::Solid(snapped(solid.sum.map(|s| narrow(s / solid.pixels)), sigma));
            }
        }
    }
}

/// Black or white where `color` is so within the noise, which clipping pulls away from both ends.
fn snapped(color: Color, sigma: f32) -> Color {
    let [r, g, b, a] = color;
    let slack = if sigma > 1.0 { 1.2 * sigma } else { 0.5 };
    if a < CLEAR {
        [0.0; 4]
    } else if a < 255.0 - slack {
        color
    } else if r.min(g).min(b) >= 255.0 - slack {
        [255.0; 4]
    } else if r.max(g).max(b) <= slack {
        [0.0, 0.0, 0.0, 255.0]
    } else {
        color
    }
}

/// Mean and spread of some colors, in levels.
struct Stats {
    mean: Color,
    /// Largest standard deviation of any channel.
    deviation: f32,
    /// Largest range of any channel.
    range: f32,
}

impl Stats {
    fn of(colors: impl Iterator<Item = Color>) -> Self {
        let mut n = 0.0_f64;
        let mut sums = [(0.0_f64, 0.0_f64, f32::MAX, f32::MIN); 4];
        for color in colors {
            n += 1.0;
            for ((sum, squares, low, high), c) in sums.iter_mut().zip(color) {
                *sum += f64::from(c);
                *squares += f64::from(c) * f64::from(c);
                *low = low.min(c);
                *high = high.max(c);
            }
        }
        let n = n.max(1.0);
        let deviation = sums.iter().map(|(s, q, ..)| (q / n - (s / n) * (s / n)).max(0.0).sqrt()).fold(0.0, f64::max);
        let range = sums.iter().map(|(.., low, high)| high - low).fold(0.0, f32::max);
        Self { mean: sums.map(|(s, ..)| narrow(s / n)), deviation: narrow(deviation), range }
    }
}

/// The mean of every 3×3 neighborhood.
#[expect(clippy::indexing_slicing, reason = "rows and columns are clamped to the grid")]
fn smoothed(field: &Grid<Color>) -> Grid<Color> {
    let (w, h) = (field.width, field.height);
    let mean = |a: Color, b: Color, c: Color| [0, 1, 2, 3].map(|k| (a[k] + b[k] + c[k]) / 3.0);
    let rows = field.map_at(|x, y| {
        let row = y * w;
        mean(field.cells[row + x.saturating_sub(1)], field.cells[row + x], field.cells[row + (x + 1).min(w - 1)])
    });
    rows.map_at(|x, y| {
        mean(rows.cells[y.saturating_sub(1) * w + x], rows.cells[y * w + x], rows.cells[(y + 1).min(h - 1) * w + x])
    })
}

fn color_at(field: &Grid<Color>, at: usize) -> Color {
    field.cells.get(at).copied().unwrap_or_default()
}

pub(crate) fn cell(i: u32) -> usize {
    usize::try_from(i).unwrap_or(usize::MAX)
}

fn label_of(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(MIXED)
}
