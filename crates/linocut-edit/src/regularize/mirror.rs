//! Drawings that are almost their own mirror image.

use super::figure::Figure;
use linocut_core::kurbo::Point;

/// How far a point may lie from the mirror image of another, in 24ths of the view box. Each of the two moves half of it.
const NEAR: f64 = 0.25;

/// Makes figures exactly symmetric from left to right, if every point has a partner.
pub(super) fn symmetrize(figures: &mut [Figure], unit: f64) {
    let points: Vec<Point> = figures.iter().flat_map(Figure::points).collect();
    let (low, high) =
        points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p.x), high.max(p.x)));
    let axis = f64::midpoint(low, high);
    if !axis.is_finite() {
        return;
    }
    let mirrored = |p: Point| Point::new(2.0 * axis - p.x, p.y);
    let partner = |p: Point| {
        let image = mirrored(p);
        let near = points.iter().min_by(|a, b| a.distance(image).total_cmp(&b.distance(image)))?;
        (near.distance(image) <= NEAR * unit).then_some(*near)
    };
    let partners: Option<Vec<Point>> = points.iter().map(|p| partner(*p)).collect();
    let Some(partners) = partners else { return };
    // Partners have to be each other's, or two points would be drawn to one place.
    let mutual = points.iter().zip(&partners).all(|(p, q)| partner(*q).is_some_and(|back| back.distance(*p) < 1e-6));
    if !mutual {
        return;
    }
    let mut goals = points.iter().zip(&partners).map(|(p, q)| p.midpoint(mirrored(*q)));
    for figure in figures {
        *figure = figure.mapped(&mut |p| goals.next().unwrap_or(p));
    }
}
