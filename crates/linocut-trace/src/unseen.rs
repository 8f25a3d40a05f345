//! Curves where later regions hide an outline: what a person would have drawn there, and fewer pieces than lines take.

use crate::fit::{Piece, Sample, cubic, unit};
use crate::hidden::spans;
use crate::number::{float, floor, whole};
use crate::taut::{Cover, steps};
use linocut_core::kurbo::{CubicBez, ParamCurve, Point, Vec2};

/// Points of a line that a curve is fitted to, in pixels from one to the next; farther apart where there are many.
const SPACING: f64 = 2.0;
/// Most points of a line; more find joints a little better and take longer.
const POINTS: f64 = 400.0;
/// Most points that are looked at along one curve.
const LOOKS: usize = 200;
/// So near to its ends a hidden boundary comes out into the open, in pixels.
const OPEN: f64 = 2.6;
/// So near to its ends it may be anywhere, in pixels: they lie beyond what hides them where that tapers off.
const TIP: f64 = 1.3;
/// How far from where it comes out its own region or what hides it must still be, in pixels.
const ASIDE: f64 = 0.4;
/// So near to the middle of what is thin a hidden boundary must stay, in pixels.
const CENTERED: f64 = 0.6;
/// So near to the middle of what is thin, pixels need not be hidden, in pixels: they are mixed with it.
const BESIDE_THIN: f64 = 1.5;
/// Points of a way that a line may lead past where no curve stays hidden.
const HOP: usize = 6;
/// Lengths of handles that are tried where a curve only has to lead on, as shares of the chord.
const HANDLES: [f64; 3] = [0.36, 0.55, 0.25];

/// Where a hidden stretch starts and ends, and the directions in which the seen ones lead into it from there.
#[derive(Clone, Copy)]
pub(crate) struct Ends {
    pub(crate) start: Point,
    pub(crate) end: Point,
    pub(crate) into: [Option<Vec2>; 2],
}

/// Where a hidden stretch may run.
#[derive(Clone, Copy)]
pub(crate) struct Room<'a> {
    pub(crate) cover: Cover<'a>,
    pub(crate) ends: Ends,
    /// The middle of what is too thin to hide anything well.
    pub(crate) thin: &'a [Point],
}

impl Room<'_> {
    fn allows(&self, p: Point) -> bool {
        self.opens(p) || self.cover.holds(p) || self.beside_thin(p, CENTERED)
    }

    fn beside_thin(&self, p: Point, reach: f64) -> bool {
        self.thin.iter().any(|q| near(*q, p, reach))
    }

    /// Whether the boundary comes out into the open here, along its own region.
    fn opens(&self, p: Point) -> bool {
        let within = |reach: f64| near(self.ends.start, p, reach) || near(self.ends.end, p, reach);
        let aside = || {
            let painted = |&(dx, dy): &(f64, f64)| self.cover.paints(floor(p.x + dx), floor(p.y + dy));
            [(ASIDE, 0.0), (-ASIDE, 0.0), (0.0, ASIDE), (0.0, -ASIDE)].iter().all(painted)
        };
        within(TIP) || within(OPEN) && aside()
    }

    fn holds(&self, curve: &CubicBez) -> bool {
        points(curve).all(|p| self.allows(p))
    }

    /// Whether all between a line and another that goes as far lies under later regions.
    fn hides_between(&self, line: &[Point], other: impl Iterator<Item = Point>) -> bool {
        let mut ring = line.to_vec();
        let at = ring.len();
        ring.extend(other);
        ring.get_mut(at..).unwrap_or_default().reverse();
        let excused = |p: Point| self.opens(p) || self.beside_thin(p, BESIDE_THIN);
        spans(&[ring]).all(|(y, from, to)| {
            (from..to).all(|x| self.cover.hides(x, y) || excused(Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5)))
        })
    }
}

fn near(p: Point, q: Point, reach: f64) -> bool {
    (p - q).hypot2() < reach * reach
}

