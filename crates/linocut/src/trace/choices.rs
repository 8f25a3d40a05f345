//! Words for the tracer's closed sets.

use clap::ValueEnum;
use linocut_core::Effort;
use linocut_svg::Repeats;
use linocut_trace::{Background, CurveKind, Engine, PixelEdges, Preset, Shadows};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PresetChoice {
    /// Flat colors and sharp edges; illustrations, too
    #[default]
    Logo,
    /// Small pictures, where every pixel matters
    Icon,
    /// Lines in one color on another: two colors, strokes where the width is constant
    Lineart,
    /// Lines become strokes: a path down the middle, a width, caps and joins
    Centerline,
    /// Every edge once as a red hairline, for laser cutters and plotters
    Cutter,
    /// Pixel art: every pixel edge is kept, or made smooth with --pixel smooth
    Pixel,
    /// Photographs and paintings: shaded shapes, up to about 1200 for a megapixel; flat colors with --colors or a fixed --palette
    Photo,
}

impl From<PresetChoice> for Preset {
    fn from(choice: PresetChoice) -> Self {
        match choice {
            PresetChoice::Logo => Self::Logo,
            PresetChoice::Icon => Self::Icon,
            PresetChoice::Lineart => Self::Lineart,
            PresetChoice::Pixel => Self::Pixel,
            PresetChoice::Centerline => Self::Centerline,
            PresetChoice::Cutter => Self::Cutter,
            PresetChoice::Photo => Self::Photo,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineChoice {
    /// Our own: undoes anti-aliasing, fits curves to sub-pixel outlines
    #[default]
    Subpixel,
    /// Black and white, as Potrace does it
    Bilevel,
    /// The VTracer library, to compare with
    Vtracer,
}

impl From<EngineChoice> for Engine {
    fn from(choice: EngineChoice) -> Self {
        match choice {
            EngineChoice::Subpixel => Self::Subpixel,
            EngineChoice::Bilevel => Self::Bilevel,
            EngineChoice::Vtracer => Self::Vtracer,
        }
    }
}

/// What `VTracer` calls its modes of color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorMode {
    Color,
    #[value(alias = "binary")]
    Bw,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum CurveChoice {
    /// Straight lines only
    Line,
    /// Quadratic curves, too
    Quadratic,
    /// Cubic curves, too
    #[default]
    Cubic,
}

impl From<CurveChoice> for CurveKind {
    fn from(choice: CurveChoice) -> Self {
        match choice {
            CurveChoice::Line => Self::Line,
            CurveChoice::Quadratic => Self::Quadratic,
            CurveChoice::Cubic => Self::Cubic,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PixelChoice {
    /// The edges of pixels stay as they are
    Exact,
    /// Smooth outlines take their place
    Smooth,
}

impl From<PixelChoice> for PixelEdges {
    fn from(choice: PixelChoice) -> Self {
        match choice {
            PixelChoice::Exact => Self::Exact,
            PixelChoice::Smooth => Self::Smooth,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum BackgroundChoice {
    /// It becomes the lowest shape
    #[default]
    Keep,
    /// It is left out, the drawing is transparent there
    Drop,
}

impl From<BackgroundChoice> for Background {
    fn from(choice: BackgroundChoice) -> Self {
        match choice {
            BackgroundChoice::Keep => Self::Keep,
            BackgroundChoice::Drop => Self::Drop,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum EffortChoice {
    /// An answer while you watch
    Fast,
    /// The usual compromise
    #[default]
    Balanced,
    /// Quality before time
    Best,
}

impl From<EffortChoice> for Effort {
    fn from(choice: EffortChoice) -> Self {
        match choice {
            EffortChoice::Fast => Self::Fast,
            EffortChoice::Balanced => Self::Balanced,
            EffortChoice::Best => Self::Best,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ShadowChoice {
    /// One shape with a filter that blurs it, under the shape that casts it
    Blurred,
    /// Gradients and bands, for programs without filters
    Shaded,
}

impl From<ShadowChoice> for Shadows {
    fn from(choice: ShadowChoice) -> Self {
        match choice {
            ShadowChoice::Blurred => Self::Blurred,
            ShadowChoice::Shaded => Self::Shaded,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RepeatChoice {
    /// Each shape by itself
    #[default]
    Copies,
    /// As <use> of the first one, so that an edit of that changes all
    Use,
}

impl From<RepeatChoice> for Repeats {
    fn from(choice: RepeatChoice) -> Self {
        match choice {
            RepeatChoice::Copies => Self::Copies,
            RepeatChoice::Use => Self::Uses,
        }
    }
}
