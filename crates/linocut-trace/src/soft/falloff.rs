//! Finds where color falls off smoothly to a backdrop of one color, along one line.

use crate::color::{Color, distance, dot, sub};
use crate::flat::neighbors;
use crate::grid::Grid;
use crate::number::{byte, center, float, narrow};
use linocut_core::kurbo::Point;
use std::collections::BTreeMap;

/// Pixels looked at before anything is flooded.
const SURVEY: usize = 12_000;
/// Least share of the picture that a backdrop covers.
const BACKDROP: f64 = 0.04;
/// Least share of the pixels that are shaded, or there is no shadow worth looking for.
const SHADED: f64 = 0.003;
/// Pixels this near to the backdrop show it, in levels.
const SAME: f32 = 0.75;
/// Neighbors that differ by more are no falloff, in levels.
const STEEP: f32 = 48.0;
/// How far three pixels in a row may be from a line by rounding, in levels: half a level each, the middle one twice.
const ROUNDED: f32 = 2.0;
/// And by the bend of a Gaussian, as a share of the change from one to the next.
const BEND: f32 = 0.3;
/// What leads to a shadow never goes back toward the backdrop by more than this, in levels.
const BACK: f32 = 1.5;
/// Neighbors of a picture with shading differ by no more than this, in levels.
const GENTLE: f32 = 12.0;
/// How far a falloff may stray from the line of its colors, in levels: rounding of all channels, and of alpha.
const STRAY: f32 = 2.5;
/// What differs by less from the backdrop says nothing about the line, in levels.
pub(super) const SEEN: f32 = 2.0;
/// A shadow never takes more opacity than this from what it falls on, as a share of its strength: rounding.
const FADES: f32 = 0.05;
/// Most pixels that are looked at to see what lies on a falloff.
const POINTS: usize = 400;
/// Fewest pixels of a falloff.
const FEWEST: usize = 160;
/// Least share of the smooth pixels that must lie on the line.
const ON_LINE: f64 = 0.8;

/// Where a backdrop shows, and how strongly something soft lies on it.
pub(super) struct Falloff {
    /// The color of the backdrop, premultiplied.
    pub(super) backdrop: Color,
    /// What one level of the falloff adds to it; the largest channel is 1 or −1.
    pub(super) step: Color,
    /// Levels of the falloff, at least 0; not a number where something else shows.
    pub(super) level: Grid<f32>,
    /// The highest of them, but for a few pixels.
    pub(super) most: f32,
    /// Whether the backdrop shows all around each cell.
    inner: Vec<bool>,
}

impl Falloff {
    /// Whether the backdrop shows at cell `at`, shaded or not.
    pub(super) fn shows(&self, at: usize) -> bool {
        self.level.cells.get(at).is_some_and(|l| !l.is_nan())
    }

    /// Whether the backdrop shows at all cells around cell `at`, shaded or not.
    pub(super) fn is_inner(&self, at: usize) -> bool {
        self.inner.get(at).copied().unwrap_or(false)
    }

    /// The backdrop under `level` levels of the falloff.
    pub(super) fn shaded(&self, level: f32) -> Color {
        [0, 1, 2, 3].map(|k| self.backdrop[k] + level * self.step[k])
    }

    /// The most levels that anything can add to the backdrop: until a channel is black or white, or opaque.
    pub(super) fn room(&self) -> f32 {
        let channels = if self.backdrop[3] < 0.5 { 3..4 } else { 0..3 };
        let room = channels.filter(|&k| self.step[k].abs() > 0.02).map(|k| {
            let end = if self.step[k] > 0.0 { 255.0 } else { 0.0 };
            (end - self.backdrop[k]) / self.step[k]
        });
        room.fold(f32::MAX, f32::min).min(255.0)
    }

    /// The center of a pixel that shows the bare backdrop, the first in rows.
    pub(super) fn bare(&self) -> Option<Point> {
        let bare = |at: usize| self.level.cells[at] <= SAME;
        let around = |at: usize| neighbors(at, self.level.width, self.level.height).into_iter().flatten().all(bare);
        (0..self.level.cells.len()).find(|&at| bare(at) && around(at)).map(|at| self.point(at))
    }

    /// Some of the pixels on which something soft lies.
    pub(super) fn falls(&self) -> Vec<Point> {
        let soft = |at: usize| self.level.cells[at] > SEEN.max(0.2 * self.most);
        let around = |at: usize| neighbors(at, self.level.width, self.level.height).into_iter().flatten().all(soft);
        let found: Vec<usize> = (0..self.level.cells.len()).filter(|&at| soft(at) && around(at)).collect();
        found.iter().step_by(found.len().div_ceil(POINTS).max(1)).map(|&at| self.point(at)).collect()
    }

    /// The center of cell `at`.
    pub(super) fn point(&self, at: usize) -> Point {
        let [x, y] = center(at % self.level.width, at / self.level.width);
        Point::new(f64::from(x), f64::from(y))
    }
}

/// The colors that a shadow may fall on, the most common first; none where nothing is shaded.
pub(super) fn backdrops(field: &Grid<Color>) -> Vec<Color> {
    let step = (field.cells.len() / SURVEY).max(1) | 1;
    let (mut colors, mut shaded, mut all): (BTreeMap<[u8; 4], usize>, usize, usize) = (BTreeMap::new(), 0, 0);
    for at in (0..field.cells.len()).step_by(step) {
        let beside = [at + 1, at + field.width].map(|to| field.cells.get(to).copied());
        let changes = beside.into_iter().flatten().map(|c| distance(c, field.cells[at])).fold(0.0, f32::max);
        shaded += usize::from(changes > 0.2 && changes <= GENTLE);
        if changes <= SAME {
            *colors.entry(field.cells[at].map(byte)).or_default() += 1;
        }
        all += 1;
    }
    if float(shaded) < SHADED * float(all) {
        return Vec::new();
    }
    let mut common: Vec<([u8; 4], usize)> = colors.into_iter().collect();
    common.retain(|(_, n)| float(*n) >= BACKDROP * float(all));
    common.sort_by_key(|(color, n)| (std::cmp::Reverse(*n), *color));
    common.into_iter().map(|(color, _)| color.map(f32::from)).collect()
}

