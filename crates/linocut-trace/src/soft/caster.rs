//! Finds the shapes that cast a shadow, and how much of each pixel they cover.

use super::falloff::Falloff;
use super::fit::Cast;
use crate::color::{Color, distance, unmix};
use crate::flat::neighbors;
use crate::grid::Grid;
use crate::number::float;

/// Shapes of fewer pixels are specks.
const SMALLEST: usize = 12;
/// Beside what casts it, a shadow is this strong somewhere, as a share of its strength beside others.
const DARK: f32 = 0.4;
/// How far beside a shape its shadow is looked for, in pixels.
const BESIDE: usize = 3;
/// Colors nearer than this do not tell how much of a pixel is covered, in levels.
const APART: f32 = 8.0;

/// What casts a shadow.
pub(super) struct Casters {
    /// The share of each pixel that they cover, from 0 to 1.
    pub(super) cover: Grid<f32>,
    /// Cells of theirs around which nothing else shows.
    pub(super) core: Vec<usize>,
}

impl Casters {
    /// The shapes beside the strongest parts of `falloff`; `None` if there are none.
    pub(super) fn find(field: &Grid<Color>, falloff: &Falloff) -> Option<Self> {
        let (w, h) = (field.width, field.height);
        let mut cover = Grid::filled(w, h, 0.0_f32);
        let mut core = Vec::new();
        let mut seen = vec![false; w * h];
        for start in 0..w * h {
            if seen[start] || falloff.shows(start) {
                continue;
            }
            let found = connected(falloff, start, &mut seen);
            if found.len() >= SMALLEST && strongest_beside(falloff, &found) >= DARK * falloff.most {
                core.extend(found.iter().copied().filter(|&at| is_inner(falloff, at, false)));
                for at in found {
                    cover.cells[at] = 1.0;
                }
            }
        }
        if core.len() < SMALLEST {
            return None;
        }
        let casters = Self { cover, core };
        Some(casters.softened(field, falloff))
    }

    /// With the pixels along the edges covered in part.
    fn softened(mut self, field: &Grid<Color>, falloff: &Falloff) -> Self {
        let beside = |at: usize| mean(field, falloff, at, true);
        self.soften(field, falloff, beside);
        self
    }

    /// With the pixels along the edges covered in part, now that the shadow beside them is known.
    pub(super) fn shaped(mut self, field: &Grid<Color>, falloff: &Falloff, cast: &Cast) -> Self {
        let width = field.width;
        let beside = |at: usize| Some(falloff.shaded(cast.level(at % width, at / width)));
        self.soften(field, falloff, beside);
        self
    }

    fn soften(&mut self, field: &Grid<Color>, falloff: &Falloff, beside: impl Fn(usize) -> Option<Color>) {
        let near = |at: usize| square(falloff, at, 2).any(|to| self.cover.cells[to] >= 1.0);
        let share = |at: usize| {
            let (shape, beside) = (mean(field, falloff, at, false)?, beside(at)?);
            (distance(shape, beside) > APART).then(|| unmix(field.cells[at], beside, shape).0)
        };
        let edges: Vec<(usize, f32)> = (0..field.cells.len())
            .filter(|&at| !is_inner(falloff, at, falloff.shows(at)) && near(at))
            .filter_map(|at| Some((at, share(at)?)))
            .collect();
        for (at, share) in edges {
            self.cover.cells[at] = share;
        }
    }
}

/// The pixels connected to `start` that show no backdrop.
fn connected(falloff: &Falloff, start: usize, seen: &mut [bool]) -> Vec<usize> {
    let (w, h) = (falloff.level.width, falloff.level.height);
    let mut found = vec![start];
    seen[start] = true;
    let mut next = 0;
    while let Some(&at) = found.get(next) {
        next += 1;
        for to in neighbors(at, w, h).into_iter().flatten().filter(|&to| !falloff.shows(to)) {
            if !std::mem::replace(&mut seen[to], true) {
                found.push(to);
            }
        }
    }
    found
}

/// The mean color of the pixels near cell `at` around which the backdrop shows, or does not, as `shows` says.
fn mean(field: &Grid<Color>, falloff: &Falloff, at: usize, shows: bool) -> Option<Color> {
    let mut mean = Mean::default();
    for to in square(falloff, at, 2).filter(|&to| falloff.shows(to) == shows && is_inner(falloff, to, shows)) {
        mean.add(field.cells[to]);
    }
    mean.color()
}

/// The mean of some colors.
#[derive(Default)]
pub(super) struct Mean {
    sum: Color,
    n: f32,
}

impl Mean {
    pub(super) fn add(&mut self, color: Color) {
        self.sum = [0, 1, 2, 3].map(|k| self.sum[k] + color[k]);
        self.n += 1.0;
    }

    pub(super) fn color(&self) -> Option<Color> {
        (self.n > 0.0).then(|| self.sum.map(|s| s / self.n))
    }
}

/// Whether all pixels around cell `at` show the backdrop, or none does, as `shows` says.
pub(super) fn is_inner(falloff: &Falloff, at: usize, shows: bool) -> bool {
    if shows { falloff.is_inner(at) } else { square(falloff, at, 1).all(|to| !falloff.shows(to)) }
}

/// The cells within `reach` columns and rows of cell `at`.
pub(super) fn square(falloff: &Falloff, at: usize, reach: usize) -> impl Iterator<Item = usize> {
    let (w, h) = (falloff.level.width, falloff.level.height);
    let (x, y) = (at % w, at / w);
    let rows = y.saturating_sub(reach)..(y + reach + 1).min(h);
    rows.flat_map(move |row| (x.saturating_sub(reach)..(x + reach + 1).min(w)).map(move |column| row * w + column))
}

/// The strongest level of the falloff beside the cells `found`, but for a few.
fn strongest_beside(falloff: &Falloff, found: &[usize]) -> f32 {
    let edge = found.iter().filter(|&&at| {
        neighbors(at, falloff.level.width, falloff.level.height).into_iter().flatten().any(|to| falloff.shows(to))
    });
    let mut levels: Vec<f32> = edge
        .flat_map(|&at| square(falloff, at, BESIDE))
        .filter(|&to| falloff.shows(to) && is_inner(falloff, to, true))
        .map(|to| falloff.level.cells[to])
        .collect();
    let Some(last) = levels.len().checked_sub(1) else { return 0.0 };
    let high = last - crate::number::whole(0.1 * float(last));
    *levels.select_nth_unstable_by(high, f32::total_cmp).1
}
