//! Joins neighboring regions as long as that costs little: the segmentation of Mumford and Shah.
//!
//! A segmentation is as good as its colors are near to the picture's and its boundaries short (Mumford & Shah 1989).
//! Koepfler, Lopez and Morel (1994) find one by joining the two neighbors that gain most, again and again, while the weight
//! of boundaries rises. Here a region may be shaded along a line, and being a region has a price of its own, which crumbs
//! cannot pay.

mod moments;
mod seeds;

use crate::color::Color;
use crate::flat::neighbors;
use crate::grid::Grid;
use crate::regions::cell;
use linocut_core::{Context, Result};
pub(crate) use moments::{Moments, Shading};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// How coarse a segmentation becomes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop {
    /// What a pixel of boundary weighs against a squared color error of one level in one pixel.
    pub(crate) weight: f64,
    /// Most regions; joining goes on beyond `weight` until there are no more.
    pub(crate) most: usize,
}

/// What a region costs, as a length of boundary, in pixels: more gives fewer crumbs and loses small accents.
const REGION: f64 = 6.0;
/// What shading costs a region, as a length of boundary, in pixels.
const SHADING: f64 = 12.0;
/// How much the weight of boundaries rises from one round to the next; less follows Koepfler more closely and takes longer.
const RISE: f64 = 3.0;
/// Rounds until the weight that was asked for.
const ROUNDS: usize = 4;
/// The first weight as a share of the last, as many rises below it.
const FIRST: f64 = 1.0 / 27.0;
/// The same for seeds, which look at no boundaries: more loses detail of low contrast, less makes noisy pictures slow.
const SEEDS: f64 = 2.0 * FIRST;
/// Most rounds, those that only serve the number of regions included.
const MOST_ROUNDS: usize = 40;
/// Growth after which a region's offers are all looked over again; offers to it are, whenever their turn comes. Less
/// finds offers that became cheaper earlier, at the price of looking at all neighbors of large regions over and over.
const OUTGROWN: f64 = 1.5;
/// Offers between two looks at whether to stop.
const STRIDE: usize = 512;

/// The region of each pixel of `field`, numbered from 0 without gaps.
pub(crate) fn merge(field: &Grid<Color>, stop: Stop, cx: &Context) -> Result<Grid<u32>> {
    let seeds = seeds::seeds(field, stop.weight * SEEDS, cx)?;
    let mut graph = Graph::new(field, &seeds);
    let mut weight = stop.weight * FIRST;
    for round in 0..MOST_ROUNDS {
        // The last steps of the rise are those asked for; later ones only serve the number of regions.
        let enough = if round < ROUNDS { 1 } else { stop.most };
        if round >= ROUNDS && graph.alive <= stop.most {
            break;
        }
        graph.join(weight, enough, cx)?;
        weight *= RISE;
    }
    Ok(graph.labels(&seeds))
}

/// Regions and the boundaries between them.
struct Graph {
    regions: Vec<Region>,
    alive: usize,
}

struct Region {
    moments: Moments,
    /// The neighbors, with the number of pixel edges shared.
    beside: BTreeMap<u32, f64>,
    /// The region this one became part of; itself while it is alive.
    part_of: u32,
    /// How often it has changed.
    age: u32,
    /// Its pixels when offers were last made to all its neighbors.
    offered: f64,
}

/// A pair that might be joined: price per pixel of boundary, as ordered bits, the two regions, their ages.
type Offer = Reverse<(u64, [u32; 2], [u32; 2])>;

