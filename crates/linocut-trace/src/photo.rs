//! Photographs and paintings: as many regions as the eye needs at arm's length, each a color or shading along a line.

use crate::color::{self, Color, distance};
use crate::fill::{Axis, Fill, Ramp};
use crate::flat::neighbors;
use crate::grid::Grid;
use crate::merge::{self, Moments, Shading, Stop};
use crate::number::{float, narrow, whole};
use crate::regions;
use crate::specks::Least;
use linocut_core::{Context, Result};

/// What a pixel of boundary weighs against a squared error of one level in one pixel: more gives fewer, larger shapes.
const WEIGHT: f64 = 600.0;
/// Most regions of a picture of a million pixels; their number grows with the side of a picture, not its area.
const MOST: f64 = 1200.0;
/// Regions are looked for in at most this many pixels, found by halving, and settled in all.
const LOOKED_AT: usize = 1_300_000;
/// Passes that settle boundaries; each moves them by up to a pixel.
const PASSES: usize = 4;
/// What a neighbor of another region costs a pixel, in squared levels: smooths boundaries in soft transitions, and more
/// rounds corners.
const ROUGH: f32 = 300.0;
/// What shading must spare of the squared error of a pixel on average, in squared levels, to be worth a gradient.
const SPARED: f64 = 4.0;
/// Shading over fewer levels is one color.
const LEAST_RANGE: f32 = 5.0;
/// Alpha from here on is opaque, in levels: the rim of a cut-out picture is no glass.
const OPAQUE: f32 = 240.0;

/// The regions of a picture and what each is painted with.
pub(crate) struct Poster {
    /// The region of each pixel, a position in `fills`.
    pub(crate) labels: Grid<u16>,
    /// The fill of each region.
    pub(crate) fills: Vec<Fill>,
}

/// Parts `field` into regions, none of them smaller than `min_area` pixels.
pub(crate) fn poster(field: &Grid<Color>, min_area: u32, cx: &Context) -> Result<Poster> {
    let side = (1..=256).find(|k| field.cells.len() / (k * k) <= LOOKED_AT).unwrap_or(1);
    let small = shrunk(field, side);
    let most = MOST * (float(small.cells.len()) / 1e6).sqrt();
    let stop = Stop { weight: WEIGHT, most: whole(most.max(200.0)) };
    let found = merge::merge(&small, stop, cx)?;
    let mut labels = field.map_at(|x, y| {
        let (x, y) = ((x / side).min(found.width - 1), (y / side).min(found.height - 1));
        found.cells.get(y * found.width + x).and_then(|&r| u16::try_from(r).ok()).unwrap_or(0)
    });
    let mut fills = fills(field, &labels);
    for _ in 0..PASSES {
        labels = settled(field, &labels, &fills, cx)?;
    }
    // Settling may cut regions apart; crumbs go to those they touch.
    let clean = regions::connect(&labels, Least::even(min_area), None, cx)?;
    labels = clean.of.map_at(|x, y| {
        let region = clean.of.cells.get(y * clean.of.width + x).copied().unwrap_or(0);
        clean.fill.get(regions::cell(region)).copied().unwrap_or(0)
    });
    fills = self::fills(field, &labels);
    Ok(Poster { labels, fills })
}

/// The means of `side`×`side` pixels; what is left over at the right and below goes without.
fn shrunk(field: &Grid<Color>, side: usize) -> Grid<Color> {
    if side == 1 {
        return field.clone();
    }
    let (width, height) = ((field.width / side).max(1), (field.height / side).max(1));
    Grid::filled(width, height, ()).map_at(|x, y| {
        let mut moments = Moments::default();
        for row in y * side..((y + 1) * side).min(field.height) {
            for column in x * side..((x + 1) * side).min(field.width) {
                moments.add((0, 0), field.cells.get(row * field.width + column).copied().unwrap_or_default());
            }
        }
        moments.mean().map(narrow)
    })
}

/// What each region is painted with.
fn fills(field: &Grid<Color>, labels: &Grid<u16>) -> Vec<Fill> {
    let most = labels.cells.iter().copied().max().map_or(0, |most| usize::from(most) + 1);
    let mut moments = vec![Moments::default(); most];
    for (at, (&label, &color)) in labels.cells.iter().zip(&field.cells).enumerate() {
        if let Some(own) = moments.get_mut(usize::from(label)) {
            own.add((at % field.width, at / field.width), color);
        }
    }
    let shadings: Vec<Option<Shading>> = moments.iter().map(|m| m.shading(SPARED * m.pixels())).collect();
    let mut spans = vec![(f64::MAX, f64::MIN); most];
    for (at, &label) in labels.cells.iter().enumerate() {
        let label = usize::from(label);
        if let (Some(Some(shading)), Some(span)) = (shadings.get(label), spans.get_mut(label)) {
            let t = along(shading, (at % field.width, at / field.width));
            *span = (span.0.min(t), span.1.max(t));
        }
    }
    let sloped = |(shading, span): (&Option<Shading>, _)| shading.as_ref().and_then(|s| ramp(s, span));
    let ramps = shadings.iter().zip(spans).map(sloped);
    ramps.zip(&moments).map(|(ramp, m)| ramp.unwrap_or_else(|| Fill::Solid(snapped(m.mean().map(narrow))))).collect()
}

