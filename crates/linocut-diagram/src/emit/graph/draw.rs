//! Draws a graph where its layout puts it.

use super::edge::{Course, leaves, unit};
use super::head::HeadInk;
use super::labels::Texts;
use super::layout::{Placed, Route, layout, title_room};
use super::{Edge, End, Form, Frame, Graph, Group, Head, LineKind, Look, Node, NodeBody, around};
use crate::emit::scene::{At, Ink, Names, Scene};
use crate::emit::theme::{Colors, mix};
use linocut_core::kurbo::{Point, Rect, RoundedRect, RoundedRectRadii, Shape as _, Size, Vec2};
use linocut_core::{Outline, Result, Rgba};

/// Width of ordinary strokes, in user units.
const STROKE: f64 = 1.4;

/// Draws `graph`, frames first, then lines, then boxes.
pub(in crate::emit) fn draw(graph: &Graph, colors: &Colors) -> Result<Scene> {
    let sizes: Vec<Size> = graph.nodes.iter().map(Node::size).collect();
    Ok(paint(graph, &layout(graph, &sizes)?, colors))
}

/// Draws `graph` where `placed` puts everything.
pub(in crate::emit) fn paint(graph: &Graph, placed: &Placed, colors: &Colors) -> Scene {
    let mut scene = Scene::default();
    let mut order: Vec<usize> = (0..graph.groups.len()).collect();
    order.sort_by_key(|&index| around(graph, Some(index)).len());
    for index in order {
        if let (Some(group), Some(&rect)) = (graph.groups.get(index), placed.groups.get(index)) {
            let mut inside = Scene::default();
            frame(&mut inside, group, rect, colors);
            scene.group(
                Names { id: format!("group-{}", group.id), node: group.id.clone(), name: group.title.text() },
                inside,
            );
        }
    }
    let wires = Wires::new(graph, placed, colors);
    for (index, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.line != LineKind::Hidden) {
        let mut inside = Scene::default();
        wires.draw(&mut inside, index, edge);
        let [from, to] = [edge.from, edge.to].map(|end| name(graph, end));
        let id = format!("edge-{}", index + 1);
        scene.group(Names { id, node: format!("{from}->{to}"), name: edge.label.text() }, inside);
    }
    for (node, &rect) in graph.nodes.iter().zip(&placed.nodes) {
        let mut inside = Scene::default();
        draw_node(&mut inside, node, rect, colors);
        scene.group(Names { id: format!("node-{}", node.id), node: node.id.clone(), name: node.name() }, inside);
    }
    scene
}

fn name(graph: &Graph, end: End) -> &str {
    match end {
        End::Node(index) => graph.nodes.get(index).map_or("", |node| &node.id),
        End::Group(index) => graph.groups.get(index).map_or("", |group| &group.id),
    }
}

fn frame(scene: &mut Scene, group: &Group, rect: Rect, colors: &Colors) {
    let stroke = group.look.stroke.unwrap_or(colors.group_stroke);
    let fill = group.look.fill.unwrap_or(colors.group_fill);
    let mut ink = Ink::both(fill, stroke, group.look.width.unwrap_or(1.2));
    let mut color = group.look.color.unwrap_or_else(|| colors.on_or(fill, group.look.fill.is_some()));
    match group.style {
        Frame::Sheet => {}
        Frame::Titled => ink.stroke = Some(group.look.stroke.unwrap_or(colors.stroke)),
        Frame::Dashed => {
            ink = Ink { fill: group.look.fill, ..ink.dashed(&[5.0, 4.0]) };
            color = group.look.color.unwrap_or(colors.quiet);
        }
    }
    if let Some(dashes) = &group.look.dashes {
        ink = ink.dashed(dashes);
    }
    scene.rect(rect, 8.0, &ink);
    if group.style == Frame::Titled && !group.title.is_empty() {
        let bar = Rect { y1: rect.y0 + title_room(&group.title).height + 6.0, ..rect };
        let radii = RoundedRectRadii::new(8.0, 8.0, 0.0, 0.0);
        let ink = Ink::both(group.look.fill.unwrap_or(colors.head), ink.stroke.unwrap_or(stroke), ink.width);
        scene.path(RoundedRect::from_rect(bar, radii).to_path(0.1), &ink);
    }
    scene.label(&group.title, At::Top(Point::new(rect.center().x, rect.y0 + 6.0)), color);
}

