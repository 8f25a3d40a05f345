//! Prompts that name a thing and something added to it.

/// Words that stand between a thing and what is added to it.
const AND: [&str; 8] = ["with", "and", "plus", "having", "containing", "featuring", "w", "&"];
/// Words that stand between a thing and what it is added to.
const ON: [&str; 6] = ["in", "inside", "on", "at", "over", "for"];
/// What is done to a thing, and the badge that says it.
const DEEDS: [(&str, &str); 34] = [
    ("add", "plus"),
    ("new", "plus"),
    ("create", "plus"),
    ("insert", "plus"),
    ("invite", "plus"),
    ("remove", "minus"),
    ("subtract", "minus"),
    ("delete", "x"),
    ("cancel", "x"),
    ("reject", "x"),
    ("block", "x"),
    ("confirm", "check"),
    ("verify", "check"),
    ("verified", "check"),
    ("approve", "check"),
    ("approved", "check"),
    ("complete", "check"),
    ("completed", "check"),
    ("done", "check"),
    ("secure", "lock"),
    ("lock", "lock"),
    ("locked", "lock"),
    ("private", "lock"),
    ("favorite", "star"),
    ("starred", "star"),
    ("love", "heart"),
    ("like", "heart"),
    ("upload", "arrow-up"),
    ("download", "arrow-down"),
    ("search", "search"),
    ("find", "search"),
    ("schedule", "clock"),
    ("unknown", "question"),
    ("important", "exclamation"),
];
/// Words of a prompt that are looked at; longer prompts describe more than a thing and a badge.
const MOST_WORDS: usize = 10;

/// One way to take a prompt apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// Words for the large part.
    pub(super) base: String,
    /// Words for the small part.
    pub(super) badge: String,
    /// Whether a word of the prompt connects them, so that the small part may be anything.
    pub(super) connected: bool,
}

/// The ways to take `prompt` apart, the most literal first.
pub(super) fn splits(prompt: &str) -> Vec<Split> {
    let lower = prompt.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '&'))
        .filter(|word| !matches!(*word, "" | "a" | "an" | "the" | "icon" | "sign" | "symbol" | "mark"))
        .take(MOST_WORDS)
        .collect();
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let (before, after) = (joined(words.get(..at)), joined(words.get(at + 1..)));
        if before.is_empty() || after.is_empty() {
            continue;
        }
        if AND.contains(word) {
            out.push(Split { base: before, badge: after, connected: true });
        } else if ON.contains(word) {
            out.push(Split { base: after, badge: before, connected: true });
        }
    }
    if let Some((last, rest)) = words.split_last() {
        out.push(Split { base: joined(Some(rest)), badge: (*last).to_owned(), connected: false });
    }
    if let Some((first, rest)) = words.split_first() {
        let deed = DEEDS.iter().find(|(deed, _)| deed == first).map_or(*first, |(_, badge)| badge);
        out.push(Split { base: joined(Some(rest)), badge: deed.to_owned(), connected: false });
    }
    if let Some((last, rest)) = words.split_last()
        && let Some((_, badge)) = DEEDS.iter().find(|(deed, _)| deed == last)
    {
        out.push(Split { base: joined(Some(rest)), badge: (*badge).to_owned(), connected: false });
    }
    // A connecting word at an edge is left over from a split that was better.
    let plain = |text: &str| {
        let edges = [text.split(' ').next(), text.split(' ').next_back()];
        !text.is_empty() && edges.into_iter().flatten().all(|word| !connects(word) || word == "plus")
    };
    out.retain(|split| plain(&split.base) && plain(&split.badge));
    out
}

fn connects(word: &str) -> bool {
    AND.contains(&word) || ON.contains(&word)
}

fn joined(words: Option<&[&str]>) -> String {
    words.unwrap_or_default().join(" ")
}

#[cfg(test)]
mod tests {
    use super::splits;

    #[track_caller]
    fn check(prompt: &str, expected: &[(&str, &str)]) {
        let found = splits(prompt);
        let found: Vec<(&str, &str)> = found.iter().map(|s| (s.base.as_str(), s.badge.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn connecting_words_part_a_prompt() {
        check("a cloud with a lock", &[("cloud", "lock")]);
        check("star on the calendar", &[("calendar", "star")]);
    }

    #[test]
    fn deeds_are_badges() {
        check("user plus", &[("user", "plus"), ("plus", "user")]);
        check("add contact", &[("add", "contact"), ("contact", "plus")]);
        check("payment approved", &[("payment", "approved"), ("approved", "payment"), ("payment", "check")]);
        check("house", &[]);
    }
}
