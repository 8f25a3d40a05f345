//! Paths in which circular arcs are segments of their own.

use linocut_core::kurbo::{self, BezPath, CubicBez, ParamCurve as _, PathEl, Point, QuadBez, Rect, Vec2};
use std::f64::consts::TAU;

/// A part of a subpath, without its start.
#[derive(Clone, Copy, Debug)]
pub(super) enum Segment {
    Line(Point),
    Cubic(Point, Point, Point),
    Arc(Arc),
}

/// A circular arc of less than one turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) center: Point,
    pub(super) radius: f64,
    /// Whether it goes clockwise on screen, as SVG's sweep flag.
    pub(super) clockwise: bool,
    /// How far it turns, radians, positive.
    pub(super) angle: f64,
    pub(super) to: Point,
}

/// One stroke of the pen.
#[derive(Clone, Debug)]
pub(super) struct Subpath {
    pub(super) start: Point,
    pub(super) segments: Vec<Segment>,
    pub(super) closed: bool,
}

impl Segment {
    pub(super) fn end(&self) -> Point {
        match self {
            Self::Line(to) | Self::Cubic(_, _, to) => *to,
            Self::Arc(arc) => arc.to,
        }
    }
}

impl Arc {
    /// The point at the share `t` of the way from `from`.
    pub(super) fn point(&self, from: Point, t: f64) -> Point {
        let turn = if self.clockwise { self.angle * t } else { -self.angle * t };
        let start = (from - self.center).atan2();
        self.center + Vec2::from_angle(start + turn) * from.distance(self.center)
    }

    /// How far its middle lies from the chord.
    pub(super) fn height(&self) -> f64 {
        self.radius * (1.0 - (self.angle / 2.0).cos())
    }

    /// The same arc as cubics.
    pub(super) fn cubics(&self, from: Point) -> Vec<Segment> {
        let sweep_angle = if self.clockwise { self.angle } else { -self.angle };
        let arc = kurbo::Arc {
            center: self.center,
            radii: Vec2::new(self.radius, self.radius),
            start_angle: (from - self.center).atan2(),
            sweep_angle,
            x_rotation: 0.0,
        };
        let mut pieces = Vec::new();
        // A five-hundredth of the radius: below the grid for every radius that is turned into cubics.
        arc.to_cubic_beziers(0.002 * self.radius, |a, b, to| pieces.push(Segment::Cubic(a, b, to)));
        if let Some(Segment::Cubic(_, _, to)) = pieces.last_mut() {
            *to = self.to;
        }
        pieces
    }
}

/// The angle from `a` to `b` around `center` in the given direction, radians in `0..2π`.
pub(super) fn angle(center: Point, a: Point, b: Point, clockwise: bool) -> f64 {
    let turn = (b - center).atan2() - (a - center).atan2();
    (if clockwise { turn } else { -turn }).rem_euclid(TAU)
}

impl Subpath {
    fn new(start: Point) -> Self {
        Self { start, segments: Vec::new(), closed: false }
    }

    /// The subpaths of `path`, those without extent left out.
    pub(super) fn all(path: &BezPath) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut open: Option<Self> = None;
        let mut at = Point::ZERO;
        for &element in path.elements() {
            if let PathEl::MoveTo(to) = element {
                all.extend(open.replace(Self::new(to)));
                at = to;
                continue;
            }
            let mut subpath = open.take().unwrap_or_else(|| Self::new(at));
            match element {
                PathEl::MoveTo(_) => {}
                PathEl::LineTo(to) => subpath.segments.push(Segment::Line(to)),
                PathEl::QuadTo(control, to) => {
                    let cubic = QuadBez::new(at, control, to).raise();
                    subpath.segments.push(Segment::Cubic(cubic.p1, cubic.p2, to));
                }
                PathEl::CurveTo(a, b, to) => subpath.segments.push(Segment::Cubic(a, b, to)),
                PathEl::ClosePath => subpath.closed = true,
            }
            at = if subpath.closed { subpath.start } else { subpath.end() };
            if subpath.closed { all.push(subpath) } else { open = Some(subpath) }
        }
        all.extend(open);
        all.retain(|subpath| !subpath.segments.is_empty());
        all
    }

    /// Where the last segment ends.
    pub(super) fn end(&self) -> Point {
        self.segments.last().map_or(self.start, Segment::end)
    }

    /// The segments with the points they start from.
    pub(super) fn walk(&self) -> impl Iterator<Item = (Point, &Segment)> {
        self.segments.iter().scan(self.start, |at, segment| Some((std::mem::replace(at, segment.end()), segment)))
    }

    /// Points along it, close enough for areas and boxes.
    pub(super) fn points(&self) -> Vec<Point> {
        let eighths = (1..=8).map(|step| f64::from(step) / 8.0);
        let mut points = vec![self.start];
        for (from, segment) in self.walk() {
            match *segment {
                Segment::Line(to) => points.push(to),
                Segment::Cubic(a, b, to) => {
                    let cubic = CubicBez::new(from, a, b, to);
                    points.extend(eighths.clone().map(|t| cubic.eval(t)));
                }
                Segment::Arc(arc) => points.extend(eighths.clone().map(|t| arc.point(from, t))),
            }
        }
        points
    }

    /// A box around it.
    pub(super) fn extent(&self) -> Rect {
        let point = Rect::from_points(self.start, self.start);
        self.points().into_iter().fold(point, |extent, point| extent.union_pt(point))
    }
}
