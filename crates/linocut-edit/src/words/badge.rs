//! Words for badges.

use super::cursor::Cursor;
use crate::{BadgeOptions, Corner, Operation, Target};

/// Words that end the name of a badge.
const STOPS: [&str; 7] = ["badge", "at", "in", "on", "to", "top", "bottom"];

/// `remove the badge`.
pub(super) fn remove(cursor: &mut Cursor<'_>, _subject: &mut Target) -> Option<Operation> {
    cursor.need("remove|delete|drop|without|no the? badge|badges").map(|()| Operation::RemoveBadge)
}

/// `add a plus badge`, `with a check mark at the top right`.
pub(super) fn add(cursor: &mut Cursor<'_>, _subject: &mut Target) -> Option<Operation> {
    // "Give it a chimney" is no wish for a badge, "give it a plus badge" is.
    let gives = cursor.eat("give it?");
    if !gives {
        cursor.need("add|with|put|attach|plus|include it?")?;
    }
    cursor.eat("a|an|the|some");
    cursor.eat("small|little");
    let mut at = cursor.attempt(corner);
    let mut said = cursor.eat("badge of|with?");
    let name = cursor.name(&STOPS)?;
    let name = ["sign", "icon", "symbol", "glyph"]
        .iter()
        .find_map(|end| name.strip_suffix(end).map(str::trim_end).filter(|rest| !rest.is_empty()))
        .unwrap_or(&name)
        .to_owned();
    said |= cursor.eat("badge");
    if gives && !said {
        return None;
    }
    cursor.eat("at|in|on|to the?");
    at = at.or_else(|| cursor.attempt(corner));
    cursor.eat("it");
    cursor.is_at_end_or_with().then(|| Operation::AddBadge {
        name,
        options: BadgeOptions { at: at.unwrap_or_default(), ..BadgeOptions::default() },
    })
}

fn corner(cursor: &mut Cursor<'_>) -> Option<Corner> {
    let corner = cursor.choose(&[
        ("top|upper left", Corner::TopLeft),
        ("top|upper right", Corner::TopRight),
        ("bottom|lower left", Corner::BottomLeft),
        ("bottom|lower right", Corner::BottomRight),
        ("top-left", Corner::TopLeft),
        ("top-right", Corner::TopRight),
        ("bottom-left", Corner::BottomLeft),
        ("bottom-right", Corner::BottomRight),
    ])?;
    cursor.eat("corner");
    Some(corner)
}