fn draw_node(scene: &mut Scene, node: &Node, rect: Rect, colors: &Colors) {
    let (form, label) = match &node.body {
        NodeBody::Table(table) => return table.draw(scene, rect, &node.look, colors),
        NodeBody::Icon(icon, label) => return super::icon::draw(scene, rect, (icon, label), colors),
        NodeBody::Form(form, label) => (*form, label),
    };
    let look = &node.look;
    if form.is_sign() {
        sign(scene, form, rect, look, colors);
        return;
    }
    let (fill, stroke) = if form == Form::Note {
        (colors.note_fill, colors.note_stroke)
    } else if form == Form::Text {
        (Rgba::TRANSPARENT, Rgba::TRANSPARENT)
    } else {
        (colors.fill, colors.stroke)
    };
    let (fill, stroke) = (look.fill.unwrap_or(fill), look.stroke.unwrap_or(stroke));
    let width = look.width.unwrap_or(STROKE);
    let ink = Ink { fill: seen(fill), stroke: seen(stroke), width, dashes: look.dashes.clone().unwrap_or_default() };
    if form != Form::Text || look.fill.is_some() {
        if form == Form::Stack {
            form.details(rect).into_iter().rev().for_each(|path| scene.path(path, &ink));
        }
        scene.outline(form.outline(rect), &ink);
    }
    if form != Form::Stack {
        let line = Ink { fill: None, ..ink };
        form.details(rect).into_iter().for_each(|path| scene.path(path, &line));
    }
    let color = look.color.unwrap_or_else(|| colors.on_or(fill, look.fill.is_some()));
    scene.label(label, At::Middle(form.label_at(rect)), color);
}

fn seen(color: Rgba) -> Option<Rgba> {
    Some(color).filter(|color| color.a > 0)
}

/// A dot, a target or a bar.
fn sign(scene: &mut Scene, form: Form, rect: Rect, look: &Look, colors: &Colors) {
    let color = look.fill.or(look.stroke).unwrap_or(colors.line);
    if form == Form::Target {
        scene.circle(rect.center(), rect.width() / 2.0 - 0.8, &Ink::both(colors.page, color, 1.6));
        scene.circle(rect.center(), rect.width() / 4.0, &Ink::fill(color));
    } else {
        scene.outline(form.outline(rect), &Ink::fill(color));
    }
}

struct Wires<'g> {
    graph: &'g Graph,
    placed: &'g Placed,
    colors: &'g Colors,
    /// The course of every line from outline to outline.
    courses: Vec<Option<Course>>,
    texts: Texts,
}

impl<'g> Wires<'g> {
    fn new(graph: &'g Graph, placed: &'g Placed, colors: &'g Colors) -> Self {
        let mut wires = Self { graph, placed, colors, courses: Vec::new(), texts: Texts::default() };
        wires.courses = graph.edges.iter().zip(&placed.routes).map(|(edge, route)| wires.course(edge, route)).collect();
        wires.texts = Texts::place(graph, placed, &wires.courses);
        wires
    }

    fn outline(&self, end: End) -> Option<(Outline, Point)> {
        match end {
            End::Node(index) => {
                let rect = *self.placed.nodes.get(index)?;
                let outline = match &self.graph.nodes.get(index)?.body {
                    NodeBody::Form(form, _) => form.outline(rect),
                    NodeBody::Table(_) | NodeBody::Icon(..) => Outline::Rect(RoundedRect::from_rect(rect, 4.0)),
                };
                Some((outline, rect.center()))
            }
            End::Group(index) => {
                let rect = *self.placed.groups.get(index)?;
                Some((Outline::Rect(RoundedRect::from_rect(rect, 8.0)), rect.center()))
            }
        }
    }

