//! Shares of a whole.

use super::axis::shown;
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, width};
use super::{Brush, Picture};
use linocut_core::kurbo::{Arc, BezPath, Point, Rect, Shape as _, Vec2};
use merman::diagrams::pie::{PieDiagramRenderModel, PieRenderSection};
use std::f64::consts::{FRAC_PI_2, TAU};

const RADIUS: f64 = 150.0;
/// From the pie to its legend.
const APART: f64 = 36.0;
const ROW: f64 = 26.0;
/// Shares below this have no number inside: it would not fit.
const SMALLEST: f64 = 0.045;
/// The widest row of the legend.
const LEGEND: f64 = 320.0;

pub(super) fn draw(model: &PieDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let total: f64 = model.sections.iter().map(|section| section.value.max(0.0)).sum();
    let mut scene = Scene::default();
    let mut turned = 0.0;
    for (index, section) in model.sections.iter().enumerate() {
        let share = if total > 0.0 { section.value.max(0.0) / total } else { 0.0 };
        let mut slice = Scene::default();
        draw_slice(&mut slice, (turned, share), index, brush);
        turned += share;
        scene.group(names(index, section), slice);
    }
    scene.circle(Point::ORIGIN, RADIUS, &Ink::line(brush.colors.page, 2.0));
    let rows = super::number(model.sections.len());
    let mut y = -rows * ROW / 2.0;
    for (index, section) in model.sections.iter().enumerate() {
        let swatch = Rect::new(RADIUS + APART, y + 5.0, RADIUS + APART + 16.0, y + 21.0);
        scene.rect(swatch, 4.0, &Ink::fill(brush.colors.series(index)));
        let value = if model.show_data { format!(" [{}]", shown(section.value)) } else { String::new() };
        let most = LEGEND - width(&value, SIZE, Face::default());
        let label = Label::cut(&section.label, most, SIZE, Face::default());
        let label = Label::exact(&format!("{}{value}", label.text()), SIZE, Face::default());
        scene.label(&label, At::LeftMiddle(Point::new(swatch.x1 + 10.0, y + 13.0)), brush.colors.ink);
        y += ROW;
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

fn names(index: usize, section: &PieRenderSection) -> Names {
    Names { id: format!("slice-{}", index + 1), node: section.label.clone(), name: section.label.clone() }
}

fn draw_slice(scene: &mut Scene, (turned, share): (f64, f64), index: usize, brush: Brush<'_>) {
    let color = brush.colors.series(index);
    let ink = Ink::both(color, brush.colors.page, 2.0);
    if share >= 0.9999 {
        scene.circle(Point::ORIGIN, RADIUS, &ink);
    } else if share > 0.0 {
        let arc = Arc::new(Point::ORIGIN, Vec2::new(RADIUS, RADIUS), turned * TAU - FRAC_PI_2, share * TAU, 0.0);
        let mut path = BezPath::new();
        path.move_to(Point::ORIGIN);
        for (number, element) in arc.path_elements(0.05).enumerate() {
            // The arc begins with a move of its own.
            match (number, element) {
                (0, linocut_core::kurbo::PathEl::MoveTo(point)) => path.line_to(point),
                (_, element) => path.push(element),
            }
        }
        path.close_path();
        scene.path(path, &ink);
    }
    if share >= SMALLEST {
        let angle = (turned + share / 2.0) * TAU - FRAC_PI_2;
        let at = Point::new(libm::cos(angle), libm::sin(angle)).to_vec2() * RADIUS * 0.68;
        let label = Label::exact(&format!("{:.0}%", share * 100.0), SIZE, Face::BOLD);
        scene.label(&label, At::Middle(at.to_point()), brush.colors.on(color));
    }
}
