//! `Main with a feature branch merged after two commits` to a history.

use super::super::token::{Sort, Token};
use super::{Said, Used, amount, find, inside, list, text};
use crate::plan::{CommitKind, Direction, Git, GitStep, Heads};

/// Most commits, branches or merges that one number makes.
const MOST: usize = 50;

pub(super) fn git(said: &Said<'_>, used: &mut Used) -> Option<Git> {
    let mut story =
        Story { heads: Heads::new(), steps: Vec::new(), on: "main".to_owned(), branches: Vec::new(), done: 0 };
    for (at, part) in said.parts.iter().enumerate() {
        used.extend(story.part(&part.words).then_some(at));
    }
    let commits = story.steps.iter().any(|step| matches!(step, GitStep::Commit { .. }));
    let (title, direction) = (said.title.clone(), Direction::Right);
    commits.then_some(Git { title, direction, steps: story.steps })
}

struct Story {
    heads: Heads,
    steps: Vec<GitStep>,
    on: String,
    /// Branches that were begun and not merged yet, in order.
    branches: Vec<String>,
    /// How many things were done.
    done: usize,
}

const SMALL: [&str; 24] = [
    "a", "an", "the", "new", "another", "from", "off", "and", "with", "is", "called", "named", "to", "in", "then",
    "at", "of", "for", "on", "main", "it", "gets", "merged", "starts",
];

impl Story {
    fn part(&mut self, words: &[&Token]) -> bool {
        let before = self.done;
        let merged = words.iter().position(|token| token.lower.starts_with("merge"));
        let after = find(words, &["after"]).filter(|at| merged.is_some_and(|merged| merged < *at));
        // What is said behind `after` comes first.
        let later = after.and_then(|at| words.get(at..)).unwrap_or_default();
        let first = words.get(..merged.filter(|_| after.is_some()).unwrap_or(words.len())).unwrap_or_default();
        let merge = after.zip(merged).and_then(|(after, merged)| words.get(merged..after)).unwrap_or_default();
        for words in [first, later, merge] {
            for at in 0..words.len() {
                self.word(words, at);
            }
        }
        self.done > before
    }

    fn word(&mut self, words: &[&Token], at: usize) {
        let word = |at: usize| words.get(at).map_or("", |token| token.lower.as_str());
        let number = |at: Option<usize>| at.and_then(|at| words.get(at)).and_then(|token| amount(token)).map(whole);
        let near = || number(at.checked_sub(1)).or_else(|| number(at.checked_sub(2))).or_else(|| number(Some(at + 1)));
        match word(at) {
            "commit" | "commits" | "commited" | "committed" => {
                let place = ["on", "to", "in"].contains(&word(at + 1)).then(|| words.get(at + 2)).flatten();
                if let Some(place) = place.filter(|place| !SMALL.contains(&place.lower.as_str()) || place.is("main")) {
                    self.go(&place.text);
                }
                (0..near().unwrap_or(1).min(MOST)).for_each(|_| self.commit());
            }
            "branches" if near().is_some() => self.branches(near().unwrap_or(1), inside(words).1),
            "branch" | "branches" => {
                let next = words.get(at + 1).filter(|token| is_name(token));
                let name = next.or_else(|| words.get(at.checked_sub(1)?).filter(|token| is_name(token)));
                if let Some(name) = name {
                    self.go(&name.text);
                }
            }
            "merges" if near().is_some() => (0..near().unwrap_or(1).min(MOST)).for_each(|_| self.merge(None, None)),
            "merge" | "merges" | "merged" => {
                let from =
                    words.get(at + 1).filter(|token| self.heads.has(&token.text)).map(|token| token.text.clone());
                let into =
                    find(words, &["into", "to"]).and_then(|at| words.get(at + 1)).map(|token| token.text.clone());
                self.merge(from, into);
            }
            "checkout" | "switch" | "on" | "back" => {
                let name =
                    words.iter().skip(at + 1).find(|token| !SMALL.contains(&token.lower.as_str()) || token.is("main"));
                if let Some(name) = name.filter(|name| self.heads.has(&name.text)) {
                    self.go(&name.text);
                }
            }
            "tag" | "tagged" | "release" | "released" => {
                let name =
                    words.iter().skip(at + 1).find(|token| !SMALL.contains(&token.lower.as_str()) && !token.is("as"));
                self.tag(name.map(|token| token.text.as_str()));
            }
            "main" if at == 0 && self.steps.is_empty() => self.commit(),
            _ => {}
        }
    }

    fn push(&mut self, step: GitStep) {
        if self.heads.step(&step).is_ok() {
            self.steps.push(step);
            self.done += 1;
        }
    }

    fn commit(&mut self) {
        self.push(GitStep::Commit { id: None, tag: None, kind: CommitKind::Normal });
    }

    /// Goes to a branch, which begins if it is not there.
    fn go(&mut self, name: &str) {
        if self.on == name {
            return;
        }
        if self.heads.has(name) {
            self.push(GitStep::Checkout(name.to_owned()));
        } else {
            if self.steps.is_empty() {
                self.commit();
            }
            self.push(GitStep::Branch(name.to_owned()));
            self.branches.push(name.to_owned());
        }
        name.clone_into(&mut self.on);
    }

    /// As many branches with a commit each, by the names in brackets or by number.
    fn branches(&mut self, count: usize, named: &[&Token]) {
        let names: Vec<String> = list(named).into_iter().map(first_word).filter(|name| name != "main").collect();
        for at in 1..count.min(MOST) {
            let name = names.get(at - 1).cloned().unwrap_or_else(|| format!("branch-{at}"));
            self.go("main");
            self.commit();
            self.go(&name);
            self.commit();
        }
        self.go("main");
        self.commit();
    }

    /// Merges a branch, or the last one that was begun, into another or into main.
    fn merge(&mut self, from: Option<String>, into: Option<String>) {
        let open = (self.on != "main").then(|| self.on.clone()).or_else(|| self.branches.last().cloned());
        let Some(from) = from.or(open) else { return };
        let into = into.filter(|into| self.heads.has(into) && *into != from).unwrap_or_else(|| "main".to_owned());
        if self.on == from && self.steps.last() == Some(&GitStep::Branch(from.clone())) {
            self.commit();
        }
        self.go(&into);
        self.branches.retain(|branch| *branch != from);
        self.push(GitStep::Merge { branch: from, tag: None });
    }

    fn tag(&mut self, name: Option<&str>) {
        let fresh =
            !matches!(self.steps.last(), Some(GitStep::Commit { tag: None, .. } | GitStep::Merge { tag: None, .. }));
        if fresh {
            self.commit();
        }
        if let Some(GitStep::Commit { tag, .. } | GitStep::Merge { tag, .. }) = self.steps.last_mut() {
            *tag = name.map(str::to_owned);
            self.done += 1;
        }
    }
}

fn is_name(token: &Token) -> bool {
    token.sort != Sort::Mark
        && token.sort != Sort::Number
        && !SMALL.contains(&token.lower.as_str())
        && amount(token).is_none()
}

fn first_word(words: &[&Token]) -> String {
    text(words.get(..1).unwrap_or_default())
}

/// A number from 0 to the most as a whole one.
fn whole(value: f64) -> usize {
    format!("{:.0}", value.clamp(0.0, 50.0)).parse().unwrap_or(1)
}
