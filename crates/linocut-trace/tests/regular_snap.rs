//! Regularity, from pixels to shapes.
#![cfg(test)]

use linocut_core::kurbo::{
    Affine, BezPath, Circle, Line, ParamCurve as _, ParamCurveNearest as _, PathSeg, Point, Rect, Shape as _,
};
use linocut_core::{Context, Drawing, Item, Outline, Paint, Raster, Rgba, Shape};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{Snap, TraceOptions, trace};

const INK: Rgba = Rgba::opaque(0x1d, 0x35, 0x57);

fn picture(outlines: Vec<Outline>, width: u32) -> Raster {
    let items = outlines.into_iter().map(|o| Item::shape(Shape::filled(o, Paint::Solid(INK)))).collect();
    let drawing = Drawing::new(Rect::new(0.0, 0.0, 96.0, 96.0), items);
    let options = RenderOptions { width: Some(width), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    render(&drawing, &options).unwrap()
}

fn traced(raster: &Raster, snap: Snap) -> Drawing {
    trace(raster, &TraceOptions { snap, ..TraceOptions::default() }, &Context::default()).unwrap()
}

/// The farthest that a point of the outline's mirror image lies from the outline.
fn asymmetry(path: &BezPath) -> f64 {
    let middle = path.bounding_box().center().x;
    let mirror = Affine::new([-1.0, 0.0, 0.0, 1.0, 2.0 * middle, 0.0]);
    let segments: Vec<PathSeg> = path.segments().collect();
    let points = |n: u32| {
        let on = move |s: PathSeg| (0..n).map(move |k| s.eval(f64::from(k) / f64::from(n)));
        segments.iter().copied().flat_map(on).collect::<Vec<Point>>()
    };
    let fine = points(60);
    let lines: Vec<Line> = fine.iter().zip(fine.iter().cycle().skip(1)).map(|(a, b)| Line::new(*a, *b)).collect();
    let nearest = |p: Point| lines.iter().map(|l| l.nearest(p, 1e-6).distance_sq.sqrt()).fold(f64::MAX, f64::min);
    points(7).into_iter().map(|p| nearest(mirror * p)).fold(0.0, f64::max)
}

/// A closed path through a right half, from the top of the axis at x = 48.3 to its bottom, and its mirror image.
fn both_halves(right: &str) -> Outline {
    let right = BezPath::from_svg(right).unwrap();
    let mirror = Affine::new([-1.0, 0.0, 0.0, 1.0, 2.0 * 48.3, 0.0]);
    let mut path = right.clone();
    for segment in right.segments().collect::<Vec<_>>().into_iter().rev() {
        path.push((mirror * segment).reverse().as_path_el());
    }
    path.close_path();
    Outline::Path(path)
}

#[test]
fn symmetric_shapes_come_back_symmetric() {
    let shield = "M48.3 8C60 14 72 17 85 17C85 50 78 75 48.3 90";
    let heart = "M48.3 30C56 8 90 10 88 38C86 60 62 72 48.3 88";
    let arrow = "M48.3 9L80 45L62 45L62 88L48.3 88";
    let house = "M48.3 9L86 31L86 88L60 88L60 60L48.3 60";
    for right in [shield, heart, house, arrow] {
        for width in [97, 131, 255] {
            let found = traced(&picture(vec![both_halves(right)], width), Snap::On);
            let Outline::Path(path) = &found.shapes().last().unwrap().outline else { panic!("{found:?}") };
            assert!(asymmetry(path) < 0.02, "{right} at {width}: {} in {}", asymmetry(path), path.to_svg());
        }
    }
}

#[test]
fn equal_discs_in_a_row_are_equal_and_in_a_row() {
    let discs = [16.37, 40.81, 70.13].map(|x| Outline::Circle(Circle::new((x, 50.23), 8.6)));
    let raster = picture(discs.to_vec(), 151);
    let circles = |snap| {
        let found = traced(&raster, snap);
        let circle = |s: &Shape| if let Outline::Circle(c) = s.outline { Some((c.center.y, c.radius)) } else { None };
        found.shapes().filter_map(circle).collect::<Vec<_>>()
    };
    let snapped = circles(Snap::On);
    assert_eq!(snapped.len(), 3);
    assert!(snapped.iter().all(|c| *c == snapped[0]), "{snapped:?}");
    let free = circles(Snap::Off);
    assert!(free.iter().any(|c| *c != free[0]), "{free:?}");
}

#[test]
fn sides_in_line_have_one_coordinate() {
    let bars = [(10.0, 81.3), (40.0, 55.7), (70.0, 90.2)];
    let bars = bars.map(|(y, x)| Outline::Rect(Rect::new(12.34, y, x, y + 15.1).to_rounded_rect(0.0)));
    let found = traced(&picture(bars.to_vec(), 211), Snap::On);
    let left = |s: &Shape| if let Outline::Rect(r) = s.outline { Some(r.rect().x0) } else { None };
    let lefts: Vec<f64> = found.shapes().skip(1).filter_map(left).collect();
    assert_eq!(lefts.len(), 3, "{found:?}");
    assert!(lefts.iter().all(|x| (x - lefts[0]).abs() < 1e-12), "{lefts:?}");
}

/// The farthest that an end or handle of `a` is from all of `b`.
fn apart(a: &BezPath, b: &BezPath) -> f64 {
    let points = |path: &BezPath| -> Vec<Point> {
        let of = |s: PathSeg| {
            let c = s.to_cubic();
            [c.p0, c.p1, c.p2, c.p3]
        };
        path.segments().flat_map(of).collect()
    };
    let (a, b) = (points(a), points(b));
    let nearest = |p: &Point| b.iter().map(|q| p.distance(*q)).fold(f64::MAX, f64::min);
    a.iter().map(nearest).fold(0.0, f64::max)
}

#[test]
fn mirror_images_and_copies_are_exact() {
    let leaf = "M12.2 20C30 22 36 34 34.1 52C20 50 10 40 12.2 20Z";
    let left = BezPath::from_svg(leaf).unwrap();
    let right = Affine::new([-1.0, 0.0, 0.0, 1.0, 96.0, 0.0]) * left.clone();
    let below = Affine::translate((3.7, 36.4)) * left.clone();
    let found = traced(&picture([left, right, below].map(Outline::Path).to_vec(), 203), Snap::On);
    let path = |s: &Shape| if let Outline::Path(p) = &s.outline { Some(p.clone()) } else { None };
    let mut paths: Vec<BezPath> = found.shapes().skip(1).filter_map(path).collect();
    let corner = |path: &BezPath| path.bounding_box().x0 + path.bounding_box().y0;
    paths.sort_by(|a, b| corner(a).total_cmp(&corner(b)));
    let middle = |path: &BezPath| path.bounding_box().center().to_vec2();
    let [left, below, right] = paths.as_slice() else { panic!("{found:?}") };
    // Where they lie is measured for each.
    let onto = |map: Affine, to: &BezPath| {
        let image = map * left.clone();
        let shift = middle(to) - middle(&image);
        (shift.hypot(), apart(&(Affine::translate(shift) * image), to))
    };
    let opposite = onto(Affine::new([-1.0, 0.0, 0.0, 1.0, 203.0, 0.0]), right);
    assert!(opposite.0 < 0.05 && opposite.1 < 1e-6, "{opposite:?}");
    let copy = onto(Affine::IDENTITY, below);
    assert!(copy.1 < 1e-6, "{copy:?}");
}
