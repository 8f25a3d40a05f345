//! Recognizes boundaries that are circles, ellipses or rectangles.
//!
//! A shape is taken if the located points lie on it about as closely as they scatter: root mean square within 1.2 of their
//! standard deviation, no trusted point and no longer stretch of the boundary off by more than the tolerance allows. Of two
//! such shapes the simpler one is taken while its mean square is within 10 % of the other's or far inside the noise.

mod conic;
mod slab;

use super::least::Solution;
use super::{FitOptions, Sample};
use linocut_core::Outline;
use linocut_core::kurbo::{Affine, BezPath, Circle, Ellipse, PathEl, Point, RoundedRect, Shape as _, Vec2};
use std::f64::consts::FRAC_PI_2;

/// A shape with a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Primitive {
    Circle(Circle),
    /// Along the axes or turned.
    Ellipse(Ellipse),
    Rect(Slab),
}

/// A rectangle, perhaps rounded, perhaps turned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Slab {
    pub(crate) center: Point,
    /// Half its width and height.
    pub(crate) half: Vec2,
    /// Radius of its corners, at most the lesser half.
    pub(crate) radius: f64,
    /// By which it is turned clockwise around its center, in radians.
    pub(crate) angle: f64,
}

/// How much of a boundary is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// All of it.
    Whole,
    /// What other regions do not hide.
    Part,
}

/// Shapes smaller than this in any direction have too few points to be told apart, in pixels.
const SMALLEST: f64 = 0.6;
/// How well each number of a shape must be known, in pixels.
const KNOWN: f64 = 0.25;
/// A mean square below this share of the noise's says that nothing is wrong with a shape, whatever a freer one reaches.
const INSIDE_NOISE: f64 = 0.16;
/// How far the points beside a sharp corner may lie inside it, in pixels: a corner rounded by twice that looks otherwise.
const CORNER_LOSS: f64 = 0.6;
/// A turn that moves no corner of a rectangle farther than this is none, in standard deviations.
const UNSEEN_TURN: f64 = 1.5;
/// Stretches of this many points are looked at together: where they stray together, it is no noise.
const STRETCH: usize = 9;
/// How far a stretch may stray, in standard deviations.
const TOGETHER: f64 = 1.5;
/// How far one stretch in [`FLATTEST`] may: where a large circle runs along the rows, rasterizers of few sub-lines draw it
/// up to a quarter pixel off.
const FLAT_STRAY: f64 = 3.0;
/// See [`FLAT_STRAY`].
const FLATTEST: usize = 16;

/// The shape that `samples` lie on.
pub(crate) fn recognize(samples: &[Sample], options: &FitOptions, sight: Sight) -> Option<Primitive> {
    let trusted: Vec<Sample> = samples.iter().copied().filter(|s| s.w > super::WEIGHTLESS).collect();
    if trusted.len() < 8 {
        return None;
    }
    let known = |spread: &[f64]| spread.iter().all(|s| s * options.sigma < KNOWN);
    let found = round(&trusted, options, &known).or_else(|| rect(&trusted, options, &known))?;
    (sight == Sight::Part || found.spans(&trusted)).then_some(found)
}

/// The circle that `samples` lie on, which may be a small part of it.
pub(crate) fn arc(samples: &[Sample], options: &FitOptions) -> Option<Circle> {
    let [x, y, r] = conic::circle(samples)?.parameters;
    follows(samples, options, |p| conic::circle_distance(&[x, y, r], p)).then(|| Circle::new((x, y), r))
}

/// Whether the next simpler shape, with mean square `simple`, does as well as one with mean square `free`.
fn as_well(simple: f64, free: f64, options: &FitOptions) -> bool {
    simple <= 1.1 * free || simple <= INSIDE_NOISE * options.sigma * options.sigma
}

fn round(samples: &[Sample], options: &FitOptions, known: &dyn Fn(&[f64]) -> bool) -> Option<Primitive> {
    let upright = conic::upright(samples).filter(|s| known(&s.spread));
    let circle = conic::circle(samples).filter(|s| known(&s.spread));
    if let Some(c) = circle.filter(|c| follows(samples, options, |p| conic::circle_distance(&c.parameters, p))) {
        let [x, y, r] = c.parameters;
        let same = upright.is_none_or(|e| {
            let [_, _, rx, ry, _] = e.parameters;
            // A circle unless the data say otherwise: half a percent or a twentieth of a pixel.
            (rx - ry).abs() < 0.08_f64.max(0.004 * r) || as_well(c.mean_square, e.mean_square, options)
        });
        if same {
            return Some(Primitive::Circle(Circle::new((x, y), r)));
        }
    }
    let free = conic::ellipse(samples).filter(|s| known(&s.spread));
    let found = match (upright, free) {
        (Some(u), Some(f)) if as_well(u.mean_square, f.mean_square, options) => Some(u),
        (Some(u), None) => Some(u),
        (_, free) => free,
    };
    let [x, y, rx, ry, angle] = found?.parameters;
    let (center, radii) = (Point::new(x, y), Vec2::new(rx, ry));
    let fine = rx.min(ry) > SMALLEST && follows(samples, options, |p| conic::distance(&[x, y, rx, ry, angle], p));
    fine.then(|| Primitive::Ellipse(Ellipse::new(center, radii, angle)))
}

