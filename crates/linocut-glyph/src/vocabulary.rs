//! Tokens, their texts and the grammar over them.

use crate::file::VocabularyFile;
use crate::grammar::Grammar;
use linocut_core::{Error, Kind, Result, Rgba};
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Largest vocabulary file in bytes; the library's has 35 thousand.
const MAX_BYTES: usize = 4 << 20;

/// Least and most tokens of prompt and drawing that a model may ask for, since memory is set aside for all of them;
/// the library's asks for 512.
const CONTEXTS: RangeInclusive<usize> = 16..=8192;

/// The library's vocabulary, version 1 of the drawing tokens.
static V1: LazyLock<Vocabulary> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program and the tests read it")]
    Vocabulary::parse(include_bytes!("../assets/vocab.json")).expect("embedded vocabulary")
});

/// Drawing tokens: their names, the SVG text they stand for, and the grammar that says which may follow which.
///
/// Read from a model's `vocab.json`; versions 0 and 1 differ in their files only.
#[derive(Debug)]
pub struct Vocabulary {
    version: u32,
    tokens: Vec<String>,
    text: Vec<String>,
    ids: HashMap<String, u16>,
    sets: Vec<String>,
    limits: Limits,
    numbers: Numbers,
    colors: Colors,
    pub(crate) grammar: Grammar,
}

/// Sizes of a model and its prompts, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Limits {
    text_offset: u16,
    vocab_size: usize,
    max_text: usize,
    clip_text_max: usize,
    max_draw: usize,
    max_context: usize,
}

/// Number tokens: `first` is `low`, each next one `1 / steps` more.
#[derive(Debug)]
struct Numbers {
    first: u16,
    count: u16,
    low: f64,
    steps: f64,
}

/// Color tokens from `first` on.
#[derive(Debug)]
struct Colors {
    first: u16,
    values: Vec<Rgba>,
}

impl Vocabulary {
    /// Reads a vocabulary file of version 0 or 1.
    ///
    /// # Errors
    /// [`Kind::Input`] when the file is damaged: not JSON, ids or sizes out of range, or a grammar that may not end.
    /// [`Kind::Limit`] when it is larger than 4 MiB.
    pub fn parse(json: &[u8]) -> Result<Self> {
        if json.len() > MAX_BYTES {
            let sentence = format!("{} bytes, at most {MAX_BYTES} wanted", json.len());
            return Err(Error::new(Kind::Limit, sentence).at("vocabulary"));
        }
        let file: VocabularyFile = serde_json::from_slice(json)
            .map_err(|e| Error::new(Kind::Input, "not a vocabulary file").cause(e).at("vocabulary"))?;
        Self::new(file).map_err(|e| e.at("vocabulary"))
    }

    /// The vocabulary of the icon library, version 1. Read once, in about a millisecond.
    #[must_use]
    pub fn v1() -> &'static Self {
        &V1
    }

    fn new(file: VocabularyFile) -> Result<Self> {
        let count = u16::try_from(file.tokens.len()).ok().filter(|&count| count <= file.text_offset);
        let count = count.ok_or_else(|| damaged("more tokens than ids before the text"))?;
        if file.text.len() != file.tokens.len() {
            return Err(damaged(format!("{} texts for {count} tokens", file.text.len())));
        }
        let size = usize::from(file.text_offset) + usize::from(file.text_vocab);
        if size > file.vocab_size || file.vocab_size > usize::from(u16::MAX) + 1 {
            return Err(damaged(format!("{} ids in all, at least {size} and at most 65536 wanted", file.vocab_size)));
        }
        let numbers = Numbers::new(&file, count)?;
        let colors = Colors::new(&file)?;
        let sets = file.tokens.iter().filter_map(|name| name.strip_prefix("<set:")?.strip_suffix('>'));
        let limits = Limits::new(&file)?;
        Ok(Self {
            version: file.version,
            sets: sets.map(str::to_owned).collect(),
            ids: (0..).zip(&file.tokens).map(|(id, name)| (name.clone(), id)).collect(),
            tokens: file.tokens,
            text: file.text,
            limits,
            numbers,
            colors,
            grammar: Grammar::new(file.grammar, count)?,
        })
    }

    /// Its version: 0 or 1.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The names of the tokens, by id.
    #[must_use]
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// The names of the icon sets that have a token `<set:NAME>`, in the order of their ids.
    #[must_use]
    pub fn sets(&self) -> &[String] {
        &self.sets
    }

    /// The id of the first text token: word piece `b` of the text tokenizer is token `text_offset + b`.
    #[must_use]
    pub fn text_offset(&self) -> u16 {
        self.limits.text_offset
    }

    /// The number of rows of the model's embedding; larger than any id.
    #[must_use]
    pub fn vocab_size(&self) -> usize {
        self.limits.vocab_size
    }

    /// The most text tokens in a prompt. Default: 24.
    #[must_use]
    pub fn max_text(&self) -> usize {
        self.limits.max_text
    }

    /// The most text tokens that the ranking model reads. Default: 16.
    #[must_use]
    pub fn clip_text_max(&self) -> usize {
        self.limits.clip_text_max
    }

    /// The most tokens of a drawing, the end included. Default: 448.
    #[must_use]
    pub fn max_draw(&self) -> usize {
        self.limits.max_draw
    }

    /// The most tokens of prompt and drawing together. Default: 512.
    #[must_use]
    pub fn max_context(&self) -> usize {
        self.limits.max_context
    }

    /// The id of the token called `name`, for example `<bos>` or `<set:lucide>`.
    #[must_use]
    pub fn token(&self, name: &str) -> Option<u16> {
        self.ids.get(name).copied()
    }

    /// The name of a token that is not text.
    #[must_use]
    pub fn name(&self, token: u16) -> Option<&str> {
        self.tokens.get(usize::from(token)).map(String::as_str)
    }

    /// The token of the number nearest to `value` on the grid; values outside the grid give its ends.
    #[must_use]
    pub fn number_token(&self, value: f64) -> u16 {
        self.numbers.token(value)
    }

    /// The value of a number token, in units of the 24-unit grid.
    #[must_use]
    pub fn number(&self, token: u16) -> Option<f64> {
        self.numbers.value(token)
    }

    /// The token of the color nearest to `color` by squared distance in sRGB; alpha is ignored.
    #[must_use]
    pub fn color_token(&self, color: Rgba) -> u16 {
        self.colors.token(color)
    }

    /// The color of a color token.
    #[must_use]
    pub fn color(&self, token: u16) -> Option<Rgba> {
        token.checked_sub(self.colors.first).and_then(|at| self.colors.values.get(usize::from(at))).copied()
    }

    /// What `{}` stands for in templates.
    pub(crate) fn text(&self, token: u16) -> &str {
        self.text.get(usize::from(token)).map_or("", String::as_str)
    }
}

