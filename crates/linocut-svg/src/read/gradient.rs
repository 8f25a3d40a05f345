//! Gradients: SVG 2, section 14.2, in the user space of what they paint.

use super::color::color;
use super::number::{self, Frame, Side};
use super::paint::{Foreign, Painted, faded};
use super::scope::Scope;
use super::source::Source;
use super::transform;
use crate::sanitize::tree::Element;
use linocut_core::kurbo::{Affine, Point, Rect};
use linocut_core::{Gradient, GradientShape, Paint, Spread, Stop, Unit};

/// Longest chain of gradients that take attributes over from each other.
const CHAIN: usize = 64;

/// The paint that the gradient `element` gives to an outline with these bounds.
pub(super) fn read(element: &Element, opacity: f64, bounds: Option<Rect>, source: &Source<'_>) -> Painted {
    let chain = Chain::of(element, source);
    let Some(scope) = source.scope(element) else { return Err(Foreign) };
    let stops = chain.stops(source, opacity);
    let Some(last) = stops.last().copied() else { return Ok(None) };
    let in_box = chain.get("gradientUnits") != Some("userSpaceOnUse");
    let own = chain.get("gradientTransform").map_or(Some(Affine::IDENTITY), transform::affine);
    let Some(mut placed) = own else { return Ok(None) };
    if in_box {
        match bounds {
            Some(b) if b.width() > 0.0 && b.height() > 0.0 => {
                placed = Affine::new([b.width(), 0.0, 0.0, b.height(), b.x0, b.y0]) * placed;
            }
            // A line has no box to fill.
            Some(_) => return Ok(None),
            None => return Err(Foreign),
        }
    }
    if chain.get("fr").and_then(number::share).is_some_and(|radius| radius > 0.0) {
        return Err(Foreign);
    }
    let frame = if in_box { Frame { width: 1.0, height: 1.0, ..scope.frame } } else { scope.frame };
    let shape = chain.shape(element.tag, &frame);
    let is_flat = match shape {
        GradientShape::Linear { start, end } => start == end,
        GradientShape::Radial { radius, .. } => radius <= 0.0,
    };
    if stops.len() == 1 || is_flat {
        return if last.color.a == 0 { Ok(None) } else { Ok(Some(Paint::Solid(last.color))) };
    }
    let spread = match chain.get("spreadMethod") {
        Some("reflect") => Spread::Reflect,
        Some("repeat") => Spread::Repeat,
        _ => Spread::Pad,
    };
    Ok(Some(Paint::Gradient(Gradient { shape, stops, spread, transform: placed })))
}

/// A gradient and those it takes attributes and stops from.
struct Chain<'t>(Vec<&'t Element>);

impl<'t> Chain<'t> {
    fn of(element: &'t Element, source: &Source<'t>) -> Self {
        let mut chain = vec![element];
        let mut next = element;
        while let Some(id) = next.get("href").and_then(|link| link.strip_prefix('#')) {
            match source.find(id).filter(|target| target.tag.ends_with("Gradient")) {
                Some(target) if chain.len() < CHAIN => next = target,
                Some(_) | None => break,
            }
            chain.push(next);
        }
        Self(chain)
    }

    fn get(&self, name: &str) -> Option<&'t str> {
        self.0.iter().find_map(|element| element.get(name))
    }

    fn shape(&self, tag: &str, frame: &Frame) -> GradientShape {
        let at = |name: &str, side: Side, default: f64| {
            let whole = if side == Side::Width { frame.width } else { frame.height };
            let own = self.0.iter().filter(|element| element.tag == tag).find_map(|element| element.get(name));
            own.and_then(|text| number::length(text, side, frame)).unwrap_or(default * whole)
        };
        if tag == "linearGradient" {
            let start = Point::new(at("x1", Side::Width, 0.0), at("y1", Side::Height, 0.0));
            let end = Point::new(at("x2", Side::Width, 1.0), at("y2", Side::Height, 0.0));
            return GradientShape::Linear { start, end };
        }
        let center = Point::new(at("cx", Side::Width, 0.5), at("cy", Side::Height, 0.5));
        let half = number::length("50%", Side::Diagonal, frame).unwrap_or(0.5);
        let radius = self.get("r").map_or(Some(half), |text| number::length(text, Side::Diagonal, frame));
        let side = |name: &str, side: Side, default: f64| {
            self.get(name).and_then(|text| number::length(text, side, frame)).unwrap_or(default)
        };
        let focus = Point::new(side("fx", Side::Width, center.x), side("fy", Side::Height, center.y));
        GradientShape::Radial { center, radius: radius.unwrap_or(half).max(0.0), focus }
    }

    /// The stops of the first gradient in the chain that has any.
    fn stops(&self, source: &Source<'t>, opacity: f64) -> Vec<Stop> {
        let Some(owner) = self.0.iter().find(|element| element.elements().any(|child| child.tag == "stop")) else {
            return Vec::new();
        };
        let outer = source.scope(owner).cloned().unwrap_or_else(|| Scope::new(0.0, 0.0));
        let mut stops: Vec<Stop> = Vec::new();
        for element in owner.elements().filter(|child| child.tag == "stop") {
            let text = element.get("stop-color").unwrap_or("black");
            let inner = outer.of(element);
            let text =
                if text.eq_ignore_ascii_case("currentcolor") { inner.get("color").unwrap_or("black") } else { text };
            let own = element.get("stop-opacity").and_then(number::share).unwrap_or(1.0).clamp(0.0, 1.0);
            let color = faded(color(text).unwrap_or(linocut_core::Rgba::BLACK), own * opacity);
            let offset = Unit::clamped(element.get("offset").and_then(number::share).unwrap_or(0.0));
            // Offsets never go back.
            let floor = stops.last().map_or(Unit::ZERO, |stop| stop.offset);
            stops.push(Stop { offset: if offset < floor { floor } else { offset }, color });
        }
        stops
    }
}
