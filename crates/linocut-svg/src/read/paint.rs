//! Fills and strokes: SVG 2, chapter 13.

use super::color::{byte, color};
use super::gradient;
use super::number::{self, Side};
use super::scope::Scope;
use super::source::Source;
use linocut_core::kurbo::Rect;
use linocut_core::{Cap, FillRule, Join, Paint, Rgba, Stroke};

/// Something that a drawing cannot hold, only SVG: a pattern, a color of another space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Foreign;

/// What a paint property comes to; `None` when nothing is painted.
pub(super) type Painted = Result<Option<Paint>, Foreign>;

/// The fill for an outline with these bounds; `None` bounds where they are not known.
pub(super) fn fill(scope: &Scope<'_>, source: &Source<'_>, bounds: Option<Rect>) -> Painted {
    let wanted = Wanted { text: scope.get("fill").unwrap_or("black"), opacity: scope.share("fill-opacity"), bounds };
    wanted.paint(scope, source)
}

/// Which points a fill covers.
pub(super) fn fill_rule(scope: &Scope<'_>) -> FillRule {
    if scope.get("fill-rule") == Some("evenodd") { FillRule::EvenOdd } else { FillRule::NonZero }
}

/// The stroke along an outline with these bounds.
pub(super) fn stroke(scope: &Scope<'_>, source: &Source<'_>, bounds: Option<Rect>) -> Result<Option<Stroke>, Foreign> {
    let text = scope.get("stroke").unwrap_or("none");
    let width = if scope.get("stroke-width").is_some() { scope.length_property("stroke-width") } else { Some(1.0) };
    let width = width.unwrap_or(1.0);
    if text == "none" || width <= 0.0 {
        return Ok(None);
    }
    let wanted = Wanted { text, opacity: scope.share("stroke-opacity"), bounds };
    let Some(paint) = wanted.paint(scope, source)? else { return Ok(None) };
    let mut stroke = Stroke::new(paint, width);
    stroke.cap = match scope.get("stroke-linecap") {
        Some("round") => Cap::Round,
        Some("square") => Cap::Square,
        _ => Cap::Butt,
    };
    stroke.join = match scope.get("stroke-linejoin") {
        Some("round") => Join::Round,
        Some("bevel") => Join::Bevel,
        _ => Join::Miter,
    };
    let limit = scope.get("stroke-miterlimit").and_then(number::share);
    stroke.miter_limit = limit.filter(|limit| *limit >= 1.0).unwrap_or(4.0);
    stroke.dashes = dashes(scope);
    stroke.dash_offset = scope.length_property("stroke-dashoffset").unwrap_or(0.0);
    Ok(Some(stroke))
}

/// The dash pattern; empty when it is broken or all gaps are zero, as SVG says.
fn dashes(scope: &Scope<'_>) -> Vec<f64> {
    let text = scope.get("stroke-dasharray").unwrap_or("none");
    let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    let lengths: Option<Vec<f64>> = parts.map(|part| number::length(part, Side::Diagonal, &scope.frame)).collect();
    let lengths = lengths.unwrap_or_default();
    let fine = lengths.iter().all(|length| *length >= 0.0) && lengths.iter().any(|length| *length > 0.0);
    if fine { lengths } else { Vec::new() }
}

/// A paint property and what surrounds it.
struct Wanted<'t> {
    text: &'t str,
    opacity: f64,
    bounds: Option<Rect>,
}

impl Wanted<'_> {
    fn paint(&self, scope: &Scope<'_>, source: &Source<'_>) -> Painted {
        let Some((id, fallback)) = self.text.strip_prefix("url(#").and_then(|rest| rest.split_once(')')) else {
            return self.plain(self.text, scope);
        };
        match source.find(id) {
            Some(target) if target.tag.ends_with("Gradient") => {
                gradient::read(target, self.opacity, self.bounds, source)
            }
            Some(target) if target.tag == "pattern" => Err(Foreign),
            _ => match fallback.trim() {
                "" => Ok(None),
                text => self.plain(text, scope),
            },
        }
    }

    fn plain(&self, text: &str, scope: &Scope<'_>) -> Painted {
        if text == "none" {
            return Ok(None);
        }
        if text.eq_ignore_ascii_case("currentcolor") {
            return match scope.get("color").filter(|text| !text.eq_ignore_ascii_case("currentcolor")) {
                Some(text) => self.plain_color(text),
                None if self.opacity >= 1.0 => Ok(Some(Paint::CurrentColor)),
                None => Err(Foreign),
            };
        }
        self.plain_color(text)
    }

    fn plain_color(&self, text: &str) -> Painted {
        match color(text) {
            Some(color) => match faded(color, self.opacity) {
                Rgba { a: 0, .. } => Ok(None),
                color => Ok(Some(Paint::Solid(color))),
            },
            None => Err(Foreign),
        }
    }
}

/// A color whose alpha is multiplied.
pub(super) fn faded(color: Rgba, opacity: f64) -> Rgba {
    color.with_alpha(byte(f64::from(color.a) * opacity))
}
