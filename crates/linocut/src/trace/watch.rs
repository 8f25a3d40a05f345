//! Traces again what changes.
//!
//! Looks at the inputs several times a second instead of asking the system to tell: that works the same on every system
//! and network drive, and a thousand files cost it a few milliseconds.

use super::one::Job;
use super::{TraceArgs, round};
use crate::failure::Status;
use crate::input::{Found, Source};
use crate::output::OutputArgs;
use crate::world::World;
use linocut_core::{Error, Kind, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
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
    let mut seen = looks(args);
    let mut ours = BTreeSet::new();
    trace(args, job, args.inputs.expand(), world, &mut ours);
    world.screen.say("watching for changes, Ctrl-C ends it");
    let mut before = seen.clone();
    loop {
        sleep(PAUSE);
        if world.check().is_err() {
            return Ok(Status::Done);
        }
        let now = looks(args);
        let steady = |(name, look): &(&String, &Look)| before.get(*name) == Some(look) && seen.get(*name) != Some(look);
        let changed: BTreeMap<String, Look> = now.iter().filter(steady).map(|(n, l)| (n.clone(), *l)).collect();
        if !changed.is_empty() {
            let found = args.inputs.expand().into_iter().filter(|found| changed.contains_key(&found.name)).collect();
            seen.extend(changed);
            trace(args, job, found, world, &mut ours);
        }
        before = now;
    }
}

/// Traces some inputs. Results that were written while watching are replaced, others only as the options say.
fn trace(args: &TraceArgs, job: &Job, found: Vec<Found>, world: &World, ours: &mut BTreeSet<String>) {
    let (known, new): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|found| ours.contains(&found.name));
    let again = OutputArgs { output: args.output.output.clone(), force: true };
    for (output, found) in [(&args.output, new), (&again, known)] {
        if found.is_empty() {
            continue;
        }
        match round(args, job, output, found, world) {
            Ok(done) => ours.extend(done.written),
            Err(error) if error.kind() == Kind::Cancelled => return,
            Err(error) => world.screen.error(&error),
        }
    }
}

/// How the inputs look now; what cannot be looked at is left out until it can.
fn looks(args: &TraceArgs) -> BTreeMap<String, Look> {
    let look = |found: Found| {
        let Ok(Source::File { path, .. }) = &found.source else { return None };
        let data = fs::metadata(path).ok()?;
        Some((found.name, (data.modified().ok(), data.len())))
    };
    args.inputs.expand().into_iter().filter_map(look).collect()
}
