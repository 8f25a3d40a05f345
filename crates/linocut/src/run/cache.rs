//! Results of stages on disk, and `linocut cache`.

use crate::cli::TEMPLATE;
use crate::clock::today;
use crate::failure::Status;
use crate::screen::write_data;
use crate::values::{bytes, count};
use crate::world::World;
use clap::{Args, Subcommand};
use linocut_core::{Error, Kind, Result};
use linocut_flow::{Digest, Store};
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// Most bytes that results take on disk; beyond it the ones used longest ago go.
const MOST_BYTES: u64 = 1 << 30;
/// How full the place is left after room was made, so that not every run must make room: of 100.
const LEFT_FULL: u64 = 80;
/// Largest result that is kept: a picture of 64 megapixels.
const LARGEST: u64 = 300 << 20;

const EXAMPLES: &str = "\
Examples:
  linocut cache ls       where results are kept, how many and how large
  linocut cache gc       forget the ones used longest ago, beyond 1 GiB
  linocut cache gc --all forget everything";

/// Show or empty the place where results of stages are kept
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct CacheArgs {
    #[command(subcommand)]
    command: CacheCommand,
}

#[derive(Debug, Subcommand)]
enum CacheCommand {
    /// Show where it is, and what it holds
    Ls,
    /// Make room
    Gc {
        /// Forget everything
        #[arg(long)]
        all: bool,
    },
}

pub(crate) fn run(args: &CacheArgs, world: &World) -> Result<Status> {
    let folder = Folder::open().ok_or_else(|| {
        Error::new(Kind::Missing, "there is no place for results").hinted("set LINOCUT_HOME to a directory")
    })?;
    match args.command {
        CacheCommand::Ls => {
            let found = folder.entries();
            let total: u64 = found.iter().map(|entry| entry.bytes).sum();
            let line = format!("{}: {}, {}\n", folder.place.display(), count(found.len(), "result"), size(total));
            write_data(line.as_bytes())?;
        }
        CacheCommand::Gc { all } => {
            let gone = folder.make_room(if all { 0 } else { MOST_BYTES });
            world.screen.say(&format!("{} forgotten", count(gone, "result")));
        }
    }
    Ok(Status::Done)
}

fn size(total: u64) -> String {
    bytes(usize::try_from(total).unwrap_or(usize::MAX))
}

/// Makes room in the place of results, if there is one.
pub(super) fn trim() {
    if let Some(folder) = Folder::open() {
        folder.make_room(MOST_BYTES);
    }
}

/// A directory with one file for each result, named by its key and the program that made it.
pub(crate) struct Folder {
    place: PathBuf,
    program: String,
    /// Bytes written since room was made.
    written: AtomicU64,
}

struct Entry {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}

impl Folder {
    /// The place of results: `cache` in `LINOCUT_HOME`, or where the system keeps what can be made again.
    pub(crate) fn open() -> Option<Self> {
        let named = |name: &str| std::env::var_os(name).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from);
        let system = || named("XDG_CACHE_HOME").filter(|path| path.is_absolute()).or_else(|| named("LOCALAPPDATA"));
        let usual = || named("HOME").map(|home| home.join(".cache"));
        let place = named("LINOCUT_HOME").map(|home| home.join("cache"));
        let place = place.or_else(|| Some(system().or_else(usual)?.join("linocut")))?.join("stages");
        Some(Self { place, program: program(), written: AtomicU64::new(0) })
    }

    /// Another build may make something else of the same, so each has files of its own.
    fn file(&self, key: Digest) -> PathBuf {
        self.place.join(Digest::of(format!("{} {key}", self.program).as_bytes()).to_string())
    }

    fn entries(&self) -> Vec<Entry> {
        let found = fs::read_dir(&self.place).into_iter().flatten().filter_map(std::result::Result::ok);
        found
            .filter_map(|entry| {
                let about = entry.metadata().ok().filter(fs::Metadata::is_file)?;
                Some(Entry { path: entry.path(), bytes: about.len(), used: about.modified().ok()? })
            })
            .collect()
    }

    /// Forgets results until they fit `limit`; gives how many.
    fn make_room(&self, limit: u64) -> usize {
        let mut entries = self.entries();
        let mut total: u64 = entries.iter().map(|entry| entry.bytes).sum();
        if total <= limit {
            return 0;
        }
        entries.sort_by_key(|entry| entry.used);
        let mut gone = 0;
        for entry in entries {
            if total <= limit / 100 * LEFT_FULL {
                break;
            }
            if fs::remove_file(&entry.path).is_ok() {
                total -= entry.bytes;
                gone += 1;
            }
        }
        gone
    }
}

impl Store for Folder {
    fn get(&self, key: Digest) -> Option<Vec<u8>> {
        let path = self.file(key);
        let found = fs::metadata(&path).ok().filter(|about| about.len() <= LARGEST)?;
        let bytes = fs::read(&path).ok().filter(|_| found.is_file())?;
        used(&path);
        Some(bytes)
    }

    fn put(&self, key: Digest, bytes: &[u8]) {
        if u64::try_from(bytes.len()).is_ok_and(|size| size <= LARGEST) {
            // Whoever reads at the same time sees no file or all of it. That nothing was kept is no failure.
            let _ = fs::create_dir_all(&self.place)
                .and_then(|()| tempfile::NamedTempFile::new_in(&self.place))
                .and_then(|mut file| file.write_all(bytes).map(|()| file))
                .map(|file| file.persist(self.file(key)));
            let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            // A server goes on for weeks.
            if self.written.fetch_add(size, Ordering::Relaxed) > MOST_BYTES / 4 {
                self.written.store(0, Ordering::Relaxed);
                self.make_room(MOST_BYTES);
            }
        }
    }
}

/// What tells this build of the program from others: its version, and the size and time of its file.
fn program() -> String {
    let about = std::env::current_exe().and_then(fs::metadata).ok();
    let time = about.as_ref().and_then(|about| about.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok());
    format!("{} {:?} {time:?}", env!("CARGO_PKG_VERSION"), about.map(|about| about.len()))
}

/// Notes that a file was used, by the system's own clock.
fn used(path: &Path) {
    if let Ok(file) = fs::OpenOptions::new().append(true).open(path) {
        let _ = file.set_modified(today());
    }
}

#[cfg(test)]
mod tests {
    use super::Folder;
    use linocut_flow::{Digest, Store};

    #[test]
    fn each_build_has_results_of_its_own() {
        let place = tempfile::tempdir().unwrap();
        let folder =
            |program: &str| Folder { place: place.path().to_owned(), program: program.to_owned(), written: 0.into() };
        let key = Digest::of(b"key");
        folder("1").put(key, b"made by 1");
        assert_eq!(folder("1").get(key).as_deref(), Some(b"made by 1".as_slice()));
        assert_eq!(folder("2").get(key), None);
    }
}
