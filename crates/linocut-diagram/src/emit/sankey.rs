//! Amounts that flow from one place to another.

use super::axis::shown;
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{BezPath, Point, Rect};
use merman::diagrams::sankey::SankeyDiagramRenderModel;
use std::collections::BTreeMap;

/// The width of a place's bar, in user units.
const BAR: f64 = 14.0;
/// From one rank of places to the next.
const RANK: f64 = 210.0;
/// The height of the fullest rank without its gaps.
const HIGH: f64 = 380.0;
/// Between two places of one rank.
const GAP: f64 = 8.0;
/// The room that a name takes.
const NAME: f64 = 17.0;
/// Largest amount, so that sums of many stay numbers.
const MOST: f64 = 1e300;
/// How often places are put at the middle of what they are joined to.
const ROUNDS: usize = 12;

struct Place<'m> {
    id: &'m str,
    rank: usize,
    amount: f64,
    top: f64,
}

struct Link {
    from: usize,
    to: usize,
    amount: f64,
}

pub(super) fn draw(model: &SankeyDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let ids: BTreeMap<&str, usize> = model.graph.nodes.iter().enumerate().map(|(i, n)| (n.id.as_str(), i)).collect();
    let links: Vec<Link> = model
        .graph
        .links
        .iter()
        .filter_map(|link| {
            let (from, to) = (*ids.get(link.source.as_str())?, *ids.get(link.target.as_str())?);
            let amount = link.value.as_f64().or_else(|| link.value.as_str()?.parse().ok())?.clamp(0.0, MOST);
            Some(Link { from, to, amount })
        })
        .collect();
    let mut places: Vec<Place<'_>> =
        model.graph.nodes.iter().map(|node| Place { id: &node.id, rank: 0, amount: 0.0, top: 0.0 }).collect();
    rank(&mut places, &links);
    let scale = arrange(&mut places, &links);
    let mut scene = Scene::default();
    ribbons(&mut scene, (&places, &links), scale, brush);
    let last = places.iter().map(|place| place.rank).max().unwrap_or(0);
    for (index, place) in places.iter().enumerate() {
        let x = super::number(place.rank) * RANK;
        let rect = Rect::new(x, place.top, x + BAR, place.top + (place.amount * scale).max(1.0));
        let mut inside = Scene::default();
        inside.rect(rect, 2.0, &Ink::fill(brush.colors.series(index)));
        let name = Label::cut(place.id, RANK - 70.0, SMALL, Face::BOLD);
        let amount = Label::exact(&shown(place.amount), 11.0, Face::default());
        let wide = name.width + 6.0 + amount.width;
        let beside = if place.rank == last && last > 0 { x - 7.0 - wide } else { x + BAR + 7.0 };
        let y = rect.center().y;
        inside.label(&name, At::LeftMiddle(Point::new(beside, y)), brush.colors.ink);
        inside.label(&amount, At::LeftMiddle(Point::new(beside + name.width + 6.0, y)), brush.colors.quiet);
        scene.group(
            Names { id: format!("node-{}", index + 1), node: place.id.to_owned(), name: place.id.to_owned() },
            inside,
        );
    }
    Picture::new(scene)
}

