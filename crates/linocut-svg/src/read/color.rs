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
    Rgba::from_name(&lower)
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

#[cfg(test)]
mod tests {
    use super::color;
    use linocut_core::Rgba;

    #[track_caller]
    fn check(text: &str, expected: Option<Rgba>) {
        assert_eq!(color(text), expected, "{text}");
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
