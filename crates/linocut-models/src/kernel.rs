//! The inner loop of every product: rows times one panel of weights.
//!
//! A panel is [`PANEL`] neighboring outputs, stored input by input.
//! Each output is one running sum over the inputs in their order, one fused multiply-add a step, kept in one lane of a
//! vector; so neither the width of the vectors nor the number of rows done together changes a result.
//! The `pulp` crate picks AVX-512, AVX2 or NEON at run time; without fused multiply-add the sums round twice a step.
#![expect(
    clippy::indexing_slicing,
    reason = "lengths are checked once by Matrix; a check per step would undo the kernel"
)]
#![expect(clippy::inline_always, reason = "the vector instructions reach only what is inlined into the dispatch")]

use crate::half::bf16;
use pulp::{Arch, Simd, WithSimd};

/// Outputs in one panel: two AVX-512 registers, so that each loaded input feeds two multiply-adds.
pub(crate) const PANEL: usize = 32;

/// Rows done together: 8 rows of 2 registers leave room for weights in the 32 registers of AVX-512.
pub(crate) const ROWS: usize = 8;

/// Inputs of one panel expanded at a time: 16 KiB of weights stay in the first-level cache with the rows they meet.
pub(crate) const DEPTH: usize = 128;

/// Weights that share one scale in Q8.0.
pub(crate) const SHARED: usize = 32;

/// The weights of one panel, `[inputs, PANEL]`.
#[derive(Clone, Copy)]
pub(crate) enum Panel<'a> {
    /// Steps, and their scales `[inputs / SHARED, PANEL]`.
    Q8(&'a [i8], &'a [f32]),
    /// Upper halves of numbers.
    Bf16(&'a [u16]),
    /// Numbers.
    F32(&'a [f32]),
}

/// Adds `rows · panel` to `sums`.
///
/// `rows`: groups of [`ROWS`] rows (the last may be smaller), each `[inputs, rows of the group]`; `sums`: `[rows, PANEL]`.
pub(crate) struct Product<'a> {
    pub(crate) panel: Panel<'a>,
    pub(crate) inputs: usize,
    pub(crate) rows: &'a [f32],
    pub(crate) sums: &'a mut [f32],
}

impl Product<'_> {
    /// Does it, with the best instructions of this processor.
    pub(crate) fn run(self) {
        Arch::new().dispatch(self);
    }
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let mut expanded = [0.0; DEPTH * PANEL];
        for begin in (0..self.inputs).step_by(DEPTH) {
            let depth = DEPTH.min(self.inputs - begin);
            let weights = self.panel.expand(simd, begin, &mut expanded[..depth * PANEL]);
            let groups = self.rows.chunks(ROWS * self.inputs).zip(self.sums.chunks_mut(ROWS * PANEL));
            for (rows, sums) in groups {
                let count = sums.len() / PANEL;
                group(simd, weights, &rows[begin * count..][..depth * count], sums);
            }
        }
    }
}

impl<'a> Panel<'a> {
    /// The weights of the inputs from `begin` on, as many as fit in `space`.
    #[inline(always)]
    fn expand<'b, S: Simd>(self, simd: S, begin: usize, space: &'b mut [f32]) -> &'b [f32]
    where
        'a: 'b,
    {
        let start = begin * PANEL;
        match self {
            Self::F32(weights) => return &weights[start..start + space.len()],
            Self::Bf16(weights) => {
                for (to, &from) in space.iter_mut().zip(&weights[start..]) {
                    *to = bf16(from);
                }
            }
            Self::Q8(steps, scales) => {
                for (to, &step) in space.iter_mut().zip(&steps[start..]) {
                    *to = f32::from(step);
                }
                let shared = scales[begin / SHARED * PANEL..].chunks_exact(PANEL);
                for (space, scales) in space.chunks_mut(SHARED * PANEL).zip(shared) {
                    scale(simd, space, scales);
                }
            }
        }
        space
    }
}

