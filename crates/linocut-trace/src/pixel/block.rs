//! Pixels that were enlarged to equal squares.

use linocut_core::{Raster, Result, Rgba};

/// The side of the largest squares of one color that the picture is made of, in pixels; 1 when it was not enlarged.
///
/// It divides every place where the color changes along a row or column, and both sides of the picture.
pub(crate) fn side(picture: &Raster) -> u32 {
    let mut side = gcd(picture.width(), picture.height());
    let mut above: Option<&[Rgba]> = None;
    for (y, row) in (0_u32..).zip(picture.rows()) {
        if above.is_some_and(|above| above != row) {
            side = gcd(side, y);
        }
        for (x, pair) in (1_u32..).zip(row.windows(2)) {
            if matches!(pair, [a, b] if a != b) {
                side = gcd(side, x);
            }
        }
        if side == 1 {
            return 1;
        }
        above = Some(row);
    }
    side
}

/// The picture with one pixel for each square of `side` pixels.
///
/// # Errors
/// Those of [`Raster::new`], which it cannot have.
pub(crate) fn shrunk(picture: &Raster, side: u32) -> Result<Raster> {
    let side = side.max(1);
    let step = usize::try_from(side).unwrap_or(1);
    let pixels = picture.rows().step_by(step).flat_map(|row| row.iter().step_by(step).copied()).collect();
    Raster::new(picture.width() / side, picture.height() / side, pixels)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::{shrunk, side};
    use linocut_core::{Raster, Rgba};

    /// A checkerboard of `block` pixels a square, 6 × 4 squares.
    fn board(block: u32) -> Raster {
        let (w, h) = (6 * block, 4 * block);
        let dark = |x: u32, y: u32| (x / block + y / block).is_multiple_of(2);
        let places = (0..h).flat_map(|y| (0..w).map(move |x| (x, y)));
        Raster::new(w, h, places.map(|(x, y)| if dark(x, y) { Rgba::BLACK } else { Rgba::WHITE }).collect()).unwrap()
    }

    #[test]
    fn finds_the_side_of_the_squares() {
        for block in [1, 2, 4, 7] {
            assert_eq!(side(&board(block)), block);
            assert_eq!(shrunk(&board(block), block).unwrap(), board(1));
        }
    }

    #[test]
    fn one_pixel_out_of_line_is_no_enlargement() {
        let mut pixels = board(4).pixels().to_vec();
        pixels[5] = Rgba::opaque(255, 0, 0);
        assert_eq!(side(&Raster::new(24, 16, pixels).unwrap()), 1);
    }
}
