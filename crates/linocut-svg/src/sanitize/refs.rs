//! The reference graph: what a file becomes once every reference is followed, told before anything follows one.

use super::known;
use super::notes::Notes;
use super::picture;
use super::tree::{Element, Node};
use crate::limits::{Limits, exceeded};
use crate::read::path::Commands;
use linocut_core::Result;
use std::collections::{BTreeMap, HashMap};

/// Cost of a filter primitive against an element: it touches every pixel of its region.
const PRIMITIVE: u64 = 64;
/// Pixels of an embedded picture that cost as much as an element.
const PIXELS: u64 = 65_536;
/// Stops of a gradient that cost as much as an element.
const STOPS: u64 = 8;

/// Characters in one run of text from which each costs as much as two elements: setting type looks back over the run.
const LONG_RUN: u64 = 1000;

/// How one element leads to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// It contains it.
    Child,
    /// It shows it once: `use`, a clip path, a mask, a filter.
    Once,
    /// It and everything in it may be painted with it.
    Paint,
    /// It and everything in it may show it at every corner.
    Marker,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    to: usize,
    way: Way,
    attribute: &'static str,
}

/// What an element becomes with its references expanded.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    cost: u64,
    count: u64,
    segments: u64,
    depth: u64,
}

#[derive(Debug, Default)]
struct Vertex {
    own: Sum,
    edges: Vec<Edge>,
    is_gradient: bool,
    is_start: bool,
    state: State,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Unseen,
    Open,
    Done(Sum),
}

/// Breaks every cycle of references in `root`, then holds the expansion against the limits.
///
/// # Errors
/// [`linocut_core::Kind::Limit`] when the expanded picture is too large or too deep.
pub(super) fn check(root: &mut Element, limits: &Limits, notes: &mut Notes) -> Result<()> {
    let mut graph = Graph::default();
    let mut links = Vec::new();
    graph.add(root, &mut links);
    graph.link(&links);
    drop(links);
    let mut total = Sum::default();
    for start in 0..graph.vertices.len() {
        if graph.vertices.get(start).is_some_and(|vertex| vertex.is_start) {
            let sum = graph.expand(start);
            total.cost = total.cost.saturating_add(sum.cost);
            total.segments = total.segments.saturating_add(sum.segments);
            total.depth = total.depth.max(sum.depth);
        }
    }
    if total.depth > u64::try_from(limits.depth).unwrap_or(u64::MAX) {
        return Err(exceeded("references nested too deeply", "depth", limits.depth));
    }
    if total.cost > limits.expansion {
        return Err(exceeded("references that expand to too many elements", "expansion", limits.expansion));
    }
    if total.segments > limits.segments {
        return Err(exceeded("references that expand to too many path segments", "segments", limits.segments));
    }
    cut(root, &mut 0, &graph.cuts, notes);
    Ok(())
}

/// Attributes that refer to other elements, and how.
const REFERENCES: &[(&str, Way)] = &[
    ("clip-path", Way::Once),
    ("fill", Way::Paint),
    ("filter", Way::Once),
    ("href", Way::Once),
    ("marker-end", Way::Marker),
    ("marker-mid", Way::Marker),
    ("marker-start", Way::Marker),
    ("mask", Way::Once),
    ("stroke", Way::Paint),
];

/// The ids that a value refers to.
pub(crate) fn targets(value: &str) -> impl Iterator<Item = &str> {
    let link = value.strip_prefix('#');
    let urls = value.split("url(#").skip(1).filter_map(|rest| rest.split_once(')')).map(|(id, _)| id);
    link.into_iter().chain(urls)
}

/// Each reference of an element: the attribute, how it leads on, and the id.
fn references(element: &Element) -> impl Iterator<Item = (&'static str, Way, &str)> {
    REFERENCES.iter().flat_map(|(name, way)| {
        let value = element.get(name).unwrap_or_default();
        targets(value).map(move |id| (*name, *way, id))
    })
}

/// The ids that an element itself refers to.
pub(crate) fn referred(element: &Element) -> impl Iterator<Item = &str> {
    references(element).map(|(_, _, id)| id)
}

#[derive(Debug, Default)]
struct Graph<'r> {
    vertices: Vec<Vertex>,
    ids: HashMap<&'r str, usize>,
    cuts: BTreeMap<usize, Vec<&'static str>>,
}

/// A reference not yet resolved: from which vertex, and what.
type Link<'r> = (usize, &'static str, Way, &'r str);

impl<'r> Graph<'r> {
    /// Adds `element` and what is inside, in document order; as deep as the file.
    fn add(&mut self, element: &'r Element, links: &mut Vec<Link<'r>>) -> usize {
        let at = self.vertices.len();
        self.vertices.push(Vertex {
            own: own(element),
            is_gradient: element.tag.ends_with("Gradient"),
            is_start: at == 0 || known::is_resource(element.tag),
            ..Vertex::default()
        });
        if let Some(id) = element.get("id") {
            self.ids.insert(id, at);
        }
        links.extend(references(element).map(|(name, way, id)| (at, name, way, id)));
        let mut edges = Vec::new();
        for child in element.elements() {
            let to = self.add(child, links);
            // What is only painted where something refers to it is a start of its own.
            if !known::is_resource(child.tag) {
                edges.push(Edge { to, way: Way::Child, attribute: "" });
            }
        }
        if let Some(vertex) = self.vertices.get_mut(at) {
            vertex.edges = edges;
        }
        at
    }

