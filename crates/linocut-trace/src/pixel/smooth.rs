//! Smooth outlines of pixel art, after Kopf and Lischinski, "Depixelizing Pixel Art", 2011.
//!
//! The cells of connected pixels are reshaped so that diagonals have width, and quadratic B-splines follow the edges
//! that show. Ours differs in two ways. Every edge is drawn once, by the color that lies on top, and colors below reach
//! under it, so that no seam shows; where three colors meet, the color of most contrast lies on top and its edge goes
//! through. And where two straight sides of a shape meet, the corner stays sharp.

use super::kin::Kin;
use super::labels::Labels;
use crate::contour::{self, Contour, Crack};
use crate::grid::Grid;
use crate::regions::{self, Link, OUTSIDE, Regions};
use linocut_core::kurbo::{Affine, BezPath, Point, Vec2};
use linocut_core::{Context, Result};
use std::collections::BTreeMap;

/// How far a corner of a pixel is cut where its neighbors are connected across it, in pixels: gives a diagonal line the
/// width of an upright one, about.
const CUT: f64 = 0.25;
/// How far colors reach under what lies on top of them, in pixels; a diagonal line is 0.7 wide.
const UNDER: f64 = 0.45;
/// How far smoothing may move a point, in pixels: more takes stairs out better and rounds what was meant to be square.
const STRAY: f64 = 0.22;
/// Outlines of fewer nodes have no stairs to take out, and would shrink.
const SMALL: usize = 9;
/// Rounds of smoothing.
const ROUNDS: usize = 12;

/// A point of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    at: Point,
    sort: Sort,
}

/// How an outline goes through a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// It bends around it, and the node may move.
    Smooth,
    /// It has a corner there.
    Sharp,
    /// It is hidden there.
    Hidden,
}

/// The outlines of each label, from the bottom up.
pub(super) fn outlines(labels: &Labels, cx: &Context) -> Result<Vec<(u16, BezPath)>> {
    match labels.margin() {
        // Where a sprite ends at the border of the picture, it is as round there as anywhere.
        Some(wider) => {
            let back = Affine::translate((-1.0, -1.0));
            Ok(inside(&wider, cx)?.into_iter().map(|(label, path)| (label, back * path)).collect())
        }
        None => inside(labels, cx),
    }
}

fn inside(labels: &Labels, cx: &Context) -> Result<Vec<(u16, BezPath)>> {
    let kin = Kin::new(labels);
    let (w, h) = (labels.of.width, labels.of.height);
    let links = Grid::filled(w + 1, h + 1, ()).map_at(|x, y| kin.link(x, y));
    let regions = regions::components(&labels.of, links);
    let contours = contour::contours(&regions);
    let order = order(labels, &regions, &contours);
    let rank = |label: u16| order.iter().position(|&l| l == label);
    let mut paths: BTreeMap<usize, BezPath> = BTreeMap::new();
    for contour in &contours {
        cx.check()?;
        let Some(own) = label_of(&regions, contour.region).and_then(rank) else { continue };
        let hides = |region: u32| label_of(&regions, region).and_then(rank).is_some_and(|r| r > own);
        let nodes = relaxed(&sharpened(nodes(contour, &regions, &hides)));
        paths.entry(own).or_default().extend(spline(&nodes));
    }
    Ok(paths.into_iter().filter_map(|(rank, path)| Some((*order.get(rank)?, path))).collect())
}

fn label_of(regions: &Regions, region: u32) -> Option<u16> {
    regions.fill.get(regions::cell(region)).copied()
}

/// The labels that show, from the bottom up: by their mean contrast to what they touch.
fn order(labels: &Labels, regions: &Regions, contours: &[Contour]) -> Vec<u16> {
    let mut sums: BTreeMap<u16, (f64, f64)> = BTreeMap::new();
    let color = |label: u16| labels.inks.get(usize::from(label)).map(|ink| ink.color);
    for contour in contours {
        let Some(own) = label_of(regions, contour.region) else { continue };
        let sum = sums.entry(own).or_default();
        for crack in &contour.cracks {
            let other = label_of(regions, crack.other).and_then(color);
            if let Some((a, b)) = color(own).zip(other) {
                let d = |x: u8, y: u8| f64::from(x.abs_diff(y));
                sum.0 += d(a.r, b.r) + d(a.g, b.g) + d(a.b, b.b) + 3.0 * d(a.a, b.a);
                sum.1 += 1.0;
            }
        }
    }
    let mut order: Vec<(f64, u16)> = sums
        .into_iter()
        .filter(|(label, _)| color(*label).is_some_and(|c| c.a > 0))
        .map(|(label, (sum, count))| (sum / count.max(1.0), label))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order.into_iter().map(|(_, label)| label).collect()
}

