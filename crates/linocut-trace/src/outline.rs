//! Turns regions into outlines, each boundary drawn once: by the region that lies on top.
//!
//! A region's shape may be any that covers it and strays only under regions painted later. So the boundary with regions
//! painted earlier is fitted exactly, and the rest is closed by whatever is simplest under the later ones.

use crate::bridge;
use crate::chain::{self, Run};
use crate::contour::{Contour, Crack};
use crate::fit::path::{self, Fitted};
use crate::fit::primitive::{self, Primitive, Sight, Slab};
use crate::fit::{FitOptions, Piece, Sample, unit};
use crate::hidden;
use crate::locate::{Edges, Scene};
use crate::number::float;
use crate::order::{Order, Role};
use crate::regions::{OUTSIDE, cell};
use crate::whole;
use linocut_core::kurbo::{BezPath, PathEl, Point, Vec2};
use std::collections::BTreeSet;

/// One closed part of a shape.
pub(crate) enum Ring {
    Primitive(Primitive),
    Path(BezPath),
}

/// All that outlines are made from.
pub(crate) struct Plan<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) order: &'a Order,
    pub(crate) options: FitOptions,
}

impl Plan<'_> {
    /// The ring that `contour` contributes to its region's shape; `None` when later regions cover it.
    pub(crate) fn ring(&self, contour: &Contour) -> Option<Ring> {
        let hard = self.hard(contour);
        if hard.iter().all(|h| *h) {
            return self.exact(contour);
        }
        if hard.iter().all(|h| !*h) {
            let hidden = match self.scene.edges {
                Edges::Drawn => hidden::polygon,
                Edges::Parted => hidden::spread,
            };
            return (contour.area > 0).then(|| Ring::Path(hidden(contour)));
        }
        let runs = runs(&hard);
        if let Some(found) = whole::complete(self, &[contour]) {
            return Some(Ring::Primitive(found));
        }
        let path = self.partly_hidden(contour, &runs);
        Some(rectangle(&path).map_or(Ring::Path(path), Ring::Primitive))
    }

    /// The rings of parts that something on top separates, and the numbers of the contours that they stand for.
    pub(crate) fn across_gaps(&self, contours: &[&Contour]) -> (Vec<Ring>, BTreeSet<usize>) {
        if contours.len() > 1
            && let Some(found) = whole::complete(self, contours)
        {
            return (vec![Ring::Primitive(found)], (0..contours.len()).collect());
        }
        bridge::rings(self, contours)
    }

    /// Whether `region` lies below all others and nothing shows what is under it: its shape may be the whole picture.
    pub(crate) fn spans_picture(&self, region: u32) -> bool {
        self.order.rank.get(cell(region)) == Some(&0) && self.order.role.iter().all(|r| *r != Role::SeeThrough)
    }

    /// Whether each crack of `contour` is seen.
    pub(crate) fn hard(&self, contour: &Contour) -> Vec<bool> {
        contour.cracks.iter().map(|c| self.is_hard(contour.region, c)).collect()
    }

    fn is_hard(&self, region: u32, crack: &Crack) -> bool {
        crack.other != OUTSIDE && !self.order.covers(crack.other, region)
    }

    /// A boundary that must be drawn all around.
    pub(crate) fn exact(&self, contour: &Contour) -> Option<Ring> {
        let run = Run { from: 0, len: contour.cracks.len(), closed: true };
        let samples = chain::samples(self.scene, contour, run);
        if samples.len() < 3 {
            return None;
        }
        if let Some(found) = primitive::recognize(&samples, &self.options, Sight::Whole) {
            return Some(Ring::Primitive(found));
        }
        let fitted = path::closed(samples, &self.options, &|x, y| self.scene.cover(contour.region, x, y));
        let mut bez = BezPath::new();
        bez.move_to(fitted.start);
        append(&mut bez, &fitted.pieces);
        bez.close_path();
        Some(Ring::Path(bez))
    }

    fn partly_hidden(&self, contour: &Contour, runs: &[Run]) -> BezPath {
        let fits: Vec<Fitted> = runs.iter().map(|&run| self.visible(contour, run)).collect();
        let mut bez = BezPath::new();
        for (k, (run, fit)) in runs.iter().zip(&fits).enumerate() {
            if k == 0 {
                bez.move_to(fit.start);
            }
            append(&mut bez, &fit.pieces);
            let next = (k + 1) % runs.len();
            let (Some(to), Some(after)) = (fits.get(next), runs.get(next)) else { continue };
            append_hidden(&mut bez, &hidden::connect(self, contour, between(contour, *run, *after), (fit, to)), next);
        }
        bez.close_path();
        straightened(&bez)
    }

    /// The exact boundary along `run`, carried a little under the later regions at both ends.
    fn visible(&self, contour: &Contour, run: Run) -> Fitted {
        path::open(self.tucked(contour, run), &self.options, &|x, y| self.scene.cover(contour.region, x, y))
    }

    /// The located points along `run`, with ends a little under the later regions.
    pub(crate) fn tucked(&self, contour: &Contour, run: Run) -> Vec<Sample> {
        let mut samples = chain::samples(self.scene, contour, run);
        let n = contour.cracks.len();
        let corner = |k: usize| {
            contour
                .cracks
                .get((run.from + k) % n.max(1))
                .map_or(Point::ZERO, |c| Point::new(f64::from(c.x), f64::from(c.y)))
        };
        let (first, last) = (corner(0), corner(run.len));
        let page = (float(self.scene.field.width), float(self.scene.field.height));
        let start = tip(samples.iter(), first, page);
        let end = tip(samples.iter().rev(), last, page);
        trim(&mut samples, start, end);
        samples.insert(0, Sample { p: start, w: 0.3 });
        samples.push(Sample { p: end, w: 0.3 });
        samples
    }
}

