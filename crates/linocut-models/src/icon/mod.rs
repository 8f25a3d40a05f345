//! The icon model: a few words in, drawings of 24 × 24 units out.
//!
//! A small language model writes drawing tokens under the grammar of [`linocut_glyph`], so every candidate is one
//! well-formed SVG document.
//! Candidates are drawn together, each also without the text (classifier-free guidance, Ho and Salimans 2022): all
//! these rows share every weight that is read.
//! The weights are part of the program: the operating system maps its pages when they are first read, so this is
//! mapping a file, without a file to miss; they are packed once and the pages can go again.

mod decoder;
mod draw;
mod pick;

use crate::{Tokenizer, Weights};
use decoder::{Decoder, Next};
use draw::Task;
use linocut_core::{Context, Error, Kind, Result};
use linocut_glyph::{Corner, Style, Vocabulary, nearest_width, words};
use pick::Taste;

/// Candidates of one request at most: a page to choose from.
const MAX_COUNT: usize = 256;

/// What an icon model is read from.
#[derive(Clone, Copy, Debug)]
pub struct IconFiles<'a> {
    /// Contents of `lm.safetensors`.
    pub weights: &'a [u8],
    /// Contents of `tokenizer.json`.
    pub tokenizer: &'a [u8],
    /// Contents of `vocab.json`.
    pub vocabulary: &'a [u8],
}

/// What to draw and how.
#[derive(Clone, Debug, PartialEq)]
pub struct IconRequest {
    /// A few words; 24 word pieces count.
    pub prompt: String,
    /// The style. Default: as the model likes.
    pub style: Option<Style>,
    /// Stroke width in units of the 24-unit grid, 0.5 to 4; the nearest the model knows is used, and only in styles
    /// with strokes. Default: as the model likes.
    pub width: Option<f64>,
    /// Shape of corners in line icons, if the model knows corners. Default: as it likes.
    pub corner: Option<Corner>,
    /// The icon set whose manner to follow, such as `lucide`. Default: none.
    pub set: Option<String>,
    /// Number of candidates, 1 to 256. Default: 8.
    pub count: usize,
    /// Divides the scores before drawing; 0 always takes the best token, 1 draws as the model learned. Default: 0.7.
    pub temperature: f64,
    /// Tokens are drawn from the most probable ones that reach this share together, 0 to 1. Default: 0.9.
    pub top_p: f64,
    /// How strictly the text counts: 0 not at all, 1 as learned, more exaggerates. Default: 2.
    pub guidance: f64,
    /// Tokens of a drawing at most; below 6 nothing can be drawn, above the model's limit it counts. Default: 384.
    pub max_tokens: usize,
}

impl IconRequest {
    /// A request for `prompt` with every default.
    #[must_use]
    pub fn new(prompt: impl Into<String>) -> Self {
        Self {
            prompt: prompt.into(),
            style: None,
            width: None,
            corner: None,
            set: None,
            count: 8,
            temperature: 0.7,
            top_p: 0.9,
            guidance: 2.0,
            max_tokens: 384,
        }
    }
}

/// One drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its tokens, `<eos>` included.
    pub tokens: Vec<u16>,
    /// The SVG document they spell.
    pub svg: String,
}

/// A model that draws icons.
///
/// ```
/// use linocut_core::Context;
/// use linocut_models::{IconFiles, IconModel, IconRequest};
///
/// let model = IconModel::open(&IconFiles {
///     weights: include_bytes!("../../../../models/tiny/lm.safetensors"),
///     tokenizer: include_bytes!("../../../../models/tiny/tokenizer.json"),
///     vocabulary: include_bytes!("../../../../models/tiny/vocab.json"),
/// })?;
/// let request = IconRequest { count: 2, max_tokens: 40, ..IconRequest::new("cloud download") };
/// let candidates = model.generate(&request, &Context::default())?;
/// assert!(candidates.iter().all(|candidate| candidate.svg.ends_with("</svg>")));
/// # Ok::<(), linocut_core::Error>(())
/// ```
#[derive(Debug)]
pub struct IconModel {
    vocabulary: Vocabulary,
    tokenizer: Tokenizer,
    decoder: Decoder,
}

