//! Names of icons by the direction icon-CLIP gives them: the last resort for words that nothing else matched.
//!
//! What it is worth was measured: icon-CLIP learned its words from the names and tags of icons, which a search knows
//! already, and has no idea of others.
//! Of 36 everyday words that are no icon names three find something (winter → snowshoeing, farmer → farm, and wrongly
//! painter → format painter), the rest nothing, and so do ten made-up words.
//! Its use is in compounds and inflections (running man → running); ask a thesaurus first.

use super::normalize;
use linocut_core::{Error, Kind, Result};

/// How a file begins.
const MAGIC: &[u8; 8] = b"NAMES 01";
/// Cosine from which a name is returned. Made-up words reach 0.75 and most wrong neighbors of real words 0.82.
const ACCEPTED: f32 = 0.83;
/// Sides beyond which a file is not one of ours.
const MAX_SIDE: usize = 4096;
/// Names beyond which a file is not one of ours.
const MAX_NAMES: usize = 1 << 20;

/// Names with a direction each, in fewer dimensions than the model's.
#[derive(Clone, Debug)]
pub struct NameIndex {
    names: Vec<String>,
    /// Rows that project the model's directions, `[kept, width]`.
    basis: Vec<Vec<f32>>,
    /// A direction for each name, `[names, kept]`, in steps of 1/127 of `scale`.
    codes: Vec<i8>,
    scale: f32,
}

impl NameIndex {
    /// The index that comes with the program, for the embedded model; read once.
    ///
    /// # Errors
    /// None in a sound program.
    #[cfg(feature = "icon")]
    pub fn embedded() -> Result<&'static Self> {
        use std::sync::OnceLock;
        static INDEX: OnceLock<NameIndex> = OnceLock::new();
        if let Some(index) = INDEX.get() {
            return Ok(index);
        }
        let index = Self::parse(include_bytes!("../../../../models/icon/names.bin"))?;
        Ok(INDEX.get_or_init(|| index))
    }

    /// An index of `names`, whose directions are projected on the rows of `basis`.
    #[must_use]
    pub fn new(names: Vec<String>, basis: Vec<Vec<f32>>, directions: &[Vec<f32>]) -> Self {
        let rows: Vec<Vec<f32>> = directions.iter().map(|direction| project(&basis, direction)).collect();
        let scale = rows.iter().flatten().fold(0.0_f32, |most, value| most.max(value.abs()));
        let codes = rows.iter().flatten().map(|value| code(value / scale.max(f32::MIN_POSITIVE))).collect();
        Self { names, basis, codes, scale }
    }

    /// The names whose direction is nearest to `direction` (of [`IconClip::embed_text`](super::IconClip::embed_text)),
    /// at most `k`, nearest first, with their cosines; only those of 0.83 and more, so that nonsense finds nothing.
    #[must_use]
    pub fn nearest(&self, direction: &[f32], k: usize) -> Vec<(String, f32)> {
        let wanted = project(&self.basis, direction);
        let rows = self.codes.chunks_exact(self.basis.len().max(1));
        let cosine = |row: &[i8]| {
            let (mut inner, mut square) = (0.0, 0.0);
            for (&code, wanted) in row.iter().zip(&wanted) {
                inner += f32::from(code) * wanted;
                square += f32::from(code) * f32::from(code);
            }
            inner / square.sqrt().max(f32::MIN_POSITIVE)
        };
        let near = self.names.iter().zip(rows.map(cosine)).filter(|(_, cosine)| *cosine >= ACCEPTED);
        let mut near: Vec<(String, f32)> = near.map(|(name, cosine)| (name.clone(), cosine.min(1.0))).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        near.truncate(k);
        near
    }

    /// Reads what [`NameIndex::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Kind::Input`] for anything else.
    pub fn parse(file: &[u8]) -> Result<Self> {
        Self::read(file).ok_or_else(|| Error::new(Kind::Input, "not an index of names"))
    }

    fn read(file: &[u8]) -> Option<Self> {
        let (header, rest) = file.strip_prefix(MAGIC)?.split_first_chunk::<16>()?;
        let (fields, _) = header.as_chunks::<4>();
        let &[count, kept, width, scale] = fields else { return None };
        let side = |bytes: [u8; 4], most: usize| {
            usize::try_from(u32::from_le_bytes(bytes)).ok().filter(|side| (1..=most).contains(side))
        };
        let (count, kept, width) = (side(count, MAX_NAMES)?, side(kept, MAX_SIDE)?, side(width, MAX_SIDE)?);
        let (basis, rest) = rest.split_at_checked(kept * width * 4)?;
        let (codes, names) = rest.split_at_checked(count * kept)?;
        let basis: Vec<f32> = basis.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let names: Vec<String> = std::str::from_utf8(names).ok()?.lines().map(str::to_owned).collect();
        (names.len() == count).then(|| Self {
            names,
            basis: basis.chunks(width).map(<[f32]>::to_vec).collect(),
            codes: codes.iter().map(|code| code.cast_signed()).collect(),
            scale: f32::from_le_bytes(scale),
        })
    }

    /// The index as a file: sizes, basis (32-bit floats), directions (a byte each number), names line by line.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let width = self.basis.first().map_or(0, Vec::len);
        let mut out = MAGIC.to_vec();
        for side in [self.names.len(), self.basis.len(), width] {
            out.extend(u32::try_from(side).unwrap_or(u32::MAX).to_le_bytes());
        }
        out.extend(self.scale.to_le_bytes());
        out.extend(self.basis.iter().flatten().flat_map(|value| value.to_le_bytes()));
        out.extend(self.codes.iter().map(|code| code.cast_unsigned()));
        out.extend(self.names.join("\n").bytes());
        out
    }
}

/// `direction` in the coordinates of `basis`, of length 1.
fn project(basis: &[Vec<f32>], direction: &[f32]) -> Vec<f32> {
    let inner = |row: &Vec<f32>| row.iter().zip(direction).map(|(a, b)| a * b).sum();
    let mut out: Vec<f32> = basis.iter().map(inner).collect();
    normalize(&mut out);
    out
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "within -127..=127")]
fn code(share: f32) -> i8 {
    (share * 127.0).round().clamp(-127.0, 127.0) as i8
}

#[cfg(test)]
mod tests {
    use super::NameIndex;

    fn index() -> NameIndex {
        let names = ["east", "north", "up"].map(str::to_owned).to_vec();
        let basis = vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]];
        NameIndex::new(names, basis, &[vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.3, 0.3, 0.9]])
    }

    #[test]
    fn finds_near_names_and_no_far_ones() {
        let names = |direction: &[f32]| -> Vec<String> {
            index().nearest(direction, 3).into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(&[0.98, 0.2, 0.0]), ["east", "up"]);
        assert!(names(&[-0.7, -0.7, 0.0]).is_empty());
    }

    #[test]
    fn a_file_gives_the_same_index() {
        let bytes = index().to_bytes();
        assert_eq!(NameIndex::parse(&bytes).unwrap().to_bytes(), bytes);
        for end in 0..bytes.len() - 2 {
            assert!(NameIndex::parse(&bytes[..end]).is_err(), "{end}");
        }
    }
}
