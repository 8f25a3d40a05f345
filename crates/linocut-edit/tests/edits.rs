//! Words in, SVG out.
#![cfg(test)]

use linocut_core::kurbo::{ParamCurve as _, Point, Shape as _};
use linocut_core::{Drawing, Kind, Outline};
use linocut_edit::{BadgeOptions, Corner, STOCK_BADGES, apply, badge, parse, stock, stock_badge};
use linocut_svg::{Limits, WriteOptions, read, write};

const LINES: &str = "fill=\"none\" stroke=\"#000\" stroke-width=\"2\" stroke-linecap=\"round\"";

fn drawing(inner: &str) -> Drawing {
    let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\">{inner}</svg>");
    read(text.as_bytes(), &Limits::default()).unwrap().value
}

fn edited(before: &str, words: &str) -> Drawing {
    apply(&drawing(before), &parse(words).unwrap(), &stock).unwrap().value
}

/// Edits what is inside `<svg>` and compares with what is wanted there; the result is safe SVG.
#[track_caller]
fn check(before: &str, words: &str, after: &str) {
    let found = edited(before, words);
    let text = write(&found, &WriteOptions::default());
    let inner = text.split_once('>').unwrap().1.strip_suffix("</svg>").unwrap();
    assert_eq!(inner, after, "{words}");
    let safe = linocut_svg::sanitize(text.as_bytes(), &Limits::default()).unwrap();
    assert!(safe.warnings.is_empty(), "{:?}", safe.warnings);
}

#[test]
fn colors_one_thing_or_all() {
    let flag = "<path id=\"pole\" d=\"M2 2v9\" stroke=\"#000\"/><path id=\"cloth\" d=\"M2 2h9v5H2z\" fill=\"#00f\"/>";
    check(flag, "make the cloth red", &flag.replace("#00f", "#f00"));
}

#[test]
fn several_colors_keep_their_distance() {
    let bear = "<circle cx=\"12\" cy=\"12\" r=\"9\" fill=\"#c60\"/><circle cx=\"12\" cy=\"12\" r=\"3\" fill=\"#fb7\"/>\
        <circle cx=\"9\" cy=\"9\" r=\"1\" fill=\"#fff\"/>";
    let text = write(&edited(bear, "make it #1f6feb"), &WriteOptions::default());
    assert!(text.contains("#1f6feb") && text.contains("#fff") && !text.contains("#fb7"), "{text}");
    let text = write(&edited(bear, "swap orange for green"), &WriteOptions::default());
    assert!(text.contains("#008000") && text.contains("#fff"), "{text}");
}

#[test]
fn turns_exactly_and_keeps_primitives() {
    let inner = "<rect x=\"2\" y=\"4\" width=\"6\" height=\"3\" rx=\"1\"/><circle cx=\"6\" cy=\"18\" r=\"3\"/>";
    check(
        inner,
        "rotate 90",
        "<rect x=\"17\" y=\"2\" width=\"3\" height=\"6\" rx=\"1\"/><circle cx=\"6\" cy=\"6\" r=\"3\"/>",
    );
    check(
        inner,
        "flip it, flip it, rotate 360",
        "<rect x=\"2\" y=\"4\" width=\"6\" height=\"3\" rx=\"1\"/><circle cx=\"6\" cy=\"18\" r=\"3\"/>",
    );
}

#[test]
fn the_page_changes_only_when_asked() {
    let disc = "<circle cx=\"10\" cy=\"12\" r=\"6\"/>";
    assert_eq!(edited(disc, "make it red, thicker, rotate 30, scale to 50%").view_box, drawing(disc).view_box);
    assert!((edited(disc, "pad 10%").view_box.width() - 28.8).abs() < 1e-9);
    assert_eq!(edited(disc, "trim").view_box.size(), (12.0, 12.0).into());
    check(disc, "center it", "<circle cx=\"12\" cy=\"12\" r=\"6\"/>");
    check(disc, "white background, black background, remove the background", disc);
}

