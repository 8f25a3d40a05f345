//! Rules for what stands in one line of nodes and links.

use super::label::{Label, is_quoted, quoted};
use super::link::{FOREIGN, Form, Link};
use super::scan::{Piece, Pieces};

/// Applies `mend` to every label.
fn labels(pieces: &mut [Piece], mut mend: impl FnMut(&mut Label) -> bool) -> bool {
    let mut done = false;
    for piece in pieces {
        if let Piece::Label(label) = piece {
            done |= mend(label);
        }
    }
    done
}

/// Applies `mend` to every link.
fn links(pieces: &mut [Piece], mut mend: impl FnMut(&mut Link) -> bool) -> bool {
    let mut done = false;
    for piece in pieces {
        if let Piece::Link(link) = piece {
            done |= mend(link);
        }
    }
    done
}

fn quote(label: &mut Label) -> bool {
    label.text = quoted(&label.text);
    true
}

/// Quotes labels with round brackets.
pub(crate) fn parens(pieces: &mut Pieces) -> bool {
    labels(pieces, |label| !is_quoted(&label.text) && label.text.contains(['(', ')']) && quote(label))
}

/// Quotes labels with quotes inside.
pub(crate) fn quotes(pieces: &mut Pieces) -> bool {
    labels(pieces, |label| !is_quoted(&label.text) && label.text.contains('"') && quote(label))
}

/// Quotes labels with other signs that mean something outside of quotes, and empty ones.
pub(crate) fn special(pieces: &mut Pieces) -> bool {
    labels(pieces, |label| {
        let text = label.text.trim();
        let strange = text.contains(['[', ']', '{', '}', '|', '@', '<', '>']) || text.starts_with(['/', '\\']);
        !text.starts_with('"') && strange && label.is_closed_rightly() && quote(label)
    })
}

/// Fills labels that say nothing, and mends Markdown labels that end early.
pub(crate) fn empty(pieces: &mut Pieces) -> bool {
    let mut word = false;
    let mut done = false;
    for piece in pieces {
        if let Piece::Label(label) = piece {
            let text = label.text.trim();
            let markdown = text.starts_with("\"`") && text.ends_with('"') && !is_quoted(text);
            if word && label.is_closed_rightly() && (label.text.is_empty() || text == "\"\"" || markdown) {
                done |= quote(label);
            }
        }
        word = matches!(piece, Piece::Word(_));
    }
    done
}

/// Writes quotes behind a backslash as entities.
pub(crate) fn escaped_quotes(pieces: &mut Pieces) -> bool {
    labels(pieces, |label| label.text.contains("\\\"") && quote(label))
}

/// Takes the dot from `1.`, which Markdown would number.
pub(crate) fn numbered(pieces: &mut Pieces) -> bool {
    labels(pieces, |label| {
        let inner = label.text.trim().trim_start_matches('"');
        let digits = inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let list = digits > 0 && inner.get(digits..).is_some_and(|rest| rest.starts_with(". "));
        if list && let Some(at) = label.text.find(". ") {
            label.text.replace_range(at..=at, ")");
        }
        list
    })
}

/// Closes labels with the bracket that belongs to the one that opens them.
pub(crate) fn mixed_brackets(pieces: &mut Pieces) -> bool {
    labels(pieces, |label| {
        let wrong = !label.close.is_empty() && !label.is_closed_rightly();
        if wrong {
            label.close = label.right_close().to_owned();
        }
        wrong
    })
}

/// Closes labels that nothing closes.
pub(crate) fn open_brackets(pieces: &mut Pieces) -> bool {
    labels(pieces, |label| {
        let open = label.close.is_empty();
        if open {
            label.text = label.text.trim_end_matches([']', ')', '}', ' ']).to_owned();
            label.close = label.right_close().to_owned();
        }
        open
    })
}

