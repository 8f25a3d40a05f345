//! The sub-pixel tracer in three steps that can be timed apart.

use crate::color::{self, Color};
use crate::contour::{self, Contour};
use crate::grid::Grid;
use crate::junction::Votes;
use crate::locate::{Edges, Scene};
use crate::noise::Noise;
use crate::options::TraceOptions;
use crate::order::{self, Order};
use crate::outline::Plan;
use crate::palette::{self, Palette};
use crate::regions::{self, Regions};
use crate::specks::Least;
use crate::{blur, noise, scatter, subpixel, unmix};
use linocut_core::{Context, Effort, Raster, Result};

/// A picture with the result of every step, so that each step can be repeated alone. For benches.
pub struct Stages {
    field: Grid<Color>,
    sigma: f32,
    reach: usize,
    palette: Palette,
    regions: Regions,
    contours: Vec<Contour>,
    order: Order,
}

/// Regions smaller than this are specks, in pixels: what the logo preset takes for a clean picture.
const MIN_AREA: u32 = 3;

impl Stages {
    /// Runs every step on `picture` with default options.
    ///
    /// # Errors
    /// Those of `cx`.
    pub fn new(picture: &Raster, cx: &Context) -> Result<Self> {
        let field = color::premultiply(picture);
        let sigma = noise::deviation(&field);
        let mut palette = palette::find(&field, Noise::even(sigma), true, cx)?;
        let reach = blur::reach(&palette);
        let labels = unmix::labels(&field, &mut palette, reach, cx)?;
        let regions = regions::connect(&labels, Least::even(MIN_AREA), Some(&palette), cx)?;
        let contours = contour::contours(&regions);
        let order = order::order(&regions, &contours, &palette.fills, &Votes::default());
        Ok(Self { field, sigma, reach, palette, regions, contours, order })
    }

    /// Finds the fills again; their number.
    ///
    /// # Errors
    /// Those of `cx`.
    pub fn palette(&self, cx: &Context) -> Result<usize> {
        Ok(palette::find(&self.field, Noise::even(self.sigma), true, cx)?.fills.len())
    }

    /// Unmixes the pixels and walks around the regions again; the number of contours.
    ///
    /// # Errors
    /// Those of `cx`.
    pub fn planar_map(&self, cx: &Context) -> Result<usize> {
        let mut palette = palette::find(&self.field, Noise::even(self.sigma), true, cx)?;
        let labels = unmix::labels(&self.field, &mut palette, self.reach, cx)?;
        let regions = regions::connect(&labels, Least::even(MIN_AREA), Some(&palette), cx)?;
        Ok(contour::contours(&regions).len())
    }

    /// Locates and fits all boundaries again; the number of regions.
    ///
    /// # Errors
    /// Those of `cx`.
    pub fn fitting(&self, cx: &Context) -> Result<usize> {
        let reach = i32::try_from(self.reach).unwrap_or(i32::MAX).saturating_add(1);
        let (field, regions, fills) = (&self.field, &self.regions, self.palette.fills.as_slice());
        let scene = Scene { field, regions, fills, reach, sigma: self.sigma, edges: Edges::Drawn };
        let options = scatter::fit_options(&scene, &self.contours, &TraceOptions::default(), Effort::Balanced);
        let plan = Plan { scene: &scene, order: &self.order, options };
        subpixel::items(&plan, &self.contours, cx).map(|items| items.len())
    }
}
