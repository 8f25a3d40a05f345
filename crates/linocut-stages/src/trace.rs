//! Picture → drawing.

use crate::trace_budget::within_budget;
use crate::trace_choices::{
    Background, Curves, DrawStyle, Engine, GroupBy, Mode, Pixel, Preset, Shadows, Snap, Stacking, TurnPolicy,
};
use linocut_core::{Context, Error, Kind, Result, Rgba, Type, Value, Warned};
use linocut_flow::{Inputs, Port, Stage};
use linocut_trace::{Budget, PaletteRule, TraceOptions, parse_palette, trace};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Traces a picture: its outlines become curves, its colors fills.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Trace {
    /// What kind of picture it is.
    pub(crate) preset: Preset,
    /// At most this many colors; as many as the picture has when left out.
    #[schemars(range(min = 1, max = 256))]
    pub(crate) colors: Option<u16>,
    /// What becomes of colors, such as `#fff -> none ~ 0.05; #e33 -> #d00`; nothing when empty.
    pub(crate) palette: String,
    /// Spot colors, which stay exactly as they are, such as `#e30613`.
    pub(crate) keep: String,
    /// Smallest region to keep, in square pixels; from the picture when left out.
    #[schemars(range(min = 0.0))]
    pub(crate) min_area: Option<f64>,
    /// How far a curve may stray, in pixels; from the picture when left out.
    #[schemars(range(min = 0.01, max = 10.0))]
    pub(crate) tolerance: Option<f64>,
    /// The highest kind of curve in the outlines.
    pub(crate) curves: Curves,
    /// Whether what is level, aligned, symmetric or a copy but for noise becomes so.
    pub(crate) snap: Snap,
    /// What becomes of a background of one color.
    pub(crate) background: Background,
    /// Whether soft shadows become blurred shapes, or gradients and bands.
    pub(crate) shadows: Shadows,
    /// Whether shapes may overlap.
    pub(crate) stacking: Stacking,
    /// Width of strokes under the seams of cut-outs, in pixels, 0 for none; 2 when left out.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub(crate) gap_filler: Option<f64>,
    /// How far cut-outs spread under what lies above, in pixels.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub(crate) trap: f64,
    /// Whether shapes are filled, outlined, or only their edges drawn; filled when left out, with the preset cutter edges.
    pub(crate) draw_style: Option<DrawStyle>,
    /// Width of these lines, in pixels; 1 when left out, with the preset cutter 0.1 mm.
    #[schemars(range(min = 0.01, max = 100.0))]
    pub(crate) line_width: Option<f64>,
    /// Color of these lines; that of the shape when left out, of edges black, with the preset cutter red.
    pub(crate) line_color: Option<String>,
    /// Which shapes become a group.
    pub(crate) group_by: GroupBy,
    /// Whether pixel art keeps its pixels or gets smooth outlines; implies the preset pixel.
    pub(crate) pixel: Option<Pixel>,
    /// At most this many shapes: the closest drawing that keeps to it.
    #[schemars(range(min = 1))]
    pub(crate) max_paths: Option<u32>,
    /// At most this many bytes of SVG: the closest drawing that keeps to it.
    #[schemars(range(min = 1))]
    pub(crate) max_bytes: Option<u64>,
    /// The simplest drawing that is this close to the picture, as the score `ssim` measures it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(crate) quality: Option<f64>,
    /// What does the tracing.
    pub(crate) engine: Engine,
    /// With the engine bilevel: brightness below which a pixel is dark; found when left out.
    #[schemars(range(min = 1, max = 255))]
    pub(crate) threshold: Option<u8>,
    /// With the engine bilevel: where to turn when dark pixels touch at a corner only; minority when left out.
    pub(crate) turnpolicy: Option<TurnPolicy>,
    /// With the engine bilevel: specks up to this many pixels go; 2 when left out.
    #[schemars(range(min = 0.0))]
    pub(crate) turdsize: Option<f64>,
    /// With the engine bilevel: corner threshold, 0 makes every vertex a corner; 1 when left out.
    #[schemars(range(min = 0.0, max = 1.334))]
    pub(crate) alphamax: Option<f64>,
    /// With the engine bilevel: how far joined curves may stray, in pixels, 0 joins none; 0.2 when left out.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub(crate) opttolerance: Option<f64>,
    /// With the engine bilevel: whether the light parts are traced.
    pub(crate) invert: bool,
    /// With the engine vtracer: specks smaller than this many pixels a side go; 4 when left out.
    #[schemars(range(min = 0, max = 128))]
    pub(crate) filter_speckle: Option<u8>,
    /// With the engine vtracer: bits of each color channel that count; 6 when left out.
    #[schemars(range(min = 1, max = 8))]
    pub(crate) color_precision: Option<u8>,
    /// With the engine vtracer: color difference between layers; 16 when left out.
    #[schemars(range(min = 0, max = 255))]
    pub(crate) gradient_step: Option<u8>,
    /// With the engine vtracer: smallest turn that is a corner, in degrees; 60 when left out.
    #[schemars(range(min = 0, max = 180))]
    pub(crate) corner_threshold: Option<u8>,
    /// With the engine vtracer: longer segments are subdivided, in pixels; 4 when left out.
    #[schemars(range(min = 3.5, max = 10.0))]
    pub(crate) segment_length: Option<f64>,
    /// With the engine vtracer: passes of subdivision; 10 when left out.
    #[schemars(range(min = 1, max = 50))]
    pub(crate) max_iterations: Option<u8>,
    /// With the engine vtracer: smallest turn that splices a curve, in degrees; 45 when left out.
    #[schemars(range(min = 0, max = 180))]
    pub(crate) splice_threshold: Option<u8>,
    /// With the engine vtracer: decimal places of its coordinates; 2 when left out.
    #[schemars(range(min = 0, max = 10))]
    pub(crate) path_precision: Option<u8>,
    /// With the engine vtracer: curves, straight lines or pixel edges; spline when left out.
    pub(crate) mode: Option<Mode>,
}

