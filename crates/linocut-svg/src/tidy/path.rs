//! Path segments that say nothing.

use crate::write::{Grid, Steps};
use linocut_core::kurbo::{BezPath, PathEl, Point};
use linocut_core::{Cap, Stroke};

/// A point on the grid.
type Spot = (Steps, Steps);

/// The path on the grid, without segments that add nothing: those without length, curves that are lines, lines that
/// go on in the same direction, subpaths that paint nothing, and lines that closing draws anyway.
/// Apart from the rounding the path is exactly the same.
pub(super) fn cleaned(path: &BezPath, stroke: Option<&Stroke>, grid: Grid) -> BezPath {
    let dots = stroke.is_some_and(|stroke| stroke.cap != Cap::Butt);
    let mut out = BezPath::new();
    for part in parts(path, grid) {
        part.cleaned(dots).write(&mut out, grid);
    }
    out
}

/// One subpath.
struct Part {
    start: Spot,
    pieces: Vec<Piece>,
    closed: bool,
}

#[derive(Clone, Copy)]
enum Piece {
    Line(Spot),
    Quad(Spot, Spot),
    Cubic(Spot, Spot, Spot),
}

impl Piece {
    fn end(self) -> Spot {
        match self {
            Self::Line(p) | Self::Quad(_, p) | Self::Cubic(_, _, p) => p,
        }
    }

    /// The piece as a line, if it is one that does not leave the way between its ends.
    fn straightened(self, from: Spot) -> Self {
        match self {
            Self::Quad(a, p) if is_between(from, a, p) => Self::Line(p),
            Self::Cubic(a, b, p) if is_between(from, a, p) && is_between(from, b, p) => Self::Line(p),
            Self::Line(_) | Self::Quad(..) | Self::Cubic(..) => self,
        }
    }
}

fn parts(path: &BezPath, grid: Grid) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut start = (0, 0);
    for element in path.elements() {
        let piece = match *element {
            PathEl::MoveTo(p) => {
                start = grid.point(p);
                parts.push(Part { start, pieces: Vec::new(), closed: false });
                continue;
            }
            PathEl::ClosePath => {
                if let Some(part) = parts.last_mut() {
                    part.closed = true;
                }
                continue;
            }
            PathEl::LineTo(p) => Piece::Line(grid.point(p)),
            PathEl::QuadTo(a, p) => Piece::Quad(grid.point(a), grid.point(p)),
            PathEl::CurveTo(a, b, p) => Piece::Cubic(grid.point(a), grid.point(b), grid.point(p)),
        };
        // What follows a closed subpath without a move begins where that one began.
        match parts.last_mut() {
            Some(part) if !part.closed => part.pieces.push(piece),
            _ => parts.push(Part { start, pieces: vec![piece], closed: false }),
        }
    }
    parts
}

impl Part {
    /// `dots` tells whether a subpath without length is painted, as a stroke with round or square ends does.
    fn cleaned(mut self, dots: bool) -> Self {
        let mut at = self.start;
        let mut kept: Vec<(Spot, Piece)> = Vec::with_capacity(self.pieces.len());
        let was_drawn = !self.pieces.is_empty() || self.closed;
        for piece in self.pieces.drain(..) {
            let piece = piece.straightened(at);
            let has_length = !matches!(piece, Piece::Line(to) if to == at);
            match (kept.last_mut(), piece) {
                (Some((from, Piece::Line(middle))), Piece::Line(to))
                    if has_length && is_between(*from, *middle, to) =>
                {
                    *middle = to;
                }
                _ if has_length => kept.push((at, piece)),
                _ => {}
            }
            at = piece.end();
        }
        if self.closed && kept.len() > 1 && matches!(kept.last(), Some((_, Piece::Line(to))) if *to == self.start) {
            kept.pop();
        }
        self.pieces = kept.into_iter().map(|(_, piece)| piece).collect();
        if self.pieces.is_empty() && was_drawn && dots {
            self.pieces.push(Piece::Line(self.start));
        }
        self
    }

    fn write(self, out: &mut BezPath, grid: Grid) {
        if self.pieces.is_empty() {
            return;
        }
        let point = |spot: Spot| Point::new(grid.value(spot.0), grid.value(spot.1));
        out.move_to(point(self.start));
        for piece in self.pieces {
            match piece {
                Piece::Line(p) => out.line_to(point(p)),
                Piece::Quad(a, p) => out.quad_to(point(a), point(p)),
                Piece::Cubic(a, b, p) => out.curve_to(point(a), point(b), point(p)),
            }
        }
        if self.closed {
            out.close_path();
        }
    }
}

/// Whether `middle` lies on the straight way from `from` to `to`, ends included.
fn is_between(from: Spot, middle: Spot, to: Spot) -> bool {
    let wide = |a: Spot, b: Spot| (i128::from(b.0) - i128::from(a.0), i128::from(b.1) - i128::from(a.1));
    let (part, whole) = (wide(from, middle), wide(from, to));
    let cross = part.0 * whole.1 - part.1 * whole.0;
    let dot = part.0 * whole.0 + part.1 * whole.1;
    cross == 0 && dot >= 0 && dot <= whole.0 * whole.0 + whole.1 * whole.1
}
