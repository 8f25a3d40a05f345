//! `Design 5 days from 2026-01-05, then build 10 days` to a Gantt chart, `1989 proposal, 1991 first site` to a timeline.

use super::super::token::{Sort, Token};
use super::{Said, Used, amount, find, headed, inside, label, text};
use crate::plan::{Gantt, GanttSection, Id, Ids, Mark, Period, Task, Timeline, TimelineSection, When, is_day};

pub(super) fn gantt(said: &Said<'_>, used: &mut Used) -> Option<Gantt> {
    let mut plan = Gantt { title: said.title.clone(), sections: Vec::new() };
    let mut ids = Ids::default();
    for (at, part) in said.parts.iter().enumerate() {
        let (head, words) = headed(&part.words);
        let heading =
            head.filter(|_| !words.is_empty()).map(label).map(|l| l.trim_start_matches("Section ").to_owned());
        if let Some(heading) = heading {
            plan.sections.push(GanttSection { label: Some(heading), tasks: Vec::new() });
        }
        let Some(task) = task(words, &plan, &mut ids) else { continue };
        used.extend((!misdated(words)).then_some(at));
        match plan.sections.last_mut() {
            Some(section) => section.tasks.push(task),
            None => plan.sections.push(GanttSection { label: None, tasks: vec![task] }),
        }
    }
    plan.sections.retain(|section| !section.tasks.is_empty());
    let timed = plan
        .sections
        .iter()
        .flat_map(|section| &section.tasks)
        .any(|task| task.start.is_some() || (task.days - 1.0).abs() > 0.001);
    (timed && !plan.sections.is_empty()).then_some(plan)
}

/// Words that stand between a task's name and when it is.
const TIMES: [&str; 20] = [
    "for",
    "takes",
    "take",
    "lasts",
    "last",
    "from",
    "starting",
    "starts",
    "start",
    "on",
    "begins",
    "is",
    "after",
    "until",
    "by",
    "beginning",
    "due",
    "(",
    "in",
    "ends",
];

fn task(words: &[&Token], plan: &Gantt, ids: &mut Ids) -> Option<Task> {
    let marks = [
        (Mark::Done, &["done", "finished"][..]),
        (Mark::Active, &["active"]),
        (Mark::Critical, &["critical", "crit"]),
        (Mark::Milestone, &["milestone"]),
    ];
    let marks: Vec<(Mark, &[&str])> = marks.into_iter().filter(|(_, cues)| find(words, cues).is_some()).collect();
    let length = words.iter().enumerate().find_map(|(at, _)| days(words, at));
    let day = (0..words.len()).find_map(|at| Some((at, day(words, at)?)));
    let ends =
        [find(words, &TIMES).filter(|at| *at > 0), length.map(|found| found.0), day.as_ref().map(|found| found.0)];
    let end = ends.into_iter().flatten().min().unwrap_or(words.len());
    let marked = |token: &&&Token| !marks.iter().any(|(_, cues)| cues.contains(&token.lower.as_str()));
    let name: Vec<&Token> = words.get(..end)?.iter().filter(marked).copied().collect();
    let name = label(&name);
    if !name.contains(char::is_alphanumeric) || name.len() > 80 {
        return None;
    }
    let own = find(words, &["id"]).and_then(|at| words.get(at + 1..)?.iter().find(|token| !token.is(":")));
    let own = own.filter(|token| Id::new(token.text.as_str()).is_ok()).map_or("", |token| token.text.as_str());
    let after: Vec<Id> = find(words, &["after"])
        .map(|at| {
            super::list(words.get(at + 1..).unwrap_or_default())
                .into_iter()
                .flat_map(|names| earlier(plan, names))
                .collect()
        })
        .unwrap_or_default();
    let second = day.as_ref().and_then(|(at, _)| (at + 5..words.len()).find_map(|at| day_at(words, at)));
    let between = day.as_ref().and_then(|(_, first)| Some(number_of(&second?) - number_of(first)));
    let start = if after.is_empty() { day.map(|(_, day)| When::On(day)) } else { Some(When::After(after)) };
    let milestone = marks.iter().any(|(mark, _)| *mark == Mark::Milestone);
    let days = length.map(|found| found.1).or(between).unwrap_or(if milestone { 0.0 } else { 1.0 });
    let id = ids.for_label(if own.is_empty() { &name } else { own }, "t");
    let marks = marks.into_iter().map(|(mark, _)| mark).collect();
    Some(Task { id, label: name, marks, start, days: days.clamp(0.0, 36_500.0) })
}

