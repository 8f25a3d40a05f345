//! Palettes as people write them.

use super::{MOST_RULES, PaletteRule, SPOT_TOLERANCE};
use linocut_core::{Error, Kind, Result, Rgba};

/// Reads palette rules: `SOURCE [-> TARGET|none] [~ TOLERANCE]`, separated by `;`, `,` or line ends.
///
/// Colors are `#f80`, `ff8800` or CSS names; `none` makes what is like the source transparent.
/// Between plain colors a space is enough: `#fff #000`, `navy tomato`.
///
/// Without a plain color the rules change only what they name: an arrow that has no tolerance takes [`SPOT_TOLERANCE`].
/// With one they are a fixed set: a color within no tolerance goes to the nearest rule that has none.
///
/// # Errors
/// [`Kind::Input`] that quotes the rule and says what was expected; also for no or more than 256 rules.
///
/// ```
/// use linocut_core::Rgba;
/// use linocut_trace::parse_palette;
/// let rules = parse_palette("#fff -> none ~ 0.05; #e33 -> #d00; black")?;
/// assert_eq!((rules[0].target, rules[0].tolerance), (None, Some(0.05)));
/// assert_eq!(rules[1].target, Some(Rgba::opaque(0xdd, 0, 0)));
/// assert_eq!(rules[2].source, Rgba::BLACK);
/// # Ok::<(), linocut_core::Error>(())
/// ```
pub fn parse_palette(text: &str) -> Result<Vec<PaletteRule>> {
    let (mut rules, fixed) = parts(text)?;
    complete(&mut rules, fixed);
    Ok(rules)
}

/// Gives arrows without a tolerance the usual one, unless a plain color makes the palette a `fixed` set.
pub(super) fn complete(rules: &mut [PaletteRule], fixed: bool) {
    if !fixed {
        for rule in rules {
            rule.tolerance = rule.tolerance.or(Some(SPOT_TOLERANCE));
        }
    }
}

/// The rules as they are written, and whether one of them is a plain color.
pub(super) fn parts(text: &str) -> Result<(Vec<PaletteRule>, bool)> {
    let mut rules = Vec::new();
    let mut fixed = false;
    for (at, part) in text.split([';', ',', '\n']).enumerate() {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let plain = !part.contains("->") && !part.contains('~');
        fixed |= plain;
        let found = if plain { colors(part) } else { rule(part).map(|r| vec![r]) };
        rules.extend(found.map_err(|e| e.at(format!("rule {}, '{part}'", at + 1)))?);
        if rules.len() > MOST_RULES {
            return Err(Error::new(Kind::Input, format!("palette has more than {MOST_RULES} colors")));
        }
    }
    if rules.is_empty() {
        return Err(Error::new(Kind::Input, "palette has no colors").hinted("write it like '#fff; #e33 -> #d00'"));
    }
    Ok((rules, fixed))
}

/// A color of one or more words, or several colors between spaces.
fn colors(text: &str) -> Result<Vec<PaletteRule>> {
    if let Ok(color) = Rgba::parse(text) {
        return Ok(vec![PaletteRule::color(color)]);
    }
    text.split_whitespace().map(|word| Rgba::parse(word).map(PaletteRule::color)).collect()
}

/// A rule with an arrow or a tolerance.
fn rule(text: &str) -> Result<PaletteRule> {
    let (paints, tolerance) = match text.split_once('~') {
        Some((paints, tolerance)) => (paints, Some(share(tolerance.trim())?)),
        None => (text, None),
    };
    let (source, target) = if let Some((source, target)) = paints.split_once("->") {
        (color(source, "before ->")?, color_or_none(target)?)
    } else {
        let source = color(paints, "before ~")?;
        (source, Some(source))
    };
    Ok(PaletteRule { source, target, tolerance, name: None })
}

fn color(text: &str, place: &str) -> Result<Rgba> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::new(Kind::Input, format!("a color is missing {place}")).hinted(EXAMPLE));
    }
    Rgba::parse(text).map_err(|e| e.hinted(EXAMPLE))
}

fn color_or_none(text: &str) -> Result<Option<Rgba>> {
    match text.trim() {
        "" => Err(Error::new(Kind::Input, "a color or none is missing after ->").hinted(EXAMPLE)),
        "none" | "transparent" => Ok(None),
        text => color(text, "after ->").map(Some),
    }
}

fn share(text: &str) -> Result<f64> {
    let wrong = || Error::new(Kind::Input, format!("tolerance '{text}' is not a number from 0 to 1")).hinted(EXAMPLE);
    text.parse().ok().filter(|t| (0.0..=1.0).contains(t)).ok_or_else(wrong)
}

const EXAMPLE: &str = "write it like '#fff -> none ~ 0.05; #e33 -> #d00; black'";

#[cfg(test)]
mod tests {
    use super::parse_palette;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let rules = parse_palette(text).unwrap();
        let words = rules.iter().map(|r| {
            let target = r.target.map_or("none".to_owned(), |t| t.to_string());
            format!("{}>{target}{}", r.source, r.tolerance.map_or(String::new(), |t| format!("~{t}")))
        });
        assert_eq!(words.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn reads_rules_in_every_spelling() {
        check("#fff -> none ~ 0.05; #e33->#d00 ;black", &["#fff>none~0.05", "#e33>#d00", "#000>#000"]);
        check("#fff,#000", &["#fff>#fff", "#000>#000"]);
        check("fff 000\nnavy", &["#fff>#fff", "#000>#000", "#000080>#000080"]);
        check("dark blue, Tomato ~0.1", &["#00008b>#00008b", "#ff6347>#ff6347~0.1"]);
        check("navy tomato", &["#000080>#000080", "#ff6347>#ff6347"]);
    }

    #[test]
    fn arrows_alone_change_only_what_they_name() {
        check("#fff -> none ~ 0.05; #e33 -> #d00", &["#fff>none~0.05", "#e33>#d00~0.06"]);
        check("#e33 -> #d00, #fff", &["#e33>#d00", "#fff>#fff"]);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, place) in [
            ("#fff; reddish", "rule 2, 'reddish': 'reddish' is not a color"),
            ("#fff -> ", "rule 1, '#fff ->': a color or none is missing after ->"),
            ("-> red", "rule 1, '-> red': a color is missing before ->"),
            ("red ~ 2", "rule 1, 'red ~ 2': tolerance '2' is not a number from 0 to 1"),
            ("red ~ NaN", "rule 1, 'red ~ NaN': tolerance 'NaN' is not a number from 0 to 1"),
            (" ; ,", "palette has no colors"),
        ] {
            assert_eq!(parse_palette(text).unwrap_err().to_string(), place);
        }
    }
}
