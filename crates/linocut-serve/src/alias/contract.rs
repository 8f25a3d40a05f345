//! What requests of other systems hold, checked: names, ranges and defaults as those systems had them.

use crate::asked::Asked;
use crate::problem::Problem;
use axum::http::StatusCode;
use linocut_core::{Error, Kind};
use linocut_stages::{KNOBS, Knobs};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Page};
use std::ops::RangeInclusive;
use std::time::Duration;

/// Words for an icon, and what a brand wants of it.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Icons {
    pub(crate) prompt: String,
    #[serde(default, rename = "brandConstraints")]
    pub(crate) brand: Brand,
    /// Whether the answer tells how it came about.
    #[serde(default)]
    pub(crate) debug: bool,
}

/// How icons of a brand are drawn.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Brand {
    /// Side of the view box, 8 to 256 units.
    pub(crate) grid: f64,
    /// Width of lines, 0.1 to 32 units.
    pub(crate) stroke_width: f64,
    pub(crate) style: BrandStyle,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum BrandStyle {
    Outline,
    Filled,
}

impl Default for Brand {
    fn default() -> Self {
        Self { grid: 24.0, stroke_width: 2.0, style: BrandStyle::Outline }
    }
}

/// How a picture is to be traced.
#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub(crate) struct Routed {
    tier: Option<Page>,
    target_quality: Option<f64>,
    time_budget: Option<f64>,
    #[serde(rename = "validate")]
    _validate: Option<bool>,
    #[serde(rename = "include_analysis")]
    _include_analysis: Option<bool>,
}

/// Time for which the first tier is chosen, in seconds: the second one takes up to 0.5 s there.
const BRIEF_S: f64 = 0.5;

/// The fields of [`Routed`].
const ROUTED: [&str; 5] = ["tier", "target_quality", "time_budget", "validate", "include_analysis"];

/// Takes the knobs of other tracers out of a request; `None` when it has none of them.
pub(crate) fn knobs(asked: &mut Asked) -> Result<Option<Knobs>, Problem> {
    let given: Map<String, Page> =
        KNOBS.into_iter().filter_map(|name| Some((name.to_owned(), asked.fields.remove(name)?))).collect();
    let words = ["converter", "mode", "turnpolicy"];
    let numbers: Vec<&str> = KNOBS.into_iter().filter(|name| !words.contains(name)).collect();
    if given.is_empty() { Ok(None) } else { read(given, &numbers).map(Some) }
}

impl Icons {
    pub(crate) fn read(fields: Map<String, Page>) -> Result<Self, Problem> {
        let icons: Self = read(fields, &["brandConstraints", "debug"])?;
        lengthy("prompt", &icons.prompt, 3..=500)?;
        ranged("grid", icons.brand.grid, 8.0..=256.0)?;
        ranged("strokeWidth", icons.brand.stroke_width, 0.1..=32.0)?;
        Ok(icons)
    }
}

impl Routed {
    /// Takes its fields out of a request.
    pub(crate) fn take(asked: &mut Asked) -> Result<Self, Problem> {
        let own = ROUTED.into_iter().filter_map(|name| Some((name.to_owned(), asked.fields.remove(name)?))).collect();
        let routed: Self = read(own, &["target_quality", "time_budget", "validate", "include_analysis"])?;
        ranged("target_quality", routed.target_quality.unwrap_or(1.0), 0.0..=1.0)?;
        ranged("time_budget", routed.time_budget.unwrap_or(1.0), 0.01..=600.0)?;
        routed.tier()?;
        Ok(routed)
    }

    /// How hard to try, 1 to 3; `auto` is 2 where there is time for it.
    pub(crate) fn tier(&self) -> Result<u8, Problem> {
        let brief = self.time_budget.is_some_and(|seconds| seconds < BRIEF_S);
        match self.tier.as_ref().map(|tier| tier.to_string().trim_matches('"').to_owned()).as_deref() {
            None | Some("auto") if brief => Ok(1),
            None | Some("auto" | "2") => Ok(2),
            Some("1") => Ok(1),
            Some("3") => Ok(3),
            Some(other) => Err(Problem::of_field("tier", format!("tier '{other}' is not auto, 1, 2 or 3"))),
        }
    }

    /// The same as the tracer's effort.
    pub(crate) fn effort(&self) -> Result<&'static str, Problem> {
        Ok(match self.tier()? {
            1 => "fast",
            3 => "best",
            _ => "balanced",
        })
    }

    pub(crate) fn time(&self) -> Option<Duration> {
        self.time_budget.map(Duration::from_secs_f64)
    }

    pub(crate) const fn target_quality(&self) -> Option<f64> {
        self.target_quality
    }
}

/// Reads fields; those named in `parsed` come as texts from forms.
fn read<T: DeserializeOwned>(fields: Map<String, Page>, parsed: &[&str]) -> Result<T, Problem> {
    let mut fields = fields;
    for (name, value) in &mut fields {
        if let Some(text) = value.as_str().filter(|_| parsed.contains(&name.as_str())) {
            *value = serde_json::from_str(text).unwrap_or_else(|_| Page::String(text.to_owned()));
        }
    }
    serde_json::from_value(Page::Object(fields.clone())).map_err(|error| {
        // The one without which all would be well.
        let fits = |name: &&String| {
            let others = fields.iter().filter(|(other, _)| other != name);
            let others = others.map(|(name, value)| (name.clone(), value.clone())).collect();
            serde_json::from_value::<T>(Page::Object(others)).is_ok()
        };
        match fields.keys().find(fits) {
            Some(name) => Problem::of_field(name, format!("{name}: {error}")),
            None => Error::new(Kind::Input, error.to_string()).into(),
        }
    })
}

/// Passes a text of so many characters.
pub(crate) fn lengthy(name: &str, text: &str, range: RangeInclusive<usize>) -> Result<(), Problem> {
    if range.contains(&text.chars().count()) {
        return Ok(());
    }
    let (from, to) = (range.start(), range.end());
    let most = if *to == usize::MAX { String::new() } else { format!(" to {to}") };
    let least = if most.is_empty() { "at least " } else { "" };
    Err(Problem::of_field(name, format!("{name} has {least}{from}{most} characters")))
}

fn ranged(name: &str, value: f64, range: RangeInclusive<f64>) -> Result<(), Problem> {
    let sentence = || format!("{name} is out of range, it goes from {} to {}", range.start(), range.end());
    if range.contains(&value) { Ok(()) } else { Err(Problem::of_field(name, sentence())) }
}

/// A request that lacks the one thing that it must have, as systems say so that know 400 only.
pub(crate) fn missing(field: &str) -> Problem {
    Problem::of_field(field, format!("{field} is missing")).at(StatusCode::BAD_REQUEST)
}
