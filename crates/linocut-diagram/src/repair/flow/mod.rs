//! Rules for flowcharts.

mod id;
mod label;
mod link;
mod piece;
mod scan;
mod statement;

pub(crate) use id::{class_ids, end_ids, keyword_ids, references, spaced_ids};
pub(crate) use link::starts as starts_link;
pub(crate) use piece::{
    block_labels, block_links, colon_labels, edge_labels, empty, escaped_quotes, foreign_arrows, mixed_brackets,
    numbered, open_brackets, parens, quotes, sequence_arrows, short_arrows, special,
};
pub(crate) use scan::{Pieces, is_nodes};
pub(crate) use statement::{colors, dangling, ends, foreign_statements, styles, subgraph_titles};

/// A line with labels that begin with `@` in quotes.
pub(crate) fn odd_labels(line: &str) -> Option<String> {
    mended(line, |pieces| {
        let mut done = false;
        for piece in pieces {
            if let scan::Piece::Label(label) = piece
                && label.text.trim_start().starts_with('@')
            {
                label.text = label::quoted(&label.text);
                done = true;
            }
        }
        done
    })
}

/// A node with a colon in its id: `a:b` alone on its line.
pub(crate) fn bare_nodes(line: &str) -> Option<String> {
    let text = line.trim();
    let (first, second) = text.split_once(':')?;
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    (word(first) && word(second)).then(|| format!("{first}_{second}[\"{text}\"]"))
}

/// What a line of nodes becomes, if the rule has something to mend.
pub(crate) fn mended(line: &str, rule: fn(&mut Pieces) -> bool) -> Option<String> {
    if !is_nodes(line) {
        return None;
    }
    let mut pieces = scan::scan(line);
    rule(&mut pieces).then(|| scan::write(&pieces))
}
