//! Changes to plans, in words.
#![cfg(test)]

use linocut_diagram::{Plan, edit, mermaid, parse_edits};

const PLAN: &str = r#"{"diagram":"flowchart","nodes":[{"id":"api","label":"API"},{"id":"db","label":"DB"},
    {"id":"log","label":"Log file"}],"edges":[{"from":"api","to":"db","label":"reads"},{"from":"db","to":"log"}]}"#;

#[track_caller]
fn check(words: &str, expected: &str) {
    let plan = Plan::from_json(PLAN).unwrap();
    let edited = edit(&plan, &parse_edits(words).unwrap()).unwrap();
    assert_eq!(mermaid(&edited).unwrap().lines().map(str::trim).collect::<Vec<_>>().join("; "), expected);
}

#[test]
fn names_change_and_ids_stay() {
    let expected = "flowchart TD; api[\"Gateway\"] -->|reads| db[\"DB\"]; db --> log[\"Log file\"]";
    check("rename API to Gateway", expected);
    check("change \"api\" to Gateway", expected);
}

#[test]
fn a_part_comes_between_two() {
    let expected = "flowchart TD; api[\"API\"] -->|reads| Cache; Cache --> db[\"DB\"]; db --> log[\"Log file\"]";
    check("insert Cache between API and DB", expected);
}

#[test]
fn edges_come_and_parts_go() {
    let expected = "flowchart LR; api[\"API\"] -->|retry| log[\"Log file\"]";
    check("add edge from API to log labelled retry; remove DB; make it left to right", expected);
}

#[test]
fn what_is_not_there_or_not_understood_is_said() {
    let plan = Plan::from_json(PLAN).unwrap();
    let said = |words: &str| edit(&plan, &parse_edits(words).unwrap()).unwrap_err().to_string();
    assert_eq!(said("remove Moon"), "nothing in the plan is called \"Moon\"");
    assert_eq!(said("insert Cache between log and api"), "no edge leads from \"log\" to \"api\"");
    assert_eq!(parse_edits("sing").unwrap_err().to_string(), "the edit \"sing\" is not understood");
}
