//! Boxes, groups of boxes, and lines between them: what flowcharts, states, classes, entities and requirements share.

mod draw;
mod edge;
mod form;
mod head;
mod icon;
mod labels;
mod layout;
mod look;
mod table;

pub(super) use draw::{draw, paint};
pub(super) use edge::{Course, unit};
pub(super) use form::Form;
pub(super) use head::{Head, HeadInk};
pub(super) use layout::{Placed, Route};
pub(super) use look::{Look, color};
pub(super) use table::{Row, Table};

use super::text::Label;
pub(super) use crate::plan::Direction;
use linocut_core::kurbo::Size;

/// A graph before it is laid out.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub(super) direction: Direction,
    pub(super) nodes: Vec<Node>,
    pub(super) groups: Vec<Group>,
    pub(super) edges: Vec<Edge>,
}

/// One box.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its name in the source.
    pub(super) id: String,
    pub(super) body: NodeBody,
    pub(super) look: Look,
    /// The group it is in, by index.
    pub(super) parent: Option<usize>,
}

/// What a box shows.
#[derive(Clone, Debug)]
pub(super) enum NodeBody {
    /// A label in an outline.
    Form(Form, Label),
    /// A head and rows.
    Table(Table),
    /// A picture with a label below it.
    Icon(String, Label),
}

/// A frame around boxes.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) title: Label,
    /// The group it is in, by index.
    pub(super) parent: Option<usize>,
    /// Its own direction; heeded where no line crosses its frame.
    pub(super) direction: Option<Direction>,
    pub(super) look: Look,
    pub(super) style: Frame,
}

/// How a group's frame is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Frame {
    /// A pale sheet.
    #[default]
    Sheet,
    /// A box with a title bar, as composite states have.
    Titled,
    /// A dashed line, as parallel parts of a state and system boundaries have.
    Dashed,
}

/// One end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A box, by index.
    Node(usize),
    /// A group's frame, by index.
    Group(usize),
}

/// A line between two ends.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) from: End,
    pub(super) to: End,
    pub(super) label: Label,
    pub(super) tail: Head,
    pub(super) head: Head,
    /// Small texts at the beginning and the end, such as multiplicities.
    pub(super) ends: [Label; 2],
    pub(super) line: LineKind,
    /// Ranks between its ends, at least 1.
    pub(super) length: usize,
    pub(super) look: Look,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LineKind {
    #[default]
    Solid,
    Dotted,
    Thick,
    /// Only holds its ends together.
    Hidden,
}

impl Edge {
    pub(super) fn new(from: End, to: End) -> Self {
        Self {
            from,
            to,
            label: Label::default(),
            tail: Head::None,
            head: Head::Arrow,
            ends: [Label::default(), Label::default()],
            line: LineKind::Solid,
            length: 1,
            look: Look::default(),
        }
    }
}

impl Node {
    /// How large it is drawn.
    pub(super) fn size(&self) -> Size {
        match &self.body {
            NodeBody::Form(form, label) => form.size(label),
            NodeBody::Table(table) => table.size(),
            NodeBody::Icon(_, label) => icon::size(label),
        }
    }

    /// What people call it.
    pub(super) fn name(&self) -> String {
        match &self.body {
            NodeBody::Form(_, label) | NodeBody::Icon(_, label) => label.text(),
            NodeBody::Table(table) => table.name(),
        }
    }
}

/// The groups around an end, from the inside out; a chain that leads back into itself is cut where it is as long as all.
pub(super) fn around(graph: &Graph, parent: Option<usize>) -> Vec<usize> {
    let (mut chain, mut next) = (Vec::new(), parent);
    while let Some(index) = next.filter(|_| chain.len() < graph.groups.len()) {
        chain.push(index);
        next = graph.groups.get(index).and_then(|group| group.parent);
    }
    chain
}
