//! `Browser talks to api, api reads db and cache` to services, blocks and the C4 model.

use super::super::deed::text;
use super::super::token::Token;
use super::super::verb::is_person;
use super::relation::{Relation, relations};
use super::{Said, Used, amount, find, headed, inside, label, list};
use crate::plan::{
    Architecture, ArchitectureGroup, Block, Blocks, C4, C4Element, C4Level, C4Part, C4Relation, Edge, Id, Ids, Joint,
    Node, Outline, Service, Side,
};

/// Names, links between them, and boxes around some.
#[derive(Default)]
struct Web {
    names: Vec<Name>,
    links: Vec<(Id, Id, String)>,
    groups: Vec<(Id, String)>,
    ids: Ids,
}

struct Name {
    id: Id,
    label: String,
    remark: Vec<String>,
    group: Option<Id>,
}

impl Web {
    fn of(said: &Said<'_>, used: &mut Used) -> Self {
        let mut web = Self::default();
        let all = relations(said);
        for relation in &all {
            let to = relation.does(&["in", "inside"]) && relation.does(&["is", "are", "run", "runs"]);
            if to && let [group] = relation.objects.as_slice() {
                web.put(&relation.subjects, group);
                used.insert(relation.part);
                continue;
            }
            used.extend(web.link(relation, &text(&relation.verb)).then_some(relation.part));
        }
        let mut under: Option<(usize, Vec<&Token>)> = None;
        for (at, part) in said.parts.iter().enumerate().filter(|(at, _)| !all.iter().any(|link| link.part == *at)) {
            let head = headed(&part.words).0.map(|head| (part.sentence, head.to_vec()));
            under = head.clone().or(under.filter(|(sentence, _)| *sentence == part.sentence));
            match under.as_ref().filter(|_| head.is_none()) {
                Some((_, group)) => {
                    let members: Vec<Vec<&Token>> = list(&part.words).into_iter().map(<[_]>::to_vec).collect();
                    web.put(&members, group);
                }
                None if !web.part(&part.words) => continue,
                None => {}
            }
            used.insert(at);
        }
        web
    }

    /// Links every subject with every object; whether there were any.
    fn link(&mut self, relation: &Relation<'_>, label: &str) -> bool {
        let mut found = false;
        for (from, to) in relation.subjects.iter().flat_map(|from| relation.objects.iter().map(move |to| (from, to))) {
            if let (Some(from), Some(to)) = (self.name(from), self.name(to)) {
                found = true;
                self.links.extend((from != to).then(|| (from, to, label.to_owned())));
            }
        }
        found
    }

    /// A part without a verb: `aws: api, db`, `client to server` or names.
    fn part(&mut self, words: &[&Token]) -> bool {
        let (head, rest) = headed(words);
        if let Some(head) = head {
            let members: Vec<Vec<&Token>> = list(rest).into_iter().map(<[&Token]>::to_vec).collect();
            self.put(&members, head);
            return true;
        }
        if let Some(at) = find(words, &["to"]).filter(|at| *at > 0 && *at + 1 < words.len()) {
            let ends = (words.get(..at).and_then(|w| self.name(w)), words.get(at + 1..).and_then(|w| self.name(w)));
            if let (Some(from), Some(to)) = ends {
                self.links.push((from, to, String::new()));
                return true;
            }
        }
        list(words).into_iter().filter_map(|name| self.name(name)).count() > 0
    }

    fn put(&mut self, members: &[Vec<&Token>], group: &[&Token]) {
        let title = label(group);
        let known = self.groups.iter().find(|(_, name)| *name == title).map(|(id, _)| id.clone());
        let id = known.unwrap_or_else(|| {
            let id = self.ids.for_label(&title, "g");
            self.groups.push((id.clone(), title));
            id
        });
        for member in members {
            let member = self.name(member);
            let name = self.names.iter_mut().find(|name| Some(&name.id) == member.as_ref());
            if let Some(name) = name {
                name.group = Some(id.clone());
            }
        }
    }

    fn name(&mut self, words: &[&Token]) -> Option<Id> {
        let (outside, within) = inside(words);
        let label = label(outside);
        if !label.contains(char::is_alphanumeric) || outside.len() > 6 {
            return None;
        }
        let remark: Vec<String> = list(within).into_iter().map(text).collect();
        if let Some(known) = self.names.iter_mut().find(|name| name.label.eq_ignore_ascii_case(&label)) {
            known.remark.extend(remark);
            return Some(known.id.clone());
        }
        let id = self.ids.for_label(&label.to_lowercase().replace(' ', "_"), "n");
        self.names.push(Name { id: id.clone(), label, remark, group: None });
        Some(id)
    }
}

impl Name {
    /// Whether its last words or what stands in brackets behind it name one of these.
    fn is(&self, words: &[&str]) -> bool {
        let lower = self.label.to_lowercase();
        let own = lower.split(' ').any(|word| words.contains(&word));
        own || self
            .remark
            .iter()
            .any(|remark| remark.split(' ').any(|word| words.contains(&word.to_lowercase().as_str())))
    }
}

const STORES: [&str; 12] = [
    "db",
    "database",
    "cache",
    "redis",
    "postgres",
    "mysql",
    "mongo",
    "mongodb",
    "store",
    "warehouse",
    "sqlite",
    "dynamodb",
];

