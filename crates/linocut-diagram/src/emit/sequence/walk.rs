//! Goes down a sequence and draws message after message.

use super::actor::Actor;
use super::frame::{Frame, HEAD};
use crate::emit::graph::{Form, Head, HeadInk};
use crate::emit::scene::{At, Ink, Letters, Names, Scene};
use crate::emit::text::{Face, Label, SMALL};
use crate::emit::theme::Colors;
use linocut_core::Anchor;
use linocut_core::kurbo::{BezPath, Point, Rect, Vec2};
use merman::diagrams::sequence::{
    SequenceControlKind, SequenceControlRole, SequenceDiagramRenderModel, SequenceMessage, SequenceMessageKind,
    SequenceMessageMarker, SequenceMessagePayload, SequenceMessageStroke, SequenceNotePlacement,
};
use std::collections::BTreeMap;

/// Where texts of messages are broken.
pub(super) const MESSAGE: f64 = 260.0;
/// How far a message to oneself reaches out.
pub(super) const SELF: f64 = 34.0;
/// Between two messages.
const STEP: f64 = 20.0;
/// Half the width of a bar that shows activity.
const BAR: f64 = 5.0;

pub(super) struct Walk<'m> {
    model: &'m SequenceDiagramRenderModel,
    actors: &'m [Actor],
    centers: &'m [f64],
    colors: &'m Colors,
    pub(super) y: f64,
    /// Frames and grounds, under everything.
    pub(super) back: Scene,
    /// Messages and notes.
    pub(super) front: Scene,
    bars: Vec<(usize, usize, f64, f64)>,
    active: BTreeMap<usize, Vec<f64>>,
    frames: Vec<Frame>,
    /// Where lifelines are left out.
    pub(super) gaps: Vec<Rect>,
    pub(super) born: BTreeMap<usize, f64>,
    pub(super) died: BTreeMap<usize, f64>,
    count: usize,
    /// The next number and the step, while messages are numbered.
    numbers: Option<(f64, f64)>,
}

impl<'m> Walk<'m> {
    pub(super) fn new(
        model: &'m SequenceDiagramRenderModel,
        actors: &'m [Actor],
        centers: &'m [f64],
        colors: &'m Colors,
    ) -> Self {
        Self {
            model,
            actors,
            centers,
            colors,
            y: 0.0,
            back: Scene::default(),
            front: Scene::default(),
            bars: Vec::new(),
            active: BTreeMap::new(),
            frames: Vec::new(),
            gaps: Vec::new(),
            born: BTreeMap::new(),
            died: BTreeMap::new(),
            count: 0,
            numbers: None,
        }
    }

    pub(super) fn run(&mut self) {
        for (index, message) in self.model.messages.iter().enumerate() {
            match message.semantic_kind() {
                SequenceMessageKind::Signal => self.signal(index, message),
                SequenceMessageKind::Note => self.note(message),
                SequenceMessageKind::ActivationStart => {
                    if let Some(actor) = self.index(message.from.as_ref()) {
                        self.active.entry(actor).or_default().push(self.y - STEP + 2.0);
                    }
                }
                SequenceMessageKind::ActivationEnd => {
                    if let Some(actor) = self.index(message.from.as_ref()) {
                        self.end_bar(actor);
                    }
                }
                SequenceMessageKind::Autonumber => self.numbering(message),
                SequenceMessageKind::Control => self.control(message),
                SequenceMessageKind::CentralDecorationRecord | SequenceMessageKind::Unknown => {}
            }
        }
        while !self.frames.is_empty() {
            self.end_frame();
        }
        let open: Vec<usize> =
            self.active.iter().flat_map(|(&actor, starts)| starts.iter().map(move |_| actor)).collect();
        for actor in open {
            self.end_bar(actor);
        }
    }

    fn index(&self, id: Option<&String>) -> Option<usize> {
        let id = id?;
        self.actors.iter().position(|actor| actor.id == *id)
    }

    fn center(&self, actor: usize) -> f64 {
        self.centers.get(actor).copied().unwrap_or_default()
    }

    fn numbering(&mut self, message: &SequenceMessage) {
        if let SequenceMessagePayload::Autonumber(said) = &message.message {
            let (next, step) = self.numbers.unwrap_or((1.0, 1.0));
            self.numbers = said.visible.then(|| (said.start.unwrap_or(next), said.step.unwrap_or(step)));
        }
    }

