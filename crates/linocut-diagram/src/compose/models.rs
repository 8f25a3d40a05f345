//! Names and links to classes, entities, C4 and requirements.

use super::Found;
use super::net::{Knot, Net, Thread, net};
use super::token::{Sort, Token, Tokens};
use crate::plan::{
    Attribute, C4, C4Element, C4Level, C4Part, C4Relation, Class, Classes, Count, Element, Entities, Entity, Id, Ids,
    Link, LinkKind, Relation, RelationKind, Relationship, Requirement, RequirementKind, Requirements, Risk,
    Verification,
};

fn ends(net: &Net, link: &Thread) -> Option<(Id, Id)> {
    Some((net.nodes.get(link.from)?.id.clone(), net.nodes.get(link.to)?.id.clone()))
}

pub(super) fn classes(tokens: &Tokens, found: &mut Found) -> Option<Classes> {
    let net = net(tokens, found);
    let mut plan = Classes { title: net.title.clone(), ..Classes::default() };
    let mut belongs: Vec<(usize, String)> = Vec::new();
    let mut last = 0;
    for (at, knot) in net.nodes.iter().enumerate() {
        let linked = net.links.iter().any(|link| link.from == at || link.to == at);
        let member = knot.name.contains('(')
            || knot.name.starts_with(['+', '-', '~'])
            || (!linked && knot.name.starts_with(char::is_lowercase))
            || (!linked && knot.name.contains(' ') && !knot.before.iter().any(|w| w == "class"));
        if member {
            belongs.push((last, knot.name.clone()));
        } else {
            last = plan.classes.len();
            let (id, label) = (knot.id.clone(), knot.name.clone());
            plan.classes.push(Class { id, label, stereotype: None, members: Vec::new() });
        }
    }
    for (at, member) in belongs {
        if let Some(class) = plan.classes.get_mut(at) {
            class.members.push(member);
        }
    }
    for link in &net.links {
        let Some((from, to)) = ends(&net, link) else { continue };
        if [&from, &to].iter().all(|id| plan.classes.iter().any(|class| &&class.id == id)) {
            let kind = relation(&link.words);
            // The whole stands first: what is extended, and what holds parts.
            let turned = ["|>", "--*", "--o"].iter().any(|end| link.words.ends_with(end));
            let (from, to) = if turned { (to, from) } else { (from, to) };
            let label = link.label.clone();
            plan.relations.push(Relation { from, to, kind, from_count: None, to_count: None, label, flipped: false });
        }
    }
    (!plan.classes.is_empty()).then_some(plan)
}

fn relation(words: &str) -> RelationKind {
    let has = |cues: &[&str]| cues.iter().any(|cue| words.contains(cue));
    match () {
        () if has(&["<|..", "..|>", "implement", "realiz"]) => RelationKind::Realization,
        () if has(&["<|", "|>", "inherit", "extend", "subclass"]) => RelationKind::Inheritance,
        () if has(&["*--", "--*", "compos", "owns"]) => RelationKind::Composition,
        () if has(&["o--", "--o", "aggreg", "has"]) => RelationKind::Aggregation,
        () if has(&["..>", "depend", "uses"]) => RelationKind::Dependency,
        () => RelationKind::Association,
    }
}

pub(super) fn entities(tokens: &Tokens, found: &mut Found) -> Option<Entities> {
    let net = net(tokens, found);
    let mut plan = Entities::default();
    let mut places = vec![None; net.nodes.len()];
    for (at, knot) in net.nodes.iter().enumerate() {
        let linked = net.links.iter().any(|link| link.from == at || link.to == at);
        let large = knot.name.starts_with(char::is_uppercase) && !knot.name.contains(' ');
        if let Some(entity) = plan.entities.last_mut().filter(|_| !large && !linked) {
            entity.attributes.extend(attribute(&knot.name));
            continue;
        }
        places.get_mut(at).into_iter().for_each(|place| *place = Some(knot.id.clone()));
        let attributes = knot.inside.split(|token| token.is(",")).filter_map(|part| attribute(&text(part))).collect();
        plan.entities.push(Entity { id: knot.id.clone(), label: knot.name.clone(), attributes });
    }
    for link in &net.links {
        let place = |at: usize| places.get(at).cloned().flatten();
        let (Some(from), Some(to)) = (place(link.from), place(link.to)) else { continue };
        let label = link.label.clone().unwrap_or_else(|| verb(&link.words));
        let (from_count, to_count) = counts(&link.words);
        plan.relationships.push(Relationship { from, from_count, to, to_count, loose: false, label });
    }
    (!plan.entities.is_empty()).then_some(plan)
}

