//! The colors of pixel art as numbers.

use crate::grid::Grid;
use crate::inks::{self, Ink, Seen};
use crate::options::TraceOptions;
use linocut_core::{Context, Error, Kind, Raster, Result, Rgba};
use std::collections::BTreeMap;

/// A picture as numbers of inks.
pub(super) struct Labels {
    /// The ink of each pixel.
    pub(super) of: Grid<u16>,
    /// The inks, sorted by color; a transparent one shows nothing.
    pub(super) inks: Vec<Ink>,
}

/// The inks of a picture by the rules and the number of colors in `options`; all of its colors without these.
///
/// # Errors
/// [`Kind::Limit`] over 65,536 colors; those of `cx`.
pub(super) fn labels(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Labels> {
    let mut counts: BTreeMap<Rgba, u32> = BTreeMap::new();
    for row in picture.rows() {
        cx.check()?;
        for &pixel in row {
            *counts.entry(shown(pixel)).or_default() += 1;
        }
    }
    if counts.len() > 1 << 16 {
        let error = Error::new(Kind::Limit, "picture has more than 65,536 colors");
        return Err(error.hinted("leave out --preset pixel"));
    }
    let seen: Vec<Seen> = counts.iter().map(|(&color, &pixels)| Seen { color, pixels }).collect();
    let assigned = inks::assign(&seen, options, options.colors);
    let painted = |(s, ink): (&Seen, &Option<usize>)| {
        let ink = ink.and_then(|k| assigned.inks.get(k)).cloned();
        ink.unwrap_or(Ink { color: s.color, name: None })
    };
    let painted: Vec<Ink> = seen.iter().zip(&assigned.of).map(painted).collect();
    let mut inks = painted.clone();
    inks.sort();
    inks.dedup();
    let number = |ink: &Ink| inks.binary_search(ink).ok().and_then(|k| u16::try_from(k).ok()).unwrap_or_default();
    let of: BTreeMap<Rgba, u16> = seen.iter().zip(&painted).map(|(s, ink)| (s.color, number(ink))).collect();
    let cells = picture.pixels().iter().map(|&p| of.get(&shown(p)).copied().unwrap_or_default()).collect();
    let side = |n: u32| usize::try_from(n).unwrap_or(0);
    Ok(Labels { of: Grid { width: side(picture.width()), height: side(picture.height()), cells }, inks })
}

/// The pixel, whose color does not count where it is transparent.
fn shown(pixel: Rgba) -> Rgba {
    if pixel.a == 0 { Rgba::TRANSPARENT } else { pixel }
}

impl Labels {
    /// The same with one more transparent pixel on all sides, if some pixel on the border is transparent.
    pub(super) fn margin(&self) -> Option<Self> {
        let (w, h) = (self.of.width, self.of.height);
        let clear = self.inks.iter().position(|ink| ink.color.a == 0).and_then(|k| u16::try_from(k).ok())?;
        let on_border = |at: usize| at < w || at >= w * (h - 1) || at.is_multiple_of(w) || (at + 1).is_multiple_of(w);
        self.of.cells.iter().enumerate().find(|(at, label)| **label == clear && on_border(*at))?;
        let wider = Grid::filled(w + 2, h + 2, ());
        let own = |x: usize, y: usize| {
            let inside = (1..=w).contains(&x) && (1..=h).contains(&y);
            inside.then(|| self.of.cells.get((y - 1) * w + x - 1)).flatten().copied()
        };
        Some(Self { of: wider.map_at(|x, y| own(x, y).unwrap_or(clear)), inks: self.inks.clone() })
    }

    /// The label of at least two thirds of the picture's border.
    pub(super) fn border(&self) -> Option<u16> {
        let (w, h) = (self.of.width, self.of.height);
        let edge = (0..w).flat_map(|x| [(x, 0), (x, h - 1)]).chain((0..h).flat_map(|y| [(0, y), (w - 1, y)]));
        let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
        let mut all = 0;
        for label in edge.filter_map(|(x, y)| self.of.cells.get(y * w + x)) {
            *counts.entry(*label).or_default() += 1;
            all += 1;
        }
        counts.into_iter().find(|(_, n)| 3 * n >= 2 * all).map(|(label, _)| label)
    }
}
