//! Orders of git to histories.

use super::Found;
use super::token::{Sort, Token, Tokens};
use crate::plan::{CommitKind, Direction, Git, GitStep, Heads};

/// The history of what is committed, branched and merged; what git would refuse is left out.
pub(super) fn git(tokens: &Tokens, found: &mut Found) -> Option<Git> {
    let mut history = History { heads: Heads::new(), steps: Vec::new() };
    let mut order = Order::None;
    let mut title = None;
    for (at, token) in tokens.list.iter().enumerate() {
        let name = matches!(token.sort, Sort::Quoted | Sort::Code) || plain(token);
        match order_of(token) {
            Some(Order::None) => {}
            Some(Order::Title) => order = Order::Title,
            Some(next) => {
                history.finish(order);
                order = next;
                found.clauses.insert(token.clause);
            }
            None if name && matches!(order, Order::Title) => (title, order) = (Some(token.text.clone()), Order::None),
            None if name
                && history.heads.has(&token.text)
                && tokens.list.get(at + 1).is_some_and(|next| next.is(":")) =>
            {
                history.finish(order);
                history.push(GitStep::Checkout(token.text.clone()));
                order = Order::Commit { made: true };
            }
            None if name => {
                let several = tokens.list.get(at + 1).is_some_and(|next| next.is(",") || next.is("and"));
                order = history.named(order, &token.text, several);
                found.clauses.insert(token.clause);
            }
            None => {}
        }
    }
    history.finish(order);
    let commits = history.steps.iter().any(|step| matches!(step, GitStep::Commit { .. }));
    let down = tokens.words.contains("TB");
    let direction = if down { Direction::Down } else { Direction::Right };
    commits.then_some(Git { title, direction, steps: history.steps })
}

/// What the next name is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    None,
    Title,
    /// Whether one was made already.
    Commit {
        made: bool,
    },
    Branch,
    Checkout,
    Merge,
    Tag,
    Kind,
    /// What the last commit is called.
    Name,
}

fn order_of(token: &Token) -> Option<Order> {
    if token.sort == Sort::Quoted {
        return None;
    }
    let lower = token.text.to_lowercase();
    Some(match lower.as_str() {
        "commit" | "commits" => Order::Commit { made: false },
        "branch" | "branches" => Order::Branch,
        "checkout" | "switch" | "on" | "order" | "cherry-pick" | "config" | "theme" => Order::Checkout,
        "merge" | "merges" => Order::Merge,
        "tag" | "tagged" => Order::Tag,
        "type" => Order::Kind,
        "title" | "titled" => Order::Title,
        "message" | "id" | "ids" => Order::Name,
        _ => return None,
    })
}

/// Whether a bare word is a name: `C1`, `main`, `develop`, `REVERSE`.
fn plain(token: &Token) -> bool {
    let known =
        matches!(token.lower.as_str(), "main" | "develop" | "feature" | "hotfix" | "release" | "reverse" | "highlight");
    token.sort == Sort::Word && (known || (token.text.len() <= 4 && token.text.ends_with(|c: char| c.is_ascii_digit())))
}

struct History {
    heads: Heads,
    steps: Vec<GitStep>,
}

impl History {
    fn push(&mut self, step: GitStep) {
        if self.heads.step(&step).is_ok() {
            self.steps.push(step);
        }
    }

    /// A commit that no name came for.
    fn finish(&mut self, order: Order) {
        if order == (Order::Commit { made: false }) {
            self.push(GitStep::Commit { id: None, tag: None, kind: CommitKind::Normal });
        }
    }

    /// Uses a name; gives what a name behind it is for.
    fn named(&mut self, order: Order, name: &str, several: bool) -> Order {
        match order {
            Order::Commit { .. } => {
                self.push(GitStep::Commit { id: Some(name.to_owned()), tag: None, kind: CommitKind::Normal });
                return Order::Commit { made: true };
            }
            Order::Branch if self.heads.has(name) => self.push(GitStep::Checkout(name.to_owned())),
            Order::Branch => {
                if self.steps.is_empty() {
                    self.finish(Order::Commit { made: false });
                }
                self.push(GitStep::Branch(name.to_owned()));
            }
            Order::Checkout => self.push(GitStep::Checkout(name.to_owned())),
            Order::Merge => self.push(GitStep::Merge { branch: name.to_owned(), tag: None }),
            Order::Tag => self.tag(name),
            Order::Kind => self.kind(name),
            Order::Name => self.name(name),
            Order::None | Order::Title => {}
        }
        if several { order } else { Order::None }
    }

    /// Names the last commit, or makes one when that has a name.
    fn name(&mut self, name: &str) {
        if let Some(GitStep::Commit { id: id @ None, .. }) = self.steps.last_mut()
            && self.heads.name(name)
        {
            *id = Some(name.to_owned());
        }
    }

    fn tag(&mut self, name: &str) {
        if let Some(GitStep::Commit { tag, .. } | GitStep::Merge { tag, .. }) = self.steps.last_mut() {
            *tag = Some(name.to_owned());
        }
    }

    fn kind(&mut self, name: &str) {
        if let Some(GitStep::Commit { kind, .. }) = self.steps.last_mut() {
            *kind = match name.to_lowercase().as_str() {
                "reverse" => CommitKind::Reverse,
                "highlight" => CommitKind::Highlight,
                _ => *kind,
            };
        }
    }
}
