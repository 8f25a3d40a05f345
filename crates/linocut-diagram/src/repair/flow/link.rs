//! Arrows and lines of flowcharts, and what people write in their place.

/// An arrow or line between nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The arrow as written: `-->`, `->`, `→`; of `-- text -->` its last part.
    pub(crate) arrow: String,
    /// What stands on it.
    pub(crate) label: Option<String>,
    /// How the label is written.
    pub(crate) form: Form,
}

/// Where a label stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Between bars behind the arrow; the space before the bar.
    Bars(String),
    /// Inside the arrow, after this opening; spaces belong to the label.
    Inside(String),
}

/// Signs of other notations, with Mermaid's.
pub(crate) const FOREIGN: &[(&str, &str)] = &[
    ("--&gt;", "-->"),
    ("-&gt;", "-->"),
    ("==&gt;", "==>"),
    ("-.-&gt;", "-.->"),
    ("──>", "-->"),
    ("—>", "-->"),
    ("–>", "-->"),
    ("→", "-->"),
    ("⟶", "-->"),
    ("\u{2794}", "-->"),
    ("\u{279c}", "-->"),
    ("⇒", "==>"),
    ("↔", "<-->"),
    ("←", "---"),
];

/// Whether an arrow begins here.
pub(crate) fn starts(text: &str) -> bool {
    const STARTS: [&str; 13] = ["--", "-.", "->", "-)", "==", "=>", "~~~", "<--", "<==", "<-.", "<->", "-&gt;", "<-"];
    STARTS.iter().any(|start| text.starts_with(start))
        || FOREIGN.iter().any(|(sign, _)| text.starts_with(sign))
        || ["x--", "o--", "x==", "o==", "x-.", "o-."].iter().any(|start| text.starts_with(start))
}

/// Reads the link at the start of `text`, and its length in bytes.
pub(crate) fn read(text: &str) -> Option<(Link, usize)> {
    if !starts(text) {
        return None;
    }
    let (arrow, open) = arrow(text);
    let mut length = arrow.len();
    let rest = text.get(length..)?;
    if open && let Some((label, tail)) = inside(rest, &arrow) {
        length += label.len() + tail.len();
        return Some((Link { arrow: tail, label: Some(label), form: Form::Inside(arrow) }, length));
    }
    let bar = rest.trim_start();
    let space = rest.get(..rest.len() - bar.len())?.to_owned();
    if let Some((label, _)) = bar.strip_prefix('|').and_then(|label| label.split_once('|')) {
        length += space.len() + label.len() + 2;
        return Some((Link { arrow, label: Some(label.to_owned()), form: Form::Bars(space) }, length));
    }
    Some((Link { arrow, label: None, form: Form::Bars(String::new()) }, length))
}

/// The arrow at the start of `text`, and whether it may be the opening of one with its label inside.
fn arrow(text: &str) -> (String, bool) {
    if let Some((sign, _)) = FOREIGN.iter().find(|(sign, _)| text.starts_with(sign)) {
        return ((*sign).to_owned(), false);
    }
    let start = usize::from(text.starts_with(['<', 'x', 'o']));
    let body = text.get(start..).unwrap_or_default();
    let line = body.find(|c: char| !"-=.~".contains(c)).unwrap_or(body.len());
    let rest = body.get(line..).unwrap_or_default();
    if rest.starts_with("&gt;") {
        return (text.get(..start + line + 4).unwrap_or(text).to_owned(), false);
    }
    let head = rest.len() - rest.trim_start_matches('>').len();
    let cross = rest.starts_with(['x', 'o', ')']) && rest.chars().nth(1).is_none_or(|c| c.is_whitespace() || c == '|');
    let tail = if cross { 1 } else { head };
    let open = tail == 0 && matches!(body.get(..line), Some("--" | "==" | "-."));
    (text.get(..start + line + tail).unwrap_or(text).to_owned(), open)
}

/// The label after an opening, and the arrow that ends it.
fn inside(rest: &str, opening: &str) -> Option<(String, String)> {
    let closing = match opening.trim_start_matches(['<', 'x', 'o']) {
        "==" => "==",
        "-." => ".-",
        _ => "--",
    };
    let mut quoted = false;
    let at = rest.char_indices().find(|&(index, c)| {
        quoted ^= c == '"';
        !quoted && rest.get(index..).is_some_and(|rest| rest.starts_with(closing))
    });
    let (at, _) = at?;
    let label = rest.get(..at)?;
    let tail = rest.get(at..)?;
    let line = tail.find(|c: char| !"-=.".contains(c)).unwrap_or(tail.len());
    let head = tail.get(line..)?;
    let end = line + usize::from(head.starts_with('>') || (head.starts_with(['x', 'o']) && head.len() > 1));
    (!label.trim().is_empty() && !label.contains('|'))
        .then(|| (label.to_owned(), tail.get(..end).unwrap_or(tail).to_owned()))
}

impl Link {
    /// Puts `label` between bars behind the whole arrow.
    pub(crate) fn set_label(&mut self, label: String) {
        self.label = Some(label);
        self.form = Form::Bars(String::new());
    }

    /// Writes it at the end of `line`.
    pub(crate) fn write(&self, line: &mut String) {
        match (&self.form, &self.label) {
            (Form::Bars(space), Some(label)) => {
                line.push_str(&self.arrow);
                line.push_str(space);
                line.push('|');
                line.push_str(label);
                line.push('|');
            }
            (Form::Bars(_), None) => line.push_str(&self.arrow),
            (Form::Inside(opening), label) => {
                line.push_str(opening);
                line.push_str(label.as_deref().unwrap_or_default());
                line.push_str(&self.arrow);
            }
        }
    }
}
