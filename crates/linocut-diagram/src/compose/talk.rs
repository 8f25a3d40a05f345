//! Deeds to sequence diagrams: who does it, and to whom.

use super::Found;
use super::deed::{Deed, deeds, sentence};
use super::lead::lead;
use super::token::Tokens;
use super::verb::{is_deed, is_person};
use crate::plan::{Arm, Fragment, FragmentKind, Id, Ids, Message, MessageLine, Participant, Sequence, Step};

/// The sequence of what is done.
pub(super) fn sequence(tokens: &Tokens, found: &mut Found) -> Option<Sequence> {
    let lead = lead(tokens).headed();
    let read = deeds(lead.rest);
    found.deeds = Some((read.clauses, read.unused));
    let mut talk = Talk::default();
    talk.meet(&read.list);
    if talk.who.is_empty() {
        return None;
    }
    let steps = talk.all(&read.list);
    Some(Sequence { participants: talk.who, steps, title: lead.title, ..Sequence::default() })
}

#[derive(Default)]
struct Talk {
    who: Vec<Participant>,
    ids: Ids,
    last: Option<Id>,
    /// Who said something to whom, in order.
    asked: Vec<(Id, Id)>,
}

/// Deeds of talk that are no steps of a program.
const SAYS: [&str; 9] = ["says", "asks", "tells", "waves", "replies", "answers", "pings", "queries", "responds"];

/// Who does it, in lower case, and what.
fn parts(text: &str) -> (Option<String>, String) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = usize::from(words.first().is_some_and(|w| matches!(w.to_lowercase().as_str(), "the" | "a" | "an")));
    let verb = (start + 1..words.len().min(start + 4))
        .find(|&at| words.get(at).is_some_and(|w| is_deed(&w.to_lowercase()) || SAYS.contains(w)));
    match verb {
        Some(at) => {
            let said = |range: &[&str]| range.join(" ");
            let who = said(words.get(start..at).unwrap_or_default()).to_lowercase();
            (Some(who), said(words.get(at..).unwrap_or_default()))
        }
        None => (None, text.to_owned()),
    }
}

fn acts<'a>(deeds: &'a [Deed], out: &mut Vec<&'a str>) {
    for deed in deeds {
        match deed {
            Deed::Act(text) => out.push(text),
            Deed::Choice { yes, no, .. } => {
                acts(yes, out);
                acts(no, out);
            }
            Deed::Again { deeds, .. } | Deed::Together(deeds) => acts(deeds, out),
        }
    }
}

impl Talk {
    /// Makes a participant of everyone who does something.
    fn meet(&mut self, deeds: &[Deed]) {
        let mut texts = Vec::new();
        acts(deeds, &mut texts);
        let doers: Vec<String> = texts.iter().filter_map(|text| parts(text).0).collect();
        let others = texts.iter().filter(|_| !doers.is_empty()).filter_map(|text| recipient(&parts(text).1));
        for who in doers.iter().cloned().chain(others.map(|(who, _)| who)) {
            let label = sentence(&who);
            if !self.who.iter().any(|p| p.label == label) {
                let person = is_person(who.split(' ').next_back().unwrap_or_default());
                let id = self.ids.for_label(&label, "p");
                self.who.push(Participant { id, label, person });
            }
        }
    }

    fn named(&self, who: &str) -> Option<Id> {
        let label = sentence(who);
        self.who.iter().find(|p| p.label == label).map(|p| p.id.clone())
    }

    /// A participant whose name is among these words.
    fn met(&self, text: &str, but: &Id) -> Option<Id> {
        let text = format!(" {} ", text.to_lowercase());
        let met = |p: &&Participant| &p.id != but && text.contains(&format!(" {} ", p.label.to_lowercase()));
        self.who.iter().find(met).map(|p| p.id.clone())
    }

    fn all(&mut self, deeds: &[Deed]) -> Vec<Step> {
        let mut steps = Vec::new();
        for (at, deed) in deeds.iter().enumerate() {
            let next = deeds.get(at + 1).and_then(|next| match next {
                Deed::Act(text) => parts(text).0,
                Deed::Choice { .. } | Deed::Again { .. } | Deed::Together(_) => None,
            });
            let step = match deed {
                Deed::Act(text) => self.message(text, next.as_deref()),
                Deed::Choice { condition, yes, no } => Some(self.choice(condition, yes, no)),
                Deed::Again { condition, during, deeds } => {
                    let label = format!("{} {condition}", if *during { "while" } else { "until" });
                    let arms = vec![Arm { label, steps: self.all(deeds) }];
                    Some(Step::Fragment(Fragment { kind: FragmentKind::Loop, arms }))
                }
                Deed::Together(deeds) => {
                    let arm = |deed: &Deed| Arm { label: String::new(), steps: self.all(std::slice::from_ref(deed)) };
                    let arms = deeds.iter().map(arm).collect();
                    Some(Step::Fragment(Fragment { kind: FragmentKind::Parallel, arms }))
                }
            };
            steps.extend(step);
        }
        steps
    }

