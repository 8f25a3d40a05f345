//! Foreign SVG made safe: budgets first, then an allowlist rebuild.

mod css;
mod entity;
mod href;
pub(crate) mod known;
mod letters;
mod names;
pub(crate) mod notes;
pub(crate) mod out;
mod parse;
mod picture;
mod rebuild;
pub(crate) mod refs;
mod source;
pub(crate) mod tree;
mod value;

use crate::limits::Limits;
use linocut_core::{Error, Kind, Result, Warned};
use notes::Notes;
use tree::Element;

/// Makes foreign SVG or svgz safe to render, store and show: one canonical document without anything that is
/// active or external, and a sentence for each kind of thing that was dropped.
///
/// Style sheets are resolved into attributes, so that the result has neither `<style>` nor classes; ids are made
/// unique and plain; a picture that needed nothing dropped renders the same. Making it safe twice gives the same
/// bytes, and the result is at most twice as long as the text it came from plus 64 KiB.
/// Where a style sheet brings [`font`](crate::font), the result brings as much of it as its texts need, made anew;
/// fonts of others are dropped.
///
/// # Errors
/// [`Kind::Limit`] when it exceeds one of `limits`, [`Kind::Refused`] for DTD declarations, `XInclude` and
/// processing instructions, [`Kind::Input`] when it is not text, not well-formed XML, or not SVG.
pub fn sanitize(bytes: &[u8], limits: &Limits) -> Result<Warned<String>> {
    let Clean { mut root, notes, length, brings_font } = clean(bytes, limits)?;
    if brings_font {
        letters::bring(&mut root, length);
    }
    let value = out::document(&root);
    let allowed = rebuild::allowance(length);
    if value.len() > allowed {
        return Err(rebuild::too_long(allowed));
    }
    Ok(Warned { value, warnings: notes.sentences() })
}

/// A foreign file made safe.
pub(crate) struct Clean {
    pub(crate) root: Element,
    /// What was noted.
    pub(crate) notes: Notes,
    /// How many bytes of text it came from.
    pub(crate) length: usize,
    /// Whether a style sheet brings [`font`](crate::font).
    pub(crate) brings_font: bool,
}

/// The safe tree of a foreign file.
pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<Clean> {
    let text = source::text(bytes, limits)?;
    let mut notes = Notes::default();
    let parsed = parse::parse(&text, limits, &mut notes)?;
    let mut ids = Vec::new();
    rebuild::ids(&parsed.root, &mut ids);
    let names = value::Names::new(&ids);
    let sheet = css::sheet::parse(&parsed.css, &names, limits, &mut notes)?;
    let cascade = css::cascade::Cascade::new(&sheet, limits.selectors);
    let mut rebuild = rebuild::Rebuild::new(&names, cascade, limits, text.len(), &mut notes);
    let root = rebuild.element(&parsed.root, &mut Vec::new())?;
    let mut root = root.ok_or_else(|| Error::new(Kind::Input, "SVG is meant for another program as a whole"))?;
    rebuild::complete_root(&mut root);
    refs::check(&mut root, limits, &mut notes)?;
    Ok(Clean { root, notes, length: text.len(), brings_font: sheet.brings_font })
}
