//! Chores of this repository: `cargo xtask tidy` checks what a tool can check, `cargo xtask bless` rewrites references.

mod bless;
mod documents;
mod exceptions;
mod laws;
mod lengths;
mod metadata;
mod references;
mod text;
mod tidy;
mod tree;

use linocut_core::{Error, Kind, Result};
use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

const USAGE: &str = "\
cargo xtask tidy    check file lengths, documents, dependency laws, references and exceptions
cargo xtask bless   rewrite the reference files of every test that knows how; look at the diff afterwards";

fn main() -> ExitCode {
    let chore = std::env::args().nth(1).unwrap_or_default();
    match run(&chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when standard error is closed.
            let _ = writeln!(io::stderr(), "error: {error}");
            if let Some(hint) = error.hint() {
                let _ = writeln!(io::stderr(), "\nhint: {hint}");
            }
            ExitCode::from(error.kind().exit_code())
        }
    }
}

fn run(chore: &str) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .ok_or_else(|| Error::new(Kind::Bug, "xtask has no folder above it"))?;
    match chore {
        "tidy" => tidy::tidy(root),
        "bless" => bless::bless(root),
        other => Err(Error::new(Kind::Input, format!("no chore called {other:?}")).hinted(USAGE)),
    }
}
