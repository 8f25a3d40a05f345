//! Path data.

use super::arc::{ArcTo, Step, steps};
use super::number::{Grid, Precision, Steps};
use linocut_core::kurbo::{BezPath, PathEl, Point};

/// A point on the grid.
type Spot = (Steps, Steps);

/// The shortest path data of `path` at `precision` decimals, each segment written absolute or relative, whichever is
/// shorter, with `h`, `v`, `s`, `t` and circular `a` where they apply.
///
/// Positions are rounded before they are subtracted, so the error of relative segments does not add up: reading the
/// data back gives every point within half a unit of the last digit. Cubics that lie on a circle, as closely as those do
/// that drawing programs make circles of (2.8e-4 of the radius or the longest chord), are written as its arc: one for a whole bend.
/// Coordinates that are not finite become 0. A path that does not begin with a move begins at the origin.
///
/// ```
/// use linocut_core::kurbo::BezPath;
/// use linocut_svg::{Precision, path_data};
/// let path = BezPath::from_svg("M 10 10 L 20 10 L 20.333 30.5 Z")?;
/// assert_eq!(path_data(&path, Precision::default()), "M10 10h10l.33 20.5z");
/// # Ok::<(), linocut_core::kurbo::SvgParseError>(())
/// ```
#[must_use]
pub fn path_data(path: &BezPath, precision: Precision) -> String {
    grid_path(path, Grid::new(precision.decimals()))
}

pub(super) fn grid_path(path: &BezPath, grid: Grid) -> String {
    let mut pen = Pen::new(grid);
    for step in steps(path, grid) {
        match step {
            Step::Draw(element) => pen.draw(element),
            Step::Arc(arc, cubics) => pen.arc(arc, &cubics),
        }
    }
    pen.text
}

/// What the next smooth segment would reflect.
#[derive(Clone, Copy, PartialEq)]
enum Handle {
    /// After a closed subpath, where readers disagree about what is reflected.
    Unsure,
    /// No curve ended here: the point itself is its reflection.
    None,
    Quad(Spot),
    Cubic(Spot),
}

/// What the text ends with, which decides whether a separator must follow.
#[derive(Clone, Copy, PartialEq)]
enum Tail {
    Letter,
    Integer,
    Fraction,
}

struct Pen {
    text: String,
    grid: Grid,
    at: Spot,
    start: Spot,
    handle: Handle,
    /// The command that numbers without a letter would belong to.
    implied: Option<char>,
    tail: Tail,
}

impl Pen {
    fn new(grid: Grid) -> Self {
        let (at, start, text) = ((0, 0), (0, 0), String::new());
        Self { text, grid, at, start, handle: Handle::Unsure, implied: None, tail: Tail::Letter }
    }

    fn draw(&mut self, element: PathEl) {
        if self.text.is_empty() && !matches!(element, PathEl::MoveTo(_)) {
            self.draw(PathEl::MoveTo(Point::ORIGIN));
        }
        match element {
            PathEl::MoveTo(p) => self.go(p),
            PathEl::LineTo(p) => self.line(p),
            PathEl::QuadTo(a, p) => self.quad(a, p),
            PathEl::CurveTo(a, b, p) => self.cubic(a, b, p),
            PathEl::ClosePath => {
                self.text.push('z');
                (self.at, self.handle, self.implied, self.tail) = (self.start, Handle::Unsure, None, Tail::Letter);
            }
        }
    }

    fn go(&mut self, p: Point) {
        let to = self.grid.point(p);
        // A second move whose letter is left out would read as a line.
        self.implied = None;
        if self.text.is_empty() {
            self.write(&('M', vec![to.0, to.1]));
        } else {
            self.write_shortest(self.both('m', &[to]));
        }
        self.implied = self.implied.map(|letter| if letter == 'M' { 'L' } else { 'l' });
        (self.at, self.start, self.handle) = (to, to, Handle::None);
    }

    fn line(&mut self, p: Point) {
        let to = self.grid.point(p);
        let forms = if to.1 == self.at.1 {
            [('h', vec![to.0 - self.at.0]), ('H', vec![to.0])]
        } else if to.0 == self.at.0 {
            [('v', vec![to.1 - self.at.1]), ('V', vec![to.1])]
        } else {
            self.both('l', &[to])
        };
        self.write_shortest(forms);
        (self.at, self.handle) = (to, Handle::None);
    }

