//! The picture in cells of several pixels, in which throws of a shadow are tried.
//!
//! Averages over cells of a blurred picture are the blur of averages, so cells may be about as large as the blur.

use super::blurred::thrown;
use super::caster::is_inner;
use super::falloff::Falloff;
use super::spread::Spread;
use crate::grid::Grid;
use crate::number::{float, narrow};
use crate::ramp;
use std::borrow::Cow;
use std::cell::OnceCell;

/// How far a freedom is moved to see what it does, in pixels.
const DELTA: f64 = 0.1;
/// Levels below which neither the falloff nor a shadow shows.
const SHOWS: f64 = 0.5;
/// Farthest that a silhouette grows or shrinks, in standard deviations of the blur.
const MOST_SPREAD: f64 = 2.0;

/// How a silhouette becomes its shadow, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Throw {
    /// How far it is moved, right and down.
    pub(super) offset: [f64; 2],
    /// Standard deviation of the blur.
    pub(super) sigma: f64,
    /// How far its edges move outward first.
    pub(super) spread: f64,
}

/// A throw with its darkness and its error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Try {
    pub(super) throw: Throw,
    /// Levels of the shadow where it is full.
    pub(super) full: f64,
    /// Root mean square over all cells where something shows, in levels.
    pub(super) error: f64,
}

/// The picture in cells.
pub(super) struct Cells<'a> {
    /// Pixels along the side of a cell.
    side: usize,
    spread: &'a Spread<'a>,
    width: usize,
    /// The most levels that a shadow can have.
    room: f64,
    /// Mean level of the falloff; `None` where a cell shows something else.
    level: Grid<Option<f32>>,
    /// The silhouette as it is, once it is known.
    plain: OnceCell<Grid<f32>>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(falloff: &Falloff, spread: &'a Spread<'a>, side: usize) -> Self {
        let (w, h) = (falloff.level.width, falloff.level.height);
        let mut sum = Grid::filled(w.div_ceil(side), h.div_ceil(side), (0.0_f32, 0.0_f32));
        let share = narrow(1.0 / float(side * side));
        for at in (0..w * h).filter(|&at| falloff.shows(at) && is_inner(falloff, at, true)) {
            let cell = at / w / side * sum.width + at % w / side;
            sum.cells[cell].0 += share * falloff.level.cells[at];
            sum.cells[cell].1 += share;
        }
        // Averages over less than most of a cell are of other places than its middle.
        let level = sum.map_at(|x, y| {
            let (level, seen) = sum.cells[y * sum.width + x];
            (seen > 0.95).then(|| level / seen)
        });
        Self { side, spread, width: w, room: falloff.room().into(), level, plain: OnceCell::new() }
    }

    /// The silhouette after `throw`, in cells.
    pub(super) fn shade(&self, throw: Throw) -> Grid<f32> {
        self.shade_of(&self.cover(throw.spread), throw)
    }

    /// The same for a silhouette that has grown already.
    fn shade_of(&self, cover: &Grid<f32>, throw: Throw) -> Grid<f32> {
        let scale = float(self.side);
        thrown(cover, throw.offset.map(|o| o / scale), throw.sigma / scale)
    }

    /// The silhouette, grown, in cells; most throws that are tried have no spread.
    fn cover(&self, spread: f64) -> Cow<'_, Grid<f32>> {
        if spread.abs() <= 0.0 {
            Cow::Borrowed(self.plain.get_or_init(|| self.averaged(spread)))
        } else {
            Cow::Owned(self.averaged(spread))
        }
    }

    fn averaged(&self, spread: f64) -> Grid<f32> {
        let mut cover = Grid::filled(self.level.width, self.level.height, 0.0_f32);
        let share = narrow(1.0 / float(self.side * self.side));
        let far = narrow(spread);
        for (y, row) in (0..self.height()).map(|y| (y, y / self.side * cover.width)) {
            for x in 0..self.width {
                cover.cells[row + x / self.side] += share * self.spread.share(y * self.width + x, far);
            }
        }
        cover
    }

    fn height(&self) -> usize {
        self.spread.height()
    }

    /// The darkness that suits `throw` best, and the error that it leaves where either shows.
    pub(super) fn judged(&self, throw: Throw) -> Try {
        let shade = self.shade(throw);
        let (mut both, mut own) = (0.0_f64, 1e-9_f64);
        for (s, l) in self.pairs(&shade) {
            both += s * l;
            own += s * s;
        }
        let full = (both / own).min(self.room);
        let (mut squares, mut n) = (0.0_f64, 1e-9_f64);
        for (s, l) in self.pairs(&shade).filter(|(s, l)| *l > SHOWS || full * s > SHOWS) {
            squares += (l - full * s) * (l - full * s);
            n += 1.0;
        }
        Try { throw, full, error: (squares / n).sqrt() }
    }

    fn pairs<'b>(&'b self, shade: &'b Grid<f32>) -> impl Iterator<Item = (f64, f64)> + 'b {
        let seen = shade.cells.iter().zip(&self.level.cells);
        seen.filter_map(|(s, level)| Some((f64::from(*s), f64::from((*level)?))))
    }

    /// One damped step of Gauss–Newton from `at`; the spread moves only if it is `free`.
    pub(super) fn stepped(&self, at: &Try, damping: f64, free: usize) -> Option<Try> {
        let Throw { offset: [x, y], sigma, spread } = at.throw;
        let cover = self.cover(at.throw.spread);
        let base = self.shade_of(&cover, at.throw);
        let moved: Vec<Grid<f32>> = [
            Throw { offset: [x + DELTA, y], ..at.throw },
            Throw { offset: [x, y + DELTA], ..at.throw },
            Throw { sigma: sigma + DELTA, ..at.throw },
            Throw { spread: spread + DELTA, ..at.throw },
        ]
        .into_iter()
        .take(free)
        .map(|throw| if throw.spread > spread { self.shade(throw) } else { self.shade_of(&cover, throw) })
        .collect();
        // The last freedom is the darkness, as long as it can grow.
        let darkness = if at.full < self.room { 1.0 } else { 0.0 };
        let (mut normal, mut right) = ([[0.0_f64; 5]; 5], [0.0_f64; 5]);
        for (i, (&b, level)) in base.cells.iter().zip(&self.level.cells).enumerate() {
            let Some(level) = level else { continue };
            let mut slope = [0.0, 0.0, 0.0, 0.0, darkness * f64::from(b)];
            for (s, m) in slope.iter_mut().zip(&moved) {
                *s = at.full * f64::from(m.cells[i] - b) / DELTA;
            }
            let off = f64::from(*level) - at.full * f64::from(b);
            for (r, row) in normal.iter_mut().enumerate() {
                right[r] += slope[r] * off;
                row.iter_mut().zip(slope).for_each(|(cell, s)| *cell += slope[r] * s);
            }
        }
        for (k, row) in normal.iter_mut().enumerate() {
            row[k] = row[k] * (1.0 + damping) + 1e-9;
        }
        let [dx, dy, ds, dr, _] = ramp::solve(normal, right)?;
        // A step farther than the blur leaves where slopes mean anything.
        let held = |d: f64| d.clamp(-sigma, sigma);
        let throw = Throw {
            offset: [x + held(dx), y + held(dy)],
            sigma: (sigma + ds).clamp(0.6 * sigma, 1.7 * sigma),
            spread: (spread + held(dr)).clamp(-MOST_SPREAD * sigma, MOST_SPREAD * sigma),
        };
        Some(self.judged(throw))
    }
}
