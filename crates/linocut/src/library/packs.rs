//! Where added sets are kept.

use crate::world::World;
use linocut_core::{Error, Kind, Result};
use linocut_icons::{Library, Pack};
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Ending of the files of added sets.
pub(crate) const EXTENSION: &str = "pack";
/// Largest file of an added set that is read, in bytes; ten times the library that Linocut carries.
const MAX_BYTES: u64 = 64 << 20;

/// The library with the sets that the person added; a set that cannot be read is a warning.
pub(crate) fn load(world: &World) -> Result<Library> {
    let embedded = Library::embedded()?;
    let Some(folder) = folder() else { return Ok(embedded.clone()) };
    let mut packs = Vec::new();
    for pack in added(&folder)? {
        match pack {
            Ok(pack) => packs.push(pack),
            Err(error) => world.screen.warning(&format!("left out: {error}")),
        }
    }
    Ok(if packs.is_empty() { embedded.clone() } else { embedded.with_packs(packs) })
}

/// The sets in `folder` by their file names, none if it is not there; what cannot be read stays an error in its place.
pub(crate) fn added(folder: &Path) -> Result<Vec<Result<Pack>>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(folder, error)),
    };
    let paths = entries.filter_map(std::result::Result::ok).map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == EXTENSION)).collect();
    paths.sort();
    Ok(paths.iter().map(|path| open(path)).collect())
}

fn open(path: &Path) -> Result<Pack> {
    let size = fs::metadata(path).map_err(|e| unreadable(path, e))?.len();
    if size > MAX_BYTES {
        return Err(Error::new(Kind::Limit, "pack is too large").at(path.display().to_string()));
    }
    let bytes = fs::read(path).map_err(|e| unreadable(path, e))?;
    Pack::open(bytes).map_err(|e| e.at(path.display().to_string()))
}

/// The folder of added sets.
///
/// # Errors
/// [`Kind::Missing`] when the environment names no place for a person's data.
pub(crate) fn home() -> Result<PathBuf> {
    folder().ok_or_else(|| {
        Error::new(Kind::Missing, "there is no place for your data").hinted("set LINOCUT_HOME to a directory")
    })
}

fn folder() -> Option<PathBuf> {
    Some(place()?.join("icons"))
}

/// A person's own place: `LINOCUT_HOME`, or `linocut` where the system keeps a person's data.
pub(crate) fn place() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from);
    let system = || named("XDG_DATA_HOME").filter(|path| path.is_absolute()).or_else(|| named("LOCALAPPDATA"));
    let usual = || named("HOME").map(|home| home.join(".local/share"));
    named("LINOCUT_HOME").or_else(|| Some(system().or_else(usual)?.join("linocut")))
}

fn unreadable(path: &Path, cause: std::io::Error) -> Error {
    Error::new(Kind::Io, "cannot be read").cause(cause).at(path.display().to_string())
}
