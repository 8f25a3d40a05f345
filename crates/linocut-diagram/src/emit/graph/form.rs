//! Outlines of boxes.

use crate::emit::text::Label;
use linocut_core::Outline;
use linocut_core::kurbo::{BezPath, Circle, Point, Rect, RoundedRect, Shape as _, Size};

/// The outline of a box; the names are Mermaid's or the flowchart's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::emit) enum Form {
    /// A rectangle with slightly rounded corners.
    #[default]
    Rect,
    /// A rectangle with well rounded corners.
    Rounded,
    Stadium,
    /// A rectangle with a line along each upright side.
    Subroutine,
    /// A rectangle with a line along the left side.
    Lined,
    Cylinder,
    /// A cylinder on its side.
    Pipe,
    Circle,
    DoubleCircle,
    Diamond,
    Hexagon,
    LeanRight,
    LeanLeft,
    Trapezoid,
    Funnel,
    /// A flag: the left side cut in.
    Odd,
    /// A sheet with a wave at its foot.
    Document,
    /// Sheets upon each other.
    Stack,
    /// A sheet with a corner folded.
    Note,
    /// A card with a corner cut.
    Card,
    Triangle,
    /// A triangle on its tip.
    Flipped,
    /// A roof that slopes.
    Slope,
    Hourglass,
    Delay,
    Display,
    Cloud,
    /// A small filled dot.
    Dot,
    /// A dot in a ring.
    Target,
    /// A circle with a cross.
    Crossed,
    /// A bar across the flow.
    Bar,
    /// A bar along the flow.
    Post,
    /// A brace, and no more.
    Text,
}

/// Room beside a label.
const SIDE: f64 = 16.0;
/// Room above and below a label.
const ABOVE: f64 = 10.0;
/// The least width of a box: short labels would look like buttons otherwise.
const LEAST: f64 = 56.0;
/// Corner radii.
const CORNER: f64 = 5.0;
const ROUND: f64 = 12.0;

impl Form {
    /// The form of a Mermaid shape name, short or long; unknown ones are rectangles.
    pub(in crate::emit) fn named(name: &str) -> Self {
        match name {
            "roundedRect" | "rounded" | "event" | "state" | "mindmapRounded" => Self::Rounded,
            "stadium" | "terminal" | "pill" => Self::Stadium,
            "subroutine" | "fr-rect" | "subproc" | "subprocess" | "framed-rectangle" | "win-pane"
            | "internal-storage" | "window-pane" => Self::Subroutine,
            "lin-rect" | "lined-rectangle" | "lined-process" | "lin-proc" | "shaded-process" | "div-rect"
            | "div-proc" | "divided-rectangle" | "divided-process" => Self::Lined,
            "cylinder" | "cyl" | "db" | "database" | "lin-cyl" | "disk" | "lined-cylinder" | "datastore"
            | "data-store" | "bucket" => Self::Cylinder,
            "h-cyl" | "das" | "horizontal-cylinder" | "bow-rect" | "stored-data" | "bow-tie-rectangle" => Self::Pipe,
            "circle" | "circ" | "mindmapCircle" => Self::Circle,
            "doublecircle" | "dbl-circ" | "double-circle" => Self::DoubleCircle,
            "diamond" | "diam" | "decision" | "question" | "choice" => Self::Diamond,
            "hexagon" | "hex" | "prepare" => Self::Hexagon,
            "lean_right" | "lean-r" | "lean-right" | "in-out" => Self::LeanRight,
            "lean_left" | "lean-l" | "lean-left" | "out-in" => Self::LeanLeft,
            "trapezoid" | "trap-b" | "priority" | "trapezoid-bottom" => Self::Trapezoid,
            "inv_trapezoid" | "inv-trapezoid" | "trap-t" | "manual" | "trapezoid-top" => Self::Funnel,
            "odd" | "rect_left_inv_arrow" | "tag-rect" | "tagged-rectangle" | "tag-proc" | "tagged-process" => {
                Self::Odd
            }
            "doc" | "document" | "lin-doc" | "lined-document" | "tag-doc" | "tagged-document" | "paper-tape"
            | "flag" => Self::Document,
            "docs" | "documents" | "st-doc" | "stacked-document" | "st-rect" | "procs" | "processes"
            | "stacked-rectangle" => Self::Stack,
            "note" => Self::Note,
            "notch-rect" | "notched-rectangle" | "card" | "notch-pent" | "loop-limit" | "notched-pentagon" => {
                Self::Card
            }
            "tri" | "extract" | "triangle" => Self::Triangle,
            "manual-file" | "flipped-triangle" | "flip-tri" => Self::Flipped,
            "manual-input" | "sloped-rectangle" | "sl-rect" => Self::Slope,
            "hourglass" | "collate" | "bolt" | "com-link" | "lightning-bolt" => Self::Hourglass,
            "delay" | "half-rounded-rectangle" => Self::Delay,
            "display" | "curv-trap" | "curved-trapezoid" => Self::Display,
            "cloud" | "bang" => Self::Cloud,
            "sm-circ" | "small-circle" | "start" | "f-circ" | "junction" | "filled-circle" | "stateStart" => Self::Dot,
            "fr-circ" | "framed-circle" | "stop" | "stateEnd" => Self::Target,
            "cross-circ" | "crossed-circle" | "summary" => Self::Crossed,
            "fork" | "join" | "forkJoin" => Self::Bar,
            "text" | "labelRect" | "brace" | "brace-l" | "brace-r" | "braces" | "comment" => Self::Text,
            _ => Self::Rect,
        }
    }