/// How far along its direction a pixel lies, from the middle of the shading.
fn along(shading: &Shading, (x, y): (usize, usize)) -> f64 {
    let [dx, dy] = shading.direction;
    (float(x) + 0.5 - shading.middle[0]) * dx + (float(y) + 0.5 - shading.middle[1]) * dy
}

/// The ramp of a shading from `from` to `to` along its direction; `None` where one color does as well.
fn ramp(shading: &Shading, (from, to): (f64, f64)) -> Option<Fill> {
    let Shading { middle: [x, y], direction: [dx, dy], mean, by } = *shading;
    let color = |t: f64| {
        let (mean, by) = (mean.map(narrow), by.map(|b| narrow(b * t)));
        let [r, g, b, a] = snapped(color::sub(mean, by.map(|b| -b)));
        [r.clamp(0.0, a), g.clamp(0.0, a), b.clamp(0.0, a), a]
    };
    let (low, high) = (color(from), color(to));
    if distance(low, high) < LEAST_RANGE || low[3] < 1.0 || high[3] < 1.0 {
        return None;
    }
    let point = |t: f64| [narrow(x + dx * t), narrow(y + dy * t)];
    let stop = |c: Color| {
        let k = 255.0 / c[3];
        [c[0] * k, c[1] * k, c[2] * k, c[3]]
    };
    Some(Fill::Ramp(Ramp {
        axis: Axis::Linear(point(from), point(to)),
        stops: vec![(0.0, stop(low)), (1.0, stop(high))],
    }))
}

/// `color` with alpha that is all but full or nothing made so.
fn snapped(color: Color) -> Color {
    let [r, g, b, a] = color;
    if a < 8.0 {
        [0.0; 4]
    } else if a >= OPAQUE {
        let full = |c: f32| (c * 255.0 / a).clamp(0.0, 255.0);
        [full(r), full(g), full(b), 255.0]
    } else {
        color
    }
}

/// Labels in which each pixel on a boundary has gone to the region that suits its color and its eight neighbors best.
///
/// One step of iterated conditional modes (Besag 1986), all pixels at once.
fn settled(field: &Grid<Color>, labels: &Grid<u16>, fills: &[Fill], cx: &Context) -> Result<Grid<u16>> {
    let (w, h) = (labels.width, labels.height);
    labels.map_rows(cx, |x, y| {
        let at = y * w + x;
        let own = labels.cells.get(at).copied().unwrap_or(0);
        let beside = neighbors(at, w, h).into_iter().flatten().filter_map(|to| labels.cells.get(to).copied());
        let mut near = [own; 5];
        for (slot, label) in near.iter_mut().skip(1).zip(beside) {
            *slot = label;
        }
        if near == [own; 5] {
            return own;
        }
        let color = field.cells.get(at).copied().unwrap_or_default();
        let cost = |label: u16| {
            let off = fills.get(usize::from(label)).map_or([0.0; 4], |f| color::sub(f.at(x, y), color));
            color::dot(off, off) + ROUGH * unlike(labels, (x, y), label)
        };
        let priced = near.map(|label| (cost(label), label));
        // The own label comes first and wins a tie.
        priced.into_iter().reduce(|best, next| if next.0 < best.0 { next } else { best }).map_or(own, |b| b.1)
    })
}

/// How many of the eight neighbors of a pixel have another label; those across a corner count less.
fn unlike(labels: &Grid<u16>, (x, y): (usize, usize), label: u16) -> f32 {
    let (Ok(x), Ok(y)) = (isize::try_from(x), isize::try_from(y)) else { return 0.0 };
    let other = |dx: isize, dy: isize| labels.get(x + dx, y + dy).is_some_and(|l| l != label);
    let straight = [(1, 0), (-1, 0), (0, 1), (0, -1)].into_iter().filter(|&(dx, dy)| other(dx, dy)).count();
    let across = [(1, 1), (-1, 1), (1, -1), (-1, -1)].into_iter().filter(|&(dx, dy)| other(dx, dy)).count();
    narrow(float(straight) + float(across) * std::f64::consts::FRAC_1_SQRT_2)
}