fn text(tokens: &[Token]) -> String {
    super::mention::joined(&tokens.iter().collect::<Vec<_>>())
}

fn verb(words: &str) -> String {
    const PLAIN: [&str; 18] = [
        "one", "or", "more", "zero", "exactly", "many", "to", "a", "an", "the", "who", "which", "and", "s", "that",
        "an", "each", "has",
    ];
    let kept = words.split(' ').filter(|w| w.chars().all(char::is_alphabetic) && !PLAIN.contains(w));
    let label = kept.take(3).collect::<Vec<_>>().join(" ");
    if label.is_empty() { "has".to_owned() } else { label }
}

fn count(words: &str) -> Count {
    let has = |cues: &[&str]| cues.iter().any(|cue| words.contains(cue));
    match () {
        () if has(&["zero or more", "o{", "many", "*"]) || matches!(words, "n" | "N" | "m" | "M") => Count::Any,
        () if has(&["one or more", "|{"]) => Count::Some,
        () if has(&["zero or one", "o|"]) => Count::Maybe,
        () => Count::One,
    }
}

/// How many there are of each at the ends of `}o--||` or `1--*`; in words only the second is counted.
fn counts(words: &str) -> (Count, Count) {
    let line = ["--", ".."].into_iter().find_map(|line| words.trim().split_once(line));
    let Some((left, right)) = line.filter(|_| !words.trim().contains(' ')) else { return (Count::One, count(words)) };
    let mirrored: String = left.chars().rev().map(|c| if c == '}' { '{' } else { c }).collect();
    (count(&mirrored), count(right))
}

/// `int id PK` or `name`.
fn attribute(text: &str) -> Option<Attribute> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let names: Vec<&str> = words.iter().copied().filter(|word| !matches!(*word, "PK" | "FK" | "UK")).collect();
    let (kind, name) = match names.as_slice() {
        [name] => ("string", *name),
        [kind, name, ..] => (*kind, *name),
        [] => return None,
    };
    let (kind, name) = (Id::new(kind).ok()?, Id::new(name).ok()?);
    let (primary, foreign) = (words.contains(&"PK"), words.contains(&"FK"));
    Some(Attribute { name, kind, primary, foreign, comment: None })
}

pub(super) fn c4(tokens: &Tokens, found: &mut Found) -> Option<C4> {
    let lower = tokens.words.to_lowercase();
    let level = match () {
        () if lower.contains("c4container") => C4Level::Container,
        () if lower.contains("c4component") => C4Level::Component,
        () if lower.contains("c4dynamic") => C4Level::Dynamic,
        () if lower.contains("c4deployment") => C4Level::Deployment,
        () => C4Level::Context,
    };
    let mut plan = C4 { level, title: title(tokens), ..C4::default() };
    macros(tokens, &mut plan, found);
    named(tokens, &mut plan, found);
    related(tokens, &mut plan, found);
    let net = net(tokens, &mut Found::default());
    for link in &net.links {
        let name = |at: usize| net.nodes.get(at).map(|knot| knot.name.clone());
        let known = |name: &Option<String>| {
            let same = |e: &&C4Element| name.as_deref().is_some_and(|n| e.id.as_str() == n || e.label == n);
            plan.elements.iter().find(same).map(|element| element.id.clone())
        };
        let (Some(from), Some(to)) = (known(&name(link.from)), known(&name(link.to))) else { continue };
        let label = link.label.clone().unwrap_or_else(|| verb(&link.words));
        if !plan.relations.iter().any(|r| r.from == from && r.to == to) {
            plan.relations.push(C4Relation { from, to, label, technology: None, both: false });
        }
    }
    (!plan.elements.is_empty()).then_some(plan)
}