    fn link(&mut self, links: &[Link<'r>]) {
        for (from, attribute, way, id) in links {
            if let (Some(to), Some(vertex)) = (self.ids.get(id).copied(), self.vertices.get_mut(*from)) {
                vertex.edges.push(Edge { to, way: *way, attribute });
            }
        }
    }

    /// The expansion of one vertex, depth first without recursion: references can lead further than any stack.
    fn expand(&mut self, start: usize) -> Sum {
        let mut open = vec![(start, 0_usize)];
        self.mark(start, State::Open);
        while let Some((at, next)) = open.last_mut() {
            let edge = self.vertices.get(*at).and_then(|vertex| vertex.edges.get(*next)).copied();
            *next += 1;
            let from = *at;
            let Some(edge) = edge else {
                let sum = self.sum(from);
                self.mark(from, State::Done(sum));
                open.pop();
                continue;
            };
            match self.vertices.get(edge.to).map(|vertex| vertex.state) {
                Some(State::Unseen) => {
                    self.mark(edge.to, State::Open);
                    open.push((edge.to, 0));
                }
                Some(State::Open) if edge.way != Way::Child => {
                    self.cuts.entry(from).or_default().push(edge.attribute);
                }
                Some(State::Open | State::Done(_)) | None => {}
            }
        }
        self.done(start)
    }

    fn mark(&mut self, at: usize, state: State) {
        if let Some(vertex) = self.vertices.get_mut(at) {
            vertex.state = state;
        }
    }

    fn done(&self, at: usize) -> Sum {
        match self.vertices.get(at).map(|vertex| vertex.state) {
            Some(State::Done(sum)) => sum,
            Some(State::Unseen | State::Open) | None => Sum::default(),
        }
    }

    /// Adds up a vertex whose edges are all done; those that were cut lead to open ones and count nothing.
    fn sum(&self, at: usize) -> Sum {
        let Some(vertex) = self.vertices.get(at) else { return Sum::default() };
        let mut sum = vertex.own;
        for edge in vertex.edges.iter().filter(|edge| matches!(edge.way, Way::Child | Way::Once)) {
            let to = self.done(edge.to);
            sum.cost = sum.cost.saturating_add(to.cost);
            sum.count = sum.count.saturating_add(to.count);
            sum.segments = sum.segments.saturating_add(to.segments);
            sum.depth = sum.depth.max(to.depth + 1);
        }
        let (count, corners) = (sum.count, sum.count.saturating_add(sum.segments));
        for edge in &vertex.edges {
            let to = self.done(edge.to);
            let gradient = self.vertices.get(edge.to).is_some_and(|target| target.is_gradient);
            let times = match edge.way {
                Way::Child | Way::Once => continue,
                Way::Paint => count,
                Way::Marker => corners,
            };
            let cost = if gradient { 1 + to.cost / STOPS } else { to.cost };
            sum.cost = sum.cost.saturating_add(cost.saturating_mul(times));
            sum.segments = sum.segments.saturating_add(to.segments.saturating_mul(times));
            sum.depth = sum.depth.max(to.depth + 1);
        }
        sum
    }
}

/// What an element costs by itself.
fn own(element: &Element) -> Sum {
    let cost = match element.tag {
        "image" => 1 + element.get("href").and_then(picture::pixels).unwrap_or_default() / PIXELS,
        "text" | "tspan" => 1 + characters(element) * (1 + characters(element) / LONG_RUN),
        tag if known::is_primitive(tag) => PRIMITIVE,
        _ => 1,
    };
    let data = element.get("d").map_or(0, |data| Commands::new(data).map(|command| command.weight()).sum());
    let corners = element.get("points").map_or(0, |points| points.split([' ', ',']).count() / 2);
    let segments = data + u64::try_from(corners).unwrap_or(u64::MAX);
    Sum { cost, count: 1, segments, depth: 1 }
}

/// The characters directly inside an element.
fn characters(element: &Element) -> u64 {
    let text = |node: &Node| if let Node::Text(text) = node { text.chars().count() } else { 0 };
    u64::try_from(element.children.iter().map(text).sum::<usize>()).unwrap_or(u64::MAX)
}

/// Takes the cut references out of the tree, which is walked in the order the graph was built.
fn cut(element: &mut Element, next: &mut usize, cuts: &BTreeMap<usize, Vec<&'static str>>, notes: &mut Notes) {
    for name in cuts.get(next).map_or(&[][..], Vec::as_slice) {
        notes.add(format!("dropped a reference that leads back to itself in {name}"));
        if *name == "href" {
            element.remove(name);
        } else {
            element.set(name, "none".to_owned());
        }
    }
    *next += 1;
    for node in &mut element.children {
        if let Node::Element(child) = node {
            cut(child, next, cuts, notes);
        }
    }
}
