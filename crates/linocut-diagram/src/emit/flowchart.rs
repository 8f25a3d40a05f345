//! Flowcharts.

use super::graph::{self, Direction, Edge, End, Form, Frame, Graph, Group, Head, LineKind, Look, Node, NodeBody};
use super::text::{Face, Label, SIZE, WRAP};
use super::{Brush, Picture};
use linocut_core::Result;
use merman::diagrams::flowchart::{
    FlowEdge, FlowEdgeMarker, FlowEdgeStroke, FlowEdgeVisibility, FlowNode, FlowSubgraph, FlowchartModel,
};
use std::collections::BTreeMap;

pub(super) fn draw(model: &FlowchartModel, brush: Brush<'_>) -> Result<Picture> {
    let said = model.direction.as_deref().and_then(Direction::from_letters);
    let groups: BTreeMap<&str, usize> =
        model.subgraphs.iter().enumerate().map(|(index, group)| (group.id.as_str(), index)).collect();
    let parents = parents(model);
    let mut graph = Graph { direction: brush.direction.or(said).unwrap_or_default(), ..Graph::default() };
    for group in &model.subgraphs {
        let parent = parents.get(group.id.as_str()).copied();
        let own = group.dir.as_deref().filter(|_| group.has_explicit_dir).and_then(Direction::from_letters);
        graph.groups.push(frame(group, parent, own, model));
    }
    let mut nodes: BTreeMap<&str, usize> = BTreeMap::new();
    for node in model.nodes.iter().filter(|node| !groups.contains_key(node.id.as_str())) {
        nodes.insert(&node.id, graph.nodes.len());
        graph.nodes.push(boxed(node, parents.get(node.id.as_str()).copied(), model));
    }
    let end = |id: &str| {
        let node = nodes.get(id).map(|&index| End::Node(index));
        node.or_else(|| groups.get(id).map(|&index| End::Group(index)))
    };
    for edge in &model.edges {
        if let (Some(from), Some(to)) = (end(&edge.from), end(&edge.to)) {
            graph.edges.push(wire(edge, from, to, model));
        }
    }
    let scene = graph::draw(&graph, brush.colors)?;
    Ok(Picture::new(scene).described(None, model.acc_title.as_ref(), model.acc_descr.as_ref()))
}

/// The innermost group of every node and group, by name.
fn parents(model: &FlowchartModel) -> BTreeMap<&str, usize> {
    let mut parents = BTreeMap::new();
    for (index, group) in model.subgraphs.iter().enumerate() {
        for member in group.nodes.iter().filter(|member| **member != group.id) {
            parents.entry(member.as_str()).or_insert(index);
        }
    }
    parents
}

fn frame(group: &FlowSubgraph, parent: Option<usize>, direction: Option<Direction>, model: &FlowchartModel) -> Group {
    let title = if group.title.trim().is_empty() { String::new() } else { group.title.clone() };
    Group {
        id: group.id.clone(),
        title: Label::new(&title, WRAP * 1.5, SIZE, Face::BOLD),
        parent,
        direction,
        look: look(&group.classes, &group.styles, model),
        style: Frame::Sheet,
    }
}

fn boxed(node: &FlowNode, parent: Option<usize>, model: &FlowchartModel) -> Node {
    let form = Form::named(node.layout_shape.as_deref().unwrap_or("squareRect"));
    let text = node.label.as_deref().unwrap_or(&node.id);
    let default =
        model.class_defs.get("default").map_or(Look::default(), |d| Look::parse(d.iter().map(String::as_str)));
    let label = if form.has_no_label() { Label::default() } else { Label::plain(&without_icons(text)) };
    Node {
        id: node.id.clone(),
        body: NodeBody::Form(form, label),
        look: default.under(look(&node.classes, &node.styles, model)),
        parent,
    }
}

fn wire(edge: &FlowEdge, from: End, to: End, model: &FlowchartModel) -> Edge {
    let defaults = model.edge_defaults.as_ref().map(|defaults| defaults.style.as_slice()).unwrap_or_default();
    let own = look(&edge.classes, &edge.style, model);
    let line = match (edge.visibility, edge.stroke_kind) {
        (FlowEdgeVisibility::Invisible, _) => LineKind::Hidden,
        (FlowEdgeVisibility::Visible, FlowEdgeStroke::Normal) => LineKind::Solid,
        (FlowEdgeVisibility::Visible, FlowEdgeStroke::Dotted) => LineKind::Dotted,
        (FlowEdgeVisibility::Visible, FlowEdgeStroke::Thick) => LineKind::Thick,
    };
    Edge {
        label: Label::small(&without_icons(edge.label.as_deref().unwrap_or_default())),
        tail: head(edge.start_marker),
        head: head(edge.end_marker),
        line,
        length: edge.length.clamp(1, 10),
        look: Look::parse(defaults.iter().map(String::as_str)).under(own),
        ..Edge::new(from, to)
    }
}

fn head(marker: FlowEdgeMarker) -> Head {
    match marker {
        FlowEdgeMarker::None => Head::None,
        FlowEdgeMarker::Point => Head::Arrow,
        FlowEdgeMarker::Circle => Head::Ball,
        FlowEdgeMarker::Cross => Head::Cross,
    }
}

fn look(classes: &[String], styles: &[String], model: &FlowchartModel) -> Look {
    let named = classes.iter().filter_map(|class| model.class_defs.get(class)).flatten();
    Look::parse(named.chain(styles).map(String::as_str))
}

/// A label without the names of icons of fonts that are not here (`fa:fa-car`).
pub(super) fn without_icons(text: &str) -> String {
    if !text.contains(":fa-") && !text.contains("fa:") {
        return text.to_owned();
    }
    let is_icon = |word: &&str| {
        word.split_once(':').is_some_and(|(family, name)| {
            matches!(family, "fa" | "fab" | "fas" | "far" | "fal" | "fad" | "mdi") && !name.is_empty()
        })
    };
    let words: Vec<&str> = text.split(' ').filter(|word| !is_icon(word)).collect();
    if words.is_empty() { text.to_owned() } else { words.join(" ") }
}
