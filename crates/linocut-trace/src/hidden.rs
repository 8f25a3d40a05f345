//! Closes outlines where later regions hide them.

use crate::chain::Run;
use crate::contour::{Contour, Crack};
use crate::fit::path::Fitted;
use crate::fit::{Piece, normal, unit};
use crate::locate::midpoint;
use crate::outline::Plan;
use crate::regions::OUTSIDE;
use linocut_core::kurbo::{BezPath, Point, Vec2};

/// How far a hidden boundary is kept inside the region that hides it, in pixels.
const INSET: f64 = 0.9;
/// How far simplifying may move a hidden boundary, in pixels; less than [`INSET`], so that it stays hidden.
const SLACK: f64 = 0.6;

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

/// The points between the end of one visible boundary and the start of the next, along the hidden stretch `soft`.
pub(crate) fn connect(plan: &Plan, contour: &Contour, soft: Run, (from, to): (&Fitted, &Fitted)) -> Vec<Point> {
    let cracks = cracks(contour, soft);
    let (start, end) = (from.end(), to.start);
    if cracks.iter().all(|c| c.other != OUTSIDE) {
        if is_hidden(plan, contour.region, &cracks, &[start, end]) {
            return Vec::new();
        }
        if let Some(corner) = meeting(from, to).filter(|&c| is_hidden(plan, contour.region, &cracks, &[start, c, end])) {
            return vec![corner];
        }
    }
    inset(&cracks)
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

/// The direction in which a fitted boundary ends.
fn leaving(fitted: &Fitted) -> Option<Vec2> {
    let last = *fitted.pieces.last()?;
    let before = fitted.pieces.len().checked_sub(2).and_then(|i| fitted.pieces.get(i)).map_or(fitted.start, |p| p.end());
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
    // Between: from every third hidden crack straight to the line.
    on_line
        && cracks.iter().step_by(3).all(|crack| {
            let m = midpoint(crack);
            let p = Point::new(m.x, m.y);
            nearest(points, p).is_none_or(|q| steps(p, q, 1.0).skip(1).all(|s| fine(s, 0.0)))
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

/// The hidden cracks themselves, moved a little under the later regions and simplified.
fn inset(cracks: &[Crack]) -> Vec<Point> {
    let mut line: Vec<(Point, bool)> = Vec::with_capacity(cracks.len() + 1);
    for crack in cracks {
        let m = midpoint(crack);
        let (dx, dy) = crack.heading.step();
        // The other region lies to the left.
        let left = Vec2::new(f64::from(dy), -f64::from(dx));
        if crack.other == OUTSIDE {
            line.push((Point::new(f64::from(crack.x), f64::from(crack.y)), true));
            line.push((Point::new(f64::from(crack.x + dx), f64::from(crack.y + dy)), true));
        } else {
            line.push((Point::new(m.x, m.y) + left * INSET, false));
        }
    }
    let mut kept = Vec::new();
    simplify(&line, &mut kept);
    kept
}

/// Douglas–Peucker, exact where the points lie on the picture's border.
fn simplify(line: &[(Point, bool)], kept: &mut Vec<Point>) {
    let (Some(&(a, _)), Some(&(b, _))) = (line.first(), line.last()) else { return };
    let mut stack = vec![(0, line.len() - 1)];
    let mut keep = vec![false; line.len()];
    let ends = [0, line.len() - 1];
    let _ = (a, b);
    for e in ends {
        if let Some(k) = keep.get_mut(e) {
            *k = true;
        }
    }
    while let Some((i, j)) = stack.pop() {
        let (Some(&(p, _)), Some(&(q, _))) = (line.get(i), line.get(j)) else { continue };
        let off = |k: usize| {
            line.get(k).map_or(0.0, |&(r, exact)| {
                let d = nearest(&[p, q], r).map_or(0.0, |n| (n - r).hypot2().sqrt());
                if exact && d > 1e-6 { d + 1e6 } else { d }
            })
        };
        let worst = (i + 1..j).map(|k| (off(k), k)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((d, k)) = worst.filter(|(d, _)| *d > SLACK) {
            let _ = d;
            if let Some(flag) = keep.get_mut(k) {
                *flag = true;
            }
            stack.push((i, k));
            stack.push((k, j));
        }
    }
    kept.extend(line.iter().zip(&keep).filter(|(_, k)| **k).map(|((p, _), _)| *p));
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "positions inside the picture")]
fn floor(x: f64) -> i32 {
    x.floor() as i32
}
