//! Takes glass off a picture.

use super::evidence::Seen;
use super::extent::Extent;
use crate::color::{Color, distance, mix, unmix};
use crate::grid::Grid;
use crate::number::center;
use linocut_core::{Context, Result};

/// How far under what lies on it glass goes on, in pixels: enough that no seam shows.
const UNDER: isize = 2;
/// Farther from any mix, in levels, a pixel shows something else.
const MIXED: f32 = 24.0;

/// The picture without the glass, and the share of each pixel that the glass covers.
///
/// # Errors
/// Those of the context.
pub(super) fn lift(
    field: &Grid<Color>,
    seen: &Seen,
    extent: &Extent,
    cx: &Context,
) -> Result<(Grid<Color>, Grid<f32>)> {
    let both = field.map_rows(cx, |x, y| Pixel { field, seen, extent, x, y }.lifted())?;
    let clean = Grid { width: both.width, height: both.height, cells: both.cells.iter().map(|(c, _)| *c).collect() };
    let cover = Grid { width: both.width, height: both.height, cells: both.cells.iter().map(|(_, c)| *c).collect() };
    Ok((clean, cover))
}

struct Pixel<'a> {
    field: &'a Grid<Color>,
    seen: &'a Seen<'a>,
    extent: &'a Extent,
    x: usize,
    y: usize,
}

impl Pixel<'_> {
    fn lifted(&self) -> (Color, f32) {
        let at = self.y * self.field.width + self.x;
        let color = self.field.cells.get(at).copied().unwrap_or_default();
        let own = self.seen.of.cells.get(at).copied().unwrap_or_default();
        let near = self.around(1, own);
        let glass = near.iter().any(|r| self.extent.under.contains_key(r));
        if !glass {
            return (color, self.share(own));
        }
        if near.len() == 1 {
            return (self.below(own), 1.0);
        }
        let (residual, [a, b], t) = self.mixed(color, own, &near);
        if residual > MIXED {
            let covered = self.extent.under.contains_key(&own);
            return if covered { (self.extent.tint.under(color), 1.0) } else { (color, self.share(own)) };
        }
        let cover = self.share(a) * (1.0 - t) + self.share(b) * t;
        (mix(self.below(a), self.below(b), t), cover)
    }

    /// The mix of two regions nearby that explains `color` best: how far it is off, which, and the share of the second.
    fn mixed(&self, color: Color, own: u32, near: &[u32]) -> (f32, [u32; 2], f32) {
        let point = center(self.x, self.y);
        let fill = |r: u32| self.seen.color(r, point);
        let mut best = (distance(color, fill(own)), [own, own], 0.0);
        for (k, &a) in near.iter().enumerate() {
            for &b in near.iter().skip(k + 1) {
                let (t, residual) = unmix(color, fill(a), fill(b));
                if residual < best.0 - 0.25 {
                    best = (residual, [a, b], t);
                }
            }
        }
        best
    }

    /// What is seen of `region` without the glass.
    fn below(&self, region: u32) -> Color {
        let bare = self.extent.under.get(&region).copied().unwrap_or(region);
        self.seen.color(bare, center(self.x, self.y))
    }

    /// The share of a pixel of `region` that lies under the glass; beside it, what lies on it does a little.
    fn share(&self, region: u32) -> f32 {
        if self.extent.under.contains_key(&region) {
            return 1.0;
        }
        let hidden = || self.around(UNDER, region).iter().any(|r| self.extent.under.contains_key(r));
        if self.extent.above.contains(&region) && (self.is_inside(region) || hidden()) { 1.0 } else { 0.0 }
    }

    /// Whether all that `region` touches lies under the glass.
    fn is_inside(&self, region: u32) -> bool {
        let mut beside = self.seen.borders.range((region, 0)..=(region, u32::MAX));
        beside.all(|((_, other), _)| self.extent.under.contains_key(other))
    }

    /// The regions within `reach` pixels, `own` first.
    fn around(&self, reach: isize, own: u32) -> Vec<u32> {
        let (x, y) = (isize::try_from(self.x).unwrap_or(0), isize::try_from(self.y).unwrap_or(0));
        let mut found = vec![own];
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                if let Some(region) = self.seen.of.get(x + dx, y + dy)
                    && !found.contains(&region)
                {
                    found.push(region);
                }
            }
        }
        found
    }
}
