//! Shapes that are an earlier shape moved, turned by quarters or mirrored, spelled as `<use>` of it.

use super::node::{Content, INHERITED, Node};
use super::page::Tag;
use super::space::Space;
use super::transform::transform_text;
use linocut_core::kurbo::{Affine, BezPath, PathEl, PathSeg, Point, Rect, Shape as _};
use linocut_core::{Body, Drawing, Item, Outline, Paint, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// How shapes that are alike are spelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeats {
    /// Each by itself.
    #[default]
    Copies,
    /// As `<use>` of the first, which gets an id: for people who edit all of them at once. Alike are shapes of the same
    /// flat paint that one moved, mirrored or turned by quarters becomes the other to a quarter of a unit of the last
    /// digit, and that no transformed group holds.
    Uses,
}

/// How far the points of shapes that are alike may be apart, in units of the last digit: less than rounding moves them.
const APART: f64 = 0.25;
/// Shapes of as many segments that a shape is compared with: of more that all differ, few are copies.
const MOST_FIRSTS: usize = 64;
/// How closely curves stand for a circle while it is compared, as a share of its radius.
const CIRCLE: f64 = 0.1;

/// A shape as it lies in the drawing.
struct Figure<'a> {
    shape: &'a Shape,
    item: &'a Item,
    loops: Vec<Vec<PathSeg>>,
    bounds: Rect,
}

/// A shape that refers to another, both by their place among all, and how that one becomes it.
struct Use {
    at: usize,
    first: usize,
    map: Affine,
}

/// Spells shapes of `drawing`, whose elements `nodes` are, as copies of earlier ones where they are.
pub(super) fn refer(drawing: &Drawing, nodes: &mut [Node], space: &Space, mut taken: BTreeSet<String>) {
    let mut found = Vec::new();
    collect(&drawing.items, nodes, &mut found);
    let items: Vec<&Item> = found.iter().map(|(item, _)| *item).collect();
    for Use { at, first, map } in uses(&items, space.grid().value(1) * APART) {
        let Some((_, model)) = found.get_mut(first) else { continue };
        let id = named(model, &mut taken);
        let own: Vec<&str> = model.attributes.iter().map(|(name, _)| *name).collect();
        if let Some((_, tag)) = found.get_mut(at) {
            let inherits = |name: &str| !own.contains(&name);
            tag.name = "use";
            tag.attributes.retain(|(name, _)| match *name {
                "id" | "data-name" | "data-node" => true,
                name => INHERITED.contains(&name) && inherits(name),
            });
            tag.set("href", format_args!("#{id}"));
            place(tag, map, space);
        }
    }
}

/// The shapes of `items` that no transform moves, each with its tag.
fn collect<'a, 'n>(items: &'a [Item], nodes: &'n mut [Node], into: &mut Vec<(&'a Item, &'n mut Tag)>) {
    for (item, node) in items.iter().zip(nodes) {
        match (&item.body, &mut node.content, &mut node.tag) {
            (Body::Group(items), Content::Nodes(nodes), _) if item.transform == Affine::IDENTITY => {
                collect(items, nodes, into);
            }
            (Body::Shape(_), _, Some(tag)) => into.push((item, tag)),
            (Body::Group(_) | Body::Shape(_) | Body::Words(_) | Body::Opaque(_), _, _) => {}
        }
    }
}

/// Which of `items` are earlier ones within `apart`.
fn uses(items: &[&Item], apart: f64) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut firsts: BTreeMap<Vec<usize>, Vec<(usize, Figure)>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some(figure) = Figure::of(item) else { continue };
        let kind = figure.loops.iter().map(Vec::len).collect();
        let alike = firsts.entry(kind).or_default();
        let map = |(first, model): &(usize, Figure)| Some(Use { at, first: *first, map: model.onto(&figure, apart)? });
        if let Some(found) = alike.iter().find_map(map) {
            uses.push(found);
        } else if alike.len() < MOST_FIRSTS {
            alike.push((at, figure));
        }
    }
    uses
}

