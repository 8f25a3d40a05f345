//! Parameters of single engines; what is not given stays at the engine's own default.

use crate::choice::Said as _;
use crate::trace::Trace;
use crate::trace_choices::Engine;
use linocut_core::{Error, Kind, Result};
use linocut_trace::{BilevelOptions, Threshold, TraceOptions, VtracerOptions};

impl Trace {
    /// Passes unless parameters of one engine are given to another, which would ignore them.
    pub(crate) fn check_engine(&self) -> Result<()> {
        let given = [
            (Engine::Bilevel, "bilevel", "threshold", self.threshold.is_some()),
            (Engine::Bilevel, "bilevel", "turnpolicy", self.turnpolicy.is_some()),
            (Engine::Bilevel, "bilevel", "turdsize", self.turdsize.is_some()),
            (Engine::Bilevel, "bilevel", "alphamax", self.alphamax.is_some()),
            (Engine::Bilevel, "bilevel", "opttolerance", self.opttolerance.is_some()),
            (Engine::Bilevel, "bilevel", "invert", self.invert),
            (Engine::Vtracer, "vtracer", "filter_speckle", self.filter_speckle.is_some()),
            (Engine::Vtracer, "vtracer", "color_precision", self.color_precision.is_some()),
            (Engine::Vtracer, "vtracer", "gradient_step", self.gradient_step.is_some()),
            (Engine::Vtracer, "vtracer", "corner_threshold", self.corner_threshold.is_some()),
            (Engine::Vtracer, "vtracer", "segment_length", self.segment_length.is_some()),
            (Engine::Vtracer, "vtracer", "max_iterations", self.max_iterations.is_some()),
            (Engine::Vtracer, "vtracer", "splice_threshold", self.splice_threshold.is_some()),
            (Engine::Vtracer, "vtracer", "path_precision", self.path_precision.is_some()),
            (Engine::Vtracer, "vtracer", "mode", self.mode.is_some()),
        ];
        match given.into_iter().find(|(engine, .., is_given)| *is_given && *engine != self.engine) {
            Some((_, engine, name, _)) => {
                Err(Error::new(Kind::Input, format!("{name} has an effect with the engine {engine} only"))
                    .hinted(format!("add engine {engine}, or leave {name} out")))
            }
            None => Ok(()),
        }
    }

    pub(crate) fn bilevel(&self) -> BilevelOptions {
        let usual = BilevelOptions::default();
        BilevelOptions {
            threshold: self.threshold.map_or(usual.threshold, Threshold::Luma),
            turn_policy: self.turnpolicy.map_or(usual.turn_policy, Into::into),
            turd_size: self.turdsize.unwrap_or(usual.turd_size),
            alpha_max: self.alphamax.unwrap_or(usual.alpha_max),
            opt_tolerance: self.opttolerance.unwrap_or(usual.opt_tolerance),
            invert: self.invert,
        }
    }

    pub(crate) fn vtracer(&self) -> VtracerOptions {
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
            mode: self.mode.map_or(usual.mode, Into::into),
        }
    }

    /// These parameters with those that mean the options of single engines, where they differ from the engine's own.
    pub(crate) fn of_engines(self, options: &TraceOptions) -> Self {
        let (own, usual) = (&options.bilevel, BilevelOptions::default());
        let threshold = match own.threshold {
            Threshold::Automatic => None,
            Threshold::Luma(luma) => Some(luma),
        };
        let stage = Self {
            threshold,
            turnpolicy: changed(own.turn_policy, usual.turn_policy).and_then(|policy| policy.said()),
            turdsize: changed(own.turd_size, usual.turd_size),
            alphamax: changed(own.alpha_max, usual.alpha_max),
            opttolerance: changed(own.opt_tolerance, usual.opt_tolerance),
            invert: own.invert,
            ..self
        };
        let (own, usual) = (&options.vtracer, VtracerOptions::default());
        Self {
            filter_speckle: changed(own.filter_speckle, usual.filter_speckle),
            color_precision: changed(own.color_precision, usual.color_precision),
            gradient_step: changed(own.layer_difference, usual.layer_difference),
            corner_threshold: changed(own.corner_threshold, usual.corner_threshold),
            segment_length: changed(own.length_threshold, usual.length_threshold),
            max_iterations: changed(own.max_iterations, usual.max_iterations),
            splice_threshold: changed(own.splice_threshold, usual.splice_threshold),
            path_precision: changed(own.path_precision, usual.path_precision),
            mode: changed(own.mode, usual.mode).and_then(|mode| mode.said()),
            ..stage
        }
    }
}

fn changed<T: Copy + PartialEq>(own: T, usual: T) -> Option<T> {
    (own != usual).then_some(own)
}
