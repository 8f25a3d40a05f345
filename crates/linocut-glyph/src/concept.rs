//! What an icon's name says: the thing, apart from sizes, variants and styles.

use crate::Style;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Names of brands, see the file.
static BRANDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../assets/brands.txt").lines();
    lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Words of variants, right-to-left writing and sizes.
const NOISE: [&str; 31] = [
    "sharp", "rounded", "round", "baseline", "two", "tone", "twotone", "stroke", "mini", "micro", "ios", "md", "rtl",
    "ltr", "s", "f", "o", "l", "12px", "16px", "24px", "12", "14", "15", "16", "18", "20", "24", "28", "32", "48",
];
/// Prefixes that name a set or platform.
const LEADS: [&str; 14] =
    ["bx", "bxs", "bxl", "ios", "md", "brand", "logo", "logos", "social", "ico", "icon", "icons", "si", "fxemoji"];
/// Words after which a number belongs to the thing: `battery 3`, `dice 5`.
const NUMBERED: [&str; 51] = [
    "number", "numeric", "numbers", "digit", "dice", "circle", "square", "hexagon", "box", "counter", "looks",
    "filter", "battery", "level", "rank", "step", "steps", "clock", "time", "zone", "hour", "hours", "die", "exposure",
    "signal", "grid", "columns", "column", "rows", "layout", "mp", "hd", "web", "ipv", "usb", "wifi", "3d", "count",
    "plus", "minus", "replay", "forward", "rewind", "timer", "letter", "octagon", "pentagon", "diamond", "heading",
    "h", "key",
];
/// Names that end in a digit and mean it.
const WITH_DIGIT: [&str; 5] = ["mp3", "mp4", "web3", "html5", "css3"];
/// First words of names that are logos.
const LOGO_LEADS: [&str; 5] = ["bxl", "brand", "logo", "logos", "social"];
/// Words of categories that hold logos or flags of countries.
const LOGO_CATEGORIES: [&str; 9] =
    ["brand", "brands", "logo", "logos", "crypto", "programming", "flag", "flags", "country"];

/// What an icon shows, and the style its name speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concept {
    /// Lower-case words, without sizes, style words and numbers of variants; empty only for an empty name.
    pub words: Vec<String>,
    /// The style, when the name has a style word.
    pub style: Option<Style>,
}

impl Concept {
    /// Reads the name that an icon has in its set: `home-outline-24` is a `home`, outlined.
    ///
    /// The set `ic` puts its variants in front; no other set is special.
    #[must_use]
    pub fn of(set: &str, name: &str) -> Self {
        let lower = name.to_lowercase();
        let mut words: Vec<&str> = split(&lower).collect();
        // `ic` names the variant first: baseline-home.
        if set == "ic" && words.len() > 1 {
            words.rotate_left(1);
        }
        let leads = words.iter().take_while(|word| LEADS.contains(word)).count().min(words.len().saturating_sub(1));
        let words = words.get(leads..).unwrap_or_default();
        let mut concept = Self::default();
        for (at, word) in words.iter().enumerate() {
            concept.take(word, at, words.len() - at);
        }
        concept
    }

    /// Adds the word at place `at`, `left` words before the end, unless it says nothing about the thing.
    fn take(&mut self, word: &str, at: usize, left: usize) {
        let numbered = self.words.last().is_some_and(|last| NUMBERED.contains(&last.as_str()));
        let is_number = word.bytes().all(|b| b.is_ascii_digit());
        if at > 0 {
            if let Some(style) = style_word(word) {
                self.style = Some(style);
                return;
            }
            let is_size = NOISE.contains(&word) && !(numbered && is_number);
            let is_padded = is_number && word.len() == 2 && word.starts_with('0');
            let is_variant = is_number && word.len() == 1 && word != "0" && !numbered && left <= 2;
            if is_size || is_padded || is_variant {
                return;
            }
        }
        self.words.push(without_variant(word).to_owned());
    }

    /// Its words with blanks between them.
    #[must_use]
    pub fn name(&self) -> String {
        self.words.join(" ")
    }
}