    /// The course of a line from outline to outline.
    fn course(&self, edge: &Edge, route: &Route) -> Option<Course> {
        if route.angular {
            return Some(Course::angular(&route.points, 10.0));
        }
        let ((from, from_center), (to, to_center)) = (self.outline(edge.from)?, self.outline(edge.to)?);
        let mut points: Vec<Point> = route.points.clone();
        if points.len() > 2 {
            points.remove(0);
            points.pop();
        } else {
            points.clear();
        }
        points.retain(|&point| !holds(&from, point) && !holds(&to, point));
        let (first, last) =
            (points.first().copied().unwrap_or(to_center), points.last().copied().unwrap_or(from_center));
        let start = leaves(&from, port(&from, from_center, first), first);
        let end = leaves(&to, port(&to, to_center, last), last);
        points.insert(0, start);
        points.push(end);
        Some(Course::smooth(&points))
    }

    fn draw(&self, scene: &mut Scene, index: usize, edge: &Edge) {
        let Some(whole) = self.courses.get(index).and_then(Option::as_ref) else { return };
        let (Some(start), Some(end)) = (whole.start(), whole.end()) else { return };
        let color = edge.look.stroke.unwrap_or(self.colors.line);
        let width = edge.look.width.unwrap_or(if edge.line == LineKind::Thick { 2.6 } else { STROKE });
        let course = whole.clone().trimmed(edge.tail.inset(), edge.head.inset());
        let mut ink = Ink::line(color, width);
        if edge.line == LineKind::Dotted {
            ink = ink.dashed(&[4.0, 3.5]);
        }
        if let Some(dashes) = &edge.look.dashes {
            ink = ink.dashed(dashes);
        }
        scene.path(course.path(&self.texts.gaps), &ink);
        let head = HeadInk { line: color, page: self.colors.page, width: width.min(1.6) };
        if let (Some(before), Some(after)) = (tip(whole, edge.tail, false), tip(whole, edge.head, true)) {
            edge.tail.draw(scene, start, before, head);
            edge.head.draw(scene, end, after, head);
        }
        if let Some(rect) = self.texts.labels.get(index).copied().flatten() {
            let quiet = mix(self.colors.quiet, self.colors.ink, 0.4);
            scene.label(&edge.label, At::Middle(rect.center()), edge.look.color.unwrap_or(quiet));
        }
        for (label, at) in edge.ends.iter().zip(self.texts.ends.get(index).into_iter().flatten()) {
            if let Some(at) = at {
                scene.label(label, At::Middle(*at), self.colors.quiet);
            }
        }
    }
}

/// The direction in which a line meets its end: along the part that its head covers.
fn tip(whole: &Course, head: Head, at_end: bool) -> Option<Vec2> {
    let length = whole.length();
    let back = head.inset().max(6.0).min(length);
    let (inner, _) = whole.at(if at_end { length - back } else { back })?;
    let outer = if at_end { whole.end() } else { whole.start() }?;
    Some(unit(outer - inner))
}

/// Where a line that comes from `far` aims inside an outline: straight across a long side rather than at its middle.
fn port(outline: &Outline, center: Point, far: Point) -> Point {
    let Outline::Rect(rect) = outline else { return center };
    let rect = rect.rect();
    let (reach_x, reach_y) = ((rect.width() / 2.0 - 14.0).max(0.0), (rect.height() / 2.0 - 8.0).max(0.0));
    let beside_x = far.x > rect.x1 || far.x < rect.x0;
    let beside_y = far.y > rect.y1 || far.y < rect.y0;
    match (beside_x, beside_y) {
        // Above or below: a part of the way towards it, so that lines from one box fan out.
        (_, true) => Point::new(center.x + (far.x - center.x).clamp(-reach_x, reach_x) * 0.5, center.y),
        (true, false) => Point::new(center.x, center.y + (far.y - center.y).clamp(-reach_y, reach_y) * 0.5),
        (false, false) => center,
    }
}

fn holds(outline: &Outline, point: Point) -> bool {
    match outline {
        Outline::Rect(rect) => rect.rect().contains(point),
        Outline::Circle(circle) => circle.center.distance(point) < circle.radius,
        Outline::Path(path) => path.winding(point) != 0,
        Outline::Ellipse(ellipse) => ellipse.winding(point) != 0,
        Outline::Line(_) => false,
    }
}
