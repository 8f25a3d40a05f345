//! Line drawings filled.

use crate::loops::{Area, areas};
use crate::region::{Region, difference, expanded, filled, intersection, union};
use crate::track::{Track, outline_path, path, tracks};
use linocut_core::kurbo::{BezPath, Shape as _};
use linocut_core::{Body, Drawing, FillRule, Item, Outline, Result, Shape, Stroke};

/// Areas smaller than this, in square line widths, are nothing: what two lines share where they meet.
const NOTHING: f64 = 0.15;

/// Fills what lines enclose and cuts the lines inside out of it; says whether there was anything to fill.
///
/// # Errors
/// As [`filled`].
pub(crate) fn fill(drawing: &mut Drawing) -> Result<bool> {
    let shapes: Vec<Shape> = drawing.shapes().cloned().collect();
    let outer: Vec<Area> = areas(&shapes)?.into_iter().filter(|area| !area.inner).collect();
    if outer.is_empty() {
        return Ok(false);
    }
    let plan = Plan::of(&shapes, &outer)?;
    let mut results = Vec::with_capacity(shapes.len());
    for (index, shape) in shapes.iter().enumerate() {
        results.push(plan.shape(index, shape)?);
    }
    drawing.items = rebuilt(std::mem::take(&mut drawing.items), &mut results.into_iter());
    Ok(true)
}

struct Plan<'a> {
    outer: &'a [Area],
    /// Inside the boundaries of all areas.
    inside: Region,
    /// What the lines inside take away.
    cuts: Region,
}

impl<'a> Plan<'a> {
    fn of(shapes: &[Shape], outer: &'a [Area]) -> Result<Self> {
        let (mut inside, mut rims) = (BezPath::new(), BezPath::new());
        for area in outer {
            inside = union(&inside, &area.inside)?;
            if let Some(stroke) = stroke_of(shapes, area) {
                rims = union(&rims, &expanded(&area.outline, stroke)?)?;
            }
        }
        let core = difference(&inside, &rims)?;
        let mut plan = Self { outer, inside, cuts: BezPath::new() };
        for (index, shape) in shapes.iter().enumerate() {
            if let Some((lines, stroke)) = plan.details(index, shape) {
                let cut = intersection(&expanded(&lines, stroke)?, &core)?;
                plan.cuts = union(&plan.cuts, &cut)?;
            }
        }
        Ok(plan)
    }

    /// The lines of a shape that bound no area.
    fn details<'s>(&self, index: usize, shape: &'s Shape) -> Option<(BezPath, &'s Stroke)> {
        let stroke = shape.stroke.as_ref().filter(|_| shape.fill.is_none())?;
        let bounds = |at: usize| self.outer.iter().any(|area| area.members.contains(&(index, at)));
        let all = tracks(&outline_path(&shape.outline)).into_iter().enumerate();
        let kept: Vec<Track> = all.filter(|(at, _)| !bounds(*at)).map(|(_, track)| track).collect();
        (!kept.is_empty()).then(|| (path(&kept), stroke))
    }

    /// What becomes of a shape: areas it owns, and lines outside.
    fn shape(&self, index: usize, shape: &Shape) -> Result<Vec<Shape>> {
        let Some(stroke) = shape.stroke.as_ref().filter(|_| shape.fill.is_none()) else {
            return Ok(vec![shape.clone()]);
        };
        let mut found = Vec::new();
        for area in self.outer.iter().filter(|area| area.members.first().is_some_and(|(owner, _)| *owner == index)) {
            found.push(self.area(area, shape, stroke)?);
        }
        if let Some((lines, _)) = self.details(index, shape) {
            let painted = expanded(&lines, stroke)?;
            let rest = difference(&painted, &self.inside)?;
            let nothing = NOTHING * stroke.width * stroke.width;
            let whole = (painted.area().abs() - rest.area().abs()).abs() <= nothing;
            if whole {
                found.push(Shape { outline: Outline::Path(lines), ..shape.clone() });
            } else if rest.area().abs() > nothing {
                found.push(flat(rest, stroke));
            }
        }
        Ok(found)
    }

    fn area(&self, area: &Area, shape: &Shape, stroke: &Stroke) -> Result<Shape> {
        let nothing = NOTHING * stroke.width * stroke.width;
        if intersection(&self.cuts, &area.inside)?.area().abs() <= nothing {
            let whole = tracks(&outline_path(&shape.outline));
            let alone = area.members.len() == 1 && matches!(whole.as_slice(), [track] if track.closed);
            let outline = if alone { shape.outline.clone() } else { Outline::Path(area.outline.clone()) };
            return Ok(Shape { outline, fill: Some(stroke.paint.clone()), ..shape.clone() });
        }
        let body = union(&area.inside, &expanded(&area.outline, stroke)?)?;
        Ok(flat(difference(&body, &self.cuts)?, stroke))
    }
}

fn stroke_of<'s>(shapes: &'s [Shape], area: &Area) -> Option<&'s Stroke> {
    area.members.first().and_then(|(owner, _)| shapes.get(*owner)).and_then(|shape| shape.stroke.as_ref())
}

fn flat(region: Region, stroke: &Stroke) -> Shape {
    let region = filled(&region, FillRule::NonZero).unwrap_or(region);
    Shape::filled(Outline::Path(region), stroke.paint.clone())
}

/// The items with their shapes replaced, in painting order; several results share the item's place.
fn rebuilt(items: Vec<Item>, results: &mut dyn Iterator<Item = Vec<Shape>>) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    for mut item in items {
        match &mut item.body {
            Body::Group(inner) => {
                *inner = rebuilt(std::mem::take(inner), results);
                out.push(item);
            }
            Body::Shape(_) => {
                let shapes = results.next().unwrap_or_default();
                out.extend(shapes.into_iter().enumerate().map(|(place, shape)| Item {
                    body: Body::Shape(shape),
                    id: item.id.clone().filter(|_| place == 0),
                    ..item.clone()
                }));
            }
            Body::Words(_) | Body::Opaque(_) => out.push(item),
        }
    }
    out
}
