//! Drawings of lines only: every outline, or every edge that can be seen once.

use super::boundary::{Boundary, boundaries};
use super::curve::path;
use super::cutout::divided;
use super::sheet::{Sheet, sheets};
use crate::options::{Preset, TraceOptions};
use linocut_core::kurbo::{Line, PathSeg, Point, Rect, Shape as _};
use linocut_core::{
    Body, Cap, Context, Drawing, Item, Join, Outline, PIXELS_PER_MM, Paint, Result, Rgba, Shape, Stroke,
};

/// What becomes of the shapes that were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawStyle {
    /// They are filled; lines that were found as such are strokes.
    #[default]
    FillShapes,
    /// Their outlines are stroked in their colors; nothing is filled.
    StrokeShapes,
    /// Every edge that can be seen is one stroke, from one place where edges meet to the next, and none lies on another:
    /// for plotters and laser cutters.
    StrokeEdges,
}

/// Width of lines where none is given, in pixels.
const LINE: f64 = 1.0;
/// A tenth of a millimeter in pixels of 1/96 inch: what laser cutters take for a cut and not for an engraving.
const HAIRLINE: f64 = 0.1 * PIXELS_PER_MM;
/// The red that laser cutters cut along.
const CUT: Rgba = Rgba::opaque(255, 0, 0);
/// Shorter edges are splinters of the comparison of areas, in pixels.
const SPLINTER: f64 = 0.05;
/// How far a curve may lie from the edge of the picture and still be its edge, in pixels.
const BORDER: f64 = 0.01;

/// The style that `options` ask for; cutters want edges.
pub(super) fn style(options: &TraceOptions) -> DrawStyle {
    let usual = if options.preset == Preset::Cutter { DrawStyle::StrokeEdges } else { DrawStyle::default() };
    options.draw_style.unwrap_or(usual)
}

/// The stroke that `options` ask for, in `own` color unless another is asked for.
fn stroke(options: &TraceOptions, own: &Paint) -> Stroke {
    let cutter = options.preset == Preset::Cutter;
    let usual = if cutter { Paint::Solid(CUT) } else { own.clone() };
    let paint = options.line_color.map_or(usual, Paint::Solid);
    let width = options.line_width.unwrap_or(if cutter { HAIRLINE } else { LINE });
    Stroke { cap: Cap::Round, join: Join::Round, ..Stroke::new(paint, width) }
}

/// Every filled item of `drawing` as a stroke along its outline.
pub(super) fn outlines(drawing: &mut Drawing, options: &TraceOptions) {
    drawing.items.iter_mut().for_each(|item| outline(item, options));
}

fn outline(item: &mut Item, options: &TraceOptions) {
    match &mut item.body {
        Body::Group(items) => items.iter_mut().for_each(|item| outline(item, options)),
        Body::Shape(shape) => {
            if let Some(fill) = shape.fill.take() {
                shape.stroke = Some(stroke(options, &fill));
            }
        }
        Body::Words(_) | Body::Opaque(_) => {}
    }
}

/// Every edge of `drawing` that can be seen, once; the edge of the picture is none.
///
/// # Errors
/// Those of `cx`; [`Kind::Bug`](linocut_core::Kind::Bug) when the areas of two shapes cannot be compared.
pub(super) fn edges(drawing: &mut Drawing, options: &TraceOptions, cx: &Context) -> Result<()> {
    let sheets = sheets(std::mem::take(&mut drawing.items));
    cx.check()?;
    let (edges, _) = divided(&sheets)?;
    cx.check()?;
    let stroke = stroke(options, &Paint::Solid(Rgba::BLACK));
    let view = drawing.view_box;
    let shown = |b: &Boundary| {
        top(&sheets, &b.left) != top(&sheets, &b.right)
            && length(&b.segments) > SPLINTER
            && !is_border(b, &sheets, view)
    };
    let lines = boundaries(&edges).into_iter().filter(shown);
    let items = lines.map(|b| Item::shape(Shape::stroked(line(&b, &sheets), stroke.clone())));
    drawing.items = vec![Item::group(items.collect())];
    Ok(())
}

/// The paints that can be seen on one side.
fn top<'a>(sheets: &'a [Sheet], seen: &[u32]) -> Vec<&'a Paint> {
    let sheet = |n: &u32| usize::try_from(*n).ok().and_then(|n| sheets.get(n)).and_then(|s| s.paint.as_ref());
    seen.iter().filter_map(sheet).collect()
}

fn length(segments: &[PathSeg]) -> f64 {
    path(segments).perimeter(0.01)
}

/// Whether `boundary` is where the sheet that fills the picture ends with it.
fn is_border(boundary: &Boundary, sheets: &[Sheet], view: Rect) -> bool {
    let whole = |n: &u32| {
        let sheet = usize::try_from(*n).ok().and_then(|n| sheets.get(n));
        sheet.is_some_and(|s| s.area.bounding_box().area() > 0.999 * view.area())
    };
    let inside = if boundary.left.is_empty() { &boundary.right } else { &boundary.left };
    let outer = boundary.left.is_empty() || boundary.right.is_empty();
    let near = |a: f64, b: f64| (a - b).abs() < BORDER;
    let on_edge = |p: Point| near(p.x, view.x0) || near(p.x, view.x1) || near(p.y, view.y0) || near(p.y, view.y1);
    outer && inside.iter().all(whole) && on_edge(boundary.start()) && on_edge(boundary.end())
}

/// A boundary as an outline; circles and other shapes stay what they are where all of them is seen.
fn line(boundary: &Boundary, sheets: &[Sheet]) -> Outline {
    if let [PathSeg::Line(Line { p0, p1 })] = boundary.segments.as_slice() {
        return Outline::Line(Line::new(*p0, *p1));
    }
    let mut path = path(&boundary.segments);
    if !boundary.closed {
        return Outline::Path(path);
    }
    path.close_path();
    let bounds = path.bounding_box();
    let area = path.area().abs();
    let same = |sheet: &&Sheet| {
        let own = sheet.area.bounding_box();
        let corners = [(own.x0, bounds.x0), (own.y0, bounds.y0), (own.x1, bounds.x1), (own.y1, bounds.y1)];
        corners.iter().all(|(a, b)| (a - b).abs() < BORDER) && (sheet.area.area().abs() - area).abs() < BORDER * area
    };
    let beside = boundary.left.iter().chain(&boundary.right).filter_map(|n| sheets.get(usize::try_from(*n).ok()?));
    match beside.filter(same).find_map(named) {
        Some(named) => named,
        None => Outline::Path(path),
    }
}

/// The outline of a sheet that is a shape with a name and not turned.
fn named(sheet: &Sheet) -> Option<Outline> {
    let Body::Shape(shape) = &sheet.item.body else { return None };
    let plain = sheet.item.transform == linocut_core::kurbo::Affine::IDENTITY && shape.fill.is_some();
    match &shape.outline {
        Outline::Circle(_) | Outline::Ellipse(_) | Outline::Rect(_) if plain => Some(shape.outline.clone()),
        Outline::Circle(_) | Outline::Ellipse(_) | Outline::Rect(_) | Outline::Path(_) | Outline::Line(_) => None,
    }
}
