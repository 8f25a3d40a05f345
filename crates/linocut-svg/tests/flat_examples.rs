//! Drawings on a page: what becomes of everything that only SVG can say.
#![cfg(test)]

use linocut_core::kurbo::{Rect, Shape as _};
use linocut_core::{Outline, Paint};
use linocut_svg::{Flat, FlatOptions, Limits, Mark, flatten, read};

/// The marks as words, their boxes on the page in whole pixels, and what was said.
fn told(inside: &str, pictures: Option<f64>) -> (String, Vec<String>) {
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="200" height="200">{inside}</svg>"#
    );
    let drawing = read(svg.as_bytes(), &Limits::default()).unwrap().value;
    let flat = flatten(&drawing, &FlatOptions { size: None, pictures }).unwrap();
    let Flat { width, height, marks } = &flat.value;
    assert_eq!((*width, *height), (200.0, 200.0));
    (words(marks), flat.warnings)
}

fn words(marks: &[Mark]) -> String {
    let word = |mark: &Mark| match mark {
        Mark::Stamp(stamp) => {
            let kind = match stamp.shape.outline {
                Outline::Path(_) => "path",
                Outline::Rect(_) => "rect",
                Outline::Circle(_) => "circle",
                Outline::Ellipse(_) => "ellipse",
                Outline::Line(_) => "line",
            };
            let alpha = match &stamp.shape.fill {
                Some(Paint::Solid(color)) => format!(" {}", color.a),
                Some(Paint::Gradient(_)) => " gradient".to_owned(),
                Some(Paint::CurrentColor) | None => String::new(),
            };
            format!("{kind} {}{alpha}", place(stamp.transform.transform_rect_bbox(stamp.shape.outline.bounds())))
        }
        Mark::Layer(layer) => {
            let clips: Vec<String> = layer.clips.iter().map(|clip| place(clip.path.bounding_box())).collect();
            let name = layer.name.as_deref().unwrap_or_default();
            format!("{name}[{:.2}] clip{{{}}} ({})", layer.opacity.get(), clips.join(" "), words(&layer.marks))
        }
        Mark::Picture(picture) => {
            let size = (picture.raster.width(), picture.raster.height());
            format!("pixels {size:?} {}", place(picture.place))
        }
    };
    marks.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn place(rect: Rect) -> String {
    format!("{:.0},{:.0}..{:.0},{:.0}", rect.x0, rect.y0, rect.x1, rect.y1)
}

#[track_caller]
fn check(inside: &str, expected: &str) {
    assert_eq!(told(inside, None), (expected.to_owned(), Vec::new()));
}

#[test]
fn shapes_stay_what_they_are_in_the_middle_of_the_page() {
    check("<circle cx='50' cy='25' r='10'/>", "circle 80,80..120,120 255");
    check("<g transform='translate(10 0)'><rect width='5' height='5' opacity='.5'/></g>", "rect 20,50..30,60 128");
}

#[test]
fn groups_stay_where_they_say_something() {
    let rect = "<rect width='5' height='5'/>";
    check(&format!("<g id='a'>{rect}</g>"), "a[1.00] clip{} (rect 0,50..10,60 255)");
    check(&format!("<g opacity='.5'>{rect}{rect}</g>"), "[0.50] clip{} (rect 0,50..10,60 255, rect 0,50..10,60 255)");
    check(&format!("<g>{rect}</g>"), "rect 0,50..10,60 255");
    let both = "<rect width='5' height='5' opacity='.5' stroke='red'/>";
    check(both, "[0.50] clip{} (rect 0,50..10,60 255)");
}

#[test]
fn what_is_not_seen_is_left_out() {
    check("<rect x='200' width='5' height='5'/><rect width='5' height='5' fill='none'/>", "");
    check("<rect width='5' height='5' opacity='0'/><g transform='scale(0)'><rect width='5' height='5'/></g>", "");
}

#[test]
fn clip_paths_become_outlines() {
    let clip = "<clipPath id='c'><rect x='10' width='10' height='10'/><circle cx='30' cy='5' r='5'/></clipPath>";
    let (marks, notes) = told(&format!("{clip}<rect width='50' height='50' clip-path='url(#c)'/>"), None);
    assert_eq!((marks.as_str(), notes.len()), ("[1.00] clip{20,50..70,70} (path 0,50..100,150 255)", 0));
}

#[test]
fn words_become_outlines() {
    let (marks, notes) = told("<text x='0' y='40' font-size='20'>I</text>", None);
    assert!(marks.starts_with("path ") && notes.is_empty(), "{marks} {notes:?}");
}

#[test]
fn what_shapes_cannot_say_becomes_pixels_or_is_named() {
    let filter = "<filter id='f'><feGaussianBlur stdDeviation='1'/></filter>";
    let drawn = format!("{filter}<rect x='10' y='10' width='10' height='10' filter='url(#f)'/>");
    let (marks, notes) = told(&drawn, Some(1.0));
    assert!(marks.starts_with("pixels (") && !marks.contains("path"), "{marks}");
    assert_eq!(notes, ["a filter became pixels"]);
    let (marks, notes) = told(&drawn, None);
    assert_eq!((marks.as_str(), notes), ("path 20,70..40,90 255", vec!["left out a filter".to_owned()]));
}
