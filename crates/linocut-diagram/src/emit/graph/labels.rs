//! Where the texts along lines go: on no box, on no frame's border and not on each other.

use super::edge::Course;
use super::layout::{Placed, title_room};
use super::{Edge, Graph, LineKind};
use linocut_core::kurbo::{Point, Rect, Vec2};

/// Between a line and the label it is interrupted for.
const GAP: f64 = 4.0;
/// At how many places along its line a label is tried.
const TRIES: u32 = 24;
/// What lying on a text or a box costs against one user unit away from the wanted place; on a border.
const ON_TEXT: f64 = 4000.0;
const ON_BORDER: f64 = 300.0;

/// The texts along all lines of a graph.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    /// The room of each line's label.
    pub(super) labels: Vec<Option<Rect>>,
    /// The middles of the small texts at both ends of each line.
    pub(super) ends: Vec<[Option<Point>; 2]>,
    /// Where no line is drawn.
    pub(super) gaps: Vec<Rect>,
}

impl Texts {
    /// Places the texts along `courses`, one for each line of `graph`.
    pub(super) fn place(graph: &Graph, placed: &Placed, courses: &[Option<Course>]) -> Self {
        let mut ends = Vec::new();
        let mut taken: Vec<Rect> = placed.nodes.clone();
        let titles: Vec<Rect> = graph
            .groups
            .iter()
            .zip(&placed.groups)
            .filter_map(|(group, frame)| {
                let size = title_room(&group.title);
                let top = Point::new(frame.center().x, frame.y0 + 6.0 + group.title.height / 2.0);
                (size.height > 0.0).then(|| Rect::from_center_size(top, (group.title.width, group.title.height)))
            })
            .collect();
        taken.extend(&titles);
        let mut gaps = titles;
        for (edge, course) in graph.edges.iter().zip(courses) {
            let both = [false, true].map(|at_end| end(edge, course.as_ref()?, at_end));
            for (label, at) in edge.ends.iter().zip(both) {
                let room = at.map(|at| Rect::from_center_size(at, (label.width, label.height)));
                gaps.extend(room.map(|room| room.inflate(1.0, 0.0)));
                taken.extend(room);
            }
            ends.push(both);
        }
        let wanted: Vec<Option<Rect>> = graph
            .edges
            .iter()
            .zip(&placed.routes)
            .zip(courses)
            .map(|((edge, route), course)| wanted(edge, route.label, course.as_ref()))
            .collect();
        let mut labels: Vec<Option<Rect>> = Vec::new();
        for (index, (wanted_room, course)) in wanted.iter().zip(courses).enumerate() {
            let others = labels.iter().chain(wanted.iter().skip(index + 1)).flatten();
            let all: Vec<Rect> = taken.iter().chain(others).copied().collect();
            let best = wanted_room.map(|room| best(room, course.as_ref(), &all, &placed.groups));
            labels.push(best);
        }
        gaps.extend(labels.iter().flatten().map(|room| room.inflate(GAP, 1.0)));
        Self { labels, ends, gaps }
    }
}

/// The room where the layout wants a label, else at the middle of its line.
fn wanted(edge: &Edge, place: Option<Point>, course: Option<&Course>) -> Option<Rect> {
    (!edge.label.is_empty() && edge.line != LineKind::Hidden).then_some(())?;
    let place = place.or_else(|| course.and_then(|course| Some(course.at(course.length() / 2.0)?.0)))?;
    Some(Rect::from_center_size(place, (edge.label.width, edge.label.height)))
}

/// The room for a label: the wanted one if it is free, else the best along its line.
fn best(wanted: Rect, course: Option<&Course>, taken: &[Rect], frames: &[Rect]) -> Rect {
    let cost = |room: Rect| {
        let hits: f64 = taken
            .iter()
            .map(|other| other.intersect(room))
            .filter(|both| both.width() > 0.5 && both.height() > 0.5)
            .map(|both| 1.0 + both.area())
            .sum();
        let borders = frames.iter().filter(|frame| frame.overlaps(room) && frame.union(room) != **frame).count();
        let crossed = if borders == 0 { 0.0 } else { ON_BORDER * crate::emit::number(borders) };
        let on_text = if hits > 0.0 { ON_TEXT + hits } else { 0.0 };
        on_text + crossed + room.center().distance(wanted.center())
    };
    let own = cost(wanted);
    let Some(course) = course.filter(|_| own > 0.0) else { return wanted };
    let length = course.length();
    let mut best = (own, wanted);
    for step in 1..TRIES {
        let Some((at, _)) = course.at(length * f64::from(step) / f64::from(TRIES)) else { continue };
        let room = Rect::from_center_size(at, (wanted.width(), wanted.height()));
        let found = cost(room);
        if found < best.0 {
            best = (found, room);
        }
    }
    best.1
}

/// The middle of the small text at an end of a line, beside it.
fn end(edge: &Edge, whole: &Course, at_end: bool) -> Option<Point> {
    let (label, head) = if at_end { (&edge.ends[1], edge.head) } else { (&edge.ends[0], edge.tail) };
    if label.is_empty() || edge.line == LineKind::Hidden {
        return None;
    }
    let length = whole.length();
    let along = (head.reach() + 4.0).min(length / 2.0);
    let (_, course) = whole.at(if at_end { length - along } else { along })?;
    let upright = course.y.abs() > course.x.abs();
    let half = Vec2::new(label.width / 2.0, label.height / 2.0);
    let reach = along + if upright { half.y } else { half.x };
    let (point, _) = whole.at(if at_end { length - reach } else { reach }.clamp(0.0, length))?;
    let aside = if upright { Vec2::new(half.x + 6.0, 0.0) } else { Vec2::new(0.0, -half.y - 3.0) };
    Some(point + aside)
}
