//! Path data: SVG 2, section 9.3, and its rule for errors (what came before the error is kept).

use super::number::{number, skip_comma, skip_space};
use linocut_core::kurbo::{Arc, BezPath, Point, SvgArc, Vec2};

/// Accuracy of cubics in place of an elliptical arc, in user units: a tenth of what anybody can see.
const ARC_TOLERANCE: f64 = 0.01;
/// The same as a share of the radius, for huge arcs: bounds the pieces of a whole turn to 10.
const ARC_SHARE: f64 = 2e-6;

/// One command with its numbers, implied commands spelled out; an arc flag is 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Command {
    /// The letter, its case telling relative from absolute.
    pub(crate) letter: char,
    /// The numbers, as many as the letter takes, then zeros.
    pub(crate) numbers: [f64; 7],
}

/// Reads commands one by one up to the first error.
#[derive(Clone, Debug)]
pub(crate) struct Commands<'a> {
    text: &'a str,
    rest: &'a str,
    last: Option<char>,
    good: usize,
}

impl<'a> Commands<'a> {
    /// The commands of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, rest: skip_space(text), last: None, good: 0 }
    }

    /// The part of the text that has been read without an error.
    pub(crate) fn good(&self) -> &'a str {
        self.text.get(..self.good).unwrap_or_default()
    }

    fn letter(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        if c.is_ascii_alphabetic() {
            self.rest = skip_space(self.rest.get(1..)?);
            let starts = self.last.is_some() || matches!(c, 'M' | 'm');
            return starts.then_some(c);
        }
        // Numbers go on with the same command, after a move with lines.
        let implied = match self.last? {
            'M' => 'L',
            'm' => 'l',
            'Z' | 'z' => return None,
            last => last,
        };
        self.rest = skip_comma(self.rest);
        Some(implied)
    }

    fn command(&mut self) -> Option<Command> {
        let letter = self.letter()?;
        let count = arity(letter)?;
        let mut numbers = [0.0; 7];
        for (index, slot) in numbers.iter_mut().take(count).enumerate() {
            if index > 0 {
                self.rest = skip_comma(self.rest);
            }
            let is_flag = letter.eq_ignore_ascii_case(&'a') && matches!(index, 3 | 4);
            let (value, rest) = if is_flag { flag(self.rest)? } else { number(self.rest)? };
            *slot = value;
            self.rest = rest;
        }
        Some(Command { letter, numbers })
    }
}

impl Iterator for Commands<'_> {
    type Item = Command;

    fn next(&mut self) -> Option<Command> {
        let command = self.command();
        if let Some(command) = command {
            self.good = self.text.len() - self.rest.len();
            self.rest = skip_space(self.rest);
            self.last = Some(command.letter);
        } else {
            self.rest = "";
        }
        command
    }
}

impl Command {
    /// How many segments it may become.
    pub(crate) fn weight(&self) -> u64 {
        if self.letter.eq_ignore_ascii_case(&'a') { 8 } else { 1 }
    }
}

/// How many numbers a command takes.
fn arity(letter: char) -> Option<usize> {
    Some(match letter.to_ascii_lowercase() {
        'm' | 'l' | 't' => 2,
        'h' | 'v' => 1,
        'c' => 6,
        's' | 'q' => 4,
        'a' => 7,
        'z' => 0,
        _ => return None,
    })
}

fn flag(text: &str) -> Option<(f64, &str)> {
    text.strip_prefix('0').map(|rest| (0.0, rest)).or_else(|| text.strip_prefix('1').map(|rest| (1.0, rest)))
}

/// The outline that path data describes, up to the first error; arcs become cubics.
pub(crate) fn outline(text: &str) -> BezPath {
    let mut pen = Pen::default();
    for command in Commands::new(text) {
        pen.draw(command);
    }
    pen.path
}

#[derive(Default)]
struct Pen {
    path: BezPath,
    at: Point,
    start: Point,
    // The last control point, if the last command was a curve of the same degree.
    cubic: Option<Point>,
    quadratic: Option<Point>,
    closed: bool,
}

