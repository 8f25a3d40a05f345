//! Names in sections: journey, timeline, mindmap, kanban, gantt.

use super::Found;
use super::mention::{Mention, mentions, numbers, title};
use super::token::{Sort, Token, Tokens};
use crate::plan::{
    Activity, Card, Column, Gantt, GanttSection, Id, Ids, Journey, JourneySection, Kanban, Mark, Mindmap, Period,
    Priority, Task, Timeline, TimelineSection, Topic, When,
};

pub(super) fn journey(tokens: &Tokens, found: &mut Found) -> Option<Journey> {
    let mut names = mentions(tokens);
    let mut plan = Journey { title: title(&mut names), sections: Vec::new() };
    let mut current: Option<String> = None;
    for (at, name) in names.iter().enumerate() {
        let next = names.get(at + 1);
        let Some(score) = name.numbers().first().copied().or_else(|| scored(tokens, name, next)) else {
            if actor(name) {
                let last = plan.sections.last_mut().and_then(|section| section.activities.last_mut());
                if let Some(activity) = last {
                    activity.actors.push(name.text.clone());
                }
            } else if name.quoted || name.after(&["section", "sections", "in", "."]) {
                current = Some(name.text.clone());
            }
            continue;
        };
        found.clauses.insert(name.clause);
        let score = format!("{:.0}", score.clamp(0.0, 10.0)).parse().unwrap_or(3);
        let at = name.inside.iter().position(|t| t.lower.starts_with("actor") || t.lower.starts_with("user"));
        let actors = at.and_then(|at| name.inside.get(at + 1..)).unwrap_or_default();
        let actors = split(actors);
        let activity = Activity { label: name.text.clone(), score, actors };
        match plan.sections.iter_mut().find(|section| section.label == current) {
            Some(section) => section.activities.push(activity),
            None => plan.sections.push(JourneySection { label: current.clone(), activities: vec![activity] }),
        }
    }
    (!plan.sections.is_empty()).then_some(plan)
}

/// Whether a name is of somebody who does what was named before.
fn actor(name: &Mention) -> bool {
    name.quoted && name.after(&["assigned", "by", "actor", "actors"]) && !name.after(&["."])
}

/// The score that stands in the words behind a name: `with a score of 3`.
fn scored(tokens: &Tokens, name: &Mention, next: Option<&Mention>) -> Option<f64> {
    let behind = if let Some(next) = next {
        next.before.as_slice()
    } else {
        let at = tokens.list.iter().rposition(|token| token.text == name.text)?;
        tokens.list.get(at + 1..)?
    };
    let at = behind.iter().position(|token| matches!(token.lower.as_str(), "score" | "scored" | "scores"))?;
    numbers(behind.get(at..)?).first().copied()
}

/// Parts between commas and ands.
fn split(tokens: &[Token]) -> Vec<String> {
    let parts = tokens.split(|token| token.is(",") || token.is("and"));
    let text =
        |part: &[Token]| super::mention::joined(&part.iter().filter(|t| t.sort != Sort::Mark).collect::<Vec<_>>());
    parts.map(text).filter(|part| !part.is_empty()).collect()
}

pub(super) fn timeline(tokens: &Tokens, found: &mut Found) -> Option<Timeline> {
    let mut names = mentions(tokens);
    let mut plan = Timeline { title: title(&mut names), sections: Vec::new() };
    let year = |text: &str| text.len() >= 4 && text.get(..4).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
    for name in &names {
        found.clauses.insert(name.clause);
        if name.after(&["section", "sections"]) && !name.text.contains(" : ") {
            plan.sections.push(TimelineSection { label: Some(name.text.clone()), periods: Vec::new() });
            continue;
        }
        if plan.sections.is_empty() {
            plan.sections.push(TimelineSection { label: None, periods: Vec::new() });
        }
        let Some(section) = plan.sections.last_mut() else { continue };
        let mut parts: Vec<String> = name.text.split(" : ").map(|part| part.trim().to_owned()).collect();
        let event = name.after(&["event", "events", "with", ":"]) && !year(&name.text);
        match section.periods.last_mut() {
            Some(period) if event || (name.after(&["and"]) && !name.after(&["period"]) && name.before.len() <= 2) => {
                period.events.append(&mut parts);
            }
            _ => {
                let label = parts.remove(0);
                section.periods.push(Period { label, events: parts });
            }
        }
    }
    (!plan.sections.is_empty()).then_some(plan)
}

