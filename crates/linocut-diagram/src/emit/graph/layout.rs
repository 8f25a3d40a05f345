//! Where boxes, frames and lines go: layers by the method of Sugiyama, as in Dagre.

use super::{Direction, Edge, End, Graph, around};
use dugong::graphlib::{Graph as Net, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, LabelPos, NodeLabel, RankDir};
use linocut_core::kurbo::{Point, Rect, Size, Vec2};
use linocut_core::{Error, Kind, Result};

/// Between two boxes of one layer, in user units.
const BESIDE: f64 = 36.0;
/// Between two layers.
const BETWEEN: f64 = 46.0;
/// Between two lines, or a line and a box.
const LINES: f64 = 18.0;
/// Between a frame and what is in it.
const PADDING: f64 = 18.0;
/// Most ranks that are left free for borders and titles.
const MOST_RANKS: usize = 6;
/// Around a line's label, so that labels beside each other do not read as one.
const LABEL_ROOM: f64 = 8.0;

/// Where everything lies.
#[derive(Clone, Debug, Default)]
pub(in crate::emit) struct Placed {
    pub(in crate::emit) nodes: Vec<Rect>,
    pub(in crate::emit) groups: Vec<Rect>,
    /// For each edge the points it goes through between its ends, and the middle of its label.
    pub(in crate::emit) routes: Vec<Route>,
}

/// Where a line goes.
#[derive(Clone, Debug, Default)]
pub(in crate::emit) struct Route {
    pub(in crate::emit) points: Vec<Point>,
    pub(in crate::emit) label: Option<Point>,
    /// Whether it goes through its points as they are, in straight lines, from the first to the last.
    pub(in crate::emit) angular: bool,
}

type Dagre = Net<NodeLabel, EdgeLabel, GraphLabel>;

/// Lays `graph` out.
pub(super) fn layout(graph: &Graph, sizes: &[Size]) -> Result<Placed> {
    let mut solver = Solver {
        graph,
        sizes,
        sealed: sealed(graph),
        placed: Placed {
            nodes: vec![Rect::ZERO; graph.nodes.len()],
            groups: vec![Rect::ZERO; graph.groups.len()],
            routes: vec![Route::default(); graph.edges.len()],
        },
    };
    let direction = graph.direction;
    solver.solve(None, direction)?;
    Ok(solver.placed)
}

/// For each group whether it is laid out for itself: no line crosses its frame.
fn sealed(graph: &Graph) -> Vec<bool> {
    let mut sealed = vec![true; graph.groups.len()];
    for edge in &graph.edges {
        let [from, to] = [inside(graph, edge.from), inside(graph, edge.to)];
        let crossed = from.iter().filter(|group| !to.contains(group)).chain(to.iter().filter(|g| !from.contains(g)));
        for &group in crossed {
            if let Some(sealed) = sealed.get_mut(group) {
                *sealed = false;
            }
        }
    }
    sealed
}

/// The groups that an end lies within; a group does not lie within itself.
fn inside(graph: &Graph, end: End) -> Vec<usize> {
    let parent = match end {
        End::Node(index) => graph.nodes.get(index).and_then(|node| node.parent),
        End::Group(index) => graph.groups.get(index).and_then(|group| group.parent),
    };
    around(graph, parent)
}

struct Solver<'g> {
    graph: &'g Graph,
    sizes: &'g [Size],
    sealed: Vec<bool>,
    placed: Placed,
}

