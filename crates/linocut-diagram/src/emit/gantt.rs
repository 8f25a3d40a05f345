//! Tasks on a calendar.

use super::calendar::{Scale, shown};
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::Rgba;
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::gantt::{GanttDiagramRenderModel, GanttRenderTask};

/// The width of the calendar, in user units.
const WIDE: f64 = 780.0;
const ROW: f64 = 32.0;
const BAR: f64 = 22.0;
/// Where names of sections are broken.
const SECTION: f64 = 140.0;

pub(super) fn draw(model: &GanttDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let mut tasks: Vec<&GanttRenderTask> = model.tasks.iter().collect();
    tasks.sort_by_key(|task| task.order);
    let start = tasks.iter().map(|task| task.start_ms).min().unwrap_or(0);
    let end = tasks.iter().map(|task| last(task)).max().unwrap_or(start + 1);
    let scale = Scale::new(start, end, WIDE);
    let rows: Vec<&GanttRenderTask> = tasks.iter().copied().filter(|task| !task.vert).collect();
    let foot = super::number(rows.len()) * ROW;
    let mut scene = Scene::default();
    let mut bars = Scene::default();
    for (row, task) in rows.iter().enumerate() {
        let mut inside = Scene::default();
        bar(&mut inside, task, (super::number(row) * ROW, &scale), tone(model, task), brush);
        bars.group(Names { id: format!("task-{}", task.id), node: task.id.clone(), name: task.task.clone() }, inside);
    }
    let texts = bars.texts();
    sections(&mut scene, model, &rows, brush);
    axis(&mut scene, model, (&scale, foot, &texts), brush);
    scene.append(bars);
    for task in tasks.iter().filter(|task| task.vert) {
        let x = scale.x(task.start_ms);
        let line = (Point::new(x, 0.0), Point::new(x, foot + 6.0));
        scene.line_between(line, &texts, &Ink::line(brush.colors.alarm, 1.6));
        let label = Label::exact(&task.task, SMALL, Face::default());
        scene.label(&label, At::Top(Point::new(x, -label.height - 4.0)), brush.colors.alarm);
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

fn last(task: &GanttRenderTask) -> i64 {
    task.render_end_ms.unwrap_or(task.end_ms).max(task.start_ms)
}

fn tone(model: &GanttDiagramRenderModel, task: &GanttRenderTask) -> usize {
    let named = model.sections.iter().position(|section| *section == task.section);
    task.section_index.or(named).unwrap_or(0)
}

/// Pale grounds behind the rows of each section, and their names.
fn sections(scene: &mut Scene, model: &GanttDiagramRenderModel, rows: &[&GanttRenderTask], brush: Brush<'_>) {
    let mut from = 0;
    while let Some(first) = rows.get(from) {
        let same =
            |task: &&&GanttRenderTask| task.section == first.section && task.section_index == first.section_index;
        let count = rows.iter().skip(from).take_while(same).count().max(1);
        let (y0, y1) = (super::number(from) * ROW, super::number(from + count) * ROW);
        let label = Label::new(&first.section, SECTION, SIZE, Face::BOLD);
        let ground = super::theme::mix(brush.colors.tint(tone(model, first)), brush.colors.page, 0.55);
        scene.rect(Rect::new(-SECTION - 24.0, y0, WIDE, y1), 0.0, &Ink::fill(ground));
        let middle = Point::new(-SECTION - 14.0, f64::midpoint(y0, y1));
        scene.label(&label, At::LeftMiddle(middle), brush.colors.ink);
        from += count;
    }
}

/// Times below and lines up from them, which leave out `texts`.
fn axis(
    scene: &mut Scene,
    model: &GanttDiagramRenderModel,
    (scale, foot, texts): (&Scale, f64, &[Rect]),
    brush: Brush<'_>,
) {
    let said = scale.ticks.iter().map(|&tick| shown(tick, &model.axis_format));
    let labels: Vec<Label> = said.map(|text| Label::exact(&text, SMALL, Face::default())).collect();
    let widest = labels.iter().map(|label| label.width).fold(0.0, f64::max) + 12.0;
    let (mut free, mut said) = (f64::MIN, String::new());
    for (&tick, label) in scale.ticks.iter().zip(&labels) {
        let x = scale.x(tick);
        let line = (Point::new(x, 0.0), Point::new(x, foot + 6.0));
        scene.line_between(line, texts, &Ink::line(brush.colors.faint, 1.0));
        if x >= free && label.text() != said {
            said = label.text();
            scene.label(label, At::Top(Point::new(x, foot + 9.0)), brush.colors.quiet);
            free = x + widest;
        }
    }
    scene.line(Point::new(0.0, foot), Point::new(WIDE, foot), &Ink::line(brush.colors.line, 1.2));
}

fn bar(scene: &mut Scene, task: &GanttRenderTask, (top, scale): (f64, &Scale), tone: usize, brush: Brush<'_>) {
    let (x0, x1) = (scale.x(task.start_ms), scale.x(last(task)));
    let y = top + (ROW - BAR) / 2.0;
    let (fill, stroke) = colors(task, tone, brush);
    let rect = if task.milestone {
        let middle = Point::new(f64::midpoint(x0, x1), y + BAR / 2.0);
        let half = BAR / 2.0 - 1.0;
        let corners =
            [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)].map(|(x, y)| Point::new(middle.x + x, middle.y + y));
        scene.polygon(&corners, &Ink::both(fill, stroke, 1.4));
        Rect::from_center_size(middle, (BAR, BAR))
    } else {
        let rect = Rect::new(x0, y, x1.max(x0 + 3.0), y + BAR);
        scene.rect(rect, 4.0_f64.min(rect.width() / 2.0), &Ink::both(fill, stroke, 1.3));
        rect
    };
    let label = Label::cut(&task.task, 420.0, SMALL, Face::default());
    let middle = rect.center().y;
    if !task.milestone && label.width + 12.0 <= rect.width() {
        scene.label(&label, At::Middle(rect.center()), brush.colors.on(fill));
    } else if rect.x1 + 8.0 + label.width <= WIDE || rect.x0 - 8.0 - label.width < 0.0 {
        scene.label(&label, At::LeftMiddle(Point::new(rect.x1 + 7.0, middle)), brush.colors.ink);
    } else {
        scene.label(&label, At::LeftMiddle(Point::new(rect.x0 - 7.0 - label.width, middle)), brush.colors.ink);
    }
}

/// Fill and stroke: done tasks are pale, critical ones ringed.
fn colors(task: &GanttRenderTask, tone: usize, brush: Brush<'_>) -> (Rgba, Rgba) {
    let color = brush.colors.series(tone);
    let fill = if task.done {
        brush.colors.tint(tone)
    } else if task.active {
        super::theme::mix(color, brush.colors.page, 0.45)
    } else {
        color
    };
    (fill, if task.crit { brush.colors.alarm } else { color })
}
