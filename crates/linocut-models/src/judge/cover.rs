//! Measures of where the ink lies: what is cut off, hidden, painted twice, too small or off-center.

use super::ink::{GRID, Layer, Line, Tint};
use super::mask::Mask;
use linocut_core::kurbo::Rect;

/// How much of a shape must show for it to be worth drawing, as a share of its area.
const SHOWS: f64 = 0.04;
/// Opacity from which what lies below is gone.
const OPAQUE: f64 = 0.98;
/// Area in square units under which a lone spot is a speck in a drawing without strokes: a dot 0.6 units wide.
const SPECK: f64 = 0.28;
/// The same in a drawing with strokes, as a share of the dot that its thinnest stroke leaves.
const SPECK_OF_DOT: f64 = 0.5;
/// Half the width of a gap that looks like a smudge, as a share of the stroke width.
const CLOGS: f64 = 0.25;
/// Area of a hole that looks like a mistake, as a share of the squared stroke width.
const PINHOLE: f64 = 0.15;
/// Mean thickness in units under which a filled outline is a sliver.
const SLIVER: f64 = 0.2;

/// What the ink covers, measured on the 24-unit grid.
#[derive(Default)]
pub(super) struct Cover {
    /// Share of the ink outside the canvas.
    pub(super) outside: f64,
    /// Share of the shapes that do not show.
    pub(super) hidden: f64,
    /// Share of the painted area that was that color already.
    pub(super) repeated: f64,
    /// Lone spots, thin slivers and pinholes.
    pub(super) specks: f64,
    /// Area of gaps narrower than half the thinnest stroke, as a share of the ink; 0 without strokes.
    pub(super) clogged: f64,
    /// Enclosed holes that a stroke almost fills.
    pub(super) pinholes: f64,
    /// Longer side of the ink's bounding box in units; 0 without ink.
    pub(super) extent: f64,
    /// Distance of the bounding box's center from the canvas center, in units.
    pub(super) offset: f64,
}

/// One painted area: a shape's fill or its stroke.
struct Coat {
    shape: usize,
    tint: Tint,
    mask: Mask,
}

pub(super) fn cover(layers: &[Layer]) -> Cover {
    let coats: Vec<Coat> = layers.iter().enumerate().flat_map(|(shape, layer)| coats(shape, layer)).collect();
    let ink = coats.iter().fold(Mask::empty(), |all, coat| all.or(&coat.mask));
    let Some(bounds) = ink.bounds() else { return Cover::default() };
    // A cell of slack: a stroke along the border is cut by its own width, which is no mistake.
    let canvas = Mask::inside(Rect::new(0.0, 0.0, GRID, GRID).inflate(0.25, 0.25));
    let (hidden, repeated) = layering(layers.len(), &coats);
    Cover {
        outside: ink.without(&canvas).area() / ink.area(),
        hidden,
        repeated,
        specks: specks(&ink, layers) + slivers(layers),
        clogged: thinnest(layers).map_or(0.0, |width| ink.narrows(CLOGS * width).area() / ink.area()),
        pinholes: thinnest(layers).map_or(0.0, |width| {
            share(ink.holes().iter().filter(|hole| hole.area < PINHOLE * width * width).count(), 1)
        }),
        extent: bounds.width().max(bounds.height()),
        offset: bounds.center().distance((GRID / 2.0, GRID / 2.0).into()),
    }
}

fn coats(shape: usize, layer: &Layer) -> Vec<Coat> {
    let fill = layer.fill.map(|tint| (tint, Mask::filled(&layer.subpaths, layer.rule)));
    let stroke = layer.stroke.map(|Line { tint, width }| (tint, Mask::stroked(&layer.subpaths, width)));
    let seen = fill.into_iter().chain(stroke).filter(|(tint, _)| tint.alpha > 0.0);
    seen.map(|(tint, mask)| Coat { shape, tint, mask }).collect()
}

/// The share of shapes that do not show, and of area painted in the color it had.
fn layering(shapes: usize, coats: &[Coat]) -> (f64, f64) {
    // For every color the cells where it lies on top; the page is white.
    let mut tops: Vec<((u8, u8, u8), Mask)> = vec![((255, 255, 255), Mask::full())];
    let mut shown = vec![Mask::empty(); shapes];
    let mut own = vec![Mask::empty(); shapes];
    let (mut painted, mut again) = (0.0, vec![0.0; shapes]);
    for coat in coats {
        let same = coat.tint.color.and_then(|c| tops.iter().find(|(top, _)| *top == c)).map(|(_, m)| coat.mask.and(m));
        let same = same.unwrap_or_else(Mask::empty);
        let same_shape = own.get(coat.shape).map_or(0.0, |own| own.and(&same).area());
        painted += coat.mask.area();
        again.get_mut(coat.shape).into_iter().for_each(|again| *again += same.area() - same_shape);
        for (index, (shown, own)) in shown.iter_mut().zip(&mut own).enumerate() {
            if index == coat.shape {
                *shown = shown.or(&coat.mask.without(&same));
                *own = own.or(&coat.mask);
            } else if coat.tint.alpha >= OPAQUE {
                // Where a shape lies on its own color, it is the upper one that adds nothing.
                *shown = shown.without(&coat.mask.without(&same));
            }
        }
        cover_tops(&mut tops, coat, &same);
    }
    let shows: Vec<bool> = shown.iter().zip(&own).map(|(s, own)| s.area() >= SHOWS * own.area().max(1e-9)).collect();
    let lost = shows.iter().filter(|shows| !**shows).count();
    let again: f64 = again.iter().zip(&shows).filter(|(_, shows)| **shows).map(|(again, _)| again).sum();
    (share(lost, shapes), again / f64::max(painted, 1e-9))
}

/// Notes that `coat` now lies on top, and that other colors do not where it covers them.
fn cover_tops(tops: &mut Vec<((u8, u8, u8), Mask)>, coat: &Coat, same: &Mask) {
    for (_, top) in tops.iter_mut() {
        *top = top.without(&coat.mask.without(same));
    }
    let Some(color) = coat.tint.color.filter(|_| coat.tint.alpha >= OPAQUE) else { return };
    match tops.iter_mut().find(|(top, _)| *top == color) {
        Some((_, top)) => *top = top.or(&coat.mask),
        None => tops.push((color, coat.mask.clone())),
    }
}

fn specks(ink: &Mask, layers: &[Layer]) -> f64 {
    let dot = thinnest(layers).map_or(f64::INFINITY, |width| std::f64::consts::FRAC_PI_4 * width * width);
    let limit = SPECK.min(SPECK_OF_DOT * dot);
    let spots = ink.blobs().iter().filter(|blob| blob.area < limit).count();
    share(spots, 1)
}

fn slivers(layers: &[Layer]) -> f64 {
    let filled = layers.iter().filter(|l| l.fill.is_some() && l.stroke.is_none()).flat_map(|l| &l.subpaths);
    let thin = filled.filter(|s| {
        let around = s.length();
        around > 1.5 && 2.0 * s.area() < SLIVER * around
    });
    share(thin.count(), 1)
}

/// `part` of `whole`, 0 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

/// The thinnest stroke, in units.
fn thinnest(layers: &[Layer]) -> Option<f64> {
    layers.iter().filter_map(|layer| layer.stroke).map(|stroke| stroke.width).reduce(f64::min)
}
