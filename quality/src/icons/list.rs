//! The lists of prompts in `quality/icons/`.

use linocut_core::{Error, Kind, Result};
use serde::Deserialize;

/// A prompt and what to call it in tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Prompt {
    /// Its name; the prompt itself unless that is unfit to be shown.
    pub(super) name: String,
    /// What is asked for.
    pub(super) text: String,
}

/// One entry of `hostile.json`.
#[derive(Deserialize)]
struct Hostile {
    name: String,
    prompt: String,
    /// How often the prompt is repeated; long ones would make a long file.
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

/// Everyday nouns.
pub(super) fn nouns() -> Vec<Prompt> {
    lines(include_str!("../../icons/nouns.txt"))
}

/// What a designer of screens asks for.
pub(super) fn prompts() -> Vec<Prompt> {
    lines(include_str!("../../icons/prompts.txt"))
}

/// Prompts meant to break something.
///
/// # Errors
/// [`Kind::Bug`] when the file is no list.
pub(super) fn hostile() -> Result<Vec<Prompt>> {
    let entries: Vec<Hostile> = serde_json::from_str(include_str!("../../icons/hostile.json"))
        .map_err(|e| Error::new(Kind::Bug, "hostile.json is no list of prompts").cause(e))?;
    Ok(entries.into_iter().map(|e| Prompt { name: e.name, text: e.prompt.repeat(e.times) }).collect())
}

/// One prompt a line; lines that begin with `#` are comments.
fn lines(text: &str) -> Vec<Prompt> {
    let prompts = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    prompts.map(|line| Prompt { name: line.to_owned(), text: line.to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Prompt, hostile, nouns, prompts};
    use std::collections::BTreeSet;

    #[track_caller]
    fn check(list: &[Prompt], count: usize) {
        let names: BTreeSet<&str> = list.iter().map(|prompt| prompt.name.as_str()).collect();
        assert_eq!((list.len(), names.len()), (count, count));
    }

    #[test]
    fn lists_are_whole_and_without_doubles() {
        check(&nouns(), 200);
        check(&prompts(), 60);
        check(&hostile().unwrap(), 50);
    }

    #[test]
    fn hostile_prompts_are_as_long_as_they_say() {
        let longest = hostile().unwrap().into_iter().map(|prompt| prompt.text.len()).max();
        assert_eq!(longest, Some(100_000));
    }
}
