//! From a skeleton to branches between the places where lines end or meet.

use super::ink::{float, whole};
use super::skeleton::{AROUND, Skeleton, signed, thin};
use crate::grid::Grid;
use linocut_core::kurbo::Point;

/// A line of skeleton pixels.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    /// The middles of its pixels, in order.
    pub(super) path: Vec<Point>,
    /// The node at each end; `None` at a free end.
    pub(super) ends: [Option<usize>; 2],
    /// Whether it runs back into itself.
    pub(super) closed: bool,
    /// Depth of its pixels: the median, in pixels.
    pub(super) depth: f64,
}

/// Branches and the middles of the nodes that they meet in.
pub(super) struct Graph {
    pub(super) branches: Vec<Branch>,
    pub(super) nodes: Vec<Point>,
}

/// A spur may stick out of the disc around its node by this share of the disc's radius.
const SPUR: f64 = 0.25;
/// And by this much in any case, in pixels.
const BUMP: f64 = 1.6;

/// The branches of `skeleton` without spurs.
pub(super) fn graph(mut skeleton: Skeleton) -> Graph {
    // Each round frees new ends; after three, what is left is rarely a spur.
    for _ in 0..3 {
        let found = Walk::new(&skeleton).graph();
        let spurs: Vec<&Branch> = found.branches.iter().filter(|b| is_spur(b, &found.nodes, &skeleton)).collect();
        if spurs.is_empty() {
            return found;
        }
        for p in spurs.into_iter().flat_map(|b| &b.path) {
            set(&mut skeleton.on, cell(*p));
        }
        skeleton.on = thin(skeleton.on).on;
    }
    Walk::new(&skeleton).graph()
}

fn set(on: &mut Grid<bool>, (x, y): (isize, isize)) {
    if let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y))
        && let Some(cell) = on.cells.get_mut(y * on.width + x)
    {
        *cell = false;
    }
}

/// Whether a branch with one free end hardly leaves the disc around the node at its other end.
fn is_spur(branch: &Branch, nodes: &[Point], skeleton: &Skeleton) -> bool {
    let ([Some(node), None] | [None, Some(node)]) = branch.ends else { return false };
    let (Some(&node), Some(&tip)) =
        (nodes.get(node), if branch.ends[0].is_none() { branch.path.first() } else { branch.path.last() })
    else {
        return false;
    };
    let depth = |p: Point| {
        let (x, y) = cell(p);
        skeleton.depth.get(x, y).map_or(0.0, f64::from)
    };
    let disc = depth(node).max(branch.path.iter().map(|p| depth(*p)).fold(0.0, f64::max));
    (tip - node).hypot2().sqrt() + depth(tip) - disc < BUMP.max(SPUR * disc)
}

fn cell(p: Point) -> (isize, isize) {
    (whole(p.x.floor()), whole(p.y.floor()))
}

/// A pixel as column and row.
type Pixel = (isize, isize);

struct Walk<'a> {
    skeleton: &'a Skeleton,
    seen: Grid<bool>,
    /// The node of each pixel where branches meet.
    node: Grid<Option<usize>>,
    nodes: Vec<Point>,
}

impl<'a> Walk<'a> {
    fn new(skeleton: &'a Skeleton) -> Self {
        let (w, h) = (skeleton.on.width, skeleton.on.height);
        let seen = Grid::filled(w, h, false);
        let mut walk = Self { skeleton, seen, node: Grid::filled(w, h, None), nodes: Vec::new() };
        for pixel in walk.pixels() {
            if walk.near(pixel).count() > 2 && walk.node_at(pixel).is_none() {
                walk.cluster(pixel);
            }
        }
        walk
    }

    fn pixels(&self) -> Vec<Pixel> {
        let on = &self.skeleton.on;
        let lit = on.cells.iter().enumerate().filter(|(_, on)| **on);
        lit.map(|(at, _)| (signed(at % on.width), signed(at / on.width))).collect()
    }