    fn quad(&mut self, a: Point, p: Point) {
        let (a, to) = (self.grid.point(a), self.grid.point(p));
        let smooth = match self.handle {
            Handle::None => a == self.at,
            Handle::Quad(handle) => a == reflected(handle, self.at),
            Handle::Cubic(_) | Handle::Unsure => false,
        };
        self.write_shortest(if smooth { self.both('t', &[to]) } else { self.both('q', &[a, to]) });
        (self.at, self.handle) = (to, Handle::Quad(a));
    }

    fn cubic(&mut self, a: Point, b: Point, p: Point) {
        let (a, b, to) = (self.grid.point(a), self.grid.point(b), self.grid.point(p));
        let smooth = match self.handle {
            Handle::None => a == self.at,
            Handle::Cubic(handle) => a == reflected(handle, self.at),
            Handle::Quad(_) | Handle::Unsure => false,
        };
        self.write_shortest(if smooth { self.both('s', &[b, to]) } else { self.both('c', &[a, b, to]) });
        (self.at, self.handle) = (to, Handle::Cubic(b));
    }

    /// An arc, or the cubic it stands for where that is shorter.
    fn arc(&mut self, arc: ArcTo, cubics: &[PathEl]) {
        let to = self.grid.point(arc.to);
        let forms = self.arc_forms(arc, to);
        if let &[PathEl::CurveTo(a, b, p)] = cubics {
            let spots = [a, b, p].map(|p| self.grid.point(p));
            let [first, second] = self.both('c', &spots).map(|form| self.spell(&form).0.len());
            if forms.iter().all(|form| self.spell(form).0.len() > first.min(second)) {
                return self.cubic(a, b, p);
            }
        }
        self.write_shortest(forms);
        (self.at, self.handle) = (to, Handle::None);
    }

    fn arc_forms(&self, arc: ArcTo, to: Spot) -> [Form; 2] {
        let flag = |on: bool| self.grid.steps(if on { 1.0 } else { 0.0 });
        let radius = self.grid.steps(arc.radius);
        let round = vec![radius, radius, 0, flag(arc.large), flag(arc.sweep)];
        let from_here = [round.clone(), vec![to.0 - self.at.0, to.1 - self.at.1]].concat();
        [('a', from_here), ('A', [round, vec![to.0, to.1]].concat())]
    }

    /// A command through `spots`, relative and absolute.
    fn both(&self, relative: char, spots: &[Spot]) -> [Form; 2] {
        let from_here = spots.iter().flat_map(|s| [s.0 - self.at.0, s.1 - self.at.1]).collect();
        let from_origin = spots.iter().flat_map(|s| [s.0, s.1]).collect();
        [(relative, from_here), (relative.to_ascii_uppercase(), from_origin)]
    }

    /// Writes the form that needs fewer characters here, the first one if equal.
    fn write_shortest(&mut self, [first, second]: [Form; 2]) {
        let shorter = if self.spell(&second).0.len() < self.spell(&first).0.len() { second } else { first };
        self.write(&shorter);
    }

    fn write(&mut self, form: &Form) {
        let (text, tail) = self.spell(form);
        self.text.push_str(&text);
        (self.implied, self.tail) = (Some(form.0), tail);
    }

    /// The characters that `form` needs after what is written so far, and what they end with.
    fn spell(&self, (letter, numbers): &Form) -> (String, Tail) {
        let (mut text, mut tail) = (String::new(), self.tail);
        if self.implied != Some(*letter) {
            text.push(*letter);
            tail = Tail::Letter;
        }
        for &steps in numbers {
            let number = self.grid.text(steps);
            let apart = match tail {
                Tail::Letter => true,
                Tail::Integer => number.starts_with('-'),
                Tail::Fraction => number.starts_with(['-', '.']),
            };
            if !apart {
                text.push(' ');
            }
            tail = if number.contains('.') { Tail::Fraction } else { Tail::Integer };
            text.push_str(&number);
        }
        (text, tail)
    }
}

/// A command letter and its numbers.
type Form = (char, Vec<Steps>);

fn reflected(handle: Spot, at: Spot) -> Spot {
    (2 * at.0 - handle.0, 2 * at.1 - handle.1)
}