impl Graph {
    fn new(field: &Grid<Color>, seeds: &Grid<u32>) -> Self {
        let count = seeds.cells.iter().copied().max().map_or(0, |most| cell(most) + 1);
        let region =
            |i| Region { moments: Moments::default(), beside: BTreeMap::new(), part_of: i, age: 0, offered: 0.0 };
        let mut regions: Vec<Region> = (0..u32::try_from(count).unwrap_or(0)).map(region).collect();
        for (at, (&seed, &color)) in seeds.cells.iter().zip(&field.cells).enumerate() {
            let Some(own) = regions.get_mut(cell(seed)) else { continue };
            own.moments.add((at % field.width, at / field.width), color);
            for to in neighbors(at, field.width, field.height).into_iter().flatten() {
                if let Some(&other) = seeds.cells.get(to).filter(|other| **other != seed) {
                    *own.beside.entry(other).or_insert(0.0) += 1.0;
                }
            }
        }
        Self { alive: regions.len(), regions }
    }

    /// Joins pairs that a boundary weighing `weight` a pixel makes worth joining, the cheapest first, while there are more
    /// than `enough` regions.
    fn join(&mut self, weight: f64, enough: usize, cx: &Context) -> Result<()> {
        let mut offers = BinaryHeap::new();
        for at in 0..u32::try_from(self.regions.len()).unwrap_or(0) {
            self.offer(at, weight, Side::Later, &mut offers);
        }
        let mut turns = 0_usize;
        while self.alive > enough
            && let Some(Reverse((bits, [a, b], ages))) = offers.pop()
        {
            turns += 1;
            if turns.is_multiple_of(STRIDE) {
                cx.check()?;
            }
            let Some((price, now)) = self.price(a, b, weight) else { continue };
            if now != ages && price.to_bits() > bits {
                // One of the two has grown since and suits the other less.
                if price < weight {
                    offers.push(Reverse((price.to_bits(), [a, b], now)));
                }
                continue;
            }
            let (kept, gained) = self.unite(a, b);
            let side = if self.has_outgrown(kept) { Side::All } else { Side::These(&gained) };
            self.offer(kept, weight, side, &mut offers);
        }
        Ok(())
    }

    /// What joining two living neighbors costs for each pixel of their boundary, and their ages.
    fn price(&self, a: u32, b: u32, weight: f64) -> Option<(f64, [u32; 2])> {
        let living = |at: u32| self.regions.get(cell(at)).filter(|r| r.part_of == at);
        let (one, other) = (living(a)?, living(b)?);
        let shading = SHADING * weight;
        let apart = one.moments.error(shading) + other.moments.error(shading);
        let rise = one.moments.plus(&other.moments).error(shading) - apart;
        Some((rise.max(0.0) / (one.beside.get(&b)? + REGION), [one.age, other.age]))
    }

    /// Whether region `at` has become another since its offers were last looked over.
    fn has_outgrown(&mut self, at: u32) -> bool {
        let Some(own) = self.regions.get_mut(cell(at)) else { return false };
        let grown = own.moments.pixels() > OUTGROWN * own.offered;
        if grown {
            own.offered = own.moments.pixels();
        }
        grown
    }

    /// Offers to join region `at` with neighbors.
    fn offer(&self, at: u32, weight: f64, side: Side, offers: &mut BinaryHeap<Offer>) {
        let beside = self.regions.get(cell(at)).into_iter().flat_map(|own| own.beside.keys().copied());
        let mut push = |to: u32| {
            let pair = [at.min(to), at.max(to)];
            let priced = self.price(pair[0], pair[1], weight).filter(|(price, _)| *price < weight);
            offers.extend(priced.map(|(price, ages)| Reverse((price.to_bits(), pair, ages))));
        };
        match side {
            Side::Later => beside.filter(|to| *to > at).for_each(&mut push),
            Side::All => beside.for_each(&mut push),
            Side::These(some) => some.iter().copied().for_each(&mut push),
        }
    }

