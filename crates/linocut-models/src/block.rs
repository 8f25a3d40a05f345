//! One transformer block, as both the icon model and icon-CLIP have it.

use crate::attention::Memory;
use crate::layers::{gated, rms_norm};
use crate::matrix::Matrix;
use crate::rope::Rope;
use crate::weights::Weights;
use linocut_core::{Error, Kind, Result};
use rayon::prelude::*;

/// Added to mean squares; the value all our models were trained with.
pub const EPSILON: f32 = 1e-5;

/// What the tensors of a block are called, without `.weight`.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// Gains of the norm before attention, and before the gated layer.
    pub norms: [&'static str; 2],
    /// Queries, keys and values.
    pub qkv: [&'static str; 3],
    /// The matrix after attention.
    pub output: &'static str,
    /// Gates and values of the gated layer.
    pub gate_up: [&'static str; 2],
    /// The matrix after the gated layer.
    pub down: &'static str,
}

impl Names {
    /// As Llama calls them.
    pub const LLAMA: Self = Self {
        norms: ["input_layernorm", "post_attention_layernorm"],
        qkv: ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
        output: "self_attn.o_proj",
        gate_up: ["mlp.gate_proj", "mlp.up_proj"],
        down: "mlp.down_proj",
    };

    /// As icon-CLIP calls them.
    pub const SHORT: Self =
        Self { norms: ["norm1", "norm2"], qkv: ["q", "k", "v"], output: "o", gate_up: ["gate", "up"], down: "down" };
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of its sequence, and so of its memory.
    pub sequence: usize,
    /// Its position, for the rotation.
    pub position: usize,
    /// How many positions of its sequence it attends to: `position + 1` in a decoder, all of them in an encoder.
    pub sees: usize,
}

/// `x += attention(norm(x)); x += gated(norm(x))`, without biases.
#[derive(Clone, Debug)]
pub struct Block {
    heads: usize,
    norms: [Vec<f32>; 2],
    qkv: Matrix,
    output: Matrix,
    gate_up: Matrix,
    down: Matrix,
}

impl Block {
    /// Reads the tensors `{prefix}.{name}.weight`.
    ///
    /// # Errors
    /// [`Kind::Input`] if one is missing or their shapes do not fit each other.
    pub fn read(weights: &Weights<'_>, prefix: &str, names: &Names, heads: usize) -> Result<Self> {
        let full = |name: &str| format!("{prefix}.{name}.weight");
        let matrix = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| full(name)).collect();
            weights.matrix(&names.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let [before, between] = names.norms;
        let block = Self {
            heads,
            norms: [weights.vector(&full(before))?, weights.vector(&full(between))?],
            qkv: matrix(&names.qkv)?,
            output: matrix(&[names.output])?,
            gate_up: matrix(&names.gate_up)?,
            down: matrix(&[names.down])?,
        };
        if block.fits() { Ok(block) } else { Err(Error::new(Kind::Input, "matrices do not fit together").at(prefix)) }
    }

    /// Length of a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.qkv.inputs()
    }

    /// An empty memory for one sequence.
    #[must_use]
    pub fn memory(&self) -> Memory {
        Memory::new(self.heads, self.width() / self.heads)
    }

    fn fits(&self) -> bool {
        let width = self.width();
        let square = |matrix: &Matrix, outputs, inputs| matrix.outputs() == outputs && matrix.inputs() == inputs;
        self.heads > 0
            && width.is_multiple_of(2 * self.heads)
            && square(&self.qkv, 3 * width, width)
            && square(&self.output, width, width)
            && square(&self.gate_up, 2 * self.down.inputs(), width)
            && self.down.outputs() == width
            && self.norms.iter().all(|gains| gains.len() == width)
    }

    /// Runs the block over `rows` (`[places, width]`), in place; `memories` are those of this block, one a sequence.
    ///
    /// Rows of one sequence come in the order of their positions.
    /// All keys and values are remembered before any row attends, so encoders see their whole sequence.
    ///
    /// # Errors
    /// [`Kind::Bug`] if a place names no memory or sees what is not there, or the lengths do not fit.
    pub fn run(&self, rows: &mut [f32], places: &[Place], rope: Option<&Rope>, memories: &mut [Memory]) -> Result<()> {
        let [before, between] = &self.norms;
        let mut inner = rows.to_vec();
        rms_norm(&mut inner, before, EPSILON);
        let mut qkv = product(&self.qkv, &inner, places.len())?;
        self.remember(&mut qkv, places, rope, memories)?;
        self.attend(&qkv, places, memories, &mut inner)?;
        add(rows, &product(&self.output, &inner, places.len())?);

        inner.copy_from_slice(rows);
        rms_norm(&mut inner, between, EPSILON);
        let gate_up = product(&self.gate_up, &inner, places.len())?;
        let mut gates = vec![0.0; gate_up.len() / 2];
        gated(&gate_up, self.down.inputs(), &mut gates);
        add(rows, &product(&self.down, &gates, places.len())?);
        Ok(())
    }

    /// Rotates queries and keys; remembers keys and values.
    fn remember(&self, qkv: &mut [f32], places: &[Place], rope: Option<&Rope>, memories: &mut [Memory]) -> Result<()> {
        for (row, place) in qkv.chunks_exact_mut(3 * self.width()).zip(places) {
            let (turned, values) = row.split_at_mut(2 * self.width());
            if let Some(rope) = rope {
                rope.rotate(turned, place.position);
            }
            let (_, keys) = turned.split_at(self.width());
            memories.get_mut(place.sequence).ok_or_else(no_memory)?.push(keys, values)?;
        }
        Ok(())
    }

    fn attend(&self, qkv: &[f32], places: &[Place], memories: &[Memory], out: &mut [f32]) -> Result<()> {
        let rows = qkv.par_chunks_exact(3 * self.width()).zip(out.par_chunks_exact_mut(self.width()));
        rows.zip(places).try_for_each(|((row, out), place)| {
            let (query, _) = row.split_at(self.width());
            memories.get(place.sequence).ok_or_else(no_memory)?.attend(query, place.sees, out)
        })
    }
}

fn product(matrix: &Matrix, rows: &[f32], count: usize) -> Result<Vec<f32>> {
    let mut out = vec![0.0; count * matrix.outputs()];
    matrix.multiply(rows, count, &mut out)?;
    Ok(out)
}

fn add(rows: &mut [f32], more: &[f32]) {
    rows.iter_mut().zip(more).for_each(|(value, more)| *value += more);
}

fn no_memory() -> Error {
    Error::new(Kind::Bug, "a row of a sequence without a memory")
}
