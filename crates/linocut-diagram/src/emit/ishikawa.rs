//! Causes and their effect, as the bones of a fish.

use super::scene::{At, Ink, Names, Scene, polyline};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::ishikawa::IshikawaDiagramRenderModel;

/// The room of one line of causes.
const ROW: f64 = 24.0;
/// How far a bone leans over its height.
const LEAN: f64 = 0.28;
/// How far what explains a cause is set in.
const STEP: f64 = 16.0;
/// From the end of a text to the bone.
const TWIG: f64 = 22.0;
/// Between two columns of causes.
const APART: f64 = 30.0;
/// Deepest explanation that is drawn.
const DEEPEST: usize = 12;

/// A cause with what explains it, line by line.
struct Bone {
    name: String,
    title: Label,
    rows: Vec<(usize, Label)>,
}

impl Bone {
    fn width(&self) -> f64 {
        let row = |(depth, label): &(usize, Label)| super::number(*depth) * STEP + label.width + TWIG;
        self.rows.iter().map(row).fold(self.title.width / 2.0, f64::max)
    }

    fn height(&self) -> f64 {
        super::number(self.rows.len()) * ROW + 34.0
    }
}

pub(super) fn draw(model: &IshikawaDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let root = model.root.and_then(|root| model.nodes.get(root));
    let bones: Vec<Bone> =
        root.iter().flat_map(|root| &root.children).filter_map(|&index| bone(model, index)).collect();
    let mut scene = Scene::default();
    // Pairs of bones, one above and one below, from the head to the tail.
    let mut x = 0.0;
    for (pair, bones) in bones.chunks(2).enumerate() {
        let high = bones.iter().map(Bone::height).fold(0.0, f64::max);
        let mut left = x;
        for (side, bone) in bones.iter().enumerate() {
            let mut inside = Scene::default();
            let up = if side == 0 { -1.0 } else { 1.0 };
            draw_bone(&mut inside, bone, (x, up), brush);
            left = f64::min(left, x - high * LEAN - bone.width() - bone.title.width / 2.0);
            let id = format!("cause-{}", pair * 2 + side + 1);
            scene.group(Names { id, node: bone.name.clone(), name: bone.name.clone() }, inside);
        }
        x = left - APART;
    }
    let tail = scene.bounds.map_or(-80.0, |bounds| bounds.x0.min(-80.0));
    scene.line(Point::new(tail, 0.0), Point::new(40.0, 0.0), &Ink::line(brush.colors.line, 2.4));
    if let Some(root) = root {
        let label = Label::new(&root.text, 160.0, SIZE, Face::BOLD);
        let room = Rect::new(40.0, -label.height / 2.0 - 16.0, 72.0 + label.width, label.height / 2.0 + 16.0);
        let mut inside = Scene::default();
        inside.rect(room, 10.0, &Ink::both(brush.colors.head, brush.colors.stroke, 1.6));
        inside.label(&label, At::Middle(room.center()), brush.colors.ink);
        scene.group(Names { id: "effect".to_owned(), node: root.text.clone(), name: root.text.clone() }, inside);
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

fn bone(model: &IshikawaDiagramRenderModel, index: usize) -> Option<Bone> {
    let node = model.nodes.get(index)?;
    let mut rows = Vec::new();
    for &child in &node.children {
        explain(model, child, 0, &mut rows);
    }
    Some(Bone { name: node.text.clone(), title: Label::new(&node.text, 170.0, SIZE, Face::BOLD), rows })
}

fn explain(model: &IshikawaDiagramRenderModel, index: usize, depth: usize, rows: &mut Vec<(usize, Label)>) {
    let Some(node) = model.nodes.get(index).filter(|_| depth < DEEPEST) else { return };
    rows.push((depth, Label::cut(&node.text, 240.0, SMALL, Face::default())));
    for &child in &node.children {
        explain(model, child, depth + 1, rows);
    }
}

/// A bone that ends on the spine at `x`, above it (`up` is -1) or below (1).
fn draw_bone(scene: &mut Scene, bone: &Bone, (x, up): (f64, f64), brush: Brush<'_>) {
    let colors = brush.colors;
    let high = bone.height();
    let at = |height: f64| x - height * LEAN;
    let tip = Point::new(at(high), up * high);
    scene.path(polyline(&[tip, Point::new(x, 0.0)]), &Ink::line(colors.line, 1.8));
    let outward = if up < 0.0 { tip.y - bone.title.height - 12.0 } else { tip.y };
    let room = Rect::new(
        tip.x - bone.title.width / 2.0 - 12.0,
        outward,
        tip.x + bone.title.width / 2.0 + 12.0,
        outward + bone.title.height + 12.0,
    );
    scene.rect(room, 6.0, &Ink::both(colors.fill, colors.stroke, 1.4));
    scene.label(&bone.title, At::Middle(room.center()), colors.ink);
    let wide = bone.width();
    let count = bone.rows.len();
    for (row, (depth, label)) in bone.rows.iter().enumerate() {
        // The first line of both sides is the uppermost.
        let from_spine = if up < 0.0 { count - row } else { row + 1 };
        let height = super::number(from_spine) * ROW;
        let (y, left) = (up * height, at(high) - wide + super::number(*depth) * STEP);
        let color = if *depth == 0 { colors.ink } else { colors.quiet };
        scene.label(label, At::LeftMiddle(Point::new(left, y)), color);
        let ends = left + label.width + 5.0;
        if *depth == 0 {
            scene.path(polyline(&[Point::new(ends, y), Point::new(at(height), y)]), &Ink::line(colors.line, 1.2));
        } else {
            let corner = left - 5.0;
            let hook = [Point::new(corner - 6.0, y - 8.0), Point::new(corner - 6.0, y), Point::new(corner, y)];
            scene.path(polyline(&hook), &Ink::line(colors.group_stroke, 1.2));
        }
    }
}
