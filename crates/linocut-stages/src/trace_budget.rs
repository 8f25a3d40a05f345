//! Traces within a budget, measured as the drawing is written and scored.

use linocut_core::{Context, Drawing, Raster, Result, Score, Warned};
use linocut_svg::score::compare;
use linocut_svg::{Precision, RenderOptions, WriteOptions, render, write};
use linocut_trace::{Budget, Measured, TraceOptions, Within, within};

/// The best drawing within `budget`, and what of it could not be kept to.
pub(crate) fn within_budget(
    picture: &Raster,
    options: &TraceOptions,
    budget: &Budget,
    cx: &Context,
) -> Result<Warned<Drawing>> {
    let seen =
        RenderOptions { width: Some(picture.width()), height: Some(picture.height()), ..RenderOptions::default() };
    let judge = |drawing: &Drawing| {
        let spelling = WriteOptions { precision: Precision::fitting(drawing.view_box), ..WriteOptions::default() };
        let bytes = u64::try_from(write(drawing, &spelling).len()).unwrap_or(u64::MAX);
        Ok(measured(bytes, &compare(picture, &render(drawing, &seen)?)?))
    };
    let found = within(picture, options, budget, &judge, cx)?;
    let warnings = unmet(&found, budget);
    Ok(Warned { value: found.drawing, warnings })
}

/// What a score says to budgets: SSIM for what is asked, that over colors to choose by.
#[must_use]
pub fn measured(bytes: u64, score: &Score) -> Measured {
    let quality = score.value.get();
    let likeness = score.parts.iter().find(|(name, _)| name == "ssim_color").map_or(quality, |(_, value)| *value);
    Measured { bytes, quality, likeness }
}

/// What was asked for and not reached, a sentence each.
fn unmet(found: &Within, budget: &Budget) -> Vec<String> {
    let mut said = Vec::new();
    if budget.max_paths.is_some_and(|most| u64::try_from(found.paths).unwrap_or(u64::MAX) > u64::from(most)) {
        said.push(format!("{} shapes are the fewest", found.paths));
    }
    if budget.max_bytes.is_some_and(|most| found.measured.bytes > most) {
        said.push(format!("{} bytes are the fewest", found.measured.bytes));
    }
    if let Some(least) = budget.quality.filter(|least| found.measured.quality < *least) {
        said.push(format!("an SSIM of {:.6} is the closest, {least} was asked for", found.measured.quality));
    }
    if found.cut_short {
        said.push("time was up before the search ended".to_owned());
    }
    said
}