fn title(tokens: &Tokens) -> Option<String> {
    let at = tokens.list.iter().position(|token| matches!(token.lower.as_str(), "title" | "titled"))?;
    let behind = tokens.list.iter().skip(at + 1).take(3);
    behind.into_iter().find(|token| matches!(token.sort, Sort::Quoted | Sort::Code)).map(|token| token.text.clone())
}

/// Reads `Person(id, 'Label', 'more')` and `Rel(a, b, 'Label')`, with or without backticks around the word.
fn macros(tokens: &Tokens, plan: &mut C4, found: &mut Found) {
    for (at, token) in tokens.list.iter().enumerate() {
        let open = tokens.list.get(at + 1).is_some_and(|next| next.is("("));
        if !open {
            continue;
        }
        let (inside, _) = super::mention::brackets(&tokens.list, at + 1);
        let parts = arguments(&inside);
        let word = token.text.to_lowercase();
        if word.starts_with("rel") || word.starts_with("birel") {
            let id = |at: usize| parts.get(at).and_then(|part| Id::new(part.as_str()).ok());
            let (Some(from), Some(to)) = (id(0), id(1)) else { continue };
            let known = |id: &Id| plan.elements.iter().any(|element| &element.id == id);
            if known(&from) && known(&to) {
                let label = parts.get(2).cloned().unwrap_or_default();
                let technology = parts.get(3).cloned();
                plan.relations.push(C4Relation { from, to, label, technology, both: word.starts_with("bi") });
                found.clauses.insert(token.clause);
            }
        } else if let Some(element) = element(&word, &parts)
            && !plan.elements.iter().any(|other| other.id.as_str().eq_ignore_ascii_case(element.id.as_str()))
        {
            plan.elements.push(element);
            found.clauses.insert(token.clause);
        }
    }
}

/// What stands between commas; `'Router' (rtr)` is two arguments, the id first.
fn arguments(inside: &[Token]) -> Vec<String> {
    let mut parts = Vec::new();
    for part in inside.split(|token| token.is(",")) {
        match part {
            [label, open, id, close] if open.is("(") && close.is(")") => {
                parts.extend([id.text.clone(), label.text.clone()]);
            }
            _ => parts.extend(Some(text(part)).filter(|text| !text.is_empty())),
        }
    }
    parts
}

/// Reads `web` 'calls' `api`: a name that is no element between two that are.
fn related(tokens: &Tokens, plan: &mut C4, found: &mut Found) {
    let names = super::mention::mentions(tokens);
    for at in 0..names.len() {
        let [Some(a), Some(b), Some(c)] = [names.get(at), names.get(at + 1), names.get(at + 2)] else { continue };
        let known = |name: &super::mention::Mention| {
            let same = |e: &&C4Element| e.id.as_str() == name.text || e.label == name.text;
            plan.elements.iter().find(same).map(|element| element.id.clone())
        };
        let joined = a.clause == c.clause && b.quoted && b.before.len() < 3 && known(b).is_none();
        let (Some(from), Some(to)) = (known(a), known(c)) else { continue };
        if joined && from != to && !plan.relations.iter().any(|r| r.from == from && r.to == to) {
            let label = b.text.clone();
            plan.relations.push(C4Relation { from, to, label, technology: None, both: false });
            found.clauses.insert(a.clause);
        }
    }
}

/// Reads `a Person 'Customer' (cust)` and `two Persons: 'Customer' (cust) and 'Clerk' (clerk)`.
fn named(tokens: &Tokens, plan: &mut C4, found: &mut Found) {
    let mut ids = Ids::default();
    ids.take(plan.elements.iter().map(|element| element.id.as_str().to_owned()));
    let mut word: Option<String> = None;
    for name in super::mention::mentions(tokens) {
        if name.after(&["described"]) {
            let last = plan.elements.last_mut().filter(|element| element.description.is_none());
            if let Some(element) = last {
                element.description = Some(name.text.clone());
            }
            continue;
        }
        if !name.quoted {
            word = name.text.to_lowercase().split(' ').next_back().and_then(part_word).or(word);
            continue;
        }
        let said = name.before.iter().rev().find_map(|token| part_word(&token.lower));
        let goes_on = name.before.iter().all(|token| token.is(",") || token.is("and") || token.is(":"));
        word = said.or(word.filter(|_| goes_on));
        let Some(word) = word.as_deref() else { continue };
        let parts: Vec<String> = name.inside.split(|t| t.is(",")).map(text).collect();
        let own = parts.first().filter(|part| Id::new(part.as_str()).is_ok());
        let known = |e: &C4Element| {
            let same = |id: &str| e.id.as_str().eq_ignore_ascii_case(id);
            e.label == name.text || same(&name.text) || own.is_some_and(|own| same(own))
        };
        if plan.elements.iter().any(known) {
            continue;
        }
        let id = ids.for_label(own.unwrap_or(&name.text), "e");
        let mut arguments = vec![id.as_str().to_owned(), name.text.clone()];
        arguments.extend(parts.into_iter().skip(1));
        if let Some(mut element) = element(word, &arguments) {
            element.external |= name.after(&["external"]);
            plan.elements.push(element);
            found.clauses.insert(name.clause);
        }
    }
}

