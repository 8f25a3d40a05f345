//! Completes what later regions hide of a circle, an ellipse or a rectangle.

use crate::chain::{self, Run};
use crate::contour::{Contour, Heading};
use crate::fit::primitive::{self, Primitive, Sight};
use crate::fit::{FitOptions, Sample};
use crate::locate::Scene;
use crate::locate::midpoint;
use crate::number::{float, floor};
use crate::outline::{Plan, runs};
use crate::regions::OUTSIDE;
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

/// A contour of a region, and of each of its cracks whether it is seen.
struct Part<'a> {
    contour: &'a Contour,
    hard: Vec<bool>,
}

/// The shape that the outer boundaries of one region are the visible part of; what it adds to the region is hidden by
/// later regions.
pub(crate) fn complete(plan: &Plan, contours: &[&Contour]) -> Option<Primitive> {
    let parts: Vec<Part> = contours.iter().map(|c| Part { contour: c, hard: plan.hard(c) }).collect();
    let all: usize = parts.iter().map(|p| p.hard.len()).sum();
    let seen: usize = parts.iter().map(|p| p.hard.iter().filter(|h| **h).count()).sum();
    let solid = parts.iter().all(|p| p.contour.area > 0 && p.hard.contains(&true) && p.hard.contains(&false));
    if !solid || float(seen) < SEEN * float(all) {
        return None;
    }
    let located = |p: &Part| -> Vec<Sample> {
        runs(&p.hard).into_iter().flat_map(|run| chain::samples(plan.scene, p.contour, run)).collect()
    };
    let samples: Vec<Sample> = parts.iter().flat_map(located).collect();
    let found = primitive::recognize(&samples, &plan.options, Sight::Part)?;
    let holds = parts.iter().all(|p| holds(&found, p.contour));
    (holds && stays_hidden(plan, &parts, &found) && comes_out_unseen(plan, &parts, &found)).then_some(found)
}

/// Corners of a larger radius make a rectangle round, in pixels.
const ROUND: f64 = 2.0;
/// Boundaries of fewer cracks are too short to say what they are, those of more too long to look at.
const LOOKED_AT: std::ops::Range<usize> = 16..6000;

/// The regions inside the picture whose outer boundary is a circle, an ellipse or a rounded rectangle, each with the
/// regions around it; only those that touch several.
pub(crate) fn seen(scene: &Scene, contours: &[Contour], options: &FitOptions) -> BTreeMap<u32, BTreeSet<u32>> {
    let shape = |contour: &Contour| {
        let others: BTreeSet<u32> = contour.cracks.iter().map(|c| c.other).collect();
        if contour.area <= 0
            || others.len() < 2
            || others.contains(&OUTSIDE)
            || !LOOKED_AT.contains(&contour.cracks.len())
        {
            return None;
        }
        let run = Run { from: 0, len: contour.cracks.len(), closed: true };
        let found = primitive::recognize(&chain::samples(scene, contour, run), options, Sight::Whole)?;
        let round = match found {
            Primitive::Circle(_) | Primitive::Ellipse(_) => true,
            Primitive::Rect(slab) => slab.radius > ROUND,
        };
        round.then_some((contour.region, others))
    };
    contours.iter().filter_map(shape).collect()
}

/// Whether the whole region lies inside the shape.
fn holds(shape: &Primitive, contour: &Contour) -> bool {
    contour.cracks.iter().all(|c| {
        let middle = midpoint(c);
        shape.distance(Point::new(middle.x, middle.y)) < INSIDE
    })
}

/// Whether every pixel inside the shape is inside the region or hidden by a later region.
fn stays_hidden(plan: &Plan, parts: &[Part], shape: &Primitive) -> bool {
    let bounds = shape.path().bounding_box();
    let (w, h) = (whole(plan.scene.field.width), whole(plan.scene.field.height));
    let (x0, x1) = (floor(bounds.x0).max(0), floor(bounds.x1).min(w - 1));
    let mut walls: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for crack in parts.iter().flat_map(|p| &p.contour.cracks) {
        match crack.heading {
            Heading::South => walls.entry(crack.y).or_default().push(crack.x),
            Heading::North => walls.entry(crack.y - 1).or_default().push(crack.x),
            Heading::East | Heading::West => {}
        }
    }
    let Some(region) = parts.first().map(|p| p.contour.region) else { return false };
    let none = Vec::new();
    (floor(bounds.y0).max(0)..=floor(bounds.y1).min(h - 1)).all(|y| {
        let walls = walls.get(&y).unwrap_or(&none);
        (x0..=x1).all(|x| {
            let within = || walls.iter().filter(|&&wall| wall <= x).count() % 2 == 1;
            let middle = Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
            plan.order.covers(plan.scene.region(x, y), region) || within() || shape.distance(middle) > -INSIDE
        })
    })
}

/// Whether the shape's outline is deep under later regions wherever no visible boundary is near.
fn comes_out_unseen(plan: &Plan, parts: &[Part], shape: &Primitive) -> bool {
    let cell = |p: Point| (floor(p.x / CELL), floor(p.y / CELL));
    let Some(region) = parts.first().map(|p| p.contour.region) else { return false };
    let cracks = parts.iter().flat_map(|p| p.contour.cracks.iter().zip(&p.hard));
    let visible = cracks.filter(|(_, h)| **h).map(|(c, _)| {
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
            .all(|&(dx, dy)| plan.order.covers(plan.scene.region(floor(p.x + dx), floor(p.y + dy)), region))
    };
    shape.path().segments().all(|segment| {
        let steps = floor(segment.arclen(0.1)).clamp(1, 100_000);
        (0..=steps).all(|k| {
            let p = segment.eval(f64::from(k) / f64::from(steps));
            near(p) || hidden(p)
        })
    })
}

fn whole(side: usize) -> i32 {
    i32::try_from(side).unwrap_or(i32::MAX)
}
