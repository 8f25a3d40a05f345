//! Words to Mermaid text.

#![cfg(test)]

use linocut_diagram::{Family, compose, mermaid};

#[track_caller]
fn check(words: &str, family: Option<Family>, expected: &str) {
    let composed = compose(words, family).unwrap();
    assert_eq!(mermaid(&composed.plan).unwrap(), expected);
}

const LOGIN: &str = "user logs in, server checks password, if ok show dashboard else error";

#[test]
fn a_sentence_becomes_a_flowchart() {
    let expected = "flowchart TD
    n1[\"User logs in\"] --> n2[\"Server checks password\"]
    n2 --> n3{\"OK?\"}
    n3 -->|Yes| n4[\"Show dashboard\"]
    n3 -->|No| n5[\"Error\"]
";
    check(LOGIN, None, expected);
    let composed = compose(LOGIN, None).unwrap();
    assert_eq!((composed.used(), composed.clauses), (5, 5));
}

#[test]
fn the_same_sentence_becomes_a_sequence() {
    let expected = "sequenceDiagram
    actor User
    participant Server
    User->>Server: Logs in
    Server->>Server: Checks password
    alt ok
        Server-->>User: Show dashboard
    else otherwise
        Server-->>User: Error
    end
";
    check(LOGIN, Some(Family::Sequence), expected);
}

#[test]
fn loops_lead_back() {
    let expected = "flowchart TD
    n1[\"Send request\"] --> n2{\"Success?\"}
    n2 -->|No| n1
    n2 -->|Yes| n3[\"Store result\"]
";
    check("send request until success, store result", None, expected);
}

#[test]
fn long_words_take_time_in_proportion_and_too_many_are_refused() {
    let made = compose(&"user does x, then ".repeat(1_500), None).unwrap();
    assert_eq!(made.used(), 1_500);
    let error = compose(&"user does x, then ".repeat(2_500), None).unwrap_err();
    assert_eq!(error.kind(), linocut_core::Kind::Limit);
}
