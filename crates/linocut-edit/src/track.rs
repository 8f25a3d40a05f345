//! Paths as subpaths of segments, which is how they are cut, bent and snapped.

use linocut_core::Outline;
use linocut_core::kurbo::{BezPath, CubicBez, Line, ParamCurve as _, PathEl, PathSeg, Point, QuadBez, Shape as _};

/// Two points nearer than this are one, in user units.
const SAME: f64 = 1e-9;
/// How far the cubics of a circle may lie from it, in radii: what four of them leave, so that four are used.
const CIRCLE_TOLERANCE: f64 = 3e-4;

/// One subpath: segments that follow each other, the closing line among them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Track {
    /// Where it begins.
    pub(crate) start: Point,
    /// Its segments, each beginning where the last one ended.
    pub(crate) segments: Vec<PathSeg>,
    /// Whether its ends are joined.
    pub(crate) closed: bool,
}

impl Track {
    /// Where it ends.
    pub(crate) fn end(&self) -> Point {
        self.segments.last().map_or(self.start, PathSeg::end)
    }

    /// Whether it was drawn and goes nowhere: round and square caps paint it all the same.
    pub(crate) fn is_dot(&self) -> bool {
        let drawn = self.closed || !self.segments.is_empty();
        drawn && self.segments.iter().all(|segment| segment.bounding_box().size().max_side() <= SAME)
    }

    /// The track as a path of its own.
    pub(crate) fn to_path(&self) -> BezPath {
        path(std::slice::from_ref(self))
    }
}

/// The subpaths of `path`.
pub(crate) fn tracks(path: &BezPath) -> Vec<Track> {
    let mut found: Vec<Track> = Vec::new();
    let mut at = Point::ORIGIN;
    for element in path.elements() {
        let segment = match *element {
            PathEl::MoveTo(start) => {
                found.push(Track { start, segments: Vec::new(), closed: false });
                at = start;
                continue;
            }
            PathEl::ClosePath => {
                at = found.last_mut().map_or(at, close);
                continue;
            }
            PathEl::LineTo(p) => PathSeg::Line(Line::new(at, p)),
            PathEl::QuadTo(a, p) => PathSeg::Quad(QuadBez::new(at, a, p)),
            PathEl::CurveTo(a, b, p) => PathSeg::Cubic(CubicBez::new(at, a, b, p)),
        };
        match found.last_mut() {
            Some(track) if !track.closed => track.segments.push(segment),
            _ => found.push(Track { start: at, segments: vec![segment], closed: false }),
        }
        at = segment.end();
    }
    found
}

/// Joins the ends of a track and gives its start.
fn close(track: &mut Track) -> Point {
    let end = track.end();
    if end.distance(track.start) > SAME {
        track.segments.push(PathSeg::Line(Line::new(end, track.start)));
    }
    track.closed = true;
    track.start
}

/// The path of several tracks.
pub(crate) fn path(tracks: &[Track]) -> BezPath {
    let mut out = BezPath::new();
    for track in tracks {
        out.move_to(track.start);
        let last = track.segments.len();
        for (index, segment) in track.segments.iter().enumerate() {
            let closing = track.closed && index + 1 == last && index > 0;
            match *segment {
                PathSeg::Line(_) if closing => {}
                PathSeg::Line(line) => out.line_to(line.p1),
                PathSeg::Quad(quad) => out.quad_to(quad.p1, quad.p2),
                PathSeg::Cubic(cubic) => out.curve_to(cubic.p1, cubic.p2, cubic.p3),
            }
        }
        if track.closed {
            out.close_path();
        }
    }
    out
}

/// The path that an outline stands for.
pub(crate) fn outline_path(outline: &Outline) -> BezPath {
    let size = outline.bounds().size().max_side().max(1e-6);
    let tolerance = CIRCLE_TOLERANCE * size / 2.0;
    match outline {
        Outline::Path(path) => path.clone(),
        Outline::Rect(rect) if rect.radii().as_single_radius().is_some_and(|r| r <= 0.0) => {
            rect.rect().to_path(tolerance)
        }
        Outline::Rect(rect) => rect.to_path(tolerance),
        Outline::Circle(circle) => circle.to_path(tolerance),
        Outline::Ellipse(ellipse) => ellipse.to_path(tolerance),
        Outline::Line(line) => line.to_path(tolerance),
    }
}

/// Points along a track, `per_segment` of each curve and the ends of each line, both ends of the track included.
pub(crate) fn samples(track: &Track, per_segment: u8) -> Vec<Point> {
    let mut found = vec![track.start];
    for segment in &track.segments {
        let steps = if matches!(segment, PathSeg::Line(_)) { 1 } else { per_segment };
        found.extend((1..=steps).map(|i| segment.eval(f64::from(i) / f64::from(steps))));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{path, tracks};
    use linocut_core::kurbo::BezPath;

    #[test]
    fn a_path_survives_the_way_through_tracks() {
        for text in ["M1 2L3 4L5 2Z", "M1 2C3 4 5 6 7 8L0 0M1 1L2 2", "M0 0L4 0C4 2 2 2 0 0Z"] {
            let before = BezPath::from_svg(text).unwrap();
            assert_eq!(path(&tracks(&before)).to_svg().replace(' ', ","), before.to_svg().replace(' ', ","));
        }
    }
}
