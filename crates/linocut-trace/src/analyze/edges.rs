//! What the outlines of a picture look like: edges, corners, turning.
#![expect(clippy::indexing_slicing, reason = "every loop stays inside the grid by its own bounds")]

use crate::grid::Grid;

/// Sobel magnitude, in levels per pixel, from which a pixel lies on an edge: above the noise of a photograph, below
/// the edges of pale artwork.
const EDGE: f32 = 24.0;

/// Harris response of a corner, in levels to the fourth power: about the corner of a square 40 levels darker than its
/// surroundings.
const CORNER: f32 = 51_200.0;

/// Harris and Stephens' weight of the trace; theirs is 0.04 to 0.06.
const HARRIS_K: f32 = 0.05;

/// Squared slope, in levels per pixel, from which an outline is strong enough for its curvature to be measured.
const SLOPE: f32 = 36.0;

/// Largest curvature that counts, per pixel: a corner of the blurred picture reaches about this.
const SHARPEST: f32 = 0.4;

/// Pixels across an edge from black to white of the blurred picture, over which its turning is counted again and again.
const BREADTH: f64 = 8.0;

/// Slopes of the luma along x and y, in levels per pixel.
pub(super) struct Slopes {
    x: Grid<f32>,
    y: Grid<f32>,
}

/// Sobel's slopes; 0 on the border.
pub(super) fn slopes(luma: &Grid<f32>) -> Slopes {
    let (w, h) = (luma.width, luma.height);
    let mut slopes = Slopes { x: Grid::filled(w, h, 0.0), y: Grid::filled(w, h, 0.0) };
    for y in 1..h.saturating_sub(1) {
        for x in 1..w.saturating_sub(1) {
            let i = y * w + x;
            let l = &luma.cells;
            let (nw, n, ne) = (l[i - w - 1], l[i - w], l[i - w + 1]);
            let (sw, s, se) = (l[i + w - 1], l[i + w], l[i + w + 1]);
            slopes.x.cells[i] = (ne + 2.0 * l[i + 1] + se - nw - 2.0 * l[i - 1] - sw) / 4.0;
            slopes.y.cells[i] = (sw + 2.0 * s + se - nw - 2.0 * n - ne) / 4.0;
        }
    }
    slopes
}

/// How many pixels lie on an edge.
pub(super) fn edge_pixels(slopes: &Slopes) -> usize {
    slopes.x.cells.iter().zip(&slopes.y.cells).filter(|(x, y)| *x * *x + *y * *y > EDGE * EDGE).count()
}

/// How many corners there are: local maxima, within three pixels, of the response of Harris and Stephens ("A combined
/// corner and edge detector", 1988) over 5 × 5 windows.
pub(super) fn corners(slopes: &Slopes) -> usize {
    let (w, h) = (slopes.x.width, slopes.x.height);
    let product = |a: &Grid<f32>, b: &Grid<f32>| {
        let cells = a.cells.iter().zip(&b.cells).map(|(a, b)| a * b).collect();
        box5(&Grid { width: w, height: h, cells })
    };
    let (xx, yy, xy) = (product(&slopes.x, &slopes.x), product(&slopes.y, &slopes.y), product(&slopes.x, &slopes.y));
    let mut response = Grid::filled(w, h, 0.0);
    for (i, r) in response.cells.iter_mut().enumerate() {
        let (a, b, c) = (xx.cells[i], yy.cells[i], xy.cells[i]);
        *r = a * b - c * c - HARRIS_K * (a + b) * (a + b);
    }
    let mut count = 0;
    for y in 3..h.saturating_sub(3) {
        for x in 3..w.saturating_sub(3) {
            let i = y * w + x;
            let here = response.cells[i];
            // Of equal neighbors the first wins.
            count += usize::from(
                here > CORNER
                    && (y - 3..=y + 3).all(|v| {
                        (v * w + x - 3..=v * w + x + 3)
                            .all(|j| response.cells[j] < here || (response.cells[j] <= here && j >= i))
                    }),
            );
        }
    }
    count
}

/// Means over 5 × 5 windows; 0 within two pixels of the border.
fn box5(grid: &Grid<f32>) -> Grid<f32> {
    let (w, h) = (grid.width, grid.height);
    let mut along = Grid::filled(w, h, 0.0);
    let mut out = Grid::filled(w, h, 0.0);
    for y in 0..h {
        for x in 2..w.saturating_sub(2) {
            along.cells[y * w + x] = grid.cells[y * w + x - 2..=y * w + x + 2].iter().sum();
        }
    }
    for y in 2..h.saturating_sub(2) {
        for x in 0..w {
            let i = y * w + x;
            let c = &along.cells;
            out.cells[i] = (c[i - 2 * w] + c[i - w] + c[i] + c[i + w] + c[i + 2 * w]) / 25.0;
        }
    }
    out
}

/// How much all outlines turn together, in full turns: 1 for a disc or a square, more for everything that wiggles.
///
/// The integral of the curvature of the level lines over the edges of the blurred picture.
pub(super) fn turning(luma: &Grid<f32>) -> f64 {
    let soft = blur(&blur(luma));
    let (w, h) = (soft.width, soft.height);
    let g = &soft.cells;
    let mut sum = 0.0_f64;
    for y in 2..h.saturating_sub(2) {
        for x in 2..w.saturating_sub(2) {
            let i = y * w + x;
            let (dx, dy) = ((g[i + 1] - g[i - 1]) / 2.0, (g[i + w] - g[i - w]) / 2.0);
            let slope2 = dx * dx + dy * dy;
            if slope2 < SLOPE {
                continue;
            }
            let (dxx, dyy) = (g[i + 1] - 2.0 * g[i] + g[i - 1], g[i + w] - 2.0 * g[i] + g[i - w]);
            let dxy = (g[i + w + 1] - g[i + w - 1] - g[i - w + 1] + g[i - w - 1]) / 4.0;
            let bend = dy * dy * dxx - 2.0 * dx * dy * dxy + dx * dx * dyy;
            sum += f64::from((bend.abs() / (slope2 * slope2.sqrt())).min(SHARPEST));
        }
    }
    sum / BREADTH / std::f64::consts::TAU
}

/// The binomial blur 1 4 6 4 1 along both axes, a Gaussian of standard deviation 1; the border stays as it is.
fn blur(grid: &Grid<f32>) -> Grid<f32> {
    let (w, h) = (grid.width, grid.height);
    let mut along = grid.clone();
    for y in 0..h {
        for x in 2..w.saturating_sub(2) {
            let i = y * w + x;
            along.cells[i] = binomial(&grid.cells, i, 1);
        }
    }
    let mut out = along.clone();
    for y in 2..h.saturating_sub(2) {
        for x in 0..w {
            let i = y * w + x;
            out.cells[i] = binomial(&along.cells, i, w);
        }
    }
    out
}

fn binomial(cells: &[f32], i: usize, step: usize) -> f32 {
    (cells[i - 2 * step] + cells[i + 2 * step] + 4.0 * (cells[i - step] + cells[i + step]) + 6.0 * cells[i]) / 16.0
}
