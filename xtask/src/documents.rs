//! Documents name only what exists.

use crate::{metadata::Package, tree::Tree};
use std::collections::BTreeSet;

const MAP: &str = "ARCHITECTURE.md";

/// Compares the crate map in ARCHITECTURE.md, rows that begin with a crate's name in backticks, with the workspace.
pub(crate) fn check_crate_map(tree: &Tree, packages: &[Package]) -> Vec<String> {
    let Some(text) = tree.text(MAP) else {
        return vec![format!("{MAP} is missing")];
    };
    let mapped: BTreeSet<&str> = text.lines().filter_map(mapped_crate).collect();
    let exists = |name: &str| packages.iter().any(|p| p.name == name);
    let in_crates = |name: &str| tree.has(&format!("crates/{name}/Cargo.toml"));
    let ghosts =
        mapped.iter().filter(|name| !exists(name)).map(|name| format!("{MAP} maps {name}, which does not exist"));
    let missing = packages.iter().map(|p| p.name.as_str()).filter(|name| in_crates(name) && !mapped.contains(name));
    ghosts.chain(missing.map(|name| format!("{MAP} does not map {name}"))).collect()
}

/// The crate that a row of a table begins with: "| `linocut-core` | …".
fn mapped_crate(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("| `")?.split_once("` |")?;
    (name == "linocut" || name.starts_with("linocut-")).then_some(name)
}

/// Names every path in our own documents that does not exist in the repository.
///
/// A path is looked for from the root and from the document's own folder.
pub(crate) fn check_paths(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for document in tree.files.iter().filter(|f| is_ours(&f.path)) {
        let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for path in document.text().map(|text| named_paths(tree, text)).unwrap_or_default() {
            if !tree.has(&path) && !tree.has(&format!("{folder}/{path}")) {
                problems.push(format!("{} names {path}, which does not exist", document.path));
            }
        }
    }
    problems
}

fn is_ours(path: &str) -> bool {
    path == MAP || path == "NOTICE" || path.ends_with("README.md")
}

/// The paths that a document names: words in backticks, links, and words of its code blocks.
fn named_paths(tree: &Tree, text: &str) -> BTreeSet<String> {
    let mut in_code = false;
    let mut paths = BTreeSet::new();
    for line in text.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            let words = line.split(' ').filter(|word| begins_in(tree, word));
            paths.extend(words.filter(|word| looks_like_a_path(tree, word)).map(str::to_owned));
        } else {
            let quoted = line.split('`').skip(1).step_by(2).flat_map(|span| span.split(' '));
            paths.extend(quoted.filter(|word| looks_like_a_path(tree, word)).map(str::to_owned));
            paths.extend(links(line).map(str::to_owned));
        }
    }
    paths
}

/// Whether `word` lies in a folder that the repository tracks at its root.
fn begins_in(tree: &Tree, word: &str) -> bool {
    word.split_once('/').is_some_and(|(first, _)| !first.is_empty() && tree.has(first))
}

/// Whether a word is meant as a path of this repository: it lies in a tracked folder, has a folder and an ending,
/// or is a document or manifest. Outputs (`out/`, `target/`), patterns, and options are not.
fn looks_like_a_path(tree: &Tree, word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'));
    let elsewhere = ["out/", "target/", "/", "-", ".."].iter().any(|start| word.starts_with(start));
    if word.is_empty() || !plain || elsewhere {
        return false;
    }
    let (folder, name) = word.rsplit_once('/').unwrap_or(("", word));
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if folder.is_empty() {
        matches!(ending, "md" | "toml")
    } else {
        name.is_empty() || !ending.is_empty() || begins_in(tree, word)
    }
}

/// Targets inside the repository of Markdown links `](…)` and of `src="…"`, without their anchors.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let markdown = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let html = line.split("src=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    markdown
        .chain(html)
        .map(|(target, _)| target.split_once('#').map_or(target, |(path, _)| path))
        .filter(|path| !path.is_empty() && !path.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::{check_crate_map, check_paths};
    use crate::{metadata::Package, tree::planted};

    #[track_caller]
    fn check_map(map: &str, expected: &[&str]) {
        let tree =
            planted(&[("ARCHITECTURE.md", map), ("crates/linocut-svg/Cargo.toml", ""), ("xtask/Cargo.toml", "")]);
        let package = |name: &str| Package { name: name.to_owned(), needs: vec![], test_needs: vec![] };
        assert_eq!(check_crate_map(&tree, &[package("linocut-svg"), package("xtask")]), expected);
    }

    #[test]
    fn the_map_lists_exactly_the_crates() {
        check_map("| crate | purpose |\n| `linocut-svg` | Reads. |\n", &[]);
        check_map("", &["ARCHITECTURE.md does not map linocut-svg"]);
        check_map(
            "| `linocut-svg` | a |\n| `linocut-flow` | b |\n",
            &["ARCHITECTURE.md maps linocut-flow, which does not exist"],
        );
    }

    #[test]
    fn asks_for_a_map() {
        assert_eq!(check_crate_map(&planted(&[]), &[]), ["ARCHITECTURE.md is missing"]);
    }

    #[track_caller]
    fn check_document(text: &str, missing: &[&str]) {
        let tree =
            planted(&[("examples/fox.png", ""), ("bench/README.md", ""), ("bench/a.rs", ""), ("README.md", text)]);
        let expected: Vec<String> =
            missing.iter().map(|path| format!("README.md names {path}, which does not exist")).collect();
        assert_eq!(check_paths(&tree), expected);
    }

    #[test]
    fn paths_in_backticks_exist() {
        check_document("`examples/fox.png`, `bench/`, `logo.svg`, `image/png`, `out/a.svg`, `a/*.rs`", &[]);
        check_document("`examples/cat.png` and `docs/` and `PLAN.md`", &["PLAN.md", "docs/", "examples/cat.png"]);
    }

    #[test]
    fn paths_in_links_and_commands_exist() {
        check_document("[bench](bench/README.md#numbers) <img src=\"examples/fox.png\"> [x](https://x.org/a.md)", &[]);
        check_document("[bench](bench/OLD.md) <img src=\"examples/owl.png\">", &["bench/OLD.md", "examples/owl.png"]);
        check_document("```\nlinocut trace examples/fox.png -o fox.svg\n```", &[]);
        check_document("```\nlinocut trace examples/owl.png -o a/fox.svg\n```", &["examples/owl.png"]);
    }

    #[test]
    fn paths_may_start_at_the_document() {
        let tree = planted(&[("bench/README.md", "`benches/trace.rs`"), ("bench/benches/trace.rs", "")]);
        assert!(check_paths(&tree).is_empty());
    }
}
