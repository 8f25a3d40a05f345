//! Cards in columns.

use super::flowchart::without_icons;
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::Rgba;
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::kanban::{KanbanDiagramRenderModel, KanbanRenderNode};

const COLUMN: f64 = 220.0;
const GAP: f64 = 14.0;
const PADDING: f64 = 12.0;

pub(super) fn draw(model: &KanbanDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let columns: Vec<&KanbanRenderNode> = model.nodes.iter().filter(|node| node.is_group).collect();
    let titles: Vec<Label> =
        columns.iter().map(|node| Label::new(&without_icons(&node.label), COLUMN - 24.0, SIZE, Face::BOLD)).collect();
    let head = titles.iter().map(|title| title.height).fold(0.0, f64::max) + 20.0;
    let mut boards: Vec<(Scene, f64)> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let left = super::number(index) * (COLUMN + GAP);
        let mut cards = Scene::default();
        let mut y = head;
        for node in model.nodes.iter().filter(|node| node.parent_id.as_ref() == Some(&column.id) && !node.is_group) {
            let mut card = Scene::default();
            let room = draw_card(&mut card, node, Point::new(left + 10.0, y), brush);
            y += room + 10.0;
            cards.group(
                Names { id: format!("node-{}", node.id), node: node.id.clone(), name: node.label.clone() },
                card,
            );
        }
        boards.push((cards, y));
    }
    let foot = boards.iter().map(|(_, y)| *y).fold(head + 30.0, f64::max) + 2.0;
    let mut scene = Scene::default();
    for (index, (((cards, _), title), column)) in boards.into_iter().zip(&titles).zip(&columns).enumerate() {
        let left = super::number(index) * (COLUMN + GAP);
        let mut inside = Scene::default();
        let ground = super::theme::mix(brush.colors.tint(index), brush.colors.page, 0.3);
        inside.rect(Rect::new(left, 0.0, left + COLUMN, foot), 8.0, &Ink::fill(ground));
        inside.rect(Rect::new(left, 0.0, left + COLUMN, 5.0), 2.0, &Ink::fill(brush.colors.series(index)));
        inside.label(title, At::Top(Point::new(left + COLUMN / 2.0, 12.0)), brush.colors.ink);
        inside.append(cards);
        let names = Names { id: format!("group-{}", column.id), node: column.id.clone(), name: column.label.clone() };
        scene.group(names, inside);
    }
    Picture::new(scene)
}

/// Draws a card with its left top at a point; gives its height.
fn draw_card(scene: &mut Scene, node: &KanbanRenderNode, at: Point, brush: Brush<'_>) -> f64 {
    let width = COLUMN - 20.0;
    let label = Label::new(&without_icons(&node.label), width - 2.0 * PADDING, SIZE, Face::default());
    let half = (width - 2.0 * PADDING) / 2.0;
    let small = |text: Option<&String>| Label::cut(text.map_or("", String::as_str), half, SMALL, Face::default());
    let (ticket, assigned) = (small(node.ticket.as_ref()), small(node.assigned.as_ref()));
    let said = ticket.height.max(assigned.height);
    let height = label.height + 2.0 * PADDING - 4.0 + if said > 0.0 { said + 4.0 } else { 0.0 };
    let rect = Rect::new(at.x, at.y, at.x + width, at.y + height);
    scene.rect(rect, 6.0, &Ink::both(brush.colors.page, brush.colors.group_stroke, 1.1));
    if let Some(color) = node.priority.as_deref().and_then(|priority| urgency(priority, brush)) {
        scene.rect(Rect::new(rect.x0, rect.y0 + 6.0, rect.x0 + 4.0, rect.y1 - 6.0), 2.0, &Ink::fill(color));
    }
    scene.label(&label, At::Left(Point::new(rect.x0 + PADDING, rect.y0 + PADDING - 2.0)), brush.colors.ink);
    let foot = rect.y1 - PADDING + 4.0 - said / 2.0;
    scene.label(&ticket, At::LeftMiddle(Point::new(rect.x0 + PADDING, foot)), brush.colors.quiet);
    let right = rect.x1 - PADDING - assigned.width;
    scene.label(&assigned, At::LeftMiddle(Point::new(right, foot)), brush.colors.quiet);
    height
}

fn urgency(priority: &str, brush: Brush<'_>) -> Option<Rgba> {
    match priority.to_lowercase().as_str() {
        "very high" => Some(brush.colors.alarm),
        "high" => Some(brush.colors.series(1)),
        "low" => Some(brush.colors.series(0)),
        "very low" => Some(brush.colors.series(2)),
        _ => None,
    }
}
