//! Sets and what they share.

use super::graph::{Look, color};
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Circle, Point, Rect, Vec2};
use merman::diagrams::venn::VennDiagramRenderModel;
use std::collections::BTreeSet;
use std::f64::consts::TAU;

/// The radius of the largest set, in user units.
const RADIUS: f64 = 150.0;
/// How small a set may become beside the largest, so that its name has room.
const LEAST: f64 = 0.6;
/// The distance of two sets that share something, in sums of their radii; of two that do not.
const SHARED: f64 = 0.62;
const ALONE: f64 = 1.06;
/// How often all sets are moved towards the wanted distances; after some tens nothing moves any more.
const ROUNDS: usize = 240;
/// From one point that is looked at to the next, when the middle of a field is sought.
const STEP: f64 = 6.0;
/// How much of what lies below is seen through a set: 0 all, 255 none.
const VEIL: u8 = 70;

struct Set<'m> {
    name: &'m str,
    label: &'m str,
    circle: Circle,
}

pub(super) fn draw(model: &VennDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let sets = placed(model);
    let mut scene = Scene::default();
    for (index, set) in sets.iter().enumerate() {
        let look = look(model, &BTreeSet::from([set.name]));
        let fill = look.fill.unwrap_or_else(|| brush.colors.series(index));
        let stroke = look.stroke.unwrap_or(fill);
        let mut inside = Scene::default();
        let ink = Ink::both(fill.with_alpha(VEIL), stroke.with_alpha(255), look.width.unwrap_or(2.0));
        inside.circle(set.circle.center, set.circle.radius, &ink);
        let names = Names { id: format!("set-{}", index + 1), node: set.name.to_owned(), name: set.label.to_owned() };
        scene.group(names, inside);
    }
    let mut taken = Vec::new();
    for (index, field) in fields(model).iter().enumerate() {
        let mut inside = Scene::default();
        write(&mut inside, (model, &sets), field, (brush, &mut taken));
        let node = field.iter().copied().collect::<Vec<_>>().join(",");
        scene.group(Names { id: format!("field-{}", index + 1), node, name: String::new() }, inside);
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

/// The sets, where they overlap as is said.
fn placed(model: &VennDiagramRenderModel) -> Vec<Set<'_>> {
    let singles: Vec<_> = model.subsets.iter().filter(|subset| subset.sets.len() == 1).collect();
    let most = singles.iter().map(|subset| subset.size).fold(1e-9, f64::max);
    let count = super::number(singles.len()).max(1.0);
    let mut sets: Vec<Set<'_>> = singles
        .iter()
        .zip(0_u32..)
        .filter_map(|(subset, number)| {
            let name = subset.sets.first()?.as_str();
            let radius = RADIUS * (subset.size / most).max(0.0).sqrt().clamp(LEAST, 1.0);
            // Two lie side by side, three with one on top.
            let turn = f64::from(number) / count + if singles.len() == 2 { 0.5 } else { 0.75 };
            let away = if singles.len() < 2 { 0.0 } else { RADIUS };
            let center = Point::new(libm::cos(turn * TAU) * away, libm::sin(turn * TAU) * away);
            let label = subset.label.as_deref().unwrap_or(name);
            Some(Set { name, label, circle: Circle::new(center, radius) })
        })
        .collect();
    for _ in 0..ROUNDS {
        settle(model, &mut sets);
    }
    sets
}

/// Moves every pair of sets a little towards its distance.
fn settle(model: &VennDiagramRenderModel, sets: &mut [Set<'_>]) {
    let now: Vec<(String, Circle)> = sets.iter().map(|set| (set.name.to_owned(), set.circle)).collect();
    for (index, set) in sets.iter_mut().enumerate() {
        let mut push = Vec2::ZERO;
        for (other, (name, circle)) in now.iter().enumerate().filter(|(other, _)| *other != index) {
            let together = |subset: &[String]| subset.iter().any(|s| s == set.name) && subset.iter().any(|s| s == name);
            let shared = model.subsets.iter().any(|subset| subset.sets.len() > 1 && together(&subset.sets));
            let apart = set.circle.center - circle.center;
            let wanted = (set.circle.radius + circle.radius) * if shared { SHARED } else { ALONE };
            let far = apart.hypot();
            // Sets that share nothing may lie anywhere apart.
            if far < 1e-6 || (!shared && far > wanted) {
                continue;
            }
            let weight = if other < now.len() { 0.5 / super::number(now.len() - 1).max(1.0) } else { 0.0 };
            push += apart * ((wanted - far) / far * weight);
        }
        set.circle.center += push;
    }
}

/// What is written about, each as the sets that share it: every set, every union, every text.
fn fields(model: &VennDiagramRenderModel) -> Vec<BTreeSet<&str>> {
    let said = model.subsets.iter().map(|subset| &subset.sets).chain(model.text_nodes.iter().map(|text| &text.sets));
    let mut fields: Vec<BTreeSet<&str>> = Vec::new();
    for sets in said {
        let field: BTreeSet<&str> = sets.iter().map(String::as_str).collect();
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

/// Writes what is in a field into its middle.
fn write(
    scene: &mut Scene,
    (model, sets): (&VennDiagramRenderModel, &[Set<'_>]),
    field: &BTreeSet<&str>,
    (brush, taken): (Brush<'_>, &mut Vec<Rect>),
) {
    let is_it = |sets: &[String]| sets.iter().map(String::as_str).collect::<BTreeSet<_>>() == *field;
    let own = model.subsets.iter().find(|subset| is_it(&subset.sets));
    let set = sets.iter().find(|set| field.len() == 1 && field.contains(set.name));
    let title = set.map(|set| set.label).or_else(|| own?.label.as_deref());
    let (middle, room) = middle(sets, field);
    let wrap = (room * 1.7).clamp(70.0, 200.0);
    let color = look(model, field).color.unwrap_or(brush.colors.ink);
    let mut labels: Vec<(Label, _)> =
        title.into_iter().map(|title| (Label::new(title, wrap, SIZE, Face::BOLD), color)).collect();
    for text in model.text_nodes.iter().filter(|text| is_it(&text.sets)) {
        let said = text.label.as_deref().unwrap_or(&text.id);
        let color = look(model, &BTreeSet::from([text.id.as_str()])).color.unwrap_or(brush.colors.ink);
        labels.push((Label::new(said, wrap, SMALL, Face::default()), color));
    }
    let height: f64 = labels.iter().map(|(label, _)| label.height).sum();
    let width = labels.iter().map(|(label, _)| label.width).fold(0.0, f64::max);
    let mut whole = Rect::from_center_size(middle, (width, height));
    // Where fields are small their texts move down to where there is room.
    while taken.iter().any(|other| other.overlaps(whole)) && whole.y0 < middle.y + 400.0 {
        whole = whole + Vec2::new(0.0, 4.0);
    }
    taken.push(whole);
    let mut y = whole.y0;
    for (label, color) in &labels {
        scene.label(label, At::Top(Point::new(middle.x, y)), *color);
        y += label.height;
    }
}

/// The point inside exactly these sets that is farthest from every border, and how far that is.
fn middle(sets: &[Set<'_>], field: &BTreeSet<&str>) -> (Point, f64) {
    let inside: Vec<&Set<'_>> = sets.iter().filter(|set| field.contains(set.name)).collect();
    let Some(first) = inside.first() else { return (Point::ORIGIN, 0.0) };
    let room = |point: Point| {
        let reach = sets.iter().map(|set| {
            let within = set.circle.radius - (point - set.circle.center).hypot();
            if field.contains(set.name) { within } else { -within }
        });
        reach.fold(f64::MAX, f64::min)
    };
    let Circle { center, radius } = first.circle;
    let steps: Vec<f64> = (-50..=50_i32).map(|n| f64::from(n) * STEP).take_while(|&d| d <= radius).collect();
    let mut best = (center, room(center));
    for &dy in &steps {
        for &dx in steps.iter().filter(|dx| dx.abs() <= radius && dy.abs() <= radius) {
            let point = center + Vec2::new(dx, dy);
            let found = room(point);
            if found > best.1 + 1e-9 {
                best = (point, found);
            }
        }
    }
    best
}

/// What the author says about the looks of a field.
fn look(model: &VennDiagramRenderModel, field: &BTreeSet<&str>) -> Look {
    let mut look = Look::default();
    for entry in &model.style_entries {
        if entry.targets.iter().map(String::as_str).collect::<BTreeSet<_>>() == *field {
            let said: Vec<String> = entry.styles.iter().map(|(name, value)| format!("{name}:{value}")).collect();
            look = look.under(Look::parse(said.iter().map(String::as_str)));
            look.color = entry.styles.get("color").and_then(|text| color(text)).or(look.color);
        }
    }
    look
}
