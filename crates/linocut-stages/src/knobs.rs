//! The knobs of the tracers that Linocut is compared with, as a service built on them named and bounded them.

use linocut_core::{Context, Drawing, Error, Kind, Raster, Result};
use linocut_trace::{BilevelOptions, Engine, Threshold, TraceOptions, TurnPolicy, VtracerMode, VtracerOptions, trace};
use serde::Deserialize;

/// What such a request may say; the rest stays as the engine has it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// Who traces: `vtracer`, `potrace` or `bilevel`. Default: the one that the other knobs belong to.
    pub converter: Option<String>,
    /// Significant bits of each color channel, 1 to 10; more than 8 are 8. Default: 6.
    pub color_precision: Option<f64>,
    /// Color difference between layers, 0 to 256. Default: 16.
    pub layer_difference: Option<f64>,
    /// Smallest turn that makes a corner, in degrees, 0 to 180. Default: 60.
    pub corner_threshold: Option<f64>,
    /// Segments longer than this are subdivided, in pixels, 0 to 100; less than 3.5 is that, more than 10 is 10. Default: 4.
    pub length_threshold: Option<f64>,
    /// Passes of subdivision, 1 to 50. Default: 10.
    pub max_iterations: Option<f64>,
    /// Smallest turn that splices a curve, in degrees, 0 to 180. Default: 45.
    pub splice_threshold: Option<f64>,
    /// Decimal places, 0 to 10. Default: 2.
    pub path_precision: Option<f64>,
    /// `spline`, `polygon` or `pixel`. Default: spline.
    pub mode: Option<String>,
    /// Brightness below which a pixel is dark, 1 to 255. Default: 128.
    pub threshold: Option<f64>,
    /// Where to turn when dark pixels touch at a corner only: `black`, `white`, `left`, `right`, `minority`, `majority`.
    pub turnpolicy: Option<String>,
    /// Specks up to this many pixels are dropped, 0 to 1e9. Default: 2.
    pub turdsize: Option<f64>,
    /// 0 makes every vertex a corner, 1.334 none. Default: 1.
    pub alphamax: Option<f64>,
    /// How far joined curves may stray, in pixels, 0 to 10. Default: 0.2.
    pub opttolerance: Option<f64>,
}

/// The names of all knobs.
pub const KNOBS: [&str; 14] = [
    "converter",
    "color_precision",
    "layer_difference",
    "corner_threshold",
    "length_threshold",
    "max_iterations",
    "splice_threshold",
    "path_precision",
    "mode",
    "threshold",
    "turnpolicy",
    "turdsize",
    "alphamax",
    "opttolerance",
];

impl Knobs {
    /// Traces a picture by the engine that is asked for.
    ///
    /// # Errors
    /// [`Kind::Input`] for a number out of range or a word that is none, the field named; those of the tracer.
    pub fn trace(&self, picture: &Raster, cx: &Context) -> Result<Drawing> {
        let dark = [self.threshold, self.turdsize, self.alphamax, self.opttolerance].iter().any(Option::is_some);
        let engine = match self.converter.as_deref() {
            Some("vtracer") => Engine::Vtracer,
            Some("potrace" | "bilevel") => Engine::Bilevel,
            Some(other) => return Err(unknown("converter", other, "vtracer, potrace or bilevel")),
            None if dark || self.turnpolicy.is_some() => Engine::Bilevel,
            None => Engine::Vtracer,
        };
        let (vtracer, bilevel) = (self.vtracer()?, self.bilevel()?);
        trace(picture, &TraceOptions { engine, vtracer, bilevel, ..TraceOptions::default() }, cx)
    }

    fn vtracer(&self) -> Result<VtracerOptions> {
        let usual = VtracerOptions::default();
        let whole = |name: &str, given: Option<f64>, (low, high): (u8, u8), most: u8, usual: u8| {
            let Some(value) = within(name, given, f64::from(low), f64::from(high))? else { return Ok(usual) };
            // The nearest whole number that the engine takes.
            Ok((low..=most).rev().find(|number| f64::from(*number) <= value + 0.5).unwrap_or(low))
        };
        let length = within("length_threshold", self.length_threshold, 0.0, 100.0)?;
        Ok(VtracerOptions {
            color_precision: whole("color_precision", self.color_precision, (1, 10), 8, usual.color_precision)?,
            // 256 is one more than there is.
            layer_difference: whole(
                "layer_difference",
                within("layer_difference", self.layer_difference, 0.0, 256.0)?.map(|levels| levels.min(255.0)),
                (0, 255),
                255,
                usual.layer_difference,
            )?,
            corner_threshold: whole("corner_threshold", self.corner_threshold, (0, 180), 180, usual.corner_threshold)?,
            length_threshold: length.map_or(usual.length_threshold, |pixels| pixels.clamp(3.5, 10.0)),
            max_iterations: whole("max_iterations", self.max_iterations, (1, 50), 50, usual.max_iterations)?,
            splice_threshold: whole("splice_threshold", self.splice_threshold, (0, 180), 180, usual.splice_threshold)?,
            path_precision: whole("path_precision", self.path_precision, (0, 10), 10, usual.path_precision)?,
            mode: match self.mode.as_deref() {
                None | Some("spline") => VtracerMode::Spline,
                Some("polygon") => VtracerMode::Polygon,
                Some("pixel" | "none") => VtracerMode::Pixel,
                Some(other) => return Err(unknown("mode", other, "spline, polygon or pixel")),
            },
            filter_speckle: usual.filter_speckle,
        })
    }

    fn bilevel(&self) -> Result<BilevelOptions> {
        let usual = BilevelOptions::default();
        let luma = within("threshold", self.threshold, 1.0, 255.0)?.unwrap_or(128.0);
        let turn_policy = match self.turnpolicy.as_deref() {
            None | Some("minority") => TurnPolicy::Minority,
            Some("majority") => TurnPolicy::Majority,
            Some("black") => TurnPolicy::Black,
            Some("white") => TurnPolicy::White,
            Some("left") => TurnPolicy::Left,
            Some("right") => TurnPolicy::Right,
            Some(other) => {
                return Err(unknown("turnpolicy", other, "black, white, left, right, minority or majority"));
            }
        };
        Ok(BilevelOptions {
            threshold: Threshold::Luma((1..=u8::MAX).rev().find(|own| f64::from(*own) <= luma).unwrap_or(1)),
            turn_policy,
            turd_size: within("turdsize", self.turdsize, 0.0, 1e9)?.unwrap_or(usual.turd_size),
            alpha_max: within("alphamax", self.alphamax, 0.0, 1.334)?.unwrap_or(usual.alpha_max),
            opt_tolerance: within("opttolerance", self.opttolerance, 0.0, 10.0)?.unwrap_or(usual.opt_tolerance),
            invert: usual.invert,
        })
    }
}

/// A number, if it is one of a range.
fn within(name: &str, value: Option<f64>, low: f64, high: f64) -> Result<Option<f64>> {
    let sentence = || format!("{name} is out of range, it goes from {low} to {high}");
    match value {
        Some(value) if !(low..=high).contains(&value) => Err(Error::new(Kind::Input, sentence()).about(name)),
        value => Ok(value),
    }
}

fn unknown(name: &str, given: &str, there: &str) -> Error {
    Error::new(Kind::Input, format!("{name} '{given}' is not {there}")).about(name)
}
