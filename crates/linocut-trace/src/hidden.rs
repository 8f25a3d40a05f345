//! Closes outlines where later regions hide them.

use crate::chain::Run;
use crate::contour::{Contour, Crack};
use crate::fit::path::Fitted;
use crate::fit::{Piece, normal, unit};
use crate::locate::{Edges, midpoint};
use crate::midway::midway;
use crate::number::{float, floor};
use crate::outline::Plan;
use crate::regions::OUTSIDE;
use crate::taut::{self, Cover};
use crate::unseen::{self, Ends, Room};
use linocut_core::kurbo::{BezPath, Point, Vec2};
use std::collections::BTreeMap;

/// How far a hidden boundary is kept inside the region that hides it, in pixels.
const INSET: f64 = 1.1;
/// The same where the visible boundary may stray farther: less leaves hairlines, more shows behind what is thin.
const INSET_PARTED: f64 = 2.0;
/// How far to the middle of what hides a boundary the lines lead that curves are fitted to.
const MIDWAY: [f64; 2] = [1.0, 0.5];
/// How far simplifying may move a hidden boundary, as a share of its inset; less than 1, so that it stays hidden.
const SLACK: f64 = 0.68;

/// How much deeper than where they go into hiding two lines may be closed by a third, in pixels, the least first: at the
/// edge of what hides it, a hair of what lies below would show beside it.
const BEYOND: [f64; 3] = [0.6, 1.2, 2.4];
/// Lines whose directions differ by less than this, in radians, run side by side.
const PARALLEL: f64 = 0.05;
/// Lines that lead into hiding more slantingly than this, as the cosine of the angle, have an end that nobody can guess.
const SLANTED: f64 = 0.5;

/// The polygon of a contour whose boundary need not be exact, without its needless corners.
pub(crate) fn polygon(contour: &Contour) -> BezPath {
    let mut path = BezPath::new();
    let n = contour.cracks.len();
    let turns = (0..n).filter(|&k| {
        let before = contour.cracks.get((k + n - 1) % n).map(|c| c.heading);
        contour.cracks.get(k).map(|c| c.heading) != before
    });
    for (i, crack) in turns.filter_map(|k| contour.cracks.get(k)).enumerate() {
        let p = Point::new(f64::from(crack.x), f64::from(crack.y));
        if i == 0 { path.move_to(p) } else { path.line_to(p) }
    }
    path.close_path();
    path
}

/// The polygon of a contour of a photograph that later regions hide all around, carried under them.
pub(crate) fn spread(contour: &Contour) -> BezPath {
    let mut path = BezPath::new();
    for (i, p) in inset(&contour.cracks, INSET_PARTED).into_iter().enumerate() {
        if i == 0 { path.move_to(p) } else { path.line_to(p) }
    }
    path.close_path();
    path
}

