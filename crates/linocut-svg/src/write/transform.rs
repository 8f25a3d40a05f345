//! Transforms in their shortest form.

use super::number::Grid;
use super::space::Space;
use linocut_core::kurbo::{Affine, Point, Vec2};

/// The shortest `transform` list that is `transform` within half a step of the grids that `space` asks for, `None` for
/// none at all.
pub(super) fn transform_text(transform: Affine, space: &Space) -> Option<String> {
    let near = Near::new(transform, space);
    if near.accepts(Affine::IDENTITY) {
        return None;
    }
    let mut forms = vec![near.matrix()];
    forms.extend([near.translation(), near.scaling(), near.move_and_scale()].into_iter().flatten());
    for grid in [near.factors.decimals().saturating_sub(2), near.factors.decimals().saturating_sub(1)] {
        forms.extend(near.rotations(Grid::new(grid)));
    }
    forms.into_iter().min_by_key(String::len)
}

/// `transform` on the grids that `space` asks for.
pub(crate) fn rounded(transform: Affine, space: &Space) -> Affine {
    let near = Near::new(transform, space);
    let [a, b, c, d, e, f] = near.wanted;
    let factor = |v| near.factors.round(v);
    Affine::new([factor(a), factor(b), factor(c), factor(d), near.shifts.round(e), near.shifts.round(f)])
}

/// A transform and how exactly it has to be written.
struct Near {
    wanted: [f64; 6],
    factors: Grid,
    shifts: Grid,
}

impl Near {
    fn new(transform: Affine, space: &Space) -> Self {
        Self { wanted: transform.as_coeffs(), factors: space.factor_grid(transform), shifts: space.grid() }
    }

    /// Whether `found` is as near to the wanted transform as rounding its matrix would be.
    fn accepts(&self, found: Affine) -> bool {
        let half = |grid: Grid| 0.500_001 * grid.value(1);
        let slack = [self.factors, self.factors, self.factors, self.factors, self.shifts, self.shifts].map(half);
        let pairs = self.wanted.iter().zip(found.as_coeffs());
        pairs.zip(slack).all(|((wanted, found), slack)| (wanted - found).abs() <= slack)
    }

    fn checked(&self, text: String, found: Affine) -> Option<String> {
        self.accepts(found).then_some(text)
    }

    fn matrix(&self) -> String {
        let [a, b, c, d, e, f] = self.wanted;
        let factor = |v| self.factors.number(v);
        let numbers = [factor(a), factor(b), factor(c), factor(d), self.shifts.number(e), self.shifts.number(f)];
        format!("matrix({})", list(&numbers))
    }

    fn shift(&self) -> Vec2 {
        let [.., e, f] = self.wanted;
        Vec2::new(self.shifts.round(e), self.shifts.round(f))
    }

    fn shift_text(&self, shift: Vec2) -> String {
        let (x, y) = (self.shifts.number(shift.x), self.shifts.number(shift.y));
        if y == "0" { format!("translate({x})") } else { format!("translate({})", list(&[x, y])) }
    }

    fn translation(&self) -> Option<String> {
        let shift = self.shift();
        self.checked(self.shift_text(shift), Affine::translate(shift))
    }

    fn scale(&self) -> (String, Affine) {
        let [a, _, _, d, ..] = self.wanted;
        let (x, y) = (self.factors.number(a), self.factors.number(d));
        let scale = Affine::scale_non_uniform(self.factors.round(a), self.factors.round(d));
        let text = if x == y { format!("scale({x})") } else { format!("scale({})", list(&[x, y])) };
        (text, scale)
    }

    fn scaling(&self) -> Option<String> {
        let (text, scale) = self.scale();
        self.checked(text, scale)
    }

    fn move_and_scale(&self) -> Option<String> {
        let (text, scale) = self.scale();
        let shift = self.shift();
        self.checked(self.shift_text(shift) + &text, Affine::translate(shift) * scale)
    }

    /// A rotation around the origin, around a center, and one followed by a translation.
    fn rotations(&self, angles: Grid) -> Vec<String> {
        let [a, b, _, _, e, f] = self.wanted;
        let degrees = angles.round(b.atan2(a).to_degrees());
        let (turn, angle) = (Affine::rotate(degrees.to_radians()), angles.number(degrees));
        let shift = self.shift();
        let mut forms = vec![
            self.checked(format!("rotate({angle})"), turn),
            self.checked(format!("{}rotate({angle})", self.shift_text(shift)), Affine::translate(shift) * turn),
        ];
        let inverse = Affine::new([1.0 - a, -b, b, 1.0 - a, 0.0, 0.0]);
        if inverse.determinant().abs() > 1e-9 {
            let center = inverse.inverse() * Point::new(e, f);
            let center = Point::new(self.shifts.round(center.x), self.shifts.round(center.y));
            let numbers = [angle, self.shifts.number(center.x), self.shifts.number(center.y)];
            let around = Affine::rotate_about(degrees.to_radians(), center);
            forms.push(self.checked(format!("rotate({})", list(&numbers)), around));
        }
        forms.into_iter().flatten().collect()
    }
}

/// Numbers with a space where they would run together.
fn list(numbers: &[String]) -> String {
    let mut text = String::new();
    for number in numbers {
        let fraction = text.rsplit(['-', ' ']).next().is_some_and(|last| last.contains('.'));
        let apart = text.is_empty() || number.starts_with('-') || (fraction && number.starts_with('.'));
        if !apart {
            text.push(' ');
        }
        text.push_str(number);
    }
    text
}
