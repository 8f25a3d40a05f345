//! Reference files stay small enough to review.

use crate::tree::Tree;

/// Bytes of a reference file; a bigger one is compared by digest (CONVENTIONS.md, section 5).
const MOST_BYTES: usize = 20 * 1024;

/// Names every file in a `tests` folder that is too large; sources are held by their length in lines instead.
pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let in_tests = |path: &str| path.split('/').rev().skip(1).any(|folder| folder == "tests");
    tree.files
        .iter()
        .filter(|f| in_tests(&f.path) && !f.is_kind(&["rs", "ts"]) && f.bytes.len() > MOST_BYTES)
        .map(|f| format!("{} has {} bytes, at most {MOST_BYTES} are allowed", f.path, f.bytes.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tree::planted;

    #[test]
    fn names_the_large_reference_only() {
        let large = "x".repeat(20 * 1024 + 1);
        let tree = planted(&[
            ("crates/a/tests/out.svg", &large),
            ("crates/a/tests/small.svg", &large[1..]),
            ("crates/a/tests/suite.rs", &large),
            ("examples/fox.png", &large),
        ]);
        assert_eq!(check(&tree), ["crates/a/tests/out.svg has 20481 bytes, at most 20480 are allowed"]);
    }
}
