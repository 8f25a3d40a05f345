//! Plain sentences of every family to Mermaid text; `LINOCUT_BLESS=1` writes what is made now.

#![cfg(test)]

use linocut_diagram::{Family, compose, mermaid};
use std::collections::BTreeMap;

/// Plain sentences, and those with arrows, numbers and quotes in them.
const FILES: [(&str, &str); 2] =
    [("sentences.txt", include_str!("sentences.txt")), ("arrows.txt", include_str!("arrows.txt"))];

/// `family| words`, or `words` alone where they tell the family.
fn made(line: &str) -> (Family, String) {
    let (family, words) = line.split_once("| ").map_or((None, line), |(name, words)| (Family::parse(name).ok(), words));
    let composed = compose(words, family).unwrap_or_else(|e| panic!("{words}: {e}"));
    let unused = composed.unused.iter().map(|clause| format!("not understood: {clause}\n"));
    (composed.plan.family(), mermaid(&composed.plan).unwrap() + &unused.collect::<String>())
}

#[test]
fn sentences_become_plans() {
    let mut counts: BTreeMap<Family, usize> = BTreeMap::new();
    for (name, file) in FILES {
        let blocks = file.split("\n>>> ").map(|block| block.trim_start_matches(">>> ").trim_end());
        let blocks: Vec<(&str, &str)> = blocks.map(|block| block.split_once('\n').unwrap_or((block, ""))).collect();
        if std::env::var_os("LINOCUT_BLESS").is_some() {
            let text: Vec<String> =
                blocks.iter().map(|(line, _)| format!(">>> {line}\n{}\n", made(line).1.trim_end())).collect();
            std::fs::write(format!("{}/tests/{name}", env!("CARGO_MANIFEST_DIR")), text.join("\n")).unwrap();
            continue;
        }
        for (line, expected) in blocks {
            let (family, text) = made(line);
            assert_eq!(text.trim_end(), expected, "{line}");
            *counts.entry(family).or_default() += 1;
        }
    }
    let blessed = counts.is_empty();
    assert!(
        blessed || Family::ALL.into_iter().all(|family| counts.get(&family).is_some_and(|n| *n >= 3)),
        "{counts:?}"
    );
}
