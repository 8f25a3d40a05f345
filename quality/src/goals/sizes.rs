//! Goals at other sizes: a quarter of the pixels, and sixteen times as many.

use super::{Verdict, progress};
use crate::contender::{self, Contender, Effort};
use crate::goal::most;
use crate::measure::Row;
use crate::set::{Entry, Set};
use crate::summary::{categories, means};
use linocut_core::Result;
use std::collections::BTreeMap;

/// Most displacement of boundaries at half the side, over that at the full one; both in pixels of their own.
const DELTA: f64 = 1.3;
/// Most CPU time at four times the side, in milliseconds.
const TIME: f64 = 1500.0;

/// The displacement of boundaries of `small` pictures over that of the same pictures in `rows`.
pub(super) fn delta(small: &[Row], rows: &[Row]) -> Vec<Verdict> {
    let of = |rows: &[Row], category: &str| means(rows, Contender::Linocut.name(), category)?.delta;
    let ratio = |category: String| {
        let what = format!("{category}: delta at 256 over 512 px");
        Some(Verdict::of(most(&what, of(small, &category)? / of(rows, &category)?, DELTA)))
    };
    categories(rows).into_iter().filter_map(ratio).collect()
}

/// The CPU time of each picture, by category.
///
/// # Errors
/// Those of loading and tracing.
pub(super) fn time(set: &Set, entries: &[Entry]) -> Result<Vec<Verdict>> {
    let mut times: BTreeMap<String, Vec<(f64, String)>> = BTreeMap::new();
    for (entry, done) in entries.iter().zip(1..) {
        // Pictures that are there in one size only take no part.
        let Ok(picture) = set.load(entry) else { continue };
        let attempt = contender::attempt(Contender::Linocut, &picture, (Effort::Balanced, 1));
        attempt.svg?;
        let ms = attempt.cpu.map_or(0.0, |cpu| cpu.as_secs_f64() * 1e3);
        times.entry(picture.category).or_default().push((ms, picture.id));
        progress(&format!("{done} of {} pictures, four times as wide", entries.len()));
    }
    Ok(times.into_iter().filter_map(|(category, times)| timed(&category, times)).collect())
}

fn timed(category: &str, mut times: Vec<(f64, String)>) -> Option<Verdict> {
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (median, _) = times.get(times.len() / 2)?;
    let line = most(&format!("{category}: CPU at 2048 px, median, ms"), *median, TIME);
    let missing = times.iter().filter(|(ms, _)| *ms > TIME).map(|(ms, id)| format!("{id}: {ms:.0} ms")).collect();
    Some(Verdict { line, missing })
}

#[cfg(test)]
mod tests {
    use super::timed;

    #[test]
    fn the_median_decides_and_the_slow_are_named() {
        let times = [(900.0, "a"), (4000.0, "b"), (100.0, "c")].map(|(ms, id)| (ms, id.to_owned()));
        let verdict = timed("simple", times.to_vec()).unwrap();
        assert!(verdict.line.contains("900.00") && verdict.line.ends_with("met"), "{}", verdict.line);
        assert_eq!(verdict.missing, ["b: 4000 ms"]);
    }
}
