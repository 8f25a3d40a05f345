//! What becomes of the colors of a picture.

mod parse;
mod swatches;

pub use parse::parse_palette;
pub use swatches::parse_swatches;

use linocut_core::Rgba;

/// Length of the diagonal of the RGB cube, in levels: black to white.
const DIAGONAL: f64 = 441.672_955_930_063_7;

/// One rule of a palette: what is like `source` becomes `target`.
///
/// A color within the tolerance of several rules takes the nearest of them.
/// A color within none takes the nearest rule without a tolerance, and stays as it is if there is none.
/// So a palette without tolerances is a fixed set of colors, and one of tolerances only changes what it names.
/// Partly transparent colors keep their alpha; fully transparent ones stay so.
#[derive(Clone, Debug, PartialEq)]
pub struct PaletteRule {
    /// The color in the picture; its alpha does not count.
    pub source: Rgba,
    /// What it is painted with; `None` leaves it transparent.
    pub target: Option<Rgba>,
    /// How far from the source a color may be, `0..=1` as a share of the way from black to white through the RGB cube.
    /// Default: `None`, any distance.
    pub tolerance: Option<f64>,
    /// What shapes of this color are labeled with. Default: none.
    pub name: Option<String>,
}

impl PaletteRule {
    /// A color to use as it is, for every color that is nearer to it than to others.
    #[must_use]
    pub const fn color(color: Rgba) -> Self {
        Self { source: color, target: Some(color), tolerance: None, name: None }
    }

    /// A spot color: what is within [`SPOT_TOLERANCE`] becomes exactly it and merges with nothing else.
    #[must_use]
    pub const fn spot(color: Rgba) -> Self {
        Self { source: color, target: Some(color), tolerance: Some(SPOT_TOLERANCE), name: None }
    }

    /// How far `color` is from the source, if that is within the tolerance.
    pub(crate) fn reach(&self, color: Rgba) -> Option<f64> {
        let d = distance(self.source, color);
        // A level more: what was typed as #e33 and saved once more may be off by one.
        self.tolerance.is_none_or(|t| d <= t * DIAGONAL + 1.0).then_some(d)
    }
}

/// How far a picture's version of a spot color may be from it: wide enough for a lossy file or another color profile,
/// narrow enough to keep the next color of a brand apart.
pub const SPOT_TOLERANCE: f64 = 0.06;

/// Most rules of a palette.
pub(crate) const MOST_RULES: usize = 256;

/// How far apart two colors are, in levels; alpha does not count.
fn distance(a: Rgba, b: Rgba) -> f64 {
    let d = |x: u8, y: u8| f64::from(x) - f64::from(y);
    let (r, g, b) = (d(a.r, b.r), d(a.g, b.g), d(a.b, b.b));
    libm::sqrt(r * r + g * g + b * b)
}