    fn end_bar(&mut self, actor: usize) {
        if let Some(starts) = self.active.get_mut(&actor)
            && let Some(start) = starts.pop()
        {
            let end = (self.y - STEP + 2.0).max(start + 14.0);
            self.bars.push((actor, starts.len(), start, end));
        }
    }

    /// Bars that show who is active, outer ones first.
    pub(super) fn bars(&mut self) -> Scene {
        let mut scene = Scene::default();
        self.bars.sort_by_key(|&(actor, depth, _, _)| (depth, actor));
        for &(actor, depth, start, end) in &self.bars {
            let x = self.center(actor) + crate::emit::number(depth) * BAR;
            let rect = Rect::new(x - BAR, start, x + BAR, end);
            scene.rect(rect, 2.0, &Ink::both(self.colors.head, self.colors.stroke, 1.1));
        }
        scene
    }

    /// Where a message meets a participant whose other end lies to the right or to the left.
    fn edge(&self, actor: usize, to_right: bool) -> f64 {
        let depth = self.active.get(&actor).map_or(0, Vec::len);
        let x = self.center(actor);
        match (depth, to_right) {
            (0, _) => x,
            (_, true) => x + crate::emit::number(depth) * BAR,
            (_, false) => x - BAR,
        }
    }

    fn touch(&mut self, left: f64, right: f64) {
        for frame in &mut self.frames {
            let (a, b) = frame.reach.unwrap_or((left, right));
            frame.reach = Some((a.min(left), b.max(right)));
        }
    }

    fn signal(&mut self, index: usize, message: &SequenceMessage) {
        let (Some(from), Some(to)) = (self.index(message.from.as_ref()), self.index(message.to.as_ref())) else {
            return;
        };
        let label = Label::new(message.message_text(), MESSAGE, SMALL, Face::default());
        let mut scene = Scene::default();
        if from == to {
            self.loop_back(&mut scene, from, message, &label);
        } else {
            self.across(&mut scene, (index, from, to), message, &label);
        }
        self.count += 1;
        let ends = [from, to].map(|actor| self.actors.get(actor).map_or("", |actor| actor.id.as_str()));
        let [a, b] = ends;
        let names = Names { id: format!("message-{}", self.count), node: format!("{a}->{b}"), name: label.text() };
        self.front.group(names, scene);
    }

    /// A message between two participants.
    fn across(
        &mut self,
        scene: &mut Scene,
        (index, from, to): (usize, usize, usize),
        message: &SequenceMessage,
        label: &Label,
    ) {
        let right = to > from;
        self.y += label.height;
        let lifecycle = |actor: usize| self.model.actor_lifecycle_at(actor);
        let born = lifecycle(to).is_some_and(|life| life.created_at == Some(index));
        if born {
            self.y += self.actors.get(to).map_or(0.0, |actor| actor.size.height / 2.0 - 6.0);
        }
        let mut end = self.edge(to, !right);
        if message.activate && self.active.get(&to).is_none_or(Vec::is_empty) {
            end += if right { -BAR } else { BAR };
        }
        let start = self.edge(from, right);
        if born {
            let half = self.actors.get(to).map_or(0.0, |actor| actor.size.width / 2.0);
            end = self.center(to) + if right { -half } else { half };
            self.born.insert(to, self.y);
        }
        let y = self.y;
        let middle = f64::midpoint(start, end);
        if !label.is_empty() {
            let at = Point::new(middle, y - label.height - 3.0);
            scene.label(label, At::Top(at), self.colors.ink);
            self.gaps
                .push(Rect::new(at.x - label.width / 2.0, at.y, at.x + label.width / 2.0, y - 3.0).inflate(3.0, 0.0));
        }
        let after = self.badge_half() * (end - start).signum();
        self.arrow(scene, message, Point::new(start + after, y), Point::new(end, y));
        self.badge(scene, Point::new(start, y));
        let wide = label.width / 2.0;
        self.touch(start.min(end).min(middle - wide), start.max(end).max(middle + wide));
        if born {
            self.y += self.actors.get(to).map_or(0.0, |actor| actor.size.height / 2.0);
        }
        for actor in [from, to] {
            if lifecycle(actor).is_some_and(|life| life.destroyed_at == Some(index)) {
                self.died.insert(actor, y);
                let (x, ink) = (self.center(actor), Ink::line(self.colors.alarm, 1.8));
                let mut cross = BezPath::new();
                for side in [-1.0, 1.0] {
                    cross.move_to((x - 6.0 * side, y - 6.0));
                    cross.line_to((x + 6.0 * side, y + 6.0));
                }
                scene.path(cross, &ink);
            }
        }
        self.y += STEP;
    }

