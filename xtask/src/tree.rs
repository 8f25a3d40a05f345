//! The files that git tracks.

use linocut_core::{Error, Kind, Result};
use std::{path::Path, process::Command};

/// The tracked files, in the order of their paths.
pub(crate) struct Tree {
    /// The files that still exist in the working tree.
    pub(crate) files: Vec<File>,
}

/// One tracked file.
pub(crate) struct File {
    /// Path from the repository's root, with `/` between folders.
    pub(crate) path: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

impl Tree {
    /// Reads every tracked file under `root`.
    ///
    /// # Errors
    /// [`Kind::Io`] when git cannot be run or a file cannot be read.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let output = Command::new("git")
            .args(["ls-files", "-z"])
            .current_dir(root)
            .output()
            .map_err(|e| Error::new(Kind::Io, "cannot run git").cause(e))?;
        if !output.status.success() {
            return Err(Error::new(Kind::Io, "git cannot list the tracked files").hinted("run it in a git checkout"));
        }
        let listing = String::from_utf8_lossy(&output.stdout);
        let mut files = Vec::new();
        for path in listing.split('\0').filter(|p| !p.is_empty()) {
            let place = root.join(path);
            if place.is_file() {
                let bytes = std::fs::read(&place).map_err(|e| Error::new(Kind::Io, "cannot read").cause(e).at(path))?;
                files.push(File { path: path.to_owned(), bytes });
            }
        }
        Ok(Self { files })
    }

    /// The text of the file at `path`, if it is there and is text.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|f| f.path == path).and_then(File::text)
    }

    /// Whether `path` names a tracked file or a folder with one.
    pub(crate) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.files.iter().any(|f| f.path == path || f.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }
}

impl File {
    /// The file as text, or `None` when it is not UTF-8 or holds a zero byte.
    pub(crate) fn text(&self) -> Option<&str> {
        if self.bytes.contains(&0) {
            return None;
        }
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Whether the file's name ends in `.` and one of `endings`.
    pub(crate) fn is_kind(&self, endings: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
    }
}

/// A tree for tests: pairs of path and text.
#[cfg(test)]
pub(crate) fn planted(files: &[(&str, &str)]) -> Tree {
    let file = |&(path, text): &(&str, &str)| File { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    Tree { files: files.iter().map(file).collect() }
}
