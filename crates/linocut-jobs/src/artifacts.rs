//! Content by digest.

use linocut_core::{Error, Kind, Result};
use linocut_flow::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// How full the place is left after room was made, so that not every put must make room: of 100.
const LEFT_FULL: u64 = 80;

/// Names what must stay however old it is, as digests in hexadecimal; `None` when that cannot be told now.
pub type Spare = Box<dyn Fn() -> Option<BTreeSet<String>> + Send + Sync>;

/// Content kept under its own digest: in files, or in memory only.
pub struct Artifacts {
    place: Place,
    /// Most bytes; beyond it the ones put longest ago go.
    limit: u64,
    spare: Option<Spare>,
}

enum Place {
    Folder(PathBuf, Mutex<u64>),
    Memory(Mutex<Held>),
}

#[derive(Default)]
struct Held {
    content: BTreeMap<Digest, (Vec<u8>, u64)>,
    /// By the time they were put.
    order: BTreeMap<u64, Digest>,
    clock: u64,
    bytes: u64,
}

impl Artifacts {
    /// Keeps at most `limit` bytes until the process ends.
    #[must_use]
    pub fn in_memory(limit: u64) -> Self {
        Self { place: Place::Memory(Mutex::default()), limit, spare: None }
    }

    /// Keeps at most `limit` bytes in `folder`, which is made when it is not there.
    ///
    /// # Errors
    /// [`Kind::Io`] when it cannot be made or read.
    pub fn open(folder: &Path, limit: u64) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|e| io("cannot make the folder of artifacts", folder, e))?;
        let bytes = files(folder).iter().map(|(_, bytes, _)| bytes).sum();
        Ok(Self { place: Place::Folder(folder.to_owned(), Mutex::new(bytes)), limit, spare: None })
    }

    /// The same, which never removes what `spare` names when it makes room.
    #[must_use]
    pub fn sparing(self, spare: Spare) -> Self {
        Self { spare: Some(spare), ..self }
    }

    /// Most bytes that are kept.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// What must stay; `None` when nothing may go.
    fn spared(&self) -> Option<BTreeSet<String>> {
        self.spare.as_ref().map_or_else(|| Some(BTreeSet::new()), |spare| spare())
    }

    /// Keeps `bytes`, which count as new again; they are durable when the call returns.
    ///
    /// # Errors
    /// [`Kind::Io`] when they cannot be written, [`Kind::Limit`] when they alone are over the limit.
    pub fn put(&self, bytes: &[u8]) -> Result<Digest> {
        let size = length(bytes);
        if size > self.limit {
            return Err(Error::new(Kind::Limit, format!("{size} bytes are over the limit of {}", self.limit)));
        }
        let digest = Digest::of(bytes);
        match &self.place {
            Place::Memory(held) => {
                let mut held = hold(held);
                held.put(digest, bytes);
                if held.bytes > self.limit {
                    held.make_room(digest, self.spared().as_ref(), self.limit);
                }
            }
            Place::Folder(folder, total) => {
                let path = file(folder, digest);
                // A damaged file is written anew.
                if fs::read(&path).is_ok_and(|there| there == bytes) && renew(&path, size).is_ok() {
                    return Ok(digest);
                }
                write(folder, &path, bytes).map_err(|e| io("cannot keep an artifact", &path, e))?;
                let mut total = hold(total);
                *total += size;
                if *total > self.limit {
                    *total = make_room(folder, &path, self.spared().as_ref(), self.limit);
                }
            }
        }
        Ok(digest)
    }

    /// What is kept under `digest`; `None` when it is not there, or damaged.
    ///
    /// # Errors
    /// [`Kind::Io`] when it is there and cannot be read.
    pub fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>> {
        match &self.place {
            Place::Memory(held) => Ok(hold(held).content.get(&digest).map(|(bytes, _)| bytes.clone())),
            Place::Folder(folder, _) => {
                let path = file(folder, digest);
                match fs::read(&path) {
                    Ok(bytes) if Digest::of(&bytes) == digest => Ok(Some(bytes)),
                    Ok(_) => {
                        // A damaged file would stand in the way of the right one.
                        fs::remove_file(&path).map_err(|e| io("cannot remove a damaged artifact", &path, e))?;
                        Ok(None)
                    }
                    Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
                    Err(e) => Err(io("cannot read an artifact", &path, e)),
                }
            }
        }
    }

    /// Whether something is kept under `digest`.
    #[must_use]
    pub fn has(&self, digest: Digest) -> bool {
        self.size(digest).is_some()
    }

    /// How many bytes are kept under `digest`.
    #[must_use]
    pub fn size(&self, digest: Digest) -> Option<u64> {
        match &self.place {
            Place::Memory(held) => hold(held).content.get(&digest).map(|(bytes, _)| length(bytes)),
            Place::Folder(folder, _) => {
                fs::metadata(file(folder, digest)).ok().filter(fs::Metadata::is_file).map(|about| about.len())
            }
        }
    }
}

