//! The vocabulary file as it is stored.

use serde::Deserialize;
use std::collections::BTreeMap;

/// `vocab.json`, versions 0 and 1.
#[derive(Deserialize)]
pub(crate) struct VocabularyFile {
    #[serde(default)]
    pub(crate) version: u32,
    pub(crate) tokens: Vec<String>,
    pub(crate) text: Vec<String>,
    pub(crate) text_offset: u16,
    pub(crate) text_vocab: u16,
    pub(crate) vocab_size: usize,
    pub(crate) num0: u16,
    pub(crate) num_count: u16,
    pub(crate) num_lo: f64,
    pub(crate) num_step: f64,
    pub(crate) col0: u16,
    pub(crate) col_count: u16,
    #[serde(default = "max_text")]
    pub(crate) max_text: usize,
    #[serde(default = "clip_text_max")]
    pub(crate) clip_text_max: usize,
    #[serde(default = "max_draw")]
    pub(crate) max_draw: usize,
    #[serde(default = "max_context")]
    pub(crate) max_context: usize,
    pub(crate) grammar: GrammarFile,
}

/// The `grammar` entry.
#[derive(Deserialize)]
pub(crate) struct GrammarFile {
    pub(crate) prefix: String,
    pub(crate) suffix: String,
    pub(crate) start: usize,
    pub(crate) accept: usize,
    /// Half-open id ranges by name.
    pub(crate) classes: BTreeMap<String, Vec<(u16, u16)>>,
    pub(crate) states: Vec<StateFile>,
}

/// One entry of `states`.
#[derive(Deserialize)]
pub(crate) struct StateFile {
    pub(crate) name: String,
    pub(crate) dist: usize,
    /// Class, next state, template.
    pub(crate) next: Vec<(String, usize, String)>,
}

const fn max_text() -> usize {
    24
}

const fn clip_text_max() -> usize {
    16
}

const fn max_draw() -> usize {
    448
}

const fn max_context() -> usize {
    512
}
