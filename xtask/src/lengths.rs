//! A source file has one concept, so it is short.

use crate::tree::Tree;

/// Lines of a source file, tests included; past this a file holds more than one concept (CONVENTIONS.md, section 1).
const MOST_LINES: usize = 500;

/// Names every source file that is too long.
pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let sources = tree.files.iter().filter(|f| f.is_kind(&["rs", "ts", "svelte"]));
    let lengths = sources.filter_map(|f| Some((&f.path, f.text()?.lines().count())));
    lengths
        .filter(|&(_, lines)| lines > MOST_LINES)
        .map(|(path, lines)| format!("{path} has {lines} lines, at most {MOST_LINES} are allowed"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tree::planted;

    #[test]
    fn names_the_long_source_and_leaves_the_long_document() {
        let long = "x\n".repeat(501);
        let tree = planted(&[("a.rs", &long), ("b.rs", &long[2..]), ("c.md", &long), ("d.svelte", &long)]);
        assert_eq!(
            check(&tree),
            ["a.rs has 501 lines, at most 500 are allowed", "d.svelte has 501 lines, at most 500 are allowed"]
        );
    }
}
