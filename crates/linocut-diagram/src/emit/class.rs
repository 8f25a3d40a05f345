//! Classes and their relations.

use super::graph::{
    self, Direction, Edge, End, Form, Frame, Graph, Group, Head, LineKind, Look, Node, NodeBody, Row, Table,
};
use super::text::{Face, Label, SIZE, SMALL, WRAP};
use super::{Brush, Picture};
use linocut_core::Result;
use merman::models::class_diagram::{ClassDiagram, ClassMember, ClassNode, ClassRelation};
use std::collections::BTreeMap;

/// Where lines of members are broken: wider than other labels, as signatures are long.
const MEMBER: f64 = 380.0;

pub(super) fn draw(model: &ClassDiagram, brush: Brush<'_>) -> Result<Picture> {
    let direction = brush.direction.or_else(|| Direction::from_letters(&model.direction)).unwrap_or_default();
    let mut graph = Graph { direction, ..Graph::default() };
    let spaces: BTreeMap<&str, usize> =
        model.namespaces.keys().enumerate().map(|(index, id)| (id.as_str(), index)).collect();
    for (id, space) in &model.namespaces {
        graph.groups.push(Group {
            id: id.clone(),
            title: Label::new(&space.label, WRAP * 1.5, SIZE, Face::BOLD),
            parent: space.parent.as_deref().and_then(|parent| spaces.get(parent)).copied(),
            direction: None,
            look: Look::default(),
            style: Frame::Sheet,
        });
    }
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, class) in &model.classes {
        ends.insert(id, graph.nodes.len());
        let parent = class.parent.as_deref().and_then(|parent| spaces.get(parent)).copied();
        graph.nodes.push(Node {
            id: id.clone(),
            body: NodeBody::Table(table(class)),
            look: look(class, model),
            parent,
        });
    }
    for interface in &model.interfaces {
        ends.insert(&interface.id, graph.nodes.len());
        let body = NodeBody::Form(Form::Text, Label::plain(&interface.label));
        graph.nodes.push(Node { id: interface.id.clone(), body, look: Look::default(), parent: None });
    }
    for relation in &model.relations {
        if let (Some(&from), Some(&to)) = (ends.get(relation.id1.as_str()), ends.get(relation.id2.as_str())) {
            graph.edges.push(wire(relation, from, to, model));
        }
    }
    for note in &model.notes {
        let parent = note.parent.as_deref().and_then(|parent| spaces.get(parent)).copied();
        let body = NodeBody::Form(Form::Note, Label::small(&note.text));
        let index = graph.nodes.len();
        graph.nodes.push(Node { id: note.id.clone(), body, look: Look::default(), parent });
        if let Some(&class) = note.class_id.as_deref().and_then(|id| ends.get(id)) {
            let line = LineKind::Dotted;
            graph.edges.push(Edge { head: Head::None, line, ..Edge::new(End::Node(index), End::Node(class)) });
        }
    }
    let scene = graph::draw(&graph, brush.colors)?;
    Ok(Picture::new(scene).described(None, model.acc_title.as_ref(), model.acc_descr.as_ref()))
}

fn table(class: &ClassNode) -> Table {
    let kinds = class.annotations.iter().map(|kind| Label::exact(&format!("«{kind}»"), SMALL, Face::default()));
    let mut parts = vec![class.members.iter().map(row).collect(), class.methods.iter().map(row).collect()];
    if class.members.is_empty() && class.methods.is_empty() {
        parts.clear();
    }
    let text = if class.text.trim().is_empty() { &class.label } else { &class.text };
    Table { kinds: kinds.collect(), title: Label::new(text, WRAP * 1.5, SIZE, Face::BOLD), parts, striped: false }
}

fn row(member: &ClassMember) -> Row {
    let face = if member.css_style.contains("italic") { Face::ITALIC } else { Face::default() };
    // Generic types look like tags, and names like emphasis, so nothing is read as markup.
    let text = member.display_text.replace("&lt;", "<").replace("&gt;", ">").replace('\\', "");
    let label = Label::cut(&text, MEMBER, SMALL, face);
    Row { cells: vec![label], underlined: member.css_style.contains("underline") }
}

fn look(class: &ClassNode, model: &ClassDiagram) -> Look {
    let named = class.css_classes.split_whitespace().filter_map(|name| model.style_classes.get(name));
    let styles = named.flat_map(|class| class.styles.iter().chain(&class.text_styles));
    Look::parse(styles.chain(&class.styles).map(String::as_str))
}

fn wire(relation: &ClassRelation, from: usize, to: usize, model: &ClassDiagram) -> Edge {
    let kinds = &model.constants.relation_type;
    let head = |kind: i32| match kind {
        kind if kind == kinds.extension => Head::Triangle,
        kind if kind == kinds.composition => Head::Diamond,
        kind if kind == kinds.aggregation => Head::Hollow,
        kind if kind == kinds.dependency => Head::Open,
        kind if kind == kinds.lollipop => Head::Ring,
        _ => Head::None,
    };
    let dotted = relation.relation.line_type == model.constants.line_type.dotted_line;
    let end = |title: Option<&String>| {
        let text = title.map(String::as_str).filter(|title| *title != "none").unwrap_or_default();
        Label::exact(text, SMALL, Face::default())
    };
    Edge {
        label: Label::small(&relation.title),
        tail: head(relation.relation.type1),
        head: head(relation.relation.type2),
        ends: [end(relation.relation_title_1.as_ref()), end(relation.relation_title_2.as_ref())],
        line: if dotted { LineKind::Dotted } else { LineKind::Solid },
        ..Edge::new(End::Node(from), End::Node(to))
    }
}
