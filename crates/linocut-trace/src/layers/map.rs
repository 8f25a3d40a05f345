//! The plane as stacked sheets divide it: which of them can be seen on both sides of every piece of curve.
//!
//! One sweep over all sheets, by the `linesweeper` crate, so that neighbors are divided by one and the same curve.

use super::sheet::Sheet;
use linesweeper::topology::{Topology, WindingNumber};
use linocut_core::kurbo::PathSeg;
use linocut_core::{Error, FillRule, Kind, Result};
use std::ops::{Add, AddAssign};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How far the sweep may move curves where they meet, in pixels: less leaves more splinters.
const TOLERANCE: f64 = 1e-3;

/// The numbers of the sheets that can be seen at one place: one opaque sheet at most, and what is see-through above it.
pub(super) type Seen = Vec<u32>;

/// A piece of curve with different sights on its sides.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) segment: PathSeg,
    pub(super) right: Seen,
    pub(super) left: Seen,
}

/// The divided plane.
pub(super) struct Map {
    pub(super) edges: Vec<Edge>,
    /// For every sheet, whether a part of it lies under an opaque one.
    pub(super) covered: Vec<bool>,
}

/// Divides the plane by the outlines of `sheets`, the lowest first.
///
/// # Errors
/// [`Kind::Bug`] when the sweep gives up.
pub(super) fn map(sheets: &[Sheet]) -> Result<Map> {
    let paths = (0_u32..).zip(sheets).filter(|(_, s)| !s.area.elements().is_empty());
    let paths: Vec<_> = paths.map(|(k, s)| (&s.area, k)).collect();
    let failed = || Error::new(Kind::Bug, "the areas of shapes could not be compared").hinted("use --stacking stacked");
    // The sweep is young; a mistake in it must not end more than this drawing.
    let swept = catch_unwind(AssertUnwindSafe(|| {
        let swept = Topology::<Over>::from_paths(paths, TOLERANCE);
        swept.map(|topology| edges(&topology, sheets))
    }));
    swept.map_err(|_| failed())?.map_err(|_| failed())
}

fn edges(topology: &Topology<Over>, sheets: &[Sheet]) -> Map {
    let positions = topology.compute_positions();
    let mut map = Map { edges: Vec::new(), covered: vec![false; sheets.len()] };
    for index in topology.segment_indices() {
        let half = index.first_half();
        let right = topology.winding_clockwise(half).seen(sheets, &mut map.covered);
        let left = topology.winding_counter_clockwise(half).seen(sheets, &mut map.covered);
        if right == left {
            continue;
        }
        let pieces = positions[index].path.segments();
        map.edges.extend(pieces.map(|segment| Edge { segment, right: right.clone(), left: left.clone() }));
    }
    map
}

/// The sheets over a place and how often each winds around it; sorted by number, without zeros.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Over(Vec<(u32, i32)>);

impl Over {
    /// What can be seen, from the top down; marks what is hidden.
    fn seen(&self, sheets: &[Sheet], covered: &mut [bool]) -> Seen {
        let mut seen = Seen::new();
        let mut hidden = false;
        for &(number, winding) in self.0.iter().rev() {
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            let Some(sheet) = sheets.get(at).filter(|s| is_inside(s.rule, winding)) else { continue };
            if !hidden {
                seen.push(number);
            } else if let Some(flag) = covered.get_mut(at) {
                *flag = true;
            }
            hidden |= sheet.opaque;
        }
        seen
    }
}

fn is_inside(rule: FillRule, winding: i32) -> bool {
    match rule {
        FillRule::NonZero => winding != 0,
        FillRule::EvenOdd => winding % 2 != 0,
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
