//! Whether a drawing is tidy: checks of its geometry that need no model and no rendered picture.
//!
//! Everything is measured on a 24 × 24 grid, whatever the view box.
//! Texts and carried-through markup are not looked at; clips, masks, filters and dashes are ignored.
//! The limits were set on 4,300 drawings by people; `examples/tidiness.rs` prints the table they come from.

mod cover;
mod ink;
mod lines;
mod mask;
mod nodes;
mod repeat;
mod rule;

use ink::{GRID, Layer};
use linocut_core::{Drawing, Score, Unit};
pub use repeat::{Geometry, Repeat};
pub use rule::Check;

/// Segments beyond which a drawing is no icon and is not looked at further, as comparing them all would take seconds.
const TOO_MANY: f64 = 400.0;
/// Least tidiness of a drawing that passes; 97 in 100 drawings by people lie above.
pub const PASSES: f64 = 0.4;
/// Mean icon-CLIP score of icons by people under their own names; beyond it a higher score means that the drawing
/// pleases the ranker, not that it is better.
pub const REAL_SCORE: f64 = 0.47;

/// What one check found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// What was measured, in the check's own unit.
    pub measure: f64,
    /// How good that is: 1 as most people draw, 0.5 as hardly one in two hundred does, 0 beyond.
    pub value: Unit,
}

/// How tidy a drawing is.
#[derive(Clone, Debug, PartialEq)]
pub struct Tidiness {
    /// All in all: the product of the findings.
    pub value: Unit,
    /// One finding for each check, in the order of [`Check::ALL`]; for a drawing of over 400 segments only
    /// [`Check::TooManyNodes`].
    pub findings: Vec<Finding>,
}

impl Tidiness {
    /// Whether a person might have drawn it: the value is at least [`PASSES`].
    #[must_use]
    pub fn passes(&self) -> bool {
        self.value.get() >= PASSES
    }

    /// The findings that lower the value, worst first.
    #[must_use]
    pub fn flaws(&self) -> Vec<Finding> {
        let mut flaws: Vec<Finding> = self.findings.iter().copied().filter(|f| f.value.get() < 1.0).collect();
        flaws.sort_by(|a, b| a.value.get().total_cmp(&b.value.get()));
        flaws
    }

    /// The same as a score: measures under the checks' names, the worst flaw as the note.
    #[must_use]
    pub fn score(&self) -> Score {
        Score {
            value: self.value,
            parts: self.findings.iter().map(|f| (f.check.name().to_owned(), f.measure)).collect(),
            note: self.flaws().first().map(|flaw| flaw.check.complaint().to_owned()),
        }
    }
}

/// Judges the geometry of a drawing; about a millisecond for an icon.
///
/// ```
/// use linocut_core::{Drawing, Item, Outline, Paint, Shape, kurbo::{Circle, Rect}};
/// use linocut_models::judge::{Check, tidiness};
///
/// let disc = |radius| Item::shape(Shape::filled(Outline::Circle(Circle::new((12.0, 12.0), radius)), Paint::CurrentColor));
/// let draw = |radius| Drawing::new(Rect::new(0.0, 0.0, 24.0, 24.0), vec![disc(radius)]);
/// assert!(tidiness(&draw(9.0)).passes());
/// assert_eq!(tidiness(&draw(2.0)).flaws()[0].check, Check::TooSmall);
/// ```
#[must_use]
pub fn tidiness(drawing: &Drawing) -> Tidiness {
    let layers = ink::layers(drawing);
    let count = nodes::count(&layers);
    let measures = if count > TOO_MANY { vec![(Check::TooManyNodes, count)] } else { measures(&layers) };
    let find = |(check, measure): (Check, f64)| Finding { check, measure, value: check.value(measure) };
    let findings: Vec<Finding> = measures.into_iter().map(find).collect();
    Tidiness { value: Unit::clamped(findings.iter().map(|f| f.value.get()).product()), findings }
}

/// The place of a candidate among others: higher is better, `0..=1`.
///
/// `score` is icon-CLIP's, `-1..=1`.
/// Up to [`REAL_SCORE`] both count; from there the score has nothing more to say and tidiness decides alone.
#[must_use]
pub fn rank(score: f64, tidiness: &Tidiness) -> f64 {
    let alignment = (score / REAL_SCORE).clamp(0.0, 1.0);
    alignment * tidiness.value.get().mul_add(TIDY_SHARE, 1.0 - TIDY_SHARE)
}

/// How much of the rank an untidy drawing loses at most: enough to lose against one whose score is half as high.
const TIDY_SHARE: f64 = 0.5;

fn measures(layers: &[Layer]) -> Vec<(Check, f64)> {
    let (cover, meetings, nodes) = (cover::cover(layers), lines::meetings(layers), nodes::nodes(layers));
    let measure = |check| match check {
        Check::OffCanvas => cover.outside,
        Check::HiddenShapes => cover.hidden,
        Check::PaintedTwice => cover.repeated,
        Check::Specks => cover.specks,
        Check::Clogged => cover.clogged,
        Check::Pinholes => cover.pinholes,
        Check::TooSmall => GRID - cover.extent,
        Check::OffCenter => cover.offset,
        Check::SelfCrossings => meetings.crossings,
        Check::DoubledLines => meetings.doubled,
        Check::OpenJoints => meetings.gaps,
        Check::TooManyNodes => nodes.count,
        Check::TooFewNodes => 4.0 - nodes.count,
        Check::Degenerate => nodes.degenerate,
        Check::Slants => nodes.slants,
        Check::Lopsided => nodes.lopsided,
    };
    Check::ALL.into_iter().map(|check| (check, measure(check))).collect()
}
