//! Events by period.

use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect, Vec2};
use merman::diagrams::timeline::{TimelineDiagramRenderModel, TimelineRenderTask};

/// The width of a period with its events, in user units.
const COLUMN: f64 = 160.0;
const GAP: f64 = 14.0;
const PADDING: f64 = 10.0;

pub(super) fn draw(model: &TimelineDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let periods: Vec<Label> = model.tasks.iter().map(|task| boxed(&task.task, Face::BOLD)).collect();
    let high = periods.iter().map(|label| label.height).fold(0.0, f64::max) + 2.0 * PADDING;
    let section_label = |text: &str, wide: f64| Label::new(text, wide - 12.0, SIZE, Face::BOLD);
    let heads = model.sections.iter().enumerate().map(|(index, section)| {
        let wide = super::number(places(model, index, section).len().max(1)) * (COLUMN + GAP) - GAP;
        section_label(section, wide).height + 14.0
    });
    let bar = heads.fold(0.0, f64::max);
    let top = if model.sections.is_empty() { 0.0 } else { bar + 12.0 };
    let mut scene = Scene::default();
    for (index, section) in model.sections.iter().enumerate() {
        let places: Vec<usize> = places(model, index, section);
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { continue };
        let rect = Rect::new(left(first), 0.0, left(last) + COLUMN, bar);
        let label = section_label(section, rect.width());
        let mut inside = Scene::default();
        inside.rect(rect, 6.0, &Ink::fill(brush.colors.series(index)));
        inside.label(&label, At::Middle(rect.center()), brush.colors.on(brush.colors.series(index)));
        scene.group(
            Names { id: format!("section-{}", index + 1), node: section.clone(), name: section.clone() },
            inside,
        );
    }
    let axis = top + high + 20.0;
    let end = left(model.tasks.len().saturating_sub(1)) + COLUMN;
    scene.line(Point::new(0.0, axis), Point::new(end + 14.0, axis), &Ink::line(brush.colors.line, 2.0));
    super::graph::Head::Arrow.draw(
        &mut scene,
        Point::new(end + 22.0, axis),
        Vec2::new(1.0, 0.0),
        super::graph::HeadInk { line: brush.colors.line, page: brush.colors.page, width: 2.0 },
    );
    for (index, (task, label)) in model.tasks.iter().zip(&periods).enumerate() {
        let tone = tone(model, task, index);
        let mut inside = Scene::default();
        let rect = Rect::new(left(index), top, left(index) + COLUMN, top + high);
        inside.rect(rect, 6.0, &Ink::both(brush.colors.tint(tone), brush.colors.series(tone), 1.3));
        inside.label(label, At::Middle(rect.center()), brush.colors.ink);
        events(&mut inside, task, (rect.center().x, axis), (tone, brush));
        scene.group(
            Names { id: format!("period-{}", index + 1), node: task.task.clone(), name: task.task.clone() },
            inside,
        );
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

fn left(index: usize) -> f64 {
    super::number(index) * (COLUMN + GAP)
}

fn boxed(text: &str, face: Face) -> Label {
    Label::new(text, COLUMN - 2.0 * PADDING, if face.bold { SIZE } else { SMALL }, face)
}

/// Which periods belong to a section.
fn places(model: &TimelineDiagramRenderModel, index: usize, section: &str) -> Vec<usize> {
    let belongs = |task: &TimelineRenderTask| match task.section_index {
        Some(own) => own == index,
        None => task.section == section,
    };
    model.tasks.iter().enumerate().filter(|(_, task)| belongs(task)).map(|(place, _)| place).collect()
}

fn tone(model: &TimelineDiagramRenderModel, task: &TimelineRenderTask, index: usize) -> usize {
    let named = model.sections.iter().position(|section| *section == task.section);
    task.section_index.or(named).unwrap_or(index)
}

/// The events of a period, one below the other.
fn events(scene: &mut Scene, task: &TimelineRenderTask, (x, axis): (f64, f64), (tone, brush): (usize, Brush<'_>)) {
    scene.circle(Point::new(x, axis), 5.0, &Ink::both(brush.colors.page, brush.colors.series(tone), 2.4));
    let mut y = axis + 24.0;
    for event in task.events.iter().filter(|event| !event.trim().is_empty()) {
        let label = boxed(event, Face::default());
        scene.line(
            Point::new(x, y - if y < axis + 30.0 { 18.0 } else { 10.0 }),
            Point::new(x, y),
            &Ink::line(brush.colors.faint, 1.4),
        );
        let rect = Rect::new(x - COLUMN / 2.0, y, x + COLUMN / 2.0, y + label.height + 2.0 * PADDING - 4.0);
        scene.rect(rect, 6.0, &Ink::both(brush.colors.page, brush.colors.group_stroke, 1.1));
        scene.label(&label, At::Middle(rect.center()), brush.colors.ink);
        y = rect.y1 + 10.0;
    }
}
