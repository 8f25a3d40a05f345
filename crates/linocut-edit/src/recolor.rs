//! Colors exchanged for others.

use crate::frame::painted;
use crate::select::{Part, each, paints};
use crate::{Ink, Palette, Target, Tone};
use linocut_core::{Body, Drawing, Error, Item, Kind, Oklab, Paint, Result, Rgba};

/// Colors with less chroma are grays; OKLab puts black ink on cream paper below it.
const GRAY: f64 = 0.03;
/// Colors of one family differ in hue by less than this, in radians: 32 degrees, a little over half the way from red to
/// orange.
const FAMILY: f64 = 0.56;
/// Grays of one family differ in lightness by less.
const GRAY_FAMILY: f64 = 0.25;

/// Colors what `target` chooses.
///
/// # Errors
/// [`Kind::Missing`] when nothing has the target's name.
pub(crate) fn recolor(drawing: &mut Drawing, target: &Target, ink: Ink) -> Result<()> {
    let mut touched: Vec<(Ink, f64)> = Vec::new();
    each(&mut drawing.items, target, &mut |item| count(item, target.part, &mut touched))?;
    let (several, anchor) = (touched.len() > 1, anchor(&touched));
    let map = |old: Ink| match (old, ink, anchor) {
        (Ink::Solid(old), Ink::Solid(to), Some(anchor)) if several => Ink::Solid(tinted(old, anchor, to)),
        (Ink::Solid(old), Ink::Solid(to), _) if to.a == 255 => Ink::Solid(to.with_alpha(old.a)),
        _ => ink,
    };
    each(&mut drawing.items, target, &mut |item| paints(item, target.part).into_iter().for_each(|p| repaint(p, &map)))
}

/// Gives `to` to what is `from` or of its family.
///
/// # Errors
/// [`Kind::Missing`] when the drawing has no such color.
pub(crate) fn replace(drawing: &mut Drawing, from: Ink, to: Ink) -> Result<()> {
    let family = family(drawing, from)?;
    repaint_all(drawing, &|old| family.moved(old, to).unwrap_or(old));
    Ok(())
}

/// Exchanges two colors or their families.
///
/// # Errors
/// [`Kind::Missing`] when the drawing has neither.
pub(crate) fn swap(drawing: &mut Drawing, a: Ink, b: Ink) -> Result<()> {
    let (first, second) = match (family(drawing, a), family(drawing, b)) {
        (Err(error), Err(_)) => return Err(error),
        (first, second) => (first.ok(), second.ok()),
    };
    let moved = |family: &Option<Family>, old, to| family.as_ref().and_then(|family: &Family| family.moved(old, to));
    repaint_all(drawing, &|old| moved(&first, old, b).or_else(|| moved(&second, old, a)).unwrap_or(old));
    Ok(())
}

/// Gives the palette to the drawing's colors, or to its shapes when they all have one color.
pub(crate) fn palette(drawing: &mut Drawing, palette: &Palette) {
    let inks = inks(drawing);
    if let [_] = inks.as_slice()
        && palette.inks().len() > 1
    {
        by_shape(drawing, palette);
        return;
    }
    let pairs = palette.assign(&inks);
    let becomes = |old: Ink| pairs.iter().find(|(from, _)| *from == old).map_or(old, |(_, to)| *to);
    repaint_all(drawing, &becomes);
}

/// Gives the palette to shapes, the largest first.
fn by_shape(drawing: &mut Drawing, palette: &Palette) {
    let area = |shape: &linocut_core::Shape| painted(shape).iter().map(|(_, area)| area).sum::<f64>();
    let mut order: Vec<(usize, f64)> = drawing.shapes().map(area).enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut inks = vec![Ink::Current; order.len()];
    for (rank, (index, _)) in order.iter().enumerate() {
        if let Some(ink) = inks.get_mut(*index) {
            *ink = palette.at(rank);
        }
    }
    let mut inks = inks.into_iter();
    // The order of `each` is that of `shapes`, and all items are chosen, so nothing can be missing.
    let _ = each(&mut drawing.items, &Target::all(), &mut |item| {
        let ink = if matches!(item.body, Body::Shape(_)) { inks.next() } else { None };
        if let Some(ink) = ink {
            for paint in paints(item, Part::Everything) {
                repaint(paint, &|_| ink);
            }
        }
    });
}