/// The hidden stretch of `contour` between two visible ones.
pub(crate) fn between(contour: &Contour, run: Run, after: Run) -> Run {
    let n = contour.cracks.len();
    let from = run.from + run.len;
    let gap = (after.from + 2 * n - from) % n;
    Run { from: from % n, len: if gap == 0 { n - run.len } else { gap }, closed: false }
}

/// How far boundaries are carried under the regions that cover their ends, in pixels: enough to hide anti-aliasing.
const TUCK: f64 = 0.8;

/// Least part of a direction across the border for a boundary to end on it: what runs along it has no crossing.
const STEEP: f64 = 0.3;
/// How far the ends of a level line may differ, in pixels: less than two decimals show.
const EVEN: f64 = 0.02;

/// Lines that turn by less than this, in radians, are one; a pixel's width off after a million pixels.
const LEVEL: f64 = 1e-6;

/// Root mean square distance from a line up to which points count as straight, in pixels: more than the bend of a circle
/// of 8 pixels' radius over six of them, less than a corner of 30°.
const STRAIGHT: f64 = 0.25;

/// Where the boundary that `samples` describe (nearest first) ends near `corner`, and a little beyond; on the border where
/// the page ends there.
fn tip<'a>(samples: impl Iterator<Item = &'a Sample>, corner: Point, page: (f64, f64)) -> Point {
    let mut near: Vec<Sample> = samples.filter(|s| s.w > 0.05).take(6).copied().collect();
    let moments = crate::fit::moments::Moments::new(&near);
    let weight = |last: usize| near.iter().take(last + 1).map(|s| s.w).sum::<f64>();
    let straight =
        |last: &usize| moments.line(0, *last).is_some_and(|l| l.squares <= STRAIGHT * STRAIGHT * weight(*last));
    // A corner of the boundary may be near; what lies behind it says nothing about the end.
    let last = (2..near.len()).rev().find(straight).or(near.len().checked_sub(1).map(|last| last.min(1)));
    let Some(line) = last.and_then(|last| moments.line(0, last)) else { return corner };
    near.truncate(last.map_or(0, |last| last + 1));
    let inward = near.last().zip(near.first()).map_or(Vec2::ZERO, |(l, f)| l.p - f.p);
    let outward = if line.direction.dot(inward) > 0.0 { -line.direction } else { line.direction };
    let foot = crate::fit::section::project(&line, corner);
    let p = at_border(foot, outward, corner, page).unwrap_or(foot + unit(outward, Vec2::ZERO) * TUCK);
    // Far from the corner the line says nothing about it.
    if (p - corner).hypot2() < 4.0 { p } else { corner }
}

/// Where a line from `foot` along `outward` crosses the border that `corner` lies on, unless it runs along it.
fn at_border(foot: Point, outward: Vec2, corner: Point, (w, h): (f64, f64)) -> Option<Point> {
    let crossing = |at: f64, from: f64, along: f64| {
        (along.abs() > STEEP).then(|| foot + outward * ((at - from) / along)).filter(|p| (*p - corner).hypot2() < 16.0)
    };
    let level = [0.0, w]
        .into_iter()
        .find(|x| (corner.x - *x).abs() < 0.5)
        .and_then(|x| crossing(x, foot.x, outward.x).map(|p| Point::new(x, p.y.clamp(0.0, h))));
    let upright = || {
        [0.0, h]
            .into_iter()
            .find(|y| (corner.y - *y).abs() < 0.5)
            .and_then(|y| crossing(y, foot.y, outward.y).map(|p| Point::new(p.x.clamp(0.0, w), y)))
    };
    level.or_else(upright)
}