impl Pen {
    fn draw(&mut self, command: Command) {
        let Command { letter, numbers: [a, b, c, d, e, f, g] } = command;
        let from = if letter.is_ascii_lowercase() { self.at.to_vec2() } else { Vec2::ZERO };
        let point = |x: f64, y: f64| Point::new(x, y) + from;
        let (cubic, quadratic) = (self.cubic.take(), self.quadratic.take());
        let kind = letter.to_ascii_lowercase();
        if self.closed && !matches!(kind, 'm' | 'z') {
            self.path.move_to(self.start);
        }
        self.closed = kind == 'z';
        match kind {
            'm' => {
                self.start = point(a, b);
                self.at = self.start;
                self.path.move_to(self.at);
            }
            'l' => self.line(point(a, b)),
            'h' => self.line(Point::new(a + from.x, self.at.y)),
            'v' => self.line(Point::new(self.at.x, a + from.y)),
            'c' => self.curve(point(a, b), point(c, d), point(e, f)),
            's' => self.curve(mirror(cubic, self.at), point(a, b), point(c, d)),
            'q' => self.quad(point(a, b), point(c, d)),
            't' => self.quad(mirror(quadratic, self.at), point(a, b)),
            'a' => self.arc(Vec2::new(a, b), c, (d > 0.5, e > 0.5), point(f, g)),
            _ => {
                self.path.close_path();
                self.at = self.start;
            }
        }
    }

    fn line(&mut self, to: Point) {
        self.path.line_to(to);
        self.at = to;
    }

    fn curve(&mut self, first: Point, second: Point, to: Point) {
        self.path.curve_to(first, second, to);
        self.cubic = Some(second);
        self.at = to;
    }

    fn quad(&mut self, control: Point, to: Point) {
        self.path.quad_to(control, to);
        self.quadratic = Some(control);
        self.at = to;
    }

    fn arc(&mut self, radii: Vec2, turn_deg: f64, (large_arc, sweep): (bool, bool), to: Point) {
        let radii = Vec2::new(radii.x.abs(), radii.y.abs());
        let arc = SvgArc { from: self.at, to, radii, x_rotation: turn_deg.to_radians(), large_arc, sweep };
        match Arc::from_svg_arc(&arc) {
            _ if self.at == to => {}
            Some(arc) if radii.x > 0.0 && radii.y > 0.0 => {
                let mut last = None;
                for (first, second, end) in cubics(&arc) {
                    if let Some((p1, p2, p3)) = last.replace((first, second, end)) {
                        self.path.curve_to(p1, p2, p3);
                    }
                }
                // The last piece ends exactly where the data says.
                if let Some((first, second, _)) = last {
                    self.path.curve_to(first, second, to);
                }
            }
            Some(_) | None => self.path.line_to(to),
        }
        self.at = to;
    }
}

fn cubics(arc: &Arc) -> Vec<(Point, Point, Point)> {
    let mut pieces = Vec::new();
    let tolerance = ARC_TOLERANCE.max(ARC_SHARE * arc.radii.x.max(arc.radii.y));
    arc.to_cubic_beziers(tolerance, |a, b, c| pieces.push((a, b, c)));
    pieces
}

fn mirror(control: Option<Point>, at: Point) -> Point {
    control.map_or(at, |control| at + (at - control))
}

#[cfg(test)]
mod tests {
    use super::{Commands, outline};

    #[track_caller]
    fn check(data: &str, expected: &str) {
        assert_eq!(outline(data).to_svg(), expected);
    }

    #[test]
    fn reads_every_command() {
        check("m1 1h2v2H1z", "M1,1 L3,1 L3,3 L1,3 Z");
        check("M0 0 1 1-2 2", "M0,0 L1,1 L-2,2");
        check("M0,0C0,1 1,1 1,0S2-1 2,0", "M0,0 C0,1 1,1 1,0 C1,-1 2,-1 2,0");
        check("M0,0Q1,1 2,0T4,0", "M0,0 Q1,1 2,0 Q3,-1 4,0");
        check("M0 0zl1 1", "M0,0 Z M0,0 L1,1");
    }

    #[test]
    fn keeps_what_came_before_an_error() {
        check("M0 0L1 1L2", "M0,0 L1,1");
        check("M0 0L1 1x5 5", "M0,0 L1,1");
        check("M0 0LNaN 1", "M0,0");
        check("L1 1", "");
        let mut commands = Commands::new("M0 0L1 1 2 oops");
        assert_eq!(commands.by_ref().count(), 2);
        assert_eq!(commands.good(), "M0 0L1 1");
    }

    #[test]
    fn reads_packed_arc_flags_and_ends_where_told() {
        let path = outline("M0 0a1 1 0 0110 10");
        let last = path.segments().last().map(|s| kurbo_end(&s));
        assert_eq!(last, Some((10.0, 10.0)));
        check("M0 0A0 1 0 0 1 5 5", "M0,0 L5,5");
        check("M0 0A1 1 0 0 1 0 0", "M0,0");
    }

    fn kurbo_end(segment: &linocut_core::kurbo::PathSeg) -> (f64, f64) {
        use linocut_core::kurbo::ParamCurve;
        let end = segment.end();
        (end.x, end.y)
    }
}
