//! From one contour to one closed outline.

use super::{
    corner,
    locate::{self, Located},
    polygon, smooth,
};
use crate::{
    BilevelOptions,
    contour::{Contour, Crack, Heading},
    fit::{
        FitOptions, Piece, Sample,
        path::{self, Fitted},
        primitive::{self, Primitive, Sight},
    },
    grid::Grid,
    regions::{Regions, cell},
};
use linocut_core::kurbo::{BezPath, Point, Vec2};

/// Share of the cracks at turns that must show anti-aliasing for a contour to count as soft. Hard pixels show none,
/// anti-aliased shapes about two in three; fewer where rectangles follow the grid.
const SOFT_SHARE: f64 = 0.2;

/// Pixel edges from which a contour is noise rather than drawing and gets a polygon, whose cost grows with the length
/// only; that of finding corners in located points grows faster.
const FITTABLE: usize = 30_000;

/// One closed part of a shape.
#[derive(Clone, Debug)]
pub(super) enum Ring {
    Primitive(Primitive),
    Path(BezPath),
}

impl Ring {
    /// The ring as a path, clockwise on the screen for an outside and the other way around for a hole.
    pub(super) fn path(&self, hole: bool) -> BezPath {
        let round = |path: BezPath| if hole { path.reverse_subpaths() } else { path };
        match self {
            Self::Primitive(shape) => round(shape.path()),
            Self::Path(path) => path.clone(),
        }
    }
}

/// What outlines are read off.
pub(super) struct Edge<'a> {
    pub(super) luma: &'a Grid<f32>,
    pub(super) regions: &'a Regions,
    pub(super) threshold: f32,
    pub(super) options: &'a BilevelOptions,
}

impl Edge<'_> {
    /// The outline of `contour`, or `None` when nothing of it is left.
    pub(super) fn ring(&self, contour: &Contour) -> Option<Ring> {
        let soft = self.is_soft(contour);
        if soft && self.options.alpha_max > 0.0 && contour.cracks.len() < FITTABLE {
            return self.fitted(contour);
        }
        let lattice: Vec<Point> = contour.cracks.iter().map(corner).collect();
        let middles: Vec<Option<Point>> = if soft {
            self.located(contour).map(|l| l.map(|l| l.sample.p)).collect()
        } else {
            middles(&contour.cracks)
        };
        let vertices = polygon::vertices(&lattice, &middles);
        smooth::curves(&vertices, self.options).map(Ring::Path)
    }

    fn is_soft(&self, contour: &Contour) -> bool {
        let n = contour.cracks.len();
        let pairs = contour.cracks.iter().zip(contour.cracks.iter().cycle().skip(1)).take(n);
        let (mut soft, mut all) = (0.0, 0.0);
        for (a, b) in pairs.filter(|(a, b)| a.heading != b.heading) {
            for crack in [a, b] {
                all += 1.0;
                soft += f64::from(u8::from(locate::is_soft(self.luma, crack)));
            }
        }
        soft >= SOFT_SHARE * all && soft > 0.0
    }

    /// Located, then fitted as the sub-pixel engine fits.
    fn fitted(&self, contour: &Contour) -> Option<Ring> {
        let located: Vec<Located> = self.located(contour).flatten().collect();
        let samples: Vec<Sample> = located.iter().map(|l| l.sample).collect();
        if samples.len() < 3 {
            return None;
        }
        let options = fit_options(self.options);
        if let Some(found) = primitive::recognize(&samples, &options, Sight::Whole) {
            return Some(Ring::Primitive(found));
        }
        let cover = self.cover(contour.region, locate::common_levels(&located));
        let Fitted { start, pieces } = path::closed(samples, &options, &cover);
        let mut path = BezPath::new();
        path.move_to(start);
        for piece in &pieces {
            match *piece {
                Piece::Line(p) => path.line_to(p),
                Piece::Cubic(a, b, p) => path.curve_to(a, b, p),
            }
        }
        path.close_path();
        (!pieces.is_empty()).then_some(Ring::Path(path))
    }

    /// How much of a pixel the region covers, where its levels are known and no other dark region is near.
    fn cover(&self, region: u32, levels: Option<(f32, f32)>) -> impl Fn(i32, i32) -> Option<f64> {
        move |x, y| {
            let (dark, light) = levels?;
            let here = self.regions.of.get(isize::try_from(x).ok()?, isize::try_from(y).ok()?)?;
            if here != region && self.regions.fill.get(cell(here)) == Some(&1) {
                return None;
            }
            let level = locate::at(self.luma, x, y)?;
            Some(f64::from(((light - level) / (light - dark)).clamp(0.0, 1.0)))
        }
    }

    /// The located points, `None` for cracks whose row of pixels runs along the boundary and locates nothing.
    fn located<'b>(&'b self, contour: &'b Contour) -> impl Iterator<Item = Option<Located>> + 'b {
        let n = contour.cracks.len();
        let crack = move |k: usize| contour.cracks.get(k % n);
        (0..n).map(move |k| {
            let (this, back, ahead) = (crack(k)?, crack(k + n - 2.min(n))?, crack(k + 2)?);
            let direction = middle(ahead) - middle(back);
            let (dx, dy) = (direction.x.abs(), direction.y.abs());
            // Slightly generous, so that a boundary at 45° keeps both kinds of points.
            let across = match this.heading {
                Heading::North | Heading::South => dy >= 0.9 * dx,
                Heading::East | Heading::West => dx >= 0.9 * dy,
            };
            across.then(|| locate::locate(self.luma, this, self.threshold))
        })
    }
}

fn middle(crack: &Crack) -> Point {
    let (dx, dy) = crack.heading.step();
    corner(crack) + Vec2::new(dx.into(), dy.into()) / 2.0
}

fn middles(cracks: &[Crack]) -> Vec<Option<Point>> {
    cracks.iter().map(|crack| Some(middle(crack))).collect()
}

/// Potrace's two parameters in the terms of the fitter; at their defaults, the fitter's own.
///
/// Potrace keeps a corner whose vertex lies at least 1 / (1 − ¾ `alpha_max`) half pixels from the line through the
/// middles of its sides; the smallest turn that counts as a corner grows likewise.
fn fit_options(options: &BilevelOptions) -> FitOptions {
    let own = FitOptions::default();
    let bluntness = 0.25 / (1.0 - 0.75 * options.alpha_max).max(1e-3);
    FitOptions {
        corner_angle: own.corner_angle * bluntness,
        tolerance: own.tolerance * (options.opt_tolerance / 0.2).clamp(0.3, 50.0),
        ..own
    }
}
