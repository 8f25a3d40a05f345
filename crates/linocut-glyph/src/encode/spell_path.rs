//! Subpaths as tokens: every segment on the grid, arcs with the radius and flags that keep their middle.

use super::segment::{Arc, Segment, Subpath};
use super::spell::{STEP, Speller};
use linocut_core::Result;
use linocut_core::kurbo::{Point, Vec2};
use std::f64::consts::PI;

/// An arc that turns more than this is drawn in parts: its ends are too close to tell where its middle lies.
const NEARLY_WHOLE: f64 = 5.3;
/// An arc whose ends fall together on the grid is drawn in parts when it turns more than this.
const MORE_THAN_A_DOT: f64 = 3.0;
/// An arc is drawn in more parts when the middle of one would be off by more than this, a bit over a step,
const MIDDLE_OFF: f64 = 0.16;
/// and each part turns more than this.
const WORTH_HALVING: f64 = 1.5;
/// Most parts: thirds of a turn are safe, halves can bulge when their ends are rounded.
const MOST_PARTS: u8 = 3;
/// How much nearer the middle has to come for another radius than the nearest one.
const RADIUS_CHANGE: f64 = 0.02;
/// Chords that are shorter say nothing about the circle.
const SHORT_CHORD: f64 = 0.1;
/// An arc that turns more than half by less than this turns half: the flag is free then, and stays off.
const HALF_TURN: f64 = 1e-3;
/// Largest radius that a token can say.
const WIDEST: f64 = 25.0;

/// How an arc is written.
#[derive(Clone, Copy)]
struct Fit {
    radius: f64,
    large: bool,
    /// How far the middle of the written arc is from the true one; `None` when the chord is too short to tell.
    off: Option<f64>,
}

/// The last command, where more of the same can be said with one token less.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Right,
    Left,
    Down,
    Up,
    Other,
}