impl IconModel {
    /// The model that comes with the program; read once, at the first call.
    ///
    /// # Errors
    /// None in a sound program; as [`IconModel::open`].
    #[cfg(feature = "icon")]
    pub fn embedded() -> Result<&'static Self> {
        use std::sync::OnceLock;
        static MODEL: OnceLock<IconModel> = OnceLock::new();
        if let Some(model) = MODEL.get() {
            return Ok(model);
        }
        let model = Self::open(&IconFiles {
            weights: include_bytes!("../../../../models/icon/lm.safetensors"),
            tokenizer: include_bytes!("../../../../models/icon/tokenizer.json"),
            vocabulary: include_bytes!("../../../../models/icon/vocab.json"),
        })?;
        Ok(MODEL.get_or_init(|| model))
    }

    /// Reads a model; every size is taken from its files.
    ///
    /// # Errors
    /// [`Kind::Input`] when a file is damaged or they do not belong together.
    pub fn open(files: &IconFiles<'_>) -> Result<Self> {
        let vocabulary = Vocabulary::parse(files.vocabulary)?;
        let tokenizer = Tokenizer::parse(files.tokenizer)?;
        let decoder = Decoder::read(&Weights::parse(files.weights)?, vocabulary.max_context())?;
        let (known, listed) = (decoder.vocabulary(), vocabulary.vocab_size());
        if known != listed {
            return Err(Error::new(Kind::Input, format!("weights for {known} tokens, vocabulary of {listed}")));
        }
        Ok(Self { vocabulary, tokenizer, decoder })
    }

    /// The vocabulary it writes in.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Draws `request.count` candidates; candidate `k` depends on the request, the seed of `cx` and `k` alone.
    ///
    /// # Errors
    /// [`Kind::Input`] when the prompt has no words, the set is unknown or a number is out of its range;
    /// [`Kind::Cancelled`] and [`Kind::Limit`] as `cx` asks.
    pub fn generate(&self, request: &IconRequest, cx: &Context) -> Result<Vec<Candidate>> {
        let budget = self.check(request)?;
        let mut prompts = vec![self.prompt(request)?];
        if (request.guidance - 1.0).abs() > f64::EPSILON {
            prompts.push(self.question(request, &[self.token("<null>")?])?);
        }
        let longest = prompts.iter().map(Vec::len).max().unwrap_or(0);
        let taste = Taste { temperature: request.temperature, top_p: request.top_p };
        let task = Task {
            decoder: &self.decoder,
            vocabulary: &self.vocabulary,
            prompts,
            guidance: narrow(request.guidance),
            taste,
            budget: budget.min(self.decoder.context().saturating_sub(longest)),
            count: request.count,
        };
        task.run(cx)
    }

    /// The tokens that ask the model for `request`.
    ///
    /// # Errors
    /// [`Kind::Input`] when the prompt has no words or the set is unknown.
    pub fn prompt(&self, request: &IconRequest) -> Result<Vec<u16>> {
        let offset = self.vocabulary.text_offset();
        let text =
            self.tokenizer.encode(&words(&request.prompt).join(" ")).into_iter().map(|id| id.saturating_add(offset));
        let text: Vec<u16> = text.take(self.vocabulary.max_text()).collect();
        if text.is_empty() {
            return Err(input("prompt has no words").hinted("say what to draw, for example \"shield with check mark\""));
        }
        self.question(request, &text)
    }

    /// Scores of every token of the vocabulary after `tokens`, before any rule or choice.
    ///
    /// # Errors
    /// [`Kind::Input`] when there are no tokens, too many, or unknown ones.
    pub fn scores(&self, tokens: &[u16]) -> Result<Vec<f32>> {
        let size = self.decoder.vocabulary();
        let known = tokens.iter().all(|&token| usize::from(token) < size);
        if tokens.is_empty() || tokens.len() > self.decoder.context() || !known {
            return Err(input(format!("{} tokens that the model cannot read", tokens.len())));
        }
        let mut state = self.decoder.start(1);
        let tokens: Vec<Next> = tokens.iter().map(|&token| Next { sequence: 0, token }).collect();
        self.decoder.read_on(&mut state, &tokens, std::iter::once(tokens.len() - 1), size)
    }

    /// `<bos> [style] [width] [corner] [set] text <draw>`
    fn question(&self, request: &IconRequest, text: &[u16]) -> Result<Vec<u16>> {
        // Version 0 has never seen a prompt without a style.
        let style = request.style.or((self.vocabulary.version() == 0).then_some(Style::Line));
        let width = request.width.filter(|_| style.is_none_or(Style::is_stroked)).map(nearest_width);
        let corner = request.corner.filter(|_| style.is_none_or(|style| style == Style::Line));
        let mut tokens = vec![self.token("<bos>")?];
        tokens.extend(style.map(|style| self.token(&format!("<style:{style}>"))).transpose()?);
        tokens.extend(width.map(|width| self.token(&format!("<w:{width}>"))).transpose()?);
        tokens.extend(corner.and_then(|corner| self.vocabulary.token(&format!("<corner:{corner}>"))));
        tokens.extend(request.set.as_deref().map(|set| self.set(set)).transpose()?);
        tokens.extend(text);
        tokens.push(self.token("<draw>")?);
        Ok(tokens)
    }

    fn set(&self, set: &str) -> Result<u16> {
        self.vocabulary.token(&format!("<set:{set}>")).ok_or_else(|| {
            let known = self.vocabulary.sets().join(", ");
            input(format!("icon model knows no set {set:?}")).hinted(format!("it knows {known}"))
        })
    }

    fn token(&self, name: &str) -> Result<u16> {
        self.vocabulary.token(name).ok_or_else(|| input(format!("vocabulary has no token {name}")))
    }

    /// Checks the numbers; the tokens a drawing may have.
    fn check(&self, request: &IconRequest) -> Result<usize> {
        let least = self.vocabulary.walk().least();
        let budget = request.max_tokens.min(self.vocabulary.max_draw());
        let IconRequest { count, temperature, top_p, guidance, .. } = *request;
        if !(1..=MAX_COUNT).contains(&count) {
            return Err(input(format!("{count} candidates, between 1 and {MAX_COUNT} can be drawn")));
        }
        if !(0.0..=10.0).contains(&temperature) || !(0.0..=1.0).contains(&top_p) || !(0.0..=20.0).contains(&guidance) {
            return Err(input(format!("temperature {temperature}, top-p {top_p} or guidance {guidance} out of range"))
                .hinted("temperature is 0 to 10, top-p 0 to 1, guidance 0 to 20"));
        }
        if budget < least {
            return Err(input(format!("{budget} tokens are too few, a drawing has at least {least}")));
        }
        Ok(budget)
    }
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "a number up to 20 needs no more digits")]
fn narrow(number: f64) -> f32 {
    number as f32
}

fn input(sentence: impl Into<String>) -> Error {
    Error::new(Kind::Input, sentence)
}
