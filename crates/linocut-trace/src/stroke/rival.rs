//! What lines among fills compete with: the outline that a region would get if it were filled.

use crate::contour::{self, Contour};
use crate::fit::FitOptions;
use crate::junction::Votes;
use crate::locate::Scene;
use crate::options::TraceOptions;
use crate::order::{self, Order};
use crate::outline::Plan;
use crate::{scatter, shape};
use linocut_core::Effort;
use linocut_core::kurbo::BezPath;

/// A picture whose regions can be outlined one by one.
pub(super) struct Rivals<'a> {
    scene: Scene<'a>,
    contours: Vec<Contour>,
    order: Order,
    options: FitOptions,
}

impl<'a> Rivals<'a> {
    pub(super) fn new(scene: Scene<'a>, options: &TraceOptions, effort: Effort) -> Self {
        let contours = contour::contours(scene.regions);
        let order = order::order(scene.regions, &contours, scene.fills, &Votes::default());
        let options = scatter::fit_options(&scene, &contours, options, effort);
        Self { scene, contours, order, options }
    }

    /// The outline of `region` with its holes, for the even-odd rule.
    pub(super) fn outline(&self, region: u32) -> BezPath {
        let plan = Plan { scene: &self.scene, order: &self.order, options: self.options };
        let own = self.contours.iter().filter(|c| c.region == region);
        shape::joined(&mut own.filter_map(|c| plan.exact(c)).collect())
    }
}
