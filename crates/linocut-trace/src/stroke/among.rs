//! Lines among filled shapes: regions of one color on another that strokes show as well as fills would.
//!
//! Candidates touch only one other color, so what lies under them is known. Their strokes are moved until exact coverage
//! shows the ink best; those that then show it well enough stay, and give their pixels to the color around them.

use super::painted::{Off, Painted};
use super::rival::Rivals;
use super::surrounds::{Surrounds, is_even, surrounds};
use super::window::Window;
use crate::color::{self, Color};
use crate::fill::Fill;
use crate::grid::Grid;
use crate::locate::{self, Edges};
use crate::options::TraceOptions;
use crate::palette::Palette;
use crate::regions::{self, Regions, cell};
use crate::specks::Least;
use linocut_core::{Context, Item, Result};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A picture in which lines are looked for.
pub(super) struct Scene<'a> {
    pub(super) field: &'a Grid<Color>,
    pub(super) regions: &'a Regions,
    fills: &'a [Fill],
    around: Vec<Surrounds>,
    pub(super) ask: Ask<'a>,
}

/// What is known and wanted beside the picture.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    /// Standard deviation of the noise, in levels.
    pub(crate) sigma: f32,
    /// Smaller regions are specks.
    pub(crate) smallest: Least,
    /// Farthest that an edge is blurred to one side, in pixels.
    pub(crate) reach: usize,
    pub(crate) options: &'a TraceOptions,
    pub(crate) cx: &'a Context,
}

/// How long a region must be at least, in widths, to be a line by itself: from its way around and its area, which gives 5
/// for a disc and 6 to 12 for most letters.
const LONG: f64 = 14.0;
/// Share of the long regions of one color on another that may stay fills beside strokes: letters of one word look alike.
const FILLED: f64 = 0.5;
/// After so many of the largest regions of a group that are no lines, none of it is.
const TRIED: usize = 2;
/// Lines whose widths differ by less than this share are of one width.
const SAME: f64 = 0.06;

/// Takes lines off a picture, and gives their pixels to what surrounds them.
///
/// # Errors
/// Those of the context.
pub(crate) fn lift(
    field: &mut Cow<Grid<Color>>,
    regions: &mut Regions,
    palette: &mut Palette,
    ask: Ask,
) -> Result<Vec<Item>> {
    let around = surrounds(regions);
    let scene = Scene { field, regions, fills: &palette.fills, around, ask };
    let (items, strips) = scene.lines()?;
    if !items.is_empty() {
        let mut labels = scene.labels();
        clear(&mut labels, &strips, (field.to_mut(), palette));
        *regions = regions::connect(&labels, ask.smallest, Some(palette), ask.cx)?;
    }
    Ok(items)
}

/// The pixels that lines cover and the fill that takes their place.
struct Strip {
    paper: u16,
    cells: Vec<usize>,
}

/// A region that may be a line.
#[derive(Clone, Copy)]
struct Candidate {
    region: u32,
    area: u32,
    /// Whether it is much longer than wide.
    is_long: bool,
}

/// The lines of a region, and how far they are off.
type Shown = (Window, (Painted, Off));

impl<'a> Scene<'a> {
    /// The strokes, and what they cover.
    fn lines(&self) -> Result<(Vec<Item>, Vec<Strip>)> {
        let (mut items, mut strips) = (Vec::new(), Vec::new());
        let rivals = OnceCell::new();
        for ((own, paper), group) in self.candidates() {
            self.ask.cx.check()?;
            let rgba = color::straight(self.fill(own).map_or([0.0; 4], |f| f.at(0, 0)));
            for (window, (painted, _)) in self.shown((own, paper), &group, &rivals) {
                let moved = |line: super::Line| line.shifted(window.place()).item(rgba);
                items.extend(painted.lines.into_iter().map(moved));
                strips.push(Strip { paper, cells: window.cells(self.field.width) });
            }
        }
        Ok((items, strips))
    }

