//! `Todo: write docs; doing: review` to a board, and other names under headings: journeys and mind maps.

use super::super::token::{Sort, Token};
use super::{Said, Used, find, headed, inside, label, list, text};
use crate::plan::{Activity, Card, Column, Ids, Journey, JourneySection, Kanban, Mindmap, Topic};

pub(super) fn kanban(said: &Said<'_>, used: &mut Used) -> Option<Kanban> {
    let mut ids = Ids::default();
    let mut board = Kanban { title: said.title.clone(), columns: Vec::new() };
    let headings = said.parts.iter().any(|part| headed(&part.words).0.is_some());
    for (at, part) in said.parts.iter().enumerate() {
        let (head, rest) = headed(&part.words);
        let (outside, within) = inside(&part.words);
        let columns = head.is_some_and(|head| find(head, &["columns", "column"]).is_some());
        let (column, cards) = match head {
            Some(_) if columns => (Some(rest), &[][..]),
            Some(head) => (Some(head), rest),
            None if !within.is_empty() && !headings => (Some(outside), within),
            None if !headings => placed(&part.words),
            None => (None, part.words.as_slice()),
        };
        if let Some(name) = column {
            let title = label(name);
            if !board.columns.iter().any(|column| column.label == title) {
                board.columns.push(Column { id: ids.for_label(&title, "c"), label: title, cards: Vec::new() });
            }
        }
        let Some(last) = board.columns.last_mut() else { continue };
        used.insert(at);
        last.cards.extend(list(cards).into_iter().filter_map(|words| card(words, &mut ids)));
    }
    let some = board.columns.iter().any(|column| !column.cards.is_empty()) || board.columns.len() > 1;
    some.then_some(board)
}

/// `columns todo`, `todo`: a column without cards; `todo with write docs` has some.
fn placed<'a, 'b>(words: &'b [&'a Token]) -> (Option<&'b [&'a Token]>, &'b [&'a Token]) {
    match find(words, &["with", "has", "contains", "holds"]).filter(|at| *at > 0) {
        Some(at) => (words.get(..at), words.get(at + 1..).unwrap_or_default()),
        None => (Some(words), &[]),
    }
}

fn card(words: &[&Token], ids: &mut Ids) -> Option<Card> {
    let (outside, within) = inside(words);
    let assigned = find(outside, &["assigned"]);
    let name = label(outside.get(..assigned.unwrap_or(outside.len()))?);
    let behind = assigned.and_then(|at| outside.get(at + 1..)).unwrap_or_default();
    let who = if within.is_empty() { behind } else { within };
    let who: Vec<&Token> =
        who.iter().copied().filter(|t| !matches!(t.lower.as_str(), "to" | "assigned" | "by" | ":")).collect();
    let assigned = Some(text(&who)).filter(|who| !who.is_empty());
    name.contains(char::is_alphanumeric).then(|| {
        let id = ids.for_label(&name, "t");
        Card { id, label: name, assigned, ticket: None, priority: None }
    })
}

/// Words for how content people are, from 1 to 5.
const MOODS: [(u8, &[&str]); 5] = [
    (5, &["happy", "happily", "delighted", "great", "excited", "love", "loves"]),
    (4, &["satisfied", "content", "good", "pleased", "easy", "easily"]),
    (3, &["neutral", "ok", "okay", "fine"]),
    (2, &["annoyed", "unhappy", "bored", "confused", "slow", "hard"]),
    (1, &["frustrated", "angry", "bad", "terrible", "hate", "hates"]),
];

pub(super) fn journey(said: &Said<'_>, used: &mut Used) -> Option<Journey> {
    let mut plan = Journey { title: said.title.clone(), sections: Vec::new() };
    for (at, part) in said.parts.iter().enumerate() {
        let (head, rest) = headed(&part.words);
        let scored = rest.first().is_some_and(|token| token.sort == Sort::Number);
        let (head, words) = if scored { (None, part.words.as_slice()) } else { (head, rest) };
        if let Some(head) = head {
            plan.sections.push(JourneySection { label: Some(label(head)), activities: Vec::new() });
        }
        let Some(activity) = activity(words) else { continue };
        used.insert(at);
        match plan.sections.last_mut() {
            Some(section) => section.activities.push(activity),
            None => plan.sections.push(JourneySection { label: None, activities: vec![activity] }),
        }
    }
    plan.sections.retain(|section| !section.activities.is_empty());
    (!plan.sections.is_empty()).then_some(plan)
}

