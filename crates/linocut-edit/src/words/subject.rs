//! `make the roof red`: a verb, what it is about, and what that becomes.

use super::color::{opacity, tone};
use super::cursor::Cursor;
use super::line::width;
use super::look::style;
use super::page::size;
use crate::{Corners, Operation, Part, Target};

/// Longest name of a subject, in words.
const NAME_WORDS: usize = 5;
/// Radius of corners of things made round, in steps.
const RADIUS: f64 = 1.0;

/// What something becomes, with a verb and a subject or without.
pub(super) fn make(cursor: &mut Cursor<'_>, subject: &mut Target) -> Option<Operation> {
    let verb = cursor.eat("make|turn|set|color|colour|paint|fill|recolor|recolour|tint|draw|get|change|in");
    if let Some(found) = cursor.attempt(|cursor| becomes(cursor, subject)) {
        return Some(found);
    }
    if !verb && !cursor.is_at("the") && !cursor.is_at("it") {
        return None;
    }
    let (target, found) = (0..=NAME_WORDS).find_map(|words| cursor.attempt(|cursor| about(cursor, words)))?;
    *subject = target;
    Some(found)
}

/// A subject of `words` words, and what it becomes.
fn about(cursor: &mut Cursor<'_>, words: usize) -> Option<(Target, Operation)> {
    let target =
        if cursor.eat("it|everything|all|icon|drawing") || cursor.eat("the whole|entire? icon|drawing|thing|picture") {
            if words > 0 {
                return None;
            }
            Target::all()
        } else {
            cursor.eat("the|all|its");
            let mut name = Vec::new();
            for _ in 0..words {
                if cursor.is_at_end() {
                    return None;
                }
                name.push(cursor.word());
                cursor.next();
            }
            target(&name)?
        };
    cursor.eat("to|into|in|with|be|a|an");
    becomes(cursor, &target).map(|found| (target, found))
}

/// The target that words name.
fn target(name: &[&str]) -> Option<Target> {
    let part = match name {
        [] => return None,
        ["line" | "lines" | "stroke" | "strokes" | "outline" | "outlines"] => Part::Lines,
        ["fill" | "fills" | "area" | "areas" | "inside"] => Part::Fills,
        _ => return Some(Target::named(&name.join(" "))),
    };
    Some(Target { name: None, part })
}

/// What something becomes.
fn becomes(cursor: &mut Cursor<'_>, target: &Target) -> Option<Operation> {
    let whole = target.name.is_none();
    let found = (whole.then(|| cursor.attempt(tone).map(Operation::Tone)).flatten())
        .or_else(|| cursor.attempt(|cursor| opacity(cursor, target)))
        .or_else(|| cursor.attempt(|cursor| width(cursor, target)))
        .or_else(|| whole.then(|| cursor.attempt(style)).flatten())
        .or_else(|| whole.then(|| cursor.attempt(size)).flatten())
        .or_else(|| whole.then(|| cursor.attempt(rounded)).flatten())
        .or_else(|| cursor.ink().map(|ink| Operation::Recolor { target: target.clone(), ink }))?;
    cursor.is_at_end_or_with().then_some(found)
}

fn rounded(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let round = cursor.choose(&[("round|rounded|rounder", true), ("sharp|sharper", false)])?;
    cursor.is_at_end().then_some(Operation::Corners(if round { Corners::Round(RADIUS) } else { Corners::Sharp }))
}
