//! What is to be drawn.

use super::DrawArgs;
use crate::input::Source;
use linocut_core::{Error, Kind, Result};

/// Largest file of prompts, in bytes.
const MAX_BYTES: u64 = 4 << 20;
/// Most prompts of a file.
const MAX_PROMPTS: usize = 10_000;
/// Longest prompt, in bytes; what is beyond is not read as words anyway.
const MAX_PROMPT: usize = 64 << 10;
/// Characters of a prompt that messages show: one line of a terminal, with room for what is said of it.
const SHOWN: usize = 60;

/// The prompts: the words of the command line as one, or the lines of a file, without empty ones and those with a `#`
/// in front.
pub(super) fn prompts(args: &DrawArgs) -> Result<Vec<String>> {
    let Some(path) = &args.from else { return one(args.prompt.join(" ")) };
    let source = Source::new(path);
    let bytes = source.read(MAX_BYTES)?;
    if u64::try_from(bytes.len()).is_ok_and(|size| size > MAX_BYTES) {
        return Err(Error::new(Kind::Limit, "file of prompts is over 4 MiB").at(source.name()));
    }
    let text = String::from_utf8(bytes)
        .map_err(|e| Error::new(Kind::Input, "file of prompts is not UTF-8 text").cause(e).at(source.name()))?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let prompts: Vec<String> =
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect();
    match prompts.len() {
        0 => Err(Error::new(Kind::Input, "no prompt in it, one a line is wanted").at(source.name())),
        n if n > MAX_PROMPTS => {
            Err(Error::new(Kind::Limit, format!("{n} prompts, {MAX_PROMPTS} is the most")).at(source.name()))
        }
        _ if prompts.iter().any(|prompt| prompt.len() > MAX_PROMPT) => Err(too_long().at(source.name())),
        _ => Ok(prompts),
    }
}

fn one(prompt: String) -> Result<Vec<String>> {
    if prompt.len() > MAX_PROMPT { Err(too_long()) } else { Ok(vec![prompt]) }
}

fn too_long() -> Error {
    Error::new(Kind::Limit, format!("a prompt is over {} KiB", MAX_PROMPT >> 10)).hinted("a few words say it best")
}

/// The beginning of a prompt on one line, for messages.
pub(super) fn shown(prompt: &str) -> String {
    let beginning: String = prompt.chars().take(4 * SHOWN).collect();
    let line = beginning.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = beginning.len() == prompt.len();
    match line.char_indices().nth(SHOWN) {
        None if whole => line,
        None => format!("{line}…"),
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(&line).trim_end()),
    }
}
