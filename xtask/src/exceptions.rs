//! Exceptions from the lints are counted, and the count may not rise unnoticed.

use crate::tree::Tree;

/// The file that holds the number of exceptions the reviewers have accepted.
const ACCEPTED: &str = "xtask/exceptions.txt";

/// Complains when there are more exceptions than accepted, or when the accepted number cannot be read.
pub(crate) fn check(tree: &Tree) -> Vec<String> {
    let Some(accepted) = tree.text(ACCEPTED).and_then(|t| t.trim().parse::<usize>().ok()) else {
        return vec![format!("{ACCEPTED} does not hold a number")];
    };
    let found = count(tree);
    if found > accepted {
        vec![format!(
            "{found} lint exceptions, {accepted} are accepted; remove some, or raise the number in {ACCEPTED} and say why in the commit"
        )]
    } else {
        Vec::new()
    }
}

/// One line that says how many exceptions there are.
pub(crate) fn summary(tree: &Tree) -> String {
    let accepted = tree.text(ACCEPTED).unwrap_or("no number").trim();
    format!("{} lint exceptions, {accepted} accepted", count(tree))
}

fn count(tree: &Tree) -> usize {
    tree.files.iter().filter(|f| f.is_kind(&["rs"])).filter_map(|f| f.text()).flat_map(str::lines).map(on_line).sum()
}

/// Attributes on one line; what follows a quote or a comment mark is not code.
fn on_line(line: &str) -> usize {
    let code = line.find(['"', '/']).and_then(|end| line.get(..end)).unwrap_or(line);
    code.matches("#[expect(").count() + code.matches("#![expect(").count()
}

#[cfg(test)]
mod tests {
    use super::{check, summary};
    use crate::tree::{Tree, planted};

    const SOURCE: &str = "#![expect(a)]\n#[expect(\n    b,\n)]\nfn f() { g(\"#[expect(\"); } // #[expect(c)]\n";

    fn with_number(number: &str) -> Tree {
        planted(&[("xtask/exceptions.txt", number), ("src/lib.rs", SOURCE), ("notes.md", "#[expect(d)]")])
    }

    #[test]
    fn counts_attributes_and_nothing_else() {
        assert_eq!(summary(&with_number("7\n")), "2 lint exceptions, 7 accepted");
    }

    #[test]
    fn may_fall_but_not_rise() {
        assert!(check(&with_number("3\n")).is_empty());
        assert!(check(&with_number("2\n")).is_empty());
        assert_eq!(check(&with_number("1\n")).len(), 1);
        assert_eq!(check(&with_number("one")), ["xtask/exceptions.txt does not hold a number"]);
    }
}
