//! Words for colors.

use super::cursor::{Cursor, Quantity};
use crate::{Operation, Palette, Target, Tone};
use linocut_core::Unit;

/// Share of the way to white or black that "lighter" and "darker" go.
const STEP: f64 = 0.2;

/// Edits of colors that need no subject.
pub(super) fn color(cursor: &mut Cursor<'_>, subject: &mut Target) -> Option<Operation> {
    cursor
        .attempt(exchange)
        .or_else(|| cursor.attempt(palette))
        .or_else(|| cursor.attempt(lighten))
        .or_else(|| cursor.attempt(tone).map(Operation::Tone))
        .or_else(|| cursor.attempt(|cursor| opacity(cursor, subject)))
}

/// `swap blue for green`, `swap red and blue`.
fn exchange(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.need("swap|exchange|replace|change|switch|turn")?;
    cursor.eat("the? color? all?");
    let from = cursor.ink()?;
    if cursor.eat("and|&") {
        return Some(Operation::Swap { a: from, b: cursor.ink()? });
    }
    cursor.need("for|with|by|to|into")?;
    Some(Operation::Replace { from, to: cursor.ink()? })
}

/// `use the palette navy, orange and white`.
fn palette(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let asked = cursor.eat("use|apply|recolor|with|in the? palette|colors|colours of|with?")
        || cursor.eat("palette of?")
        || cursor.eat("recolor with|in|using the? palette|colors?");
    if !asked {
        return None;
    }
    let mut inks = vec![cursor.ink()?];
    while let Some(ink) = cursor.attempt(|cursor| {
        cursor.skip_connectors();
        cursor.ink()
    }) {
        inks.push(ink);
    }
    Palette::new(inks).map(Operation::Palette)
}

/// `lighten by 30%`.
fn lighten(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let lighter = cursor.choose(&[("lighten|brighten", true), ("darken", false)])?;
    cursor.eat("it|everything|all?");
    cursor.eat("the? colors|colours");
    let share = by_share(cursor).unwrap_or(STEP);
    Some(Operation::Tone(if lighter { Tone::Lighter(share) } else { Tone::Darker(share) }))
}

/// A change of all colors, as a verb or as what something becomes.
pub(super) fn tone(cursor: &mut Cursor<'_>) -> Option<Tone> {
    if cursor.eat("invert|negate it|everything?") || cursor.eat("inverted|negative") {
        cursor.eat("the? colors|colours");
        return Some(Tone::Invert);
    }
    if cursor.eat("black and|& white") || cursor.eat("monochrome") || cursor.eat("black-and-white|b&w") {
        return Some(Tone::BlackAndWhite);
    }
    if cursor.eat("desaturate it|everything?")
        || cursor.eat("grayscale|greyscale")
        || cursor.eat("gray|grey scale|tones")
    {
        return Some(Tone::Gray);
    }
    let step = STEP * strength(cursor);
    let lighter = cursor.choose(&[("lighter|brighter", true), ("darker", false)])?;
    if cursor.is_at("lines") || cursor.is_at("strokes") {
        return None;
    }
    let share = by_share(cursor).unwrap_or(step);
    Some(if lighter { Tone::Lighter(share) } else { Tone::Darker(share) })
}

/// `opacity 50%`, `half transparent`, `30% opaque`, `opaque`.
pub(super) fn opacity(cursor: &mut Cursor<'_>, target: &Target) -> Option<Operation> {
    let share = |cursor: &mut Cursor<'_>| match cursor.quantity()? {
        Quantity::Share(share) => Some(share),
        Quantity::Plain(value) if (0.0..=1.0).contains(&value) => Some(value),
        Quantity::Plain(_) | Quantity::Times(_) => None,
    };
    let value = if cursor.eat("set? the? opacity to|of|at?") {
        share(cursor)?
    } else if cursor.eat("half|semi transparent|opaque") || cursor.eat("semi-transparent|half-transparent") {
        0.5
    } else if cursor.eat("fully|completely? opaque") {
        1.0
    } else {
        let share = share(cursor)?;
        if cursor.choose(&[("opaque|opacity", true), ("transparent|transparency", false)])? {
            share
        } else {
            1.0 - share
        }
    };
    (0.0..=1.0).contains(&value).then(|| Operation::Opacity { target: target.clone(), value: Unit::clamped(value) })
}

/// `by 30%`.
fn by_share(cursor: &mut Cursor<'_>) -> Option<f64> {
    cursor.attempt(|cursor| {
        cursor.eat("by");
        match cursor.quantity() {
            Some(Quantity::Share(share)) if (0.0..=1.0).contains(&share) => Some(share),
            _ => None,
        }
    })
}

/// How much of a step is meant: "slightly" half of one, "much" two.
pub(super) fn strength(cursor: &mut Cursor<'_>) -> f64 {
    if cursor.eat("slightly") || cursor.eat("a bit|little") {
        0.5
    } else if cursor.eat("much|far|lots|very") || cursor.eat("a lot") {
        2.0
    } else {
        1.0
    }
}
