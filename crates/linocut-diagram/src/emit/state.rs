//! States and transitions.

use super::graph::{self, Direction, Edge, End, Form, Frame, Graph, Group, LineKind, Look, Node, NodeBody, Row, Table};
use super::text::{Face, Label, SIZE, WRAP};
use super::{Brush, Picture};
use linocut_core::Result;
use merman::diagrams::state::{StateDiagramRenderModel, StateDiagramRenderNode};
use std::collections::BTreeMap;

pub(super) fn draw(model: &StateDiagramRenderModel, brush: Brush<'_>) -> Result<Picture> {
    let direction = brush.direction.or_else(|| Direction::from_letters(&model.direction)).unwrap_or_default();
    let mut graph = Graph { direction, ..Graph::default() };
    let is_frame = |node: &&StateDiagramRenderNode| node.is_group && node.shape != "noteGroup";
    let frames: Vec<&StateDiagramRenderNode> = model.nodes.iter().filter(is_frame).collect();
    let groups: BTreeMap<&str, usize> = frames.iter().enumerate().map(|(index, n)| (n.id.as_str(), index)).collect();
    // A note and its state share a frame in the model that is not drawn.
    let hidden: BTreeMap<&str, Option<&str>> = model
        .nodes
        .iter()
        .filter(|node| node.shape == "noteGroup")
        .map(|node| (node.id.as_str(), node.parent_id.as_deref()))
        .collect();
    let parent = |node: &StateDiagramRenderNode| {
        let id = node.parent_id.as_deref()?;
        let id = hidden.get(id).copied().unwrap_or(Some(id))?;
        groups.get(id).copied()
    };
    for node in &frames {
        graph.groups.push(frame(node, parent(node)));
    }
    let mut ends: BTreeMap<&str, End> = groups.iter().map(|(&id, &index)| (id, End::Group(index))).collect();
    for node in model.nodes.iter().filter(|node| !node.is_group) {
        ends.insert(&node.id, End::Node(graph.nodes.len()));
        graph.nodes.push(boxed(node, parent(node), graph.direction));
    }
    for edge in &model.edges {
        if let (Some(&from), Some(&to)) = (ends.get(edge.start.as_str()), ends.get(edge.end.as_str())) {
            let note = edge.classes.contains("note-edge");
            graph.edges.push(Edge {
                label: Label::small(&edge.label),
                head: if note { graph::Head::None } else { graph::Head::Arrow },
                line: if note { LineKind::Dotted } else { LineKind::Solid },
                ..Edge::new(from, to)
            });
        }
    }
    let scene = graph::draw(&graph, brush.colors)?;
    Ok(Picture::new(scene).described(None, model.acc_title.as_ref(), model.acc_descr.as_ref()))
}

fn frame(node: &StateDiagramRenderNode, parent: Option<usize>) -> Group {
    let divided = node.shape == "divider";
    let title = if divided { String::new() } else { label(node) };
    Group {
        id: node.id.clone(),
        title: Label::new(&title, WRAP * 1.5, SIZE, Face::BOLD),
        parent,
        direction: node.dir.as_deref().filter(|_| node.explicit_dir == Some(true)).and_then(Direction::from_letters),
        look: look(node),
        style: if divided { Frame::Dashed } else { Frame::Titled },
    }
}

fn boxed(node: &StateDiagramRenderNode, parent: Option<usize>, direction: Direction) -> Node {
    let flat = matches!(direction, Direction::Right | Direction::Left);
    let described = node.description.as_deref().unwrap_or_default();
    let body = match node.shape.as_str() {
        "stateStart" => NodeBody::Form(Form::Dot, Label::default()),
        "stateEnd" => NodeBody::Form(Form::Target, Label::default()),
        "fork" | "join" => NodeBody::Form(if flat { Form::Post } else { Form::Bar }, Label::default()),
        "choice" => NodeBody::Form(Form::Diamond, Label::default()),
        "note" => NodeBody::Form(Form::Note, Label::small(&label(node))),
        "rectWithTitle" if !described.is_empty() => NodeBody::Table(Table {
            title: Label::new(&label(node), WRAP, SIZE, Face::BOLD),
            parts: vec![described.iter().map(|line| row(line)).collect()],
            ..Table::default()
        }),
        _ => NodeBody::Form(Form::Rounded, Label::plain(&label(node))),
    };
    Node { id: node.id.clone(), body, look: look(node), parent }
}

fn row(text: &str) -> Row {
    Row { cells: vec![Label::small(text)], underlined: false }
}

fn look(node: &StateDiagramRenderNode) -> Look {
    Look::parse(node.css_compiled_styles.iter().chain(&node.css_styles).map(String::as_str))
}

fn label(node: &StateDiagramRenderNode) -> String {
    match &node.label {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Array(lines)) => {
            lines.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join("\n")
        }
        Some(_) | None => node.id.clone(),
    }
}
