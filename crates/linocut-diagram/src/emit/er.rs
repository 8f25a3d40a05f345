//! Entities and how many of one belong to how many of another.

use super::graph::{self, Direction, Edge, End, Frame, Graph, Group, Head, LineKind, Look, Node, NodeBody, Row, Table};
use super::text::{Face, Label, SIZE, SMALL, WRAP};
use super::{Brush, Picture};
use linocut_core::Result;
use merman::diagrams::er::{
    ErAttributeRenderModel, ErDiagramRenderModel, ErEntityRenderModel, ErRelationshipRenderModel,
};
use std::collections::BTreeMap;

pub(super) fn draw(model: &ErDiagramRenderModel, brush: Brush<'_>) -> Result<Picture> {
    let direction = brush.direction.or_else(|| Direction::from_letters(&model.direction)).unwrap_or_default();
    let mut graph = Graph { direction, ..Graph::default() };
    let mut parents: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, group) in model.subgraphs.iter().enumerate() {
        for member in group.nodes.iter().filter(|member| **member != group.id) {
            parents.entry(member).or_insert(index);
        }
    }
    let mut ends: BTreeMap<&str, End> = BTreeMap::new();
    for group in &model.subgraphs {
        ends.insert(&group.id, End::Group(graph.groups.len()));
        graph.groups.push(Group {
            id: group.id.clone(),
            title: Label::new(&group.title, WRAP * 1.5, SIZE, Face::BOLD),
            parent: parents.get(group.id.as_str()).copied(),
            direction: group.dir.as_deref().and_then(Direction::from_letters),
            look: Look::parse(group.css_styles.iter().map(String::as_str)),
            style: Frame::Sheet,
        });
    }
    for (name, entity) in &model.entities {
        let index = End::Node(graph.nodes.len());
        ends.insert(name, index);
        ends.insert(&entity.id, index);
        let parent = parents.get(name.as_str()).or_else(|| parents.get(entity.id.as_str())).copied();
        let body = NodeBody::Table(table(name, entity));
        graph.nodes.push(Node { id: name.clone(), body, look: look(entity, model), parent });
    }
    for relation in &model.relationships {
        if let (Some(&from), Some(&to)) = (ends.get(relation.entity_a.as_str()), ends.get(relation.entity_b.as_str())) {
            graph.edges.push(wire(relation, from, to));
        }
    }
    let scene = graph::draw(&graph, brush.colors)?;
    Ok(Picture::new(scene).described(None, model.acc_title.as_ref(), model.acc_descr.as_ref()))
}

fn table(name: &str, entity: &ErEntityRenderModel) -> Table {
    let title = [&entity.alias, &entity.label].into_iter().find(|text| !text.trim().is_empty());
    let attributes: Vec<Row> = {
        let keys = entity.attributes.iter().any(|attribute| !attribute.keys.is_empty());
        entity.attributes.iter().map(|attribute| row(attribute, keys)).collect()
    };
    Table {
        kinds: Vec::new(),
        title: Label::new(title.map_or(name, String::as_str), WRAP * 1.5, SIZE, Face::BOLD),
        parts: if attributes.is_empty() { Vec::new() } else { vec![attributes] },
        striped: true,
    }
}

fn row(attribute: &ErAttributeRenderModel, keys: bool) -> Row {
    let small = |text: &str| Label::exact(text, SMALL, Face::default());
    let mut cells = vec![small(&attribute.ty), small(&attribute.name)];
    if keys || !attribute.comment.is_empty() {
        cells.push(Label::exact(&attribute.keys.join(", "), SMALL, Face::BOLD));
    }
    if !attribute.comment.is_empty() {
        cells.push(Label::new(&attribute.comment, WRAP, SMALL, Face::default()));
    }
    Row { cells, underlined: false }
}

fn look(entity: &ErEntityRenderModel, model: &ErDiagramRenderModel) -> Look {
    let named = entity.css_classes.split_whitespace().filter_map(|name| model.classes.get(name));
    let styles = named.flat_map(|class| class.styles.iter().chain(&class.text_styles));
    Look::parse(styles.chain(&entity.css_styles).map(String::as_str))
}

fn wire(relation: &ErRelationshipRenderModel, from: End, to: End) -> Edge {
    let dotted = relation.rel_spec.rel_type == "NON_IDENTIFYING";
    Edge {
        label: Label::small(&relation.role_a),
        // The model names the count at the other entity first.
        tail: head(&relation.rel_spec.card_b),
        head: head(&relation.rel_spec.card_a),
        line: if dotted { LineKind::Dotted } else { LineKind::Solid },
        ..Edge::new(from, to)
    }
}

fn head(count: &str) -> Head {
    match count {
        "ZERO_OR_ONE" => Head::Maybe,
        "ZERO_OR_MORE" => Head::Any,
        "ONE_OR_MORE" => Head::Many,
        "ONLY_ONE" => Head::One,
        "MD_PARENT" => Head::Ball,
        _ => Head::None,
    }
}
