//! The drawings of a pack: tokens as bytes, in blocks that are decompressed one by one.

use super::columns::{Reader, at, damaged, id, put};
use super::compress::{Compress, expand};
use linocut_core::Result;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Token that ends a drawing, `<eos>`.
const END: u16 = 2;
/// Byte before a token that has no byte of its own; two bytes of the token follow.
const ESCAPE: u8 = 255;
/// Bytes of a block before compression: the smaller, the sooner an icon is there; the larger, the smaller the file.
const BLOCK_BYTES: usize = 256 << 10;
/// Most bytes of a block that a foreign file may claim.
const MAX_BLOCK_BYTES: u32 = 64 << 20;

/// All drawings of a pack.
#[derive(Debug)]
pub(crate) struct Drawings {
    /// The token of each byte.
    codes: Vec<u16>,
    blocks: Vec<Block>,
    bytes: Cow<'static, [u8]>,
}

#[derive(Debug)]
struct Block {
    first_icon: u32,
    start: usize,
    stored: u32,
    raw: u32,
    opened: OnceLock<Open>,
}

/// A block as it was before compression.
#[derive(Debug)]
struct Open {
    bytes: Vec<u8>,
    /// Where each drawing begins.
    starts: Vec<u32>,
}

impl Drawings {
    /// Reads the table of blocks; their bytes lie in `bytes` from `start`.
    pub(crate) fn read(reader: &mut Reader<'_>, bytes: Cow<'static, [u8]>, mut start: usize) -> Result<Self> {
        let codes = (0..reader.count()?).map(|_| reader.number().and_then(token)).collect::<Result<_>>()?;
        let mut blocks = Vec::new();
        let mut first_icon = 0_u32;
        for _ in 0..reader.count()? {
            let [icons, raw, stored] = [reader.number()?, reader.number()?, reader.number()?];
            let end = start.checked_add(at(stored)).filter(|&end| end <= bytes.len() && raw <= MAX_BLOCK_BYTES);
            blocks.push(Block { first_icon, start, stored, raw, opened: OnceLock::new() });
            start = end.ok_or_else(damaged)?;
            first_icon = first_icon.checked_add(icons).ok_or_else(damaged)?;
        }
        Ok(Self { codes, blocks, bytes })
    }

    /// The tokens of an icon.
    pub(crate) fn tokens(&self, icon: u32) -> Result<Vec<u16>> {
        let number = self.blocks.partition_point(|block| block.first_icon <= icon);
        let block = number.checked_sub(1).and_then(|n| self.blocks.get(n)).ok_or_else(damaged)?;
        let open = self.opened(block)?;
        let start = open.starts.get(at(icon - block.first_icon)).copied().ok_or_else(damaged)?;
        let mut bytes = open.bytes.get(at(start)..).unwrap_or_default().iter().copied();
        let mut tokens = Vec::new();
        while tokens.last() != Some(&END) {
            tokens.push(self.next(&mut bytes)?);
        }
        Ok(tokens)
    }

    fn opened<'a>(&self, block: &'a Block) -> Result<&'a Open> {
        if let Some(open) = block.opened.get() {
            return Ok(open);
        }
        let stored = self.bytes.get(block.start..block.start + at(block.stored)).ok_or_else(damaged)?;
        let bytes = expand(stored, block.raw)?;
        let mut rest = bytes.iter().copied();
        let mut starts = vec![0];
        while rest.len() > 0 {
            if self.next(&mut rest)? == END {
                starts.push(id(bytes.len() - rest.len()));
            }
        }
        Ok(block.opened.get_or_init(|| Open { bytes, starts }))
    }

    fn next(&self, bytes: &mut impl Iterator<Item = u8>) -> Result<u16> {
        let byte = bytes.next().ok_or_else(damaged)?;
        if byte != ESCAPE {
            return self.codes.get(usize::from(byte)).copied().ok_or_else(damaged);
        }
        let pair = [bytes.next().ok_or_else(damaged)?, bytes.next().ok_or_else(damaged)?];
        Ok(u16::from_le_bytes(pair))
    }
}

fn token(number: u32) -> Result<u16> {
    u16::try_from(number).map_err(|_| damaged())
}

/// Writes the table of blocks to `index` and the blocks to `out`.
pub(crate) fn write<'a>(
    drawings: impl Iterator<Item = &'a [u16]> + Clone,
    compress: &Compress<'_>,
    index: &mut Vec<u8>,
    out: &mut Vec<u8>,
) {
    let codes = codes(drawings.clone().flatten());
    put(index, id(codes.len()));
    for &token in codes.keys() {
        put(index, u32::from(token));
    }
    let mut blocks = vec![(0_u32, Vec::new())];
    for drawing in drawings {
        if blocks.last().is_none_or(|(_, bytes)| bytes.len() >= BLOCK_BYTES) {
            blocks.push((0, Vec::new()));
        }
        if let Some((icons, bytes)) = blocks.last_mut() {
            *icons += 1;
            for &token in drawing {
                put_token(bytes, &codes, token);
            }
        }
    }
    put(index, id(blocks.len()));
    for (icons, bytes) in blocks {
        let stored = compress(&bytes);
        for number in [icons, id(bytes.len()), id(stored.len())] {
            put(index, number);
        }
        out.extend_from_slice(&stored);
    }
}

fn put_token(bytes: &mut Vec<u8>, codes: &BTreeMap<u16, u8>, token: u16) {
    match codes.get(&token) {
        Some(&code) => bytes.push(code),
        None => bytes.extend_from_slice(&[&[ESCAPE][..], &token.to_le_bytes()].concat()),
    }
}

/// A byte for each of the 255 most frequent tokens, in the order of the tokens.
fn codes<'a>(tokens: impl Iterator<Item = &'a u16>) -> BTreeMap<u16, u8> {
    let mut counts: BTreeMap<u16, u32> = BTreeMap::new();
    for &token in tokens {
        *counts.entry(token).or_default() += 1;
    }
    let mut by_count: Vec<(u16, u32)> = counts.into_iter().collect();
    by_count.sort_by_key(|&(token, count)| (std::cmp::Reverse(count), token));
    let mut kept: Vec<u16> = by_count.iter().take(usize::from(ESCAPE)).map(|&(token, _)| token).collect();
    kept.sort_unstable();
    kept.into_iter().zip(0..ESCAPE).collect()
}
