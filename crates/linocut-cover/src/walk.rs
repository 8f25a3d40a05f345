//! Cuts chords at the borders of pixels.

use crate::chord::Chord;
use crate::number::floor;
use linocut_core::kurbo::{Point, Vec2};

/// The part of a chord inside one pixel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bit {
    /// Column, −1 for everything left of the picture.
    pub(crate) x: i32,
    /// Row.
    pub(crate) y: i32,
    /// From where it enters the pixel to where it leaves.
    pub(crate) step: Vec2,
    /// How far right in the pixel its middle lies, `0..=1`.
    pub(crate) across: f64,
    /// Where on the chord its middle lies, `0..=1`.
    pub(crate) middle: f64,
}

/// Calls `each` with the parts of `chord` in the pixels of a picture of `size`.
///
/// What lies left of the picture comes as a vertical line in column −1, since it decides what is inside further right;
/// what lies right of it, above or below comes not at all.
pub(crate) fn walk(chord: &Chord, size: (f64, f64), each: &mut impl FnMut(&Bit)) {
    let (a, d) = (chord.from, chord.to - chord.from);
    let Some((t0, t1)) = clip((0.0, 1.0), (a.y, d.y), (0.0, size.1)) else { return };
    let at_left = if d.x == 0.0 { 2.0 } else { -a.x / d.x };
    let starts_left = (a + d * t0).x.min((a + d * t1).x) < 0.0;
    if !starts_left {
        return inside(&Line { a, d }, (t0, t1), size, each);
    }
    let cut = if at_left > t0 && at_left < t1 { at_left } else { t1 };
    for (from, to) in [(t0, cut), (cut, t1)] {
        let middle = a + d * f64::midpoint(from, to);
        if middle.x < 0.0 {
            left(&Line { a, d }, (from, to), size.1, each);
        } else {
            inside(&Line { a, d }, (from, to), size, each);
        }
    }
}

struct Line {
    a: Point,
    d: Vec2,
}

/// The part of `span` in which `start + slope · t` lies between `low` and `high`.
fn clip(span: (f64, f64), (start, slope): (f64, f64), (low, high): (f64, f64)) -> Option<(f64, f64)> {
    if slope == 0.0 {
        return (start >= low && start < high).then_some(span);
    }
    let (u, v) = ((low - start) / slope, (high - start) / slope);
    let (from, to) = (span.0.max(u.min(v)), span.1.min(u.max(v)));
    (from < to).then_some((from, to))
}

/// A part of a line left of the picture.
fn left(line: &Line, span: (f64, f64), height: f64, each: &mut impl FnMut(&Bit)) {
    rows(line, span, height, |y, (from, to)| {
        let step = Vec2::new(0.0, line.d.y * (to - from));
        each(&Bit { x: -1, y, step, across: 1.0, middle: f64::midpoint(from, to) });
    });
}

/// A part of a line right of the left border.
fn inside(line: &Line, span: (f64, f64), size: (f64, f64), each: &mut impl FnMut(&Bit)) {
    let Some(span) = clip(span, (line.a.x, line.d.x), (0.0, size.0)) else { return };
    rows(line, span, size.1, |y, (from, to)| {
        let x = |t: f64| line.a.x + line.d.x * t;
        let (x0, x1) = (x(from), x(to));
        let (first, last) = (floor(x0.min(x1)).max(0), floor(x0.max(x1)).min(floor(size.0) - 1));
        for column in first..=last {
            let edge = |at: i32| (f64::from(at) - line.a.x) / line.d.x;
            let (u, v) = if first == last { (from, to) } else { (edge(column), edge(column + 1)) };
            let (u, v) = (u.min(v).max(from), u.max(v).min(to));
            if u < v {
                let middle = f64::midpoint(u, v);
                let across = (x(middle) - f64::from(column)).clamp(0.0, 1.0);
                each(&Bit { x: column, y, step: line.d * (v - u), across, middle });
            }
        }
    });
}

/// Calls `each` with the rows that the part `span` of `line` goes through, and the part of it in each.
fn rows(line: &Line, span: (f64, f64), height: f64, mut each: impl FnMut(i32, (f64, f64))) {
    let y = |t: f64| line.a.y + line.d.y * t;
    let (y0, y1) = (y(span.0), y(span.1));
    let (first, last) = (floor(y0.min(y1)).max(0), floor(y0.max(y1)).min(floor(height) - 1));
    for row in first..=last {
        let edge = |at: i32| (f64::from(at) - line.a.y) / line.d.y;
        let (u, v) = if first == last { span } else { (edge(row), edge(row + 1)) };
        let (u, v) = (u.min(v).max(span.0), u.max(v).min(span.1));
        if u < v {
            each(row, (u, v));
        }
    }
}
