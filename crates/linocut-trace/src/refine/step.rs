//! One shape, moved until the pixels around it fit.

use super::joints::Freedom;
use super::scene::{Scene, Spot};
use super::solve::Equations;
use crate::color::dot;
use linocut_core::kurbo::{BezPath, Point};
use linocut_core::{FillRule, Outline, Shape};
use linocut_cover::{Span, path, points, touches};
use std::ops::Range;

/// Steps tried for one shape in one round.
const STEPS: usize = 4;
/// How much of the error a step must take away for another one to be worth it.
const WORTH: f64 = 0.002;
/// Differences over this many times their expected size count only in proportion (Huber 1964): a third color, a speck.
const HUBER: f64 = 2.5;
/// What holds a freedom where it is, as if it were known to half a pixel.
const STIFFNESS: f64 = 4.0;
/// Farthest that a control point goes in one step, in pixels.
const FARTHEST: f64 = 1.5;

/// An outline, what it covers of each spot, and how far that is from the picture.
pub(super) struct Stand {
    pub(super) outline: Outline,
    pub(super) shares: Vec<f32>,
    /// Σ of squares in units of each pixel's slack: −2 log likelihood.
    pub(super) error: f64,
}

/// A shape's surroundings.
pub(super) struct View<'a> {
    scene: &'a Scene<'a>,
    pub(super) spots: Vec<Spot>,
    pub(super) rule: FillRule,
}

impl<'a> View<'a> {
    /// The surroundings of `shape`, which is layer `layer` of `scene`.
    pub(super) fn around(scene: &'a Scene<'a>, layer: usize, shape: &Shape) -> Self {
        let spans = scene.cover(&path(&shape.outline), shape.fill_rule);
        Self { scene, spots: scene.spots(layer, &spans), rule: shape.fill_rule }
    }

    /// How `outline` stands; `None` when its boundary leaves the surroundings.
    pub(super) fn stand(&self, outline: Outline) -> Option<Stand> {
        let shares = self.shares(&self.scene.cover(&path(&outline), self.rule))?;
        let error = self.spots.iter().zip(&shares).map(|(spot, &share)| error(spot, share)).sum();
        Some(Stand { outline, shares, error })
    }

    /// `outline` moved as close to the picture as a few steps lead.
    pub(super) fn settle(&self, outline: Outline) -> Option<Stand> {
        let mut now = self.stand(outline)?;
        let mut damping = 1e-3;
        for _ in 0..STEPS {
            let free = Freedom::of(&now.outline);
            let step = self.equations(&free, &path(&now.outline), &now.shares).solve(damping, STIFFNESS);
            let next = self.tried(&free, &now.outline, &step).filter(|next| next.error < now.error);
            let Some(next) = next else {
                damping *= 30.0;
                continue;
            };
            let gain = (now.error - next.error) / now.error;
            now = next;
            damping *= 0.1;
            if gain < WORTH {
                break;
            }
        }
        Some(now)
    }

    /// The spots among the pixels of `span`.
    pub(super) fn within(&self, span: &Span) -> Range<usize> {
        let before = |x: u32| self.spots.partition_point(|s| (s.y, s.x) < (span.y, x));
        let from = before(span.x);
        if span.len == 1 {
            let hit = self.spots.get(from).is_some_and(|s| (s.y, s.x) == (span.y, span.x));
            return from..from + usize::from(hit);
        }
        from..before(span.x + span.len)
    }

    pub(super) fn size(&self) -> (u32, u32) {
        self.scene.size()
    }

    /// The covered share of each spot; `None` when a boundary leaves them.
    fn shares(&self, spans: &[Span]) -> Option<Vec<f32>> {
        let mut shares = vec![0.0; self.spots.len()];
        let mut rest = self.spots.iter().zip(&mut shares).peekable();
        for span in spans {
            while rest.next_if(|(s, _)| (s.y, s.x) < (span.y, span.x)).is_some() {}
            let mut seen = span.len > 1 || span.cover >= 1.0;
            while let Some((_, share)) = rest.next_if(|(s, _)| (s.y, s.x) < (span.y, span.x + span.len)) {
                *share = span.cover;
                seen = true;
            }
            if !seen {
                return None;
            }
        }
        Some(shares)
    }

    /// What each pixel asks of the freedoms.
    fn equations(&self, free: &Freedom, path: &BezPath, shares: &[f32]) -> Equations {
        let mut by_point: Vec<Vec<(usize, [f64; 2])>> = vec![Vec::new(); points(path).len()];
        for m in &free.moves {
            if let Some(moves) = by_point.get_mut(m.point) {
                moves.push((m.parameter, [m.by.x, m.by.y]));
            }
        }
        let mut equations = Equations::new(free.count);
        let mut terms: Vec<(usize, f64)> = Vec::new();
        let touches = touches(path, self.rule, self.scene.size());
        for pixel in touches.chunk_by(|a, b| (a.y, a.x) == (b.y, b.x)) {
            let Some(first) = pixel.first() else { continue };
            let at = self.within(&Span { x: first.x, y: first.y, len: 1, cover: 0.0 });
            let spot = self.spots.get(at.clone()).and_then(<[Spot]>::first);
            let Some((spot, share)) = spot.zip(shares.get(at.start)) else { continue };
            let (weight, right) = pull(spot, *share);
            if weight <= 0.0 {
                continue;
            }
            terms.clear();
            for touch in pixel {
                let moves = usize::try_from(touch.point).ok().and_then(|p| by_point.get(p));
                for (parameter, by) in moves.into_iter().flatten() {
                    let factor = weight * (touch.by[0] * by[0] + touch.by[1] * by[1]);
                    match terms.iter_mut().find(|t| t.0 == *parameter) {
                        Some(term) => term.1 += factor,
                        None => terms.push((*parameter, factor)),
                    }
                }
            }
            equations.push(terms.iter().copied(), right);
        }
        equations
    }

    /// The outline after a step, not too far.
    fn tried(&self, free: &Freedom, outline: &Outline, step: &[f64]) -> Option<Stand> {
        let next = free.moved(step)?;
        let (old, new) = (points(&path(outline)), points(&path(&next)));
        let far = |(a, b): (&Point, &Point)| (*a - *b).hypot2() > FARTHEST * FARTHEST;
        if old.iter().zip(&new).any(far) { None } else { self.stand(next) }
    }
}

/// How strongly a pixel asks for a change of its share, and for how much of it, in units of its slack.
fn pull(spot: &Spot, share: f32) -> (f64, f64) {
    let missing = missing(spot, share);
    let length = dot(spot.slope, spot.slope).sqrt();
    if length < 1.0 {
        return (0.0, 0.0);
    }
    let slack = f64::from(spot.slack);
    let right = f64::from(dot(missing, spot.slope) / length) / slack;
    let size = f64::from(dot(missing, missing)).sqrt() / slack;
    let trust = if size > HUBER { (HUBER / size).sqrt() } else { 1.0 };
    (trust * f64::from(length) / slack, trust * right)
}

fn missing(spot: &Spot, share: f32) -> [f32; 4] {
    let [b, s] = [spot.base, spot.slope];
    [b[0] - share * s[0], b[1] - share * s[1], b[2] - share * s[2], b[3] - share * s[3]]
}

/// Huber's loss of what a pixel misses, in units of its slack.
pub(super) fn error(spot: &Spot, share: f32) -> f64 {
    let missing = missing(spot, share);
    let size = f64::from(dot(missing, missing)).sqrt() / f64::from(spot.slack);
    if size > HUBER { HUBER * (2.0 * size - HUBER) } else { size * size }
}