#[test]
fn what_is_turned_is_not_cut_off() {
    let square = "<path d=\"M3 3H21V21H3Z\"/>";
    let turned = apply(&drawing(square), &parse("rotate 45").unwrap(), &stock).unwrap();
    // The diagonal of 18 units, in a square page about the same middle.
    let view = turned.value.view_box;
    assert_eq!((view.center(), view.width()), (Point::new(12.0, 12.0), view.height()));
    assert!((25.45..25.5).contains(&view.width()), "{view:?}");
    assert_eq!(turned.warnings, ["the page grew, so that nothing is cut off"]);
    // A background fills the page as before, and a page that is not square turns by right angles.
    let text = write(
        &edited(&format!("<path d=\"M0 0H24V24H0Z\" fill=\"#fff\"/>{square}"), "rotate 45"),
        &WriteOptions::default(),
    );
    let ground = "<rect x=\"-.73\" y=\"-.73\" width=\"25.46\" height=\"25.46\" fill=\"#fff\"/>";
    assert!(text.contains(ground), "{text}");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\"><path d=\"M1 1H19V9H1Z\"/></svg>";
    let wide = read(svg.as_bytes(), &Limits::default()).unwrap().value;
    let high = apply(&wide, &parse("rotate 90").unwrap(), &stock).unwrap();
    assert_eq!((high.value.view_box.size(), high.warnings.len()), ((10.0, 20.0).into(), 0));
}

#[test]
fn lines_become_areas_and_areas_lines() {
    let house = format!("<g {LINES}><path d=\"M4 11L12 4L20 11V20H4Z\"/><path d=\"M12 20V15\"/></g>");
    let solid = edited(&house, "make it solid");
    let shapes: Vec<_> = solid.shapes().collect();
    assert!(shapes.iter().all(|shape| shape.fill.is_some() && shape.stroke.is_none()), "{shapes:?}");
    let Outline::Path(path) = &shapes[0].outline else { panic!() };
    assert!(path.winding(Point::new(8.0, 14.0)) != 0 && path.winding(Point::new(12.0, 17.0)) == 0);
    let lines = edited("<path d=\"M4 4H20V20H4Z\"/>", "outline style");
    assert!(lines.shapes().all(|shape| shape.fill.is_none() && shape.stroke.is_some()));
    let tinted = edited(&house, "duotone");
    assert!((tinted.items[0].opacity.get() - 0.22).abs() < 1e-9);
    let expanded = edited(
        "<circle cx=\"12\" cy=\"12\" r=\"8\" fill=\"none\" stroke=\"#000\" stroke-width=\"2\"/>",
        "expand the strokes",
    );
    let Some(Outline::Path(ring)) = expanded.shapes().next().map(|shape| &shape.outline) else { panic!() };
    assert!((ring.area().abs() - std::f64::consts::PI * 32.0).abs() < 0.05, "{}", ring.area());
}

/// Points along everything the base still paints, without the badge on top.
fn base_points(composed: &Drawing) -> Vec<Point> {
    let mut base = composed.clone();
    base.items.pop();
    let mut found = Vec::new();
    for shape in base.shapes() {
        let Outline::Path(path) = &shape.outline else { continue };
        found.extend(path.segments().flat_map(|s| (0..=16).map(move |i| s.eval(f64::from(i) / 16.0))));
    }
    found
}

#[test]
fn a_badge_keeps_its_distance_from_lines_and_areas() {
    for inner in [format!("<path d=\"M3 4H21V20H3Z\" {LINES}/>"), "<path d=\"M3 4H21V20H3Z\"/>".to_owned()] {
        for name in STOCK_BADGES {
            for at in [Corner::TopLeft, Corner::TopRight, Corner::BottomLeft, Corner::BottomRight] {
                let base = drawing(&inner);
                let lined = base.shapes().any(|shape| shape.stroke.is_some());
                let composed =
                    badge(&base, &stock_badge(name).unwrap(), &BadgeOptions { at, ..Default::default() }).unwrap();
                let mut alone = composed.clone();
                alone.items.drain(..composed.items.len() - 1);
                let half = if lined { 1.0 } else { 0.0 };
                let reach = half + 1.4;
                let points: Vec<Point> = alone
                    .shapes()
                    .filter_map(
                        |shape| if let Outline::Path(path) = &shape.outline { Some(path.segments()) } else { None },
                    )
                    .flatten()
                    .flat_map(|s| (0..=8).map(move |i| s.eval(f64::from(i) / 8.0)))
                    .collect();
                let badge_half = if lined { 1.0 } else { 0.0 };
                for p in base_points(&composed) {
                    let near = points.iter().map(|q| q.distance(p)).fold(f64::INFINITY, f64::min);
                    assert!(near >= reach + badge_half - 0.06, "{name} {at:?}: {p} is {near} away, {inner}");
                }
            }
        }
    }
}

