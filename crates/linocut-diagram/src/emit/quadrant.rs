//! Points in four fields.

use super::graph::color;
use super::scene::{At, Ink, Names, Scene};
use super::text::{Face, Label, SIZE, SMALL};
use super::{Brush, Picture};
use linocut_core::kurbo::{Point, Rect};
use merman::diagrams::quadrant_chart::{QuadrantChartPointModel, QuadrantChartRenderModel};

/// The side of the whole field, in user units.
const SIDE: f64 = 520.0;

pub(super) fn draw(model: &QuadrantChartRenderModel, brush: Brush<'_>) -> Picture {
    let mut scene = Scene::default();
    let mut taken = Vec::new();
    fields(&mut scene, model, brush, &mut taken);
    axes(&mut scene, model, brush);
    let dots: Vec<Rect> = model.points.iter().map(|point| Rect::from_center_size(at(point), (14.0, 14.0))).collect();
    taken.extend(dots);
    for (index, point) in model.points.iter().enumerate() {
        let mut inside = Scene::default();
        dot(&mut inside, point, (model, brush), &mut taken);
        scene.group(
            Names { id: format!("point-{}", index + 1), node: point.text.clone(), name: point.text.clone() },
            inside,
        );
    }
    Picture::new(scene).described(model.title.as_ref(), model.acc_title.as_ref(), model.acc_descr.as_ref())
}

fn at(point: &QuadrantChartPointModel) -> Point {
    Point::new(point.x.clamp(0.0, 1.0) * SIDE, (1.0 - point.y.clamp(0.0, 1.0)) * SIDE)
}

fn fields(scene: &mut Scene, model: &QuadrantChartRenderModel, brush: Brush<'_>, taken: &mut Vec<Rect>) {
    let half = SIDE / 2.0;
    let names = &model.quadrants;
    let corners = [
        (half, 0.0, &names.quadrant1_text, 0),
        (0.0, 0.0, &names.quadrant2_text, 2),
        (0.0, half, &names.quadrant3_text, 1),
        (half, half, &names.quadrant4_text, 4),
    ];
    for (x, y, name, tone) in corners {
        let rect = Rect::new(x, y, x + half, y + half);
        let ground = super::theme::mix(brush.colors.tint(tone), brush.colors.page, 0.45);
        scene.rect(rect, 0.0, &Ink::both(ground, brush.colors.page, 2.0));
        let label = Label::new(name, half - 30.0, SIZE, Face::BOLD);
        // In the middle of an empty field, at its top among points.
        let top = if model.points.is_empty() { rect.center().y - label.height / 2.0 } else { y + 12.0 };
        scene.label(&label, At::Top(Point::new(rect.center().x, top)), brush.colors.ink);
        taken.push(Rect::from_center_size((rect.center().x, top + label.height / 2.0), (label.width, label.height)));
    }
    scene.rect(Rect::new(0.0, 0.0, SIDE, SIDE), 4.0, &Ink::line(brush.colors.group_stroke, 1.4));
}

fn axes(scene: &mut Scene, model: &QuadrantChartRenderModel, brush: Brush<'_>) {
    let axes = &model.axes;
    let label = |text: &str, wrap: f64| Label::new(text, wrap, SMALL, Face::default());
    let half = SIDE / 2.0;
    for (text, other, x) in [
        (&axes.x_axis_left_text, &axes.x_axis_right_text, half / 2.0),
        (&axes.x_axis_right_text, &axes.x_axis_left_text, half * 1.5),
    ] {
        let x = if other.is_empty() { half } else { x };
        scene.label(&label(text, half - 20.0), At::Top(Point::new(x, SIDE + 10.0)), brush.colors.quiet);
    }
    for (text, other, y) in [
        (&axes.y_axis_top_text, &axes.y_axis_bottom_text, half / 2.0),
        (&axes.y_axis_bottom_text, &axes.y_axis_top_text, half * 1.5),
    ] {
        let y = if other.is_empty() { half } else { y };
        let label = label(text, 120.0);
        scene.label(&label, At::LeftMiddle(Point::new(-12.0 - label.width, y)), brush.colors.quiet);
    }
}

fn dot(
    scene: &mut Scene,
    point: &QuadrantChartPointModel,
    (model, brush): (&QuadrantChartRenderModel, Brush<'_>),
    taken: &mut Vec<Rect>,
) {
    let class = point.class_name.as_ref().and_then(|name| model.classes.get(name));
    let styles = [Some(&point.styles), class];
    let said = |pick: fn(&merman::diagrams::quadrant_chart::QuadrantChartStyles) -> Option<&String>| {
        styles.iter().flatten().find_map(|styles| pick(styles)).and_then(|text| color(text))
    };
    let fill = said(|styles| styles.color.as_ref()).unwrap_or(brush.colors.stroke);
    let stroke = said(|styles| styles.stroke_color.as_ref()).unwrap_or(brush.colors.page);
    let radius = styles.iter().flatten().find_map(|styles| styles.radius).and_then(|r| u32::try_from(r).ok());
    let radius = radius.map_or(6.0, f64::from).clamp(2.0, 30.0);
    let center = at(point);
    scene.circle(center, radius, &Ink::both(fill, stroke, 1.6));
    let label = Label::cut(&point.text, 220.0, SMALL, Face::default());
    let size = (label.width, label.height);
    let (beside, above) = (radius + 5.0 + label.width / 2.0, radius + 2.0 + label.height / 2.0);
    let spots = [
        (beside, 0.0),
        (-beside, 0.0),
        (0.0, above),
        (0.0, -above),
        (beside, above),
        (-beside, above),
        (beside, -above),
        (-beside, -above),
    ];
    let rooms = spots.map(|(x, y)| Rect::from_center_size((center.x + x, center.y + y), size));
    let is_free = |room: &&Rect| {
        room.x0 > 2.0
            && room.x1 < SIDE - 2.0
            && room.y0 > 2.0
            && room.y1 < SIDE - 2.0
            && !taken.iter().any(|other| other.overlaps(**room))
    };
    let room = rooms.iter().find(is_free).or(rooms.first()).copied().unwrap_or_default();
    taken.push(room);
    scene.label(&label, At::Middle(room.center()), brush.colors.ink);
}