pub(super) fn mindmap(tokens: &Tokens, found: &mut Found) -> Option<Mindmap> {
    let mut names = mentions(tokens);
    let root_at = names.iter().position(|name| name.after(&["root", "center", "central"])).unwrap_or(0);
    let root = (root_at < names.len()).then(|| names.remove(root_at))?;
    found.clauses.insert(root.clause);
    let mut map = Mindmap { root: Topic { label: root.text, shape: None, topics: Vec::new() } };
    let mut parent: Vec<usize> = Vec::new();
    for name in names.iter().filter(|name| name.text.chars().any(char::is_alphanumeric)) {
        found.clauses.insert(name.clause);
        if let Some(path) = path_of(&map.root, &name.text) {
            parent = path;
            continue;
        }
        if name.after(&["children", "child", "branches"])
            && name.clause_begins_with(&["children", "child", "branches", "add"])
        {
            parent.clear();
        }
        if let Some(topic) = at(&mut map.root, &parent) {
            topic.topics.push(Topic { label: name.text.clone(), shape: None, topics: Vec::new() });
        }
    }
    Some(map)
}

impl Mention {
    fn clause_begins_with(&self, words: &[&str]) -> bool {
        let last = self.before.iter().rposition(|token| token.is("."));
        let first = self.before.get(last.map_or(0, |at| at + 1));
        first.is_some_and(|token| words.contains(&token.lower.as_str()))
    }
}

fn path_of(topic: &Topic, label: &str) -> Option<Vec<usize>> {
    if topic.label == label {
        return Some(Vec::new());
    }
    topic.topics.iter().enumerate().find_map(|(at, inner)| {
        let mut path = path_of(inner, label)?;
        path.insert(0, at);
        Some(path)
    })
}

fn at<'a>(topic: &'a mut Topic, path: &[usize]) -> Option<&'a mut Topic> {
    match path.split_first() {
        None => Some(topic),
        Some((first, rest)) => at(topic.topics.get_mut(*first)?, rest),
    }
}

pub(super) fn kanban(tokens: &Tokens, found: &mut Found) -> Option<Kanban> {
    let mut names = mentions(tokens);
    title(&mut names);
    let mut ids = Ids::default();
    let mut board = Kanban::default();
    let mut cards: Vec<Card> = Vec::new();
    let mut columns = false;
    let said = tokens.list.iter().any(|token| token.lower.starts_with("column"));
    for name in &names {
        found.clauses.insert(name.clause);
        columns = name.after(&["column", "columns"])
            || (!said && name.clause == 0)
            || (columns && name.before.iter().all(|t| t.is(",") || t.is("and")));
        let known = board.columns.iter().position(|c| c.label == name.text || c.id.as_str() == name.text);
        let id = name.field(&["id"]).filter(|id| Id::new(id.as_str()).is_ok());
        if let Some(at) = known {
            if let Some(column) = board.columns.get_mut(at) {
                column.cards.append(&mut cards);
            }
        } else if columns {
            let id = ids.for_label(id.as_deref().unwrap_or(&name.text), "c");
            board.columns.push(Column { id, label: name.text.clone(), cards: Vec::new() });
        } else if let Some(card) = cards.last_mut().filter(|_| detail(name)) {
            describe(card, name);
        } else {
            let id = ids.for_label(id.as_deref().unwrap_or(&name.text), "t");
            cards.push(Card { id, label: name.text.clone(), assigned: None, ticket: None, priority: None });
        }
    }
    if let Some(column) = board.columns.first_mut() {
        column.cards.append(&mut cards);
    }
    (!board.columns.is_empty()).then_some(board)
}

const DETAILS: [&str; 6] = ["assigned", "ticket", "priority", "assignee", "metadata", "label"];

fn detail(name: &Mention) -> bool {
    name.after(&DETAILS) && !name.after(&["add", "task"])
}

fn describe(card: &mut Card, name: &Mention) {
    let value = Some(name.text.clone());
    if name.after(&["ticket"]) {
        card.ticket = value;
    } else if name.after(&["priority"]) {
        card.priority = match name.text.to_lowercase().as_str() {
            "very high" => Some(Priority::VeryHigh),
            "high" => Some(Priority::High),
            "low" => Some(Priority::Low),
            "very low" => Some(Priority::VeryLow),
            _ => None,
        };
    } else {
        card.assigned = value;
    }
}

