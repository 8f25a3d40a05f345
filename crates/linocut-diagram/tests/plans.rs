//! One plan of every family, with labels that break naive writers.

#![cfg(test)]

use linocut_diagram::{Family, Plan, mermaid, schema};

const PLANS: &str = concat!(include_str!("plans/a.jsonl"), include_str!("plans/b.jsonl"));

fn plans() -> Vec<Plan> {
    PLANS.lines().map(|line| Plan::from_json(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

#[test]
fn every_family_has_a_plan_that_is_written_and_read() {
    let plans = plans();
    assert!(plans.iter().map(Plan::family).eq(Family::ALL));
    for plan in plans {
        let text = mermaid(&plan).unwrap();
        assert!(text.contains(plan.family().header().trim_end_matches("Context")), "{text}");
        assert_eq!(Plan::from_json(&plan.to_json().unwrap()).unwrap(), plan);
    }
}

#[test]
fn schemas_name_their_family_and_allow_nothing_unknown() {
    for family in Family::ALL {
        let schema = schema(family);
        assert_eq!(schema["properties"]["diagram"]["const"], family.name());
        assert_eq!(schema["additionalProperties"], false, "{family:?}");
    }
}

#[track_caller]
fn refused(json: &str, sentence: &str) {
    assert_eq!(Plan::from_json(json).unwrap_err().to_string(), sentence);
}

#[test]
fn faults_are_named_with_their_path() {
    refused("{}", "diagram: the kind of diagram is not said");
    refused(r#"{"diagram":"flowchart","nodes":[{"id":"a"}]}"#, "nodes[0]: label is missing");
    let edge = r#"{"diagram":"flowchart","nodes":[{"id":"a","label":"A"}],"edges":[{"from":"a","to":"b"}]}"#;
    refused(edge, "edges[0].to: nothing has the id \"b\"");
    let twice = r#"{"diagram":"flowchart","nodes":[{"id":"a","label":"A"},{"id":"a","label":"B"}]}"#;
    refused(twice, "nodes[1].id: two parts have the id \"a\"");
    refused(r#"{"diagram":"pie","slices":[{"label":"a","value":-4}]}"#, "slices[0].value: -4 is not more than 0");
    refused(
        r#"{"diagram":"git","steps":[{"commit":{}},{"merge":{"branch":"x"}}]}"#,
        "steps[1]: there is no branch \"x\"",
    );
    let circle = r#"{"diagram":"sankey","flows":[{"from":"a","to":"b","value":1},{"from":"b","to":"a","value":1}]}"#;
    refused(circle, "flows: what leaves \"a\" comes back to it");
}

#[test]
fn what_has_the_wrong_form_is_said_with_what_would_be_right() {
    let said = |json: &str| {
        let error = Plan::from_json(json).unwrap_err();
        format!("{error}; {}", error.hint().unwrap())
    };
    assert_eq!(
        said(r#"{"diagram":"git","steps":[{"commit":{}},{"merge":"x"}]}"#),
        "steps[1].merge: this is the text \"x\", not an object; this would be right here: {\"branch\":\"text\"}"
    );
    assert_eq!(
        said(r#"{"diagram":"git","steps":[{"push":{}}]}"#),
        "steps[0]: there is no push here, only commit, branch, checkout, merge; this would be right here: {\"commit\":{}}"
    );
    assert_eq!(
        said(r#"{"diagram":"pie","slices":{}}"#),
        "slices: this is an object, not a list; this would be right here: [{\"label\":\"text\",\"value\":1}]"
    );
    assert_eq!(
        said(r#"{"diagram":"pie","parts":[]}"#),
        "parts: there is no parts here, only title, show_values, slices; linocut diagram --schema pie says what a plan has"
    );
    assert_eq!(
        said(r#"{"diagram":"pie","slices":[{"label":"a","value":"4"}]}"#),
        "slices[0].value: this is the text \"4\", not a number; this would be right here: 1"
    );
}

#[test]
fn limits_come_before_types() {
    let long = format!(r#"{{"diagram":"pie","slices":[{{"label":"{}","value":1}}]}}"#, "x".repeat(3000));
    refused(&long, "slices[0].label: a text of 3000 bytes is over the limit of 2000");
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    assert!(Plan::from_json(&deep).is_err());
}
