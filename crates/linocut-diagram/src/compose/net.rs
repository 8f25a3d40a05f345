//! Names and links between them, for every family that is made of these.

use super::Found;
use super::chain::{Chain, Cut, End, Way, cut};
use super::deed::sentence;
use super::mention::{Mention, joined, mentions, named, title};
use super::plain::enlarged;
use super::token::{Sort, Token, Tokens, tokens};
use crate::plan::{Id, Ids};
use std::collections::BTreeSet;

/// Most nodes and links that are read; more is no diagram.
const MOST: usize = 1_000;

/// Names and links.
#[derive(Default)]
pub(super) struct Net {
    /// The title.
    pub(super) title: Option<String>,
    /// Names, each once, in order.
    pub(super) nodes: Vec<Knot>,
    /// Links, in order.
    pub(super) links: Vec<Thread>,
    ids: Ids,
}

/// A name.
pub(super) struct Knot {
    /// Its id.
    pub(super) id: Id,
    /// What the words call it.
    pub(super) name: String,
    /// What it says.
    pub(super) label: String,
    /// What stood in brackets behind it.
    pub(super) inside: Vec<Token>,
    /// The words before it, in lower case.
    pub(super) before: Vec<String>,
}

/// A link from one name to another, by their places.
pub(super) struct Thread {
    /// Where it begins.
    pub(super) from: usize,
    /// Where it ends.
    pub(super) to: usize,
    /// What it says.
    pub(super) label: Option<String>,
    /// The words between the two, and what was written as an arrow.
    pub(super) words: String,
}

const LINKS: &str = " to connects connect links link linking linked connected leads lead transitions transition goes flows points \
sends send uses calls depends inherits extends implements has contains manages with then feeds writes reads from -- --> -> ->> \
associated aggregation composition composed association inheritance inheriting satisfies verifies derives refines traces copies \
places writes employs arrow >  ";

const LABELS: [&str; 9] =
    ["label", "labeled", "labelled", "text", "described", "saying", "condition", "message", "description"];

/// Words that make a name the name of something else than a node.
const ASIDE: [&str; 26] = [
    "style",
    "styled",
    "fill",
    "stroke",
    "color",
    "classdef",
    "theme",
    "config",
    "acctitle",
    "accdescr",
    "note",
    "comment",
    "syntax",
    "direction",
    "keyword",
    "icon",
    "using",
    "dateformat",
    "directive",
    "backgroundcolor",
    "set",
    "via",
    "stroke-width",
    "layout",
    "click",
    "tooltip",
];

/// Reads names and links: chains of arrows first, what stands between them as names with words that link.
pub(super) fn net(words: &Tokens, found: &mut Found) -> Net {
    let Cut { tokens, chains, title, .. } = cut(words);
    let mut net = Net::default();
    if chains.is_empty() {
        net.named_links(mentions(words), found);
        return net;
    }
    let known: BTreeSet<String> =
        chains.values().flat_map(|chain| chain.ends.iter().flatten()).map(|end| end.name.clone()).collect();
    let mut own = Found::default();
    for run in tokens
        .list
        .chunk_by(|a, b| !(chains.contains_key(&a.clause) || chains.contains_key(&b.clause)) || a.clause == b.clause)
    {
        let clause = run.first().map_or(0, |token| token.clause);
        match chains.get(&clause) {
            Some(chain) if !net.full() => {
                net.join(chain);
                own.clauses.insert(clause);
            }
            Some(_) => {}
            None => net.named_links(named(run, &known), &mut own),
        }
    }
    own.clauses.extend(title.is_some().then_some(0));
    net.title = net.title.or_else(|| title.filter(|title| !HEADINGS.contains(&title.as_str())));
    found.deeds = Some(own.told(&tokens));
    net
}

/// Words before a colon that are no title.
const HEADINGS: [&str; 8] = ["Flow", "Edges", "Links", "Nodes", "Connections", "Messages", "Relations", "Transitions"];

/// Whether a name is the first word of Mermaid text.
fn is_header(name: &Mention) -> bool {
    let header = name.text.split([' ', '-']).next().unwrap_or_default();
    name.quoted && crate::Family::parse(header).is_ok() || header == "graph" || header.starts_with("stateDiagram")
}

/// Whether a name says how something looks, or how many of it there are.
fn is_aside(name: &Mention) -> bool {
    let counts = ["exactly one", "one or more", "zero or more", "zero or one", "one"];
    name.after(&ASIDE) || name.text.contains(['{', '}', ';', '<', '|']) || counts.contains(&name.text.as_str())
}

