//! What sentences that name no kind of diagram tell by how they are built.

use super::super::token::{Sort, Token, Tokens};
use super::super::verb::is_deed;
use super::{Part, find, headed, plan};
use crate::Family;

/// The family that most parts are built like; none when they say what is done, step by step.
pub(in super::super) fn told(tokens: &Tokens) -> Option<Family> {
    let said = super::said(tokens, false);
    let parts = said.parts.as_slice();
    let share = |built: fn(&Part<'_>) -> bool| parts.iter().filter(|part| built(part)).count();
    let most = |built: fn(&Part<'_>) -> bool| share(built) * 2 > parts.len();
    let all: Vec<&Token> = parts.iter().flat_map(|part| part.words.iter().copied()).collect();
    let has = |words: &[&str]| find(&all, words).is_some();
    let count = |words: &[&str]| all.iter().filter(|token| words.contains(&token.lower.as_str())).count();
    let deed = |part: &Part<'_>| {
        part.words.iter().skip(1).any(|token| is_deed(&token.lower) && !GOES.contains(&token.lower.as_str()))
    };
    match () {
        () if has(&["extends", "inherits", "implements", "subclass"]) => Some(Family::Class),
        () if share(belongs) > 0 && most(owns) => Some(Family::Er),
        () if has(&["commit", "commits"]) && has(&["branch", "merge", "merged"]) => Some(Family::Git),
        () if has(&["branch"]) && has(&["merge", "merged"]) => Some(Family::Git),
        () if share(lasting) > 1 || share(lasting) > 0 && has(&["week", "weeks", "days"]) && most(lasting) => {
            Some(Family::Gantt)
        }
        () if share(of_bits) > 1 => Some(Family::Packet),
        () if share(|part| plan::is_dated(&part.words)) > 1 && most(|part| plan::is_dated(&part.words)) => {
            Some(Family::Timeline)
        }
        () if share(percent) > 1 && most(percent) => Some(Family::Pie),
        () if share(column) > 1 => Some(Family::Kanban),
        () if has(&["shall"]) || (has(&["must"]) && has(&["satisfies", "verified", "verifies"])) => {
            Some(Family::Requirement)
        }
        () if count(&["high", "low", "medium"]) > 2
            && has(&["impact", "effort", "value", "cost", "risk", "urgency"]) =>
        {
            Some(Family::Quadrant)
        }
        () if count(&["replies", "responds", "answers"]) > 0 && count(&["sends", "asks", "calls", "requests"]) > 0 => {
            Some(Family::Sequence)
        }
        () if parts.iter().filter(|part| between(part)).count() * 3 > parts.len() * 2 => Some(Family::Architecture),
        () if share(state) > 0 && parts.len() > 1 && !parts.iter().any(deed) => Some(Family::State),
        () => None,
    }
}

/// `has many orders`, `belongs to one customer`.
fn belongs(part: &Part<'_>) -> bool {
    let after = |at: usize| part.words.get(at + 1).map_or("", |token| token.lower.as_str());
    let has = find(&part.words, &["has", "have", "belongs", "owns"]);
    has.is_some_and(|at| matches!(after(at), "many" | "several" | "multiple" | "one" | "zero" | "to"))
}

fn owns(part: &Part<'_>) -> bool {
    find(&part.words, &["has", "have", "belongs", "owns", "contains", "many"]).is_some()
}

/// `design 5 days`.
fn lasting(part: &Part<'_>) -> bool {
    let unit = ["day", "days", "week", "weeks", "month", "months"];
    let units = part
        .words
        .windows(2)
        .any(|pair| matches!(pair, [n, u] if super::amount(n).is_some() && unit.contains(&u.lower.as_str())));
    let waits = find(&part.words, &["wait", "waits", "every", "within", "after"]).is_some_and(|at| at < 2);
    units && !waits && part.words.len() < 12
}

fn of_bits(part: &Part<'_>) -> bool {
    part.words.iter().any(|token| matches!(token.lower.as_str(), "bit" | "bits"))
}

fn percent(part: &Part<'_>) -> bool {
    part.words.iter().any(|token| token.is("%") || token.is("percent")) && part.words.len() < 7
}

/// `todo: …`
fn column(part: &Part<'_>) -> bool {
    const COLUMNS: [&str; 8] = ["todo", "to do", "doing", "in progress", "done", "backlog", "review", "testing"];
    headed(&part.words).0.is_some_and(|head| COLUMNS.contains(&super::text(head).to_lowercase().as_str()))
}

/// Things that run, and how they are joined.
fn between(part: &Part<'_>) -> bool {
    const RUNS: &str = " api apis server servers database databases db cache browser queue gateway balancer proxy backend \
frontend service services redis postgres mysql kafka bucket s3 cdn worker workers app client lambda storage cluster ";
    let runs = part.words.iter().filter(|t| t.sort == Sort::Word && RUNS.contains(&format!(" {} ", t.lower))).count();
    let joined = [
        "talks", "talk", "connects", "reads", "writes", "calls", "uses", "queries", "forwards", "routes", "sits",
        "runs",
    ];
    runs > 1 && find(&part.words, &joined).is_some()
}

/// Deeds that are ways from state to state.
const GOES: [&str; 9] = ["goes", "moves", "switches", "changes", "turns", "returns", "starts", "opens", "closes"];

/// `is pending`, `becomes paid`, `from open to closed`.
fn state(part: &Part<'_>) -> bool {
    let words = part.words.as_slice();
    let is = find(words, &["is", "becomes", "turns"]).filter(|at| (1..4).contains(at) && words.len() <= at + 5);
    let span = find(words, &["from"]).zip(find(words, &["to"])).is_some_and(|(from, to)| from < to);
    let goes = find(words, &["goes", "moves", "switches", "changes"]).is_some();
    is.is_some() || span && goes
}
