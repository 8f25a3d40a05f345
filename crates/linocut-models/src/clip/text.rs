//! The tower that reads texts.

use super::{mean, normalize};
use crate::block::{EPSILON, Names};
use crate::layers::rms_norm;
use crate::{Block, Matrix, Place, Rope, Tokenizer, Weights};
use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Vocabulary, words};

/// Base of the rotary frequencies, as in the language model.
const ROPE_BASE: f64 = 10_000.0;

/// Reads texts into vectors.
#[derive(Debug)]
pub(super) struct Texts {
    tokenizer: Tokenizer,
    /// What is added to the tokenizer's ids.
    offset: usize,
    longest: usize,
    table: Matrix,
    rope: Rope,
    blocks: Vec<Block>,
    norm: Vec<f32>,
    project: Matrix,
}

impl Texts {
    pub(super) fn read(weights: &Weights<'_>, tokenizer: Tokenizer, vocabulary: &Vocabulary) -> Result<Self> {
        let heads: usize = weights.number("heads")?;
        let blocks: Vec<Block> = (0..weights.layers("text.layers."))
            .map(|layer| Block::read(weights, &format!("text.layers.{layer}"), &Names::SHORT, heads))
            .collect::<Result<_>>()?;
        let longest = vocabulary.clip_text_max();
        let table = weights.matrix(&["text.embed.weight"])?;
        Ok(Self {
            tokenizer,
            offset: vocabulary.text_offset().into(),
            longest,
            rope: Rope::new(longest, table.inputs() / heads.max(1), ROPE_BASE),
            table,
            blocks,
            norm: weights.vector("text.norm.weight")?,
            project: weights.matrix(&["text.proj.weight"])?,
        })
    }

    pub(super) fn embed(&self, text: &str) -> Result<Vec<f32>> {
        let plain = words(text).join(" ");
        let tokens: Vec<usize> =
            self.tokenizer.encode(&plain).into_iter().map(usize::from).take(self.longest).collect();
        if tokens.is_empty() {
            return Err(Error::new(Kind::Input, "text has no words").hinted("name the thing to draw"));
        }
        let width = self.table.inputs();
        let mut rows = vec![0.0; tokens.len() * width];
        for (row, token) in rows.chunks_exact_mut(width).zip(&tokens) {
            self.table.row(self.offset + token, row)?;
        }
        let place = |position| Place { sequence: 0, position, sees: tokens.len() };
        let places: Vec<Place> = (0..tokens.len()).map(place).collect();
        for block in &self.blocks {
            block.run(&mut rows, &places, Some(&self.rope), &mut [block.memory()])?;
        }
        rms_norm(&mut rows, &self.norm, EPSILON);
        let mut middle = vec![0.0; width];
        mean(&rows, &mut middle);
        let mut out = vec![0.0; self.project.outputs()];
        self.project.multiply(&middle, 1, &mut out)?;
        normalize(&mut out);
        Ok(out)
    }
}
