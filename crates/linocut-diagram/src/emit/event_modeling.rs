//! What happens over time, in lanes: screens, commands and views, events.

use super::graph::{Head, HeadInk};
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::Rgba;
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::eventmodeling::{EventModelingDiagramRenderModel, EventModelingFrameRenderModel};
use std::collections::BTreeMap;

/// Between two boxes, and around them in their lane.
const APART: f64 = 28.0;
const AROUND: f64 = 18.0;
/// Between two lanes, where lines turn from one to another.
const BETWEEN: f64 = 10.0;
/// The least width of a box.
const LEAST: f64 = 92.0;
/// Where names and data are broken, in user units.
const WRAP: f64 = 170.0;
/// What the parser calls a frame that follows from nothing before it.
const RESET: &str = "resetframe";

/// A lane: its place among the three, and the name of its part of the system.
type Lane<'m> = (usize, &'m str);

struct Frame<'m> {
    model: &'m EventModelingFrameRenderModel,
    lane: Lane<'m>,
    label: Label,
    data: Label,
    rect: Rect,
}

impl<'m> Frame<'m> {
    fn new(model: &'m EventModelingFrameRenderModel, data: &BTreeMap<&str, &str>) -> Self {
        let (part, name) = model.entity_identifier.rsplit_once('.').unwrap_or(("", &model.entity_identifier));
        let kind = kind(&model.model_entity_type);
        let referred = model.data_reference.as_deref().and_then(|name| data.get(name).copied());
        let said = model.data_inline_value.as_deref().or(referred).unwrap_or_default();
        Self {
            model,
            lane: (kind, if kind == 0 { "" } else { part }),
            label: Label::new(name, WRAP, SIZE, Face::default()),
            data: Label::new(said.trim().trim_matches('`'), WRAP, SMALL, Face::default()),
            rect: Rect::ZERO,
        }
    }

    fn height(&self) -> f64 {
        self.label.height + self.data.height + 22.0
    }
}

