//! Leaves out joints where the picture hardly misses them.

use super::step::{Stand, View, error};
use crate::fit::{Sample, cubic, unit};
use linocut_core::Outline;
use linocut_core::kurbo::{BezPath, CubicBez, ParamCurve, PathEl, PathSeg, Point, Shape as _, Vec2};
use linocut_cover::swept;

/// What a line is worth, in units of −2 log likelihood, as in `fit::section`. Twice the prices leave out hardly more:
/// joints either cost little or much.
const LINE_PRICE: f64 = 10.0;
/// What a curve is worth.
const CURVE_PRICE: f64 = 22.0;
/// How much more than its price a joint may be missed before the rest has moved to make up for it.
const HOPE: f64 = 2.0;
/// Rounds of leaving out; each may take every second joint.
const ROUNDS: usize = 3;
/// Farthest that one piece may stray from the two that it replaces, in pixels.
const FARTHEST: f64 = 0.6;
/// Points of each piece that the merged one is fitted to.
const POINTS: u32 = 12;

/// Two neighboring pieces, and the one that takes their place.
struct Merger {
    /// The first piece, as an element of the path.
    element: usize,
    piece: PathEl,
    /// How much farther from the picture it is, less what it saves.
    price: f64,
}

/// `best` with as few joints as pay for themselves.
pub(super) fn simplified(view: &View, mut best: Stand) -> Stand {
    for _ in 0..ROUNDS {
        let Outline::Path(path) = &best.outline else { break };
        let mut mergers = mergers(view, path, &best);
        let mut better = None;
        while better.is_none() && !mergers.is_empty() {
            let saved = worth(path) - worth(&merged(path, &mergers));
            better =
                view.settle(Outline::Path(merged(path, &mergers))).filter(|stand| stand.error - saved < best.error);
            // The surer half.
            mergers.truncate(mergers.len() / 2);
        }
        let Some(stand) = better else { break };
        best = stand;
    }
    best
}

/// The mergers that promise most, no two of which touch, best first.
fn mergers(view: &View, path: &BezPath, stand: &Stand) -> Vec<Merger> {
    let mut all: Vec<Merger> = rings(path).iter().flat_map(|ring| ring.mergers(view, stand)).collect();
    all.sort_by(|a, b| a.price.total_cmp(&b.price));
    let mut taken: Vec<usize> = Vec::new();
    all.retain(|m| {
        let free = !taken.iter().any(|t| t.abs_diff(m.element) < 2);
        if free {
            taken.push(m.element);
        }
        free
    });
    all
}

/// One subpath.
struct Ring {
    /// The pieces with their place among the path's elements.
    pieces: Vec<(usize, PathSeg)>,
    /// 1 where sweeping to the inside of signed area covers more, else −1.
    sign: f32,
}

/// The subpaths of a path.
fn rings(path: &BezPath) -> Vec<Ring> {
    let mut parts: Vec<(BezPath, Vec<(usize, PathSeg)>)> = Vec::new();
    for (k, element) in path.elements().iter().enumerate() {
        if matches!(element, PathEl::MoveTo(_)) {
            parts.push((BezPath::new(), Vec::new()));
        }
        let Some((part, pieces)) = parts.last_mut() else { continue };
        part.push(*element);
        let closes = matches!(element, PathEl::ClosePath | PathEl::MoveTo(_));
        if let Some(piece) = path.get_seg(k).filter(|_| !closes) {
            pieces.push((k, piece));
        }
    }
    let own = |k: usize| parts.get(k).map(|(part, _)| part);
    let holes = |k: usize| {
        let start = own(k).and_then(|p| p.elements().first()?.end_point()).unwrap_or(Point::ZERO);
        (0..parts.len()).filter(|&other| other != k && own(other).is_some_and(|p| p.winding(start) != 0)).count()
    };
    let sign = |k: usize| {
        let turned = own(k).is_some_and(|p| p.area() > 0.0);
        if turned == (holes(k) % 2 == 0) { -1.0 } else { 1.0 }
    };
    let signs: Vec<f32> = (0..parts.len()).map(sign).collect();
    parts.into_iter().zip(signs).map(|((_, pieces), sign)| Ring { pieces, sign }).collect()
}

impl Ring {
    fn mergers(&self, view: &View, stand: &Stand) -> Vec<Merger> {
        // What is left must enclose something.
        if self.pieces.len() < 3 {
            return Vec::new();
        }
        let pairs = self.pieces.windows(2);
        pairs.filter_map(|pair| if let &[a, b] = pair { self.merger(view, stand, (a, b)) } else { None }).collect()
    }

    fn merger(&self, view: &View, stand: &Stand, (a, b): ((usize, PathSeg), (usize, PathSeg))) -> Option<Merger> {
        let piece = one(a.1, b.1)?;
        let saved = price(a.1) + price(b.1) - price(piece);
        let missed = self.missed(view, stand, &[a.1, b.1], piece);
        let price = missed - saved;
        (missed < HOPE * saved).then_some(Merger { element: a.0, piece: piece.as_path_el(), price })
    }