    /// What lines show of a group: most of its long regions, or nothing.
    fn shown(&self, pair: (u16, u16), group: &[Candidate], rivals: &OnceCell<Rivals<'a>>) -> Vec<Shown> {
        let whole: f64 = group.iter().filter(|c| c.is_long).map(|c| f64::from(c.area)).sum();
        let uneven =
            |c: &&Candidate| c.is_long && !self.around(c.region).is_some_and(|a| is_even(self.regions, c.region, a));
        let uneven: BTreeSet<u32> = group.iter().filter(uneven).map(|c| c.region).collect();
        let lost = group.iter().filter(|c| uneven.contains(&c.region)).map(|c| f64::from(c.area));
        let (mut found, mut widths, mut missed): (Vec<Shown>, Vec<f64>, f64) = (Vec::new(), Vec::new(), lost.sum());
        for (tried, candidate) in group.iter().filter(|c| !uneven.contains(&c.region)).enumerate() {
            if missed > FILLED * whole || tried >= TRIED && found.is_empty() {
                return Vec::new();
            }
            let usual = |w: f64| candidate.is_long || widths.iter().any(|o| (w - o).abs() < SAME * o);
            let shown = self.as_lines(pair, candidate, &usual, rivals);
            if let Some(shown) = shown {
                widths.extend(shown.1.0.lines.iter().map(|l| l.width));
                found.push(shown);
            } else if candidate.is_long {
                missed += f64::from(candidate.area);
            }
        }
        if missed > FILLED * whole { Vec::new() } else { found }
    }

    /// The lines that show one region as well as a fill would.
    fn as_lines(
        &self,
        pair: (u16, u16),
        candidate: &Candidate,
        usual: &dyn Fn(f64) -> bool,
        rivals: &OnceCell<Rivals<'a>>,
    ) -> Option<Shown> {
        let region = candidate.region;
        let window = Window::around(self, region, pair)?;
        let painted = window.painted(usual)?;
        let outline = rivals.get_or_init(|| self.rivals()).outline(region);
        window.prefers(&painted, &outline).then_some((window, painted))
    }

    fn rivals(&self) -> Rivals<'a> {
        let Ask { sigma, reach, options, cx, .. } = self.ask;
        let reach = i32::try_from(reach).unwrap_or(i32::MAX).saturating_add(1);
        let (field, regions, fills) = (self.field, self.regions, self.fills);
        Rivals::new(locate::Scene { field, regions, fills, reach, sigma, edges: Edges::Drawn }, options, cx.effort)
    }

    pub(super) fn around(&self, region: u32) -> Option<&Surrounds> {
        self.around.get(cell(region))
    }

    pub(super) fn fill(&self, label: u16) -> Option<&Fill> {
        self.fills.get(usize::from(label))
    }

    pub(super) fn label(&self, region: u32) -> Option<u16> {
        self.regions.fill.get(cell(region)).copied()
    }

    fn labels(&self) -> Grid<u16> {
        let of = &self.regions.of;
        of.map_at(|x, y| of.cells.get(y * of.width + x).and_then(|r| self.label(*r)).unwrap_or(0))
    }

    /// The regions that may be lines, by their fill and the one around them; long ones first, large ones first.
    fn candidates(&self) -> BTreeMap<(u16, u16), Vec<Candidate>> {
        let mut groups: BTreeMap<(u16, u16), Vec<Candidate>> = BTreeMap::new();
        for ((region, around), &area) in (0..).zip(&self.around).zip(&self.regions.area) {
            let (Some(own), Some(paper), false) = (self.label(region), around.fill, around.several) else { continue };
            if !matches!(self.fill(own), Some(Fill::Solid(c)) if c[3] > 254.5) {
                continue;
            }
            let way = f64::from(around.way);
            let is_long = way * way > 4.0 * LONG * f64::from(area);
            groups.entry((own, paper)).or_default().push(Candidate { region, area, is_long });
        }
        let mut total: BTreeMap<u16, f64> = BTreeMap::new();
        for (&label, &area) in self.regions.fill.iter().zip(&self.regions.area) {
            *total.entry(label).or_default() += f64::from(area);
        }
        // What lines enclose lies on their color, too, but there is more of it.
        groups.retain(|(own, paper), group| {
            group.sort_by_key(|c| (!c.is_long, Reverse(c.area), c.region));
            total.get(own) < total.get(paper) && group.iter().any(|c| c.is_long)
        });
        groups
    }
}

/// Gives what lines cover to the color around them.
fn clear(labels: &mut Grid<u16>, strips: &[Strip], (field, palette): (&mut Grid<Color>, &mut Palette)) {
    let Palette { pure, fills, .. } = palette;
    for Strip { paper, cells } in strips {
        let Some(fill) = fills.get(usize::from(*paper)) else { continue };
        for &at in cells {
            let color = fill.at(at % labels.width, at / labels.width);
            if let Some(cell) = field.cells.get_mut(at) {
                *cell = color;
            }
            for grid in [&mut *labels, &mut *pure] {
                if let Some(cell) = grid.cells.get_mut(at) {
                    *cell = *paper;
                }
            }
        }
    }
}
