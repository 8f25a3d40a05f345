//! What an author says about colors and lines.

use linocut_core::Rgba;

/// Colors and lines that the source asks for; what is `None` comes from the theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::emit) struct Look {
    pub(in crate::emit) fill: Option<Rgba>,
    pub(in crate::emit) stroke: Option<Rgba>,
    pub(in crate::emit) color: Option<Rgba>,
    /// Width of the stroke, in user units.
    pub(in crate::emit) width: Option<f64>,
    pub(in crate::emit) dashes: Option<Vec<f64>>,
}

/// The widest stroke that is drawn, in user units: wider ones cover the label.
const WIDEST: f64 = 12.0;

impl Look {
    /// What `declarations` (`fill:#f9f`, one or several in each) say, later ones over earlier.
    pub(in crate::emit) fn parse<'t>(declarations: impl IntoIterator<Item = &'t str>) -> Self {
        let mut look = Self::default();
        for declaration in declarations.into_iter().flat_map(|text| text.split(';')) {
            if let Some((name, value)) = declaration.split_once(':') {
                look.set(name.trim(), value.replace("!important", "").trim());
            }
        }
        look
    }

    /// This look with what `other` says over it.
    pub(in crate::emit) fn under(self, other: Self) -> Self {
        Self {
            fill: other.fill.or(self.fill),
            stroke: other.stroke.or(self.stroke),
            color: other.color.or(self.color),
            width: other.width.or(self.width),
            dashes: other.dashes.or(self.dashes),
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            "fill" | "background" | "background-color" => self.fill = color(value).or(self.fill),
            "stroke" | "border-color" => self.stroke = color(value).or(self.stroke),
            "color" => self.color = color(value).or(self.color),
            "stroke-width" => self.width = length(value).or(self.width),
            "stroke-dasharray" => {
                let dashes: Vec<f64> = value.split([' ', ',']).filter_map(length).collect();
                self.dashes = Some(dashes).filter(|dashes| dashes.iter().sum::<f64>() > 0.0);
            }
            _ => {}
        }
    }
}

/// A CSS color: a name, hexadecimal digits, `rgb()` or `hsl()`; `transparent` and `none` are invisible white.
pub(in crate::emit) fn color(text: &str) -> Option<Rgba> {
    let text = text.trim().to_lowercase();
    if text == "transparent" || text == "none" {
        return Some(Rgba::WHITE.with_alpha(0));
    }
    if let Some((name, rest)) = text.split_once('(') {
        return function(name.trim(), rest.trim_end_matches(')'));
    }
    match text.strip_prefix('#') {
        Some(digits) => Rgba::from_hex(digits),
        None => Rgba::from_name(&text),
    }
}

fn function(name: &str, arguments: &str) -> Option<Rgba> {
    let split = |c: char| c == ',' || c == '/' || c.is_whitespace();
    let parts: Vec<&str> = arguments.split(split).filter(|part| !part.is_empty()).collect();
    let number = |at: usize, whole: f64| -> Option<f64> {
        let part = parts.get(at)?;
        match part.strip_suffix('%') {
            Some(share) => share.parse::<f64>().ok().map(|share| share / 100.0 * whole),
            None => part.trim_end_matches("deg").parse().ok(),
        }
    };
    let alpha = number(3, 1.0).unwrap_or(1.0);
    let color = match name {
        "rgb" | "rgba" => Rgba::opaque(byte(number(0, 255.0)?), byte(number(1, 255.0)?), byte(number(2, 255.0)?)),
        "hsl" | "hsla" => hsl(number(0, 360.0)?, number(1, 1.0)?, number(2, 1.0)?),
        _ => return None,
    };
    Some(color.with_alpha(byte(alpha * 255.0)))
}

/// CSS Color 4, section 7.1.
fn hsl(hue: f64, saturation: f64, lightness: f64) -> Rgba {
    let reach = saturation * lightness.min(1.0 - lightness);
    let channel = |n: f64| {
        let k = (n + hue / 30.0).rem_euclid(12.0);
        byte(255.0 * (lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)))
    };
    Rgba::opaque(channel(0.0), channel(8.0), channel(4.0))
}

fn byte(value: f64) -> u8 {
    (0..=255).rev().find(|&byte| f64::from(byte) <= value + 0.5).unwrap_or(0)
}

fn length(text: &str) -> Option<f64> {
    let value: f64 = text.trim().trim_end_matches("px").parse().ok()?;
    (value.is_finite() && value >= 0.0).then_some(value.min(WIDEST))
}

#[cfg(test)]
mod tests {
    use super::Look;
    use linocut_core::Rgba;

    #[test]
    fn declarations_become_a_look() {
        let look = Look::parse(["fill:#f9f,", "stroke: red;stroke-width:4px", "color:hsl(120, 100%, 25%)"]);
        assert_eq!(look.stroke, Some(Rgba::opaque(255, 0, 0)));
        assert_eq!(look.width, Some(4.0));
        assert_eq!(look.color, Some(Rgba::opaque(0, 128, 0)));
        assert_eq!(Look::parse(["fill: url(javascript:1)"]), Look::default());
    }
}
