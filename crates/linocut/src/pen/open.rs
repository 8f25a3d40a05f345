//! Models of providers, without any guard.

use crate::input::Source;
use linocut_core::{Error, ImageModel, Kind, LanguageModel, Result};
use linocut_models::provider::{Family, Settings};
use linocut_models::script::{Exchange, Recorder, Script};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Largest file of a script, in bytes.
const MOST_BYTES: u64 = 16 << 20;
/// Most files of a script.
const MOST_FILES: usize = 10_000;
/// Says of a folder of recorded replies that its model looks at pictures; holds nothing.
const SEES: &str = "sees";

/// The model of a provider that writes.
pub(crate) fn writer(settings: &Settings) -> Result<Arc<dyn LanguageModel>> {
    if settings.family == Family::Scripted {
        let folder = Path::new(&settings.url);
        let script = script(&settings.name, folder)?;
        let sees = settings.sees || folder.join(SEES).exists();
        return Ok(if sees { Arc::new(script.with_sight()) } else { Arc::new(script) });
    }
    remote(settings)
}

#[cfg(feature = "remote")]
fn remote(settings: &Settings) -> Result<Arc<dyn LanguageModel>> {
    Ok(Arc::new(linocut_models::provider::RemoteText::open(settings)?))
}

#[cfg(not(feature = "remote"))]
fn remote(settings: &Settings) -> Result<Arc<dyn LanguageModel>> {
    Err(unable(settings))
}

/// The model of a provider that paints.
#[cfg(feature = "remote")]
pub(crate) fn painter(settings: &Settings) -> Result<Arc<dyn ImageModel>> {
    Ok(Arc::new(linocut_models::provider::RemotePainter::open(settings)?))
}

/// The model of a provider that paints.
#[cfg(not(feature = "remote"))]
pub(crate) fn painter(settings: &Settings) -> Result<Arc<dyn ImageModel>> {
    Err(unable(settings))
}

/// The models that a provider lists.
#[cfg(feature = "remote")]
pub(crate) fn models(settings: &Settings, cx: &linocut_core::Context) -> Result<Vec<String>> {
    linocut_models::provider::models(settings, cx)
}

/// The models that a provider lists.
#[cfg(not(feature = "remote"))]
pub(crate) fn models(settings: &Settings, _cx: &linocut_core::Context) -> Result<Vec<String>> {
    Err(unable(settings))
}

#[cfg(not(feature = "remote"))]
fn unable(settings: &Settings) -> Error {
    Error::new(Kind::Unavailable, "this program was built without models behind HTTP").at(settings.name.clone())
}

fn script(name: &str, folder: &Path) -> Result<Script> {
    let mut files = Vec::new();
    for path in exchanges(folder)? {
        let bytes = Source::new(&path).read(MOST_BYTES)?;
        files.push((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    Script::new(name, files).map_err(|error| error.at(folder.display().to_string()))
}

/// The files of exchanges in a folder.
fn exchanges(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |e: std::io::Error| {
        Error::new(Kind::Missing, "the script cannot be read").cause(e).at(folder.display().to_string())
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)?.take(MOST_FILES) {
        let path = entry.map_err(unreadable)?.path();
        files.extend(Some(path).filter(|path| path.extension().is_some_and(|end| end == "json")));
    }
    Ok(files)
}

/// Writes exchanges into `folder`, which must hold none, numbered in the order in which they end.
pub(super) fn recorder(
    model: Arc<dyn LanguageModel>,
    folder: &Path,
    lost: Arc<AtomicUsize>,
) -> Result<Recorder<Arc<dyn LanguageModel>>> {
    crate::output::make_folder(folder)?;
    if !exchanges(folder)?.is_empty() {
        let sentence = "holds recorded replies already, which would be mixed with new ones";
        return Err(Error::new(Kind::Input, sentence)
            .at(folder.display().to_string())
            .hinted("name another directory, or empty it"));
    }
    if model.sees() {
        // A replay must do the same as the recording, so it must be shown the same pictures.
        let refused = |e| Error::new(Kind::Io, "cannot be written").cause(e).at(folder.display().to_string());
        fs::write(folder.join(SEES), "").map_err(refused)?;
    }
    let (folder, count) = (folder.to_owned(), AtomicUsize::new(0));
    let keep = move |exchange: &Exchange| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        // What cannot be kept must not lose the answer; it is told at the end.
        if fs::write(folder.join(format!("{number:04}.json")), exchange.to_json()).is_err() {
            lost.fetch_add(1, Ordering::SeqCst);
        }
    };
    Ok(Recorder::new(model, Box::new(keep)))
}
