//! `linocut doctor`: does everything work here?

mod icons;

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::screen::write_data;
use crate::world::World;
use clap::Args;
use linocut_core::{Context, Effort, Error, Kind, Raster, Result, Rgba};
use linocut_raster::{FORMATS, Limits};
use linocut_trace::{Engine, TraceOptions};
use serde_json::{Value, json};
use std::path::Path;
use std::thread::available_parallelism;

const EXAMPLES: &str = "\
Examples:
  linocut doctor
  linocut doctor --json     to add to a problem report";

/// Side of the picture that every engine has to trace, in pixels.
const TRIAL_SIDE: u32 = 32;

/// Check that everything works on this machine
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct DoctorArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// One thing that was looked at.
struct Finding {
    name: String,
    value: String,
    fine: bool,
}

impl Finding {
    /// What was found, or why it does not work.
    fn of(name: &str, found: Result<String>) -> Self {
        let fine = found.is_ok();
        Self { name: name.to_owned(), value: found.unwrap_or_else(|error| error.to_string()), fine }
    }
}

pub(crate) fn run(args: &DoctorArgs, world: &World) -> Result<Status> {
    let findings = examine(world);
    let bad: Vec<&str> = findings.iter().filter(|f| !f.fine).map(|f| f.name.as_str()).collect();
    let text = if args.json { as_json(&findings) } else { as_text(&findings) };
    write_data(text.as_bytes())?;
    if bad.is_empty() {
        return Ok(Status::Done);
    }
    Err(Error::new(Kind::Unavailable, format!("not everything works here: {}", bad.join(", "))))
}

fn examine(world: &World) -> Vec<Finding> {
    let cx = &world.context(Effort::default(), None);
    let fact = |name: &str, value: String| Finding { name: name.to_owned(), value, fine: true };
    let limits = Limits::default();
    let mut findings = vec![
        fact("version", env!("CARGO_PKG_VERSION").to_owned()),
        fact("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
        fact("cores", available_parallelism().map_or_else(|_| "unknown".to_owned(), |n| n.to_string())),
        fact("memory", memory()),
        fact("formats", FORMATS.to_owned()),
        fact("largest side", format!("{} pixels", limits.max_side)),
        fact("largest area", format!("{} megapixels", limits.max_pixels >> 20)),
        fact("largest file", format!("{} MiB", limits.max_bytes >> 20)),
        fact("decoding memory", format!("{} MiB, and 8 bytes for each byte of the file", limits.max_memory >> 20)),
    ];
    let engines = [("subpixel", Engine::Subpixel), ("bilevel", Engine::Bilevel), ("vtracer", Engine::Vtracer)];
    findings.extend(engines.map(|(name, engine)| try_engine(name, engine, cx)));
    let folders = [("temporary directory", std::env::temp_dir()), ("current directory", Path::new(".").to_owned())];
    findings.extend(folders.map(|(name, path)| try_folder(name, &path)));
    findings.extend(icons::examine());
    match crate::providers::examine(world) {
        Ok(all) if all.is_empty() => {
            findings.push(fact("providers", "none known, `linocut providers list` says more".to_owned()));
        }
        Ok(all) => findings.extend(all.into_iter().map(|(name, found)| Finding::of(&name, found))),
        Err(error) => findings.push(Finding::of("providers", Err(error))),
    }
    // A file that is not in order was told just now.
    findings.extend(crate::providers::guards().into_iter().flatten().map(|(name, value)| fact(&name, value)));
    findings
}

/// Traces a dark square on white.
fn try_engine(name: &str, engine: Engine, cx: &Context) -> Finding {
    let middle = TRIAL_SIDE / 4..TRIAL_SIDE * 3 / 4;
    let color = |x, y| if middle.contains(&x) && middle.contains(&y) { Rgba::BLACK } else { Rgba::WHITE };
    let pixels = (0..TRIAL_SIDE).flat_map(|y| (0..TRIAL_SIDE).map(move |x| (x, y))).map(|(x, y)| color(x, y)).collect();
    let traced = Raster::new(TRIAL_SIDE, TRIAL_SIDE, pixels)
        .and_then(|picture| linocut_trace::trace(&picture, &TraceOptions { engine, ..TraceOptions::default() }, cx));
    let (value, fine) = match traced {
        Ok(drawing) if drawing.shapes().next().is_some() => ("works".to_owned(), true),
        Ok(_) => ("finds nothing in a trial picture".to_owned(), false),
        Err(error) => (error.to_string(), false),
    };
    Finding { name: format!("{name} engine"), value, fine }
}

/// Makes a file and removes it.
fn try_folder(name: &str, path: &Path) -> Finding {
    let (value, fine) = match tempfile::NamedTempFile::new_in(path) {
        Ok(_) => (format!("{} can be written", path.display()), true),
        Err(error) => (format!("{} cannot be written: {error}", path.display()), false),
    };
    Finding { name: name.to_owned(), value, fine }
}

/// Memory in all and what is free of it, where the system says so.
fn memory() -> String {
    let Ok(text) = std::fs::read_to_string("/proc/meminfo") else { return "unknown on this system".to_owned() };
    let mib = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib >> 10)
    };
    match (mib("MemTotal"), mib("MemAvailable")) {
        (Some(all), Some(free)) => format!("{all} MiB, {free} MiB free"),
        _ => "unknown on this system".to_owned(),
    }
}

fn as_text(findings: &[Finding]) -> String {
    let mark = |f: &Finding| if f.fine { "" } else { "  (problem)" };
    let lines: Vec<_> = findings.iter().map(|f| format!("{:<20}{}{}\n", f.name, f.value, mark(f))).collect();
    lines.concat()
}

fn as_json(findings: &[Finding]) -> String {
    let entries = findings.iter().map(|f| (f.name.replace(' ', "_"), json!({ "value": f.value, "fine": f.fine })));
    format!("{}\n", Value::Object(entries.collect()))
}
