//! Areas inside areas.

use super::axis::shown;
use super::graph::Look;
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::treemap::{TreemapDiagramRenderModel, TreemapNodeRenderModel};
use serde_json::Value;

/// The least width and height of the whole, in user units.
const WIDE: f64 = 780.0;
const HIGH: f64 = 480.0;
/// The head of an area that holds others.
const HEAD: f64 = 26.0;
/// Around what an area holds.
const PAD: f64 = 5.0;
/// How many leaves the least size is for: more make it larger, so that their names have room.
const LEAVES: f64 = 24.0;
/// Deepest nesting that is drawn; what is deeper has no room.
const DEEPEST: usize = 12;

pub(super) fn draw(model: &TreemapDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let mut map = Map { model, brush, scene: Scene::default(), drawn: 0 };
    let leaves = model.nodes.iter().filter(|node| node.children.is_none()).count();
    let larger = (super::number(leaves) / LEAVES).clamp(1.0, 16.0).sqrt();
    let top = model.root.children.clone().unwrap_or_default();
    map.fill(&top, Rect::new(0.0, 0.0, WIDE * larger, HIGH * larger), (0, None));
    Picture::new(map.scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

struct Map<'m> {
    model: &'m TreemapDiagramRenderModel,
    brush: Brush<'m>,
    scene: Scene,
    drawn: usize,
}

impl<'m> Map<'m> {
    /// Draws `nodes` into `room`; `tone` is that of the outermost area around them.
    fn fill(&mut self, nodes: &[usize], room: Rect, (depth, tone): (usize, Option<usize>)) {
        let model = self.model;
        let found: Vec<(usize, &'m TreemapNodeRenderModel, f64)> = nodes
            .iter()
            .enumerate()
            .filter_map(|(place, &index)| {
                let node = model.nodes.get(index)?;
                Some((tone.unwrap_or(place), node, amount(model, node, depth)))
            })
            .collect();
        // An area that holds all the others leaves the tones to these.
        let alone = found.len() == 1 && tone.is_none();
        let amounts: Vec<f64> = found.iter().map(|(_, _, amount)| *amount).collect();
        for ((tone, node, amount), room) in found.into_iter().zip(squares(&amounts, room)) {
            let room = room.inset(-1.5);
            if room.width() < 3.0 || room.height() < 3.0 {
                continue;
            }
            match node.children.as_deref().filter(|inside| !inside.is_empty() && depth < DEEPEST) {
                Some(inside) => {
                    self.frame((node, amount), room, tone);
                    let pad = PAD.min(room.width() / 8.0);
                    let body = Rect::new(room.x0 + pad, room.y0 + HEAD, room.x1 - pad, room.y1 - pad);
                    if body.width() > 3.0 && body.height() > 3.0 {
                        self.fill(inside, body, (depth + 1, Some(tone).filter(|_| !alone)));
                    }
                }
                None => self.leaf((node, amount), room, tone),
            }
        }
    }

    fn names(&mut self, node: &TreemapNodeRenderModel) -> Names {
        self.drawn += 1;
        Names { id: format!("area-{}", self.drawn), node: node.name.clone(), name: node.name.clone() }
    }

    /// An area that holds others: its name at the left, its sum at the right.
    fn frame(&mut self, (node, amount): (&TreemapNodeRenderModel, f64), room: Rect, tone: usize) {
        let colors = self.brush.colors;
        let look = self.look(node);
        let fill = look.fill.unwrap_or_else(|| super::theme::mix(colors.tint(tone), colors.page, 0.55));
        let mut inside = Scene::default();
        inside.rect(room, 5.0, &Ink::both(fill, look.stroke.unwrap_or(colors.series(tone)), look.width.unwrap_or(1.2)));
        let color = look.color.unwrap_or_else(|| colors.on_or(fill, look.fill.is_some()));
        let sum = Label::exact(&shown(amount), SMALL, Face::default());
        let spare = room.width() - 20.0;
        let with_sum = spare > sum.width + 70.0;
        let name = Label::cut(&node.name, spare - if with_sum { sum.width + 10.0 } else { 0.0 }, SIZE, Face::BOLD);
        let y = room.y0 + HEAD / 2.0;
        if name.width <= spare && room.height() >= HEAD {
            inside.label(&name, At::LeftMiddle(Point::new(room.x0 + 10.0, y)), color);
            if with_sum {
                inside.label(&sum, At::LeftMiddle(Point::new(room.x1 - 10.0 - sum.width, y)), color);
            }
        }
        let names = self.names(node);
        self.scene.group(names, inside);
    }

    fn leaf(&mut self, (node, amount): (&TreemapNodeRenderModel, f64), room: Rect, tone: usize) {
        let colors = self.brush.colors;
        let look = self.look(node);
        let fill = look.fill.unwrap_or_else(|| super::theme::mix(colors.series(tone), colors.page, 0.62));
        let mut inside = Scene::default();
        inside.rect(room, 4.0, &Ink::both(fill, look.stroke.unwrap_or(colors.page), look.width.unwrap_or(1.0)));
        let color = look.color.unwrap_or_else(|| colors.on_or(fill, look.fill.is_some()));
        let (wide, high) = (room.width() - 10.0, room.height() - 6.0);
        let whole = Label::new(&node.name, wide, SIZE, Face::default());
        let fits = |label: &Label| label.width <= wide && label.height <= high;
        let name = if fits(&whole) { whole } else { Label::cut(&node.name, wide, SMALL, Face::default()) };
        let value = Label::exact(&shown(amount), SMALL, Face::default());
        let with_value = value.width <= wide && name.height + value.height <= high;
        let height = name.height + if with_value { value.height } else { 0.0 };
        let top = Point::new(room.center().x, room.center().y - height / 2.0);
        if fits(&name) {
            inside.label(&name, At::Top(top), color);
            if with_value {
                inside.label(&value, At::Top(Point::new(top.x, top.y + name.height)), color);
            }
        }
        let names = self.names(node);
        self.scene.group(names, inside);
    }

    fn look(&self, node: &TreemapNodeRenderModel) -> Look {
        let class = node.class_selector.as_ref().and_then(|name| self.model.classes.get(name));
        let said = class.into_iter().flat_map(|class| class.styles.iter().chain(&class.text_styles));
        let own = node.css_compiled_styles.iter().flatten();
        Look::parse(said.chain(own).map(String::as_str))
    }
}

/// What a node and all that it holds come to.
fn amount(model: &TreemapDiagramRenderModel, node: &TreemapNodeRenderModel, depth: usize) -> f64 {
    let own = node.value.as_ref().and_then(Value::as_f64).filter(|value| value.is_finite()).unwrap_or(0.0).max(0.0);
    let inside = node.children.iter().flatten().filter_map(|&index| model.nodes.get(index));
    own + if depth < DEEPEST { inside.map(|node| amount(model, node, depth + 1)).sum::<f64>() } else { 0.0 }
}

/// Rooms for `amounts` in `room`, each as square as can be, in the order of the amounts given.
///
/// Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000).
fn squares(amounts: &[f64], room: Rect) -> Vec<Rect> {
    let total: f64 = amounts.iter().sum();
    // Nothing has no area: it gets a little, so that its name is somewhere.
    let least = if total > 0.0 { total * 0.002 } else { 1.0 };
    let mut order: Vec<(usize, f64)> = amounts.iter().map(|amount| amount.max(least)).enumerate().collect();
    let scale = room.area() / order.iter().map(|(_, amount)| amount).sum::<f64>().max(1e-9);
    for (_, amount) in &mut order {
        *amount *= scale;
    }
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut rooms: Vec<(usize, Rect)> = Vec::new();
    let (mut left, mut rest) = (room, order.as_slice());
    while !rest.is_empty() {
        let side = left.width().min(left.height()).max(1e-6);
        let count = (1..rest.len()).find(|&n| worst(rest.get(..n + 1), side) > worst(rest.get(..n), side));
        let (row, after) = rest.split_at(count.unwrap_or(rest.len()));
        left = lay(row, left, &mut rooms);
        rest = after;
    }
    rooms.sort_by_key(|(place, _)| *place);
    rooms.into_iter().map(|(_, room)| room).collect()
}

/// How far from a square the least square one of a row along `side` is.
fn worst(row: Option<&[(usize, f64)]>, side: f64) -> f64 {
    let row = row.unwrap_or_default();
    let sum: f64 = row.iter().map(|(_, area)| area).sum();
    let thick = (sum / side).max(1e-9);
    row.iter().map(|(_, area)| (area / thick / thick).max(thick * thick / area.max(1e-9))).fold(0.0, f64::max)
}

/// Lays a row along the shorter side of `room`; gives what is left.
fn lay(row: &[(usize, f64)], room: Rect, rooms: &mut Vec<(usize, Rect)>) -> Rect {
    let sum: f64 = row.iter().map(|(_, area)| area).sum();
    let upright = room.width() >= room.height();
    let thick = sum / if upright { room.height() } else { room.width() }.max(1e-9);
    let mut at = if upright { room.y0 } else { room.x0 };
    for &(place, area) in row {
        let long = area / thick.max(1e-9);
        rooms.push((
            place,
            if upright {
                Rect::new(room.x0, at, room.x0 + thick, at + long)
            } else {
                Rect::new(at, room.y0, at + long, room.y0 + thick)
            },
        ));
        at += long;
    }
    if upright { Rect { x0: room.x0 + thick, ..room } } else { Rect { y0: room.y0 + thick, ..room } }
}

#[cfg(test)]
mod tests {
    use super::squares;
    use linocut_core::kurbo::Rect;

    #[test]
    fn rooms_have_their_share_and_keep_their_order() {
        let room = Rect::new(0.0, 0.0, 60.0, 40.0);
        let rooms = squares(&[6.0, 2.0, 4.0, 0.0], room);
        assert_eq!(rooms.len(), 4);
        assert!((rooms[0].area() / rooms[2].area() - 1.5).abs() < 1e-6);
        assert!(rooms.iter().all(|one| room.inflate(1e-6, 1e-6).union(*one) == room.inflate(1e-6, 1e-6)));
        assert!((rooms.iter().map(Rect::area).sum::<f64>() - room.area()).abs() < 1e-6);
    }
}
