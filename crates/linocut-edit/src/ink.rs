//! What a person calls a color.

use linocut_core::{Error, Kind, Paint, Result, Rgba};
use std::fmt;

/// One color to paint with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// A color of its own.
    Solid(Rgba),
    /// The color of the surrounding text (`currentColor`).
    Current,
}

impl Ink {
    /// Reads `#f80`, `#ff8800`, a CSS name such as `tomato` or `dark blue`, or `currentColor`; case does not matter.
    ///
    /// # Errors
    /// [`Kind::Input`] when it is none of these.
    pub fn parse(text: &str) -> Result<Self> {
        let plain: String = text.to_lowercase().chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
        if plain == "currentcolor" {
            return Ok(Self::Current);
        }
        let hex = plain.starts_with('#').then(|| Rgba::from_hex(&plain)).flatten();
        hex.or_else(|| Rgba::from_name(&plain)).map(Self::Solid).ok_or_else(|| {
            Error::new(Kind::Input, format!("'{text}' is not a color"))
                .hinted("write it like #f80, #ff8800, tomato or currentColor")
        })
    }

    /// The paint of this color.
    #[must_use]
    pub const fn paint(self) -> Paint {
        match self {
            Self::Solid(color) => Paint::Solid(color),
            Self::Current => Paint::CurrentColor,
        }
    }
}

impl fmt::Display for Ink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Solid(color) => color.fmt(f),
            Self::Current => f.write_str("currentColor"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ink;
    use linocut_core::Rgba;

    #[track_caller]
    fn check(text: &str, expected: Option<Ink>) {
        assert_eq!(Ink::parse(text).ok(), expected, "{text}");
    }

    #[test]
    fn reads_colors_as_people_write_them() {
        check("Red", Some(Ink::Solid(Rgba::opaque(255, 0, 0))));
        check("dark blue", Some(Ink::Solid(Rgba::opaque(0, 0, 139))));
        check("#1f6feb", Some(Ink::Solid(Rgba::opaque(31, 111, 235))));
        check("black", Some(Ink::Solid(Rgba::BLACK)));
        check("currentColor", Some(Ink::Current));
        for wrong in ["reddish", "", "none", "add", "f00\"/>", "#12345"] {
            check(wrong, None);
        }
    }
}
