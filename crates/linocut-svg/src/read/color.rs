//! Colors as CSS writes them: CSS Color Level 4, sections 4 to 8, for sRGB.

use super::number::{number, skip_comma, skip_space};
use linocut_core::Rgba;

/// The color that `text` names; `None` when it is not an sRGB color.
pub(super) fn color(text: &str) -> Option<Rgba> {
    let lower = text.trim().to_ascii_lowercase();
    if lower.starts_with('#') {
        return Rgba::from_hex(&lower);
    }
    if lower == "transparent" {
        return Some(Rgba::TRANSPARENT);
    }
    if let Some((name, arguments)) = lower.strip_suffix(')').and_then(|text| text.split_once('(')) {
        let parts = components(arguments)?;
        return match name {
            "rgb" | "rgba" => rgb(&parts),
            "hsl" | "hsla" => hsl(&parts),
            _ => None,
        };
    }
    let at = NAMES.binary_search_by_key(&lower.as_str(), |(name, _)| name).ok()?;
    NAMES.get(at).and_then(|(_, hex)| Rgba::from_hex(hex))
}

/// A number and its unit.
type Component<'a> = (f64, &'a str);

fn components(text: &str) -> Option<Vec<Component<'_>>> {
    let mut parts = Vec::new();
    let mut rest = skip_space(text);
    while !rest.is_empty() && parts.len() < 5 {
        let (value, tail) = number(rest)?;
        let unit = tail.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'%').count();
        let (unit, tail) = tail.split_at_checked(unit)?;
        parts.push((value, unit));
        rest = skip_comma(tail);
        rest = rest.strip_prefix('/').map_or(rest, skip_space);
    }
    Some(parts)
}

fn rgb(parts: &[Component<'_>]) -> Option<Rgba> {
    let (channels, alpha) = split_alpha(parts)?;
    let [r, g, b] = channels.map(|(value, unit)| byte(if unit == "%" { value * 2.55 } else { value }));
    Some(Rgba { r, g, b, a: alpha })
}

fn hsl(parts: &[Component<'_>]) -> Option<Rgba> {
    let ([(hue, unit), (saturation, _), (lightness, _)], alpha) = split_alpha(parts)?;
    let turn = match unit {
        "rad" => hue.to_degrees(),
        "turn" => hue * 360.0,
        "grad" => hue * 0.9,
        _ => hue,
    };
    let (s, l) = ((saturation / 100.0).clamp(0.0, 1.0), (lightness / 100.0).clamp(0.0, 1.0));
    // CSS Color Level 4, section 7.1.
    let channel = |n: f64| {
        let k = (n + turn / 30.0).rem_euclid(12.0);
        byte(255.0 * (l - s * l.min(1.0 - l) * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)))
    };
    Some(Rgba { r: channel(0.0), g: channel(8.0), b: channel(4.0), a: alpha })
}

fn split_alpha<'a>(parts: &[Component<'a>]) -> Option<([Component<'a>; 3], u8)> {
    let (channels, rest) = parts.split_first_chunk::<3>()?;
    let alpha = match rest {
        [] => 1.0,
        [(value, "%")] => value / 100.0,
        [(value, "")] => *value,
        _ => return None,
    };
    Some((*channels, byte(alpha * 255.0)))
}

/// The nearest of 0 to 255.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is in 0..=255"
)]
pub(super) fn byte(value: f64) -> u8 {
    value.clamp(0.0, 255.0).round() as u8
}

