//! How complex a drawing is.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeSet;
use std::io::Write;

/// What a drawing consists of, counted in its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Shapes of every sort: paths and primitives.
    pub paths: usize,
    /// Path segments, counting 4 for a rect, 1 for a circle, ellipse or line, 1 for each point of a polygon or polyline.
    pub segments: usize,
    /// Distinct fills as written: hexadecimal, `rgb()`, `rgba()` or `url()`; color names are not counted.
    pub colors: usize,
    /// Rects, circles, ellipses, polygons, polylines and lines.
    pub primitives: usize,
    /// Linear and radial gradients.
    pub gradients: usize,
    /// Bytes of the text.
    pub bytes: usize,
    /// Bytes after gzip at level 6; within about 1 % of what zlib gives.
    pub gzip_bytes: usize,
}

/// Counts what `svg` consists of; shapes in `defs`, masks and clip paths are left out.
///
/// This reads text, not XML, by the benchmark's definitions: it takes any text and never fails.
#[must_use]
pub fn count(svg: &str) -> Counts {
    let body = without_definitions(svg);
    let number = |name: &str| elements(&body, name).count();
    let primitives = ["rect", "circle", "ellipse", "polygon", "polyline", "line"].map(number);
    let [rects, circles, ellipses, _, _, lines] = primitives;
    let outlines: Vec<&str> = elements(&body, "path").filter_map(outline).collect();
    let points = ["polygon", "polyline"]
        .map(|name| elements(&body, name).filter_map(points).map(|p| numbers(p) / 2).sum::<usize>());
    let mut squeezed = GzEncoder::new(Vec::new(), Compression::new(6));
    let gzip_bytes = squeezed.write_all(svg.as_bytes()).and_then(|()| squeezed.finish()).map_or(0, |bytes| bytes.len());
    Counts {
        paths: outlines.len() + primitives.iter().sum::<usize>(),
        segments: outlines.iter().map(|d| segments(d)).sum::<usize>()
            + 4 * rects
            + circles
            + ellipses
            + lines
            + points.iter().sum::<usize>(),
        colors: fills(&body).len(),
        primitives: primitives.iter().sum(),
        gradients: elements(svg, "linearGradient").count() + elements(svg, "radialGradient").count(),
        bytes: svg.len(),
        gzip_bytes,
    }
}

/// The text without `clipPath`, `mask` and `defs` elements; one that is never closed stays.
fn without_definitions(svg: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(svg.len()), svg);
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        kept.push_str(before);
        let hidden = ["clipPath", "mask", "defs"].into_iter().find_map(|name| {
            let inside = opening(tail, name)?;
            let close = format!("</{name}>");
            inside.split_once(&close).map(|(_, after)| after)
        });
        rest = hidden.unwrap_or_else(|| {
            kept.push('<');
            tail.strip_prefix('<').unwrap_or(tail)
        });
    }
    kept + rest
}

/// What follows `<name`, if `text` begins with it and the name ends there.
fn opening<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text.strip_prefix('<')?.strip_prefix(name)?;
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (!goes_on).then_some(rest)
}

/// What follows each `<name`, to the end of the text.
fn elements<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices('<').filter_map(move |(at, _)| opening(text.get(at..)?, name))
}

/// The value of the attribute `d` of a path whose tag goes on with `tag`.
fn outline(tag: &str) -> Option<&str> {
    let end = tag.find('>').unwrap_or(tag.len());
    let spaces = tag.char_indices().take_while(|&(at, _)| at < end).filter(|(_, c)| c.is_whitespace());
    spaces
        .filter_map(|(at, space)| tag.get(at + space.len_utf8()..)?.strip_prefix('d'))
        .find_map(|rest| quoted(rest, true))
}

/// The points of a polygon or polyline whose tag goes on with `tag`.
fn points(tag: &str) -> Option<&str> {
    let end = tag.find('>').unwrap_or(tag.len());
    let found = tag.match_indices("points").take_while(|&(at, _)| at < end);
    found.filter_map(|(at, name)| tag.get(at + name.len()..)).find_map(|rest| quoted(rest, false))
}

/// The text in quotes after an equals sign; `closed` tells whether the closing quote must be there.
fn quoted(text: &str, closed: bool) -> Option<&str> {
    let value = text.trim_start().strip_prefix('=')?.trim_start().strip_prefix(['"', '\''])?;
    match value.find(['"', '\'']) {
        Some(end) => value.get(..end),
        None => (!closed).then_some(value),
    }
}

fn fills(body: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut rest = body;
    while let Some((_, after)) = rest.split_once("fill") {
        let color = after.trim_start().strip_prefix([':', '=']).map(|value| {
            let value = value.trim_start();
            value.strip_prefix(['"', '\'']).unwrap_or(value).trim_start()
        });
        rest = after;
        if let Some((value, tail)) = color
            .and_then(|value| Some((value, color_end(value)?)))
            .and_then(|(value, end)| value.split_at_checked(end))
        {
            found.insert(value);
            rest = tail;
        }
    }
    found
}

/// How long the color at the start of `value` is in bytes.
fn color_end(value: &str) -> Option<usize> {
    if let Some(hex) = value.strip_prefix('#') {
        let digits = hex.bytes().take(8).take_while(u8::is_ascii_hexdigit).count();
        return (digits >= 3).then_some(digits + 1);
    }
    let call = ["rgb(", "rgba(", "url("].iter().any(|name| value.starts_with(name));
    if call { value.find(')').map(|at| at + 1) } else { None }
}

/// Segments of path data; closing a subpath and moving to its start cost none.
fn segments(d: &str) -> usize {
    let is_command = |c: char| "MmLlHhVvCcSsQqTtAaZz".contains(c);
    let starts = d.match_indices(is_command);
    starts
        .map(|(at, command)| {
            let rest = d.get(at + 1..).unwrap_or_default();
            let count = numbers(rest.split(is_command).next().unwrap_or_default());
            match command {
                "Z" | "z" => 0,
                "M" | "m" => (count / 2).saturating_sub(1),
                "H" | "h" | "V" | "v" => count,
                "L" | "l" | "T" | "t" => count / 2,
                "C" | "c" => count / 6,
                // An arc has seven numbers, but its flags may run into the next number, so the count is rounded.
                "A" | "a" => {
                    if count == 0 {
                        0
                    } else {
                        ((2 * count + 7) / 14).max(1)
                    }
                }
                _ => count / 4,
            }
        })
        .sum()
}

/// How many numbers stand in `text`, with or without separators.
fn numbers(text: &str) -> usize {
    let (mut count, mut rest) = (0, text.as_bytes());
    while !rest.is_empty() {
        let length = number(rest);
        count += usize::from(length > 0);
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    count
}

/// The length in bytes of the number that `text` begins with, 0 for none.
fn number(text: &[u8]) -> usize {
    let digits = |from: usize| text.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let sign = |at: usize| usize::from(matches!(text.get(at), Some(b'+' | b'-')));
    let start = sign(0);
    let whole = digits(start);
    let mut end = start + whole;
    if text.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if whole + fraction == 0 {
            return 0;
        }
        end += 1 + fraction;
    } else if whole == 0 {
        return 0;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let first = end + 1 + sign(end + 1);
        let exponent = digits(first);
        if exponent > 0 {
            end = first + exponent;
        }
    }
    end
}
