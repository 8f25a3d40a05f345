//! The part of a picture around one region, and the lines that show it.

use super::among::Scene;
use super::ink::Ink;
use super::lines;
use super::painted::{Off, Painted, squares};
use super::settle::settled;
use crate::color::{distance, unmix};
use crate::flat;
use crate::grid::Grid;
use crate::regions::OUTSIDE;
use linocut_core::kurbo::{Affine, BezPath, Vec2};
use linocut_cover::points;

/// A part of the picture around one region.
pub(super) struct Window {
    ink: Ink,
    /// Where it lies in the picture.
    left: usize,
    top: usize,
    /// Whether each pixel shows some of the region.
    own: Grid<bool>,
}

/// How far what strokes paint may be off along edges, as a share of the contrast.
const WRONG: f64 = 0.1;
/// The coverage of renderers is off by as much as this on curved edges, as a root mean square.
const RENDERED: f64 = 0.065;
/// The squared error of strokes within [`RENDERED`] may be this times that of a fill, whose many more points follow what
/// the renderer did wrong.
const WORSE: f64 = 4.0;
/// How much of one pixel strokes may show wrong.
const MOST: f64 = 0.4;
/// How far mixed pixels reach beyond a region, in steps from pixel to pixel.
const MIXED: usize = 3;

impl Window {
    /// What the picture shows of `region`, of fill `own` on `paper`, mixed pixels included.
    pub(super) fn around(scene: &Scene, region: u32, (own, paper): (u16, u16)) -> Option<Self> {
        let around = scene.around(region)?;
        let of = &scene.regions.of;
        let (left, top) = (around.left.saturating_sub(MIXED + 2), around.top.saturating_sub(MIXED + 2));
        let (right, bottom) = ((around.right + MIXED + 3).min(of.width), (around.bottom + MIXED + 3).min(of.height));
        let (ink, below) = (scene.fill(own)?, scene.fill(paper)?);
        let place = |x: usize, y: usize| (top + y) * of.width + left + x;
        let label = |x: usize, y: usize| of.cells.get(place(x, y)).and_then(|r| scene.label(*r));
        let mut owner = Grid::filled(right.checked_sub(left)?, bottom.checked_sub(top)?, OUTSIDE);
        owner = owner.map_at(|x, y| {
            let here = of.cells.get(place(x, y)).copied().unwrap_or(OUTSIDE);
            if label(x, y) == Some(own) { here } else { OUTSIDE }
        });
        spread(&mut owner, |x, y| label(x, y) == Some(paper));
        let own = owner.map_at(|x, y| owner.cells.get(y * owner.width + x) == Some(&region));
        let share = |x: usize, y: usize| {
            let seen = own.cells.get(y * own.width + x) == Some(&true);
            let color = scene.field.cells.get(place(x, y)).copied().unwrap_or_default();
            if seen { unmix(color, below.at(left + x, top + y), ink.at(left + x, top + y)).0 } else { 0.0 }
        };
        let contrast = distance(below.at(left, top), ink.at(left, top)).max(1.0);
        let floor = ((1.5 + 2.5 * scene.ask.sigma) / contrast).clamp(0.01, 0.2);
        Some(Self { ink: Ink { cover: own.map_at(share), floor }, left, top, own })
    }

    /// The lines that may show the ink well enough, if their widths are `usual`, and how far off they are.
    pub(super) fn painted(&self, usual: impl Fn(f64) -> bool) -> Option<(Painted, Off)> {
        let found = lines(&self.ink, None);
        if found.is_empty() || !found.iter().all(|l| usual(l.width)) {
            return None;
        }
        let painted = settled(&self.ink, found);
        let off = painted.off(&self.ink);
        let slack = f64::from(self.ink.floor);
        (off.mean < WRONG + 0.5 * slack && off.most < MOST + slack).then_some((painted, off))
    }

    /// Whether strokes show the ink as well as a filled `outline` would, with fewer numbers.
    pub(super) fn prefers(&self, (painted, off): &(Painted, Off), outline: &BezPath) -> bool {
        let filled = squares(&self.ink, &(Affine::translate(-self.place()) * outline.clone()));
        let level = if off.mean < RENDERED { WORSE } else { 1.0 };
        painted.numbers() < 2 * points(outline).len() && off.squares <= level * filled
    }

    /// Where it lies in the picture.
    pub(super) fn place(&self) -> Vec2 {
        Vec2::new(float(self.left), float(self.top))
    }

    /// The pixels that show some of the region in a picture `width` wide.
    pub(super) fn cells(&self, width: usize) -> Vec<usize> {
        let own = self.own.cells.iter().enumerate().filter(|(_, own)| **own);
        own.map(|(at, _)| (self.top + at / self.own.width) * width + self.left + at % self.own.width).collect()
    }
}

/// Gives open cells to the nearest owner, up to [`MIXED`] steps away.
fn spread(owner: &mut Grid<u32>, open: impl Fn(usize, usize) -> bool) {
    let (w, h) = (owner.width, owner.height);
    let mut front: Vec<usize> = (0..owner.cells.len()).filter(|&at| owner.cells.get(at) != Some(&OUTSIDE)).collect();
    for _ in 0..MIXED {
        let mut next = Vec::new();
        for at in front {
            let region = owner.cells.get(at).copied().unwrap_or(OUTSIDE);
            for to in flat::neighbors(at, w, h).into_iter().flatten() {
                if let Some(slot) = owner.cells.get_mut(to).filter(|r| **r == OUTSIDE && open(to % w, to / w)) {
                    *slot = region;
                    next.push(to);
                }
            }
        }
        front = next;
    }
}

fn float(side: usize) -> f64 {
    f64::from(u32::try_from(side).unwrap_or(u32::MAX))
}
