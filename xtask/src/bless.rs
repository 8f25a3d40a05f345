//! `cargo xtask bless`: lets the tests write their reference files anew.

use crate::tree::Tree;
use linocut_core::{Error, Kind, Result};
use std::{collections::BTreeSet, path::Path, process::Command};

/// The environment variable that tells a test to write its references instead of comparing with them.
const SIGN: &str = "LINOCUT_BLESS";

/// Runs the tests of every package whose sources read [`SIGN`], with it set to 1.
///
/// # Errors
/// [`Kind::Missing`] when no test knows the sign, [`Kind::Io`] when cargo cannot be run, [`Kind::Input`] when tests fail.
pub(crate) fn bless(root: &Path) -> Result<()> {
    let packages = packages_that_know(&Tree::read(root)?);
    if packages.is_empty() {
        return Err(Error::new(Kind::Missing, format!("no test reads {SIGN}")));
    }
    let names = packages.iter().flat_map(|name| ["-p", name]);
    let status = Command::new(env!("CARGO"))
        .arg("test")
        .args(names)
        .env(SIGN, "1")
        .current_dir(root)
        .status()
        .map_err(|e| Error::new(Kind::Io, "cannot run cargo test").cause(e))?;
    if status.success() { Ok(()) } else { Err(Error::new(Kind::Input, "tests failed while they were blessed")) }
}

/// The packages whose folder has a source that reads the sign; this one only names it.
fn packages_that_know(tree: &Tree) -> BTreeSet<String> {
    let sources = tree.files.iter().filter(|f| f.is_kind(&["rs"]) && !f.path.starts_with("xtask/"));
    let knowing = sources.filter(|f| f.text().is_some_and(|text| text.contains(SIGN)));
    knowing.filter_map(|f| package_of(tree, &f.path)).collect()
}

/// The name in the nearest `Cargo.toml` above `path`.
fn package_of(tree: &Tree, path: &str) -> Option<String> {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(manifest) = tree.text(&format!("{above}/Cargo.toml")) {
            let line = manifest.lines().find_map(|line| line.strip_prefix("name = "))?;
            return Some(line.trim_matches('"').to_owned());
        }
        folder = above;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::packages_that_know;
    use crate::tree::planted;

    #[test]
    fn finds_the_packages_by_what_their_sources_read() {
        let tree = planted(&[
            ("crates/linocut-svg/Cargo.toml", "[package]\nname = \"linocut-svg\"\n"),
            ("crates/linocut-svg/tests/tidy.rs", "option_env(\"LINOCUT_BLESS\")"),
            ("crates/linocut-core/Cargo.toml", "[package]\nname = \"linocut-core\"\n"),
            ("crates/linocut-core/src/lib.rs", "nothing"),
            ("xtask/Cargo.toml", "[package]\nname = \"xtask\"\n"),
            ("xtask/src/bless.rs", "LINOCUT_BLESS"),
        ]);
        assert_eq!(packages_that_know(&tree).into_iter().collect::<Vec<_>>(), ["linocut-svg"]);
    }
}
