//! Which pixels are dark.

use crate::number::{byte, narrow};
use crate::{BilevelOptions, Threshold, grid::Grid};
use linocut_core::Raster;

/// Luma (Rec. 601) over white, `0.0..=255.0`; for the light parts the negative over black, so that transparency is
/// never ink.
pub(super) fn luma(picture: &Raster, invert: bool) -> Grid<f32> {
    let level = |p: &linocut_core::Rgba| {
        let a = f32::from(p.a) / 255.0;
        let own = 0.299 * f32::from(p.r) + 0.587 * f32::from(p.g) + 0.114 * f32::from(p.b);
        if invert { 255.0 - own * a } else { own * a + 255.0 * (1.0 - a) }
    };
    let side = |n: u32| usize::try_from(n).unwrap_or(0);
    let cells = picture.pixels().iter().map(level).collect();
    Grid { width: side(picture.width()), height: side(picture.height()), cells }
}

/// The luma below which a pixel is dark.
pub(super) fn threshold(luma: &Grid<f32>, options: &BilevelOptions) -> f32 {
    match options.threshold {
        Threshold::Luma(level) if options.invert => 255.0 - f32::from(level),
        Threshold::Luma(level) => f32::from(level),
        Threshold::Automatic => otsu(luma),
    }
}

/// Otsu's threshold: the one that puts the most variance between the two classes; the middle when several do, and
/// middle grey when the picture is of one level.
fn otsu(luma: &Grid<f32>) -> f32 {
    let mut histogram = [0.0_f64; 256];
    for &level in &luma.cells {
        if let Some(slot) = histogram.get_mut(usize::from(byte(level))) {
            *slot += 1.0;
        }
    }
    let levels = || histogram.iter().zip(0..256_u16).map(|(&n, level)| (n, f64::from(level)));
    let (total, sum) = levels().fold((0.0, 0.0), |(n, s), (count, level)| (n + count, s + count * level));
    let (mut count, mut partial) = (0.0, 0.0);
    let mut best = (0.0, 127.5, 127.5);
    for (n, level) in levels() {
        count += n;
        partial += n * level;
        let rest = total - count;
        if count <= 0.0 || rest <= 0.0 {
            continue;
        }
        let gap = partial / count - (sum - partial) / rest;
        let between = count * rest * gap * gap;
        // Rounding must not break a plateau: relative slack.
        if between > best.0 * (1.0 + 1e-12) {
            best = (between, level, level);
        } else if between >= best.0 * (1.0 - 1e-12) {
            best.2 = level;
        }
    }
    narrow(f64::midpoint(best.1, best.2) + 0.5)
}

#[cfg(test)]
mod tests {
    use super::otsu;
    use crate::grid::Grid;

    #[track_caller]
    fn check(cells: &[f32], expected: f32) {
        let found = otsu(&Grid { width: cells.len(), height: 1, cells: cells.to_vec() });
        assert!((found - expected).abs() < 1e-6, "{found} instead of {expected}");
    }

    #[test]
    fn splits_two_levels_in_the_middle() {
        check(&[0.0, 255.0, 255.0, 255.0], 127.5);
        check(&[20.0, 20.0, 100.0], 60.0);
    }

    #[test]
    fn takes_middle_grey_for_one_level() {
        check(&[200.0, 200.0], 128.0);
        check(&[3.0], 128.0);
    }
}
