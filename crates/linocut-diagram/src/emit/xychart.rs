//! Bars and lines over an axis.

use super::axis::{shown, ticks};
use super::scene::{At, Ink, Names, Scene, polyline};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::xychart::{
    XyChartAxisRenderModel, XyChartDiagramRenderModel, XyChartPlotRenderModel, XyChartPlotType,
};

/// The least length of both axes, in user units.
const WIDE: f64 = 600.0;
const HIGH: f64 = 340.0;
/// The most of a band that bars fill.
const FILLED: f64 = 0.7;

pub(super) fn draw(model: &XyChartDiagramRenderModel, brush: Brush<'_>) -> Picture {
    let chart = Chart::new(model, brush);
    let mut series = Scene::default();
    let bars = model.plots.iter().filter(|plot| plot.plot_type == XyChartPlotType::Bar).count();
    let mut bar = 0;
    for (index, plot) in model.plots.iter().enumerate() {
        let mut inside = Scene::default();
        match plot.plot_type {
            XyChartPlotType::Bar => {
                chart.bars(&mut inside, plot, (bar, bars), index);
                bar += 1;
            }
            XyChartPlotType::Line => chart.line(&mut inside, plot, index),
        }
        let name = plot.title.clone().unwrap_or_default();
        series
            .group(Names { id: format!("series-{}", index + 1), node: format!("series-{}", index + 1), name }, inside);
    }
    let mut scene = Scene::default();
    chart.values(&mut scene, &series.texts());
    chart.categories(&mut scene);
    scene.append(series);
    chart.titles(&mut scene);
    chart.legend(&mut scene);
    let title = model.title.as_ref().filter(|_| model.display.show_title);
    Picture::new(scene).described(title, model.acc_title.as_ref(), model.acc_descr.as_ref())
}

struct Chart<'m> {
    model: &'m XyChartDiagramRenderModel,
    brush: Brush<'m>,
    names: Vec<Label>,
    ticks: Vec<f64>,
    /// Lengths of the axis of categories and of that of values.
    length: (f64, f64),
    /// Whether bars lie.
    lying: bool,
    /// Whether there is a line, too.
    crossed: bool,
}

