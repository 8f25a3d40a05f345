//! Moves the points of lines, and sets their widths, until exact coverage shows the ink best.
//!
//! Damped least squares (Levenberg 1944, Marquardt 1963) for one line at a time. What a pixel is told of a line's points
//! is read off both its edges, so a step costs about as much as painting the line; a step counts only if the painted
//! lines come closer to the ink.

use super::Line;
use super::ink::Ink;
use super::painted::{Frame, Painted, shares};
use super::slope::{Freed, slopes};
use crate::refine::Equations;
use linocut_core::{Cap, Join};
use linocut_cover::{path, points};

/// Steps tried for one line in one round.
const STEPS: usize = 4;
/// Rounds over all lines: crossings and joints tie them to each other.
const ROUNDS: usize = 2;
/// How much of the error a step must take away for another one to be worth it.
const WORTH: f64 = 0.02;
/// What holds a freedom where it is, in pixels of edge.
const STIFFNESS: f64 = 0.02;
/// Farthest that a point goes in one step, in pixels.
const FARTHEST: f64 = 1.5;
/// Thinnest line, in pixels.
const THINNEST: f64 = 0.2;

/// The lines with the caps and joins, and moved to where, they show the ink best.
pub(super) fn settled(ink: &Ink, lines: Vec<Line>) -> Painted {
    let found = Painted::new(ink, lines);
    let mut best = (found.off(ink).squares, found);
    let Some(Line { cap, join, .. }) = best.1.lines.first().cloned() else { return best.1 };
    for other in [Join::Miter, Join::Round, Join::Bevel].into_iter().filter(|j| *j != join) {
        let lines = best.1.lines.iter().map(|l| Line { join: other, ..l.clone() }).collect();
        keep(&mut best, ink, Painted::new(ink, lines));
    }
    if best.1.off(ink).mean > HOPELESS {
        return best.1;
    }
    let found = moved(ink, best.1.lines);
    let off = found.off(ink);
    let mut best = (off.squares, found);
    if !(FINE..FAR).contains(&off.mean) {
        return best.1;
    }
    let other = if cap == Cap::Round { Cap::Butt } else { Cap::Round };
    let lines: Vec<Line> = best.1.lines.iter().map(|l| l.clone().with_cap(other)).collect();
    if lines.iter().any(Line::is_open) {
        keep(&mut best, ink, moved(ink, lines));
    }
    best.1
}

/// What is painted this exactly has the right caps and joins, as a root mean square of shares.
const FINE: f64 = 0.02;
/// No other caps make what is painted this far off right.
const FAR: f64 = 0.2;
/// No small change makes what is painted this far off right.
const HOPELESS: f64 = 0.3;
/// Other caps and joins must take away this share of the error.
const BETTER: f64 = 0.97;

/// Replaces the best lines so far by `next` if these are clearly better.
fn keep(best: &mut (f64, Painted), ink: &Ink, next: Painted) {
    let squares = next.off(ink).squares;
    if squares < BETTER * best.0 {
        *best = (squares, next);
    }
}

/// The lines, moved as close to `ink` as a few steps lead.
fn moved(ink: &Ink, lines: Vec<Line>) -> Painted {
    let mut painted = Painted::new(ink, lines);
    let rounds = if painted.lines.len() > 1 { ROUNDS } else { 1 };
    for _ in 0..rounds {
        for k in 0..painted.lines.len() {
            settle(ink, &mut painted, k);
        }
    }
    painted
}

/// One line, what it covers, and the error around it.
struct Stand {
    line: Line,
    shares: Vec<(usize, f32)>,
    error: f64,
}

/// Takes a few steps with line `k`.
fn settle(ink: &Ink, painted: &mut Painted, k: usize) {
    let (Some(line), Some(own)) = (painted.lines.get(k), painted.shares.get(k)) else { return };
    let around = Around { ink, frame: painted.without(k, ink) };
    let error = around.frame.error(ink, own);
    let mut now = Stand { line: line.clone(), shares: own.clone(), error };
    let mut damping = 1e-3;
    for _ in 0..STEPS {
        let Some(next) = around.stepped(&now, damping).filter(|next| next.error < now.error) else {
            damping *= 30.0;
            continue;
        };
        let gain = (now.error - next.error) / now.error;
        now = next;
        damping *= 0.1;
        if gain < WORTH {
            break;
        }
    }
    painted.replace(k, now.line, now.shares);
}

/// The ink around a line, and what other lines leave of it.
struct Around<'a> {
    ink: &'a Ink,
    frame: Frame,
}

impl Around<'_> {
    /// The line after one step.
    fn stepped(&self, now: &Stand, damping: f64) -> Option<Stand> {
        let freed = Freed::of(&now.line);
        let step = self.equations(now, &freed).solve(damping, STIFFNESS);
        let outline = freed.moved(&step)?;
        let width = now.line.width + step.last()?;
        let (old, new) = (points(&path(&now.line.outline)), points(&path(&outline)));
        let far = old.iter().zip(&new).any(|(a, b)| (*a - *b).hypot2() > FARTHEST * FARTHEST);
        if far || width < THINNEST {
            return None;
        }
        let line = Line { outline, width, ..now.line.clone() };
        let shares = shares(&line, &self.ink.cover);
        let error = self.frame.error(self.ink, &shares);
        Some(Stand { line, shares, error })
    }

    /// What each pixel asks of the freedoms.
    fn equations(&self, now: &Stand, freed: &Freed) -> Equations {
        let grid = &self.ink.cover;
        let mut found = slopes(&now.line, freed, (grid.width, grid.height));
        found.sort_unstable_by_key(|s| (s.at, s.freedom));
        let mut own = now.shares.iter().peekable();
        let mut equations = Equations::new(freed.count() + 1);
        let mut terms: Vec<(usize, f64)> = Vec::new();
        for pixel in found.chunk_by(|a, b| a.at == b.at) {
            let Some(at) = pixel.first().map(|s| s.at) else { continue };
            while own.next_if(|(place, _)| *place < at).is_some() {}
            let share = own.peek().filter(|(place, _)| *place == at).map_or(0.0, |(_, share)| *share);
            let left = self.frame.left(at);
            let seen = grid.cells.get(at).copied().unwrap_or(0.0);
            terms.clear();
            for freedom in pixel.chunk_by(|a, b| a.freedom == b.freedom) {
                let by: f64 = freedom.iter().map(|s| s.by).sum();
                terms.extend(freedom.first().map(|s| (s.freedom, f64::from(left) * by)));
            }
            equations.push(terms.iter().copied(), f64::from(seen - 1.0 + left * (1.0 - share)));
        }
        equations
    }
}