impl Default for Trace {
    fn default() -> Self {
        Self {
            preset: Preset::Logo,
            colors: None,
            palette: String::new(),
            keep: String::new(),
            min_area: None,
            tolerance: None,
            curves: Curves::Cubic,
            snap: Snap::On,
            background: Background::Keep,
            shadows: Shadows::Blurred,
            stacking: Stacking::Stacked,
            gap_filler: None,
            trap: 0.0,
            draw_style: None,
            line_width: None,
            line_color: None,
            group_by: GroupBy::None,
            pixel: None,
            max_paths: None,
            max_bytes: None,
            quality: None,
            engine: Engine::Subpixel,
            threshold: None,
            turnpolicy: None,
            turdsize: None,
            alphamax: None,
            opttolerance: None,
            invert: false,
            filter_speckle: None,
            color_precision: None,
            gradient_step: None,
            corner_threshold: None,
            segment_length: None,
            max_iterations: None,
            splice_threshold: None,
            path_precision: None,
            mode: None,
        }
    }
}

impl Stage for Trace {
    const NAME: &'static str = "trace";
    const VERSION: u32 = 2;
    const INPUTS: &'static [Port] = &[Port::needed("picture", Type::Raster)];
    const OUTPUT: Type = Type::Drawing;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        self.run_warned(inputs, cx).map(|made| made.value)
    }

    fn run_warned(&self, inputs: &Inputs, cx: &Context) -> Result<Warned<Value>> {
        let (picture, options) = (inputs.raster("picture")?, self.options()?);
        let &Self { max_paths, max_bytes, quality, .. } = self;
        let budget = Budget { max_paths, max_bytes, quality };
        let drawn = if budget.is_set() {
            within_budget(&picture, &options, &budget, cx)?
        } else {
            Warned::clean(trace(&picture, &options, cx)?)
        };
        Ok(Warned { value: Value::Drawing(Arc::new(drawn.value)), warnings: drawn.warnings })
    }
}

impl Trace {
    /// The tracer's options that these parameters mean.
    pub(crate) fn options(&self) -> Result<TraceOptions> {
        self.check_engine()?;
        Ok(TraceOptions {
            engine: self.engine.into(),
            preset: self.implied()?.into(),
            colors: self.colors,
            palette: self.rules()?,
            min_area: self.min_area,
            tolerance: self.tolerance,
            curves: self.curves.into(),
            background: self.background.into(),
            snap: self.snap.into(),
            shadows: self.shadows.into(),
            stacking: self.stacking.into(),
            gap_filler: self.gap_filler,
            draw_style: self.draw_style.map(Into::into),
            line_width: self.line_width,
            line_color: self.line_color.as_deref().map(Rgba::parse).transpose()?,
            trap: self.trap,
            group_by: self.group_by.into(),
            pixel_edges: self.pixel.map(Into::into).unwrap_or_default(),
            bilevel: self.bilevel(),
            vtracer: self.vtracer(),
        })
    }

    /// The preset, or the one that smooth or exact pixels imply.
    fn implied(&self) -> Result<Preset> {
        match (self.pixel, self.preset) {
            (None, preset) => Ok(preset),
            (Some(_), Preset::Logo | Preset::Pixel) => Ok(Preset::Pixel),
            (Some(_), Preset::Icon | Preset::Lineart | Preset::Centerline | Preset::Cutter | Preset::Photo) => {
                Err(Error::new(Kind::Input, "pixel has an effect with the preset pixel only")
                    .hinted("leave out one of them"))
            }
        }
    }

    fn rules(&self) -> Result<Vec<PaletteRule>> {
        let mut rules = Vec::new();
        if !self.keep.is_empty() {
            rules.extend(parse_palette(&self.keep)?.into_iter().map(|rule| PaletteRule::spot(rule.source)));
        }
        if !self.palette.is_empty() {
            rules.extend(parse_palette(&self.palette)?);
        }
        Ok(rules)
    }
}
