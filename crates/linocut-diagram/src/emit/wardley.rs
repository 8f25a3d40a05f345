//! Maps of parts: how far developed, how near to who uses them.

use super::graph::{Head, HeadInk};
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect, Vec2};
use merman::diagrams::wardley::{
    WardleyDiagramRenderModel, WardleyFlowDirection, WardleyLinkRenderModel, WardleyNodeRenderModel,
};

/// The size of the map where the text says none, in user units.
const SIZE_OF_MAP: (f64, f64) = (820.0, 540.0);
/// The names of the stages where the text says none.
const STAGES: [&str; 4] = ["Genesis", "Custom Built", "Product", "Commodity"];
/// The radius of a part.
const DOT: f64 = 5.5;

pub(super) fn draw(model: &WardleyDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let side = |said: Option<f64>, usual: f64| said.filter(|s| s.is_finite()).unwrap_or(usual).clamp(400.0, 1600.0);
    let size = model.size.as_ref();
    let wide = side(size.map(|size| size.width), SIZE_OF_MAP.0);
    let high = side(size.map(|size| size.height), SIZE_OF_MAP.1);
    let mut map = Map { model, brush, wide, high, lines: Vec::new(), taken: Vec::new() };
    let mut scene = Scene::default();
    map.ground(&mut scene);
    map.pipelines(&mut scene);
    map.links(&mut scene);
    map.trends(&mut scene);
    map.inertia(&mut scene);
    map.nodes(&mut scene);
    map.remarks(&mut scene);
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

struct Map<'m> {
    model: &'m WardleyDiagramRenderModel,
    brush: Brush<'m>,
    wide: f64,
    high: f64,
    /// Points along lines that no text should lie on.
    lines: Vec<Point>,
    /// Where texts and dots are.
    taken: Vec<Rect>,
}

