//! Participants.

use crate::emit::graph::Form;
use crate::emit::scene::{At, Ink, Scene, polyline};
use crate::emit::text::{Face, Label, SIZE};
use crate::emit::theme::Colors;
use linocut_core::kurbo::{BezPath, Point, Rect, Size};
use merman::diagrams::sequence::SequenceDiagramRenderModel;

/// Where names of participants are broken.
const WRAP: f64 = 150.0;
/// The height of a figure without its name.
const FIGURE: f64 = 44.0;

/// One participant.
#[derive(Clone, Debug)]
pub(super) struct Actor {
    pub(super) id: String,
    pub(super) label: Label,
    pub(super) size: Size,
    sign: Sign,
}

/// What it is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Box(Form),
    Figure,
    Boundary,
    Control,
    Entity,
}

impl Actor {
    pub(super) fn new(id: &str, model: &SequenceDiagramRenderModel) -> Option<Self> {
        let actor = model.actors.get(id)?;
        let text = if actor.description.trim().is_empty() { id } else { &actor.description };
        let label = Label::new(text, WRAP, SIZE, Face::BOLD);
        let sign = match actor.actor_type.as_str() {
            "actor" => Sign::Figure,
            "database" => Sign::Box(Form::Cylinder),
            "queue" => Sign::Box(Form::Pipe),
            "collections" => Sign::Box(Form::Stack),
            "boundary" => Sign::Boundary,
            "control" => Sign::Control,
            "entity" => Sign::Entity,
            _ => Sign::Box(Form::Rect),
        };
        let size = match sign {
            Sign::Box(form) => {
                let size = form.size(&label);
                Size::new(size.width.max(90.0), size.height)
            }
            Sign::Figure | Sign::Boundary | Sign::Control | Sign::Entity => {
                Size::new(label.width.max(50.0), FIGURE + label.height)
            }
        };
        Some(Self { id: id.to_owned(), label, size, sign })
    }

    /// Draws it with its middle at `center`.
    pub(super) fn draw(&self, scene: &mut Scene, center: Point, colors: &Colors) {
        let rect = Rect::from_center_size(center, self.size);
        let ink = Ink::both(colors.fill, colors.stroke, 1.4);
        if let Sign::Box(form) = self.sign {
            if form == Form::Stack {
                form.details(rect).into_iter().rev().for_each(|path| scene.path(path, &ink));
            }
            scene.outline(form.outline(rect), &ink);
            if form != Form::Stack {
                form.details(rect).into_iter().for_each(|path| scene.path(path, &Ink::line(colors.stroke, 1.4)));
            }
            return scene.label(&self.label, At::Middle(form.label_at(rect)), colors.ink);
        }
        // The line behind ends above the name.
        scene.rect(rect.inflate(2.0, 2.0), 0.0, &Ink::fill(colors.page));
        self.figure(scene, Point::new(center.x, rect.y0), &ink);
        scene.label(&self.label, At::Top(Point::new(center.x, rect.y0 + FIGURE)), colors.ink);
    }

    fn figure(&self, scene: &mut Scene, top: Point, ink: &Ink) {
        let line = Ink { fill: None, ..ink.clone() };
        let at = |x: f64, y: f64| Point::new(top.x + x, top.y + y);
        match self.sign {
            Sign::Figure | Sign::Box(_) => {
                let mut body = BezPath::new();
                for [from, to] in [
                    [at(0.0, 16.0), at(0.0, 29.0)],
                    [at(-11.0, 20.0), at(11.0, 20.0)],
                    [at(0.0, 29.0), at(-9.0, 41.0)],
                    [at(0.0, 29.0), at(9.0, 41.0)],
                ] {
                    body.move_to(from);
                    body.line_to(to);
                }
                scene.path(body, &line);
                scene.circle(at(0.0, 9.0), 7.0, ink);
            }
            Sign::Boundary => {
                scene.path(polyline(&[at(-26.0, 8.0), at(-26.0, 36.0)]), &line);
                scene.path(polyline(&[at(-26.0, 22.0), at(-16.0, 22.0)]), &line);
                scene.circle(at(0.0, 22.0), 16.0, ink);
            }
            Sign::Control => {
                scene.circle(at(0.0, 23.0), 16.0, ink);
                scene.path(polyline(&[at(6.0, 2.0), at(-1.0, 7.0), at(6.0, 12.0)]), &line);
            }
            Sign::Entity => {
                scene.circle(at(0.0, 21.0), 16.0, ink);
                scene.path(polyline(&[at(-16.0, 39.0), at(16.0, 39.0)]), &line);
            }
        }
    }
}
