//! Options of single engines; what is not given stays at the engine's own default.

use super::choices::EngineChoice;
use crate::values::number;
use clap::{Args, ValueEnum, value_parser};
use linocut_core::{Error, Kind, Result};
use linocut_trace::{BilevelOptions, Threshold, TurnPolicy, VtracerMode, VtracerOptions};

#[derive(Args, Debug)]
#[command(next_help_heading = "With --engine bilevel")]
pub(crate) struct BilevelArgs {
    /// Brightness below which a pixel is dark: auto, or 1 to 255 [default: auto]
    #[arg(long, value_name = "LUMA", value_parser = threshold)]
    threshold: Option<Threshold>,
    /// Potrace's name for the threshold, as a share of white
    #[arg(long, hide = true, value_name = "SHARE", value_parser = level, conflicts_with = "threshold")]
    blacklevel: Option<Threshold>,
    /// Where to turn when dark pixels touch at a corner only [default: minority]
    #[arg(long, value_enum, value_name = "POLICY")]
    turnpolicy: Option<TurnChoice>,
    /// Drop specks up to this many pixels [default: 2]
    #[arg(long, value_name = "AREA", value_parser = number(0.0..=1e9, "square pixels"))]
    turdsize: Option<f64>,
    /// Corner threshold: 0 makes every vertex a corner, 1.334 none [default: 1]
    #[arg(long, value_name = "N", value_parser = number(0.0..=1.334, ""))]
    alphamax: Option<f64>,
    /// How far joined curves may stray, in pixels; 0 joins none [default: 0.2]
    #[arg(long, value_name = "PIXELS", value_parser = number(0.0..=10.0, "pixels"))]
    opttolerance: Option<f64>,
    /// Trace the light parts
    #[arg(long)]
    invert: bool,
}

impl BilevelArgs {
    /// Passes unless options of this engine were given to another.
    pub(crate) fn belongs_to(&self, engine: EngineChoice) -> Result<()> {
        let given = [
            (self.threshold.is_some(), "--threshold"),
            (self.blacklevel.is_some(), "--blacklevel"),
            (self.turnpolicy.is_some(), "--turnpolicy"),
            (self.turdsize.is_some(), "--turdsize"),
            (self.alphamax.is_some(), "--alphamax"),
            (self.opttolerance.is_some(), "--opttolerance"),
            (self.invert, "--invert"),
        ];
        check_engine(&given, (engine == EngineChoice::Bilevel, "bilevel"))
    }

    pub(crate) fn options(&self) -> BilevelOptions {
        let usual = BilevelOptions::default();
        BilevelOptions {
            threshold: self.threshold.or(self.blacklevel).unwrap_or(usual.threshold),
            turn_policy: self.turnpolicy.map_or(usual.turn_policy, TurnPolicy::from),
            turd_size: self.turdsize.unwrap_or(usual.turd_size),
            alpha_max: self.alphamax.unwrap_or(usual.alpha_max),
            opt_tolerance: self.opttolerance.unwrap_or(usual.opt_tolerance),
            invert: self.invert,
        }
    }
}

#[derive(Args, Debug)]
#[command(next_help_heading = "With --engine vtracer")]
pub(crate) struct VtracerArgs {
    /// Drop specks smaller than this many pixels a side, 0 to 128 [default: 4]
    #[arg(long, alias = "filter_speckle", value_name = "PIXELS", value_parser = value_parser!(u8).range(0..=128))]
    filter_speckle: Option<u8>,
    /// Bits of each color channel that count, 1 to 8 [default: 6]
    #[arg(long, alias = "color_precision", value_name = "BITS", value_parser = value_parser!(u8).range(1..=8))]
    color_precision: Option<u8>,
    /// Color difference between layers, 0 to 255 [default: 16]
    #[arg(long, aliases = ["gradient_step", "layer-difference", "layer_difference"], value_name = "LEVELS")]
    gradient_step: Option<u8>,
    /// Smallest turn that is a corner, 0 to 180 [default: 60]
    #[arg(long, alias = "corner_threshold", value_name = "DEGREES", value_parser = value_parser!(u8).range(0..=180))]
    corner_threshold: Option<u8>,
    /// Subdivide segments longer than this, 3.5 to 10 [default: 4]
    #[arg(long, aliases = ["segment_length", "length-threshold", "length_threshold"], value_name = "PIXELS", value_parser = number(3.5..=10.0, "pixels"))]
    segment_length: Option<f64>,
    /// Passes of subdivision, 1 to 50 [default: 10]
    #[arg(long, alias = "max_iterations", value_name = "N", value_parser = value_parser!(u8).range(1..=50))]
    max_iterations: Option<u8>,
    /// Smallest turn that splices a curve, 0 to 180 [default: 45]
    #[arg(long, alias = "splice_threshold", value_name = "DEGREES", value_parser = value_parser!(u8).range(0..=180))]
    splice_threshold: Option<u8>,
    /// Decimal places of its coordinates, 0 to 10 [default: 2]
    #[arg(long, alias = "path_precision", value_name = "PLACES", value_parser = value_parser!(u8).range(0..=10))]
    path_precision: Option<u8>,
    /// Curves, straight lines or pixel edges [default: spline]
    #[arg(long, value_enum)]
    mode: Option<ModeChoice>,
}