impl Map<'_> {
    /// The place of percent of both axes.
    fn at(&self, x: f64, y: f64) -> Point {
        Point::new(x / 100.0 * self.wide, (1.0 - y / 100.0) * self.high)
    }

    fn place(&self, id: &str) -> Option<Point> {
        self.model.nodes.iter().find(|node| node.id == id).map(|node| self.at(node.x, node.y))
    }

    /// The field, its stages and the names of the axes.
    fn ground(&mut self, scene: &mut Scene) {
        let colors = self.brush.colors;
        scene.rect(
            Rect::new(0.0, 0.0, self.wide, self.high),
            4.0,
            &Ink::both(colors.group_fill, colors.group_stroke, 1.2),
        );
        let axes = &self.model.axes;
        let stages: Vec<&str> =
            if axes.stages.is_empty() { STAGES.to_vec() } else { axes.stages.iter().map(String::as_str).collect() };
        let count = super::number(stages.len()).max(1.0);
        let mut from = 0.0;
        for (index, stage) in stages.iter().enumerate() {
            let even = super::number(index + 1) / count;
            let to = axes.stage_boundaries.get(index).copied().unwrap_or(even).clamp(0.0, 1.0);
            let label = Label::new(stage, (to - from).max(0.1) * self.wide - 12.0, SMALL, Face::default());
            let middle = f64::midpoint(from, to) * self.wide;
            scene.label(&label, At::Top(Point::new(middle, self.high + 8.0)), colors.quiet);
            if index + 1 < stages.len() {
                let x = to * self.wide;
                let ink = Ink::line(colors.faint, 1.2).dashed(&[5.0, 5.0]);
                scene.line(Point::new(x, 0.0), Point::new(x, self.high), &ink);
                self.note_line(Point::new(x, 0.0), Point::new(x, self.high));
            }
            from = to;
        }
        let below = scene.bounds.map_or(self.high, |bounds| bounds.y1);
        let across = Label::new(axes.x_label.as_deref().unwrap_or("Evolution"), self.wide, SIZE, Face::BOLD);
        scene.label(&across, At::Top(Point::new(self.wide / 2.0, below + 6.0)), colors.quiet);
        let up = Label::new(axes.y_label.as_deref().unwrap_or("Visibility"), 120.0, SIZE, Face::BOLD);
        scene.label(&up, At::LeftMiddle(Point::new(-14.0 - up.width, self.high / 2.0)), colors.quiet);
    }

    fn note_line(&mut self, from: Point, to: Point) {
        let steps = ((to - from).hypot() / 8.0).ceil().clamp(1.0, 400.0);
        self.lines.extend((0..=400_u32).map(f64::from).take_while(|&n| n <= steps).map(|n| from.lerp(to, n / steps)));
    }

    /// A frame around the parts of each pipeline.
    fn pipelines(&mut self, scene: &mut Scene) {
        let colors = self.brush.colors;
        for pipeline in &self.model.pipelines {
            let parts = pipeline.component_ids.iter().filter_map(|id| self.place(id));
            let room = parts.map(|at| Rect::from_center_size(at, (0.0, 0.0))).reduce(|a, b| a.union(b));
            if let Some(room) = room {
                let ink = Ink::both(colors.head, colors.stroke, 1.2);
                scene.rect(room.inflate(16.0, 13.0), 4.0, &ink);
            }
        }
    }

    /// The line of a link from dot to dot, and its direction.
    fn course(&self, link: &WardleyLinkRenderModel) -> Option<(Point, Point, Vec2)> {
        let (from, to) = (self.place(&link.source)?, self.place(&link.target)?);
        let far = (to - from).hypot();
        let along = (to - from) / far.max(1e-9);
        (far > 2.0 * DOT).then_some((from + along * DOT, to - along * DOT, along))
    }

    fn links(&mut self, scene: &mut Scene) {
        let model = self.model;
        let courses: Vec<_> = model.links.iter().map(|link| self.course(link)).collect();
        for &(from, to, _) in courses.iter().flatten() {
            self.note_line(from, to);
        }
        for ((link, course), number) in model.links.iter().zip(courses).zip(1_usize..) {
            let Some(course) = course else { continue };
            let mut inside = Scene::default();
            self.link(&mut inside, link, course);
            let node = format!("{}->{}", link.source, link.target);
            scene.group(Names { id: format!("link-{number}"), node, name: String::new() }, inside);
        }
    }

    fn link(&mut self, scene: &mut Scene, link: &WardleyLinkRenderModel, (from, to, along): (Point, Point, Vec2)) {
        let colors = self.brush.colors;
        let plain = Ink::line(colors.line, 1.4);
        scene.line(from, to, &if link.dashed { plain.dashed(&[5.0, 4.0]) } else { plain });
        let head = HeadInk { line: colors.line, page: colors.page, width: 1.4 };
        if matches!(link.flow, Some(WardleyFlowDirection::Forward | WardleyFlowDirection::Bidirectional)) {
            Head::Arrow.draw(scene, to, along, head);
        }
        if matches!(link.flow, Some(WardleyFlowDirection::Backward | WardleyFlowDirection::Bidirectional)) {
            Head::Arrow.draw(scene, from, -along, head);
        }
        if let Some(said) = link.label.as_deref().filter(|said| !said.trim().is_empty()) {
            let label = Label::cut(said, 160.0, SMALL, Face::ITALIC);
            let at = self.beside((from, to), &label);
            self.taken.push(Rect::from_center_size(at, (label.width, label.height)));
            scene.label(&label, At::Middle(at), colors.quiet);
        }
    }

    /// The middle of a label beside a line: where no other line and no text is, above rather than below.
    fn beside(&self, (from, to): (Point, Point), label: &Label) -> Point {
        let along = (to - from) / (to - from).hypot().max(1e-9);
        let above = if along.x < 0.0 { Vec2::new(-along.y, along.x) } else { Vec2::new(along.y, -along.x) };
        let half = (above.x * label.width / 2.0).abs() + (above.y * label.height / 2.0).abs();
        let mut best = (f64::MAX, from);
        for (place, share) in [0.5, 0.35, 0.65, 0.22, 0.78].into_iter().enumerate() {
            for (side, sign) in [1.0, -1.0].into_iter().enumerate() {
                let at = from.lerp(to, share) + above * sign * (half + 4.0);
                let room = Rect::from_center_size(at, (label.width, label.height));
                let hits = self.taken.iter().filter(|other| other.overlaps(room)).count();
                let struck = self.lines.iter().filter(|point| room.contains(**point)).count();
                let cost = super::number(hits * 1000 + struck * 50 + place * 2 + side);
                if cost < best.0 {
                    best = (cost, at);
                }
            }
        }
        best.1
    }

    /// Where parts are going.
    fn trends(&mut self, scene: &mut Scene) {
        let colors = self.brush.colors;
        for trend in &self.model.trends {
            let Some(from) = self.place(&trend.node_id) else { continue };
            let to = self.at(trend.target_x, trend.target_y);
            let along = to - from;
            let far = along.hypot();
            if far <= 2.0 * DOT {
                continue;
            }
            let along = along / far;
            let from = from + along * DOT;
            scene.line(from, to - along * Head::Arrow.inset(), &Ink::line(colors.alarm, 1.4).dashed(&[5.0, 4.0]));
            Head::Arrow.draw(scene, to, along, HeadInk { line: colors.alarm, page: colors.page, width: 1.4 });
            self.note_line(from, to);
        }
    }

    fn nodes(&mut self, scene: &mut Scene) {
        let dots = self.model.nodes.iter().map(|node| self.at(node.x, node.y));
        let rooms: Vec<Rect> = dots.map(|at| Rect::from_center_size(at, (2.0 * DOT, 2.0 * DOT))).collect();
        self.taken.extend(rooms);
        for (index, node) in self.model.nodes.iter().enumerate() {
            let mut inside = Scene::default();
            self.node(&mut inside, node);
            let names = Names { id: format!("node-{}", index + 1), node: node.id.clone(), name: node.label.clone() };
            scene.group(names, inside);
        }
    }

    /// Bars beside what resists change.
    fn inertia(&mut self, scene: &mut Scene) {
        for node in self.model.nodes.iter().filter(|node| node.inertia == Some(true)) {
            let at = self.at(node.x, node.y);
            let x = at.x + DOT + 6.0;
            let bar = Rect::new(x, at.y - 10.0, x + 4.0, at.y + 10.0);
            scene.rect(bar, 1.0, &Ink::fill(self.brush.colors.ink));
            self.taken.push(bar);
        }
    }

    fn node(&mut self, scene: &mut Scene, node: &WardleyNodeRenderModel) {
        let colors = self.brush.colors;
        let at = self.at(node.x, node.y);
        let anchor = node.class_name.as_deref() == Some("anchor");
        let label = Label::new(&node.label, 150.0, SMALL, if anchor { Face::BOLD } else { Face::default() });
        if anchor {
            let room = Rect::from_center_size(at, (label.width, label.height));
            let inside = self.kept_in(room);
            scene.rect(inside.inflate(6.0, 3.0), 4.0, &Ink::both(colors.page, colors.group_stroke, 1.0));
            scene.label(&label, At::Middle(inside.center()), colors.ink);
            self.taken.push(inside);
            return;
        }
        let ink = Ink::both(colors.page, colors.line, 1.6);
        if node.is_pipeline_parent {
            scene.rect(Rect::from_center_size(at, (2.0 * DOT, 2.0 * DOT)), 1.0, &ink);
        } else {
            scene.circle(at, DOT, &ink);
        }
        let room = self.spot(at, (label.width, label.height));
        self.taken.push(room);
        scene.label(&label, At::Middle(room.center()), colors.ink);
    }

    /// `room`, moved to lie on the map.
    fn kept_in(&self, room: Rect) -> Rect {
        let x = (2.0 - room.x0).max(0.0) - (room.x1 - self.wide + 2.0).max(0.0);
        let y = (2.0 - room.y0).max(0.0) - (room.y1 - self.high + 2.0).max(0.0);
        room + Vec2::new(x, y)
    }

    /// Room for a text of `size` beside `at`: on the map, on no text and no line, the nearest such.
    fn spot(&self, at: Point, size: (f64, f64)) -> Rect {
        let mut best = (f64::MAX, Rect::ZERO);
        for (ring, gap) in [4.0, 12.0, 22.0].into_iter().enumerate() {
            let (beside, over) = (DOT + gap + size.0 / 2.0, DOT + gap / 2.0 + size.1 / 2.0);
            let ways =
                [(1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0)];
            for (way, (x, y)) in ways.into_iter().enumerate() {
                let room = self.kept_in(Rect::from_center_size((at.x + x * beside, at.y + y * over), size));
                let hits = self.taken.iter().filter(|other| other.overlaps(room)).count();
                let struck = self.lines.iter().filter(|point| room.contains(**point)).count();
                let cost = super::number(hits) * 1000.0 + super::number(struck) * 20.0;
                let cost = cost + super::number(ring) * 4.0 + super::number(way);
                if cost < best.0 {
                    best = (cost, room);
                }
            }
        }
        best.1
    }

    /// Notes, forces and numbered remarks.
    fn remarks(&mut self, scene: &mut Scene) {
        let colors = self.brush.colors;
        let notes = self.model.notes.iter().map(|note| (note.text.clone(), note.x, note.y, Face::default()));
        let pushed =
            self.model.accelerators.iter().map(|force| (format!("→ {}", force.name), force.x, force.y, Face::BOLD));
        let held =
            self.model.deaccelerators.iter().map(|force| (format!("← {}", force.name), force.x, force.y, Face::BOLD));
        for (text, x, y, face) in notes.chain(pushed).chain(held) {
            let label = Label::new(&text, 180.0, SMALL, face);
            let at = self.at(x, y);
            let room = self.spot(at, (label.width, label.height));
            self.taken.push(room);
            scene.label(&label, At::Middle(room.center()), colors.ink);
        }
        let mut below = scene.bounds.map_or(self.high, |bounds| bounds.y1) + 10.0;
        for remark in &self.model.annotations {
            let number = Label::exact(&remark.number.to_string(), SMALL, Face::BOLD);
            for point in &remark.coordinates {
                let at = self.at(point.x, point.y);
                scene.circle(at, 9.0, &Ink::both(colors.note_fill, colors.note_stroke, 1.2));
                scene.label(&number, At::Middle(at), colors.ink);
            }
            let said = Label::new(remark.text.as_deref().unwrap_or_default(), self.wide - 40.0, SMALL, Face::default());
            scene.label(&number, At::Left(Point::new(0.0, below)), colors.ink);
            scene.label(&said, At::Left(Point::new(20.0, below)), colors.ink);
            below += said.height.max(number.height) + 4.0;
        }
    }
}
