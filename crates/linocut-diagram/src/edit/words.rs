//! Changes in plain English.

use super::Operation;
use crate::plan::Direction;
use linocut_core::{Error, Kind, Result};

/// Examples of everything that [`parse_edits`] understands.
pub const EDITS_UNDERSTOOD: [&str; 10] = [
    "rename X to Y · change X to Y",
    "add X · add X to GROUP · add Fish 5",
    "insert Cache between API and DB",
    "move X to GROUP",
    "set X to 12",
    "title Y",
    "add edge from A to B labelled retry · connect A to B",
    "remove X",
    "make it left to right · top to bottom · right to left · bottom to top",
    "several of these with semicolons or 'then' between them",
];

/// Reads changes; names that hold such words as `to` stand in quotes.
///
/// # Errors
/// [`Kind::Input`] with the part that is not understood; the hint lists what is.
pub fn parse_edits(words: &str) -> Result<Vec<Operation>> {
    let parts = apart(words).into_iter();
    let parts = parts.map(|part| part.trim().trim_end_matches([',', '.']).trim()).filter(|part| !part.is_empty());
    let found: Vec<Operation> = parts.map(one).collect::<Result<_>>()?;
    if found.is_empty() { Err(unknown(words)) } else { Ok(found) }
}

/// What stands between semicolons, line ends and `then`; in quotes they are text.
fn apart(words: &str) -> Vec<&str> {
    let quoted = words.matches('"').count().is_multiple_of(2);
    let mut parts = Vec::new();
    let (mut from, mut open) = (0, false);
    for (at, c) in words.char_indices() {
        open ^= c == '"' && quoted;
        let then = words.get(at..).is_some_and(|rest| rest.starts_with(" then "));
        let length = if then { " then ".len() } else { usize::from(matches!(c, ';' | '\n')) };
        if !open && length > 0 && at >= from {
            parts.extend(words.get(from..at));
            from = at + length;
        }
    }
    parts.extend(words.get(from..));
    parts
}

fn unknown(part: &str) -> Error {
    let all = EDITS_UNDERSTOOD.map(|line| format!("\n  {line}")).concat();
    Error::new(Kind::Input, format!("the edit {part:?} is not understood")).hinted(format!("what is understood:{all}"))
}

fn one(part: &str) -> Result<Operation> {
    let found = title(part).or_else(|| rename(part)).or_else(|| insert(part)).or_else(|| connect(part));
    let found = found.or_else(|| remove(part)).or_else(|| moved(part)).or_else(|| set(part)).or_else(|| add(part));
    found.or_else(|| direct(part)).ok_or_else(|| unknown(part))
}

/// What stands behind the first of `starts` that the part begins with.
fn after<'a>(part: &'a str, starts: &[&str]) -> Option<&'a str> {
    let start =
        starts.iter().find(|start| part.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))?;
    part.get(start.len()..)
}

/// What stands before and behind the first of `middles` outside of quotes.
fn around<'a>(part: &'a str, middles: &[&str]) -> Option<(&'a str, &'a str)> {
    let lower = part.to_ascii_lowercase();
    let open = |at: usize| lower.get(..at).is_some_and(|head| head.matches('"').count() % 2 == 1);
    let places = middles.iter().flat_map(|middle| lower.match_indices(middle).map(|(at, found)| (at, found.len())));
    let (at, length) = places.filter(|(at, _)| !open(*at)).min()?;
    Some((part.get(..at)?, part.get(at + length..)?))
}

fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let sorts = ["the node ", "the step ", "node ", "step ", "group ", "section ", "column ", "the "];
    let text = after(text, &sorts).unwrap_or(text).trim();
    let bare = text.trim_matches(['"', '\'', '`']);
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn rename(part: &str) -> Option<Operation> {
    let rest = after(part, &["rename ", "change ", "relabel "])?;
    let (part, label) = around(rest, &[" to ", " into "])?;
    Some(Operation::Rename { part: name(part)?, label: name(label)? })
}

fn insert(part: &str) -> Option<Operation> {
    let rest = after(part, &["insert ", "add ", "put "])?;
    let (label, ends) = around(rest, &[" between "])?;
    let (from, to) = around(ends, &[" and "])?;
    let label = after(label, &["a ", "an "]).unwrap_or(label);
    Some(Operation::Insert { label: name(label)?, from: name(from)?, to: name(to)? })
}

fn connect(part: &str) -> Option<Operation> {
    let starts = [
        "connect ",
        "link ",
        "add edge from ",
        "add an edge from ",
        "add arrow from ",
        "add an arrow from ",
        "add a link from ",
        "add link from ",
        "add message from ",
        "add a message from ",
    ];
    let rest = after(part, &starts)?;
    let (ends, label) = match around(rest, &[" labelled ", " labeled ", " with label ", " saying "]) {
        Some((ends, label)) => (ends, Some(name(label)?)),
        None => (rest, None),
    };
    let (from, to) = around(ends, &[" to "])?;
    Some(Operation::Connect { from: name(from)?, to: name(to)?, label })
}

fn title(part: &str) -> Option<Operation> {
    let starts =
        ["set the title to ", "set title to ", "change the title to ", "change title to ", "title it ", "title "];
    Some(Operation::Title(name(after(part, &starts)?)?))
}

fn moved(part: &str) -> Option<Operation> {
    let rest = after(part, &["move ", "put "])?;
    let (part, inside) = around(rest, &[" into ", " to ", " under ", " inside ", " in "])?;
    Some(Operation::Move { part: name(part)?, inside: name(inside)? })
}

fn set(part: &str) -> Option<Operation> {
    let (part, value) = around(after(part, &["set "])?, &[" to ", " = "])?;
    let part = after(part, &["the value of ", "value of "]).unwrap_or(part);
    Some(Operation::Set { part: name(part)?, value: name(value)? })
}

fn add(part: &str) -> Option<Operation> {
    let rest = after(part, &["add "])?;
    let rest = after(rest, &["a new ", "a ", "an "]).unwrap_or(rest);
    match around(rest, &[" to ", " into ", " under ", " inside ", " in "]) {
        Some((label, inside)) => Some(Operation::Add { label: name(label)?, inside: Some(name(inside)?) }),
        None => Some(Operation::Add { label: name(rest)?, inside: None }),
    }
}

fn remove(part: &str) -> Option<Operation> {
    let rest = after(part, &["remove ", "delete ", "drop "])?;
    Some(Operation::Remove { part: name(rest)? })
}

fn direct(part: &str) -> Option<Operation> {
    let lower = part.to_ascii_lowercase().replace('-', " ");
    let ways = [
        ("left to right", Direction::Right),
        ("right to left", Direction::Left),
        ("top to bottom", Direction::Down),
        ("top down", Direction::Down),
        ("bottom to top", Direction::Up),
    ];
    let way = ways.into_iter().find(|(words, _)| lower.ends_with(words));
    way.map(|(_, direction)| Operation::Direct(direction))
}
