//! Messages between participants, from top to bottom.

mod actor;
mod columns;
mod frame;
mod walk;

use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE};
use super::{Brush, Picture};
use actor::Actor;
use linocut_core::kurbo::{BezPath, Point, Rect};
use merman::diagrams::sequence::SequenceDiagramRenderModel;
use walk::Walk;

/// Drawings higher than this show the participants at the foot again, in user units.
const TALL: f64 = 760.0;
/// Between the participants and the first message, and the last and their foot.
const APART: f64 = 18.0;

pub(super) fn draw(model: &SequenceDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let actors: Vec<Actor> = model.actor_order.iter().filter_map(|id| Actor::new(id, model)).collect();
    let centers = columns::centers(model, &actors);
    let head = actors.iter().map(|actor| actor.size.height).fold(0.0, f64::max);
    let boxes = !model.boxes.iter().all(|group| group.name.as_deref().unwrap_or_default().trim().is_empty());
    let top = if boxes { SIZE * 2.2 } else { 0.0 };
    let mut walk = Walk::new(model, &actors, &centers, brush.colors);
    walk.y = top + head + APART;
    walk.run();
    let end = walk.y.max(top + head + 40.0);
    let tall = end > TALL;
    let mut scene = Scene::default();
    for (index, group) in model.boxes.iter().enumerate() {
        let foot = end + if tall { head + 10.0 } else { 6.0 };
        let Some(room) = span(&group.actor_keys, &actors, &centers, (0.0, foot)) else { continue };
        let mut inside = Scene::default();
        let fill = super::graph::color(&group.fill).filter(|color| color.a > 0);
        let ink = Ink::both(fill.unwrap_or(brush.colors.group_fill), brush.colors.group_stroke, 1.0);
        inside.rect(room, 8.0, &ink);
        let label = Label::new(group.name.as_deref().unwrap_or_default(), room.width(), SIZE, Face::BOLD);
        let color = brush.colors.on_or(fill.unwrap_or(brush.colors.group_fill), fill.is_some());
        inside.label(&label, At::Top(Point::new(room.center().x, 5.0)), color);
        scene.group(Names { id: format!("box-{}", index + 1), ..Names::default() }, inside);
    }
    scene.append(std::mem::take(&mut walk.back));
    for (index, (actor, &x)) in actors.iter().zip(&centers).enumerate() {
        let mut inside = Scene::default();
        let start = walk.born.get(&index).copied().unwrap_or(top + head / 2.0);
        let gone = walk.died.get(&index).copied();
        let below = start + actor.size.height / 2.0;
        lifeline(&mut inside, x, (below, gone.unwrap_or(end)), &walk.gaps, brush);
        actor.draw(&mut inside, Point::new(x, start), brush.colors);
        if tall && gone.is_none() {
            actor.draw(&mut inside, Point::new(x, end + head / 2.0), brush.colors);
        }
        scene.group(
            Names { id: format!("actor-{}", actor.id), node: actor.id.clone(), name: actor.label.text() },
            inside,
        );
    }
    scene.append(walk.bars());
    scene.append(walk.front);
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

/// The room that some participants take.
fn span(ids: &[String], actors: &[Actor], centers: &[f64], (top, foot): (f64, f64)) -> Option<Rect> {
    let members = actors.iter().zip(centers).filter(|(actor, _)| ids.contains(&actor.id));
    let rooms = members.map(|(actor, &x)| {
        let half = actor.size.width / 2.0 + 10.0;
        Rect::new(x - half, top, x + half, foot)
    });
    rooms.reduce(|a, b| a.union(b))
}

/// A line down from a participant, left out where texts stand on it.
fn lifeline(scene: &mut Scene, x: f64, (start, end): (f64, f64), gaps: &[Rect], brush: Brush<'_>) {
    let mut holes: Vec<(f64, f64)> =
        gaps.iter().filter(|gap| gap.x0 < x && x < gap.x1).map(|gap| (gap.y0, gap.y1)).collect();
    holes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut path, mut from) = (BezPath::new(), start);
    for (top, foot) in holes {
        if top > from && top < end {
            path.move_to((x, from));
            path.line_to((x, top));
        }
        from = from.max(foot);
    }
    if from < end {
        path.move_to((x, from));
        path.line_to((x, end));
    }
    if !path.is_empty() {
        scene.path(path, &Ink::line(brush.colors.faint, 1.3));
    }
}
