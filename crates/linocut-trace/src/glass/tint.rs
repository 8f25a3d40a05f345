//! What glass does to the colors under it.

use crate::color::{Color, distance, dot, sub};

/// Opacities of glass; less is nothing, more hides what is under it.
const OPACITY: [f32; 2] = [0.06, 0.93];
/// Levels that colors may be off by rounding: half a level each, and that of the alpha.
const ROUNDED: f32 = 1.6;
/// Colors under glass differ at least by this, or they tell nothing of it, in levels.
const APART: f32 = 20.0;
/// Colors this near to the line through others are on it, in levels: grays, above all, which any glass explains.
const ON_LINE: f32 = 6.0;
/// Round opacities are these parts of one.
const ROUND: f32 = 20.0;
/// Opacities nearer than this cannot be told apart: rounded colors give no more.
const TOLD: f32 = 0.007;
/// How far a color may seem beyond black, white or opaque, in levels of what is seen.
const BEYOND: f32 = 2.0;

/// Glass of one color.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tint {
    /// The share of what is under it that shows.
    keep: f32,
    /// What it adds, premultiplied by its opacity.
    add: Color,
}

impl Tint {
    /// The glass that turns the first color of each pair into the second; `None` where none does.
    pub(super) fn of(pairs: &[(Color, Color)]) -> Option<Self> {
        let n = crate::number::narrow(crate::number::float(pairs.len())).max(1.0);
        let mean = |pick: fn(&(Color, Color)) -> Color| {
            let sum = pairs.iter().map(pick).fold([0.0; 4], |s, c| each(s, c, |s, c| s + c));
            sum.map(|s| s / n)
        };
        let (under, seen) = (mean(|p| p.0), mean(|p| p.1));
        let (mut both, mut own, mut apart) = (0.0, 1e-6_f32, 0.0_f32);
        for (a, b) in pairs {
            let (da, db) = (sub(*a, under), sub(*b, seen));
            both += dot(da, db);
            own += dot(da, da);
            apart = apart.max(distance(*a, under));
        }
        let keep = both / own;
        let tint = Self { keep, add: each(seen, under, |s, u| s - keep * u) };
        let fits = || pairs.iter().all(|(a, b)| distance(tint.through(*a), *b) <= ROUNDED);
        let known = 2.0 * apart >= APART && (OPACITY[0]..=OPACITY[1]).contains(&tint.opacity());
        (known && tint.is_color() && fits() && (tint.is_plain() || !on_line(pairs))).then_some(tint)
    }

    /// What is seen of `under` through it.
    pub(super) fn through(&self, under: Color) -> Color {
        each(under, self.add, |u, add| self.keep * u + add)
    }

    /// What shows `seen` through it.
    pub(super) fn under(&self, seen: Color) -> Color {
        let [r, g, b, a] = each(seen, self.add, |seen, add| (seen - add) / self.keep);
        let alpha = a.clamp(0.0, 255.0);
        [r.clamp(0.0, alpha), g.clamp(0.0, alpha), b.clamp(0.0, alpha), alpha]
    }

    /// From 0 to 1.
    pub(super) fn opacity(&self) -> f32 {
        1.0 - self.keep
    }

    /// Its color, opaque; black and white where it is that but for rounding.
    pub(super) fn color(&self) -> Color {
        let slack = BEYOND / self.opacity();
        let [r, g, b, _] = self.add.map(|c| c / self.opacity());
        let own = [r, g, b];
        let [r, g, b] = if own.iter().all(|c| *c <= slack) {
            [0.0; 3]
        } else if own.iter().all(|c| *c >= 255.0 - slack) {
            [255.0; 3]
        } else {
            own.map(|c| c.clamp(0.0, 255.0))
        };
        [r, g, b, 255.0]
    }

    /// The same with the round opacity that somebody may have asked for, if it is as near as anybody can tell.
    pub(super) fn rounded(self) -> Self {
        let round = (self.opacity() * ROUND).round() / ROUND;
        if (round - self.opacity()).abs() < TOLD { Self { keep: 1.0 - round, ..self } } else { self }
    }

    /// Whether two tints are one but for rounding.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        (self.keep - other.keep).abs() < 0.04 && distance(self.add, other.add) < 6.0
    }

    /// Whether there is such a color, and it is opaque but for its share.
    fn is_color(&self) -> bool {
        let most = 255.0 * self.opacity();
        let within = self.add.iter().take(3).all(|c| (-BEYOND..=most + BEYOND).contains(c));
        within && (self.add[3] - most).abs() <= BEYOND
    }

    /// Whether it is black or white.
    fn is_plain(&self) -> bool {
        let [r, g, b, _] = self.color();
        r.max(g).max(b) <= 0.0 || r.min(g).min(b) >= 255.0
    }
}

fn each(a: Color, b: Color, f: impl Fn(f32, f32) -> f32) -> Color {
    let ([a0, a1, a2, a3], [b0, b1, b2, b3]) = (a, b);
    [f(a0, b0), f(a1, b1), f(a2, b2), f(a3, b3)]
}

/// Whether all colors lie on one line, so that two numbers explain them and nothing is left to confirm it.
fn on_line(pairs: &[(Color, Color)]) -> bool {
    let colors = || pairs.iter().flat_map(|(a, b)| [*a, *b]);
    let Some(first) = colors().next() else { return true };
    let far = colors().map(|c| sub(c, first)).max_by(|a, b| dot(*a, *a).total_cmp(&dot(*b, *b)));
    let Some(axis) = far.filter(|axis| dot(*axis, *axis) > 1.0) else { return true };
    colors().map(|c| sub(c, first)).all(|c| {
        let t = dot(c, axis) / dot(axis, axis);
        distance(c, axis.map(|a| a * t)) <= ON_LINE
    })
}

#[cfg(test)]
mod tests {
    use super::Tint;

    const RED: [f32; 4] = [200.0, 20.0, 30.0, 255.0];
    const BLUE: [f32; 4] = [10.0, 40.0, 220.0, 255.0];

    #[test]
    fn two_colors_seen_through_tell_color_and_opacity() {
        let seen = |c: [f32; 4]| [0, 1, 2, 3].map(|k| (0.6 * c[k] + 0.4 * [250.0, 240.0, 10.0, 255.0][k]).round());
        let tint = Tint::of(&[(RED, seen(RED)), (BLUE, seen(BLUE))]).unwrap();
        assert!((tint.opacity() - 0.4).abs() < 0.01, "{tint:?}");
        let [r, g, b, _] = tint.color();
        assert!((r - 250.0).abs() < 4.0 && (g - 240.0).abs() < 4.0 && (b - 10.0).abs() < 4.0, "{tint:?}");
        assert!(Tint::of(&[(RED, seen(RED)), (BLUE, RED)]).is_none());
    }

    #[test]
    fn grays_are_glass_only_if_it_is_black_or_white() {
        let gray = |v: f32| [v, v, v, 255.0];
        assert!(Tint::of(&[(gray(200.0), gray(100.0)), (gray(100.0), gray(50.0))]).is_some());
        assert!(Tint::of(&[(gray(200.0), gray(140.0)), (gray(100.0), gray(90.0))]).is_none());
    }
}
