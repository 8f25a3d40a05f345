//! Blocks in columns.

use super::flowchart::without_icons;
use super::graph::{self, Edge, End, Form, Frame, Graph, Group, Head, Look, Node, NodeBody, Placed, Route};
use super::scene::{Ink, Scene};
use super::text::{Face, Label, SIZE, WRAP};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect, Size};
use merman::diagrams::block::{BlockDiagramRenderModel, BlockEdgeRenderModel, BlockNodeRenderModel};
use std::collections::BTreeMap;

/// Between two blocks, in user units.
const GAP: f64 = 14.0;
/// Between a frame and what is in it.
const PADDING: f64 = 14.0;
/// How broad an arrow that points up or down is at most.
const BROADEST: f64 = 120.0;
/// How deep blocks lie in blocks at most; what is deeper is left out.
const DEEPEST: usize = 64;

pub(super) fn draw(model: &BlockDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let mut builder =
        Builder { model, graph: Graph::default(), placed: Placed::default(), arrows: Scene::default(), brush };
    let mut sizes = BTreeMap::new();
    if let Some(root) = model.root() {
        let cell = measure(model, root, 0, &mut sizes);
        builder.children(root, Rect::from_origin_size((0.0, 0.0), cell), (None, &sizes), 0);
    }
    builder.edges();
    let mut scene = builder.arrows;
    scene.append(graph::paint(&builder.graph, &builder.placed, brush.colors));
    Picture::new(scene)
}

fn label(block: &BlockNodeRenderModel) -> Label {
    Label::new(&without_icons(&block.label), WRAP, SIZE, Face::default())
}

fn form(block: &BlockNodeRenderModel) -> Form {
    match block.block_type.as_str() {
        "round" => Form::Rounded,
        "block_arrow" => Form::Text,
        name => Form::named(name),
    }
}

/// Blocks inside a block, with edges and declarations left out.
fn inside<'m>(model: &'m BlockDiagramRenderModel, block: &'m BlockNodeRenderModel) -> Vec<&'m BlockNodeRenderModel> {
    block.children.iter().filter_map(|&index| model.block(index)).filter(|child| is_block(child)).collect()
}

fn is_block(block: &BlockNodeRenderModel) -> bool {
    !matches!(block.block_type.as_str(), "edge" | "column-setting" | "classDef" | "applyClass" | "applyStyles")
}

fn span(block: &BlockNodeRenderModel) -> usize {
    block.width_in_columns.and_then(|width| usize::try_from(width).ok()).unwrap_or(1).max(1)
}

/// How many columns a block's inside has.
fn columns(block: &BlockNodeRenderModel, children: &[&BlockNodeRenderModel]) -> usize {
    let all: usize = children.iter().map(|child| span(child)).sum();
    block.columns.and_then(|columns| usize::try_from(columns).ok()).filter(|&columns| columns > 0).unwrap_or(all).max(1)
}

/// The cells of a block's inside: column and row of each child.
fn cells(block: &BlockNodeRenderModel, children: &[&BlockNodeRenderModel]) -> Vec<(usize, usize)> {
    let columns = columns(block, children);
    let (mut column, mut row) = (0, 0);
    let mut cells = Vec::new();
    for child in children {
        if column > 0 && column + span(child) > columns {
            (column, row) = (0, row + 1);
        }
        cells.push((column, row));
        column += span(child);
        if column >= columns {
            (column, row) = (0, row + 1);
        }
    }
    cells
}

/// The size of a block with all it holds; sizes of single cells by block, in `sizes`.
fn measure<'m>(
    model: &'m BlockDiagramRenderModel,
    block: &'m BlockNodeRenderModel,
    depth: usize,
    sizes: &mut BTreeMap<&'m str, Size>,
) -> Size {
    let children = inside(model, block);
    if children.is_empty() || depth > DEEPEST {
        return if block.block_type == "space" { Size::new(40.0, 30.0) } else { form(block).size(&label(block)) };
    }
    let mut cell = Size::ZERO;
    for child in &children {
        let size = measure(model, child, depth + 1, sizes);
        let wide = super::number(span(child).min(columns(block, &children)));
        cell = Size::new(cell.width.max((size.width - GAP * (wide - 1.0)) / wide), cell.height.max(size.height));
    }
    sizes.insert(&block.id, cell);
    let rows = cells(block, &children).iter().map(|(_, row)| row + 1).max().unwrap_or(1);
    let (wide, high) = (super::number(columns(block, &children)), super::number(rows));
    let title = if depth > 0 { title_height(block) } else { 0.0 };
    let room = if depth > 0 { 2.0 * PADDING } else { 0.0 };
    Size::new(wide * (cell.width + GAP) - GAP + room, high * (cell.height + GAP) - GAP + room + title)
}

fn title_height(block: &BlockNodeRenderModel) -> f64 {
    let label = label(block);
    if label.is_empty() { 0.0 } else { label.height + 4.0 }
}

struct Builder<'m> {
    model: &'m BlockDiagramRenderModel,
    graph: Graph,
    placed: Placed,
    arrows: Scene,
    brush: Brush<'m>,
}

