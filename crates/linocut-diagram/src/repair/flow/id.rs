//! Rules for the ids of nodes.

use super::label::quoted;
use super::scan::{Piece, Pieces, is_nodes, scan, write};
use crate::repair::draft::{Change, Draft};
use std::collections::{BTreeMap, BTreeSet};

/// Words that are no ids, besides `end`.
const KEYWORDS: &[&str] = &["class", "graph", "subgraph", "style", "click", "linkStyle", "classDef", "flowchart"];

/// Node lines with their pieces.
fn nodes(draft: &Draft) -> impl Iterator<Item = (usize, Vec<Piece>)> {
    draft.body().filter(|(_, line)| is_nodes(line)).map(|(index, line)| (index, scan(line)))
}

/// Writes the id of a node where its label stands in place of the id.
pub(crate) fn references(draft: &Draft) -> Vec<Change> {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (_, pieces) in nodes(draft) {
        for pair in pieces.windows(2) {
            if let [Piece::Word(id), Piece::Label(label)] = pair {
                let text = label.text.trim().trim_matches('"').to_lowercase();
                ids.entry(text).or_insert_with(|| id.clone());
            }
        }
    }
    let changes = nodes(draft).filter_map(|(index, mut pieces)| {
        let runs = runs(&pieces);
        let mut changed = false;
        for (start, end) in runs.into_iter().rev() {
            let words = pieces.get(start..end).map(write).unwrap_or_default();
            let labelled = matches!(pieces.get(end), Some(Piece::Label(_)));
            if let Some(id) = ids.get(&words.to_lowercase()).filter(|_| !labelled && words.contains(' ')) {
                pieces.splice(start..end, [Piece::Word(id.clone())]);
                changed = true;
            }
        }
        changed.then(|| Change::line(index, &write(&pieces)))
    });
    changes.collect()
}

/// Runs of words with space between, as ranges of pieces; a single word is a run too.
fn runs(pieces: &[Piece]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        if !matches!(piece, Piece::Word(_)) {
            continue;
        }
        let spaced = index.checked_sub(1).and_then(|at| pieces.get(at)).is_some_and(|p| matches!(p, Piece::Space(_)));
        match runs.last_mut() {
            Some((_, end)) if spaced && *end + 1 == index => *end = index + 1,
            _ => runs.push((index, index + 1)),
        }
    }
    runs
}

/// Joins the words of an id, and keeps them as its label.
pub(crate) fn spaced_ids(pieces: &mut Pieces) -> bool {
    let mut changed = false;
    for (start, end) in runs(pieces).into_iter().rev() {
        let spaced = matches!(pieces.get(end), Some(Piece::Space(_)));
        let labelled = end + usize::from(spaced);
        let labelled = matches!(pieces.get(labelled), Some(Piece::Label(_))).then_some(labelled);
        if end - start < 2 && !(spaced && labelled.is_some()) {
            continue;
        }
        let words = pieces.get(start..end).map(write).unwrap_or_default();
        let id: String = words.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
        let mut new = vec![Piece::Word(id)];
        if labelled.is_none() {
            new.push(Piece::Sign(format!("[{}]", quoted(&words))));
        }
        pieces.splice(start..labelled.unwrap_or(end), new);
        changed = true;
    }
    changed
}

/// Gives nodes called `end` another id.
pub(crate) fn end_ids(draft: &Draft) -> Vec<Change> {
    renamed(draft, |word| word == "end")
}

/// Gives nodes called `class` another id; the parser takes them, mermaid.js does not.
pub(crate) fn class_ids(draft: &Draft) -> Vec<Change> {
    renamed(draft, |word| word == "class")
}

/// Gives nodes that are called like a keyword another id.
pub(crate) fn keyword_ids(draft: &Draft) -> Vec<Change> {
    renamed(draft, |word| KEYWORDS.contains(&word))
}

/// Gives `word_` in place of each word that is wrong as an id, and the word as its label where it has none.
fn renamed(draft: &Draft, wrong: fn(&str) -> bool) -> Vec<Change> {
    let mut labelled: BTreeSet<String> = BTreeSet::new();
    for (_, pieces) in nodes(draft) {
        for pair in pieces.windows(2) {
            if let [Piece::Word(id), Piece::Label(_)] = pair {
                labelled.insert(id.clone());
            }
        }
    }
    let changes = nodes(draft).filter_map(|(index, mut pieces)| {
        let wrong = |piece: &Piece| matches!(piece, Piece::Word(word) if wrong(word));
        if !pieces.iter().any(wrong)
            || (!pieces.iter().any(|piece| matches!(piece, Piece::Link(_))) && pieces.len() < 2)
        {
            return None;
        }
        for piece in &mut pieces {
            let Piece::Word(word) = piece else { continue };
            if !wrong(&Piece::Word(word.clone())) {
                continue;
            }
            let label = if labelled.contains(word) { String::new() } else { format!("[\"{word}\"]") };
            labelled.insert(word.clone());
            *word = format!("{word}Node{label}");
        }
        Some(Change::line(index, &write(&pieces)))
    });
    changes.collect()
}
