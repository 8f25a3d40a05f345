//! SVG among whatever else a model writes.

use crate::json::{json_in, without_thoughts};
use linocut_core::{Error, Kind, Result, Warned};
use serde_json::Value;

/// Deepest nesting that is followed: beyond what readers of drawings accept, and few enough to look through each time.
const DEEPEST: usize = 64;
/// Beginnings of documents without an end that are looked at; prose names the element a few times.
const MOST_BROKEN: usize = 16;

/// The last whole SVG document in `text`; one that breaks off is closed after its last whole element.
///
/// The result is text that looks like SVG; whoever takes it reads it as the hostile file that it is.
///
/// # Errors
/// [`Kind::Input`] when there is none, or nothing whole in it.
pub fn svg_in(text: &str) -> Result<Warned<String>> {
    let text = without_thoughts(text);
    // Some answer with JSON that holds the SVG, its quotes escaped.
    let starts = text.find('{').zip(text.find("<svg"));
    if let Some(found) = starts.filter(|(json, svg)| json < svg).and_then(|_| held(&json_in(text).ok()?.value)) {
        return Ok(found);
    }
    if let Some(found) = found(text) {
        return Ok(found);
    }
    // Some escape its brackets.
    if text.contains("&lt;svg") {
        let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        let text = plain.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        if let Some(found) = found(&text) {
            return Ok(found);
        }
    }
    let sentence = if text.contains("<svg") {
        "the SVG breaks off before anything is drawn"
    } else {
        "there is no SVG in the answer"
    };
    Err(Error::new(Kind::Input, sentence))
}

/// A text of the value that holds SVG.
fn held(value: &Value) -> Option<Warned<String>> {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().find_map(held),
        Value::Object(fields) => fields.values().find_map(held),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn found(text: &str) -> Option<Warned<String>> {
    let mut whole: Vec<Scanned> = Vec::new();
    let mut broken: Option<Scanned> = None;
    let (mut at, mut ends_missing) = (0, 0);
    while ends_missing < MOST_BROKEN {
        let Some(start) = text.get(at..).and_then(|rest| rest.find("<svg")).map(|found| at + found) else { break };
        let scanned = Scanned { start, ..scan(text.get(start..)?) };
        if scanned.ended {
            at = start + scanned.length;
            whole.push(scanned);
        } else {
            // The word alone stands in prose, too: a whole document after it is meant.
            at = start + "<svg".len();
            ends_missing += 1;
            broken = broken.or(Some(scanned).filter(|scanned| scanned.length > 0));
        }
    }
    let Some(last) = whole.last() else {
        let broken = broken?;
        let value = broken.mended(text.get(broken.start..)?)?;
        return Some(Warned { value, warnings: vec!["the SVG breaks off, what is whole was kept".to_owned()] });
    };
    let mut warnings = Vec::new();
    if whole.len() > 1 {
        warnings.push(format!("of {} drawings in the answer the last was taken", whole.len()));
    }
    if !last.mends.is_empty() {
        warnings.push("elements that were closed wrongly were mended".to_owned());
    }
    Some(Warned { value: last.mended(text.get(last.start..)?)?, warnings })
}

/// What following the tags of a document finds.
#[derive(Default)]
struct Scanned {
    /// Where it begins in the text around it.
    start: usize,
    /// Whether it ends.
    ended: bool,
    /// Bytes up to its end, or up to the end of its last whole element.
    length: usize,
    /// Bytes from and to, and what stands for them in a document whose tags match.
    mends: Vec<(usize, usize, String)>,
    /// What closes the elements that are open at the end.
    closing: String,
}

impl Scanned {
    /// The document, its tags matching; `text` begins where it does.
    fn mended(&self, text: &str) -> Option<String> {
        let (mut out, mut at) = (String::new(), 0);
        for (from, to, new) in self.mends.iter().filter(|(_, to, _)| *to <= self.length) {
            out.push_str(text.get(at..*from)?);
            out.push_str(new);
            at = *to;
        }
        out.push_str(text.get(at..self.length)?);
        Some(out + &self.closing)
    }
}

/// The tags that close elements, the innermost first.
fn closing(open: &[&str]) -> String {
    open.iter().rev().flat_map(|name| ["</", *name, ">"]).collect()
}

/// Follows the tags of a document; one that is nested more deeply than any drawing is followed no further.
fn scan(text: &str) -> Scanned {
    let mut found = Scanned::default();
    let mut open: Vec<&str> = Vec::new();
    // What was open after the last whole element.
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let Some(end) = tag_end(text, start) else { break };
        let tag = text.get(start + 1..end - 1).unwrap_or_default();
        at = end;
        if tag.starts_with(['!', '?']) {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let name = name.trim();
            let Some(place) = open.iter().rposition(|own| *own == name) else {
                found.mends.push((start, end, String::new()));
                continue;
            };
            // What is closed closes all that was forgotten within.
            let forgotten = closing(open.get(place + 1..).unwrap_or_default());
            if !forgotten.is_empty() {
                found.mends.push((start, start, forgotten));
            }
            open.truncate(place);
        } else if !tag.ends_with('/') {
            if open.len() >= DEEPEST {
                break;
            }
            open.push(tag.split(|c: char| c.is_whitespace()).next().unwrap_or(tag));
            continue;
        }
        found.length = end;
        kept.clone_from(&open);
        if open.is_empty() {
            found.ended = true;
            break;
        }
    }
    found.closing = closing(&kept);
    found
}