/// Whether an icon is a logo, by its name in its set and the categories it is in.
///
/// Judged by word lists: some logos pass, and a plain word that became a brand does not count as one.
#[must_use]
pub fn is_brand(set: &str, name: &str, categories: &[String]) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = split(&lower).collect();
    let leads = words.first().is_some_and(|word| LOGO_LEADS.contains(word));
    let ends = words.last().is_some_and(|word| matches!(*word, "logo" | "brand"));
    let filed = categories.iter().any(|category| {
        let category = category.to_lowercase();
        category.contains("social media")
            || category.split(|c: char| !c.is_alphanumeric()).any(|word| LOGO_CATEGORIES.contains(&word))
    });
    let concept = Concept::of(set, name).words;
    let named = BRANDS.contains(concept.concat().as_str())
        || (concept.len() <= 2 && concept.first().is_some_and(|word| BRANDS.contains(word.as_str())));
    leads || ends || filed || named
}

fn split(name: &str) -> impl Iterator<Item = &str> {
    let is_gap = |c: char| matches!(c, '-' | '_' | ':' | '.') || c.is_whitespace();
    name.split(is_gap).filter(|word| !word.is_empty())
}

fn style_word(word: &str) -> Option<Style> {
    match word {
        "outline" | "outlined" | "line" | "linear" | "light" | "thin" | "regular" => Some(Style::Outline),
        "fill" | "filled" | "solid" | "bold" => Some(Style::Solid),
        "bulk" | "duotone" | "twotone" | "duo" => Some(Style::Duotone),
        "color" | "poly" => Some(Style::Color),
        _ => None,
    }
}

/// `home2` and `home02` without the number.
fn without_variant(word: &str) -> &str {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = word.get(stem.len()..).unwrap_or_default();
    let is_variant = matches!(digits.strip_prefix('0').unwrap_or(digits).as_bytes(), [b'1'..=b'9']);
    let is_word = stem.len() >= 3 && stem.bytes().all(|b| b.is_ascii_lowercase());
    if is_variant && is_word && !WITH_DIGIT.contains(&word) { stem } else { word }
}

#[cfg(test)]
mod tests {
    use super::{Concept, is_brand};
    use crate::Style;

    #[track_caller]
    fn check(name: &str, words: &str, style: Option<Style>) {
        let concept = Concept::of("any", name);
        assert_eq!((concept.name().as_str(), concept.style), (words, style), "{name}");
    }

    #[test]
    fn drops_sizes_variants_and_styles() {
        check("home-outline", "home", Some(Style::Outline));
        check("home-24-filled", "home", Some(Style::Solid));
        check("home2", "home", None);
        check("arrow-up-02-duotone", "arrow up", Some(Style::Duotone));
        check("ios-bulb", "bulb", None);
        check("cloud-rounded", "cloud", None);
        check("line-chart", "line chart", None);
    }

    #[test]
    fn keeps_numbers_that_mean_something() {
        check("battery-3", "battery 3", None);
        check("mp3", "mp3", None);
        check("clock-12", "clock 12", None);
        check("24-hours", "24 hours", None);
        check("arrow-3", "arrow", None);
    }

    #[test]
    fn moves_the_variant_that_stands_first() {
        assert_eq!(Concept::of("ic", "outline-home").name(), "home");
        assert_eq!(Concept::of("ic", "baseline-add-home").name(), "add home");
    }

    #[test]
    fn tells_logos_from_things() {
        for (name, logo) in [
            ("github", true),
            ("github-fill", true),
            ("brand-anything", true),
            ("acme-logo", true),
            ("next", false),
            ("line-chart", false),
            ("message-youtube-link", false),
        ] {
            assert_eq!(is_brand("any", name, &[]), logo, "{name}");
        }
        assert!(is_brand("any", "x", &["Brands & Logos".to_owned()]));
        assert!(!is_brand("any", "x", &["Arrows".to_owned()]));
    }

    #[test]
    fn takes_any_name() {
        assert_eq!(Concept::of("", ""), Concept::default());
        assert_eq!(Concept::of("ic", "24").name(), "24");
        assert_eq!(Concept::of("", "ДОМ-2").name(), "дом");
    }
}
