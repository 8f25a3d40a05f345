//! Transforms: the functions of SVG 1.1 and those of CSS that are flat.

use super::number::{self, number, skip_comma, skip_space};
use linocut_core::kurbo::Affine;
use std::fmt::Write;

/// One function: its SVG name and its numbers in user units and degrees.
#[derive(Clone, Debug, PartialEq)]
struct Function {
    name: &'static str,
    numbers: Vec<f64>,
}

/// The transform that `text` describes; `None` when any part of it cannot be read.
pub(crate) fn affine(text: &str) -> Option<Affine> {
    let mut product = Affine::IDENTITY;
    for Function { name, numbers } in functions(text)? {
        product *= match (name, numbers.as_slice()) {
            ("matrix", &[a, b, c, d, e, f]) => Affine::new([a, b, c, d, e, f]),
            ("translate", &[x]) => Affine::translate((x, 0.0)),
            ("translate", &[x, y]) => Affine::translate((x, y)),
            ("scale", &[s]) => Affine::scale(s),
            ("scale", &[x, y]) => Affine::scale_non_uniform(x, y),
            ("rotate", &[turn]) => Affine::rotate(turn.to_radians()),
            ("rotate", &[turn, x, y]) => Affine::rotate_about(turn.to_radians(), (x, y)),
            ("skewX", &[lean]) => Affine::new([1.0, 0.0, lean.to_radians().tan(), 1.0, 0.0, 0.0]),
            ("skewY", &[lean]) => Affine::new([1.0, lean.to_radians().tan(), 0.0, 1.0, 0.0, 0.0]),
            _ => return None,
        };
    }
    product.is_finite().then_some(product)
}

/// The same transform in SVG's own syntax; `None` when it cannot be read.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let mut out = String::new();
    for Function { name, numbers } in functions(text)? {
        out.push_str(if out.is_empty() { "" } else { " " });
        out.push_str(name);
        for (index, value) in numbers.iter().enumerate() {
            let mark = if index == 0 { '(' } else { ' ' };
            // Writing to a string cannot fail.
            let _ = write!(out, "{mark}{value}");
        }
        out.push(')');
    }
    (!out.is_empty()).then_some(out)
}

fn functions(text: &str) -> Option<Vec<Function>> {
    let mut list = Vec::new();
    let mut rest = skip_space(text);
    while !rest.is_empty() {
        let (name, tail) = rest.split_once('(')?;
        let (arguments, tail) = tail.split_once(')')?;
        list.push(function(name.trim_end(), arguments)?);
        rest = skip_comma(tail);
    }
    Some(list)
}

fn function(name: &str, arguments: &str) -> Option<Function> {
    let (name, counts, place): (_, &[usize], _) = match name.to_ascii_lowercase().as_str() {
        "matrix" => ("matrix", &[6], 0),
        "translate" => ("translate", &[1, 2], 0),
        "translatex" => ("translate", &[1], 1),
        "translatey" => ("translate", &[1], 2),
        "scale" => ("scale", &[1, 2], 0),
        "scalex" => ("scale", &[1], 1),
        "scaley" => ("scale", &[1], 2),
        "rotate" => ("rotate", &[1, 3], 0),
        "skewx" => ("skewX", &[1], 0),
        "skewy" => ("skewY", &[1], 0),
        _ => return None,
    };
    let numbers = numbers(arguments)?;
    if !counts.contains(&numbers.len()) {
        return None;
    }
    // The functions for one axis leave the other as it is.
    let still = if name == "scale" { 1.0 } else { 0.0 };
    let numbers = match (place, numbers.as_slice()) {
        (1, &[x]) => vec![x, still],
        (2, &[y]) => vec![still, y],
        _ => numbers,
    };
    Some(Function { name, numbers })
}

/// Numbers with the units of CSS: absolute lengths, and angles in degrees.
fn numbers(text: &str) -> Option<Vec<f64>> {
    let mut list = Vec::new();
    let mut rest = skip_space(text);
    while !rest.is_empty() && list.len() < 6 {
        let (value, tail) = number(rest)?;
        let unit = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (unit, tail) = tail.split_at_checked(unit)?;
        let value = match unit.to_ascii_lowercase().as_str() {
            "rad" => value.to_degrees(),
            "grad" => value * 0.9,
            "turn" => value * 360.0,
            "" | "deg" => value,
            unit => number::pixels(&format!("{value}{unit}"))?,
        };
        list.push(if value.abs() <= number::LARGEST { value } else { return None });
        rest = skip_comma(tail);
    }
    rest.is_empty().then_some(list)
}

#[cfg(test)]
mod tests {
    use super::{affine, canonical};
    use linocut_core::kurbo::Point;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>, moved: (f64, f64)) {
        assert_eq!(canonical(text).as_deref(), expected);
        if let Some(affine) = affine(text) {
            let at = affine * Point::new(1.0, 2.0);
            assert!((at - Point::new(moved.0, moved.1)).hypot() < 1e-9, "{at:?}");
        }
    }

    #[test]
    fn reads_svg_and_css_functions() {
        check("translate(3,4)scale(2)", Some("translate(3 4) scale(2)"), (5.0, 8.0));
        check("rotate(90)", Some("rotate(90)"), (-2.0, 1.0));
        check("rotate(.25turn)", Some("rotate(90)"), (-2.0, 1.0));
        check("rotate(180 1 1)", Some("rotate(180 1 1)"), (1.0, 0.0));
        check("translateY(10px), matrix(1 0 0 1 1 1)", Some("translate(0 10) matrix(1 0 0 1 1 1)"), (2.0, 13.0));
        check("skewX(45)", Some("skewX(45)"), (3.0, 2.0));
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        for text in ["rotate3d(1,0,0,45deg)", "rotate(1 2)", "scale()", "none", "translate(1e10)", "rotate(NaN)"] {
            check(text, None, (0.0, 0.0));
        }
    }
}
