//! `Dog extends Animal` to classes, `a customer has many orders` to entities.

use super::super::deed::{sentence, text};
use super::super::token::{Sort, Token};
use super::relation::{Relation, relations};
use super::{Said, Used, amount, bare, inside, list};
use crate::plan::{
    Attribute, Class, Classes, Count, Direction, Entities, Entity, Id, Ids, Relation as ClassRelation, RelationKind,
    Relationship,
};
use std::collections::BTreeSet;

/// One of many: `line items` to `Line item`, `categories` to `Category`.
fn singular(name: &str) -> String {
    let ends = |end: &str| name.strip_suffix(end);
    match () {
        () if name.len() < 4 || name.ends_with("ss") || name.ends_with("us") || name.ends_with("is") => name.to_owned(),
        () if ends("ies").is_some() => format!("{}y", ends("ies").unwrap_or(name)),
        () if ["ses", "xes", "ches", "shes"].iter().any(|end| name.ends_with(end)) => {
            let stem = ends("es").unwrap_or(name);
            // Courses and purchases lose their s alone, addresses and boxes more.
            if name.ends_with("rses") || name.ends_with("ases") { format!("{stem}e") } else { stem.to_owned() }
        }
        () => ends("s").unwrap_or(name).to_owned(),
    }
}

/// How many a phrase says there are, and the name in it.
fn counted(words: &[&Token]) -> (Option<Count>, String) {
    let phrases: [(&[&str], Count); 14] = [
        (&["zero", "or", "more"], Count::Any),
        (&["one", "or", "more"], Count::Some),
        (&["zero", "or", "one"], Count::Maybe),
        (&["at", "least", "one"], Count::Some),
        (&["at", "most", "one"], Count::Maybe),
        (&["exactly", "one"], Count::One),
        (&["many"], Count::Any),
        (&["several"], Count::Any),
        (&["multiple"], Count::Any),
        (&["some"], Count::Any),
        (&["any", "number", "of"], Count::Any),
        (&["optionally"], Count::Maybe),
        (&["one"], Count::One),
        (&["a", "single"], Count::One),
    ];
    let begins =
        |phrase: &[&str]| phrase.iter().enumerate().all(|(at, word)| words.get(at).is_some_and(|t| t.is(word)));
    let found = phrases.into_iter().find(|(phrase, _)| begins(phrase));
    let from = found.map_or(0, |(phrase, _)| phrase.len());
    let single = words.first().is_some_and(|token| token.is("a") || token.is("an"));
    let count = found.map(|(_, count)| count).or(single.then_some(Count::One));
    let rest = bare(words.get(from..).unwrap_or_default());
    let (name, _) = inside(rest);
    (count, text(name))
}