/// Ranks by the longest way from a source, amounts by what comes in or goes out.
fn rank(places: &mut [Place<'_>], links: &[Link]) {
    for _ in 0..places.len() {
        let mut changed = false;
        for link in links {
            let wanted = places.get(link.from).map_or(0, |place| place.rank + 1);
            let most = places.len();
            if let Some(place) = places.get_mut(link.to).filter(|place| place.rank < wanted && wanted < most) {
                place.rank = wanted;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for (index, place) in places.iter_mut().enumerate() {
        let sum = |end: fn(&Link) -> usize| links.iter().filter(|l| end(l) == index).map(|l| l.amount).sum::<f64>();
        place.amount = sum(|link| link.from).max(sum(|link| link.to));
    }
}

/// Stacks each rank and moves places towards what they are joined to; gives the height of one unit.
fn arrange(places: &mut [Place<'_>], links: &[Link]) -> f64 {
    let ranks = places.iter().map(|place| place.rank).max().unwrap_or(0);
    let of =
        |places: &[Place<'_>], rank: usize| places.iter().filter(|p| p.rank == rank).map(|p| p.amount).sum::<f64>();
    let fullest = (0..=ranks).map(|rank| of(places, rank)).fold(1e-9, f64::max);
    let scale = HIGH / fullest;
    for rank in 0..=ranks {
        stack(places, rank, scale);
    }
    for round in 0..ROUNDS {
        for step in 0..=ranks {
            let rank = if round % 2 == 0 { step } else { ranks - step };
            let centers: Vec<f64> = places.iter().map(|place| place.top + place.amount * scale / 2.0).collect();
            for (index, place) in places.iter_mut().enumerate().filter(|(_, place)| place.rank == rank) {
                let ends = links.iter().filter_map(|link| match index {
                    index if link.from == index => Some((link.to, link.amount)),
                    index if link.to == index => Some((link.from, link.amount)),
                    _ => None,
                });
                let (sum, weight) = ends.fold((0.0, 0.0), |(sum, weight), (other, amount)| {
                    (sum + centers.get(other).copied().unwrap_or(0.0) * amount, weight + amount)
                });
                if weight > 0.0 {
                    place.top = sum / weight - place.amount * scale / 2.0;
                }
            }
            stack(places, rank, scale);
        }
    }
    scale
}

/// Pushes the places of a rank apart, in the order of their tops, around their common middle.
fn stack(places: &mut [Place<'_>], rank: usize, scale: f64) {
    let mut order: Vec<usize> = (0..places.len()).filter(|&i| places.get(i).is_some_and(|p| p.rank == rank)).collect();
    order.sort_by(|&a, &b| {
        let top = |i: usize| places.get(i).map_or(0.0, |place| place.top);
        top(a).total_cmp(&top(b)).then(a.cmp(&b))
    });
    let (mut foot, mut pushed, count) = (f64::MIN, 0.0, super::number(order.len()).max(1.0));
    for &index in &order {
        if let Some(place) = places.get_mut(index) {
            let top = place.top.max(foot);
            pushed += top - place.top;
            place.top = top;
            foot = top + (place.amount * scale).max(NAME) + GAP;
        }
    }
    for &index in &order {
        if let Some(place) = places.get_mut(index) {
            place.top -= pushed / count / 2.0;
        }
    }
}

fn ribbons(scene: &mut Scene, (places, links): (&[Place<'_>], &[Link]), scale: f64, brush: Brush<'_>) {
    let mut order: Vec<usize> = (0..links.len()).collect();
    let top = |index: usize| places.get(index).map_or(0.0, |place| place.top);
    let ends = |index: usize| links.get(index).map_or((0.0, 0.0), |link| (top(link.to), top(link.from)));
    order.sort_by(|&a, &b| ends(a).0.total_cmp(&ends(b).0).then(ends(a).1.total_cmp(&ends(b).1)).then(a.cmp(&b)));
    let mut out: BTreeMap<usize, f64> = BTreeMap::new();
    let mut starts: BTreeMap<usize, f64> = BTreeMap::new();
    for &index in &order {
        if let Some(link) = links.get(index) {
            let at = out.entry(link.from).or_insert(0.0);
            starts.insert(index, top(link.from) + *at);
            *at += link.amount * scale;
        }
    }
    order.sort_by(|&a, &b| ends(a).1.total_cmp(&ends(b).1).then(ends(a).0.total_cmp(&ends(b).0)).then(a.cmp(&b)));
    let mut into: BTreeMap<usize, f64> = BTreeMap::new();
    for &index in &order {
        let (Some(link), Some(&y0)) = (links.get(index), starts.get(&index)) else { continue };
        let (Some(from), Some(to)) = (places.get(link.from), places.get(link.to)) else { continue };
        let at = into.entry(link.to).or_insert(0.0);
        let (y1, thick) = (to.top + *at, (link.amount * scale).max(0.6));
        *at += link.amount * scale;
        let (x0, x1) = (super::number(from.rank) * RANK + BAR, super::number(to.rank) * RANK);
        let middle = f64::midpoint(x0, x1);
        let mut path = BezPath::new();
        path.move_to((x0, y0));
        path.curve_to((middle, y0), (middle, y1), (x1, y1));
        path.line_to((x1, y1 + thick));
        path.curve_to((middle, y1 + thick), (middle, y0 + thick), (x0, y0 + thick));
        path.close_path();
        let mut inside = Scene::default();
        inside.path(path, &Ink::fill(super::theme::mix(brush.colors.series(link.from), brush.colors.page, 0.68)));
        let node = format!("{}->{}", from.id, to.id);
        scene.group(Names { id: format!("flow-{}", index + 1), node, name: String::new() }, inside);
    }
}
