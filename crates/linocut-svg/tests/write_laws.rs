//! Writing: what holds for every drawing.
#![cfg(test)]

mod drawings;

use linocut_core::kurbo::{BezPath, ParamCurve, ParamCurveNearest, PathEl, Point};
use linocut_svg::{Layout, Precision, RenderOptions, WriteOptions, path_data, render_svg, write};
use proptest::prelude::*;

fn points(element: &PathEl) -> Vec<Point> {
    match *element {
        PathEl::MoveTo(p) | PathEl::LineTo(p) => vec![p],
        PathEl::QuadTo(a, p) => vec![a, p],
        PathEl::CurveTo(a, b, p) => vec![a, b, p],
        PathEl::ClosePath => vec![],
    }
}

proptest! {
    #[test]
    fn path_data_reads_back_as_the_same_path(path in drawings::path(), decimals in 0..=6_u8) {
        let precision = Precision::new(decimals).unwrap();
        let read = BezPath::from_svg(&path_data(&path, precision)).unwrap();
        prop_assert_eq!(path.elements().len(), read.elements().len());
        for (a, b) in path.elements().iter().zip(read.elements()) {
            prop_assert_eq!(std::mem::discriminant(a), std::mem::discriminant(b));
            for (a, b) in points(a).into_iter().zip(points(b)) {
                let off = (a.x - b.x).abs().max((a.y - b.y).abs());
                prop_assert!(off <= precision.step() / 2.0 + 1e-9, "{off} off at {precision:?}");
            }
        }
    }

    #[test]
    fn arcs_stay_where_the_curves_were(
        offsets in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 1..5), bend in 0.0..0.2_f64,
    ) {
        // Chains of nearly flat cubics, 50 units each.
        let mut path = BezPath::new();
        path.move_to((0.0, 100.0));
        for (at, (a, b)) in (0_u8..).zip(offsets) {
            let x = 50.0 * f64::from(at);
            let y = |offset: f64| 100.0 + 50.0 * bend * offset;
            path.curve_to((x + 16.0, y(a)), (x + 34.0, y(b)), (x + 50.0, 100.0));
        }
        let read = BezPath::from_svg(&path_data(&path, Precision::default())).unwrap();
        let limit = 0.005_f64.hypot(0.005) + 50.0 * 3e-4 + 0.01;
        for curve in read.segments() {
            for step in 0..=8_u8 {
                let point = curve.eval(f64::from(step) / 8.0);
                let near = path.segments().map(|own| own.nearest(point, 1e-6).distance_sq.sqrt());
                let off = near.fold(f64::INFINITY, f64::min);
                prop_assert!(off <= limit, "{off} at {point:?} of {}", path_data(&path, Precision::default()));
            }
        }
    }

    #[test]
    fn every_drawing_becomes_svg_that_renders_the_same_in_both_layouts(drawing in drawings::drawing(), decimals in 0..=6_u8) {
        let precision = Precision::new(decimals).unwrap();
        let compact = write(&drawing, &WriteOptions { precision, layout: Layout::Compact, ..WriteOptions::default() });
        let pretty = write(&drawing, &WriteOptions { precision, layout: Layout::Pretty, ..WriteOptions::default() });
        prop_assert_eq!(&compact, &write(&drawing.clone(), &WriteOptions { precision, layout: Layout::Compact, ..WriteOptions::default() }));
        let options = RenderOptions { width: Some(60), ..RenderOptions::default() };
        prop_assert_eq!(render_svg(&compact, &options).unwrap(), render_svg(&pretty, &options).unwrap());
    }
}
