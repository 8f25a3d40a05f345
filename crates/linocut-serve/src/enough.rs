//! What goes in, at a glance: whether it is there and looks like what it should be, before work is taken on.
//!
//! Pictures are measured and not decoded, drawings are looked at from the outside: what is deeper inside is found when the
//! work is done.

use crate::app::App;
use crate::asked::{Asked, Attached, data_uri};
use crate::inputs::{SVG, foreign, limits, missing};
use crate::problem::Problem;
use crate::verbs::Verb;
use linocut_core::{Error, Kind};
use linocut_flow::Digest;
use linocut_raster::measure;
use serde_json::{Map, Value as Page};
use std::borrow::Cow;

/// Something that a request holds.
enum Held<'a> {
    /// Content, in the request itself.
    Bytes(Cow<'a, [u8]>),
    /// An artifact, which was looked at when it came.
    Kept,
}

/// Passes a request that has what `verb` works on.
pub(crate) fn enough(app: &App, verb: Verb, asked: &Asked) -> Result<(), Problem> {
    glance(app, verb, &asked.fields, &asked.files)
}

/// The same for fields and files of their own, such as those of an item of a batch.
pub(crate) fn glance(app: &App, verb: Verb, fields: &Map<String, Page>, files: &[Attached]) -> Result<(), Problem> {
    let wants = |names: &[&str], what: &str| {
        held(app, fields, files, names)?.ok_or_else(|| missing(what, names.first().copied().unwrap_or("body")))
    };
    let picture = || match wants(&crate::inputs::PICTURE, "a picture")? {
        Held::Bytes(bytes) => measure(&bytes, &limits(app)).map(drop).map_err(|e| e.about("image").into()),
        Held::Kept => Ok(()),
    };
    let drawing = || match wants(&SVG, "a drawing")? {
        // What is no SVG is no SVG from the start; what looks like one is read when it is its turn.
        Held::Bytes(bytes) if !looks_like_svg(&bytes) => foreign(&bytes).map(drop).map_err(|e| e.about("svg").into()),
        Held::Bytes(_) | Held::Kept => Ok(()),
    };
    let words = |names: &[&str]| wants(names, "what to do in words").map(drop);
    match verb {
        Verb::Trace | Verb::Analyze => picture(),
        Verb::Draw => words(&["prompt", "words"]),
        Verb::Edit => drawing().and_then(|()| words(&["instruction", "words"])),
        Verb::Diagram => words(&["instruction", "words", "prompt"]),
        Verb::DiagramEdit => words(&["mermaid", "code", "text"]).and_then(|()| words(&["instruction", "words"])),
        Verb::DiagramRender => words(&["mermaid", "code", "text"]),
        Verb::Render | Verb::Tidy | Verb::Sanitize | Verb::Convert => drawing(),
        Verb::Score => drawing().and_then(|()| picture()),
    }
}

/// What a request holds under the first of these names, or as its body.
fn held<'a>(
    app: &App,
    fields: &'a Map<String, Page>,
    files: &'a [Attached],
    names: &[&str],
) -> Result<Option<Held<'a>>, Problem> {
    if let Some(value) = names.iter().find_map(|name| fields.get(*name)) {
        let Some(text) = value.as_str() else { return Ok(Some(Held::Bytes(value.to_string().into_bytes().into()))) };
        if let Some(digest) = text.strip_prefix("digest:") {
            let is_there = Digest::parse(digest).is_some_and(|digest| app.data.artifacts.has(digest));
            let gone = || Error::new(Kind::Missing, format!("there is no artifact {digest}")).into();
            return if is_there { Ok(Some(Held::Kept)) } else { Err(gone()) };
        }
        let wrong = |_| Error::new(Kind::Input, "a data URI is not in Base64");
        let bytes = data_uri(text).transpose().map_err(wrong)?;
        return Ok(Some(Held::Bytes(bytes.map_or_else(|| text.as_bytes().into(), Cow::Owned))));
    }
    let file = |name: &&str| files.iter().find(|file| file.field == *name);
    let found = names.iter().chain(&["body"]).find_map(file);
    Ok(found.map(|file| Held::Bytes(file.bytes.as_slice().into())))
}

/// Whether a file is more likely SVG than anything else: text that begins with a tag, gzipped, or in UTF-16.
fn looks_like_svg(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let heads: [&[u8]; 3] = [&[0x1f, 0x8b], &[0xff, 0xfe], &[0xfe, 0xff]];
    heads.iter().any(|head| bytes.starts_with(head)) || text.trim_ascii_start().starts_with(b"<")
}
