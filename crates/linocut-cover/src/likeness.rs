//! How much one picture looks like another.

use crate::field::{Field, Level, same_size};
use crate::number::{float, index};
use linocut_core::Result;

/// How close a picture is to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Structural similarity of luma over white (Wang et al. 2004), at most 1; windows of 8 × 8 pixels, every 4.
    pub similarity: f64,
    /// Mean absolute difference near edges of the first, in levels `0..=255`; 0 where it has none.
    pub edge: f64,
    /// The same away from edges.
    pub flat: f64,
}

/// Side of a window, in pixels.
const WINDOW: usize = 8;
/// From one window to the next, in pixels.
const STEP: usize = 4;
/// Luma step to the next pixel from which on a pixel is an edge, as in `linocut_svg::score`.
const EDGE: f64 = 10.0;

/// Measures how close `candidate` is to `reference`, both laid over white.
///
/// Made for judging a drawing many times while it changes. Windows are fewer and square, so the similarity is not that of
/// `linocut_svg::score`, which has a Gaussian window at every pixel; it ranks alike.
///
/// # Errors
/// [`Kind::Input`](linocut_core::Kind::Input) when the sizes differ.
pub fn likeness(reference: &Field, candidate: &Field) -> Result<Likeness> {
    same_size(reference, candidate)?;
    let (w, h) = (index(reference.width()), index(reference.height()));
    let a: Vec<f64> = reference.levels().iter().map(|&l| luma(l)).collect();
    let b: Vec<f64> = candidate.levels().iter().map(|&l| luma(l)).collect();
    let (edge, flat) = errors(&a, &b, w);
    Ok(Likeness { similarity: similarity(&a, &b, (w, h)), edge, flat })
}

/// Luma of Rec. 601 over white.
fn luma([r, g, b, a]: Level) -> f64 {
    let white = 255.0 - f64::from(a);
    0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b) + white
}

fn similarity(a: &[f64], b: &[f64], (w, h): (usize, usize)) -> f64 {
    let starts = |side: usize| (0..=side.saturating_sub(WINDOW)).step_by(STEP);
    let (mut sum, mut count) = (0.0, 0_usize);
    for y in starts(h) {
        for x in starts(w) {
            let rows = (y..(y + WINDOW).min(h)).map(|y| y * w + x..y * w + (x + WINDOW).min(w));
            let cells = rows.flat_map(|row| {
                let pair = a.get(row.clone()).zip(b.get(row));
                pair.into_iter().flat_map(|(a, b)| a.iter().zip(b))
            });
            sum += window(cells);
            count += 1;
        }
    }
    sum / float(count.max(1))
}

/// Structural similarity of one window.
fn window<'a>(cells: impl Iterator<Item = (&'a f64, &'a f64)>) -> f64 {
    // (0.01 · 255)² and (0.03 · 255)², which keep the quotients steady.
    const C1: f64 = 6.5025;
    const C2: f64 = 58.5225;
    let (mut n, mut a, mut b, mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (x, y) in cells {
        n += 1.0;
        a += x;
        b += y;
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    let (ma, mb) = (a / n, b / n);
    let (va, vb, both) = (aa / n - ma * ma, bb / n - mb * mb, ab / n - ma * mb);
    (2.0 * ma * mb + C1) * (2.0 * both + C2) / ((ma * ma + mb * mb + C1) * (va + vb + C2))
}

/// Mean absolute difference near the edges of `a` and elsewhere.
fn errors(a: &[f64], b: &[f64], w: usize) -> (f64, f64) {
    let at = |values: &[f64], k: usize| values.get(k).copied();
    let mut near = vec![false; a.len()];
    for (k, &here) in a.iter().enumerate() {
        let right = if (k + 1) % w == 0 { None } else { at(a, k + 1) };
        let step = |to: Option<f64>| to.map_or(0.0, |v| (v - here).abs());
        if step(right).max(step(at(a, k + w))) > EDGE {
            // The pixel, its neighbors, and theirs to the right and below, which share its boundary.
            for other in [k, k + 1, k.wrapping_sub(1), k + w, k.wrapping_sub(w), k + w + 1] {
                if let Some(flag) = near.get_mut(other) {
                    *flag = true;
                }
            }
        }
    }
    let (mut edge, mut flat) = ((0.0, 0.0), (0.0, 0.0));
    for ((x, y), near) in a.iter().zip(b).zip(near) {
        let sum: &mut (f64, f64) = if near { &mut edge } else { &mut flat };
        *sum = (sum.0 + (x - y).abs(), sum.1 + 1.0);
    }
    let mean = |(sum, count): (f64, f64)| if count > 0.0 { sum / count } else { 0.0 };
    (mean(edge), mean(flat))
}

#[cfg(test)]
mod tests {
    use super::likeness;
    use crate::Field;
    use linocut_core::{Raster, Rgba};

    fn stripes(width: u32) -> Field {
        let pixels = (0..32 * 32).map(|i| if i % 32 < width { Rgba::BLACK } else { Rgba::WHITE }).collect();
        Field::of(&Raster::new(32, 32, pixels).unwrap()).unwrap()
    }

    #[test]
    fn a_picture_is_like_itself() {
        let found = likeness(&stripes(9), &stripes(9)).unwrap();
        assert!(found.similarity >= 1.0 && found.edge <= 0.0 && found.flat <= 0.0, "{found:?}");
    }

    #[test]
    fn the_farther_off_the_less_alike() {
        let near = likeness(&stripes(9), &stripes(10)).unwrap();
        let far = likeness(&stripes(9), &stripes(13)).unwrap();
        assert!(near.similarity > far.similarity && far.similarity > 0.0, "{near:?} {far:?}");
        assert!(near.edge > 0.0 && near.flat < far.flat, "{near:?} {far:?}");
    }

    #[test]
    fn transparent_counts_as_white() {
        let found = likeness(&stripes(0), &Field::new(32, 32).unwrap()).unwrap();
        assert!(found.similarity >= 1.0, "{found:?}");
    }
}