/// A closed path without the points between lines that go on in each other.
fn straightened(path: &BezPath) -> BezPath {
    let mut pieces: Vec<PathEl> = path.elements().iter().copied().filter(|el| *el != PathEl::ClosePath).collect();
    let Some(start) = pieces.first().and_then(PathEl::end_point) else { return path.clone() };
    if pieces.last().and_then(PathEl::end_point) != Some(start) {
        pieces.push(PathEl::LineTo(start));
    }
    let mut kept: Vec<PathEl> = Vec::with_capacity(pieces.len());
    for el in pieces {
        if let (PathEl::LineTo(c), [.., a, PathEl::LineTo(b)]) = (el, kept.as_slice())
            && a.end_point().is_some_and(|a| goes_on(a, *b, c))
        {
            kept.pop();
        }
        kept.push(el);
    }
    // The first point may lie on such a line, too.
    if let [PathEl::MoveTo(_), PathEl::LineTo(b), .., before, PathEl::LineTo(s)] = kept.as_slice()
        && let Some(a) = before.end_point().filter(|a| goes_on(*a, *s, *b))
    {
        kept.pop();
        if let Some(first) = kept.first_mut() {
            *first = PathEl::MoveTo(a);
        }
        if matches!(kept.last(), Some(PathEl::LineTo(_))) {
            kept.pop();
        }
    } else if matches!(kept.last(), Some(PathEl::LineTo(_))) {
        kept.pop();
    }
    kept.push(PathEl::ClosePath);
    BezPath::from_vec(kept)
}

/// Whether lines through three points go on in each other.
fn goes_on(a: Point, b: Point, c: Point) -> bool {
    let (before, after) = (unit(b - a, Vec2::ZERO), unit(c - b, Vec2::ZERO));
    before.dot(after) > 0.0 && before.cross(after).abs() < LEVEL
}

/// The rectangle that a ring of four level and upright lines is.
fn rectangle(path: &BezPath) -> Option<Primitive> {
    let corners: Vec<Point> = path
        .elements()
        .iter()
        .map_while(|el| match el {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => Some(*p),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) | PathEl::ClosePath => None,
        })
        .collect();
    let &[a, b, c, d] = corners.as_slice() else { return None };
    let even = |p: f64, q: f64| (p - q).abs() < EVEN;
    let first = even(a.x, b.x) && even(b.y, c.y) && even(c.x, d.x) && even(d.y, a.y);
    let other = even(a.y, b.y) && even(b.x, c.x) && even(c.y, d.y) && even(d.x, a.x);
    let half = Vec2::new((c.x - a.x).abs() / 2.0, (c.y - a.y).abs() / 2.0);
    ((first || other) && path.elements().len() == 5)
        .then(|| Primitive::Rect(Slab { center: a.midpoint(c), half, radius: 0.0, angle: 0.0 }))
}

/// Drops the points that lie beyond the tips or too near to them to be trusted.
fn trim(samples: &mut Vec<Sample>, start: Point, end: Point) {
    let reach = TUCK + 0.5;
    let far = |s: &Sample| (s.p - start).hypot2() > reach * reach && (s.p - end).hypot2() > reach * reach;
    let first = samples.iter().position(far).unwrap_or(samples.len());
    let last = samples.iter().rposition(far).map_or(first, |l| l + 1);
    samples.truncate(last);
    samples.drain(..first.min(last));
}

/// The maximal stretches of cracks that are hard, in order; there is at least one of each kind.
pub(crate) fn runs(hard: &[bool]) -> Vec<Run> {
    let n = hard.len();
    let at = |k: usize| hard.get(k % n).copied().unwrap_or(false);
    let Some(origin) = (0..n).find(|&k| at(k) && !at(k + n - 1)) else { return Vec::new() };
    let mut found = Vec::new();
    let mut k = origin;
    while k < origin + n {
        if !at(k) {
            k += 1;
            continue;
        }
        let len = (0..n).take_while(|&d| at(k + d) && k + d < origin + n).count();
        found.push(Run { from: k % n, len, closed: false });
        k += len;
    }
    found
}

/// Appends the pieces that lead to the boundary numbered `next`; the path closes itself by a line to the first.
pub(crate) fn append_hidden(path: &mut BezPath, pieces: &[Piece], next: usize) {
    let closing = matches!(pieces.last(), Some(Piece::Line(_))) && next == 0;
    let count = pieces.len() - usize::from(closing);
    append(path, pieces.get(..count).unwrap_or_default());
}

pub(crate) fn append(path: &mut BezPath, pieces: &[Piece]) {
    for piece in pieces {
        match *piece {
            Piece::Line(p) => path.line_to(p),
            Piece::Cubic(a, b, p) => path.curve_to(a, b, p),
        }
    }
}