    /// How large the outline is around a label.
    pub(in crate::emit) fn size(self, label: &Label) -> Size {
        let (w, h) = (label.width, label.height);
        let boxed = Size::new((w + 2.0 * SIDE).max(LEAST), h + 2.0 * ABOVE);
        match self {
            Self::Rect | Self::Rounded | Self::Card | Self::Slope => boxed,
            // The folded corner has no room for letters.
            Self::Note => Size::new(boxed.width + 8.0, boxed.height),
            Self::Stadium => Size::new(boxed.width + 12.0, boxed.height),
            Self::Subroutine | Self::Delay => Size::new(boxed.width + 16.0, boxed.height),
            Self::Lined => Size::new(boxed.width + 10.0, boxed.height),
            Self::Cylinder => Size::new(boxed.width, boxed.height + 3.0 * lid(boxed.width)),
            Self::Pipe => Size::new(boxed.width + 26.0, boxed.height),
            Self::Circle => square((w.hypot(h) + 16.0).max(44.0)),
            Self::DoubleCircle => square((w.hypot(h) + 28.0).max(48.0)),
            // The label's corners touch a line from tip to tip where width over width plus height over height is 1.
            Self::Diamond => Size::new((w * 1.5 + 34.0).max(70.0), h * 2.2 + 26.0),
            Self::Hexagon => Size::new(boxed.width + boxed.height * 0.6, boxed.height),
            Self::LeanRight | Self::LeanLeft | Self::Trapezoid | Self::Funnel => {
                Size::new(boxed.width + boxed.height * 0.7, boxed.height)
            }
            Self::Odd | Self::Display => Size::new(boxed.width + boxed.height * 0.5, boxed.height),
            Self::Document => Size::new(boxed.width, boxed.height + 14.0),
            Self::Stack => Size::new(boxed.width + 10.0, boxed.height + 10.0),
            Self::Triangle | Self::Flipped => Size::new(w * 2.0 + 30.0, h * 2.0 + 30.0),
            Self::Hourglass if w == 0.0 => Size::new(36.0, 36.0),
            Self::Hourglass => Size::new(w.max(36.0), 44.0 + h),
            Self::Cloud => Size::new(w * 1.3 + 44.0, h * 1.5 + 36.0),
            Self::Dot => square(16.0),
            Self::Target => square(20.0),
            Self::Crossed => square(34.0),
            Self::Bar => Size::new(84.0, 8.0),
            Self::Post => Size::new(8.0, 84.0),
            Self::Text => Size::new(w + 8.0, h + 6.0),
        }
    }

    /// Whether a label in it would not be seen.
    pub(in crate::emit) fn has_no_label(self) -> bool {
        self.is_sign() || self == Self::Crossed || self == Self::Hourglass
    }

    /// Whether it is filled with the color of lines and has no label inside.
    pub(super) fn is_sign(self) -> bool {
        matches!(self, Self::Dot | Self::Target | Self::Bar | Self::Post)
    }

