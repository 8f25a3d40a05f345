//! Damaged and hostile files: refused with a sentence, or read; never a panic, never a flood.

use crate::build::{file, png, png_header, quarters, stored};
use image::ImageFormat;
use linocut_core::{Error, Kind, Raster, Rgba};
use linocut_raster::{FORMATS, Limits, decode};
use std::time::{Duration, Instant};

const ALL: [ImageFormat; 8] = [
    ImageFormat::Png,
    ImageFormat::Jpeg,
    ImageFormat::WebP,
    ImageFormat::Gif,
    ImageFormat::Bmp,
    ImageFormat::Tiff,
    ImageFormat::Pnm,
    ImageFormat::Qoi,
];

/// The refusal of a file; it must come before any pixel is decoded.
#[track_caller]
fn check(bytes: &[u8], kind: Kind, part: &str) -> Error {
    let start = now();
    let error = decode(bytes, &Limits::default()).unwrap_err();
    assert!(start.elapsed() < Duration::from_millis(50), "refusal took {:?}", start.elapsed());
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(part), "{error}");
    error
}

#[expect(clippy::disallowed_methods, reason = "a refusal must be quick")]
fn now() -> Instant {
    Instant::now()
}

#[track_caller]
fn is_refused_as_damage(error: &Error) {
    assert!(matches!(error.kind(), Kind::Input | Kind::Limit), "{:?}: {error}", error.kind());
}

#[test]
fn cut_off_files_are_refused() {
    let picture = quarters(40, 30);
    for format in ALL {
        let whole = file(&picture, format);
        for length in (0..whole.len()).step_by(64) {
            match decode(&whole[..length], &Limits::default()) {
                Err(error) => is_refused_as_damage(&error),
                Ok(read) => {
                    assert!(whole.len() - length <= 64, "{format:?} cut at {length} of {} is read", whole.len());
                    assert_eq!((read.width(), read.height()), (40, 30));
                }
            }
        }
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let picture = quarters(24, 18);
    let mut random = Lcg(7);
    for format in ALL {
        let whole = file(&picture, format);
        for _ in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
            if let Err(error) = decode(&bytes, &Limits::default()) {
                is_refused_as_damage(&error);
            }
        }
    }
}

#[test]
fn headers_full_of_noise_never_panic() {
    let picture = quarters(24, 18);
    let mut random = Lcg(11);
    for format in ALL {
        let whole = file(&picture, format);
        for _ in 0..300 {
            let mut bytes = whole.clone();
            let (start, end) = (8.min(bytes.len()), 64.min(bytes.len()));
            bytes[start..end].iter_mut().for_each(|b| *b = if random.below(3) == 0 { random.byte() } else { *b });
            if let Err(error) = decode(&bytes, &Limits::default()) {
                is_refused_as_damage(&error);
            }
        }
    }
}

#[test]
fn absurd_chunk_lengths_are_damage() {
    let picture = quarters(24, 18);
    for length in [0, 1, 0x7fff_ffff, 0x8000_0000, u32::MAX] {
        let mut bytes = file(&picture, ImageFormat::Png);
        bytes[33..37].copy_from_slice(&length.to_be_bytes());
        check(&bytes, Kind::Input, "PNG file is damaged");
        let mut bytes = file(&picture, ImageFormat::WebP);
        bytes[16..20].copy_from_slice(&length.to_le_bytes());
        check(&bytes, Kind::Input, "WebP file is damaged");
    }
}

