//! Outlines as paths, and as the few numbers that make them up.

use linocut_core::Outline;
use linocut_core::kurbo::{BezPath, Circle, Ellipse, Line, PathEl, Point, Rect, Vec2};

/// How far one control point of [`path`] moves with one of [`parameters`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// Which control point, counted along the path.
    pub point: usize,
    /// Which parameter.
    pub parameter: usize,
    /// Movement for each unit of the parameter, in user units.
    pub by: Vec2,
}

/// Length of the handles of a quarter of a unit circle, the usual approximation: off by less than 0.03 % of the radius.
const QUARTER: f64 = 0.552_284_749_830_793_4;

/// The outline as lines and cubics, which [`cover`](crate::cover) takes; a circle or ellipse is four cubics.
#[must_use]
pub fn path(outline: &Outline) -> BezPath {
    match outline {
        Outline::Path(path) => path.clone(),
        Outline::Line(line) => BezPath::from_vec(vec![PathEl::MoveTo(line.p0), PathEl::LineTo(line.p1)]),
        Outline::Circle(_) | Outline::Ellipse(_) | Outline::Rect(_) => {
            let p = parameters(outline);
            let mut points = vec![Point::ZERO; moves(outline).iter().map(|m| m.point + 1).max().unwrap_or(0)];
            for m in moves(outline) {
                if let (Some(point), Some(value)) = (points.get_mut(m.point), p.get(m.parameter)) {
                    *point += m.by * *value;
                }
            }
            rounds(&points)
        }
    }
}

/// The numbers that make up an outline, in user units.
///
/// - a path: x and y of every control point;
/// - a circle: x, y, radius;
/// - an ellipse: x, y and two radii (its turn is not among them);
/// - a rectangle: left, top, right, bottom, radius of the corners;
/// - a line: x and y of both ends.
#[must_use]
pub fn parameters(outline: &Outline) -> Vec<f64> {
    match outline {
        Outline::Path(path) => points(path).iter().flat_map(|p| [p.x, p.y]).collect(),
        Outline::Circle(c) => vec![c.center.x, c.center.y, c.radius],
        Outline::Ellipse(e) => {
            let (center, radii) = (e.center(), e.radii());
            vec![center.x, center.y, radii.x, radii.y]
        }
        Outline::Rect(r) => {
            let (rect, radius) = (r.rect(), r.radii().top_left);
            vec![rect.x0, rect.y0, rect.x1, rect.y1, radius]
        }
        Outline::Line(l) => vec![l.p0.x, l.p0.y, l.p1.x, l.p1.y],
    }
}

/// The same kind of outline made of other numbers; `None` when their count is not that of [`parameters`], when one is
/// not finite, or when a side or radius would be negative.
#[must_use]
pub fn with_parameters(outline: &Outline, values: &[f64]) -> Option<Outline> {
    if values.iter().any(|v| !v.is_finite()) {
        return None;
    }
    match (outline, values) {
        (Outline::Path(path), values) => {
            let pairs = values.as_chunks::<2>();
            let moved: Vec<Point> = pairs.0.iter().map(|&[x, y]| Point::new(x, y)).collect();
            with_points(path, &moved).filter(|_| pairs.1.is_empty()).map(Outline::Path)
        }
        (Outline::Circle(_), &[x, y, radius]) => (radius >= 0.0).then(|| Outline::Circle(Circle::new((x, y), radius))),
        (Outline::Ellipse(e), &[x, y, rx, ry]) => {
            (rx.min(ry) >= 0.0).then(|| Outline::Ellipse(Ellipse::new((x, y), (rx, ry), e.rotation())))
        }
        (Outline::Rect(_), &[x0, y0, x1, y1, radius]) => {
            let fine = x0 <= x1 && y0 <= y1 && radius >= 0.0 && 2.0 * radius <= (x1 - x0).min(y1 - y0) + 1e-9;
            fine.then(|| Outline::Rect(Rect::new(x0, y0, x1, y1).to_rounded_rect(radius)))
        }
        (Outline::Line(_), &[x0, y0, x1, y1]) => Some(Outline::Line(Line::new((x0, y0), (x1, y1)))),
        (Outline::Circle(_) | Outline::Ellipse(_) | Outline::Rect(_) | Outline::Line(_), _) => None,
    }
}

/// How the control points of [`path`] move with [`parameters`]; both are linear, so this holds however far they go.
#[must_use]
pub fn moves(outline: &Outline) -> Vec<Move> {
    let (x, y) = (Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0));
    match outline {
        Outline::Path(path) => free(points(path).len()),
        Outline::Line(_) => free(2),
        Outline::Circle(_) => ring(|at| vec![(0, x), (1, y), (2, at)]),
        Outline::Ellipse(e) => {
            let (s, c) = (libm::sin(e.rotation()), libm::cos(e.rotation()));
            ring(|at| vec![(0, x), (1, y), (2, Vec2::new(c, s) * at.x), (3, Vec2::new(-s, c) * at.y)])
        }
        Outline::Rect(_) => ring_of(|corner, at| {
            let (right, bottom) = (corner.x > 0.0, corner.y > 0.0);
            vec![(if right { 2 } else { 0 }, x), (if bottom { 3 } else { 1 }, y), (4, at - corner)]
        }),
    }
}

/// The control points of a path, in order.
#[must_use]
pub fn points(path: &BezPath) -> Vec<Point> {
    let mut all = Vec::with_capacity(3 * path.elements().len());
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => all.push(p),
            PathEl::QuadTo(a, p) => all.extend([a, p]),
            PathEl::CurveTo(a, b, p) => all.extend([a, b, p]),
            PathEl::ClosePath => {}
        }
    }
    all
}

