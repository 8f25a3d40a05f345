//! Services in groups, joined at their sides.

use super::graph::{self, Edge, End, Form, Frame, Graph, Group, Head, Look, Node, NodeBody, Placed, Route};
use super::text::{Face, Label, SIZE, WRAP};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect, Size};
use merman::diagrams::architecture::{
    ArchitectureDiagramRenderModel, ArchitectureRenderEdge, ArchitectureRenderNode, ArchitectureRenderNodeType,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Between two columns, and between two rows, in user units.
const APART: (f64, f64) = (76.0, 64.0);
/// Between a frame and what is in it.
const PADDING: f64 = 20.0;

/// Column and row.
type Cell = (i32, i32);

/// The picture, or `None` when a group would have to be drawn around a stranger.
pub(super) fn draw(model: &ArchitectureDiagramRenderModel, brush: Brush<'_>) -> Option<Picture> {
    let cells = cells(model);
    let mut graph = Graph::default();
    let groups: BTreeMap<&str, usize> = model.groups.iter().enumerate().map(|(i, g)| (g.id.as_str(), i)).collect();
    for group in &model.groups {
        graph.groups.push(Group {
            id: group.id.clone(),
            title: Label::new(group.title.as_deref().unwrap_or_default(), WRAP, SIZE, Face::BOLD),
            parent: group.in_group.as_deref().and_then(|id| groups.get(id)).copied(),
            direction: None,
            look: Look::default(),
            style: Frame::Sheet,
        });
    }
    for node in &model.nodes {
        let parent = node.in_group.as_deref().and_then(|id| groups.get(id)).copied();
        graph.nodes.push(Node { id: node.id.clone(), body: body(node), look: Look::default(), parent });
    }
    let mut placed = Placed { nodes: rects(model, &graph, &cells), ..Placed::default() };
    placed.groups = frames(&graph, &placed.nodes)?;
    for edge in &model.edges {
        let place = |id: &str| model.nodes.iter().position(|node| node.id == id);
        let (Some(from), Some(to)) = (place(&edge.lhs_id), place(&edge.rhs_id)) else { continue };
        placed.routes.push(route(edge, (from, to), &graph, &placed));
        graph.edges.push(Edge {
            label: Label::small(edge.title.as_deref().unwrap_or_default()),
            tail: if edge.lhs_into == Some(true) { Head::Arrow } else { Head::None },
            head: if edge.rhs_into == Some(true) { Head::Arrow } else { Head::None },
            ..Edge::new(End::Node(from), End::Node(to))
        });
    }
    let scene = graph::paint(&graph, &placed, brush.colors);
    Some(Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref()))
}

fn body(node: &ArchitectureRenderNode) -> NodeBody {
    match node.node_type {
        ArchitectureRenderNodeType::Junction => NodeBody::Form(Form::Dot, Label::default()),
        ArchitectureRenderNodeType::Service => {
            let title = node.title.as_deref().unwrap_or(&node.id);
            let icon = node.icon.as_deref().or(node.icon_text.as_deref()).unwrap_or_default();
            NodeBody::Icon(icon.to_owned(), Label::new(title, 140.0, SIZE, Face::default()))
        }
    }
}

/// Where one side looks to.
fn step(side: char) -> Cell {
    match side {
        'L' => (-1, 0),
        'R' => (1, 0),
        'T' => (0, -1),
        _ => (0, 1),
    }
}

