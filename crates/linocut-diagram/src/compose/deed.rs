//! Sentences as a tree of deeds: what is done, and if, while and at the same time as what.

use super::token::{Sort, Token};
use super::verb::{is_deed, is_order};

/// Something done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// One thing, in its own words.
    Act(String),
    /// One of two ways.
    Choice {
        /// What decides.
        condition: String,
        /// What is done if it is so.
        yes: Vec<Deed>,
        /// What is done if not.
        no: Vec<Deed>,
    },
    /// Again and again.
    Again {
        /// What decides.
        condition: String,
        /// Whether it is done as long as that is so, and not until it is.
        during: bool,
        /// What is done.
        deeds: Vec<Deed>,
    },
    /// At the same time.
    Together(Vec<Deed>),
}

/// A clause: its words, and what leads it in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Clause {
    Act(String),
    If(String),
    Else,
    Until(String),
    While(String),
    Together(Vec<String>),
}

/// Deeds, and how many clauses they come from.
pub(super) struct Deeds {
    /// In order.
    pub(super) list: Vec<Deed>,
    /// How many clauses were read.
    pub(super) clauses: usize,
    /// Clauses that are about the drawing, or that nothing was made of.
    pub(super) unused: Vec<String>,
}

/// Reads deeds from words.
pub(super) fn deeds(tokens: &[Token]) -> Deeds {
    let mut heard = Heard::default();
    let mut part: Vec<&Token> = Vec::new();
    for token in tokens {
        let broken = part.last().is_some_and(|last| last.clause != token.clause);
        if broken || ends(token) {
            heard.read(&part);
            part.clear();
        }
        if !ends(token) {
            part.push(token);
        }
    }
    heard.read(&part);
    let mut rest = heard.clauses.as_slice();
    let mut list = Vec::new();
    while !rest.is_empty() {
        let (some, left) = block(rest, 0);
        list.extend(some);
        // An else without an if is read as what comes next.
        rest = left.strip_prefix(&[Clause::Else]).unwrap_or(left);
    }
    Deeds { list, clauses: heard.count, unused: heard.unused }
}

fn ends(token: &Token) -> bool {
    token.is_arrow() || matches!(token.lower.as_str(), "," | ";" | "." | "then" | "afterwards" | "finally")
}

/// Clauses as they are read.
#[derive(Default)]
struct Heard {
    clauses: Vec<Clause>,
    /// How many a person would count.
    count: usize,
    unused: Vec<String>,
}

impl Heard {
    /// Adds the clauses of one part.
    fn read(&mut self, part: &[&Token]) {
        let word = |at: usize| part.get(at).map_or("", |token| token.lower.as_str());
        let rest = |at: usize| part.get(at..).unwrap_or_default();
        match (word(0), word(1)) {
            ("", _) if part.is_empty() => {}
            _ if remark(part) => self.unused(part),
            ("and" | "after" | "next", "after" | "that" | "then") => self.read(rest(2)),
            ("and" | "next" | "but" | "so" | "please", _) => self.read(rest(1)),
            ("otherwise" | "else", "if") | ("elseif", _) => {
                self.clauses.push(Clause::Else);
                self.condition(rest(1 + usize::from(word(0) != "elseif")), Clause::If);
            }
            ("else" | "otherwise", _) | ("if", "not") => {
                self.clauses.push(Clause::Else);
                let before = self.count;
                self.read(rest(1 + usize::from(word(1) == "not")));
                self.count = self.count.max(before + 1);
            }
            ("if" | "when" | "once" | "whenever", _) => self.condition(rest(1), Clause::If),
            ("while", _) => self.condition(rest(1), Clause::While),
            ("until", _) => {
                // `until confirmed remind user`: what is done again stands behind.
                let (condition, deed) = part.split_at(1 + condition_end(rest(1)));
                self.read(deed);
                self.condition(condition.get(1..).unwrap_or_default(), Clause::Until);
            }
            ("in" | "at", "parallel") => self.together(rest(2)),
            _ => self.plain(part),
        }
    }

    fn condition(&mut self, part: &[&Token], make: fn(String) -> Clause) {
        let (condition, rest) = part.split_at(condition_end(part));
        self.clauses.push(make(text(condition)));
        self.count += 1;
        self.read(rest);
    }

