//! How much memory large pictures take.

use super::{Verdict, progress};
use crate::goal::most;
use crate::set::{Entry, Set, render_over};
use cpu_time::ProcessTime;
use linocut_core::{Context, Error, Kind, Result, Rgba};
use linocut_trace::{TraceOptions, trace};

/// The size that must work.
const LARGE: (u32, u32) = (8192, 4096);
/// The largest that the program reads.
const HUGE: (u32, u32) = (8192, 8192);
/// Most memory for [`LARGE`], in gigabytes; the largest may take as much for each pixel.
const MEMORY: f64 = 3.0;

/// Goals on the first complex picture, or the first of all.
///
/// # Errors
/// [`Kind::Missing`] when no picture has a source; those of tracing.
pub(super) fn goals(entries: &[Entry], set: &Set, huge: bool) -> Result<Vec<Verdict>> {
    let complex: Vec<&Entry> = entries.iter().filter(|entry| entry.category == "complex").collect();
    let candidates = if complex.is_empty() { entries.iter().collect() } else { complex };
    let source = candidates.iter().find_map(|entry| set.load(entry).ok()?.source);
    let source = source.ok_or_else(|| Error::new(Kind::Missing, "no picture has a source"))?;
    let mut verdicts = vec![traced(&source, LARGE, MEMORY)?];
    if huge {
        verdicts.push(traced(&source, HUGE, 2.0 * MEMORY)?);
    }
    Ok(verdicts.into_iter().flatten().collect())
}

/// Traces `source` at `size`; `None` on systems that do not tell how much memory was in use.
fn traced(source: &str, (width, height): (u32, u32), bound: f64) -> Result<Option<Verdict>> {
    progress(&format!("{width} × {height} pixels"));
    let start = ProcessTime::now();
    let input = render_over(source, (width, height), Some(Rgba::WHITE))?;
    let shapes = trace(&input, &TraceOptions::default(), &Context::default())?.shapes().count();
    let time = start.elapsed().as_secs_f64();
    let line = |memory: f64| {
        let line = most(&format!("{width} × {height}: memory, GB"), memory, bound);
        Verdict::of(format!("{line}   ({shapes} shapes, {time:.0} s of CPU)"))
    };
    Ok(most_memory().map(line))
}

/// The most memory that this process has had, in gigabytes; Linux only.
fn most_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0 / 1e9)
}
