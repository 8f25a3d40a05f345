//! Options about what lies over what.

use crate::values::number;
use clap::{Args, ValueEnum};
use linocut_trace::{Stacking, TraceOptions};

#[derive(Args, Debug)]
#[command(next_help_heading = "Layers")]
pub(crate) struct LayerArgs {
    /// Whether shapes may overlap
    #[arg(long, value_enum, default_value_t)]
    stacking: StackingChoice,
    /// Strokes under the seams of cut-outs, in pixels, or off [default: 2 with --stacking cutouts]
    #[arg(long, value_name = "WIDTH", value_parser = width)]
    gap_filler: Option<f64>,
}

impl LayerArgs {
    /// `options` with what is asked about layers.
    pub(crate) fn onto(&self, options: TraceOptions) -> TraceOptions {
        TraceOptions { stacking: self.stacking.into(), gap_filler: self.gap_filler, ..options }
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
