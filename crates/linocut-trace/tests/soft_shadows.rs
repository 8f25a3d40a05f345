//! Soft shadows and glows come back as blurred shapes, and nothing else does.
#![cfg(test)]

use linocut_core::{Body, Context, Drawing, Raster, Rgba};
use linocut_svg::{Limits, RenderOptions, read, render, score};
use linocut_trace::{Shadows, TraceOptions, trace};

const SIZE: &str = "viewBox='0 0 150 110' width='150' height='110'";

/// A picture of `body`; `blur` is the filter that it may name.
fn picture(body: &str, blur: f64) -> Raster {
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' {SIZE}><filter id='blur' x='-1' y='-1' width='3' height='3' \
         color-interpolation-filters='sRGB'><feGaussianBlur stdDeviation='{blur}'/></filter>{body}</svg>"
    );
    let drawing = read(svg.as_bytes(), &Limits::default()).unwrap().value;
    render(&drawing, &RenderOptions::default()).unwrap()
}

fn traced(picture: &Raster, shadows: Shadows) -> Drawing {
    let options = TraceOptions { shadows, ..TraceOptions::default() };
    trace(picture, &options, &Context::default()).unwrap()
}

/// How many items a filter blurs.
fn blurred(drawing: &Drawing) -> usize {
    drawing.items.iter().filter(|item| item.filter.is_some() && matches!(item.body, Body::Shape(_))).count()
}

/// The blur of the one filter of `drawing`.
fn deviation(drawing: &Drawing) -> f64 {
    let [only] = drawing.defs.as_slice() else { panic!("{} definitions", drawing.defs.len()) };
    let (_, after) = only.markup.split_once("stdDeviation=\"").unwrap();
    after.split('"').next().unwrap().parse().unwrap()
}

/// Traces a shadow of `blur` and checks the number of shapes, their blur, and how close they are.
#[track_caller]
fn check(body: &str, blur: f64, shapes: usize) -> Drawing {
    let drawing = close(body, blur, shapes);
    assert!((deviation(&drawing) - blur).abs() < 0.12 * blur + 0.15, "{}", deviation(&drawing));
    drawing
}

/// The same without a look at the blur.
#[track_caller]
fn close(body: &str, blur: f64, shapes: usize) -> Drawing {
    let picture = picture(body, blur);
    let drawing = traced(&picture, Shadows::Blurred);
    assert_eq!((drawing.items.len(), blurred(&drawing)), (shapes, 1), "{drawing:?}");
    let again = render(&drawing, &RenderOptions::default()).unwrap();
    // On magenta, so that what is transparent counts.
    let page = Rgba::opaque(255, 0, 255);
    let score = score::compare(&picture.over(page), &again.over(page)).unwrap();
    let part = |name: &str| score.parts.iter().find(|(n, _)| *n == name).unwrap().1;
    assert!(part("ssim") > 0.998 && part("flat") < 0.2, "{score:?}");
    drawing
}

#[test]
fn a_card_of_the_color_of_the_page() {
    let card = "<rect width='150' height='110' fill='#fff'/>\
        <rect x='30' y='30' width='90' height='56' rx='6' fill-opacity='.3' filter='url(#blur)'/>\
        <rect x='30' y='26' width='90' height='56' rx='6' fill='#fff'/><circle cx='60' cy='54' r='14' fill='#c33'/>";
    check(card, 4.0, 4);
}

#[test]
fn a_card_on_a_color() {
    let card = "<rect width='150' height='110' fill='#4f7fd9'/>\
        <rect x='32' y='32' width='90' height='56' rx='6' fill-opacity='.35' filter='url(#blur)'/>\
        <rect x='30' y='26' width='90' height='56' rx='6' fill='#fdf6e3'/>";
    check(card, 3.5, 3);
}

#[test]
fn a_shape_on_nothing() {
    let drop = "<path d='M75 22 110 74H40Z' fill='#113' fill-opacity='.5' filter='url(#blur)'/>\
        <path d='M75 18 110 70H40Z' fill='#fb0'/>";
    check(drop, 4.0, 2);
}

#[test]
fn a_glow_wider_than_what_glows() {
    let glow = "<rect width='150' height='110' fill='#141428'/>\
        <circle cx='75' cy='55' r='28' fill='#0ef' fill-opacity='.6' filter='url(#blur)'/>\
        <circle cx='75' cy='55' r='25' fill='#0ef'/>";
    // All that is seen of it is its outer half, which a smaller disc with more blur explains almost as well.
    let drawing = close(glow, 5.0, 3);
    assert!((3.5..7.0).contains(&deviation(&drawing)), "{}", deviation(&drawing));
}

#[test]
fn a_shadow_shows_through_a_hole() {
    let ring = "M75 15a38 38 0 1 0 .01 0zM75 32a21 21 0 1 1-.01 0z";
    let body = format!(
        "<rect width='150' height='110' fill='#fffaf0'/>\
         <path d='{ring}' transform='translate(3 4)' fill='#402' fill-opacity='.5' filter='url(#blur)'/>\
         <path d='{ring}' fill='#e76f51'/>"
    );
    check(&body, 3.0, 3);
}

#[test]
fn shaded_on_request() {
    let body = "<path d='M75 22 110 74H40Z' fill='#113' fill-opacity='.5' filter='url(#blur)'/>\
        <path d='M75 18 110 70H40Z' fill='#fb0'/>";
    let drawing = traced(&picture(body, 4.0), Shadows::Shaded);
    assert_eq!((blurred(&drawing), drawing.defs.len()), (0, 0));
}

#[test]
fn gradients_are_no_shadows() {
    let gradient = "<radialGradient id='g'><stop offset='.4' stop-color='#ffb703'/>\
        <stop offset='1' stop-color='#ffb703' stop-opacity='0'/></radialGradient>\
        <rect width='150' height='110' fill='#8ecae6'/><circle cx='75' cy='55' r='48' fill='url(#g)'/>";
    let sun = format!("{gradient}<circle cx='75' cy='55' r='18' fill='#fb8500'/>");
    for body in [gradient, &sun] {
        assert_eq!(blurred(&traced(&picture(body, 1.0), Shadows::Blurred)), 0, "{body}");
    }
}
