//! Warnings, each once with its count.

use std::collections::BTreeMap;

/// Most different sentences; a hostile file can make up as many as it has names.
const SENTENCES: usize = 64;
/// Longest foreign name shown in a sentence, in characters.
const NAME: usize = 40;

/// Sentences in the order they were first met.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    order: Vec<(String, usize)>,
    index: BTreeMap<String, usize>,
    unlisted: usize,
}

impl Notes {
    /// Notes `sentence` once more.
    pub(crate) fn add(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if let Some(at) = self.index.get(&sentence) {
            if let Some(entry) = self.order.get_mut(*at) {
                entry.1 += 1;
            }
        } else if self.order.len() < SENTENCES {
            self.index.insert(sentence.clone(), self.order.len());
            self.order.push((sentence, 1));
        } else {
            self.unlisted += 1;
        }
    }

    /// The sentences, with a count where there is more than one.
    pub(crate) fn sentences(self) -> Vec<String> {
        let mut sentences: Vec<String> = self
            .order
            .into_iter()
            .map(|(sentence, count)| if count == 1 { sentence } else { format!("{sentence} ({count} times)") })
            .collect();
        if self.unlisted > 0 {
            sentences.push(format!("and {} more warnings of other kinds", self.unlisted));
        }
        sentences
    }
}

/// A foreign name fit to be shown: printable, not too long.
pub(crate) fn shown(name: &str) -> String {
    let clean: String = name.chars().filter(|c| !c.is_control()).take(NAME).collect();
    if name.chars().nth(NAME).is_some() { format!("{clean}…") } else { clean }
}
