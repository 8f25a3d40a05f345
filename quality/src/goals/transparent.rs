//! Whether pictures without a background stay without one.

use super::{Verdict, progress};
use crate::goal::most;
use crate::set::{Entry, Set, render_over};
use linocut_core::{Context, Raster, Result};
use linocut_svg::{WriteOptions, write};
use linocut_trace::{TraceOptions, trace};

/// Share of a picture that is transparent, or there is nothing to see.
const CLEAR: f64 = 0.02;
/// Share of the transparent pixels that may be painted: edges are rendered a little otherwise.
const PAINTED: f64 = 0.001;
/// Opacity from which a pixel counts as painted, in 0..=255; edges that are off by a tenth of a pixel paint less.
const SEEN: u8 = 32;

/// Traces the sources over nothing, and looks at what was transparent.
///
/// # Errors
/// Those of loading, tracing and rendering.
pub(super) fn goals(set: &Set, entries: &[Entry]) -> Result<Vec<Verdict>> {
    let (mut tried, mut missing) = (0_u32, Vec::new());
    for (entry, done) in entries.iter().zip(1..) {
        let picture = set.load(entry)?;
        let size = (picture.clean.width(), picture.clean.height());
        let Some(source) = picture.source.as_ref().filter(|_| picture.input == picture.clean) else { continue };
        let input = render_over(source, size, None)?;
        if share(&input, &input, |before, _| before == 0) < CLEAR {
            continue;
        }
        tried += 1;
        let drawing = trace(&input, &TraceOptions::default(), &Context::default())?;
        let output = render_over(&write(&drawing, &WriteOptions::default()), size, None)?;
        let clear = share(&input, &output, |before, _| before == 0);
        let painted = share(&input, &output, |before, after| before == 0 && after >= SEEN) / clear;
        missing.extend((painted > PAINTED).then(|| format!("{}: {:.2} % painted", picture.id, 100.0 * painted)));
        progress(&format!("{done} of {} pictures, over nothing", entries.len()));
    }
    let count = f64::from(u32::try_from(missing.len()).unwrap_or(u32::MAX));
    let line = most(&format!("backgrounds made up, of {tried} pictures"), count, 0.0);
    Ok(if tried == 0 { Vec::new() } else { vec![Verdict { line, missing }] })
}

/// The share of the pixels whose alpha before and after is as `is` asks.
fn share(before: &Raster, after: &Raster, is: impl Fn(u8, u8) -> bool) -> f64 {
    let pairs = before.pixels().iter().zip(after.pixels());
    let count = pairs.filter(|(b, a)| is(b.a, a.a)).count();
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(count) / number(before.pixels().len()).max(1.0)
}
