//! One thing done to many files.

use crate::failure::{Status, guarded};
use crate::values::count;
use crate::world::World;
use linocut_core::{Error, Kind, Result};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Does `work` to every item on `jobs` threads, reports failures as they come, and hands back the results in order.
///
/// An item that is an error already stays one. A panic in `work` fails its item only.
/// A single item that fails is the failure of the command.
///
/// # Errors
/// [`Kind::Cancelled`] when the person stopped it; else that of a single item.
pub(crate) fn each<I: Send, T: Send>(
    items: Vec<Result<I>>,
    jobs: Option<usize>,
    world: &World,
    work: impl Fn(I) -> Result<T> + Sync,
) -> Result<Outcome<T>> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(jobs.unwrap_or(0))
        .build()
        .map_err(|e| Error::new(Kind::Unavailable, "cannot start threads").cause(e))?;
    let single = items.len() == 1;
    world.screen.open_bar(items.len());
    let one = |item: Result<I>| {
        let result = item.and_then(|item| {
            world.check()?;
            guarded(|| work(item))
        });
        if let Err(error) = &result
            && !single
            && error.kind() != Kind::Cancelled
        {
            world.screen.item_error(error);
        }
        world.screen.step_bar();
        result
    };
    let mut results: Vec<_> = pool.install(|| items.into_par_iter().with_max_len(1).map(one).collect());
    world.screen.close_bar();
    world.check()?;
    if single && matches!(results.first(), Some(Err(_))) {
        return Err(results.pop().and_then(Result::err).unwrap_or_else(|| Error::new(Kind::Bug, "error was lost")));
    }
    Ok(Outcome(results))
}

/// What became of each item, in order.
pub(crate) struct Outcome<T>(pub(crate) Vec<Result<T>>);

impl<T> Outcome<T> {
    /// Tells how many failed, if any did; `thing` is what they are.
    pub(crate) fn finish(&self, thing: &str, world: &World) -> Status {
        let failed = self.0.iter().filter(|result| result.is_err()).count();
        if failed == 0 {
            return Status::Done;
        }
        world.screen.say(&format!("{failed} of {} failed", count(self.0.len(), thing)));
        Status::SomeFailed
    }
}
