//! Which colors a picture has.

use super::canvas::{Canvas, luma};
use crate::grid::Grid;
use crate::number::{narrow, whole};

/// Colors of a flat part: the window around them ranges over at most this many levels.
const FLAT: f32 = 6.0;

/// Colors nearer than this in every channel, in levels, are one entry of the palette.
const SAME: f32 = 20.0;

/// Smallest share of the picture that makes a palette entry.
const SMALLEST: f64 = 0.0005;

/// Most palette entries; more say "photograph" without saying which.
const MOST: usize = 24;

/// How many of the 4096 cells of the color cube at 4 bits per channel are used by visible pixels.
pub(super) fn unique(canvas: &Canvas) -> usize {
    let mut used = vec![false; 4096];
    for (&color, &visible) in canvas.color.cells.iter().zip(&canvas.visible.cells) {
        if let (true, Some(slot)) = (visible, used.get_mut(bin(color))) {
            *slot = true;
        }
    }
    used.iter().filter(|&&u| u).count()
}

/// Entropy of the luma histogram, in bits, `0..=8`.
pub(super) fn entropy(canvas: &Canvas) -> f64 {
    let mut histogram = [0_u32; 256];
    for &level in &canvas.luma.cells {
        if let Some(slot) = histogram.get_mut(whole(level.into())) {
            *slot += 1;
        }
    }
    let total: u32 = histogram.iter().sum();
    let shares = histogram.iter().filter(|&&n| n > 0).map(|&n| f64::from(n) / f64::from(total.max(1)));
    // An empty sum is −0.
    shares.map(|p| -p * libm::log2(p)).sum::<f64>().abs()
}

/// The main colors, those of flat parts first, largest bin first; at least one.
pub(super) fn palette(canvas: &Canvas) -> Vec<[f32; 3]> {
    let flat = flat(&canvas.color);
    let chosen: Vec<bool> = flat.cells.iter().zip(&canvas.visible.cells).map(|(f, v)| *f && *v).collect();
    let from_flat = peaks(canvas, &chosen);
    if !from_flat.is_empty() {
        return from_flat;
    }
    let from_all = peaks(canvas, &canvas.visible.cells);
    if from_all.is_empty() { canvas.color.cells.first().copied().into_iter().collect() } else { from_all }
}

/// For each cell the nearest palette entry.
pub(super) fn labels(canvas: &Canvas, palette: &[[f32; 3]]) -> Grid<usize> {
    let nearest = |color: [f32; 3]| {
        let far = |entry: &[f32; 3]| entry.iter().zip(color).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
        let best = palette.iter().map(far).enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        best.map_or(0, |(label, _)| label)
    };
    let cells = canvas.color.cells.iter().map(|&color| nearest(color)).collect();
    Grid { width: canvas.color.width, height: canvas.color.height, cells }
}

/// The color of the border ring: the middle of each channel.
pub(super) fn border(color: &Grid<[f32; 3]>) -> [f32; 3] {
    let (w, h) = (color.width, color.height);
    let ring: Vec<[f32; 3]> = color
        .cells
        .iter()
        .enumerate()
        .filter(|(i, _)| i % w == 0 || i % w == w - 1 || i / w == 0 || i / w == h - 1)
        .map(|(_, &c)| c)
        .collect();
    let middle = |channel: fn(&[f32; 3]) -> f32| {
        let mut levels: Vec<f32> = ring.iter().map(channel).collect();
        levels.sort_by(f32::total_cmp);
        levels.get(levels.len() / 2).copied().unwrap_or(255.0)
    };
    [middle(|c| c[0]), middle(|c| c[1]), middle(|c| c[2])]
}

/// Whether a color is close to grey, within a tenth of the range.
pub(super) fn is_grey(color: [f32; 3]) -> bool {
    let level = luma(color);
    color.iter().all(|c| (c - level).abs() < 25.5)
}

/// Which cells have a 3 × 3 window of nearly one color.
#[expect(clippy::indexing_slicing, reason = "the loops stay one cell inside the grid")]
fn flat(color: &Grid<[f32; 3]>) -> Grid<bool> {
    let (w, h) = (color.width, color.height);
    let mut out = Grid::filled(w, h, false);
    for y in 1..h.saturating_sub(1) {
        for x in 1..w.saturating_sub(1) {
            let (mut low, mut high) = ([f32::MAX; 3], [f32::MIN; 3]);
            for cell in (y - 1..=y + 1).flat_map(|v| &color.cells[v * w + x - 1..=v * w + x + 1]) {
                for c in 0..3 {
                    low[c] = low[c].min(cell[c]);
                    high[c] = high[c].max(cell[c]);
                }
            }
            out.cells[y * w + x] = (0..3).all(|c| high[c] - low[c] <= FLAT);
        }
    }
    out
}

/// Mean colors of the fullest bins among the chosen cells, near ones left out.
fn peaks(canvas: &Canvas, chosen: &[bool]) -> Vec<[f32; 3]> {
    let mut bins = vec![([0.0_f64; 3], 0.0_f64); 4096];
    for (&color, &chosen) in canvas.color.cells.iter().zip(chosen) {
        if let (true, Some((sum, count))) = (chosen, bins.get_mut(bin(color))) {
            for (s, c) in sum.iter_mut().zip(color) {
                *s += f64::from(c);
            }
            *count += 1.0;
        }
    }
    bins.sort_by(|a, b| b.1.total_cmp(&a.1));
    let total: f64 = canvas.color.cells.iter().map(|_| 1.0).sum();
    let enough = (total * SMALLEST).max(1.0);
    let mut found: Vec<[f32; 3]> = Vec::new();
    for (sum, count) in bins.into_iter().take_while(|(_, count)| *count >= enough) {
        let mean = sum.map(|s| narrow(s / count));
        let near = |other: &[f32; 3]| other.iter().zip(mean).all(|(a, b)| (a - b).abs() <= SAME);
        if !found.iter().any(near) {
            found.push(mean);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn bin(color: [f32; 3]) -> usize {
    color.iter().fold(0, |bin, &c| bin * 16 + whole(c.into()) / 16)
}
