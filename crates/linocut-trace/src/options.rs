//! What a person may ask of the tracer.

use crate::layers::{self, DrawStyle, GroupBy, Stacking};
use crate::regular::Snap;
use crate::rules::{self, PaletteRule};
use crate::soft::Shadows;
use linocut_core::{Error, Kind, Result, Rgba};

/// How to trace. The defaults suit logos, icons and flat illustrations.
///
/// ```
/// use linocut_core::{Context, Raster, Rgba};
/// use linocut_trace::{Background, CurveKind, PixelEdges, Preset, TraceOptions, parse_palette, trace};
///
/// // A red square with a pink frame on white.
/// let color = |i: i32| match (i % 48 - 24).abs().max((i / 48 - 24).abs()) {
///     ..8 => Rgba::opaque(227, 6, 19),
///     8..16 => Rgba::opaque(240, 140, 150),
///     16.. => Rgba::WHITE,
/// };
/// let picture = Raster::new(48, 48, (0..48 * 48).map(color).collect())?;
/// let cx = Context::default();
/// let count = |options: TraceOptions| Ok::<_, linocut_core::Error>(trace(&picture, &options, &cx)?.shapes().count());
///
/// assert_eq!(count(TraceOptions::default())?, 3);
/// assert_eq!(count(TraceOptions { background: Background::Drop, ..TraceOptions::default() })?, 2);
/// assert_eq!(count(TraceOptions { colors: Some(2), ..TraceOptions::default() })?, 2);
/// // The frame goes, the red becomes that of the brand, and nothing else changes.
/// let palette = parse_palette("#f08c96 -> none ~ 0.05; #e30613 -> crimson ~ 0.05")?;
/// assert_eq!(count(TraceOptions { palette, ..TraceOptions::default() })?, 2);
/// assert_eq!(count(TraceOptions { min_area: Some(300.0), ..TraceOptions::default() })?, 2);
/// // For machines that know straight lines only.
/// assert_eq!(count(TraceOptions { curves: CurveKind::Line, tolerance: Some(0.5), ..TraceOptions::default() })?, 3);
/// let smooth = TraceOptions { preset: Preset::Pixel, pixel_edges: PixelEdges::Smooth, ..TraceOptions::default() };
/// assert_eq!(count(smooth)?, 3);
/// # Ok::<(), linocut_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TraceOptions {
    /// Which tracer does the work. Default: [`Engine::Subpixel`].
    pub engine: Engine,
    /// The kind of picture, which sets every value that is not given here. Default: [`Preset::Logo`].
    pub preset: Preset,
    /// At most this many colors, `1..=256`; gradients become flat then, and what is transparent does not count.
    /// Default: as many as the picture has.
    pub colors: Option<u16>,
    /// What becomes of the picture's colors, at most 256 rules; see [`PaletteRule`] for which applies.
    /// With [`colors`](Self::colors), each needs a tolerance. Default: empty, colors come from the picture.
    pub palette: Vec<PaletteRule>,
    /// Regions smaller than this are given to their neighbors, in square pixels, at least 0. Default: by preset and noise.
    pub min_area: Option<f64>,
    /// How far a curve may stray from the boundary, in pixels, `0.01..=10`. Default: from the measured noise and blur.
    pub tolerance: Option<f64>,
    /// The highest kind of curve in the outlines. Default: [`CurveKind::Cubic`].
    pub curves: CurveKind,
    /// What becomes of a background of one color. Default: [`Background::Keep`].
    pub background: Background,
    /// Whether what is regular but for noise becomes so. Default: [`Snap::On`].
    pub snap: Snap,
    /// What becomes of soft shadows and glows. Default: [`Shadows::Blurred`], which takes filled, stacked shapes and the
    /// presets [`Preset::Logo`] or [`Preset::Icon`], and colors that nobody restricted.
    pub shadows: Shadows,
    /// Whether shapes may overlap. Default: [`Stacking::Stacked`].
    pub stacking: Stacking,
    /// Width of the strokes under the seams of [`Stacking::Cutouts`], in pixels, `0..=100`; 0 leaves the seams open.
    /// Default: 2, or 0 with a trap.
    pub gap_filler: Option<f64>,
    /// What becomes of the shapes that were found. Default: `None`, [`DrawStyle::FillShapes`], but with [`Preset::Cutter`]
    /// [`DrawStyle::StrokeEdges`].
    pub draw_style: Option<DrawStyle>,
    /// Width of the lines of the styles that stroke, in pixels, `0.01..=100`. Default: 1, with [`Preset::Cutter`] a tenth
    /// of a millimeter at 96 pixels to the inch.
    pub line_width: Option<f64>,
    /// Color of these lines. Default: of shapes their own, of edges black, with [`Preset::Cutter`] red.
    pub line_color: Option<Rgba>,
    /// How far cut-outs spread under the shapes above them, in pixels, `0..=20`. Default: 0.
    pub trap: f64,
    /// Which shapes become a group, with names. Default: [`GroupBy::None`].
    pub group_by: GroupBy,
    /// What [`Preset::Pixel`] makes of the edges of pixels. Default: [`PixelEdges::Exact`].
    pub pixel_edges: PixelEdges,
    /// Options of [`Engine::Bilevel`].
    pub bilevel: BilevelOptions,
    /// Options of [`Engine::Vtracer`].
    pub vtracer: VtracerOptions,
}

