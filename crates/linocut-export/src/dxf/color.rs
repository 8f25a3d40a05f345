//! The 255 colors of DXF.

use crate::page::byte;
use linocut_core::Rgba;

/// Values of the five shades of each hue, brightest first.
const SHADES: [f64; 5] = [255.0, 165.0, 127.0, 76.0, 38.0];
/// The grays, indices 250 to 255.
const GRAYS: [u8; 6] = [51, 91, 132, 173, 214, 255];

/// The color index that is nearest; black is 7, which programs show black on white and white on black.
pub(super) fn index(color: Rgba) -> u8 {
    let distance = |other: Rgba| {
        let difference = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        difference(color.r, other.r) + difference(color.g, other.g) + difference(color.b, other.b)
    };
    let named = [(1, 255, 0, 0), (2, 255, 255, 0), (3, 0, 255, 0), (4, 0, 255, 255), (5, 0, 0, 255), (6, 255, 0, 255)];
    let named = named.into_iter().map(|(at, r, g, b)| (at, Rgba::opaque(r, g, b)));
    let others = [(7, Rgba::BLACK), (8, Rgba::opaque(128, 128, 128)), (9, Rgba::opaque(192, 192, 192))];
    let hues = (10..250).map(|at| (at, hue(at)));
    let grays = (250..=255).zip(GRAYS).map(|(at, value)| (at, Rgba::opaque(value, value, value)));
    let all = named.chain(others).chain(hues).chain(grays);
    all.min_by_key(|(_, other)| distance(*other)).map_or(7, |(at, _)| at)
}

/// The color of an index from 10 to 249: 24 hues, five shades each, full and half saturated in turn.
fn hue(at: u8) -> Rgba {
    let (turn, shade) = (f64::from(at / 10 - 1) / 4.0, at % 10);
    let value = SHADES.get(usize::from(shade / 2)).copied().unwrap_or(255.0);
    let low = if shade.is_multiple_of(2) { 0.0 } else { value / 2.0 };
    let channel = |offset: f64| {
        let at = (turn + offset).rem_euclid(6.0);
        let share = (2.0 - (at - 3.0).abs()).clamp(0.0, 1.0);
        // The table cuts decimals off.
        byte((low + (value - low) * share).floor())
    };
    // Red is high around 0, green around 2, blue around 4 sixths of the circle.
    Rgba::opaque(channel(3.0), channel(1.0), channel(5.0))
}

/// The name of a color's layer.
pub(super) fn layer_name(color: Rgba) -> String {
    format!("COLOR_{:02X}{:02X}{:02X}", color.r, color.g, color.b)
}

#[cfg(test)]
mod tests {
    use super::{hue, index};
    use linocut_core::Rgba;

    #[test]
    fn knows_the_table() {
        // Spot checks against Autodesk's published table of color indices.
        let expected = [(10, 255, 0, 0), (11, 255, 127, 127), (30, 255, 127, 0), (52, 165, 165, 0), (140, 0, 191, 255)];
        for (at, r, g, b) in expected {
            assert_eq!(hue(at), Rgba::opaque(r, g, b), "{at}");
        }
        assert_eq!([index(Rgba::BLACK), index(Rgba::WHITE), index(Rgba::opaque(250, 5, 0))], [7, 255, 1]);
    }
}
