//! Which pixels of pixel art belong together: Kopf and Lischinski, "Depixelizing Pixel Art", 2011, section 3.2.
//!
//! Neighbors of like color are connected, diagonal ones included. Where two diagonals cross, three heuristics vote for
//! one of them: long lines stay whole, rare colors lie in front, and no pixel is cut off.

use super::labels::Labels;
use crate::regions::Link;
use linocut_core::Rgba;

/// Longest way that a line is followed in one direction, in pixels; sprites have few longer curves of one width.
const LONGEST: usize = 64;
/// How far around a crossing the rarer color is looked for, in pixels: an 8 × 8 window.
const WINDOW: isize = 4;
/// What keeping a pixel from being cut off counts, in pixels of line.
const ISLAND: isize = 5;

/// A pixel: column and row.
type Place = (isize, isize);

/// The steps to the eight neighbors.
const STEPS: [Place; 8] = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

/// Pixel art as a graph of like neighbors.
pub(super) struct Kin<'a> {
    labels: &'a Labels,
}

impl<'a> Kin<'a> {
    pub(super) fn new(labels: &'a Labels) -> Self {
        Self { labels }
    }

    /// Which diagonal connects the pixels around the corner above and left of pixel `(x, y)`.
    pub(super) fn link(&self, x: usize, y: usize) -> Link {
        let signed = |n: usize| isize::try_from(n).unwrap_or(-1);
        let (x, y) = (signed(x), signed(y));
        let (tl, tr, bl, br) = ((x - 1, y - 1), (x, y - 1), (x - 1, y), (x, y));
        let (falling, rising) = (self.alike(tl, br), self.alike(tr, bl));
        match (falling, rising) {
            (false, false) => Link::None,
            (true, false) => Link::Falling,
            (false, true) => Link::Rising,
            // One area of like colors: nothing crosses.
            (true, true) if self.alike(tl, tr) => Link::None,
            (true, true) => self.vote((tl, br), (tr, bl)),
        }
    }

    fn vote(&self, falling: (Place, Place), rising: (Place, Place)) -> Link {
        let weight = |(a, b): (Place, Place)| {
            let islands = [a, b].into_iter().filter(|&p| self.degree(p) == 1).count();
            let length = self.way(a, b) + self.way(b, a);
            signed(length) + ISLAND * signed(islands)
        };
        let corner = falling.1;
        let sparse = signed(self.size(rising.0, corner)) - signed(self.size(falling.0, corner));
        let balance = weight(falling) - weight(rising) + sparse;
        if balance >= 0 { Link::Falling } else { Link::Rising }
    }

    /// Whether two pixels have like colors; outside the picture nothing has.
    pub(super) fn alike(&self, a: Place, b: Place) -> bool {
        let label = |(x, y): Place| self.labels.of.get(x, y);
        match (label(a), label(b)) {
            (Some(a), Some(b)) => a == b || self.color(a).zip(self.color(b)).is_some_and(|(a, b)| is_like(a, b)),
            _ => false,
        }
    }

    fn color(&self, label: u16) -> Option<Rgba> {
        self.labels.inks.get(usize::from(label)).map(|ink| ink.color)
    }

    fn neighbors(&self, p: Place) -> impl Iterator<Item = Place> {
        STEPS.into_iter().map(move |(dx, dy)| (p.0 + dx, p.1 + dy)).filter(move |&q| self.alike(p, q))
    }

    fn degree(&self, p: Place) -> usize {
        self.neighbors(p).count()
    }

    /// How far a line goes on from `b`, when it comes from `a`: over pixels with two neighbors each.
    fn way(&self, a: Place, b: Place) -> usize {
        let (mut before, mut here) = (a, b);
        for length in 0..LONGEST {
            if self.degree(here) != 2 {
                return length;
            }
            let Some(next) = self.neighbors(here).find(|&q| q != before) else { return length };
            (before, here) = (here, next);
            if here == a {
                return length;
            }
        }
        LONGEST
    }

    /// The pixels near `corner` that are connected to `start`.
    fn size(&self, start: Place, corner: Place) -> usize {
        let near =
            |p: &Place| (-WINDOW..WINDOW).contains(&(p.0 - corner.0)) && (-WINDOW..WINDOW).contains(&(p.1 - corner.1));
        let mut found = vec![start];
        let mut next = 0;
        while let Some(&p) = found.get(next) {
            next += 1;
            for q in self.neighbors(p).filter(near) {
                if !found.contains(&q) {
                    found.push(q);
                }
            }
        }
        found.len()
    }
}

/// Whether two colors are shades of one: the thresholds in YUV of hqx, which the paper takes over.
fn is_like(a: Rgba, b: Rgba) -> bool {
    let yuv = |c: Rgba| {
        let [r, g, b] = [c.r, c.g, c.b].map(f64::from);
        let y = 0.299 * r + 0.587 * g + 0.114 * b;
        (y, 0.492 * (b - y), 0.877 * (r - y))
    };
    let ((y, u, v), (p, q, r)) = (yuv(a), yuv(b));
    a.a == b.a && (y - p).abs() <= 48.0 && (u - q).abs() <= 7.0 && (v - r).abs() <= 6.0
}

fn signed(n: usize) -> isize {
    isize::try_from(n).unwrap_or(isize::MAX)
}