/// The fewest pieces, at most `most`, from end to end that stay in their room, under what hides `boundary`.
///
/// `lines` are ways that do.
pub(crate) fn curves(room: &Room, boundary: &[Point], lines: &[Vec<Point>], most: usize) -> Option<Vec<Piece>> {
    let fine = |curve: &CubicBez| room.holds(curve) && room.hides_between(boundary, points(curve));
    if let Some(curve) = led_on(room.ends).into_iter().flatten().find(fine) {
        return Some(vec![Leg::bent(curve).piece]);
    }
    let mut best: Option<Vec<Leg>> = None;
    for line in lines {
        let most = best.as_ref().map_or(most, |b| b.len() - 1);
        best = along(room, &samples(room.ends, line), most)
            .filter(|legs| room.hides_between(boundary, legs.iter().flat_map(|leg| points(&leg.curve))))
            .or(best);
    }
    best.map(|legs| legs.into_iter().map(|leg| leg.piece).collect())
}

/// One piece of a hidden boundary, and the curve that it is.
struct Leg {
    curve: CubicBez,
    piece: Piece,
}

impl Leg {
    fn bent(curve: CubicBez) -> Self {
        Self { curve, piece: Piece::Cubic(curve.p1, curve.p2, curve.p3) }
    }

    fn straight(from: Point, to: Point) -> Self {
        Self {
            curve: CubicBez::new(from, from.lerp(to, 1.0 / 3.0), from.lerp(to, 2.0 / 3.0), to),
            piece: Piece::Line(to),
        }
    }
}

/// Curves that go on as the seen boundaries do at both ends.
fn led_on(Ends { start, end, into }: Ends) -> Option<[CubicBez; 3]> {
    let [out, back] = [into[0]?, into[1]?];
    let chord = (end - start).hypot2().sqrt();
    Some(HANDLES.map(|share| CubicBez::new(start, start + out * (share * chord), end + back * (share * chord), end)))
}

/// Points along a line from end to end.
fn samples(ends: Ends, line: &[Point]) -> Vec<Sample> {
    let all: Vec<Point> = [ends.start].into_iter().chain(line.iter().copied()).chain([ends.end]).collect();
    let length = |(a, b): (&Point, &Point)| (*b - *a).hypot2().sqrt();
    let sides = || all.iter().zip(all.iter().skip(1));
    let spacing = (sides().map(length).sum::<f64>() / POINTS).max(SPACING);
    let mut found = vec![Sample { p: ends.start, w: 1.0 }];
    let mut ahead = spacing;
    for (a, b) in sides() {
        let long = length((a, b));
        while ahead <= long {
            found.push(Sample { p: a.lerp(*b, ahead / long), w: 1.0 });
            ahead += spacing;
        }
        ahead -= long;
    }
    found.push(Sample { p: ends.end, w: 1.0 });
    found
}

/// Pieces along `way` that stay in their room, each as long as it can be; `None` if that takes more than `most`.
fn along(room: &Room, way: &[Sample], most: usize) -> Option<Vec<Leg>> {
    let last = way.len().checked_sub(1)?;
    let mut found = Vec::new();
    let mut from = 0;
    while from < last {
        if found.len() == most {
            return None;
        }
        let (leg, to) = longest(room, way, from).or_else(|| hop(room, way, from))?;
        found.push(leg);
        from = to;
    }
    Some(found)
}

/// The longest piece from a point of `way` that stays in its room, and the point it leads to.
fn longest(room: &Room, way: &[Sample], from: usize) -> Option<(Leg, usize)> {
    let mut found = None;
    let (mut reached, mut beyond, mut to) = (from, way.len(), way.len() - 1);
    while reached + 1 < beyond {
        match between(room, way, from, to) {
            Some(leg) => (found, reached) = (Some((leg, to)), to),
            None => beyond = to,
        }
        to = usize::midpoint(reached, beyond);
    }
    found
}

