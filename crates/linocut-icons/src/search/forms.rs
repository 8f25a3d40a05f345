//! Other forms of a word: plural, -ing, -ed, British spelling.

/// Endings of British words and what American ones have instead.
const SPELLINGS: [(&str, &str); 9] = [
    ("our", "or"),
    ("ours", "ors"),
    ("tre", "ter"),
    ("ise", "ize"),
    ("ising", "izing"),
    ("isation", "ization"),
    ("yse", "yze"),
    ("ogue", "og"),
    ("lled", "led"),
];

/// What `word` may be in other forms, in no order; most of these are no words.
pub(crate) fn forms(word: &str) -> Vec<String> {
    if word.len() < 3 || !word.is_ascii() {
        return Vec::new();
    }
    let mut found = vec![format!("{word}s"), format!("{word}es")];
    found.extend(without(word, "s").map(str::to_owned));
    found.extend(without(word, "es").map(str::to_owned));
    found.extend(without(word, "ies").map(|stem| format!("{stem}y")));
    found.extend(without(word, "y").map(|stem| format!("{stem}ies")));
    for ending in ["ing", "ed", "er"] {
        found.extend(without(word, ending).into_iter().flat_map(unsuffixed));
        if ending != "er" {
            found.extend(suffixed(word, ending));
        }
    }
    for (british, american) in SPELLINGS {
        found.extend(without(word, british).map(|stem| format!("{stem}{american}")));
        found.extend(without(word, american).map(|stem| format!("{stem}{british}")));
    }
    found.retain(|form| form.len() >= 3 && form != word);
    found
}

/// The word before `ending`, if two letters or more are left.
fn without<'a>(word: &'a str, ending: &str) -> Option<&'a str> {
    word.strip_suffix(ending).filter(|stem| stem.len() >= 2)
}

/// `runn` → `run`, `bak` → `bake`.
fn unsuffixed(stem: &str) -> Vec<String> {
    let mut found = vec![stem.to_owned(), format!("{stem}e")];
    let mut ends = stem.chars().rev();
    if let (Some(last), Some(before)) = (ends.next(), ends.next())
        && last == before
    {
        found.extend(stem.strip_suffix(last).map(str::to_owned));
    }
    found
}

/// `run` → `running`, `bake` → `baking`.
fn suffixed(word: &str, ending: &str) -> Vec<String> {
    let mut found = vec![format!("{word}{ending}")];
    found.extend(word.strip_suffix('e').map(|stem| format!("{stem}{ending}")));
    found.extend(word.chars().last().map(|last| format!("{word}{last}{ending}")));
    found
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[track_caller]
    fn check(word: &str, form: &str) {
        assert!(forms(word).iter().any(|f| f == form), "{word} → {form}");
        assert!(forms(form).iter().any(|f| f == word), "{form} → {word}");
    }

    #[test]
    fn knows_endings_both_ways() {
        for (word, form) in [("bell", "bells"), ("box", "boxes"), ("battery", "batteries"), ("bike", "bikes")] {
            check(word, form);
        }
        for (word, form) in [("run", "running"), ("bake", "baking"), ("sort", "sorted"), ("ship", "shipped")] {
            check(word, form);
        }
        for (word, form) in [("colour", "color"), ("centre", "center"), ("organise", "organize")] {
            check(word, form);
        }
        assert!(!forms("care").contains(&"car".to_owned()));
    }
}
