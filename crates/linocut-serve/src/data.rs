//! What the server keeps: artifacts, jobs and recipes, in a folder or in memory.

use crate::shelf::Shelf;
use crate::work::wall;
use linocut_core::{Error, Kind, Result};
use linocut_jobs::{Artifacts, JobStore, Spare, Sqlite};
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::Arc;

/// Most bytes of artifacts in a folder: some ten thousand pictures.
const MOST_ON_DISK: u64 = 4 << 30;
/// Most bytes of artifacts in memory.
const MOST_IN_MEMORY: u64 = 256 << 20;

/// Where things are kept.
pub(crate) struct Data {
    pub(crate) artifacts: Artifacts,
    pub(crate) jobs: Arc<dyn JobStore>,
    pub(crate) recipes: Shelf,
    /// Held as long as the folder is used; `None` when nothing outlives the process.
    lock: Option<File>,
}

impl Data {
    /// Keeps things in `folder`, else in memory; of artifacts at most `most` bytes.
    pub(crate) fn new(folder: Option<&Path>, most: Option<u64>) -> Result<Self> {
        match folder {
            Some(folder) => Self::open(folder, most.unwrap_or(MOST_ON_DISK)),
            None => Self::in_memory(most.unwrap_or(MOST_IN_MEMORY)),
        }
    }

    /// Keeps things until the process ends.
    fn in_memory(most: u64) -> Result<Self> {
        let jobs: Arc<dyn JobStore> = Arc::new(Sqlite::in_memory()?.numbered_from(wall())?);
        let artifacts = Artifacts::in_memory(most).sparing(spare(&jobs));
        Ok(Self { artifacts, jobs, recipes: Shelf::in_memory(), lock: None })
    }

    /// Keeps things in `folder`, which no other server may use at the same time.
    ///
    /// # Errors
    /// [`Kind::Io`] when it cannot be made or used, [`Kind::Unavailable`] when another server uses it.
    fn open(folder: &Path, most: u64) -> Result<Self> {
        let io = |e| Error::new(Kind::Io, "cannot use the data folder").at(folder.display().to_string()).cause(e);
        fs::create_dir_all(folder).map_err(io)?;
        let lock = File::create(folder.join("lock")).map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(Kind::Unavailable, "another server uses this data folder")
                    .at(folder.display().to_string())
                    .hinted("--data DIR names another one, --in-memory uses none"));
            }
            Err(TryLockError::Error(e)) => return Err(io(e)),
        }
        let jobs: Arc<dyn JobStore> = Arc::new(Sqlite::open(&folder.join("jobs.sqlite"))?.numbered_from(wall())?);
        let artifacts = Artifacts::open(&folder.join("artifacts"), most)?.sparing(spare(&jobs));
        let recipes = Shelf::open(&folder.join("recipes"))?;
        Ok(Self { artifacts, jobs, recipes, lock: Some(lock) })
    }

    /// Whether `more` bytes for another job leave enough room for what jobs make: half of it.
    pub(crate) fn has_room(&self, more: u64) -> Result<bool> {
        Ok(self.jobs.file_bytes()?.saturating_add(more) <= self.artifacts.limit() / 2)
    }

    /// Whether it outlives the process.
    pub(crate) fn is_kept(&self) -> bool {
        self.lock.is_some()
    }
}

/// What jobs need that have not ended.
fn spare(jobs: &Arc<dyn JobStore>) -> Spare {
    let jobs = Arc::clone(jobs);
    Box::new(move || Some(jobs.files().ok()?.into_iter().collect()))
}
