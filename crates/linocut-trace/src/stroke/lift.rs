//! Takes the lines off a picture and gives what they covered to the paper, so that the rest is traced without them.

use super::ink::Ink;
use super::settle::settled;
use super::{Line, lines, model, skeleton};
use crate::color::{self, Color};
use crate::fill::Fill;
use crate::grid::Grid;
use crate::regions::{self, Regions, cell};
use linocut_core::Item;
use linocut_core::kurbo::ParamCurveArclen as _;
use std::collections::BTreeMap;

/// Which ink is taken for lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Whatever is longer than wide, at its usual width.
    Lines,
    /// What strokes of constant width show as well as fills would.
    Constant,
}

/// What lines are taken off.
pub(crate) struct Sheet<'a> {
    /// The picture that shows how far each pixel is inked.
    pub(crate) inked: &'a Grid<Color>,
    /// The picture that lines are taken off.
    pub(crate) field: &'a mut Grid<Color>,
    pub(crate) labels: &'a mut Grid<u16>,
    pub(crate) pure: &'a mut Grid<u16>,
    pub(crate) fills: &'a [Fill],
    pub(crate) sigma: f32,
    /// Ink that covers less on its own is dust, in square pixels.
    pub(crate) dust: f64,
}

/// Takes the lines of every color but the paper's off `sheet`; one group for each color, from the bottom up.
pub(crate) fn lift(sheet: &mut Sheet, wanted: Wanted, tolerance: Option<f64>) -> Vec<Item> {
    let paper = paper(sheet.labels);
    let mut groups = Vec::new();
    for label in 0..u16::try_from(sheet.fills.len()).unwrap_or(u16::MAX) {
        let fill = |label: u16| sheet.fills.get(usize::from(label));
        let (true, Some(below), Some(own)) = (label != paper, fill(paper), fill(label)) else { continue };
        if !sheet.labels.cells.contains(&label) {
            continue;
        }
        let ink = swept(Ink::on_paper(sheet.inked, below, own, sheet.sigma), sheet.dust);
        let found = settled(&ink, accepted(&ink, wanted, lines(&ink, tolerance))).lines;
        let near = model::distances(&found, (ink.cover.width, ink.cover.height));
        let rgba = color::straight(own.at(0, 0));
        let width = found.iter().map(|l| l.width).fold(0.0, f64::max);
        let gone = leftovers(&ink, &near, width);
        sheet.clear(paper, &near, &gone);
        if !found.is_empty() {
            groups.push(Item::group(found.into_iter().map(|line| line.item(rgba)).collect()));
        }
    }
    groups
}

/// The ink without connected parts of less area than `dust`, in square pixels.
fn swept(mut ink: Ink, dust: f64) -> Ink {
    let parts = parts(&ink);
    let mut areas = vec![0.0_f64; parts.fill.len()];
    for (&part, &share) in parts.of.cells.iter().zip(&ink.cover.cells) {
        areas.get_mut(cell(part)).into_iter().for_each(|area| *area += f64::from(share));
    }
    for (&part, share) in parts.of.cells.iter().zip(&mut ink.cover.cells) {
        if parts.fill.get(cell(part)) == Some(&1) && areas.get(cell(part)).is_some_and(|area| *area < dust) {
            *share = 0.0;
        }
    }
    ink
}

/// The connected parts of the ink, filled with 1.
fn parts(ink: &Ink) -> Regions {
    let mask = skeleton::mask(ink);
    let marks = mask.map_at(|x, y| u16::from(mask.cells.get(y * mask.width + x) == Some(&true)));
    regions::components(&marks, regions::links(&marks))
}

/// Pixels whose middle is nearer to a line's edge than this show some of the line, in pixels.
const TOUCHED: f32 = 1.2;

impl Sheet<'_> {
    /// Gives what lies under lines, and what is `gone` beside them, to the paper.
    fn clear(&mut self, paper: u16, near: &Grid<f32>, gone: &[bool]) {
        let width = near.width;
        let Some(fill) = self.fills.get(usize::from(paper)) else { return };
        let cells = self.field.cells.iter_mut().zip(&mut self.labels.cells).zip(&mut self.pure.cells);
        let lines = near.cells.iter().zip(gone);
        for (at, (((color, label), pure), (distance, gone))) in cells.zip(lines).enumerate() {
            if *distance < TOUCHED || *gone {
                *color = fill.at(at % width, at / width);
                *label = paper;
                *pure = paper;
            }
        }
    }
}

/// Ink that reaches farther than this from a line's edge is no part of it, as a share of the line's width.
const BESIDE: f64 = 0.3;

