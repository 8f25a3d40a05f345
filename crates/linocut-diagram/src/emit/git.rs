//! Commits, branches and merges.

use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SMALL, WRAP};
use super::{Brush, Picture};
use crate::plan::Direction;
use linocut_core::kurbo::{Point, Rect, Vec2};
use merman::diagrams::git_graph::{GitGraphCommitRenderModel, GitGraphRenderModel};
use std::collections::BTreeMap;

/// Between two lanes, in user units.
const LANE: f64 = 52.0;
/// The least from one commit to the next.
const STEP: f64 = 54.0;
const RADIUS: f64 = 8.0;
/// Radius of the corners of branching lines.
const CORNER: f64 = 14.0;
/// What Mermaid's model calls commits that undo, stand out, merge, and copy.
const REVERSE: i64 = 1;
const HIGHLIGHT: i64 = 2;
const MERGE: i64 = 3;
const CHERRY: i64 = 4;

pub(super) fn draw(model: &GitGraphRenderModel, brush: Brush<'_>) -> Picture {
    let direction = brush.direction.or_else(|| Direction::from_letters(&model.direction)).unwrap_or(Direction::Right);
    let labels: Vec<Label> = model.commits.iter().map(label).collect();
    let history = History::new(model, &labels, direction);
    let mut scene = Scene::default();
    history.branches(&mut scene, brush);
    for (index, commit) in model.commits.iter().enumerate() {
        for (number, parent) in commit.parents.iter().enumerate() {
            history.line(&mut scene, (index, parent), number > 0, brush);
        }
    }
    for (index, commit) in model.commits.iter().enumerate() {
        let mut inside = Scene::default();
        history.commit(&mut inside, index, commit, brush);
        let name = if commit.message.is_empty() { commit.id.clone() } else { commit.message.clone() };
        scene.group(Names { id: format!("commit-{}", index + 1), node: commit.id.clone(), name }, inside);
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

/// What is said beside a commit: its id if the author gave one, else its message.
fn label(commit: &GitGraphCommitRenderModel) -> Label {
    let own = commit.custom_id != Some(false) && commit.commit_type != MERGE;
    let named = own || commit.custom_id == Some(true);
    let text = if named && !is_made_up(&commit.id) { &commit.id } else { &commit.message };
    Label::new(text, WRAP * 0.7, SMALL, Face::default())
}

/// Whether an id was made by the parser: a number, a hyphen, seven letters or digits.
fn is_made_up(id: &str) -> bool {
    id.split_once('-').is_some_and(|(number, rest)| {
        !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit())
            && rest.len() == 7
            && rest.chars().all(|c| c.is_ascii_hexdigit())
    })
}

struct History<'m> {
    model: &'m GitGraphRenderModel,
    labels: &'m [Label],
    lanes: BTreeMap<&'m str, usize>,
    places: BTreeMap<&'m str, Point>,
    centers: Vec<Point>,
    upright: bool,
    /// Between two lanes.
    gap: f64,
    end: f64,
}

impl<'m> History<'m> {
    fn new(model: &'m GitGraphRenderModel, labels: &'m [Label], direction: Direction) -> Self {
        let mut lanes: BTreeMap<&str, usize> = BTreeMap::new();
        for branch in &model.branches {
            let next = lanes.len();
            lanes.entry(&branch.name).or_insert(next);
        }
        let upright = matches!(direction, Direction::Down | Direction::Up);
        let widest = |commit: &GitGraphCommitRenderModel| {
            commit.tags.iter().map(|tag| super::text::width(tag, 11.0, Face::default()) + 16.0).fold(0.0, f64::max)
        };
        let pill = |branch: &str| Label::cut(branch, 180.0, SMALL, Face::BOLD).width + 34.0;
        let widest_name = model.branches.iter().map(|branch| pill(&branch.name)).fold(LANE, f64::max);
        let highest = labels.iter().map(|label| label.height + 34.0).fold(LANE, f64::max);
        let gap = if upright { widest_name } else { highest };
        let mut along = 0.0;
        let mut centers: Vec<Point> = Vec::new();
        let mut before = 0.0;
        for (commit, label) in model.commits.iter().zip(labels) {
            let half = if upright { 0.0 } else { label.width.max(widest(commit)) / 2.0 };
            let step = if upright { label.height.max(34.0) + 8.0 } else { (before + half + 12.0).max(STEP) };
            along += if centers.is_empty() { half.max(20.0) } else { step };
            before = half;
            let lane = super::number(lanes.get(commit.branch.as_str()).copied().unwrap_or(0)) * gap;
            centers.push(if upright { Point::new(lane, along) } else { Point::new(along, lane) });
        }
        if matches!(direction, Direction::Up | Direction::Left) {
            let turn = |p: &Point| {
                if upright { Point::new(p.x, along + 20.0 - p.y) } else { Point::new(along + 20.0 - p.x, p.y) }
            };
            centers = centers.iter().map(turn).collect();
        }
        let places = model.commits.iter().map(|commit| commit.id.as_str()).zip(centers.iter().copied()).collect();
        Self { model, labels, lanes, places, centers, upright, gap, end: along + before.max(20.0) + 16.0 }
    }

    fn lane(&self, branch: &str) -> usize {
        self.lanes.get(branch).copied().unwrap_or(0)
    }

