//! Words for corners, styles and cleaning up.

use super::cursor::Cursor;
use crate::{Corners, Operation, RegularizeOptions, RestyleOptions, Style, Target};

/// Radius of corners that are made round without a number, in steps.
const RADIUS: f64 = 1.0;

/// Edits of the look that need no verb.
pub(super) fn look(cursor: &mut Cursor<'_>, _subject: &mut Target) -> Option<Operation> {
    cursor.attempt(corners).or_else(|| cursor.attempt(style_phrase)).or_else(|| cursor.attempt(clean))
}

/// `round the corners by 2`, `rounded corners of 1`, `sharp corners`.
pub(super) fn corners(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.eat("make|give it?");
    let round = if cursor.eat("the? corners") {
        cursor.eat("more");
        cursor.choose(&[("round|rounder|rounded", true), ("sharp|sharper|square", false)])?
    } else {
        let round = cursor.choose(&[("round|rounded|rounder", true), ("sharp|sharper|sharpen|square", false)])?;
        cursor.need("off? the? corners")?;
        round
    };
    if !round {
        return Some(Operation::Corners(Corners::Sharp));
    }
    cursor.eat("by|of|with|to a? radius? of?");
    Some(Operation::Corners(Corners::Round(cursor.plain().unwrap_or(RADIUS))))
}

/// `outline style`, `solid version`, `expand the strokes`, `convert fills to outlines`.
fn style_phrase(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let style = if cursor.eat("expand|outline the? strokes|lines|stroke")
        || cursor.eat("expand")
        || cursor.eat("convert|turn the? strokes|lines to|into fills|fill|shapes|paths")
    {
        Style::Expanded
    } else if cursor.eat("convert|turn the? fills|fill|shapes to|into outlines|lines|strokes") {
        Style::Outline
    } else if cursor.eat("fill|fill it") && cursor.is_at_end() {
        Style::Solid
    } else {
        cursor.eat("convert|turn|change it?");
        cursor.eat("to|into|as|in an|a?");
        return style(cursor);
    };
    Some(restyled(style))
}

/// A style as what something becomes.
pub(super) fn style(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let style = cursor.choose(&[
        ("outline|outlined|outlines|line|linear", Style::Outline),
        ("lines|outlines only", Style::Outline),
        ("solid|filled", Style::Solid),
        ("duotone|two-tone|twotone|duo-tone", Style::Duotone),
        ("two tone|tones", Style::Duotone),
    ])?;
    cursor.eat("style|look|version|icon");
    Some(restyled(style))
}

fn restyled(style: Style) -> Operation {
    Operation::Restyle(RestyleOptions { style, palette: None })
}

/// `clean up`, `snap to a grid of 0.5`.
fn clean(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let mut options = RegularizeOptions::default();
    if cursor.eat("clean|tidy it? up") || cursor.eat("regularize|regularise|straighten") {
        cursor.eat("it|everything");
        return Some(Operation::Regularize(options));
    }
    cursor.need("snap|align it? to a|the? grid")?;
    if cursor.eat("of") {
        options.grid = cursor.plain().filter(|grid| (0.01..=4.0).contains(grid))?;
    }
    Some(Operation::Regularize(options))
}
