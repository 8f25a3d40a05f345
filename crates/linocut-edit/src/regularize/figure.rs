//! An outline as points that can be moved.

use crate::track::{Track, path, tracks};
use linocut_core::Outline;
use linocut_core::kurbo::{Circle, Ellipse, Line, ParamCurve as _, PathSeg, Point, Rect, RoundedRect};

/// An outline as points that can be moved.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Figure {
    /// Subpaths.
    Tracks(Vec<Track>),
    /// A circle: center and radius.
    Circle(Point, f64),
    /// A rectangle: box and radius of its corners.
    Rect(Rect, f64),
    /// An ellipse, which stays as it is but for its center.
    Ellipse(Ellipse),
}

impl Figure {
    pub(super) fn of(outline: &Outline) -> Self {
        match outline {
            Outline::Path(path) => Self::Tracks(tracks(path)),
            Outline::Circle(circle) => Self::Circle(circle.center, circle.radius),
            Outline::Rect(rect) => Self::Rect(rect.rect(), rect.radii().as_single_radius().unwrap_or_default()),
            Outline::Ellipse(ellipse) => Self::Ellipse(*ellipse),
            Outline::Line(line) => {
                Self::Tracks(vec![Track { start: line.p0, segments: vec![PathSeg::Line(*line)], closed: false }])
            }
        }
    }

    pub(super) fn outline(self) -> Outline {
        match self {
            Self::Tracks(tracks) => match tracks.as_slice() {
                [Track { segments, closed: false, .. }] => match segments.as_slice() {
                    [PathSeg::Line(line)] => Outline::Line(*line),
                    _ => Outline::Path(path(&tracks)),
                },
                _ => Outline::Path(path(&tracks)),
            },
            Self::Circle(center, radius) => Outline::Circle(Circle::new(center, radius)),
            Self::Rect(rect, radius) => Outline::Rect(RoundedRect::from_rect(rect, radius)),
            Self::Ellipse(ellipse) => Outline::Ellipse(ellipse),
        }
    }

    /// Every point that says where the figure is: ends, handles, centers, corners.
    pub(super) fn points(&self) -> Vec<Point> {
        match self {
            Self::Tracks(tracks) => {
                tracks.iter().flat_map(|t| std::iter::once(t.start).chain(t.segments.iter().flat_map(after))).collect()
            }
            Self::Circle(center, _) => vec![*center],
            Self::Rect(rect, _) => vec![rect.origin(), Point::new(rect.x1, rect.y1)],
            Self::Ellipse(ellipse) => vec![ellipse.center()],
        }
    }

    /// The figure with every point replaced by what `map` makes of it, in the order of [`Self::points`].
    pub(super) fn mapped(&self, map: &mut dyn FnMut(Point) -> Point) -> Self {
        match self {
            Self::Tracks(tracks) => Self::Tracks(tracks.iter().map(|track| moved(track, map)).collect()),
            Self::Circle(center, radius) => Self::Circle(map(*center), *radius),
            Self::Rect(rect, radius) => {
                Self::Rect(Rect::from_points(map(rect.origin()), map(Point::new(rect.x1, rect.y1))), *radius)
            }
            Self::Ellipse(ellipse) => Self::Ellipse(ellipse.with_center(map(ellipse.center()))),
        }
    }
}

/// The points of a segment after its start.
fn after(segment: &PathSeg) -> Vec<Point> {
    match segment {
        PathSeg::Line(line) => vec![line.p1],
        PathSeg::Quad(quad) => vec![quad.p1, quad.p2],
        PathSeg::Cubic(cubic) => vec![cubic.p1, cubic.p2, cubic.p3],
    }
}

fn moved(track: &Track, map: &mut dyn FnMut(Point) -> Point) -> Track {
    let start = map(track.start);
    let mut at = start;
    let mut segments = Vec::with_capacity(track.segments.len());
    for segment in &track.segments {
        let mut next = *segment;
        match &mut next {
            PathSeg::Line(line) => *line = Line::new(at, map(line.p1)),
            PathSeg::Quad(quad) => (quad.p0, quad.p1, quad.p2) = (at, map(quad.p1), map(quad.p2)),
            PathSeg::Cubic(cubic) => {
                (cubic.p0, cubic.p1, cubic.p2, cubic.p3) = (at, map(cubic.p1), map(cubic.p2), map(cubic.p3));
            }
        }
        at = next.end();
        segments.push(next);
    }
    let mut track = Track { start, segments, closed: track.closed };
    if track.closed {
        seal(&mut track);
    }
    track
}

/// Makes a closed track end exactly where it begins.
pub(super) fn seal(track: &mut Track) {
    let start = track.start;
    match track.segments.last_mut() {
        Some(PathSeg::Line(line)) => line.p1 = start,
        Some(PathSeg::Quad(quad)) => quad.p2 = start,
        Some(PathSeg::Cubic(cubic)) => cubic.p3 = start,
        None => {}
    }
}
