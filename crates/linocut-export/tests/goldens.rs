//! Every format against the file that was looked at; `LINOCUT_BLESS=1` rewrites those.
#![cfg(test)]

mod drawings;

use drawings::{BADGE, BELL, drawing};
use linocut_core::Drawing;
use linocut_export::{DxfVersion, ExportOptions, Format, Ink, Length, LengthUnit, Size, export};
use std::path::Path;

#[track_caller]
fn check(drawing: &Drawing, format: Format, options: &ExportOptions, reference: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens").join(reference);
    let found = export(drawing, format, options).unwrap().value;
    assert!(found.len() <= 20 << 10, "{reference}: {} bytes", found.len());
    if std::env::var_os("LINOCUT_BLESS").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let wanted = std::fs::read(&path).unwrap_or_default();
    assert!(found == wanted, "{reference}:\n{}", String::from_utf8_lossy(&found));
}

fn named(name: &str) -> ExportOptions {
    ExportOptions { name: Some(name.to_owned()), ..ExportOptions::default() }
}

#[test]
fn svg_in_its_dialects() {
    let badge = drawing(BADGE);
    let width = Size::Width(Length { value: 50.0, unit: LengthUnit::Mm });
    let paper = ExportOptions { size: width, unit: Some(LengthUnit::Mm), ..ExportOptions::default() };
    check(&badge, Format::Svg, &paper, "badge-50mm.svg");
    check(&badge, Format::SvgMin, &ExportOptions::default(), "badge.min.svg");
    check(&badge, Format::SvgIllustrator, &ExportOptions::default(), "badge.illustrator.svg");
}

#[test]
fn components() {
    for (format, name) in [
        (Format::Jsx, "Badge.jsx"),
        (Format::Tsx, "Badge.tsx"),
        (Format::Vue, "Badge.vue"),
        (Format::Svelte, "Badge.svelte"),
    ] {
        check(&drawing(BADGE), format, &named("badge"), name);
        check(&drawing(BELL), format, &named("bell-icon"), &name.replace("Badge", "BellIcon"));
    }
}

#[test]
fn addresses_and_classes() {
    check(&drawing(BELL), Format::DataUri, &named("bell"), "bell.uri.txt");
    check(&drawing(BADGE), Format::Css, &named("badge"), "badge.css");
    check(&drawing(BELL), Format::Css, &ExportOptions { ink: Ink::Current, ..named("bell") }, "bell-mask.css");
}

#[test]
fn paper_and_cutters() {
    let badge = drawing(BADGE);
    check(&badge, Format::Pdf, &ExportOptions::default(), "badge.pdf");
    check(&badge, Format::Eps, &ExportOptions::default(), "badge.eps");
    check(&badge, Format::Dxf, &ExportOptions::default(), "badge-2000.dxf");
    let r12 = ExportOptions { dxf: DxfVersion::R12, unit: Some(LengthUnit::In), ..ExportOptions::default() };
    check(&drawing(BELL), Format::Dxf, &r12, "bell-12.dxf");
}

#[test]
fn telephones() {
    for (drawing, name) in [(drawing(BADGE), "badge"), (drawing(BELL), "bell")] {
        check(&drawing, Format::Android, &named(name), &format!("{name}.xml"));
        check(&drawing, Format::SwiftUi, &named(name), &format!("{name}.swift"));
    }
}
