//! What holds for every format.
#![cfg(test)]

mod drawings;

use drawings::{BADGE, BELL, drawing};
use linocut_core::kurbo::{Affine, BezPath, Circle, PathEl, Rect};
use linocut_core::{
    Drawing, Gradient, GradientShape, Item, Kind, Outline, Paint, Rgba, Shape, Spread, Stop, Stroke, Unit,
};
use linocut_export::{ExportOptions, Format, Ink, Length, LengthUnit, Size, export};
use std::io::Read as _;

#[test]
fn same_drawing_same_bytes() {
    for format in Format::ALL {
        let [first, second] = [(); 2].map(|()| export(&drawing(BADGE), format, &ExportOptions::default()).unwrap());
        assert!(first == second && !first.value.is_empty(), "{}", format.name());
    }
}

#[test]
fn empty_drawings_are_fine() {
    for view_box in [Rect::ZERO, Rect::new(0.0, 0.0, 24.0, 24.0)] {
        for format in Format::ALL {
            let made = export(&Drawing::new(view_box, Vec::new()), format, &ExportOptions::default()).unwrap();
            assert!(!made.value.is_empty(), "{}", format.name());
        }
    }
}

#[test]
fn odd_numbers_break_nothing() {
    let odd = [f64::NAN, f64::INFINITY, -1e300, 0.0, 1e-300];
    let mut items = Vec::new();
    for value in odd {
        let circle = Outline::Circle(Circle::new((value, 5.0), value));
        let path = Outline::Path(BezPath::from_vec(vec![
            PathEl::MoveTo((value, 1.0).into()),
            PathEl::LineTo((1.0, value).into()),
            PathEl::CurveTo((5.0, value).into(), (value, 1.0).into(), (1.0, 1.0).into()),
        ]));
        let shape = GradientShape::Radial { center: (5.0, 5.0).into(), radius: value, focus: (value, 5.0).into() };
        let stops = [Rgba::BLACK, Rgba::WHITE].map(|color| Stop { offset: Unit::clamped(value), color });
        let transform = Affine::scale(value);
        let paint = Paint::Gradient(Gradient { shape, stops: stops.to_vec(), spread: Spread::Reflect, transform });
        for outline in [circle, path] {
            let mut shape = Shape::filled(outline, paint.clone());
            shape.stroke = Some(Stroke { dashes: vec![value], ..Stroke::new(paint.clone(), value) });
            let mut item = Item::shape(shape);
            items.push(item.clone());
            item.transform = Affine::new([value, 1.0, 1.0, 0.0, value, 0.0]);
            items.push(item);
        }
    }
    let drawing = Drawing::new(Rect::new(0.0, 0.0, 9.0, 9.0), items);
    for format in Format::ALL {
        let made = export(&drawing, format, &ExportOptions::default()).unwrap();
        let text = String::from_utf8_lossy(&made.value);
        assert!(!text.contains("NaN") && !text.contains(" inf"), "{}: {text}", format.name());
    }
}

#[test]
fn dashes_beyond_number_stay_whole() {
    let dots = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9e8" stroke="red" stroke-dasharray="1e-4"/><path d="M0 0H9e8" stroke="red" transform="scale(2 1)" stroke-dasharray="1e-4"/></svg>"#;
    let made = export(&drawing(dots), Format::Android, &ExportOptions::default()).unwrap();
    assert!(made.value.len() < 2000, "{} bytes", made.value.len());
}

#[test]
fn refuses_pages_without_size() {
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e12] {
        let options = ExportOptions { size: Size::Scaled(factor), ..ExportOptions::default() };
        let error = export(&drawing(BELL), Format::Svg, &options).unwrap_err();
        assert_eq!(error.kind(), Kind::Input, "{factor}");
    }
}

#[test]
fn what_a_format_cannot_say_is_named() {
    let glass = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><filter id="f"><feGaussianBlur stdDeviation="1"/></filter><rect width="9" height="9" fill="red"/><rect width="5" height="5" fill-opacity=".5"/><rect width="3" height="3" filter="url(#f)"/></svg>"#;
    let said = |format| export(&drawing(glass), format, &ExportOptions::default()).unwrap().warnings.join("; ");
    assert_eq!(said(Format::Pdf), "a filter became pixels");
    assert_eq!(
        said(Format::Eps),
        "a filter became pixels; drew what is transparent as pixels, EPS knows no transparency"
    );
    assert_eq!(said(Format::Android), "left out a filter");
    assert_eq!(said(Format::SwiftUi), "left out a filter");
    assert_eq!(said(Format::Svg), "");
    let lines = export(&drawing(BELL), Format::Dxf, &ExportOptions::default()).unwrap();
    assert_eq!(lines.warnings, ["lines lost their width, DXF says where they run"]);
}