/// A cell for every node: neighbors stand where the sides of their line look to.
fn cells(model: &ArchitectureDiagramRenderModel) -> BTreeMap<&str, Cell> {
    let mut cells: BTreeMap<&str, Cell> = BTreeMap::new();
    let mut free_column = 0;
    for node in &model.nodes {
        if cells.contains_key(node.id.as_str()) {
            continue;
        }
        let mates: Vec<Cell> = model
            .nodes
            .iter()
            .filter(|other| node.in_group.is_some() && other.in_group == node.in_group)
            .filter_map(|other| cells.get(other.id.as_str()).copied())
            .collect();
        let taken: BTreeSet<Cell> = cells.values().copied().collect();
        let beside = mates.iter().max().map(|&(x, y)| search(&taken, (x, y + 1), (0, 1)));
        let alone = !model.edges.iter().any(|edge| edge.lhs_id == node.id || edge.rhs_id == node.id);
        let start = beside.filter(|_| alone).unwrap_or((free_column, 0));
        spread(model, &node.id, start, &mut cells);
        free_column = cells.values().map(|(x, _)| x + 1).max().unwrap_or(0);
        let lowest = cells.values().map(|(x, _)| *x).min().unwrap_or(0);
        free_column -= lowest.min(0);
        for (x, _) in cells.values_mut() {
            *x -= lowest.min(0);
        }
    }
    cells
}

/// Gives cells to a node and all that are joined to it.
fn spread<'m>(model: &'m ArchitectureDiagramRenderModel, id: &'m str, at: Cell, cells: &mut BTreeMap<&'m str, Cell>) {
    let before: BTreeSet<Cell> = cells.values().copied().collect();
    let mut own: BTreeMap<&str, Cell> = BTreeMap::from([(id, (0, 0))]);
    let mut open = VecDeque::from([id]);
    while let Some(next) = open.pop_front() {
        let Some(&(x, y)) = own.get(next) else { continue };
        for edge in &model.edges {
            let (a, b) = (step(edge.lhs_dir), step(edge.rhs_dir));
            let way = ((a.0 - b.0).signum(), (a.1 - b.1).signum());
            let (other, way) = if edge.lhs_id == next {
                (edge.rhs_id.as_str(), way)
            } else if edge.rhs_id == next {
                (edge.lhs_id.as_str(), (-way.0, -way.1))
            } else {
                continue;
            };
            if own.contains_key(other) || cells.contains_key(other) {
                continue;
            }
            let taken: BTreeSet<Cell> = own.values().copied().collect();
            let way = if way == (0, 0) { (1, 0) } else { way };
            own.insert(other, search(&taken, (x + way.0, y + way.1), way));
            open.push_back(other);
        }
    }
    let left = own.values().map(|(x, _)| *x).min().unwrap_or(0);
    let alone = own.len() == 1;
    for (id, (x, y)) in own {
        let cell = if alone { at } else { (at.0 + x - left, at.1 + y) };
        cells.insert(id, search(&before, cell, (0, 1)));
    }
}

/// The first free cell from `cell` on.
fn search(taken: &BTreeSet<Cell>, cell: Cell, way: Cell) -> Cell {
    let along = (0..64).map(|n| (cell.0 + way.0 * n, cell.1 + way.1 * n));
    along.into_iter().find(|cell| !taken.contains(cell)).unwrap_or(cell)
}

/// Boxes in the middle of their cells; columns are as wide as their widest box.
fn rects(model: &ArchitectureDiagramRenderModel, graph: &Graph, cells: &BTreeMap<&str, Cell>) -> Vec<Rect> {
    let sizes: Vec<Size> = graph.nodes.iter().map(Node::size).collect();
    let cell = |node: &ArchitectureRenderNode| cells.get(node.id.as_str()).copied().unwrap_or_default();
    let mut wide: BTreeMap<i32, f64> = BTreeMap::new();
    let mut high: BTreeMap<i32, f64> = BTreeMap::new();
    for (node, size) in model.nodes.iter().zip(&sizes) {
        let (x, y) = cell(node);
        let (width, height) = (wide.entry(x).or_insert(0.0), high.entry(y).or_insert(0.0));
        (*width, *height) = (width.max(size.width), height.max(size.height));
    }
    let middles = |lengths: &BTreeMap<i32, f64>, apart: f64| {
        let mut at = 0.0;
        let mut middles: BTreeMap<i32, f64> = BTreeMap::new();
        for (&index, &length) in lengths {
            middles.insert(index, at + length / 2.0);
            at += length + apart;
        }
        middles
    };
    let (columns, rows) = (middles(&wide, APART.0), middles(&high, APART.1));
    let middle = |node: &ArchitectureRenderNode| {
        let (x, y) = cell(node);
        Point::new(columns.get(&x).copied().unwrap_or(0.0), rows.get(&y).copied().unwrap_or(0.0))
    };
    model.nodes.iter().zip(&sizes).map(|(node, &size)| Rect::from_center_size(middle(node), size)).collect()
}

