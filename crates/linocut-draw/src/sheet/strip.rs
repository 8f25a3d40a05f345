//! The parts of a sheet from top to bottom, each as wide as the sheet and painted by itself.

use super::layout::Layout;
use super::mark::{mark, name};
use super::{Cell, Origin};
use linocut_core::kurbo::{Point, Rect};
use linocut_core::{Anchor, Body, Drawing, Item, Outline, Paint, Raster, Result, Rgba, Shape, Words};
use linocut_svg::{Layout as Spelling, Precision, RenderOptions, WriteOptions, font, render, render_svg, write};
use std::collections::BTreeSet;

const CARD: Rgba = Rgba::opaque(0xf4, 0xf6, 0xf8);
const DARK: Rgba = Rgba::opaque(0x1f, 0x23, 0x28);
const GRAY: Rgba = Rgba::opaque(0x6e, 0x77, 0x81);

/// Radius of the marks, as a share of a cell's side.
const MARK: f64 = 0.034;

/// How a line of text is set.
#[derive(Clone, Copy)]
struct Type {
    size: f64,
    weight: u16,
    color: Rgba,
    anchor: Anchor,
}

/// The white above the cells, with a title in it.
pub(super) fn header(title: Option<&str>, layout: &Layout) -> Result<Vec<Rgba>> {
    let style = Type { size: layout.share(0.16), weight: 700, color: DARK, anchor: Anchor::Start };
    let at = Point::new(f64::from(layout.margin), f64::from(layout.margin) + layout.share(0.1));
    let width = f64::from(layout.width) - 2.0 * at.x;
    let items = title.map(|title| line(title, at, width, style));
    paint(items.into_iter().collect(), layout.header, layout).map(|strip| strip.pixels().to_vec())
}

/// One row of cells: cards with the drawings on them, and what is said below.
pub(super) fn row(cells: &[Cell], layout: &Layout, ink: Rgba) -> Result<Vec<Rgba>> {
    let items = cells.iter().zip(0..).flat_map(|(cell, column)| frame(cell, column, layout)).collect();
    let mut pixels = paint(items, layout.row, layout)?.pixels().to_vec();
    for (cell, column) in cells.iter().zip(0..) {
        let icon = picture(&cell.drawing, layout, ink).map_err(|e| e.at(cell.label.clone()))?;
        let middle = |side: u32| (layout.cell - side.min(layout.cell)) / 2;
        let corner = (layout.left(column) + middle(icon.width()), middle(icon.height()));
        paste(&icon, &mut pixels, corner, layout.width);
    }
    Ok(pixels)
}

/// The white below the cells, with the marks explained.
pub(super) fn footer(origins: &BTreeSet<Origin>, layout: &Layout) -> Result<Vec<Rgba>> {
    let style = Type { size: layout.share(0.08), weight: 400, color: GRAY, anchor: Anchor::Start };
    let mut items = Vec::new();
    let mut x = f64::from(layout.margin);
    let radius = layout.share(MARK);
    for &origin in origins {
        let baseline = layout.share(0.09);
        items.extend(mark(origin, Point::new(x + radius, baseline - style.size * font::CAP_HEIGHT / 2.0), radius));
        x += 4.0 * radius;
        items.push(line(name(origin), Point::new(x, baseline), f64::INFINITY, style));
        x += font::advance(name(origin), style.size, style.weight) + layout.share(0.14);
    }
    paint(items, layout.footer, layout).map(|strip| strip.pixels().to_vec())
}

/// The card of a cell and its texts.
fn frame(cell: &Cell, column: u32, layout: &Layout) -> Vec<Item> {
    let (left, side) = (f64::from(layout.left(column)), f64::from(layout.cell));
    let card = Rect::new(left, 0.0, left + side, side).to_rounded_rect(layout.share(0.08));
    let mut items = vec![Item::shape(Shape::filled(Outline::Rect(card), Paint::Solid(CARD)))];
    items.extend(mark(cell.origin, Point::new(left + layout.share(0.9), layout.share(0.1)), layout.share(MARK)));
    let below = |share: f64| Point::new(left + side / 2.0, side + layout.share(share));
    let label = Type { size: layout.share(0.09), weight: 400, color: DARK, anchor: Anchor::Middle };
    items.push(line(&cell.label, below(0.125), side, label));
    if let Some(note) = &cell.note {
        items.push(line(note, below(0.225), side, Type { size: layout.share(0.07), color: GRAY, ..label }));
    }
    items
}

/// `text` on one line, cut to `width`, its baseline at `at`; control characters and wide spaces become single spaces.
fn line(text: &str, at: Point, width: f64, style: Type) -> Item {
    let plain: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    Item::new(Body::Words(Words {
        text: font::elide(&plain.join(" "), width, style.size, style.weight),
        at,
        families: vec![font::FAMILY.to_owned()],
        size: style.size,
        weight: style.weight,
        italic: false,
        anchor: style.anchor,
        fill: Some(Paint::Solid(style.color)),
        stroke: None,
    }))
}

fn paint(items: Vec<Item>, height: u32, layout: &Layout) -> Result<Raster> {
    let page = Rect::new(0.0, 0.0, f64::from(layout.width), f64::from(height));
    let options = RenderOptions {
        width: Some(layout.width),
        height: Some(height),
        background: Some(Rgba::WHITE),
        ..RenderOptions::default()
    };
    render(&Drawing::new(page, items), &options)
}

/// The drawing on a card's color, its longer side half a cell.
fn picture(drawing: &Drawing, layout: &Layout, ink: Rgba) -> Result<Raster> {
    let spelling = WriteOptions { precision: Precision::MAX, layout: Spelling::Compact, ..WriteOptions::default() };
    let color = ink.channels().map(|channel| format!("{channel:02x}")).concat();
    let svg = write(drawing, &spelling).replacen("<svg", &format!("<svg color=\"#{color}\""), 1);
    let half = layout.cell / 2;
    let (wide, high) = drawing.size.unwrap_or((drawing.view_box.width(), drawing.view_box.height()));
    let (width, height) = if high > wide { (None, Some(half)) } else { (Some(half), None) };
    render_svg(&svg, &RenderOptions { width, height, background: Some(CARD), ..RenderOptions::default() })
}

/// Copies `picture` into rows of `width` pixels, its top left pixel to `corner`; what lies outside is left out.
fn paste(picture: &Raster, pixels: &mut [Rgba], corner: (u32, u32), width: u32) {
    let [x, y, width] = [corner.0, corner.1, width].map(|n| usize::try_from(n).unwrap_or(usize::MAX));
    for (row, target) in picture.rows().zip(pixels.chunks_mut(width).skip(y)) {
        if let Some(target) = target.get_mut(x..x.saturating_add(row.len())) {
            target.copy_from_slice(row);
        }
    }
}
