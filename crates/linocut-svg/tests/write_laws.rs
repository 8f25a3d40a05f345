//! Writing: what holds for every drawing.
#![cfg(test)]

mod drawings;

use linocut_core::kurbo::{BezPath, PathEl, Point};
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
    fn every_drawing_becomes_svg_that_renders_the_same_in_both_layouts(drawing in drawings::drawing(), decimals in 0..=6_u8) {
        let precision = Precision::new(decimals).unwrap();
        let compact = write(&drawing, &WriteOptions { precision, layout: Layout::Compact });
        let pretty = write(&drawing, &WriteOptions { precision, layout: Layout::Pretty });
        prop_assert_eq!(&compact, &write(&drawing.clone(), &WriteOptions { precision, layout: Layout::Compact }));
        let options = RenderOptions { width: Some(60), ..RenderOptions::default() };
        prop_assert_eq!(render_svg(&compact, &options).unwrap(), render_svg(&pretty, &options).unwrap());
    }
}
