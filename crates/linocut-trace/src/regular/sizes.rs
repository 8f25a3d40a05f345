//! One size for widths and heights that agree: of rectangles, and of bars in larger shapes.

use super::align::{self, Known};
use super::loops::{self, Loop};
use super::{Axis, Form, near};
use linocut_core::Outline;
use linocut_core::kurbo::{ParamCurve as _, PathSeg};
use std::collections::BTreeMap;

/// Two sides of a bar lie beside each other for at least this share of the shorter one.
const BESIDE: f64 = 0.5;
/// Rounds of moving sides: chains of bars that share sides settle in a few dozen.
const ROUNDS: usize = 60;
/// Sizes this near to what is wanted are equal, in pixels.
const SETTLED: f64 = 1e-7;
/// Loops of more segments are not searched for bars: the time grows with the square.
const MOST_SEGMENTS: usize = 120;

/// A coordinate at which sides lie, which were aligned before: the bits of it on [`CELL`]s, so that it can be a key.
type Place = (bool, u64);
/// Coordinates differ by less than this only by rounding, in pixels.
const CELL: f64 = 1.0 / 2000.0;
/// Sizes are whole numbers of these, in pixels, so that both sides round alike where they are written.
const STEP: f64 = 0.01;

/// Two sides, and how far apart they are.
struct Size {
    low: Place,
    high: Place,
    known: Known,
}

/// A coordinate, where it may move to, and what is known of it.
struct Coordinate {
    from: f64,
    at: f64,
    weight: f64,
}

/// Makes widths and heights of `forms` equal that agree; sides that have one coordinate keep one.
pub(super) fn equalize(forms: &mut [Form], most: f64) {
    let mut places: BTreeMap<Place, Coordinate> = BTreeMap::new();
    let mut sizes = Vec::new();
    for axis in Axis::BOTH {
        for form in forms.iter_mut() {
            align::visit_edges(form, axis, &mut |known| {
                let fresh = Coordinate { from: known.value, at: known.value, weight: 0.0 };
                places.entry(place(axis, known.value)).or_insert(fresh).weight += 1.0 / known.sigma.powi(2);
                known.value
            });
            sizes.extend(own_sizes(form, axis));
        }
    }
    let groups = groups(sizes, most);
    for _ in 0..ROUNDS {
        let moved = groups.iter().map(|group| settle(group, &mut places)).fold(0.0, f64::max);
        if moved < SETTLED {
            break;
        }
    }
    // What several groups pull apart stays where it was found.
    if places.values().any(|c| (c.at - c.from).abs() > most) {
        return;
    }
    for axis in Axis::BOTH {
        for form in forms.iter_mut() {
            align::visit_edges(form, axis, &mut |k| places.get(&place(axis, k.value)).map_or(k.value, |c| c.at));
        }
    }
}

fn place(axis: Axis, value: f64) -> Place {
    (axis == Axis::X, (value / CELL).round().to_bits())
}

/// The sizes of a rectangle, or of the bars of a path.
fn own_sizes(form: &Form, axis: Axis) -> Vec<Size> {
    match form {
        Form::Path(parts) => parts.iter().flat_map(|(part, _)| bars(part, axis)).collect(),
        Form::Plain(Outline::Rect(rect)) => {
            let r = rect.rect();
            let (low, high, length) = match axis {
                Axis::X => (r.x0, r.x1, r.height()),
                Axis::Y => (r.y0, r.y1, r.width()),
            };
            vec![size(axis, (low, length), (high, length))]
        }
        Form::Plain(_) => Vec::new(),
    }
}

/// The size between two sides, each a coordinate and a length.
fn size(axis: Axis, (low, a): (f64, f64), (high, b): (f64, f64)) -> Size {
    let (a, b) = (align::side_sigma(a), align::side_sigma(b));
    let known = Known { value: high - low, sigma: (a * a + b * b).sqrt() };
    Size { low: place(axis, low), high: place(axis, high), known }
}

/// A level side: where it lies, from where to where it reaches, and whether the shape lies beyond it.
struct Level {
    value: f64,
    from: f64,
    to: f64,
    opens: bool,
}

/// The level sides of a loop that lie opposite each other, nothing else of the loop between them.
fn bars(part: &Loop, axis: Axis) -> Vec<Size> {
    if part.len() > MOST_SEGMENTS {
        return Vec::new();
    }
    let right = near::turns_right(part);
    let level = |s: &PathSeg| {
        loops::across(s, axis)?;
        let (a, b) = match axis {
            Axis::X => (s.start().y, s.end().y),
            Axis::Y => (s.start().x, s.end().x),
        };
        // What is inside lies to the right: beyond a side that runs up, or to the right of the picture.
        let opens = match axis {
            Axis::X => b < a,
            Axis::Y => b > a,
        };
        Some(Level { value: axis.of(s.start()), from: a.min(b), to: a.max(b), opens: opens == right })
    };
    let levels: Vec<Level> = part.iter().filter_map(level).collect();
    let shared = |a: &Level, b: &Level| a.to.min(b.to) - a.from.max(b.from);
    let opposite = |low: &Level| {
        let beyond = levels.iter().filter(|l| l.value > low.value && shared(low, l) > 0.0);
        let next = beyond.min_by(|a, b| a.value.total_cmp(&b.value))?;
        let enough = shared(low, next) > BESIDE * (low.to - low.from).min(next.to - next.from);
        (enough && !next.opens).then(|| size(axis, (low.value, low.to - low.from), (next.value, next.to - next.from)))
    };
    levels.iter().filter(|l| l.opens).filter_map(opposite).collect()
}

/// Sizes that agree, each group with the size that all of it shall have.
fn groups(sizes: Vec<Size>, most: f64) -> Vec<(f64, Vec<Size>)> {
    let known: Vec<Known> = sizes.iter().map(|s| s.known).collect();
    let mut groups: BTreeMap<u64, Vec<Size>> = BTreeMap::new();
    for (size, wanted) in sizes.into_iter().zip(align::agreed(&known, most)) {
        groups.entry(wanted.to_bits()).or_default().push(size);
    }
    groups
        .into_iter()
        .filter(|(_, g)| g.len() > 1)
        .map(|(bits, g)| ((f64::from_bits(bits) / STEP).round() * STEP, g))
        .collect()
}

/// Moves the sides of a group toward their size, what is known better by less; the farthest that one moved.
fn settle((wanted, group): &(f64, Vec<Size>), places: &mut BTreeMap<Place, Coordinate>) -> f64 {
    let mut farthest = 0.0_f64;
    for size in group {
        let at = |place: &Place| places.get(place).map(|c| (c.at, c.weight));
        let (Some((low, a)), Some((high, b))) = (at(&size.low), at(&size.high)) else { continue };
        let missing = wanted - (high - low);
        for (place, share) in [(size.low, -b / (a + b)), (size.high, a / (a + b))] {
            if let Some(c) = places.get_mut(&place) {
                c.at += share * missing;
            }
        }
        farthest = farthest.max(missing.abs());
    }
    farthest
}
