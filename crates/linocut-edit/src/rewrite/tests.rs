//! Replies of models to the same wish.
#![cfg(test)]

use super::{Rewritten, rewrite, rewrite_schema};
use linocut_core::{Context, Drawing, Kind, LanguageModel, Model, ModelId, Result, TextReply, TextRequest};
use std::sync::Mutex;

/// Says what it is told to, one reply after the other, the last for good.
struct Parrot(ModelId, Mutex<Vec<String>>);

impl Model for Parrot {
    fn id(&self) -> &ModelId {
        &self.0
    }
}

impl LanguageModel for Parrot {
    fn generate(&self, _request: &TextRequest, _cx: &Context) -> Result<TextReply> {
        let mut replies = self.1.lock().unwrap();
        let text = if replies.len() > 1 { replies.remove(0) } else { replies[0].clone() };
        Ok(TextReply { text, end: linocut_core::End::Whole, usage: linocut_core::Usage::default() })
    }
}

fn house() -> Drawing {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
        <rect x="5" y="11" width="14" height="10" fill="#999"/><path id="roof" d="M3 11L12 3L21 11Z" fill="#333"/></svg>"##;
    linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap().value
}

fn asked(replies: &[&str], only: &[&str]) -> Result<Rewritten> {
    changed(&house(), replies, only)
}

fn changed(drawing: &Drawing, replies: &[&str], only: &[&str]) -> Result<Rewritten> {
    let id = ModelId { name: "parrot".to_owned(), version: "1".to_owned(), digest: String::new() };
    let parrot = Parrot(id, Mutex::new(replies.iter().map(|reply| (*reply).to_owned()).collect()));
    let only: Vec<String> = only.iter().map(|id| (*id).to_owned()).collect();
    rewrite(drawing, "make the roof red", &only, &parrot, &Context::default())
}

const RED: &str =
    r#"{"summary":"red","operations":[{"op":"modify","id":"roof","svg":"<path d='M3 11L12 3L21 11Z' fill='#c00'/>"}]}"#;

#[test]
fn what_is_not_named_stays() {
    let rewritten = asked(&[RED], &[]).unwrap();
    assert_eq!(rewritten.diff.modified, ["roof"]);
    assert_eq!(rewritten.drawing.items[0].body, house().items[0].body);
    let svg = linocut_svg::write(&rewritten.drawing, &linocut_svg::WriteOptions::default());
    assert!(svg.contains("#c00") && svg.contains("id=\"roof\"") && svg.contains("id=\"el-1\""), "{svg}");
}

fn read(svg: &str) -> Drawing {
    linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap().value
}

#[test]
fn what_the_drawing_says_around_an_element_holds_for_a_new_one() {
    let icon = read(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2">
        <path d="M3 11L12 3L21 11"/><path d="M5 11V21H19V11"/><g stroke="#c00"><path id="door" d="M10 21V15"/><path d="M14 21V15"/></g></svg>"##,
    );
    let reply = r#"{"operations":[{"op":"modify","id":"el-1","svg":"<path d='M3 12L12 4L21 12'/>"},
        {"op":"modify","id":"door","svg":"<path d='M11 21V15'/>"},{"op":"add","id":"","svg":"<circle cx='12' cy='9' r='1' stroke='currentColor'/>"}]}"#;
    let rewritten = changed(&icon, &[reply], &[]).unwrap();
    for shape in rewritten.drawing.shapes() {
        assert!(
            shape.fill.is_none() && shape.stroke.as_ref().is_some_and(|stroke| (stroke.width - 2.0).abs() < 1e-9),
            "{shape:?}"
        );
    }
    let svg = linocut_svg::write(&rewritten.drawing, &linocut_svg::WriteOptions::default());
    assert_eq!(svg.matches("#c00").count(), 1, "{svg}");
    assert_eq!(rewritten.drawing.shapes().count(), 5);
}

#[test]
fn gradients_are_kept_and_lost_ones_refused() {
    let fade = read(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><linearGradient id="sky"><stop stop-color="#fff"/>
        <stop offset="1" stop-color="#08f"/></linearGradient><rect id="air" width="24" height="24" fill="url(#sky)"/></svg>"##,
    );
    let kept = r#"{"operations":[{"op":"modify","id":"air","svg":"<rect width='20' height='20' fill='url(#g0)'/>"}]}"#;
    let rewritten = changed(&fade, &[kept], &[]).unwrap();
    let svg = linocut_svg::write(&rewritten.drawing, &linocut_svg::WriteOptions::default());
    assert!(svg.contains("linearGradient") && svg.contains("url(#g0)"), "{svg}");
    let error = changed(&fade, &[&kept.replace("g0", "sun")], &[]).unwrap_err();
    assert!(error.to_string().contains("'#sun', which is not there"), "{error}");
}

