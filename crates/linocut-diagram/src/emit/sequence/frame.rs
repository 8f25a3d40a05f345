//! Frames around messages: loops, alternatives, parallel parts.

use crate::emit::scene::{At, Ink, Scene};
use crate::emit::text::{Face, Label, SMALL};
use crate::emit::theme::Colors;
use linocut_core::Rgba;
use linocut_core::kurbo::{Point, Rect};

/// A frame that has begun.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) keyword: &'static str,
    pub(super) label: Label,
    pub(super) top: f64,
    /// What is inside, from left to right.
    pub(super) reach: Option<(f64, f64)>,
    /// Where further parts begin, with their labels.
    pub(super) parts: Vec<(f64, Label)>,
    /// What it is filled with, for frames that are only a ground.
    pub(super) ground: Option<Rgba>,
}

/// The height of the line with the keyword.
pub(super) const HEAD: f64 = 24.0;
/// Where conditions are broken.
const WRAP: f64 = 320.0;

impl Frame {
    pub(super) fn condition(text: &str) -> Label {
        let text = text.trim();
        if text.is_empty() { Label::default() } else { Label::new(&format!("[{text}]"), WRAP, SMALL, Face::default()) }
    }

    /// Its room when it ends at `foot`; wide enough for its labels.
    pub(super) fn room(&self, foot: f64, all: (f64, f64)) -> Rect {
        let (left, right) = self.reach.unwrap_or(all);
        let (left, right) = (left - 14.0, right + 14.0);
        let parts = self.parts.iter().map(|(_, label)| label.width + 20.0).fold(0.0, f64::max);
        let wide = (self.tab().width + 34.0 + self.label.width).max(parts);
        Rect::new(left, self.top, right.max(left + wide), foot)
    }

    fn tab(&self) -> Label {
        Label::exact(self.keyword, SMALL, Face::BOLD)
    }

    /// The rooms of its labels in `room`.
    pub(super) fn texts(&self, room: Rect) -> Vec<Rect> {
        let tab = self.tab().width + 20.0;
        let at = |x: f64, y: f64, label: &Label| Rect::new(x, y, x + label.width, y + label.height);
        let head = Rect::new(room.x0, room.y0, room.x0 + tab, room.y0 + HEAD);
        let own = at(room.x0 + tab + 8.0, room.y0 + 4.0, &self.label).inflate(3.0, 0.0);
        let parts = self.parts.iter().map(|(y, label)| at(room.x0 + 10.0, y + 4.0, label).inflate(3.0, 0.0));
        let rooms: Vec<Rect> = parts.chain([own].into_iter().filter(|_| !self.label.is_empty())).collect();
        if self.ground.is_some() { Vec::new() } else { rooms.into_iter().chain([head]).collect() }
    }

    pub(super) fn draw(&self, scene: &mut Scene, room: Rect, colors: &Colors) {
        if let Some(ground) = self.ground {
            return scene.rect(room, 4.0, &Ink::fill(ground));
        }
        let line = Ink::line(colors.group_stroke, 1.2);
        scene.rect(room, 4.0, &line);
        let tab = self.tab();
        let (x1, y1) = (room.x0 + tab.width + 20.0, room.y0 + HEAD - 4.0);
        let corners = [(room.x0, room.y0), (x1, room.y0), (x1, y1 - 6.0), (x1 - 6.0, y1), (room.x0, y1)];
        scene.polygon(&corners.map(Point::from), &Ink::both(colors.head, colors.group_stroke, 1.2));
        let middle = f64::midpoint(room.y0, y1);
        scene.label(&tab, At::Middle(Point::new(f64::midpoint(room.x0, x1), middle)), colors.ink);
        scene.label(&self.label, At::Left(Point::new(x1 + 8.0, room.y0 + 2.0)), colors.quiet);
        for (y, label) in &self.parts {
            scene.line(Point::new(room.x0, *y), Point::new(room.x1, *y), &line.clone().dashed(&[5.0, 4.0]));
            scene.label(label, At::Left(Point::new(room.x0 + 10.0, y + 4.0)), colors.quiet);
        }
    }
}
