//! Attention of one row over the keys and values of its sequence.
//!
//! Source: Vaswani et al., "Attention is all you need" (2017).
//! Keys and values lie in the same panels as weights, so both products run through the one kernel.
#![expect(clippy::indexing_slicing, reason = "lengths are checked at the door of each public function")]
#![expect(clippy::inline_always, reason = "the vector instructions reach only what is inlined into the dispatch")]

use crate::kernel::{PANEL, tile};
use crate::layers::softmax_inline;
use linocut_core::{Error, Kind, Result};
use pulp::{Arch, Simd, WithSimd};

/// Keys and values of one sequence in one layer; grows with every position.
///
/// Memory: 8 bytes for each number of a row, in steps of 32 positions.
#[derive(Clone, Debug)]
pub struct Memory {
    heads: usize,
    size: usize,
    length: usize,
    /// `[positions / PANEL, heads, size, PANEL]`
    keys: Vec<f32>,
    /// `[positions / PANEL, heads, size / PANEL, positions, PANEL]`
    values: Vec<f32>,
}

impl Memory {
    /// An empty memory for `heads` heads of `size` numbers.
    #[must_use]
    pub fn new(heads: usize, size: usize) -> Self {
        Self { heads, size, length: 0, keys: Vec::new(), values: Vec::new() }
    }

    /// Positions remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether nothing is remembered yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Remembers the next position: one row of keys (rotated already) and one of values, `[heads · size]` each.
    ///
    /// # Errors
    /// [`Kind::Bug`] if they have another length.
    pub fn push(&mut self, keys: &[f32], values: &[f32]) -> Result<()> {
        if keys.len() != self.heads * self.size || values.len() != keys.len() {
            return Err(Error::new(Kind::Bug, format!("{} keys for {} × {}", keys.len(), self.heads, self.size)));
        }
        let (block, lane) = (self.length / PANEL, self.length % PANEL);
        let strips = self.strips();
        if lane == 0 {
            grow(&mut self.keys, keys.len() * PANEL);
            grow(&mut self.values, self.heads * strips * PANEL * PANEL);
        }
        let room = &mut self.keys[block * keys.len() * PANEL..];
        for (key, column) in keys.iter().zip(room.chunks_exact_mut(PANEL)) {
            column[lane] = *key;
        }
        let room = &mut self.values[block * self.heads * strips * PANEL * PANEL..];
        for (head, room) in values.chunks(self.size).zip(room.chunks_exact_mut(strips * PANEL * PANEL)) {
            for (part, room) in head.chunks(PANEL).zip(room.chunks_exact_mut(PANEL * PANEL)) {
                room[lane * PANEL..][..part.len()].copy_from_slice(part);
            }
        }
        self.length += 1;
        Ok(())
    }

    /// Attends from `query` (`[heads · size]`, rotated already) to the first `sees` positions; `out` is as long.
    ///
    /// # Errors
    /// [`Kind::Bug`] if the lengths do not fit or fewer positions are remembered.
    pub fn attend(&self, query: &[f32], sees: usize, out: &mut [f32]) -> Result<()> {
        if query.len() != self.heads * self.size || out.len() != query.len() || sees > self.length || sees == 0 {
            return Err(Error::new(Kind::Bug, format!("attention to {sees} of {} positions", self.length)));
        }
        Arch::new().dispatch(Attend { memory: self, query, sees, out });
        Ok(())
    }

    /// Panels that the values of one head fill.
    fn strips(&self) -> usize {
        self.size.div_ceil(PANEL)
    }
}

struct Attend<'a> {
    memory: &'a Memory,
    query: &'a [f32],
    sees: usize,
    out: &'a mut [f32],
}

impl WithSimd for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let size = self.memory.size;
        let mut scores = vec![0.0; self.sees.div_ceil(PANEL) * PANEL];
        for (head, (query, out)) in self.query.chunks(size).zip(self.out.chunks_mut(size)).enumerate() {
            self.memory.score(simd, head, query, &mut scores);
            softmax_inline(&mut scores[..self.sees]);
            self.memory.mix(simd, head, &scores[..self.sees], out);
        }
    }
}

impl Memory {
    /// `query · key / √size` of every position.
    #[inline(always)]
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "head sizes are small")]
    fn score<S: Simd>(&self, simd: S, head: usize, query: &[f32], scores: &mut [f32]) {
        let scale = 1.0 / (self.size as f32).sqrt();
        let stride = self.heads * self.size * PANEL;
        for (scores, keys) in scores.chunks_mut(PANEL).zip(self.keys.chunks(stride)) {
            scores.fill(0.0);
            tile::<S, 1>(simd, &keys[head * self.size * PANEL..][..self.size * PANEL], query, scores);
            for score in scores {
                *score *= scale;
            }
        }
    }

    /// The mean of the values, weighted by `shares`.
    #[inline(always)]
    fn mix<S: Simd>(&self, simd: S, head: usize, shares: &[f32], out: &mut [f32]) {
        let strips = self.strips();
        let stride = self.heads * strips * PANEL * PANEL;
        for (strip, out) in out.chunks_mut(PANEL).enumerate() {
            let mut sums = [0.0; PANEL];
            for (shares, values) in shares.chunks(PANEL).zip(self.values.chunks(stride)) {
                let values = &values[(head * strips + strip) * PANEL * PANEL..][..shares.len() * PANEL];
                tile::<S, 1>(simd, values, shares, &mut sums);
            }
            out.copy_from_slice(&sums[..out.len()]);
        }
    }
}

/// Adds `count` zeros; no more memory than that, as a hundred memories grow at once.
fn grow(numbers: &mut Vec<f32>, count: usize) {
    numbers.reserve_exact(count);
    numbers.resize(numbers.len() + count, 0.0);
}