    /// A clause without a word that leads it in; an else, an if or an until in its middle begins another.
    fn plain(&mut self, part: &[&Token]) {
        let breaks = |token: &&Token| matches!(token.lower.as_str(), "else" | "otherwise" | "until" | "if" | "while");
        let parallel = part.iter().position(|token| token.is("parallel")).filter(|at| *at + 1 == part.len() && *at > 1);
        let and = part.iter().enumerate().position(|(at, token)| {
            let next = part.get(at + 1).map_or("", |next| next.lower.as_str());
            at > 0 && token.is("and") && (is_order(next) || is_deed(next))
        });
        let broken = part.iter().position(breaks).filter(|at| *at > 0);
        if let Some((head, tail)) = broken.or(and.filter(|_| parallel.is_none())).map(|at| part.split_at(at)) {
            self.plain(head);
            self.read(tail);
        } else if let Some(at) = parallel {
            self.together(part.get(..at - 1).unwrap_or_default());
        } else if !is_step(part) {
            self.unused(part);
        } else {
            let said = text(part);
            self.count += usize::from(!said.is_empty());
            self.clauses.extend(Some(said).filter(|said| !said.is_empty()).map(Clause::Act));
        }
    }

    fn together(&mut self, part: &[&Token]) {
        let parts: Vec<String> = part.split(|token| token.is("and")).map(text).filter(|t| !t.is_empty()).collect();
        self.count += parts.len();
        self.clauses.push(Clause::Together(parts));
    }

    fn unused(&mut self, part: &[&Token]) {
        let said = text(part);
        self.count += usize::from(!said.is_empty());
        self.unused.extend(Some(said).filter(|said| !said.is_empty()));
    }
}

/// Most words of a step that has no verb of the list, such as `payment by credit card`.
const MOST_BARE: usize = 5;

/// Whether something is done: a verb of the list, a word that ends like one, or a few words that name a step.
fn is_step(part: &[&Token]) -> bool {
    let verb = |(at, token): (usize, &&Token)| {
        let lower = token.lower.as_str();
        let next = part.get(at + 1).map_or("", |next| next.lower.as_str());
        let does = at > 0 && at < 4 && lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss");
        let does =
            does && matches!(next, "" | "a" | "an" | "the" | "to" | "it" | "its" | "from" | "up" | "out" | "for");
        let done = lower.len() > 4 && (lower.ends_with("ed") || lower.ends_with("ing"));
        is_order(lower) || is_deed(lower) || does || done
    };
    let words = part.iter().filter(|token| token.sort != Sort::Mark).count();
    words <= MOST_BARE
        || part.iter().any(|token| matches!(token.sort, Sort::Quoted | Sort::Code))
        || part.iter().enumerate().any(verb)
}

/// What a drawing has, rather than what is drawn.
const DRAWN: [&str; 22] = [
    "diagram",
    "chart",
    "flowchart",
    "picture",
    "drawing",
    "graph",
    "boxes",
    "nodes",
    "arrows",
    "colors",
    "colours",
    "color",
    "colour",
    "background",
    "font",
    "fonts",
    "theme",
    "style",
    "layout",
    "everything",
    "shapes",
    "lines",
];

/// How a drawing looks.
const LOOKS: [&str; 20] = [
    "pretty",
    "nice",
    "beautiful",
    "simple",
    "clean",
    "readable",
    "colorful",
    "colourful",
    "blue",
    "red",
    "green",
    "pastel",
    "dark",
    "modern",
    "professional",
    "compact",
    "clear",
    "minimal",
    "short",
    "fancy",
];

/// Whether one of some words is for how a drawing looks.
pub(super) fn is_look(words: &[&Token]) -> bool {
    words.iter().any(|token| LOOKS.contains(&token.lower.as_str()))
}

/// Whether a part is said to who draws: `make it pretty`, `the diagram should be blue`, `thanks`.
fn remark(part: &[&Token]) -> bool {
    let words: Vec<&str> = part.iter().filter(|t| t.sort != Sort::Mark).map(|token| token.lower.as_str()).collect();
    let words = words.as_slice();
    let start =
        words.iter().take_while(|word| matches!(**word, "please" | "and" | "the" | "a" | "can" | "you")).count();
    let rest = words.get(start..).unwrap_or_default();
    let has = |list: &[&str]| rest.iter().any(|word| list.contains(word));
    let first = rest.first().copied().unwrap_or_default();
    let second = rest.get(1).copied().unwrap_or_default();
    let polite = rest.is_empty() && start > 0 || matches!(first, "thanks" | "thank" | "hello" | "hi");
    let about = (DRAWN.contains(&first) || first == "it")
        && matches!(second, "should" | "must" | "is" | "are" | "shall" | "needs" | "has" | "can")
        && (first != "it" || has(&LOOKS));
    let asked =
        matches!(first, "make" | "keep" | "use" | "draw" | "give" | "add" | "set" | "paint" | "i" | "we" | "let");
    let look =
        has(&LOOKS) && rest.iter().any(|w| matches!(*w, "it" | "them" | "this" | "everything") || DRAWN.contains(w));
    let drawn = matches!(first, "use" | "set" | "paint" | "draw" | "make" | "i" | "we") && has(&DRAWN);
    let wish = matches!(first, "i" | "we") && matches!(second, "want" | "need" | "would" | "like");
    polite || about || asked && (look || drawn && (wish || !matches!(first, "i" | "we")))
}

