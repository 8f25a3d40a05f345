//! Whether a drawing repeats another one: the measure of memorization.

use super::ink::{GRID, Subpath, layers};
use linocut_core::Drawing;
use linocut_core::kurbo::{PathSeg, Point, Rect};

/// How far apart two coordinates of near-equal drawings are at most, in units: two steps of the number grid.
const NEAR: f64 = 0.25;
/// The same for equal ones: what sums of decimals leave.
const EQUAL: f64 = 1e-6;
/// How far apart points along an outline are taken, in units.
const STEP: f64 = 0.2;
/// Cells along a side of the coarse map: one unit each, so that what lies within [`NEAR`] is in the same cell or next.
const CELLS: usize = 24;

/// How closely a drawing repeats another, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repeat {
    /// The same outlines, number for number.
    Equal,
    /// The same commands, every coordinate within a quarter of a unit.
    Near,
    /// Other commands along the same lines: no point of one is further than a quarter of a unit from the other.
    Along,
}

/// The geometry of a drawing without its paints, widths and the order of its outlines.
#[derive(Clone, Debug)]
pub struct Geometry {
    pieces: Vec<Piece>,
    points: Vec<Point>,
    /// Which unit cells the outlines pass, a row each.
    cells: [u32; CELLS],
    /// The same with the cells around them.
    around: [u32; CELLS],
}

/// One subpath as commands and numbers.
#[derive(Clone, Debug)]
struct Piece {
    commands: Vec<u8>,
    numbers: Vec<f64>,
}

impl Geometry {
    /// The geometry of `drawing` on a 24-unit grid.
    ///
    /// Lines, curves and arcs count as curves; circles, ellipses and rectangles stay what they are.
    #[must_use]
    pub fn of(drawing: &Drawing) -> Self {
        let paths: Vec<Subpath> = layers(drawing).into_iter().flat_map(|layer| layer.subpaths).collect();
        let points: Vec<Point> = paths.iter().flat_map(|path| path.samples(STEP)).collect();
        let mut cells = [0_u32; CELLS];
        for point in &points {
            if let Some(row) = cells.get_mut(usize::try_from(cell(point.y)).unwrap_or(0)) {
                *row |= 1 << cell(point.x);
            }
        }
        let wide = cells.map(|row| row | row << 1 | row >> 1);
        let next = |step: usize| wide.iter().copied().skip(step).chain([0]);
        let mut around = wide;
        for ((row, below), above) in around.iter_mut().zip(next(1)).zip([0].into_iter().chain(wide)) {
            *row |= below | above;
        }
        Self { pieces: paths.iter().map(piece).collect(), points, cells, around }
    }

    /// How closely this drawing repeats `other`; `None` when it does not, or when either is empty.
    #[must_use]
    pub fn repeats(&self, other: &Self) -> Option<Repeat> {
        if self.points.is_empty() || other.points.is_empty() || !self.covers(other) || !other.covers(self) {
            return None;
        }
        if self.matches(other, EQUAL) {
            Some(Repeat::Equal)
        } else if self.matches(other, NEAR) {
            Some(Repeat::Near)
        } else {
            (self.follows(other) && other.follows(self)).then_some(Repeat::Along)
        }
    }

    /// A cheap test that lets through whatever could be within [`NEAR`].
    fn covers(&self, other: &Self) -> bool {
        other.cells.iter().zip(&self.around).all(|(cells, around)| cells & !around == 0)
    }

    /// Whether every piece has a partner of its own with the same commands and numbers at most `tolerance` apart.
    fn matches(&self, other: &Self, tolerance: f64) -> bool {
        let mut left: Vec<&Piece> = other.pieces.iter().collect();
        let found = self.pieces.iter().all(|piece| {
            let partner = left.iter().position(|other| piece.matches(other, tolerance));
            partner.map(|at| left.swap_remove(at)).is_some()
        });
        found && left.is_empty()
    }

    /// Whether all points lie within [`NEAR`] of some point of `other`, half a step of sampling allowed for.
    fn follows(&self, other: &Self) -> bool {
        let reach = NEAR.hypot(STEP / 2.0).powi(2);
        self.points.iter().all(|point| other.points.iter().any(|other| point.distance_squared(*other) <= reach))
    }
}

impl Piece {
    fn matches(&self, other: &Self, tolerance: f64) -> bool {
        self.commands == other.commands
            && self.numbers.iter().zip(&other.numbers).all(|(a, b)| (a - b).abs() <= tolerance)
    }
}

fn piece(path: &Subpath) -> Piece {
    let (Some(start), false) = (path.points.first(), path.segments.is_empty()) else { return primitive(path) };
    let (mut commands, mut numbers) = (vec![b'M'], vec![start.x, start.y]);
    for segment in &path.segments {
        let (command, points) = match *segment {
            PathSeg::Line(line) => (b'L', vec![line.p1]),
            PathSeg::Quad(curve) => (b'Q', vec![curve.p1, curve.p2]),
            PathSeg::Cubic(curve) => (b'C', vec![curve.p1, curve.p2, curve.p3]),
        };
        commands.push(command);
        numbers.extend(points.iter().flat_map(|p| [p.x, p.y]));
    }
    commands.extend(path.closed.then_some(b'Z'));
    Piece { commands, numbers }
}

/// A circle, ellipse or rectangle is known by its box and its area.
fn primitive(path: &Subpath) -> Piece {
    let outer = path
        .points
        .iter()
        .fold(None, |all: Option<Rect>, &p| Some(all.map_or(Rect::from_points(p, p), |all| all.union_pt(p))));
    let outer = outer.unwrap_or_default();
    Piece { commands: vec![b'P'], numbers: vec![outer.x0, outer.y0, outer.x1, outer.y1, path.area() / GRID] }
}

/// The cell along one axis; what lies outside the canvas counts to its border.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=23"
)]
fn cell(at: f64) -> u32 {
    at.floor().clamp(0.0, 23.0) as u32
}
