//! Who is measured, and one try of one of them.

use crate::{potrace, set::Picture};
use cpu_time::ProcessTime;
use linocut_core::{self as core, Context, Error, Kind, Raster, Result};
use linocut_svg::{WriteOptions, write};
use linocut_trace::{Engine, TraceOptions, trace};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contender {
    /// Linocut with its defaults.
    Linocut,
    /// The VTracer library of the 0.6 line with its defaults, written by Linocut's writer.
    Vtracer,
    /// The program `potrace` with its defaults; only pictures of two colors.
    Potrace,
}

/// How hard Linocut tries; the others have no such choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Effort {
    /// An answer at once.
    Fast,
    /// The usual compromise.
    #[default]
    Balanced,
    /// Quality before time.
    Best,
}

/// What came of one try.
pub(crate) struct Attempt {
    /// Who tried.
    pub(crate) contender: Contender,
    /// The SVG, or why there is none.
    pub(crate) svg: Result<String>,
    /// The least CPU time of the whole process, all threads, over the repetitions; `None` for another process.
    pub(crate) cpu: Option<Duration>,
}

impl Contender {
    /// Its name in tables and files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Linocut => "linocut",
            Self::Vtracer => "vtracer",
            Self::Potrace => "potrace",
        }
    }

    /// Its name and version for people.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Linocut => concat!("Linocut ", env!("CARGO_PKG_VERSION")),
            Self::Vtracer => "VTracer 0.6.5 (visioncortex 0.8)",
            Self::Potrace => "Potrace (installed)",
        }
    }

    /// Whether it can be expected to trace `picture`.
    pub(crate) fn takes(self, picture: &Picture) -> bool {
        self != Self::Potrace || potrace::is_bilevel(&picture.clean)
    }
}

/// The contenders that this machine has.
pub(crate) fn present() -> Vec<Contender> {
    let mut all = vec![Contender::Linocut, Contender::Vtracer];
    if potrace::is_installed() {
        all.push(Contender::Potrace);
    }
    all
}

/// Lets `contender` trace `picture` at an effort, a number of times for a steadier CPU time.
///
/// Nothing else runs in this process meanwhile, so its CPU time is the contender's.
pub(crate) fn attempt(contender: Contender, picture: &Picture, (effort, repeat): (Effort, u32)) -> Attempt {
    let engine = match contender {
        Contender::Linocut => Engine::Subpixel,
        Contender::Vtracer => Engine::Vtracer,
        Contender::Potrace => return Attempt { contender, svg: potrace::trace(&picture.input), cpu: None },
    };
    let (mut svg, mut cpu) = timed(engine, effort, &picture.input);
    for _ in 1..repeat {
        if svg.is_ok() {
            let (again, time) = timed(engine, effort, &picture.input);
            svg = again;
            cpu = cpu.min(time);
        }
    }
    Attempt { contender, svg, cpu: Some(cpu) }
}

fn timed(engine: Engine, effort: Effort, input: &Raster) -> (Result<String>, Duration) {
    let options = TraceOptions { engine, ..TraceOptions::default() };
    let effort = match effort {
        Effort::Fast => core::Effort::Fast,
        Effort::Balanced => core::Effort::Balanced,
        Effort::Best => core::Effort::Best,
    };
    let mut cx = Context::default();
    cx.effort = effort;
    let start = ProcessTime::now();
    let traced = catch_unwind(AssertUnwindSafe(|| {
        trace(input, &options, &cx).map(|drawing| write(&drawing, &WriteOptions::default()))
    }));
    let cpu = start.elapsed();
    (traced.unwrap_or_else(|_| Err(Error::new(Kind::Bug, "panicked"))), cpu)
}