/// What a box says: a word or several with a large letter first; letters, codes and marks stay as they are.
fn spoken(name: &str) -> String {
    let words = name.contains(' ') || name.len() > 1 && name.chars().all(|c| c.is_alphabetic() || c == '-');
    if words { sentence(&enlarged(name)) } else { name.to_owned() }
}

/// Whether tokens between two names link them.
pub(super) fn links(before: &[Token]) -> bool {
    before.iter().any(Token::is_arrow) || before.iter().any(|token| LINKS.contains(&format!(" {} ", token.lower)))
}

fn has_arrow(text: &str) -> bool {
    let name = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '_' | '"'));
    name && arrow(text).is_some_and(|(from, to)| {
        text.get(to..).is_some_and(|rest| from > 0 && rest.contains(char::is_alphanumeric) || rest.contains("[*]"))
    })
}

/// The bytes of the first arrow: a run of arrow letters with a dash pair, a dot pair or a head in it.
pub(super) fn arrow(text: &str) -> Option<(usize, usize)> {
    let core = ["--", "->", "..", "==", "-."].into_iter().filter_map(|core| text.find(core)).min()?;
    let part = |c: char| matches!(c, '-' | '>' | '<' | '.' | '=' | '|' | '*' | '}' | '{');
    let head = text.get(..core)?;
    let from = head.trim_end_matches(|c: char| part(c) || c == 'o').len();
    let from =
        if head.get(from..).is_some_and(|run| run.starts_with('o') && !head.get(..from).unwrap_or("").ends_with(' ')) {
            core
        } else {
            from
        };
    let rest = text.get(core..)?;
    let length = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
    Some((from, core + length))
}

impl Way {
    /// The link between two places.
    fn thread(&self, (a, b): (usize, usize)) -> Thread {
        let label = self.label.clone();
        if self.is_back() {
            return Thread { from: b, to: a, label, words: "->".to_owned() };
        }
        Thread { from: a, to: b, label, words: self.arrow.clone() }
    }
}

impl Net {
    const fn full(&self) -> bool {
        self.nodes.len() > MOST || self.links.len() > MOST
    }

    /// Adds names, and links where words between them say so.
    fn named_links(&mut self, mut names: Vec<Mention>, found: &mut Found) {
        let title = title(&mut names);
        self.title = self.title.take().or(title);
        let mut last: Option<(usize, usize)> = None;
        let mut label: Option<String> = None;
        for (at, name) in names.iter().enumerate() {
            if self.full() {
                break;
            }
            if has_arrow(&name.text) {
                last = self.chain(&name.text).map(|end| (end, name.clause));
                found.clauses.insert(name.clause);
                continue;
            }
            if arrow(&name.text).is_some() && !is_header(name) {
                label = name.text.rsplit_once(" : ").map(|(_, said)| said.trim().to_owned());
                continue;
            }
            if is_header(name) || is_aside(name) {
                continue;
            }
            let before = last.filter(|(_, clause)| *clause == name.clause).map(|(at, _)| at);
            let known = self.find(&name.text);
            let next_known =
                names.get(at + 1).is_some_and(|next| next.clause == name.clause && self.find(&next.text).is_some());
            let between = before.is_some() && known.is_none() && name.quoted && next_known && name.inside.is_empty();
            if between || (name.after(&LABELS) && name.quoted && known.is_none()) {
                found.clauses.insert(name.clause);
                label = self.label(name, between);
                continue;
            }
            let here = known.unwrap_or_else(|| self.add(name));
            found.clauses.insert(name.clause);
            let from = before.filter(|from| *from != here && (label.is_some() || links(&name.before)));
            let arrows = name.before.iter().filter(|token| token.is_arrow()).count();
            found.missed.extend((arrows > usize::from(from.is_some())).then_some(name.clause));
            if let Some(from) = from {
                let words: Vec<&Token> = name.before.iter().collect();
                self.links.push(Thread { from, to: here, label: label.take(), words: joined(&words).to_lowercase() });
            }
            last = Some((here, name.clause));
        }
    }

    /// Adds the names and arrows of a chain.
    fn join(&mut self, chain: &Chain) {
        let mut before: Vec<usize> = Vec::new();
        let mut ways = chain.ways.iter();
        for ends in &chain.ends {
            let here: Vec<usize> = ends.iter().map(|end| self.end(end)).collect();
            let way = if before.is_empty() { None } else { ways.next() };
            if let Some(way) = way {
                let pairs = before.iter().flat_map(|&a| here.iter().map(move |&b| (a, b)));
                self.links.extend(pairs.map(|pair| way.thread(pair)));
            }
            before = here;
        }
    }

