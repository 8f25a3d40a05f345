//! Options about what lies over what.

use crate::format::Made;
use crate::values::{color, number};
use clap::{Args, ValueEnum};
use linocut_core::{PIXELS_PER_MM, Rgba};
use linocut_export::Format;
use linocut_trace::{DrawStyle, GroupBy, Stacking, TraceOptions};

#[derive(Args, Debug)]
#[command(next_help_heading = "Layers")]
pub(crate) struct LayerArgs {
    /// Whether shapes may overlap
    #[arg(long, aliases = ["shape-stacking", "shape_stacking", "hierarchical"], value_enum, default_value_t)]
    stacking: StackingChoice,
    /// Strokes under the seams of cut-outs, in pixels, or off [default: 2 with --stacking cutouts, off in DXF, where a
    /// machine would follow them]
    #[arg(long, alias = "gap_filler", value_name = "WIDTH", value_parser = width)]
    gap_filler: Option<f64>,
    /// Whether shapes are filled, outlined, or only their edges drawn [default: fill-shapes, with --preset cutter
    /// stroke-edges]
    #[arg(long, alias = "draw_style", value_enum)]
    draw_style: Option<StyleChoice>,
    /// Width of these lines, in pixels, 0.01 to 100 [default: 1, with --preset cutter 0.1 mm]
    #[arg(long, value_name = "PIXELS", value_parser = number(0.01..=100.0, "pixels"))]
    line_width: Option<f64>,
    /// Their color [default: that of the shape, of edges black, with --preset cutter red]
    #[arg(long, value_name = "COLOR", value_parser = color)]
    line_color: Option<Rgba>,
    /// How far cut-outs spread under what lies above, in pixels, or as in 0.1mm at 96 dpi [default: 0]
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    trap: Option<f64>,
    /// Which shapes become a group; shapes get names then
    #[arg(long, alias = "group_by", value_enum, default_value_t)]
    group_by: GroupChoice,
}

impl LayerArgs {
    /// `options` with what is asked about layers of a drawing that is written as `made`.
    pub(crate) fn onto(&self, options: TraceOptions, made: Made) -> TraceOptions {
        let stacking = Stacking::from(self.stacking);
        let followed = made == Made::Drawn(Format::Dxf) && stacking == Stacking::Cutouts;
        TraceOptions {
            stacking,
            gap_filler: self.gap_filler.or(followed.then_some(0.0)),
            draw_style: self.draw_style.map(DrawStyle::from),
            line_width: self.line_width,
            line_color: self.line_color,
            trap: self.trap.unwrap_or(0.0),
            group_by: self.group_by.into(),
            ..options
        }
    }
}

fn width(text: &str) -> Result<f64, String> {
    if text == "off" { Ok(0.0) } else { number(0.0..=100.0, "pixels")(text) }
}

/// Reads `0.4`, `0.4px` or `0.1mm` as pixels.
fn length(text: &str) -> Result<f64, String> {
    let (digits, scale) = match (text.strip_suffix("mm"), text.strip_suffix("px")) {
        (Some(digits), _) => (digits, PIXELS_PER_MM),
        (None, Some(digits)) => (digits, 1.0),
        (None, None) => (text, 1.0),
    };
    let value = number(0.0..=20.0 / scale, "")(digits.trim_end()).map_err(|e| format!("{e}; as in 0.4 or 0.1mm"))?;
    Ok(value * scale)
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum StackingChoice {
    /// Lower shapes go on under upper ones
    #[default]
    Stacked,
    /// No overlaps: neighbors share their edges
    #[value(alias = "cutout")]
    Cutouts,
}

impl From<StackingChoice> for Stacking {
    fn from(choice: StackingChoice) -> Self {
        match choice {
            StackingChoice::Stacked => Self::Stacked,
            StackingChoice::Cutouts => Self::Cutouts,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StyleChoice {
    /// Shapes are filled
    #[value(alias = "fill_shapes")]
    FillShapes,
    /// The outline of every shape is a line
    #[value(alias = "stroke_shapes")]
    StrokeShapes,
    /// Every edge is one line, none lies on another
    #[value(alias = "stroke_edges")]
    StrokeEdges,
}

impl From<StyleChoice> for DrawStyle {
    fn from(choice: StyleChoice) -> Self {
        match choice {
            StyleChoice::FillShapes => Self::FillShapes,
            StyleChoice::StrokeShapes => Self::StrokeShapes,
            StyleChoice::StrokeEdges => Self::StrokeEdges,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum GroupChoice {
    /// No groups and no names
    #[default]
    None,
    /// Shapes of one color, as far as the look allows
    Color,
    /// Shapes of one height
    Layer,
}

impl From<GroupChoice> for GroupBy {
    fn from(choice: GroupChoice) -> Self {
        match choice {
            GroupChoice::None => Self::None,
            GroupChoice::Color => Self::Color,
            GroupChoice::Layer => Self::Layer,
        }
    }
}
