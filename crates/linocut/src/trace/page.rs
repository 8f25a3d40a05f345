//! A picture with other pictures and captions on it.

use linocut_core::kurbo::{Point, Rect};
use linocut_core::{Anchor, Body, Drawing, Item, Paint, Raster, Result, Rgba, Words};
use linocut_svg::{RenderOptions, font, render};

pub(crate) const PAPER: Rgba = Rgba::opaque(244, 244, 242);
const INK: Rgba = Rgba::opaque(40, 40, 40);
const FAINT: Rgba = Rgba::opaque(120, 120, 118);
/// The two tones behind transparent pixels, and the side of their squares.
const CHECKS: [Rgba; 2] = [Rgba::WHITE, Rgba::opaque(226, 226, 226)];
const CHECK: u32 = 8;
/// Size of the letters, in pixels.
const SIZE: f64 = 14.0;
/// Height of a line of letters, in pixels.
pub(crate) const LINE: u32 = 20;

pub(crate) struct Page {
    width: u32,
    height: u32,
    pixels: Vec<Rgba>,
}

impl Page {
    pub(crate) fn new(width: u32, height: u32) -> Result<Self> {
        let blank = Raster::filled(width, height, PAPER)?;
        Ok(Self { width, height, pixels: blank.pixels().to_vec() })
    }

    /// Copies a picture to where its top left pixel goes; what lies outside is left out.
    pub(crate) fn place(&mut self, picture: &Raster, (left, top): (u32, u32)) {
        for (y, row) in (top..self.height).zip(picture.rows()) {
            for (x, &pixel) in (left..self.width).zip(row) {
                let index = usize::try_from(u64::from(y) * u64::from(self.width) + u64::from(x)).ok();
                if let Some(slot) = index.and_then(|i| self.pixels.get_mut(i)) {
                    *slot = pixel;
                }
            }
        }
    }

    /// Sets a caption and a fainter note after it on one line of `width` pixels, cut with `…` where they are too long.
    pub(crate) fn caption(&mut self, text: &str, note: &str, corner: (u32, u32), width: u32) -> Result<()> {
        let wide = f64::from(width);
        let text = font::elide(text, wide, SIZE, 400);
        let taken = font::advance(&text, SIZE, 400) + SIZE * 0.6;
        let note = if wide - taken > 2.0 * SIZE { font::elide(note, wide - taken, SIZE, 400) } else { String::new() };
        let items = vec![words(text, 0.0, INK), words(note, taken, FAINT)];
        let line = Drawing::new(Rect::new(0.0, 0.0, wide, f64::from(LINE)), items);
        let options = RenderOptions { background: Some(PAPER), ..RenderOptions::default() };
        self.place(&render(&line, &options)?, corner);
        Ok(())
    }

    /// The page as a picture.
    pub(crate) fn finish(self) -> Result<Raster> {
        Raster::new(self.width, self.height, self.pixels)
    }
}

fn words(text: String, left: f64, color: Rgba) -> Item {
    Item::new(Body::Words(Words {
        text,
        at: Point::new(left, f64::from(LINE) * 0.74),
        families: vec![font::FAMILY.to_owned()],
        size: SIZE,
        weight: 400,
        italic: false,
        anchor: Anchor::Start,
        fill: Some(Paint::Solid(color)),
        stroke: None,
    }))
}

/// The picture on a checkerboard, where anything shines through.
pub(crate) fn over_checks(picture: &Raster) -> Raster {
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
