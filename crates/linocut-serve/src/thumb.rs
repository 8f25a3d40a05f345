//! Small pictures of artifacts.

use crate::flows::single;
use crate::here::Here;
use crate::inputs::{foreign, limits};
use crate::media::Media;
use crate::problem::Problem;
use axum::http::StatusCode;
use linocut_core::{Context, Raster, Result, Rgba, Value};
use linocut_raster::{decode, encode_png};
use serde_json::json;
use std::collections::BTreeMap;
use std::ops::Range;

/// Sides that can be asked for, in pixels.
pub(crate) const SIDES: std::ops::RangeInclusive<u32> = 16..=1024;

/// A picture or drawing as PNG that fits a square of `side` pixels.
///
/// Drawings fill it; pictures are never enlarged.
pub(crate) fn thumb(here: &Here, bytes: &[u8], side: u32, cx: &Context) -> Result<Vec<u8>, Problem> {
    let media = Media::of(bytes);
    if media == Media::Svg {
        let drawing = foreign(bytes)?;
        let name = if drawing.view_box.width() >= drawing.view_box.height() { "width" } else { "height" };
        let params = BTreeMap::from([(name.to_owned(), json!(side))]);
        let made = single(here, "render", &params, [("drawing", Value::Drawing(drawing.into()))].into(), cx)?;
        let Value::Raster(picture) = made else { return Err(crate::flows::unexpected(&made).into()) };
        return Ok(encode_png(&picture)?);
    }
    if !media.is_picture() {
        let sentence = format!("{} has no picture", media.name());
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "input", sentence));
    }
    Ok(encode_png(&shrunk(&decode(bytes, &limits(here))?, side)?)?)
}

/// The picture, its longest side at most `side`, each pixel the mean of those it stands for.
fn shrunk(picture: &Raster, side: u32) -> Result<Raster> {
    let (width, height) = (picture.width(), picture.height());
    let longest = u64::from(width.max(height));
    if longest <= u64::from(side) {
        return Ok(picture.clone());
    }
    let scaled = |length: u32| u32::try_from(u64::from(length) * u64::from(side) / longest).unwrap_or(side).max(1);
    let (small_width, small_height) = (scaled(width), scaled(height));
    let part = |at: u32, of: u32, length: u32| -> Range<u32> {
        let edge = |at: u32| u32::try_from(u64::from(at) * u64::from(length) / u64::from(of)).unwrap_or(length);
        edge(at)..edge(at + 1).max(edge(at) + 1)
    };
    let mut pixels = Vec::new();
    for y in 0..small_height {
        let rows = part(y, small_height, height);
        for x in 0..small_width {
            let columns = part(x, small_width, width);
            pixels.push(mean(rows.clone().flat_map(|y| columns.clone().filter_map(move |x| picture.get(x, y)))));
        }
    }
    Raster::new(small_width, small_height, pixels)
}

/// The mean of colors, each weighing as much as it is opaque.
fn mean(pixels: impl Iterator<Item = Rgba>) -> Rgba {
    let (mut count, mut alpha, mut sums) = (0_u64, 0_u64, [0_u64; 3]);
    for pixel in pixels {
        let a = u64::from(pixel.a);
        count += 1;
        alpha += a;
        for (sum, channel) in sums.iter_mut().zip([pixel.r, pixel.g, pixel.b]) {
            *sum += a * u64::from(channel);
        }
    }
    let ratio = |sum: u64, of: u64| u8::try_from((sum + of / 2).checked_div(of).unwrap_or(0)).unwrap_or(u8::MAX);
    let [r, g, b] = sums.map(|sum| ratio(sum, alpha));
    Rgba { r, g, b, a: ratio(alpha, count) }
}

#[cfg(test)]
mod tests {
    use super::shrunk;
    use linocut_core::{Raster, Rgba};

    #[test]
    fn clear_pixels_lend_no_color() {
        let clear = Rgba { r: 255, g: 255, b: 255, a: 0 };
        let picture = Raster::new(4, 2, [[Rgba::BLACK, clear, Rgba::WHITE, Rgba::WHITE]; 2].concat()).unwrap();
        let small = shrunk(&picture, 2).unwrap();
        assert_eq!((small.width(), small.height()), (2, 1));
        assert_eq!(small.pixels(), [Rgba { r: 0, g: 0, b: 0, a: 128 }, Rgba::WHITE]);
        assert_eq!(shrunk(&picture, 9).unwrap(), picture);
    }
}
