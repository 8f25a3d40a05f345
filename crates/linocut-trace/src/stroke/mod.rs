//! Lines as strokes: one path down the middle with a width, caps and joins.
//!
//! A skeleton of the inked pixels says how lines run and meet. Every pixel along it, the ink is cut at a right angle:
//! covered shares add up to both edges, hence to the middle and the width, as exactly as boundaries are located. Near
//! corners, junctions and ends the cut is wider than the line; these places are left out and what lies between is
//! bridged: straight on through crossings, by a corner where two sides meet, up to the ink's end at free ends.

pub(crate) mod among;
mod axis;
mod graph;
mod ink;
mod lift;
mod link;
mod model;
mod painted;
mod rival;
mod settle;
mod skeleton;
mod slope;
mod style;
mod surrounds;
mod track;
mod window;

use crate::fit::FitOptions;
use graph::Branch;
use ink::Ink;
pub(crate) use lift::{Sheet, Wanted, lift};
use linocut_core::kurbo::{Affine, BezPath, Line as Segment, ParamCurve as _, PathEl, Point, Shape as _, Vec2};
use linocut_core::{Cap, Item, Join, Outline, Paint, Rgba, Shape, Stroke};
use track::{Course, Track};

/// A line of one width.
#[derive(Clone, Debug)]
struct Line {
    /// Its middle, before `transform`.
    outline: Outline,
    transform: Affine,
    /// In pixels.
    width: f64,
    cap: Cap,
    join: Join,
}

/// The lines that `ink` shows; `tolerance` is how far they may stray from the middle of the ink, in pixels.
fn lines(ink: &Ink, tolerance: Option<f64>) -> Vec<Line> {
    let skeleton = skeleton::thin(skeleton::mask(ink));
    let mut graph = graph::graph(skeleton);
    let (dots, branches): (Vec<Branch>, Vec<Branch>) = graph.branches.into_iter().partition(is_dot);
    let mut arms: Vec<_> = branches.iter().map(|b| axis::measure(ink, b)).collect();
    let gauge = axis::gauge(&arms);
    for arm in &mut arms {
        gauge.judge(ink, arm);
    }
    let runs = link::runs(&arms, &mut graph.nodes, &gauge);
    let links = link::links(&runs, graph.nodes.len());
    let mut courses = track::courses(ink, &runs, &links);
    let cap = style::cap(courses.iter().flat_map(|c| c.ends.iter().flatten()));
    let turns: Vec<_> = courses.iter().flat_map(|c| c.turns.clone()).collect();
    let plain = if cap == Cap::Round { Join::Round } else { Join::Miter };
    let join = style::join(ink, &turns).unwrap_or(plain);
    // A wide line's middle is found less exactly on bends, where its inner edge has nearly no length.
    let usual = (0.9 * gauge.spread).max(0.06).max(0.003 * gauge.width);
    let sigma = tolerance.map_or(usual, |t| t / 3.0);
    let options = FitOptions { sigma, tolerance: tolerance.unwrap_or(3.0 * sigma), ..FitOptions::default() };
    let mut found: Vec<Line> = Vec::with_capacity(courses.len() + dots.len());
    for course in &mut courses {
        course.cap(cap);
        let (outline, transform) = outline(course, &options);
        found.push(Line { outline, transform, width: course.width, cap, join });
    }
    found.extend(dots.iter().filter_map(|d| dot(ink, d, gauge.width)));
    found
}

/// Whether a branch on its own is shorter than half its width.
fn is_dot(branch: &Branch) -> bool {
    let way = branch.path.first().zip(branch.path.last()).map_or(Vec2::ZERO, |(a, b)| *b - *a);
    !branch.closed && branch.ends == [None, None] && way.hypot2().sqrt() < (0.6 * branch.depth).max(1.6)
}

/// A disc: a line of no length with round caps.
fn dot(ink: &Ink, branch: &Branch, usual: f64) -> Option<Line> {
    let p = branch.path.get(branch.path.len() / 2).copied()?;
    let (area, moment) = ink.patch(p, 2.0 * branch.depth + 2.5);
    if area < 0.2 {
        return None;
    }
    let center = p + moment / area;
    let width = 2.0 * (area * std::f64::consts::FRAC_1_PI).sqrt();
    // Larger discs are areas.
    if width > 1.4 * usual {
        return None;
    }
    let width = if (width - usual).abs() < 0.1 * usual { usual } else { width };
    // A hundredth of a pixel: renderers draw caps of lines without length, editors may drop them.
    let outline = Outline::Line(Segment::new(center - Vec2::new(0.005, 0.0), center + Vec2::new(0.005, 0.0)));
    Some(Line { outline, transform: Affine::IDENTITY, width, cap: Cap::Round, join: Join::Round })
}

