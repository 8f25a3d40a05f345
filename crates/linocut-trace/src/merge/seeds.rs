//! The regions that merging starts from: neighbors that are next to alike, joined in one sweep.

use crate::color::{Color, distance, mix};
use crate::grid::Grid;
use crate::number::whole;
use crate::regions::cell;
use linocut_core::{Context, Result};

/// Steps between neighbors are sorted into this many classes, each a level wide.
const CLASSES: usize = 64;
/// Levels by which pixels may differ from the mean of their seed: what no boundary should be spent on.
const ALIKE: f32 = 24.0;

/// A small region while it grows.
#[derive(Clone, Copy)]
struct Seed {
    part_of: u32,
    pixels: f32,
    mean: Color,
}

/// The seed of each pixel, numbered from 0 without gaps.
///
/// Neighbors are joined in the order of their steps if that raises the squared error by less than `weight`.
pub(crate) fn seeds(field: &Grid<Color>, weight: f64, cx: &Context) -> Result<Grid<u32>> {
    let alone = |(part_of, &mean): (u32, &Color)| Seed { part_of, pixels: 1.0, mean };
    let mut seeds: Vec<Seed> = (0..).zip(&field.cells).map(alone).collect();
    let steps = sorted_steps(field);
    cx.check()?;
    for class in &steps {
        for &(a, b) in class {
            join(&mut seeds, (a, b), weight);
        }
        cx.check()?;
    }
    let mut number = vec![u32::MAX; seeds.len()];
    let mut next = 0;
    Ok(field.map_at(|x, y| {
        let root = root(&mut seeds, u32::try_from(y * field.width + x).unwrap_or(u32::MAX));
        let Some(slot) = number.get_mut(cell(root)) else { return 0 };
        if *slot == u32::MAX {
            *slot = next;
            next += 1;
        }
        *slot
    }))
}

/// Pairs of neighbors by how much they differ; those that differ more are left out.
fn sorted_steps(field: &Grid<Color>) -> Vec<Vec<(u32, u32)>> {
    let mut classes = vec![Vec::new(); CLASSES];
    let w = field.width;
    for (at, &color) in field.cells.iter().enumerate() {
        let right = (at % w + 1 < w).then_some(at + 1);
        for to in [right, Some(at + w)].into_iter().flatten() {
            let Some(&other) = field.cells.get(to) else { continue };
            let pair = u32::try_from(at).ok().zip(u32::try_from(to).ok());
            if let (Some(class), Some(pair)) = (classes.get_mut(whole(distance(color, other).into())), pair) {
                class.push(pair);
            }
        }
    }
    classes
}

/// Joins the seeds of two pixels if that costs less than `weight`.
fn join(seeds: &mut [Seed], (a, b): (u32, u32), weight: f64) {
    let (a, b) = (root(seeds, a), root(seeds, b));
    let (Some(&one), Some(&other)) = (seeds.get(cell(a)), seeds.get(cell(b))) else { return };
    if a == b {
        return;
    }
    let pixels = one.pixels + other.pixels;
    let apart = distance(one.mean, other.mean);
    let rise = one.pixels * other.pixels / pixels * apart * apart;
    if f64::from(rise) > weight || apart > ALIKE {
        return;
    }
    let (kept, gone) = if one.pixels >= other.pixels { (a, b) } else { (b, a) };
    let mean = mix(one.mean, other.mean, other.pixels / pixels);
    seeds.get_mut(cell(kept)).into_iter().for_each(|s| *s = Seed { part_of: kept, pixels, mean });
    seeds.get_mut(cell(gone)).into_iter().for_each(|s| s.part_of = kept);
}

/// The pixel that stands for the seed of pixel `at`; shortens the way there.
fn root(seeds: &mut [Seed], mut at: u32) -> u32 {
    while let Some(up) = seeds.get(cell(at)).map(|s| s.part_of).filter(|up| *up != at) {
        let above = seeds.get(cell(up)).map_or(up, |s| s.part_of);
        seeds.get_mut(cell(at)).into_iter().for_each(|s| s.part_of = above);
        at = above;
    }
    at
}
