//! Contact sheets: what is where, and what is refused.
#![cfg(test)]

use linocut_core::kurbo::{Circle, Rect};
use linocut_core::{Drawing, Item, Kind, Outline, Paint, Raster, Rgba, Shape};
use linocut_draw::{Cell, Origin, SheetOptions, sheet};

const RED: Rgba = Rgba::opaque(255, 0, 0);

/// A disc that fills its square view box.
fn disc(paint: Paint) -> Drawing {
    let circle = Outline::Circle(Circle::new((12.0, 12.0), 12.0));
    Drawing::new(Rect::new(0.0, 0.0, 24.0, 24.0), vec![Item::shape(Shape::filled(circle, paint))])
}

fn cell(label: &str, origin: Origin) -> Cell {
    Cell { drawing: disc(Paint::Solid(RED)), label: label.to_owned(), note: None, origin }
}

/// Options for small pictures: cells of 48 pixels, two side by side.
fn small() -> SheetOptions {
    SheetOptions { columns: 2, cell: 48, ..SheetOptions::default() }
}

/// The pixels inside `x` and `y` that are not white.
fn ink(sheet: &Raster, x: std::ops::Range<u32>, y: std::ops::Range<u32>) -> Vec<Rgba> {
    let pixels = y.flat_map(|y| x.clone().map(move |x| (x, y))).filter_map(|(x, y)| sheet.get(x, y));
    pixels.filter(|&pixel| pixel != Rgba::WHITE).collect()
}

#[track_caller]
fn check(cells: &[Cell], options: &SheetOptions, expected: (u32, u32)) -> Raster {
    let sheet = sheet(cells, options).unwrap();
    assert_eq!((sheet.width(), sheet.height()), expected);
    assert!(sheet.is_opaque());
    sheet
}

#[test]
fn drawings_lie_in_the_middle_of_cells_row_by_row() {
    let cells = ["a", "b", "c"].map(|label| cell(label, Origin::Library));
    let sheet = check(&cells, &small(), (8 + 48 + 4 + 48 + 8, 8 + 2 * 60 + 12));
    for (x, y, there) in [(8, 8, true), (60, 8, true), (8, 68, true), (60, 68, false)] {
        assert_eq!(sheet.get(x + 24, y + 24) == Some(RED), there, "{x} {y}");
        assert_ne!(sheet.get(x + 8, y + 24), Some(RED), "the drawing takes half of its cell");
    }
}

#[test]
fn title_and_note_take_room_and_few_cells_take_little() {
    let noted = Cell { note: Some("lucide · ISC".to_owned()), ..cell("a", Origin::Library) };
    let title = Some("Ten things from the kitchen".to_owned());
    check(&[noted], &SheetOptions { title, ..small() }, (8 + 48 + 8, 8 + 12 + 64 + 12));
}

#[test]
fn text_is_under_its_cell_and_never_beside_it() {
    let sheet = check(&[cell("notification bell", Origin::Library), cell("", Origin::Library)], &small(), (116, 80));
    assert!(ink(&sheet, 8..56, 57..68).len() > 40);
    assert!(ink(&sheet, 56..116, 57..68).is_empty(), "a long label is cut at its cell's side");
    assert!(ink(&sheet, 0..8, 0..80).iter().all(|pixel| pixel.g > 200));
}

#[test]
fn origins_are_told_apart_in_the_corner_and_in_the_legend() {
    let mark = |origin| {
        let sheet = check(&[cell("a", origin)], &SheetOptions { cell: 144, ..SheetOptions::default() }, (192, 240));
        let legend = ink(&sheet, 24..40, 204..240).into_iter().filter(|p| p.r.abs_diff(p.b) > 60).count();
        assert!(legend > 10, "{origin:?}");
        sheet.get(24 + 127, 24 + 14).unwrap()
    };
    let marks = [Origin::Library, Origin::Composed, Origin::Generated].map(mark);
    assert!(marks[0].g > marks[0].r && marks[1].b > marks[1].g && marks[2].r > marks[2].b, "{marks:?}");
}

#[test]
fn current_color_is_the_ink() {
    let drawn = Cell { drawing: disc(Paint::CurrentColor), ..cell("a", Origin::Library) };
    let pick = |options: &SheetOptions| sheet(std::slice::from_ref(&drawn), options).unwrap().get(32, 32).unwrap();
    assert_eq!(pick(&small()), Rgba::opaque(0x1f, 0x23, 0x28));
    assert_eq!(pick(&SheetOptions { ink: RED, ..small() }), RED);
}

#[test]
fn a_drawing_of_any_shape_stays_in_its_cell() {
    for (width, height) in [(1000.0, 1.0), (1.0, 1000.0), (10.0, 24.0)] {
        let mut drawing = disc(Paint::Solid(RED));
        drawing.size = Some((width, height));
        let sheet = sheet(&[Cell { drawing, ..cell("", Origin::Library) }], &small()).unwrap();
        let outside = [ink(&sheet, 0..8, 0..80), ink(&sheet, 56..64, 0..80), ink(&sheet, 0..64, 0..8)].concat();
        assert!(outside.is_empty(), "{width} × {height}");
    }
}

#[test]
fn hostile_labels_are_text() {
    let nasty =
        ["</text><script>", "a\u{0}b\u{1b}[31m\r\nc", "\u{202e}esuoh", "\u{fffe}\u{200d}", "&lt;&#0;", "\u{1f3e0}"];
    let long = "x".repeat(100_000);
    let cells: Vec<Cell> = nasty.iter().copied().chain([long.as_str()]).map(|l| cell(l, Origin::Generated)).collect();
    assert!(sheet(&cells, &small()).is_ok());
}

#[track_caller]
fn refuses(cells: &[Cell], options: &SheetOptions, kind: Kind) {
    let error = sheet(cells, options).unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
}

#[test]
fn refuses_nothing_and_too_much() {
    let one = [cell("a", Origin::Library)];
    refuses(&[], &small(), Kind::Input);
    refuses(&vec![one[0].clone(); 1001], &small(), Kind::Limit);
    refuses(&vec![one[0].clone(); 1000], &SheetOptions { cell: 512, ..small() }, Kind::Limit);
    for (columns, cell) in [(0, 48), (41, 48), (2, 47), (2, 513)] {
        refuses(&one, &SheetOptions { columns, cell, ..small() }, Kind::Input);
    }
}
