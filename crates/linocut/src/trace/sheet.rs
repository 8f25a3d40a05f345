//! Input, result, difference and outlines side by side.

use super::letters::{self, LINE};
use super::outlines::outlines;
use linocut_core::{Drawing, Raster, Result, Rgba};
use linocut_svg::{RenderOptions, render};

/// Space around panels, in pixels.
const GAP: u32 = 16;
/// Pictures with both sides below this are shown enlarged, in pixels.
const SMALL: u32 = 256;
/// Longest side of a panel, in pixels; the sheet is four panels wide.
const LARGE: u32 = 1024;
/// How much fainter differences are shown stronger.
const GAIN: u16 = 4;

const PAPER: Rgba = Rgba::opaque(244, 244, 242);
const INK: Rgba = Rgba::opaque(60, 60, 60);
/// The two tones behind transparent pixels, and the side of their squares.
const CHECKS: [Rgba; 2] = [Rgba::WHITE, Rgba::opaque(226, 226, 226)];
const CHECK: u32 = 8;

/// Draws the sheet; `result` is `drawing` at the size of `picture`.
pub(crate) fn draw(picture: &Raster, result: &Raster, drawing: &Drawing) -> Result<Raster> {
    let (width, height) = panel_size(picture);
    let at_size = RenderOptions { width: Some(width), height: Some(height), ..RenderOptions::default() };
    let thin = drawing.view_box.width() / f64::from(width);
    let lines = outlines(drawing, thin);
    let panels = [
        ("input", over_checks(&scaled(picture, (width, height))?)),
        ("result", over_checks(&render(drawing, &at_size)?)),
        ("difference", scaled(&difference(picture, result)?, (width, height))?),
        ("outlines", render(&lines, &RenderOptions { background: Some(Rgba::WHITE), ..at_size })?),
    ];
    let mut sheet = Sheet::new(GAP + 4 * (width + GAP), LINE + 2 * GAP + GAP / 2 + height)?;
    let mut left = GAP;
    for (caption, panel) in &panels {
        letters::draw(caption, |x, y| sheet.set(left + x, GAP + y, INK));
        sheet.place(panel, (left, GAP + LINE + GAP / 2));
        left += width + GAP;
    }
    Raster::new(sheet.width, sheet.height, sheet.pixels)
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

fn over_checks(picture: &Raster) -> Raster {
    if picture.is_opaque() {
        return picture.clone();
    }
    let [light, dark] = CHECKS.map(|tone| picture.over(tone));
    let square = |x: u32, y: u32| (x / CHECK + y / CHECK).is_multiple_of(2);
    let places = (0..picture.height()).flat_map(|y| (0..picture.width()).map(move |x| (x, y)));
    let pixels = places.zip(light.pixels().iter().zip(dark.pixels()));
    let pixels = pixels.map(|((x, y), (light, dark))| if square(x, y) { *light } else { *dark }).collect();
    Raster::new(picture.width(), picture.height(), pixels).unwrap_or(light)
}

struct Sheet {
    width: u32,
    height: u32,
    pixels: Vec<Rgba>,
}

impl Sheet {
    fn new(width: u32, height: u32) -> Result<Self> {
        let blank = Raster::filled(width, height, PAPER)?;
        Ok(Self { width, height, pixels: blank.pixels().to_vec() })
    }

    fn set(&mut self, x: u32, y: u32, color: Rgba) {
        let index = usize::try_from(u64::from(y) * u64::from(self.width) + u64::from(x)).ok();
        if let Some(pixel) = index.filter(|_| x < self.width).and_then(|i| self.pixels.get_mut(i)) {
            *pixel = color;
        }
    }

    fn place(&mut self, panel: &Raster, (left, top): (u32, u32)) {
        for (y, row) in (top..).zip(panel.rows()) {
            for (x, &pixel) in (left..).zip(row) {
                self.set(x, y, pixel);
            }
        }
    }
}
