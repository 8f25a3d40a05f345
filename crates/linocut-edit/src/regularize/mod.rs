//! Generated icons made as exact as drawn ones.

mod figure;
mod joints;
mod mirror;
mod round;
mod run;
mod snap;

use crate::frame::{Frame, main_stroke};
use crate::place::{baked, ink_box, placed};
use crate::restyle::each_shape;
use figure::Figure;
use linocut_core::Drawing;
use linocut_core::kurbo::{Affine, Point, Vec2};

/// How [`regularize`] works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegularizeOptions {
    /// Grid that corners, ends, extremes and centers go to, in 24ths of the view box, `0.01..=4`. Default: 0.25, which
    /// icons on an eighth, as the icon model draws them, reach without a visible change.
    pub grid: f64,
    /// Width of all lines, in 24ths of the view box. Default: `None`, lines within a quarter of the main width get it.
    pub stroke_width: Option<f64>,
}

impl Default for RegularizeOptions {
    fn default() -> Self {
        Self { grid: 0.25, stroke_width: None }
    }
}

/// Farthest that a point moves to the grid beyond half a grid step, in 24ths of the view box: what it takes to bring
/// points of one line together.
const SLACK: f64 = 0.125;
/// Farthest that the whole drawing moves to the middle, in 24ths of the view box; more was meant.
const OFF_CENTER: f64 = 0.5;
/// Share by which the width of a line may differ from the main one by mistake.
const UNEVEN: f64 = 0.25;

/// Makes nearly regular geometry regular, so that it does not look different but better.
///
/// - Subpaths whose ends almost meet are closed, ends of different lines that almost meet are joined.
/// - Lines that are nearly level or upright become so, together with all that share a point with them; corners, ends,
///   extremes of curves, centers and radii go to the grid; nearly equal radii become equal; arcs stay round.
/// - A drawing that is nearly its own mirror image, left to right, becomes so.
/// - Lines get one width, and what is nearly in the middle of the view box moves there.
///
/// A point moves by at most half the grid + 3/8 of a 24th of the view box against the others, and all together by
/// at most half of one along each axis, to the middle.
#[must_use]
pub fn regularize(drawing: &Drawing, options: &RegularizeOptions) -> Drawing {
    let mut out = drawing.clone();
    baked(&mut out);
    let Some(frame) = Frame::of(&out) else { return out };
    let unit = frame.unit;
    let grid = options.grid.clamp(0.01, 4.0) * unit;
    let mut figures = Vec::new();
    each_shape(&mut out.items, &mut |shape| figures.push(Figure::of(&shape.outline)));
    joints::close(&mut figures, unit);
    joints::weld(&mut figures, unit);
    mirror::symmetrize(&mut figures, unit);
    let reach = grid / 2.0 + SLACK * unit;
    snap::snap(&mut figures, &snap::Grid { step: grid, origin: crossing(&out, grid), reach, unit });
    round::equalize(&mut figures, grid, unit);
    mirror::symmetrize(&mut figures, unit);
    let mut figures = figures.into_iter();
    each_shape(&mut out.items, &mut |shape| {
        if let Some(figure) = figures.next() {
            shape.outline = figure.outline();
        }
    });
    widths(&mut out, options.stroke_width.map(|width| width * unit));
    center(&mut out, grid, unit);
    out
}

/// A crossing of the grid: the middle of the view box when it is one, so that halves round to both sides alike.
fn crossing(drawing: &Drawing, grid: f64) -> Point {
    let view = drawing.view_box.abs();
    let steps = (view.center() - view.origin()) / grid;
    let whole = |steps: f64| (steps - libm::round(steps)).abs() < 1e-6;
    if whole(steps.x) && whole(steps.y) { view.center() } else { view.origin() }
}

fn widths(drawing: &mut Drawing, wanted: Option<f64>) {
    let Some(main) = main_stroke(drawing).map(|stroke| stroke.width) else { return };
    each_shape(&mut drawing.items, &mut |shape| {
        if let Some(stroke) = &mut shape.stroke {
            let near = (stroke.width - main).abs() <= UNEVEN * main;
            stroke.width = wanted.unwrap_or(if near { main } else { stroke.width });
        }
    });
}

/// Moves what is nearly in the middle there, by half grid steps so that it stays on the grid.
fn center(drawing: &mut Drawing, grid: f64, unit: f64) {
    let Some(ink) = ink_box(&drawing.items) else { return };
    let off = drawing.view_box.center() - ink.center();
    let step = |off: f64| if off.abs() <= OFF_CENTER * unit { libm::trunc(off / grid) * grid } else { 0.0 };
    let by = Vec2::new(step(off.x), step(off.y));
    if by != Vec2::ZERO {
        drawing.items = placed(std::mem::take(&mut drawing.items), Affine::translate(by));
    }
}

#[cfg(test)]
mod tests;