    /// A message to oneself: out to the right and back.
    fn loop_back(&mut self, scene: &mut Scene, actor: usize, message: &SequenceMessage, label: &Label) {
        let x = self.edge(actor, true);
        let high = label.height.max(22.0);
        let (top, foot) = (self.y - 6.0, self.y - 6.0 + high);
        let marks = message.signal_semantics();
        let far = x + SELF;
        let mut path = BezPath::new();
        path.move_to((x + self.badge_half(), top));
        path.line_to((far - 6.0, top));
        path.curve_to((far - 2.0, top), (far, top + 2.0), (far, top + 6.0));
        path.line_to((far, foot - 6.0));
        path.curve_to((far, foot - 2.0), (far - 2.0, foot), (far - 6.0, foot));
        let head = marks.map_or(Head::Arrow, |marks| marker(marks.target_marker));
        path.line_to((x + head.inset() + 1.0, foot));
        let dotted = marks.is_some_and(|marks| marks.stroke == SequenceMessageStroke::Dotted);
        scene.path(path, &self.stroke(dotted));
        head.draw(scene, Point::new(x + 1.0, foot), Vec2::new(-1.0, 0.0), self.head_ink());
        scene.label(label, At::LeftMiddle(Point::new(far + 7.0, f64::midpoint(top, foot))), self.colors.ink);
        self.gaps.push(Rect::new(far + 4.0, top, far + 10.0 + label.width, foot));
        self.badge(scene, Point::new(x, top));
        self.touch(x, far + 7.0 + label.width);
        self.y = foot + STEP;
    }

    fn stroke(&self, dotted: bool) -> Ink {
        let ink = Ink::line(self.colors.line, 1.4);
        if dotted { ink.dashed(&[4.0, 3.5]) } else { ink }
    }

    fn head_ink(&self) -> HeadInk {
        HeadInk { line: self.colors.line, page: self.colors.page, width: 1.4 }
    }

    fn arrow(&self, scene: &mut Scene, message: &SequenceMessage, start: Point, end: Point) {
        let Some(marks) = message.signal_semantics() else { return };
        let (tail, head) = (marker(marks.source_marker), marker(marks.target_marker));
        let along = Vec2::new((end.x - start.x).signum(), 0.0);
        let (a, b) = (start + along * (tail.inset() + 1.0), end - along * (head.inset() + 1.0));
        scene.line(a, b, &self.stroke(marks.stroke == SequenceMessageStroke::Dotted));
        head.draw(scene, end - along, along, self.head_ink());
        tail.draw(scene, start + along, -along, self.head_ink());
    }

    /// Half the width of the next number's badge; 0 while messages are not numbered.
    fn badge_half(&self) -> f64 {
        self.numbers.map_or(0.0, |(next, _)| {
            (crate::emit::text::width(&badge_text(next), 10.0, Face::BOLD) / 2.0 + 4.0).max(8.0)
        })
    }

    /// The number of a message, at its beginning.
    fn badge(&mut self, scene: &mut Scene, at: Point) {
        let Some((next, step)) = self.numbers else { return };
        let text = badge_text(next);
        let rect = Rect::from_center_size(at, (2.0 * self.badge_half(), 16.0));
        self.gaps.push(rect);
        scene.rect(rect, 8.0, &Ink::fill(self.colors.line));
        let color = self.colors.on(self.colors.line);
        let look = Letters { size: 10.0, face: Face::BOLD, anchor: Anchor::Middle, color };
        scene.words(&text, Point::new(at.x, at.y + 3.6), look);
        self.numbers = Some((next + step, step));
    }

