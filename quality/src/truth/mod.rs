//! What a source drawing has that a tracer should give back as such: gradients, primitives, symmetry.

mod gradients;
mod place;
mod primitives;

use crate::set::render;
use linocut_core::{Body, Drawing, Item, Raster, Result, Rgba, Shape};
use linocut_svg::score::displacement;
use linocut_svg::{Limits, RenderOptions, read};
use serde::Serialize;

/// Longest side of the renders in which it is decided what is visible, in pixels: enough for shapes of 6 pixels in a
/// picture of 512, and small enough for drawings of hundreds of shapes.
const SIDE: u32 = 512;

/// How many things of one sort the source has, and how many of them came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Share {
    /// How many the source shows.
    pub(crate) of: u32,
    /// How many of these the result has.
    pub(crate) back: u32,
}

/// What came back of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Recovered {
    /// Gradients that are painted where the source has one.
    pub(crate) gradients: Share,
    /// Circles, ellipses and rectangles at the same place.
    pub(crate) primitives: Share,
    /// Displacement between the result and its mirror image, in pixels of the input, where the source is symmetric.
    pub(crate) asymmetry: Option<f64>,
}

/// Compares `result` with `source`, shown `width × height` pixels large.
///
/// # Errors
/// Those of reading and rendering either.
pub(crate) fn recovered(source: &str, result: &str, (width, height): (u32, u32)) -> Result<Recovered> {
    let size = shrunk(width, height);
    let (truth, found) = (parsed(source)?, parsed(result)?);
    Ok(Recovered {
        gradients: gradients::recovered(&truth, &found, size)?,
        primitives: primitives::recovered(&truth, &found, (width, height))?,
        asymmetry: asymmetry(source, result, (width, height))?,
    })
}

fn parsed(svg: &str) -> Result<Drawing> {
    Ok(read(svg.as_bytes(), &Limits::default())?.value)
}

fn shrunk(width: u32, height: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    if longest <= SIDE {
        return (width, height);
    }
    let side = |n: u32| u32::try_from(u64::from(n) * u64::from(SIDE) / u64::from(longest)).unwrap_or(1).max(1);
    (side(width), side(height))
}

/// A source that differs from its mirror image by less than this counts as symmetric, in pixels of the input: renderers
/// are not quite symmetric themselves.
const SYMMETRIC: f64 = 0.02;

fn asymmetry(source: &str, result: &str, (w, h): (u32, u32)) -> Result<Option<f64>> {
    let of = |svg: &str| {
        let large = render(svg, w.saturating_mul(3), h.saturating_mul(3))?;
        Ok(displacement(&mirror(&large)?, &large))
    };
    if of(source)? < SYMMETRIC { of(result).map(Some) } else { Ok(None) }
}

fn mirror(picture: &Raster) -> Result<Raster> {
    let width = usize::try_from(picture.width()).unwrap_or(usize::MAX).max(1);
    let pixels = picture.pixels().chunks(width).flat_map(|row| row.iter().rev().copied()).collect();
    Raster::new(picture.width(), picture.height(), pixels)
}

/// Which pixels change when the shapes that `choose` picks are painted in another color.
fn shown(drawing: &Drawing, (w, h): (u32, u32), choose: &dyn Fn(usize, &Shape) -> bool) -> Result<Vec<bool>> {
    let mut one = painted(drawing, Rgba::BLACK, choose);
    let mut two = painted(drawing, Rgba::WHITE, choose);
    (one.size, two.size) = (None, None);
    let options =
        RenderOptions { width: Some(w), height: Some(h), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    let (one, two) = (linocut_svg::render(&one, &options)?, linocut_svg::render(&two, &options)?);
    // 100 of 255 levels: pixels of which it covers about two fifths.
    Ok(one.pixels().iter().zip(two.pixels()).map(|(a, b)| a.g.abs_diff(b.g) >= 100).collect())
}

fn painted(drawing: &Drawing, color: Rgba, choose: &dyn Fn(usize, &Shape) -> bool) -> Drawing {
    let mut copy = drawing.clone();
    let mut number = 0;
    let mut open: Vec<&mut Item> = copy.items.iter_mut().rev().collect();
    while let Some(item) = open.pop() {
        match &mut item.body {
            Body::Shape(shape) => {
                if choose(number, shape) && shape.fill.is_some() {
                    shape.fill = Some(linocut_core::Paint::Solid(color));
                }
                number += 1;
            }
            Body::Group(items) => open.extend(items.iter_mut().rev()),
            Body::Words(_) | Body::Opaque(_) => {}
        }
    }
    copy
}

fn count(pixels: impl Iterator<Item = bool>) -> u32 {
    u32::try_from(pixels.filter(|p| *p).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Recovered, Share, recovered};

    fn svg(body: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">{body}</svg>")
    }

    #[track_caller]
    fn check(source: &str, result: &str) -> Recovered {
        recovered(&svg(source), &svg(result), (64, 64)).unwrap()
    }

    const RAMP: &str = "<linearGradient id=\"a\" x2=\"1\"><stop stop-color=\"#000\"/>\
        <stop offset=\"1\" stop-color=\"#f00\"/></linearGradient>";

    #[test]
    fn a_gradient_counts_where_the_source_shows_it() {
        let source = format!("{RAMP}<rect fill=\"url(#a)\" width=\"30\" height=\"64\"/>");
        assert_eq!(check(&source, &source).gradients, Share { of: 1, back: 1 });
        let elsewhere = format!("{RAMP}<rect fill=\"url(#a)\" x=\"32\" width=\"30\" height=\"64\"/>");
        assert_eq!(check(&source, &elsewhere).gradients, Share { of: 1, back: 0 });
        let hidden = format!("{source}<path d=\"M0 0h64v64H0Z\"/>");
        assert_eq!(check(&hidden, &hidden).gradients, Share::default());
    }

    #[test]
    fn a_primitive_counts_at_its_place() {
        let circle = "<circle cx=\"20\" cy=\"30\" r=\"9\"/>";
        assert_eq!(check(circle, circle).primitives, Share { of: 1, back: 1 });
        assert_eq!(check(circle, "<circle cx=\"22\" cy=\"30\" r=\"9\"/>").primitives, Share { of: 1, back: 0 });
        let path = "<path d=\"M20 21a9 9 0 0 1 0 18a9 9 0 0 1 0-18Z\"/>";
        assert_eq!(check(path, circle).primitives, Share { of: 1, back: 1 });
        let turned = "<g transform=\"rotate(45 32 32)\"><rect x=\"20\" y=\"28\" width=\"24\" height=\"8\"/></g>";
        assert_eq!(check(turned, turned).primitives, Share { of: 1, back: 1 });
        assert_eq!(check(turned, circle).primitives, Share { of: 1, back: 0 });
    }

    #[test]
    fn asymmetry_is_told_of_symmetric_sources_only() {
        let heart = "<path d=\"M32 50L12 20L32 30L52 20Z\"/>";
        assert!(check(heart, heart).asymmetry.unwrap() < 0.01);
        assert!(check(heart, "<path d=\"M32 50L12 20L32 30L53 20Z\"/>").asymmetry.unwrap() > 0.02);
        assert_eq!(check("<path d=\"M0 0h9v9Z\"/>", heart).asymmetry, None);
    }
}
