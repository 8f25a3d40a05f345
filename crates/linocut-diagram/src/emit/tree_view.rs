//! Folders and files, one below the other.

use super::scene::{At, Ink, Names, Scene, polyline};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::tree_view::{TreeViewDiagramRenderModel, TreeViewNodeRenderModel};

const ROW: f64 = 26.0;
/// How far what is inside is set in.
const STEP: f64 = 24.0;
/// The widest name, in user units.
const WIDEST: f64 = 420.0;
/// What the parser calls the root that nobody wrote.
const UNWRITTEN: i64 = -1;

pub(super) fn draw(model: &TreeViewDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let mut tree = Tree { scene: Scene::default(), rows: 0, brush };
    if model.root.level == UNWRITTEN {
        for node in &model.root.children {
            tree.node(node, 0);
        }
    } else {
        tree.node(&model.root, 0);
    }
    Picture::new(tree.scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

struct Tree<'b> {
    scene: Scene,
    rows: usize,
    brush: Brush<'b>,
}

impl Tree<'_> {
    /// Draws a node and what is inside; gives the middle of its row.
    fn node(&mut self, node: &TreeViewNodeRenderModel, depth: usize) -> f64 {
        let (x, y) = (super::number(depth) * STEP, (super::number(self.rows) + 0.5) * ROW);
        self.rows += 1;
        let number = self.rows;
        let mut ends = Vec::new();
        for child in &node.children {
            ends.push(self.node(child, depth + 1));
        }
        let line = Ink::line(self.brush.colors.group_stroke, 1.3);
        let stem = x + 8.0;
        for &end in &ends {
            self.scene.path(polyline(&[Point::new(stem, end), Point::new(x + STEP - 3.0, end)]), &line);
        }
        if let Some(&last) = ends.last() {
            self.scene.path(polyline(&[Point::new(stem, y + 9.0), Point::new(stem, last)]), &line);
        }
        let mut inside = Scene::default();
        let folder = node.node_type == "directory" || !node.children.is_empty();
        icon(&mut inside, Point::new(x, y), folder, self.brush);
        let face = if folder { Face::BOLD } else { Face::default() };
        let label = Label::cut(&node.name, WIDEST, SIZE, face);
        inside.label(&label, At::LeftMiddle(Point::new(x + 22.0, y)), self.brush.colors.ink);
        if let Some(said) = &node.description {
            let beside = Point::new(x + 34.0 + label.width, y);
            let said = Label::cut(said, WIDEST, SMALL, Face::default());
            inside.label(&said, At::LeftMiddle(beside), self.brush.colors.quiet);
        }
        let names = Names { id: format!("entry-{number}"), node: node.name.clone(), name: node.name.clone() };
        self.scene.group(names, inside);
        y
    }
}

/// A folder or a sheet of paper, 16 units wide, its left side's middle at `at`.
fn icon(scene: &mut Scene, at: Point, folder: bool, brush: Brush<'_>) {
    let colors = brush.colors;
    if folder {
        let ink = Ink::both(colors.note_fill, colors.note_stroke, 1.2);
        scene.rect(Rect::new(at.x + 1.0, at.y - 7.0, at.x + 8.0, at.y), 1.5, &ink);
        scene.rect(Rect::new(at.x, at.y - 4.5, at.x + 16.0, at.y + 6.5), 1.5, &ink);
        return;
    }
    let corners = [(2.5, -7.5), (9.5, -7.5), (13.5, -3.5), (13.5, 7.5), (2.5, 7.5)];
    let corners = corners.map(|(x, y)| Point::new(at.x + x, at.y + y));
    scene.polygon(&corners, &Ink::both(colors.fill, colors.stroke, 1.2));
}
