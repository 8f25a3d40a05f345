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
