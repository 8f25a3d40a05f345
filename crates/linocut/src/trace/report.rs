//! What came of one picture, for people and for programs.

use super::budget::Reached;
use super::contact::Pair;
use crate::score::{count_map, score_map};
use crate::values::{bytes, count};
use linocut_core::{Error, Result, Score};
use linocut_svg::score::Counts;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::error::Error as _;

/// What came of one picture.
#[derive(Clone)]
pub(crate) struct Report {
    /// Name of the file that was written.
    pub(crate) output: String,
    /// Width and height in pixels.
    pub(crate) size: (u32, u32),
    /// How close the drawing is, if that was measured.
    pub(crate) score: Option<Score>,
    /// Input and result, small, if there will be a contact sheet.
    pub(crate) pair: Option<Pair>,
    /// What came of a budget, if there was one.
    pub(crate) reached: Option<Reached>,
    /// What the drawing consists of.
    pub(crate) counts: Counts,
    /// Milliseconds by phase, in the order of the phases; the last is the total.
    pub(crate) times: Vec<(&'static str, f64)>,
}

impl Report {
    /// The lines that a person reads.
    pub(crate) fn sentences(&self, name: &str) -> Vec<String> {
        [self.sentence(name)].into_iter().chain(self.reached.as_ref().map(Reached::sentence)).collect()
    }

    fn sentence(&self, name: &str) -> String {
        let total = self.times.last().map_or(0.0, |(_, time)| *time);
        format!("{name} → {}: {}, {total:.0} ms", self.output, self.summary())
    }

    /// What the drawing consists of, in words.
    pub(crate) fn summary(&self) -> String {
        let Counts { paths, colors, bytes: size, .. } = self.counts;
        [count(paths, "shape"), count(colors, "color"), bytes(size)].join(", ")
    }

    /// A second line for those who asked for more.
    pub(crate) fn details(&self) -> String {
        let times = self.times.iter().map(|(phase, time)| format!("{phase} {time:.1} ms"));
        let scores = self.score.iter().flat_map(|score| &score.parts).map(|(name, value)| format!("{name} {value:.4}"));
        format!("  {}", times.chain(scores).collect::<Vec<_>>().join(", "))
    }
}

/// A line of the JSON report; the names are permanent.
#[derive(Default, Serialize)]
struct Line<'a> {
    input: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    scores: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    counts: Map<String, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    milliseconds: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Value>,
}

/// The line of a picture in the JSON report.
pub(crate) fn line(input: &str, result: Result<&Report, &Error>) -> String {
    let line = match result {
        Ok(report) => Line {
            input,
            output: Some(&report.output),
            width: Some(report.size.0),
            height: Some(report.size.1),
            scores: report.score.as_ref().map(score_map).unwrap_or_default(),
            budget: report.reached.as_ref().map(Reached::json),
            counts: count_map(&report.counts),
            milliseconds: report.times.iter().map(|(name, time)| ((*name).to_owned(), json!(time))).collect(),
            error: None,
        },
        Err(error) => Line { input, error: Some(error_json(error)), ..Line::default() },
    };
    json_line(&line)
}

/// One value on one line.
pub(crate) fn json_line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

/// An error as the reports tell it.
pub(crate) fn error_json(error: &Error) -> Value {
    json!({
        "exit_code": error.kind().exit_code(),
        "message": error.to_string(),
        "cause": error.source().map(ToString::to_string),
        "hint": error.hint(),
    })
}