    /// Dashed lines and names of branches.
    fn branches(&self, scene: &mut Scene, brush: Brush<'_>) {
        for (&name, &lane) in &self.lanes {
            let across = super::number(lane) * self.gap;
            let at = |along: f64| if self.upright { Point::new(across, along) } else { Point::new(along, across) };
            let label = Label::cut(name, 180.0, SMALL, Face::BOLD);
            let middle =
                if self.upright { Point::new(across, -24.0) } else { Point::new(-label.width / 2.0 - 22.0, across) };
            let start = if self.upright { -12.0 } else { -8.0 };
            scene.line(at(start), at(self.end), &Ink::line(brush.colors.faint, 1.2).dashed(&[3.0, 4.0]));
            let mut inside = Scene::default();
            let pill = Rect::from_center_size(middle, (label.width + 20.0, label.height + 8.0));
            inside.rect(pill, 6.0, &Ink::both(brush.colors.tint(lane), brush.colors.series(lane), 1.0));
            inside.label(&label, At::Middle(middle), brush.colors.ink);
            let names = Names { id: format!("branch-{}", lane + 1), node: name.to_owned(), name: name.to_owned() };
            scene.group(names, inside);
        }
    }

    /// The line from a parent to a commit.
    fn line(&self, scene: &mut Scene, (index, parent): (usize, &String), merged: bool, brush: Brush<'_>) {
        let (Some(&to), Some(&from)) = (self.centers.get(index), self.places.get(parent.as_str())) else { return };
        let branch = self.model.commits.get(index).map_or("", |commit| commit.branch.as_str());
        let source = self.model.commits.iter().find(|commit| commit.id == *parent).map_or("", |c| c.branch.as_str());
        let lane = self.lane(if merged { source } else { branch });
        // New branches leave across, merges arrive across.
        let corner = if merged == self.upright { Point::new(from.x, to.y) } else { Point::new(to.x, from.y) };
        let course = super::graph::Course::angular(&[from, corner, to], CORNER);
        scene.path(course.path(&self.rooms()), &Ink::line(brush.colors.series(lane), 3.0));
    }

    /// The rooms of all labels and tags, where lines are left out.
    fn rooms(&self) -> Vec<Rect> {
        if self.upright {
            return Vec::new();
        }
        let all = self.model.commits.iter().zip(self.labels).zip(&self.centers);
        let rooms = all.flat_map(|((commit, label), center)| {
            let below = Rect::from_center_size(
                (center.x, center.y + 12.0 + label.height / 2.0),
                (label.width + 6.0, label.height),
            );
            let tags = commit.tags.iter().enumerate().map(|(number, tag)| {
                let width = super::text::width(tag, 11.0, Face::default()) + 14.0;
                Rect::from_center_size((center.x, center.y - 22.0 - super::number(number) * 19.0), (width, 18.0))
            });
            tags.chain((!label.is_empty()).then_some(below)).collect::<Vec<_>>()
        });
        rooms.collect()
    }

    fn commit(&self, scene: &mut Scene, index: usize, commit: &GitGraphCommitRenderModel, brush: Brush<'_>) {
        let Some(&center) = self.centers.get(index) else { return };
        let color = brush.colors.series(self.lane(&commit.branch));
        let ink = Ink::both(color, brush.colors.page, 2.0);
        let kind = commit.custom_type.unwrap_or(commit.commit_type);
        if kind == HIGHLIGHT {
            scene.rect(Rect::from_center_size(center, (20.0, 20.0)), 3.0, &ink);
            scene.rect(Rect::from_center_size(center, (9.0, 9.0)), 1.0, &Ink::fill(brush.colors.page));
        } else {
            scene.circle(center, RADIUS + 1.0, &ink);
        }
        let inner = Ink::fill(brush.colors.page);
        match commit.commit_type {
            MERGE => scene.circle(center, RADIUS * 0.5, &inner),
            CHERRY => {
                scene.circle(center + Vec2::new(-2.6, 1.4), 2.1, &inner);
                scene.circle(center + Vec2::new(2.6, 1.4), 2.1, &inner);
            }
            _ => {}
        }
        if kind == REVERSE {
            let line = Ink::line(brush.colors.page, 2.0);
            for side in [-1.0, 1.0] {
                let reach = Vec2::new(4.0, 4.0 * side);
                scene.line(center - reach, center + reach, &line);
            }
        }
        self.said(scene, index, (center, commit), brush);
    }

    /// The label and the tags of a commit.
    fn said(&self, scene: &mut Scene, index: usize, at: (Point, &GitGraphCommitRenderModel), brush: Brush<'_>) {
        let (center, commit) = at;
        let Some(label) = self.labels.get(index) else { return };
        let lanes = super::number(self.lanes.len().saturating_sub(1)) * self.gap;
        let mut beside = lanes + 26.0;
        if self.upright {
            scene.label(label, At::LeftMiddle(Point::new(beside, center.y)), brush.colors.ink);
            beside += label.width + 14.0;
        } else {
            scene.label(label, At::Top(Point::new(center.x, center.y + 12.0)), brush.colors.ink);
        }
        for (number, tag) in commit.tags.iter().enumerate() {
            let tag = Label::exact(tag, 11.0, Face::default());
            let middle = if self.upright {
                Point::new(beside + tag.width / 2.0, center.y)
            } else {
                Point::new(center.x, center.y - 22.0 - super::number(number) * 19.0)
            };
            beside += tag.width + 20.0;
            let pill = Rect::from_center_size(middle, (tag.width + 12.0, tag.height + 2.0));
            scene.rect(pill, 8.0, &Ink::both(brush.colors.note_fill, brush.colors.note_stroke, 1.0));
            scene.label(&tag, At::Middle(middle), brush.colors.ink);
        }
    }
}