impl TraceOptions {
    /// Passes if every value is in its range and none contradicts another.
    pub(crate) fn check(&self) -> Result<()> {
        let wrong = |sentence: &str, hint: &str| Err(Error::new(Kind::Input, sentence).hinted(hint));
        if self.tolerance.is_some_and(|t| !(0.01..=10.0).contains(&t)) {
            return wrong("tolerance is out of range", "--tolerance takes 0.01 to 10 pixels");
        }
        if self.min_area.is_some_and(|a| !a.is_finite() || a < 0.0) {
            return wrong("smallest area is negative", "--min-area takes 0 or more square pixels");
        }
        if self.colors.is_some_and(|n| !(1..=256).contains(&n)) {
            return wrong("number of colors is out of range", "--colors takes 1 to 256");
        }
        self.check_palette()?;
        self.check_effects()?;
        layers::check(self)
    }

    /// Passes if everything that was asked for has an effect.
    fn check_effects(&self) -> Result<()> {
        let wrong = |sentence: &str, hint: &str| Err(Error::new(Kind::Input, sentence).hinted(hint));
        let sized = self.min_area.is_some() || self.tolerance.is_some();
        if self.engine == Engine::Subpixel {
            return if sized && self.preset == Preset::Pixel {
                wrong("pixel art keeps every pixel", "leave out --min-area and --tolerance, or --preset pixel")
            } else {
                Ok(())
            };
        }
        let plain = self.snap == Snap::Off || self.shadows == Shadows::Shaded;
        if sized || plain || self.background == Background::Drop {
            return wrong(
                "this engine has options of its own",
                "leave out --min-area, --tolerance, --background, --shadows and --no-snap, or --engine",
            );
        }
        match self.preset {
            // Edges are taken from a finished drawing, whoever made it.
            Preset::Logo | Preset::Cutter => Ok(()),
            Preset::Icon | Preset::Lineart | Preset::Centerline | Preset::Pixel | Preset::Photo => {
                wrong("this engine knows no kinds of pictures", "leave out --preset and --pixel, or --engine")
            }
        }
    }

    /// The number of colors that was asked for, or that the preset implies.
    pub(crate) fn implied_colors(&self) -> Option<u16> {
        self.colors.or(match self.preset {
            Preset::Lineart | Preset::Centerline => Some(2),
            Preset::Photo => Some(32),
            Preset::Logo | Preset::Icon | Preset::Cutter | Preset::Pixel => None,
        })
    }

    fn check_palette(&self) -> Result<()> {
        let wrong = |sentence: &str, hint: &str| Err(Error::new(Kind::Input, sentence).hinted(hint));
        if self.engine != Engine::Subpixel && (self.colors.is_some() || !self.palette.is_empty()) {
            return wrong(
                "this engine chooses its own colors",
                "leave out --colors, --palette and --keep, or --engine",
            );
        }
        if self.palette.len() > rules::MOST_RULES {
            return wrong("palette has more than 256 colors", "--palette takes 1 to 256 colors");
        }
        if self.palette.iter().filter_map(|r| r.tolerance).any(|t| !(0.0..=1.0).contains(&t)) {
            return wrong("tolerance of a palette color is out of range", "it goes from 0 to 1, as in '#fff ~ 0.05'");
        }
        if self.colors.is_some() && self.palette.iter().any(|r| r.tolerance.is_none()) {
            return wrong(
                "a fixed palette and a number of colors are given",
                "give each color of the palette a tolerance, as in '#e30613 ~ 0.05', or leave out --colors",
            );
        }
        Ok(())
    }
}

/// Which tracer does the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// Linocut's own: undoes the anti-aliasing and fits curves to sub-pixel boundaries.
    #[default]
    Subpixel,
    /// Two levels, dark on light, as Potrace does.
    Bilevel,
    /// The VTracer library, for comparison.
    Vtracer,
}

/// The kind of picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Flat colors and sharp edges; illustrations too.
    #[default]
    Logo,
    /// Small pictures, where every pixel matters.
    Icon,
    /// Lines in one color on another: strokes where their width is constant, fills where it varies. Two colors unless more
    /// are asked for.
    Lineart,
    /// Lines become strokes: one path down the middle with a width, caps and joins. Two colors unless more are asked for.
    Centerline,
    /// Every edge once as a red hairline, for laser cutters and plotters.
    Cutter,
    /// Pixel art: every pixel edge is kept, or made smooth with [`PixelEdges::Smooth`].
    Pixel,
    /// Photographs and paintings: shaded shapes, up to about 1200 for a megapixel; flat colors with
    /// [`colors`](TraceOptions::colors) or a palette that has a color without a tolerance.
    Photo,
}

