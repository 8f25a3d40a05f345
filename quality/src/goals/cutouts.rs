//! Whether shapes that are cut out of each other leave seams between them.

use super::{Verdict, progress};
use crate::goal::most;
use crate::set::{Entry, Set, render_over};
use linocut_core::{Context, Drawing, Raster, Result, Rgba};
use linocut_svg::{WriteOptions, write};
use linocut_trace::{Stacking, TraceOptions, trace};

/// What shines through a seam.
const MAGENTA: Rgba = Rgba::opaque(255, 0, 255);
/// What would shine through it in the same way; where the two renders differ, there is a seam.
const GREEN: Rgba = Rgba::opaque(0, 255, 0);
/// Levels by which pixels may differ: renderers round.
const TINT: u8 = 2;

/// Goals at the size of the picture and at three times that; the sources are opaque, so nothing may shine through.
///
/// # Errors
/// Those of loading, tracing and rendering.
pub(super) fn goals(set: &Set, entries: &[Entry]) -> Result<Vec<Verdict>> {
    let mut missing = [Vec::new(), Vec::new()];
    for (entry, done) in entries.iter().zip(1..) {
        let picture = set.load(entry)?;
        let options = TraceOptions { stacking: Stacking::Cutouts, ..TraceOptions::default() };
        let drawing = trace(&picture.input, &options, &Context::default())?;
        for (missing, scale) in missing.iter_mut().zip([1, 3]) {
            let count = tinted(&drawing, (picture.input.width() * scale, picture.input.height() * scale))?;
            missing.extend((count > 0).then(|| format!("{} at {scale}×: {count} pixels", picture.id)));
        }
        progress(&format!("{done} of {} pictures, cut out", entries.len()));
    }
    let verdict = |(missing, scale): (Vec<String>, &str)| {
        let count = f64::from(u32::try_from(missing.len()).unwrap_or(u32::MAX));
        Verdict { line: most(&format!("cut-outs with seams at {scale}"), count, 0.0), missing }
    };
    Ok(missing.into_iter().zip(["1×", "3×"]).map(verdict).collect())
}

/// How many pixels of `drawing` let the background shine through.
fn tinted(drawing: &Drawing, size: (u32, u32)) -> Result<usize> {
    let svg = write(drawing, &WriteOptions::default());
    let (on_magenta, on_green) = (render_over(&svg, size, Some(MAGENTA))?, render_over(&svg, size, Some(GREEN))?);
    Ok(differing(&on_magenta, &on_green))
}

fn differing(one: &Raster, other: &Raster) -> usize {
    let differs = |(a, b): (&Rgba, &Rgba)| a.channels().iter().zip(b.channels()).any(|(a, b)| a.abs_diff(b) > TINT);
    one.pixels().iter().zip(other.pixels()).filter(|&pair| differs(pair)).count()
}

#[cfg(test)]
mod tests {
    use super::tinted;
    use linocut_svg::{Limits, read};

    fn seams(right: &str) -> usize {
        let left = "M0 0H5.5L4.5 10H0z";
        let svg =
            format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><path d='{left}'/>{right}</svg>");
        tinted(&read(svg.as_bytes(), &Limits::default()).unwrap().value, (10, 10)).unwrap()
    }

    #[test]
    fn two_anti_aliased_edges_are_a_seam() {
        assert!(seams("<path d='M5.5 0H10V10H4.5z' fill='red'/>") >= 5);
        assert_eq!(seams("<path d='M4 0H10V10H4z' fill='red'/>"), 0);
    }
}
