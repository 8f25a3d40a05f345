//! How much of a picture is shaded smoothly.

use crate::grid::Grid;

/// Half the lengths over which a color must rise or fall, in pixels: the short one finds shading in small parts, the
/// long one finds slow ramps whose single steps are below one level.
const REACHES: [usize; 2] = [4, 10];

/// Largest difference between neighbors inside a ramp, in levels; more is an edge.
const STEEPEST: f32 = 6.0;

/// Smallest difference over the whole reach, in levels.
const RISE: f32 = 2.0;

/// How much longer the way up and down may be than the net rise: a ramp has 1, noise has several.
const WANDER: f32 = 1.25;

/// Largest share of the rise that a single step may make: a lone step is an edge, however small.
const STEP_SHARE: f32 = 0.6;

/// Which cells lie inside a smooth ramp along x or y in any channel.
pub(super) fn shaded(color: &Grid<[f32; 3]>) -> Grid<bool> {
    let (w, h) = (color.width, color.height);
    let mut found = Grid::filled(w, h, false);
    for reach in REACHES {
        for y in 0..h {
            mark(&mut found, color, &Lane { start: y * w, step: 1, length: w, reach });
        }
        for x in 0..w {
            mark(&mut found, color, &Lane { start: x, step: w, length: h, reach });
        }
    }
    found
}

/// A row or column.
struct Lane {
    start: usize,
    step: usize,
    length: usize,
    reach: usize,
}

/// Marks the ramps of one lane, with running sums of the steps in its window.
#[expect(clippy::indexing_slicing, reason = "positions along the lane stay below its length")]
fn mark(found: &mut Grid<bool>, color: &Grid<[f32; 3]>, lane: &Lane) {
    let window = 2 * lane.reach;
    if lane.length <= window {
        return;
    }
    let at = |i: usize| color.cells[lane.start + i * lane.step];
    let step = |i: usize| {
        let (a, b) = (at(i), at(i + 1));
        [(a[0] - b[0]).abs(), (a[1] - b[1]).abs(), (a[2] - b[2]).abs()]
    };
    let mut way = [0.0_f32; 3];
    // Where the last step that is too steep begins, plus one.
    let mut edge = 0;
    for i in 0..lane.length - 1 {
        let new = step(i);
        let old = if i >= window { step(i - window) } else { [0.0; 3] };
        for c in 0..3 {
            way[c] += new[c] - old[c];
        }
        if new.iter().any(|&s| s > STEEPEST) {
            edge = i + 1;
        }
        if i + 1 < window || edge + window > i + 1 {
            continue;
        }
        let (first, last) = (at(i + 1 - window), at(i + 1));
        let ramp = (0..3).any(|c| {
            let rise = (last[c] - first[c]).abs();
            rise >= RISE && way[c] <= WANDER * rise && (i + 1 - window..=i).all(|k| step(k)[c] < STEP_SHARE * rise)
        });
        if ramp {
            found.cells[lane.start + (i + 1 - lane.reach) * lane.step] = true;
        }
    }
}