/// The pieces from the end of one visible boundary to the start of the next, along the hidden stretch `soft`.
pub(crate) fn connect(plan: &Plan, contour: &Contour, soft: Run, (from, to): (&Fitted, &Fitted)) -> Vec<Piece> {
    let cracks = cracks(contour, soft);
    let (start, end) = (from.end(), to.start);
    let inside = cracks.iter().all(|c| c.other != OUTSIDE);
    let straight = |corners: &[Point]| corners.iter().copied().chain([end]).map(Piece::Line).collect();
    if inside {
        if is_hidden(plan, contour.region, &cracks, &[start, end]) {
            return straight(&[]);
        }
        if let Some(corner) = meeting(from, to).filter(|&c| is_hidden(plan, contour.region, &cracks, &[start, c, end]))
        {
            return straight(&[corner]);
        }
        let chords = BEYOND.iter().filter_map(|&deeper| chord(from, to, deeper));
        let hides = |[a, b]: &[Point; 2]| is_hidden(plan, contour.region, &cracks, &[start, *a, *b, end]);
        if let Some(chord) = chords.into_iter().find(hides) {
            return straight(&chord);
        }
    }
    let distance = match plan.scene.edges {
        Edges::Drawn => INSET,
        Edges::Parted => INSET_PARTED,
    };
    let cover = Cover { plan, region: contour.region };
    let mut ways: Vec<Vec<Point>> = vec![inset(&cracks, distance)];
    let pulled = ways.iter().map(|line| taut::pull(cover, start, line.clone(), end));
    let fewest = pulled.min_by_key(Vec::len).unwrap_or_default();
    // Photographs have no shapes that anybody would move.
    if inside && plan.scene.edges == Edges::Drawn {
        let ends = Ends { start, end, into: [leaving(from), entering(to)] };
        let boundary = middles(&cracks);
        let mut thin = Vec::new();
        for share in MIDWAY {
            let midway = midway(cover, &boundary, share);
            ways.push(midway.line);
            thin.extend(midway.thin);
        }
        let room = Room { cover, ends, thin: &thin };
        if let Some(curves) = unseen::curves(&room, &corners(&cracks), &ways, fewest.len() + 1) {
            return curves;
        }
    }
    straight(&turning(plan, start, &fewest, end))
}

/// The points at which a line along the border of the page turns.
fn turning(plan: &Plan, start: Point, points: &[Point], end: Point) -> Vec<Point> {
    let (w, h) = (float(plan.scene.field.width), float(plan.scene.field.height));
    let along = |all: &[Point]| {
        let on = |at: f64, part: fn(&Point) -> f64| all.iter().all(|p| (part(p) - at).abs() < 1e-9);
        on(0.0, |p| p.x) || on(w, |p| p.x) || on(0.0, |p| p.y) || on(h, |p| p.y)
    };
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for (k, &p) in points.iter().enumerate() {
        let before = kept.last().copied().unwrap_or(start);
        let after = points.get(k + 1).copied().unwrap_or(end);
        if !along(&[before, p, after]) {
            kept.push(p);
        }
    }
    kept
}

fn cracks(contour: &Contour, run: Run) -> Vec<Crack> {
    let n = contour.cracks.len().max(1);
    (0..run.len).filter_map(|k| contour.cracks.get((run.from + k) % n)).copied().collect()
}

/// Where the visible boundaries would meet if they went on straight.
fn meeting(from: &Fitted, to: &Fitted) -> Option<Point> {
    let (out, back) = (leaving(from)?, entering(to)?);
    let (a, b) = (from.end(), to.start);
    let turn = out.cross(back);
    let along = (b - a).dot(normal(back)) / out.dot(normal(back));
    let ahead = (a - b).dot(normal(out)) / back.dot(normal(out));
    (turn.abs() > 0.1 && along > 0.0 && ahead > 0.0).then(|| a + out * along)
}

/// Where two lines that lead side by side into hiding may be closed by a third, so much deeper in there, as those of
/// stripes and rectangles are; `None` where they do not.
fn chord(from: &Fitted, to: &Fitted, deeper: f64) -> Option<[Point; 2]> {
    let lines = [from.pieces.last()?, to.pieces.first()?].iter().all(|p| matches!(p, Piece::Line(_)));
    let (out, back) = (leaving(from)?, entering(to)?);
    let across = unit(to.start - from.end(), out);
    let aside = out.dot(back) > 0.0 && out.cross(back).abs() < PARALLEL && out.dot(across).abs() < SLANTED;
    (lines && aside).then(|| [from.end() + out * deeper, to.start + back * deeper])
}

/// The direction in which a fitted boundary ends.
fn leaving(fitted: &Fitted) -> Option<Vec2> {
    let last = *fitted.pieces.last()?;
    let before =
        fitted.pieces.len().checked_sub(2).and_then(|i| fitted.pieces.get(i)).map_or(fitted.start, |p| p.end());
    let from = match last {
        Piece::Line(_) => before,
        Piece::Cubic(_, c, _) => c,
    };
    Some(unit(last.end() - from, Vec2::ZERO))
}