/// The word of an element, without the `s` of many.
fn part_word(word: &str) -> Option<String> {
    let word = word.strip_suffix('s').unwrap_or(word);
    element(word, &["x".to_owned()]).map(|_| word.to_owned())
}

fn element(word: &str, parts: &[String]) -> Option<C4Element> {
    let external = word.ends_with("_ext");
    let part = match word.trim_end_matches("_ext") {
        "person" => C4Part::Person,
        "system" => C4Part::System,
        "systemdb" => C4Part::SystemDb,
        "systemqueue" => C4Part::SystemQueue,
        "container" => C4Part::Container,
        "containerdb" => C4Part::ContainerDb,
        "containerqueue" => C4Part::ContainerQueue,
        "component" => C4Part::Component,
        "componentdb" => C4Part::ComponentDb,
        "componentqueue" => C4Part::ComponentQueue,
        _ => return None,
    };
    let id = Id::new(parts.first()?.as_str()).ok()?;
    let label = parts.get(1).cloned().unwrap_or_else(|| id.as_str().to_owned());
    let technical = !matches!(part, C4Part::Person | C4Part::System | C4Part::SystemDb | C4Part::SystemQueue);
    let (technology, description) = if technical { (parts.get(2), parts.get(3)) } else { (None, parts.get(2)) };
    let (technology, description) = (technology.cloned(), description.cloned());
    Some(C4Element { id, part, external, label, technology, description, inside: None })
}

pub(super) fn requirements(tokens: &Tokens, found: &mut Found) -> Option<Requirements> {
    let net = net(tokens, found);
    let mut plan = Requirements { title: net.title.clone(), ..Requirements::default() };
    let stated = stated(tokens);
    let mut kind = None;
    for (at, knot) in net.nodes.iter().enumerate() {
        let lower = knot.name.to_lowercase();
        if let Some(found) = sort(&lower) {
            kind = Some(found);
            continue;
        }
        if link_kind(&lower).is_some() {
            continue;
        }
        kind = knot.before.iter().find_map(|word| sort(word)).or(kind);
        let joined = net.links.iter().any(|link| [link.from, link.to].contains(&at));
        let linked = joined || stated.iter().any(|link| link.0 == knot.name || link.2 == knot.name);
        let linked = linked || !knot.inside.is_empty() || kind.is_some();
        let numbered = |letter: &str| lower.strip_prefix(letter).is_some_and(|n| n.parse::<u8>().is_ok());
        kind = kind.or_else(|| (linked && numbered("e")).then_some(Sorted::Element)).filter(|_| !numbered("r"));
        match kind {
            Some(Sorted::Element) => plan.elements.push(part(knot)),
            Some(Sorted::Wanted(kind)) => plan.requirements.push(wanted(knot, kind)),
            None if linked => plan.requirements.push(wanted(knot, RequirementKind::Plain)),
            None => {}
        }
    }
    let known = |id: &Id| plan.requirements.iter().any(|r| &r.id == id) || plan.elements.iter().any(|e| &e.id == id);
    let mut links: Vec<Link> = Vec::new();
    for link in &net.links {
        let Some((from, to)) = ends(&net, link) else { continue };
        let words = link.label.clone().unwrap_or_else(|| link.words.clone());
        let Some(kind) = words.to_lowercase().split(|c: char| !c.is_alphabetic()).find_map(link_kind) else { continue };
        links.extend((known(&from) && known(&to)).then_some(Link { from, kind, to }));
    }
    for (from, kind, to) in stated {
        let id = |name: &str| net.find(name).and_then(|at| net.nodes.get(at)).map(|knot| knot.id.clone());
        let (Some(from), Some(to)) = (id(&from), id(&to)) else { continue };
        let link = Link { from, kind, to };
        let new = known(&link.from) && known(&link.to) && link.from != link.to && !links.contains(&link);
        links.extend(new.then_some(link));
    }
    plan.links = links;
    let some = !plan.requirements.is_empty() || !plan.elements.is_empty();
    some.then_some(plan)
}