pub(super) fn draw(model: &EventModelingDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let data = model.data_entities.iter().map(|entity| (entity.name.as_str(), entity.data_block_value.as_str()));
    let data: BTreeMap<&str, &str> = data.collect();
    let mut frames: Vec<Frame<'_>> = model.frames.iter().map(|frame| Frame::new(frame, &data)).collect();
    let mut scene = Scene::default();
    lanes(&mut scene, &mut frames, brush);
    for (index, frame) in frames.iter().enumerate() {
        for (source, from) in sources(&frames, index) {
            let mut inside = Scene::default();
            arrow(&mut inside, (from.rect, frame.rect), brush);
            let node = format!("{source}->{}", frame.model.name);
            scene.group(Names { id: format!("edge-{source}-{}", frame.model.name), node, name: String::new() }, inside);
        }
    }
    for frame in &frames {
        let mut inside = Scene::default();
        let fill = color(frame.lane.0, &frame.model.model_entity_type, brush);
        inside.rect(frame.rect, 4.0, &Ink::both(fill, brush.colors.stroke, 1.2));
        let top = frame.rect.center().y - f64::midpoint(frame.label.height, frame.data.height);
        let middle = frame.rect.center().x;
        inside.label(&frame.label, At::Top(Point::new(middle, top)), brush.colors.ink);
        inside.label(&frame.data, At::Top(Point::new(middle, top + frame.label.height)), brush.colors.ink);
        let name = frame.model.entity_identifier.clone();
        scene.group(Names { id: format!("frame-{}", frame.model.name), node: frame.model.name.clone(), name }, inside);
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

/// The lane of a kind of frame: screens and what acts by itself, commands and views, events.
fn kind(name: &str) -> usize {
    match name {
        "ui" | "pcr" | "processor" => 0,
        "cmd" | "command" | "rmo" | "readmodel" => 1,
        _ => 2,
    }
}

fn color(lane: usize, kind: &str, brush: Brush<'_>) -> Rgba {
    let colors = brush.colors;
    match (lane, kind) {
        (0, _) => colors.page,
        (1, "rmo" | "readmodel") => colors.tint(2),
        (1, _) => colors.tint(0),
        _ => colors.tint(1),
    }
}

/// Puts every frame into its lane, each right of the one before, and draws the lanes.
fn lanes(scene: &mut Scene, frames: &mut [Frame<'_>], brush: Brush<'_>) {
    let mut heights: BTreeMap<Lane<'_>, f64> = BTreeMap::new();
    for frame in frames.iter() {
        let height = heights.entry(frame.lane).or_insert(0.0);
        *height = height.max(frame.height());
    }
    let name = |lane: &Lane<'_>| {
        let kind = ["UI, automation", "Commands, views", "Events"].get(lane.0).copied().unwrap_or_default();
        let text = if lane.1.is_empty() { kind.to_owned() } else { format!("{kind}: {}", lane.1) };
        Label::new(&text, 130.0, SMALL, Face::BOLD)
    };
    let names: Vec<Label> = heights.keys().map(name).collect();
    let left = names.iter().map(|name| name.width).fold(0.0, f64::max) + 2.0 * AROUND;
    let mut x = left;
    for frame in frames.iter_mut() {
        let width = (frame.label.width.max(frame.data.width) + 24.0).max(LEAST);
        frame.rect = Rect::new(x, 0.0, x + width, frame.height());
        x += width + APART;
    }
    let mut y = 0.0;
    for ((lane, height), name) in heights.iter().zip(&names) {
        let room = Rect::new(0.0, y, x - APART + AROUND, y + height + 2.0 * AROUND);
        scene.rect(room, 5.0, &Ink::both(brush.colors.group_fill, brush.colors.group_stroke, 1.0));
        scene.label(name, At::LeftMiddle(Point::new(AROUND, room.center().y)), brush.colors.quiet);
        for frame in frames.iter_mut().filter(|frame| frame.lane == *lane) {
            let top = room.center().y - frame.rect.height() / 2.0;
            frame.rect = Rect { y0: top, y1: top + frame.rect.height(), ..frame.rect };
        }
        y = room.y1 + BETWEEN;
    }
}

/// What a frame follows from: what it names, else the frame before it unless it begins anew.
fn sources<'f, 'm>(frames: &'f [Frame<'m>], index: usize) -> Vec<(&'m str, &'f Frame<'m>)> {
    let Some(frame) = frames.get(index) else { return Vec::new() };
    let named = |name: &String| frames.iter().find(|other| other.model.name == *name);
    let mut found: Vec<&Frame<'m>> = frame.model.source_frames.iter().filter_map(named).collect();
    if frame.model.source_frames.is_empty() && frame.model.frame_kind != RESET {
        found.extend(index.checked_sub(1).and_then(|before| frames.get(before)));
    }
    found.into_iter().map(|from| (from.model.name.as_str(), from)).collect()
}

/// An arrow from one box to another: side to side in a lane, else from below or above.
fn arrow(scene: &mut Scene, (from, to): (Rect, Rect), brush: Brush<'_>) {
    let level = (from.center().y - to.center().y).abs() < 1.0;
    let (start, end) = match (level, from.center().y < to.center().y, from.x0 < to.x0) {
        (true, _, true) => (Point::new(from.x1, from.center().y), Point::new(to.x0, to.center().y)),
        (true, _, false) => (Point::new(from.x0, from.center().y), Point::new(to.x1, to.center().y)),
        (false, true, _) => (Point::new(from.center().x, from.y1), Point::new(to.center().x, to.y0)),
        (false, false, _) => (Point::new(from.center().x, from.y0), Point::new(to.center().x, to.y1)),
    };
    let along = super::graph::unit(end - start);
    let line = brush.colors.line;
    scene.line(start, end - along * Head::Arrow.inset(), &Ink::line(line, 1.4));
    Head::Arrow.draw(scene, end, along, HeadInk { line, page: brush.colors.page, width: 1.4 });
}
