//! Gradients for formats that know less of them than SVG does.

use crate::page::short;
use linocut_core::kurbo::{Affine, Point, Rect};
use linocut_core::{Gradient, GradientShape, Paint, Rgba, Spread, Stop, Unit};

/// Most repetitions of a gradient that are written out; beyond them its last color goes on.
const MOST_TURNS: f64 = 64.0;
/// How near to its circle the focus of a radial gradient may lie, as a share of the radius; renderers fail at 1.
const INSIDE: f64 = 0.99;

/// The paint with what cannot be painted made simple: the current color is black, a gradient without extent its last
/// color, one whose stops are alike that color.
pub(crate) fn settled(paint: &Paint) -> Paint {
    match paint {
        Paint::CurrentColor => Paint::Solid(Rgba::BLACK),
        Paint::Solid(color) => Paint::Solid(*color),
        Paint::Gradient(gradient) => {
            let Some(last) = gradient.stops.last() else { return Paint::Solid(Rgba::TRANSPARENT) };
            let alike = gradient.stops.iter().all(|stop| stop.color == last.color);
            if alike || is_flat(gradient) { Paint::Solid(last.color) } else { Paint::Gradient(focused(gradient)) }
        }
    }
}

fn is_flat(gradient: &Gradient) -> bool {
    let (extent, away) = match gradient.shape {
        GradientShape::Linear { start, end } => (start.distance(end), start),
        GradientShape::Radial { center, radius, focus } => (radius, center + focus.to_vec2()),
    };
    let area = gradient.transform.determinant().abs();
    let computed = extent.is_finite() && area.is_finite() && away.is_finite();
    !(computed && extent > 0.0 && area > 0.0)
}

/// The gradient with its focus well inside its circle, as SVG 1.1 asks for.
fn focused(gradient: &Gradient) -> Gradient {
    let mut gradient = gradient.clone();
    if let GradientShape::Radial { center, radius, focus } = &mut gradient.shape {
        let offset = *focus - *center;
        if offset.hypot() > INSIDE * *radius {
            *focus = *center + offset * (INSIDE * *radius / offset.hypot());
        }
    }
    gradient
}

/// A gradient that looks the same inside `bounds`, a box in the space that the gradient's transform maps to, and whose
/// ends go on; its first stop is at 0 and its last at 1.
pub(crate) fn unrolled(gradient: &Gradient, bounds: Rect) -> Gradient {
    let whole = complete(&gradient.stops);
    let repeated = match gradient.spread {
        Spread::Pad => return Gradient { stops: whole, ..gradient.clone() },
        Spread::Reflect | Spread::Repeat => gradient,
    };
    let corners = corners(bounds).map(|corner| repeated.transform.inverse() * corner);
    let (shape, first, turns) = match repeated.shape {
        GradientShape::Linear { start, end } => {
            let axis = end - start;
            let along = corners.map(|corner| (corner - start).dot(axis) / axis.hypot2());
            let first = along.iter().copied().fold(0.0, f64::min).floor().max(-MOST_TURNS);
            let last = along.iter().copied().fold(1.0, f64::max).ceil().min(MOST_TURNS);
            (GradientShape::Linear { start: start + axis * first, end: start + axis * last }, first, last - first)
        }
        GradientShape::Radial { center, radius, focus } => {
            let far = corners.iter().map(|corner| corner.distance(focus)).fold(radius, f64::max);
            // Circles grow around the focus; the nearest side of theirs grows slowest.
            let turns = (far / (radius - center.distance(focus))).ceil().clamp(1.0, MOST_TURNS);
            (
                GradientShape::Radial { center: focus + (center - focus) * turns, radius: radius * turns, focus },
                0.0,
                turns,
            )
        }
    };
    let mut stops = Vec::new();
    let mut turn = 0.0;
    while turn < turns {
        let back = gradient.spread == Spread::Reflect && (first + turn).rem_euclid(2.0) >= 1.0;
        let one = |stop: &Stop, at: f64| Stop { offset: Unit::clamped((turn + at) / turns), color: stop.color };
        if back {
            stops.extend(whole.iter().rev().map(|stop| one(stop, 1.0 - stop.offset.get())));
        } else {
            stops.extend(whole.iter().map(|stop| one(stop, stop.offset.get())));
        }
        turn += 1.0;
    }
    Gradient { shape, stops, spread: Spread::Pad, transform: gradient.transform }
}