#[test]
fn no_two_elements_have_one_name() {
    let reply = r#"{"operations":[{"op":"modify","id":"roof","svg":"<g><path id='el-1' d='M3 11L12 3L21 11Z'/><path id='roof' d='M0 0h9v9z'/></g>"}]}"#;
    let rewritten = asked(&[reply], &[]).unwrap();
    let svg = linocut_svg::write(&rewritten.drawing, &linocut_svg::WriteOptions::default());
    for id in ["roof", "el-1"] {
        assert_eq!(svg.matches(&format!("id=\"{id}\"")).count(), 1, "{svg}");
    }
}

#[test]
fn elements_come_and_go() {
    let reply = r#"```json
    [{"action":"delete","target":"el-1"},{"type":"insert","anchor":"roof","element":"<circle cx='12' cy='15' r='3' onload='evil()'/>"},]
    ```"#;
    let rewritten = asked(&[reply], &[]).unwrap();
    assert_eq!((rewritten.diff.removed.len(), rewritten.diff.added.len(), rewritten.drawing.items.len()), (1, 1, 2));
    assert!(!linocut_svg::write(&rewritten.drawing, &linocut_svg::WriteOptions::default()).contains("evil"));
}

#[test]
fn a_model_hears_what_is_wrong() {
    let lost = RED.replace("\"roof\"", "\"chimney\"");
    assert_eq!(asked(&["I cannot", &lost, RED], &[]).unwrap().diff.modified, ["roof"]);
}

#[test]
fn what_is_outside_the_choice_stays() {
    assert_eq!(asked(&[RED], &["roof"]).unwrap().diff.modified, ["roof"]);
    let error = asked(&[RED], &["el-1"]).unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
    assert!(error.to_string().contains("'roof' is not among those that may change"), "{error}");
    assert_eq!(asked(&[RED], &["nobody"]).unwrap_err().kind(), Kind::Missing);
}

#[test]
fn nothing_and_everything_are_refused() {
    let all = r#"{"operations":[{"op":"remove","id":"roof"},{"op":"remove","id":"el-1"}]}"#;
    for (reply, said) in [
        (all, "leave nothing"),
        (r#"{"operations":[]}"#, "0 operations"),
        (r#"{"operations":[{"op":"explode","id":"roof"}]}"#, "must be one of"),
        (r#"{"operations":[{"op":"add","svg":"<script>evil()</script>"}]}"#, "draws nothing"),
    ] {
        let error = asked(&[reply], &[]).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn the_schema_is_json() {
    assert_eq!(rewrite_schema().unwrap()["title"], "Changes of a drawing");
}

#[test]
fn a_whole_drawing_is_an_answer_too() {
    let text = |rect: &str, roof: &str| {
        format!(
            r##"Sure! ```svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><script>evil()</script>{rect}<path id="roof" d="M3 11L12 3L21 11Z" fill="{roof}"/>
<text x="1" y="9">hi</text><circle id="sun" cx="4" cy="4" r="2" fill="#fc0" onclick="evil()"/></svg>
``` Enjoy {{it}}."##
        )
    };
    let same = r##"<rect id="el-1" x="5" y="11" width="14" height="10" fill="#999"/>"##;
    let rewritten = asked(&[&text(same, "#c00")], &[]).unwrap();
    let Rewritten { diff, drawing, .. } = &rewritten;
    assert_eq!((diff.modified.join(","), diff.added.join(","), diff.removed.len()), ("roof".into(), "sun".into(), 0));
    assert_eq!(drawing.items[0].body, house().items[0].body);
    let svg = linocut_svg::write(drawing, &linocut_svg::WriteOptions::default());
    assert!(!svg.contains("evil") && !svg.contains("hi") && svg.contains("#c00"), "{svg}");
    let gone = asked(&[&text("", "#c00")], &[]).unwrap();
    assert_eq!(gone.diff.removed, ["el-1"]);
    for (reply, only) in
        [(text("", "#c00"), "roof"), (text(same, "#333").replace("viewBox=\"0 0", "viewBox=\"1 0"), "")]
    {
        let only: &[&str] = if only.is_empty() { &[] } else { &[only] };
        assert_eq!(asked(&[&reply], only).unwrap_err().kind(), Kind::Unavailable, "{reply}");
    }
}

#[test]
fn what_rules_change_is_told_by_elements() {
    let before = super::named(&house());
    let operations = crate::parse("make it blue, add a plus badge").unwrap();
    let after = crate::apply(&before, &operations, &crate::stock).unwrap().value;
    let (after, diff) = super::difference(&before, &after);
    assert!(
        diff.modified.contains(&"roof".to_owned()) && diff.removed.is_empty() && !diff.added.is_empty(),
        "{diff:?}"
    );
    assert_eq!(super::difference(&after, &after).1, super::Diff::default());
}
