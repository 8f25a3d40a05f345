//! Labels are drawn as they are said, whatever they look like.
#![cfg(test)]

use linocut_core::{Body, Context, Item};
use linocut_diagram::{DrawOptions, Plan, draw, mermaid};

fn words(items: &[Item]) -> String {
    let each = items.iter().map(|item| match &item.body {
        Body::Words(words) => format!("{} ", words.text),
        Body::Group(items) => words(items),
        Body::Shape(_) | Body::Opaque(_) => String::new(),
    });
    each.collect()
}

#[track_caller]
fn seen(plan: &str, labels: &[&str]) {
    let text = mermaid(&Plan::from_json(plan).unwrap()).unwrap();
    let drawing = draw(&text, &DrawOptions::default(), &Context::default()).unwrap().drawing;
    let words = words(&drawing.items);
    for label in labels {
        assert!(words.contains(label), "{label} is missing: {text}\n{words}");
    }
}

#[test]
fn angles_and_codes_in_labels_are_text() {
    seen(
        r##"{"diagram":"flowchart","nodes":[{"id":"a","label":"Put List<T>"},{"id":"b","label":"x<y or y>z"},
            {"id":"c","label":"#9829; a"}],"edges":[{"from":"a","to":"b","label":"Map<K, V>"}],
            "groups":[{"id":"g","label":"Set<T>","members":["c"]}]}"##,
        &["Put List<T>", "x<y or y>z", "#9829;", "Map<K, V>", "Set<T>"],
    );
    seen(
        r#"{"diagram":"sequence","participants":[{"id":"a","label":"List<T>"}],
            "steps":[{"message":{"from":"a","to":"a","text":"get<T> now"}}]}"#,
        &["List<T>", "get<T> now"],
    );
    seen(r#"{"diagram":"mindmap","root":{"label":"List<T>","topics":[{"label":"Map<K>"}]}}"#, &["List<T>", "Map<K>"]);
}