/// The middle of a line, and how it is turned.
fn outline(course: &Course, options: &FitOptions) -> (Outline, Affine) {
    match course.fit(options) {
        Track::Named(found) => found.outline(),
        Track::Path(fitted, closed) => {
            if let ([crate::fit::Piece::Line(end)], false) = (fitted.pieces.as_slice(), closed) {
                return (Outline::Line(Segment::new(fitted.start, *end)), Affine::IDENTITY);
            }
            let mut path = BezPath::new();
            path.move_to(fitted.start);
            crate::outline::append(&mut path, &fitted.pieces);
            if closed {
                path.close_path();
            }
            (Outline::Path(path), Affine::IDENTITY)
        }
    }
}

impl Line {
    /// The line painted with `color`.
    fn item(self, color: Rgba) -> Item {
        let stroke = self.stroke(color);
        Item { transform: self.transform, ..Item::shape(Shape::stroked(self.outline, stroke)) }
    }

    fn stroke(&self, color: Rgba) -> Stroke {
        Stroke { cap: self.cap, join: self.join, ..Stroke::new(Paint::Solid(color), self.width) }
    }

    /// Whether it has ends.
    fn is_open(&self) -> bool {
        match &self.outline {
            Outline::Line(_) => true,
            Outline::Path(path) => !path.elements().contains(&PathEl::ClosePath),
            Outline::Rect(_) | Outline::Circle(_) | Outline::Ellipse(_) => false,
        }
    }

    /// The line with another cap, its ends moved so that what is painted ends where it did.
    fn with_cap(self, cap: Cap) -> Self {
        let reach = |cap: Cap| if cap == Cap::Butt { 0.0 } else { 0.5 * self.width };
        let by = reach(self.cap) - reach(cap);
        let mut points = linocut_cover::points(&linocut_cover::path(&self.outline));
        if self.is_open()
            && let [first, next, ..] = points.as_mut_slice()
        {
            *first += crate::fit::unit(*first - *next, Vec2::ZERO) * by;
        }
        if self.is_open()
            && let [.., before, last] = points.as_mut_slice()
        {
            *last += crate::fit::unit(*last - *before, Vec2::ZERO) * by;
        }
        let outline = match (&self.outline, points.as_slice()) {
            (Outline::Line(_), &[a, b]) => Outline::Line(Segment::new(a, b)),
            (Outline::Path(path), points) => {
                linocut_cover::with_points(path, points).map_or_else(|| self.outline.clone(), Outline::Path)
            }
            (Outline::Line(_) | Outline::Rect(_) | Outline::Circle(_) | Outline::Ellipse(_), _) => self.outline.clone(),
        };
        Self { outline, cap, ..self }
    }

    /// The line moved by `way`.
    fn shifted(self, way: Vec2) -> Self {
        let moved = Affine::translate(way);
        if self.transform != Affine::IDENTITY {
            return Self { transform: moved * self.transform, ..self };
        }
        let outline = match self.outline {
            Outline::Path(path) => Outline::Path(moved * path),
            Outline::Circle(circle) => Outline::Circle(circle + way),
            Outline::Ellipse(ellipse) => Outline::Ellipse(ellipse + way),
            Outline::Line(line) => Outline::Line(line + way),
            Outline::Rect(rect) => Outline::Rect(rect + way),
        };
        Self { outline, ..self }
    }

    /// A pixel that it covers.
    fn place(&self) -> (isize, isize) {
        let start = self.path().segments().next().map_or(Point::ZERO, |s| s.eval(0.5));
        (ink::whole(start.x.floor()), ink::whole(start.y.floor()))
    }

    /// The middle as a path.
    fn path(&self) -> BezPath {
        let path = match &self.outline {
            Outline::Path(path) => path.clone(),
            Outline::Circle(circle) => circle.to_path(0.01),
            Outline::Ellipse(ellipse) => ellipse.to_path(0.01),
            Outline::Line(line) => line.to_path(0.01),
            Outline::Rect(rect) => rect.to_path(0.01),
        };
        self.transform * path
    }
}
