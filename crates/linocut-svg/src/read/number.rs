//! Numbers and lengths as SVG writes them.

/// Largest magnitude of a number that is accepted.
pub(crate) const LARGEST: f64 = 1e9;

/// The number at the start of `text`, and what follows it. A dot needs digits on one side; an `e` that no
/// exponent follows belongs to what comes next (`2em`).
pub(crate) fn number(text: &str) -> Option<(f64, &str)> {
    let length = number_length(text.as_bytes())?;
    let (digits, rest) = text.split_at_checked(length)?;
    let value: f64 = digits.parse().ok()?;
    (value.abs() <= LARGEST).then_some((value, rest))
}

/// How many bytes at the start of `bytes` are a number.
pub(crate) fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits(sign);
    let mut length = sign + whole;
    if bytes.get(length) == Some(&b'.') {
        let fraction = digits(length + 1);
        if whole == 0 && fraction == 0 {
            return None;
        }
        length += 1 + fraction;
    } else if whole == 0 {
        return None;
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
        }
    }
    Some(length)
}

/// Skips whitespace, at most one comma, and whitespace.
pub(crate) fn skip_comma(text: &str) -> &str {
    let text = skip_space(text);
    text.strip_prefix(',').map_or(text, skip_space)
}

/// Skips whitespace.
pub(crate) fn skip_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}'])
}

/// All numbers of a list separated by spaces or commas; `None` if anything else is in it.
pub(crate) fn list(text: &str) -> Option<Vec<f64>> {
    let mut numbers = Vec::new();
    let mut rest = skip_space(text);
    while !rest.is_empty() {
        let (value, tail) = number(rest)?;
        numbers.push(value);
        rest = skip_comma(tail);
    }
    Some(numbers)
}

/// What relative units refer to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    /// Width of the nearest viewport, in user units.
    pub(crate) width: f64,
    /// Height of the nearest viewport, in user units.
    pub(crate) height: f64,
    /// Font size, in user units.
    pub(crate) font: f64,
}

/// Which side of the viewport a percentage refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Its width.
    Width,
    /// Its height.
    Height,
    /// Its diagonal divided by √2.
    Diagonal,
}

/// A length in user units; `None` when it is not a length.
pub(crate) fn length(text: &str, side: Side, frame: &Frame) -> Option<f64> {
    let (value, unit) = number(text.trim())?;
    if unit == "%" {
        let whole = match side {
            Side::Width => frame.width,
            Side::Height => frame.height,
            Side::Diagonal => (frame.width.powi(2) + frame.height.powi(2)).sqrt() / std::f64::consts::SQRT_2,
        };
        return Some(value / 100.0 * whole);
    }
    match unit.to_ascii_lowercase().as_str() {
        "em" | "rem" => Some(value * frame.font),
        "ex" => Some(value * frame.font / 2.0),
        unit => absolute(unit).map(|pixels| value * pixels),
    }
}

/// A length in CSS pixels without reference to anything; `None` for percentages and font units.
pub(crate) fn pixels(text: &str) -> Option<f64> {
    let (value, unit) = number(text.trim())?;
    absolute(&unit.to_ascii_lowercase()).map(|pixels| value * pixels)
}

/// CSS pixels in one of an absolute unit, 96 to the inch.
fn absolute(unit: &str) -> Option<f64> {
    Some(match unit {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => linocut_core::PIXELS_PER_MM,
        "q" => 96.0 / 101.6,
        _ => return None,
    })
}

/// A number or a percentage as a share of one.
pub(crate) fn share(text: &str) -> Option<f64> {
    let (value, unit) = number(text.trim())?;
    match unit {
        "" => Some(value),
        "%" => Some(value / 100.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Side, length, list, number, pixels};

    #[track_caller]
    fn check(text: &str, expected: Option<(f64, &str)>) {
        assert_eq!(number(text), expected);
    }

    #[test]
    fn reads_numbers_and_leaves_the_rest() {
        check("12.5.5", Some((12.5, ".5")));
        check("-.5e1,", Some((-5.0, ",")));
        check("2em", Some((2.0, "em")));
        check("1e", Some((1.0, "e")));
        check("+3.", Some((3.0, "")));
        check(".", None);
        check("-", None);
        check("NaN", None);
        check("1e10", None);
        check("1e999", None);
    }

    #[test]
    fn reads_lists() {
        assert_eq!(list(" 1,2 3-4 "), Some(vec![1.0, 2.0, 3.0, -4.0]));
        assert_eq!(list("1,,2"), None);
        assert_eq!(list("1 x"), None);
    }

    #[test]
    fn converts_units() {
        let frame = Frame { width: 200.0, height: 100.0, font: 10.0 };
        assert_eq!(length("50%", Side::Width, &frame), Some(100.0));
        assert_eq!(length("1.5em", Side::Height, &frame), Some(15.0));
        assert_eq!(pixels("1in"), Some(96.0));
        assert_eq!(pixels("5%"), None);
        assert_eq!(pixels("5 px"), None);
    }
}
