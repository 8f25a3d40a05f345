//! The safetensors format: named tensors in one run of bytes.
//!
//! Source: the format's description in the `safetensors` repository of Hugging Face.
//! A matrix may also be stored in blocks of Q8.0 (llama.cpp): `name.q8` holds steps, `name.d` a scale for each 32.

use crate::half::{bf16, f16};
use crate::matrix::{Matrix, Stored};
use linocut_core::{Error, Kind, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::str::FromStr;

/// A header longer than this is not one: ours have 20 KB.
const MAX_HEADER: usize = 4 << 20;

/// The tensors of one file, read in place.
///
/// ```
/// use linocut_models::Weights;
///
/// let header = br#"{"__metadata__":{"heads":"2"},"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} "#;
/// let mut file = u64::try_from(header.len())?.to_le_bytes().to_vec();
/// file.extend_from_slice(header);
/// file.extend([1.5f32, -2.0].iter().flat_map(|value| value.to_le_bytes()));
///
/// let weights = Weights::parse(&file)?;
/// assert_eq!(weights.number::<usize>("heads")?, 2);
/// assert_eq!(weights.vector("t")?, [1.5, -2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Weights<'a> {
    metadata: BTreeMap<String, String>,
    tensors: BTreeMap<String, Tensor<'a>>,
}

#[derive(Debug)]
struct Tensor<'a> {
    form: Form,
    shape: Vec<usize>,
    bytes: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    I8,
    F16,
    Bf16,
    F32,
}

#[derive(Deserialize)]
struct Header {
    #[serde(default, rename = "__metadata__")]
    metadata: BTreeMap<String, String>,
    #[serde(flatten)]
    tensors: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

impl<'a> Weights<'a> {
    /// Reads the header of `file` and checks that every tensor lies within it and has the size its shape asks for.
    ///
    /// # Errors
    /// [`Kind::Input`] for anything that is not such a file.
    pub fn parse(file: &'a [u8]) -> Result<Self> {
        let (length, rest) = file.split_first_chunk().ok_or_else(|| bad("weights end before their header"))?;
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        if length > MAX_HEADER.min(rest.len()) {
            return Err(bad(format!("a header of {length} bytes does not fit in weights of {} bytes", file.len())));
        }
        let (header, data) = rest.split_at(length);
        let header: Header =
            serde_json::from_slice(header).map_err(|error| bad("weights have an unreadable header").cause(error))?;
        let tensors = header.tensors.into_iter().map(|(name, entry)| {
            let tensor = entry.locate(data).map_err(|error| error.at(name.clone()))?;
            Ok((name, tensor))
        });
        Ok(Self { tensors: tensors.collect::<Result<_>>()?, metadata: header.metadata })
    }

    /// A number from the metadata, such as `hidden_size`.
    ///
    /// # Errors
    /// [`Kind::Input`] if it is missing, of another form or not finite.
    pub fn number<T: FromStr>(&self, key: &str) -> Result<T> {
        let text = self.metadata.get(key).ok_or_else(|| bad(format!("weights do not state {key}")))?;
        let infinite = text.parse().is_ok_and(|number: f32| !number.is_finite());
        let number = text.parse().ok().filter(|_| !infinite);
        number.ok_or_else(|| bad(format!("weights state {key} as {text:?}")))
    }

    /// As [`Weights::number`], but `usual` where the metadata says nothing.
    ///
    /// # Errors
    /// [`Kind::Input`] if it is of another form or not finite.
    pub fn number_or<T: FromStr>(&self, key: &str, usual: T) -> Result<T> {
        if self.metadata.contains_key(key) { self.number(key) } else { Ok(usual) }
    }

    /// How many layers there are: one more than the greatest number that follows `prefix` in a tensor's name.
    #[must_use]
    pub fn layers(&self, prefix: &str) -> usize {
        let numbers = self.tensors.keys().filter_map(|name| name.strip_prefix(prefix)?.split('.').next()?.parse().ok());
        numbers.map(|number: u16| usize::from(number) + 1).max().unwrap_or(0)
    }

    /// All numbers of the tensor `name`, row by row.
    ///
    /// # Errors
    /// [`Kind::Input`] if it is missing, holds whole numbers, or one that is not finite.
    pub fn vector(&self, name: &str) -> Result<Vec<f32>> {
        self.tensor(name)?.numbers().map_err(|error| error.at(name))
    }

    /// The matrix whose rows are those of `names` one after another.
    ///
    /// # Errors
    /// [`Kind::Input`] if one is missing, is no matrix, differs from the first in form or width, or holds a number that
    /// is not finite.
    pub fn matrix(&self, names: &[&str]) -> Result<Matrix> {
        let mut parts = names.iter().map(|name| self.part(name).map_err(|error| error.at(*name)));
        let mut whole = parts.next().ok_or_else(|| Error::new(Kind::Bug, "a matrix of no tensors"))??;
        for part in parts {
            whole.append(part?)?;
        }
        let steps;
        let stored = match whole.cells {
            Pieces::Q8(pieces, scales) => {
                steps = pieces.concat();
                Stored::Q8 { steps: &steps, scales }
            }
            Pieces::Bf16(weights) => Stored::Bf16(weights),
            Pieces::F32(weights) => Stored::F32(weights),
        };
        Matrix::pack(whole.outputs, whole.inputs, &stored)
    }