impl Builder<'_> {
    /// Places what a block holds in a room.
    fn children(
        &mut self,
        block: &BlockNodeRenderModel,
        room: Rect,
        (parent, sizes): (Option<usize>, &BTreeMap<&str, Size>),
        depth: usize,
    ) {
        let children = inside(self.model, block);
        let places = cells(block, &children);
        let rows = super::number(places.iter().map(|(_, row)| row + 1).max().unwrap_or(1));
        let count = super::number(columns(block, &children));
        let fewest = sizes.get(block.id.as_str()).copied().unwrap_or_default();
        let cell = Size::new(
            ((room.width() + GAP) / count - GAP).max(fewest.width.min(room.width())),
            ((room.height() + GAP) / rows - GAP).max(fewest.height.min(room.height())),
        );
        for (child, (column, row)) in children.iter().zip(places) {
            let wide = super::number(span(child).min(columns(block, &children)));
            let (x, y) = (super::number(column) * (cell.width + GAP), super::number(row) * (cell.height + GAP));
            let size = Size::new(wide * (cell.width + GAP) - GAP, cell.height);
            let rect = Rect::from_origin_size((room.x0 + x, room.y0 + y), size);
            self.block(child, rect, (parent, sizes), depth);
        }
    }

    fn block(
        &mut self,
        block: &BlockNodeRenderModel,
        rect: Rect,
        (parent, sizes): (Option<usize>, &BTreeMap<&str, Size>),
        depth: usize,
    ) {
        if block.block_type == "space" || depth > DEEPEST {
            return;
        }
        let look = self.look(block);
        if !inside(self.model, block).is_empty() {
            let index = self.graph.groups.len();
            let title = Label::new(&block.label, WRAP, SIZE, Face::BOLD);
            let style = Frame::Sheet;
            self.graph.groups.push(Group { id: block.id.clone(), title, parent, direction: None, look, style });
            self.placed.groups.push(rect);
            let inner = rect.inset(-PADDING);
            let inner = Rect { y0: inner.y0 + title_height(block), ..inner };
            return self.children(block, inner, (Some(index), sizes), depth + 1);
        }
        let form = form(block);
        let own = form.size(&label(block));
        // Round forms keep their shape; the others fill their cell.
        let rect = if matches!(form, Form::Circle | Form::DoubleCircle | Form::Diamond) {
            Rect::from_center_size(rect.center(), own)
        } else {
            rect
        };
        if block.block_type == "block_arrow" {
            let (fill, stroke) =
                (look.fill.unwrap_or(self.brush.colors.head), look.stroke.unwrap_or(self.brush.colors.stroke));
            let room = rect.inset(-2.0);
            let lying = block.directions.iter().any(|way| matches!(way.as_str(), "left" | "right" | "x"));
            let wide = if lying { room.width() } else { room.width().min(BROADEST) };
            let shape = arrow(Rect::from_center_size(room.center(), (wide, room.height())), &block.directions);
            self.arrows.polygon(&shape, &Ink::both(fill, stroke, 1.4));
        }
        let look = if block.block_type == "block_arrow" { Look { fill: None, ..look } } else { look };
        self.graph.nodes.push(Node { id: block.id.clone(), body: NodeBody::Form(form, label(block)), look, parent });
        self.placed.nodes.push(rect);
    }

    fn look(&self, block: &BlockNodeRenderModel) -> Look {
        let named = block.classes.iter().filter_map(|name| self.model.class_defs.get(name));
        let styles = named.flat_map(|class| class.styles.iter().chain(&class.text_styles)).chain(&block.styles);
        Look::parse(styles.map(String::as_str))
    }

    fn edges(&mut self) {
        let end = |id: &str| {
            let node = self.graph.nodes.iter().position(|node| node.id == id).map(End::Node);
            node.or_else(|| self.graph.groups.iter().position(|group| group.id == id).map(End::Group))
        };
        let edges: Vec<Edge> =
            self.model.edges.iter().filter_map(|edge| Some(wire(edge, end(&edge.start)?, end(&edge.end)?))).collect();
        self.placed.routes = vec![Route::default(); edges.len()];
        self.graph.edges = edges;
    }
}

fn wire(edge: &BlockEdgeRenderModel, from: End, to: End) -> Edge {
    let head = |kind: Option<&String>| match kind.map_or("", String::as_str) {
        "arrow_point" => Head::Arrow,
        "arrow_circle" => Head::Ball,
        "arrow_cross" => Head::Cross,
        _ => Head::None,
    };
    Edge {
        label: Label::small(&edge.label),
        tail: head(edge.arrow_type_start.as_ref()),
        head: head(edge.arrow_type_end.as_ref()),
        ..Edge::new(from, to)
    }
}

/// A broad arrow that fills a box, its tips at the sides that `directions` name.
fn arrow(rect: Rect, directions: &[String]) -> Vec<Point> {
    let has = |name: &str| directions.iter().any(|direction| direction == name);
    let (left, right) = (has("left") || has("x"), has("right") || has("x"));
    let (up, down) = (has("up") || has("y"), has("down") || has("y"));
    let Rect { x0, y0, x1, y1 } = rect;
    let c = rect.center();
    let thick = 0.28;
    let (h, w) = (rect.height() * thick, rect.width() * thick);
    let tip = (rect.width().min(rect.height()) * 0.4).min(26.0);
    if !(left || right) && (up || down) {
        let (top, low) = (if up { y0 + tip } else { y0 }, if down { y1 - tip } else { y1 });
        let mut points = vec![Point::new(c.x - w, top)];
        if up {
            points.extend([(x0, top), (c.x, y0), (x1, top)].map(Point::from));
        }
        points.extend([(c.x + w, top), (c.x + w, low)].map(Point::from));
        if down {
            points.extend([(x1, low), (c.x, y1), (x0, low)].map(Point::from));
        }
        points.push(Point::new(c.x - w, low));
        return points;
    }
    let (from, to) = (if left { x0 + tip } else { x0 }, if right || !left { x1 - tip } else { x1 });
    let mut points = vec![Point::new(from, c.y - h), Point::new(to, c.y - h)];
    if right || !left {
        points.extend([(to, y0), (x1, c.y), (to, y1)].map(Point::from));
    }
    points.extend([(to, c.y + h), (from, c.y + h)].map(Point::from));
    if left {
        points.extend([(from, y1), (x0, c.y), (from, y0)].map(Point::from));
    }
    points
}
