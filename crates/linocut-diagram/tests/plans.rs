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
    refused(r#"{"diagram":"flowchart","nodes":[{"id":"a"}]}"#, "nodes[0]: missing field `label`");
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
fn limits_come_before_types() {
    let long = format!(r#"{{"diagram":"pie","slices":[{{"label":"{}","value":1}}]}}"#, "x".repeat(3000));
    refused(&long, "slices[0].label: a text of 3000 bytes is over the limit of 2000");
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    assert!(Plan::from_json(&deep).is_err());
}