/// Frames around the members of each group, inner ones first; `None` when one holds or cuts a stranger.
fn frames(graph: &Graph, nodes: &[Rect]) -> Option<Vec<Rect>> {
    let chains: Vec<Vec<usize>> = graph.nodes.iter().map(|node| graph::around(graph, node.parent)).collect();
    let mut frames = vec![Rect::ZERO; graph.groups.len()];
    let mut order: Vec<usize> = (0..graph.groups.len()).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(graph::around(graph, Some(group)).len()));
    for &group in &order {
        let members = nodes.iter().zip(&chains).filter(|(_, chain)| chain.contains(&group)).map(|(rect, _)| *rect);
        let inner = graph.groups.iter().zip(&frames).filter(|(other, _)| other.parent == Some(group)).map(|(_, f)| *f);
        let all = members.chain(inner.filter(|frame| *frame != Rect::ZERO)).reduce(|a, b| a.union(b));
        let title = graph.groups.get(group).map_or(0.0, |group| group.title.height);
        let frame = all.map(|all| Rect { y0: all.y0 - title - 4.0, ..all }.inflate(PADDING, PADDING - 4.0))?;
        let strange = nodes.iter().zip(&chains).any(|(rect, chain)| !chain.contains(&group) && rect.overlaps(frame));
        if strange {
            return None;
        }
        if let Some(slot) = frames.get_mut(group) {
            *slot = frame;
        }
    }
    let related =
        |a: usize, b: usize| graph::around(graph, Some(a)).contains(&b) || graph::around(graph, Some(b)).contains(&a);
    let clash = frames
        .iter()
        .enumerate()
        .any(|(a, one)| frames.iter().enumerate().skip(a + 1).any(|(b, other)| !related(a, b) && one.overlaps(*other)));
    (!clash).then_some(frames)
}

/// A line from side to side, with right angles.
fn route(edge: &ArchitectureRenderEdge, (from, to): (usize, usize), graph: &Graph, placed: &Placed) -> Route {
    let end = |index: usize, side: char, of_group: bool| {
        let rect = placed.nodes.get(index).copied().unwrap_or_default();
        let group = graph.nodes.get(index).and_then(|node| node.parent).filter(|_| of_group);
        let frame = group.and_then(|group| placed.groups.get(group)).copied().unwrap_or(rect);
        let c = rect.center();
        match side {
            'L' => Point::new(frame.x0, c.y),
            'R' => Point::new(frame.x1, c.y),
            'T' => Point::new(c.x, frame.y0),
            _ => Point::new(c.x, frame.y1),
        }
    };
    let a = end(from, edge.lhs_dir, edge.lhs_group == Some(true));
    let b = end(to, edge.rhs_dir, edge.rhs_group == Some(true));
    let flat = |side: char| matches!(side, 'L' | 'R');
    let between = match (flat(edge.lhs_dir), flat(edge.rhs_dir)) {
        (true, true) if (a.y - b.y).abs() > 0.5 => {
            let x = f64::midpoint(a.x, b.x);
            vec![Point::new(x, a.y), Point::new(x, b.y)]
        }
        (false, false) if (a.x - b.x).abs() > 0.5 => {
            let y = f64::midpoint(a.y, b.y);
            vec![Point::new(a.x, y), Point::new(b.x, y)]
        }
        (true, false) => vec![Point::new(b.x, a.y)],
        (false, true) => vec![Point::new(a.x, b.y)],
        (true, true) | (false, false) => Vec::new(),
    };
    let points = std::iter::once(a).chain(between).chain([b]).collect();
    Route { points, label: None, angular: true }
}