/// The direction backward out of the start of a fitted boundary.
fn entering(fitted: &Fitted) -> Option<Vec2> {
    let to = match *fitted.pieces.first()? {
        Piece::Line(p) | Piece::Cubic(p, _, _) => p,
    };
    Some(unit(fitted.start - to, Vec2::ZERO))
}

/// Whether the line through `points`, and all between it and the hidden cracks, lies under later regions.
fn is_hidden(plan: &Plan, region: u32, cracks: &[Crack], points: &[Point]) -> bool {
    let ends = [points.first().copied(), points.last().copied()];
    let near_end = |p: Point| ends.iter().flatten().any(|e| (*e - p).hypot2() < 2.6);
    let fine = |p: Point, inset: f64| {
        let at = |dx: f64, dy: f64| {
            let other = plan.scene.region(floor(p.x + dx), floor(p.y + dy));
            plan.order.covers(other, region)
        };
        near_end(p) || [(inset, 0.0), (-inset, 0.0), (0.0, inset), (0.0, -inset)].iter().all(|&(dx, dy)| at(dx, dy))
    };
    let on_line = points.windows(2).all(|w| match w {
        &[a, b] => steps(a, b, 0.5).all(|p| fine(p, INSET)),
        _ => true,
    });
    on_line && {
        let mut ring = middles(cracks);
        ring.extend(points.iter().rev());
        spans(&[ring]).all(|(y, from, to)| (from..to).all(|x| plan.order.covers(plan.scene.region(x, y), region)))
    }
}

/// The pixels inside polygons, row by row as `(row, first, end)`, less those within a pixel of their sides.
///
/// A polygon inside another is a hole.
pub(crate) fn spans(rings: &[Vec<Point>]) -> impl Iterator<Item = (i32, i32, i32)> + use<> {
    let mut rows: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
    let next = |ring: &[Point], i: usize| ring.get((i + 1) % ring.len()).copied();
    let sides =
        rings.iter().flat_map(|ring| ring.iter().enumerate().filter_map(move |(i, &a)| Some((a, next(ring, i)?))));
    for (a, b) in sides {
        let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
        for row in floor(low.y + 0.5)..floor(high.y + 0.5) {
            let t = (f64::from(row) + 0.5 - low.y) / (high.y - low.y);
            rows.entry(row).or_default().push(low.lerp(high, t).x);
        }
    }
    rows.into_iter().flat_map(|(row, mut crossings)| {
        crossings.sort_by(f64::total_cmp);
        let pairs = crossings.as_chunks::<2>().0.to_vec();
        pairs.into_iter().map(move |[from, to]| (row, floor(from) + 2, floor(to) - 1))
    })
}

/// Points on the way from `a` to `b`, about `spacing` apart.
fn steps(a: Point, b: Point, spacing: f64) -> impl Iterator<Item = Point> {
    let count = floor((b - a).hypot2().sqrt() / spacing).clamp(1, 100_000);
    (0..=count).map(move |k| a.lerp(b, f64::from(k) / f64::from(count)))
}

/// The point of a line of segments nearest to `p`.
fn nearest(points: &[Point], p: Point) -> Option<Point> {
    let on = |w: &[Point]| match w {
        &[a, b] => {
            let d = b - a;
            let t = ((p - a).dot(d) / d.hypot2().max(1e-12)).clamp(0.0, 1.0);
            a + d * t
        }
        _ => p,
    };
    points.windows(2).map(on).min_by(|a, b| (*a - p).hypot2().total_cmp(&(*b - p).hypot2()))
}