    /// Gives all pixels that are joined to `start` and have more than two neighbors one node.
    fn cluster(&mut self, start: Pixel) {
        let id = self.nodes.len();
        let (mut sum, mut count) = ((0, 0), 0);
        let mut open = vec![start];
        while let Some((x, y)) = open.pop() {
            if self.node_at((x, y)).is_some() {
                continue;
            }
            put(&mut self.node, (x, y), Some(id));
            sum = (sum.0 + x, sum.1 + y);
            count += 1;
            open.extend(self.near((x, y)).filter(|&p| self.near(p).count() > 2).collect::<Vec<_>>());
        }
        let mean = |sum: isize| float(sum) / float(count) + 0.5;
        self.nodes.push(Point::new(mean(sum.0), mean(sum.1)));
    }

    fn near(&self, (x, y): Pixel) -> impl Iterator<Item = Pixel> + use<'a> {
        let on = &self.skeleton.on;
        AROUND.into_iter().map(move |(dx, dy)| (x + dx, y + dy)).filter(|&(x, y)| on.get(x, y) == Some(true))
    }

    fn node_at(&self, (x, y): Pixel) -> Option<usize> {
        self.node.get(x, y).flatten()
    }

    fn graph(mut self) -> Graph {
        let mut branches = Vec::new();
        let pixels = self.pixels();
        for &pixel in &pixels {
            let starts: Vec<Pixel> = self.near(pixel).collect();
            for start in starts.iter().copied().filter(|_| starts.len() > 2) {
                if self.node_at(start).is_none() && !self.is_seen(start) {
                    branches.push(self.follow(start, Some(pixel)));
                }
            }
        }
        for &pixel in &pixels {
            if self.near(pixel).count() < 2 && !self.is_seen(pixel) && self.node_at(pixel).is_none() {
                branches.push(self.follow(pixel, None));
            }
        }
        for &pixel in &pixels {
            if !self.is_seen(pixel) && self.node_at(pixel).is_none() {
                let mut ring = self.follow(pixel, None);
                ring.closed = true;
                branches.push(ring);
            }
        }
        Graph { branches, nodes: self.nodes }
    }

    fn is_seen(&self, (x, y): Pixel) -> bool {
        self.seen.get(x, y).unwrap_or(true)
    }

    /// Walks from `start` away from `from`, a pixel of a node if there is one, to the next node or end.
    fn follow(&mut self, start: Pixel, from: Option<Pixel>) -> Branch {
        let origin = from.and_then(|p| self.node_at(p));
        let mut path = vec![start];
        let mut here = start;
        let mut end = None;
        put(&mut self.seen, start, true);
        loop {
            let beside: Vec<Pixel> = self.near(here).collect();
            let reached = beside.iter().filter_map(|&p| self.node_at(p)).find(|&n| path.len() > 2 || Some(n) != origin);
            if reached.is_some() {
                end = reached;
                break;
            }
            let Some(next) = beside.into_iter().find(|&p| !self.is_seen(p) && self.node_at(p).is_none()) else { break };
            put(&mut self.seen, next, true);
            path.push(next);
            here = next;
        }
        let mut depths: Vec<f32> = path.iter().filter_map(|&(x, y)| self.skeleton.depth.get(x, y)).collect();
        depths.sort_by(f32::total_cmp);
        let depth = depths.get(depths.len() / 2).map_or(0.5, |d| f64::from(*d));
        let path = path.iter().map(|&(x, y)| Point::new(float(x) + 0.5, float(y) + 0.5)).collect();
        Branch { path, ends: [origin, end], closed: false, depth }
    }
}

fn put<T: Copy>(grid: &mut Grid<T>, (x, y): Pixel, value: T) {
    if let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y))
        && x < grid.width
        && let Some(cell) = grid.cells.get_mut(y * grid.width + x)
    {
        *cell = value;
    }
}