/// Where the tag or comment that begins at `start` ends, quotes minded.
fn tag_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    if rest.starts_with("<!--") {
        return rest.find("-->").map(|end| start + end + 3);
    }
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(start + at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::svg_in;

    #[track_caller]
    fn check(text: &str, expected: &str, warnings: usize) {
        let found = svg_in(text).unwrap();
        assert_eq!((found.value.as_str(), found.warnings.len()), (expected, warnings), "{text}");
    }

    const A: &str = "<svg viewBox=\"0 0 9 9\"><path d=\"M1 1h2\"/></svg>";

    #[test]
    fn the_document_is_found() {
        check(A, A, 0);
        check(&format!("Here it is:\n```svg\n{A}\n```\nEnjoy <b>it</b>"), A, 0);
        check(&format!("<svg><path d='M0 0'/></svg> better:\n{A}"), A, 1);
        check(&format!("<think><svg></svg></think>{A}"), A, 0);
        check(&format!("{{\"svg\": {A:?}}}"), A, 0);
        check("&lt;svg&gt;&lt;path d=&quot;M0 0&quot;/&gt;&lt;/svg&gt;", "<svg><path d=\"M0 0\"/></svg>", 0);
        check("<svg><g><path/></svg>", "<svg><g><path/></g></svg>", 1);
        check("<svg><path></path></g></svg>", "<svg><path></path></svg>", 1);
        check("<svg><g><svg><path/></svg></g></svg> tail", "<svg><g><svg><path/></svg></g></svg>", 0);
        check(
            "<svg><title>a > b</title><!-- </svg> --><path d='>'/></svg>",
            "<svg><title>a > b</title><!-- </svg> --><path d='>'/></svg>",
            0,
        );
    }

    #[test]
    fn what_breaks_off_is_closed_after_the_last_whole_element() {
        check(
            "<svg><g fill='red'><path d='M1 1'/><g><circle r='2'/><circle r=",
            "<svg><g fill='red'><path d='M1 1'/><g><circle r='2'/></g></g></svg>",
            1,
        );
    }

    #[test]
    fn the_word_alone_in_prose_begins_no_document() {
        check(&format!("Here is the `<svg>` element:\n{A}"), A, 0);
        check(&format!("An <svg> has a <g>.\n```\n{A}\n```\nEnjoy."), A, 0);
    }

    #[test]
    fn many_leaves_deep_down_and_many_wrong_ends_are_followed_once() {
        let deep = format!("<svg>{}{}", "<g>".repeat(140_000), "<a/>".repeat(140_000));
        assert!(svg_in(&deep).is_err());
        let shallow = format!("<svg>{}{}", "<g>".repeat(20), "<a/>".repeat(140_000));
        assert!(svg_in(&shallow).unwrap().value.ends_with("</g></svg>"));
        let wrong = format!("<svg>{}{}<path/></svg>", "<g>".repeat(2), "</b>".repeat(140_000));
        assert!(svg_in(&wrong).unwrap().value.ends_with("<path/></g></g></svg>"));
        let many = "<svg><g>".repeat(100_000);
        assert!(svg_in(&many).is_err());
    }

    #[test]
    fn nothing_is_said_to_be_nothing() {
        for (text, sentence) in [
            ("sorry", "there is no SVG in the answer"),
            ("<svg viewBox='0 0 24", "the SVG breaks off before anything is drawn"),
            ("<svg><g>", "the SVG breaks off before anything is drawn"),
        ] {
            assert_eq!(svg_in(text).unwrap_err().to_string(), sentence);
        }
    }
}