impl Held {
    fn put(&mut self, digest: Digest, bytes: &[u8]) {
        self.clock += 1;
        if let Some((_, at)) = self.content.get_mut(&digest) {
            self.order.remove(at);
            *at = self.clock;
        } else {
            self.bytes += length(bytes);
            self.content.insert(digest, (bytes.to_vec(), self.clock));
        }
        self.order.insert(self.clock, digest);
    }

    /// Removes the oldest but `keep` and what is `spared`.
    fn make_room(&mut self, keep: Digest, spared: Option<&BTreeSet<String>>, limit: u64) {
        let Some(spared) = spared else { return };
        let old: Vec<Digest> = self.order.values().copied().collect();
        for digest in old.into_iter().filter(|digest| *digest != keep && !spared.contains(&digest.to_string())) {
            if self.bytes <= limit / 100 * LEFT_FULL {
                return;
            }
            if let Some((gone, at)) = self.content.remove(&digest) {
                self.order.remove(&at);
                self.bytes -= length(&gone);
            }
        }
    }
}

/// A folder for each first byte of digests, so that none has too many entries.
fn file(folder: &Path, digest: Digest) -> PathBuf {
    placed(folder, &digest.to_string())
}

fn placed(folder: &Path, name: &str) -> PathBuf {
    let (head, rest) = name.split_at_checked(2).unwrap_or(("", name));
    folder.join(head).join(rest)
}

/// Makes a file of so many bytes count as written now: setting its length marks the time even when that stays
/// (POSIX, `ftruncate`).
fn renew(path: &Path, bytes: u64) -> std::io::Result<()> {
    File::options().write(true).open(path)?.set_len(bytes)
}

/// Writes a file that is whole or not there, even after a crash.
fn write(root: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        sync(root)?;
    }
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync(folder)
}

/// Makes the names in a folder durable; systems that cannot open folders do so by themselves.
fn sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
}

/// Paths, sizes and times of all that is kept.
fn files(folder: &Path) -> Vec<(PathBuf, u64, SystemTime)> {
    let inside = |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(std::result::Result::ok);
    inside(folder)
        .flat_map(|entry| inside(&entry.path()).collect::<Vec<_>>())
        .filter_map(|entry| {
            let about = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((entry.path(), about.len(), about.modified().ok()?))
        })
        .collect()
}

/// Removes the oldest files but `keep` and what is `spared`; gives the bytes that are left.
fn make_room(folder: &Path, keep: &Path, spared: Option<&BTreeSet<String>>, limit: u64) -> u64 {
    let mut files = files(folder);
    files.sort_by_key(|(_, _, written)| *written);
    let mut total = files.iter().map(|(_, bytes, _)| bytes).sum();
    let Some(spared) = spared else { return total };
    let kept: BTreeSet<PathBuf> = spared.iter().map(|name| placed(folder, name)).collect();
    for (path, bytes, _) in files {
        if total <= limit / 100 * LEFT_FULL {
            break;
        }
        if path != keep && !kept.contains(&path) && fs::remove_file(&path).is_ok() {
            total -= bytes;
        }
    }
    total
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn hold<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn io(what: &str, path: &Path, e: std::io::Error) -> Error {
    Error::new(Kind::Io, what.to_owned()).at(path.display().to_string()).cause(e)
}
