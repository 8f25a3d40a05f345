//! Where an icon's picture lies and how it is turned.

use linocut_core::kurbo::Affine;
use serde::Deserialize;

/// Sizes that an icon may have, in its own units.
const SIZES: std::ops::RangeInclusive<f64> = 1e-3..=1e6;
/// Side of an icon that does not say any, in its own units; Iconify's default.
const SIDE: f64 = 16.0;

/// The box and turns of an icon or alias, each as far as given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Look {
    #[serde(default)]
    left: Option<f64>,
    #[serde(default)]
    top: Option<f64>,
    #[serde(default)]
    width: Option<f64>,
    #[serde(default)]
    height: Option<f64>,
    /// Quarter turns, clockwise.
    #[serde(default)]
    rotate: Option<i64>,
    #[serde(default)]
    h_flip: Option<bool>,
    #[serde(default)]
    v_flip: Option<bool>,
}

impl Look {
    /// Adds what `parent` says: its box where none is given, its turns on top.
    pub(super) fn inherit(&mut self, parent: &Self) {
        self.left = self.left.or(parent.left);
        self.top = self.top.or(parent.top);
        self.width = self.width.or(parent.width);
        self.height = self.height.or(parent.height);
        self.h_flip = Some(self.h_flip.unwrap_or_default() != parent.h_flip.unwrap_or_default());
        self.v_flip = Some(self.v_flip.unwrap_or_default() != parent.v_flip.unwrap_or_default());
        let turns = |look: &Self| look.rotate.unwrap_or_default().rem_euclid(4);
        self.rotate = Some((turns(self) + turns(parent)) % 4);
    }

    /// `body` as a whole document; `None` when its box has no usable size.
    pub(super) fn document(&self, body: &str) -> Option<String> {
        let (left, top) = (self.left.unwrap_or_default(), self.top.unwrap_or_default());
        let (width, height) = (self.width.unwrap_or(SIDE), self.height.unwrap_or(SIDE));
        let fits = SIZES.contains(&width) && SIZES.contains(&height) && left.abs() <= 1e6 && top.abs() <= 1e6;
        if !fits {
            return None;
        }
        let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
        let turn = self.turn(width, height);
        if turn == Affine::IDENTITY {
            return Some(format!("{head} viewBox=\"{left} {top} {width} {height}\">{body}</svg>"));
        }
        let is_sideways = self.rotate.unwrap_or_default() % 2 != 0;
        let (across, down) = if is_sideways { (height, width) } else { (width, height) };
        let [a, b, c, d, e, f] = (turn * Affine::translate((-left, -top))).as_coeffs().map(|value| value + 0.0);
        let place = format!("matrix({a} {b} {c} {d} {e} {f})");
        Some(format!("{head} viewBox=\"0 0 {across} {down}\"><g transform=\"{place}\">{body}</g></svg>"))
    }

    /// Mirrors, then turns a box at the origin onto a box at the origin.
    fn turn(&self, width: f64, height: f64) -> Affine {
        let mut turn = Affine::IDENTITY;
        if self.h_flip == Some(true) {
            turn = Affine::new([-1.0, 0.0, 0.0, 1.0, width, 0.0]);
        }
        if self.v_flip == Some(true) {
            turn = Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, height]) * turn;
        }
        let quarter = match self.rotate.unwrap_or_default() {
            1 => Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]),
            2 => Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]),
            3 => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]),
            _ => Affine::IDENTITY,
        };
        quarter * turn
    }
}