impl Limits {
    fn new(file: &VocabularyFile) -> Result<Self> {
        let &VocabularyFile { text_offset, vocab_size, max_text, clip_text_max, max_draw, max_context, .. } = file;
        if !CONTEXTS.contains(&max_context) {
            let (low, high) = CONTEXTS.into_inner();
            return Err(damaged(format!("max_context is {max_context}, {low} to {high} wanted")));
        }
        let parts = [("max_text", max_text), ("clip_text_max", clip_text_max), ("max_draw", max_draw)];
        if let Some((name, size)) = parts.into_iter().find(|(_, size)| !(1..=max_context).contains(size)) {
            return Err(damaged(format!("{name} is {size}, 1 to {max_context} wanted")));
        }
        Ok(Self { text_offset, vocab_size, max_text, clip_text_max, max_draw, max_context })
    }
}

impl Numbers {
    fn new(file: &VocabularyFile, tokens: u16) -> Result<Self> {
        let fits = file.num0.checked_add(file.num_count).is_some_and(|end| end <= tokens && file.num_count > 0);
        let usable = file.num_lo.is_finite() && file.num_step.is_finite() && file.num_step > 0.0;
        if !fits || !usable {
            return Err(damaged("number tokens are out of range"));
        }
        Ok(Self { first: file.num0, count: file.num_count, low: file.num_lo, steps: file.num_step })
    }

    fn token(&self, value: f64) -> u16 {
        let step = ((value - self.low) * self.steps).round().clamp(0.0, f64::from(self.count - 1));
        #[expect(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 0..count; what is no number becomes 0"
        )]
        let step = step as u16;
        self.first + step
    }

    fn value(&self, token: u16) -> Option<f64> {
        let step = token.checked_sub(self.first).filter(|&step| step < self.count)?;
        Some(self.low + f64::from(step) / self.steps)
    }
}

impl Colors {
    /// Version 0 spells color tokens with the quote that follows them.
    fn new(file: &VocabularyFile) -> Result<Self> {
        let names = file.tokens.iter().skip(file.col0.into()).take(file.col_count.into());
        let values: Option<Vec<Rgba>> = names.map(|name| Rgba::from_hex(name.trim_end_matches('"'))).collect();
        let values = values.filter(|values| !values.is_empty() && values.len() == usize::from(file.col_count));
        let values = values.ok_or_else(|| damaged("color tokens are no colors"))?;
        Ok(Self { first: file.col0, values })
    }

    /// Of equal colors the last one wins: black and white have tokens of their own at the end.
    fn token(&self, color: Rgba) -> u16 {
        let apart = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        let distance = |c: &Rgba| apart(c.r, color.r) + apart(c.g, color.g) + apart(c.b, color.b);
        let tokens = (self.first..).zip(&self.values);
        let nearest = tokens.min_by_key(|&(token, value)| (distance(value), std::cmp::Reverse(token)));
        nearest.map_or(self.first, |(token, _)| token)
    }
}

fn damaged(sentence: impl Into<String>) -> Error {
    Error::new(Kind::Input, sentence)
}
