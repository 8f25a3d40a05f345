//! Foreign text → plain lower-case words.

/// Characters of a prompt that are read: a page of text.
const MAX_CHARS: usize = 2_000;
/// Words of a prompt that are read.
const MAX_WORDS: usize = 40;
/// Letters of a word that are read.
const MAX_LETTERS: usize = 32;
/// Most characters that make one emoji: a family of four, joined.
const MAX_EMOJI: usize = 8;

/// Letters with marks, and the plain letters that they are searched as.
const PLAIN: [(&str, &str); 22] = [
    ("àáâãåāăą", "a"),
    ("äæ", "ae"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľł", "l"),
    ("ñńņňŉ", "n"),
    ("òóôõøōŏő", "o"),
    ("öœ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťŧțþ", "t"),
    ("ùúûũūŭůűų", "u"),
    ("ü", "ue"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
];

/// The words of a prompt: emoji by their names, letters without marks, everything else a gap.
///
/// `,` and `.` after a word become a word of their own, as they end a group of words. Hyphens are gaps; so is all
/// that steers a terminal or names a path. Words of other scripts come back as they are.
pub(crate) fn words(prompt: &str) -> Vec<String> {
    let chars: Vec<char> = prompt.chars().take(MAX_CHARS).collect();
    let mut text = String::new();
    let mut rest = chars.as_slice();
    while let Some((&first, after)) = rest.split_first() {
        if let Some((name, length)) = emoji(rest) {
            text.extend([" ", name, " "]);
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        push(&mut text, first);
        rest = after;
    }
    let words = text.split_whitespace().map(|word| word.chars().take(MAX_LETTERS).collect());
    words.take(MAX_WORDS).collect()
}

/// The name of the longest emoji that `chars` begin with, and its length.
fn emoji(chars: &[char]) -> Option<(&'static str, usize)> {
    if chars.first().is_none_or(|&c| c < '\u{203c}') {
        return None;
    }
    (1..=chars.len().min(MAX_EMOJI)).rev().find_map(|length| {
        let text: String = chars.iter().take(length).collect();
        emojis::get(&text).map(|emoji| (emoji.name(), length))
    })
}

fn push(text: &mut String, c: char) {
    // Full-width Latin letters and digits.
    let narrow = u32::from(c).checked_sub(0xfee0).filter(|n| (0x21..0x7f).contains(n)).and_then(char::from_u32);
    for c in narrow.unwrap_or(c).to_lowercase() {
        match PLAIN.iter().find(|(marked, _)| !c.is_ascii() && marked.contains(c)) {
            Some((_, plain)) => text.push_str(plain),
            None if c.is_alphanumeric() || c == '+' => text.push(c),
            None if matches!(c, '\'' | '\u{2019}' | '\u{ad}' | '\u{fe0f}' | '\u{200d}' | '\u{300}'..='\u{36f}') => {}
            None if matches!(c, ',' | '.' | ';') => text.push_str(" , "),
            None if c == '&' => text.push_str(" and "),
            None => text.push(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[track_caller]
    fn check(prompt: &str, expected: &str) {
        assert_eq!(words(prompt).join(" "), expected, "{prompt:?}");
    }

    #[test]
    fn takes_marks_off_letters() {
        check("Café-Crème", "cafe creme");
        check("e\u{301}tude", "etude");
        check("ＨＯＭＥ", "home");
        check("c++ & t-shirt", "c++ and t shirt");
    }

    #[test]
    fn names_emoji() {
        check("\u{1f514}", "bell");
        check("my\u{2764}\u{fe0f}", "my red heart");
        check("\u{1f468}\u{200d}\u{1f692}", "man firefighter");
    }

    #[test]
    fn bounds_what_it_reads() {
        assert_eq!(words(&"lock ".repeat(300_000)).len(), 40);
        check("\u{0}\u{1b}[31m../../etc/passwd", "31m , , , , etc passwd");
        check("家", "家");
    }
}
