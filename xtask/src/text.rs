//! What no tracked text may contain.

use crate::tree::{File, Tree};

/// Folders that exist on one person's machine only.
const MACHINE_FOLDERS: [&str; 3] = [concat!("/", "work/"), concat!("/", "root/"), concat!("/", "home/")];

/// Names every line with the path of somebody's machine.
pub(crate) fn check_machine_paths(tree: &Tree) -> Vec<String> {
    named_lines(tree, |_| true, |line| MACHINE_FOLDERS.iter().any(|folder| starts_a_path(line, folder)))
}

/// Names every line with an emoji; data files of tests may hold some.
pub(crate) fn check_emoji(tree: &Tree) -> Vec<String> {
    let is_data = |file: &File| file.path.contains("/tests/") && !file.is_kind(&["rs"]);
    named_lines(tree, |file| !is_data(file), |line| line.chars().any(is_emoji))
}

fn named_lines(tree: &Tree, wanted: impl Fn(&File) -> bool, bad: impl Fn(&str) -> bool) -> Vec<String> {
    let texts = tree.files.iter().filter(|f| wanted(f)).filter_map(|f| Some((&f.path, f.text()?)));
    let lines = texts.flat_map(|(path, text)| text.lines().enumerate().map(move |(i, line)| (path, i + 1, line)));
    lines.filter(|&(_, _, line)| bad(line)).map(|(path, number, line)| format!("{path}:{number}: {line}")).collect()
}

/// Whether `folder` stands in `line` as the beginning of a path, not in the middle of a longer one or of an address.
fn starts_a_path(line: &str, folder: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '~' | '*' | '}' | ')');
    line.match_indices(folder).any(|(at, _)| !line.get(..at).and_then(|s| s.chars().last()).is_some_and(inside))
}

/// Pictographs, the older symbols and dingbats, and the mark that turns a character into a pictograph.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::{check_emoji, check_machine_paths};
    use crate::tree::planted;

    #[test]
    fn names_the_line_with_a_machine_path() {
        let mine = concat!("see /", "root/notes\n");
        let fine = "https://example.com/home/\nframework/work/\n";
        let tree = planted(&[("a.md", mine), ("b.md", fine)]);
        assert_eq!(check_machine_paths(&tree), [format!("a.md:1: {}", mine.trim())]);
    }

    #[test]
    fn names_the_line_with_an_emoji() {
        let party = "fine → here\nparty \u{1f389}\n";
        let tree = planted(&[("a.md", party), ("crates/x/tests/a.svg", party), ("crates/x/tests/a.rs", party)]);
        assert_eq!(check_emoji(&tree), ["a.md:2: party \u{1f389}", "crates/x/tests/a.rs:2: party \u{1f389}"]);
    }
}
