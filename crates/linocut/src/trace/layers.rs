//! Options about what lies over what.

use crate::values::{color, number};
use clap::{Args, ValueEnum};
use linocut_core::Rgba;
use linocut_trace::{DrawStyle, Stacking, TraceOptions};

#[derive(Args, Debug)]
#[command(next_help_heading = "Layers")]
pub(crate) struct LayerArgs {
    /// Whether shapes may overlap
    #[arg(long, value_enum, default_value_t)]
    stacking: StackingChoice,
    /// Strokes under the seams of cut-outs, in pixels, or off [default: 2 with --stacking cutouts]
    #[arg(long, value_name = "WIDTH", value_parser = width)]
    gap_filler: Option<f64>,
    /// Whether shapes are filled, outlined, or only their edges drawn
    #[arg(long, value_enum, default_value_t)]
    draw_style: StyleChoice,
    /// Width of these lines, in pixels, 0.01 to 100 [default: 1, with --preset cutter 0.1 mm]
    #[arg(long, value_name = "PIXELS", value_parser = number(0.01..=100.0, "pixels"))]
    line_width: Option<f64>,
    /// Their color [default: that of the shape, of edges black, with --preset cutter red]
    #[arg(long, value_name = "COLOR", value_parser = color)]
    line_color: Option<Rgba>,
}

impl LayerArgs {
    /// `options` with what is asked about layers.
    pub(crate) fn onto(&self, options: TraceOptions) -> TraceOptions {
        TraceOptions {
            stacking: self.stacking.into(),
            gap_filler: self.gap_filler,
            draw_style: self.draw_style.into(),
            line_width: self.line_width,
            line_color: self.line_color,
            ..options
        }
    }
}

fn width(text: &str) -> Result<f64, String> {
    if text == "off" { Ok(0.0) } else { number(0.0..=100.0, "pixels")(text) }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum StackingChoice {
    /// Lower shapes go on under upper ones
    #[default]
    Stacked,
    /// No overlaps: neighbors share their edges
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

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum StyleChoice {
    /// Shapes are filled
    #[default]
    FillShapes,
    /// The outline of every shape is a line
    StrokeShapes,
    /// Every edge is one line, none lies on another
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