/// The falloff to `backdrop`; `None` where there is none, or where it is of several colors.
pub(super) fn find(field: &Grid<Color>, backdrop: Color) -> Option<Falloff> {
    let stretches = stretches(field, backdrop);
    let soft: Vec<usize> = (0..field.cells.len())
        .filter(|&at| stretches.cells[at] != NONE && distance(field.cells[at], backdrop) > SEEN)
        .collect();
    if soft.len() < FEWEST {
        return None;
    }
    // What takes opacity away is no shadow: it would be cast by nothing.
    let step = direction(field, &soft, backdrop).filter(|step| step[3] > -FADES)?;
    let length2 = dot(step, step);
    let level = |at: usize| {
        let level = dot(sub(field.cells[at], backdrop), step) / length2;
        let on = [0, 1, 2, 3].map(|k| backdrop[k] + level * step[k]);
        (level > -STRAY && distance(field.cells[at], on) <= STRAY).then_some(level.max(0.0))
    };
    let mut levels: Vec<f32> = soft.iter().filter_map(|&at| level(at)).collect();
    if float(levels.len()) < ON_LINE * float(soft.len()) {
        return None;
    }
    let high = levels.len() - 1 - levels.len() / 50;
    let most = *levels.select_nth_unstable_by(high, f32::total_cmp).1;
    // Stretches of the backdrop without any shading are enclosed by something: they lie on top as far as anybody can tell.
    let mut highest: BTreeMap<u32, f32> = BTreeMap::new();
    for &at in &soft {
        let entry = highest.entry(stretches.cells[at]).or_default();
        *entry = entry.max(level(at).unwrap_or(0.0));
    }
    let deep = |stretch: u32| highest.get(&stretch).is_some_and(|l| *l >= 0.25 * most);
    let cells = (0..field.cells.len())
        .map(|at| if deep(stretches.cells[at]) { level(at).unwrap_or(f32::NAN) } else { f32::NAN })
        .collect();
    let level = Grid { width: field.width, height: field.height, cells };
    let inner = eroded(&level);
    Some(Falloff { backdrop, step, level, most, inner })
}

/// The cells of `level` around which all are numbers; first along the rows, then along the columns.
fn eroded(level: &Grid<f32>) -> Vec<bool> {
    let (w, h) = (level.width, level.height);
    let shows = |at: usize| !level.cells[at].is_nan();
    let across = level.map_at(|x, y| {
        let row = y * w;
        (x.saturating_sub(1)..(x + 2).min(w)).all(|x| shows(row + x))
    });
    across.map_at(|x, y| (y.saturating_sub(1)..(y + 2).min(h)).all(|y| across.cells[y * w + x])).cells
}

/// Marks what no stretch reaches.
const NONE: u32 = u32::MAX;

/// Connected stretches that show the backdrop or lead smoothly to it.
fn stretches(field: &Grid<Color>, backdrop: Color) -> Grid<u32> {
    let (w, h) = (field.width, field.height);
    let mut of = Grid::filled(w, h, NONE);
    let mut open = Vec::new();
    for start in 0..field.cells.len() {
        if of.cells[start] != NONE || distance(field.cells[start], backdrop) > SAME {
            continue;
        }
        let id = crate::flat::index(start);
        of.cells[start] = id;
        open.push(start);
        while let Some(at) = open.pop() {
            for to in neighbors(at, w, h).into_iter().flatten() {
                if of.cells[to] == NONE && leads(field, backdrop, at, to) {
                    of.cells[to] = id;
                    open.push(to);
                }
            }
        }
    }
    of
}

/// Whether color goes on smoothly from cell `at` to its neighbor `to`, and not back toward the backdrop.
fn leads(field: &Grid<Color>, backdrop: Color, at: usize, to: usize) -> bool {
    let change = distance(field.cells[at], field.cells[to]);
    // Beyond an edge a shape may have the color of the backdrop, or one near it.
    if change > STEEP || distance(field.cells[to], backdrop) < distance(field.cells[at], backdrop) - BACK {
        return false;
    }
    // The cell on the other side; across the sides of the picture it is one of no consequence.
    let before = (2 * at).checked_sub(to).and_then(|b| field.cells.get(b)).unwrap_or(&field.cells[at]);
    let bend = |k: usize| (field.cells[to][k] - 2.0 * field.cells[at][k] + before[k]).abs();
    change <= SAME || (0..4).all(|k| bend(k) <= ROUNDED + BEND * change)
}

/// The change of color per level over the pixels `soft`.
fn direction(field: &Grid<Color>, soft: &[usize], backdrop: Color) -> Option<Color> {
    let mut sum = [0.0_f64; 4];
    for &at in soft {
        let off = sub(field.cells[at], backdrop);
        for k in 0..4 {
            sum[k] += f64::from(off[k]);
        }
    }
    let most = sum.iter().fold(0.0_f64, |m, s| m.max(s.abs()));
    (most > 1.0).then(|| sum.map(|s| narrow(s / most)))
}
