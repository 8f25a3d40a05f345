//! Where results go, and how they get there whole or not at all.

use crate::format::Made;
use crate::input::{Source, is_picture_name};
use crate::screen::write_data;
use clap::Args;
use linocut_core::{Error, Kind, Result};
use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// Where the result goes.
#[derive(Args, Debug)]
pub(crate) struct OutputArgs {
    /// File to write, - for stdout, or a directory, made if needed
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Overwrite files that exist; with -o they always are
    #[arg(short, long)]
    pub(crate) force: bool,
}

/// Where one result goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Standard output.
    Stdout,
    /// A file.
    File {
        /// Where it will be.
        path: PathBuf,
        /// Whether a file that is there already may be replaced.
        replace: bool,
    },
}

impl OutputArgs {
    /// The target of one source; without `-o` next to it, its extension replaced, or stdout for stdin.
    pub(crate) fn single(&self, source: &Source, extension: &str) -> Result<Target> {
        let mut targets = self.plan(&[source], extension)?;
        targets.pop().unwrap_or_else(|| Err(Error::new(Kind::Bug, "one source has one target")))
    }

    /// The target of every source; a source that would overwrite another's result gets an error in its place.
    ///
    /// # Errors
    /// [`Kind::Input`] when `-o` cannot take that many results, [`Kind::Io`] when its directory cannot be made.
    pub(crate) fn plan(&self, sources: &[&Source], extension: &str) -> Result<Vec<Result<Target>>> {
        let folder = self.folder(sources)?;
        let mut taken: HashMap<PathBuf, String> = HashMap::new();
        let target = |source: &Source| {
            Ok(match (&self.output, source) {
                (None, Source::Stdin) => Target::Stdout,
                (None, Source::File { path, .. }) => {
                    Target::File { path: path.with_extension(extension), replace: self.force }
                }
                (Some(_), _) if folder.is_some() => {
                    let path = folder.unwrap_or(Path::new("")).join(source.place()).with_extension(extension);
                    make_folder(path.parent().unwrap_or(&path))?;
                    Target::File { path, replace: true }
                }
                (Some(path), _) => Target::named(path),
            })
        };
        Ok(sources
            .iter()
            .map(|source| {
                let target: Target = target(source)?;
                target.check(source)?;
                let Target::File { path, .. } = &target else { return Ok(target) };
                match taken.insert(path.clone(), source.name()) {
                    Some(first) => Err(collision(source, path, &first)),
                    None => Ok(target),
                }
            })
            .collect())
    }

    /// The directory that `-o` names, if it names one; it exists then.
    fn folder(&self, sources: &[&Source]) -> Result<Option<&Path>> {
        let Some(out) = self.output.as_deref() else { return Ok(None) };
        let several = sources.len() > 1;
        if out == Path::new("-") {
            return if several {
                Err(Error::new(Kind::Input, format!("stdout takes one result, there are {}", sources.len()))
                    .hinted("name a directory: -o drawings/"))
            } else {
                Ok(None)
            };
        }
        let found = sources.iter().any(|s| matches!(s, Source::File { place: Some(_), .. }));
        let slash = out.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
        if !(several || found || slash || out.is_dir()) {
            return Ok(None);
        }
        if out.is_file() {
            return Err(Error::new(Kind::Input, format!("is a file, {} results need a directory", sources.len()))
                .at(out.display().to_string()));
        }
        if !slash && !out.is_dir() && Made::from_name(out).is_some() {
            let sentence = format!("named like a file, {} results need a directory", sources.len());
            let name = out.display().to_string();
            return Err(Error::new(Kind::Input, sentence)
                .hinted(format!("-o {name}{MAIN_SEPARATOR} makes one of that name"))
                .at(name));
        }
        make_folder(out)?;
        Ok(Some(out))
    }
}

impl Target {
    /// The target that a person named: a file, which may be replaced, or `-`.
    pub(crate) fn named(path: &Path) -> Self {
        if path == Path::new("-") { Self::Stdout } else { Self::File { path: path.to_owned(), replace: true } }
    }

