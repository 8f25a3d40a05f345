//! Colors in a space whose steps look even.

use crate::Rgba;

/// A color by lightness and chroma, in steps that look even; alpha is kept beside it.
///
/// OKLab: Ottosson 2020, "A perceptual color space for image processing".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklab {
    /// Lightness, 0 black to 1 white.
    pub l: f64,
    /// Green to red.
    pub a: f64,
    /// Blue to yellow.
    pub b: f64,
}

impl Oklab {
    /// The color without its alpha.
    #[must_use]
    pub fn of(color: Rgba) -> Self {
        let [r, g, b] = [color.r, color.g, color.b].map(linear);
        let l = libm::cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
        let m = libm::cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
        let s = libm::cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
        Self {
            l: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }

    /// The nearest 8-bit color with `alpha`; what sRGB does not have loses chroma until it does.
    #[must_use]
    pub fn color(self, alpha: u8) -> Rgba {
        let within = |c: &[f64; 3]| c.iter().all(|v| (-1e-4..=1.0 + 1e-4).contains(v));
        // Twenty halvings find the most chroma to a millionth.
        let (mut low, mut high) = (0.0, 1.0);
        if within(&self.scaled(1.0).linear()) {
            low = 1.0;
        } else {
            for _ in 0..20 {
                let middle = f64::midpoint(low, high);
                if within(&self.scaled(middle).linear()) { low = middle } else { high = middle }
            }
        }
        let [r, g, b] = self.scaled(low).linear().map(byte);
        Rgba { r, g, b, a: alpha }
    }

    /// How colorful it is; 0 for grays, about 0.3 for the purest sRGB colors.
    #[must_use]
    pub fn chroma(self) -> f64 {
        libm::hypot(self.a, self.b)
    }

    /// The same lightness and hue with `share` of the chroma.
    #[must_use]
    pub fn scaled(self, share: f64) -> Self {
        Self { a: self.a * share, b: self.b * share, ..self }
    }

    /// How different two colors look; about 0.02 is the least that shows side by side, black and white are 1 apart.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        libm::hypot(libm::hypot(self.l - other.l, self.a - other.a), self.b - other.b)
    }

    fn linear(self) -> [f64; 3] {
        let cube = |v: f64| v * v * v;
        let l = cube(self.l + 0.396_337_777_4 * self.a + 0.215_803_757_3 * self.b);
        let m = cube(self.l - 0.105_561_345_8 * self.a - 0.063_854_172_8 * self.b);
        let s = cube(self.l - 0.089_484_177_5 * self.a - 1.291_485_548_0 * self.b);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=255"
)]
fn byte(linear: f64) -> u8 {
    let c = linear.clamp(0.0, 1.0);
    let c = if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * libm::pow(c, 1.0 / 2.4) - 0.055 };
    libm::round(c * 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::Oklab;
    use crate::Rgba;

    #[test]
    fn colors_survive_the_way_through_oklab() {
        for hex in ["#000", "#fff", "#f00", "#0f0", "#00f", "#1f6feb", "#f78166", "#123456"] {
            let color = Rgba::from_hex(hex).unwrap();
            assert_eq!(Oklab::of(color).color(255), color);
        }
    }

    #[test]
    fn impossible_colors_lose_chroma_only() {
        let pale = Oklab { l: 0.95, a: 0.3, b: 0.0 }.color(255);
        assert!((Oklab::of(pale).l - 0.95).abs() < 0.01);
    }
}