/// Scales every row of `PANEL` weights lane by lane.
///
/// Apart from the widening of steps, because together the compiler would do them one by one.
#[inline(always)]
fn scale<S: Simd>(simd: S, weights: &mut [f32], scales: &[f32]) {
    let (scales, _) = S::as_simd_f32s(scales);
    for weights in weights.chunks_exact_mut(PANEL) {
        for (weights, scales) in S::as_mut_simd_f32s(weights).0.iter_mut().zip(scales) {
            *weights = simd.mul_f32s(*weights, *scales);
        }
    }
}

/// One group of at most [`ROWS`] rows.
#[inline(always)]
fn group<S: Simd>(simd: S, weights: &[f32], rows: &[f32], sums: &mut [f32]) {
    match sums.len() / PANEL {
        1 => tile::<S, 1>(simd, weights, rows, sums),
        2 => tile::<S, 2>(simd, weights, rows, sums),
        3 => tile::<S, 3>(simd, weights, rows, sums),
        4 => tile::<S, 4>(simd, weights, rows, sums),
        5 => tile::<S, 5>(simd, weights, rows, sums),
        6 => tile::<S, 6>(simd, weights, rows, sums),
        7 => tile::<S, 7>(simd, weights, rows, sums),
        _ => tile::<S, ROWS>(simd, weights, rows, sums),
    }
}

/// `R` rows, as many registers wide as this processor has room for.
#[inline(always)]
pub(crate) fn tile<S: Simd, const R: usize>(simd: S, weights: &[f32], rows: &[f32], sums: &mut [f32]) {
    if S::REGISTER_COUNT >= 32 {
        strips::<S, R, 2>(simd, weights, rows, sums);
    } else {
        strips::<S, R, 1>(simd, weights, rows, sums);
    }
}

/// `R` rows, `W` registers of outputs at a time.
#[inline(always)]
fn strips<S: Simd, const R: usize, const W: usize>(simd: S, weights: &[f32], rows: &[f32], sums: &mut [f32]) {
    let (weights, _) = weights.as_chunks::<PANEL>();
    let (rows, _) = rows.as_chunks::<R>();
    for strip in (0..PANEL / S::F32_LANES).step_by(W) {
        let mut totals = [[simd.splat_f32s(0.0); W]; R];
        for (totals, sums) in totals.iter_mut().zip(sums.chunks_exact(PANEL)) {
            totals.copy_from_slice(&S::as_simd_f32s(sums).0[strip..strip + W]);
        }
        for (weights, inputs) in weights.iter().zip(rows) {
            let weights = &S::as_simd_f32s(weights).0[strip..strip + W];
            for r in 0..R {
                let input = simd.splat_f32s(inputs[r]);
                for w in 0..W {
                    totals[r][w] = simd.mul_add_e_f32s(input, weights[w], totals[r][w]);
                }
            }
        }
        for (totals, sums) in totals.iter().zip(sums.chunks_exact_mut(PANEL)) {
            S::as_mut_simd_f32s(sums).0[strip..strip + W].copy_from_slice(totals);
        }
    }
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::{PANEL, Panel, Product};
    use pulp::x86::{V3, V4};
    use pulp::{Scalar, Simd};

    /// Sums of 13 rows of 160 inputs, with the instructions of `simd`.
    fn run<S: Simd>(simd: S) -> Vec<f32> {
        let wave = |count: u16| (0..count).map(|i| (f32::from(i) * 0.7).sin()).collect::<Vec<_>>();
        let steps: Vec<i8> = (0..5120u16).map(|i| i.wrapping_mul(37).to_le_bytes()[0].cast_signed()).collect();
        let (scales, rows, mut sums) = (wave(160), wave(2080), vec![0.0; 13 * PANEL]);
        let panel = Panel::Q8(&steps, &scales);
        simd.vectorize(Product { panel, inputs: 160, rows: &rows, sums: &mut sums });
        sums
    }

    #[test]
    fn gives_the_same_bits_with_narrow_and_wide_vectors() {
        let plain = run(Scalar::new());
        let fused: Vec<Vec<f32>> = [V3::try_new().map(run), V4::try_new().map(run)].into_iter().flatten().collect();
        for sums in &fused {
            assert_eq!(sums, &fused[0]);
            assert!(sums.iter().zip(&plain).all(|(a, b)| (a - b).abs() < 1e-2), "{sums:?} {plain:?}");
        }
    }
}