/// Names of the subjects of all relations, which are classes and entities themselves.
fn subjects(all: &[Relation<'_>]) -> BTreeSet<String> {
    all.iter().flat_map(|relation| &relation.subjects).map(|words| name(words)).collect()
}

fn name(words: &[&Token]) -> String {
    sentence(&singular(&counted(words).1))
}

pub(super) fn entities(said: &Said<'_>, used: &mut Used) -> Option<Entities> {
    let all = relations(said);
    let known = subjects(&all);
    let mut data = Data::default();
    for relation in &all {
        for subject in &relation.subjects {
            let from = data.entity(&name(subject));
            used.extend(from.is_some().then_some(relation.part));
            let Some(from) = from else { continue };
            for object in &relation.objects {
                data.object(&from, relation, object, &known);
            }
        }
    }
    for (at, part) in said.parts.iter().enumerate().filter(|(at, _)| !all.iter().any(|relation| relation.part == *at)) {
        used.extend(data.bare(&part.words).then_some(at));
    }
    let Data { entities, relationships, .. } = data;
    let title = said.title.clone();
    (!entities.is_empty()).then_some(Entities { title, entities, relationships })
}

#[derive(Default)]
struct Data {
    entities: Vec<Entity>,
    relationships: Vec<Relationship>,
    ids: Ids,
}

impl Data {
    fn entity(&mut self, label: &str) -> Option<Id> {
        if label.is_empty() || label.split(' ').count() > 3 {
            return None;
        }
        if let Some(known) = self.entities.iter().find(|entity| entity.label == label) {
            return Some(known.id.clone());
        }
        let id = self.ids.for_label(&label.replace(' ', "_"), "e");
        self.entities.push(Entity { id: id.clone(), label: label.to_owned(), attributes: Vec::new() });
        Some(id)
    }

    /// A relationship, or an attribute where the object is one of a kind and no entity itself.
    fn object(&mut self, from: &Id, relation: &Relation<'_>, object: &[&Token], known: &BTreeSet<String>) {
        let (count, word) = counted(object);
        let label = name(object);
        let many = singular(&word) != word;
        let has = relation.does(&["has", "have", "includes", "include"]);
        // `one address` is counted, and `Address` is named like an entity; `an address` is a part of one.
        let counts = object.first().is_some_and(|token| token.is("one") || token.is("exactly"));
        let named = word.starts_with(char::is_uppercase) || known.contains(&label);
        if has && !many && !counts && count.is_none_or(|count| count == Count::One) && !named {
            let entity = self.entities.iter_mut().find(|entity| &entity.id == from);
            if let Some(entity) = entity {
                entity.attributes.extend(attribute(object));
            }
            return;
        }
        let Some(to) = self.entity(&label) else { return };
        let belongs = relation.does(&["belongs", "belong"]);
        let to_count = count.unwrap_or(if many { Count::Any } else { Count::One });
        let from_count = if belongs { Count::Any } else { Count::One };
        let label = text(&relation.verb);
        let from = from.clone();
        self.relationships.push(Relationship { from, from_count, to, to_count, loose: false, label });
    }

    /// `Book (id, title)` or a list of names.
    fn bare(&mut self, words: &[&Token]) -> bool {
        let (outside, within) = inside(words);
        let names: Vec<String> = list(outside).into_iter().map(name).collect();
        let mut found = false;
        for label in names {
            let Some(id) = self.entity(&label) else { continue };
            found = true;
            let entity = self.entities.iter_mut().find(|entity| entity.id == id);
            if let Some(entity) = entity {
                entity.attributes.extend(list(within).into_iter().filter_map(attribute));
            }
        }
        found
    }
}

/// `int id`, `id (int)` or `first name`.
fn attribute(words: &[&Token]) -> Option<Attribute> {
    let (outside, within) = inside(bare(words));
    let spoken: Vec<&str> = outside.iter().filter(|t| t.sort != Sort::Mark).map(|t| t.text.as_str()).collect();
    let kinds =
        ["int", "integer", "string", "date", "datetime", "float", "decimal", "boolean", "bool", "text", "number"];
    let inner = within.iter().find(|token| kinds.contains(&token.lower.as_str())).map(|token| token.lower.as_str());
    let (kind, name) = match spoken.split_first() {
        Some((first, rest)) if !rest.is_empty() && kinds.contains(&first.to_lowercase().as_str()) => {
            (*first, rest.join("_"))
        }
        Some(_) => (inner.unwrap_or("string"), spoken.join("_")),
        None => return None,
    };
    let primary = within.iter().any(|token| token.is("pk") || token.is("key"));
    let foreign = within.iter().any(|token| token.is("fk"));
    let (name, kind) = (Id::new(name).ok()?, Id::new(kind).ok()?);
    Some(Attribute { name, kind, primary, foreign, comment: None })
}

pub(super) fn classes(said: &Said<'_>, used: &mut Used) -> Option<Classes> {
    let all = relations(said);
    let known = subjects(&all);
    let mut model = Model::default();
    for relation in &all {
        for subject in &relation.subjects {
            let Some(from) = model.class(&name(subject)) else { continue };
            used.insert(relation.part);
            for object in &relation.objects {
                model.object(&from, relation, object, &known);
            }
        }
    }
    for (at, part) in said.parts.iter().enumerate().filter(|(at, _)| !all.iter().any(|relation| relation.part == *at)) {
        let made = list(&part.words).into_iter().filter_map(|words| model.class(&name(words))).count();
        used.extend((made > 0).then_some(at));
    }
    let Model { classes, relations, .. } = model;
    let title = said.title.clone();
    (!classes.is_empty()).then_some(Classes { title, direction: Direction::Down, classes, relations })
}

#[derive(Default)]
struct Model {
    classes: Vec<Class>,
    relations: Vec<ClassRelation>,
    ids: Ids,
}

impl Model {
    fn class(&mut self, label: &str) -> Option<Id> {
        let label: String = label.split(' ').map(sentence).collect();
        let label = label.strip_prefix("Interface").filter(|rest| !rest.is_empty()).unwrap_or(&label).to_owned();
        if !label.contains(char::is_alphanumeric) || label.len() > 60 {
            return None;
        }
        if let Some(known) = self.classes.iter().find(|class| class.label == label) {
            return Some(known.id.clone());
        }
        let id = self.ids.for_label(&label, "c");
        self.classes.push(Class { id: id.clone(), label, stereotype: None, members: Vec::new() });
        Some(id)
    }

    fn object(&mut self, from: &Id, relation: &Relation<'_>, object: &[&Token], known: &BTreeSet<String>) {
        let digits = object.first().and_then(|token| amount(token));
        let object = object.get(usize::from(digits.is_some() && object.len() > 1)..).unwrap_or_default();
        let (count, word) = counted(object);
        let has = relation.does(&["has", "have"]);
        let said = word.to_lowercase();
        if relation.does(&["is", "are"])
            && matches!(said.as_str(), "interface" | "abstract" | "abstract class" | "enumeration")
        {
            let class = self.classes.iter_mut().find(|class| &class.id == from);
            if let Some(class) = class {
                class.stereotype = said.split(' ').next().map(str::to_owned);
            }
            return;
        }
        let can = relation.does(&["can"]);
        let named = word.starts_with(char::is_uppercase) || known.contains(&name(object));
        if (has || can) && !named && (count.is_none_or(|count| count == Count::One)) {
            let class = self.classes.iter_mut().find(|class| &class.id == from);
            if let Some(class) = class {
                class.members.push(member(object));
            }
            return;
        }
        let object: Vec<&Token> =
            object.iter().copied().skip_while(|t| t.is("kind") || t.is("type") || t.is("of")).collect();
        let Some(to) = self.class(&name(&object)) else { return };
        let from = from.clone();
        let to_count =
            count.filter(|_| has).or((has && singular(&word) != word).then_some(Count::Any)).and_then(|count| {
                Some(match count {
                    Count::Any => "*",
                    Count::Some => "1..*",
                    Count::Maybe => "0..1",
                    Count::One => return None,
                })
            });
        let kind = kind(relation);
        let parent = matches!(kind, RelationKind::Inheritance | RelationKind::Realization);
        let (from, to) = if parent { (to, from) } else { (from, to) };
        let label = (kind == RelationKind::Association).then(|| text(&relation.verb));
        let to_count = digits.filter(|n| *n > 1.0).map(|n| n.to_string()).or(to_count.map(str::to_owned));
        self.relations.push(ClassRelation { from, to, kind, from_count: None, to_count, label, flipped: false });
    }
}

fn kind(relation: &Relation<'_>) -> RelationKind {
    match () {
        () if relation.does(&["extends", "extend", "inherits", "inherit", "is", "are"]) => RelationKind::Inheritance,
        () if relation.does(&["implements", "implement"]) => RelationKind::Realization,
        () if relation.does(&["contains", "contain", "owns", "own", "consists", "composed"]) => {
            RelationKind::Composition
        }
        () if relation.does(&["has", "have", "includes", "include"]) => RelationKind::Aggregation,
        () if relation.does(&["uses", "use", "depends", "depend", "needs", "calls"]) => RelationKind::Dependency,
        () => RelationKind::Association,
    }
}

/// `name`, `string name` or `bark()`.
fn member(words: &[&Token]) -> String {
    text(bare(words))
}
