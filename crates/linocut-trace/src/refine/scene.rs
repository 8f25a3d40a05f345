//! What covers each pixel near a boundary.

use crate::color::{Color, dot, sub};
use crate::grid::Grid;
use linocut_core::kurbo::{Affine, BezPath};
use linocut_core::{FillRule, Shape};
use linocut_cover::{Brush, Span, cover, path};

/// How far around a boundary pixels are looked at, in pixels; a boundary may move less than this.
const REACH: i32 = 2;

/// Share of an edge's contrast by which a renderer's coverage is off: a line's end is rounded to a quarter of a pixel
/// on each of four sub-lines, so its position by at most an eighth.
const COARSENESS: f32 = 0.07;
/// What a level is off by where nothing else is, in levels.
const ROUNDING: f32 = 0.6;

/// The drawing over the picture that it is compared with.
pub(super) struct Scene<'a> {
    target: &'a Grid<Color>,
    sigma: f32,
    size: (u32, u32),
    brushes: Vec<Option<Brush>>,
    /// For each pixel, which stack is its own, counted from 1; 0 for a pixel far from every boundary.
    place: Vec<u32>,
    stacks: Vec<Stack>,
}

/// A pixel and the layers that cover it, from the bottom up.
struct Stack {
    x: u32,
    y: u32,
    covers: Vec<(u32, f32)>,
}

/// One pixel as it depends on the share that one shape covers of it: `base − share · slope` is what is missing.
pub(super) struct Spot {
    pub(super) x: u32,
    pub(super) y: u32,
    stack: usize,
    pub(super) base: Color,
    pub(super) slope: Color,
    /// What cannot be explained, in levels.
    pub(super) slack: f32,
}

impl<'a> Scene<'a> {
    pub(super) fn new(shapes: &[&mut Shape], target: &'a Grid<Color>, sigma: f32) -> Self {
        let side = |n: usize| u32::try_from(n).unwrap_or(0);
        let size = (side(target.width), side(target.height));
        let brush = |s: &&mut Shape| s.fill.as_ref().and_then(|p| Brush::new(p, Affine::IDENTITY));
        let brushes = shapes.iter().map(brush).collect();
        let place = vec![0; target.cells.len()];
        let mut scene = Self { target, sigma, size, brushes, place, stacks: Vec::new() };
        let spans: Vec<Vec<Span>> = shapes.iter().map(|s| cover(&path(&s.outline), s.fill_rule, size)).collect();
        for span in spans.iter().flatten().filter(|s| s.len == 1) {
            scene.note_around(span);
        }
        for (layer, spans) in (0..).zip(&spans) {
            scene.lay(layer, spans);
        }
        scene
    }

    /// The covered pixels of a path.
    pub(super) fn cover(&self, path: &BezPath, rule: FillRule) -> Vec<Span> {
        cover(path, rule, self.size)
    }

    pub(super) fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Gives stacks to the pixels around one.
    fn note_around(&mut self, span: &Span) {
        for (x, y) in around(span, self.size) {
            let next = u32::try_from(self.stacks.len() + 1).unwrap_or(0);
            if let Some(place) = self.cell(x, y).and_then(|at| self.place.get_mut(at)).filter(|p| **p == 0) {
                *place = next;
                self.stacks.push(Stack { x, y, covers: Vec::new() });
            }
        }
    }

    /// Adds a layer on top.
    fn lay(&mut self, layer: u32, spans: &[Span]) {
        for span in spans {
            for x in span.x..span.x + span.len {
                if let Some(stack) = self.stack_at(x, span.y).and_then(|s| self.stacks.get_mut(s)) {
                    stack.covers.push((layer, span.cover));
                }
            }
        }
    }

    fn cell(&self, x: u32, y: u32) -> Option<usize> {
        let inside = x < self.size.0 && y < self.size.1;
        inside.then(|| usize::try_from(u64::from(y) * u64::from(self.size.0) + u64::from(x)).ok()).flatten()
    }

