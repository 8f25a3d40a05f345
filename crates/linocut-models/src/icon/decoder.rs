//! The language model: tokens in, scores of the next token out.

use crate::attention::Memory;
use crate::block::{Block, EPSILON, Names, Place};
use crate::layers::rms_norm;
use crate::matrix::Matrix;
use crate::rope::Rope;
use crate::weights::Weights;
use linocut_core::{Error, Kind, Result};

/// A decoder of the Llama kind whose output matrix is its embedding.
///
/// Source: Touvron et al., "Llama: open and efficient foundation language models" (2023).
#[derive(Debug)]
pub(super) struct Decoder {
    embedding: Matrix,
    blocks: Vec<Block>,
    gains: Vec<f32>,
    rope: Rope,
}

/// What the decoder remembers of several sequences.
#[derive(Debug)]
pub(super) struct State {
    /// `[blocks][sequences]`
    memories: Vec<Vec<Memory>>,
}

/// The next token of a sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next {
    pub(super) sequence: usize,
    pub(super) token: u16,
}

impl Decoder {
    /// Reads the tensors for sequences of at most `context` tokens.
    pub(super) fn read(weights: &Weights<'_>, context: usize) -> Result<Self> {
        let heads = weights.number("num_attention_heads")?;
        let base = weights.number_or("rope_theta", 10_000.0)?;
        let count = weights.layers("model.layers.");
        let block = |index| Block::read(weights, &format!("model.layers.{index}"), &Names::LLAMA, heads);
        let embedding = weights.matrix(&["model.embed_tokens.weight"])?;
        let blocks: Vec<Block> = (0..count).map(block).collect::<Result<_>>()?;
        let gains = weights.vector("model.norm.weight")?;
        let width = embedding.inputs();
        if blocks.is_empty() || gains.len() != width || blocks.iter().any(|block| block.width() != width) {
            return Err(Error::new(Kind::Input, format!("{count} layers do not fit an embedding of {width}")));
        }
        Ok(Self { embedding, blocks, gains, rope: Rope::new(context, width / heads, base) })
    }

    /// Tokens it knows.
    pub(super) fn vocabulary(&self) -> usize {
        self.embedding.outputs()
    }

    /// The longest sequence it can read.
    pub(super) fn context(&self) -> usize {
        self.rope.positions()
    }

    /// Nothing read yet, in `sequences` sequences.
    pub(super) fn start(&self, sequences: usize) -> State {
        State { memories: self.blocks.iter().map(|block| vec![block.memory(); sequences]).collect() }
    }

    /// Reads `tokens`, in order; the scores after those whose index in `tokens` is in `wanted`: `[wanted, outputs]`.
    ///
    /// Only the first `outputs` tokens of the vocabulary are scored.
    pub(super) fn read_on(
        &self,
        state: &mut State,
        tokens: &[Next],
        wanted: impl Iterator<Item = usize>,
        outputs: usize,
    ) -> Result<Vec<f32>> {
        let width = self.embedding.inputs();
        let mut rows = vec![0.0; tokens.len() * width];
        for (row, next) in rows.chunks_exact_mut(width).zip(tokens) {
            self.embedding.row(usize::from(next.token), row)?;
        }
        let places = self.places(state, tokens)?;
        for (block, memories) in self.blocks.iter().zip(&mut state.memories) {
            block.run(&mut rows, &places, Some(&self.rope), memories)?;
        }
        let mut last: Vec<f32> =
            wanted.filter_map(|index| rows.chunks_exact(width).nth(index)).flatten().copied().collect();
        rms_norm(&mut last, &self.gains, EPSILON);
        let count = last.len() / width;
        let mut scores = vec![0.0; count * outputs];
        self.embedding.multiply_first(outputs, &last, count, &mut scores)?;
        Ok(scores)
    }

    fn places(&self, state: &State, tokens: &[Next]) -> Result<Vec<Place>> {
        let mut lengths = state.lengths();
        let place = |next: &Next| {
            let length = lengths.get_mut(next.sequence).filter(|length| **length < self.context());
            let length = length.ok_or_else(|| Error::new(Kind::Bug, "a token outside of its sequence"))?;
            *length += 1;
            Ok(Place { sequence: next.sequence, position: *length - 1, sees: *length })
        };
        tokens.iter().map(place).collect()
    }
}

impl State {
    fn lengths(&self) -> Vec<usize> {
        self.memories.first().map(|memories| memories.iter().map(Memory::len).collect()).unwrap_or_default()
    }

    /// `copies` copies of all sequences, one whole set after another.
    pub(super) fn repeat(self, copies: usize) -> Self {
        let repeat = |memories: Vec<Memory>| (0..copies).flat_map(|_| memories.iter().cloned()).collect();
        Self { memories: self.memories.into_iter().map(repeat).collect() }
    }

    /// Forgets the sequences that `keep` does not want; the others move up.
    pub(super) fn retain(&mut self, keep: impl Fn(usize) -> bool) {
        for memories in &mut self.memories {
            let mut index = 0;
            memories.retain(|_| {
                index += 1;
                keep(index - 1)
            });
        }
    }
}