    /// Its name for people.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdout => "stdout".to_owned(),
            Self::File { path, .. } => path.display().to_string(),
        }
    }

    /// Passes when writing is likely to succeed, so that no work is done in vain.
    fn check(&self, source: &Source) -> Result<()> {
        let Self::File { path, replace } = self else { return Ok(()) };
        if !replace && path.exists() {
            return Err(exists(path));
        }
        let Source::File { path: from, .. } = source else { return Ok(()) };
        if let (Ok(a), Ok(b)) = (from.canonicalize(), path.canonicalize())
            && a == b
        {
            return Err(Error::new(Kind::Input, "output would overwrite the input").at(path.display().to_string()));
        }
        Ok(())
    }

    /// Writes the result in one step: whoever looks sees the old file or the whole new one.
    ///
    /// # Errors
    /// [`Kind::Io`] when the system refuses, [`Kind::Missing`] when the directory does not exist,
    /// [`Kind::Input`] when a file appeared there that must not be replaced.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Stdout => write_data(bytes),
            Self::File { path, replace } => {
                let name = path.display().to_string();
                write_file(path, *replace, bytes).map_err(|error| error.at(name))
            }
        }
    }
}

fn write_file(path: &Path, replace: bool, bytes: &[u8]) -> Result<()> {
    // A link is written through, not replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_file() {
        return write_device(&path, bytes);
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.exists() {
        return Err(Error::new(Kind::Missing, format!("directory {} does not exist", folder.display())));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".linocut-").permissions_like_any_file();
    let mut file = builder.tempfile_in(folder).map_err(refused)?;
    if let Ok(old) = fs::metadata(&path) {
        file.as_file().set_permissions(old.permissions()).map_err(refused)?;
    }
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(refused)?;
    let kept = if replace { file.persist(&path) } else { file.persist_noclobber(&path) };
    kept.map(drop)
        .map_err(|e| if e.error.kind() == ErrorKind::AlreadyExists { exists_here() } else { refused(e.error) })
}

fn write_device(path: &Path, bytes: &[u8]) -> Result<()> {
    if path.is_dir() {
        return Err(Error::new(Kind::Input, "is a directory, a file is wanted"));
    }
    let mut device = OpenOptions::new().write(true).open(path).map_err(refused)?;
    device.write_all(bytes).map_err(refused)
}

trait Permissions {
    /// Asks for the permissions of a file made in the usual way, instead of a secret one.
    fn permissions_like_any_file(&mut self) -> &mut Self;
}

impl Permissions for tempfile::Builder<'_, '_> {
    #[cfg(unix)]
    fn permissions_like_any_file(&mut self) -> &mut Self {
        use std::os::unix::fs::PermissionsExt;
        // The system takes away what the umask forbids.
        self.permissions(fs::Permissions::from_mode(0o666))
    }

    #[cfg(not(unix))]
    fn permissions_like_any_file(&mut self) -> &mut Self {
        self
    }
}

/// Makes a directory and those above it.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path)
        .map_err(|e| Error::new(Kind::Io, "directory cannot be made").cause(e).at(path.display().to_string()))
}

/// Refuses an output that is to hold SVG and is named like a picture made of pixels.
pub(crate) fn check_svg_name(output: Option<&Path>) -> Result<()> {
    match output {
        Some(path) if is_picture_name(path) && !path.is_dir() => {
            Err(Error::new(Kind::Input, "the result is SVG, this is a name for pixels")
                .at(path.display().to_string())
                .hinted("name it .svg; `linocut render` turns SVG into PNG"))
        }
        _ => Ok(()),
    }
}

fn refused(cause: std::io::Error) -> Error {
    Error::new(Kind::Io, "cannot be written").cause(cause)
}

fn exists(path: &Path) -> Error {
    exists_here().at(path.display().to_string())
}

fn exists_here() -> Error {
    Error::new(Kind::Input, "exists already").hinted("--force overwrites it, -o names another file")
}

fn collision(source: &Source, path: &Path, first: &str) -> Error {
    Error::new(Kind::Input, format!("would overwrite {}, made from {first}", path.display()))
        .at(source.name())
        .hinted("rename one of them, or take them one by one with -o")
}