/// Words that are a condition by themselves.
const STATES: &str =
    " ok valid invalid yes no good bad true false correct wrong successful available empty ready full late ";

/// Where a condition ends: before the first order behind its first word, or before who does something behind its verb.
fn condition_end(part: &[&Token]) -> usize {
    let word = |at: usize| part.get(at).map_or("", |token| token.lower.as_str());
    let order = (1..part.len()).find(|&at| {
        let bound = matches!(word(at - 1), "the" | "a" | "an" | "to" | "not");
        !bound && (matches!(word(at), "else" | "otherwise" | ":") || is_order(word(at)))
    });
    let order = order.unwrap_or(part.len());
    let is = (0..order).find(|&at| matches!(word(at), "is" | "are" | "has" | "was" | "exists") || is_deed(word(at)));
    let deed = is.and_then(|is| (is + 2..order).find(|&at| is_deed(word(at))));
    let subject = deed.map(|at| if matches!(word(at - 2), "the" | "a" | "an") { at - 2 } else { at - 1 });
    let alone = STATES.contains(&format!(" {} ", word(0))) && !matches!(word(1), "" | "and" | "or");
    if alone { 1 } else { subject.unwrap_or(order) }
}

/// The words of a part as they were written, without the marks around them.
pub(super) fn text(part: &[&Token]) -> String {
    let edge = |token: &&&Token| matches!(token.lower.as_str(), ":" | "-" | ">" | "!");
    let from = part.iter().take_while(edge).count();
    let to = part.len() - part.iter().skip(from).rev().take_while(edge).count();
    super::mention::joined(part.get(from..to).unwrap_or_default())
}

/// Deepest nesting of decisions; beyond it they follow one another.
const DEEPEST: usize = 30;

/// Deeds up to the next else of an outer choice, and the clauses left.
fn block(clauses: &[Clause], depth: usize) -> (Vec<Deed>, &[Clause]) {
    let mut list = Vec::new();
    let mut rest = clauses;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            Clause::Act(text) => list.push(Deed::Act(text.clone())),
            Clause::Together(parts) => list.push(Deed::Together(parts.iter().cloned().map(Deed::Act).collect())),
            Clause::Else => return (list, clauses.get(clauses.len() - tail.len() - 1..).unwrap_or_default()),
            Clause::If(condition) => {
                let (deed, left) = choice(condition, tail, depth);
                list.push(deed);
                rest = left;
            }
            Clause::Until(condition) => {
                let deeds = list.pop().into_iter().collect();
                list.push(Deed::Again { condition: condition.clone(), during: false, deeds });
            }
            Clause::While(condition) => {
                let (deeds, left) = one(tail);
                rest = left;
                list.push(Deed::Again { condition: condition.clone(), during: true, deeds });
            }
        }
    }
    (list, rest)
}

/// A choice: with an else behind it everything before that is its yes, without one the next clause alone is.
fn choice<'a>(condition: &str, tail: &'a [Clause], depth: usize) -> (Deed, &'a [Clause]) {
    let if_at = tail.iter().position(|clause| matches!(clause, Clause::If(_)));
    let else_at = tail.iter().position(|clause| *clause == Clause::Else);
    let has_else = else_at.is_some_and(|at| if_at.is_none_or(|other| at < other));
    if !has_else || depth > DEEPEST {
        let (yes, left) = one(tail);
        return (Deed::Choice { condition: condition.to_owned(), yes, no: Vec::new() }, left);
    }
    let (yes, left) = block(tail, depth + 1);
    let left = left.strip_prefix(&[Clause::Else]).unwrap_or(left);
    let (no, left) = match left.split_first() {
        Some((Clause::If(inner), tail)) => {
            let (deed, left) = choice(inner, tail, depth + 1);
            (vec![deed], left)
        }
        _ => one(left),
    };
    (Deed::Choice { condition: condition.to_owned(), yes, no }, left)
}

/// The next clause alone, if it is something done.
fn one(clauses: &[Clause]) -> (Vec<Deed>, &[Clause]) {
    match clauses.split_first() {
        Some((Clause::Act(text), tail)) => (vec![Deed::Act(text.clone())], tail),
        Some((Clause::Together(parts), tail)) => {
            (vec![Deed::Together(parts.iter().cloned().map(Deed::Act).collect())], tail)
        }
        Some((Clause::If(_) | Clause::Else | Clause::Until(_) | Clause::While(_), _)) | None => (Vec::new(), clauses),
    }
}

/// A sentence for a box: its first letter large, nothing behind it.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.eq_ignore_ascii_case("ok") {
        return "OK".to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A condition as a question.
pub(super) fn question(text: &str) -> String {
    let text = sentence(text.strip_prefix("the ").unwrap_or(text));
    format!("{}?", text.trim_end_matches('?'))
}
