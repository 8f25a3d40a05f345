//! Files as they are in one archive: zip without compression (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16).
//!
//! Dated 1 January 1980, so that the same files give the same bytes.

use linocut_core::{Error, Kind, Result};

/// Bytes before a file, besides its name.
const HEAD: u64 = 30;
/// Bytes of its line in the index, besides its name.
const LINE: u64 = 46;
/// Bytes at the end.
const END: u64 = 22;

/// How many bytes an archive of files with these names and sizes has.
///
/// # Errors
/// [`Kind::Limit`] when that is over 4 GiB.
pub(crate) fn size<'a>(files: impl Iterator<Item = (&'a str, u64)>) -> Result<u64> {
    let name = |name: &str| u64::try_from(name.len()).unwrap_or(u64::MAX);
    let each = files.map(|(file, bytes)| HEAD + LINE + bytes.saturating_add(2 * name(file)));
    let all = each.fold(END, u64::saturating_add);
    if all > u64::from(u32::MAX) {
        return Err(Error::new(Kind::Limit, "the archive would be over 4 GiB"));
    }
    Ok(all)
}

/// An archive that is being written.
#[derive(Default)]
pub(crate) struct Zip {
    index: Vec<u8>,
    count: u16,
    written: u32,
}

impl Zip {
    /// What stands before a file; its content follows as it is.
    pub(crate) fn head(&mut self, name: &str, content: &[u8]) -> Result<Vec<u8>> {
        let large = |_| Error::new(Kind::Limit, "the archive would be over 4 GiB");
        let size = u32::try_from(content.len()).map_err(large)?;
        let length = u16::try_from(name.len()).map_err(large)?;
        let mut about = Vec::new();
        // Version 2.0, names in UTF-8, stored, time and date.
        for half in [20_u16, 0x0800, 0, 0, 0x0021] {
            about.extend(half.to_le_bytes());
        }
        about.extend(crc32(content).to_le_bytes());
        about.extend(size.to_le_bytes());
        about.extend(size.to_le_bytes());
        about.extend(length.to_le_bytes());
        about.extend(0_u16.to_le_bytes());
        self.index.extend(b"PK\x01\x02\x14\x00");
        self.index.extend(&about);
        // No comment, first disk, no attributes.
        self.index.extend([0; 10]);
        self.index.extend(self.written.to_le_bytes());
        self.index.extend(name.as_bytes());
        let head = [b"PK\x03\x04", about.as_slice(), name.as_bytes()].concat();
        self.count = self.count.saturating_add(1);
        let added = u32::try_from(head.len()).map_err(large)?.saturating_add(size);
        self.written = self.written.saturating_add(added);
        Ok(head)
    }

    /// What stands after the last file.
    pub(crate) fn end(self) -> Vec<u8> {
        let length = u32::try_from(self.index.len()).unwrap_or(u32::MAX);
        let mut out = self.index;
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(self.count.to_le_bytes());
        out.extend(self.count.to_le_bytes());
        out.extend(length.to_le_bytes());
        out.extend(self.written.to_le_bytes());
        out.extend([0; 2]);
        out
    }
}

/// What each byte does to the check sum of zip files (ISO 3309).
const SUMS: [u32; 256] = {
    let mut sums = [0; 256];
    let mut byte = 0;
    let mut rest: &mut [u32] = &mut sums;
    while let Some((first, tail)) = rest.split_first_mut() {
        let mut sum: u32 = byte;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
            bit += 1;
        }
        *first = sum;
        rest = tail;
        byte += 1;
    }
    sums
};

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        let [low, ..] = sum.to_le_bytes();
        (sum >> 8) ^ SUMS.get(usize::from(low ^ byte)).copied().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::{Zip, crc32, size};

    #[test]
    fn check_sums_are_those_of_others() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn an_archive_ends_with_its_index_and_is_as_long_as_was_said() {
        let files = [("a.txt", b"words".as_slice()), ("b/c.txt", b"")];
        let (mut zip, mut archive) = (Zip::default(), Vec::new());
        for (name, content) in files {
            archive.extend(zip.head(name, content).unwrap());
            archive.extend(content);
        }
        archive.extend(zip.end());
        let end = &archive[archive.len() - 22..];
        let start = u32::from_le_bytes([end[16], end[17], end[18], end[19]]);
        assert_eq!(&archive[usize::try_from(start).unwrap()..][..4], b"PK\x01\x02");
        assert_eq!(&archive[35..40], b"words");
        let told = size(files.iter().map(|(name, content)| (*name, u64::try_from(content.len()).unwrap()))).unwrap();
        assert_eq!(u64::try_from(archive.len()).unwrap(), told);
        assert!(size([("large", 1 << 32)].into_iter()).is_err());
    }
}