    fn note(&mut self, message: &SequenceMessage) {
        let (Some(from), Some(to)) = (self.index(message.from.as_ref()), self.index(message.to.as_ref())) else {
            return;
        };
        let label = note_label(message.message_text());
        let size = (label.width + 32.0, label.height + 12.0);
        let (a, b) = (self.center(from.min(to)), self.center(from.max(to)));
        let (left, width) = match message.note_placement() {
            Some(SequenceNotePlacement::LeftOf) => (a - 14.0 - size.0, size.0),
            Some(SequenceNotePlacement::RightOf) => (b + 14.0, size.0),
            Some(SequenceNotePlacement::Over) | None => {
                let width = if from == to { size.0.max(80.0) } else { size.0.max(b - a + 40.0) };
                (f64::midpoint(a, b) - width / 2.0, width)
            }
        };
        let top = self.y - 8.0;
        let rect = Rect::new(left, top, left + width, top + size.1);
        let mut scene = Scene::default();
        let ink = Ink::both(self.colors.note_fill, self.colors.note_stroke, 1.1);
        scene.outline(Form::Note.outline(rect), &ink);
        Form::Note.details(rect).into_iter().for_each(|path| scene.path(path, &Ink { fill: None, ..ink.clone() }));
        scene.label(&label, At::Middle(Form::Note.label_at(rect)), self.colors.ink);
        self.gaps.push(rect);
        self.touch(rect.x0, rect.x1);
        self.count += 1;
        self.front.group(Names { id: format!("note-{}", self.count), name: label.text(), ..Names::default() }, scene);
        self.y = rect.y1 + STEP;
    }

    fn control(&mut self, message: &SequenceMessage) {
        let Some(control) = message.control_semantics() else { return };
        let text = message.message_text();
        match control.role {
            SequenceControlRole::Start => {
                let rect = control.kind == SequenceControlKind::Rect;
                let ground = crate::emit::graph::color(text).unwrap_or(self.colors.group_fill);
                let ground = if ground.a < 255 {
                    crate::emit::theme::mix(self.colors.page, ground.with_alpha(255), f64::from(ground.a) / 255.0)
                } else {
                    ground
                };
                let label = if rect { Label::default() } else { Frame::condition(text) };
                let room = if rect { 6.0 } else { HEAD.max(label.height + 6.0) + 8.0 };
                self.frames.push(Frame {
                    keyword: if control.kind == SequenceControlKind::ParOver { "par" } else { control.kind.keyword() },
                    label,
                    top: self.y - 12.0,
                    reach: None,
                    parts: Vec::new(),
                    ground: rect.then_some(ground),
                });
                self.y += room;
            }
            SequenceControlRole::Separator => {
                let label = Frame::condition(text);
                let y = self.y - 6.0;
                self.y += label.height.max(6.0) + 8.0;
                if let Some(frame) = self.frames.last_mut() {
                    frame.parts.push((y, label));
                }
            }
            SequenceControlRole::End => self.end_frame(),
        }
    }

    fn end_frame(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let all = (self.centers.first().copied().unwrap_or(0.0), self.centers.last().copied().unwrap_or(0.0));
        let room = frame.room(self.y - 4.0, all);
        let mut scene = Scene::default();
        frame.draw(&mut scene, room, self.colors);
        self.gaps.extend(frame.texts(room));
        self.touch(room.x0 + 4.0, room.x1 - 4.0);
        // Grounds lie under frames, outer frames under inner ones.
        let below = std::mem::take(&mut self.back);
        if frame.ground.is_some() {
            self.back = scene;
            self.back.append(below);
        } else {
            self.back = below;
            self.back.append(scene);
        }
        self.y += 16.0;
    }
}

fn badge_text(number: f64) -> String {
    format!("{}", (number * 100.0).round() / 100.0)
}

/// The label of a note.
pub(super) fn note_label(text: &str) -> Label {
    Label::small(text)
}

fn marker(marker: SequenceMessageMarker) -> Head {
    match marker {
        SequenceMessageMarker::None => Head::None,
        SequenceMessageMarker::Filled
        | SequenceMessageMarker::FilledHalfTop
        | SequenceMessageMarker::FilledHalfBottom => Head::Arrow,
        SequenceMessageMarker::Cross => Head::Cross,
        SequenceMessageMarker::Point | SequenceMessageMarker::OpenHalfTop | SequenceMessageMarker::OpenHalfBottom => {
            Head::Open
        }
    }
}