#[test]
fn pixel_floods_are_refused_from_the_header() {
    let flood = |width, height, bits, color| {
        png(&[(b"IHDR", &png_header(width, height, [bits, color, 0])), (b"IDAT", &stored(&[0; 999]))])
    };
    check(&flood(40_000, 10, 8, 2), Kind::Limit, "32768 pixels a side");
    check(&flood(30_000, 30_000, 8, 2), Kind::Limit, "64 megapixels");
    check(&flood(8_000, 8_000, 8, 2), Kind::Limit, "can honestly hold");

    let bmp = [&b"BM"[..], &[0; 8], &54_u32.to_le_bytes(), &40_u32.to_le_bytes(), &30_000_u32.to_le_bytes()].concat();
    let bmp = [&bmp[..], &30_000_u32.to_le_bytes(), &[1, 0, 24, 0], &[0; 99]].concat();
    check(&bmp, Kind::Limit, "30000 × 30000");
    check(b"P6 30000 30000 255 abc", Kind::Limit, "30000 × 30000");
    check(&gif(65_535, 65_535), Kind::Limit, "65535 × 65535");
    let qoi = [&b"qoif"[..], &20_000_u32.to_be_bytes(), &10_000_u32.to_be_bytes(), &[4, 0], &[0; 99]].concat();
    check(&qoi, Kind::Limit, "20000 × 10000");
}

#[test]
fn sixteen_bit_floods_are_refused_by_memory() {
    let body = vec![0; 65_000];
    let header = png_header(8_000, 7_000, [16, 6, 0]);
    check(&png(&[(b"IHDR", &header), (b"IDAT", &stored(&body))]), Kind::Limit, "MiB of memory");
}

#[test]
fn limits_can_be_lowered() {
    let limits = Limits { max_side: 10, ..Limits::default() };
    let error = decode(&file(&quarters(11, 2), ImageFormat::Png), &limits).unwrap_err();
    assert_eq!(error.kind(), Kind::Limit);
    let limits = Limits { max_bytes: 10, ..Limits::default() };
    assert_eq!(decode(&[0; 11], &limits).unwrap_err().kind(), Kind::Limit);
}

#[test]
fn empty_pictures_are_refused() {
    check(b"", Kind::Input, "file is empty");
    check(&gif(0, 5), Kind::Input, "picture is empty: 0 × 5");
    check(&png(&[(b"IHDR", &png_header(0, 5, [8, 2, 0]))]), Kind::Input, "PNG file is damaged");
    check(b"P6 0 5 255 ", Kind::Input, "");
}

#[test]
fn other_files_are_refused_with_the_formats_that_are_read() {
    for (bytes, part) in [
        (&b"Dear diary"[..], "not a picture"),
        (b"%PDF-1.7", "PDF files are not read"),
        (b"\0\0\0\x20ftypavif", "AVIF files are not read"),
        (b"\x89PNX\r\n\x1a\n", "not a picture"),
    ] {
        let error = check(bytes, Kind::Input, part);
        assert!(error.hint().unwrap().contains(FORMATS));
    }
    let error = check(b"<?xml version='1.0'?><svg/>", Kind::Input, "SVG already");
    assert!(error.hint().unwrap().contains("linocut render"));
}

#[test]
fn a_small_blank_picture_is_no_flood() {
    let blank = Raster::filled(2_000, 2_000, Rgba::WHITE).unwrap();
    let bytes = linocut_raster::encode_png(&blank).unwrap();
    assert!(bytes.len() < 10_000);
    assert_eq!(decode(&bytes, &Limits::default()).unwrap(), blank);
}

/// The start of a GIF of one frame of that size.
fn gif(width: u16, height: u16) -> Vec<u8> {
    let size = [width.to_le_bytes(), height.to_le_bytes()].concat();
    [b"GIF89a", &size[..], &[0x80, 0, 0], &[0; 6], &[0x2c, 0, 0, 0, 0], &size, &[0, 2, 1, 0x44, 0]].concat()
}

/// A linear congruential generator: Knuth's MMIX constants.
struct Lcg(u64);

impl Lcg {
    fn byte(&mut self) -> u8 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0.to_be_bytes()[0]
    }

    fn below(&mut self, end: usize) -> usize {
        let wide = u32::from_be_bytes([self.byte(), self.byte(), self.byte(), self.byte()]);
        usize::try_from(wide).unwrap() % end
    }
}
