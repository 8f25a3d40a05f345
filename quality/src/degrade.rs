//! What happens to pictures on their way to us: blur, noise, scaling, JPEG; the same on every machine.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "kernel radii and pixel numbers, all small"
)]

use crate::{jpeg, plane::Plane};
use linocut_core::{Error, Kind, Raster, Result};

/// What is done to a picture after rendering.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Degradation {
    /// Nothing.
    None,
    /// Gaussian blur of this σ in pixels.
    Blur(f32),
    /// Gaussian noise of this σ, in 0..=255, in each channel.
    Noise(f32),
    /// Scaled down by this factor and up again.
    Scale(u8),
    /// Compressed as JPEG at this quality, after a blur of this σ (0 for none).
    Jpeg(u8, f32),
}

impl Degradation {
    /// The degradation called `name`; none when there is no name.
    ///
    /// # Errors
    /// [`Kind::Input`] when the name is unknown.
    pub(crate) fn named(name: Option<&str>) -> Result<Self> {
        name.map_or(Ok(Self::None), |name| {
            Self::parse(name).ok_or_else(|| {
                Error::new(Kind::Input, format!("unknown degradation {name}"))
                    .hinted("known are blurS, noiseS, downNup, jpegQ, jpegQblur")
            })
        })
    }

    /// Reads `blur1.5`, `noise8`, `down2up`, `jpeg40` or `jpeg80blur` (JPEG after a blur of 1 pixel).
    fn parse(name: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<f32>().ok().filter(|n| (0.0..=64.0).contains(n));
        let quality = |text: &str| text.parse::<u8>().ok().filter(|q| (1..=100).contains(q));
        if let Some(sigma) = name.strip_prefix("blur") {
            number(sigma).map(Self::Blur)
        } else if let Some(sigma) = name.strip_prefix("noise") {
            number(sigma).map(Self::Noise)
        } else if let Some(factor) = name.strip_prefix("down").and_then(|rest| rest.strip_suffix("up")) {
            factor.parse().ok().filter(|f| (2..=8).contains(f)).map(Self::Scale)
        } else {
            let rest = name.strip_prefix("jpeg")?;
            let (text, sigma) = rest.strip_suffix("blur").map_or((rest, 0.0), |text| (text, 1.0));
            Some(Self::Jpeg(quality(text)?, sigma))
        }
    }

    /// Degrades `picture`, which must be opaque.
    ///
    /// # Errors
    /// Those of [`Raster::new`].
    pub(crate) fn apply(self, picture: &Raster) -> Result<Raster> {
        let planes = Plane::split(picture);
        match self {
            Self::None => Ok(picture.clone()),
            Self::Blur(sigma) => Plane::join(&planes.map(|p| blurred(&p, sigma))),
            Self::Noise(sigma) => {
                let [red, green, blue] = planes;
                Plane::join(&[noisy(&red, sigma, 0), noisy(&green, sigma, 1), noisy(&blue, sigma, 2)])
            }
            Self::Scale(factor) => Plane::join(&planes.map(|p| rescaled(&p, factor))),
            Self::Jpeg(quality, sigma) => {
                let planes = if sigma > 0.0 { planes.map(|p| blurred(&p, sigma)) } else { planes };
                Plane::join(&jpeg::compressed(&planes, quality))
            }
        }
    }
}

fn blurred(plane: &Plane, sigma: f32) -> Plane {
    let reach = (3.0 * sigma).ceil() as i16;
    let weights: Vec<f32> = (-reach..=reach).map(|i| (-f32::from(i).powi(2) / (2.0 * sigma * sigma)).exp()).collect();
    let sum: f32 = weights.iter().sum();
    plane.convolved(&weights.iter().map(|w| w / sum).collect::<Vec<f32>>())
}

fn rescaled(plane: &Plane, factor: u8) -> Plane {
    let less = |n: usize| n.div_ceil(usize::from(factor));
    plane.resized(less(plane.width), less(plane.height)).resized(plane.width, plane.height)
}

/// Adds noise that depends on the place and the channel only.
fn noisy(plane: &Plane, sigma: f32, channel: u64) -> Plane {
    let width = plane.width as u64;
    Plane::build(plane.width, plane.height, |x, y| {
        let pixel = y as u64 * width + x as u64;
        plane.at(x, y) + sigma * normal(pixel * 3 + channel)
    })
}

/// The `n`-th number of a fixed sequence with mean 0 and variance 1: twelve uniform numbers added up (Irwin-Hall).
fn normal(n: u64) -> f32 {
    let uniform = |i: u64| (mixed(n * 12 + i) >> 40) as f32 / (1u64 << 24) as f32;
    (0..12).map(uniform).sum::<f32>() - 6.0
}

/// The finalizer of `SplitMix64` (Steele, Lea and Flood 2014).
fn mixed(n: u64) -> u64 {
    let n = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Degradation, normal};
    use linocut_core::{Raster, Rgba};
    use linocut_svg::score::compare;

    fn half_and_half() -> Raster {
        let pixels = (0..48 * 48).map(|i| if i % 48 < 24 { Rgba::opaque(200, 40, 30) } else { Rgba::WHITE });
        Raster::new(48, 48, pixels.collect()).unwrap()
    }

    /// The mean square error that a degradation of that name does to a picture with one edge.
    #[track_caller]
    fn check(name: &str, least: f64, most: f64) {
        let clean = half_and_half();
        let degraded = Degradation::named(Some(name)).unwrap().apply(&clean).unwrap();
        let mse = compare(&clean, &degraded).unwrap().part("mse").unwrap();
        assert!((least..=most).contains(&mse), "{name}: {mse}");
    }

    #[test]
    fn each_does_its_bounded_harm() {
        check("blur1", 50.0, 400.0);
        check("noise8", 30.0, 70.0);
        check("down2up", 1.0, 400.0);
        check("jpeg40", 1.0, 300.0);
        check("jpeg95", 0.01, 100.0);
        check("jpeg80blur", 50.0, 500.0);
    }

    #[test]
    fn equal_input_gives_equal_output() {
        let noise = Degradation::Noise(8.0);
        assert_eq!(noise.apply(&half_and_half()).unwrap(), noise.apply(&half_and_half()).unwrap());
    }

    #[test]
    fn the_noise_is_normal() {
        let values: Vec<f32> = (0..10_000).map(normal).collect();
        let mean = values.iter().sum::<f32>() / 10_000.0;
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / 10_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }

    #[test]
    fn unknown_names_are_refused() {
        for name in ["", "jpeg", "jpeg0", "down1up", "blurx", "sepia"] {
            assert!(Degradation::named(Some(name)).is_err(), "{name}");
        }
    }
}
