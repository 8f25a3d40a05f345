//! Drawing several candidates at once.

use super::Candidate;
use super::decoder::{Decoder, Next};
use super::pick::{Random, Taste};
use linocut_core::{Context, Error, Kind, Result};
use linocut_glyph::{Vocabulary, Walk};
use std::ops::Range;

/// Candidates drawn together: with guidance 16 rows, which share each weight that is read; more only cost memory.
const TOGETHER: usize = 8;

/// What all candidates of one request share.
#[derive(Debug)]
pub(super) struct Task<'a> {
    pub(super) decoder: &'a Decoder,
    pub(super) vocabulary: &'a Vocabulary,
    /// The prompt, and if it guides the one without text.
    pub(super) prompts: Vec<Vec<u16>>,
    /// How far to go from the scores without text to those with it, and beyond.
    pub(super) guidance: f32,
    pub(super) taste: Taste,
    /// Tokens of a drawing at most.
    pub(super) budget: usize,
    pub(super) count: usize,
}

/// A drawing under way.
struct Pen<'v> {
    walk: Walk<'v>,
    tokens: Vec<u16>,
    random: Random,
}

impl Task<'_> {
    /// Draws all candidates, a few at a time; each depends on the seed and its index alone.
    pub(super) fn run(&self, cx: &Context) -> Result<Vec<Candidate>> {
        let mut done = Vec::with_capacity(self.count);
        for begin in (0..self.count).step_by(TOGETHER) {
            done.extend(self.some(begin..self.count.min(begin + TOGETHER), cx)?);
        }
        Ok(done)
    }

    fn some(&self, indices: Range<usize>, cx: &Context) -> Result<Vec<Candidate>> {
        let branches = self.prompts.len();
        let outputs = self.outputs();
        let mut state = self.decoder.start(branches);
        let prompts = self.prompts.iter().enumerate();
        let tokens: Vec<Next> =
            prompts.flat_map(|(sequence, prompt)| prompt.iter().map(move |&token| Next { sequence, token })).collect();
        let ends = self.prompts.iter().scan(0, |end, prompt| {
            *end += prompt.len();
            Some(*end - 1)
        });
        let first = self.decoder.read_on(&mut state, &tokens, ends, outputs)?;

        let mut scores = first.repeat(indices.len());
        let mut state = state.repeat(indices.len());
        let mut pens: Vec<Pen<'_>> = indices.clone().map(|index| self.pen(cx.seed, index)).collect();
        let mut live: Vec<usize> = (0..pens.len()).collect();
        for _ in 0..self.budget {
            cx.check()?;
            // Drawings end when they are done, long before their budget: what counts is how many there are.
            note(cx, indices.end - live.len(), self.count);
            for (scores, &pen) in scores.chunks_exact(branches * outputs).zip(&live) {
                if let Some(pen) = pens.get_mut(pen) {
                    self.advance(pen, scores)?;
                }
            }
            let going: Vec<bool> = live.iter().map(|&pen| pens.get(pen).is_some_and(|pen| !pen.walk.done())).collect();
            state.retain(|sequence| going.get(sequence / branches) == Some(&true));
            live.retain(|&pen| pens.get(pen).is_some_and(|pen| !pen.walk.done()));
            if live.is_empty() {
                note(cx, indices.end, self.count);
                break;
            }
            let last = live.iter().filter_map(|&pen| pens.get(pen)?.tokens.last());
            let tokens = last.flat_map(|&token| std::iter::repeat_n(token, branches)).enumerate();
            let tokens: Vec<Next> = tokens.map(|(sequence, token)| Next { sequence, token }).collect();
            scores = self.decoder.read_on(&mut state, &tokens, 0..tokens.len(), outputs)?;
        }
        pens.into_iter().map(Pen::finish).collect()
    }

    /// Only drawing tokens are scored: text is never legal in a drawing.
    fn outputs(&self) -> usize {
        usize::from(self.vocabulary.text_offset()).min(self.decoder.vocabulary())
    }

    fn pen(&self, seed: u64, index: usize) -> Pen<'_> {
        Pen { walk: self.vocabulary.walk(), tokens: Vec::new(), random: Random::new(seed, index) }
    }

    /// Adds one token; `scores` are those of each branch.
    fn advance(&self, pen: &mut Pen<'_>, scores: &[f32]) -> Result<()> {
        let (with, without) = scores.split_at(self.outputs());
        let guided = with.iter().zip(without).map(|(with, without)| without + self.guidance * (with - without));
        let guided: Vec<f32> = if without.is_empty() { with.to_vec() } else { guided.collect() };
        let legal = pen.walk.legal(self.budget - pen.tokens.len());
        let token = self.taste.pick(&guided, &legal, &mut pen.random);
        let token = token.ok_or_else(|| Error::new(Kind::Bug, "no token is legal"))?;
        pen.walk.push(token)?;
        pen.tokens.push(token);
        Ok(())
    }
}

impl Pen<'_> {
    fn finish(self) -> Result<Candidate> {
        if !self.walk.done() {
            return Err(Error::new(Kind::Bug, "a drawing without an end"));
        }
        Ok(Candidate { svg: self.walk.svg().to_owned(), tokens: self.tokens })
    }
}

/// Tells how many drawings are done.
fn note(cx: &Context, done: usize, total: usize) {
    let number = |count| u64::try_from(count).unwrap_or(u64::MAX);
    cx.note("icon", number(done), number(total));
}
