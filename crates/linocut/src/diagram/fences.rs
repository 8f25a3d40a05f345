//! Diagrams in Markdown: finding them, and putting mended ones back.

/// A diagram in a Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// Number of lines before its first, the fence itself among them.
    pub(super) first: usize,
    /// Its text, without what stands before each line.
    pub(super) text: String,
    /// What stands before each line: signs of quotation, and the indentation of the fence.
    pub(super) margin: String,
}

/// A fence that is not closed yet.
struct Open {
    /// The sign it is made of, as often as it stands there.
    mark: String,
    /// How many quotations it stands in.
    depth: usize,
    /// White space before it, in bytes.
    indent: usize,
    /// What it holds, when that is a diagram.
    fence: Option<Fence>,
}

/// What a line is to an open fence.
enum Line<'t> {
    Inside(&'t str),
    /// Its end.
    Close,
    /// The first line behind the quotation that it stands in.
    Behind,
}

/// The texts between Mermaid fences (`CommonMark` 0.31, sections 4.5 and 5.1): also inside of quotations and lists, and
/// up to the end of the file when nothing closes one.
///
/// A fence on the line of a list's bullet is not seen.
pub(super) fn fences(text: &str) -> Vec<Fence> {
    let (mut found, mut open) = (Vec::new(), None::<Open>);
    for (line, number) in text.lines().zip(1..) {
        match open.as_ref().map(|open| open.reads(line)) {
            Some(Line::Inside(inside)) => {
                if let Some(fence) = open.as_mut().and_then(|open| open.fence.as_mut()) {
                    fence.text.push_str(inside);
                    fence.text.push('\n');
                }
            }
            Some(Line::Close) => found.extend(open.take().and_then(|open| open.fence)),
            Some(Line::Behind) => {
                found.extend(open.take().and_then(|open| open.fence));
                open = Open::begins(line, number);
            }
            None => open = Open::begins(line, number),
        }
    }
    found.extend(open.and_then(|open| open.fence));
    found
}

impl Open {
    fn begins(line: &str, number: usize) -> Option<Self> {
        let (mut depth, mut rest) = (0, line);
        while let Some(inner) = unquoted(rest) {
            depth += 1;
            rest = inner;
        }
        let bare = rest.trim_start();
        let sign = bare.chars().next().filter(|sign| "`~".contains(*sign))?;
        let info = bare.trim_start_matches(sign);
        let mark = bare.get(..bare.len() - info.len())?.to_owned();
        if mark.len() < 3 || (sign == '`' && info.contains('`')) {
            return None;
        }
        let margin = line.get(..line.len() - bare.len())?.to_owned();
        let fence = is_mermaid(info).then(|| Fence { first: number, text: String::new(), margin });
        Some(Self { mark, depth, indent: rest.len() - bare.len(), fence })
    }

    fn reads<'t>(&self, line: &'t str) -> Line<'t> {
        let mut rest = line;
        for _ in 0..self.depth {
            let Some(inner) = unquoted(rest) else { return Line::Behind };
            rest = inner;
        }
        let bare = rest.trim();
        if bare.starts_with(&self.mark) && bare.chars().all(|c| self.mark.starts_with(c)) {
            return Line::Close;
        }
        let space = rest.len() - rest.trim_start().len();
        Line::Inside(rest.get(space.min(self.indent)..).unwrap_or(rest))
    }
}

/// What a line of a quotation says.
fn unquoted(line: &str) -> Option<&str> {
    let inner = line.trim_start().strip_prefix('>')?;
    Some(inner.strip_prefix(' ').unwrap_or(inner))
}

/// Whether what follows a fence says that it holds a diagram: `mermaid`, `{mermaid}`, `{.mermaid width=50%}`.
fn is_mermaid(info: &str) -> bool {
    let word = info.trim_start_matches([' ', '\t', '{', '.']);
    let word = word.split([' ', '\t', '{', '}', ',']).next().unwrap_or_default();
    word.eq_ignore_ascii_case("mermaid")
}

/// Puts `now` where `fence` stands among the lines of its file; lines that stay the same are left alone.
pub(super) fn put(lines: &mut Vec<String>, fence: &Fence, now: &str) {
    let old: Vec<&str> = fence.text.lines().collect();
    let new: Vec<&str> = now.lines().collect();
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let shorter = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).count().min(shorter);
    let written = new.iter().take(new.len() - tail).skip(head).map(|line| {
        let line = format!("{}{line}", fence.margin);
        format!("{}\n", line.trim_end())
    });
    let end = (fence.first + old.len() - tail).min(lines.len());
    let start = (fence.first + head).min(end);
    lines.splice(start..end, written.collect::<Vec<String>>());
}

#[cfg(test)]
mod tests {
    use super::{fences, put};

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let found = fences(text);
        let found: Vec<(usize, &str)> = found.iter().map(|fence| (fence.first, fence.text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_mermaid_fences_are_taken() {
        let text = "# A\n```mermaid\npie\n```\n```rust\n```mermaid\n```\n~~~ mermaid\ngantt\n~~~\n";
        check(text, &[(2, "pie\n"), (8, "gantt\n")]);
        check("```js mermaid\nx\n```\n```{.mermaid w=1}\npie\n```\n", &[(4, "pie\n")]);
    }

    #[test]
    fn a_line_of_code_opens_no_fence() {
        check("```mermaid``` is a language\n```mermaid\npie\n```\n", &[(2, "pie\n")]);
    }

    #[test]
    fn a_fence_ends_with_its_file_or_its_quotation() {
        check("```mermaid\npie\n", &[(1, "pie\n")]);
        check("> ```mermaid\n> pie\nprose\n```mermaid\ngantt", &[(1, "pie\n"), (4, "gantt\n")]);
    }

    #[test]
    fn quotations_and_lists_are_read_and_written_back() {
        let text = "- a\n\n  > ```mermaid\n  > pie\n  >   \"a\" : 1\n  > ```\n";
        let found = fences(text);
        assert_eq!(found[0].text, "pie\n  \"a\" : 1\n");
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        put(&mut lines, &found[0], "pie\n\n  \"a\" : 2\n");
        assert_eq!(lines.concat(), "- a\n\n  > ```mermaid\n  > pie\n  >\n  >   \"a\" : 2\n  > ```\n");
    }
}
