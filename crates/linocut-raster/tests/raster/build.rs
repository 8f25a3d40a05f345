//! Small files in every format, made in code.

use image::{ColorType, DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, codecs};
use linocut_core::{Raster, Rgba};
use std::io::Cursor;

/// A picture with four colored quarters, one of them see-through.
pub(crate) fn quarters(width: u32, height: u32) -> Raster {
    let color = |x: u32, y: u32| match (x * 2 < width, y * 2 < height) {
        (true, true) => Rgba::opaque(200, 30, 30),
        (false, true) => Rgba::opaque(30, 160, 40),
        (true, false) => Rgba::opaque(20, 40, 210),
        (false, false) => Rgba { r: 240, g: 220, b: 0, a: 128 },
    };
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| color(x, y))).collect();
    Raster::new(width, height, pixels).unwrap()
}

/// The picture as a file in `format`, alpha left out where the format has none.
pub(crate) fn file(picture: &Raster, format: ImageFormat) -> Vec<u8> {
    let (width, height) = (picture.width(), picture.height());
    let whole = image::RgbaImage::from_raw(width, height, picture.to_bytes()).unwrap();
    let mut picture = DynamicImage::ImageRgba8(whole);
    if matches!(format, ImageFormat::Jpeg | ImageFormat::Pnm) {
        picture = DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Samples of any depth as PNG or TIFF.
pub(crate) fn deep_file(samples: &[u8], (width, height): (u32, u32), color: ColorType, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    if format == ImageFormat::Tiff {
        let encoder = codecs::tiff::TiffEncoder::new(&mut out);
        encoder.write_image(samples, width, height, ExtendedColorType::from(color)).unwrap();
    } else {
        image::write_buffer_with_format(&mut out, samples, width, height, color, format).unwrap();
    }
    out.into_inner()
}

/// A PNG from its chunks, with right checksums; the end chunk is added.
pub(crate) fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, body) in chunks.iter().chain(&[(b"IEND", &[][..])]) {
        out.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        let named = [&name[..], body].concat();
        out.extend(&named);
        out.extend(crc(&named).to_be_bytes());
    }
    out
}

/// The header of a PNG: size, bits per channel, color type and whether it is interlaced.
pub(crate) fn png_header(width: u32, height: u32, [bits, color, interlaced]: [u8; 3]) -> Vec<u8> {
    [&width.to_be_bytes()[..], &height.to_be_bytes(), &[bits, color, 0, 0, interlaced]].concat()
}

/// A zlib stream that stores `data` without compressing it; at most 65,535 bytes.
pub(crate) fn stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    let (mut a, mut b) = (1_u32, 0_u32);
    for &byte in data {
        a = (a + u32::from(byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let head = [&[0x78, 0x01, 0x01][..], &length.to_le_bytes(), &(!length).to_le_bytes()].concat();
    [&head, data, &((b << 16) | a).to_be_bytes()].concat()
}

fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
    })
}
