//! What rules find wrong with a drawing.

use linocut_core::kurbo::{Affine, Rect};
use linocut_core::{Body, Drawing, Item, Outline, Raster, Result, Rgba};
use linocut_svg::{RenderOptions, render};
use std::fmt;

/// Side of the pictures that are compared, in pixels: a line of an icon is eight of them wide.
const SIDE: u32 = 96;
/// Difference of a channel that is seen.
const SEEN: u8 = 8;
/// Pixels that a shape must change: fewer are a speck.
const LEAST: usize = 6;
/// Most shapes that are looked at one by one; each costs a rendering of about a millisecond.
const MOST_SHAPES: usize = 60;
/// Share of a shape's box beyond the view box that is cut off by mistake.
const BEYOND: f64 = 0.3;

/// One thing that is wrong with a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The shape, by its id or its number.
    pub shape: String,
    /// What is wrong with it.
    pub sort: FlawSort,
}

/// What can be wrong with a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlawSort {
    /// It has neither fill nor stroke.
    Unpainted,
    /// It is a line without stroke.
    Unstroked,
    /// It lies outside the view box, wholly.
    Outside,
    /// Much of it lies outside the view box.
    CutOff,
    /// Taking it away changes nothing: it is covered, or has the color of what lies below.
    Unseen,
    /// It changes a few pixels only.
    Speck,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.sort {
            FlawSort::Unpainted => "has neither fill nor stroke",
            FlawSort::Unstroked => "is a line without a stroke",
            FlawSort::Outside => "lies outside the view box",
            FlawSort::CutOff => "is cut off by the edge of the view box",
            FlawSort::Unseen => "cannot be seen: others cover it, or it has the color of what lies below",
            FlawSort::Speck => "is hardly more than a speck",
        };
        write!(f, "{} {what}", self.shape)
    }
}

/// Finds shapes that are not painted, not seen, cut off or specks; of large drawings the first 60.
///
/// # Errors
/// Those of rendering.
pub fn critique(drawing: &Drawing) -> Result<Vec<Flaw>> {
    let mut leaves = Vec::new();
    collect(&drawing.items, Affine::IDENTITY, &mut Vec::new(), &mut leaves);
    let whole = picture(drawing)?;
    let mut flaws = Vec::new();
    for (number, leaf) in leaves.iter().enumerate().take(MOST_SHAPES) {
        let shape = leaf.name.clone().unwrap_or_else(|| format!("shape {}", number + 1));
        if let Some(sort) = sort(drawing, leaf, &whole)? {
            flaws.push(Flaw { shape, sort });
        }
    }
    Ok(flaws)
}

/// A shape, where it is in the tree, and its box.
struct Leaf {
    path: Vec<usize>,
    name: Option<String>,
    bounds: Rect,
    painted: bool,
    is_line: bool,
}

fn collect(items: &[Item], transform: Affine, path: &mut Vec<usize>, leaves: &mut Vec<Leaf>) {
    for (at, item) in items.iter().enumerate() {
        path.push(at);
        let transform = transform * item.transform;
        match &item.body {
            Body::Group(inner) => collect(inner, transform, path, leaves),
            Body::Shape(shape) => leaves.push(Leaf {
                path: path.clone(),
                name: item.id.as_ref().map(ToString::to_string),
                bounds: transform.transform_rect_bbox(shape.outline.bounds()),
                painted: (shape.fill.is_some() || shape.stroke.is_some()) && item.opacity.get() > 0.0,
                is_line: matches!(shape.outline, Outline::Line(_)) && shape.stroke.is_none(),
            }),
            Body::Words(_) | Body::Opaque(_) => {}
        }
        path.pop();
    }
}

fn sort(drawing: &Drawing, leaf: &Leaf, whole: &Raster) -> Result<Option<FlawSort>> {
    if leaf.is_line {
        return Ok(Some(FlawSort::Unstroked));
    }
    if !leaf.painted {
        return Ok(Some(FlawSort::Unpainted));
    }
    let (view, bounds) = (drawing.view_box, leaf.bounds);
    let seen = bounds.intersect(view);
    if seen.width() < 0.0 || seen.height() < 0.0 || bounds.x0 >= view.x1 || bounds.y0 >= view.y1 {
        return Ok(Some(FlawSort::Outside));
    }
    // A background may reach beyond the edge.
    let is_ground = seen.area() >= 0.9 * view.area();
    if !is_ground && bounds.area() > 0.0 && seen.area() < (1.0 - BEYOND) * bounds.area() {
        return Ok(Some(FlawSort::CutOff));
    }
    let mut rest = drawing.clone();
    remove(&mut rest.items, &leaf.path);
    let changed = difference(whole, &picture(&rest)?);
    Ok(match changed {
        0 => Some(FlawSort::Unseen),
        n if n < LEAST => Some(FlawSort::Speck),
        _ => None,
    })
}

fn remove(items: &mut Vec<Item>, path: &[usize]) {
    match path {
        [at] if *at < items.len() => drop(items.remove(*at)),
        [at, rest @ ..] => {
            if let Some(Item { body: Body::Group(inner), .. }) = items.get_mut(*at) {
                remove(inner, rest);
            }
        }
        [] => {}
    }
}

fn difference(a: &Raster, b: &Raster) -> usize {
    let far = |(a, b): (&Rgba, &Rgba)| [(a.r, b.r), (a.g, b.g), (a.b, b.b)].iter().any(|(a, b)| a.abs_diff(*b) > SEEN);
    a.pixels().iter().zip(b.pixels()).filter(|pair| far(*pair)).count()
}

fn picture(drawing: &Drawing) -> Result<Raster> {
    let (width, height) = (Some(SIDE), Some(SIDE));
    render(drawing, &RenderOptions { width, height, background: Some(Rgba::WHITE), ..RenderOptions::default() })
}

#[cfg(test)]
mod tests {
    use super::critique;

    #[track_caller]
    fn check(shapes: &str, expected: &[&str]) {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>{shapes}</svg>");
        let drawing = linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap().value;
        let found: Vec<String> = critique(&drawing).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn flaws_are_named() {
        check("<circle cx='12' cy='12' r='9'/>", &[]);
        check(
            "<circle cx='12' cy='12' r='9'/><rect id='in' x='9' y='9' width='4' height='4'/>",
            &["in cannot be seen: others cover it, or it has the color of what lies below"],
        );
        check(
            "<rect id='low' x='9' y='9' width='4' height='4' fill='red'/><circle cx='12' cy='12' r='9'/>",
            &["low cannot be seen: others cover it, or it has the color of what lies below"],
        );
        check(
            "<circle cx='12' cy='12' r='9'/><circle id='far' cx='40' cy='40' r='3'/>",
            &["far lies outside the view box"],
        );
        check(
            "<circle cx='12' cy='12' r='9'/><circle id='half' cx='24' cy='20' r='3' fill='red'/>",
            &["half is cut off by the edge of the view box"],
        );
        check(
            "<circle cx='12' cy='12' r='9'/><path id='x' d='M2 2h4' fill='none'/>",
            &["x has neither fill nor stroke"],
        );
        check("<rect width='30' height='30' fill='#eee'/><circle cx='12' cy='12' r='9'/>", &[]);
    }
}
