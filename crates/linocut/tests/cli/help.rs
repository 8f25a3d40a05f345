//! Help pages, compared with the files in `references/`; `cargo xtask bless` rewrites those.

use crate::desk::{Desk, transcript};
use std::path::Path;

#[track_caller]
fn check(words: &str, reference: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/references").join(reference);
    let found = transcript(&Desk::empty().run(words));
    if std::env::var_os("LINOCUT_BLESS").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap_or_default(), "linocut {words}");
}

#[test]
fn the_first_page_shows_examples_first() {
    check("--help", "help.txt");
    let bare = Desk::empty().run("");
    assert_eq!(bare.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&bare.stderr).contains("Examples:"));
}

#[test]
fn every_command_has_a_page() {
    check("draw -h", "draw.txt");
    check("trace -h", "trace.txt");
    check("diagram -h", "diagram.txt");
    check("diagram check -h", "diagram-check.txt");
    check("render -h", "render.txt");
    check("score -h", "score.txt");
    check("analyze -h", "analyze.txt");
    check("edit -h", "edit.txt");
    check("library -h", "library.txt");
    check("library search -h", "library-search.txt");
    check("library show -h", "library-show.txt");
    check("library add -h", "library-add.txt");
    check("library list -h", "library-list.txt");
    check("library licenses -h", "library-licenses.txt");
    check("convert -h", "convert.txt");
    check("tidy -h", "tidy.txt");
    check("sanitize -h", "sanitize.txt");
    check("run -h", "run.txt");
    check("cache -h", "cache.txt");
    check("serve -h", "serve.txt");
    check("providers -h", "providers.txt");
    check("providers use -h", "providers-use.txt");
    check("usage -h", "usage.txt");
    check("doctor -h", "doctor.txt");
    check("completions -h", "completions.txt");
    check("man -h", "man.txt");
}