    /// Its outline in a box; lines end at it.
    pub(in crate::emit) fn outline(self, rect: Rect) -> Outline {
        match self {
            Self::Rect | Self::Subroutine | Self::Lined => Outline::Rect(RoundedRect::from_rect(rect, CORNER)),
            Self::Rounded => Outline::Rect(RoundedRect::from_rect(rect, ROUND.min(rect.height() / 2.0))),
            Self::Stadium => Outline::Rect(RoundedRect::from_rect(rect, rect.height() / 2.0)),
            Self::Bar | Self::Post => Outline::Rect(RoundedRect::from_rect(rect, 3.0)),
            Self::Text => Outline::Rect(RoundedRect::from_rect(rect, 0.0)),
            Self::Stack => {
                let front = Rect { x1: rect.x1 - 10.0, y0: rect.y0 + 10.0, ..rect };
                Outline::Rect(RoundedRect::from_rect(front, CORNER))
            }
            Self::Circle | Self::DoubleCircle | Self::Dot | Self::Target | Self::Crossed => {
                Outline::Circle(Circle::new(rect.center(), rect.width() / 2.0))
            }
            Self::Cylinder => Outline::Path(cylinder(rect)),
            Self::Pipe => Outline::Path(pipe(rect)),
            Self::Document => Outline::Path(document(rect)),
            Self::Delay => Outline::Path(delay(rect)),
            Self::Display => Outline::Path(display(rect)),
            Self::Cloud => Outline::Path(cloud(rect)),
            Self::Diamond
            | Self::Hexagon
            | Self::LeanRight
            | Self::LeanLeft
            | Self::Trapezoid
            | Self::Funnel
            | Self::Odd
            | Self::Note
            | Self::Card
            | Self::Triangle
            | Self::Flipped
            | Self::Slope
            | Self::Hourglass => {
                let mut path = crate::emit::scene::polyline(&self.corners(rect));
                path.close_path();
                Outline::Path(path)
            }
        }
    }

    /// The corners of forms with straight sides.
    fn corners(self, rect: Rect) -> Vec<Point> {
        let Rect { x0, y0, x1, y1 } = rect;
        let (middle, slant) = (rect.center(), rect.height() * 0.35);
        let points: &[(f64, f64)] = match self {
            Self::Diamond => &[(middle.x, y0), (x1, middle.y), (middle.x, y1), (x0, middle.y)],
            Self::Hexagon => {
                let tip = rect.height() * 0.3;
                &[(x0 + tip, y0), (x1 - tip, y0), (x1, middle.y), (x1 - tip, y1), (x0 + tip, y1), (x0, middle.y)]
            }
            Self::LeanRight => &[(x0 + slant, y0), (x1, y0), (x1 - slant, y1), (x0, y1)],
            Self::LeanLeft => &[(x0, y0), (x1 - slant, y0), (x1, y1), (x0 + slant, y1)],
            Self::Trapezoid => &[(x0 + slant, y0), (x1 - slant, y0), (x1, y1), (x0, y1)],
            Self::Funnel => &[(x0, y0), (x1, y0), (x1 - slant, y1), (x0 + slant, y1)],
            Self::Odd => &[(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0 + slant, middle.y)],
            Self::Note => &[(x0, y0), (x1 - 12.0, y0), (x1, y0 + 12.0), (x1, y1), (x0, y1)],
            Self::Card => &[(x0 + 12.0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0 + 12.0)],
            Self::Triangle => &[(middle.x, y0), (x1, y1), (x0, y1)],
            Self::Flipped => &[(x0, y0), (x1, y0), (middle.x, y1)],
            Self::Slope => &[(x0, y0 + 10.0), (x1, y0), (x1, y1), (x0, y1)],
            Self::Hourglass => {
                let foot = y0 + 36.0_f64.min(rect.height());
                &[(middle.x - 18.0, y0), (middle.x + 18.0, y0), (middle.x - 18.0, foot), (middle.x + 18.0, foot)]
            }
            Self::Rect
            | Self::Rounded
            | Self::Stadium
            | Self::Subroutine
            | Self::Lined
            | Self::Cylinder
            | Self::Pipe
            | Self::Circle
            | Self::DoubleCircle
            | Self::Document
            | Self::Stack
            | Self::Delay
            | Self::Display
            | Self::Cloud
            | Self::Dot
            | Self::Target
            | Self::Crossed
            | Self::Bar
            | Self::Post
            | Self::Text => &[(x0, y0), (x1, y0), (x1, y1), (x0, y1)],
        };
        points.iter().copied().map(Point::from).collect()
    }