/// Quotes what stands on arrows, where it holds signs that mean something else.
pub(crate) fn edge_labels(pieces: &mut Pieces) -> bool {
    links(pieces, |link| {
        let Some(text) = link.label.clone() else { return false };
        let strange = !is_quoted(&text)
            && (text.contains(['(', ')', '[', ']', '{', '}', '"', '@', '>']) || text.trim().is_empty());
        if strange {
            let opening = matches!(&link.form, Form::Inside(opening) if opening.starts_with('<'));
            if opening {
                link.arrow = format!("<{}", link.arrow);
            }
            link.set_label(quoted(&text));
        }
        strange
    })
}

/// Writes the arrows of other notations as Mermaid's.
pub(crate) fn foreign_arrows(pieces: &mut Pieces) -> bool {
    links(pieces, |link| {
        let own = FOREIGN.iter().find(|(sign, _)| *sign == link.arrow).map(|(_, own)| (*own).to_owned());
        let own = own.or_else(|| link.arrow.contains("&gt;").then(|| link.arrow.replace("&gt;", ">")));
        let found = own.is_some();
        if let Some(own) = own {
            link.arrow = own;
        }
        found
    })
}

/// Writes `->` and `=>` as arrows of flowcharts, and closes `--|label|`.
pub(crate) fn short_arrows(pieces: &mut Pieces) -> bool {
    links(pieces, |link| {
        let own = match (link.arrow.as_str(), &link.form) {
            ("->" | "-)", _) | ("--" | "-", Form::Bars(_)) => "-->",
            ("=>" | "==", Form::Bars(_)) => "==>",
            ("<-" | "<->", _) => "<-->",
            ("-." | "-.-" | "-..", Form::Bars(_)) if link.arrow != "-.-" => "-.->",
            _ => return false,
        };
        own.clone_into(&mut link.arrow);
        true
    })
}

/// Writes `A->>B: text` as an arrow with a label.
pub(crate) fn sequence_arrows(pieces: &mut Pieces) -> bool {
    let found = links(pieces, |link| {
        let own = match link.arrow.as_str() {
            "->>" | "-->>" => "-->",
            "=>>" | "==>>" => "==>",
            _ => return false,
        };
        own.clone_into(&mut link.arrow);
        true
    });
    if found {
        colon_labels(pieces);
    }
    found
}

/// Moves `A --> B: text` between the bars of the last arrow.
pub(crate) fn colon_labels(pieces: &mut Pieces) -> bool {
    let Some(at) = pieces.iter().position(|piece| matches!(piece, Piece::Colon(_))) else { return false };
    let Some(Piece::Colon(text)) = pieces.get(at).cloned() else { return false };
    let text = text.trim_start_matches(':').trim();
    let mut before = pieces.iter_mut().take(at).rev();
    let Some(link) = before.find_map(|piece| if let Piece::Link(link) = piece { Some(link) } else { None }) else {
        return false;
    };
    if link.label.is_some() {
        return false;
    }
    if !text.is_empty() {
        let strange = text.contains(['(', ')', '[', ']', '{', '}', '"', '|', '@', '>']);
        link.set_label(if strange { quoted(text) } else { text.to_owned() });
    }
    pieces.remove(at);
    true
}

/// Puts every label of a block in quotes.
pub(crate) fn block_labels(pieces: &mut Pieces) -> bool {
    labels(pieces, |label| {
        let loose = !label.text.trim().is_empty() && !is_quoted(&label.text) && !label.text.starts_with('"');
        if loose {
            let plain = label.text.trim().trim_matches(['\'', '/', ' ']).to_owned();
            label.text = quoted(&plain);
        }
        loose
    })
}

/// Writes `A --> B: text` as blocks have it: `A -- "text" --> B`.
pub(crate) fn block_links(pieces: &mut Pieces) -> bool {
    let moved = colon_labels(pieces);
    let found = links(pieces, |link| {
        let Some(text) = link.label.clone().filter(|_| matches!(link.form, Form::Bars(_))) else { return false };
        link.label = Some(format!(" {} ", quoted(&text)));
        link.form = Form::Inside("--".to_owned());
        true
    });
    moved || found
}
