//! `cargo xtask tidy`: every check over the tracked files, each problem on one line.

use crate::{documents, exceptions, laws, lengths, metadata, references, text, tree::Tree};
use linocut_core::{Error, Kind, Result};
use std::{
    io::{self, Write},
    path::Path,
};

/// Runs every check over the repository at `root` and prints what is wrong.
///
/// # Errors
/// [`Kind::Input`] when a check found something, [`Kind::Io`] when the repository cannot be read.
pub(crate) fn tidy(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    let packages = metadata::read(root)?;
    let checks = [
        ("file lengths", lengths::check(&tree)),
        ("crate map", documents::check_crate_map(&tree, &packages)),
        ("paths in documents", documents::check_paths(&tree)),
        ("dependency laws", laws::check(&packages)),
        ("reference files", references::check(&tree)),
        ("exceptions", exceptions::check(&tree)),
        ("machine paths", text::check_machine_paths(&tree)),
        ("emoji", text::check_emoji(&tree)),
    ];
    let count: usize = checks.iter().map(|(_, problems)| problems.len()).sum();
    let mut lines = Vec::new();
    for (name, problems) in checks {
        lines.push(format!("{name}: {}", if problems.is_empty() { "fine" } else { "not fine" }));
        lines.extend(problems.into_iter().map(|problem| format!("  {problem}")));
    }
    lines.push(exceptions::summary(&tree));
    io::stdout()
        .write_all((lines.join("\n") + "\n").as_bytes())
        .map_err(|e| Error::new(Kind::Io, "cannot write to standard output").cause(e))?;
    match count {
        0 => Ok(()),
        1 => Err(Error::new(Kind::Input, "one thing is untidy")),
        n => Err(Error::new(Kind::Input, format!("{n} things are untidy"))),
    }
}