fn rect(samples: &[Sample], options: &FitOptions, known: &dyn Fn(&[f64]) -> bool) -> Option<Primitive> {
    let around = slab::around(samples)?;
    let settled = |found: Solution<6>| settled(found, samples, options, known);
    slab::rounded(&around, samples).and_then(settled).or_else(|| slab::sharp(&around, samples).and_then(settled))
}

/// The rectangle that was found, level if it can be, unless it misses the points.
fn settled(
    mut found: Solution<6>,
    samples: &[Sample],
    options: &FitOptions,
    known: &dyn Fn(&[f64]) -> bool,
) -> Option<Primitive> {
    let sharp = found.parameters[4] == 0.0;
    let kept: Vec<Sample> = samples.iter().copied().filter(|s| !slab::beside_corner(&found.parameters, s.p)).collect();
    if kept.len() < 6 {
        return None;
    }
    let [x, y, hx, hy, r, angle] = found.parameters;
    // Level, if it was nearly so (2°) and fits as well, or if nobody could see the turn.
    if angle.abs() < 0.035 {
        let unseen = angle.abs() * Vec2::new(hx, hy).hypot2().sqrt() < UNSEEN_TURN * options.sigma;
        let capsule = r >= hx.min(hy);
        let start = [x, y, hx, hy, if capsule { slab::ROUND_ENDS } else { r }, 0.0];
        let level = slab::solve(start, [true, true, true, true, !sharp && !capsule, false], &kept);
        found = level.filter(|l| unseen || as_well(l.mean_square, found.mean_square, options)).unwrap_or(found);
    }
    let p = found.parameters;
    let [x, y, hx, hy, radius, angle] = p;
    let (center, half) = (Point::new(x, y), Vec2::new(hx, hy));
    let fine = known(&found.spread)
        && follows(&kept, options, |at| slab::distance(&p, at))
        && samples.iter().all(|s| slab::distance(&p, s.p).abs() < CORNER_LOSS);
    fine.then_some(Primitive::Rect(Slab { center, half, radius, angle }))
}

/// Whether the points lie on the shape as closely as they scatter.
fn follows(samples: &[Sample], options: &FitOptions, distance: impl Fn(Point) -> f64) -> bool {
    let (sigma, limit) = (1.2 * options.sigma, 1.3 * options.tolerance);
    let off: Vec<(f64, f64)> = samples.iter().map(|s| (s.w, distance(s.p))).collect();
    let squares: f64 = off.iter().map(|(w, d)| w * d * d).sum();
    let weight: f64 = off.iter().map(|(w, _)| w).sum();
    let together = |w: &[(f64, f64)], most: f64| {
        let (weight, sum) = w.iter().fold((0.0, 0.0), |(a, b), (w, d)| (a + w, b + w * d));
        sum.abs() <= most * options.sigma * weight || weight < 0.2
    };
    let stretches = || off.chunks_exact(STRETCH);
    let astray = stretches().filter(|w| !together(w, TOGETHER)).count();
    squares <= sigma * sigma * weight
        && off.iter().all(|(w, d)| *w <= 0.2 || d.abs() <= limit)
        && astray * FLATTEST <= stretches().count()
        && stretches().all(|w| together(w, FLAT_STRAY))
}

impl Slab {
    /// The rectangle before it is turned.
    pub(crate) fn upright(&self) -> RoundedRect {
        let (a, b) = (self.center - self.half, self.center + self.half);
        RoundedRect::new(a.x, a.y, b.x, b.y, self.radius)
    }

