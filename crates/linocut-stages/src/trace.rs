//! Picture → drawing.

use crate::choice::choice;
use linocut_core::{Context, Result, Rgba, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_trace::{PaletteRule, TraceOptions, parse_palette, trace};
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
    /// Whether pixel art keeps its pixels or gets smooth outlines.
    pub(crate) pixel: Pixel,
    /// What does the tracing.
    pub(crate) engine: Engine,
}

choice! {
    /// Kinds of pictures.
    Preset => linocut_trace::Preset {
        /// Flat colors and sharp edges; illustrations, too.
        Logo,
        /// Small pictures, where every pixel matters.
        Icon,
        /// Lines in one color on another.
        Lineart,
        /// Lines become strokes.
        Centerline,
        /// Every edge once, for cutters and plotters.
        Cutter,
        /// Pixel art.
        Pixel,
        /// Photographs and paintings.
        Photo,
    }
}
choice! {
    /// Kinds of curves.
    Curves => linocut_trace::CurveKind { Line, Quadratic, Cubic }
}
choice! {
    /// Regularity.
    Snap => linocut_trace::Snap { On, Off }
}
choice! {
    /// A background of one color.
    Background => linocut_trace::Background { Keep, Drop }
}
choice! {
    /// Soft shadows and glows.
    Shadows => linocut_trace::Shadows { Blurred, Shaded }
}
choice! {
    /// What lies over what.
    Stacking => linocut_trace::Stacking { Stacked, Cutouts }
}
choice! {
    /// Fills or lines.
    DrawStyle => linocut_trace::DrawStyle { FillShapes, StrokeShapes, StrokeEdges }
}
choice! {
    /// Groups.
    GroupBy => linocut_trace::GroupBy { None, Color, Layer }
}
choice! {
    /// Outlines of pixel art.
    Pixel => linocut_trace::PixelEdges { Exact, Smooth }
}
choice! {
    /// Tracers.
    Engine => linocut_trace::Engine {
        /// Our own: finds edges between pixels.
        Subpixel,
        /// Black and white, as Potrace does it.
        Bilevel,
        /// The VTracer library, to compare with.
        Vtracer,
    }
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
            pixel: Pixel::Exact,
            engine: Engine::Subpixel,
        }
    }
}

impl Stage for Trace {
    const NAME: &'static str = "trace";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("picture", Type::Raster)];
    const OUTPUT: Type = Type::Drawing;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        let picture = inputs.raster("picture")?;
        Ok(Value::Drawing(Arc::new(trace(&picture, &self.options()?, cx)?)))
    }
}

impl Trace {
    /// The tracer's options that these parameters mean.
    pub(crate) fn options(&self) -> Result<TraceOptions> {
        Ok(TraceOptions {
            engine: self.engine.into(),
            preset: self.preset.into(),
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
            pixel_edges: self.pixel.into(),
            ..TraceOptions::default()
        })
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
