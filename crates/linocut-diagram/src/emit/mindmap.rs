//! A topic and what belongs to it.

use super::flowchart::without_icons;
use super::graph::Form;
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE};
use super::{Brush, Picture};
use linocut_core::kurbo::{BezPath, Point, Rect, Size};
use merman::diagrams::mindmap::{MindmapDiagramRenderModel, MindmapDiagramRenderNode};
use std::collections::BTreeMap;

/// From a box to its children's, in user units.
const APART: f64 = 46.0;
/// Between two branches.
const GAP: f64 = 12.0;
/// Where labels are broken.
const WRAP: f64 = 170.0;

pub(super) fn draw(model: &MindmapDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let tree = Tree::new(model);
    let mut spots: BTreeMap<usize, (Point, usize)> = BTreeMap::new();
    if let Some(root) = tree.root {
        spots.insert(root, (Point::ORIGIN, 0));
        let (right, left) = tree.halves(root);
        let reach = tree.size(root).width / 2.0 + APART;
        for (branches, side, tone) in [(right, 1.0, 0), (left, -1.0, tree.children(root).len().div_ceil(2))] {
            let all: f64 = branches.iter().map(|&child| tree.span(child) + GAP).sum::<f64>() - GAP;
            let mut y = -all / 2.0;
            for (number, &child) in branches.iter().enumerate() {
                let span = tree.span(child);
                tree.place(child, (side * reach, y), (side, tone + number), &mut spots);
                y += span + GAP;
            }
        }
    }
    let mut scene = Scene::default();
    for (&index, &(at, tone)) in &spots {
        for &child in tree.children(index) {
            if let Some(&(to, own)) = spots.get(&child) {
                let color = brush.colors.series(if Some(index) == tree.root { own } else { tone });
                let depth = tree.nodes.get(index).map_or(0, |node| node.level);
                branch(
                    &mut scene,
                    (at, tree.size(index)),
                    (to, tree.size(child)),
                    &Ink::line(color, if depth == 0 { 3.0 } else { 2.0 }),
                );
            }
        }
    }
    for (&index, &(at, tone)) in &spots {
        let (Some(node), Some(label)) = (tree.nodes.get(index), tree.labels.get(index)) else { continue };
        let mut inside = Scene::default();
        let rect = Rect::from_center_size(at, tree.size(index));
        boxed(&mut inside, (node, label, rect), tone, Some(index) == tree.root, brush);
        scene.group(Names { id: format!("node-{}", node.id), node: node.node_id.clone(), name: label.text() }, inside);
    }
    Picture::new(scene)
}

struct Tree<'m> {
    nodes: &'m [MindmapDiagramRenderNode],
    labels: Vec<Label>,
    below: Vec<Vec<usize>>,
    root: Option<usize>,
    spans: Vec<f64>,
}

impl<'m> Tree<'m> {
    fn new(model: &'m MindmapDiagramRenderModel) -> Self {
        let ids: BTreeMap<&str, usize> =
            model.nodes.iter().enumerate().map(|(i, node)| (node.id.as_str(), i)).collect();
        let mut below = vec![Vec::new(); model.nodes.len()];
        for edge in &model.edges {
            if let (Some(&from), Some(&to)) = (ids.get(edge.start.as_str()), ids.get(edge.end.as_str()))
                && let Some(children) = below.get_mut(from)
                && to > from
            {
                children.push(to);
            }
        }
        let label = |node: &MindmapDiagramRenderNode| {
            let face = if node.level == 0 { Face::BOLD } else { Face::default() };
            Label::new(&without_icons(&node.label), WRAP, if node.level == 0 { SIZE + 2.0 } else { SIZE }, face)
        };
        let labels: Vec<Label> = model.nodes.iter().map(label).collect();
        let root = model.nodes.iter().position(|node| node.level == 0).or((!model.nodes.is_empty()).then_some(0));
        let mut tree = Self { nodes: &model.nodes, labels, below, root, spans: Vec::new() };
        tree.measure();
        tree
    }

