//! Prompts as the models' training texts spell them.

/// Words that say nothing about the picture; dropped when something is left.
const NOISE: [&str; 11] = ["a", "an", "the", "with", "of", "and", "for", "icon", "symbol", "sign", "mark"];
/// Characters of a prompt that are looked at: a page of text; the models read about twenty words.
const MAX_CHARS: usize = 4096;
/// Words that are kept; the models read at most 24 word pieces.
const MAX_WORDS: usize = 32;
/// Characters of a word that are kept; longer ones are not words.
const MAX_WORD_CHARS: usize = 48;

/// Splits a prompt into lower-case words and drops the noise words when something is left.
///
/// `-`, `_`, blanks, control characters and most ASCII punctuation separate words; invisible formatting characters
/// vanish; letters of every script and emoji stay. A last `a` stays too: it is a letter, not an article.
/// At most 32 words of at most 48 characters come back, from the first 4096 characters of the prompt.
///
/// ```
/// assert_eq!(linocut_glyph::words("Shield with check-mark"), ["shield", "check"]);
/// assert_eq!(linocut_glyph::words("the sign"), ["the", "sign"]);
/// ```
#[must_use]
pub fn words(prompt: &str) -> Vec<String> {
    let visible: String = prompt.chars().take(MAX_CHARS).filter(|&c| !is_invisible(c)).collect();
    let all: Vec<String> = visible.to_lowercase().split(is_gap).filter_map(word).take(MAX_WORDS).collect();
    let last = all.len().saturating_sub(1);
    let is_noise = |(at, word): (usize, &String)| NOISE.contains(&word.as_str()) && (word != "a" || at < last);
    let kept: Vec<String> =
        all.iter().enumerate().filter(|&pair| !is_noise(pair)).map(|(_, word)| word.clone()).collect();
    if kept.is_empty() { all } else { kept }
}

/// The word in `text` without punctuation around it.
fn word(text: &str) -> Option<String> {
    let inner = text.trim_start_matches(['.', '\'', '+']).trim_end_matches(['.', '\'']);
    let inner = if inner.is_empty() { text.trim_matches(['.', '\'']) } else { inner };
    (!inner.is_empty()).then(|| inner.chars().take(MAX_WORD_CHARS).collect())
}

/// Whether `c` separates words. `+`, `&`, `#`, `.` and `'` can be part of one: `c++`, `r&b`, `don't`, `2.5`.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || (c.is_ascii_punctuation() && !matches!(c, '+' | '&' | '#' | '.' | '\''))
}

/// Whether `c` draws nothing and separates nothing: joiners, direction marks, variation selectors, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::words;

    #[track_caller]
    fn check(prompt: &str, expected: &[&str]) {
        assert_eq!(words(prompt), expected, "{prompt:?}");
    }

    #[test]
    fn drops_noise_when_something_is_left() {
        check("shield with check mark", &["shield", "check"]);
        check("Icon of the Cloud_Download", &["cloud", "download"]);
        check("a sign", &["a", "sign"]);
        check("letter A", &["letter", "a"]);
    }

    #[test]
    fn treats_control_characters_and_punctuation_as_gaps() {
        check("home\u{0}page\n\u{1b}[31m", &["home", "page", "31m"]);
        check("c++, r&b; (don't) 2.5.", &["c++", "r&b", "don't", "2.5"]);
        check(" \u{200b}\u{202e}--__.. ", &[]);
    }

    #[test]
    fn keeps_other_scripts_and_emoji() {
        check("ДОМ с трубой", &["дом", "с", "трубой"]);
        check("房子 \u{2764}\u{fe0f}", &["房子", "\u{2764}"]);
    }

    #[test]
    fn bounds_huge_prompts() {
        let many = words(&"word ".repeat(100_000));
        assert_eq!(many.len(), 32);
        let long = words(&"x".repeat(1_000_000));
        assert_eq!(long.iter().map(String::len).collect::<Vec<_>>(), [48]);
    }
}