#[test]
fn a_badge_sits_in_the_corner_of_the_page() {
    for (view, width, height) in [("0 0 72 24", 72.0, 24.0), ("0 0 24 72", 24.0, 72.0)] {
        let (w, h) = (width - 4.0, height - 4.0);
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{view}\">\
             <rect x=\"2\" y=\"2\" width=\"{w}\" height=\"{h}\" {LINES}/></svg>"
        );
        let base = read(text.as_bytes(), &Limits::default()).unwrap().value;
        let words = parse("add a plus badge at the bottom right").unwrap();
        let mut composed = apply(&base, &words, &stock).unwrap().value;
        composed.items.drain(..composed.items.len() - 1);
        let shape = composed.shapes().next().unwrap();
        let Outline::Path(plus) = &shape.outline else { panic!() };
        let ink = plus.bounding_box().inflate(1.0, 1.0);
        assert!((ink.x1 - (width - 1.0)).abs() < 1e-9 && (ink.y1 - (height - 1.0)).abs() < 1e-9, "{view}: {ink:?}");
        assert!((ink.width() - 8.0).abs() < 1e-9, "{view}: {ink:?}");
    }
}

#[test]
fn a_badge_that_takes_too_much_becomes_smaller() {
    let cloud = format!("<path d=\"M17.5 19H9a7 7 0 1 1 6.71-9h1.79a4.5 4.5 0 1 1 0 9Z\" {LINES}/>");
    let points = base_points(&edited(&cloud, "add a lock badge"));
    let right = points.iter().map(|p| p.x).fold(0.0, f64::max);
    assert!(right > 20.0, "the right lobe of the cloud is gone, it ends at {right}");
}

#[test]
fn areas_get_a_lock_without_a_hole_in_its_body() {
    let composed = edited("<path d=\"M2 4H22V20H2Z\"/>", "add a lock badge");
    let covers =
        |p: Point| composed.shapes().any(|shape| matches!(&shape.outline, Outline::Path(path) if path.winding(p) != 0));
    assert!(covers(Point::new(18.0, 19.5)), "the body");
    assert!(!covers(Point::new(18.0, 15.2)), "under the shackle");
}

#[test]
fn expanded_lines_keep_their_dots() {
    for dot in ["M6 2V2Z", "M6 2h0", "M6 2Z"] {
        let expanded = edited(&format!("<path d=\"M2 12H20{dot}\" {LINES}/>"), "expand the strokes");
        let Some(Outline::Path(path)) = expanded.shapes().next().map(|shape| &shape.outline) else { panic!() };
        let wanted = 2.0 * 18.0 + 2.0 * std::f64::consts::PI;
        assert!((path.area().abs() - wanted).abs() < 0.05, "{dot}: {} is not {wanted}", path.area());
    }
}

#[test]
fn what_a_badge_does_not_reach_stays_as_it_is() {
    let composed = edited(&format!("<circle cx=\"7\" cy=\"7\" r=\"4\" {LINES}/>"), "add a plus badge");
    assert!(matches!(composed.shapes().next().unwrap().outline, Outline::Circle(_)));
    let again = apply(&composed, &parse("add a check badge").unwrap(), &stock).unwrap().value;
    assert_eq!(again.items.len(), composed.items.len());
    assert_eq!(again.items.last().unwrap().label.as_deref(), Some("badge: check"));
}

#[test]
fn refusals_say_what_there_is() {
    let base = drawing("<circle id=\"sun\" cx=\"12\" cy=\"12\" r=\"6\"/>");
    for (words, kind, hint) in [
        ("remove the moon", Kind::Missing, "its parts are sun"),
        ("add an elephant badge", Kind::Missing, "plus, minus, check"),
        ("swap green for red", Kind::Missing, "its colors are #000"),
    ] {
        let error = apply(&base, &parse(words).unwrap(), &stock).unwrap_err();
        assert_eq!(error.kind(), kind, "{words}");
        assert!(error.hint().unwrap_or_default().contains(hint), "{words}: {:?}", error.hint());
    }
    let empty = drawing("");
    assert_eq!(badge(&empty, &base, &BadgeOptions::default()).unwrap_err().kind(), Kind::Input);
    assert_eq!(badge(&base, &empty, &BadgeOptions::default()).unwrap_err().kind(), Kind::Input);
}

#[test]
fn what_changes_nothing_is_said() {
    let warned =
        apply(&drawing("<circle cx=\"12\" cy=\"12\" r=\"6\"/>"), &parse("thicker, remove the badge").unwrap(), &stock)
            .unwrap();
    assert_eq!(warned.warnings.len(), 2, "{:?}", warned.warnings);
}
