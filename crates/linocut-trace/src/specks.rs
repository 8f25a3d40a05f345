//! Regions too small to have been drawn, and what becomes of them.

use crate::color::{Color, distance};
use crate::flat::neighbors;
use crate::grid::Grid;
use crate::number::narrow;
use crate::palette::Palette;
use crate::regions::{OUTSIDE, Regions, cell};
use std::collections::BTreeMap;

/// How many times the smallest area a region without a core must have.
const CORELESS: u32 = 3;
/// Fills nearer than this to that of a speck are alike when it chooses between its neighbors, in levels: less lets colors
/// decide, more lets borders.
const ALIKE: f32 = 16.0;

/// Below which area a region is a speck, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Least {
    /// Whatever it looks like.
    pub(crate) area: u32,
    /// If it differs by less than `contrast` from what it touches most.
    pub(crate) faint: u32,
    /// In levels.
    pub(crate) contrast: f32,
}

impl Least {
    /// The same for all regions.
    pub(crate) fn even(area: u32) -> Self {
        Self { area, faint: area, contrast: 0.0 }
    }
}

/// Gives the pixels of specks to neighbors that they touch much and that look like them; whether anything changed.
///
/// Regions without a single pixel of the palette that shows their fill unmixed must be [`CORELESS`] times as large: the
/// colors that show between two shapes where a renderer lets the one below bleed through come in such crumbs.
pub(crate) fn give_away(regions: &Regions, labels: &mut Grid<u16>, least: Least, palette: Option<&Palette>) -> bool {
    let sizes = sizes(regions, least, palette);
    let small = Small { regions, palette, places: regions.first_cells(), borders: borders(regions, &sizes) };
    let speck = |(region, size): (u32, &Size)| match size {
        Size::Speck => true,
        Size::Unsure => small.contrast(region) < least.contrast,
        Size::Shape => false,
    };
    let specks: Vec<bool> = (0..).zip(&sizes).map(speck).collect();
    let own = (0..).zip(&specks).filter(|(_, speck)| **speck);
    let to: BTreeMap<u32, u16> = own.filter_map(|(r, _)| Some((r, small.suits(r, &specks)?))).collect();
    for (slot, region) in labels.cells.iter_mut().zip(&regions.of.cells) {
        to.get(region).into_iter().for_each(|label| *slot = *label);
    }
    !to.is_empty()
}

/// Small regions and what is around them.
struct Small<'a> {
    regions: &'a Regions,
    palette: Option<&'a Palette>,
    /// A pixel of each region: its column and row.
    places: Vec<(usize, usize)>,
    /// How many pixel edges they share with each of their neighbors.
    borders: BTreeMap<u32, BTreeMap<u32, u32>>,
}

impl Small<'_> {
    fn beside(&self, region: u32) -> impl Iterator<Item = (u32, u32)> {
        self.borders.get(&region).into_iter().flatten().map(|(other, n)| (*other, *n))
    }

    fn label(&self, region: u32) -> Option<u16> {
        self.regions.fill.get(cell(region)).copied()
    }

    /// What fill `label` is at `region`.
    fn color(&self, region: u32, label: u16) -> Option<Color> {
        let (x, y) = *self.places.get(cell(region))?;
        Some(self.palette?.fills.get(usize::from(label))?.at(x, y))
    }

    /// How far fill `label` is from that of `region`, in levels; 0 where nobody knows.
    fn away(&self, region: u32, label: Option<u16>) -> f32 {
        let color = |label: Option<u16>| self.color(region, label?);
        color(self.label(region)).zip(color(label)).map_or(0.0, |(a, b)| distance(a, b))
    }

    /// How far `region` is from what it touches most, in levels.
    fn contrast(&self, region: u32) -> f32 {
        let most = self.beside(region).max_by_key(|(_, n)| *n);
        self.away(region, most.and_then(|(other, _)| self.label(other)))
    }

    /// The label beside `region` that suits it, among those of regions that are no specks.
    fn suits(&self, region: u32, specks: &[bool]) -> Option<u16> {
        let mut touched: BTreeMap<u16, u32> = BTreeMap::new();
        for (other, n) in self.beside(region).filter(|(other, _)| specks.get(cell(*other)) == Some(&false)) {
            *touched.entry(self.label(other)?).or_default() += n;
        }
        let suits = |(label, n): (&u16, &u32)| {
            let away = self.away(region, Some(*label));
            narrow(f64::from(*n)) / (away * away + ALIKE * ALIKE)
        };
        touched.iter().max_by(|a, b| suits(*a).total_cmp(&suits(*b))).map(|(label, _)| *label)
    }
}

/// What the area of a region says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    /// It is a speck.
    Speck,
    /// It is one if it is faint.
    Unsure,
    /// It is none.
    Shape,
}

fn sizes(regions: &Regions, least: Least, palette: Option<&Palette>) -> Vec<Size> {
    let mut cored = vec![palette.is_none(); regions.area.len()];
    for (&region, &label) in regions.of.cells.iter().zip(palette.into_iter().flat_map(|p| &p.pure.cells)) {
        if regions.fill.get(cell(region)) == Some(&label)
            && let Some(cored) = cored.get_mut(cell(region))
        {
            *cored = true;
        }
    }
    // The largest stays, so that there is something that the others can join.
    let largest = regions.area.iter().copied().max().unwrap_or(0);
    let size = |(&area, cored): (&u32, bool)| {
        let below = |least: u32| area < (if cored { least } else { CORELESS.saturating_mul(least) }).min(largest);
        match (below(least.area), below(least.faint)) {
            (true, _) => Size::Speck,
            (false, true) => Size::Unsure,
            (false, false) => Size::Shape,
        }
    };
    regions.area.iter().zip(cored).map(size).collect()
}

/// How many pixel edges small regions share with each of their neighbors.
fn borders(regions: &Regions, sizes: &[Size]) -> BTreeMap<u32, BTreeMap<u32, u32>> {
    let (w, h) = (regions.of.width, regions.of.height);
    let mut borders: BTreeMap<u32, BTreeMap<u32, u32>> = BTreeMap::new();
    let small = |r: u32| sizes.get(cell(r)).is_some_and(|size| *size != Size::Shape);
    for (at, &region) in regions.of.cells.iter().enumerate().filter(|(_, r)| small(**r)) {
        let own = borders.entry(region).or_default();
        for to in neighbors(at, w, h).into_iter().flatten() {
            let other = regions.of.cells.get(to).copied().unwrap_or(OUTSIDE);
            if other != region {
                *own.entry(other).or_default() += 1;
            }
        }
    }
    borders
}
