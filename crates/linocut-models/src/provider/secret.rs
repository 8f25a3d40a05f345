//! Keys, which are never shown.

use std::fmt;

/// What stands where a key was.
const HIDDEN: &str = "[key]";
/// Shortest key that is looked for in other people's texts; shorter ones, such as `x`, are placeholders.
const SHORTEST: usize = 6;

/// A key to a provider; it prints as `[key]` whatever way it is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The key in `text`, without the space around it; `None` when there is nothing else.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// Whether it can be sent: a header takes letters, digits and signs, and no line break.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.chars().all(|c| c.is_ascii_graphic() || c == ' ')
    }

    /// `text` with every occurrence of the key hidden: servers repeat what they were sent.
    #[must_use]
    pub fn hidden_in(&self, text: &str) -> String {
        if self.0.len() < SHORTEST { text.to_owned() } else { text.replace(&self.0, HIDDEN) }
    }

    /// The key itself, for the header it goes into.
    #[cfg(feature = "remote")]
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_key_is_never_shown() {
        let key = Secret::new(" sk-canary-1 \n").unwrap();
        assert_eq!(format!("{key:?}"), "[key]");
        assert_eq!(key.hidden_in("no such key: sk-canary-1."), "no such key: [key].");
        assert_eq!(Secret::new("x").unwrap().hidden_in("text"), "text");
        assert_eq!(Secret::new(" "), None);
    }
}
