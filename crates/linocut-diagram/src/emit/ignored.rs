//! What a text asks for that its drawing does not show.

use super::Theme;
use merman::ParsedDiagramRender;
use serde_json::Value;

/// Settings of Mermaid that change how a drawing looks, and that have no counterpart here.
const SETTINGS: [&str; 7] = ["themeVariables", "themeCSS", "fontFamily", "fontSize", "look", "layout", "darkMode"];

/// The theme that a text asks for, if there is one like it.
pub(super) fn theme(parsed: &ParsedDiagramRender) -> Option<Theme> {
    match asked(parsed)? {
        "dark" | "neo-dark" | "redux-dark" => Some(Theme::Dark),
        "neutral" => Some(Theme::Neutral),
        "default" | "light" => Some(Theme::Light),
        _ => None,
    }
}

fn asked(parsed: &ParsedDiagramRender) -> Option<&str> {
    parsed.metadata().config.as_value().get("theme").and_then(Value::as_str)
}

/// What of `text` its drawing does not show, each as a sentence; `chosen` says that the reader has chosen a theme.
pub(super) fn ignored(text: &str, parsed: &ParsedDiagramRender, chosen: Option<&Theme>) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(name) = asked(parsed).filter(|_| chosen.is_none() && theme(parsed).is_none()) {
        said.push(format!("there is no theme {name:?} here, it is drawn in the light one"));
    }
    let config = parsed.metadata().config.as_value();
    let settings: Vec<&str> = SETTINGS.into_iter().filter(|name| config.get(name).is_some()).collect();
    if !settings.is_empty() {
        said.push(format!("left out: {}; --theme and --palette choose colors", settings.join(", ")));
    }
    let lines = || text.lines().map(str::trim_start).filter(|line| !line.starts_with("%%"));
    let words = callbacks(&parsed.metadata().diagram_type);
    let calls = |line: &str| {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        words.contains(&word) && rest.starts_with(char::is_alphanumeric)
    };
    if lines().any(calls) {
        said.push("left out: links and callbacks, a drawing runs nothing".to_owned());
    }
    if lines().any(|line| line.split_once("$$").is_some_and(|(_, rest)| rest.contains("$$"))) {
        said.push("formulas between $$ are drawn as they are written".to_owned());
    }
    if lines().any(|line| ["fa:fa-", "fab:fa-", "fas:fa-", "far:fa-"].iter().any(|icon| line.contains(icon))) {
        said.push("left out: icons of Font Awesome".to_owned());
    }
    said
}

/// The words that begin a link or a callback in a kind of diagram.
fn callbacks(kind: &str) -> &'static [&'static str] {
    if kind.starts_with("sequence") {
        &["link", "links"]
    } else if kind.starts_with("class") {
        &["click", "link", "callback"]
    } else if kind.starts_with("flowchart") || kind.starts_with("state") || kind == "gantt" {
        &["click"]
    } else {
        &[]
    }
}
