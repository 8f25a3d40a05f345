//! Takes what compression leaves off a picture, without moving its edges.
//!
//! Each pixel becomes a weighted mean of those around it that look alike (bilateral filter; Tomasi and Manduchi 1998).
//! Brightness counts much more than hue, which compression stores at half the resolution, so hue spilled over an edge
//! goes back to its side; and a weight that ends at a limit instead of an exponential keeps colors beyond it apart.

#![expect(clippy::indexing_slicing, reason = "kernel: tiles carry a margin as wide as the reach, places are clamped")]

use crate::color::{Color, distance};
use crate::grid::Grid;
use linocut_core::{Context, Result};
use rayon::prelude::*;

/// Side of the tiles that are worked on at once, in pixels: their planes stay in the cache.
const TILE: usize = 32;
/// How far alike pixels are looked for, in pixels; the work grows with the square. Half a block of JPEG.
const REACH: usize = 4;
/// A tile and what lies within reach of it, in pixels.
const SIDE: usize = TILE + 2 * REACH;
/// Squared difference from which pixels have no part in each other, in variances of the ringing. Less leaves ringing that
/// outlines follow, more joins faint colors.
const LIMIT: f32 = 60.0;
/// What a squared difference of hue counts beside one of brightness.
const HUE: f32 = 0.03;

/// The picture with pixels averaged over those that look alike; `ringing` is the standard deviation of what is taken off,
/// in levels.
///
/// # Errors
/// Those of `cx`.
pub(crate) fn calm(field: &Grid<Color>, ringing: f32, cx: &Context) -> Result<Grid<Color>> {
    let (columns, rows) = (field.width.div_ceil(TILE), field.height.div_ceil(TILE));
    let limit = LIMIT * ringing * ringing;
    let tile = |i: usize| {
        cx.check()?;
        Ok(Tile::load(field, (i % columns * TILE, i / columns * TILE)).map(|t| t.calm(limit)))
    };
    let tiles: Vec<Option<Vec<Color>>> = (0..columns * rows).into_par_iter().map(tile).collect::<Result<_>>()?;
    Ok(field.map_at(|x, y| match &tiles[y / TILE * columns + x / TILE] {
        Some(tile) => tile[y % TILE * TILE + x % TILE],
        None => field.cells[y * field.width + x],
    }))
}

/// A square of the picture and a margin around it, one plane for each of brightness, two hues and alpha.
struct Tile {
    planes: [Vec<f32>; 4],
}

impl Tile {
    /// `None` where nothing changes color.
    fn load(field: &Grid<Color>, (x0, y0): (usize, usize)) -> Option<Self> {
        let mut planes = [(); 4].map(|()| Vec::with_capacity(SIDE * SIDE));
        let first = field.cells[y0 * field.width + x0];
        let mut even = true;
        for y in y0..y0 + SIDE {
            let row = y.saturating_sub(REACH).min(field.height - 1) * field.width;
            for x in x0..x0 + SIDE {
                let color = field.cells[row + x.saturating_sub(REACH).min(field.width - 1)];
                even &= distance(color, first) <= 0.0;
                for (plane, value) in planes.iter_mut().zip(split(color)) {
                    plane.push(value);
                }
            }
        }
        (!even).then_some(Self { planes })
    }

    fn calm(&self, limit: f32) -> Vec<Color> {
        // A pixel is most like itself: its own weight is 1.
        let mut sums: [Vec<f32>; 5] = [(); 5].map(|()| vec![0.0; TILE * TILE]);
        for y in 0..TILE {
            for dy in 0..=2 * REACH {
                for dx in 0..=2 * REACH {
                    self.add(&mut sums, y, (y + dy) * SIDE + dx, limit);
                }
            }
        }
        let [weight, luma, red, green, alpha] = &sums;
        let mean = |i: usize| [luma[i], red[i], green[i], alpha[i]].map(|sum| sum / weight[i]);
        (0..TILE * TILE).map(|i| join(mean(i))).collect()
    }

    /// Adds the pixels from `to` on to those of row `y` of the tile that they are like.
    fn add(&self, sums: &mut [Vec<f32>; 5], y: usize, to: usize, limit: f32) {
        let from = (y + REACH) * SIDE + REACH;
        let mut weights = [0.0_f32; TILE];
        for (plane, scale) in self.planes.iter().zip([1.0, HUE, HUE, 1.0]) {
            for ((w, a), b) in weights.iter_mut().zip(&plane[from..from + TILE]).zip(&plane[to..to + TILE]) {
                *w += scale * (a - b) * (a - b);
            }
        }
        for w in &mut weights {
            let kept = (1.0 - *w / limit).max(0.0);
            *w = kept * kept;
        }
        let row = y * TILE..(y + 1) * TILE;
        let [weight, colors @ ..] = sums;
        for (sum, w) in weight[row.clone()].iter_mut().zip(&weights) {
            *sum += w;
        }
        for (sum, plane) in colors.iter_mut().zip(&self.planes) {
            for ((s, v), w) in sum[row.clone()].iter_mut().zip(&plane[to..to + TILE]).zip(&weights) {
                *s += v * w;
            }
        }
    }
}

/// Brightness, red against blue, green against both, alpha.
fn split([r, g, b, a]: Color) -> [f32; 4] {
    [(r + g + g + b) / 4.0, r - b, g - r.midpoint(b), a]
}

/// The inverse of [`split`].
fn join([luma, red, green, alpha]: [f32; 4]) -> Color {
    let mean = luma - green / 2.0;
    [mean + red / 2.0, luma + green / 2.0, mean - red / 2.0, alpha]
}
