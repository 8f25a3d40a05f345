//! What labels may say besides text: line breaks, bold, italic, entities.

use super::text::Face;
use crate::engine::unshielded;

/// The paragraphs of a label, each of runs of one look.
pub(super) fn paragraphs(source: &str, face: Face) -> Vec<Vec<(String, Face)>> {
    let mut reader = Reader { done: vec![Vec::new()], text: String::new(), face, base: face, open: (false, false) };
    let decoded = entities(source);
    let trimmed = decoded.trim();
    let mut rest = trimmed.strip_prefix('`').and_then(|t| t.strip_suffix('`')).unwrap_or(trimmed);
    while let Some(first) = rest.chars().next() {
        rest = reader.step(rest, first);
    }
    reader.flush();
    let mut found = reader.done;
    while found.last().is_some_and(Vec::is_empty) {
        found.pop();
    }
    found
}

struct Reader {
    done: Vec<Vec<(String, Face)>>,
    text: String,
    face: Face,
    base: Face,
    /// Whether asterisks began bold, and whether they began italic.
    open: (bool, bool),
}

impl Reader {
    /// Reads what `rest` begins with and gives what comes after it.
    fn step<'t>(&mut self, rest: &'t str, first: char) -> &'t str {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        match first {
            '\n' => self.end_paragraph(),
            '\\' if after.starts_with('n') => {
                self.end_paragraph();
                return after.get(1..).unwrap_or_default();
            }
            '<' => {
                if let Some((tag, after)) = tag(after) {
                    self.tag(&tag);
                    return after;
                }
                self.text.push('<');
            }
            '*' | '_' => {
                if let Some(after) = self.star(rest, first) {
                    return after;
                }
                self.text.push(first);
            }
            _ => self.text.push(first),
        }
        after
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if let Some(last) = self.done.last_mut().filter(|_| !text.is_empty()) {
            last.push((unshielded(&text).into_owned(), self.face));
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        self.done.push(Vec::new());
    }

    fn tag(&mut self, name: &str) {
        match name {
            "br" | "br/" | "/p" | "/div" | "/li" => self.end_paragraph(),
            "b" | "strong" | "i" | "em" => {
                self.flush();
                let bold = matches!(name, "b" | "strong");
                self.face = Face { bold: self.face.bold || bold, italic: self.face.italic || !bold };
            }
            "/b" | "/strong" => {
                self.flush();
                self.face.bold = self.base.bold;
            }
            "/i" | "/em" => {
                self.flush();
                self.face.italic = self.base.italic;
            }
            _ => {}
        }
    }

    /// Asterisks and underscores that begin or end bold or italic.
    fn star<'t>(&mut self, rest: &'t str, mark: char) -> Option<&'t str> {
        let double: String = [mark, mark].iter().collect();
        let (is_double, length) = if rest.starts_with(&double) { (true, 2) } else { (false, 1) };
        let after = rest.get(length..)?;
        let before = self.text.chars().next_back();
        let open = if is_double { self.open.0 } else { self.open.1 };
        let fits = if open {
            before.is_some_and(|c| !c.is_whitespace()) && !after.starts_with(char::is_alphanumeric)
        } else {
            let close = if is_double { double } else { mark.to_string() };
            !before.is_some_and(char::is_alphanumeric)
                && after.starts_with(|c: char| !c.is_whitespace() && c != mark)
                && after.split('\n').next().is_some_and(|line| closes(line, &close))
        };
        fits.then(|| {
            self.flush();
            if is_double {
                self.open.0 = !open;
                self.face.bold = !open || self.base.bold;
            } else {
                self.open.1 = !open;
                self.face.italic = !open || self.base.italic;
            }
            after
        })
    }
}

/// Whether `line` has the mark that ends what was begun, after a letter and not within a word.
fn closes(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line.get(..at).and_then(|l| l.chars().next_back());
        let after = line.get(at + mark.len()..).and_then(|l| l.chars().next());
        before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Tags that are read or left out; others are text.
const KNOWN: &str = " br b strong i em u s small sub sup p div span code pre a ul ol li img font center hr script style \
                     table tr td th h1 h2 h3 h4 h5 h6 ";

/// The name of the tag that `after` continues, with a slash before it when it ends one, and what comes after it.
fn tag(after: &str) -> Option<(String, &str)> {
    let end = after.find('>')?;
    let inside = after.get(..end).filter(|inside| inside.starts_with(|c: char| c == '/' || c.is_alphabetic()))?;
    let name: String = inside.split_whitespace().next().unwrap_or(inside).to_lowercase();
    let word = name.trim_start_matches('/').trim_end_matches('/');
    let known = !word.is_empty() && KNOWN.contains(&format!(" {word} "));
    known.then(|| (name.trim_end_matches('/').to_owned(), after.get(end + 1..).unwrap_or_default()))
}

/// `source` with character references replaced, HTML's `&…;` and Mermaid's `#…;`.
fn entities(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find(['&', '#', 'ﬂ']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        if let Some((c, after)) = reference(from) {
            text.push(c);
            rest = after;
        } else {
            let first = from.chars().next().map_or(1, char::len_utf8);
            text.push_str(from.get(..first).unwrap_or_default());
            rest = from.get(first..).unwrap_or_default();
        }
    }
    text + rest
}

/// The character that `from` begins with the reference of, and what comes after it.
fn reference(from: &str) -> Option<(char, &str)> {
    // Mermaid's parser protects references with these letters while it reads.
    let (body, end) = match from.strip_prefix('ﬂ') {
        Some(body) => (body.trim_start_matches(['°', '&', '#']), '¶'),
        None => (from.trim_start_matches(['&', '#']), ';'),
    };
    let stop = body.find(end).filter(|&stop| stop <= 10 && stop > 0)?;
    let name = body.get(..stop)?;
    let after = body.get(stop..)?.strip_prefix(end)?;
    let after = if end == '¶' { after.strip_prefix('ß').unwrap_or(after) } else { after };
    let code = match name.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => name.parse().ok(),
    };
    let found = code.and_then(char::from_u32).filter(|c| !c.is_control()).or_else(|| named(name))?;
    Some((found, after))
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => ' ',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "rarr" => '→',
        "larr" => '←',
        "uarr" => '↑',
        "darr" => '↓',
        "times" => '×',
        "deg" => '°',
        "infin" => '∞',
        "hearts" => '\u{2665}',
        "euro" => '€',
        "bull" => '•',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "colon" => ':',
        "semi" => ';',
        "num" => '#',
        "lpar" => '(',
        "rpar" => ')',
        "lbrace" | "lcub" => '{',
        "rbrace" | "rcub" => '}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::paragraphs;
    use crate::emit::text::Face;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let found = paragraphs(source, Face::default());
        let lines: Vec<String> = found.iter().map(|p| p.iter().map(|(text, _)| text.as_str()).collect()).collect();
        assert_eq!(lines, expected, "{source}");
    }

    #[test]
    fn markup_is_taken_out_and_text_kept() {
        check("a<br>b<BR/>c", &["a", "b", "c"]);
        check("**bold** and *lean*", &["bold and lean"]);
        check("snake_case_name and 2*3*4", &["snake_case_name and 2*3*4"]);
        check("a < b > c, Map<K, V>", &["a < b > c, Map<K, V>"]);
        check("#quot;hi#quot; &amp; #9829;", &["\"hi\" & \u{2665}"]);
        check("<b>x</b><script>y</script>", &["xy"]);
    }
}
