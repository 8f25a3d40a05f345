//! Pixel art, its edges exact and smooth.
#![cfg(test)]

use linocut_core::kurbo::{PathEl, Shape as _};
use linocut_core::{Context, Drawing, Outline, Paint, Raster, Rgba};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{PixelEdges, Preset, TraceOptions, trace};

const INK: Rgba = Rgba::opaque(24, 20, 37);
const RED: Rgba = Rgba::opaque(228, 59, 68);
const DARK: Rgba = Rgba::opaque(158, 40, 53);
const SKIN: Rgba = Rgba::opaque(234, 212, 170);

const SPRITE: [&str; 16] = [
    "......####......",
    "....##rrrr##....",
    "...#rrssssrr#...",
    "..#rrssssssrr#..",
    "..#rrssssssrr#..",
    ".#rrrrssssrrrr#.",
    ".#ssrrrrrrrrss#.",
    ".#sssrrrrrrsss#.",
    "#ssssrrrrrrssss#",
    "#sssrrdddrrdsss#",
    "#rrr########rrr#",
    ".###ss#ss#ss###.",
    "..#sss#ss#sss#..",
    "..#ssssssssss#..",
    "...#ssssssss#...",
    "....########....",
];

/// A picture of letters: `#` ink, `r` red, `d` dark red, `s` skin, `.` nothing; each a square of `block` pixels.
fn picture(rows: &[&str], block: usize) -> Raster {
    let color = |c: char| match c {
        '#' => INK,
        'r' => RED,
        'd' => DARK,
        's' => SKIN,
        _ => Rgba::TRANSPARENT,
    };
    let wide = |row: &&str| -> Vec<Rgba> {
        row.chars().flat_map(|c| std::iter::repeat_n(color(c), block)).collect::<Vec<_>>().repeat(block)
    };
    let pixels: Vec<Rgba> = rows.iter().flat_map(wide).collect();
    let side = |n: usize| u32::try_from(n * block).unwrap();
    Raster::new(side(rows[0].len()), side(rows.len()), pixels).unwrap()
}

fn traced(picture: &Raster, pixel_edges: PixelEdges) -> Drawing {
    let options = TraceOptions { preset: Preset::Pixel, pixel_edges, ..TraceOptions::default() };
    trace(picture, &options, &Context::default()).unwrap()
}

fn smooth(rows: &[&str]) -> Drawing {
    traced(&picture(rows, 1), PixelEdges::Smooth)
}

fn shown(drawing: &Drawing, width: u32) -> Raster {
    render(drawing, &RenderOptions { width: Some(width), ..RenderOptions::default() }).unwrap()
}

/// The lines and curves of the only shape.
fn segments(drawing: &Drawing) -> (usize, usize) {
    let mut shapes = drawing.shapes();
    let (Some(shape), None) = (shapes.next(), shapes.next()) else { panic!("{drawing:?}") };
    let Outline::Path(path) = &shape.outline else { panic!("{shape:?}") };
    let count = |wanted: fn(&&PathEl) -> bool| path.elements().iter().filter(wanted).count();
    (count(|e| matches!(e, PathEl::LineTo(_))), count(|e| matches!(e, PathEl::QuadTo(..))))
}

#[test]
fn an_enlarged_sprite_is_traced_in_its_own_pixels() {
    for edges in [PixelEdges::Exact, PixelEdges::Smooth] {
        let (small, large) = (traced(&picture(&SPRITE, 1), edges), traced(&picture(&SPRITE, 5), edges));
        assert_eq!(shown(&small, 80), shown(&large, 80));
    }
}

#[test]
fn exact_edges_are_the_picture_in_one_shape_a_color() {
    let drawing = traced(&picture(&SPRITE, 4), PixelEdges::Exact);
    assert_eq!(drawing.shapes().count(), 4);
    assert_eq!(shown(&drawing, 64), picture(&SPRITE, 4));
}

#[test]
fn smooth_edges_keep_the_middle_of_every_pixel() {
    let drawing = smooth(&SPRITE);
    assert_eq!(drawing.shapes().count(), 4);
    let (large, wanted) = (shown(&drawing, 16 * 9), picture(&SPRITE, 1));
    for (y, x) in (0..16).flat_map(|y| (0..16).map(move |x| (y, x))) {
        assert_eq!(large.get(9 * x + 4, 9 * y + 4), wanted.get(x, y), "{x}, {y}");
    }
}

#[test]
fn no_seam_shows_between_smooth_colors() {
    let large = shown(&smooth(&SPRITE), 16 * 8);
    let inside = |x: u32, y: u32| large.get(x, y).unwrap();
    for (y, x) in (28..112).flat_map(|y| (28..100).map(move |x| (y, x))) {
        assert_eq!(inside(x, y).a, 255, "{x}, {y}");
    }
}

#[test]
fn squares_stay_square() {
    let drawing =
        smooth(&["........", ".######.", ".######.", ".######.", ".######.", ".######.", ".######.", "........"]);
    assert_eq!(segments(&drawing), (4, 0));
    let Some(Outline::Path(path)) = drawing.shapes().next().map(|s| &s.outline) else { panic!() };
    assert!((path.area().abs() - 36.0).abs() < 1e-9);
}

#[test]
fn thin_diagonals_stay_whole() {
    let line = ["#.......", ".#......", "..#.....", "...#....", "....#...", ".....#..", "......#.", ".......#"];
    let large = shown(&smooth(&line), 80);
    for at in 5..75 {
        assert_eq!(large.get(at, at).map(|p| p.a), Some(255), "{at}");
    }
}

#[test]
fn crossing_diagonals_go_to_the_longer_line() {
    // Ink runs from corner to corner; the two halves of red beside it stay apart.
    let rows = ["#rrrrrr", "r#rrrrr", "rr#rrrr", "rrr#rrr", "rrrr#rr", "rrrrr#r", "rrrrrr#"];
    let drawing = smooth(&rows);
    let ink = drawing.shapes().find(|s| s.fill == Some(Paint::Solid(INK))).unwrap();
    let Outline::Path(path) = &ink.outline else { panic!() };
    assert_eq!(path.elements().iter().filter(|e| matches!(e, PathEl::MoveTo(_))).count(), 1);
}

#[test]
fn sprites_keep_their_colors_without_a_preset() {
    // Eight pixels a side: edges as the other presets look for them have no room here.
    let rows = ["..####..", ".#rrrr#.", "#rwrrwr#", "#rrrrrr#", "#rwwwwr#", "#rrrrrr#", ".#rrrr#.", "..####.."];
    let color = |c: char| match c {
        '#' => Rgba::BLACK,
        'r' => Rgba::opaque(0xe6, 0x39, 0x46),
        'w' => Rgba::WHITE,
        _ => Rgba::opaque(0x8e, 0xca, 0xe6),
    };
    let sprite = Raster::new(8, 8, rows.iter().flat_map(|row| row.chars().map(color)).collect()).unwrap();
    let found = trace(&sprite, &TraceOptions::default(), &Context::default()).unwrap();
    assert_eq!(render(&found, &RenderOptions::default()).unwrap(), sprite);
}
