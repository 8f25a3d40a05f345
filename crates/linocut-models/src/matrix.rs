//! Weight matrices and the product with rows.
#![expect(clippy::indexing_slicing, reason = "lengths are checked at the door of each public function")]

use crate::half::bf16;
use crate::kernel::{DEPTH, PANEL, Panel, Product, ROWS, SHARED};
use linocut_core::{Error, Kind, Result};
use rayon::prelude::*;

/// Rows multiplied before the next pass over the weights: more would push the rows out of the second-level cache.
const PASS: usize = 256;

/// A matrix `[outputs, inputs]` of weights, packed for [`Matrix::multiply`].
///
/// Kept as it was stored (Q8.0: 1.125 bytes a weight, bfloat16: 2, otherwise 4) and expanded exactly when multiplied.
#[derive(Clone, Debug)]
pub struct Matrix {
    outputs: usize,
    inputs: usize,
    cells: Cells,
}

/// Weights in panels, `[outputs / PANEL, inputs, PANEL]`, the last panel filled up with zeros.
#[derive(Clone, Debug)]
enum Cells {
    Q8 { steps: Vec<i8>, scales: Vec<f32> },
    Bf16(Vec<u16>),
    F32(Vec<f32>),
}

/// Weights as files hold them: `[outputs, inputs]`, row by row.
#[derive(Clone, Debug)]
pub(crate) enum Stored<'a> {
    Q8 { steps: &'a [u8], scales: Vec<f32> },
    Bf16(Vec<u16>),
    F32(Vec<f32>),
}

impl Matrix {
    /// A matrix of `weights`, `[outputs, inputs]` row by row.
    ///
    /// # Errors
    /// [`Kind::Input`] if there are not `outputs · inputs` weights, or none.
    pub fn new(outputs: usize, inputs: usize, weights: Vec<f32>) -> Result<Self> {
        Self::pack(outputs, inputs, &Stored::F32(weights))
    }

    pub(crate) fn pack(outputs: usize, inputs: usize, stored: &Stored<'_>) -> Result<Self> {
        let count = outputs.checked_mul(inputs).filter(|&count| count > 0);
        if count != Some(stored.len()) {
            let given = stored.len();
            return Err(Error::new(Kind::Input, format!("{given} weights cannot be a {outputs} × {inputs} matrix")));
        }
        let cells = match stored {
            Stored::F32(weights) => Cells::F32(panels(weights, inputs)),
            Stored::Bf16(weights) => Cells::Bf16(panels(weights, inputs)),
            Stored::Q8 { steps, scales } => {
                if !inputs.is_multiple_of(SHARED) || scales.len() != steps.len() / SHARED {
                    return Err(Error::new(Kind::Input, format!("rows of {inputs} weights cannot share scales by 32")));
                }
                let steps = panels(steps, inputs).into_par_iter().map(u8::cast_signed).collect();
                Cells::Q8 { steps, scales: panels(scales, inputs / SHARED) }
            }
        };
        Ok(Self { outputs, inputs, cells })
    }

    /// Length of one result row.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Length of one input row.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Multiplies every row of `rows` (`[n, inputs]`) by the matrix into `out` (`[n, outputs]`), on all rayon threads.
    ///
    /// A row's result does not depend on its neighbors or on the number of threads.
    ///
    /// # Errors
    /// [`Kind::Bug`] if the lengths do not fit.
    pub fn multiply(&self, rows: &[f32], n: usize, out: &mut [f32]) -> Result<()> {
        self.multiply_first(self.outputs, rows, n, out)
    }

    /// As [`Matrix::multiply`], but only the first `outputs` of each result row; `out` is `[n, outputs]`.
    ///
    /// # Errors
    /// [`Kind::Bug`] if the lengths do not fit or there are fewer outputs.
    pub fn multiply_first(&self, outputs: usize, rows: &[f32], n: usize, out: &mut [f32]) -> Result<()> {
        let inputs = self.inputs;
        if rows.len() != n * inputs || out.len() != n * outputs || outputs == 0 || outputs > self.outputs {
            let (rows, out) = (rows.len(), out.len());
            return Err(Error::new(
                Kind::Bug,
                format!("{rows} → {out} numbers are not {n} rows of {inputs} → {outputs}"),
            ));
        }
        for (rows, out) in rows.chunks(PASS * inputs).zip(out.chunks_mut(PASS * outputs)) {
            self.pass(outputs, rows, out);
        }
        Ok(())
    }