    fn choice(&mut self, condition: &str, yes: &[Deed], no: &[Deed]) -> Step {
        let before = self.last.clone();
        let mut arms = vec![Arm { label: condition.to_owned(), steps: self.all(yes) }];
        let kind = if no.is_empty() { FragmentKind::Optional } else { FragmentKind::Choice };
        if !no.is_empty() {
            self.last = before;
            arms.push(Arm { label: "otherwise".to_owned(), steps: self.all(no) });
        }
        Step::Fragment(Fragment { kind, arms })
    }

    /// One message. It goes to whom the words name; an answer to whom it answers; else from a person to who acts next; an
    /// order without a subject is an answer to the first person; anything else is done by oneself.
    fn message(&mut self, text: &str, next: Option<&str>) -> Option<Step> {
        let (who, what) = parts(text);
        let first = self.who.first().map(|p| p.id.clone())?;
        let from = who.as_deref().and_then(|who| self.named(who)).or_else(|| self.last.clone()).unwrap_or(first);
        let sent =
            recipient(&what).and_then(|(who, rest)| Some((self.named(&who)?, rest))).filter(|(id, _)| *id != from);
        let what = sent.as_ref().map_or(what, |(_, rest)| rest.clone());
        let reply = is_reply(what.split(' ').next().unwrap_or_default());
        let asked = self.asked.iter().rev().find(|(_, to)| reply && *to == from).map(|(asker, _)| asker.clone());
        let person = |id: &Id| self.who.iter().any(|p| &p.id == id && p.person);
        let next = next.and_then(|next| self.named(next)).filter(|id| id != &from && person(&from));
        let answer = self.who.iter().find(|p| who.is_none() && p.person && p.id != from).map(|p| p.id.clone());
        let to = sent.map(|(id, _)| id).or_else(|| self.met(&what, &from)).or(asked).or(next).or(answer.clone());
        let back = reply && to.is_some() || answer.is_some() && to == answer;
        let line = if back { MessageLine::Reply } else { MessageLine::Call };
        let to = to.unwrap_or_else(|| from.clone());
        self.last = Some(from.clone());
        if !reply {
            self.asked.push((from.clone(), to.clone()));
        }
        Some(Step::Message(Message { to, from, text: sentence(&what), line }))
    }
}

/// Whether a word says that something is answered.
fn is_reply(word: &str) -> bool {
    ["replies", "reply", "returns", "return", "responds", "answers", "confirms"].contains(&word)
}

/// To whom something is done, by its preposition or its verb, and what is left to say: `sends request to api`.
fn recipient(what: &str) -> Option<(String, String)> {
    let words: Vec<&str> = what.split(' ').collect();
    let noun = |words: &[&str]| {
        let end = |word: &&str| {
            matches!(*word, "for" | "about" | "with" | "that" | "if" | "when" | "to" | "and" | "in" | "on" | "by")
        };
        let small =
            usize::from(words.first().is_some_and(|w| matches!(*w, "the" | "a" | "an" | "his" | "her" | "its")));
        let name: Vec<&str> = words.iter().skip(small).take_while(|word| !end(word)).copied().collect();
        ((1..=2).contains(&name.len())).then(|| name.join(" ").to_lowercase())
    };
    let verb = words.first().copied().unwrap_or_default();
    let asks = ["asks", "calls", "queries", "notifies", "tells", "pings", "informs", "alerts"].contains(&verb);
    let gives =
        ["sends", "forwards", "passes", "gives", "says", "submits", "posts", "replies", "returns", "waves", "writes"];
    let to = words.iter().position(|word| *word == "to").filter(|_| gives.contains(&verb));
    match to {
        Some(at) => Some((noun(words.get(at + 1..)?)?, words.get(..at)?.join(" "))),
        None if asks => Some((noun(words.get(1..)?)?, what.to_owned())),
        None => None,
    }
}
