//! What a person calls a color.

use linocut_core::{Body, Error, Kind, Paint, Result, Rgba};
use linocut_svg::Limits;
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
        hex.or_else(|| named(&plain)).map(Self::Solid).ok_or_else(|| {
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

/// The color that CSS gives a name, asked of the reader of SVG, which knows them all.
fn named(name: &str) -> Option<Rgba> {
    let plain = !name.is_empty() && name.len() <= 24 && name.bytes().all(|b| b.is_ascii_lowercase());
    if !plain || matches!(name, "none" | "transparent" | "inherit") {
        return None;
    }
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path fill=\"{name}\" d=\"M0 0H1V1Z\"/></svg>"
    );
    let drawing = linocut_svg::read(text.as_bytes(), &Limits::default()).ok()?.value;
    let Some(Body::Shape(shape)) = drawing.items.first().map(|item| &item.body) else { return None };
    match &shape.fill {
        // What is not understood is painted black.
        Some(Paint::Solid(color)) if *color != Rgba::BLACK || name == "black" => Some(*color),
        _ => None,
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
