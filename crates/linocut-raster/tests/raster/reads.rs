//! Every format and every kind of sample comes out as the picture it shows.

use crate::build::{deep_file, file, png, png_header, quarters, stored};
use image::{ColorType, ImageFormat};
use linocut_core::{Raster, Rgba};
use linocut_raster::{Limits, decode, encode_png};

const RED: Rgba = Rgba::opaque(220, 20, 20);
const BLUE: Rgba = Rgba::opaque(20, 20, 220);

fn read(bytes: &[u8]) -> Raster {
    decode(bytes, &Limits::default()).unwrap()
}

/// Checks the size, and single pixels to within `slack` levels a channel.
#[track_caller]
fn check(bytes: &[u8], size: (u32, u32), slack: u8, expected: &[((u32, u32), Rgba)]) {
    let picture = read(bytes);
    assert_eq!((picture.width(), picture.height()), size);
    for &((x, y), color) in expected {
        let found = picture.get(x, y).unwrap();
        let near = found.channels().iter().zip(color.channels()).all(|(a, b)| a.abs_diff(b) <= slack);
        assert!(near, "at {x}, {y}: {found:?} is not {color:?}");
    }
}

#[test]
fn lossless_formats_keep_every_pixel() {
    let picture = quarters(9, 7);
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Qoi, ImageFormat::Bmp] {
        assert_eq!(read(&file(&picture, format)), picture, "{format:?}");
    }
}

#[test]
fn formats_without_alpha_keep_the_colors() {
    let picture = quarters(16, 16);
    let opaque = |bytes: &[u8], slack| {
        check(bytes, (16, 16), slack, &[((2, 2), Rgba::opaque(200, 30, 30)), ((2, 13), Rgba::opaque(20, 40, 210))]);
    };
    opaque(&file(&picture, ImageFormat::Pnm), 0);
    opaque(&file(&picture, ImageFormat::Gif), 0);
    opaque(&file(&picture, ImageFormat::Jpeg), 6);
}

#[test]
fn grey_and_deep_samples_are_rounded_to_eight_bits() {
    let deep: Vec<u8> = [0x1234_u16, 0x8000, 0xffff, 0x0080].iter().flat_map(|v| v.to_ne_bytes()).collect();
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        let made = |color| deep_file(&deep, (1, 1), color, format);
        check(&made(ColorType::Rgba16), (1, 1), 0, &[((0, 0), Rgba { r: 0x12, g: 0x80, b: 0xff, a: 0 })]);
        let one = deep_file(&deep[..2], (1, 1), ColorType::L16, format);
        check(&one, (1, 1), 0, &[((0, 0), Rgba::opaque(0x12, 0x12, 0x12))]);
    }
    let grey = deep_file(&[7, 200], (1, 1), ColorType::La8, ImageFormat::Png);
    check(&grey, (1, 1), 0, &[((0, 0), Rgba { r: 7, g: 7, b: 7, a: 200 })]);
}

#[test]
fn real_samples_saturate() {
    let real: Vec<u8> = [-1.0_f32, 0.5, 9.0].iter().flat_map(|v| v.to_ne_bytes()).collect();
    let made = deep_file(&real, (1, 1), ColorType::Rgb32F, ImageFormat::Tiff);
    check(&made, (1, 1), 0, &[((0, 0), Rgba::opaque(0, 128, 255))]);
}

#[test]
fn palette_png_keeps_its_transparent_entry() {
    let header = png_header(4, 1, [2, 3, 0]);
    let palette = [220, 20, 20, 20, 20, 220, 0, 0, 0];
    let bytes = png(&[
        (b"IHDR", &header),
        (b"PLTE", &palette),
        (b"tRNS", &[255, 255, 0]),
        (b"IDAT", &stored(&[0, 0b00_01_10_00])),
    ]);
    check(&bytes, (4, 1), 0, &[((0, 0), RED), ((1, 0), BLUE), ((2, 0), Rgba::TRANSPARENT), ((3, 0), RED)]);
}

#[test]
fn interlaced_png_is_put_together() {
    // Adam7 on 3 × 3: passes 1, 4, 5, 6 and 7 are not empty; each sample is 10 × row + column.
    let rows: [&[u8]; 6] = [&[0, 0], &[0, 2], &[0, 20, 22], &[0, 1], &[0, 21], &[0, 10, 11, 12]];
    let bytes = png(&[(b"IHDR", &png_header(3, 3, [8, 0, 1])), (b"IDAT", &stored(&rows.concat()))]);
    let grey = |v| Rgba::opaque(v, v, v);
    let expected: Vec<_> = (0..3).flat_map(|y| (0..3).map(move |x| ((x, y), grey(y * 10 + x)))).collect();
    let expected: Vec<_> = expected.into_iter().map(|((x, y), c)| ((u32::from(x), u32::from(y)), c)).collect();
    check(&bytes, (3, 3), 0, &expected);
}

#[test]
fn cmyk_becomes_rgb() {
    let halves = [((2, 4), Rgba::opaque(255, 0, 0)), ((13, 4), Rgba::opaque(127, 127, 127))];
    check(include_bytes!("data/cmyk.jpg"), (16, 8), 6, &halves);
    check(include_bytes!("data/cmyk.tif"), (16, 8), 2, &halves);
}

#[test]
fn progressive_palette_and_lossy_files_are_read() {
    let halves = [((2, 4), RED), ((13, 4), BLUE)];
    check(include_bytes!("data/progressive.jpg"), (16, 8), 6, &halves);
    check(include_bytes!("data/palette.bmp"), (16, 8), 2, &halves);
    check(include_bytes!("data/lossy.webp"), (16, 8), 16, &halves);
}

#[test]
fn a_picture_that_a_camera_turned_is_upright() {
    check(include_bytes!("data/turned.jpg"), (8, 16), 6, &[((4, 2), RED), ((4, 13), BLUE)]);
}

#[test]
fn the_first_picture_of_an_animation_is_read() {
    let first = [((0, 0), Rgba::opaque(0, 200, 0))];
    check(include_bytes!("data/animated.webp"), (6, 4), 0, &first);
    check(include_bytes!("data/animated.png"), (6, 4), 0, &first);
}

#[test]
fn png_survives_the_round_trip_with_the_channels_it_needs() {
    let picture = quarters(5, 4);
    let grey = Raster::filled(5, 4, Rgba::opaque(9, 9, 9)).unwrap();
    for (picture, color) in [(&picture, 6), (&picture.over(Rgba::WHITE), 2), (&grey, 0)] {
        let bytes = encode_png(picture).unwrap();
        assert_eq!(bytes[25], color, "color type in the header");
        assert_eq!(&read(&bytes), picture);
        assert_eq!(bytes, encode_png(picture).unwrap());
    }
}