    /// Makes two regions one; gives its number and the neighbors that are new to it or share more of its boundary.
    fn unite(&mut self, a: u32, b: u32) -> (u32, Vec<u32>) {
        let degree = |r: u32| self.regions.get(cell(r)).map_or(0, |r| r.beside.len());
        let (kept, gone) = if degree(a) >= degree(b) { (a, b) } else { (b, a) };
        let Some(lost) = self.regions.get_mut(cell(gone)) else { return (kept, Vec::new()) };
        lost.part_of = kept;
        let (moments, beside) = (lost.moments, std::mem::take(&mut lost.beside));
        let gained: Vec<u32> = beside.keys().copied().filter(|to| *to != kept).collect();
        for (&to, &length) in beside.iter().filter(|(to, _)| **to != kept) {
            if let Some(other) = self.regions.get_mut(cell(to)) {
                other.beside.remove(&gone);
                *other.beside.entry(kept).or_insert(0.0) += length;
            }
        }
        if let Some(grown) = self.regions.get_mut(cell(kept)) {
            grown.moments = grown.moments.plus(&moments);
            grown.beside.remove(&gone);
            for (to, length) in beside.into_iter().filter(|(to, _)| *to != kept) {
                *grown.beside.entry(to).or_insert(0.0) += length;
            }
            grown.age += 1;
        }
        self.alive -= 1;
        (kept, gained)
    }

    /// The living region of each pixel, renumbered in the order of their first pixels.
    fn labels(&self, seeds: &Grid<u32>) -> Grid<u32> {
        let mut root: Vec<u32> = self.regions.iter().map(|r| r.part_of).collect();
        for start in 0..root.len() {
            let mut at = start;
            while let Some(&up) = root.get(at).filter(|up| cell(**up) != at) {
                let above = root.get(cell(up)).copied().unwrap_or(up);
                root.get_mut(at).into_iter().for_each(|slot| *slot = above);
                at = cell(up);
            }
            let end = u32::try_from(at).unwrap_or(u32::MAX);
            root.get_mut(start).into_iter().for_each(|slot| *slot = end);
        }
        let mut number: BTreeMap<u32, u32> = BTreeMap::new();
        seeds.map_at(|x, y| {
            let seed = seeds.cells.get(y * seeds.width + x).copied().unwrap_or(0);
            let at = root.get(cell(seed)).copied().unwrap_or(seed);
            let next = u32::try_from(number.len()).unwrap_or(u32::MAX);
            *number.entry(at).or_insert(next)
        })
    }
}

/// Which neighbors a region makes offers to.
#[derive(Clone, Copy)]
enum Side<'a> {
    /// Those with a higher number, so that each pair is offered once.
    Later,
    /// All.
    All,
    /// These.
    These(&'a [u32]),
}

#[cfg(test)]
mod tests {
    use super::{Stop, merge};
    use crate::color::Color;
    use crate::grid::Grid;
    use linocut_core::Context;

    /// The number of regions in 40×30 pixels of gray.
    #[track_caller]
    fn check(gray: impl Fn(usize, usize) -> u8, most: usize, regions: u32) {
        let color = |x, y| -> Color {
            let c = f32::from(gray(x, y));
            [c, c, c, 255.0]
        };
        let field = Grid::filled(40, 30, ()).map_at(color);
        let labels = merge(&field, Stop { weight: 400.0, most }, &Context::default()).expect("nothing cancels it");
        assert_eq!(labels.cells.iter().max().map(|m| m + 1), Some(regions));
    }

    #[test]
    fn strong_edges_stay() {
        check(|x, _| if x < 20 { 40 } else { 200 }, 100, 2);
    }

    #[test]
    fn noise_and_crumbs_vanish() {
        check(|x, y| 100 + u8::from((x * 7 + y * 13) % 5 < 2) * 6, 100, 1);
        check(|x, y| if (x, y) == (9, 9) { 130 } else { 100 }, 100, 1);
    }

    #[test]
    fn shading_is_one_region() {
        check(|x, _| u8::try_from(40 + 4 * x).unwrap_or(255), 100, 1);
    }

    #[test]
    fn never_more_regions_than_allowed() {
        let squares = |x: usize, y: usize| if (x / 5 + y / 5).is_multiple_of(2) { 0 } else { 255 };
        check(squares, 100, 48);
        check(squares, 10, 10);
    }
}