    /// Its outline, without the sides that roundings leave nothing of.
    fn path(&self) -> BezPath {
        let rect = self.upright();
        if self.radius <= 0.0 {
            return self.turn() * rect.rect().to_path(1.0);
        }
        let mut path = BezPath::new();
        let mut at = Point::ZERO;
        // Coarser than any corner, so that each is one cubic.
        for element in rect.path_elements(1e3) {
            let to = element.end_point().unwrap_or(at);
            if !matches!(element, PathEl::LineTo(p) if (p - at).hypot2() < 1e-12) {
                path.push(element);
            }
            at = to;
        }
        self.turn() * path
    }

    /// The turn around its center.
    pub(crate) fn turn(&self) -> Affine {
        let (sin, cos) = libm::sincos(self.angle);
        let center = self.center.to_vec2();
        Affine::translate(center) * Affine::new([cos, sin, -sin, cos, 0.0, 0.0]) * Affine::translate(-center)
    }
}

impl Primitive {
    /// It as an element of a drawing, and how that is turned.
    pub(crate) fn outline(&self) -> (Outline, Affine) {
        match self {
            Self::Circle(c) => (Outline::Circle(*c), Affine::IDENTITY),
            Self::Ellipse(e) => (Outline::Ellipse(*e), Affine::IDENTITY),
            Self::Rect(s) if s.angle == 0.0 => (Outline::Rect(s.upright()), Affine::IDENTITY),
            Self::Rect(s) => (Outline::Rect(s.upright()), s.turn()),
        }
    }

    /// Whether its axes are not along x and y.
    pub(crate) fn is_turned(&self) -> bool {
        match self {
            Self::Circle(_) => false,
            Self::Ellipse(e) => {
                let (_, angle) = e.radii_and_rotation();
                angle.abs() > 1e-6 && (angle.abs() - FRAC_PI_2).abs() > 1e-6
            }
            Self::Rect(s) => s.angle != 0.0,
        }
    }

    /// Its outline as lines and cubics.
    pub(crate) fn path(&self) -> BezPath {
        // Coarser than any picture, so that a circle is four cubics, off by 0.03 % of its radius.
        let coarse = 1e3;
        match self {
            Self::Circle(c) => c.to_path(coarse),
            Self::Ellipse(e) => e.to_path(coarse),
            Self::Rect(s) => s.path(),
        }
    }

    /// Whether the points reach as far as the shape does: a sliver of points fits a shape of any size.
    fn spans(&self, samples: &[Sample]) -> bool {
        let (center, half, angle) = match self {
            Self::Circle(c) => (c.center, Vec2::new(c.radius, c.radius), 0.0),
            Self::Ellipse(e) => (e.center(), e.radii_and_rotation().0, e.radii_and_rotation().1),
            Self::Rect(s) => (s.center, s.half, s.angle),
        };
        let (sin, cos) = libm::sincos(angle);
        let (mut far, mut near) = (Vec2::ZERO, Vec2::ZERO);
        for s in samples {
            let v = s.p - center;
            let v = Vec2::new(v.x * cos + v.y * sin, v.y * cos - v.x * sin);
            far = Vec2::new(far.x.max(v.x), far.y.max(v.y));
            near = Vec2::new(near.x.min(v.x), near.y.min(v.y));
        }
        let reached = |reach: f64, half: f64| (reach - half).abs() < 0.4 + 0.06 * half;
        reached(far.x, half.x) && reached(-near.x, half.x) && reached(far.y, half.y) && reached(-near.y, half.y)
    }

