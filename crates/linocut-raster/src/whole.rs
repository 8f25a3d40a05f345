//! Whether a file is all there, for the two formats whose decoders would paint over a missing end.

use crate::format::Format;

/// Whether the file reaches as far as it says; formats whose decoders notice by themselves always do.
pub(crate) fn is_whole(format: Format, bytes: &[u8]) -> bool {
    match format {
        Format::Jpeg => jpeg_ends(bytes),
        Format::WebP => webp_chunks_fit(bytes),
        Format::Png | Format::Gif | Format::Bmp | Format::Tiff | Format::Pnm | Format::Qoi => true,
    }
}

/// Whether the header of a JPEG announces a progressive picture.
pub(crate) fn is_progressive(bytes: &[u8]) -> bool {
    segments(bytes).any(|(marker, _)| matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce))
}

/// Whether an end marker follows the first scan.
///
/// Entropy-coded data never contains the marker, because a byte `FF` in it is followed by `00` (ITU-T T.81, F.1.2.3).
/// Thumbnails inside the header have end markers of their own, which is why the search starts behind it.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let scan = segments(bytes).find(|&(marker, _)| marker == 0xda).map(|(_, at)| at);
    let body = scan.and_then(|at| bytes.get(at..)).unwrap_or_default();
    body.windows(2).rev().any(|pair| pair == [0xff, 0xd9])
}

/// The marker and position of every header segment up to the first scan.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, usize)> {
    let mut next = Some(2);
    std::iter::from_fn(move || {
        let mut at = next?;
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let &[0xff, marker, high, low] = bytes.get(at..at + 4)?.first_chunk()? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        next = (marker != 0xda).then_some(at + 2 + length);
        Some((marker, at))
    })
}

/// Whether every chunk of a WebP ends inside the file.
fn webp_chunks_fit(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some(([_, _, _, _, size @ ..], _)) = rest.split_first_chunk::<8>() {
        let Ok(size) = usize::try_from(u32::from_le_bytes(*size)) else { return false };
        let Some(body) = rest.get(8..).filter(|body| body.len() >= size) else { return false };
        rest = body.get(size.next_multiple_of(2)..).unwrap_or_default();
    }
    true
}
