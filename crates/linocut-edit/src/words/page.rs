//! Words for transforms, the view box and the background.

use super::cursor::{Cursor, Quantity};
use crate::{Axis, Length, Operation, Target};

/// Factor of "bigger", "smaller" being the inverse.
const STEP: f64 = 1.25;
/// Room that "padding" without a number adds, as a share of the view box.
const PADDING: f64 = 0.1;

type Rule = fn(&mut Cursor<'_>) -> Option<Operation>;

const RULES: [Rule; 8] = [background, rotate, flip, scale, size, pad, trim, center];

/// Edits of the page.
pub(super) fn page(cursor: &mut Cursor<'_>, _subject: &mut Target) -> Option<Operation> {
    RULES.iter().find_map(|rule| cursor.attempt(rule))
}

/// `rotate it by 45 degrees counterclockwise`.
fn rotate(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.need("rotate|turn|spin it|everything?")?;
    let back = cursor.eat("counterclockwise|counter-clockwise|anticlockwise|left") || cursor.eat("to the left");
    let _ = cursor.eat("clockwise|right") || cursor.eat("to the right");
    cursor.eat("by");
    let degrees = match cursor.plain() {
        Some(degrees) => degrees,
        None if cursor.eat("upside down|around?") => 180.0,
        None => cursor.choose(&[("a? quarter turn?", 90.0), ("a? half turn?", 180.0)])?,
    };
    cursor.eat("degrees|degree|deg|°");
    let back = back
        || cursor.eat("counterclockwise|counter-clockwise|anticlockwise|ccw|left")
        || cursor.eat("counter clockwise")
        || cursor.eat("to the left");
    let _ = cursor.eat("clockwise|cw|right") || cursor.eat("to the right");
    Some(Operation::Rotate(if back { -degrees } else { degrees }))
}

/// `flip it vertically`.
fn flip(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.need("flip|mirror|reflect it|everything?")?;
    let axis = cursor.choose(&[
        ("vertically|vertical|upside", Axis::Vertical),
        ("horizontally|horizontal|sideways", Axis::Horizontal),
        ("top to bottom", Axis::Vertical),
        ("left to right", Axis::Horizontal),
    ]);
    cursor.eat("down");
    Some(Operation::Flip(axis.unwrap_or(Axis::Horizontal)))
}

/// `scale to 80%`, `shrink by 10%`, `enlarge 2x`.
fn scale(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let sign = cursor.choose(&[("scale|resize|zoom", 0.0), ("enlarge|grow", 1.0), ("shrink|reduce", -1.0)])?;
    cursor.eat("it|everything|in|up|down");
    let by = cursor.choose(&[("to", false), ("by", true)]);
    let factor = match (cursor.quantity(), by) {
        (Some(Quantity::Share(share)), Some(true)) if sign != 0.0 => 1.0 + sign * share,
        (Some(Quantity::Share(share) | Quantity::Times(share) | Quantity::Plain(share)), _) => share,
        (None, _) if cursor.eat("half") => 0.5,
        (None, None) if sign != 0.0 => libm::pow(STEP, sign),
        (None, _) => return None,
    };
    (0.01..=100.0).contains(&factor).then_some(Operation::Scale(factor))
}

/// `bigger`, `20% smaller`, `twice as big`, `half the size`.
pub(super) fn size(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.attempt(|cursor| cursor.need("make it|everything?"));
    if cursor.eat("twice|double as? big|large|the") {
        cursor.eat("size");
        return Some(Operation::Scale(2.0));
    }
    if cursor.eat("half the|its size") || cursor.eat("half as big|large") {
        return Some(Operation::Scale(0.5));
    }
    let share = match cursor.attempt(Cursor::quantity) {
        Some(Quantity::Share(share)) => Some(share),
        Some(Quantity::Plain(_) | Quantity::Times(_)) => return None,
        None => None,
    };
    let strong = super::color::strength(cursor);
    let sign = cursor.choose(&[("bigger|larger", 1.0), ("smaller", -1.0)])?;
    let factor = share.map_or_else(|| libm::pow(STEP, sign * strong), |share| 1.0 + sign * share);
    (0.01..=100.0).contains(&factor).then_some(Operation::Scale(factor))
}

/// `add padding of 2`, `pad 10%`, `2 px of padding`.
fn pad(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.eat("add|with");
    cursor.eat("some|a");
    let verb = cursor.eat("pad it? by?") || cursor.eat("padding|margin of?");
    let amount = cursor.attempt(Cursor::quantity);
    if !verb {
        amount?;
        cursor.need("of? padding|margin")?;
    }
    Some(Operation::Pad(match amount {
        Some(Quantity::Plain(units)) if (0.0..=10_000.0).contains(&units) => Length::Units(units),
        Some(Quantity::Share(share)) if (0.0..=10.0).contains(&share) => Length::Share(share),
        Some(_) => return None,
        None => Length::Share(PADDING),
    }))
}

/// `trim`, `crop it`, `square the view box`.
fn trim(cursor: &mut Cursor<'_>) -> Option<Operation> {
    if cursor.eat("trim|crop it|everything?") || cursor.eat("remove the? padding|margin|margins") {
        return Some(Operation::Trim);
    }
    let square = cursor.eat("square the? view box")
        || cursor.eat("square the? viewbox|page|canvas|it?")
        || cursor.eat("make it|the square") && cursor.is_at_end()
        || cursor.eat("make the view box square");
    (square && cursor.is_at_end()).then_some(Operation::Square)
}

/// `center it`.
fn center(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.eat("make it");
    cursor.need("center|centre|centered|centred it|everything?").map(|()| Operation::Center)
}

/// `white background`, `put it on white`, `remove the background`.
fn background(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let removed = cursor.eat("remove|delete|drop|no|without the|any? background")
        || cursor.eat("make? the? background transparent")
        || cursor.eat("with|use? a? transparent background");
    if removed {
        return Some(Operation::Background(None));
    }
    let ink = if cursor.eat("put|place it? on a|an?") || cursor.eat("on a|an?") {
        let ink = cursor.ink()?;
        cursor.eat("background|ground");
        ink
    } else if cursor.eat("make|set|paint|color? the background to?") {
        cursor.ink()?
    } else {
        cursor.eat("add|with|use|give it?");
        cursor.eat("a|an");
        let ink = cursor.ink()?;
        cursor.need("background")?;
        ink
    };
    Some(Operation::Background(Some(ink)))
}