/// The corners of the pixels along a contour, cut where the pixels beside them are connected.
fn nodes(contour: &Contour, regions: &Regions, hides: &dyn Fn(u32) -> bool) -> Vec<Node> {
    let n = contour.cracks.len();
    let pairs = (0..n).filter_map(|k| Some((contour.cracks.get((k + n - 1) % n)?, contour.cracks.get(k)?)));
    let node = |(before, after): (&Crack, &Crack)| {
        let [come, go] = [before, after].map(|c| {
            let (dx, dy) = c.heading.step();
            Vec2::new(f64::from(dx), f64::from(dy))
        });
        // Where the outline turns, one pixel has its corner there, and lies where the outline comes from and goes to.
        let inward = go - come;
        let link = regions.links.get(place(after.x), place(after.y)).unwrap_or_default();
        let across = if inward.x * inward.y < 0.0 { Link::Falling } else { Link::Rising };
        // A pixel by itself would become a dot.
        let is_cut = inward.hypot2() > 0.5 && link == across && n > 4;
        let corner = Point::new(f64::from(after.x), f64::from(after.y));
        let at = if is_cut { corner + inward * CUT } else { corner };
        let under = |way: Vec2| Node { at: at + left(way) * (UNDER / way.hypot().max(1.0)), sort: Sort::Hidden };
        let sharp = Node { at, sort: Sort::Sharp };
        let outside = before.other == OUTSIDE || after.other == OUTSIDE;
        match (hides(before.other), hides(after.other)) {
            (true, true) => [Some(under(come + go)), None],
            (true, false) => [Some(under(come)), Some(sharp)],
            (false, true) => [Some(sharp), Some(under(go))],
            (false, false) if outside => [Some(sharp), None],
            (false, false) => [Some(Node { at, sort: Sort::Smooth }), None],
        }
    };
    pairs.flat_map(node).flatten().collect()
}

/// To the left of a way, away from the region that is walked around; y points down.
fn left(way: Vec2) -> Vec2 {
    Vec2::new(way.y, -way.x)
}

/// Makes the cut corners sharp again in which two straight sides meet.
fn sharpened(mut nodes: Vec<Node>) -> Vec<Node> {
    let n = nodes.len();
    let at = |k: usize| nodes.get(k % n).map(|node| node.at);
    let corner = |k: usize| {
        let [a, b, c, d, e] = [at(k + n - 2)?, at(k + n - 1)?, at(k)?, at(k + 1)?, at(k + 2)?];
        let (come, go) = (b - a, e - d);
        let straight = (come.hypot2() - 1.0).abs() < 1e-9 && (go.hypot2() - 1.0).abs() < 1e-9;
        let meeting = b + come;
        let fits = meeting == d - go && come.dot(go).abs() < 1e-9 && (c - meeting).hypot() < 2.0 * CUT;
        (straight && fits && n > 6).then_some((k, meeting))
    };
    let corners: Vec<(usize, Point)> = (0..n).filter_map(corner).collect();
    for (k, meeting) in corners {
        if let Some(node) = nodes.get_mut(k).filter(|node| node.sort == Sort::Smooth) {
            *node = Node { at: meeting, sort: Sort::Sharp };
        }
    }
    nodes
}

/// Moves smooth nodes toward the middle of their neighbors, never farther than [`STRAY`] from where they were.
///
/// Each round moves them half the way there and then a little more than that back (Taubin 1995), so that small discs do
/// not shrink.
fn relaxed(nodes: &[Node]) -> Vec<Node> {
    let n = nodes.len();
    let mut moved = nodes.to_vec();
    if n < SMALL {
        return moved;
    }
    for round in 0..2 * ROUNDS {
        let pull = if round % 2 == 0 { 0.5 } else { -0.52 };
        let before = moved.clone();
        for (k, node) in moved.iter_mut().enumerate().filter(|(_, node)| node.sort == Sort::Smooth) {
            let (Some(a), Some(b), Some(home)) = (before.get((k + n - 1) % n), before.get((k + 1) % n), nodes.get(k))
            else {
                continue;
            };
            let to = node.at + (a.at.midpoint(b.at) - node.at) * pull;
            let off = to - home.at;
            node.at = home.at + off * (STRAY / off.hypot().max(STRAY));
        }
    }
    moved
}

/// The closed quadratic B-spline of the smooth nodes, with corners at the others.
fn spline(nodes: &[Node]) -> BezPath {
    let n = nodes.len();
    // A corner to start at saves a line.
    let first = nodes.iter().position(|node| node.sort != Sort::Smooth);
    let turned: Vec<Node> = nodes.iter().cycle().skip(first.unwrap_or(0)).take(n).copied().collect();
    let at = |k: usize| turned.get(k % n).map_or(Point::ORIGIN, |node| node.at);
    let start = if first.is_some() { at(0) } else { at(n - 1).midpoint(at(0)) };
    let mut path = BezPath::new();
    path.move_to(start);
    let mut pen = Pen { path: &mut path, line: (start, start) };
    for (k, node) in turned.iter().enumerate() {
        let (from, to) = (at(k + n - 1).midpoint(node.at), node.at.midpoint(at(k + 1)));
        let bends = (node.at - from).cross(to - node.at).abs() > 1e-6;
        match node.sort {
            Sort::Smooth => {
                pen.line_to(from);
                if bends { pen.quad_to(node.at, to) } else { pen.line_to(to) }
            }
            Sort::Sharp | Sort::Hidden => pen.line_to(node.at),
        }
    }
    pen.line_to(start);
    pen.lift();
    path.close_path();
    path
}

/// Draws lines that go straight on as one.
struct Pen<'a> {
    path: &'a mut BezPath,
    /// Where the line in hand begins and ends.
    line: (Point, Point),
}

impl Pen<'_> {
    fn line_to(&mut self, to: Point) {
        let (from, end) = self.line;
        let straight = (end - from).cross(to - end).abs() < 1e-9 && (end - from).dot(to - end) >= 0.0;
        if straight {
            self.line = (from, to);
        } else {
            self.path.line_to(end);
            self.line = (end, to);
        }
    }

    fn quad_to(&mut self, control: Point, to: Point) {
        self.lift();
        self.path.quad_to(control, to);
        self.line = (to, to);
    }

    /// Draws the line in hand.
    fn lift(&mut self) {
        let (from, end) = self.line;
        if from != end {
            self.path.line_to(end);
        }
    }
}

fn place(x: i32) -> isize {
    isize::try_from(x).unwrap_or(-1)
}
