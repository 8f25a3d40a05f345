//! Colors.

use std::fmt;

/// An sRGB color with straight (not premultiplied) alpha, 8 bits per channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rgba {
    /// Red, `0..=255`.
    pub r: u8,
    /// Green, `0..=255`.
    pub g: u8,
    /// Blue, `0..=255`.
    pub b: u8,
    /// Alpha, `0` transparent to `255` opaque.
    pub a: u8,
}

impl Rgba {
    /// Fully transparent black.
    pub const TRANSPARENT: Self = Self { r: 0, g: 0, b: 0, a: 0 };
    /// Opaque black.
    pub const BLACK: Self = Self::opaque(0, 0, 0);
    /// Opaque white.
    pub const WHITE: Self = Self::opaque(255, 255, 255);

    /// An opaque color.
    #[must_use]
    pub const fn opaque(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b, a: 255 }
    }

    /// The same color with another alpha.
    #[must_use]
    pub const fn with_alpha(self, a: u8) -> Self {
        Self { a, ..self }
    }

    /// The channels in the order red, green, blue, alpha.
    #[must_use]
    pub const fn channels(self) -> [u8; 4] {
        [self.r, self.g, self.b, self.a]
    }

    /// Reads `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`; the `#` may be missing.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let nibbles =
            digits.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<Vec<u8>>>()?;
        let wide = |hi: u8, lo: u8| hi * 16 + lo;
        match *nibbles.as_slice() {
            [r, g, b] => Some(Self::opaque(wide(r, r), wide(g, g), wide(b, b))),
            [r, g, b, a] => Some(Self { r: wide(r, r), g: wide(g, g), b: wide(b, b), a: wide(a, a) }),
            [r, s, g, h, b, c] => Some(Self::opaque(wide(r, s), wide(g, h), wide(b, c))),
            [r, s, g, h, b, c, a, d] => Some(Self { r: wide(r, s), g: wide(g, h), b: wide(b, c), a: wide(a, d) }),
            _ => None,
        }
    }
}

impl fmt::Display for Rgba {
    /// Writes the shortest hexadecimal form of the color without its alpha: `#rgb` or `#rrggbb`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { r, g, b, .. } = *self;
        if [r, g, b].iter().all(|c| c >> 4 == c & 15) {
            write!(f, "#{:x}{:x}{:x}", r & 15, g & 15, b & 15)
        } else {
            write!(f, "#{r:02x}{g:02x}{b:02x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rgba;

    #[track_caller]
    fn check(text: &str, expected: Option<Rgba>) {
        assert_eq!(Rgba::from_hex(text), expected);
    }

    #[test]
    fn reads_hex_in_every_length() {
        check("#f00", Some(Rgba::opaque(255, 0, 0)));
        check("10203040", Some(Rgba { r: 16, g: 32, b: 48, a: 64 }));
        check("#f008", Some(Rgba { r: 255, g: 0, b: 0, a: 0x88 }));
        check("#12345", None);
        check("#ggg", None);
    }

    #[test]
    fn writes_the_shortest_hex() {
        assert_eq!(Rgba::WHITE.to_string(), "#fff");
        assert_eq!(Rgba::opaque(1, 2, 255).to_string(), "#0102ff");
    }
}
