//! Content by digest.

use linocut_core::{Error, Kind, Result};
use linocut_flow::Digest;
use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// How full the place is left after room was made, so that not every put must make room: of 100.
const LEFT_FULL: u64 = 80;

/// Content kept under its own digest: in files, or in memory only.
pub struct Artifacts {
    place: Place,
    /// Most bytes; beyond it the oldest go.
    limit: u64,
}

enum Place {
    Folder(PathBuf, Mutex<u64>),
    Memory(Mutex<Held>),
}

#[derive(Default)]
struct Held {
    content: BTreeMap<Digest, Vec<u8>>,
    order: VecDeque<Digest>,
    bytes: u64,
}

impl Artifacts {
    /// Keeps at most `limit` bytes until the process ends.
    #[must_use]
    pub fn in_memory(limit: u64) -> Self {
        Self { place: Place::Memory(Mutex::default()), limit }
    }

    /// Keeps at most `limit` bytes in `folder`, which is made when it is not there.
    ///
    /// # Errors
    /// [`Kind::Io`] when it cannot be made or read.
    pub fn open(folder: &Path, limit: u64) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|e| io("cannot make the folder of artifacts", folder, e))?;
        let bytes = files(folder).iter().map(|(_, bytes, _)| bytes).sum();
        Ok(Self { place: Place::Folder(folder.to_owned(), Mutex::new(bytes)), limit })
    }

    /// Keeps `bytes`; they are durable when the call returns.
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
            Place::Memory(held) => hold(held).put(digest, bytes, self.limit),
            Place::Folder(folder, total) => {
                let path = file(folder, digest);
                if !path.is_file() {
                    write(&path, bytes).map_err(|e| io("cannot keep an artifact", &path, e))?;
                    let mut total = hold(total);
                    *total += size;
                    if *total > self.limit {
                        *total = make_room(folder, &path, self.limit);
                    }
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
            Place::Memory(held) => Ok(hold(held).content.get(&digest).cloned()),
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
        match &self.place {
            Place::Memory(held) => hold(held).content.contains_key(&digest),
            Place::Folder(folder, _) => file(folder, digest).is_file(),
        }
    }
}

impl Held {
    fn put(&mut self, digest: Digest, bytes: &[u8], limit: u64) {
        if self.content.contains_key(&digest) {
            return;
        }
        self.bytes += length(bytes);
        self.content.insert(digest, bytes.to_vec());
        self.order.push_back(digest);
        while self.bytes > limit {
            let Some(oldest) = self.order.pop_front() else { return };
            self.bytes -= self.content.remove(&oldest).map_or(0, |gone| length(&gone));
        }
    }
}

/// A folder for each first byte of digests, so that none has too many entries.
fn file(folder: &Path, digest: Digest) -> PathBuf {
    let name = digest.to_string();
    let (head, rest) = name.split_at_checked(2).unwrap_or(("", &name));
    folder.join(head).join(rest)
}

/// Writes a file that is whole or not there, even after a crash.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    // The name is durable when the folder is; systems that cannot open folders make it so by themselves.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all()?;
    }
    Ok(())
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

/// Removes the oldest files but `keep`; gives the bytes that are left.
fn make_room(folder: &Path, keep: &Path, limit: u64) -> u64 {
    let mut files = files(folder);
    files.sort_by_key(|(_, _, written)| *written);
    let mut total = files.iter().map(|(_, bytes, _)| bytes).sum();
    for (path, bytes, _) in files {
        if total <= limit / 100 * LEFT_FULL {
            break;
        }
        if path != keep && fs::remove_file(&path).is_ok() {
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
