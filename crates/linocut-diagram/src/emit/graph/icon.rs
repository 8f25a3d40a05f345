//! Boxes with a picture: services of an architecture.

use crate::emit::scene::{At, Ink, Scene, polyline};
use crate::emit::text::{Face, Label};
use crate::emit::theme::Colors;
use linocut_core::Outline;
use linocut_core::kurbo::{BezPath, Ellipse, Point, Rect, Size};

/// Side of the picture, in user units.
const SIDE: f64 = 36.0;
/// Room around picture and label.
const ROOM: f64 = 12.0;

pub(super) fn size(label: &Label) -> Size {
    Size::new((label.width + 2.0 * ROOM).max(88.0), SIDE + label.height + 2.0 * ROOM + 4.0)
}

pub(super) fn draw(scene: &mut Scene, rect: Rect, (icon, label): (&str, &Label), colors: &Colors) {
    scene.rect(rect, 8.0, &Ink::both(colors.fill, colors.stroke, 1.4));
    let middle = Point::new(rect.center().x, rect.y0 + ROOM + SIDE / 2.0);
    picture(scene, middle, icon, colors);
    scene.label(label, At::Top(Point::new(middle.x, rect.y0 + ROOM + SIDE + 4.0)), colors.ink);
}

fn picture(scene: &mut Scene, at: Point, icon: &str, colors: &Colors) {
    let ink = Ink::both(colors.page, colors.stroke, 1.8);
    let line = Ink::line(colors.stroke, 1.8);
    let p = |x: f64, y: f64| Point::new(at.x + x, at.y + y);
    match icon {
        "database" | "disk" => {
            let form = super::Form::Cylinder;
            let rect = Rect::from_center_size(at, if icon == "disk" { (34.0, 22.0) } else { (30.0, 34.0) });
            scene.outline(form.outline(rect), &ink);
            form.details(rect).into_iter().for_each(|path| scene.path(path, &line));
        }
        "server" => {
            for y in [-11.0, 0.0, 11.0] {
                scene.rect(Rect::from_center_size(p(0.0, y), (32.0, 9.0)), 2.0, &ink);
                scene.circle(p(-11.0, y), 1.5, &Ink::fill(colors.stroke));
                scene.line(p(2.0, y), p(11.0, y), &line);
            }
        }
        "internet" => {
            scene.circle(at, 16.0, &ink);
            scene.outline(Outline::Ellipse(Ellipse::new(at, (7.0, 16.0), 0.0)), &line);
            scene.line(p(-16.0, 0.0), p(16.0, 0.0), &line);
        }
        "cloud" => {
            let mut path = BezPath::new();
            path.move_to(p(-12.0, 12.0));
            path.curve_to(p(-20.0, 12.0), p(-21.0, 1.0), p(-13.0, -1.0));
            path.curve_to(p(-13.0, -12.0), p(2.0, -15.0), p(6.0, -6.0));
            path.curve_to(p(14.0, -9.0), p(18.0, -1.0), p(15.0, 2.0));
            path.curve_to(p(21.0, 5.0), p(18.0, 12.0), p(12.0, 12.0));
            path.close_path();
            scene.path(path, &ink);
        }
        other => letter(scene, at, other, colors),
    }
}

/// The first letter of an icon that is not here.
fn letter(scene: &mut Scene, at: Point, icon: &str, colors: &Colors) {
    let name = icon.rsplit(':').next().unwrap_or(icon);
    let first: String = name.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect();
    scene.rect(Rect::from_center_size(at, (32.0, 32.0)), 8.0, &Ink::fill(colors.stroke));
    if first.is_empty() {
        let points = [(-8.0, 0.0), (8.0, 0.0)].map(|(x, y): (f64, f64)| Point::new(at.x + x, at.y + y));
        return scene.path(polyline(&points), &Ink::line(colors.on(colors.stroke), 2.0));
    }
    scene.label(&Label::exact(&first, 17.0, Face::BOLD), At::Middle(at), colors.on(colors.stroke));
}
