//! Checking and mending, on the texts of `quality/diagrams`.
#![cfg(test)]

use linocut_core::Context;
use linocut_diagram::{Mistake, check, repair};

const BROKEN: &str = include_str!("../../../quality/diagrams/broken.txt");
const SILENT: &str = include_str!("../../../quality/diagrams/silent.txt");
const VALID: &str = include_str!("../../../quality/diagrams/valid.txt");

/// A text of the corpus.
struct Case {
    head: &'static str,
    text: &'static str,
    mended: &'static str,
}

fn cases(file: &'static str) -> Vec<Case> {
    let blocks = file.trim_start_matches("=== ").split("\n=== ");
    let case = |block: &'static str| {
        let (head, body) = block.split_once('\n').unwrap();
        let (text, mended) = body.split_once("\n>>>\n").unwrap_or((body, ""));
        Case { head, text, mended: mended.trim_end() }
    };
    blocks.map(case).collect()
}

/// Checks that `text` is found wrong as `head` says (class, line), and becomes `mended`.
#[track_caller]
fn mends(case: &Case) {
    let cx = Context::default();
    let (class, line) = case.head.split_once(' ').unwrap();
    let line: usize = line.trim_end_matches(" silent").parse().unwrap();
    let found = check(case.text, &cx).unwrap().diagnostics;
    let right = found.iter().any(|found| found.class.name() == class && found.line == line);
    assert!(right, "{}: {found:?}", case.head);
    let repaired = repair(case.text, &cx).unwrap();
    assert!(repaired.valid, "{}: {}", case.head, repaired.text);
    assert_eq!(repaired.text.trim_end(), case.mended, "{}", case.head);
    let again = repair(&repaired.text, &cx).unwrap();
    assert!(again.log.is_empty(), "{}: {:?}", case.head, again.log);
}

#[test]
fn valid_texts_are_left_alone() {
    for case in cases(VALID) {
        let cx = Context::default();
        let report = check(case.text, &cx).unwrap();
        assert!(report.diagnostics.is_empty(), "{}: {:?}", case.text, report.diagnostics);
        assert_eq!(repair(case.text, &cx).unwrap().text, case.text);
    }
}

#[test]
fn every_broken_text_is_placed_and_mended() {
    cases(BROKEN).iter().for_each(mends);
}

#[test]
fn what_the_parser_overlooks_is_placed_and_mended() {
    for case in cases(SILENT) {
        assert!(check(case.text, &Context::default()).unwrap().valid(), "{}", case.head);
        mends(&case);
    }
}

#[test]
fn the_corpus_has_every_mistake() {
    let heads: Vec<&str> = [BROKEN, SILENT].into_iter().flat_map(cases).map(|case| case.head).collect();
    let general = [Mistake::MissingPart, Mistake::Syntax, Mistake::Limit];
    for mistake in Mistake::ALL.iter().filter(|mistake| !general.contains(mistake)) {
        assert!(heads.iter().any(|head| head.split(' ').next() == Some(mistake.name())), "{}", mistake.name());
    }
}

/// What a text becomes, with bars for line ends; values and parts that are no mistake stay as they are.
#[track_caller]
fn becomes(text: &str, mended: &str) {
    assert_eq!(
        repair(&text.replace('|', "\n"), &Context::default()).unwrap().text.trim_end().replace('\n', "|"),
        mended
    );
}

#[test]
fn mends_keep_values_and_parts() {
    becomes(
        "flowchart TD| a[Begin --> b[End]| b -> c| xx yy zz",
        "flowchart TD| a[Begin] --> b[End]| b --> c| xxyyzz[\"xx yy zz\"]",
    );
    becomes("pie|\"Loss\" : -4", "pie|\"Loss\" : -4");
    becomes("pie|\"Dogs\" : 1,5", "pie|\"Dogs\" : 1.5");
    becomes("pie|Dogs : 1,500%", "pie|\"Dogs\" : 1500");
    becomes("xychart-beta|bar 1e3, 2e3", "xychart-beta|bar [1000, 2000]");
    becomes(
        "quadrantChart|A: [1, 1]|B: [9, 8]|C: [50, 20]",
        "quadrantChart|A: [0.01, 0.01]|B: [0.09, 0.08]|C: [0.5, 0.2]",
    );
    becomes("flowchart TD|A[Call GET // not POST] --> B", "flowchart TD|A[Call GET // not POST] --> B");
    let kept = "flowchart TD|A[Call GET // not POST] -> B";
    let mended = repair(&kept.replace('|', "\n"), &Context::default()).unwrap();
    assert!(mended.valid && mended.text.contains("GET // not POST"), "{}", mended.text);
    let half = repair("erDiagram\nUSER ||--o{ ", &Context::default()).unwrap();
    assert!(!half.valid && half.text.contains("USER ||--o{"), "{}", half.text);
}

#[test]
fn messages_are_short_and_long_mends_are_left_out() {
    let found = check(&"prose ".repeat(10_000), &Context::default()).unwrap().diagnostics;
    assert!(found.iter().all(|found| found.message.len() < 500), "{found:?}");
    let open = format!("classDiagram\n{}", "class A {\n+int x\n".repeat(24_500));
    assert!(!check(&open, &Context::default()).unwrap().valid());
}
