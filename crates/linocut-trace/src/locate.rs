//! Where a boundary really runs, to a small fraction of a pixel.
//!
//! Along a row of pixels across an edge, the covered shares add up to the mean position of the edge over that row: the
//! exact inverse of the box filter for straight edges, and off by curvature / 24 pixels for round ones.

use crate::chain::CRACK_TRUST;
use crate::color::{Color, distance, unmix};
use crate::contour::{Crack, Heading};
use crate::fill::Fill;
use crate::fit;
use crate::grid::Grid;
use crate::regions::{OUTSIDE, Regions, cell};

/// A picture with everything known about it.
pub(crate) struct Scene<'a> {
    pub(crate) field: &'a Grid<Color>,
    pub(crate) regions: &'a Regions,
    pub(crate) fills: &'a [Fill],
    /// Farthest that an edge is blurred to one side, in pixels.
    pub(crate) reach: i32,
    /// Standard deviation of the noise, in levels.
    pub(crate) sigma: f32,
    /// What boundaries are.
    pub(crate) edges: Edges,
}

/// What boundaries are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edges {
    /// Edges that somebody drew: coverage tells where they are, and what nobody sees may run anywhere.
    Drawn,
    /// Where regions of a photograph were parted: they stay beside the pixels where that happened.
    Parted,
}

/// A point of a boundary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Located {
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// How far the position can be trusted, `0..=1`.
    pub(crate) trust: f64,
}

/// A color this near to its fill, as a share of the edge's contrast, is the fill with shading, not a mix.
const LOCAL: f32 = 0.12;

/// A border between fills this alike, in levels, is one that nobody sees: where two ramps meet at equal colors.
const FAINT: f32 = 5.0;

/// Farthest that a boundary in a photograph may be from where regions were parted, in pixels: where color changes softly,
/// coverage means little.
const MOST_PARTED: f64 = 0.5;

/// What the pixels on one side of a crack say.
struct Side {
    /// Coverage by the fill of the other side, summed outward from the crack.
    strayed: f32,
    /// Whether it ended at a pixel that shows the side's own fill.
    pure: bool,
    /// Pixels looked at.
    pixels: i32,
}

