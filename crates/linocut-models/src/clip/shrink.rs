//! Pictures of any size to the small square that icon-CLIP looks at.

use linocut_core::{Raster, Rgba};

/// The picture on white as three planes (red, green, blue) of `side × side` values in `0..=1`.
///
/// A picture that is not square lies in the middle of a white square.
/// Every value is the mean over the area it covers (a box filter), of sRGB values, as renderers blend edges.
pub(super) fn shrink(picture: &Raster, side: usize) -> [Vec<f32>; 3] {
    let long = picture.width().max(picture.height());
    let columns = spans(picture.width(), long, side);
    let rows = spans(picture.height(), long, side);
    let lines: Vec<&[Rgba]> = picture.rows().collect();
    // What is missing to white, so that everything outside the picture is 0.
    let channels: [fn(Rgba) -> u8; 3] = [|p| p.r, |p| p.g, |p| p.b];
    channels.map(|channel| {
        let missing = |p: &Rgba| f32::from(255 - channel(*p)) * f32::from(p.a) / (255.0 * 255.0);
        let narrow = |line: &[Rgba]| -> Vec<f32> {
            columns.iter().map(|span| span.mean(line.iter().skip(span.first).map(missing))).collect()
        };
        let lines: Vec<Vec<f32>> = lines.iter().map(|line| narrow(line)).collect();
        let cell = |row: &Span, column: usize| {
            let values = lines.iter().skip(row.first).map(|line| line.get(column).copied().unwrap_or(0.0));
            1.0 - row.mean(values)
        };
        rows.iter().flat_map(|row| (0..side).map(move |column| cell(row, column))).collect()
    })
}

/// The pixels along one axis that a result pixel covers.
struct Span {
    first: usize,
    /// Share of the result that each pixel from `first` on has.
    shares: Vec<f32>,
}

impl Span {
    fn mean(&self, values: impl Iterator<Item = f32>) -> f32 {
        self.shares.iter().zip(values).map(|(share, value)| share * value).sum()
    }
}

/// For each of `side` result pixels what it covers of `length` pixels in the middle of `long`.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "pixel counts are far below 2^32"
)]
fn spans(length: u32, long: u32, side: usize) -> Vec<Span> {
    let (length, long) = (f64::from(length), f64::from(long));
    let (step, before) = (long / side as f64, (long - length) / 2.0);
    let span = |index: usize| {
        let begin = index as f64 * step - before;
        let (from, to) = (begin.clamp(0.0, length), (begin + step).clamp(0.0, length));
        let first = from.floor();
        let share = |pixel: usize| {
            let at = first + pixel as f64;
            (((at + 1.0).min(to) - at.max(from)).max(0.0) / step) as f32
        };
        Span { first: first as usize, shares: (0..(to.ceil() - first) as usize).map(share).collect() }
    };
    (0..side).map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::shrink;
    use linocut_core::{Raster, Rgba};

    #[track_caller]
    fn check(picture: &Raster, expected: &[f32]) {
        let [red, ..] = shrink(picture, 2);
        assert!(red.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{red:?}, wanted {expected:?}");
    }

    #[test]
    fn means_over_areas() {
        let (black, white) = (Rgba::BLACK, Rgba::WHITE);
        let picture = Raster::new(3, 3, [[black; 3], [white; 3], [white; 3]].concat()).unwrap();
        check(&picture, &[1.0 / 3.0, 1.0 / 3.0, 1.0, 1.0]);
    }

    #[test]
    fn lays_transparent_pixels_on_white() {
        check(&Raster::filled(4, 4, Rgba::BLACK.with_alpha(51)).unwrap(), &[0.8; 4]);
    }

    #[test]
    fn centers_what_is_not_square() {
        check(&Raster::filled(4, 2, Rgba::BLACK).unwrap(), &[0.5; 4]);
    }

    #[test]
    fn enlarges_single_pixels() {
        check(&Raster::filled(1, 1, Rgba::BLACK).unwrap(), &[0.0; 4]);
    }
}