    /// How much farther from the picture the shape is with `new` instead of `old`.
    fn missed(&self, view: &View, stand: &Stand, old: &[PathSeg], new: PathSeg) -> f64 {
        let mut changes: Vec<(usize, f32)> = Vec::new();
        for (pieces, sign) in [(old, -self.sign), (&[new][..], self.sign)] {
            let path = BezPath::from_path_segments(pieces.iter().copied());
            for span in swept(&path, view.size()) {
                changes.extend(view.within(&span).map(|spot| (spot, sign * span.cover)));
            }
        }
        changes.sort_by_key(|c| c.0);
        let pixels = changes.chunk_by(|a, b| a.0 == b.0);
        let missed = pixels.map(|same| {
            let change: f32 = same.iter().map(|c| c.1).sum();
            let at = same.first().map_or(usize::MAX, |c| c.0);
            match view.spots.get(at).zip(stand.shares.get(at)) {
                Some((spot, &share)) => error(spot, (share + change).clamp(0.0, 1.0)) - error(spot, share),
                None => 0.0,
            }
        });
        missed.sum()
    }
}

/// The piece that comes closest to two others.
fn one(a: PathSeg, b: PathSeg) -> Option<PathSeg> {
    if let (PathSeg::Line(a), PathSeg::Line(b)) = (a, b) {
        let line = linocut_core::kurbo::Line::new(a.p0, b.p1);
        let across = (a.p1 - line.p0).cross(unit(line.p1 - line.p0, Vec2::ZERO));
        return (across.abs() < FARTHEST).then_some(PathSeg::Line(line));
    }
    let (a, b) = (a.to_cubic(), b.to_cubic());
    let at = |curve: CubicBez| {
        let step = move |k: u32| curve.eval((f64::from(k) + 0.5) / f64::from(POINTS));
        (0..POINTS).map(step).map(|p| Sample { p, w: 1.0 })
    };
    let samples: Vec<Sample> = at(a).chain(at(b)).collect();
    let (start, end) = (tangent([a.p0, a.p1, a.p2, a.p3])?, tangent([b.p3, b.p2, b.p1, b.p0])?);
    let found = cubic::fit(&samples, (a.p0, start), (b.p3, end));
    (found.farthest < FARTHEST).then_some(PathSeg::Cubic(found.curve))
}

/// The direction from the first point to the next that lies elsewhere.
fn tangent([start, rest @ ..]: [Point; 4]) -> Option<Vec2> {
    rest.iter().map(|p| *p - start).find(|d| d.hypot2() > 1e-6).map(|d| unit(d, Vec2::ZERO))
}

fn price(piece: PathSeg) -> f64 {
    match piece {
        PathSeg::Line(_) => LINE_PRICE,
        PathSeg::Quad(_) | PathSeg::Cubic(_) => CURVE_PRICE,
    }
}

/// The price of all pieces.
fn worth(path: &BezPath) -> f64 {
    path.segments().map(price).sum()
}

/// The path with each merger in the place of its two pieces.
fn merged(path: &BezPath, mergers: &[Merger]) -> BezPath {
    let mut elements: Vec<Option<PathEl>> = path.elements().iter().copied().map(Some).collect();
    for merger in mergers {
        if let Some(first) = elements.get_mut(merger.element) {
            *first = None;
        }
        if let Some(second) = elements.get_mut(merger.element + 1) {
            *second = Some(merger.piece);
        }
    }
    BezPath::from_vec(elements.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use crate::grid::Grid;
    use linocut_core::kurbo::{BezPath, ParamCurve as _, Rect};
    use linocut_core::{Body, Context, Drawing, Item, Outline, Paint, Rgba, Shape};

    fn drawing(path: BezPath) -> Drawing {
        let shape = |outline, color| Item::shape(Shape::filled(outline, Paint::Solid(color)));
        let view = Rect::new(0.0, 0.0, 48.0, 48.0);
        let ground = shape(Outline::Rect(view.to_rounded_rect(0.0)), Rgba::WHITE);
        Drawing::new(view, vec![ground, shape(Outline::Path(path), Rgba::BLACK)])
    }

    /// How many segments `path` has after each is cut in two and the shape refined to look like `path`.
    fn refined(path: &str) -> usize {
        let whole = BezPath::from_svg(path).unwrap();
        let cut = whole.segments().flat_map(|s| [s.subsegment(0.0..0.5), s.subsegment(0.5..1.0)]);
        let mut cut = BezPath::from_path_segments(cut);
        cut.close_path();
        let cx = Context::default();
        let picture = linocut_cover::render(&drawing(whole), 48, 48, &cx).unwrap();
        let field = Grid { width: 48, height: 48, cells: picture.levels().to_vec() };
        let mut drawing = drawing(cut);
        super::super::refine(&mut drawing, &field, 0.0, &cx).unwrap();
        let Some(Body::Shape(shape)) = drawing.items.last().map(|i| &i.body) else { panic!("a shape stays a shape") };
        linocut_cover::path(&shape.outline).segments().count()
    }

    #[test]
    fn joints_that_nothing_shows_go() {
        assert_eq!(refined("M8 24C8 10 40 4 44 22C46 40 20 50 8 24Z"), 2);
        assert_eq!(refined("M8.5 24L40.25 4.5L44.5 22L20 40.5Z"), 4);
    }
}
