//! Palettes as programs save them.

mod ase;

use super::parse::{complete, parts};
use super::{MOST_RULES, PaletteRule};
use linocut_core::{Error, Kind, Result, Rgba};
use serde_json::Value;

/// Largest file, in bytes: a thousand times what 256 named colors take is no palette.
const MOST_BYTES: usize = 1 << 20;
/// Deepest nesting of a JSON palette; design token files have about four levels.
const MOST_DEPTH: usize = 16;

/// Reads the colors of a palette file, whichever of these it is:
///
/// - a GIMP palette (`.gpl`): rows of three numbers and a name;
/// - Adobe Swatch Exchange (`.ase`): its RGB and gray swatches; CMYK and Lab ones are errors, as they need a profile;
/// - JSON: an array of colors, an object from name to color, or objects with a `name` beside a color, nested as
///   design tokens are; what is said of the palette, such as a version or description, is no color;
/// - text: one color or rule of [`parse_palette`](crate::parse_palette) a line, a name after it if wanted; `//` and `;` begin comments.
///
/// Names become the [`PaletteRule::name`] of the colors.
///
/// # Errors
/// [`Kind::Input`] with the line or swatch that is wrong, and for no or more than 256 colors;
/// [`Kind::Limit`] over 1 MiB.
///
/// ```
/// use linocut_trace::parse_swatches;
/// let rules = parse_swatches(br##"{"brand": {"sky": "#4cc9f0", "ink": "#1d3557"}}"##)?;
/// assert!(rules.iter().any(|rule| rule.name.as_deref() == Some("sky")));
/// let rules = parse_swatches(b"#e30613 Signal red\nwhite -> none ~ 0.05\n")?;
/// assert_eq!(rules[0].name.as_deref(), Some("Signal red"));
/// assert_eq!(rules[1].target, None);
/// # Ok::<(), linocut_core::Error>(())
/// ```
pub fn parse_swatches(bytes: &[u8]) -> Result<Vec<PaletteRule>> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::new(Kind::Limit, "palette file is over 1 MiB"));
    }
    let rules = if bytes.starts_with(b"ASEF") {
        ase::swatches(bytes)?
    } else {
        let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
            .map_err(|e| Error::new(Kind::Input, "palette file is not text and not .ase").cause(e))?;
        match text.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => json(text)?,
            Some(b'G') if text.trim_start().starts_with("GIMP Palette") => gimp(text)?,
            Some(_) | None => lines(text)?,
        }
    };
    match rules.len() {
        0 => Err(Error::new(Kind::Input, "palette file has no colors")),
        1..=MOST_RULES => Ok(rules),
        n => Err(Error::new(Kind::Input, format!("palette file has {n} colors, {MOST_RULES} is the most"))),
    }
}

fn named(color: Rgba, name: &str) -> PaletteRule {
    let name = name.trim();
    PaletteRule { name: (!name.is_empty()).then(|| name.to_owned()), ..PaletteRule::color(color) }
}

fn gimp(text: &str) -> Result<Vec<PaletteRule>> {
    let mut rules = Vec::new();
    for (at, line) in text.lines().enumerate().skip(1) {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#']) || line.starts_with("Name:") || line.starts_with("Columns:") {
            continue;
        }
        let wrong = || Error::new(Kind::Input, "not three numbers from 0 to 255").at(format!("line {}", at + 1));
        let mut rest = line;
        let mut channel = || -> Option<u8> {
            let (word, tail) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            rest = tail.trim_start();
            word.parse().ok()
        };
        let (Some(r), Some(g), Some(b)) = (channel(), channel(), channel()) else { return Err(wrong()) };
        rules.push(named(Rgba::opaque(r, g, b), rest));
    }
    Ok(rules)
}

fn lines(text: &str) -> Result<Vec<PaletteRule>> {
    let (mut rules, mut fixed) = (Vec::new(), false);
    for (at, line) in text.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with(';') {
            continue;
        }
        let (found, plain) = match parts(line) {
            Ok(found) => found,
            Err(error) => {
                let (color, name) = line.split_once([' ', '\t', ':', '=']).unwrap_or((line, ""));
                (vec![named(Rgba::parse(color).map_err(|_| error.at(format!("line {}", at + 1)))?, name)], true)
            }
        };
        rules.extend(found);
        fixed |= plain;
    }
    complete(&mut rules, fixed);
    Ok(rules)
}

fn json(text: &str) -> Result<Vec<PaletteRule>> {
    let page = serde_json::from_str(text).map_err(|e| Error::new(Kind::Input, "palette is not JSON").cause(e))?;
    let mut rules = Vec::new();
    collect(&page, "", 0, &mut rules)?;
    Ok(rules)
}

