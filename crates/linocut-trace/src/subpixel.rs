//! Linocut's own tracer, from pixels to shapes.

use crate::chain::{self, Run};
use crate::contour::{self, Contour};
use crate::fill::{Axis, Fill};
use crate::fit::primitive::Primitive;
use crate::fit::{FitOptions, normal, unit};
use crate::locate::Scene;
use crate::options::{Background, Preset, TraceOptions};
use crate::order::Role;
use crate::outline::{Plan, Ring};
use crate::{blur, color, noise, order, palette, regions, sliver, unmix};
use linocut_core::kurbo::{Affine, BezPath, Point, Rect, Shape as _, Vec2};
use linocut_core::{
    Context, Drawing, FillRule, Gradient, GradientShape, Item, Outline, Paint, Raster, Result, Shape, Spread, Stop,
    Unit,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Traces `picture` with sub-pixel boundaries.
pub(crate) fn trace(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    let field = color::premultiply(picture);
    let sigma = noise::deviation(&field);
    cx.check()?;
    let mut palette = palette::find(&field, sigma, options.colors.is_none() && options.palette.is_empty());
    cx.check()?;
    match (options.palette.as_slice(), options.colors) {
        ([], None) => {}
        ([], Some(most)) => palette.reduce(usize::from(most)),
        (fixed, _) => palette.restrict(&fixed.iter().map(|&c| color::premultiplied(c)).collect::<Vec<_>>()),
    }
    let reach = blur::reach(&palette);
    let ringing = blur::ringing(&field, &palette, reach);
    palette.tolerance = palette.tolerance.max(ringing);
    if !palette.closed {
        let textured = if sigma > palette::TEXTURE { FAINT + 2.0 * sigma } else { 0.0 };
        palette.join(ringing.max(textured));
    }
    let mut labels = unmix::labels(&field, &mut palette, reach);
    if reach > 2 || ringing > 0.0 {
        // Twice: the first pass may leave strips between strips.
        for _ in 0..2 {
            labels = sliver::dissolve(&field, &palette, &labels, STRIP * float(reach));
        }
    }
    cx.check()?;
    let regions = regions::connect(&labels, min_area(options, sigma));
    let contours = contour::contours(&regions);
    let order = order::order(&regions, &contours, &palette.fills);
    cx.check()?;
    let scene = Scene {
        field: &field,
        regions: &regions,
        fills: &palette.fills,
        reach: i32::try_from(reach).unwrap_or(6) + 1,
        sigma,
    };
    let fit = fit_options(&scene, &contours, options);
    let plan = Plan { scene: &scene, order: &order, options: fit };
    let mut by_region: BTreeMap<u32, Vec<&Contour>> = BTreeMap::new();
    for contour in &contours {
        by_region.entry(contour.region).or_default().push(contour);
    }
    let queue: Vec<u32> = order.regions();
    let items: Vec<Option<Item>> = queue
        .par_iter()
        .map(|r| {
            cx.check()?;
            Ok(shape(&plan, *r, &by_region, &palette.fills))
        })
        .collect::<Result<_>>()?;
    let painted_bottom = items.first().is_some_and(Option::is_some);
    let mut items: Vec<Item> = items.into_iter().flatten().collect();
    if painted_bottom
        && options.background == Background::Drop
        && queue.first().is_some_and(|&r| is_background(&regions, r))
    {
        items.remove(0);
    }
    let view = Rect::new(0.0, 0.0, f64::from(picture.width()), f64::from(picture.height()));
    let mut drawing = Drawing::new(view, items);
    drawing.size = Some((view.width(), view.height()));
    Ok(drawing)
}

/// Colors this near are one in a textured picture, in levels: bands there follow the texture, not the drawing.
const FAINT: f32 = 10.0;

/// Width of the widest strip that blur leaves, as a share of its reach.
const STRIP: f64 = 1.0;

/// Whether `region` surrounds the rest: most of the picture's border shows it.
fn is_background(regions: &regions::Regions, region: u32) -> bool {
    let (w, h) = (regions.of.width, regions.of.height);
    let on_border = |&(at, _): &(usize, &u32)| at < w || at >= w * (h - 1) || at % w == 0 || at % w == w - 1;
    let border = regions.of.cells.iter().enumerate().filter(on_border);
    let (mut shows, mut all) = (0_usize, 0_usize);
    for (_, &r) in border {
        all += 1;
        shows += usize::from(r == region);
    }
    // Two thirds: a logo may touch one side.
    3 * shows >= 2 * all
}

/// Fitted shapes of less area than this show nothing, in square pixels: what is left of mixes where three fills meet.
const SPECK: f64 = 0.6;

/// Tolerances from the scatter of the located points, or from the tolerance that was asked for.
fn fit_options(scene: &Scene, contours: &[Contour], options: &TraceOptions) -> FitOptions {
    let usual = FitOptions::default();
    let sigma = options.tolerance.map_or_else(|| scatter(scene, contours).max(usual.sigma), |t| t / 3.0);
    FitOptions { sigma, tolerance: options.tolerance.unwrap_or(3.0 * sigma), ..usual }
}

/// Contours looked at to judge the scatter; more change it little.
const SCATTER_CONTOURS: usize = 48;

/// The standard deviation of located points across their boundary, in pixels.
///
/// The median distance of a point from the middle of its neighbors two places away, where the three are nearly in line.
fn scatter(scene: &Scene, contours: &[Contour]) -> f64 {
    let mut long: Vec<&Contour> = contours.iter().filter(|c| c.cracks.len() >= 24).collect();
    let step = long.len().div_ceil(SCATTER_CONTOURS).max(1);
    long = long.into_iter().step_by(step).collect();
    let mut distances: Vec<f64> = Vec::new();
    for contour in long {
        let run = Run { from: 0, len: contour.cracks.len().min(400), closed: false };
        let samples = chain::samples(scene, contour, run);
        distances.extend(samples.windows(5).filter_map(|w| match w {
            &[a, _, b, _, c] if a.w.min(b.w).min(c.w) > 0.05 => {
                let chord = c.p - a.p;
                let across = normal(unit(chord, Vec2::ZERO)).dot(b.p - a.p.midpoint(c.p)).abs();
                (chord.hypot2() < 36.0).then_some(across)
            }
            _ => None,
        }));
    }
    let middle = distances.len() / 2;
    if distances.len() < 24 {
        return 0.0;
    }
    let (_, median, _) = distances.select_nth_unstable_by(middle, f64::total_cmp);
    // Var(b − (a + c)/2) = 1.5 σ²; 0.6745 turns a median into a standard deviation.
    *median / (1.5_f64.sqrt() * 0.6745)
}

/// Regions smaller than this many pixels are specks.
fn min_area(options: &TraceOptions, sigma: f32) -> u32 {
    let preset = match options.preset {
        Preset::Logo | Preset::Lineart => 3.0,
        Preset::Icon | Preset::Pixel => 1.0,
        Preset::Photo => 12.0,
    };
    let area = options.min_area.unwrap_or(preset + 3.0 * f64::from(sigma));
    round(area)
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn round(x: f64) -> u32 {
    x.clamp(0.0, 1e9).round() as u32
}

/// The shape of one region.
fn shape(plan: &Plan, region: u32, contours: &BTreeMap<u32, Vec<&Contour>>, fills: &[Fill]) -> Option<Item> {
    if plan.order.role(region) == Role::Backdrop {
        return None;
    }
    let label = plan.scene.regions.fill.get(regions::cell(region))?;
    let paint = paint(fills.get(usize::from(*label))?)?;
    if plan.spans_picture(region) {
        let (w, h) = (plan.scene.field.width, plan.scene.field.height);
        let whole = Outline::Rect(Rect::new(0.0, 0.0, float(w), float(h)).to_rounded_rect(0.0));
        return Some(Item::shape(Shape::filled(whole, paint)));
    }
    let mut rings = Vec::new();
    for contour in contours.get(&region)? {
        if let Some(ring) = plan.ring(contour) {
            rings.push(ring);
        } else if contour.area < 0 {
            let gaps = plan.order.gaps(region, contour.cracks.iter().map(|c| c.other));
            let borders = gaps.iter().filter_map(|g| contours.get(g)).flatten().filter(|c| c.area > 0);
            rings.extend(borders.filter_map(|c| plan.exact(c)));
        }
    }
    let outline = match rings.as_slice() {
        [] => return None,
        [Ring::Primitive(Primitive::Circle(c))] => Outline::Circle(*c),
        [Ring::Primitive(Primitive::Ellipse(e))] => Outline::Ellipse(*e),
        _ => Outline::Path(joined(&mut rings)),
    };
    if matches!(&outline, Outline::Path(path) if path.area().abs() < SPECK) {
        return None;
    }
    Some(Item::shape(Shape { outline, fill: Some(paint), fill_rule: FillRule::EvenOdd, stroke: None }))
}

fn joined(rings: &mut Vec<Ring>) -> BezPath {
    let mut path = BezPath::new();
    for ring in rings.drain(..) {
        match ring {
            Ring::Path(p) => path.extend(p),
            Ring::Primitive(Primitive::Circle(c)) => path.extend(c.path_elements(0.01)),
            Ring::Primitive(Primitive::Ellipse(e)) => path.extend(e.path_elements(0.01)),
        }
    }
    path
}

fn paint(fill: &Fill) -> Option<Paint> {
    match fill {
        Fill::Solid(c) => {
            let rgba = color::straight(*c);
            (rgba.a > 0).then_some(Paint::Solid(rgba))
        }
        Fill::Ramp(ramp) => {
            let point = |[x, y]: [f32; 2]| Point::new(f64::from(x), f64::from(y));
            let shape = match ramp.axis {
                Axis::Linear(a, b) => GradientShape::Linear { start: point(a), end: point(b) },
                Axis::Radial(c, r) => GradientShape::Radial { center: point(c), radius: f64::from(r), focus: point(c) },
            };
            let stop =
                |&(o, c): &(f32, color::Color)| Stop { offset: Unit::clamped(f64::from(o)), color: color::straight(c) };
            let stops = ramp.stops.iter().map(stop).collect();
            Some(Paint::Gradient(Gradient { shape, stops, spread: Spread::Pad, transform: Affine::IDENTITY }))
        }
    }
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "sides are below 2^15")]
fn float(side: usize) -> f64 {
    side as f64
}
