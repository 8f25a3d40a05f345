//! Labels that try to break the text: whatever they say, the parser takes it.

#![cfg(test)]

use linocut_core::Context;
use linocut_diagram::{Family, Plan, check, compose, mermaid};
use serde_json::Value;

const PLANS: &str = concat!(include_str!("plans/a.jsonl"), include_str!("plans/b.jsonl"));

/// Parts that mean something to some family.
const PARTS: [&str; 60] = [
    "\"",
    "'",
    "`",
    "#",
    ";",
    ":",
    "::",
    ":::",
    "%",
    "%%",
    "%%{init}%%",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "<br>",
    "|",
    "\\",
    "/",
    "--",
    "-->",
    "->>",
    "---",
    "...",
    "==",
    "~",
    "~~~",
    "@",
    "@{",
    "$",
    "$$x$$",
    "^",
    "*",
    "**a**",
    "_",
    "=",
    "&",
    "&amp;",
    "\n",
    "\t",
    "end",
    "class",
    "title",
    "section",
    "note",
    "state",
    "style x",
    "graph TD",
    "click a",
    "é",
    "→",
    "\u{1f600}",
    "1. a",
    "- b",
    "0",
    "x",
];

/// Random numbers (Lehmer; Park and Miller 1988), the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        usize::try_from(self.0).unwrap() % sides
    }

    fn label(&mut self) -> String {
        let count = self.roll(6);
        let parts: Vec<&str> = (0..count).map(|_| PARTS[self.roll(PARTS.len())]).collect();
        parts.join(if self.roll(2) == 0 { " " } else { "" })
    }
}

/// Fields that hold ids, words of a closed set or numbers.
const FIXED: [&str; 26] = [
    "diagram",
    "id",
    "direction",
    "outline",
    "from",
    "to",
    "inside",
    "members",
    "kind",
    "line",
    "over",
    "until",
    "after",
    "on",
    "icon",
    "level",
    "part",
    "risk",
    "verification",
    "priority",
    "name",
    "activate",
    "deactivate",
    "from_side",
    "to_side",
    "junctions",
];

/// Puts labels from `next` in the place of all free ones.
fn relabel(value: &mut Value, family: &str, next: &mut impl FnMut() -> String) {
    match value {
        Value::String(text) => *text = next(),
        Value::Array(items) => items.iter_mut().for_each(|item| relabel(item, family, next)),
        Value::Object(fields) => {
            for (key, field) in fields {
                let free = family == "sankey" && (key == "from" || key == "to");
                if family == "class" && key == "members" || !FIXED.contains(&key.as_str()) || field.is_object() || free
                {
                    relabel(field, family, next);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[track_caller]
fn accepted(plan: &Value, note: &str) {
    // Names that must differ may have become the same; such plans are no plans.
    let Ok(plan) = Plan::from_json(&plan.to_string()) else { return };
    let text = mermaid(&plan).unwrap();
    let report = check(&text, &Context::default()).unwrap();
    assert!(report.valid(), "{note}: {:?}\n{text}", report.diagnostics);
}

#[test]
fn no_label_breaks_any_family() {
    let mut dice = Dice(7);
    for line in PLANS.lines() {
        let plan: Value = serde_json::from_str(line).unwrap();
        let family = plan["diagram"].as_str().unwrap().to_owned();
        if family == "git" {
            continue;
        }
        for round in 0..25 {
            let mut plan = plan.clone();
            relabel(&mut plan, &family, &mut || dice.label());
            accepted(&plan, &format!("{family} {round}"));
        }
    }
}

#[test]
fn one_label_alone_breaks_nothing() {
    for line in PLANS.lines() {
        let plan: Value = serde_json::from_str(line).unwrap();
        let family = plan["diagram"].as_str().unwrap().to_owned();
        for part in PARTS {
            let (mut plan, mut count) = (plan.clone(), 0);
            let unique = family == "git";
            relabel(&mut plan, &family, &mut || {
                count += 1;
                if unique { format!("{part}{count}") } else { part.to_owned() }
            });
            accepted(&plan, &format!("{family} {part:?}"));
        }
    }
}

#[test]
fn long_labels_are_taken() {
    for line in PLANS.lines() {
        let mut plan: Value = serde_json::from_str(line).unwrap();
        let family = plan["diagram"].as_str().unwrap().to_owned();
        if family != "git" {
            relabel(&mut plan, &family, &mut || "word ".repeat(390));
            accepted(&plan, &family);
        }
    }
}

/// Words that some builder reads.
const WORDS: [&str; 48] = [
    "user",
    "api",
    "db",
    "has",
    "many",
    "to",
    "from",
    "is",
    "5",
    "30%",
    "days",
    "2026-01-05",
    "commit",
    "branch",
    "merge",
    "x-axis",
    ",",
    ".",
    ":",
    "then",
    "if",
    "else",
    "until",
    "and",
    "or",
    "high",
    "low",
    "impact",
    "extends",
    "Dog",
    "calls",
    "1989",
    "0.5",
    "bits",
    "must",
    "verified",
    "by",
    "test",
    "after",
    "(",
    ")",
    "'a b'",
    "\"end\"",
    "todo",
    "belongs",
    "becomes",
    "with",
    "on",
];

#[test]
fn whatever_words_make_is_valid() {
    let mut dice = Dice(11);
    for family in Family::ALL {
        for _ in 0..30 {
            let count = 3 + dice.roll(14);
            let words: Vec<String> = (0..count)
                .map(|_| if dice.roll(8) == 0 { dice.label() } else { WORDS[dice.roll(WORDS.len())].to_owned() })
                .collect();
            let words = words.join(" ");
            let Ok(composed) = compose(&words, Some(family)) else { continue };
            assert!(composed.unused.len() <= composed.clauses, "{words}");
            accepted(&serde_json::from_str(&composed.plan.to_json().unwrap()).unwrap(), &words);
            assert_eq!(Plan::from_json(&composed.plan.to_json().unwrap()).unwrap(), composed.plan, "{words}");
        }
    }
}

#[test]
fn a_quoted_label_of_ten_kilobytes_is_kept() {
    let long = "word ".repeat(2000);
    let composed = compose(&format!("flowchart: '{long}' leads to 'b'"), None).unwrap();
    let text = mermaid(&composed.plan).unwrap();
    assert!(text.len() > 10_000 && check(&text, &Context::default()).unwrap().valid());
}