/// `browse catalog 5 by customer`; without a score or a mood it is neither good nor bad, 3.
fn activity(words: &[&Token]) -> Option<Activity> {
    let number = words.iter().rposition(|token| token.sort == Sort::Number).or_else(|| find(words, &["score"]));
    let mood = |token: &&Token| MOODS.iter().find(|(_, moods)| moods.contains(&token.lower.as_str())).map(|(n, _)| *n);
    let mood_at = words.iter().position(|token| mood(token).is_some());
    let by = find(words, &["by"]);
    let glue = |token: &&Token| {
        matches!(
            token.lower.as_str(),
            "(" | "score" | "with" | "a" | "of" | ":" | "feels" | "is" | "and" | "=" | "/" | "rated"
        )
    };
    let end = [number, mood_at, by].into_iter().flatten().min().unwrap_or(words.len());
    let head = words.get(..end)?;
    let name = head.get(..head.len() - head.iter().rev().take_while(|token| glue(token)).count())?;
    let score = number.and_then(|at| words.get(at)?.number()).filter(|score| (0.0..=10.0).contains(score));
    // Of `4/5` the first counts.
    let first = words.iter().find_map(|token| token.number()).filter(|score| (0.0..=10.0).contains(score));
    let score = score.and(first).map(|score| format!("{score:.0}")).and_then(|score| score.parse().ok());
    let score = score.or_else(|| mood_at.and_then(|at| mood(words.get(at)?))).unwrap_or(3);
    let who = by.and_then(|at| words.get(at + 1..)).unwrap_or_default();
    let who: Vec<&Token> = who.iter().copied().filter(|token| token.sort != Sort::Number).collect();
    let actors = list(&who).into_iter().map(label).filter(|who| who.contains(char::is_alphabetic)).collect();
    let label = label(name);
    label.contains(char::is_alphanumeric).then_some(Activity { label, score, actors })
}

pub(super) fn mindmap(said: &Said<'_>, used: &mut Used) -> Option<Mindmap> {
    let mut map: Option<Mindmap> =
        said.title.clone().map(|label| Mindmap { root: Topic { label, shape: None, topics: Vec::new() } });
    let mut under: Option<(usize, String)> = None;
    for (at, part) in said.parts.iter().enumerate() {
        let (head, rest) = headed(&part.words);
        let has = find(&part.words, &["has", "have", "includes", "include", "covers", "contains"]).filter(|at| *at > 0);
        let (parent, items) = match (head, has) {
            (Some(head), _) => (Some(head), rest),
            (None, Some(at)) => (part.words.get(..at), part.words.get(at + 1..).unwrap_or_default()),
            (None, None) => (None, part.words.as_slice()),
        };
        used.insert(at);
        let parent = match parent {
            Some(parent) => Some((part.sentence, label(parent))),
            None => under.clone().filter(|(sentence, _)| *sentence == part.sentence),
        };
        under.clone_from(&parent);
        let root = map.get_or_insert_with(|| {
            let label = parent.as_ref().map_or_else(|| label(items), |(_, name)| name.clone());
            Mindmap { root: Topic { label, shape: None, topics: Vec::new() } }
        });
        let place = parent.map_or_else(Vec::new, |(_, name)| place(&mut root.root, &name));
        for item in list(items) {
            let (outside, within) = inside(item);
            let topics =
                list(within).into_iter().map(|words| Topic { label: label(words), shape: None, topics: Vec::new() });
            let topic = Topic { label: label(outside), shape: None, topics: topics.collect() };
            let new = topic.label.contains(char::is_alphanumeric) && topic.label != root.root.label;
            if let Some(parent) = topic_at(&mut root.root, &place).filter(|_| new) {
                parent.topics.push(topic);
            }
        }
    }
    map.filter(|map| !map.root.topics.is_empty())
}

/// Where a topic is, which is made below the root if it is nowhere.
fn place(root: &mut Topic, name: &str) -> Vec<usize> {
    fn path(topic: &Topic, name: &str) -> Option<Vec<usize>> {
        if topic.label.eq_ignore_ascii_case(name) {
            return Some(Vec::new());
        }
        topic.topics.iter().enumerate().find_map(|(at, inner)| {
            let mut rest = path(inner, name)?;
            rest.insert(0, at);
            Some(rest)
        })
    }
    path(root, name).unwrap_or_else(|| {
        root.topics.push(Topic { label: name.to_owned(), shape: None, topics: Vec::new() });
        vec![root.topics.len() - 1]
    })
}

fn topic_at<'a>(topic: &'a mut Topic, path: &[usize]) -> Option<&'a mut Topic> {
    match path.split_first() {
        None => Some(topic),
        Some((first, rest)) => topic_at(topic.topics.get_mut(*first)?, rest),
    }
}
