//! Lines and columns.

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column in characters, from 1.
    pub(crate) column: usize,
}

impl Place {
    /// The first character.
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// The place of a byte; behind the end or inside a character it is the place before.
    pub(crate) fn of(text: &str, offset: usize) -> Self {
        let end = (0..=offset.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let before = text.get(..end).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn counts_lines_and_characters_from_one() {
        assert_eq!(Place::of("aé\nböc", 0), Place::START);
        assert_eq!(Place::of("aé\nböc", 7), Place { line: 2, column: 3 });
        assert_eq!(Place::of("aé", 99), Place { line: 1, column: 3 });
    }
}