    fn tensor(&self, name: &str) -> Result<&Tensor<'a>> {
        self.tensors.get(name).ok_or_else(|| bad(format!("weights have no tensor {name}")))
    }

    fn part(&self, name: &str) -> Result<Part<'a>> {
        if let Some(steps) = self.tensors.get(&format!("{name}.q8")) {
            let (outputs, inputs) = steps.sides()?;
            let scales = self.tensor(&format!("{name}.d"))?;
            let fits = steps.form == Form::I8 && inputs.is_multiple_of(32) && scales.sides()? == (outputs, inputs / 32);
            let cells = Pieces::Q8(vec![steps.bytes], scales.numbers()?);
            return if fits { Ok(Part { outputs, inputs, cells }) } else { Err(bad("steps and scales do not match")) };
        }
        let tensor = self.tensor(name)?;
        let (outputs, inputs) = tensor.sides()?;
        let cells = match tensor.form {
            Form::Bf16 => Pieces::Bf16(tensor.finite_halves()?),
            Form::I8 | Form::F16 | Form::F32 => Pieces::F32(tensor.numbers()?),
        };
        Ok(Part { outputs, inputs, cells })
    }
}

/// Some rows of a matrix.
struct Part<'a> {
    outputs: usize,
    inputs: usize,
    cells: Pieces<'a>,
}

enum Pieces<'a> {
    Q8(Vec<&'a [u8]>, Vec<f32>),
    Bf16(Vec<u16>),
    F32(Vec<f32>),
}

impl<'a> Part<'a> {
    fn append(&mut self, other: Part<'a>) -> Result<()> {
        if self.inputs != other.inputs {
            return Err(bad(format!("rows of {} and {} weights in one matrix", self.inputs, other.inputs)));
        }
        self.outputs += other.outputs;
        match (&mut self.cells, other.cells) {
            (Pieces::Q8(steps, scales), Pieces::Q8(more_steps, more_scales)) => {
                steps.extend(more_steps);
                scales.extend(more_scales);
            }
            (Pieces::Bf16(weights), Pieces::Bf16(more)) => weights.extend(more),
            (Pieces::F32(weights), Pieces::F32(more)) => weights.extend(more),
            (Pieces::Q8(..) | Pieces::Bf16(_) | Pieces::F32(_), _) => {
                return Err(bad("weights of different forms in one matrix"));
            }
        }
        Ok(())
    }
}

impl Entry {
    fn locate(self, data: &[u8]) -> Result<Tensor<'_>> {
        let form = match self.dtype.as_str() {
            "I8" => Form::I8,
            "F16" => Form::F16,
            "BF16" => Form::Bf16,
            "F32" => Form::F32,
            other => return Err(bad(format!("weights of the unknown form {other:?}"))),
        };
        let (begin, end) = self.data_offsets;
        let bytes = data.get(begin..end).ok_or_else(|| bad("a tensor outside of the file"))?;
        let size = self.shape.iter().try_fold(form.size(), |size, &side| size.checked_mul(side));
        if size != Some(bytes.len()) {
            return Err(bad(format!("{} bytes for a tensor of shape {:?}", bytes.len(), self.shape)));
        }
        Ok(Tensor { form, shape: self.shape, bytes })
    }
}

impl Form {
    fn size(self) -> usize {
        match self {
            Self::I8 => 1,
            Self::F16 | Self::Bf16 => 2,
            Self::F32 => 4,
        }
    }
}

impl Tensor<'_> {
    fn sides(&self) -> Result<(usize, usize)> {
        match *self.shape.as_slice() {
            [outputs, inputs] => Ok((outputs, inputs)),
            _ => Err(bad(format!("a tensor of shape {:?} is no matrix", self.shape))),
        }
    }

    fn halves(&self) -> impl Iterator<Item = u16> {
        self.bytes.as_chunks().0.iter().map(|bytes| u16::from_le_bytes(*bytes))
    }

    /// The bits of numbers in bfloat16.
    fn finite_halves(&self) -> Result<Vec<u16>> {
        let halves: Vec<u16> = self.halves().collect();
        if halves.iter().all(|&bits| bf16(bits).is_finite()) { Ok(halves) } else { Err(infinite()) }
    }

    fn numbers(&self) -> Result<Vec<f32>> {
        let numbers: Vec<f32> = match self.form {
            Form::I8 => return Err(bad("whole numbers without scales")),
            Form::F16 => self.halves().map(f16).collect(),
            Form::Bf16 => self.halves().map(bf16).collect(),
            Form::F32 => self.bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
        };
        if numbers.iter().all(|number| number.is_finite()) { Ok(numbers) } else { Err(infinite()) }
    }
}

fn infinite() -> Error {
    bad("weights that are not finite")
}

fn bad(sentence: impl Into<String>) -> Error {
    Error::new(Kind::Input, sentence)
}
