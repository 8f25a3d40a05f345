//! The plane as closed paths divide it: what can be seen on both sides of every piece of curve.
//!
//! One sweep over all paths, by the `linesweeper` crate, so that neighbors are divided by one and the same curve.

use linesweeper::topology::{Topology, WindingNumber};
use linocut_core::kurbo::{Affine, BezPath, PathSeg};
use linocut_core::{Error, Kind, Result};
use std::ops::{Add, AddAssign};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The numbers of the sheets that can be seen at one place: one opaque sheet at most, and what is see-through above it.
pub(super) type Seen = Vec<u32>;

/// A piece of curve with different sights on its sides.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) segment: PathSeg,
    pub(super) right: Seen,
    pub(super) left: Seen,
}

/// What the sweep is tried with, in turn: quarter turns, and how far curves may move where they meet, in pixels.
///
/// Small tolerances leave fewer traces. The sweep is young and gives up on some curves that almost coincide; it comes to
/// them in another order when the plane is turned.
const TRIES: [(Affine, f64); 4] = [(STRAIGHT, 1e-3), (TURNED, 1e-3), (STRAIGHT, 4e-3), (TURNED, 4e-3)];
const STRAIGHT: Affine = Affine::IDENTITY;
const TURNED: Affine = Affine::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);

/// Divides the plane by closed paths, each with a number of its own; `seen` says what can be seen where some lie.
///
/// # Errors
/// [`Kind::Bug`] when the sweep gives up.
pub(super) fn divide(paths: &[(&BezPath, u32)], mut seen: impl FnMut(&Over) -> Seen) -> Result<Vec<Edge>> {
    let found = TRIES.iter().find_map(|(turn, tolerance)| {
        let turned: Vec<(BezPath, u32)> = paths
            .iter()
            .filter(|(path, _)| !path.elements().is_empty())
            .map(|&(path, number)| (*turn * path, number))
            .collect();
        // Unwinding leaves nothing half done: what a failed try has marked, the next one marks, too.
        catch_unwind(AssertUnwindSafe(|| {
            let paths = turned.iter().map(|(path, number)| (path, *number));
            let topology = Topology::<Over>::from_paths(paths, *tolerance).ok()?;
            Some(edges(&topology, turn.inverse(), &mut seen))
        }))
        .ok()
        .flatten()
    });
    let failed = || Error::new(Kind::Bug, "the areas of shapes could not be compared").hinted("use --stacking stacked");
    found.ok_or_else(failed)
}

fn edges(topology: &Topology<Over>, back: Affine, seen: &mut impl FnMut(&Over) -> Seen) -> Vec<Edge> {
    let positions = topology.compute_positions();
    let mut edges = Vec::new();
    for index in topology.segment_indices() {
        let half = index.first_half();
        let (right, left) = (seen(topology.winding_clockwise(half)), seen(topology.winding_counter_clockwise(half)));
        if right != left {
            let pieces = positions[index].path.segments();
            edges.extend(pieces.map(|segment| Edge {
                segment: back * segment,
                right: right.clone(),
                left: left.clone(),
            }));
        }
    }
    edges
}

/// The paths over a place and how often each winds around it; sorted by number, without zeros.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Over(Vec<(u32, i32)>);

impl Over {
    /// The number of every path, from the highest down, and its winding.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, i32)> {
        self.0.iter().rev().copied()
    }
}

impl AddAssign for Over {
    fn add_assign(&mut self, other: Self) {
        for (number, winding) in other.0 {
            match self.0.binary_search_by_key(&number, |o| o.0) {
                Err(at) => self.0.insert(at, (number, winding)),
                Ok(at) => {
                    let sum = self.0.get_mut(at).map_or(0, |slot| {
                        slot.1 += winding;
                        slot.1
                    });
                    if sum == 0 {
                        self.0.remove(at);
                    }
                }
            }
        }
    }
}

impl Add for Over {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl WindingNumber for Over {
    type Tag = u32;

    fn single(tag: u32, positive: bool) -> Self {
        Self(vec![(tag, if positive { 1 } else { -1 })])
    }

    fn of_tag(&self, tag: u32) -> Self {
        Self(self.0.iter().copied().filter(|o| o.0 == tag).collect())
    }
}
