//! Compression of the parts of a pack.

use super::columns::{at, damaged};
use linocut_core::Result;
use std::io::Read as _;

/// A compressor; it gives back its input, or a Brotli stream if that is shorter.
///
/// Only the builder of the library that Linocut carries brings a compressor; sets that people add are stored plain.
pub type Compress<'a> = dyn Fn(&[u8]) -> Vec<u8> + 'a;

/// Bytes of the buffer between file and decoder.
const BUFFER: usize = 16 << 10;

/// Undoes [`Compress`]; `raw` is the length of the result. Bytes of that length are plain already.
pub(crate) fn expand(stored: &[u8], raw: u32) -> Result<Vec<u8>> {
    if stored.len() == at(raw) {
        return Ok(stored.to_vec());
    }
    let mut out = Vec::with_capacity(at(raw));
    let decoder = brotli_decompressor::Decompressor::new(stored, BUFFER);
    decoder.take(u64::from(raw) + 1).read_to_end(&mut out).map_err(|e| damaged().cause(e))?;
    if out.len() == at(raw) { Ok(out) } else { Err(damaged()) }
}
