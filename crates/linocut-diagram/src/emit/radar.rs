//! Values along spokes.

use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect, Vec2};
use merman::diagrams::radar::{RadarDiagramRenderModel, RadarRenderCurve};
use serde_json::Value;
use std::f64::consts::{FRAC_PI_2, TAU};

const RADIUS: f64 = 180.0;
/// From the end of a spoke to its name.
const APART: f64 = 12.0;
/// From the names to the legend.
const LEGEND: f64 = 36.0;
const ROW: f64 = 26.0;
/// How much of what lies below is seen through a curve: 0 all, 255 none.
const VEIL: u8 = 46;
/// Most rings that are drawn.
const MOST_RINGS: f64 = 20.0;

pub(super) fn draw(model: &RadarDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let chart = Chart::new(model);
    let mut scene = Scene::default();
    chart.grid(&mut scene, brush);
    for (index, curve) in model.curves.iter().enumerate() {
        let mut inside = Scene::default();
        chart.curve(&mut inside, curve, index, brush);
        let names = Names { id: format!("curve-{}", index + 1), node: curve.name.clone(), name: curve.label.clone() };
        scene.group(names, inside);
    }
    if model.options.show_legend {
        legend(&mut scene, model, brush);
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

struct Chart<'m> {
    model: &'m RadarDiagramRenderModel,
    low: f64,
    high: f64,
}

impl<'m> Chart<'m> {
    fn new(model: &'m RadarDiagramRenderModel) -> Self {
        let low = model.options.min.as_f64().unwrap_or(0.0);
        let values = model.curves.iter().flat_map(|curve| &curve.entries).filter_map(Value::as_f64);
        let most = values.fold(low, f64::max);
        let high = model.options.max.as_ref().and_then(Value::as_f64).unwrap_or(most);
        Self { model, low, high: if high > low { high } else { low + 1.0 } }
    }

    fn along(&self, spoke: usize) -> Vec2 {
        let turn = super::number(spoke) / super::number(self.model.axes.len()).max(1.0);
        let angle = turn * TAU - FRAC_PI_2;
        Vec2::new(libm::cos(angle), libm::sin(angle))
    }

    fn at(&self, spoke: usize, value: f64) -> Point {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        (self.along(spoke) * share * RADIUS).to_point()
    }

    /// Rings, spokes and the names of these.
    fn grid(&self, scene: &mut Scene, brush: Brush<'_>) {
        let rings = self.model.options.ticks.as_f64().unwrap_or(5.0).clamp(1.0, MOST_RINGS).round();
        let ink = Ink::line(brush.colors.faint, 1.2);
        let spokes = self.model.axes.len();
        for ring in (1..=20_u32).map(f64::from).take_while(|&ring| ring <= rings) {
            let radius = RADIUS * ring / rings;
            if self.model.options.graticule == "polygon" && spokes > 2 {
                let corners: Vec<Point> = (0..spokes).map(|spoke| (self.along(spoke) * radius).to_point()).collect();
                scene.polygon(&corners, &ink);
            } else {
                scene.circle(Point::ORIGIN, radius, &ink);
            }
        }
        for (spoke, axis) in self.model.axes.iter().enumerate() {
            let along = self.along(spoke);
            scene.line(Point::ORIGIN, (along * RADIUS).to_point(), &Ink::line(brush.colors.line, 1.2));
            let label = Label::new(&axis.label, 130.0, SMALL, Face::default());
            let half = Vec2::new(along.x * label.width / 2.0, along.y * label.height / 2.0);
            scene.label(&label, At::Middle((along * (RADIUS + APART) + half).to_point()), brush.colors.ink);
        }
    }

    fn curve(&self, scene: &mut Scene, curve: &RadarRenderCurve, index: usize, brush: Brush<'_>) {
        let values = curve.entries.iter().take(self.model.axes.len()).enumerate();
        let points: Vec<Point> =
            values.map(|(spoke, value)| self.at(spoke, value.as_f64().unwrap_or(self.low))).collect();
        let color = brush.colors.series(index);
        if points.len() > 2 {
            scene.polygon(&points, &Ink::both(color.with_alpha(VEIL), color, 2.2));
        } else {
            scene.path(super::scene::polyline(&points), &Ink::line(color, 2.2));
        }
        for &point in &points {
            scene.circle(point, 3.4, &Ink::both(brush.colors.page, color, 2.0));
        }
    }
}

fn legend(scene: &mut Scene, model: &RadarDiagramRenderModel, brush: Brush<'_>) {
    let left = scene.bounds.unwrap_or_default().x1 + LEGEND;
    let mut y = -super::number(model.curves.len()) * ROW / 2.0;
    for (index, curve) in model.curves.iter().enumerate() {
        let swatch = Rect::new(left, y + 5.0, left + 16.0, y + 21.0);
        scene.rect(swatch, 4.0, &Ink::fill(brush.colors.series(index)));
        let label = Label::cut(&curve.label, 280.0, SIZE, Face::default());
        scene.label(&label, At::LeftMiddle(Point::new(swatch.x1 + 10.0, y + 13.0)), brush.colors.ink);
        y += ROW;
    }
}