impl Speller<'_> {
    /// A subpath. One that vanishes on the grid is a dot when it is `stroked`, and nothing otherwise.
    pub(super) fn subpath(&mut self, subpath: &Subpath, stroked: bool) -> Result<()> {
        let undo = self.tokens.len();
        if undo > 0 {
            self.word("M")?;
        }
        self.point(subpath.start)?;
        let start = self.tokens.len();
        let mut last = Last::Other;
        let mut cell = self.cell(subpath.start);
        for (from, segment) in subpath.walk() {
            match segment {
                Segment::Line(to) => last = self.line(cell, *to, last)?,
                Segment::Cubic(a, b, to) => {
                    if [*a, *b, *to].into_iter().all(|point| self.cell(point) == cell) {
                        continue;
                    }
                    self.word("C")?;
                    [*a, *b, *to].into_iter().try_for_each(|point| self.point(point))?;
                    last = Last::Other;
                }
                Segment::Arc(arc) => {
                    self.arc(cell, from, arc)?;
                    last = Last::Other;
                }
            }
            cell = self.cell(segment.end());
        }
        if self.tokens.len() == start {
            if !stroked {
                self.tokens.truncate(undo);
                return Ok(());
            }
            self.dot(subpath.start)?;
        }
        if subpath.closed { self.word("Z") } else { Ok(()) }
    }

    /// One straight line as a path.
    pub(super) fn line_as_path(&mut self, from: Point, to: Point) -> Result<()> {
        self.subpath(&Subpath { start: from, segments: vec![Segment::Line(to)], closed: false }, true)
    }

    fn dot(&mut self, at: Point) -> Result<()> {
        self.word("H")?;
        self.number(at.x + STEP)
    }

    fn line(&mut self, from: (u16, u16), to: Point, last: Last) -> Result<Last> {
        let cell = self.cell(to);
        if cell == from {
            return Ok(last);
        }
        let (command, value, direction) = if cell.1 == from.1 {
            ("H", to.x, if cell.0 > from.0 { Last::Right } else { Last::Left })
        } else if cell.0 == from.0 {
            ("V", to.y, if cell.1 > from.1 { Last::Down } else { Last::Up })
        } else {
            self.word("L")?;
            self.point(to)?;
            return Ok(Last::Other);
        };
        if direction == last {
            self.tokens.pop();
        } else {
            self.word(command)?;
        }
        self.number(value)?;
        Ok(direction)
    }

    fn arc(&mut self, mut cell: (u16, u16), from: Point, arc: &Arc) -> Result<()> {
        let is_ring = self.cell(arc.to) == cell && arc.angle > MORE_THAN_A_DOT;
        let mut count = if arc.angle > NEARLY_WHOLE || is_ring { 2 } else { 1 };
        let mut parts = self.parts(from, arc, count);
        while worst(&parts) > MIDDLE_OFF && arc.angle > WORTH_HALVING * f64::from(count) && count < MOST_PARTS {
            count += 1;
            let finer = self.parts(from, arc, count);
            if worst(&finer) < worst(&parts) {
                parts = finer;
            }
        }
        for (part, fit) in parts {
            self.arc_command(cell, &part, fit)?;
            cell = self.cell(part.to);
        }
        Ok(())
    }

    /// An arc in equal parts, each as it is best written.
    fn parts(&self, from: Point, arc: &Arc, count: u8) -> Vec<(Arc, Fit)> {
        let angle = arc.angle / f64::from(count);
        let mut at = from;
        let mut parts = Vec::new();
        for part in 1..=count {
            let share = f64::from(part) / f64::from(count);
            let to = if part == count { arc.to } else { arc.point(from, share) };
            let part = Arc { angle, to, ..*arc };
            parts.push((part, self.fit(at, &part)));
            at = to;
        }
        parts
    }

    fn arc_command(&mut self, cell: (u16, u16), arc: &Arc, fit: Fit) -> Result<()> {
        if self.cell(arc.to) == cell {
            return Ok(());
        }
        self.word(match (fit.large, arc.clockwise) {
            (false, false) => "A00",
            (false, true) => "A01",
            (true, false) => "A10",
            (true, true) => "A11",
        })?;
        self.length(fit.radius)?;
        self.point(arc.to)
    }

    /// The radius and flag that bring the middle of the written arc nearest to the true one.
    fn fit(&self, from: Point, arc: &Arc) -> Fit {
        let middle = arc.point(from, 0.5);
        let (a, b) = (self.on_grid(from), self.on_grid(arc.to));
        let chord = b - a;
        let large = arc.angle > PI + HALF_TURN;
        let mut best = Fit { radius: arc.radius, large, off: None };
        if chord.hypot() < SHORT_CHORD {
            return best;
        }
        let nearest = self.snap(arc.radius.max(STEP));
        for change in [0.0, STEP, -STEP, 2.0 * STEP] {
            for large in [large, !large] {
                let radius = (nearest + change).clamp(STEP, WIDEST);
                let penalty = if change == 0.0 { 0.0 } else { RADIUS_CHANGE };
                let off = drawn_middle(a, chord, radius, (large, arc.clockwise)).distance(middle) + penalty;
                if best.off.is_none_or(|least| off < least - 1e-9) {
                    best = Fit { radius, large, off: Some(off) };
                }
            }
        }
        best
    }
}

/// How far the middle of any part is off.
fn worst(parts: &[(Arc, Fit)]) -> f64 {
    parts.iter().filter_map(|(_, fit)| fit.off).fold(0.0, f64::max)
}

/// The middle of the arc that SVG draws from `a` along `chord`; too small a radius grows to half the chord.
fn drawn_middle(a: Point, chord: Vec2, radius: f64, (large, clockwise): (bool, bool)) -> Point {
    let half = chord.hypot() / 2.0;
    let radius = radius.max(half);
    let to_center = (radius * radius - half * half).max(0.0).sqrt();
    let height = if large { radius + to_center } else { radius - to_center };
    let side = if clockwise { 1.0 } else { -1.0 };
    let across = Vec2::new(chord.y, -chord.x) / chord.hypot();
    a + chord / 2.0 + across * (height * side)
}
