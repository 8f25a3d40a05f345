//! Writing shapes that repeat as `<use>`, and reading them back.
#![cfg(test)]

use linocut_core::kurbo::{Affine, BezPath, Circle, ParamCurve as _, Point, Rect, Shape as _};
use linocut_core::{Drawing, Id, Item, Outline, Paint, Rgba, Shape};
use linocut_svg::{Limits, RenderOptions, Repeats, TidyOptions, WriteOptions, read, render_svg, tidy, write};

const LEAF: &str = "M10 10C22 11 26 18 24 30C16 29 8 24 10 10Z";

fn filled(outline: Outline, color: Rgba) -> Item {
    Item::shape(Shape::filled(outline, Paint::Solid(color)))
}

fn leaf(map: Affine) -> Item {
    filled(Outline::Path(map * BezPath::from_svg(LEAF).unwrap()), Rgba::opaque(204, 0, 0))
}

fn written(items: Vec<Item>, repeats: Repeats) -> String {
    let drawing = Drawing::new(Rect::new(0.0, 0.0, 100.0, 100.0), items);
    write(&drawing, &WriteOptions { repeats, ..WriteOptions::default() })
}

/// A point of every segment of every shape, as it lies in the drawing.
fn places(text: &str) -> Vec<Point> {
    fn walk(items: &[Item], map: Affine, into: &mut Vec<Point>) {
        for item in items {
            let map = map * item.transform;
            match &item.body {
                linocut_core::Body::Group(items) => walk(items, map, into),
                linocut_core::Body::Shape(shape) => {
                    let path = match &shape.outline {
                        Outline::Path(path) => path.clone(),
                        Outline::Circle(circle) => circle.to_path(0.1),
                        other @ (Outline::Rect(_) | Outline::Ellipse(_) | Outline::Line(_)) => panic!("{other:?}"),
                    };
                    into.extend((map * path).segments().map(|s| s.eval(0.3)));
                }
                other @ (linocut_core::Body::Words(_) | linocut_core::Body::Opaque(_)) => panic!("{other:?}"),
            }
        }
    }
    let mut found = Vec::new();
    walk(&read(text.as_bytes(), &Limits::default()).unwrap().value.items, Affine::IDENTITY, &mut found);
    found
}

/// Checks that `items` have `uses` copies, and that these lie where the shapes lay; the text.
#[track_caller]
fn check(items: &[Item], uses: usize) -> String {
    let (copies, text) = (written(items.to_vec(), Repeats::Copies), written(items.to_vec(), Repeats::Uses));
    assert_eq!(copies.matches("<use").count(), 0, "{copies}");
    assert_eq!(text.matches("<use").count(), uses, "{text}");
    let (wanted, got) = (places(&copies), places(&text));
    assert_eq!(wanted.len(), got.len(), "{text}");
    let off = wanted.iter().map(|p| got.iter().map(|q| p.distance(*q)).fold(f64::MAX, f64::min));
    assert!(off.fold(0.0, f64::max) < 0.03, "{text}");
    render_svg(&text, &RenderOptions::default()).unwrap();
    text
}

#[test]
fn moved_mirrored_and_turned_shapes_refer_to_the_first() {
    let mirrored = Affine::new([-1.0, 0.0, 0.0, 1.0, 100.0, 0.0]);
    let turned = Affine::new([0.0, 1.0, -1.0, 0.0, 60.0, 40.0]);
    let maps = [Affine::IDENTITY, Affine::translate((31.25, 4.5)), mirrored, turned];
    let text = check(&maps.map(leaf), 3);
    assert!(text.contains(r##"<use href="#s0" x="31.25" y="4.5"/>"##), "{text}");
    // What all share is said once, by the root, and the copies take it from there.
    assert_eq!(text.matches("fill=").count(), 1, "{text}");
}

#[test]
fn an_id_of_its_own_is_what_copies_refer_to() {
    let mut first = filled(Outline::Circle(Circle::new((20.0, 20.0), 7.0)), Rgba::BLACK);
    first.id = Id::new("sun");
    let second = filled(Outline::Circle(Circle::new((60.0, 33.0), 7.0)), Rgba::BLACK);
    let text = check(&[first, second], 1);
    assert!(text.contains(r##"<use href="#sun" x="40" y="13"/>"##), "{text}");
}

#[test]
fn groups_may_say_the_color_of_either() {
    let alone = Item::group(vec![leaf(Affine::IDENTITY), leaf(Affine::scale(0.5))]);
    let mixed = Item::group(vec![
        leaf(Affine::translate((40.0, 0.0))),
        filled(Outline::Circle(Circle::new((60.0, 70.0), 7.0)), Rgba::opaque(0, 0, 204)),
    ]);
    for items in [[alone.clone(), mixed.clone()], [mixed, alone]] {
        let text = check(&items, 1);
        let paint = |text: &str| render_svg(text, &RenderOptions::default()).unwrap();
        assert!(paint(&text) == paint(&written(items.to_vec(), Repeats::Copies)), "{text}");
    }
}

#[test]
fn what_only_looks_alike_is_written_by_itself() {
    let other = filled(Outline::Path(BezPath::from_svg(LEAF).unwrap()), Rgba::opaque(0, 0, 204));
    let mut faint = leaf(Affine::translate((30.0, 0.0)));
    faint.opacity = linocut_core::Unit::clamped(0.5);
    let mut scaled = Item::group(vec![leaf(Affine::translate((0.0, 30.0)))]);
    scaled.transform = Affine::scale(1.5);
    check(&[leaf(Affine::IDENTITY), other, faint, leaf(Affine::scale(1.1)), scaled], 0);
}

#[test]
fn tidying_reads_the_copies() {
    let text = written([0.0, 30.0, 60.0].map(|x| leaf(Affine::translate((x, 0.0)))).to_vec(), Repeats::Uses);
    let drawing = read(text.as_bytes(), &Limits::default()).unwrap().value;
    let tidied = tidy(&drawing, &TidyOptions::default());
    let all = tidied.shapes().map(|s| s.outline.bounds()).reduce(|a, b| a.union(b)).unwrap();
    let one = Outline::Path(BezPath::from_svg(LEAF).unwrap()).bounds();
    assert!((all.x0 - one.x0).abs() < 0.1 && (all.x1 - one.x1 - 60.0).abs() < 0.1, "{all:?}");
}