impl Preset {
    /// Its permanent name, lower case: `logo`, `icon`, …
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Logo => "logo",
            Self::Icon => "icon",
            Self::Lineart => "lineart",
            Self::Centerline => "centerline",
            Self::Cutter => "cutter",
            Self::Pixel => "pixel",
            Self::Photo => "photo",
        }
    }
}

/// Kinds of curves; each includes those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CurveKind {
    /// Straight lines only; circles become polygons.
    Line,
    /// Quadratic Bézier curves, too, as `TrueType` fonts have them.
    Quadratic,
    /// Cubic Bézier curves, too.
    #[default]
    Cubic,
}

/// What becomes of the edges of pixels in pixel art.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PixelEdges {
    /// They stay as they are: rendered at its size, the drawing is the picture.
    #[default]
    Exact,
    /// Smooth outlines take their place (Kopf and Lischinski 2011).
    Smooth,
}

/// What becomes of a background of one color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// It becomes the lowest shape.
    #[default]
    Keep,
    /// It is left out, and so is every area of its color that others enclose, as in the letter O: the drawing is
    /// transparent there.
    Drop,
}

/// Options of the bilevel engine; names and defaults are Potrace's.
#[derive(Clone, Debug, PartialEq)]
pub struct BilevelOptions {
    /// Which pixels are dark. Default: [`Threshold::Automatic`].
    pub threshold: Threshold,
    /// Which way to turn where two dark pixels touch at a corner. Default: [`TurnPolicy::Minority`].
    pub turn_policy: TurnPolicy,
    /// Specks up to this many square pixels are dropped, at least 0. Default: 2.
    pub turd_size: f64,
    /// Corner threshold, `0..=1.334`: 0 makes every vertex a corner, 1.334 none. Default: 1.
    pub alpha_max: f64,
    /// How far joining curves may move the outline, in pixels; 0 switches joining off. Default: 0.2.
    pub opt_tolerance: f64,
    /// Trace the light parts instead of the dark ones. Default: no.
    pub invert: bool,
}

impl Default for BilevelOptions {
    fn default() -> Self {
        Self {
            threshold: Threshold::Automatic,
            turn_policy: TurnPolicy::Minority,
            turd_size: 2.0,
            alpha_max: 1.0,
            opt_tolerance: 0.2,
            invert: false,
        }
    }
}

/// Which pixels are dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Threshold {
    /// Otsu's method over the luma histogram.
    #[default]
    Automatic,
    /// Luma below this value, `1..=255`.
    Luma(u8),
}

/// Which way to turn where two dark pixels touch only at a corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TurnPolicy {
    /// Connect the dark pixels.
    Black,
    /// Connect the light pixels.
    White,
    /// Always turn left.
    Left,
    /// Always turn right.
    Right,
    /// Connect the color that is rarer nearby.
    #[default]
    Minority,
    /// Connect the color that is more common nearby.
    Majority,
}

/// Options of the VTracer engine; names, ranges and defaults are VTracer 0.6's.
#[derive(Clone, Debug, PartialEq)]
pub struct VtracerOptions {
    /// Specks smaller than this many pixels a side are dropped, `0..=128`. Default: 4.
    pub filter_speckle: u8,
    /// Significant bits of each color channel, `1..=8`. Default: 6.
    pub color_precision: u8,
    /// Color difference between layers, `0..=255`. Default: 16.
    pub layer_difference: u8,
    /// Smallest turn that makes a corner, in degrees, `0..=180`. Default: 60.
    pub corner_threshold: u8,
    /// Segments longer than this are subdivided, in pixels, `3.5..=10`. Default: 4.
    pub length_threshold: f64,
    /// Passes of subdivision, `1..=50`. Default: 10.
    pub max_iterations: u8,
    /// Smallest turn that splices a spline, in degrees, `0..=180`. Default: 45.
    pub splice_threshold: u8,
    /// Decimal places in path data, `0..=10`. Default: 2.
    pub path_precision: u8,
    /// Curves, straight lines or pixel edges. Default: [`VtracerMode::Spline`].
    pub mode: VtracerMode,
}

impl Default for VtracerOptions {
    fn default() -> Self {
        Self {
            filter_speckle: 4,
            color_precision: 6,
            layer_difference: 16,
            corner_threshold: 60,
            length_threshold: 4.0,
            max_iterations: 10,
            splice_threshold: 45,
            path_precision: 2,
            mode: VtracerMode::Spline,
        }
    }
}

/// What VTracer's outlines are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VtracerMode {
    /// Cubic curves.
    #[default]
    Spline,
    /// Straight lines.
    Polygon,
    /// Pixel edges.
    Pixel,
}
