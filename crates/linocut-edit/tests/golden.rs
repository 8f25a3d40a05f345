//! Drawings of the icon model, regularized.
#![cfg(test)]

use linocut_core::Drawing;
use linocut_core::kurbo::{ParamCurve as _, ParamCurveNearest as _, PathSeg, Shape as _};
use linocut_core::{Outline, Shape};
use linocut_edit::{RegularizeOptions, regularize};
use linocut_glyph::Vocabulary;
use linocut_svg::{Limits, read};
use std::path::Path;

/// The drawings in the golden values of a model.
fn drawings(model: &str) -> Vec<Drawing> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models").join(model);
    let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let vocabulary = Vocabulary::parse(&bytes("vocab.json")).unwrap();
    let golden: serde_json::Value = serde_json::from_slice(&bytes("golden.json")).unwrap();
    let tokens = |entry: &serde_json::Value| -> Vec<u16> { serde_json::from_value(entry["tokens"].clone()).unwrap() };
    let all = golden["lm"].as_array().unwrap().iter().map(|entry| vocabulary.decode(&tokens(entry)).unwrap());
    all.map(|svg| read(svg.as_bytes(), &Limits::default()).unwrap().value).collect()
}

fn segments(shapes: &[&Shape]) -> Vec<PathSeg> {
    let path = |shape: &&Shape| match &shape.outline {
        Outline::Path(path) => path.clone(),
        Outline::Rect(rect) => rect.to_path(1e-3),
        Outline::Circle(circle) => circle.to_path(1e-3),
        Outline::Ellipse(ellipse) => ellipse.to_path(1e-3),
        Outline::Line(line) => line.to_path(1e-3),
    };
    shapes.iter().flat_map(|shape| path(shape).segments().collect::<Vec<_>>()).collect()
}

/// How far points of one outline lie from another.
fn distance(from: &[PathSeg], to: &[PathSeg]) -> f64 {
    let points = from.iter().flat_map(|segment| [0.0, 0.25, 0.5, 0.75, 1.0].map(|t| segment.eval(t)));
    let nearest = |p| to.iter().map(|s| s.nearest(p, 1e-4).distance_sq).fold(f64::INFINITY, f64::min).sqrt();
    points.map(nearest).fold(0.0, f64::max)
}

#[test]
fn nothing_moves_farther_than_promised() {
    for before in ["tiny", "icon"].into_iter().flat_map(drawings) {
        let options = RegularizeOptions::default();
        let after = regularize(&before, &options);
        let (a, b): (Vec<&Shape>, Vec<&Shape>) = (before.shapes().collect(), after.shapes().collect());
        assert_eq!(a.len(), b.len());
        let (a, b) = (segments(&a), segments(&b));
        // Half the grid, 3/8 for what is joined and mirrored, half a unit along each axis to the middle.
        let most = options.grid / 2.0 + 0.375 + 0.5_f64.hypot(0.5);
        let moved = distance(&a, &b).max(distance(&b, &a));
        assert!(moved <= most, "{moved}");
    }
}

#[test]
fn regularizing_twice_is_regularizing_once() {
    let all: Vec<Drawing> = drawings("icon").iter().map(|d| regularize(d, &RegularizeOptions::default())).collect();
    let stable = all.iter().filter(|once| {
        let twice = regularize(once, &RegularizeOptions::default());
        let (a, b): (Vec<&Shape>, Vec<&Shape>) = (once.shapes().collect(), twice.shapes().collect());
        distance(&segments(&a), &segments(&b)) < 0.02
    });
    assert!(stable.count() >= all.len() * 9 / 10);
}