/// The stops, with one at 0 and one at 1.
pub(crate) fn complete(stops: &[Stop]) -> Vec<Stop> {
    let first = stops.first().filter(|stop| stop.offset > Unit::ZERO);
    let last = stops.last().filter(|stop| stop.offset < Unit::ONE);
    let first = first.map(|stop| Stop { offset: Unit::ZERO, ..*stop });
    let last = last.map(|stop| Stop { offset: Unit::ONE, ..*stop });
    first.into_iter().chain(stops.iter().copied()).chain(last).collect()
}

/// The corners of a box.
pub(crate) fn corners(bounds: Rect) -> [Point; 4] {
    [(bounds.x0, bounds.y0), (bounds.x1, bounds.y0), (bounds.x1, bounds.y1), (bounds.x0, bounds.y1)].map(Point::from)
}

/// A shading dictionary, alike in PDF and in PostScript level 3; `channels` are what it shows of a color, in `space`.
pub(crate) fn shading(gradient: &Gradient, space: &str, channels: impl Fn(Rgba) -> Vec<f64>) -> String {
    let (kind, coordinates) = match gradient.shape {
        GradientShape::Linear { start, end } => (2, vec![start.x, start.y, end.x, end.y]),
        GradientShape::Radial { center, radius, focus } => (3, vec![focus.x, focus.y, 0.0, center.x, center.y, radius]),
    };
    format!(
        "<< /ShadingType {kind} /ColorSpace /{space}\n/Coords [{}] /Extend [true true]\n/Function {} >>",
        list(coordinates),
        function(&gradient.stops, channels)
    )
}

/// A function from offsets to channels: straight lines between stops.
fn function(stops: &[Stop], channels: impl Fn(Rgba) -> Vec<f64>) -> String {
    let pairs: Vec<(&Stop, &Stop)> =
        stops.iter().zip(stops.iter().skip(1)).filter(|(a, b)| a.offset.get() < b.offset.get()).collect();
    let piece = |(a, b): &(&Stop, &Stop)| {
        let [from, to] = [a, b].map(|stop| list(channels(stop.color)));
        format!("<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [{from}] /C1 [{to}] >>")
    };
    if let [only] = pairs.as_slice() {
        return piece(only);
    }
    let pieces: Vec<String> = pairs.iter().map(piece).collect();
    let bounds = list(pairs.iter().skip(1).map(|(a, _)| a.offset.get()));
    let encode = vec!["0 1"; pieces.len()].join(" ");
    format!(
        "<< /FunctionType 3 /Domain [0 1]\n/Functions [\n{}\n]\n/Bounds [{bounds}]\n/Encode [{encode}] >>",
        pieces.join("\n")
    )
}

/// Numbers with spaces between them, exact enough for colors and positions.
pub(crate) fn list(numbers: impl IntoIterator<Item = f64>) -> String {
    numbers.into_iter().map(|number| short(number, 5)).collect::<Vec<_>>().join(" ")
}

/// Red, green and blue in `0..=1`.
pub(crate) fn rgb(color: Rgba) -> Vec<f64> {
    [color.r, color.g, color.b].map(|channel| f64::from(channel) / 255.0).to_vec()
}

/// The ends of a linear gradient on the page, where its lines of one color are still square to it.
pub(crate) fn line_on_page(start: Point, end: Point, to_page: Affine) -> (Point, Point) {
    let axis = end - start;
    // A line of one color runs across the axis; its image on the page tells where the axis has to point.
    let [from, to, beside] = [start, end, start + axis.turn_90()].map(|point| to_page * point);
    let across = beside - from;
    let length = across.hypot2();
    if length <= 0.0 {
        return (from, to);
    }
    let whole = to - from;
    (from, from + (whole - across * (whole.dot(across) / length)))
}
