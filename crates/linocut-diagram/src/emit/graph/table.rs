//! Boxes with rows: classes, entities, requirements.

use super::Look;
use crate::emit::scene::{At, Ink, Scene};
use crate::emit::text::Label;
use crate::emit::theme::Colors;
use linocut_core::kurbo::{Point, Rect, RoundedRect, RoundedRectRadii, Shape as _, Size};

/// A box with a head and rows below it.
#[derive(Clone, Debug, Default)]
pub(in crate::emit) struct Table {
    /// Small lines above the title, such as `«interface»`.
    pub(in crate::emit) kinds: Vec<Label>,
    pub(in crate::emit) title: Label,
    /// Rows, in parts with a line between.
    pub(in crate::emit) parts: Vec<Vec<Row>>,
    /// Whether every second row is tinted and columns are lined up, as in a list of attributes.
    pub(in crate::emit) striped: bool,
}

/// One row: its cells from left to right.
#[derive(Clone, Debug, Default)]
pub(in crate::emit) struct Row {
    pub(in crate::emit) cells: Vec<Label>,
    /// Whether a line under its text marks it, as static members are.
    pub(in crate::emit) underlined: bool,
}

const SIDE: f64 = 12.0;
const GAP: f64 = 16.0;
const ABOVE: f64 = 8.0;
const ROW: f64 = 3.0;
const PART: f64 = 5.0;
const LEAST: f64 = 90.0;

impl Table {
    pub(super) fn name(&self) -> String {
        self.title.text()
    }

    pub(super) fn size(&self) -> Size {
        let head = self.kinds.iter().chain([&self.title]).map(|label| label.width).fold(0.0, f64::max) + 2.0 * SIDE;
        let columns = self.columns();
        let gaps = crate::emit::number(columns.len().saturating_sub(1)) * GAP;
        let rows = columns.iter().sum::<f64>() + gaps + 2.0 * SIDE;
        let parts: f64 = self.parts.iter().map(|part| self.part_height(part)).sum();
        Size::new(head.max(rows).max(LEAST), self.head_height() + parts)
    }

    fn head_height(&self) -> f64 {
        self.kinds.iter().map(|label| label.height).sum::<f64>() + self.title.height + 2.0 * ABOVE
    }

    fn part_height(&self, part: &[Row]) -> f64 {
        let rows: f64 = part.iter().map(row_height).sum();
        if self.striped { rows } else { (rows + 2.0 * PART).max(2.0 * PART + 4.0) }
    }

    /// How wide each column is.
    fn columns(&self) -> Vec<f64> {
        let mut widths: Vec<f64> = Vec::new();
        for row in self.parts.iter().flatten() {
            for (index, cell) in row.cells.iter().enumerate() {
                match widths.get_mut(index) {
                    Some(width) => *width = width.max(cell.width),
                    None => widths.push(cell.width),
                }
            }
        }
        widths
    }

    pub(super) fn draw(&self, scene: &mut Scene, rect: Rect, look: &Look, colors: &Colors) {
        let stroke = look.stroke.unwrap_or(colors.stroke);
        let width = look.width.unwrap_or(1.3);
        let ground = look.fill.unwrap_or(colors.page);
        let fill = if self.striped || look.fill.is_some() { ground } else { colors.fill };
        let ink = look.color.unwrap_or_else(|| colors.on_or(fill, look.fill.is_some()));
        scene.rect(rect, RADIUS, &Ink::fill(fill));
        let head = Rect { y1: rect.y0 + self.head_height(), ..rect };
        if look.fill.is_none() {
            let round_foot = if self.parts.iter().all(Vec::is_empty) { RADIUS } else { 0.0 };
            let radii = RoundedRectRadii::new(RADIUS, RADIUS, round_foot, round_foot);
            scene.path(RoundedRect::from_rect(head, radii).to_path(0.1), &Ink::fill(colors.head));
        }
        let mut y = rect.y0 + ABOVE;
        for label in self.kinds.iter().chain([&self.title]) {
            scene.label(label, At::Top(Point::new(rect.center().x, y)), ink);
            y += label.height;
        }
        let mut top = head.y1;
        for part in &self.parts {
            scene.line(Point::new(rect.x0, top), Point::new(rect.x1, top), &Ink::line(stroke, 1.0));
            self.draw_part(scene, Rect { y0: top, ..rect }, part, (ink, colors));
            top += self.part_height(part);
        }
        scene.rect(rect, RADIUS, &Ink::line(stroke, width));
    }

    fn draw_part(&self, scene: &mut Scene, room: Rect, part: &[Row], (ink, colors): (linocut_core::Rgba, &Colors)) {
        let columns = self.columns();
        let mut y = room.y0 + if self.striped { 0.0 } else { PART };
        for (index, row) in part.iter().enumerate() {
            let height = row_height(row);
            let last = index + 1 == part.len();
            if self.striped && index % 2 == 1 && !last {
                scene.rect(Rect::new(room.x0, y, room.x1, y + height), 0.0, &Ink::fill(colors.fill));
            }
            let mut x = room.x0 + SIDE;
            for (cell, width) in row.cells.iter().zip(&columns) {
                scene.label(cell, At::LeftMiddle(Point::new(x, y + height / 2.0)), ink);
                if row.underlined {
                    let foot = y + height / 2.0 + cell.height / 2.0 - 2.5;
                    scene.line(Point::new(x, foot), Point::new(x + cell.width, foot), &Ink::line(ink, 0.8));
                }
                x += width + GAP;
            }
            y += height;
        }
    }
}

const RADIUS: f64 = 5.0;

fn row_height(row: &Row) -> f64 {
    row.cells.iter().map(|cell| cell.height).fold(0.0, f64::max) + 2.0 * ROW
}