impl<'m> Chart<'m> {
    fn new(model: &'m XyChartDiagramRenderModel, brush: Brush<'m>) -> Self {
        let lying = model.orientation == "horizontal";
        let texts: Vec<String> = match &model.x_axis {
            XyChartAxisRenderModel::Band { categories, .. } => categories.clone(),
            XyChartAxisRenderModel::Linear { min, max, .. } => {
                let most = model.plots.iter().map(|plot| plot.values.len()).max().unwrap_or(0);
                let (low, high) = (min.unwrap_or(1.0), max.unwrap_or(super::number(most)));
                let step = (high - low) / super::number(most.saturating_sub(1)).max(1.0);
                (0..most).map(|n| shown(((low + super::number(n) * step) * 100.0).round() / 100.0)).collect()
            }
        };
        let wrap = if lying { 150.0 } else { 90.0 };
        let names: Vec<Label> = texts.iter().map(|text| Label::new(text, wrap, SMALL, Face::default())).collect();
        let count = super::number(names.len()).max(1.0);
        let room = names.iter().map(|name| if lying { name.height } else { name.width }).fold(0.0, f64::max) + 12.0;
        let (usual, values) = if lying { (HIGH, WIDE) } else { (WIDE, HIGH) };
        let all = || model.plots.iter().flat_map(|plot| plot.values.iter().copied()).filter(|v| v.is_finite());
        let has_bars = model.plots.iter().any(|plot| plot.plot_type == XyChartPlotType::Bar);
        let (low, high) = (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let (low, high) = match &model.y_axis {
            XyChartAxisRenderModel::Linear { min, max, .. } => {
                (min.unwrap_or(if has_bars || low < high * 0.5 { low.min(0.0) } else { low }), max.unwrap_or(high))
            }
            XyChartAxisRenderModel::Band { .. } => (low.min(0.0), high),
        };
        let flat = (high - low).abs() < 1e-9 * low.abs().max(1.0);
        let (low, high) = if flat { (low - low.abs() * 0.1, high + high.abs().max(1.0) * 0.1) } else { (low, high) };
        let ticks = ticks(low, high, 6.0);
        let crossed = model.plots.iter().any(|plot| plot.plot_type == XyChartPlotType::Line);
        Self { model, brush, names, ticks, length: (usual.max(room * count), values), lying, crossed }
    }

    fn band(&self) -> f64 {
        self.length.0 / super::number(self.names.len()).max(1.0)
    }

    /// The point `along` the axis of categories at a value.
    fn at(&self, along: f64, value: f64) -> Point {
        let (low, high) = (self.ticks.first().copied().unwrap_or(0.0), self.ticks.last().copied().unwrap_or(1.0));
        let share = ((value - low) / (high - low).max(1e-9)).clamp(0.0, 1.0);
        if self.lying {
            Point::new(share * self.length.1, along)
        } else {
            Point::new(along, self.length.1 * (1.0 - share))
        }
    }

    /// The axis of values with its grid, which leaves out `texts`.
    fn values(&self, scene: &mut Scene, texts: &[Rect]) {
        for &tick in &self.ticks {
            let (from, to) = (self.at(0.0, tick), self.at(self.length.0, tick));
            scene.line_between((from, to), texts, &Ink::line(self.brush.colors.faint, 1.0));
            let label = Label::exact(&shown(tick), SMALL, Face::default());
            let place = if self.lying {
                At::Top(Point::new(from.x, self.length.0 + 8.0))
            } else {
                At::LeftMiddle(Point::new(-10.0 - label.width, from.y))
            };
            scene.label(&label, place, self.brush.colors.quiet);
        }
    }

    fn categories(&self, scene: &mut Scene) {
        let base = self.ticks.first().copied().unwrap_or(0.0);
        let line = Ink::line(self.brush.colors.line, 1.4);
        scene.line(self.at(0.0, base), self.at(self.length.0, base), &line);
        for (index, name) in self.names.iter().enumerate() {
            let at = self.at((super::number(index) + 0.5) * self.band(), base);
            let place = if self.lying {
                At::LeftMiddle(Point::new(at.x - 10.0 - name.width, at.y))
            } else {
                At::Top(Point::new(at.x, at.y + 8.0))
            };
            scene.label(name, place, self.brush.colors.quiet);
        }
    }

    fn bars(&self, scene: &mut Scene, plot: &XyChartPlotRenderModel, (number, of): (usize, usize), index: usize) {
        let thick = (self.band() * FILLED).min(90.0) / super::number(of).max(1.0);
        let zero = self.ticks.first().copied().unwrap_or(0.0).max(0.0);
        let color = self.brush.colors.series(index);
        for (place, &value) in plot.values.iter().enumerate().take(self.names.len().max(1)) {
            let middle = (super::number(place) + 0.5) * self.band();
            let start = middle - thick * super::number(of) / 2.0 + super::number(number) * thick;
            let (a, b) = (self.at(start, zero), self.at(start + thick - 1.0, value));
            let rect = Rect::from_points(a, b);
            scene.rect(rect, 2.0_f64.min(rect.width() / 2.0).min(rect.height() / 2.0), &Ink::fill(color));
            if self.model.display.show_data_label {
                let label = Label::exact(&shown(value), 11.0, Face::BOLD);
                if !self.lying && self.crossed && rect.height() > 2.0 * label.height && label.width < rect.width() {
                    // A line runs along the tops of the bars.
                    let at = Point::new(rect.center().x, rect.y1 - label.height - 3.0);
                    scene.label(&label, At::Top(at), self.brush.colors.on(color));
                    continue;
                }
                let place = if self.lying {
                    At::LeftMiddle(Point::new(rect.x1 + 5.0, rect.center().y))
                } else {
                    At::Top(Point::new(rect.center().x, rect.y0 - label.height))
                };
                scene.label(&label, place, self.brush.colors.ink);
            }
        }
    }

    fn line(&self, scene: &mut Scene, plot: &XyChartPlotRenderModel, index: usize) {
        let places = plot.values.iter().enumerate();
        let points: Vec<Point> =
            places.map(|(place, &value)| self.at((super::number(place) + 0.5) * self.band(), value)).collect();
        let color = self.brush.colors.series(index);
        scene.path(polyline(&points), &Ink::line(color, 2.4));
        for &point in &points {
            scene.circle(point, 3.6, &Ink::both(self.brush.colors.page, color, 2.0));
        }
        for (label, point) in plot.point_labels.iter().zip(&points) {
            let label = Label::exact(label, 11.0, Face::default());
            scene.label(&label, At::Top(Point::new(point.x, point.y - 8.0 - label.height)), self.brush.colors.ink);
        }
    }

    /// What the axes are called.
    fn titles(&self, scene: &mut Scene) {
        let title = |axis: &XyChartAxisRenderModel| match axis {
            XyChartAxisRenderModel::Band { title, .. } | XyChartAxisRenderModel::Linear { title, .. } => title.clone(),
        };
        let (x, y) = (title(&self.model.x_axis), title(&self.model.y_axis));
        let (below, above) = if self.lying { (y, x) } else { (x, y) };
        let bounds = scene.bounds.unwrap_or_default();
        let wide = if self.lying { self.length.1 } else { self.length.0 };
        let label = Label::new(&below, wide, SIZE, Face::BOLD);
        scene.label(&label, At::Top(Point::new(wide / 2.0, bounds.y1 + 8.0)), self.brush.colors.quiet);
        let label = Label::new(&above, wide, SIZE, Face::BOLD);
        scene.label(&label, At::Left(Point::new(bounds.x0, bounds.y0 - label.height - 10.0)), self.brush.colors.quiet);
    }

    /// The names of the series, where they have some.
    fn legend(&self, scene: &mut Scene) {
        let bounds = scene.bounds.unwrap_or_default();
        let mut x = 0.0;
        for (index, plot) in self.model.plots.iter().enumerate() {
            let Some(title) = plot.title.as_deref().filter(|title| !title.trim().is_empty()) else { continue };
            let label = Label::exact(title, SMALL, Face::default());
            let y = bounds.y1 + 14.0;
            scene.rect(Rect::new(x, y, x + 14.0, y + 14.0), 3.0, &Ink::fill(self.brush.colors.series(index)));
            scene.label(&label, At::LeftMiddle(Point::new(x + 20.0, y + 7.0)), self.brush.colors.ink);
            x += label.width + 44.0;
        }
    }
}
