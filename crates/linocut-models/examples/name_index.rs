//! Writes the index of icon names by direction.
//!
//! `xz -dk data.bin.xz; cargo run --release -p linocut-models --example name_index -- data.bin models/icon/names.bin`;
//! any further arguments are words whose neighbors are printed.
//! Names of at most two words that at least [`OFTEN`] icons have; the first [`KEPT`] principal directions.

use linocut_core::{Error, Kind, Result};
use linocut_models::IconClip;
use linocut_models::clip::NameIndex;
use std::collections::BTreeMap;
use std::io::Write as _;

/// Icons that must share a name: rarer ones are brands, variants and typing mistakes.
const OFTEN: usize = 3;
/// Dimensions kept of the model's 256; they hold 95 % of the variance.
const KEPT: usize = 48;
/// Rounds of orthogonal iteration; the subspace stands still long before.
const ROUNDS: usize = 40;

#[derive(serde::Deserialize)]
struct Header {
    rows: Vec<serde_json::Value>,
}

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let mut next = |what: &str| words.next().ok_or_else(|| Error::new(Kind::Input, format!("no {what} given")));
    let (data, target) = (next("data.bin")?, next("target")?);
    let data = std::fs::read(data).map_err(|e| Error::new(Kind::Io, "cannot read data").cause(e))?;
    let clip = IconClip::embedded()?;
    let names = names(&data)?;
    let directions: Vec<Vec<f32>> = names.iter().map(|name| clip.embed_text(name)).collect::<Result<_>>()?;
    let index = NameIndex::new(names, basis(&directions), &directions);
    std::fs::write(target, index.to_bytes()).map_err(|e| Error::new(Kind::Io, "cannot write").cause(e))?;
    for word in words {
        let near = index.nearest(&clip.embed_text(&word)?, 4);
        writeln!(std::io::stdout(), "{word}: {near:?}").map_err(|e| Error::new(Kind::Io, "no output").cause(e))?;
    }
    Ok(())
}

/// Names that are worth a row, in alphabetical order.
fn names(data: &[u8]) -> Result<Vec<String>> {
    let bad = || Error::new(Kind::Input, "no icon data; unpack it with xz first");
    let (length, rest) = data.strip_prefix(b"GLYPHDAT").and_then(|d| d.split_first_chunk::<4>()).ok_or_else(bad)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let header = rest.get(..length).ok_or_else(bad)?;
    let Header { rows } = serde_json::from_slice(header).map_err(|e| bad().cause(e))?;
    let mut icons: BTreeMap<&str, usize> = BTreeMap::new();
    // Column 5 holds the names of an icon.
    for name in rows.iter().filter_map(|row| row.get(5)?.as_array()).flatten().filter_map(|name| name.as_str()) {
        *icons.entry(name).or_default() += 1;
    }
    let worth = icons.into_iter().filter(|(name, icons)| *icons >= OFTEN && name.split(' ').count() <= 2);
    Ok(worth.map(|(name, _)| name.to_owned()).collect())
}

/// The principal directions of `rows`, by orthogonal iteration on their second moments.
fn basis(rows: &[Vec<f32>]) -> Vec<Vec<f32>> {
    let width = rows.first().map_or(0, Vec::len);
    let mut moments = vec![vec![0.0_f32; width]; width];
    for row in rows {
        for (moments, a) in moments.iter_mut().zip(row) {
            moments.iter_mut().zip(row).for_each(|(moment, b)| *moment += a * b);
        }
    }
    let unit = |at: usize| (0..width).map(|i| if i == at { 1.0 } else { 0.0 }).collect();
    let mut basis: Vec<Vec<f32>> = (0..KEPT.min(width)).map(unit).collect();
    for _ in 0..ROUNDS {
        basis = basis.iter().map(|axis| moments.iter().map(|row| inner(row, axis)).collect()).collect();
        basis = basis.into_iter().fold(Vec::new(), orthonormal);
    }
    basis
}

/// `done` and what of `axis` is perpendicular to it, at length 1 (Gram and Schmidt).
fn orthonormal(mut done: Vec<Vec<f32>>, mut axis: Vec<f32>) -> Vec<Vec<f32>> {
    for other in &done {
        let along = inner(&axis, other);
        axis.iter_mut().zip(other).for_each(|(a, o)| *a -= along * o);
    }
    let length = inner(&axis, &axis).sqrt().max(f32::MIN_POSITIVE);
    for value in &mut axis {
        *value /= length;
    }
    done.push(axis);
    done
}

fn inner(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