#[test]
fn pages_have_the_size_that_was_asked_for() {
    let width = Size::Width(Length { value: 50.8, unit: LengthUnit::Mm });
    let wide = ExportOptions { size: width, ..ExportOptions::default() };
    let text = |format| String::from_utf8_lossy(&export(&drawing(BELL), format, &wide).unwrap().value).into_owned();
    assert!(text(Format::Pdf).contains("/MediaBox [0 0 144 144]"));
    assert!(text(Format::Eps).contains("%%BoundingBox: 0 0 144 144\n"));
    assert!(text(Format::Android).contains("android:width=\"192dp\""));
    assert!(text(Format::SwiftUi).contains("CGSize(width: 192, height: 192)"));
    // The bell reaches from 3 to 21 of 24 units, 38.1 of 50.8 mm.
    assert!(text(Format::Dxf).contains("$EXTMAX\n 10\n44.45\n"));
}

#[test]
fn zipped_svg_reads_back() {
    let packed = export(&drawing(BADGE), Format::Svgz, &ExportOptions::default()).unwrap().value;
    let plain = export(&drawing(BADGE), Format::SvgMin, &ExportOptions::default()).unwrap().value;
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain);
}

#[test]
fn one_color_becomes_the_color_of_the_text() {
    let current = ExportOptions { ink: Ink::Current, ..ExportOptions::default() };
    let red = drawing(&BELL.replace("currentColor", "#c00"));
    let made = export(&red, Format::Jsx, &current).unwrap();
    assert!(made.warnings.is_empty() && String::from_utf8(made.value).unwrap().contains("stroke=\"currentColor\""));
    let made = export(&drawing(BADGE), Format::Svg, &current).unwrap();
    assert_eq!(made.warnings, ["colors stay: gradients and carried markup cannot take currentColor"]);
}

#[test]
fn braces_and_quotes_cannot_leave_their_place() {
    let hostile = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text font-family="'a b'" y="9">{alert(1)} "q" 'r' &lt;/svg> {{ x }}</text></svg>"#;
    for format in [Format::Jsx, Format::Vue, Format::Svelte] {
        let text = String::from_utf8(export(&drawing(hostile), format, &ExportOptions::default()).unwrap().value);
        let text = text.unwrap();
        let line = text.lines().find(|line| line.contains("alert")).unwrap();
        assert!(!line.contains(['{', '}']) && line.contains("&lt;/svg"), "{line}");
    }
    let uri = String::from_utf8(export(&drawing(hostile), Format::DataUri, &ExportOptions::default()).unwrap().value);
    let uri = uri.unwrap();
    assert!(!uri.contains(['"', '<', '>', '#', '\'', '{', '\n']), "{uri}");
}

#[test]
fn lengths_have_units() {
    let parse = |text| Length::parse(text, LengthUnit::Px).map(|length| (length.pixels() * 1000.0).round());
    assert_eq!(parse("25.4mm"), Some(96_000.0));
    assert_eq!(parse("2in"), Some(192_000.0));
    assert_eq!(parse("36 pt"), Some(48_000.0));
    assert_eq!(parse("640"), Some(640_000.0));
    assert_eq!(Length::parse("5", LengthUnit::In).map(Length::pixels), Some(480.0));
    for wrong in ["", "mm", "-1mm", "0", "inf", "NaN", "5cm", "1e999px"] {
        assert_eq!(parse(wrong), None, "{wrong}");
    }
}

#[test]
fn views_may_have_any_name() {
    for name in ["WIDTH", "HEIGHT", "MARKS", "NAME"] {
        let options = ExportOptions { name: Some(name.to_owned()), ..ExportOptions::default() };
        let made = export(&drawing(BADGE), Format::SwiftUi, &options).unwrap().value;
        assert!(String::from_utf8(made).unwrap().contains(&format!("struct {name}: View {{")), "{name}");
    }
}
