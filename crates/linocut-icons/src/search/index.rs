//! What a search looks up in a pack: which phrases have a word, which labels have a phrase, which icons have a label.

use crate::pack::{Lists, Pack, at, id};

/// The inverse of the columns of a [`Pack`].
#[derive(Debug)]
pub(crate) struct Index {
    /// The phrases that have each word.
    pub(crate) word_phrases: Lists,
    /// The labels that have each phrase as a name.
    pub(crate) name_labels: Lists,
    /// The lists of tags that have each phrase.
    pub(crate) tag_lists: Lists,
    /// The labels that have each list of tags, as their own or by one of their names.
    pub(crate) tag_labels: Lists,
    /// The icons of each label.
    pub(crate) label_icons: Lists,
    /// Number of icons that have each phrase as a name.
    pub(crate) phrase_icons: Vec<u32>,
    /// Words with a hyphen as they are searched, without one.
    hyphened: Vec<(String, u32)>,
}

impl Index {
    pub(crate) fn new(pack: &Pack) -> Self {
        let name_labels = pack.names.inverted(pack.phrases.len());
        let label_icons = Lists::from_pairs(pack.names.len(), || pack.icon_labels.iter().copied().zip(0..pack.len()));
        let by_name = || {
            let labels = |&(phrase, tags): &(u32, u32)| name_labels.row(phrase).iter().map(move |&label| (tags, label));
            pack.concepts.iter().flat_map(labels)
        };
        let own = || pack.label_tags.iter().copied().zip(0..pack.names.len()).filter(|&(tags, _)| tags > 0);
        let tag_labels = Lists::from_pairs(pack.tag_lists.len(), || own().chain(by_name()));
        let icons = |phrase| name_labels.row(phrase).iter().map(|&label| id(label_icons.row(label).len())).sum();
        let phrase_icons = (0..pack.phrases.len()).map(icons).collect();
        let mut hyphened: Vec<(String, u32)> = pack
            .words
            .iter()
            .zip(0..)
            .filter(|(word, _)| word.contains('-'))
            .map(|(word, number)| (word.replace('-', ""), number))
            .collect();
        hyphened.sort();
        Self {
            word_phrases: pack.phrases.inverted(id(pack.words.len())),
            tag_lists: pack.tag_lists.inverted(pack.phrases.len()),
            name_labels,
            tag_labels,
            label_icons,
            phrase_icons,
            hyphened,
        }
    }

    /// Number of phrases that have a word.
    pub(crate) fn frequency(&self, word: u32) -> usize {
        self.word_phrases.row(word).len()
    }
}

impl Pack {
    /// The words of the pack that are spelled `text`, hyphens aside.
    pub(crate) fn spelled<'a>(&'a self, text: &'a str) -> impl Iterator<Item = u32> + 'a {
        let plain = self.words.binary_search_by(|word| word.as_ref().cmp(text)).ok().map(id);
        let hyphened = &self.index().hyphened;
        let start = hyphened.partition_point(|(word, _)| word.as_str() < text);
        let hyphened = hyphened.iter().skip(start).take_while(move |(word, _)| word == text);
        plain.into_iter().chain(hyphened.map(|&(_, number)| number))
    }

    /// Whether any icon has a name of exactly these words.
    pub(crate) fn has_name(&self, words: &[&str]) -> bool {
        self.numbered(words)
            .is_some_and(|phrase| self.index().phrase_icons.get(at(phrase)).is_some_and(|&icons| icons > 0))
    }

    /// The phrase of exactly these words.
    pub(crate) fn numbered(&self, words: &[&str]) -> Option<u32> {
        let numbers: Option<Vec<u32>> = words.iter().map(|word| self.spelled(word).next()).collect();
        self.phrase_number(&numbers?)
    }
}
