//! Completes what later regions hide of a circle, an ellipse or a rectangle.

use crate::chain::{self, Run};
use crate::contour::{Contour, Heading};
use crate::fit::Sample;
use crate::fit::primitive::{self, Primitive, Sight};
use crate::locate::midpoint;
use crate::outline::Plan;
use linocut_core::kurbo::{ParamCurve as _, ParamCurveArclen as _, Point, Shape as _};
use std::collections::{BTreeMap, BTreeSet};

/// At least this share of a boundary must be seen before its shape is guessed: less leaves too much to chance.
const SEEN: f64 = 0.3;
/// A pixel whose middle lies this far inside a shape shows nothing but the shape, in pixels.
const INSIDE: f64 = 0.8;
/// How far a hidden boundary must stay inside what hides it, in pixels.
const INSET: f64 = 1.1;
/// Side of the cells in which visible cracks are looked up, in pixels: how far a boundary that comes out of hiding may
/// be seen through anti-aliased pixels.
const CELL: f64 = 3.0;

/// The shape that the boundary is the visible part of; what it adds to the region is hidden by later regions.
///
/// `hard` tells of each crack of the contour whether it is visible; `runs` are the visible stretches.
pub(crate) fn complete(plan: &Plan, contour: &Contour, hard: &[bool], runs: &[Run]) -> Option<Primitive> {
    let seen = hard.iter().filter(|h| **h).count();
    if contour.area <= 0 || float(seen) < SEEN * float(hard.len()) {
        return None;
    }
    let samples: Vec<Sample> = runs.iter().flat_map(|&run| chain::samples(plan.scene, contour, run)).collect();
    let found = primitive::recognize(&samples, &plan.options, Sight::Part)?;
    (holds(&found, contour) && stays_hidden(plan, contour, &found) && comes_out_unseen(plan, contour, hard, &found))
        .then_some(found)
}

/// Whether the whole region lies inside the shape.
fn holds(shape: &Primitive, contour: &Contour) -> bool {
    contour.cracks.iter().all(|c| {
        let middle = midpoint(c);
        shape.distance(Point::new(middle.x, middle.y)) < INSIDE
    })
}

/// Whether every pixel inside the shape is inside the contour or hidden by a later region.
fn stays_hidden(plan: &Plan, contour: &Contour, shape: &Primitive) -> bool {
    let bounds = shape.path().bounding_box();
    let (w, h) = (whole(plan.scene.field.width), whole(plan.scene.field.height));
    let (x0, x1) = (floor(bounds.x0).max(0), floor(bounds.x1).min(w - 1));
    let mut walls: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for crack in &contour.cracks {
        match crack.heading {
            Heading::South => walls.entry(crack.y).or_default().push(crack.x),
            Heading::North => walls.entry(crack.y - 1).or_default().push(crack.x),
            Heading::East | Heading::West => {}
        }
    }
    let none = Vec::new();
    (floor(bounds.y0).max(0)..=floor(bounds.y1).min(h - 1)).all(|y| {
        let walls = walls.get(&y).unwrap_or(&none);
        (x0..=x1).all(|x| {
            let within = || walls.iter().filter(|&&wall| wall <= x).count() % 2 == 1;
            let middle = Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
            plan.order.covers(plan.scene.region(x, y), contour.region) || within() || shape.distance(middle) > -INSIDE
        })
    })
}

/// Whether the shape's outline is deep under later regions wherever no visible boundary is near.
fn comes_out_unseen(plan: &Plan, contour: &Contour, hard: &[bool], shape: &Primitive) -> bool {
    let cell = |p: Point| (floor(p.x / CELL), floor(p.y / CELL));
    let visible = contour.cracks.iter().zip(hard).filter(|(_, h)| **h).map(|(c, _)| {
        let middle = midpoint(c);
        cell(Point::new(middle.x, middle.y))
    });
    let visible: BTreeSet<(i32, i32)> = visible.collect();
    let near = |p: Point| {
        let (x, y) = cell(p);
        (-1..=1).any(|dy| (-1..=1).any(|dx| visible.contains(&(x + dx, y + dy))))
    };
    let hidden = |p: Point| {
        [(INSET, 0.0), (-INSET, 0.0), (0.0, INSET), (0.0, -INSET)]
            .iter()
            .all(|&(dx, dy)| plan.order.covers(plan.scene.region(floor(p.x + dx), floor(p.y + dy)), contour.region))
    };
    shape.path().segments().all(|segment| {
        let steps = floor(segment.arclen(0.1)).clamp(1, 100_000);
        (0..=steps).all(|k| {
            let p = segment.eval(f64::from(k) / f64::from(steps));
            near(p) || hidden(p)
        })
    })
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "positions inside the picture")]
fn floor(x: f64) -> i32 {
    x.floor() as i32
}

fn whole(side: usize) -> i32 {
    i32::try_from(side).unwrap_or(i32::MAX)
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts of cracks")]
fn float(n: usize) -> f64 {
    n as f64
}