/// Adds every color below `value`; `name` is the key or the name that leads to it.
fn collect(value: &Value, name: &str, depth: usize, rules: &mut Vec<PaletteRule>) -> Result<()> {
    if depth > MOST_DEPTH {
        return Err(Error::new(Kind::Input, format!("palette is nested over {MOST_DEPTH} levels deep")));
    }
    match value {
        Value::String(text) => {
            // Names, versions and other words beside the colors are no colors.
            rules.extend(Rgba::parse(text).ok().map(|color| named(color, name)));
        }
        Value::Array(values) => {
            values.iter().try_for_each(|value| collect(value, name, depth + 1, rules))?;
        }
        Value::Object(map) => {
            let own = map.get("name").and_then(Value::as_str);
            for (key, value) in map.iter().filter(|(key, value)| !is_about(key, value)) {
                let is_value = matches!(key.trim_start_matches('$'), "hex" | "color" | "value" | "colors" | "palette");
                let name = own.unwrap_or(if is_value { name } else { key });
                collect(value, name, depth + 1, rules)?;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

/// Whether an entry says something about the palette, be it a word that is the name of a color.
fn is_about(key: &str, value: &Value) -> bool {
    const ABOUT: [&str; 9] =
        ["name", "version", "description", "type", "title", "author", "comment", "license", "extensions"];
    let marked = value.as_str().is_some_and(|text| text.trim_start().starts_with('#'));
    ABOUT.contains(&key.trim_start_matches('$')) && !marked
}

#[cfg(test)]
mod tests {
    use super::parse_swatches;
    use crate::SPOT_TOLERANCE;

    #[track_caller]
    fn check(file: &[u8], expected: &[(&str, &str)]) {
        let rules = parse_swatches(file).unwrap();
        let found: Vec<_> = rules.iter().map(|r| (r.name.clone().unwrap_or_default(), r.source.to_string())).collect();
        let expected: Vec<_> = expected.iter().map(|&(n, c)| (n.to_owned(), c.to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn reads_gimp_palettes() {
        let file = b"GIMP Palette\nName: Brand\nColumns: 2\n# by hand\n227   6  19\tSignal red\n255 255 255\n";
        check(file, &[("Signal red", "#e30613"), ("", "#fff")]);
    }

    #[test]
    fn reads_json_in_every_shape() {
        check(br##"["#e30613", "navy"]"##, &[("", "#e30613"), ("", "#000080")]);
        check(br##"{"red": "#e30613", "sky": "#09f"}"##, &[("red", "#e30613"), ("sky", "#09f")]);
        check(br#"{"colors": [{"name": "Red", "hex": "e30613"}]}"#, &[("Red", "#e30613")]);
        check(br##"{"red": {"$type": "color", "$value": "#e30613"}}"##, &[("red", "#e30613")]);
    }

    #[test]
    fn words_about_a_palette_are_no_colors() {
        check(br##"{"version": "100", "description": "tan", "sky": "#09f"}"##, &[("sky", "#09f")]);
        check(br#"{"ink": {"$description": "navy", "$type": "color", "$value": "black"}}"#, &[("ink", "#000")]);
        check(br##"{"type": "#f00"}"##, &[("type", "#f00")]);
    }

    #[test]
    fn one_plain_line_makes_a_fixed_set() {
        let tolerances = |file: &[u8]| parse_swatches(file).unwrap().iter().map(|r| r.tolerance).collect::<Vec<_>>();
        assert_eq!(tolerances(b"#fff\n#e33 -> #d00\n"), [None, None]);
        assert_eq!(tolerances(b"#fff Paper\n#e33 -> #d00\n"), [None, None]);
        assert_eq!(tolerances(b"#fff -> none\n#e33 -> #d00 ~ 0.1\n"), [Some(SPOT_TOLERANCE), Some(0.1)]);
    }

    #[test]
    fn reads_lines() {
        check(b"; paint.net\n#fff\n000000 Ink // dark\n\nnavy\r\n", &[("", "#fff"), ("Ink", "#000"), ("", "#000080")]);
    }

    #[test]
    fn reads_adobe_swatches() {
        let mut file = b"ASEF\x00\x01\x00\x00\x00\x00\x00\x02".to_vec();
        file.extend(b"\xc0\x01\x00\x00\x00\x04\x00\x01\x00\x00");
        let mut block = b"\x00\x03\x00R\x00d\x00\x00RGB ".to_vec();
        for channel in [1.0_f32, 0.0, 0.2] {
            block.extend(channel.to_be_bytes());
        }
        block.extend([0, 0]);
        file.extend([0, 1, 0, 0, 0, u8::try_from(block.len()).unwrap()]);
        file.extend(&block);
        check(&file, &[("Rd", "#f03")]);
        assert!(parse_swatches(&file[..file.len() - 3]).is_err());
    }

    #[test]
    fn says_which_line_is_wrong() {
        let message = |file: &[u8]| parse_swatches(file).unwrap_err().to_string();
        assert_eq!(message(b"#fff\nreddish"), "line 2: rule 1, 'reddish': 'reddish' is not a color");
        assert_eq!(message(b"GIMP Palette\n1 2 x"), "line 2: not three numbers from 0 to 255");
        assert_eq!(message(b"\n"), "palette file has no colors");
        assert_eq!(message(b"{}"), "palette file has no colors");
        assert!(message(b"{").starts_with("palette is not JSON"));
        assert!(message(b"\xff\xfe").starts_with("palette file is not text"));
    }
}
