//! The file of providers, in a person's own place.

use crate::library::place;
use linocut_core::{Error, Kind, Result};
use linocut_models::config::{Config, ProviderFile};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Its name; folders of projects are not looked at, because what they name could be sent keys.
const NAME: &str = "providers.json";

/// Where the file is, or would be.
pub(crate) fn file() -> Option<PathBuf> {
    Some(place()?.join(NAME))
}

/// Everything that is known of providers.
pub(crate) fn config() -> Result<Config> {
    let text = text()?;
    let named = |error: Error| match file() {
        Some(path) if text.is_some() => error.at(path.display().to_string()),
        _ => error,
    };
    let mut config = Config::read(text.as_deref(), &variable).map_err(named)?;
    config.warnings.extend(file().filter(|_| config.keeps_key()).as_deref().and_then(open_to_others));
    Ok(config)
}

/// What is to be said of a file with keys that others may read.
#[cfg(unix)]
fn open_to_others(path: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).ok()?.permissions().mode();
    let path = path.display();
    (mode & 0o077 != 0).then(|| format!("{path} holds keys and is open to others: chmod 600 {path}"))
}

/// What is to be said of a file with keys that others may read; here the system keeps a person's files private.
#[cfg(not(unix))]
fn open_to_others(_path: &Path) -> Option<String> {
    None
}

/// The value of a variable.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var_os(name)?.into_string().ok()
}

/// The file as it is, empty when there is none.
pub(crate) fn stored() -> Result<ProviderFile> {
    text()?.map_or_else(|| Ok(ProviderFile::default()), |text| ProviderFile::from_json(&text))
}

fn text() -> Result<Option<String>> {
    let Some(path) = file() else { return Ok(None) };
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::new(Kind::Io, "cannot be read").cause(error).at(path.display().to_string())),
    }
}

/// Changes the file, unless `change` fails; it may hold keys, so that nobody else may read it.
pub(crate) fn save(change: &mut dyn FnMut(&mut ProviderFile) -> Result<()>) -> Result<PathBuf> {
    let path = file().ok_or_else(|| {
        Error::new(Kind::Missing, "there is no place for your data").hinted("set LINOCUT_HOME to a directory")
    })?;
    let mut stored = stored()?;
    change(&mut stored)?;
    let refused = |e: std::io::Error| Error::new(Kind::Io, "cannot be written").cause(e).at(path.display().to_string());
    let folder = path.parent().unwrap_or(&path);
    fs::create_dir_all(folder).map_err(refused)?;
    // Temporary files are the person's own alone, and stay so under their new name.
    let mut new = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
    new.write_all(stored.to_json().as_bytes()).map_err(refused)?;
    new.persist(&path).map_err(|e| refused(e.error))?;
    Ok(path)
}
