//! Text to token ids: byte-level BPE as in GPT-2, from a Hugging Face `tokenizer.json`.
//!
//! Sources: Sennrich et al., "Neural machine translation of rare words with subword units" (2016); Radford et al.,
//! "Language models are unsupervised multitask learners" (2019), for bytes and the splitting of words.
//! Our own, not the `tokenizers` crate: that one brings 80 crates and 11 ms of loading for the one kind of file we have.
//! Of the file, the words and merges are read; the rest is the same in all our files: NFKC, lower case, prefix space.

use linocut_core::{Error, Kind, Result};
use serde::Deserialize;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Characters read of a text; a prompt is 24 tokens, so that nothing of use is lost.
const MAX_CHARS: usize = 4096;

/// Bytes merged together at most; merging takes the square of this.
const MAX_PIECE: usize = 512;

/// A vocabulary of byte strings and the order in which they are merged.
#[derive(Clone, Debug)]
pub struct Tokenizer {
    bytes: Vec<u16>,
    /// Rank and result of merging two tokens.
    merges: HashMap<(u16, u16), (usize, u16)>,
}

#[derive(Deserialize)]
struct File {
    model: Model,
}

#[derive(Deserialize)]
struct Model {
    r#type: String,
    vocab: HashMap<String, u16>,
    merges: Vec<(String, String)>,
}

impl Tokenizer {
    /// Reads a `tokenizer.json`.
    ///
    /// # Errors
    /// [`Kind::Input`] if it is not a BPE file with all 256 bytes, or a merge names an unknown word.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let File { model } =
            serde_json::from_slice(json).map_err(|error| bad("tokenizer cannot be read").cause(error))?;
        if model.r#type != "BPE" {
            return Err(bad(format!("tokenizer of the kind {:?}, not BPE", model.r#type)));
        }
        let id = |word: &str| model.vocab.get(word).copied().ok_or_else(|| bad(format!("tokenizer lacks {word:?}")));
        let bytes = alphabet().map(|letter| id(letter.encode_utf8(&mut [0; 4])));
        let merges =
            model.merges.iter().enumerate().map(|(rank, (first, second))| {
                Ok(((id(first)?, id(second)?), (rank, id(&format!("{first}{second}"))?)))
            });
        Ok(Self { bytes: bytes.collect::<Result<_>>()?, merges: merges.collect::<Result<_>>()? })
    }

    /// The tokens of `text`, of which only the first 4,096 characters count.
    ///
    /// ```
    /// use linocut_models::Tokenizer;
    ///
    /// let tokenizer = Tokenizer::parse(include_bytes!("../../../models/icon/tokenizer.json"))?;
    /// assert_eq!(tokenizer.encode("Shield check"), [665, 400]);
    /// # Ok::<(), linocut_core::Error>(())
    /// ```
    #[must_use]
    pub fn encode(&self, text: &str) -> Vec<u16> {
        let plain = text.chars().take(MAX_CHARS).nfkc().flat_map(char::to_lowercase);
        let mut text: Vec<char> = plain.collect();
        if text.first().is_some_and(|&first| first != ' ') {
            text.insert(0, ' ');
        }
        let mut tokens = Vec::new();
        let mut rest = text.as_slice();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(piece(rest));
            let bytes: Vec<u8> = piece.iter().collect::<String>().into_bytes();
            bytes.chunks(MAX_PIECE).for_each(|bytes| self.merge(bytes, &mut tokens));
            rest = after;
        }
        tokens
    }

    /// Merges neighbors, the earliest learned pair first, until no pair is known.
    fn merge(&self, bytes: &[u8], tokens: &mut Vec<u16>) {
        let mut word: Vec<u16> = bytes.iter().filter_map(|&byte| self.bytes.get(usize::from(byte)).copied()).collect();
        loop {
            let known = word.iter().zip(word.iter().skip(1)).map(|(&first, &second)| self.merges.get(&(first, second)));
            let best = known.enumerate().filter_map(|(at, merge)| merge.map(|&(rank, id)| (rank, at, id))).min();
            let Some((_, at, id)) = best else { break };
            word.splice(at..at + 2, [id]);
        }
        tokens.extend(word);
    }
}

/// Length of the first piece of `text`: a contraction; a run of letters, digits or signs with a space before; spaces.
fn piece(text: &[char]) -> usize {
    const ENDINGS: [&[char]; 7] = [&['s'], &['t'], &['r', 'e'], &['v', 'e'], &['m'], &['l', 'l'], &['d']];
    if let Some((&'\'', rest)) = text.split_first()
        && let Some(ending) = ENDINGS.iter().find(|ending| rest.starts_with(ending))
    {
        return 1 + ending.len();
    }
    let begin = usize::from(text.first() == Some(&' '));
    if let Some(first) = text.get(begin).map(|&letter| class(letter)).filter(|&first| first != Class::Space) {
        return begin + text.iter().skip(begin).take_while(|&&letter| class(letter) == first).count();
    }
    let spaces = text.iter().take_while(|&&letter| class(letter) == Class::Space).count();
    // The last space belongs to the word after it, unless it is alone.
    if spaces < text.len() && spaces > 1 { spaces - 1 } else { spaces }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Number,
    Space,
    Sign,
}

fn class(letter: char) -> Class {
    match letter.general_category_group() {
        _ if letter.is_whitespace() => Class::Space,
        GeneralCategoryGroup::Letter => Class::Letter,
        GeneralCategoryGroup::Number => Class::Number,
        GeneralCategoryGroup::Mark
        | GeneralCategoryGroup::Punctuation
        | GeneralCategoryGroup::Symbol
        | GeneralCategoryGroup::Separator
        | GeneralCategoryGroup::Other => Class::Sign,
    }
}

/// The letter that stands for each byte in the file: itself if it prints, otherwise the next free one from U+0100 on.
fn alphabet() -> impl Iterator<Item = char> {
    let mut free = '\u{100}'..;
    (0..=u8::MAX).map(move |byte| match byte {
        b'!'..=b'~' | 0xa1..=0xac | 0xae.. => char::from(byte),
        0..=b' ' | 0x7f..=0xa0 | 0xad => free.next().unwrap_or_default(),
    })
}

fn bad(sentence: impl Into<String>) -> Error {
    Error::new(Kind::Input, sentence)
}