fn day_at(words: &[&Token], at: usize) -> Option<String> {
    day(words, at)
}

/// Tasks that are called like some words, or whose names or ids these are.
fn earlier(plan: &Gantt, words: &[&Token]) -> Vec<Id> {
    let tasks = || plan.sections.iter().flat_map(|section| &section.tasks);
    let same =
        |name: &str, task: &Task| task.label.eq_ignore_ascii_case(name) || task.id.as_str().eq_ignore_ascii_case(name);
    let whole = label(words);
    let whole: Vec<Id> = tasks().filter(|task| same(&whole, task)).map(|task| task.id.clone()).collect();
    if !whole.is_empty() {
        return whole;
    }
    let one = |token: &&Token| tasks().find(|task| same(&token.text, task)).map(|task| task.id.clone());
    words.iter().map_while(one).collect()
}

/// `5 days`, `two weeks`, `5d`: where it begins, and how many days that is.
fn days(words: &[&Token], at: usize) -> Option<(usize, f64)> {
    let token = words.get(at)?;
    let unit = |word: &str| {
        Some(match word.trim_end_matches('s') {
            "d" | "day" => 1.0,
            "w" | "week" => 7.0,
            "month" => 30.0,
            "year" => 365.0,
            "h" | "hour" => 1.0 / 24.0,
            _ => return None,
        })
    };
    let digits = token.lower.find(|c: char| c.is_alphabetic()).filter(|at| *at > 0 && token.sort == Sort::Word);
    let short = digits.and_then(|at| {
        let (number, rest) = token.lower.split_at_checked(at)?;
        Some(number.parse::<f64>().ok()? * unit(rest)?)
    });
    let long = || {
        let next = words.get(at + 1)?;
        let next = if next.is("-") { words.get(at + 2)? } else { next };
        Some(amount(token).or((token.is("a") || token.is("an")).then_some(1.0))? * unit(&next.lower)?)
    };
    let days = short.or_else(long)?;
    Some((at, (days * 100.0).round() / 100.0))
}

/// A day of the calendar: three numbers with dashes between.
fn day(words: &[&Token], at: usize) -> Option<String> {
    let text: String = words.get(at..at + 5)?.iter().map(|token| token.text.as_str()).collect();
    is_day(&text).then_some(text)
}

/// Whether words name a day that no calendar has: `2024-02-30`.
fn misdated(words: &[&Token]) -> bool {
    let digits = |token: &Token| token.sort == Sort::Number && token.text.len() < 5;
    words.windows(5).any(|five| match five {
        [year, a, month, b, date] => {
            let shaped = [year, month, date].into_iter().all(|token| digits(token)) && year.text.len() == 4;
            shaped && a.is("-") && b.is("-") && day(five, 0).is_none()
        }
        _ => false,
    })
}

/// The number of a day since a day long ago (Howard Hinnant's `days_from_civil`).
fn number_of(day: &str) -> f64 {
    let mut parts = day.split('-').map(|part| part.parse::<i64>().unwrap_or(1));
    let (year, month, day) = (parts.next().unwrap_or(1), parts.next().unwrap_or(1), parts.next().unwrap_or(1));
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + of_year;
    i32::try_from(days).map_or(0.0, f64::from)
}

