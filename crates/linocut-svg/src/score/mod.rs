//! How close one picture is to another, and how complex a drawing is.
//!
//! The definitions are those of the project's benchmark (`trace_bench.py`), so that numbers can be compared.

mod count;
mod displacement;
mod plane;
mod ssim;

pub use count::{Counts, count};
pub use displacement::displacement;

use linocut_core::{Error, Kind, Raster, Result, Rgba, Score, Unit};
use plane::{Plane, edge_band};

/// Smallest mean square error that [`compare`] turns into decibels; caps `psnr` at 61.14.
const LEAST_MSE: f64 = 0.05;
/// Mean color step per pixel, in 0..=255, from which on a pixel of the reference is an edge.
const EDGE_STEP: f32 = 10.0;
/// How far the edge band reaches, in pixels.
const EDGE_REACH: usize = 2;

/// Measures how close `candidate` is to `reference`, both laid over white.
///
/// The value is `ssim` clamped to `0..=1`. The parts, in this order:
/// - `ssim`: structural similarity of luma (Wang et al. 2004), Gaussian window σ 1.5, 11 × 11, K 0.01 and 0.03,
///   mean over the picture without its outer 5 pixels; pictures with a side under 12 are mirrored outward instead;
/// - `ssim_color`: the mean of the same over red, green and blue;
/// - `psnr`: in decibels, at most 61.14; `mse`: over red, green and blue in 0..=255;
/// - `edge`: mean absolute error, in 0..=255, within 2 pixels of an edge of the reference, 0 when it has none;
/// - `flat`: the same elsewhere, 0 when there is no elsewhere.
///
/// Cost: about 50 ms for 512 × 512 pixels on one core; rows run in parallel, the result does not depend on it.
///
/// # Errors
/// [`Kind::Input`] when the sizes differ.
///
/// ```
/// use linocut_core::{Raster, Rgba};
/// let red = Raster::filled(20, 20, Rgba::opaque(200, 0, 0))?;
/// let score = linocut_svg::score::compare(&red, &red)?;
/// assert_eq!(score.part("ssim"), Some(1.0));
/// # Ok::<(), linocut_core::Error>(())
/// ```
pub fn compare(reference: &Raster, candidate: &Raster) -> Result<Score> {
    let (w, h) = (reference.width(), reference.height());
    if (w, h) != (candidate.width(), candidate.height()) {
        let (cw, ch) = (candidate.width(), candidate.height());
        return Err(Error::new(
            Kind::Input,
            format!("pictures differ in size: {cw} × {ch}, the reference has {w} × {h}"),
        )
        .hinted("render the candidate at the width of the reference"));
    }
    let (reference, candidate) = (reference.over(Rgba::WHITE), candidate.over(Rgba::WHITE));
    let ssim = ssim::ssim(&Plane::luma(&reference), &Plane::luma(&candidate));
    let channels = [|p: Rgba| p.r, |p: Rgba| p.g, |p: Rgba| p.b];
    let ssim_color = channels
        .map(|channel| ssim::ssim(&Plane::channel(&reference, channel), &Plane::channel(&candidate, channel)))
        .iter()
        .sum::<f64>()
        / 3.0;
    let errors = errors(&reference, &candidate);
    let parts = [
        ("ssim", ssim),
        ("ssim_color", ssim_color),
        ("psnr", 10.0 * (255.0 * 255.0 / errors.mse.max(LEAST_MSE)).log10()),
        ("mse", errors.mse),
        ("edge", errors.edge),
        ("flat", errors.flat),
    ];
    let parts = parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Score { value: Unit::clamped(ssim), parts, note: None })
}

struct Errors {
    mse: f64,
    edge: f64,
    flat: f64,
}

fn errors(reference: &Raster, candidate: &Raster) -> Errors {
    let band = edge_band(reference, EDGE_STEP, EDGE_REACH);
    let (mut square, mut edge, mut flat) = (0_u64, Sum::default(), Sum::default());
    for ((r, c), near) in reference.pixels().iter().zip(candidate.pixels()).zip(band) {
        let steps = [r.r.abs_diff(c.r), r.g.abs_diff(c.g), r.b.abs_diff(c.b)].map(u64::from);
        square += steps.iter().map(|d| d * d).sum::<u64>();
        let side = if near { &mut edge } else { &mut flat };
        side.total += steps.iter().sum::<u64>();
        side.count += 3;
    }
    Errors { mse: Sum { total: square, count: edge.count + flat.count }.mean(), edge: edge.mean(), flat: flat.mean() }
}

#[derive(Default)]
struct Sum {
    total: u64,
    count: u64,
}

impl Sum {
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "sums of bytes over a picture stay below 2^53"
    )]
    fn mean(&self) -> f64 {
        self.total as f64 / self.count.max(1) as f64
    }
}