impl Scene<'_> {
    /// The fill of `region` at the pixel `(x, y)`.
    fn fill(&self, region: u32, x: i32, y: i32) -> Option<Color> {
        let label = self.regions.fill.get(cell(region))?;
        let (x, y) = (usize::try_from(x).unwrap_or(0), usize::try_from(y).unwrap_or(0));
        self.fills.get(usize::from(*label)).map(|f| f.at(x, y))
    }

    pub(crate) fn region(&self, x: i32, y: i32) -> u32 {
        let at = |v: i32| isize::try_from(v).unwrap_or(-1);
        self.regions.of.get(at(x), at(y)).unwrap_or(OUTSIDE)
    }

    fn color(&self, x: i32, y: i32) -> Option<Color> {
        let at = |v: i32| isize::try_from(v).unwrap_or(-1);
        self.field.get(at(x), at(y))
    }

    /// Where the boundary crosses the row (or column) of pixels that `crack` cuts.
    ///
    /// `None` where the pixels do not tell: beside corners, and where a third fill interferes.
    pub(crate) fn locate(&self, region: u32, crack: &Crack) -> Option<Located> {
        match self.edges {
            Edges::Drawn => self.drawn(region, crack),
            Edges::Parted => {
                let middle = midpoint(crack);
                let found = self.drawn(region, crack).unwrap_or(middle);
                let near = |at: f64, middle: f64| at.clamp(middle - MOST_PARTED, middle + MOST_PARTED);
                Some(Located { x: near(found.x, middle.x), y: near(found.y, middle.y), trust: 1.0 })
            }
        }
    }

    fn drawn(&self, region: u32, crack: &Crack) -> Option<Located> {
        let ((rx, ry), (lx, ly)) = crack.heading.sides(crack.x, crack.y);
        let middle = midpoint(crack);
        let (Some(a), Some(b)) = (self.fill(region, rx, ry), self.fill(crack.other, lx, ly)) else {
            return Some(middle);
        };
        let out = (lx - rx, ly - ry);
        let limit = LOCAL * distance(a, b);
        let a = self.local((rx, ry), (-out.0, -out.1), (region, a, limit));
        let b = self.local((lx, ly), out, (crack.other, b, limit));
        let contrast = distance(a, b);
        if contrast < FAINT + 2.0 * self.sigma {
            return Some(Located { trust: self.faint_trust(crack, (region, crack.other), out), ..middle });
        }
        let inside = self.side((rx, ry), (-out.0, -out.1), (region, a, b));
        let outside = self.side((lx, ly), out, (crack.other, b, a));
        // Positive moves the boundary out of the region: what of it strayed outside, less what strayed in.
        let mut shift = outside.strayed - inside.strayed;
        let mut trust = if inside.pixels + outside.pixels > 3 + self.reach { 0.3 } else { 1.0 };
        if inside.pure != outside.pure {
            shift = self.thin_shift(crack, region, (&inside, &outside))?;
            trust *= 0.5;
        } else if !inside.pure {
            return None;
        }
        // Levels of noise turn into pixels by the contrast of the edge.
        trust *= f64::from((contrast / (contrast + 4.0 + 2.0 * self.sigma)).powi(2));
        let shift = f64::from(shift.clamp(-2.5, 2.5));
        let (x, y) = (middle.x + shift * f64::from(out.0), middle.y + shift * f64::from(out.1));
        Some(Located { x, y, trust: trust.max(1e-3) })
    }

    /// The weight of a point between fills that are alike there: little unless they part on either side.
    fn faint_trust(&self, crack: &Crack, (inner, outer): (u32, u32), out: (i32, i32)) -> f64 {
        let ((rx, ry), (lx, ly)) = crack.heading.sides(crack.x, crack.y);
        let contrast = |x: i32, y: i32| {
            let (a, b) = (self.fill(inner, x, y), self.fill(outer, x, y));
            a.zip(b).map_or(0.0, |(a, b)| distance(a, b))
        };
        let (far_in, far_out) = (contrast(rx - 3 * out.0, ry - 3 * out.1), contrast(lx + 3 * out.0, ly + 3 * out.1));
        if far_in.max(far_out) < 2.0 * FAINT + 2.0 * self.sigma { fit::FAINT } else { CRACK_TRUST }
    }

    /// The color that `region` shows a little way from the edge, if that is within `limit` levels of its fill.
    ///
    /// Shading that the fill leaves out would otherwise look like coverage.
    fn local(&self, start: (i32, i32), step: (i32, i32), (region, fill, limit): (u32, Color, f32)) -> Color {
        let pixel = |i: i32| (start.0 + i * step.0, start.1 + i * step.1);
        let inside = (1..=self.reach).take_while(|&i| self.region(pixel(i).0, pixel(i).1) == region);
        let far = inside.last().and_then(|i| self.color(pixel(i).0, pixel(i).1));
        far.filter(|&c| distance(c, fill) <= limit).unwrap_or(fill)
    }

    /// Sums, from the pixel at `start` outward along `step`, how much of the other side's fill `far` is mixed into `own`.
    fn side(&self, start: (i32, i32), step: (i32, i32), (region, own, far): (u32, Color, Color)) -> Side {
        let contrast = distance(own, far).max(1.0);
        let enough = ((1.5 + 1.5 * self.sigma) / contrast).clamp(0.012, 0.3);
        let mut side = Side { strayed: 0.0, pure: false, pixels: 0 };
        let mut before = 1.0_f32;
        let (mut x, mut y) = start;
        for i in 0..=self.reach {
            let Some(color) = self.color(x, y) else {
                side.pure = true;
                break;
            };
            let (share, _) = unmix(color, own, far);
            let foreign = self.region(x, y) != region;
            if i > 0 && (foreign || share > before + enough) {
                break;
            }
            side.pixels += 1;
            if share <= enough {
                side.pure = true;
                break;
            }
            side.strayed += share;
            before = share;
            (x, y) = (x + step.0, y + step.1);
        }
        side
    }

    /// The shift where one side is too thin to show its fill: both its boundaries lie half its covered width from the
    /// middle of what it covers.
    fn thin_shift(&self, crack: &Crack, region: u32, (inside, outside): (&Side, &Side)) -> Option<f32> {
        let ((rx, ry), (lx, ly)) = crack.heading.sides(crack.x, crack.y);
        // The thin side, seen from the wide one.
        let thin_is_inside = outside.pure;
        let (thin, wide, start) =
            if thin_is_inside { (region, crack.other, (rx, ry)) } else { (crack.other, region, (lx, ly)) };
        let step = if thin_is_inside { (rx - lx, ry - ly) } else { (lx - rx, ly - ry) };
        let (near, total_pixels) = if thin_is_inside { (outside, inside.pixels) } else { (inside, outside.pixels) };
        let (mut sum, mut moment) = (near.strayed, 0.0_f32);
        // What strayed out of the thin side lies about half a pixel before the crack.
        moment -= near.strayed * 0.5;
        let (mut x, mut y) = start;
        let mut depth = 0.5_f32;
        for _ in 0..=(total_pixels + self.reach) {
            let (color, own, far) = (self.color(x, y)?, self.fill(thin, x, y)?, self.fill(wide, x, y)?);
            let (share, _) = unmix(color, far, own);
            let here = self.region(x, y);
            if here != thin && here != wide {
                return None;
            }
            if share < 0.02 || (here == wide && share > 0.5) {
                let boundary = moment / sum.max(1e-3) - sum / 2.0;
                // `boundary` is measured from the crack into the thin side.
                return Some(if thin_is_inside { -boundary } else { boundary });
            }
            sum += share;
            moment += share * depth;
            depth += 1.0;
            (x, y) = (x + step.0, y + step.1);
        }
        None
    }

    /// How much of the pixel `(x, y)` `region` covers, if no third region is near.
    pub(crate) fn cover(&self, region: u32, x: i32, y: i32) -> Option<f64> {
        let mut other = None;
        for (dx, dy) in [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1)] {
            let here = self.region(x + dx, y + dy);
            if here != region && *other.get_or_insert(here) != here {
                return None;
            }
        }
        let Some(other) = other else { return Some(1.0) };
        let (share, residual) = unmix(self.color(x, y)?, self.fill(other, x, y)?, self.fill(region, x, y)?);
        // A third fill shows when the mix of two is this far off, in levels.
        (residual < 8.0 + 3.0 * self.sigma).then_some(f64::from(share))
    }
}

/// The middle of a pixel edge.
pub(crate) fn midpoint(crack: &Crack) -> Located {
    let (dx, dy) = crack.heading.step();
    let half = |at: i32, step: i32| f64::from(at) + f64::from(step) / 2.0;
    Located { x: half(crack.x, dx), y: half(crack.y, dy), trust: 1.0 }
}

/// Whether `heading` runs along a column of pixels.
pub(crate) fn is_vertical(heading: Heading) -> bool {
    matches!(heading, Heading::North | Heading::South)
}
