//! Traces again what changes.
//!
//! Looks at the inputs several times a second instead of asking the system to tell: that works the same on every system
//! and network drive, and a thousand files cost it a few milliseconds.

use super::one::Job;
use super::report::Report;
use super::{TraceArgs, contact, round};
use crate::failure::Status;
use crate::input::{Found, Source};
use crate::output::OutputArgs;
use crate::world::World;
use linocut_core::{Error, Kind, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// Time between two looks. A file must look the same twice before it is traced, as programs write in pieces.
const PAUSE: Duration = Duration::from_millis(200);

/// How a file looks from outside.
type Look = (Option<SystemTime>, u64);

/// Traces the inputs, and each again when it changes, until the person stops it.
///
/// # Errors
/// [`Kind::Input`] for inputs or results that are no files. What is wrong with a picture is told and does not end it.
pub(super) fn watch(args: &TraceArgs, job: &Job, world: &World) -> Result<Status> {
    let to_stdout = args.output.output.as_deref() == Some(Path::new("-"));
    if to_stdout || args.inputs.has_stdin() {
        return Err(Error::new(Kind::Input, "only files can be watched").hinted("name files or directories, not -"));
    }
    let mut ours = Ours::default();
    ours.files.extend(args.report.sheet.as_deref().map(real));
    let mut seen = looks(args, &ours);
    trace(args, job, inputs(args, &ours), world, &mut ours);
    world.screen.say("watching for changes, Ctrl-C ends it");
    let mut before = seen.clone();
    loop {
        sleep(PAUSE);
        if world.check().is_err() {
            return Ok(Status::Done);
        }
        let now = looks(args, &ours);
        let steady = |(name, look): &(&String, &Look)| before.get(*name) == Some(look) && seen.get(*name) != Some(look);
        let changed: BTreeMap<String, Look> = now.iter().filter(steady).map(|(n, l)| (n.clone(), *l)).collect();
        if !changed.is_empty() {
            let found = inputs(args, &ours).into_iter().filter(|found| changed.contains_key(&found.name)).collect();
            seen.extend(changed);
            trace(args, job, found, world, &mut ours);
        }
        before = now;
    }
}

/// What was made while watching.
#[derive(Default)]
struct Ours {
    /// By the name of the input, what came of it last.
    reports: BTreeMap<String, Report>,
    /// Every file that was written or will be; none of them is an input.
    files: BTreeSet<PathBuf>,
}

/// Traces some inputs. Results that were written while watching are replaced, others only as the options say.
fn trace(args: &TraceArgs, job: &Job, found: Vec<Found>, world: &World, ours: &mut Ours) {
    let is_known = |found: &Found| ours.reports.contains_key(&found.name);
    let (known, new): (Vec<Found>, Vec<Found>) = found.into_iter().partition(is_known);
    let again = OutputArgs { output: args.output.output.clone(), force: true };
    for (output, found) in [(&args.output, new), (&again, known)] {
        if found.is_empty() {
            continue;
        }
        match round(args, job, output, found, world) {
            Ok(done) => {
                done.end(world);
                ours.files.extend(done.files.iter().map(|path| real(path)));
                ours.reports.extend(done.traced);
            }
            Err(error) if error.kind() == Kind::Cancelled => return,
            Err(error) => world.screen.error(&error),
        }
    }
    if let Err(error) = sheet(args, ours, world) {
        world.screen.error(&error);
    }
}

/// Draws the contact sheet of all inputs that are there, each with what came of it last.
fn sheet(args: &TraceArgs, ours: &Ours, world: &World) -> Result<()> {
    let Some(path) = &args.report.sheet else { return Ok(()) };
    let last = |found: Found| ours.reports.get(&found.name).map(|report| (found.name, report.clone()));
    let traced: Vec<(String, Report)> = inputs(args, ours).into_iter().filter_map(last).collect();
    contact::write(path, &traced, world)
}

/// The inputs, but for what was made of them.
fn inputs(args: &TraceArgs, ours: &Ours) -> Vec<Found> {
    let is_ours = |found: &Found| match &found.source {
        Ok(Source::File { path, .. }) => ours.files.contains(&real(path)),
        Ok(Source::Stdin) | Err(_) => false,
    };
    args.inputs.expand().into_iter().filter(|found| !is_ours(found)).collect()
}

/// The one name of a file.
fn real(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    // It may be written yet.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// How the inputs look now; what cannot be looked at is left out until it can.
fn looks(args: &TraceArgs, ours: &Ours) -> BTreeMap<String, Look> {
    let look = |found: Found| {
        let Ok(Source::File { path, .. }) = &found.source else { return None };
        let data = fs::metadata(path).ok()?;
        Some((found.name, (data.modified().ok(), data.len())))
    };
    inputs(args, ours).into_iter().filter_map(look).collect()
}
