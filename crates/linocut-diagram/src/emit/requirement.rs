//! Requirements and what meets them.

use super::graph::{self, Direction, Edge, End, Graph, Head, LineKind, Look, Node, NodeBody, Row, Table};
use super::text::{Face, Label, SIZE, SMALL, WRAP};
use super::{Brush, Picture};
use linocut_core::Result;
use merman::diagrams::requirement::RequirementDiagramRenderModel;
use std::collections::BTreeMap;

pub(super) fn draw(model: &RequirementDiagramRenderModel, brush: Brush<'_>) -> Result<Picture> {
    let direction = brush.direction.or_else(|| Direction::from_letters(&model.direction)).unwrap_or_default();
    let mut graph = Graph { direction, ..Graph::default() };
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    for requirement in &model.requirements {
        let rows = [
            ("ID", &requirement.requirement_id),
            ("Text", &requirement.text),
            ("Risk", &requirement.risk),
            ("Verified by", &requirement.verify_method),
        ];
        ends.insert(&requirement.name, graph.nodes.len());
        let look = look(&requirement.classes, &requirement.css_styles, model);
        graph.nodes.push(boxed(&requirement.name, &requirement.node_type, &rows, look));
    }
    for element in &model.elements {
        let rows = [("Type", &element.element_type), ("Document", &element.doc_ref)];
        ends.insert(&element.name, graph.nodes.len());
        let look = look(&element.classes, &element.css_styles, model);
        graph.nodes.push(boxed(&element.name, "Element", &rows, look));
    }
    for relation in &model.relationships {
        let (Some(&from), Some(&to)) = (ends.get(relation.src.as_str()), ends.get(relation.dst.as_str())) else {
            continue;
        };
        let contains = relation.rel_type == "contains";
        graph.edges.push(Edge {
            label: Label::exact(&format!("«{}»", relation.rel_type), SMALL, Face::default()),
            tail: if contains { Head::Contains } else { Head::None },
            head: if contains { Head::None } else { Head::Open },
            line: if contains { LineKind::Solid } else { LineKind::Dotted },
            ..Edge::new(End::Node(from), End::Node(to))
        });
    }
    let scene = graph::draw(&graph, brush.colors)?;
    Ok(Picture::new(scene).described(None, model.acc_title.as_ref(), model.acc_descr.as_ref()))
}

fn boxed(name: &str, kind: &str, rows: &[(&str, &String)], look: Look) -> Node {
    let rows: Vec<Row> = rows
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(key, text)| Row {
            cells: vec![Label::exact(key, SMALL, Face::BOLD), Label::new(text, WRAP * 1.2, SMALL, Face::default())],
            underlined: false,
        })
        .collect();
    let table = Table {
        kinds: vec![Label::exact(&format!("«{kind}»"), SMALL, Face::default())],
        title: Label::new(name, WRAP * 1.5, SIZE, Face::BOLD),
        parts: if rows.is_empty() { Vec::new() } else { vec![rows] },
        striped: false,
    };
    Node { id: name.to_owned(), body: NodeBody::Table(table), look, parent: None }
}

fn look(classes: &[String], styles: &[String], model: &RequirementDiagramRenderModel) -> Look {
    let named = classes.iter().filter_map(|name| model.classes.get(name));
    let declared = named.flat_map(|class| class.styles.iter().chain(&class.text_styles));
    Look::parse(declared.chain(styles).map(String::as_str))
}
