//! Words for lines.

use super::color::strength;
use super::cursor::{Cursor, Quantity};
use crate::{Operation, Target, Width};
use linocut_core::{Cap, Join};

/// How many times as wide "thicker" is, "thinner" being the inverse.
const STEP: f64 = 1.25;

/// Edits of lines that need no verb: `thicker lines`, `stroke width 1.5`, `round caps`.
pub(super) fn line(cursor: &mut Cursor<'_>, subject: &mut Target) -> Option<Operation> {
    cursor
        .attempt(|cursor| {
            cursor.eat("use|with|give|draw it?");
            width(cursor, subject)
        })
        .or_else(|| cursor.attempt(|cursor| set_width(cursor, subject)))
        .or_else(|| cursor.attempt(|cursor| ends(cursor, subject)))
}

/// `thicker`, `much thinner lines`, `twice as thick`.
pub(super) fn width(cursor: &mut Cursor<'_>, target: &Target) -> Option<Operation> {
    let strong = strength(cursor);
    let wide = "thicker|bolder|heavier|thick|bold|heavy|fatter|wider";
    let narrow = "thinner|finer|slimmer|thin|fine|slim|narrower|lighter";
    let times =
        if cursor.eat("twice|double as? thick|wide|bold|the") || cursor.eat("double the?") && cursor.is_at("line") {
            2.0
        } else if cursor.eat("half as thick|wide|bold") {
            0.5
        } else if cursor.eat(narrow) {
            1.0 / libm::pow(STEP, strong)
        } else {
            cursor.need(wide)?;
            libm::pow(STEP, strong)
        };
    cursor.eat("lines|strokes|outlines|line|stroke|outline");
    let share = cursor.attempt(|cursor| {
        cursor.need("by")?;
        match cursor.quantity()? {
            Quantity::Share(share) => Some(share),
            Quantity::Plain(_) | Quantity::Times(_) => None,
        }
    });
    let times = match share {
        Some(share) if times > 1.0 => 1.0 + share,
        Some(share) => 1.0 - share,
        None => times,
    };
    (0.05..=20.0).contains(&times).then(|| Operation::Width { target: target.clone(), width: Width::Times(times) })
}

/// `stroke width 1.5`, `set the line width to 2 px`, `1.5px lines`.
fn set_width(cursor: &mut Cursor<'_>, target: &Target) -> Option<Operation> {
    cursor.eat("set|use|make|with");
    cursor.eat("the|a");
    let quantity =
        if cursor.eat("stroke|line|strokes|lines width|weight|thickness") || cursor.eat("stroke|strokes|linewidth") {
            cursor.eat("to|of|=|at");
            cursor.quantity()?
        } else {
            let quantity = cursor.quantity()?;
            cursor.eat("wide|thick");
            cursor.need("lines|strokes|line|stroke|outline|outlines")?;
            cursor.eat("width|weight|thickness");
            quantity
        };
    let width = match quantity {
        Quantity::Plain(units) => Width::Units(units),
        Quantity::Share(times) | Quantity::Times(times) => Width::Times(times),
    };
    Some(Operation::Width { target: target.clone(), width })
}

/// `round caps`, `bevel joins`.
fn ends(cursor: &mut Cursor<'_>, target: &Target) -> Option<Operation> {
    cursor.eat("use|set|make|with|give it?");
    cursor.eat("the");
    let target = target.clone();
    let found = cursor.attempt(|cursor| {
        let (cap, join) = cursor.choose(&[
            ("round|rounded", (Some(Cap::Round), Some(Join::Round))),
            ("butt|flat", (Some(Cap::Butt), None)),
            ("square", (Some(Cap::Square), None)),
            ("miter|mitre|mitered|sharp|pointed", (None, Some(Join::Miter))),
            ("bevel|beveled|bevelled", (None, Some(Join::Bevel))),
        ])?;
        if cursor.choose(&[("line|stroke? caps|cap|ends|ending|endings", true), ("line|stroke? joins|join", false)])? {
            cap.map(|cap| Operation::Caps { target: target.clone(), cap })
        } else {
            join.map(|join| Operation::Joins { target: target.clone(), join })
        }
    });
    found.or_else(|| {
        let caps = cursor.choose(&[("caps|ends|cap", true), ("joins|join", false)])?;
        cursor.eat("to|are?");
        Some(if caps {
            let cap = cursor.choose(&[("round", Cap::Round), ("butt|flat", Cap::Butt), ("square", Cap::Square)])?;
            Operation::Caps { target, cap }
        } else {
            let join =
                cursor.choose(&[("round", Join::Round), ("miter|sharp", Join::Miter), ("bevel", Join::Bevel)])?;
            Operation::Joins { target, join }
        })
    })
}
