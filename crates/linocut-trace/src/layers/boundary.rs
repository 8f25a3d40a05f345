//! The curves between two sights, from junction to junction.

use super::curve::joined;
use super::map::{Edge, Seen};
use linocut_core::kurbo::{ParamCurve as _, PathSeg, Point};
use std::collections::BTreeMap;

/// A curve along which the sights on both sides do not change.
pub(super) struct Boundary {
    pub(super) segments: Vec<PathSeg>,
    pub(super) right: Seen,
    pub(super) left: Seen,
    /// Whether it ends where it starts, without a junction.
    pub(super) closed: bool,
}

/// A point, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node(u64, u64);

pub(super) fn node(p: Point) -> Node {
    // Adding 0 makes one zero of two.
    Node((p.x + 0.0).to_bits(), (p.y + 0.0).to_bits())
}

impl Boundary {
    pub(super) fn start(&self) -> Point {
        self.segments.first().map_or(Point::ZERO, PathSeg::start)
    }

    pub(super) fn end(&self) -> Point {
        self.segments.last().map_or(Point::ZERO, PathSeg::end)
    }
}

/// Chains edges to boundaries.
pub(super) fn boundaries(edges: &[Edge]) -> Vec<Boundary> {
    let mut at: BTreeMap<Node, Vec<usize>> = BTreeMap::new();
    for (k, edge) in edges.iter().enumerate() {
        at.entry(node(edge.segment.start())).or_default().push(k);
        at.entry(node(edge.segment.end())).or_default().push(k);
    }
    let mut chains = Chains { edges, at, used: vec![false; edges.len()] };
    let mut found = Vec::new();
    // From junctions first; what is left are loops.
    for loops in [false, true] {
        for k in 0..edges.len() {
            for forward in [true, false] {
                if loops || chains.before(k, forward).is_none() {
                    found.extend(chains.walk(k, forward));
                }
            }
        }
    }
    found
}

struct Chains<'a> {
    edges: &'a [Edge],
    /// The edges that touch every node; a loop of one edge twice.
    at: BTreeMap<Node, Vec<usize>>,
    used: Vec<bool>,
}

impl Chains<'_> {
    /// The edge `k` as it is walked: its segment, right and left.
    fn oriented(&self, k: usize, forward: bool) -> Option<Edge> {
        let edge = self.edges.get(k)?.clone();
        Some(if forward { edge } else { Edge { segment: edge.segment.reverse(), right: edge.left, left: edge.right } })
    }

    /// The edge that goes on from the end of `k` with the same sights, if nothing else touches there.
    fn after(&self, k: usize, forward: bool) -> Option<(usize, bool)> {
        let edge = self.oriented(k, forward)?;
        let end = edge.segment.end();
        let &[a, b] = self.at.get(&node(end))?.as_slice() else { return None };
        let next = if a == k { b } else { a };
        let ahead = node(self.edges.get(next)?.segment.start()) == node(end);
        let other = self.oriented(next, ahead)?;
        (other.right == edge.right && other.left == edge.left).then_some((next, ahead))
    }

    fn before(&self, k: usize, forward: bool) -> Option<(usize, bool)> {
        self.after(k, !forward).map(|(k, ahead)| (k, !ahead))
    }

    /// The boundary that starts with edge `k`, unless it was walked before.
    fn walk(&mut self, first: usize, forward: bool) -> Option<Boundary> {
        let (mut k, mut ahead) = (first, forward);
        let Edge { right, left, .. } = self.oriented(k, ahead)?;
        let mut segments = Vec::new();
        while let Some(slot) = self.used.get_mut(k).filter(|used| !**used) {
            *slot = true;
            segments.push(self.oriented(k, ahead)?.segment);
            match self.after(k, ahead) {
                Some(next) => (k, ahead) = next,
                None => break,
            }
        }
        let ends = segments.first().map(PathSeg::start).zip(segments.last().map(PathSeg::end))?;
        let closed = node(ends.0) == node(ends.1) && self.after(k, ahead).is_some();
        Some(Boundary { segments: joined(segments, closed), right, left, closed })
    }
}
