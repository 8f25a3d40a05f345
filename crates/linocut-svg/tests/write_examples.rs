//! Writing: the text that drawings become.
#![cfg(test)]

use linocut_core::kurbo::{Affine, BezPath, Circle, Ellipse, Line, Point, Rect, RoundedRect};
use linocut_core::{
    Anchor, Body, Cap, Drawing, FillRule, Gradient, GradientShape, Id, Item, Join, Opaque, Outline, Paint, Rgba, Shape,
    Spread, Stop, Stroke, Unit, Words,
};
use linocut_svg::{Layout, Precision, RenderOptions, WriteOptions, path_data, render_svg, write};

const RED: Paint = Paint::Solid(Rgba::opaque(255, 0, 0));

fn drawing(items: Vec<Item>) -> Drawing {
    Drawing::new(Rect::new(0.0, 0.0, 100.0, 100.0), items)
}

fn path(d: &str) -> BezPath {
    BezPath::from_svg(d).unwrap()
}

/// What stands between the root's tags; the whole must be SVG that renders.
#[track_caller]
fn check(items: Vec<Item>, expected: &str) {
    let text = write(&drawing(items), &WriteOptions::default());
    let inside = text.strip_prefix(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">"#);
    assert_eq!(inside.and_then(|rest| rest.strip_suffix("</svg>")), Some(expected), "{text}");
    render_svg(&text, &RenderOptions::default()).unwrap();
}

fn red(outline: Outline) -> Item {
    Item::shape(Shape::filled(outline, RED))
}

#[track_caller]
fn check_path(d: &str, expected: &str) {
    assert_eq!(path_data(&path(d), Precision::default()), expected);
}

#[test]
fn paths_take_the_shortest_command_of_each_segment() {
    check_path("M 0 0 L 10 0 L 10 10 L 0 0 Z", "M0 0h10v10L0 0z");
    check_path("M 100 100 L 1 2 L 99 98 M 50 50 L 51 51", "M100 100 1 2l98 96M50 50l1 1");
    check_path("M 5 5 L 6 6 L 7 8 M 7 9 L 8 8", "M5 5l1 1 1 2m0 1 1-1");
    check_path("M .5 .5 L .75 -.25 L .25 .75", "M.5.5.75-.25l-.5 1");
    check_path("M 0 0 C 1 2 3 4 5 5 C 7 6 9 8 9 9", "M0 0c1 2 3 4 5 5s4 3 4 4");
    check_path("M 0 0 Q 5 5 10 0 Q 15 -5 20 0", "M0 0q5 5 10 0t10 0");
    check_path("M 0 0 C 0 0 1 1 2 2", "M0 0s1 1 2 2");
}

#[test]
fn bends_along_a_circle_are_arcs() {
    check_path("M5 12A7 7 0 0 1 19 12V20H5Z", "M5 12a7 7 0 0 1 14 0v8H5z");
    check_path("M19 12A7 7 0 1 0 12 19", "M19 12a7 7 0 1 0-7 7");
    check_path("M9 5A3 3 0 0 0 12 8A1 1 0 0 1 13 9", "M9 5a3 3 0 0 0 3 3 1 1 0 0 1 1 1");
    // A quarter of an ellipse is none, and neither is a curve that leaves its circle by a tenth.
    check_path("M0 0A6 3 0 0 1 6 3", "M0 0c3.31 0 6 1.34 6 3");
    check_path("M9 5C9 6.5 10.2 7.9 12 8", "M9 5c0 1.5 1.2 2.9 3 3");
}

#[test]
fn rounding_errors_of_relative_segments_do_not_add_up() {
    let mut line = BezPath::new();
    line.move_to((0.0, 0.0));
    (1..=300).for_each(|i| line.line_to((f64::from(i) / 3.0, f64::from(i % 2))));
    let read = path(&path_data(&line, Precision::new(1).unwrap()));
    let worst = line.segments().zip(read.segments()).map(|(a, b)| {
        use linocut_core::kurbo::ParamCurve as _;
        a.end().distance(b.end())
    });
    assert!(worst.fold(0.0, f64::max) <= 0.05 + 1e-9);
}

#[test]
fn primitives_stay_primitives() {
    check(vec![red(Outline::Circle(Circle::new((5.0, 0.0), 2.5)))], r##"<circle cx="5" r="2.5" fill="#f00"/>"##);
    let round = RoundedRect::new(0.0, 1.0, 10.0, 11.5, 2.0);
    check(vec![red(Outline::Rect(round))], r##"<rect y="1" width="10" height="10.5" rx="2" fill="#f00"/>"##);
    let upright = Ellipse::new((5.0, 6.0), (1.0, 2.0), 0.0);
    check(vec![red(Outline::Ellipse(upright))], r##"<ellipse cx="5" cy="6" rx="1" ry="2" fill="#f00"/>"##);
    let turned = Ellipse::new((50.0, 60.0), (20.0, 10.0), 0.5_f64.atan());
    check(
        vec![red(Outline::Ellipse(turned))],
        r##"<ellipse transform="rotate(26.565 50 60)" cx="50" cy="60" rx="20" ry="10" fill="#f00"/>"##,
    );
    let line = Shape::stroked(Outline::Line(Line::new((0.0, 1.0), (2.0, 0.0))), Stroke::new(RED, 1.0));
    check(vec![Item::shape(line)], r##"<line y1="1" x2="2" stroke="#f00"/>"##);
}

#[track_caller]
fn check_transform(transform: Affine, expected: &str) {
    let item = Item { transform, ..red(Outline::Circle(Circle::new((0.0, 0.0), 1.0))) };
    let text = write(&drawing(vec![item]), &WriteOptions::default());
    let found = text.split("transform=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(found.unwrap_or(""), expected);
}

#[test]
fn transforms_take_their_shortest_form() {
    check_transform(Affine::translate((1e-4, -1e-4)), "");
    check_transform(Affine::translate((3.0, 0.0)), "translate(3)");
    check_transform(Affine::translate((3.5, -2.0)), "translate(3.5-2)");
    check_transform(Affine::scale(2.0), "scale(2)");
    check_transform(Affine::scale_non_uniform(-1.0, 1.0), "scale(-1 1)");
    check_transform(Affine::rotate(45_f64.to_radians()), "rotate(45)");
    check_transform(Affine::rotate_about(30_f64.to_radians(), (7.0, 8.0)), "rotate(30 7 8)");
    check_transform(Affine::new([1.0, 0.5, 0.25, 1.0, 0.0, 3.0]), "matrix(1 .5.25 1 0 3)");
}

#[test]
fn numbers_in_a_scaled_group_are_as_exact_as_outside() {
    let path = Outline::Path(path("M0 0L1234.5678 1.2345678"));
    let scaled = |scale: f64| Item { transform: Affine::scale(scale), ..Item::group(vec![red(path.clone())]) };
    check(vec![scaled(0.01)], r##"<g transform="scale(.01)"><path d="M0 0l1235 1" fill="#f00"/></g>"##);
    check(vec![scaled(100.0)], r##"<g transform="scale(100)"><path d="M0 0l1234.5678 1.2346" fill="#f00"/></g>"##);
}

#[test]
fn paints_leave_out_their_defaults() {
    let disc = Outline::Circle(Circle::new((0.0, 0.0), 1.0));
    let shape = |fill| Item::shape(Shape { fill, fill_rule: FillRule::EvenOdd, ..Shape::filled(disc.clone(), RED) });
    check(vec![shape(Some(Paint::Solid(Rgba::BLACK)))], r#"<circle r="1" fill-rule="evenodd"/>"#);
    check(vec![shape(None)], r#"<circle r="1" fill="none"/>"#);
    check(vec![shape(Some(Paint::CurrentColor))], r#"<circle r="1" fill="currentColor" fill-rule="evenodd"/>"#);
    let faint = Paint::Solid(Rgba { r: 1, g: 2, b: 3, a: 128 });
    check(vec![shape(Some(faint))], r##"<circle r="1" fill="#010203" fill-opacity=".5" fill-rule="evenodd"/>"##);
    let stroke = Stroke {
        cap: Cap::Round,
        join: Join::Bevel,
        dashes: vec![1.0, 0.125],
        dash_offset: 0.5,
        ..Stroke::new(Paint::Solid(Rgba::BLACK), 2.0)
    };
    check(
        vec![Item::shape(Shape::stroked(disc, stroke))],
        r##"<circle r="1" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="bevel" stroke-dasharray="1 .125" stroke-dashoffset=".5"/>"##,
    );
}

fn ramp(end: f64) -> Paint {
    let stop = |offset, color| Stop { offset: Unit::clamped(offset), color };
    Paint::Gradient(Gradient {
        shape: GradientShape::Linear { start: Point::ORIGIN, end: Point::new(end, 0.0) },
        stops: vec![stop(0.0, Rgba::BLACK), stop(1.0, Rgba::WHITE.with_alpha(0))],
        spread: Spread::Pad,
        transform: Affine::IDENTITY,
    })
}

#[test]
fn groups_say_what_all_their_shapes_share() {
    let line = |x: f64| Outline::Line(Line::new((x, 0.0), (x, 9.0)));
    let pen = |outline| Item::shape(Shape::stroked(outline, Stroke::new(Paint::CurrentColor, 2.0)));
    let ring = || pen(Outline::Circle(Circle::new((0.0, 0.0), 3.0)));
    let group = Item::group(vec![ring(), ring(), pen(line(4.0))]);
    let thin = Item::shape(Shape::stroked(line(5.0), Stroke::new(Paint::CurrentColor, 1.0)));
    let text = write(&drawing(vec![group, thin]), &WriteOptions::default());
    let root = r#"viewBox="0 0 100 100" fill="none" stroke="currentColor">"#;
    let inside = concat!(
        r#"<g stroke-width="2"><circle r="3"/><circle r="3"/><line x1="4" x2="4" y2="9"/></g>"#,
        r#"<line x1="5" x2="5" y2="9"/>"#
    );
    assert_eq!(text.split_once(' ').unwrap().1.split_once(' ').unwrap().1, format!("{root}{inside}</svg>"));
    // The default of one shape is not what the others say.
    let dot = || red(Outline::Circle(Circle::new((0.0, 0.0), 1.0)));
    let black = Item::shape(Shape::filled(Outline::Circle(Circle::new((0.0, 0.0), 1.0)), Paint::Solid(Rgba::BLACK)));
    let dots = r##"<circle r="1" fill="#f00"/><circle r="1" fill="#f00"/><circle r="1"/>"##;
    check(vec![dot(), dot(), black], dots);
}

#[test]
fn equal_gradients_are_written_once_under_a_free_id() {
    let disc = |paint| Item::shape(Shape::filled(Outline::Circle(Circle::new((0.0, 0.0), 1.0)), paint));
    let named = Item { id: Id::new("g0"), ..disc(ramp(10.0)) };
    let stops = r##"<stop/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>"##;
    check(
        vec![named, disc(ramp(10.001)), disc(ramp(20.0))],
        &format!(
            r#"<defs><linearGradient id="g1" gradientUnits="userSpaceOnUse" x2="10">{stops}<linearGradient id="g2" gradientUnits="userSpaceOnUse" x2="20">{stops}</defs><circle id="g0" r="1" fill="url(#g1)"/><circle r="1" fill="url(#g1)"/><circle r="1" fill="url(#g2)"/>"#
        ),
    );
}

#[test]
fn text_is_escaped_and_keeps_its_spaces() {
    let words = Words {
        text: "a <b> & \u{1}\"c\"  ".to_owned(),
        at: Point::new(1.0, 2.0),
        families: vec!["Fira Sans".to_owned(), "serif".to_owned()],
        size: 12.0,
        weight: 700,
        italic: true,
        anchor: Anchor::Middle,
        fill: Some(RED),
        stroke: None,
    };
    let item =
        Item { label: Some("<\"&\n\u{0}".to_owned()), opacity: Unit::clamped(0.25), ..Item::new(Body::Words(words)) };
    check(
        vec![item],
        r##"<text data-name="&lt;&quot;&amp;&#10;" opacity=".25" x="1" y="2" font-family="'Fira Sans',serif" font-size="12" font-weight="700" font-style="italic" text-anchor="middle" fill="#f00" xml:space="preserve">a &lt;b&gt; &amp; "c"  </text>"##,
    );
}

#[test]
fn markup_is_carried_through() {
    let markup = Opaque { markup: "<image href=\"data:image/png;base64,\"/>".to_owned() };
    let bare = Item::new(Body::Opaque(markup.clone()));
    let clipped = Item { clip: Id::new("c"), ..bare.clone() };
    check(vec![bare, clipped], &format!("{0}<g clip-path=\"url(#c)\">{0}</g>", markup.markup));
}

#[test]
fn pretty_is_one_element_a_line() {
    let group = Item::group(vec![red(Outline::Circle(Circle::new((0.0, 0.0), 1.0)))]);
    let full = Drawing { title: Some("Dot".to_owned()), size: Some((20.0, 20.0)), ..drawing(vec![group]) };
    let pretty = WriteOptions { layout: Layout::Pretty, ..WriteOptions::default() };
    let expected = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="20" height="20">
  <title>Dot</title>
  <g>
    <circle r="1" fill="#f00"/>
  </g>
</svg>
"##;
    assert_eq!(write(&full, &pretty), expected);
}

#[test]
fn numbers_that_are_not_finite_and_empty_view_boxes_still_give_svg() {
    let broken = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 0.0, 1e-300];
    for v in broken {
        let mut outline = BezPath::new();
        outline.move_to((v, v));
        outline.curve_to((v, 1.0), (1.0, v), (v, v));
        let stroke = Stroke { dashes: vec![v], miter_limit: v, ..Stroke::new(ramp(v), v) };
        let shape = Shape { stroke: Some(stroke), ..Shape::filled(Outline::Path(outline), ramp(v)) };
        let circle = red(Outline::Circle(Circle::new((v, v), v)));
        let ellipse = red(Outline::Ellipse(Ellipse::new((v, v), (v, 1.0), v)));
        let rect = red(Outline::Rect(RoundedRect::new(v, 0.0, 1.0, v, v)));
        let items = vec![Item { transform: Affine::scale(v), ..Item::shape(shape) }, circle, ellipse, rect];
        let drawing = Drawing { size: Some((v, v)), ..Drawing::new(Rect::new(0.0, v, v, v), items) };
        let text = write(&drawing, &WriteOptions::default());
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        let small = RenderOptions { width: Some(8), height: Some(8), ..RenderOptions::default() };
        render_svg(&text, &small).unwrap();
    }
}
