//! The checks, their names and their limits.

use linocut_core::Unit;

/// One thing that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// Share of the ink that lies outside the canvas.
    OffCanvas,
    /// Share of the shapes that do not show, covered or in the color of what lies below.
    HiddenShapes,
    /// Share of the painted area that had that color already.
    PaintedTwice,
    /// Lone spots and thin slivers, counted.
    Specks,
    /// Area of gaps narrower than half a stroke, as a share of the ink.
    Clogged,
    /// Holes that the strokes around them almost fill, counted.
    Pinholes,
    /// How much shorter than the canvas the longer side of the drawing is, in units.
    TooSmall,
    /// Distance of the drawing's center from the canvas center, in units.
    OffCenter,
    /// How often outlines cross themselves.
    SelfCrossings,
    /// Share of the stroked length under the ink of a parallel line.
    DoubledLines,
    /// Ends of lines that stop a hair before another line, counted.
    OpenJoints,
    /// Segments and primitives, counted.
    TooManyNodes,
    /// How many segments and primitives are missing to four.
    TooFewNodes,
    /// Segments that are tiny or turn back, counted.
    Degenerate,
    /// Long lines that are almost level or almost upright, counted.
    Slants,
    /// Share of the outline that spoils what is nearly a mirror image.
    Lopsided,
}

/// What is said about a check, and where its limits lie.
struct Rule {
    name: &'static str,
    complaint: &'static str,
    /// Measure up to which all is well.
    fine: f64,
    /// Measure from which nothing is.
    bad: f64,
}

impl Check {
    /// All checks, in the order they are reported.
    pub const ALL: [Self; 16] = [
        Self::OffCanvas,
        Self::HiddenShapes,
        Self::PaintedTwice,
        Self::Specks,
        Self::Clogged,
        Self::Pinholes,
        Self::TooSmall,
        Self::OffCenter,
        Self::SelfCrossings,
        Self::DoubledLines,
        Self::OpenJoints,
        Self::TooManyNodes,
        Self::TooFewNodes,
        Self::Degenerate,
        Self::Slants,
        Self::Lopsided,
    ];

    /// The name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.rule().name
    }

    /// What is wrong when the check fails, for a person or a language model.
    #[must_use]
    pub fn complaint(self) -> &'static str {
        self.rule().complaint
    }

    /// How good `measure` is.
    pub(super) fn value(self, measure: f64) -> Unit {
        let Rule { fine, bad, .. } = self.rule();
        Unit::clamped((bad - measure) / (bad - fine))
    }

    /// Halfway between fine and bad lies what at most one in two hundred drawings by people exceeds.
    fn rule(self) -> Rule {
        let rule = |name, complaint, fine, bad| Rule { name, complaint, fine, bad };
        match self {
            Self::OffCanvas => rule("off-canvas", "part of the drawing lies outside the canvas", 0.002, 0.05),
            Self::HiddenShapes => rule("hidden-shapes", "some shapes cannot be seen", 0.05, 0.7),
            Self::PaintedTwice => rule("painted-twice", "shapes of one color lie on top of each other", 0.16, 0.4),
            Self::Specks => rule("specks", "there are specks or slivers", 0.0, 3.0),
            Self::Clogged => rule("clogged", "gaps between lines are too narrow to see", 0.05, 0.2),
            Self::Pinholes => rule("pinholes", "lines leave holes too small to see", 0.0, 2.0),
            Self::TooSmall => rule("too-small", "the drawing is small for its canvas", 10.0, 19.0),
            Self::OffCenter => rule("off-center", "the drawing is not in the middle", 1.25, 4.0),
            Self::SelfCrossings => rule("self-crossings", "outlines cross themselves", 0.0, 2.0),
            Self::DoubledLines => rule("doubled-lines", "lines run on top of each other", 0.05, 0.35),
            Self::OpenJoints => rule("open-joints", "lines stop just before they meet", 2.0, 9.0),
            Self::TooManyNodes => rule("too-many-nodes", "there are too many segments", 90.0, 180.0),
            Self::TooFewNodes => rule("too-few-nodes", "there is hardly anything drawn", 2.0, 5.0),
            Self::Degenerate => rule("degenerate", "segments are tiny or turn back", 2.0, 12.0),
            Self::Slants => rule("slants", "lines are almost but not quite level or upright", 0.0, 4.0),
            Self::Lopsided => rule("lopsided", "halves are almost but not quite mirror images", 0.08, 0.6),
        }
    }
}
