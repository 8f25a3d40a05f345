//! Contact sheets: the inputs and results of a batch, small, each with its name.

use super::page::{LINE, Page, over_checks};
use super::report::Report;
use crate::output::Target;
use crate::world::World;
use linocut_core::{Error, Kind, Raster, Result, Rgba};
use std::path::Path;

/// Side of one small picture, in pixels.
const SIDE: u32 = 192;
/// Space between pictures, in pixels.
const GAP: u32 = 12;
/// Pairs of pictures side by side.
const COLUMNS: u32 = 4;
/// Most pairs on a sheet, so that it stays below 40 megapixels.
const MOST: usize = 600;

/// An input and its result, no larger than the sheet shows them.
#[derive(Clone)]
pub(crate) struct Pair {
    input: Raster,
    result: Raster,
}

impl Pair {
    pub(crate) fn new(picture: &Raster, result: &Raster) -> Result<Self> {
        Ok(Self { input: shrunk(picture)?, result: shrunk(result)? })
    }
}

/// Passes when the sheet is likely to be written, so that nothing is traced in vain.
pub(crate) fn check(path: Option<&Path>, pictures: usize) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    let error = |kind, sentence: String| Error::new(kind, sentence).at(path.display().to_string());
    if pictures > MOST {
        return Err(error(Kind::Limit, format!("{pictures} pictures, a sheet takes {MOST}"))
            .hinted("trace them in parts, or without --sheet"));
    }
    if !path.extension().is_some_and(|end| end.eq_ignore_ascii_case("png")) {
        return Err(error(Kind::Input, "the sheet is a PNG".to_owned()).hinted("name it .png"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(error(Kind::Missing, format!("directory {} does not exist", folder.display())));
    }
    Ok(())
}

/// Draws and writes the sheet of all pictures that were traced.
pub(crate) fn write(path: &Path, traced: &[(String, Report)], world: &World) -> Result<()> {
    let pairs: Vec<(&String, &Report, &Pair)> =
        traced.iter().filter_map(|(name, report)| Some((name, report, report.pair.as_ref()?))).collect();
    let count = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return Ok(());
    }
    let columns = count.min(COLUMNS);
    let wide = 2 * SIDE + GAP / 2;
    let (cell, row) = (wide + 2 * GAP, SIDE + 2 * LINE + 2 * GAP);
    let mut page = Page::new(2 * GAP + columns * cell - GAP, 2 * GAP + count.div_ceil(columns) * row)?;
    for (k, (name, report, pair)) in (0_u32..).zip(pairs) {
        let (left, top) = (GAP + k % columns * cell, GAP + k / columns * row);
        for (picture, left) in [(&pair.input, left), (&pair.result, left + SIDE + GAP / 2)] {
            let inset = |side: u32| (SIDE - side.min(SIDE)) / 2;
            page.place(picture, (left + inset(picture.width()), top + inset(picture.height())));
        }
        let name = Path::new(name).file_name().map_or(name.into(), |name| name.to_string_lossy());
        page.caption(&name, "", (left, top + SIDE + GAP / 2), wide)?;
        page.caption("", &report.summary(), (left, top + SIDE + GAP / 2 + LINE), wide)?;
    }
    let target = Target::named(path);
    target.write(&linocut_raster::encode_png(&page.finish()?)?)?;
    world.screen.say(&format!("sheet → {}", target.name()));
    Ok(())
}

/// The picture so that its longer side is at most [`SIDE`]: each pixel the mean of those it covers, by how much
/// it covers of them.
fn shrunk(picture: &Raster) -> Result<Raster> {
    let picture = over_checks(picture);
    let (w, h) = (picture.width(), picture.height());
    let long = w.max(h);
    if long <= SIDE {
        return Ok(picture);
    }
    let fit = |side: u32| (u64::from(side) * u64::from(SIDE) / u64::from(long)).max(1);
    let (width, height) = (fit(w), fit(h));
    let mean = |x: u64, y: u64| {
        let (mut sums, mut all) = ([0_u64; 3], 0_u64);
        for (row, tall) in shares(y, height, h) {
            for (column, wide) in shares(x, width, w) {
                let (Some(pixel), weight) = (picture.get(column, row), wide * tall) else { continue };
                let add = |sum: u64, level: u8| sum + weight * u64::from(level);
                sums = [add(sums[0], pixel.r), add(sums[1], pixel.g), add(sums[2], pixel.b)];
                all += weight;
            }
        }
        let [r, g, b] = sums.map(|sum| u8::try_from((sum + all / 2) / all.max(1)).unwrap_or(u8::MAX));
        Rgba::opaque(r, g, b)
    };
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect();
    Raster::new(u32::try_from(width).unwrap_or(1), u32::try_from(height).unwrap_or(1), pixels)
}

/// The pixels of `of` that the one at `at` of `to` covers, and how much of each, in `to`ths of a pixel.
fn shares(at: u64, to: u64, of: u32) -> impl Iterator<Item = (u32, u64)> {
    let (from, end) = (at * u64::from(of), (at + 1) * u64::from(of));
    (from / to..end.div_ceil(to)).filter_map(move |pixel| {
        let covered = end.min((pixel + 1) * to) - from.max(pixel * to);
        u32::try_from(pixel).ok().map(|pixel| (pixel, covered))
    })
}

#[cfg(test)]
mod tests {
    use super::{SIDE, shrunk};
    use linocut_core::{Raster, Rgba};

    #[test]
    fn pixels_count_by_what_is_covered() {
        // Three pixels become two: the middle one belongs to both by halves.
        let side = SIDE * 3 / 2;
        let color = |x: u32| if x.is_multiple_of(3) { Rgba::BLACK } else { Rgba::WHITE };
        let picture = Raster::new(side, 2, (0..2 * side).map(|at| color(at % side)).collect()).unwrap();
        let small = shrunk(&picture).unwrap();
        assert_eq!((small.width(), small.height()), (SIDE, 1));
        assert_eq!([0, 1].map(|x| small.get(x, 0).unwrap().r), [85, 255]);
    }
}