    fn pass(&self, outputs: usize, rows: &[f32], out: &mut [f32]) {
        let count = rows.len() / self.inputs;
        let rows = interleave(rows, self.inputs);
        let mut sums = vec![0.0; outputs.div_ceil(PANEL) * count * PANEL];
        sums.par_chunks_mut(count * PANEL).enumerate().for_each(|(index, sums)| {
            Product { panel: self.panel(index), inputs: self.inputs, rows: &rows, sums }.run();
        });
        for (row, out) in out.chunks_mut(outputs).enumerate() {
            for (out, sums) in out.chunks_mut(PANEL).zip(sums.chunks(count * PANEL)) {
                out.copy_from_slice(&sums[row * PANEL..][..out.len()]);
            }
        }
    }

    /// Copies row `index` (the weights of one output; a token's embedding) to `out`.
    ///
    /// # Errors
    /// [`Kind::Bug`] if there is no such row or `out` is not one row long.
    pub fn row(&self, index: usize, out: &mut [f32]) -> Result<()> {
        if index >= self.outputs || out.len() != self.inputs {
            return Err(Error::new(Kind::Bug, format!("no row {index} of {} numbers in the matrix", out.len())));
        }
        let lane = index % PANEL;
        match self.panel(index / PANEL) {
            Panel::F32(weights) => copy_lane(out, &weights[lane..], |weight| weight),
            Panel::Bf16(weights) => copy_lane(out, &weights[lane..], bf16),
            Panel::Q8(steps, scales) => {
                copy_lane(out, &steps[lane..], f32::from);
                for (out, scale) in out.chunks_mut(SHARED).zip(scales[lane..].iter().step_by(PANEL)) {
                    for weight in out {
                        *weight *= scale;
                    }
                }
            }
        }
        Ok(())
    }

    fn panel(&self, index: usize) -> Panel<'_> {
        let size = self.inputs * PANEL;
        match &self.cells {
            Cells::F32(weights) => Panel::F32(&weights[index * size..][..size]),
            Cells::Bf16(weights) => Panel::Bf16(&weights[index * size..][..size]),
            Cells::Q8 { steps, scales } => {
                let shared = size / SHARED;
                Panel::Q8(&steps[index * size..][..size], &scales[index * shared..][..shared])
            }
        }
    }
}

impl Stored<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Q8 { steps, .. } => steps.len(),
            Self::Bf16(weights) => weights.len(),
            Self::F32(weights) => weights.len(),
        }
    }
}

/// `[rows, width]` → `[rows / PANEL, width, PANEL]`.
fn panels<T: Copy + Default + Send + Sync>(rows: &[T], width: usize) -> Vec<T> {
    let size = width * PANEL;
    let mut packed = vec![T::default(); rows.len().div_ceil(size) * size];
    packed.par_chunks_mut(size).zip(rows.par_chunks(size)).for_each(|(packed, rows)| {
        for (begin, packed) in packed.chunks_mut(DEPTH * PANEL).enumerate() {
            for (lane, row) in rows.chunks(width).enumerate() {
                for (to, from) in packed[lane..].iter_mut().step_by(PANEL).zip(&row[begin * DEPTH..]) {
                    *to = *from;
                }
            }
        }
    });
    packed
}

/// `[rows, width]` → groups of [`ROWS`] rows, each `[width, rows of the group]`.
fn interleave(rows: &[f32], width: usize) -> Vec<f32> {
    let mut packed = vec![0.0; rows.len()];
    for (packed, rows) in packed.chunks_mut(ROWS * width).zip(rows.chunks(ROWS * width)) {
        let count = rows.len() / width;
        for (lane, row) in rows.chunks(width).enumerate() {
            for (to, from) in packed[lane..].iter_mut().step_by(count).zip(row) {
                *to = *from;
            }
        }
    }
    packed
}

fn copy_lane<T: Copy>(out: &mut [f32], cells: &[T], widen: impl Fn(T) -> f32) {
    for (out, &cell) in out.iter_mut().zip(cells.iter().step_by(PANEL)) {
        *out = widen(cell);
    }
}