pub(super) fn timeline(said: &Said<'_>, used: &mut Used) -> Option<Timeline> {
    let mut sections: Vec<TimelineSection> = Vec::new();
    for (at, part) in said.parts.iter().enumerate() {
        let words = part.words.as_slice();
        let (period, event) = dated(words);
        let (head, rest) = headed(words);
        if let Some((head, (Some(period), event))) = head.map(|head| (head, dated(rest))).filter(|_| period.is_none()) {
            sections.push(TimelineSection { label: Some(label(head)), periods: vec![self::period(period, event)] });
            used.insert(at);
            continue;
        }
        if sections.is_empty() {
            sections.push(TimelineSection { label: None, periods: Vec::new() });
        }
        let Some(section) = sections.last_mut() else { continue };
        match (period, section.periods.last_mut()) {
            (Some(period), _) => section.periods.push(self::period(period, event)),
            (None, Some(last)) => last.events.push(event),
            (None, None) => continue,
        }
        used.insert(at);
    }
    sections.retain(|section| !section.periods.is_empty());
    (!sections.is_empty()).then(|| Timeline { title: said.title.clone(), sections })
}

fn period(label: String, event: String) -> Period {
    Period { label, events: Some(event).filter(|event| !event.is_empty()).into_iter().collect() }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// When, and what happened then: `in 1989 the proposal`, `first site in 1991`, `Q1: start`, `March 2020 launch`.
fn dated(words: &[&Token]) -> (Option<String>, String) {
    let leads = words.iter().take_while(|token| matches!(token.lower.as_str(), "in" | "on" | "by" | "since")).count();
    let words = words.get(leads..).unwrap_or_default();
    let length = period_length(words);
    if length > 0 {
        let event = words.get(length..).unwrap_or_default();
        let marks = event.iter().take_while(|token| token.is(":") || token.is("-") || token.is("\u{2013}")).count();
        return (Some(text(words.get(..length).unwrap_or_default())), label(event.get(marks..).unwrap_or_default()));
    }
    let late = words.iter().rposition(|token| matches!(token.lower.as_str(), "in" | "on"));
    let when = late.and_then(|at| words.get(at + 1..)).unwrap_or_default();
    if let Some(at) = late.filter(|_| !when.is_empty() && period_length(when) == when.len()) {
        return (Some(text(when)), label(words.get(..at).unwrap_or_default()));
    }
    (None, label(words))
}

/// How many words at the beginning say when.
fn period_length(words: &[&Token]) -> usize {
    if day(words, 0).is_some() {
        return 5;
    }
    let year = |at: usize| {
        let token = words.get(at)?;
        let digits = token.text.trim_end_matches('s');
        ((3..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then_some(())
    };
    let word = |at: usize| words.get(at).map_or("", |token| token.lower.as_str());
    let numbered =
        |names: &[&str]| names.contains(&word(0)) && words.get(1).is_some_and(|token| amount(token).is_some());
    let month = MONTHS.iter().any(|month| *month == word(0) || (word(0).len() == 3 && month.starts_with(word(0))));
    let quarter = word(0).len() == 2 && word(0).starts_with('q') && word(0).ends_with(|c: char| c.is_ascii_digit());
    let early = matches!(word(0), "early" | "late" | "around" | "mid");
    match () {
        () if year(0).is_some() && matches!(word(1), "-" | "\u{2013}" | "to") && year(2).is_some() => 3,
        () if year(0).is_some() => 1,
        () if early && year(1).is_some() => 2,
        () if numbered(&["day", "week", "month", "year", "phase", "stage", "version"]) => 2,
        () if (month || quarter) && words.get(1).is_some_and(|token| token.sort == Sort::Number) => 2,
        () if month || quarter => 1,
        () => 0,
    }
}

/// Whether a part says when something was before it says what; used to tell a timeline.
pub(in super::super) fn is_dated(words: &[&Token]) -> bool {
    let (outside, _) = inside(words);
    outside.len() > 1 && dated(outside).0.is_some()
}
