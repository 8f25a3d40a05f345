//! Drawings within a budget: the options, and what came of them.

use super::one::{Job, drawn, exported};
use crate::format::Made;
use crate::values::{count, number};
use clap::Args;
use linocut_core::{Context, Drawing, Effort, Raster, Result};
use linocut_export::Format;
use linocut_stages::measured;
use linocut_svg::score::compare;
use linocut_svg::write;
use linocut_trace::{Budget, Measured, TraceOptions, Within, within};
use serde_json::{Value, json};

#[derive(Args, Debug)]
#[command(next_help_heading = "Budget")]
pub(crate) struct BudgetArgs {
    /// At most this many shapes: the closest drawing that keeps to it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_paths: Option<u32>,
    /// At most this many bytes in the format that is written: the closest drawing that keeps to it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_bytes: Option<u64>,
    /// The simplest drawing that is this close to the picture, 0 to 1, as --json tells in scores.ssim; exit code 1 when
    /// none is
    #[arg(long, value_name = "SSIM", value_parser = number(0.0..=1.0, ""))]
    quality: Option<f64>,
}

impl BudgetArgs {
    pub(crate) fn budget(&self) -> Budget {
        let &Self { max_paths, max_bytes, quality } = self;
        Budget { max_paths, max_bytes, quality }
    }
}

/// What came of a budget.
#[derive(Clone)]
pub(crate) struct Reached {
    /// Whether everything that was asked for was kept to.
    pub(crate) met: bool,
    budget: Budget,
    paths: usize,
    measured: Measured,
    /// The effort that came closer than the one that was asked for: the best.
    harder: Option<Effort>,
    joined: usize,
    dropped: usize,
    tries: u32,
    cut_short: bool,
    /// The options that were chosen, as they are given to the command.
    chosen: Vec<(&'static str, f64)>,
}

/// Traces within the budget of `job`, where `name` is the name of a drawing in formats that have one.
pub(crate) fn trace(picture: &Raster, job: &Job, name: Option<&str>, cx: &Context) -> Result<(Drawing, Reached)> {
    let judge = |drawing: &Drawing| {
        let svg = write(drawing, &job.spelling);
        let bytes = match job.made {
            Made::Drawn(Format::Svg) => svg.len(),
            Made::Drawn(_) | Made::Png => job.made.make(drawing, &exported(name))?.value.len(),
        };
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        Ok(measured(bytes, &compare(picture, &drawn(&svg, picture)?)?))
    };
    let Within { drawing, paths, measured, options, effort, joined, dropped, met, tries, cut_short } =
        within(picture, &job.options, &job.target, &judge, cx)?;
    let chosen = chosen(&job.options, &options);
    let harder = (effort > job.effort).then_some(effort);
    let budget = job.target;
    Ok((drawing, Reached { met, budget, paths, measured, harder, joined, dropped, tries, cut_short, chosen }))
}

/// The options that differ from those that were asked for.
fn chosen(asked: &TraceOptions, got: &TraceOptions) -> Vec<(&'static str, f64)> {
    let changed = |name: &'static str, asked: Option<f64>, got: Option<f64>| (asked != got).then_some((name, got?));
    let parts = [
        changed("colors", asked.colors.map(f64::from), got.colors.map(f64::from)),
        changed("min-area", asked.min_area, got.min_area),
        changed("tolerance", asked.tolerance, got.tolerance),
    ];
    parts.into_iter().flatten().collect()
}

impl Reached {
    /// What a person reads: what was reached, and the options that give it again.
    pub(crate) fn sentence(&self) -> String {
        let mut parts = vec![format!("SSIM {}", self.quality())];
        if let Some(asked) = self.budget.quality.filter(|q| self.measured.quality < *q) {
            parts.push(format!("{asked} was asked for"));
        }
        let fewest = if self.cut_short { "the fewest in the time allowed" } else { "the fewest" };
        if self.budget.max_paths.is_some_and(|most| u64::try_from(self.paths).unwrap_or(u64::MAX) > u64::from(most)) {
            parts.push(format!("{} shapes are {fewest}", self.paths));
        }
        if self.budget.max_bytes.is_some_and(|most| self.measured.bytes > most) {
            parts.push(format!("{} bytes are {fewest}", self.measured.bytes));
        }
        if self.joined > 0 {
            parts.push(format!("{} joined with others of their color", count(self.joined, "shape")));
        }
        if self.dropped > 0 {
            parts.push(format!("{} of the smallest shapes left out", self.dropped));
        }
        let options: Vec<String> = self.chosen.iter().map(|(name, value)| format!("--{name} {value}")).collect();
        let options: Vec<String> = options.into_iter().chain(self.harder.map(|_| "--effort best".to_owned())).collect();
        let options = if options.is_empty() { "the options as given".to_owned() } else { options.join(" ") };
        let tries = usize::try_from(self.tries).unwrap_or(usize::MAX);
        format!("  {} with {options}, chosen from {}", parts.join(", "), count(tries, "drawing"))
    }

    /// The SSIM with as many digits as it takes to tell it from what was asked for.
    fn quality(&self) -> String {
        let reached = self.measured.quality;
        let written = |digits: usize| format!("{reached:.digits$}");
        let tells = |digits: &usize| {
            let shown = written(*digits).parse().unwrap_or(reached);
            self.budget.quality.is_none_or(|asked| (shown < asked) == (reached < asked))
        };
        written((4..=9).find(tells).unwrap_or(9))
    }

    pub(crate) fn json(&self) -> Value {
        let mut chosen: serde_json::Map<String, Value> =
            self.chosen.iter().map(|(name, value)| (name.replace('-', "_"), json!(value))).collect();
        chosen.extend(self.harder.map(|_| ("effort".to_owned(), json!("best"))));
        json!({
            "met": self.met,
            "paths": self.paths,
            "bytes": self.measured.bytes,
            "quality": self.measured.quality,
            "joined_shapes": self.joined,
            "dropped_shapes": self.dropped,
            "tries": self.tries,
            "cut_short": self.cut_short,
            "options": chosen,
        })
    }
}