/// A line past points where the way bends too sharply for what hides it, as narrowly as that goes.
fn hop(room: &Room, way: &[Sample], from: usize) -> Option<(Leg, usize)> {
    let start = way.get(from)?.p;
    let hidden =
        |p: Point| room.cover.hides(floor(p.x), floor(p.y)) || room.opens(p) || room.beside_thin(p, BESIDE_THIN);
    let reached = |to: usize| {
        let end = way.get(to)?.p;
        (room.allows(end) && steps(start, end).all(hidden)).then(|| (Leg::straight(start, end), to))
    };
    (from + 1..way.len()).take(HOP).find_map(reached)
}

/// The piece along `way` between two of its points: as the seen boundaries lead into it, as it goes itself, or straight.
fn between(room: &Room, way: &[Sample], from: usize, to: usize) -> Option<Leg> {
    let last = way.len() - 1;
    let at = |k: usize| way.get(k.min(last)).map_or(room.ends.end, |s| s.p);
    let heading = |k: usize| unit(at(k + 2) - at(k.saturating_sub(2)), Vec2::new(1.0, 0.0));
    let own = [heading(from), -heading(to)];
    let led = [room.ends.into[0].filter(|_| from == 0), room.ends.into[1].filter(|_| to == last)];
    let fitted = |[out, back]: [Vec2; 2]| {
        Leg::bent(cubic::fit(way.get(from + 1..to).unwrap_or_default(), (at(from), out), (at(to), back)).curve)
    };
    let leads = [led[0].unwrap_or(own[0]), led[1].unwrap_or(own[1])];
    let part: Vec<Point> = way.get(from..=to).unwrap_or_default().iter().map(|s| s.p).collect();
    let holds = |leg: &Leg| room.holds(&leg.curve) && room.hides_between(&part, points(&leg.curve));
    Some(fitted(leads))
        .filter(holds)
        .or_else(|| Some(fitted(own)).filter(|leg| leads != own && holds(leg)))
        .or_else(|| Some(Leg::straight(at(from), at(to))).filter(holds))
}

/// Points along a curve, about a pixel apart.
fn points(curve: &CubicBez) -> impl Iterator<Item = Point> + use<> {
    let curve = *curve;
    let length =
        [curve.p1 - curve.p0, curve.p2 - curve.p1, curve.p3 - curve.p2].iter().map(|v| v.hypot2().sqrt()).sum::<f64>();
    let count = whole(length).clamp(4, LOOKS);
    (0..=count).map(move |k| curve.eval(float(k) / float(count)))
}

#[cfg(test)]
mod tests {
    use super::{Ends, led_on, samples};
    use linocut_core::kurbo::{ParamCurve, Point, Vec2};

    fn ends() -> Ends {
        let into = [Some(Vec2::new(0.0, -1.0)), Some(Vec2::new(0.0, -1.0))];
        Ends { start: Point::new(0.0, 0.0), end: Point::new(60.0, 0.0), into }
    }

    #[test]
    fn curves_go_on_as_the_seen_boundaries_do() {
        let [arch, ..] = led_on(ends()).unwrap();
        let middle = arch.eval(0.5);
        assert!((middle.x - 30.0).abs() < 1e-9 && middle.y < -10.0, "{arch:?}");
    }

    #[test]
    fn points_of_a_way_lie_evenly() {
        let way = samples(ends(), &[Point::new(5.0, -25.0), Point::new(55.0, -25.0)]);
        assert_eq!((way[0].p, way[way.len() - 1].p), (ends().start, ends().end));
        let steps: Vec<f64> = way.windows(2).map(|w| (w[1].p - w[0].p).hypot2().sqrt()).collect();
        let (last, all) = steps.split_last().unwrap();
        assert!(*last <= 2.0 && all.iter().all(|s| *s > 1.4 && *s < 2.0 + 1e-9), "{steps:?}");
    }
}
