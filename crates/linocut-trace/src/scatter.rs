//! How well boundary points are located, which decides how closely curves follow them.

use crate::chain::{self, Run};
use crate::contour::Contour;
use crate::fit::{FitOptions, normal, unit};
use crate::locate::Scene;
use crate::number::float;
use crate::options::TraceOptions;
use crate::regular::Snap;
use linocut_core::Effort;
use linocut_core::kurbo::Vec2;

/// Tolerances from the scatter of the located points, or from the tolerance that was asked for.
pub(crate) fn fit_options(scene: &Scene, contours: &[Contour], options: &TraceOptions, effort: Effort) -> FitOptions {
    let usual = FitOptions::default();
    let knots = match effort {
        Effort::Fast => 24,
        Effort::Balanced => usual.knots,
        Effort::Best => 96,
    };
    let side = float(scene.field.width.max(scene.field.height));
    let sigma = options.tolerance.map_or_else(|| scatter(scene, contours).max(unseen(side)), |t| t / 3.0);
    FitOptions {
        sigma,
        step: usual.step * (side / STEP_SIDE).max(1.0),
        tolerance: options.tolerance.unwrap_or(3.0 * sigma),
        knots,
        level: options.snap == Snap::On,
        ..usual
    }
}

/// The side of a picture above which break points lie farther apart, in pixels: a boundary that is four times as long
/// takes no more of them unless it winds more.
const STEP_SIDE: f64 = 512.0;

/// The standard deviation that nobody sees in a picture with this longest side, in pixels.
///
/// A large picture is looked at from farther away, or scaled down. Following it as closely as a small one costs half as
/// many pieces again and shows nowhere. Beyond a quarter of a pixel, the details of a large picture would suffer.
fn unseen(side: f64) -> f64 {
    let share = libm::cbrt(side / 256.0);
    (0.08 * share * share).clamp(0.08, 0.25)
}

/// Contours looked at to judge the scatter; more change it little.
const SCATTER_CONTOURS: usize = 48;

/// The standard deviation of located points across their boundary, in pixels.
///
/// The median distance of a point from the middle of its neighbors two places away, where the three are nearly in line.
fn scatter(scene: &Scene, contours: &[Contour]) -> f64 {
    let mut long: Vec<&Contour> = contours.iter().filter(|c| c.cracks.len() >= 24).collect();
    let step = long.len().div_ceil(SCATTER_CONTOURS).max(1);
    long = long.into_iter().step_by(step).collect();
    let mut distances: Vec<f64> = Vec::new();
    for contour in long {
        let run = Run { from: 0, len: contour.cracks.len().min(400), closed: false };
        let samples = chain::samples(scene, contour, run);
        distances.extend(samples.windows(5).filter_map(|w| match w {
            &[a, _, b, _, c] if a.w.min(b.w).min(c.w) > 0.05 => {
                let chord = c.p - a.p;
                let across = normal(unit(chord, Vec2::ZERO)).dot(b.p - a.p.midpoint(c.p)).abs();
                (chord.hypot2() < 36.0).then_some(across)
            }
            _ => None,
        }));
    }
    let middle = distances.len() / 2;
    if distances.len() < 24 {
        return 0.0;
    }
    let (_, median, _) = distances.select_nth_unstable_by(middle, f64::total_cmp);
    // Var(b − (a + c)/2) = 1.5 σ²; 0.6745 turns a median into a standard deviation.
    *median / (1.5_f64.sqrt() * 0.6745)
}
