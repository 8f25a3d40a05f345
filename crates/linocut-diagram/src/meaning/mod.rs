//! Mermaid text to plans: what the parser understood is made a plan, written again and compared, so that nothing is lost
//! in silence.

mod boxes;
mod compare;
mod lists;
mod models;
mod talk;

use crate::engine::{Engine, Meaning, Merman, unshielded};
use crate::plan::{Id, Plan, mermaid};
use linocut_core::{Context, Error, Kind, Result};
use serde_json::{Value, json};

/// Longest text that is read into a plan, in bytes: about five thousand lines.
const MOST_BYTES: usize = 1 << 18;

impl Plan {
    /// Reads Mermaid text of a flowchart, sequence, class, state, ER, pie, mind map, timeline, journey or Gantt diagram.
    ///
    /// The plan says everything that the text says: text with something a plan has no place for (colors, links, comments,
    /// settings) is refused with the name of that. Costs about a millisecond for a diagram of a page.
    ///
    /// # Errors
    /// [`Kind::Limit`] over 256 KiB, [`Kind::Input`] when the text is no diagram, of another family, or when something would
    /// be lost; [`Kind::Cancelled`] and [`Kind::Limit`] as `cx` says.
    pub fn from_mermaid(text: &str, cx: &Context) -> Result<Self> {
        if text.len() > MOST_BYTES {
            return Err(Error::new(Kind::Limit, format!("{} bytes of text are over the limit of 256 KiB", text.len())));
        }
        if let Some(at) = text.lines().position(is_comment) {
            return Err(lost(&format!("the comment in line {}", at + 1)));
        }
        let meaning = Merman.meaning(text, cx)?;
        if meaning.settings {
            return Err(lost("the settings (front matter or %%{init}%%)"));
        }
        let value = read(&meaning)?;
        let plan = Self::from_json(&value.to_string())?;
        let again = Merman.meaning(&mermaid(&plan)?, cx)?;
        match compare::difference(&meaning, &again) {
            None => Ok(plan),
            Some(what) => Err(lost(&what)),
        }
    }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("%%") && !line.starts_with("%%{")
}

fn lost(what: &str) -> Error {
    Error::new(Kind::Input, format!("a plan has no place for {what}, which would be lost"))
        .hinted("change the text by hand, or take that out of it first")
}

fn read(meaning: &Meaning) -> Result<Value> {
    let model = &meaning.model;
    let mut plan = match meaning.kind.as_str() {
        "flowchart" | "flowchart-v2" => boxes::flowchart(model)?,
        "stateDiagram" | "state" => boxes::states(model)?,
        "sequence" => talk::sequence(model)?,
        "classDiagram" | "class" => models::classes(model)?,
        "er" => models::entities(model)?,
        "pie" => lists::pie(model),
        "mindmap" => lists::mindmap(model)?,
        "timeline" => lists::timeline(model),
        "journey" => lists::journey(model),
        "gantt" => lists::gantt(model)?,
        other => {
            let sentence = format!("{other} diagrams are not read from Mermaid text");
            return Err(Error::new(Kind::Input, sentence).hinted(
                "flowchart, sequence, class, state, er, pie, mindmap, timeline, journey and gantt are; plans as JSON of \
                 all kinds are, too",
            ));
        }
    };
    let title = said(model.get("title")).or_else(|| meaning.title.clone());
    if let (Some(fields), Some(title)) = (plan.as_object_mut(), title.filter(|_| meaning.kind != "mindmap")) {
        fields.insert("title".to_owned(), json!(title));
    }
    Ok(plan)
}

/// The items of a list; none when it is no list.
fn items<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// The items of a map with their names.
fn entries<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}

/// A text of the model; none when it is empty or no text.
fn said(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(plain).filter(|text| !text.is_empty())
}

/// A text that is there anyhow; a lone space that cannot break stands for none.
fn text(value: &Value, name: &str) -> String {
    said(value.get(name)).unwrap_or_default()
}

/// A field that holds a text of the parser's own, as it is.
fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The id of a plan for one of a text; words that are set apart with a `_` when written lose it.
fn id(name: &str) -> Result<Id> {
    let bare = name
        .strip_prefix('_')
        .and_then(|rest| Id::new(rest).ok())
        .filter(|id| id.text() == name || id.dashed() == name);
    bare.map_or_else(|| Id::new(name), Ok).map_err(|_| lost(&format!("the id {name:?}")))
}

/// Text without the parser's marks for characters by number (`ﬂ°°35¶ß`) and by name, and with its own line ends.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim();
    while let Some((head, tail)) = rest.split_once("\u{fb02}\u{b0}") {
        out.push_str(head);
        let Some((code, after)) = tail.split_once("\u{b6}\u{df}") else {
            rest = tail;
            break;
        };
        let number = code.strip_prefix('\u{b0}').and_then(|n| n.parse().ok()).and_then(char::from_u32);
        let named = [("quot", '"'), ("amp", '&'), ("lt", '<'), ("gt", '>'), ("apos", '\''), ("nbsp", '\u{a0}')];
        let named = named.into_iter().find(|(name, _)| *name == code).map(|(_, letter)| letter);
        match number.or(named) {
            Some(letter) => out.push(letter),
            None => out.extend(["#", code, ";"]),
        }
        rest = after;
    }
    out.push_str(rest);
    for (code, letter) in
        [("<br/>", "\n"), ("<br>", "\n"), ("<br />", "\n"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        out = out.replace(code, letter);
    }
    unshielded(out.trim_matches(|c: char| c.is_whitespace())).into_owned()
}
