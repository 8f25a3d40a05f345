//! What people do, step by step, and how content they are.

use super::scene::{At, Ink, Names, Scene, polyline};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{BezPath, Point, Rect};
use merman::diagrams::journey::{JourneyDiagramRenderModel, JourneyRenderTask};

/// The width of a step, in user units.
const COLUMN: f64 = 138.0;
const GAP: f64 = 12.0;
const PADDING: f64 = 8.0;
/// From one score to the next.
const SCORE: f64 = 32.0;

pub(super) fn draw(model: &JourneyDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let mut scene = Scene::default();
    let top = people(&mut scene, model, brush);
    let steps: Vec<Label> =
        model.tasks.iter().map(|t| Label::new(&t.task, COLUMN - 16.0, SMALL, Face::default())).collect();
    let sections = if model.sections.is_empty() { 0.0 } else { 40.0 };
    for (index, section) in model.sections.iter().enumerate() {
        let belongs = |task: &JourneyRenderTask| match task.section_index {
            Some(own) => own == index,
            None => task.section == *section,
        };
        let places: Vec<usize> = model.tasks.iter().enumerate().filter(|(_, t)| belongs(t)).map(|(p, _)| p).collect();
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { continue };
        let rect = Rect::new(left(first), top, left(last) + COLUMN, top + 30.0);
        let label = Label::cut(section, rect.width() - 12.0, SIZE, Face::BOLD);
        scene.rect(rect, 6.0, &Ink::fill(brush.colors.series(index)));
        scene.label(&label, At::Middle(rect.center()), brush.colors.on(brush.colors.series(index)));
    }
    let high = steps.iter().map(|label| label.height).fold(0.0, f64::max) + 2.0 * PADDING + 12.0;
    let chart = top + sections + high + 26.0;
    grid(&mut scene, (chart, left(model.tasks.len()) - GAP), brush);
    let faces: Vec<Point> = model.tasks.iter().enumerate().map(|(index, task)| face_at(index, task, chart)).collect();
    scene.path(polyline(&faces), &Ink::line(brush.colors.group_stroke, 2.0));
    for (index, (task, label)) in model.tasks.iter().zip(&steps).enumerate() {
        let mut inside = Scene::default();
        let rect = Rect::new(left(index), top + sections, left(index) + COLUMN, top + sections + high);
        step(&mut inside, rect, (task, label), (model, brush));
        if let Some(&face) = faces.get(index) {
            smile(&mut inside, face, task, brush);
        }
        scene.group(
            Names { id: format!("step-{}", index + 1), node: task.task.clone(), name: task.task.clone() },
            inside,
        );
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

fn left(index: usize) -> f64 {
    super::number(index) * (COLUMN + GAP)
}

/// Who takes part, as a row of dots; gives the height that it takes.
fn people(scene: &mut Scene, model: &JourneyDiagramRenderModel, brush: Brush<'_>) -> f64 {
    let mut x = 0.0;
    for (index, actor) in model.actors.iter().enumerate().filter(|(_, actor)| !actor.trim().is_empty()) {
        let label = Label::exact(actor, SMALL, Face::default());
        scene.circle(Point::new(x + 6.0, 8.0), 6.0, &Ink::fill(brush.colors.series(index)));
        scene.label(&label, At::LeftMiddle(Point::new(x + 18.0, 8.0)), brush.colors.ink);
        x += label.width + 40.0;
    }
    if model.actors.is_empty() { 0.0 } else { 34.0 }
}

fn step(
    scene: &mut Scene,
    rect: Rect,
    (task, label): (&JourneyRenderTask, &Label),
    (model, brush): (&JourneyDiagramRenderModel, Brush<'_>),
) {
    scene.rect(rect, 6.0, &Ink::both(brush.colors.fill, brush.colors.stroke, 1.2));
    scene.label(label, At::Top(Point::new(rect.center().x, rect.y0 + PADDING)), brush.colors.ink);
    let width = super::number(task.people.len().saturating_sub(1)) * 14.0;
    for (number, person) in task.people.iter().enumerate() {
        let tone = model.actors.iter().position(|actor| actor == person).unwrap_or(0);
        let at = Point::new(rect.center().x - width / 2.0 + super::number(number) * 14.0, rect.y1 - 10.0);
        scene.circle(at, 4.5, &Ink::both(brush.colors.series(tone), brush.colors.page, 1.0));
    }
}

fn score(task: &JourneyRenderTask) -> f64 {
    u32::try_from(task.score.clamp(0, 5)).map_or(0.0, f64::from)
}

fn face_at(index: usize, task: &JourneyRenderTask, chart: f64) -> Point {
    Point::new(left(index) + COLUMN / 2.0, chart + (5.0 - score(task)) * SCORE)
}

fn grid(scene: &mut Scene, (chart, end): (f64, f64), brush: Brush<'_>) {
    for mark in 1..=5_u32 {
        let y = chart + (5.0 - f64::from(mark)) * SCORE;
        scene.line(Point::new(0.0, y), Point::new(end, y), &Ink::line(brush.colors.faint, 1.0).dashed(&[3.0, 4.0]));
        let label = Label::exact(&mark.to_string(), SMALL, Face::default());
        scene.label(&label, At::LeftMiddle(Point::new(-18.0, y)), brush.colors.quiet);
    }
}

/// A face that smiles as far as the score says.
fn smile(scene: &mut Scene, at: Point, task: &JourneyRenderTask, brush: Brush<'_>) {
    let score = score(task);
    let tone = if score > 3.5 {
        2
    } else if score > 2.5 {
        5
    } else {
        3
    };
    scene.circle(at, 12.0, &Ink::both(brush.colors.tint(tone), brush.colors.series(tone), 1.6));
    let ink = brush.colors.ink;
    for side in [-4.0, 4.0] {
        scene.circle(Point::new(at.x + side, at.y - 3.0), 1.4, &Ink::fill(ink));
    }
    let bend = (score - 3.0) * 2.4;
    let mut mouth = BezPath::new();
    mouth.move_to((at.x - 5.0, at.y + 4.0 - bend / 3.0));
    mouth.quad_to((at.x, at.y + 4.0 + bend), (at.x + 5.0, at.y + 4.0 - bend / 3.0));
    scene.path(mouth, &Ink::line(ink, 1.4));
}
