//! Files of fonts: tables put together as WOFF 1.0 (W3C Recommendation, 2012).

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

/// A table of a font: its name and its bytes.
pub(super) struct Table {
    pub(super) tag: [u8; 4],
    pub(super) bytes: Vec<u8>,
}

/// `trueType` outlines, as the version of a file.
const FLAVOR: u32 = 0x0001_0000;
/// What the words of a whole font add up to, once `head` says by how much they are off (OpenType 1.9, "head").
const WHOLE: u32 = 0xb1b0_afba;
/// Where `head` says it.
const ADJUSTMENT: usize = 8;

/// The tables as a WOFF file; `None` when there are too many bytes for its fields.
pub(super) fn woff(mut tables: Vec<Table>) -> Option<Vec<u8>> {
    tables.sort_by_key(|table| table.tag);
    let sums = adjust(&mut tables)?;
    let count = u16::try_from(tables.len()).ok()?;
    let (mut directory, mut body) = (Vec::new(), Vec::new());
    let mut plain: usize = 12 + 16 * tables.len();
    for (table, sum) in tables.iter().zip(sums) {
        let packed = packed(&table.bytes);
        let offset = 44 + 20 * tables.len() + body.len();
        directory.extend(table.tag);
        for number in [offset, packed.len(), table.bytes.len()] {
            directory.extend(u32::try_from(number).ok()?.to_be_bytes());
        }
        directory.extend(sum.to_be_bytes());
        body.extend(padded(packed));
        plain += table.bytes.len().next_multiple_of(4);
    }
    let length = 44 + directory.len() + body.len();
    let mut file = b"wOFF".to_vec();
    file.extend(FLAVOR.to_be_bytes());
    file.extend(u32::try_from(length).ok()?.to_be_bytes());
    file.extend(count.to_be_bytes());
    file.extend([0; 2]);
    file.extend(u32::try_from(plain).ok()?.to_be_bytes());
    // Version 1.0, no metadata, nothing private.
    file.extend([0, 1, 0, 0]);
    file.extend([0; 20]);
    file.extend(directory);
    file.extend(body);
    Some(file)
}

/// Compressed, where that is shorter.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.ok().filter(|packed| packed.len() < bytes.len()).unwrap_or_else(|| bytes.to_vec())
}

fn padded(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// The sum of all words of four bytes.
fn sum(bytes: &[u8]) -> u32 {
    let word =
        |chunk: &[u8]| chunk.iter().chain(&[0; 3]).take(4).fold(0_u32, |word, &byte| word << 8 | u32::from(byte));
    bytes.chunks(4).fold(0_u32, |all, chunk| all.wrapping_add(word(chunk)))
}

/// Sets the check sum of the font as it is when unpacked; gives those of the tables, which count without it.
fn adjust(tables: &mut [Table]) -> Option<Vec<u32>> {
    let head = |table: &&mut Table| table.tag == *b"head";
    tables.iter_mut().find(head)?.bytes.get_mut(ADJUSTMENT..ADJUSTMENT + 4)?.fill(0);
    let sums: Vec<u32> = tables.iter().map(|table| sum(&table.bytes)).collect();
    let count = u16::try_from(tables.len()).ok()?;
    let power = count.checked_ilog2()?;
    let range = 16 * 2_u16.checked_pow(power)?;
    let mut file = FLAVOR.to_be_bytes().to_vec();
    for number in [count, range, u16::try_from(power).ok()?, (16 * count).checked_sub(range)?] {
        file.extend(number.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (table, sum) in tables.iter().zip(&sums) {
        file.extend(table.tag);
        file.extend(sum.to_be_bytes());
        file.extend(u32::try_from(offset).ok()?.to_be_bytes());
        file.extend(u32::try_from(table.bytes.len()).ok()?.to_be_bytes());
        offset += table.bytes.len().next_multiple_of(4);
    }
    let all = sums.iter().fold(sum(&file), |all, sum| all.wrapping_add(*sum));
    let place = tables.iter_mut().find(head)?.bytes.get_mut(ADJUSTMENT..ADJUSTMENT + 4)?;
    place.copy_from_slice(&WHOLE.wrapping_sub(all).to_be_bytes());
    Some(sums)
}

#[cfg(test)]
mod tests {
    use super::sum;

    #[test]
    fn the_last_word_is_filled_with_zeros() {
        assert_eq!(sum(&[0, 0, 0, 1, 1]), 0x0100_0001);
        assert_eq!(sum(&[255, 255, 255, 255, 0, 0, 0, 2]), 1);
    }
}
