//! Paints as functions of position.

use crate::field::{Level, premultiplied};
use crate::number::single;
use linocut_core::kurbo::{Affine, Point, Vec2};
use linocut_core::{Gradient, GradientShape, Paint, Rgba, Spread};

/// A paint in the pixels of a picture.
#[derive(Clone, Debug)]
pub struct Brush(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Solid(Rgba),
    Ramp(Ramp),
}

/// A gradient in the pixels of a picture.
#[derive(Clone, Debug)]
struct Ramp {
    shape: GradientShape,
    /// From pixels to the gradient's own space.
    into: Affine,
    stops: Vec<(f64, [f64; 4])>,
    spread: Spread,
}

/// Which stops a color is mixed from: the first, the second, and the share of the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mix {
    pub(crate) stops: (usize, usize),
    pub(crate) share: f64,
}

impl Brush {
    /// `paint` where user space is mapped to pixels by `place`; `None` for a gradient without stops.
    #[must_use]
    pub fn new(paint: &Paint, place: Affine) -> Option<Self> {
        match paint {
            Paint::Solid(color) => Some(Self(Kind::Solid(*color))),
            Paint::CurrentColor => Some(Self(Kind::Solid(Rgba::BLACK))),
            Paint::Gradient(gradient) => Ramp::new(gradient, place).map(|ramp| Self(Kind::Ramp(ramp))),
        }
    }

    /// The level at the center of the pixel in column `x`, row `y`.
    #[must_use]
    pub fn level(&self, x: u32, y: u32) -> Level {
        match &self.0 {
            Kind::Solid(color) => premultiplied(*color),
            Kind::Ramp(ramp) => {
                let [r, g, b, a] = ramp.color(ramp.mix(x, y));
                [r * a / 255.0, g * a / 255.0, b * a / 255.0, a].map(single)
            }
        }
    }

    /// The stops that [`Brush::level`] mixes there; one color counts as one stop.
    pub(crate) fn mix(&self, x: u32, y: u32) -> Mix {
        match &self.0 {
            Kind::Solid(_) => Mix { stops: (0, 0), share: 0.0 },
            Kind::Ramp(ramp) => ramp.mix(x, y),
        }
    }

    /// The color of a mix, with straight alpha.
    pub(crate) fn color(&self, mix: Mix) -> [f64; 4] {
        match &self.0 {
            Kind::Solid(color) => color.channels().map(f64::from),
            Kind::Ramp(ramp) => ramp.color(mix),
        }
    }

    /// How many colors it has.
    pub(crate) fn colors(&self) -> usize {
        match &self.0 {
            Kind::Solid(_) => 1,
            Kind::Ramp(ramp) => ramp.stops.len(),
        }
    }
}

impl Ramp {
    fn new(gradient: &Gradient, place: Affine) -> Option<Self> {
        let onto = place * gradient.transform;
        // Gradients of no extent are painted with their last stop.
        let flat = onto.determinant().abs() < 1e-12 || !onto.is_finite();
        let into = if flat { Affine::IDENTITY } else { onto.inverse() };
        let stops = gradient.stops.iter().map(|s| (s.offset.get(), s.color.channels().map(f64::from)));
        let mut stops: Vec<_> = stops.collect();
        if flat || is_point(&gradient.shape) {
            stops = vec![*stops.last()?];
        }
        (!stops.is_empty()).then_some(Self { shape: gradient.shape, into, stops, spread: gradient.spread })
    }

    fn mix(&self, x: u32, y: u32) -> Mix {
        let p = self.into * Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
        let t = spread(self.spread, offset(&self.shape, p));
        let after = self.stops.partition_point(|s| s.0 <= t);
        let last = self.stops.len().saturating_sub(1);
        let (a, b) = (after.saturating_sub(1), after.min(last));
        let at = |k: usize| self.stops.get(k).map_or(0.0, |s| s.0);
        let share = if a == b || after == 0 { 0.0 } else { (t - at(a)) / (at(b) - at(a)).max(1e-12) };
        Mix { stops: (a, b), share: share.clamp(0.0, 1.0) }
    }

    fn color(&self, mix: Mix) -> [f64; 4] {
        let at = |k: usize| self.stops.get(k).map_or([0.0; 4], |s| s.1);
        let ([r0, g0, b0, a0], [r1, g1, b1, a1]) = (at(mix.stops.0), at(mix.stops.1));
        let t = mix.share;
        [r0 + (r1 - r0) * t, g0 + (g1 - g0) * t, b0 + (b1 - b0) * t, a0 + (a1 - a0) * t]
    }
}

fn is_point(shape: &GradientShape) -> bool {
    match shape {
        GradientShape::Linear { start, end } => (*end - *start).hypot2() < 1e-18,
        GradientShape::Radial { radius, .. } => *radius < 1e-9,
    }
}

/// The offset at `p`, in the gradient's own space, before the spread.
fn offset(shape: &GradientShape, p: Point) -> f64 {
    match *shape {
        GradientShape::Linear { start, end } => {
            let axis = end - start;
            (p - start).dot(axis) / axis.hypot2()
        }
        GradientShape::Radial { center, radius, focus } => {
            let (from, aside): (Vec2, Vec2) = (p - focus, focus - center);
            // The circle through p among those that grow from the focus to the outer circle.
            let room = (radius * radius - aside.hypot2()).max(1e-6 * radius * radius);
            let (dot, far) = (from.dot(aside), from.hypot2());
            let reach = (dot * dot + far * room).sqrt() - dot;
            if far == 0.0 { 0.0 } else { far / reach }
        }
    }
}

/// Where an offset falls in `0..=1`.
fn spread(spread: Spread, t: f64) -> f64 {
    match spread {
        Spread::Pad => t.clamp(0.0, 1.0),
        Spread::Repeat => t - t.floor(),
        Spread::Reflect => {
            let folded = t - 2.0 * (t / 2.0).floor();
            if folded > 1.0 { 2.0 - folded } else { folded }
        }
    }
}