impl<'a> Figure<'a> {
    /// The shape of `item`, unless it is a line, has a gradient, or is cut or filtered: these lie where they lie.
    fn of(item: &'a Item) -> Option<Self> {
        let Body::Shape(shape) = &item.body else { return None };
        let flat = |paint: Option<&Paint>| match paint {
            None | Some(Paint::Solid(_) | Paint::CurrentColor) => true,
            Some(Paint::Gradient(_)) => false,
        };
        let path = match &shape.outline {
            Outline::Path(path) => path.clone(),
            Outline::Rect(rect) => rect.to_path(CIRCLE),
            Outline::Circle(circle) => circle.to_path(CIRCLE * circle.radius.max(CIRCLE)),
            Outline::Ellipse(ellipse) => ellipse.to_path(CIRCLE * ellipse.radii().hypot2().sqrt().max(CIRCLE)),
            Outline::Line(_) => return None,
        };
        let free = item.clip.is_none() && item.mask.is_none() && item.filter.is_none();
        let plain = free && flat(shape.fill.as_ref()) && flat(shape.stroke.as_ref().map(|stroke| &stroke.paint));
        let loops = loops(&(item.transform * path));
        let bounds = loops.iter().flatten().flat_map(points).map(|p| Rect::from_points(p, p)).reduce(|a, b| a.union(b));
        bounds.filter(|_| plain).map(|bounds| Self { shape, item, loops, bounds })
    }

    /// How `self` becomes `other`, within `apart`.
    fn onto(&self, other: &Self, apart: f64) -> Option<Affine> {
        let looks = |f: &Self| (f.item.opacity, f.shape.fill.clone(), f.shape.fill_rule, f.shape.stroke.clone());
        if looks(self) != looks(other) {
            return None;
        }
        let (from, to) = (self.bounds.center().to_vec2(), other.bounds.center().to_vec2());
        let turns = [
            [1.0, 0.0, 0.0, 1.0],
            [-1.0, 0.0, 0.0, 1.0],
            [1.0, 0.0, 0.0, -1.0],
            [-1.0, 0.0, 0.0, -1.0],
            [0.0, 1.0, -1.0, 0.0],
            [0.0, -1.0, 1.0, 0.0],
        ];
        let maps = turns
            .into_iter()
            .map(|[a, b, c, d]| Affine::translate(to) * Affine::new([a, b, c, d, 0.0, 0.0]) * Affine::translate(-from));
        maps.into_iter().find(|map| self.becomes(other, *map, apart))
    }

    /// Whether the image of every segment is the other's.
    fn becomes(&self, other: &Self, map: Affine, apart: f64) -> bool {
        let turned = map.determinant() < 0.0;
        let same = |(own, others): (&Vec<PathSeg>, &Vec<PathSeg>)| {
            let image = own.iter().map(|s| map * *s);
            let near = |(a, b): (PathSeg, &PathSeg)| {
                std::mem::discriminant(&a) == std::mem::discriminant(b)
                    && points(&a).zip(points(b)).all(|(p, q)| (p - q).hypot2() <= apart * apart)
            };
            // As it is written from scratch; or backward, as a mirror image that keeps its direction is.
            image.clone().zip(others).all(near) || turned && image.rev().map(|s| s.reverse()).zip(others).all(near)
        };
        self.loops.iter().zip(&other.loops).all(same)
    }
}

/// The parts of a path.
fn loops(path: &BezPath) -> Vec<Vec<PathSeg>> {
    let mut parts: Vec<BezPath> = Vec::new();
    for element in path.elements() {
        if matches!(element, PathEl::MoveTo(_)) || parts.is_empty() {
            parts.push(BezPath::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(*element);
        }
    }
    parts.iter().map(|part| part.segments().collect()).collect()
}

fn points(segment: &PathSeg) -> impl Iterator<Item = Point> {
    let all = match *segment {
        PathSeg::Line(l) => [l.p0, l.p1, l.p1, l.p1],
        PathSeg::Quad(q) => [q.p0, q.p1, q.p2, q.p2],
        PathSeg::Cubic(c) => [c.p0, c.p1, c.p2, c.p3],
    };
    all.into_iter()
}

/// The id of an element, a new one if it has none.
fn named(tag: &mut Tag, taken: &mut BTreeSet<String>) -> String {
    if let Some((_, id)) = tag.attributes.iter().find(|(name, _)| *name == "id") {
        return id.clone();
    }
    // One of more names than are taken is free.
    let free = (0..=taken.len()).map(|k| format!("s{k}")).find(|id| !taken.contains(id)).unwrap_or_default();
    taken.insert(free.clone());
    tag.attributes.insert(0, ("id", free.clone()));
    free
}

/// Says where the copy lies: by `x` and `y` if it is only moved.
fn place(tag: &mut Tag, map: Affine, space: &Space) {
    let shift = map.translation();
    if map == Affine::translate(shift) {
        tag.set_nonzero("x", space.grid().number(shift.x));
        tag.set_nonzero("y", space.grid().number(shift.y));
    } else {
        tag.set_some("transform", transform_text(map, space));
    }
}
