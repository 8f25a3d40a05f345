//! Values of options, from the words a person writes.

use crate::input::Source;
use linocut_core::{Error, Rgba};
use linocut_trace::{PaletteRule, SPOT_TOLERANCE, parse_palette, parse_swatches};
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

/// Largest palette file that is read, in bytes; a little more than is accepted.
const MOST_PALETTE: u64 = (1 << 20) + 1;

/// Reads the rules of a palette, or those in the file behind an `@`.
pub(crate) fn palette(text: &str) -> Result<Palette, String> {
    let rules = match text.strip_prefix('@') {
        Some(path) => Source::new(Path::new(path))
            .read(MOST_PALETTE)
            .and_then(|bytes| parse_swatches(&bytes).map_err(|error| error.at(path))),
        None => parse_palette(text),
    };
    rules.map(Palette).map_err(|error| sentence(&error))
}

/// Reads colors that are to stay as they are.
pub(crate) fn spots(text: &str) -> Result<Palette, String> {
    let Palette(rules) = palette(text)?;
    let spot = |rule: PaletteRule| PaletteRule { tolerance: rule.tolerance.or(Some(SPOT_TOLERANCE)), ..rule };
    Ok(Palette(rules.into_iter().map(spot).collect()))
}

/// What becomes of colors.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Palette(pub(crate) Vec<PaletteRule>);

/// An error and its hint on one line, as the reader of arguments shows it.
fn sentence(error: &Error) -> String {
    match error.hint() {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    }
}

/// Reads a color.
pub(crate) fn color(text: &str) -> Result<Rgba, String> {
    Rgba::parse(text).map_err(|error| sentence(&error))
}

/// Reads a color, or `none`.
pub(crate) fn color_or_none(text: &str) -> Result<Option<Rgba>, String> {
    if text == "none" { Ok(None) } else { color(text).map(Some) }
}

/// A reader of finite numbers in `range`, in `unit`.
pub(crate) fn number(
    range: RangeInclusive<f64>,
    unit: &'static str,
) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync + 'static {
    move |text| {
        let value: f64 = text.parse().map_err(|_| format!("not a number; {}", wanted(&range, unit)))?;
        if range.contains(&value) { Ok(value) } else { Err(wanted(&range, unit)) }
    }
}

fn wanted(range: &RangeInclusive<f64>, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    if range.end().is_finite() {
        format!("it goes from {} to {}{unit}", range.start(), range.end())
    } else {
        format!("it goes from {}{unit} up", range.start())
    }
}

/// Reads a time such as `500ms`, `1.5s`, `2m`, or seconds without a unit.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(split).unwrap_or((text, ""));
    let scale = match unit {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(format!("unknown unit '{unit}'; write it like 500ms, 5s or 2m")),
    };
    let seconds = digits.parse::<f64>().map_err(|_| "not a time; write it like 500ms, 5s or 2m".to_owned())?;
    match Duration::try_from_secs_f64(seconds * scale) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("it must be longer than zero and not endless".to_owned()),
    }
}

/// Bytes in words: `812 bytes`, `3.4 kB`.
pub(crate) fn bytes(count: usize) -> String {
    match count {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{}.{} kB", count / 1_000, count % 1_000 / 100),
        _ => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

/// A number of things in words: `1 path`, `3 paths`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

#[cfg(test)]
mod tests {
    use super::{bytes, duration};
    use std::time::Duration;

    #[track_caller]
    fn check(text: &str, milliseconds: Option<u64>) {
        assert_eq!(duration(text).ok(), milliseconds.map(Duration::from_millis), "{text}");
    }

    #[test]
    fn reads_times() {
        check("500ms", Some(500));
        check("1.5s", Some(1500));
        check("2", Some(2000));
        check("2m", Some(120_000));
        for wrong in ["", "0", "-1s", "5 parsecs", "1e999", "s", "NaN"] {
            check(wrong, None);
        }
    }

    #[test]
    fn tells_sizes_in_words() {
        assert_eq!([bytes(1), bytes(999), bytes(1234), bytes(5_678_901)], ["1 byte", "999 bytes", "1.2 kB", "5.6 MB"]);
    }
}
