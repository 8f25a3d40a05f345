//! One channel of a picture as numbers, for the degradations.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "pixel kernels: sides are below 8,193, values are clamped before they become bytes"
)]

use linocut_core::{Raster, Result, Rgba};

/// One channel, row by row; values are in 0..=255 but may leave that range in between.
#[derive(Clone)]
pub(crate) struct Plane {
    /// Width in pixels.
    pub(crate) width: usize,
    /// Height in pixels.
    pub(crate) height: usize,
    values: Vec<f32>,
}

impl Plane {
    /// A plane whose pixel at column x, row y is `value(x, y)`.
    pub(crate) fn build(width: usize, height: usize, value: impl Fn(isize, isize) -> f32) -> Self {
        let at = |i: usize| value((i % width) as isize, (i / width) as isize);
        Self { width, height, values: (0..width * height).map(at).collect() }
    }

    /// Red, green and blue of a picture.
    pub(crate) fn split(picture: &Raster) -> [Self; 3] {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        [|p: &Rgba| p.r, |p: &Rgba| p.g, |p: &Rgba| p.b].map(|channel| Self {
            width,
            height,
            values: picture.pixels().iter().map(|p| f32::from(channel(p))).collect(),
        })
    }

    /// The opaque picture of three planes of one size; values are rounded and clamped.
    ///
    /// # Errors
    /// Those of [`Raster::new`].
    pub(crate) fn join([red, green, blue]: &[Self; 3]) -> Result<Raster> {
        let byte = |v: f32| v.round().clamp(0.0, 255.0) as u8;
        let pixels = red.values.iter().zip(&green.values).zip(&blue.values);
        let pixels = pixels.map(|((&r, &g), &b)| Rgba::opaque(byte(r), byte(g), byte(b))).collect();
        Raster::new(red.width as u32, red.height as u32, pixels)
    }

    /// The value at column `x`, row `y`; outside, that of the nearest pixel.
    pub(crate) fn at(&self, x: isize, y: isize) -> f32 {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        self.values.get(y * self.width + x).copied().unwrap_or_default()
    }

    /// The value between pixel centers, linear in both directions; pixel (0, 0) has its center at (0, 0).
    pub(crate) fn between(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        let row = |y: isize| self.at(left, y) * (1.0 - u) + self.at(left + 1, y) * u;
        row(top) * (1.0 - v) + row(top + 1) * v
    }

    /// Applies `weights`, centered, along the rows and then along the columns.
    pub(crate) fn convolved(&self, weights: &[f32]) -> Self {
        let reach = (weights.len() / 2) as isize;
        let sum = |value: &dyn Fn(isize) -> f32| weights.iter().zip(-reach..).map(|(w, i)| w * value(i)).sum();
        let rows = Self::build(self.width, self.height, |x, y| sum(&|i| self.at(x + i, y)));
        Self::build(self.width, self.height, |x, y| sum(&|i| rows.at(x, y + i)))
    }

    /// The plane at another size; each value is the mean of the pixels it covers, or between them when it grows.
    pub(crate) fn resized(&self, width: usize, height: usize) -> Self {
        let (kx, ky) = (self.width as f32 / width as f32, self.height as f32 / height as f32);
        let taps = |k: f32| (k.round().max(1.0)) as usize;
        let (nx, ny) = (taps(kx), taps(ky));
        Self::build(width, height, |x, y| {
            let along = |n: usize, i: isize, k: f32| {
                (0..n).map(move |j| (i as f32 + (j as f32 + 0.5) / n as f32) * k - 0.5).collect::<Vec<f32>>()
            };
            let (xs, ys) = (along(nx, x, kx), along(ny, y, ky));
            let sum: f32 = ys.iter().flat_map(|&v| xs.iter().map(move |&u| self.between(u, v))).sum();
            sum / (nx * ny) as f32
        })
    }
}
