//! Plain English for edits: a handful of rules, read from left to right, nothing guessed.

mod badge;
mod color;
mod cursor;
mod line;
mod look;
mod page;
mod parts;
mod subject;

use crate::{Operation, Target};
use cursor::{Cursor, tokens};
use linocut_core::{Error, Kind, Result};

/// Examples of everything that [`parse`] understands, one phrase each.
pub const UNDERSTOOD: [&str; 22] = [
    "make it red · make the roof #1f6feb · color the lines navy, the fill gold",
    "swap blue for green · swap red and blue · replace gold with tomato",
    "use the palette navy, orange, white",
    "black and white · grayscale · invert the colors",
    "lighter · darker · much darker · lighten by 30%",
    "make it half transparent · opacity 50%",
    "thicker · thinner · slightly bolder · stroke width 1.5",
    "round caps · butt caps · square caps",
    "round joins · bevel joins · miter joins",
    "round the corners by 2 · sharp corners",
    "make it outlined · make it solid · duotone · expand the strokes",
    "flip it · flip vertically · mirror",
    "rotate 45 degrees · rotate 90 counterclockwise",
    "scale to 80% · make it twice as big · shrink by 10%",
    "add padding of 2 · pad 10% · trim",
    "center it · square the view box",
    "white background · remove the background",
    "remove the roof · keep only the door",
    "add a plus badge · with a check mark at the top right",
    "remove the badge",
    "clean up · snap to a grid of 0.5",
    "several of these with commas, 'and' or 'then' between them",
];

type Rule = fn(&mut Cursor<'_>, &mut Target) -> Option<Operation>;

/// The rules in the order in which they are tried; the first that fits is taken, so the narrow ones come first.
const RULES: [Rule; 8] =
    [badge::remove, page::page, color::color, line::line, look::look, subject::make, badge::add, parts::parts];

/// Reads edits as a person writes them: `make it red and thicker, rotate 45 degrees`.
///
/// - Several edits stand in a row, with commas, "and" or "then" between them.
/// - "It" is the whole drawing; "the roof" are the items with that id or label, "the lines" all lines, "the fill" all
///   fills. What follows without a subject of its own keeps the last one: `make the roof red and darker`.
/// - [`UNDERSTOOD`] has an example of everything. Case does not matter.
///
/// # Errors
/// [`Kind::Input`] with the part that is not understood; the hint lists what is.
pub fn parse(words: &str) -> Result<Vec<Operation>> {
    let tokens = tokens(words);
    let mut cursor = Cursor::new(&tokens);
    let mut subject = Target::all();
    let mut found = Vec::new();
    cursor.skip_connectors();
    while !cursor.is_done() {
        cursor.skip_courtesy();
        let operation = RULES.iter().find_map(|rule| cursor.attempt(|cursor| rule(cursor, &mut subject)));
        found.push(operation.ok_or_else(|| not_understood(words, cursor.rest(words)))?);
        if !cursor.skip_connectors() && !cursor.is_done() && !cursor.is_at("with") {
            return Err(not_understood(words, cursor.rest(words)));
        }
    }
    if found.is_empty() {
        return Err(Error::new(Kind::Input, "no edit is asked for").hinted(understood()));
    }
    Ok(found)
}

fn not_understood(words: &str, part: &str) -> Error {
    let part = if part.is_empty() { words.trim() } else { part };
    let shown: String = part.chars().take(80).collect();
    Error::new(Kind::Input, format!("'{shown}' is not understood")).hinted(understood())
}

fn understood() -> String {
    format!("these are:\n{}", UNDERSTOOD.join("\n"))
}

#[cfg(test)]
mod tests;
