//! Everyday prompts find what a designer would take; `prompts.tsv` was written before any was searched.
#![cfg(test)]

use linocut_icons::{Library, SearchOptions};

#[test]
fn everyday_prompts_find_acceptable_icons() {
    let library = Library::embedded().unwrap();
    let options = SearchOptions { limit: 1, ..SearchOptions::default() };
    let lines = include_str!("prompts.tsv").lines().filter(|line| !line.starts_with('#'));
    let (mut all, mut bad) = (0, Vec::new());
    for line in lines {
        let (prompt, accepted) = line.split_once('\t').unwrap();
        let hit = library.search(prompt, &options).pop();
        let info = hit.as_ref().map(|hit| library.info(hit.icon).unwrap());
        let is_accepted = |name: &String| accepted.split(", ").any(|good| good == name);
        all += 1;
        if !info.as_ref().is_some_and(|info| info.names.iter().any(is_accepted)) {
            bad.push((prompt, info.map(|info| info.id)));
        }
    }
    assert!(bad.len() * 100 <= all * 3, "{} of {all}: {bad:#?}", bad.len());
}
