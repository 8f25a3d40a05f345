//! Input, result, difference and outlines side by side.

use super::outlines::outlines;
use super::page::{LINE, PAPER, Page, over_checks};
use crate::values::{bytes, count};
use linocut_core::{Drawing, Raster, Result, Rgba};
use linocut_svg::score::{self, compare};
use linocut_svg::{RenderOptions, WriteOptions, render, write};

/// Space around panels, in pixels.
const GAP: u32 = 16;
/// Pictures with both sides below this are shown enlarged, in pixels.
const SMALL: u32 = 256;
/// Longest side of a panel, in pixels; the sheet is four or five panels wide.
const LARGE: u32 = 1024;
/// How much fainter differences are shown stronger.
const GAIN: u16 = 4;

/// What is shown of one picture.
#[derive(Clone, Copy)]
pub(crate) struct Views<'a> {
    pub(crate) picture: &'a Raster,
    pub(crate) drawing: &'a Drawing,
    /// The drawing at the size of the picture.
    pub(crate) result: &'a Raster,
    /// The file that it makes.
    pub(crate) svg: &'a str,
    /// What another tracer makes of the picture: its name and its drawing.
    pub(crate) other: Option<(&'a str, &'a Drawing)>,
}

/// A panel of the sheet: its caption, what is said beside that, and its picture.
type Panel = (String, String, Raster);

/// Draws the sheet.
pub(crate) fn draw(views: &Views) -> Result<Raster> {
    let (width, height) = panel_size(views.picture);
    let panels = panels(views, (width, height))?;
    let columns = u32::try_from(panels.len()).unwrap_or(1);
    let mut page = Page::new(GAP + columns * (width + GAP), LINE + 2 * GAP + GAP / 2 + height)?;
    let mut left = GAP;
    for (caption, note, panel) in &panels {
        page.caption(caption, note, (left, GAP), width)?;
        page.place(panel, (left, GAP + LINE + GAP / 2));
        left += width + GAP;
    }
    page.finish()
}

fn panels(views: &Views, (width, height): (u32, u32)) -> Result<Vec<Panel>> {
    let &Views { picture, drawing, result, svg, other } = views;
    let at_size = RenderOptions { width: Some(width), height: Some(height), ..RenderOptions::default() };
    let lines = outlines(drawing, drawing.view_box.width() / f64::from(width));
    let close = |result: &Raster| compare(picture, result).map(|score| format!("SSIM {:.4}", score.value.get()));
    let made = score::count(svg);
    let said = [count(made.paths, "shape"), count(made.colors, "color"), bytes(made.bytes)].join(", ");
    let mut panels = vec![
        ("input".to_owned(), format!("{} × {}", picture.width(), picture.height()), {
            over_checks(&scaled(picture, (width, height))?)
        }),
        ("result".to_owned(), said, over_checks(&render(drawing, &at_size)?)),
        ("difference".to_owned(), close(result)?, scaled(&difference(picture, result)?, (width, height))?),
        (
            "outlines".to_owned(),
            count(made.segments, "segment"),
            render(&lines, &RenderOptions { background: Some(Rgba::WHITE), ..at_size.clone() })?,
        ),
    ];
    if let Some((name, drawing)) = other {
        let svg = write(drawing, &WriteOptions::default());
        let made = score::count(&svg);
        let own = RenderOptions { width: Some(picture.width()), height: Some(picture.height()), ..at_size.clone() };
        let said = [count(made.paths, "shape"), bytes(made.bytes), close(&render(drawing, &own)?)?].join(", ");
        panels.push((name.to_owned(), said, over_checks(&render(drawing, &at_size)?)));
    }
    Ok(panels)
}

fn panel_size(picture: &Raster) -> (u32, u32) {
    let (w, h) = (picture.width(), picture.height());
    let long = w.max(h);
    if long > LARGE {
        let fit = |side: u32| u32::try_from(u64::from(side) * u64::from(LARGE) / u64::from(long)).unwrap_or(1).max(1);
        return (fit(w), fit(h));
    }
    let zoom = (SMALL / long).max(1);
    (w * zoom, h * zoom)
}

/// The picture at another size, from the nearest pixels: what is shown is what is there.
fn scaled(picture: &Raster, (width, height): (u32, u32)) -> Result<Raster> {
    let from = |at: u32, to: u32, of: u32| u32::try_from(u64::from(at) * u64::from(of) / u64::from(to)).unwrap_or(0);
    let (w, h) = (picture.width(), picture.height());
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let pixels = pixels.map(|(x, y)| picture.get(from(x, width, w), from(y, height, h)).unwrap_or(PAPER)).collect();
    Raster::new(width, height, pixels)
}

/// White where the pictures agree, darker the more they differ, in the color that is off.
fn difference(a: &Raster, b: &Raster) -> Result<Raster> {
    let (a, b) = (a.over(Rgba::WHITE), b.over(Rgba::WHITE));
    let off = |x: u8, y: u8| 255 - u8::try_from(u16::from(x.abs_diff(y)) * GAIN).unwrap_or(u8::MAX);
    let pixels = a.pixels().iter().zip(b.pixels());
    let pixels = pixels.map(|(p, q)| Rgba::opaque(off(p.r, q.r), off(p.g, q.g), off(p.b, q.b))).collect();
    Raster::new(a.width(), a.height(), pixels)
}
