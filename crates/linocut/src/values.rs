//! Values of options, from the words a person writes.

use linocut_core::Rgba;
use std::ops::RangeInclusive;
use std::time::Duration;

/// Most colors of a palette.
const MAX_COLORS: usize = 256;

/// Reads colors separated by commas or spaces.
pub(crate) fn palette(text: &str) -> Result<Palette, String> {
    let words = text.split([',', ' ', ';']).filter(|word| !word.is_empty());
    let colors = words.map(color).collect::<Result<Vec<_>, _>>()?;
    match colors.len() {
        0 => Err("no colors in it; write them like '#fff,#000'".to_owned()),
        n if n > MAX_COLORS => Err(format!("{n} colors are too many, {MAX_COLORS} is the most")),
        _ => Ok(Palette(colors)),
    }
}

/// Colors that a person named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Palette(pub(crate) Vec<Rgba>);

/// Reads a color.
pub(crate) fn color(text: &str) -> Result<Rgba, String> {
    Rgba::from_hex(text).ok_or_else(|| format!("'{text}' is not a color; write it like #f80 or #ff8800"))
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
    use super::{bytes, duration, palette};
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
    fn reads_palettes_with_any_separator() {
        for text in ["#fff,#000", "#fff #000", "fff, 000"] {
            assert_eq!(palette(text).unwrap().0.len(), 2, "{text}");
        }
        assert!(palette(",").is_err());
        assert!(palette("#fff,red").unwrap_err().contains("red"));
    }

    #[test]
    fn tells_sizes_in_words() {
        assert_eq!([bytes(1), bytes(999), bytes(1234), bytes(5_678_901)], ["1 byte", "999 bytes", "1.2 kB", "5.6 MB"]);
    }
}
