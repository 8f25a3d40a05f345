//! `Search is high impact and low effort` to four fields, `the system must log users in` to requirements.

use super::super::token::{Sort, Token};
use super::relation::relations;
use super::{Said, Used, bare, find, headed, inside, label, sentence, text};
use crate::plan::{
    Element, Id, Ids, Link, LinkKind, Point, Quadrant, Range, Requirement, RequirementKind, Requirements, Risk,
    Verification,
};

/// Words for a low, a middle and a high place on an axis.
const PLACES: [(&str, f64); 8] = [
    ("high", 0.8),
    ("low", 0.2),
    ("medium", 0.5),
    ("big", 0.8),
    ("small", 0.2),
    ("large", 0.8),
    ("much", 0.8),
    ("little", 0.2),
];

pub(super) fn quadrant(said: &Said<'_>, used: &mut Used) -> Option<Quadrant> {
    let mut chart = Quadrant { title: said.title.clone(), ..Quadrant::default() };
    let mut axes: Vec<String> = said.title.as_deref().map(axes_of).unwrap_or_default();
    // `search high impact, low effort` is one point in two parts.
    let mut open: Option<(String, Vec<(String, f64)>)> = None;
    for (at, part) in said.parts.iter().enumerate() {
        if axis(&part.words, &mut chart).is_some() {
            used.insert(at);
            continue;
        }
        let numbers: Vec<f64> = part.words.iter().filter_map(|token| token.number()).collect();
        let near = part.words.iter().position(|token| token.sort == Sort::Number || token.is("(") || token.is("["));
        if let ([x, y, ..], Some(end)) = (numbers.as_slice(), near.filter(|end| *end > 0)) {
            let name = part.words.get(..end)?;
            let name: Vec<&Token> = name.iter().copied().filter(|t| !t.is(":") && !t.is("at") && !t.is("is")).collect();
            let scale = if [x, y].iter().any(|n| **n > 1.0) {
                if [x, y].iter().any(|n| **n > 10.0) { 100.0 } else { 10.0 }
            } else {
                1.0
            };
            let inside = [x, y].iter().all(|n| (0.0..=100.0).contains(*n));
            chart.points.extend(inside.then(|| Point { label: label(&name), x: x / scale, y: y / scale }));
            used.extend(inside.then_some(at));
            continue;
        }
        let (name, places) = placed(&part.words);
        if places.is_empty() {
            continue;
        }
        used.insert(at);
        if name.is_empty() {
            if let Some((_, known)) = &mut open {
                known.extend(places);
            }
        } else {
            finish(open.replace((name, places)), &mut axes, &mut chart);
        }
    }
    finish(open, &mut axes, &mut chart);
    name_axes(&axes, &mut chart);
    let some = !chart.points.is_empty() || chart.x.is_some();
    some.then_some(chart)
}

/// The names of two axes in a title: `Effort and impact`, `impact versus effort`.
fn axes_of(title: &str) -> Vec<String> {
    let words: Vec<&str> = title.split(' ').collect();
    let joint =
        words.iter().position(|word| ["and", "versus", "vs", "by", "against"].contains(&word.to_lowercase().as_str()));
    let ends = joint.and_then(|at| Some((words.get(at.checked_sub(1)?)?, words.get(at + 1)?)));
    ends.map(|(a, b)| vec![a.to_lowercase(), b.to_lowercase()]).unwrap_or_default()
}

/// `x axis low effort to high effort`.
fn axis(words: &[&Token], chart: &mut Quadrant) -> Option<()> {
    let first = words.first()?;
    let short = first.is("x") || first.is("y");
    let long = first.lower.strip_suffix("-axis").or(short.then_some(first.lower.as_str()))?;
    let from =
        words.iter().take_while(|t| t.is("axis") || t.is("x") || t.is("y") || t.is(":") || t.is("is") || t.is("from"));
    let from = from.count().max(1);
    let rest = words.get(from..)?;
    let (low, high) = match find(rest, &["to"]) {
        Some(to) => (label(rest.get(..to)?), Some(label(rest.get(to + 1..)?))),
        None => (label(rest), None),
    };
    let range = Some(Range { low, high });
    if long == "x" {
        chart.x = range;
    } else {
        chart.y = range;
    }
    Some(())
}

/// A name, and how high it stands on what: `search is high impact and low effort`.
fn placed(words: &[&Token]) -> (String, Vec<(String, f64)>) {
    let place = |token: &Token| PLACES.iter().find(|(word, _)| token.is(word)).map(|(_, place)| *place);
    let first = words.iter().position(|token| place(token).is_some()).unwrap_or(words.len());
    let glue =
        |token: &&&Token| matches!(token.lower.as_str(), "is" | "has" | "are" | "with" | ":" | "(" | "and" | "a");
    let head = words.get(..first).unwrap_or_default();
    let head = head.get(..head.len() - head.iter().rev().take_while(glue).count()).unwrap_or_default();
    let places =
        words.iter().enumerate().filter_map(|(at, token)| Some((words.get(at + 1)?.lower.clone(), place(token)?)));
    (label(head), places.collect())
}

fn finish(point: Option<(String, Vec<(String, f64)>)>, axes: &mut Vec<String>, chart: &mut Quadrant) {
    let Some((label, places)) = point else { return };
    for (axis, _) in &places {
        if axes.len() < 2 && !axes.contains(axis) {
            axes.push(axis.clone());
        }
    }
    let on = |at: usize| {
        axes.get(at).and_then(|axis| places.iter().find(|(name, _)| name == axis)).map_or(0.5, |found| found.1)
    };
    chart.points.push(Point { label, x: on(0), y: on(1) });
}

