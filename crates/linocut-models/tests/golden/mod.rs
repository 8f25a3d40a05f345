//! Compares the icon model with the reference implementation's values; shared by the tests and `examples/golden.rs`.

use linocut_core::{Context, Error, Kind, Result};
use linocut_glyph::Style;
use linocut_models::{IconFiles, IconModel, IconRequest};
use serde::Deserialize;
use std::path::PathBuf;

/// One case of golden.json.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    text: String,
    style: String,
    width: Option<String>,
    set: Option<String>,
    cfg: f64,
    prompt: Vec<u16>,
    max_tokens: usize,
    tokens: Vec<u16>,
    svg: String,
    #[serde(default)]
    first_logits: Vec<(usize, f32)>,
}

#[derive(Deserialize)]
struct Golden {
    lm: Vec<Case>,
}

/// The model and the cases in a folder of `models/`.
pub(crate) fn open(folder: &str) -> Result<(IconModel, Vec<Case>)> {
    let weights = read(folder, "lm.safetensors")?;
    let (tokenizer, vocabulary) = (read(folder, "tokenizer.json")?, read(folder, "vocab.json")?);
    let model = IconModel::open(&IconFiles { weights: &weights, tokenizer: &tokenizer, vocabulary: &vocabulary })?;
    let golden: Golden =
        serde_json::from_slice(&read(folder, "golden.json")?).map_err(|error| differs("").cause(error))?;
    Ok((model, golden.lm))
}

fn read(folder: &str, file: &str) -> Result<Vec<u8>> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../models", folder, file].iter().collect();
    std::fs::read(&path).map_err(|error| Error::new(Kind::Io, format!("cannot read {}", path.display())).cause(error))
}

impl Case {
    fn request(&self) -> IconRequest {
        IconRequest {
            style: Style::from_name(&self.style),
            width: self.width.as_ref().and_then(|width| width.parse().ok()),
            set: self.set.clone(),
            count: 1,
            temperature: 0.0,
            guidance: self.cfg,
            max_tokens: self.max_tokens,
            ..IconRequest::new(self.text.clone())
        }
    }

    /// The prompt's tokens, and the greatest scores after it within 0.001.
    pub(crate) fn begins_alike(&self, model: &IconModel) -> Result<()> {
        let prompt = model.prompt(&self.request())?;
        if prompt != self.prompt {
            return Err(differs(format!("{}: prompt {prompt:?}", self.text)));
        }
        let scores = model.scores(&prompt)?;
        for &(token, expected) in &self.first_logits {
            let near = scores.get(token).is_some_and(|score| (score - expected).abs() < 1e-3);
            if !near {
                return Err(differs(format!("{}: score of token {token}, not {expected}", self.text)));
            }
        }
        Ok(())
    }

    /// The drawing, when the best token is always taken.
    pub(crate) fn draws_alike(&self, model: &IconModel) -> Result<()> {
        let drawn = model.generate(&self.request(), &Context::default())?;
        let same = |drawn: &linocut_models::Candidate| drawn.tokens == self.tokens && drawn.svg == self.svg;
        if drawn.iter().all(same) { Ok(()) } else { Err(differs(format!("{}, guidance {}", self.text, self.cfg))) }
    }
}

fn differs(what: impl Into<String>) -> Error {
    Error::new(Kind::Bug, what).at("differs from golden.json")
}
