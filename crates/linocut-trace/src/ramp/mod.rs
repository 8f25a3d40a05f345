//! Fits a color ramp to the pixels of a smoothly shaded area.
//!
//! Local color gradients give a first guess at the geometry of each kind (line, circle, ellipse); Gauss–Newton mends it
//! while the colors along it stay free (variable projection, Golub & Pereyra 1973); dynamic programming chooses the
//! stops; the Bayesian information criterion chooses the kind.

mod axes;
mod geometry;
mod polish;
mod stops;

use crate::color::{Color, distance};
use crate::fill::{Axis, Ramp};
use crate::number::{float, narrow};
use geometry::Geometry;
pub(crate) use polish::solve;

/// One pixel of an area: its center and its color.
pub(crate) type Sample = ([f32; 2], Color);

/// Pixels of one area err together, so they count as this many at most when kinds are compared.
const INDEPENDENT: f32 = 256.0;
/// A ramp this near is taken without trying kinds with more freedom, in levels: rounding to bytes alone gives 0.4.
const EXACT: f32 = 0.55;

/// Finds the iso-lines of one kind.
type Guess = fn(&[axes::Slope]) -> Option<Geometry>;

/// A ramp and how far the pixels are from it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fit {
    pub(crate) ramp: Ramp,
    /// Root mean square of the largest channel difference, in levels.
    pub(crate) error: f32,
}

/// The best linear or radial ramp through `samples`, whose noise has standard deviation `sigma`; `None` if there is none.
///
/// The cost is linear in their number; some hundreds tell as much as all pixels of an area.
pub(crate) fn fit(samples: &[Sample], sigma: f32) -> Option<Fit> {
    let plain = constant(samples)?;
    if plain.error <= EXACT + sigma {
        return Some(plain);
    }
    let gradients = axes::local_gradients(samples);
    let guesses: [Guess; 3] = [axes::line, axes::circle, axes::ellipse];
    let mut best = Some((score(plain.error, sigma, 4, samples.len()), plain));
    for guess in guesses {
        let Some(geometry) = guess(&gradients).map(|g| polish::polish(samples, g)) else { continue };
        let Some(ramp) = stops::ramp(samples, geometry, sigma) else { continue };
        let error = error(samples, &ramp);
        let score = score(error, sigma, geometry.freedom() + 5 * ramp.stops.len(), samples.len());
        if best.as_ref().is_none_or(|(b, _)| score < *b) {
            best = Some((score, Fit { ramp, error }));
        }
        if error <= EXACT + sigma {
            break;
        }
    }
    best.map(|(_, fit)| fit)
}

/// The mean color as a ramp.
fn constant(samples: &[Sample]) -> Option<Fit> {
    let n = float(samples.len());
    let mean = |k: usize| samples.iter().filter_map(|(_, c)| c.get(k)).map(|c| f64::from(*c)).sum::<f64>() / n;
    let color = stops::straight([mean(0), mean(1), mean(2), mean(3)].map(narrow));
    let ramp = Ramp { axis: Axis::Linear([0.0, 0.0], [1.0, 0.0]), stops: vec![(0.0, color), (1.0, color)] };
    let error = error(samples, &ramp);
    (n > 0.0).then_some(Fit { ramp, error })
}

/// Root mean square of the largest channel difference between `samples` and `ramp`, in levels.
pub(crate) fn error(samples: &[Sample], ramp: &Ramp) -> f32 {
    let squares: f64 = samples.iter().map(|&([x, y], c)| f64::from(distance(ramp.at(x, y), c).powi(2))).sum();
    narrow((squares / float(samples.len().max(1))).sqrt())
}

/// The Bayesian information criterion; lower is better.
fn score(error: f32, sigma: f32, parameters: usize, samples: usize) -> f32 {
    let n = narrow(float(samples)).min(INDEPENDENT);
    // Nothing below rounding and noise counts as a better fit.
    let floor = EXACT + sigma;
    n * libm::logf(error * error + floor * floor) + narrow(float(parameters)) * libm::logf(n)
}

#[cfg(test)]
mod tests {
    use super::{Sample, fit};
    use crate::color::distance;
    use crate::fill::{Axis, Disk, Ramp};

    fn samples(f: impl Fn(f32, f32) -> [f32; 4]) -> Vec<Sample> {
        (0_u8..60)
            .flat_map(|y| (0_u8..40).map(move |x| [f32::from(x) + 0.5, f32::from(y) + 0.5]))
            .map(|p| (p, f(p[0], p[1]).map(f32::round)))
            .collect()
    }

    #[track_caller]
    fn check(truth: &Ramp) {
        let points = samples(|x, y| truth.at(x, y));
        let found = fit(&points, 0.0).expect("a ramp").ramp;
        for ([x, y], color) in points {
            let off = distance(found.at(x, y), color);
            assert!(off < 2.5, "at {x} {y}: {off} {found:?}");
        }
        assert_eq!(matches!(found.axis, Axis::Linear(..)), matches!(truth.axis, Axis::Linear(..)));
        assert!(found.stops.len() <= truth.stops.len(), "{:?}", found.stops);
    }

    const YELLOW: [f32; 4] = [250.0, 250.0, 50.0, 255.0];
    const RED: [f32; 4] = [200.0, 20.0, 90.0, 255.0];
    const BLUE: [f32; 4] = [30.0, 60.0, 220.0, 255.0];

    #[test]
    fn finds_linear_ramps() {
        let axis = Axis::Linear([0.0, 0.0], [40.0, 60.0]);
        check(&Ramp { axis, stops: vec![(0.0, YELLOW), (1.0, RED)] });
    }

    #[test]
    fn finds_three_stops() {
        let axis = Axis::Linear([5.0, 50.0], [35.0, 10.0]);
        check(&Ramp { axis, stops: vec![(0.0, YELLOW), (0.3, RED), (1.0, BLUE)] });
    }

    #[test]
    fn finds_circles() {
        let axis = Axis::Radial(Disk { center: [15.0, 20.0], shape: [1.0 / 60.0, 0.0, 1.0 / 60.0] });
        check(&Ramp { axis, stops: vec![(0.0, YELLOW), (1.0, RED)] });
    }

    #[test]
    fn finds_ellipses_with_their_center_outside() {
        let axis = Axis::Radial(Disk { center: [50.0, 10.0], shape: [0.02, 0.006, 0.012] });
        check(&Ramp { axis, stops: vec![(0.0, YELLOW), (1.0, RED)] });
    }

    #[test]
    fn finds_fading_colors() {
        let axis = Axis::Linear([0.0, 5.0], [0.0, 55.0]);
        check(&Ramp { axis, stops: vec![(0.0, RED), (1.0, [200.0, 20.0, 90.0, 0.0])] });
    }

    #[test]
    fn fits_noise_badly() {
        let points = samples(|x, y| [(x * 7919.0 + y * 104_729.0) % 255.0, 0.0, 0.0, 255.0]);
        assert!(fit(&points, 0.0).is_none_or(|f| f.error > 20.0));
    }
}
