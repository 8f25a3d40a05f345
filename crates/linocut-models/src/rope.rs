//! Rotary positions.
//!
//! Source: Su et al., "Enhanced transformer with rotary position embedding" (2021), with the halves of a head rotated against each other as Llama does.

/// Cosines and sines of every position, for heads of one size.
#[derive(Clone, Debug)]
pub struct Rope {
    half: usize,
    turns: Vec<(f32, f32)>,
}

impl Rope {
    /// Positions 0 to `positions - 1` for heads of `size` numbers; frequencies are `base` to the power of `-2 i / size`.
    #[must_use]
    pub fn new(positions: usize, size: usize, base: f64) -> Self {
        let half = size / 2;
        let turns = (0..positions).flat_map(|position| (0..half).map(move |index| turn(position, index, half, base)));
        Self { half, turns: turns.collect() }
    }

    /// Positions it covers.
    #[must_use]
    pub fn positions(&self) -> usize {
        self.turns.len() / self.half.max(1)
    }

    /// Rotates every head in `row` to `position`: `[a, b]` → `[a cos − b sin, b cos + a sin]`.
    ///
    /// Beyond the last position nothing happens.
    pub fn rotate(&self, row: &mut [f32], position: usize) {
        let turns = self.turns.chunks(self.half.max(1)).nth(position).unwrap_or_default();
        for head in row.chunks_exact_mut(2 * self.half.max(1)) {
            let (first, second) = head.split_at_mut(self.half);
            for ((a, b), (cos, sin)) in first.iter_mut().zip(second).zip(turns) {
                (*a, *b) = (*a * cos - *b * sin, *b * cos + *a * sin);
            }
        }
    }
}

/// The angle is rounded to 32 bits before its cosine is taken, as the reference does.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "small counts"
)]
fn turn(position: usize, index: usize, half: usize, base: f64) -> (f32, f32) {
    let frequency = libm::pow(base, -(index as f64) / half as f64) as f32;
    let angle = f64::from(position as f32 * frequency);
    (libm::cos(angle) as f32, libm::sin(angle) as f32)
}