impl VtracerArgs {
    /// Passes unless options of this engine were given to another.
    pub(crate) fn belongs_to(&self, engine: EngineChoice) -> Result<()> {
        let given = [
            (self.filter_speckle.is_some(), "--filter-speckle"),
            (self.color_precision.is_some(), "--color-precision"),
            (self.gradient_step.is_some(), "--gradient-step"),
            (self.corner_threshold.is_some(), "--corner-threshold"),
            (self.segment_length.is_some(), "--segment-length"),
            (self.max_iterations.is_some(), "--max-iterations"),
            (self.splice_threshold.is_some(), "--splice-threshold"),
            (self.path_precision.is_some(), "--path-precision"),
            (self.mode.is_some(), "--mode"),
        ];
        check_engine(&given, (engine == EngineChoice::Vtracer, "vtracer"))
    }

    pub(crate) fn options(&self) -> VtracerOptions {
        let usual = VtracerOptions::default();
        VtracerOptions {
            filter_speckle: self.filter_speckle.unwrap_or(usual.filter_speckle),
            color_precision: self.color_precision.unwrap_or(usual.color_precision),
            layer_difference: self.gradient_step.unwrap_or(usual.layer_difference),
            corner_threshold: self.corner_threshold.unwrap_or(usual.corner_threshold),
            length_threshold: self.segment_length.unwrap_or(usual.length_threshold),
            max_iterations: self.max_iterations.unwrap_or(usual.max_iterations),
            splice_threshold: self.splice_threshold.unwrap_or(usual.splice_threshold),
            path_precision: self.path_precision.unwrap_or(usual.path_precision),
            mode: self.mode.map_or(usual.mode, VtracerMode::from),
        }
    }
}

/// An option without effect is a mistake that the person should hear of.
fn check_engine(given: &[(bool, &str)], (right, engine): (bool, &str)) -> Result<()> {
    match given.iter().find(|(is_given, _)| *is_given && !right) {
        Some((_, option)) => {
            Err(Error::new(Kind::Input, format!("{option} has an effect with --engine {engine} only"))
                .hinted(format!("add --engine {engine}, or leave {option} out")))
        }
        None => Ok(()),
    }
}

fn threshold(text: &str) -> Result<Threshold, String> {
    match text.parse() {
        Ok(luma @ 1..=255) => Ok(Threshold::Luma(luma)),
        Err(_) if text == "auto" => Ok(Threshold::Automatic),
        _ => Err("it is auto, or goes from 1 to 255".to_owned()),
    }
}

/// Reads a share of white as luma.
fn level(text: &str) -> Result<Threshold, String> {
    let share = number(0.0..=1.0, "")(text)?;
    // Luma starts at 1: nothing is darker than 0.
    format!("{:.0}", (share * 255.0).max(1.0))
        .parse()
        .map(Threshold::Luma)
        .map_err(|_| "it goes from 0 to 1".to_owned())
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TurnChoice {
    /// Connect the dark pixels
    Black,
    /// Connect the light pixels
    White,
    /// Always turn left
    Left,
    /// Always turn right
    Right,
    /// Connect the rarer color
    Minority,
    /// Connect the more common color
    Majority,
}

impl From<TurnChoice> for TurnPolicy {
    fn from(choice: TurnChoice) -> Self {
        match choice {
            TurnChoice::Black => Self::Black,
            TurnChoice::White => Self::White,
            TurnChoice::Left => Self::Left,
            TurnChoice::Right => Self::Right,
            TurnChoice::Minority => Self::Minority,
            TurnChoice::Majority => Self::Majority,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ModeChoice {
    /// Cubic curves
    Spline,
    /// Straight lines
    Polygon,
    /// Pixel edges
    Pixel,
}

impl From<ModeChoice> for VtracerMode {
    fn from(choice: ModeChoice) -> Self {
        match choice {
            ModeChoice::Spline => Self::Spline,
            ModeChoice::Polygon => Self::Polygon,
            ModeChoice::Pixel => Self::Pixel,
        }
    }
}
