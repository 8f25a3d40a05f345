//! Which regions are parts of one shape, and the order in which they are painted.

use crate::bridge;
use crate::color::Color;
use crate::contour::Contour;
use crate::fill::Fill;
use crate::fit::FitOptions;
use crate::grid::Grid;
use crate::junction;
use crate::locate::{Edges, Scene};
use crate::order::{self, Order};
use crate::outline::Plan;
use crate::regions::Regions;

/// What is known about a picture beside its regions.
pub(crate) struct Basis<'a> {
    pub(crate) field: &'a Grid<Color>,
    pub(crate) fills: &'a [Fill],
    /// Farthest that an edge is blurred to one side, in pixels.
    pub(crate) reach: i32,
    /// Standard deviation of the noise, in levels.
    pub(crate) sigma: f32,
    /// What boundaries are.
    pub(crate) edges: Edges,
}

impl Basis<'_> {
    /// It with the regions.
    pub(crate) fn scene<'a>(&'a self, regions: &'a Regions) -> Scene<'a> {
        let &Self { field, fills, reach, sigma, edges } = self;
        Scene { field, regions, fills, reach, sigma, edges }
    }
}

/// The painting order of `regions`, after those that something on top separates have become one.
pub(crate) fn layer(basis: &Basis, regions: &mut Regions, contours: &mut [Contour], options: FitOptions) -> Order {
    let scene = basis.scene(regions);
    let votes = junction::votes(&scene, contours, &options);
    let order = order::order(regions, contours, basis.fills, &votes);
    let plan = Plan { scene: &scene, order: &order, options };
    let home = bridge::joined(&plan, contours);
    if home.iter().zip(0..).all(|(home, region)| *home == region) {
        return order;
    }
    bridge::merge(regions, contours, &home);
    let votes = junction::votes(&basis.scene(regions), contours, &options);
    order::order(regions, contours, basis.fills, &votes)
}
