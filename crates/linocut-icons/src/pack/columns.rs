//! Numbers and lists of numbers as bytes.

use linocut_core::{Error, Kind, Result};

/// Appends `value` in groups of seven bits, lowest first.
pub(crate) fn put(out: &mut Vec<u8>, mut value: u32) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Appends how far `value` is from `from`, in either direction.
pub(crate) fn put_step(out: &mut Vec<u8>, from: u32, value: u32) {
    let step = i64::from(value) - i64::from(from);
    let folded = if step < 0 { step.unsigned_abs() * 2 - 1 } else { step.unsigned_abs() * 2 };
    put(out, u32::try_from(folded).unwrap_or(u32::MAX));
}

/// Appends a text and its length.
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, id(text.len()));
    out.extend_from_slice(text.as_bytes());
}

/// Reads what the functions above wrote.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn byte(&mut self) -> Result<u8> {
        let (&first, rest) = self.0.split_first().ok_or_else(damaged)?;
        self.0 = rest;
        Ok(first)
    }

    pub(crate) fn number(&mut self) -> Result<u32> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(damaged())
    }

    pub(crate) fn step(&mut self, from: u32) -> Result<u32> {
        let folded = i64::from(self.number()?);
        let step = if folded & 1 == 1 { -(folded + 1) / 2 } else { folded / 2 };
        u32::try_from(i64::from(from) + step).map_err(|_| damaged())
    }

    pub(crate) fn bytes(&mut self, length: u32) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(at(length)).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.bytes(length)?).map_err(|e| damaged().cause(e))
    }

    /// A number of things to come, each of at least one byte.
    pub(crate) fn count(&mut self) -> Result<u32> {
        let count = self.number()?;
        if at(count) > self.0.len() { Err(damaged()) } else { Ok(count) }
    }

    /// A little-endian number of four bytes.
    pub(crate) fn fixed(&mut self) -> Result<u32> {
        let bytes = self.bytes(4)?.try_into().map_err(|_| damaged())?;
        Ok(u32::from_le_bytes(bytes))
    }
}

pub(crate) fn damaged() -> Error {
    Error::new(Kind::Input, "icon pack is damaged").hinted("add its sets again with `linocut library add`")
}

/// A number of the file as a position in memory.
pub(crate) fn at(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A position in memory as a number of the file.
pub(crate) fn id(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// Rows of numbers, one after another in memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    pub(crate) fn push(&mut self, row: &[u32]) {
        self.items.extend_from_slice(row);
        self.ends.push(id(self.items.len()));
    }

    pub(crate) fn len(&self) -> u32 {
        id(self.ends.len())
    }

    /// A row; empty when there is none of that number.
    pub(crate) fn row(&self, row: u32) -> &[u32] {
        let end = self.ends.get(at(row)).copied().unwrap_or_default();
        let start = row.checked_sub(1).and_then(|before| self.ends.get(at(before)).copied()).unwrap_or_default();
        self.items.get(at(start)..at(end)).unwrap_or_default()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, &[u32])> {
        (0..self.len()).map(|row| (row, self.row(row)))
    }

    /// For each of `columns` numbers the rows that it is in, ascending.
    pub(crate) fn inverted(&self, columns: u32) -> Self {
        let pairs = || self.rows().flat_map(|(row, items)| items.iter().map(move |&item| (item, row)));
        Self::from_pairs(columns, pairs)
    }

    /// Rows made of (row, item) pairs, which are walked twice and must be the same both times.
    pub(crate) fn from_pairs<I: Iterator<Item = (u32, u32)>>(rows: u32, pairs: impl Fn() -> I) -> Self {
        let mut ends = vec![0_u32; at(rows)];
        for (row, _) in pairs() {
            if let Some(count) = ends.get_mut(at(row)) {
                *count += 1;
            }
        }
        let mut total = 0;
        for end in &mut ends {
            // Beginnings for now; each becomes the end when its row is full.
            total += std::mem::replace(end, total);
        }
        let mut items = vec![0; at(total)];
        for (row, item) in pairs() {
            let Some(place) = ends.get_mut(at(row)) else { continue };
            if let Some(slot) = items.get_mut(at(*place)) {
                *slot = item;
            }
            *place += 1;
        }
        Self { ends, items }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lists, Reader, put, put_step};

    #[test]
    fn numbers_come_back() {
        let mut bytes = Vec::new();
        for value in [0, 127, 128, 70_000, u32::MAX] {
            put(&mut bytes, value);
            put_step(&mut bytes, 1000, value.min(1 << 30));
        }
        let mut reader = Reader(&bytes);
        for value in [0, 127, 128, 70_000, u32::MAX] {
            assert_eq!(reader.number().unwrap(), value);
            assert_eq!(reader.step(1000).unwrap(), value.min(1 << 30));
        }
        assert!(reader.byte().is_err());
    }

    #[test]
    fn inverts_lists() {
        let mut lists = Lists::default();
        for row in [&[2, 0][..], &[], &[2]] {
            lists.push(row);
        }
        let inverted = lists.inverted(3);
        assert_eq!([inverted.row(0), inverted.row(1), inverted.row(2)], [&[0][..], &[], &[0, 2]]);
        assert_eq!(inverted.row(9), [0; 0]);
    }
}
