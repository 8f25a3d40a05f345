//! The small layers between the matrices: root-mean-square norm, softmax, gated activation.
//!
//! Sums run in [`LANES`] lanes that are added in pairs at the end, and the exponential is a polynomial of plain
//! products and sums, so the results are the same bits on every processor.
#![expect(clippy::inline_always, reason = "the vector instructions reach only what is inlined into the dispatch")]

use pulp::Arch;

/// Lanes of every sum: one AVX-512 register.
const LANES: usize = 16;

/// Scales every row of `rows` to a root mean square of 1, then by `gains` (as long as one row).
///
/// `epsilon` is added to the mean square; 1e-5 in all our models.
pub fn rms_norm(rows: &mut [f32], gains: &[f32], epsilon: f32) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for row in rows.chunks_exact_mut(gains.len().max(1)) {
                let scale = 1.0 / (total(row, |value| value * value) / length(row) + epsilon).sqrt();
                for (value, gain) in row.iter_mut().zip(gains) {
                    *value *= scale * gain;
                }
            }
        },
    );
}

/// Turns `row` into probabilities: `exp(x) / Σ exp(x)`.
pub fn softmax(row: &mut [f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || softmax_inline(row),
    );
}

#[inline(always)]
pub(crate) fn softmax_inline(row: &mut [f32]) {
    let greatest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for value in row.iter_mut() {
        *value = exp(*value - greatest);
    }
    let scale = 1.0 / total(row, |value| value);
    for value in row {
        *value *= scale;
    }
}

/// The gated layer ("SwiGLU"): every row of `rows` is a gate followed by as many values; `out` gets `silu(gate) · value`.
///
/// `width` is the number of values in a row. Source: Shazeer, "GLU Variants Improve Transformer" (2020).
pub fn gated(rows: &[f32], width: usize, out: &mut [f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (row, out) in rows.chunks_exact(2 * width.max(1)).zip(out.chunks_exact_mut(width.max(1))) {
                let (gates, values) = row.split_at(width);
                for ((out, gate), value) in out.iter_mut().zip(gates).zip(values) {
                    *out = gate / (1.0 + exp(-gate.clamp(-60.0, 60.0))) * value;
                }
            }
        },
    );
}

/// Σ f(x), in lanes.
#[inline(always)]
fn total(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let (whole, rest) = row.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for values in whole {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += f(*value);
        }
    }
    for (sum, value) in sums.iter_mut().zip(rest) {
        *sum += f(*value);
    }
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        let (low, high) = sums.split_at_mut(width);
        for (low, high) in low.iter_mut().zip(high) {
            *low += *high;
        }
    }
    sums.first().copied().unwrap_or(0.0)
}

/// `e` to the power of `x`, within 2 units in the last place; 0 below -87, the greatest power of 2 above 88.
///
/// `x = n ln 2 + r`, the polynomial is Cephes `expf` (Moshier), `n` goes into the exponent.
#[inline(always)]
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "n is a whole number below 2^8")]
pub(crate) fn exp(x: f32) -> f32 {
    /// Adding this rounds to a whole number: 1.5 · 2^23.
    const ROUND: f32 = 12_582_912.0;
    let limited = x.clamp(-87.0, 88.0);
    let n = (limited * std::f32::consts::LOG2_E + ROUND) - ROUND;
    // ln 2 in two parts; the first has few digits, so that its product with n is exact.
    let r = limited - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let mut tail = 1.987_569_2e-4;
    for coefficient in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5] {
        tail = tail * r + coefficient;
    }
    let scale = f32::from_bits(((n as i32 + 127) << 23).cast_unsigned());
    if x < -87.0 { 0.0 } else { (tail * r * r + r + 1.0) * scale }
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "rows are short")]
fn length(row: &[f32]) -> f32 {
    row.len() as f32
}