    /// The stack of a pixel.
    fn stack_at(&self, x: u32, y: u32) -> Option<usize> {
        let place = *self.cell(x, y).and_then(|at| self.place.get(at))?;
        usize::try_from(place).ok()?.checked_sub(1)
    }

    /// The pixels around the boundary that `spans` show, by row, then by column, as they depend on `layer`.
    pub(super) fn spots(&self, layer: usize, spans: &[Span]) -> Vec<Spot> {
        let mut strips: Vec<(u32, u32, u32)> = Vec::new();
        for span in spans.iter().filter(|s| s.len == 1) {
            let rows = (-REACH..=REACH).filter_map(|dy| span.y.checked_add_signed(dy)).filter(|y| *y < self.size.1);
            let (from, end) = (span.x.saturating_add_signed(-REACH), span.x.saturating_add_signed(REACH + 1));
            strips.extend(rows.map(|y| (y, from, end.min(self.size.0))));
        }
        strips.sort_unstable();
        let mut spots = Vec::new();
        for row in strips.chunk_by(|a, b| a.0 == b.0) {
            let mut done = 0;
            for &(y, from, end) in row {
                let new = from.max(done)..end;
                spots.extend(new.filter_map(|x| self.spot(layer, self.stack_at(x, y)?)));
                done = end.max(done);
            }
        }
        spots
    }

    fn spot(&self, layer: usize, stack: usize) -> Option<Spot> {
        let Stack { x, y, covers } = self.stacks.get(stack)?;
        let color = |layer: u32| {
            let brush = usize::try_from(layer).ok().and_then(|l| self.brushes.get(l)).and_then(Option::as_ref);
            brush.map_or([0.0; 4], |b| b.level(*x, *y))
        };
        let own = u32::try_from(layer).ok()?;
        let over = |below: Color, &(layer, share): &(u32, f32)| {
            let top = color(layer);
            let rest = 1.0 - share * top[3] / 255.0;
            [0, 1, 2, 3].map(|c: usize| share * at(top, c) + rest * at(below, c))
        };
        let below = covers.iter().filter(|c| c.0 < own).fold([0.0; 4], over);
        let above = covers.iter().filter(|c| c.0 > own);
        let clear: f32 = above.clone().map(|c| 1.0 - c.1 * at(color(c.0), 3) / 255.0).product();
        let without = above.fold(below, over);
        let top = color(own);
        let slope = [0, 1, 2, 3].map(|c: usize| clear * (at(top, c) - at(top, 3) / 255.0 * at(below, c)));
        let target = *self.target.cells.get(self.cell(*x, *y)?)?;
        let contrast = dot(slope, slope).sqrt();
        let slack = (self.sigma * self.sigma + ROUNDING * ROUNDING + (COARSENESS * contrast).powi(2)).sqrt();
        Some(Spot { x: *x, y: *y, stack, base: sub(target, without), slope, slack })
    }

    /// Replaces what `layer` covers of the pixels of `spots`.
    pub(super) fn replace(&mut self, layer: usize, spots: &[Spot], shares: &[f32]) {
        let Ok(layer) = u32::try_from(layer) else { return };
        for (spot, &share) in spots.iter().zip(shares) {
            let Some(stack) = self.stacks.get_mut(spot.stack) else { continue };
            stack.covers.retain(|c| c.0 != layer);
            if share > 0.0 {
                let place = stack.covers.partition_point(|c| c.0 < layer);
                stack.covers.insert(place, (layer, share));
            }
        }
    }
}

/// The pixels around one, itself included.
fn around(span: &Span, (w, h): (u32, u32)) -> impl Iterator<Item = (u32, u32)> {
    let (x, y) = (span.x, span.y);
    let near = (-REACH..=REACH).flat_map(|dy| (-REACH..=REACH).map(move |dx| (dx, dy)));
    near.filter_map(move |(dx, dy)| Some((x.checked_add_signed(dx)?, y.checked_add_signed(dy)?)))
        .filter(move |&(x, y)| x < w && y < h)
}

fn at(color: Color, channel: usize) -> f32 {
    color.get(channel).copied().unwrap_or(0.0)
}