/// Links whose kind is a name itself: R1 `contains` R2, R3 or E1 `<- verifies -` R1.
fn stated(tokens: &Tokens) -> Vec<(String, LinkKind, String)> {
    let mut links = Vec::new();
    let mut open: Option<(String, LinkKind, bool)> = None;
    let mut last: Option<super::mention::Mention> = None;
    for name in super::mention::mentions(tokens) {
        let lower = name.text.to_lowercase();
        let kind = lower.split(|c: char| !c.is_alphabetic()).find_map(link_kind).filter(|_| name.quoted);
        if let Some(kind) = kind {
            let from = last.take().filter(|last| last.clause == name.clause);
            open = from.map(|from| (from.text, kind, lower.contains("<-")));
            continue;
        }
        let goes_on = name.before.iter().all(|token| token.is(",") || token.is("and"));
        if let Some((from, kind, back)) = open.take().filter(|_| goes_on) {
            let (one, other) = if back { (&name.text, &from) } else { (&from, &name.text) };
            links.push((one.clone(), kind, other.clone()));
            open = Some((from, kind, back));
        }
        last = Some(name);
    }
    links
}

#[derive(Clone, Copy)]
enum Sorted {
    Wanted(RequirementKind),
    Element,
}

fn sort(word: &str) -> Option<Sorted> {
    Some(Sorted::Wanted(match word {
        "element" | "elements" => return Some(Sorted::Element),
        "requirement" | "requirements" => RequirementKind::Plain,
        "functionalrequirement" => RequirementKind::Functional,
        "performancerequirement" => RequirementKind::Performance,
        "interfacerequirement" => RequirementKind::Interface,
        "physicalrequirement" => RequirementKind::Physical,
        "designconstraint" => RequirementKind::Constraint,
        _ => return None,
    }))
}

fn link_kind(word: &str) -> Option<LinkKind> {
    Some(match word {
        "contains" => LinkKind::Contains,
        "copies" => LinkKind::Copies,
        "derives" => LinkKind::Derives,
        "satisfies" => LinkKind::Satisfies,
        "verifies" => LinkKind::Verifies,
        "refines" => LinkKind::Refines,
        "traces" => LinkKind::Traces,
        _ => return None,
    })
}

fn field(knot: &Knot, word: &str) -> Option<String> {
    let at = knot.inside.iter().position(|token| token.is(word))?;
    let value: Vec<&Token> =
        knot.inside.iter().skip(at + 1).skip_while(|t| t.is(":")).take_while(|t| !t.is(",")).collect();
    (!value.is_empty()).then(|| super::mention::joined(&value))
}

fn part(knot: &Knot) -> Element {
    Element { id: knot.id.clone(), kind: field(knot, "type"), document: field(knot, "docref") }
}

fn wanted(knot: &Knot, kind: RequirementKind) -> Requirement {
    let risk = field(knot, "risk").and_then(|risk| match risk.to_lowercase().as_str() {
        "low" => Some(Risk::Low),
        "medium" => Some(Risk::Medium),
        "high" => Some(Risk::High),
        _ => None,
    });
    let verification = field(knot, "verifymethod").and_then(|method| match method.to_lowercase().as_str() {
        "analysis" => Some(Verification::Analysis),
        "inspection" => Some(Verification::Inspection),
        "test" => Some(Verification::Test),
        "demonstration" => Some(Verification::Demonstration),
        _ => None,
    });
    let (number, text) = (field(knot, "id"), field(knot, "text"));
    Requirement { id: knot.id.clone(), kind, number, text, risk, verification }
}