    /// Lines that belong to the form beside its outline.
    pub(in crate::emit) fn details(self, rect: Rect) -> Vec<BezPath> {
        let line = |from: (f64, f64), to: (f64, f64)| crate::emit::scene::polyline(&[from.into(), to.into()]);
        let Rect { x0, y0, x1, y1 } = rect;
        match self {
            Self::Subroutine => {
                vec![line((x0 + 8.0, y0), (x0 + 8.0, y1)), line((x1 - 8.0, y0), (x1 - 8.0, y1))]
            }
            Self::Lined => vec![line((x0 + 10.0, y0), (x0 + 10.0, y1))],
            Self::Cylinder => vec![rim(rect)],
            Self::Pipe => vec![pipe_rim(rect)],
            Self::DoubleCircle => vec![Circle::new(rect.center(), rect.width() / 2.0 - 5.0).to_path(0.05)],
            Self::Note => {
                let fold = [(x1 - 12.0, y0).into(), (x1 - 12.0, y0 + 12.0).into(), (x1, y0 + 12.0).into()];
                vec![crate::emit::scene::polyline(&fold)]
            }
            Self::Stack => [5.0, 10.0]
                .map(|up: f64| {
                    let (x, y) = (x0 + up, y0 + 10.0 - up);
                    let right = x1 - 10.0 + up;
                    let low = y1 - up;
                    let points = [(x, y + 5.0), (x, y), (right, y), (right, low), (right - 5.0, low)];
                    crate::emit::scene::polyline(&points.map(Point::from))
                })
                .to_vec(),
            Self::Crossed => {
                let reach = rect.width() / 2.0 * std::f64::consts::FRAC_1_SQRT_2;
                let c = rect.center();
                vec![
                    line((c.x - reach, c.y - reach), (c.x + reach, c.y + reach)),
                    line((c.x + reach, c.y - reach), (c.x - reach, c.y + reach)),
                ]
            }
            Self::Rect
            | Self::Rounded
            | Self::Stadium
            | Self::Circle
            | Self::Diamond
            | Self::Hexagon
            | Self::LeanRight
            | Self::LeanLeft
            | Self::Trapezoid
            | Self::Funnel
            | Self::Odd
            | Self::Document
            | Self::Card
            | Self::Triangle
            | Self::Flipped
            | Self::Slope
            | Self::Hourglass
            | Self::Delay
            | Self::Display
            | Self::Cloud
            | Self::Dot
            | Self::Target
            | Self::Bar
            | Self::Post
            | Self::Text => Vec::new(),
        }
    }

    /// The middle of its label.
    pub(in crate::emit) fn label_at(self, rect: Rect) -> Point {
        let c = rect.center();
        match self {
            Self::Cylinder => Point::new(c.x, c.y + lid(rect.width())),
            Self::Document => Point::new(c.x, c.y - 7.0),
            Self::Stack => Point::new(c.x - 5.0, c.y + 5.0),
            Self::Lined => Point::new(c.x + 5.0, c.y),
            Self::Note | Self::Pipe => Point::new(c.x - 4.0, c.y),
            Self::Odd => Point::new(c.x + rect.height() * 0.17, c.y),
            Self::Triangle => Point::new(c.x, c.y + rect.height() * 0.22),
            Self::Flipped => Point::new(c.x, c.y - rect.height() * 0.22),
            Self::Hourglass => Point::new(c.x, rect.y1 - (rect.height() - 36.0) / 2.0),
            Self::Rect
            | Self::Rounded
            | Self::Stadium
            | Self::Subroutine
            | Self::Circle
            | Self::DoubleCircle
            | Self::Diamond
            | Self::Hexagon
            | Self::LeanRight
            | Self::LeanLeft
            | Self::Trapezoid
            | Self::Funnel
            | Self::Card
            | Self::Slope
            | Self::Delay
            | Self::Display
            | Self::Cloud
            | Self::Dot
            | Self::Target
            | Self::Crossed
            | Self::Bar
            | Self::Post
            | Self::Text => c,
        }
    }
}

fn square(side: f64) -> Size {
    Size::new(side, side)
}

/// Half the height of a cylinder's lid.
fn lid(width: f64) -> f64 {
    (width / 16.0).clamp(4.0, 9.0)
}

/// How far a control point lies out on a quarter of an ellipse drawn as one cubic.
const QUARTER: f64 = 0.552_284_8;

fn cylinder(rect: Rect) -> BezPath {
    let (lid, half) = (lid(rect.width()), rect.width() / 2.0);
    let (top, low) = (rect.y0 + lid, rect.y1 - lid);
    let c = rect.center().x;
    let (k, kl) = (half * QUARTER, lid * QUARTER);
    let mut path = BezPath::new();
    path.move_to((rect.x0, top));
    path.curve_to((rect.x0, top - kl), (c - k, rect.y0), (c, rect.y0));
    path.curve_to((c + k, rect.y0), (rect.x1, top - kl), (rect.x1, top));
    path.line_to((rect.x1, low));
    path.curve_to((rect.x1, low + kl), (c + k, rect.y1), (c, rect.y1));
    path.curve_to((c - k, rect.y1), (rect.x0, low + kl), (rect.x0, low));
    path.close_path();
    path
}

