//! Grows and shrinks what casts a shadow, as the spread of a shadow in style sheets does.

use crate::grid::Grid;
use crate::number::{float, narrow};
use std::cell::OnceCell;

/// What lies farther from an edge than this is not told apart, in pixels: no shadow spreads so far.
const FAR: f64 = 256.0;

/// Coverage that can be grown.
pub(super) struct Spread<'a> {
    cover: &'a Grid<f32>,
    /// Pixels from the edge to the center of each pixel, positive inside; measured once something spreads.
    inward: OnceCell<Grid<f32>>,
}

impl<'a> Spread<'a> {
    pub(super) fn new(cover: &'a Grid<f32>) -> Self {
        Self { cover, inward: OnceCell::new() }
    }

    fn inward(&self) -> &Grid<f32> {
        self.inward.get_or_init(|| {
            let to_outside = distances(self.cover, |c| c < 0.5);
            let to_inside = distances(self.cover, |c| c >= 0.5);
            self.cover.map_at(|x, y| {
                let at = y * self.cover.width + x;
                let out = to_outside[at];
                // Between the centers of two pixels, one inside and one outside, runs the edge.
                if out > 0.0 { narrow(out.sqrt()) - 0.5 } else { 0.5 - narrow(to_inside[at].sqrt()) }
            })
        })
    }

    /// Rows of pixels.
    pub(super) fn height(&self) -> usize {
        self.cover.height
    }

    /// The share of pixel number `at` that is covered when every edge moves outward by `far` pixels.
    pub(super) fn share(&self, at: usize, far: f32) -> f32 {
        let own = self.cover.cells[at];
        if far.abs() < 1e-3 {
            return own;
        }
        // At an edge itself coverage says more precisely how far it is.
        let inward = self.inward().cells[at];
        let inward = if (0.02..0.98).contains(&own) { own - 0.5 } else { inward };
        (inward + far + 0.5).clamp(0.0, 1.0)
    }

    /// Coverage with every edge moved outward by `far` pixels.
    pub(super) fn grown(&self, far: f64) -> Grid<f32> {
        let w = self.cover.width;
        self.cover.map_at(|x, y| self.share(y * w + x, narrow(far)))
    }
}

/// The squared distance from each cell to the nearest of which `is` holds; exact (Felzenszwalb and Huttenlocher 2012).
fn distances(cover: &Grid<f32>, is: impl Fn(f32) -> bool) -> Vec<f64> {
    let (w, h) = (cover.width, cover.height);
    let mut squares: Vec<f64> = cover.cells.iter().map(|&c| if is(c) { 0.0 } else { FAR * FAR }).collect();
    let mut line = Vec::new();
    for x in 0..w {
        line.clear();
        line.extend((0..h).map(|y| squares[y * w + x]));
        for (y, d) in envelope(&line).into_iter().enumerate() {
            squares[y * w + x] = d;
        }
    }
    for row in squares.chunks_mut(w.max(1)) {
        let lowest = envelope(row);
        row.copy_from_slice(&lowest);
    }
    squares
}

/// The lower envelope of parabolas over the cells of a line.
fn envelope(heights: &[f64]) -> Vec<f64> {
    let n = heights.len();
    let (mut place, mut from): (Vec<usize>, Vec<f64>) = (vec![0], vec![f64::MIN]);
    let meet = |a: usize, b: usize| {
        let (x, y) = (float(a), float(b));
        ((heights[b] + y * y) - (heights[a] + x * x)) / (2.0 * (y - x))
    };
    for next in 1..n {
        let mut start = meet(place[place.len() - 1], next);
        while place.len() > 1 && start <= from[from.len() - 1] {
            place.pop();
            from.pop();
            start = meet(place[place.len() - 1], next);
        }
        place.push(next);
        from.push(start);
    }
    let mut k = 0;
    (0..n)
        .map(|at| {
            while from.get(k + 1).is_some_and(|f| *f < float(at)) {
                k += 1;
            }
            let off = float(at) - float(place[k]);
            heights[place[k]] + off * off
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Spread;
    use crate::grid::Grid;

    #[test]
    fn a_square_grows_by_the_spread() {
        let cover = Grid::filled(40, 40, ()).map_at(|x, y| {
            let inside = (10..30).contains(&x) && (12..28).contains(&y);
            if inside { 1.0_f32 } else { 0.0 }
        });
        let area = |far| Spread::new(&cover).grown(far).cells.iter().sum::<f32>();
        assert!((area(0.0) - 320.0).abs() < 0.1);
        assert!((area(-2.0) - 16.0 * 12.0).abs() < 0.5, "{}", area(-2.0));
        // With round corners.
        let round = 320.0 + 72.0 * 2.5 + std::f32::consts::PI * 6.25;
        assert!((area(2.5) - round).abs() < 3.0, "{} {round}", area(2.5));
    }
}
