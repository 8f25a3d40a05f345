//! Tracks bent so that some of their points come to lie elsewhere.

use super::figure::seal;
use crate::track::Track;
use linocut_core::kurbo::{CubicBez, Line, ParamCurve as _, PathSeg, Point, Vec2};

/// A tangent is along an axis when it strays less than this from it, as a sine: 2 degrees.
const ALONG: f64 = 0.035;
/// Two tangents are one when the turn between them is less than this, as a sine: 4 degrees.
const SMOOTH: f64 = 0.07;
/// How far a run may lie from a circle and be an arc, as a share of its radius.
const ROUND: f64 = 0.004;

/// A point that goes to the grid: a corner, an end, or an extreme of a curve. Others follow these.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    /// The figure and the track it belongs to.
    pub(super) owner: (usize, usize),
    /// Which point of the track: 0 its start, i the end of its i-th segment.
    pub(super) index: usize,
    /// Where it is.
    pub(super) at: Point,
    /// The segment that begins there.
    pub(super) line: Option<PathSeg>,
    /// Where that segment ends, as an index.
    pub(super) next: Option<usize>,
}

impl Anchor {
    /// Whether this is the point `index` of the track of `other`.
    pub(super) fn is(&self, other: &Self, index: usize) -> bool {
        self.owner == other.owner && self.index == index
    }
}

/// The points of a track that go to the grid.
pub(super) fn anchors(track: &Track, owner: (usize, usize)) -> Vec<Anchor> {
    let count = track.segments.len();
    let points = if track.closed { count } else { count + 1 };
    let mut found = Vec::new();
    for index in 0..points {
        let into =
            if index > 0 { track.segments.get(index - 1) } else { track.segments.last().filter(|_| track.closed) };
        let out = track.segments.get(index);
        let at = out.map_or_else(|| track.end(), linocut_core::kurbo::ParamCurve::start);
        if is_fixed(into, out) {
            let next = if track.closed && index + 1 == count { 0 } else { index + 1 };
            found.push(Anchor { owner, index, at, line: out.copied(), next: out.map(|_| next) });
        }
    }
    found
}

/// Whether a point between two segments is a corner, an end, or an extreme.
fn is_fixed(into: Option<&PathSeg>, out: Option<&PathSeg>) -> bool {
    let (Some(into), Some(out)) = (into, out) else { return true };
    let (a, b) = (unit(tangents(*into).1), unit(tangents(*out).0));
    let corner = a.cross(b).abs() > SMOOTH || a.dot(b) < 0.0;
    let line = matches!(into, PathSeg::Line(_)) || matches!(out, PathSeg::Line(_));
    let axis = |v: Vec2| v.x.abs().min(v.y.abs()) < ALONG;
    corner || line || axis(a) && axis(b)
}

/// The directions in which a segment begins and ends.
fn tangents(segment: PathSeg) -> (Vec2, Vec2) {
    let cubic = segment.to_cubic();
    let first = [cubic.p1, cubic.p2, cubic.p3].into_iter().map(|p| p - cubic.p0).find(|v| v.hypot2() > 1e-12);
    let last = [cubic.p2, cubic.p1, cubic.p0].into_iter().map(|p| cubic.p3 - p).find(|v| v.hypot2() > 1e-12);
    (first.unwrap_or_default(), last.unwrap_or_default())
}

fn unit(v: Vec2) -> Vec2 {
    let length = v.hypot();
    if length > 0.0 { v / length } else { v }
}

/// The track with some points moved, and what lies between them bent along; `moves` are in order of their index.
pub(super) fn bent(track: &Track, moves: &[(usize, Point)]) -> Track {
    let count = track.segments.len();
    let Some((first, _)) = moves.first().copied() else { return track.clone() };
    let mut out = track.clone();
    let mut stops: Vec<(usize, Point)> = moves.to_vec();
    if track.closed
        && let Some((index, to)) = moves.first().copied()
    {
        stops.push((index + count, to));
    }
    for pair in stops.windows(2) {
        let [(from, start), (to, end)] = pair else { continue };
        let run: Vec<PathSeg> =
            (*from..*to).filter_map(|index| track.segments.get(index % count.max(1)).copied()).collect();
        for (offset, segment) in bent_run(&run, *start, *end).into_iter().enumerate() {
            if let Some(place) = out.segments.get_mut((from + offset) % count.max(1)) {
                *place = segment;
            }
        }
    }
    debug_assert!(track.closed || first == 0, "open tracks begin with a fixed point");
    out.start = out.segments.first().map_or(track.start, linocut_core::kurbo::ParamCurve::start);
    if out.closed {
        seal(&mut out);
    }
    out
}

/// A way to move points.
type Map = Box<dyn Fn(Point) -> Point>;