/// Ink beside lines that is only what they vary in width: connected rests that stay near to the lines.
fn leftovers(ink: &Ink, near: &Grid<f32>, width: f64) -> Vec<bool> {
    let reach = (BESIDE * width).max(1.5);
    let rest = |at: usize| {
        let distance = near.cells.get(at).copied().unwrap_or(f32::INFINITY);
        let inked = ink.cover.cells.get(at).is_some_and(|c| *c > 0.15_f32.max(2.0 * ink.floor));
        u16::from(inked && distance >= 0.0)
    };
    let labels = near.map_at(|x, y| rest(y * near.width + x));
    let parts = regions::components(&labels, regions::links(&labels));
    let mut far = vec![0.0_f64; parts.fill.len()];
    for (&part, &distance) in parts.of.cells.iter().zip(&near.cells) {
        if let Some(far) = far.get_mut(cell(part)) {
            *far = far.max(f64::from(distance));
        }
    }
    let near_line =
        |part: u32| parts.fill.get(cell(part)) == Some(&1) && far.get(cell(part)).is_some_and(|f| *f < reach);
    parts.of.cells.iter().map(|&part| near_line(part)).collect()
}

/// Ink that lines may claim where there is none, as a mean shift of their edges, in pixels.
const OVERDRAWN: f64 = 0.3;
/// And as a share of their width.
const OVERDRAWN_SHARE: f64 = 0.06;

/// How far the edges of strokes of constant width may lie from those of the ink, in the mean, in pixels: twice what the
/// model of anti-aliasing is off.
const STRAYED: f64 = 0.12;
/// Share of the ink that lines must cover.
const COVERED: f64 = 0.75;

/// What one connected part of the ink and its lines have in common.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// Ink, in square pixels.
    ink: f64,
    /// Ink that lines cover, in square pixels.
    covered: f64,
    /// What lines cover without ink, in square pixels.
    over: f64,
    /// Length of both edges of the lines, in pixels.
    edges: f64,
    width: f64,
}

impl Tally {
    fn is_lines(&self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::Lines => {
                let most = OVERDRAWN.max(OVERDRAWN_SHARE * self.width);
                COVERED * self.ink <= self.covered && self.over <= most * self.edges
            }
            Wanted::Constant => self.ink - self.covered + self.over <= STRAYED * self.edges,
        }
    }
}

/// The lines of those connected parts of the ink that consist of lines, not of areas.
fn accepted(ink: &Ink, wanted: Wanted, lines: Vec<Line>) -> Vec<Line> {
    let parts = parts(ink);
    let width = ink.cover.width;
    let near = model::distances(&lines, (width, ink.cover.height));
    let mut tallies: Vec<Tally> = vec![Tally::default(); parts.fill.len()];
    for (at, (&share, &distance)) in ink.cover.cells.iter().zip(&near.cells).enumerate() {
        let drawn = f64::from(model::share(distance));
        let share = f64::from(share);
        let place = (skeleton::signed(at % width), skeleton::signed(at / width));
        if drawn + share > 0.02
            && let Some(tally) = part(&parts, place).and_then(|p| tallies.get_mut(cell(p)))
        {
            tally.ink += share;
            tally.covered += drawn.min(share);
            tally.over += (drawn - share).max(0.0);
        }
    }
    let home = |line: &Line| part(&parts, line.place());
    for line in &lines {
        if let Some(tally) = home(line).and_then(|p| tallies.get_mut(cell(p))) {
            let length: f64 = line.path().segments().map(|s| s.arclen(0.1)).sum();
            tally.edges += 2.0 * length + 3.0 * line.width;
            tally.width = tally.width.max(line.width);
        }
    }
    let fits = |line: &Line| home(line).and_then(|p| tallies.get(cell(p))).is_some_and(|t| t.is_lines(wanted));
    lines.into_iter().filter(fits).collect()
}

/// The inked part at a pixel or up to three pixels from it.
fn part(parts: &Regions, (x, y): (isize, isize)) -> Option<u32> {
    let at = |(dx, dy): (isize, isize)| parts.of.get(x + dx, y + dy).filter(|&p| parts.fill.get(cell(p)) == Some(&1));
    let ring = (1..=3).flat_map(|d| skeleton::AROUND.map(|(dx, dy)| (d * dx, d * dy)));
    std::iter::once((0, 0)).chain(ring).find_map(at)
}

/// The label that most of the picture's border shows.
fn paper(labels: &Grid<u16>) -> u16 {
    let (w, h) = (labels.width, labels.height);
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for (at, &label) in labels.cells.iter().enumerate() {
        if at < w || at >= w * (h - 1) || at % w == 0 || at % w == w - 1 {
            *counts.entry(label).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|&(label, n)| (n, std::cmp::Reverse(label))).map_or(0, |(label, _)| label)
}