pub(super) fn gantt(tokens: &Tokens, found: &mut Found) -> Option<Gantt> {
    let mut names = mentions(tokens);
    let mut plan = Gantt { title: title(&mut names), sections: Vec::new() };
    let mut ids = Ids::default();
    let known: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    for (at, name) in names.iter().enumerate().filter(|(_, name)| is_task(name)) {
        if plan.title.as_ref() == Some(&name.text) || CONFIG.iter().any(|word| name.text.contains(word)) {
            continue;
        }
        found.clauses.insert(name.clause);
        if name.after(&["section", "sections"]) {
            plan.sections.push(GanttSection { label: Some(name.text.clone()), tasks: Vec::new() });
            continue;
        }
        let mut about = name.inside.clone();
        for next in names.iter().skip(at + 1).take_while(|next| !is_task(next)) {
            about.extend(next.before.iter().cloned());
            about.push(word(&next.text));
            about.extend(next.inside.iter().cloned());
        }
        let after = names.iter().skip(at + 1).find(|next| is_task(next));
        about.extend(after.map(|next| next.before.clone()).unwrap_or_default());
        if after.is_none() {
            let from = tokens.list.iter().rposition(|token| token.text == name.text).map_or(0, |at| at + 1);
            about.extend(tokens.list.get(from..).unwrap_or_default().iter().cloned());
        }
        let task = task(name, &about, (&mut ids, &known, &plan));
        match plan.sections.last_mut() {
            Some(section) => section.tasks.push(task),
            None => plan.sections.push(GanttSection { label: None, tasks: vec![task] }),
        }
    }
    plan.sections.retain(|section| !section.tasks.is_empty());
    (!plan.sections.is_empty()).then_some(plan)
}

/// Words of Mermaid's settings, which are no tasks.
const CONFIG: [&str; 8] =
    ["YYYY", "dateFormat", "axisFormat", "tickInterval", "todayMarker", "weekend", "%", "excludes"];

/// Whether a name is one of a task or a section: in quotes, or with an id behind it.
fn is_task(name: &Mention) -> bool {
    name.quoted || name.inside.iter().any(|token| token.is("id")) || name.after(&["section"])
}

fn word(text: &str) -> Token {
    let (text, lower) = (text.to_owned(), text.to_lowercase());
    Token { sort: Sort::Word, text, lower, clause: 0, close: false, span: (0, 0) }
}

fn task(name: &Mention, about: &[Token], (ids, _known, plan): (&mut Ids, &[&str], &Gantt)) -> Task {
    let value = |word: &str| {
        let at = about.iter().position(|token| token.is(word))?;
        about.get(at + 1..)?.iter().find(|token| !token.is(":")).map(|token| token.text.clone())
    };
    let id = ids.for_label(value("id").filter(|id| Id::new(id.as_str()).is_ok()).as_deref().unwrap_or(""), "t");
    let has = |cue: &str| about.iter().any(|token| token.lower.starts_with(cue));
    let marks =
        [("done", Mark::Done), ("active", Mark::Active), ("crit", Mark::Critical), ("milestone", Mark::Milestone)];
    let marks = marks.into_iter().filter(|(cue, _)| has(cue)).map(|(_, mark)| mark).collect();
    let earlier = |text: &str| {
        plan.sections
            .iter()
            .flat_map(|s| &s.tasks)
            .find(|t| t.id.as_str() == text || t.label == text)
            .map(|t| t.id.clone())
    };
    let days: Vec<f64> = about.iter().filter_map(|token| duration(&token.lower)).collect();
    let after = about.iter().position(|token| token.is("after"));
    let after: Vec<Id> =
        after.map(|at| about.iter().skip(at + 1).map_while(|token| earlier(&token.text)).collect()).unwrap_or_default();
    let day = dates(about).into_iter().next();
    let start = if after.is_empty() { day.map(When::On) } else { Some(When::After(after)) };
    Task { id, label: name.text.clone(), marks, start, days: days.first().copied().unwrap_or(1.0) }
}

/// `5d` or `2w`, in days.
fn duration(text: &str) -> Option<f64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: f64 = number.parse().ok()?;
    let days = match unit {
        "d" => number,
        "w" => number * 7.0,
        _ => return None,
    };
    (0.0..=36_500.0).contains(&days).then_some(days)
}

/// Days of the calendar: three numbers with dashes between.
fn dates(tokens: &[Token]) -> Vec<String> {
    let text = |token: Option<&Token>| token.map(|t| t.text.clone()).unwrap_or_default();
    let days = (0..tokens.len()).filter_map(|at| {
        let day: String = (at..at + 5).map(|at| text(tokens.get(at))).collect();
        crate::plan::is_day(&day).then_some(day)
    });
    days.collect()
}
