//! Software in the C4 model.

use super::graph::{self, Direction, Edge, End, Form, Frame, Graph, Group, Head, Look, Node, NodeBody, color};
use super::text::{Face, Label, SIZE, WRAP};
use super::{Brush, Picture};
use linocut_core::Result;
use merman::diagrams::c4::{C4BoundaryRenderModel, C4DiagramRenderModel, C4RelRenderModel, C4ShapeRenderModel, C4Text};
use std::collections::BTreeMap;

pub(super) fn draw(model: &C4DiagramRenderModel, brush: Brush<'_>) -> Result<Picture> {
    let mut graph = Graph { direction: brush.direction.unwrap_or(Direction::Down), ..Graph::default() };
    // The model has a boundary for the whole page.
    let boundaries: Vec<&C4BoundaryRenderModel> = model.boundaries.iter().filter(|b| b.alias != "global").collect();
    let groups: BTreeMap<&str, usize> = boundaries.iter().enumerate().map(|(i, b)| (b.alias.as_str(), i)).collect();
    for boundary in &boundaries {
        graph.groups.push(Group {
            id: boundary.alias.clone(),
            title: Label::new(&titled(boundary), WRAP * 1.6, SIZE, Face::default()),
            parent: groups.get(boundary.parent_boundary.as_str()).copied(),
            direction: None,
            look: look(boundary.bg_color.as_ref(), boundary.border_color.as_ref(), boundary.font_color.as_ref()),
            style: Frame::Dashed,
        });
    }
    let mut ends: BTreeMap<&str, End> = groups.iter().map(|(&alias, &index)| (alias, End::Group(index))).collect();
    for shape in &model.shapes {
        ends.insert(&shape.alias, End::Node(graph.nodes.len()));
        let parent = groups.get(shape.parent_boundary.as_str()).copied();
        graph.nodes.push(boxed(shape, parent, brush));
    }
    for (index, relation) in model.rels.iter().enumerate() {
        let (Some(&from), Some(&to)) = (ends.get(relation.from_alias.as_str()), ends.get(relation.to_alias.as_str()))
        else {
            continue;
        };
        let number = (model.c4_type == "C4Dynamic").then_some(index + 1);
        graph.edges.push(wire(relation, (from, to), number));
    }
    let scene = graph::draw(&graph, brush.colors)?;
    Ok(Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref()))
}

fn titled(boundary: &C4BoundaryRenderModel) -> String {
    let kind = boundary.ty.as_ref().or(None).map(C4Text::as_str).or(boundary.node_type.as_deref()).unwrap_or_default();
    let title = format!("**{}**", boundary.label.as_str());
    if kind.is_empty() { title } else { format!("{title}<br>[{kind}]") }
}

fn boxed(shape: &C4ShapeRenderModel, parent: Option<usize>, brush: Brush<'_>) -> Node {
    let kind = shape.type_c4_shape.as_str();
    let external = kind.starts_with("external_");
    let plain = kind.trim_start_matches("external_");
    let form = if plain.ends_with("_db") {
        Form::Cylinder
    } else if plain.ends_with("_queue") {
        Form::Pipe
    } else {
        Form::Rounded
    };
    let name = plain.trim_end_matches("_db").trim_end_matches("_queue").replace('_', " ");
    let techn = shape.techn.as_ref().map(C4Text::as_str).filter(|text| !text.is_empty());
    let kind = match techn {
        Some(techn) => format!("[{name}: {techn}]"),
        None => format!("[{name}]"),
    };
    let name = shape.label.as_str().trim();
    let mut text = if name.is_empty() { kind } else { format!("**{name}**<br>{kind}") };
    if let Some(descr) = shape.descr.as_ref().map(C4Text::as_str).filter(|text| !text.is_empty()) {
        text = format!("{text}<br>{descr}");
    }
    let said = look(shape.bg_color.as_ref(), shape.border_color.as_ref(), shape.font_color.as_ref());
    let colors = brush.colors;
    let usual = if external {
        Look { fill: Some(colors.group_fill), stroke: Some(colors.line), ..Look::default() }
    } else if plain == "person" {
        Look { fill: Some(colors.head), ..Look::default() }
    } else {
        Look::default()
    };
    let body = NodeBody::Form(form, Label::new(&text, WRAP, SIZE, Face::default()));
    Node { id: shape.alias.clone(), body, look: usual.under(said), parent }
}

fn look(fill: Option<&String>, stroke: Option<&String>, ink: Option<&String>) -> Look {
    let said = |text: Option<&String>| text.and_then(|text| color(text));
    Look { fill: said(fill), stroke: said(stroke), color: said(ink), ..Look::default() }
}

fn wire(relation: &C4RelRenderModel, (from, to): (End, End), number: Option<usize>) -> Edge {
    let mut text = relation.label.as_str().to_owned();
    if let Some(number) = number {
        text = format!("{number}: {text}");
    }
    if let Some(techn) = relation.techn.as_ref().map(C4Text::as_str).filter(|text| !text.is_empty()) {
        text = format!("{text}<br>*[{techn}]*");
    }
    let (from, to) = if relation.rel_type == "rel_b" { (to, from) } else { (from, to) };
    Edge {
        label: Label::small(&text),
        tail: if relation.rel_type == "birel" { Head::Arrow } else { Head::None },
        look: Look {
            stroke: relation.line_color.as_deref().and_then(color),
            color: relation.text_color.as_deref().and_then(color),
            ..Look::default()
        },
        ..Edge::new(from, to)
    }
}