/// The hidden cracks themselves, simplified and moved a little under the later regions.
fn inset(cracks: &[Crack], distance: f64) -> Vec<Point> {
    let mut kept = Vec::new();
    // The picture's border is exact; what touches later regions is moved.
    for stretch in cracks.chunk_by(|a, b| (a.other == OUTSIDE) == (b.other == OUTSIDE)) {
        let outside = stretch.first().is_some_and(|c| c.other == OUTSIDE);
        let line: Vec<Point> = if outside { corners(stretch) } else { middles(stretch) };
        let line = simplify(&line, if outside { 1e-6 } else { SLACK * distance });
        kept.extend(if outside { line } else { offset(&line, distance) });
    }
    kept
}

fn corners(cracks: &[Crack]) -> Vec<Point> {
    let start = |c: &Crack| Point::new(f64::from(c.x), f64::from(c.y));
    let end = |c: &Crack| start(c) + Vec2::new(f64::from(c.heading.step().0), f64::from(c.heading.step().1));
    cracks.iter().map(start).chain(cracks.last().map(end)).collect()
}

/// The middles of the cracks, each averaged with two on both sides, which takes the stairs out.
fn middles(cracks: &[Crack]) -> Vec<Point> {
    let middle = |c: &Crack| {
        let m = midpoint(c);
        Vec2::new(m.x, m.y)
    };
    let last = cracks.len().saturating_sub(1);
    let average = |k: usize| {
        let reach = k.min(last - k).min(2);
        let near = cracks.get(k - reach..=k + reach).unwrap_or_default();
        let sum = near.iter().map(middle).fold(Vec2::ZERO, |a, b| a + b);
        (sum / f64::from(u32::try_from(near.len().max(1)).unwrap_or(1))).to_point()
    };
    (0..cracks.len()).map(average).collect()
}

/// The line moved to its left by `distance`, its corners mitered.
fn offset(line: &[Point], distance: f64) -> Vec<Point> {
    let directions: Vec<Vec2> = line
        .windows(2)
        .map(|w| match w {
            &[a, b] => unit(b - a, Vec2::new(1.0, 0.0)),
            _ => Vec2::new(1.0, 0.0),
        })
        .collect();
    let corner = |(k, &p): (usize, &Point)| {
        let before = k.checked_sub(1).and_then(|k| directions.get(k)).or(directions.first()).copied();
        let after = directions.get(k).or(directions.last()).copied();
        let (a, b) = (before.unwrap_or(Vec2::ZERO), after.unwrap_or(Vec2::ZERO));
        let sum = normal(a) + normal(b);
        // 0.7 keeps the miter of a sharp corner below three times the distance.
        p - sum * (distance / (0.5 * sum.hypot2()).max(0.7))
    };
    line.iter().enumerate().map(corner).collect()
}

/// Points of a line that are simplified together: more drops a few points more, the time grows with the square.
const STRETCH: usize = 512;

/// Douglas–Peucker: the points without which the line would move by more than `slack`.
fn simplify(line: &[Point], slack: f64) -> Vec<Point> {
    let Some(last) = line.len().checked_sub(1) else { return Vec::new() };
    let mut keep = vec![false; line.len()];
    // In stretches: on a comb, every split of one long line takes one point off its end.
    let mut stack: Vec<(usize, usize)> =
        (0..=last).step_by(STRETCH).map(|from| (from, (from + STRETCH).min(last))).collect();
    while let Some((i, j)) = stack.pop() {
        for end in [i, j] {
            if let Some(flag) = keep.get_mut(end) {
                *flag = true;
            }
        }
        let (Some(&p), Some(&q)) = (line.get(i), line.get(j)) else { continue };
        let off = |k: usize| {
            let r = line.get(k).copied().unwrap_or(p);
            nearest(&[p, q], r).map_or(0.0, |n| (n - r).hypot2().sqrt())
        };
        let worst = (i + 1..j).map(|k| (off(k), k)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, k)) = worst.filter(|(d, _)| *d > slack) {
            stack.extend([(i, k), (k, j)]);
        }
    }
    line.iter().zip(&keep).filter(|(_, k)| **k).map(|(p, _)| *p).collect()
}
