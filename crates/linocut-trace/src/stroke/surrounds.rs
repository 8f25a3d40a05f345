//! What regions touch, where they lie, and which may be lines.

use crate::regions::{OUTSIDE, Regions, cell};

/// What a region touches, and where it lies.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surrounds {
    /// The only other fill; `None` before any was seen.
    pub(super) fill: Option<u16>,
    /// Whether there are several, or the picture's edge.
    pub(super) several: bool,
    /// Cracks around the region.
    pub(super) way: u32,
    pub(super) left: usize,
    pub(super) top: usize,
    /// Its last column.
    pub(super) right: usize,
    /// Its last row.
    pub(super) bottom: usize,
}

impl Surrounds {
    fn touch(&mut self, other: Option<u16>, (x, y): (usize, usize)) {
        if self.way == 0 {
            (self.left, self.top, self.right, self.bottom) = (x, y, x, y);
        }
        self.several |= other.is_none() || self.fill.is_some_and(|f| Some(f) != other);
        self.fill = other;
        self.way += 1;
        (self.left, self.right) = (self.left.min(x), self.right.max(x));
        (self.top, self.bottom) = (self.top.min(y), self.bottom.max(y));
    }
}

/// What each region touches.
pub(super) fn surrounds(regions: &Regions) -> Vec<Surrounds> {
    let mut found = vec![Surrounds::default(); regions.fill.len()];
    let w = regions.of.width.max(1);
    let mut touch = |a: u32, b: u32, place: (usize, usize)| {
        if let Some(own) = found.get_mut(cell(a)) {
            own.touch(regions.fill.get(cell(b)).copied(), place);
        }
    };
    for (y, row) in regions.of.cells.chunks(w).enumerate() {
        let below = regions.of.cells.get((y + 1) * w..).unwrap_or_default();
        for (x, &here) in row.iter().enumerate() {
            let right = row.get(x + 1).copied().unwrap_or(OUTSIDE);
            let under = below.get(x).copied().unwrap_or(OUTSIDE);
            for (there, place) in [(right, (x + 1, y)), (under, (x, y + 1))] {
                if there != here {
                    touch(here, there, (x, y));
                    touch(there, here, place);
                }
            }
            if x == 0 || y == 0 {
                touch(here, OUTSIDE, (x, y));
            }
        }
    }
    found
}

/// Share of a region's pixels that must be about as thick as most are: corners, crossings and ends are not.
const EVEN: f64 = 0.6;

/// Whether most of a region is of one thickness.
///
/// A line of width w that runs at any angle is crossed by a row over h and by a column over v pixels with
/// 1/w² = 1/h² + 1/v².
pub(super) fn is_even(regions: &Regions, region: u32, around: &Surrounds) -> bool {
    let (w, h) = (around.right + 1 - around.left, around.bottom + 1 - around.top);
    let at = |x: usize, y: usize| (around.top + y) * regions.of.width + around.left + x;
    let own = |x: usize, y: usize| regions.of.cells.get(at(x, y)) == Some(&region);
    let mut across = vec![0.0_f32; w * h];
    for y in 0..h {
        runs(w, |x| own(x, y), |x, n| put(&mut across, y * w + x, n));
    }
    let mut thick: Vec<f32> = Vec::new();
    for x in 0..w {
        runs(
            h,
            |y| own(x, y),
            |y, n| {
                let row = across.get(y * w + x).copied().unwrap_or(n);
                thick.push(row * n / (row * row + n * n).sqrt());
            },
        );
    }
    let middle = thick.len() / 2;
    if thick.is_empty() {
        return false;
    }
    let median = *thick.select_nth_unstable_by(middle, f32::total_cmp).1;
    let usual = thick.iter().filter(|t| (0.7 * median..=1.35 * median).contains(*t)).count();
    float(usual) >= EVEN * float(thick.len())
}

/// Calls `each` for every place of every run of places that are `own`, with the run's length.
fn runs(count: usize, own: impl Fn(usize) -> bool, mut each: impl FnMut(usize, f32)) {
    let mut from = 0;
    while from < count {
        let length = (from..count).take_while(|k| own(*k)).count();
        let n = u16::try_from(length).map_or(f32::MAX, f32::from);
        (from..from + length).for_each(|k| each(k, n));
        from += length.max(1);
    }
}

fn put(cells: &mut [f32], at: usize, value: f32) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = value;
    }
}

fn float(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
