//! One spelling for one picture: paths split where that changes nothing, primitives recognized, starts agreed on.

use super::piece::{Geometry, Piece};
use super::primitive::{circle, rect};
use super::segment::{Segment, Subpath};
use super::simplify;
use linocut_core::kurbo::{Line, Point, Rect};

/// A path whose end is this near to its start is closed.
const GAP: f64 = 0.02;
/// Filled parts whose boxes are at least this far apart do not touch.
const APART: f64 = 0.1;
/// Fainter paint shows where parts overlap.
pub(super) const OPAQUE: f64 = 0.95;

/// The canonical pieces of a drawing. One whose points all lie on the grid keeps every segment as it is.
pub(super) fn canonical(pieces: &[Piece]) -> Vec<Piece> {
    let exact: Vec<Piece> = pieces.iter().map(|piece| with_paths(piece, simplify::exact)).collect();
    let kept = if exact.iter().all(is_on_grid) {
        exact
    } else {
        pieces.iter().map(|piece| with_paths(piece, simplify::simplify)).collect()
    };
    kept.iter().flat_map(split).collect()
}

fn with_paths(piece: &Piece, change: fn(&Subpath) -> Subpath) -> Piece {
    let Geometry::Path(subpaths) = &piece.geometry else { return piece.clone() };
    Piece { geometry: Geometry::Path(subpaths.iter().map(change).collect()), ..piece.clone() }
}

/// Whether all vertices and control points of its paths lie on the grid, so that tokens may have spelled them.
fn is_on_grid(piece: &Piece) -> bool {
    let Geometry::Path(subpaths) = &piece.geometry else { return true };
    let is_step = |value: f64| (value * 8.0 - (value * 8.0).round()).abs() < 1e-6;
    let is_vertex = |point: &Point| is_step(point.x) && is_step(point.y);
    subpaths.iter().all(|subpath| {
        is_vertex(&subpath.start)
            && subpath.segments.iter().all(|segment| match segment {
                Segment::Line(to) => is_vertex(to),
                Segment::Cubic(a, b, to) => [a, b, to].into_iter().all(is_vertex),
                Segment::Arc(arc) => is_vertex(&arc.to),
            })
    })
}

fn split(piece: &Piece) -> Vec<Piece> {
    let Geometry::Path(subpaths) = &piece.geometry else { return vec![piece.clone()] };
    let closes = piece.fill.is_some() && piece.line.is_none();
    let subpaths: Vec<Subpath> = subpaths.iter().map(|subpath| close(subpath.clone(), closes)).collect();
    let groups = groups(piece, subpaths);
    groups.into_iter().map(|group| Piece { geometry: geometry(group, piece), ..piece.clone() }).collect()
}

fn close(mut subpath: Subpath, always: bool) -> Subpath {
    let meets = subpath.segments.len() > 1 && subpath.end().distance(subpath.start) < GAP;
    subpath.closed |= always || meets;
    subpath
}

/// Subpaths that have to stay together.
fn groups(piece: &Piece, subpaths: Vec<Subpath>) -> Vec<Vec<Subpath>> {
    if piece.fill.is_none() && (piece.faintest() > OPAQUE || subpaths.len() == 1) {
        return subpaths.into_iter().map(|subpath| vec![subpath]).collect();
    }
    if piece.line.is_none() && subpaths.len() > 1 {
        return islands(subpaths);
    }
    if subpaths.is_empty() { Vec::new() } else { vec![subpaths] }
}

/// Subpaths that may touch: their boxes, and the subpaths with their place in the path.
struct Island {
    boxes: Vec<Rect>,
    members: Vec<(usize, Subpath)>,
}

/// Groups of subpaths whose boxes touch, in the order of their first members.
fn islands(subpaths: Vec<Subpath>) -> Vec<Vec<Subpath>> {
    let mut islands: Vec<Island> = Vec::new();
    for (place, subpath) in subpaths.into_iter().enumerate() {
        let extent = subpath.extent();
        let near = extent.inflate(APART, APART);
        let touches =
            |other: &Rect| other.x0 < near.x1 && near.x0 < other.x1 && other.y0 < near.y1 && near.y0 < other.y1;
        let (touching, rest): (Vec<_>, Vec<_>) =
            islands.into_iter().partition(|island| island.boxes.iter().any(touches));
        let mut island = Island { boxes: vec![extent], members: vec![(place, subpath)] };
        for other in touching {
            island.boxes.extend(other.boxes);
            island.members.extend(other.members);
        }
        islands = rest;
        islands.push(island);
    }
    for island in &mut islands {
        island.members.sort_by_key(|(place, _)| *place);
    }
    islands.sort_by_key(|island| island.members.first().map(|(place, _)| *place));
    islands.into_iter().map(|island| island.members.into_iter().map(|(_, subpath)| subpath).collect()).collect()
}

fn geometry(mut group: Vec<Subpath>, piece: &Piece) -> Geometry {
    if let [only] = group.as_slice()
        && let Some(primitive) = primitive(only, piece)
    {
        return primitive;
    }
    for subpath in &mut group {
        turn(subpath);
    }
    Geometry::Path(group)
}

fn primitive(subpath: &Subpath, piece: &Piece) -> Option<Geometry> {
    if let Some(circle) = circle(subpath) {
        return Some(Geometry::Circle(circle));
    }
    if let Some(rect) = rect(subpath) {
        return Some(Geometry::Rect(rect));
    }
    match subpath.segments.as_slice() {
        [Segment::Line(to)] if piece.fill.is_none() && !subpath.closed => {
            Some(Geometry::Line(Line::new(subpath.start, *to)))
        }
        _ => None,
    }
}

/// Makes a closed subpath start at its topmost, then leftmost vertex; the line that closes it is left out.
fn turn(subpath: &mut Subpath) {
    if !subpath.closed || subpath.segments.len() < 2 {
        return;
    }
    if subpath.end().distance(subpath.start) > 1e-3 {
        subpath.segments.push(Segment::Line(subpath.start));
    }
    let starts: Vec<Point> = subpath.walk().map(|(from, _)| from).collect();
    let first = starts.iter().copied().enumerate().min_by(|(_, a), (_, b)| order(*a).total_cmp(&order(*b)));
    if let Some((at, start)) = first {
        subpath.segments.rotate_left(at);
        subpath.start = start;
    }
    let curved = subpath.segments.iter().any(|segment| !matches!(segment, Segment::Line(_)));
    if matches!(subpath.segments.last(), Some(Segment::Line(_))) && (subpath.segments.len() > 2 || curved) {
        subpath.segments.pop();
    }
}

/// Order from top to bottom, then from left to right, on the grid.
fn order(point: Point) -> f64 {
    (point.y * 8.0).round() * 1e4 + (point.x * 8.0).round() + 0.0
}