    /// How far `at` lies outside of it, in pixels; exact near its outline.
    pub(crate) fn distance(&self, at: Point) -> f64 {
        match self {
            Self::Circle(c) => conic::circle_distance(&[c.center.x, c.center.y, c.radius], at),
            Self::Ellipse(e) => {
                let (radii, angle) = e.radii_and_rotation();
                conic::distance(&[e.center().x, e.center().y, radii.x, radii.y, angle], at)
            }
            Self::Rect(s) => slab::distance(&[s.center.x, s.center.y, s.half.x, s.half.y, s.radius, s.angle], at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Primitive, Sight, recognize};
    use crate::fit::{FitOptions, Sample};
    use linocut_core::kurbo::{Affine, PathEl, Point, RoundedRect, Shape as _, flatten};

    fn ring(f: impl Fn(f64) -> Point) -> Vec<Sample> {
        (0..60).map(|i| Sample { p: f(f64::from(i) * std::f64::consts::TAU / 60.0), w: 1.0 }).collect()
    }

    /// Points along a rounded rectangle turned by `angle` around (40, 30), about one a pixel.
    fn slab(half: (f64, f64), radius: f64, angle: f64) -> Vec<Sample> {
        let rect = RoundedRect::new(40.0 - half.0, 30.0 - half.1, 40.0 + half.0, 30.0 + half.1, radius);
        let path = Affine::rotate_about(angle, Point::new(40.0, 30.0)) * rect.to_path(1e-4);
        let mut samples = Vec::new();
        let (mut from, mut first) = (Point::ZERO, Point::ZERO);
        flatten(path, 0.02, |el| {
            if let PathEl::MoveTo(p) = el {
                (from, first) = (p, p);
            }
            let to = el.end_point().unwrap_or(first);
            let steps = from.distance(to).ceil();
            let mut k = 0.5;
            while k < steps {
                samples.push(Sample { p: from.lerp(to, k / steps), w: 1.0 });
                k += 1.0;
            }
            from = to;
        });
        samples
    }

    #[test]
    fn recognizes_circles_and_ellipses() {
        let found = |f: &dyn Fn(f64) -> Point| recognize(&ring(f), &FitOptions::default(), Sight::Whole);
        let circle = found(&|a| Point::new(9.0 + 5.0 * a.cos(), 7.0 + 5.0 * a.sin()));
        assert!(matches!(circle, Some(Primitive::Circle(c)) if (c.radius - 5.0).abs() < 1e-4), "{circle:?}");
        let ellipse = found(&|a| Point::new(9.0 + 8.0 * a.cos(), 7.0 + 5.0 * a.sin()));
        assert!(matches!(ellipse, Some(Primitive::Ellipse(e)) if (e.radii().x - 8.0).abs() < 1e-4), "{ellipse:?}");
        let turned = found(&|a| Affine::rotate(0.5) * Point::new(9.0 + 8.0 * a.cos(), 7.0 + 5.0 * a.sin()));
        let Some(Primitive::Ellipse(e)) = turned else { panic!("{turned:?}") };
        let (radii, angle) = e.radii_and_rotation();
        assert!((radii.x.max(radii.y) - 8.0).abs() < 1e-3, "{turned:?}");
        assert!((angle - 0.5).abs() < 1e-3 || (angle + std::f64::consts::FRAC_PI_2 - 0.5).abs() < 1e-3, "{turned:?}");
    }

    #[test]
    fn recognizes_rectangles() {
        for (half, radius, angle) in
            [((20.0, 9.0), 0.0, 0.0), ((20.0, 9.0), 4.0, 0.0), ((20.0, 9.0), 9.0, 0.3), ((12.0, 12.0), 3.0, -0.6)]
        {
            let found = recognize(&slab(half, radius, angle), &FitOptions::default(), Sight::Whole);
            let Some(Primitive::Rect(slab)) = found else { panic!("{found:?}") };
            assert!((slab.half.x - half.0).abs() < 0.02 && (slab.half.y - half.1).abs() < 0.02, "{slab:?}");
            assert!((slab.radius - radius).abs() < 0.05 && (slab.angle - angle).abs() < 1e-3, "{slab:?}");
        }
    }

    #[test]
    fn rectangle_among_scattered_points_is_level() {
        let coarse = FitOptions { sigma: 0.3, tolerance: 0.9, ..FitOptions::default() };
        let found = recognize(&slab((200.0, 90.0), 0.0, 0.0), &coarse, Sight::Whole);
        assert!(matches!(found, Some(Primitive::Rect(s)) if s.angle == 0.0), "{found:?}");
    }

    #[test]
    fn turn_that_nobody_sees_is_none() {
        let found = recognize(&slab((200.0, 100.0), 0.0, 0.0004), &FitOptions::default(), Sight::Whole);
        assert!(matches!(found, Some(Primitive::Rect(s)) if s.angle == 0.0), "{found:?}");
        let seen = recognize(&slab((200.0, 100.0), 0.0, 0.004), &FitOptions::default(), Sight::Whole);
        assert!(matches!(seen, Some(Primitive::Rect(s)) if s.angle != 0.0), "{seen:?}");
    }

    #[test]
    fn refuses_what_is_neither() {
        let star = ring(|a| Point::new(a.cos(), a.sin()).to_vec2().to_point().lerp(Point::ZERO, 0.3 * (5.0 * a).cos()));
        let star: Vec<Sample> = star.iter().map(|s| Sample { p: (s.p.to_vec2() * 20.0).to_point(), ..*s }).collect();
        assert_eq!(recognize(&star, &FitOptions::default(), Sight::Whole), None);
        let cut = ring(|a| Point::new(a.cos() * 20.0, (a.sin() * 20.0).min(9.0)));
        assert_eq!(recognize(&cut, &FitOptions::default(), Sight::Whole), None);
    }
}
