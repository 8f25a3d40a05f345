//! Choosing the next token.

use std::ops::Range;

/// How a token is chosen from the legal ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taste {
    /// Divides the scores; 0 always takes the best token.
    pub(super) temperature: f64,
    /// The most probable tokens that reach this share together are drawn from.
    pub(super) top_p: f64,
}

/// A stream of random numbers, split by seed and index.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// The stream of candidate `index`, unlike those of its neighbors and of other seeds.
    pub(super) fn new(seed: u64, index: usize) -> Self {
        let mut first = Self(seed);
        let index = u64::try_from(index).unwrap_or(u64::MAX);
        Self(first.next() ^ Self(index).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in 0..1, in steps of 2^-32.
    fn share(&mut self) -> f64 {
        let upper = u32::try_from(self.next() >> 32).unwrap_or(u32::MAX);
        f64::from(upper) / 4_294_967_296.0
    }
}

impl Taste {
    /// One token of `legal`, or none if there is none; `scores` are those of all tokens.
    pub(super) fn pick(self, scores: &[f32], legal: &[Range<u16>], random: &mut Random) -> Option<u16> {
        let score = |token: u16| scores.get(usize::from(token)).map(|&score| (token, f64::from(score)));
        let mut tokens: Vec<(u16, f64)> = legal.iter().cloned().flatten().filter_map(score).collect();
        // The best first; of equals, the one that comes first in the vocabulary.
        tokens.sort_by(|a, b| b.1.total_cmp(&a.1));
        let &(best, greatest) = tokens.first()?;
        if self.temperature <= 0.0 {
            return Some(best);
        }
        let mut total = 0.0;
        for (_, share) in &mut tokens {
            *share = libm::exp((*share - greatest) / self.temperature);
            total += *share;
        }
        let mut sum = 0.0;
        let mut kept = 0.0;
        let count = tokens.iter().take_while(|(_, share)| {
            let within = sum <= self.top_p * total;
            sum += share;
            kept += if within { *share } else { 0.0 };
            within
        });
        let count = count.count();
        let mut left = random.share() * kept;
        let drawn = tokens.iter().take(count).find(|(_, share)| {
            left -= share;
            left < 0.0
        });
        Some(drawn.map_or(best, |(token, _)| *token))
    }
}

#[cfg(test)]
mod tests {
    use super::{Random, Taste};

    /// How often each of three tokens is drawn, of 10,000.
    #[track_caller]
    fn check(temperature: f64, top_p: f64, expected: [i32; 3]) {
        let scores = [9.0, 0.5f32.ln(), 9.0, 0.3f32.ln(), 0.2f32.ln()];
        let (taste, mut random) = (Taste { temperature, top_p }, Random::new(1, 2));
        let mut counts = [0; 5];
        for _ in 0..10_000 {
            counts[usize::from(taste.pick(&scores, &[1..2, 3..5], &mut random).unwrap())] += 1;
        }
        for (token, expected) in [1, 3, 4].into_iter().zip(expected) {
            assert!((counts[token] - expected).abs() < 150, "{counts:?}");
        }
        assert_eq!(counts[0] + counts[2], 0);
    }

    #[test]
    fn draws_legal_tokens_by_their_shares() {
        check(1.0, 1.0, [5000, 3000, 2000]);
        check(1.0, 0.7, [6250, 3750, 0]);
        check(1.0, 0.0, [10000, 0, 0]);
        check(0.5, 1.0, [6579, 2368, 1053]);
        check(0.0, 1.0, [10000, 0, 0]);
    }

    #[test]
    fn has_nothing_to_draw_where_nothing_is_legal() {
        let taste = Taste { temperature: 1.0, top_p: 1.0 };
        assert_eq!(taste.pick(&[1.0], &[], &mut Random::new(0, 0)), None);
    }
}
