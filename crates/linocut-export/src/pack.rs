//! Compression that gives the same bytes every time.

use flate2::write::ZlibEncoder;
use flate2::{Compression, GzBuilder};
use linocut_core::{Error, Kind, Result};
use std::io::Write as _;

/// Gzip without name and date, so that equal SVG is equal bytes.
pub(crate) fn zipped(svg: &str) -> Result<Vec<u8>> {
    let mut packed = GzBuilder::new().write(Vec::new(), Compression::best());
    packed
        .write_all(svg.as_bytes())
        .and_then(|()| packed.finish())
        .map_err(|e| Error::new(Kind::Bug, "compressing in memory failed").cause(e))
}

/// Data compressed as PDF and PostScript read it.
pub(crate) fn zlib(data: &[u8]) -> Result<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer
        .write_all(data)
        .and_then(|()| packer.finish())
        .map_err(|e| Error::new(Kind::Bug, "compressing in memory failed").cause(e))
}

/// Bytes as the text that PostScript calls ASCII85, with its end: five characters for four bytes, lines of 80.
pub(crate) fn ascii85(data: &[u8]) -> String {
    let mut text = String::with_capacity(data.len() / 4 * 5 + data.len() / 60 + 8);
    let mut column = 0;
    for bytes in data.chunks(4) {
        let word = bytes.iter().chain(&[0; 4]).take(4).fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
        let whole = bytes.len() == 4;
        let digits = [52_200_625_u32, 614_125, 7_225, 85, 1].map(|power| word / power % 85);
        if whole && word == 0 {
            text.push('z');
        } else {
            let letters = digits.into_iter().take(bytes.len() + 1);
            text.extend(letters.filter_map(|digit| char::from_u32(digit + 33)));
        }
        column += 5;
        if column >= 80 {
            text.push('\n');
            column = 0;
        }
    }
    text + "~>"
}

#[cfg(test)]
mod tests {
    use super::ascii85;

    #[test]
    fn spells_bytes_as_postscript_does() {
        assert_eq!(ascii85(b"Man is d"), "9jqo^BlbD-~>");
        assert_eq!(ascii85(b"Man"), "9jqo~>");
        assert_eq!(ascii85(&[0; 5]), "z!!~>");
        assert_eq!(ascii85(b""), "~>");
    }
}