    /// The height that each box takes with all below it; children come after their parents in the model.
    fn measure(&mut self) {
        let mut spans = vec![0.0; self.nodes.len()];
        for index in (0..self.nodes.len()).rev() {
            let inner = self.children(index).iter().filter_map(|&child| spans.get(child)).map(|s| s + GAP).sum::<f64>();
            if let Some(span) = spans.get_mut(index) {
                *span = self.size(index).height.max(inner - GAP);
            }
        }
        self.spans = spans;
    }

    fn children(&self, index: usize) -> &[usize] {
        self.below.get(index).map_or(&[], Vec::as_slice)
    }

    fn span(&self, index: usize) -> f64 {
        self.spans.get(index).copied().unwrap_or_default()
    }

    fn form(&self, index: usize) -> Form {
        self.nodes.get(index).map_or(Form::Rounded, form)
    }

    fn size(&self, index: usize) -> Size {
        self.labels.get(index).map_or(Size::ZERO, |label| self.form(index).size(label))
    }

    /// The branches of the root to the right and to the left, about equally high.
    fn halves(&self, root: usize) -> (Vec<usize>, Vec<usize>) {
        let all = self.children(root);
        if all.len() < 3 {
            return (all.to_vec(), Vec::new());
        }
        let (right, left) = all.split_at(all.len().div_ceil(2));
        (right.to_vec(), left.to_vec())
    }

    /// Puts a branch with its inner side at `x` and its top at `y`.
    fn place(
        &self,
        index: usize,
        (x, y): (f64, f64),
        (side, tone): (f64, usize),
        spots: &mut BTreeMap<usize, (Point, usize)>,
    ) {
        let mut open = vec![(index, x, y)];
        while let Some((index, x, y)) = open.pop() {
            let (size, span) = (self.size(index), self.span(index));
            spots.insert(index, (Point::new(x + side * size.width / 2.0, y + span / 2.0), tone));
            let inner: f64 = self.children(index).iter().map(|&child| self.span(child) + GAP).sum::<f64>() - GAP;
            let mut top = y + (span - inner) / 2.0;
            for &child in self.children(index) {
                open.push((child, x + side * (size.width + APART), top));
                top += self.span(child) + GAP;
            }
        }
    }
}

fn branch(scene: &mut Scene, (from, wide): (Point, Size), (to, narrow): (Point, Size), ink: &Ink) {
    let side = (to.x - from.x).signum();
    let start = Point::new(from.x + side * wide.width / 2.0, from.y);
    let end = Point::new(to.x - side * narrow.width / 2.0, to.y);
    let middle = f64::midpoint(start.x, end.x);
    let mut path = BezPath::new();
    path.move_to(start);
    path.curve_to((middle, start.y), (middle, end.y), (end.x, end.y));
    scene.path(path, ink);
}

fn boxed(
    scene: &mut Scene,
    (node, label, rect): (&MindmapDiagramRenderNode, &Label, Rect),
    tone: usize,
    is_root: bool,
    brush: Brush<'_>,
) {
    let form = form(node);
    let (fill, stroke) = if is_root {
        (brush.colors.stroke, brush.colors.stroke)
    } else {
        (brush.colors.tint(tone), brush.colors.series(tone))
    };
    scene.outline(form.outline(rect), &Ink::both(fill, stroke, 1.4));
    let ink = if is_root { brush.colors.on(fill) } else { brush.colors.ink };
    scene.label(label, At::Middle(form.label_at(rect)), ink);
}

fn form(node: &MindmapDiagramRenderNode) -> Form {
    match node.shape.as_str() {
        "rect" | "squareRect" => Form::Rect,
        "circle" | "mindmapCircle" => Form::Circle,
        "cloud" | "bang" => Form::Cloud,
        "hexagon" => Form::Hexagon,
        "rounded" => Form::Stadium,
        _ => Form::Rounded,
    }
}
