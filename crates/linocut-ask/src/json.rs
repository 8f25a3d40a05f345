//! JSON among whatever else a model writes.

use crate::lenient::{Found, read};
use linocut_core::{Error, Kind, Result, Warned};

/// Places at which an object may begin that are tried; prose has few braces.
const MOST_STARTS: usize = 16;

/// The JSON object or list in `text`, mended: thoughts, fences and prose around it, comments, single quotes, bare names,
/// missing or superfluous commas, line breaks in strings, and an end that is missing.
///
/// Of several the longest counts.
///
/// # Errors
/// [`Kind::Input`] when there is none, [`Kind::Limit`] when it is nested too deeply.
pub fn json_in(text: &str) -> Result<Warned<serde_json::Value>> {
    let text = without_thoughts(text);
    if let Ok(value @ (serde_json::Value::Object(_) | serde_json::Value::Array(_))) = serde_json::from_str(text.trim())
    {
        return Ok(Warned::clean(value));
    }
    let mut best: Option<Found> = None;
    let (mut at, mut trouble) = (0, None);
    for _ in 0..MOST_STARTS {
        let Some(start) = text.get(at..).and_then(|rest| rest.find(['{', '['])).map(|found| at + found) else { break };
        match read(text.get(start..).unwrap_or_default()) {
            Ok(found) => {
                at = start + found.length.max(1);
                if best.as_ref().is_none_or(|best| found.length > best.length) {
                    best = Some(found);
                }
            }
            Err(error) => {
                at = start + 1;
                trouble = Some(error);
            }
        }
    }
    match (best, trouble) {
        (Some(found), _) => Ok(Warned { value: found.value, warnings: found.mended }),
        (None, Some(error)) => Err(error),
        (None, None) => Err(Error::new(Kind::Input, "there is no JSON in the answer")),
    }
}

/// The text after the thoughts that some models write first.
pub(crate) fn without_thoughts(text: &str) -> &str {
    text.rsplit_once("</think>").map_or(text, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::json_in;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(text: &str, expected: Value) {
        assert_eq!(json_in(text).map(|found| found.value).ok(), Some(expected), "{text}");
    }

    #[test]
    fn json_is_found_among_prose_and_mended() {
        check("{\"a\": 1}", json!({ "a": 1 }));
        check("Sure!\n```json\n{\"a\": [1, 2, 3,],}\n```\nHope it helps {smile}.", json!({ "a": [1, 2, 3] }));
        check(
            "<think>{\"a\": 0}</think>{'a': 'it\\'s', b: True, \"c\": None}",
            json!({ "a": "it's", "b": true, "c": null }),
        );
        check("{\"a\": 1 /* one */, // two\n \"b\": .5 \"c\": +3}", json!({ "a": 1, "b": 0.5, "c": 3 }));
        check(
            "{\"a\": \"line\nbreak\", \"b\": [1, {\"c\": \"open",
            json!({ "a": "line\nbreak", "b": [1, { "c": "open" }] }),
        );
        check("[{\"a\": 1}]", json!([{ "a": 1 }]));
        check("{\"a\": \"caf\\u00e9 \\ud83d\\ude00 \\q\"}", json!({ "a": "caf\u{e9} \u{1f600} q" }));
        check("{\"a\": 12.50e1, \"b\": -0}", json!({ "a": 125.0, "b": -0.0 }));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "no", "a < b > c", "}{"] {
            assert!(json_in(text).is_err() || json_in(text).is_ok_and(|found| found.value == json!({})), "{text}");
        }
        assert!(json_in(&"[".repeat(100_000)).is_err());
        assert!(json_in(&"{\"a\":".repeat(100_000)).is_err());
    }
}
