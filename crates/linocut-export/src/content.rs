//! Drawing operators that PDF knows and that our PostScript defines by the same names.

use crate::gradient::list;
use crate::page::short;
use linocut_core::kurbo::{Affine, BezPath, PathEl, Point};
use linocut_core::{Cap, FillRule, Join, Rgba, Stroke};

/// A list of operators, one a line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(crate) text: String,
    /// Decimals of coordinates.
    pub(crate) decimals: usize,
}

impl Content {
    /// An empty list whose coordinates have so many decimals.
    pub(crate) fn new(decimals: usize) -> Self {
        Self { text: String::new(), decimals }
    }

    /// An operator that stands alone, or after a name.
    pub(crate) fn op(&mut self, operator: &str) {
        self.text.push_str(operator);
        self.text.push('\n');
    }

    /// An operator after coordinates.
    pub(crate) fn with(&mut self, numbers: &[f64], operator: &str) {
        for number in numbers {
            self.text.push_str(&short(*number, self.decimals));
            self.text.push(' ');
        }
        self.op(operator);
    }

    fn points(&mut self, points: &[Point], operator: &str) {
        let numbers: Vec<f64> = points.iter().flat_map(|point| [point.x, point.y]).collect();
        self.with(&numbers, operator);
    }

    /// Builds a path.
    pub(crate) fn path(&mut self, path: &BezPath) {
        let mut at = Point::ORIGIN;
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => self.points(&[p], "m"),
                PathEl::LineTo(p) => self.points(&[p], "l"),
                PathEl::QuadTo(a, p) => self.points(&[at + (a - at) * (2.0 / 3.0), p + (a - p) * (2.0 / 3.0), p], "c"),
                PathEl::CurveTo(a, b, p) => self.points(&[a, b, p], "c"),
                PathEl::ClosePath => self.op("h"),
            }
            at = element.end_point().unwrap_or(at);
        }
    }

    /// Maps what follows.
    pub(crate) fn matrix(&mut self, matrix: Affine) {
        self.op(&format!("{} cm", list(matrix.as_coeffs())));
    }

    /// Cuts what follows.
    pub(crate) fn clip(&mut self, path: &BezPath, rule: FillRule) {
        self.path(path);
        self.op(match rule {
            FillRule::NonZero => "W n",
            FillRule::EvenOdd => "W* n",
        });
    }

    /// Fills the path.
    pub(crate) fn fill(&mut self, rule: FillRule) {
        self.op(match rule {
            FillRule::NonZero => "f",
            FillRule::EvenOdd => "f*",
        });
    }

    /// Sets the color of what `operator` paints: `rg` fills, `RG` strokes.
    pub(crate) fn color(&mut self, color: Rgba, operator: &str) {
        let channels = [color.r, color.g, color.b].map(|channel| short(f64::from(channel) / 255.0, 3)).join(" ");
        self.op(&format!("{channels} {operator}"));
    }

    /// Sets how lines look that are `scale` times as wide as `stroke` says.
    pub(crate) fn line(&mut self, stroke: &Stroke, scale: f64) {
        self.op(&format!("{} w", short(stroke.width * scale, self.decimals + 2)));
        self.op(match stroke.cap {
            Cap::Butt => "0 J",
            Cap::Round => "1 J",
            Cap::Square => "2 J",
        });
        self.op(match stroke.join {
            Join::Miter => "0 j",
            Join::Round => "1 j",
            Join::Bevel => "2 j",
        });
        self.op(&format!("{} M", short(stroke.miter_limit.max(1.0), 3)));
        let dashes = dashes(stroke);
        if !dashes.is_empty() {
            let lengths: Vec<String> = dashes.iter().map(|dash| short(dash * scale, self.decimals + 2)).collect();
            let offset = short(stroke.dash_offset * scale, self.decimals + 2);
            self.op(&format!("[{}] {offset} d", lengths.join(" ")));
        }
    }
}

/// The dashes of a stroke, an even number of them; none for a solid line.
pub(crate) fn dashes(stroke: &Stroke) -> Vec<f64> {
    let fine = stroke.dashes.iter().all(|dash| dash.is_finite() && *dash >= 0.0);
    if !fine || stroke.dashes.iter().sum::<f64>() <= 0.0 {
        return Vec::new();
    }
    if stroke.dashes.len() % 2 == 1 { stroke.dashes.repeat(2) } else { stroke.dashes.clone() }
}
