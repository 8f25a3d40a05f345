//! Everyday names of colors.

use linocut_core::{Body, Item, Oklab, Paint, Rgba};

/// Names and colors they stand for, mostly as CSS defines them; few, so that each says what people would say.
const NAMES: [(&str, u32); 38] = [
    ("black", 0x00_0000),
    ("charcoal", 0x33_3333),
    ("gray", 0x80_8080),
    ("silver", 0xc0_c0c0),
    ("white", 0xff_ffff),
    ("red", 0xff_0000),
    ("red", 0xdc_3545),
    ("maroon", 0x80_0000),
    ("salmon", 0xfa_8072),
    ("pink", 0xff_c0cb),
    ("pink", 0xff_69b4),
    ("magenta", 0xff_00ff),
    ("purple", 0x80_0080),
    ("violet", 0x8a_2be2),
    ("lavender", 0xd8_bfff),
    ("indigo", 0x4b_0082),
    ("navy", 0x00_0080),
    ("navy", 0x1e_3a5f),
    ("blue", 0x00_00ff),
    ("blue", 0x2a_5cc8),
    ("azure", 0x1e_90ff),
    ("sky", 0x87_ceeb),
    ("cyan", 0x00_ffff),
    ("teal", 0x00_8080),
    ("turquoise", 0x40_e0d0),
    ("green", 0x00_8000),
    ("forest", 0x1f_5130),
    ("lime", 0x32_cd32),
    ("mint", 0x98_fb98),
    ("olive", 0x80_8000),
    ("yellow", 0xff_ff00),
    ("gold", 0xff_c800),
    ("orange", 0xff_8c00),
    ("orange", 0xf3_7021),
    ("brown", 0x8b_4513),
    ("brown", 0x4e_2f20),
    ("tan", 0xd2_b48c),
    ("cream", 0xff_f3d0),
];

/// The paint that an item shows most of.
pub(super) fn paint(item: &Item) -> Option<&Paint> {
    let Body::Shape(shape) = &item.body else { return None };
    shape.fill.as_ref().or(shape.stroke.as_ref().map(|s| &s.paint))
}

/// The name of a paint's color; of a gradient, that of its middle stop.
pub(super) fn of(paint: &Paint) -> &'static str {
    match paint {
        Paint::Solid(color) => name(*color),
        Paint::CurrentColor => "current",
        Paint::Gradient(gradient) => gradient.stops.get(gradient.stops.len() / 2).map_or("gradient", |s| name(s.color)),
    }
}

/// The name whose color looks nearest.
pub(super) fn name(color: Rgba) -> &'static str {
    let here = Oklab::of(color);
    let far = |rgb: u32| {
        let [_, r, g, b] = rgb.to_be_bytes();
        here.distance(Oklab::of(Rgba::opaque(r, g, b)))
    };
    NAMES.iter().min_by(|a, b| far(a.1).total_cmp(&far(b.1))).map_or("color", |(name, _)| name)
}

/// The color as `#rrggbb`.
pub(super) fn hex(color: Rgba) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r, color.g, color.b)
}

#[cfg(test)]
mod tests {
    use super::name;
    use linocut_core::Rgba;

    #[test]
    fn names_what_people_see() {
        let named = [(0xf3, 0x70, 0x21), (0x1d, 0x35, 0x57), (0x2a, 0x9d, 0x8f), (0xfe, 0xfe, 0xfc)]
            .map(|(r, g, b)| name(Rgba::opaque(r, g, b)));
        assert_eq!(named, ["orange", "navy", "teal", "white"]);
    }
}
