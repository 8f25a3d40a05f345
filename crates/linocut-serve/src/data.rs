//! What the server keeps: artifacts, jobs and recipes, in a folder or in memory.

use crate::shelf::Shelf;
use linocut_core::{Error, Kind, Result};
use linocut_jobs::{Artifacts, JobStore, Sqlite};
use std::fs::{self, File, TryLockError};
use std::path::Path;

/// Most bytes of artifacts in a folder: some ten thousand pictures.
const MOST_ON_DISK: u64 = 4 << 30;
/// Most bytes of artifacts in memory.
const MOST_IN_MEMORY: u64 = 256 << 20;

/// Where things are kept.
pub(crate) struct Data {
    pub(crate) artifacts: Artifacts,
    pub(crate) jobs: Box<dyn JobStore>,
    pub(crate) recipes: Shelf,
    /// Held as long as the folder is used; `None` when nothing outlives the process.
    lock: Option<File>,
}

impl Data {
    /// Keeps things until the process ends.
    pub(crate) fn in_memory() -> Result<Self> {
        let jobs = Box::new(Sqlite::in_memory()?);
        let artifacts = Artifacts::in_memory(MOST_IN_MEMORY);
        Ok(Self { artifacts, jobs, recipes: Shelf::in_memory(), lock: None })
    }

    /// Keeps things in `folder`, which no other server may use at the same time.
    ///
    /// # Errors
    /// [`Kind::Io`] when it cannot be made or used, [`Kind::Unavailable`] when another server uses it.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
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
        let artifacts = Artifacts::open(&folder.join("artifacts"), MOST_ON_DISK)?;
        let jobs = Box::new(Sqlite::open(&folder.join("jobs.sqlite"))?);
        let recipes = Shelf::open(&folder.join("recipes"))?;
        Ok(Self { artifacts, jobs, recipes, lock: Some(lock) })
    }

    /// Whether it outlives the process.
    pub(crate) fn is_kept(&self) -> bool {
        self.lock.is_some()
    }
}
