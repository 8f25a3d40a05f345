//! The areas that lines enclose.

use crate::region::{Region, filled};
use crate::track::{Track, outline_path, path, samples, tracks};
use linocut_core::kurbo::{BezPath, ParamCurve as _, PathSeg, Point, Shape as _, Vec2};
use linocut_core::{FillRule, Result, Shape};

/// Ends nearer than this meet, in line widths.
const MEET: f64 = 0.15;
/// The sides of a U stand upright on its open side to within this, as a cosine: 17 degrees.
const UPRIGHT: f64 = 0.3;
/// Narrowest open side of a U that counts as an area, in line widths: a hook is narrower.
const WIDE: f64 = 3.0;
/// Points that are looked at on each curve.
const PER_CURVE: u8 = 8;

/// A subpath of a line drawing: the shape it belongs to and its place there.
pub(crate) type Place = (usize, usize);

/// An area that lines enclose.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    /// The subpaths around it; the first one's shape owns it.
    pub(crate) members: Vec<Place>,
    /// Its boundary along the middle of the lines, closed.
    pub(crate) outline: BezPath,
    /// What is inside the boundary.
    pub(crate) inside: Region,
    /// Whether another area contains it.
    pub(crate) inner: bool,
}

/// The areas that the unfilled lines of `shapes` enclose, the largest first.
///
/// Closed subpaths are areas; so are open ones that meet end to end, and those that stand open on one straight side with
/// nothing there, as shoulders do under a head.
///
/// # Errors
/// As [`filled`].
pub(crate) fn areas(shapes: &[Shape]) -> Result<Vec<Area>> {
    let mut closed = Vec::new();
    let mut open = Vec::new();
    for (index, shape) in shapes.iter().enumerate() {
        let Some(stroke) = shape.stroke.as_ref().filter(|_| shape.fill.is_none()) else { continue };
        for (at, track) in tracks(&outline_path(&shape.outline)).into_iter().enumerate() {
            let piece = Piece { place: (index, at), track, width: stroke.width };
            let meets = piece.track.segments.len() > 1 && piece.gap() < MEET * piece.width;
            if piece.track.closed || meets { closed.push((vec![piece.place], piece.track)) } else { open.push(piece) }
        }
    }
    closed.extend(chains(&mut open));
    let cups = open.iter().filter(|piece| piece.is_cup(&open, &closed)).map(|p| (vec![p.place], p.track.clone()));
    closed.extend(cups.collect::<Vec<_>>());
    let mut found = closed.into_iter().map(area).collect::<Result<Vec<_>>>()?;
    found.retain(|area| area.inside.area().abs() > 0.0);
    found.sort_by(|a, b| b.inside.area().abs().total_cmp(&a.inside.area().abs()));
    for index in 1..found.len() {
        let (larger, rest) = found.split_at_mut(index);
        if let Some(area) = rest.first_mut() {
            let points: Vec<Point> = tracks(&area.outline).iter().flat_map(|t| samples(t, PER_CURVE)).collect();
            area.inner = larger.iter().any(|outer| points.iter().all(|p| outer.inside.winding(*p) != 0));
        }
    }
    Ok(found)
}

fn area((members, mut track): (Vec<Place>, Track)) -> Result<Area> {
    track
        .segments
        .extend((!track.closed).then(|| PathSeg::Line(linocut_core::kurbo::Line::new(track.end(), track.start))));
    track.closed = true;
    let outline = path(std::slice::from_ref(&track));
    Ok(Area { members, inside: filled(&outline, FillRule::NonZero)?, outline, inner: false })
}

/// An open subpath.
struct Piece {
    place: Place,
    track: Track,
    width: f64,
}

impl Piece {
    fn gap(&self) -> f64 {
        self.track.start.distance(self.track.end())
    }

    /// Whether it is a U whose open side can be closed by a straight line.
    fn is_cup(&self, open: &[Self], closed: &[(Vec<Place>, Track)]) -> bool {
        let (Some(first), Some(last)) = (self.track.segments.first(), self.track.segments.last()) else { return false };
        let across = self.track.end() - self.track.start;
        let (start, end) = (direction(*first, 0.0), direction(*last, 1.0));
        let level = across.x.abs().min(across.y.abs()) < MEET * self.width;
        let upright = |v: Vec2| v.dot(across).abs() < UPRIGHT * across.hypot();
        if across.hypot() < WIDE * self.width || !level || !upright(start) || !upright(end) || start.dot(end) > 0.0 {
            return false;
        }
        let others = open.iter().filter(|other| other.place != self.place).map(|other| &other.track);
        let mut others = others.chain(closed.iter().map(|(_, track)| track));
        !others
            .any(|other| touches(other, self.track.start, self.width) || touches(other, self.track.end(), self.width))
    }
}

/// Whether a track passes a point within half a line width.
fn touches(track: &Track, point: Point, width: f64) -> bool {
    let near = |segment: &PathSeg| {
        linocut_core::kurbo::ParamCurveNearest::nearest(segment, point, 1e-3).distance_sq < width * width / 4.0
    };
    track.segments.iter().any(near)
}

/// The unit direction of a segment near one of its ends.
fn direction(segment: PathSeg, t: f64) -> Vec2 {
    let (a, b) = if t < 0.5 { (0.0, 0.01) } else { (0.99, 1.0) };
    let along = segment.eval(b) - segment.eval(a);
    let length = along.hypot();
    if length > 0.0 { along / length } else { Vec2::ZERO }
}

/// Takes open pieces that meet end to end all the way around out of `open`, and joins them.
fn chains(open: &mut Vec<Piece>) -> Vec<(Vec<Place>, Track)> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < open.len() {
        match chain(open, first) {
            Some(order) => {
                let mut members = Vec::new();
                let mut joined: Option<Track> = None;
                for (index, reversed) in &order {
                    let Some(piece) = open.get(*index) else { continue };
                    members.push(piece.place);
                    let track = if *reversed { backward(&piece.track) } else { piece.track.clone() };
                    match &mut joined {
                        Some(whole) => whole.segments.extend(track.segments),
                        None => joined = Some(track),
                    }
                }
                found.extend(joined.map(|track| (members, track)));
                let mut used: Vec<usize> = order.into_iter().map(|(index, _)| index).collect();
                used.sort_unstable();
                used.into_iter().rev().for_each(|index| drop(open.remove(index)));
            }
            None => first += 1,
        }
    }
    found
}

/// The pieces of a loop that begins with `first`, each with whether it runs backward; follows the first that fits.
fn chain(open: &[Piece], first: usize) -> Option<Vec<(usize, bool)>> {
    let head = open.get(first)?;
    let near = MEET * head.width;
    let mut order = vec![(first, false)];
    let mut at = head.track.end();
    loop {
        let next = open.iter().enumerate().find_map(|(index, piece)| {
            let used = order.iter().any(|(known, _)| *known == index);
            match (piece.track.start.distance(at) < near, piece.track.end().distance(at) < near) {
                _ if used => None,
                (true, _) => Some((index, false, piece.track.end())),
                (false, true) => Some((index, true, piece.track.start)),
                (false, false) => None,
            }
        })?;
        order.push((next.0, next.1));
        at = next.2;
        if at.distance(head.track.start) < near {
            return Some(order);
        }
    }
}

fn backward(track: &Track) -> Track {
    let segments: Vec<PathSeg> = track.segments.iter().rev().map(PathSeg::reverse).collect();
    Track { start: track.end(), segments, closed: track.closed }
}