// The 148 names of CSS Color Level 4, section 6.1, sorted for binary search.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("aliceblue", "f0f8ff"), ("antiquewhite", "faebd7"), ("aqua", "00ffff"), ("aquamarine", "7fffd4"),
    ("azure", "f0ffff"), ("beige", "f5f5dc"), ("bisque", "ffe4c4"), ("black", "000000"), ("blanchedalmond", "ffebcd"),
    ("blue", "0000ff"), ("blueviolet", "8a2be2"), ("brown", "a52a2a"), ("burlywood", "deb887"),
    ("cadetblue", "5f9ea0"), ("chartreuse", "7fff00"), ("chocolate", "d2691e"), ("coral", "ff7f50"),
    ("cornflowerblue", "6495ed"), ("cornsilk", "fff8dc"), ("crimson", "dc143c"), ("cyan", "00ffff"),
    ("darkblue", "00008b"), ("darkcyan", "008b8b"), ("darkgoldenrod", "b8860b"), ("darkgray", "a9a9a9"),
    ("darkgreen", "006400"), ("darkgrey", "a9a9a9"), ("darkkhaki", "bdb76b"), ("darkmagenta", "8b008b"),
    ("darkolivegreen", "556b2f"), ("darkorange", "ff8c00"), ("darkorchid", "9932cc"), ("darkred", "8b0000"),
    ("darksalmon", "e9967a"), ("darkseagreen", "8fbc8f"), ("darkslateblue", "483d8b"), ("darkslategray", "2f4f4f"),
    ("darkslategrey", "2f4f4f"), ("darkturquoise", "00ced1"), ("darkviolet", "9400d3"), ("deeppink", "ff1493"),
    ("deepskyblue", "00bfff"), ("dimgray", "696969"), ("dimgrey", "696969"), ("dodgerblue", "1e90ff"),
    ("firebrick", "b22222"), ("floralwhite", "fffaf0"), ("forestgreen", "228b22"), ("fuchsia", "ff00ff"),
    ("gainsboro", "dcdcdc"), ("ghostwhite", "f8f8ff"), ("gold", "ffd700"), ("goldenrod", "daa520"),
    ("gray", "808080"), ("green", "008000"), ("greenyellow", "adff2f"), ("grey", "808080"), ("honeydew", "f0fff0"),
    ("hotpink", "ff69b4"), ("indianred", "cd5c5c"), ("indigo", "4b0082"), ("ivory", "fffff0"), ("khaki", "f0e68c"),
    ("lavender", "e6e6fa"), ("lavenderblush", "fff0f5"), ("lawngreen", "7cfc00"), ("lemonchiffon", "fffacd"),
    ("lightblue", "add8e6"), ("lightcoral", "f08080"), ("lightcyan", "e0ffff"), ("lightgoldenrodyellow", "fafad2"),
    ("lightgray", "d3d3d3"), ("lightgreen", "90ee90"), ("lightgrey", "d3d3d3"), ("lightpink", "ffb6c1"),
    ("lightsalmon", "ffa07a"), ("lightseagreen", "20b2aa"), ("lightskyblue", "87cefa"), ("lightslategray", "778899"),
    ("lightslategrey", "778899"), ("lightsteelblue", "b0c4de"), ("lightyellow", "ffffe0"), ("lime", "00ff00"),
    ("limegreen", "32cd32"), ("linen", "faf0e6"), ("magenta", "ff00ff"), ("maroon", "800000"),
    ("mediumaquamarine", "66cdaa"), ("mediumblue", "0000cd"), ("mediumorchid", "ba55d3"), ("mediumpurple", "9370db"),
    ("mediumseagreen", "3cb371"), ("mediumslateblue", "7b68ee"), ("mediumspringgreen", "00fa9a"),
    ("mediumturquoise", "48d1cc"), ("mediumvioletred", "c71585"), ("midnightblue", "191970"), ("mintcream", "f5fffa"),
    ("mistyrose", "ffe4e1"), ("moccasin", "ffe4b5"), ("navajowhite", "ffdead"), ("navy", "000080"),
    ("oldlace", "fdf5e6"), ("olive", "808000"), ("olivedrab", "6b8e23"), ("orange", "ffa500"),
    ("orangered", "ff4500"), ("orchid", "da70d6"), ("palegoldenrod", "eee8aa"), ("palegreen", "98fb98"),
    ("paleturquoise", "afeeee"), ("palevioletred", "db7093"), ("papayawhip", "ffefd5"), ("peachpuff", "ffdab9"),
    ("peru", "cd853f"), ("pink", "ffc0cb"), ("plum", "dda0dd"), ("powderblue", "b0e0e6"), ("purple", "800080"),
    ("rebeccapurple", "663399"), ("red", "ff0000"), ("rosybrown", "bc8f8f"), ("royalblue", "4169e1"),
    ("saddlebrown", "8b4513"), ("salmon", "fa8072"), ("sandybrown", "f4a460"), ("seagreen", "2e8b57"),
    ("seashell", "fff5ee"), ("sienna", "a0522d"), ("silver", "c0c0c0"), ("skyblue", "87ceeb"),
    ("slateblue", "6a5acd"), ("slategray", "708090"), ("slategrey", "708090"), ("snow", "fffafa"),
    ("springgreen", "00ff7f"), ("steelblue", "4682b4"), ("tan", "d2b48c"), ("teal", "008080"), ("thistle", "d8bfd8"),
    ("tomato", "ff6347"), ("turquoise", "40e0d0"), ("violet", "ee82ee"), ("wheat", "f5deb3"), ("white", "ffffff"),
    ("whitesmoke", "f5f5f5"), ("yellow", "ffff00"), ("yellowgreen", "9acd32"),
];

#[cfg(test)]
mod tests {
    use super::{NAMES, color};
    use linocut_core::Rgba;

    #[track_caller]
    fn check(text: &str, expected: Option<Rgba>) {
        assert_eq!(color(text), expected, "{text}");
    }

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn reads_every_way_to_write_a_color() {
        let red = Some(Rgba::opaque(255, 0, 0));
        for text in ["red", "#f00", "#FF0000", "rgb(255,0,0)", "rgb(100%, 0%, 0%)", "hsl(0,100%,50%)", "RGB(300 -5 0)"]
        {
            check(text, red);
        }
        check("hsl(120deg 100% 25%)", Some(Rgba::opaque(0, 128, 0)));
        check("rgba(0,0,0,.5)", Some(Rgba { r: 0, g: 0, b: 0, a: 128 }));
        check("rgb(1 2 3 / 100%)", Some(Rgba::opaque(1, 2, 3)));
        check("transparent", Some(Rgba::TRANSPARENT));
        for text in ["", "redd", "#12345", "rgb(1,2)", "rgb(1,2,3,4,5)", "lab(50% 0 0)", "rgb(a,b,c)"] {
            check(text, None);
        }
    }
}