fn name_axes(axes: &[String], chart: &mut Quadrant) {
    let range = |axis: &String| Some(Range { low: format!("Low {axis}"), high: Some(format!("High {axis}")) });
    if let [x, y] = axes {
        chart.x = chart.x.take().or_else(|| range(x));
        chart.y = chart.y.take().or_else(|| range(y));
    }
}

/// Words that make a sentence a requirement.
const MUST: [&str; 7] = ["must", "shall", "should", "needs", "has", "can", "will"];

pub(super) fn requirements(said: &Said<'_>, used: &mut Used) -> Option<Requirements> {
    let mut plan = Requirements { title: said.title.clone(), ..Requirements::default() };
    let mut ids = Ids::default();
    let all = relations(said);
    for (at, part) in said.parts.iter().enumerate() {
        let must = find(&part.words, &MUST).filter(|at| *at > 0);
        if must.is_none() && plan.requirements.last_mut().is_some_and(|last| detail(&part.words, last)) {
            used.insert(at);
            continue;
        }
        let links =
            all.iter().filter(|relation| relation.part == at).filter_map(|relation| Some((relation, kind(relation)?)));
        for (relation, kind) in links {
            for (subject, object) in relation.subjects.iter().flat_map(|s| relation.objects.iter().map(move |o| (s, o)))
            {
                let Some(to) = wanted(&plan, object) else { continue };
                let from = wanted(&plan, subject).unwrap_or_else(|| element(&mut plan, &mut ids, subject));
                plan.links.extend((from != to).then_some(Link { from, kind, to }));
                used.insert(at);
            }
        }
        if used.contains(&at) {
            continue;
        }
        let (head, words) = headed(&part.words);
        if must.is_none() && head.is_none() {
            continue;
        }
        let (spoken, remark) = inside(words);
        let number = plan.requirements.len() + 1;
        let name = head.map(|head| label(head).replace(' ', "_")).unwrap_or_default();
        let name = name.strip_prefix("Requirement_").unwrap_or(&name);
        let id = ids.for_label(name, "R");
        let (text, kind) = (Some(sentence(&text(spoken))), sort(spoken));
        let mut requirement =
            Requirement { id, kind, number: Some(number.to_string()), text, risk: None, verification: None };
        detail(remark, &mut requirement);
        plan.requirements.push(requirement);
        used.insert(at);
    }
    (!plan.requirements.is_empty()).then_some(plan)
}

/// `within two seconds` is about performance, everything else plain.
fn sort(words: &[&Token]) -> RequirementKind {
    let fast = find(words, &["within", "seconds", "second", "ms", "milliseconds", "faster", "per"]).is_some();
    if fast { RequirementKind::Performance } else { RequirementKind::Plain }
}

/// `high risk` or `verified by test`, of the requirement before.
fn detail(words: &[&Token], requirement: &mut Requirement) -> bool {
    let risks = [("low", Risk::Low), ("medium", Risk::Medium), ("high", Risk::High)];
    let risk = find(words, &["risk"]).and_then(|_| risks.iter().find(|(name, _)| find(words, &[name]).is_some()));
    let methods = [
        ("test", Verification::Test),
        ("tests", Verification::Test),
        ("analysis", Verification::Analysis),
        ("inspection", Verification::Inspection),
        ("demonstration", Verification::Demonstration),
    ];
    let verified = find(words, &["verified", "checked", "proven", "by"]).is_some() || words.len() < 3;
    let method = methods.iter().find(|(name, _)| verified && find(words, &[name]).is_some() && words.len() < 6);
    requirement.risk = risk.map(|found| found.1).or(requirement.risk);
    requirement.verification = method.map(|found| found.1).or(requirement.verification);
    risk.is_some() || method.is_some()
}

fn kind(relation: &super::relation::Relation<'_>) -> Option<LinkKind> {
    let kinds: [(&[&str], LinkKind); 7] = [
        (&["satisfies", "satisfy", "fulfills", "meets", "implements"], LinkKind::Satisfies),
        (&["verifies", "verify", "tests", "checks"], LinkKind::Verifies),
        (&["refines", "refine"], LinkKind::Refines),
        (&["derives", "derive"], LinkKind::Derives),
        (&["contains", "contain", "includes"], LinkKind::Contains),
        (&["traces", "trace"], LinkKind::Traces),
        (&["copies", "copy"], LinkKind::Copies),
    ];
    kinds.into_iter().find(|(words, _)| relation.does(words)).map(|(_, kind)| kind)
}

/// The requirement of these words: `it`, `requirement 2`, its name or words of its text.
fn wanted(plan: &Requirements, words: &[&Token]) -> Option<Id> {
    let words = bare(words);
    let all = &plan.requirements;
    let said = words.iter().map(|token| token.lower.as_str()).collect::<Vec<_>>();
    let found = match said.as_slice() {
        ["it" | "this" | "that" | "both" | "them"] => all.last(),
        ["requirement", number] => all.iter().find(|r| r.number.as_deref() == Some(number)),
        _ => {
            let name = said.join("_");
            all.iter().find(|r| {
                r.id.as_str().eq_ignore_ascii_case(&name)
                    || r.id.as_str().eq_ignore_ascii_case(name.trim_start_matches("requirement_"))
            })
        }
    };
    found.map(|requirement| requirement.id.clone())
}

fn element(plan: &mut Requirements, ids: &mut Ids, words: &[&Token]) -> Id {
    let name = text(bare(words)).replace(' ', "_");
    if let Some(known) = plan.elements.iter().find(|element| element.id.as_str() == name) {
        return known.id.clone();
    }
    let id = ids.for_label(&name, "E");
    plan.elements.push(Element { id: id.clone(), kind: None, document: None });
    id
}