impl Solver<'_> {
    fn is_sealed(&self, group: usize) -> bool {
        self.sealed.get(group).copied().unwrap_or(true)
    }

    /// The sealed group that an end is laid out in; `None` for the page.
    fn scope(&self, end: End) -> Option<usize> {
        inside(self.graph, end).into_iter().find(|&group| self.is_sealed(group))
    }

    /// Lays out everything in one sealed group or on the page, its left top at the origin; gives its size.
    fn solve(&mut self, scope: Option<usize>, direction: Direction) -> Result<Size> {
        let groups: Vec<usize> =
            (0..self.graph.groups.len()).filter(|&group| self.scope(End::Group(group)) == scope).collect();
        let mut inner = vec![Size::ZERO; self.graph.groups.len()];
        for &group in &groups {
            if !self.is_sealed(group) {
                continue;
            }
            let own = self.graph.groups.get(group).and_then(|group| group.direction).unwrap_or(direction);
            if let (Some(slot), size) = (inner.get_mut(group), self.solve(Some(group), own)?) {
                *slot = size;
            }
        }
        let mut net = self.net(scope, direction, &groups, &inner);
        if net.node_count() == 0 {
            return Ok(Size::ZERO);
        }
        dugong::layout(&mut net).map_err(|error| {
            Error::new(Kind::Bug, "this graph could not be laid out").at("diagram").cause(error.to_string())
        })?;
        self.take(&net, scope, &groups);
        Ok(self.settle(scope, &groups))
    }

    /// The network for one scope: leaves with their sizes, groups that lines cross as parents.
    fn net(&self, scope: Option<usize>, direction: Direction, groups: &[usize], inner: &[Size]) -> Dagre {
        let mut net: Dagre = Net::new(GraphOptions { multigraph: true, compound: true, ..GraphOptions::default() });
        net.set_graph(GraphLabel {
            rankdir: match direction {
                Direction::Down => RankDir::TB,
                Direction::Up => RankDir::BT,
                Direction::Right => RankDir::LR,
                Direction::Left => RankDir::RL,
            },
            nodesep: BESIDE,
            ranksep: BETWEEN,
            edgesep: LINES,
            ..GraphLabel::default()
        });
        for &group in groups {
            let size = if self.is_leaf(group) { self.framed(group, inner) } else { Size::ZERO };
            net.set_node(group_name(group), leaf(size));
        }
        for (index, _) in self.graph.nodes.iter().enumerate() {
            if self.scope(End::Node(index)) == scope {
                let size = self.sizes.get(index).copied().unwrap_or_default();
                net.set_node(node_name(index), leaf(size));
                let parent = self.graph.nodes.get(index).and_then(|node| node.parent);
                if let Some(parent) = parent.filter(|&parent| Some(parent) != scope) {
                    net.set_parent(node_name(index), group_name(parent));
                }
            }
        }
        for &group in groups {
            let parent = self.graph.groups.get(group).and_then(|group| group.parent);
            if let Some(parent) = parent.filter(|parent| Some(*parent) != scope && groups.contains(parent)) {
                net.set_parent(group_name(group), group_name(parent));
            }
        }
        self.wire(&mut net, scope, direction);
        net
    }

    /// Adds the lines of a scope.
    fn wire(&self, net: &mut Dagre, scope: Option<usize>, direction: Direction) {
        let flat = matches!(direction, Direction::Right | Direction::Left);
        for (index, edge) in self.graph.edges.iter().enumerate() {
            if self.scope(edge.from) != scope || self.scope(edge.to) != scope || self.nested(edge.from, edge.to) {
                continue;
            }
            let (Some(from), Some(to)) = (self.leaf_of(edge.from), self.leaf_of(edge.to)) else { continue };
            let ends = edge.ends.iter().map(|end| if flat { end.width } else { end.height }).fold(0.0, f64::max);
            let room = if edge.label.is_empty() { 0.0 } else { LABEL_ROOM };
            let label = EdgeLabel {
                width: if edge.label.is_empty() { 0.0 } else { edge.label.width + room },
                height: if edge.label.is_empty() { 0.0 } else { edge.label.height + room },
                labelpos: LabelPos::C,
                minlen: edge.length.max(1) + usize::from(ends > 0.0) + self.more_ranks(edge, direction),
                weight: 1.0,
                ..EdgeLabel::default()
            };
            net.set_edge_named(from, to, Some(format!("e{index}")), Some(label));
        }
    }

    /// Ranks that a line needs for the borders and titles of the frames it crosses.
    fn more_ranks(&self, edge: &Edge, direction: Direction) -> usize {
        let [from, to] = [inside(self.graph, edge.from), inside(self.graph, edge.to)];
        let title = |group: usize| self.graph.groups.get(group).map_or(0.0, |group| title_room(&group.title).height);
        let left = from.iter().filter(|group| !to.contains(group));
        let entered = to.iter().filter(|group| !from.contains(group));
        let titled = |group: &usize, way: Direction| PADDING + if direction == way { title(*group) } else { 0.0 };
        let room: f64 = left.map(|group| titled(group, Direction::Up)).sum::<f64>()
            + entered.map(|group| titled(group, Direction::Down)).sum::<f64>();
        // Half of what lies between two ranks is free anyway.
        let more = ((room - BETWEEN / 2.0) / BETWEEN).ceil();
        (0..MOST_RANKS).find(|&ranks| crate::emit::number(ranks) >= more).unwrap_or(MOST_RANKS)
    }

    /// Whether one end is a frame that the other lies in.
    fn nested(&self, from: End, to: End) -> bool {
        let holds = |outer: End, inner: End| match outer {
            End::Group(group) => inside(self.graph, inner).contains(&group),
            End::Node(_) => false,
        };
        holds(from, to) || holds(to, from)
    }

    /// Whether a group is one box to the network: laid out for itself, or empty.
    fn is_leaf(&self, group: usize) -> bool {
        self.is_sealed(group) || self.first_in(group).is_none()
    }

    /// The name of the leaf that stands for an end.
    fn leaf_of(&self, end: End) -> Option<String> {
        match end {
            End::Node(index) => Some(node_name(index)),
            End::Group(group) if self.is_leaf(group) => Some(group_name(group)),
            End::Group(group) => self.first_in(group),
        }
    }

    /// The first leaf inside a group.
    fn first_in(&self, group: usize) -> Option<String> {
        let node = self.graph.nodes.iter().position(|node| node.parent == Some(group)).map(node_name);
        node.or_else(|| {
            let mut inner = self.graph.groups.iter().enumerate().filter(|(_, inner)| inner.parent == Some(group));
            inner
                .find_map(|(index, _)| if self.is_leaf(index) { Some(group_name(index)) } else { self.first_in(index) })
        })
    }

    /// The size of a sealed group with its frame.
    fn framed(&self, group: usize, inner: &[Size]) -> Size {
        let inside = inner.get(group).copied().unwrap_or_default();
        let title = self.graph.groups.get(group).map_or(Size::ZERO, |group| title_room(&group.title));
        Size::new(inside.width.max(title.width) + 2.0 * PADDING, inside.height + title.height + 2.0 * PADDING)
    }

    /// Takes the places out of the network; what sealed groups hold moves along.
    fn take(&mut self, net: &Dagre, scope: Option<usize>, groups: &[usize]) {
        let rect = |name: &str| {
            let label = net.node(name)?;
            let center = Point::new(label.x?, label.y?);
            Some(Rect::from_center_size(center, (label.width, label.height)))
        };
        for index in 0..self.graph.nodes.len() {
            if self.scope(End::Node(index)) == scope
                && let (Some(rect), Some(slot)) = (rect(&node_name(index)), self.placed.nodes.get_mut(index))
            {
                *slot = rect;
            }
        }
        for &group in groups {
            if let (Some(rect), Some(slot)) = (rect(&group_name(group)), self.placed.groups.get_mut(group)) {
                *slot = rect;
            }
        }
        for key in net.edges() {
            let index =
                key.name.as_deref().and_then(|name| name.strip_prefix('e')).and_then(|n| n.parse::<usize>().ok());
            let Some((index, label)) = index.zip(net.edge_by_key(key)) else { continue };
            let points = label.points.iter().map(|point| Point::new(point.x, point.y)).collect();
            let place = label.x.zip(label.y).map(Point::from);
            if let Some(route) = self.placed.routes.get_mut(index) {
                *route = Route { points, label: place.filter(|_| label.width > 0.0), angular: false };
            }
        }
        for &group in groups {
            if !self.is_sealed(group) {
                continue;
            }
            let Some(frame) = self.placed.groups.get(group).copied() else { continue };
            let title = self.graph.groups.get(group).map_or(Size::ZERO, |group| title_room(&group.title));
            let content = self.content(group);
            let slack = (frame.width() - 2.0 * PADDING - content.width()).max(0.0) / 2.0;
            let by =
                Vec2::new(frame.x0 + PADDING + slack, frame.y0 + PADDING + title.height) - content.origin().to_vec2();
            self.shift(group, by);
        }
    }

    /// Frames of groups that lines cross are drawn around what is in them; then everything moves to the origin.
    fn settle(&mut self, scope: Option<usize>, groups: &[usize]) -> Size {
        let mut open: Vec<usize> = groups.iter().copied().filter(|&group| !self.is_leaf(group)).collect();
        // Inner frames first.
        open.sort_by_key(|&group| std::cmp::Reverse(around(self.graph, Some(group)).len()));
        for group in open {
            let Some(title) = self.graph.groups.get(group).map(|group| title_room(&group.title)) else { continue };
            let tight = self.content(group);
            let wide = (title.width - tight.width()).max(0.0) / 2.0;
            let frame = tight.inflate(PADDING + wide, PADDING);
            if let Some(slot) = self.placed.groups.get_mut(group) {
                *slot = Rect { y0: frame.y0 - title.height, ..frame };
            }
        }
        let all = self.extent(scope);
        let by = -all.origin().to_vec2();
        match scope {
            Some(group) => self.shift(group, by),
            None => self.shift_all(by),
        }
        all.size()
    }

    /// The box around what lies directly in a group: boxes, frames, and lines between them.
    fn content(&self, group: usize) -> Rect {
        self.extent(Some(group))
    }

    fn extent(&self, scope: Option<usize>) -> Rect {
        let within = |end: End| scope.is_none_or(|group| inside(self.graph, end).contains(&group));
        let nodes = self.placed.nodes.iter().enumerate().filter(|&(i, _)| within(End::Node(i))).map(|(_, rect)| *rect);
        let groups =
            self.placed.groups.iter().enumerate().filter(|&(i, _)| within(End::Group(i))).map(|(_, rect)| *rect);
        let routes = self.graph.edges.iter().zip(&self.placed.routes);
        let routes = routes.filter(|(edge, _)| within(edge.from) && within(edge.to)).flat_map(|(edge, route)| {
            let label = route.label.map(|at| Rect::from_center_size(at, (edge.label.width, edge.label.height)));
            route.points.iter().map(|&point| Rect::from_points(point, point)).chain(label).collect::<Vec<_>>()
        });
        let all = nodes.chain(groups).chain(routes).filter(|rect| *rect != Rect::ZERO);
        all.reduce(|a, b| a.union(b)).unwrap_or_default()
    }

    /// Moves what lies within a group.
    fn shift(&mut self, group: usize, by: Vec2) {
        let graph = self.graph;
        let within = |end: End| inside(graph, end).contains(&group);
        let nodes = self.placed.nodes.iter_mut().enumerate().filter(|&(i, _)| within(End::Node(i)));
        nodes.for_each(|(_, rect)| *rect = *rect + by);
        let groups = self.placed.groups.iter_mut().enumerate().filter(|&(i, _)| within(End::Group(i)));
        groups.for_each(|(_, rect)| *rect = *rect + by);
        for (edge, route) in graph.edges.iter().zip(&mut self.placed.routes) {
            if within(edge.from) && within(edge.to) {
                route.shift(by);
            }
        }
    }

    fn shift_all(&mut self, by: Vec2) {
        self.placed.nodes.iter_mut().chain(&mut self.placed.groups).for_each(|rect| *rect = *rect + by);
        self.placed.routes.iter_mut().for_each(|route| route.shift(by));
    }
}

impl Route {
    fn shift(&mut self, by: Vec2) {
        self.points.iter_mut().for_each(|point| *point += by);
        self.label = self.label.map(|at| at + by);
    }
}

/// The room that a frame's title takes at its top.
pub(super) fn title_room(title: &crate::emit::text::Label) -> Size {
    if title.is_empty() { Size::ZERO } else { Size::new(title.width, title.height + 6.0) }
}

fn leaf(size: Size) -> NodeLabel {
    NodeLabel { width: size.width, height: size.height, ..NodeLabel::default() }
}

fn node_name(index: usize) -> String {
    format!("n{index}")
}

fn group_name(index: usize) -> String {
    format!("g{index}")
}