/// The path with other control points; `None` when there are not as many.
#[must_use]
pub fn with_points(path: &BezPath, points: &[Point]) -> Option<BezPath> {
    let mut rest = points.iter().copied();
    let mut next = || rest.next();
    let mut moved = Vec::with_capacity(path.elements().len());
    for element in path.elements() {
        moved.push(match element {
            PathEl::MoveTo(_) => PathEl::MoveTo(next()?),
            PathEl::LineTo(_) => PathEl::LineTo(next()?),
            PathEl::QuadTo(..) => PathEl::QuadTo(next()?, next()?),
            PathEl::CurveTo(..) => PathEl::CurveTo(next()?, next()?, next()?),
            PathEl::ClosePath => PathEl::ClosePath,
        });
    }
    next().is_none().then(|| BezPath::from_vec(moved))
}

/// Every point moves as it likes.
fn free(count: usize) -> Vec<Move> {
    let one = |point| {
        let by = |axis, by| Move { point, parameter: 2 * point + axis, by };
        [by(0, Vec2::new(1.0, 0.0)), by(1, Vec2::new(0.0, 1.0))]
    };
    (0..count).flat_map(one).collect()
}

/// Four quarters around the origin, clockwise on the screen from the right; the quadrant as a corner of ±1, and where
/// the control point lies on the unit circle.
fn ring_of(parts: impl Fn(Vec2, Vec2) -> Vec<(usize, Vec2)>) -> Vec<Move> {
    let k = QUARTER;
    // The start, then the two handles and the end of each quarter, then the start of the next.
    let quarter = [Vec2::new(1.0, 0.0), Vec2::new(1.0, k), Vec2::new(k, 1.0), Vec2::new(0.0, 1.0)];
    let turn = |v: Vec2, times: usize| (0..times).fold(v, |v, _| Vec2::new(-v.y, v.x));
    let mut found = Vec::with_capacity(48);
    for q in 0..4 {
        for (i, &at) in quarter.iter().enumerate() {
            let moved = parts(turn(Vec2::new(1.0, 1.0), q), turn(at, q));
            found.extend(moved.into_iter().map(|(parameter, by)| Move { point: 4 * q + i, parameter, by }));
        }
    }
    found
}

fn ring(parts: impl Fn(Vec2) -> Vec<(usize, Vec2)>) -> Vec<Move> {
    ring_of(|_, at| parts(at))
}

/// The path of a ring's control points, four for each quarter, lines between the quarters.
fn rounds(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (k, &[start, a, b, end]) in points.as_chunks::<4>().0.iter().enumerate() {
        if k == 0 {
            path.move_to(start);
        } else {
            path.line_to(start);
        }
        path.curve_to(a, b, end);
    }
    path.close_path();
    path
}

#[cfg(test)]
mod tests {
    use super::{moves, parameters, path, points, with_parameters};
    use linocut_core::Outline;
    use linocut_core::kurbo::{BezPath, Circle, Ellipse, Line, Rect, Shape as _};

    fn kinds() -> Vec<Outline> {
        vec![
            Outline::Path(BezPath::from_svg("M1 2L9 3Q8 8 5 9C4 9 2 8 1 2Z").unwrap()),
            Outline::Circle(Circle::new((5.0, 6.0), 4.0)),
            Outline::Ellipse(Ellipse::new((5.0, 6.0), (4.0, 2.0), 0.5)),
            Outline::Rect(Rect::new(1.0, 2.0, 9.0, 8.0).to_rounded_rect(2.0)),
            Outline::Line(Line::new((1.0, 2.0), (3.0, 5.0))),
        ]
    }

    #[test]
    fn numbers_make_the_same_outline() {
        for outline in kinds() {
            let again = with_parameters(&outline, &parameters(&outline)).unwrap();
            assert_eq!(points(&path(&again)), points(&path(&outline)));
        }
    }

    #[test]
    fn paths_of_primitives_have_their_area() {
        for outline in kinds() {
            let area = match &outline {
                Outline::Path(p) => p.area(),
                Outline::Circle(c) => c.area(),
                Outline::Ellipse(e) => e.area(),
                Outline::Rect(r) => r.area(),
                // Its ends and the origin; a line has no inside.
                Outline::Line(l) => 0.5 * l.p0.to_vec2().cross(l.p1.to_vec2()),
            };
            assert!((path(&outline).area().abs() - area.abs()).abs() < 1e-3 * (1.0 + area.abs()), "{outline:?}");
        }
    }

    #[test]
    fn points_move_as_promised() {
        for outline in kinds() {
            let before = points(&path(&outline));
            for k in 0..parameters(&outline).len() {
                let mut values = parameters(&outline);
                values[k] += 0.25;
                let after = points(&path(&with_parameters(&outline, &values).unwrap()));
                for (i, (a, b)) in before.iter().zip(&after).enumerate() {
                    let said = moves(&outline).into_iter().filter(|m| (m.point, m.parameter) == (i, k));
                    let said = said.fold(*a, |p, m| p + m.by * 0.25);
                    assert!((said - *b).hypot() < 1e-9, "{outline:?} point {i} parameter {k}");
                }
            }
        }
    }

    #[test]
    fn refuses_numbers_that_make_no_outline() {
        let circle = Outline::Circle(Circle::new((0.0, 0.0), 1.0));
        for wrong in [&[0.0, 0.0][..], &[0.0, 0.0, -1.0], &[f64::NAN, 0.0, 1.0]] {
            assert_eq!(with_parameters(&circle, wrong), None);
        }
    }
}