pub(super) fn architecture(said: &Said<'_>, used: &mut Used) -> Option<Architecture> {
    let web = Web::of(said, used);
    let icon = |name: &Name| {
        let icon = match () {
            () if name.is(&STORES) => "database",
            () if name.is(&["disk", "storage", "bucket", "files", "s3", "volume"]) => "disk",
            () if name.is(&["browser", "internet", "web", "cdn", "user", "users", "client", "dns"]) => "internet",
            () if name.is(&["cloud", "saas", "lambda"]) => "cloud",
            () => "server",
        };
        Id::new(icon).ok()
    };
    let groups = web.groups.iter().map(|(id, label)| {
        let (id, label, icon) = (id.clone(), label.clone(), Id::new("cloud").ok());
        ArchitectureGroup { id, label, icon, inside: None }
    });
    let services = web.names.iter().map(|name| Service {
        id: name.id.clone(),
        label: name.label.clone(),
        icon: icon(name),
        inside: name.group.clone(),
    });
    let mut joints: Vec<Joint> = Vec::new();
    for (from, to, _) in &web.links {
        // The second line out of a service leaves below, so that two do not lie on one another.
        let out = joints.iter().filter(|joint| &joint.from == from).count();
        let (from_side, to_side) = if out % 2 == 0 { (Side::Right, Side::Left) } else { (Side::Bottom, Side::Top) };
        let (from, to) = (from.clone(), to.clone());
        joints.push(Joint { from, from_side, to, to_side, from_head: false, to_head: true });
    }
    let title = said.title.clone();
    let plan =
        Architecture { title, groups: groups.collect(), services: services.collect(), junctions: Vec::new(), joints };
    (!plan.services.is_empty()).then_some(plan)
}

pub(super) fn c4(said: &Said<'_>, used: &mut Used) -> Option<C4> {
    let web = Web::of(said, used);
    let part = |name: &Name| match () {
        () if is_person(&last_word(&name.label)) || name.is(&["person"]) => C4Part::Person,
        () if name.is(&STORES) => C4Part::SystemDb,
        () if name.is(&["queue", "kafka", "rabbitmq", "bus"]) => C4Part::SystemQueue,
        () => C4Part::System,
    };
    let elements = web.names.iter().map(|name| C4Element {
        id: name.id.clone(),
        part: part(name),
        external: name.is(&["external", "third-party"]),
        label: name.label.clone(),
        technology: None,
        description: name
            .remark
            .iter()
            .find(|remark| !matches!(remark.as_str(), "external" | "person" | "system"))
            .cloned(),
        inside: name.group.clone(),
    });
    let elements: Vec<C4Element> = elements.collect();
    let relations = web.links.iter().map(|(from, to, label)| {
        let (from, to, label) = (from.clone(), to.clone(), super::sentence(label));
        C4Relation { from, to, label, technology: None, both: false }
    });
    let relations = relations.collect();
    let boundaries = web.groups.iter().map(|(id, label)| crate::plan::C4Boundary {
        id: id.clone(),
        label: label.clone(),
        kind: None,
        inside: None,
    });
    let (level, title, boundaries) = (C4Level::Context, said.title.clone(), boundaries.collect());
    (!elements.is_empty()).then_some(C4 { level, title, boundaries, elements, relations })
}

fn last_word(label: &str) -> String {
    label.split(' ').next_back().unwrap_or_default().to_lowercase()
}

pub(super) fn blocks(said: &Said<'_>, used: &mut Used) -> Option<Blocks> {
    let rows = |part: &super::Part<'_>| {
        let at = part.words.iter().position(|token| token.lower.starts_with("column"))?;
        part.words.get(at.checked_sub(1)?).and_then(|token| amount(token))
    };
    let at = said.parts.iter().position(|part| rows(part).is_some());
    let headless = |words| headed(words).0.map_or(0, |head| head.len() + 1);
    let columns = at.and_then(|at| rows(said.parts.get(at)?)).filter(|n| (1.0..=100.0).contains(n));
    let mut own = Used::new();
    let mut web = Web::default();
    let all = relations(said);
    for (place, part) in said.parts.iter().enumerate() {
        let from = if Some(place) == at { headless(&part.words) } else { 0 };
        if Some(place) == at && from == 0 {
            continue;
        }
        for link in all.iter().filter(|link| link.part == place) {
            own.extend(web.link(link, "").then_some(place));
        }
        if !all.iter().any(|link| link.part == place) && web.part(part.words.get(from..).unwrap_or_default()) {
            own.insert(place);
        }
    }
    used.extend(own);
    used.extend(at);
    let outline = |name: &Name| if name.is(&STORES) { Outline::Cylinder } else { Outline::Box };
    let blocks: Vec<Option<Block>> = web
        .names
        .iter()
        .map(|name| {
            let node = Node { id: name.id.clone(), label: name.label.clone(), outline: outline(name) };
            Some(Block { node, width: None, inside: None })
        })
        .collect();
    let edges = web.links.into_iter().map(|(from, to, _)| Edge::new(from, to, None)).collect();
    let columns = columns.and_then(|columns| format!("{columns:.0}").parse().ok());
    (!blocks.is_empty()).then(|| Blocks { title: said.title.clone(), columns, blocks, edges })
}
