//! The picture as the features see it: opaque, at most about 768 pixels a side.

use crate::grid::Grid;
use linocut_core::Raster;

/// Pictures are reduced by a whole factor until the longer side is nearest to this, in pixels, so that the windows of
/// the features cover like parts of small and large pictures, and the cost of large ones stays bounded.
const SIDE: u32 = 512;

/// Mean luma of the visible parts from which transparent pictures are laid over black instead of white.
const LIGHT: f32 = 220.0;

/// The picture laid over an opaque color and reduced.
pub(super) struct Canvas {
    /// Red, green and blue, `0.0..=255.0`.
    pub(super) color: Grid<[f32; 3]>,
    /// Rec. 601 luma, `0.0..=255.0`.
    pub(super) luma: Grid<f32>,
    /// Where the picture itself is more than half opaque.
    pub(super) visible: Grid<bool>,
}

/// Rec. 601 luma of a color.
pub(super) fn luma(color: [f32; 3]) -> f32 {
    let [r, g, b] = color;
    0.299 * r + 0.587 * g + 0.114 * b
}

/// Lays `picture` over white, or over black when its visible parts are nearly white, and reduces it.
pub(super) fn prepare(picture: &Raster) -> Canvas {
    let paper = paper(picture);
    let longer = picture.width().max(picture.height());
    let factor = ((longer + SIDE / 2) / SIDE).max(1);
    let side = |n: u32| usize::try_from(n.div_ceil(factor)).unwrap_or(0);
    let (width, height) = (side(picture.width()), side(picture.height()));
    let mut color = Grid::filled(width, height, [0.0; 3]);
    let mut cover = Grid::filled(width, height, 0.0_f32);
    let mut count = Grid::filled(width, height, 0.0_f32);
    for (row, y) in picture.rows().zip(0..) {
        let start = side(y / factor * factor) * width;
        for (pixel, x) in row.iter().zip(0..) {
            let cell = start + side(x / factor * factor);
            let a = f32::from(pixel.a) / 255.0;
            let over = |c: u8| f32::from(c) * a + paper * (1.0 - a);
            if let (Some([r, g, b]), Some(cover), Some(count)) =
                (color.cells.get_mut(cell), cover.cells.get_mut(cell), count.cells.get_mut(cell))
            {
                *r += over(pixel.r);
                *g += over(pixel.g);
                *b += over(pixel.b);
                *cover += a;
                *count += 1.0;
            }
        }
    }
    for (cell, n) in color.cells.iter_mut().zip(&count.cells) {
        *cell = cell.map(|c| c / n);
    }
    let visible = cover.cells.iter().zip(&count.cells).map(|(cover, n)| cover * 2.0 > *n).collect();
    let luma = color.cells.iter().map(|&c| luma(c)).collect();
    Canvas { color, luma: Grid { width, height, cells: luma }, visible: Grid { width, height, cells: visible } }
}

/// The level that shows through where the picture is transparent.
fn paper(picture: &Raster) -> f32 {
    if picture.is_opaque() {
        return 255.0;
    }
    let (mut sum, mut weight) = (0.0_f64, 0.0_f64);
    for p in picture.pixels() {
        let a = f64::from(p.a);
        sum += a * f64::from(luma([f32::from(p.r), f32::from(p.g), f32::from(p.b)]));
        weight += a;
    }
    if sum > weight * f64::from(LIGHT) { 0.0 } else { 255.0 }
}