/// Changes all colors alike.
pub(crate) fn tone(drawing: &mut Drawing, tone: Tone) {
    let map = |color: Rgba| {
        let lab = Oklab::of(color);
        match tone {
            Tone::Gray => lab.scaled(0.0).color(color.a),
            Tone::BlackAndWhite if lab.l < 0.6 => Rgba::BLACK.with_alpha(color.a),
            Tone::BlackAndWhite => Rgba::WHITE.with_alpha(color.a),
            Tone::Invert => Rgba { r: 255 - color.r, g: 255 - color.g, b: 255 - color.b, a: color.a },
            Tone::Lighter(share) => Oklab { l: lab.l + (1.0 - lab.l) * share.clamp(0.0, 1.0), ..lab }.color(color.a),
            Tone::Darker(share) => Oklab { l: lab.l * (1.0 - share.clamp(0.0, 1.0)), ..lab }.color(color.a),
        }
    };
    repaint_all(drawing, &|ink| match ink {
        Ink::Solid(color) => Ink::Solid(map(color)),
        Ink::Current if tone == Tone::BlackAndWhite => Ink::Solid(Rgba::BLACK),
        Ink::Current => Ink::Current,
    });
}

/// The distinct inks of a drawing, those that cover most first.
pub(crate) fn inks(drawing: &Drawing) -> Vec<Ink> {
    let mut found: Vec<(Ink, f64)> = Vec::new();
    for shape in drawing.shapes() {
        for (paint, area) in painted(shape) {
            tally(paint, area, &mut found);
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.into_iter().map(|(ink, _)| ink).collect()
}

fn count(item: &mut Item, part: Part, found: &mut Vec<(Ink, f64)>) {
    let areas: Vec<(Paint, f64)> = match &item.body {
        Body::Shape(shape) => painted(shape).into_iter().map(|(paint, area)| (paint.clone(), area)).collect(),
        Body::Group(_) | Body::Words(_) | Body::Opaque(_) => Vec::new(),
    };
    for paint in paints(item, part) {
        let area = areas.iter().find(|(own, _)| own == paint).map_or(1.0, |(_, area)| *area);
        tally(paint, area, found);
    }
}

fn tally(paint: &Paint, area: f64, found: &mut Vec<(Ink, f64)>) {
    let inks = match paint {
        Paint::Solid(color) => vec![Ink::Solid(*color)],
        Paint::CurrentColor => vec![Ink::Current],
        Paint::Gradient(gradient) => gradient.stops.iter().map(|stop| Ink::Solid(stop.color)).collect(),
    };
    for ink in inks {
        match found.iter_mut().find(|(known, _)| *known == ink) {
            Some((_, sum)) => *sum += area,
            None => found.push((ink, area)),
        }
    }
}

/// The color that stands out most, by area and chroma; grays only when there is nothing else.
fn anchor(found: &[(Ink, f64)]) -> Option<Rgba> {
    let colors = found.iter().filter_map(|(ink, area)| match ink {
        Ink::Solid(color) => Some((*color, area * salience(*color))),
        Ink::Current => None,
    });
    colors.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(color, _)| color)
}

/// How much a color stands out: its chroma, and a little for grays.
pub(crate) fn salience(color: Rgba) -> f64 {
    let chroma = Oklab::of(color).chroma();
    if chroma >= GRAY { chroma } else { 1e-3 }
}

/// What `color` becomes when `anchor` becomes `to`: lightness is stretched so that black and white stay, hue is that of
/// `to`, chroma changes in proportion. Grays stay unless the anchor is one.
fn tinted(color: Rgba, anchor: Rgba, to: Rgba) -> Rgba {
    let (own, from, goal) = (Oklab::of(color), Oklab::of(anchor), Oklab::of(to));
    if own.chroma() < GRAY && from.chroma() >= GRAY {
        return color;
    }
    let l = if own.l <= from.l {
        goal.l * own.l / from.l.max(1e-6)
    } else {
        1.0 - (1.0 - goal.l) * (1.0 - own.l) / (1.0 - from.l).max(1e-6)
    };
    let share = if from.chroma() >= GRAY { (own.chroma() / from.chroma()).min(1.5) } else { 1.0 };
    Oklab { l, ..goal.scaled(share) }.color(color.a)
}

/// Colors that a person would call by one name.
struct Family {
    members: Vec<Ink>,
    anchor: Ink,
}

impl Family {
    /// What a member becomes when the family's largest member becomes `to`; `None` for others.
    fn moved(&self, old: Ink, to: Ink) -> Option<Ink> {
        if !self.members.contains(&old) {
            return None;
        }
        Some(match (old, self.anchor, to) {
            (Ink::Solid(old), Ink::Solid(anchor), Ink::Solid(to)) => Ink::Solid(tinted(old, anchor, to)),
            _ => to,
        })
    }
}

/// What of a drawing is `ink`, or of its family when nothing is.
fn family(drawing: &Drawing, ink: Ink) -> Result<Family> {
    let all = inks(drawing);
    let exact: Vec<Ink> = all.iter().copied().filter(|own| same(*own, ink)).collect();
    let members = if exact.is_empty() { all.iter().copied().filter(|own| is_kin(*own, ink)).collect() } else { exact };
    let anchor = members.first().copied();
    anchor.map(|anchor| Family { members, anchor }).ok_or_else(|| {
        let listed: Vec<_> = all.iter().take(12).map(ToString::to_string).collect();
        Error::new(Kind::Missing, format!("the drawing has no color like {ink}"))
            .hinted(format!("its colors are {}", listed.join(", ")))
    })
}

fn same(a: Ink, b: Ink) -> bool {
    match (a, b) {
        (Ink::Solid(a), Ink::Solid(b)) => a.with_alpha(255) == b.with_alpha(255),
        (Ink::Current, Ink::Current) => true,
        (Ink::Solid(_), Ink::Current) | (Ink::Current, Ink::Solid(_)) => false,
    }
}

fn is_kin(a: Ink, b: Ink) -> bool {
    let (Ink::Solid(a), Ink::Solid(b)) = (a, b) else { return false };
    let (a, b) = (Oklab::of(a), Oklab::of(b));
    if a.chroma() < GRAY || b.chroma() < GRAY {
        return a.chroma() < GRAY && b.chroma() < GRAY && (a.l - b.l).abs() < GRAY_FAMILY;
    }
    let turn = libm::atan2(a.a * b.b - a.b * b.a, a.a * b.a + a.b * b.b);
    turn.abs() < FAMILY
}

fn repaint_all(drawing: &mut Drawing, map: &dyn Fn(Ink) -> Ink) {
    // All items are chosen, so nothing can be missing.
    let _ = each(&mut drawing.items, &Target::all(), &mut |item| {
        for paint in paints(item, Part::Everything) {
            repaint(paint, map);
        }
    });
}

fn repaint(paint: &mut Paint, map: &dyn Fn(Ink) -> Ink) {
    match paint {
        Paint::Solid(color) => *paint = map(Ink::Solid(*color)).paint(),
        Paint::CurrentColor => *paint = map(Ink::Current).paint(),
        Paint::Gradient(gradient) => {
            for stop in &mut gradient.stops {
                match map(Ink::Solid(stop.color)) {
                    Ink::Solid(color) => stop.color = color,
                    // A gradient cannot hold the color of the text; one flat paint can.
                    Ink::Current => {
                        *paint = Paint::CurrentColor;
                        return;
                    }
                }
            }
        }
    }
}
