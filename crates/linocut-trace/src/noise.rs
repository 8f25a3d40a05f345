//! How noisy the picture is; sets every tolerance that follows.

use crate::color::Color;
use crate::grid::Grid;

/// The standard deviation of the noise per channel, in levels of 0..=255; 0 for a clean render.
///
/// Median absolute deviation of a Laplacian (Immerkær 1996) over the green channel, where the picture is not an edge.
/// A picture of flat colors has a median of exactly zero, so the estimate never blurs clean artwork.
#[expect(clippy::indexing_slicing, reason = "the loops stay one cell inside the grid")]
pub(crate) fn deviation(field: &Grid<Color>) -> f32 {
    let (w, h) = (field.width, field.height);
    if w < 8 || h < 8 {
        return 0.0;
    }
    let green = |x: usize, y: usize| field.cells[y * w + x][1];
    let mut values: Vec<f32> = Vec::with_capacity(w * h / 4);
    for y in (1..h - 1).step_by(2) {
        for x in (1..w - 1).step_by(2) {
            let corners = green(x - 1, y - 1) + green(x + 1, y - 1) + green(x - 1, y + 1) + green(x + 1, y + 1);
            let sides = green(x, y - 1) + green(x - 1, y) + green(x + 1, y) + green(x, y + 1);
            values.push((corners - 2.0 * sides + 4.0 * green(x, y)).abs());
        }
    }
    let middle = values.len() / 2;
    let (_, median, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    // The kernel's weights have norm 6; 0.6745 turns a median into a standard deviation.
    *median / 6.0 / 0.6745
}