fn rim(rect: Rect) -> BezPath {
    let (lid, half, c) = (lid(rect.width()), rect.width() / 2.0, rect.center().x);
    let (top, k, kl) = (rect.y0 + lid, half * QUARTER, lid * QUARTER);
    let mut path = BezPath::new();
    path.move_to((rect.x0, top));
    path.curve_to((rect.x0, top + kl), (c - k, top + lid), (c, top + lid));
    path.curve_to((c + k, top + lid), (rect.x1, top + kl), (rect.x1, top));
    path
}

/// Half the width of a lying cylinder's lid.
const PIPE_LID: f64 = 8.0;

fn pipe(rect: Rect) -> BezPath {
    let (left, right, m) = (rect.x0 + PIPE_LID, rect.x1 - PIPE_LID, rect.center().y);
    let (k, kl) = (rect.height() / 2.0 * QUARTER, PIPE_LID * QUARTER);
    let mut path = BezPath::new();
    path.move_to((left, rect.y0));
    path.line_to((right, rect.y0));
    path.curve_to((right + kl, rect.y0), (rect.x1, m - k), (rect.x1, m));
    path.curve_to((rect.x1, m + k), (right + kl, rect.y1), (right, rect.y1));
    path.line_to((left, rect.y1));
    path.curve_to((left - kl, rect.y1), (rect.x0, m + k), (rect.x0, m));
    path.curve_to((rect.x0, m - k), (left - kl, rect.y0), (left, rect.y0));
    path.close_path();
    path
}

fn pipe_rim(rect: Rect) -> BezPath {
    let (right, m) = (rect.x1 - PIPE_LID, rect.center().y);
    let (k, kl, far) = (rect.height() / 2.0 * QUARTER, PIPE_LID * QUARTER, rect.x1 - 2.0 * PIPE_LID);
    let mut path = BezPath::new();
    path.move_to((right, rect.y0));
    path.curve_to((right - kl, rect.y0), (far, m - k), (far, m));
    path.curve_to((far, m + k), (right - kl, rect.y1), (right, rect.y1));
    path
}

fn document(rect: Rect) -> BezPath {
    let foot = rect.y1 - 7.0;
    let third = rect.width() / 2.0;
    let mut path = BezPath::new();
    path.move_to((rect.x0, rect.y0));
    path.line_to((rect.x1, rect.y0));
    path.line_to((rect.x1, foot));
    path.curve_to((rect.x1 - third * 0.5, foot - 9.0), (rect.x1 - third * 0.6, foot - 2.0), (rect.center().x, foot));
    path.curve_to((rect.x0 + third * 0.6, foot + 2.0), (rect.x0 + third * 0.5, foot + 12.0), (rect.x0, foot + 3.0));
    path.close_path();
    path
}

fn delay(rect: Rect) -> BezPath {
    let (r, m) = (rect.height() / 2.0, rect.center().y);
    let (x, k) = (rect.x1 - r, r * QUARTER);
    let mut path = BezPath::new();
    path.move_to((rect.x0, rect.y0));
    path.line_to((x, rect.y0));
    path.curve_to((x + k, rect.y0), (rect.x1, m - k), (rect.x1, m));
    path.curve_to((rect.x1, m + k), (x + k, rect.y1), (x, rect.y1));
    path.line_to((rect.x0, rect.y1));
    path.close_path();
    path
}

fn display(rect: Rect) -> BezPath {
    let (r, m) = (rect.height() / 2.0, rect.center().y);
    let mut path = BezPath::new();
    path.move_to((rect.x0, m));
    path.line_to((rect.x0 + r * 0.7, rect.y0));
    path.line_to((rect.x1 - r * 0.6, rect.y0));
    path.quad_to((rect.x1, rect.y0), (rect.x1, m));
    path.quad_to((rect.x1, rect.y1), (rect.x1 - r * 0.6, rect.y1));
    path.line_to((rect.x0 + r * 0.7, rect.y1));
    path.close_path();
    path
}

/// Eight bulges around an ellipse.
fn cloud(rect: Rect) -> BezPath {
    let (c, rx, ry) = (rect.center(), rect.width() / 2.0, rect.height() / 2.0);
    let at = |turn: f64, out: f64| {
        let angle = turn * std::f64::consts::TAU;
        Point::new(c.x + rx * out * libm::cos(angle), c.y + ry * out * libm::sin(angle))
    };
    let mut path = BezPath::new();
    path.move_to(at(0.0, 0.88));
    for step in 0..8_u32 {
        let turn = f64::from(step) / 8.0;
        path.curve_to(at(turn + 0.015, 1.12), at(turn + 0.11, 1.12), at(turn + 0.125, 0.88));
    }
    path.close_path();
    path
}