/// A run of segments between two fixed points, which go to `start` and `end`.
fn bent_run(run: &[PathSeg], start: Point, end: Point) -> Vec<PathSeg> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return Vec::new() };
    if let [PathSeg::Line(_)] = run {
        return vec![PathSeg::Line(Line::new(start, end))];
    }
    let ends = Ends { old: (first.start(), last.end()), new: (start, end) };
    let round = (is_arc(run) && !is_quarter(*first, *last)).then(|| ends.similar()).flatten();
    let bent = |map: &Map| -> Vec<PathSeg> { run.iter().map(|segment| mapped(*segment, map)).collect() };
    let close = |segments: &Vec<PathSeg>| {
        let far = run.iter().zip(segments).flat_map(|(old, new)| apart(*old, *new)).fold(0.0, f64::max);
        far <= OVERSHOOT * ends.moved() + 1e-9
    };
    let found = round.iter().chain(ends.stretched().iter()).map(bent).find(close);
    found.unwrap_or_else(|| bent(&ends.dragged()))
}

/// How much farther than its ends a run may move; one that bows out far over a short chord would go anywhere.
const OVERSHOOT: f64 = 1.3;

/// Where the ends of a run were, and where they go.
struct Ends {
    old: (Point, Point),
    new: (Point, Point),
}

impl Ends {
    /// How far the ends move.
    fn moved(&self) -> f64 {
        self.old.0.distance(self.new.0).max(self.old.1.distance(self.new.1))
    }

    /// Turning and scaling, which keeps circles round.
    fn similar(&self) -> Option<Map> {
        let (from, to) = (self.old.0, self.new.0);
        let (old, new) = (self.old.1 - from, self.new.1 - to);
        let scale = old.hypot2();
        let (re, im) = (new.dot(old) / scale, old.cross(new) / scale);
        (scale > 1e-12).then(|| -> Map {
            Box::new(move |p| {
                let v = p - from;
                to + Vec2::new(re * v.x - im * v.y, im * v.x + re * v.y)
            })
        })
    }

    /// Stretching along the axes, which keeps tangents along them.
    fn stretched(&self) -> Option<Map> {
        let (from, to) = (self.old.0, self.new.0);
        let (old, new) = (self.old.1 - from, self.new.1 - to);
        let even = |a: f64, b: f64| a.abs() > 1e-9 && (0.5..2.0).contains(&(b / a));
        let (sx, sy) = (new.x / old.x, new.y / old.y);
        (even(old.x, new.x) && even(old.y, new.y))
            .then(|| -> Map { Box::new(move |p| to + Vec2::new((p.x - from.x) * sx, (p.y - from.y) * sy)) })
    }

    /// Each point follows the ends in proportion to how far along it is, and never farther than they go.
    fn dragged(&self) -> Map {
        let (from, old) = (self.old.0, self.old.1 - self.old.0);
        let (a, b) = (self.new.0 - from, self.new.1 - self.old.1);
        let long = old.hypot2().max(1e-12);
        Box::new(move |p| {
            let share = ((p - from).dot(old) / long).clamp(0.0, 1.0);
            p + a * (1.0 - share) + b * share
        })
    }
}

/// How far the points of a segment are from those of another.
fn apart(a: PathSeg, b: PathSeg) -> [f64; 3] {
    [0.25, 0.5, 0.75].map(|t| a.eval(t).distance(b.eval(t)))
}

fn mapped(segment: PathSeg, map: &dyn Fn(Point) -> Point) -> PathSeg {
    match segment {
        PathSeg::Line(line) => PathSeg::Line(Line::new(map(line.p0), map(line.p1))),
        PathSeg::Quad(_) | PathSeg::Cubic(_) => {
            let c = segment.to_cubic();
            PathSeg::Cubic(CubicBez::new(map(c.p0), map(c.p1), map(c.p2), map(c.p3)))
        }
    }
}

/// Whether a run begins and ends along axes and turns by a right angle.
fn is_quarter(first: PathSeg, last: PathSeg) -> bool {
    let (a, b) = (unit(tangents(first).0), unit(tangents(last).1));
    let axis = |v: Vec2| v.x.abs().min(v.y.abs()) < ALONG;
    axis(a) && axis(b) && a.dot(b).abs() < ALONG
}

/// Whether a run lies on a circle.
fn is_arc(run: &[PathSeg]) -> bool {
    let points: Vec<Point> = run.iter().flat_map(|s| [0.0, 0.25, 0.5, 0.75, 1.0].map(|t| s.eval(t))).collect();
    let (Some(a), Some(b), Some(c)) = (points.first(), points.get(points.len() / 2), points.last()) else {
        return false;
    };
    let Some((center, radius)) = circle(*a, *b, *c) else { return false };
    run.iter().all(|s| !matches!(s, PathSeg::Line(_)))
        && points.iter().all(|p| (p.distance(center) - radius).abs() <= ROUND * radius)
}

/// The circle through three points.
pub(super) fn circle(a: Point, b: Point, c: Point) -> Option<(Point, f64)> {
    let (u, v) = (b - a, c - a);
    let cross = 2.0 * u.cross(v);
    if cross.abs() < 1e-9 {
        return None;
    }
    let (uu, vv) = (u.hypot2(), v.hypot2());
    let off = Vec2::new(v.y * uu - u.y * vv, u.x * vv - v.x * uu) / cross;
    Some((a + off, off.hypot()))
}
