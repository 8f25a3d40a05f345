//! Kerning as the table `kern`, format 0 (OpenType 1.9): the pairs that occur, and no others.

use super::sfnt::Table;
use std::collections::BTreeMap;

/// Pairs of glyphs, and by how many font units the second moves.
pub(super) type Pairs = BTreeMap<(u16, u16), i16>;

/// Most pairs that the table's length field has room for.
const MOST: usize = 10_000;

/// The table of `pairs`; `None` without any.
pub(super) fn table(pairs: &Pairs) -> Option<Table> {
    let count = u16::try_from(pairs.len().min(MOST)).ok()?;
    let power = count.checked_ilog2()?;
    let range = 6 * 2_u16.checked_pow(power)?;
    let length = 14 + 6 * count;
    // Version and number of subtables; version, length and kind of the one, which is horizontal.
    let mut words = vec![0, 1, 0, length, 1, count, range, u16::try_from(power).ok()?, (6 * count).checked_sub(range)?];
    for (&(left, right), by) in pairs.iter().take(MOST) {
        words.extend([left, right, u16::from_be_bytes(by.to_be_bytes())]);
    }
    Some(Table { tag: *b"kern", bytes: words.into_iter().flat_map(u16::to_be_bytes).collect() })
}