    /// The place of a name of a chain.
    fn end(&mut self, end: &End) -> usize {
        let name = end.name.as_str();
        if let Some(at) = self.find(name) {
            return at;
        }
        let said = end.inside.iter().find(|token| matches!(token.sort, Sort::Quoted | Sort::Code));
        let said = said.map(|token| token.text.clone()).or_else(|| {
            let words: Vec<&Token> = end.inside.iter().take_while(|t| !t.is(",")).collect();
            Some(joined(&words)).filter(|text| !text.is_empty())
        });
        let at = self.named(name, Some(&said.unwrap_or_else(|| spoken(name))));
        if let Some(knot) = self.nodes.get_mut(at) {
            knot.inside.clone_from(&end.inside);
        }
        at
    }

    /// The place of a name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let same = |knot: &Knot| knot.name == name || knot.label == name || knot.id.as_str() == name;
        self.nodes.iter().position(same)
    }

    fn add(&mut self, name: &Mention) -> usize {
        let quoted = name.inside.iter().find(|token| matches!(token.sort, Sort::Quoted | Sort::Code));
        let words: Vec<&Token> = name.inside.iter().take_while(|t| !t.is(",")).collect();
        let said = quoted.map(|token| token.text.clone()).or_else(|| {
            let text = joined(&words);
            (!name.quoted && !text.is_empty()).then_some(text)
        });
        let said = name.square.clone().or(said);
        let at = self.named(&name.text, said.as_deref());
        if let Some(knot) = self.nodes.get_mut(at) {
            knot.inside.clone_from(&name.inside);
            knot.before = name.before.iter().map(|token| token.lower.clone()).collect();
        }
        at
    }

    /// The place of a name, which is made if it is not there.
    pub(super) fn named(&mut self, name: &str, label: Option<&str>) -> usize {
        if let Some(at) = self.find(name) {
            return at;
        }
        let id = self.ids.for_label(name, "n");
        let label = label.unwrap_or(name).trim().to_owned();
        self.nodes.push(Knot { id, name: name.to_owned(), label, inside: Vec::new(), before: Vec::new() });
        self.nodes.len() - 1
    }

    /// Keeps a label for the next link, or puts it on the last one.
    fn label(&mut self, name: &Mention, between: bool) -> Option<String> {
        match self.links.last_mut().filter(|link| link.label.is_none() && !between) {
            Some(link) => {
                link.label = Some(name.text.clone());
                None
            }
            None => Some(name.text.clone()),
        }
    }

    /// Reads `A --> B : text`, `A -->|text| B --> C`; gives the place of the last name.
    fn chain(&mut self, text: &str) -> Option<usize> {
        let (text, mut label) = match text.rsplit_once(" : ").or_else(|| text.rsplit_once(": ")) {
            Some((head, label)) if arrow(label).is_none() => (head, Some(label.trim().to_owned())),
            Some(_) | None => (text, None),
        };
        let mut rest = text;
        let mut last: Option<(usize, String)> = None;
        let mut end = None;
        loop {
            let found = arrow(rest);
            let (name, line, tail) = match found {
                Some((from, to)) => (rest.get(..from)?, rest.get(from..to)?, rest.get(to..)?),
                None => (rest, "", ""),
            };
            let piped = name.trim().strip_prefix('|').and_then(|rest| rest.split_once('|'));
            let name = piped.map_or(name, |(said, name)| {
                label = Some(said.trim().to_owned());
                name
            });
            end = self.word(name).or(end);
            if let (Some((from, words)), Some(to)) = (last.take(), end) {
                self.links.push(Thread { from, to, label: label.take(), words });
            }
            last = end.map(|end| (end, line.to_owned()));
            if found.is_none() {
                return end;
            }
            rest = tail;
        }
    }

    /// A name of Mermaid text: `A`, `A[Label]`, `"Label"`; none for `[*]`.
    fn word(&mut self, text: &str) -> Option<usize> {
        let read = tokens(text.trim());
        let mut names = read.list.iter().filter(|token| token.sort != Sort::Mark);
        if text.trim().starts_with("[*]") {
            return Some(self.named("[*]", None));
        }
        let first = names.next()?;
        let rest: Vec<&Token> = names.collect();
        let bracket = text.contains(['[', '(', '{']);
        let label = if bracket { joined(&rest) } else { String::new() };
        Some(self.named(&first.text, (!label.is_empty()).then_some(label.as_str())))
    }
}
