//! Messages between participants, from top to bottom.

use super::text::{Page, bare};
use super::{Id, ids, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sequence diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether messages are numbered. Default: false.
    #[serde(default)]
    pub numbered: bool,
    /// Who takes part, from left to right.
    pub participants: Vec<Participant>,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One who takes part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// What messages call it.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// Whether it is drawn as a person. Default: false.
    #[serde(default)]
    pub person: bool,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// A message.
    Message(Message),
    /// A note.
    Note(Note),
    /// Steps in a frame.
    Fragment(Fragment),
    /// A participant becomes active.
    Activate(Id),
    /// A participant is active no longer.
    Deactivate(Id),
}

/// A message; to oneself when both ends are the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Who sends it: an id.
    pub from: Id,
    /// Who gets it: an id.
    pub to: Id,
    /// What it says.
    pub text: String,
    /// How it is drawn. Default: call.
    #[serde(default)]
    pub line: MessageLine,
}

/// How a message is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageLine {
    /// A solid arrow.
    #[default]
    Call,
    /// A dotted arrow.
    Reply,
    /// A solid line.
    Line,
    /// A dotted line.
    DottedLine,
    /// A solid line with an open head, for messages nobody waits for.
    Async,
    /// A dotted line with an open head.
    AsyncReply,
    /// A solid line that ends in a cross.
    Lost,
    /// A dotted line that ends in a cross.
    LostReply,
}

impl MessageLine {
    const fn arrow(self) -> &'static str {
        match self {
            Self::Call => "->>",
            Self::Reply => "-->>",
            Self::Line => "->",
            Self::DottedLine => "-->",
            Self::Async => "-)",
            Self::AsyncReply => "--)",
            Self::Lost => "-x",
            Self::LostReply => "--x",
        }
    }
}

/// A note over one or two participants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The first it stands over: an id.
    pub over: Id,
    /// The last it stands over, if more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Id>,
    /// Where it stands. Default: over.
    #[serde(default)]
    pub side: NoteSide,
    /// What it says.
    pub text: String,
}

/// Where a note stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteSide {
    /// Over its participants.
    #[default]
    Over,
    /// Left of the first.
    Left,
    /// Right of the first.
    Right,
}

/// Steps in a frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fragment {
    /// What the frame means.
    pub kind: FragmentKind,
    /// Its parts: several for `choice` and `parallel`, one for the others.
    pub arms: Vec<Arm>,
}

/// What a frame means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FragmentKind {
    /// One of several happens.
    #[default]
    Choice,
    /// It happens or not.
    Optional,
    /// It happens again and again.
    Loop,
    /// All happen at the same time.
    Parallel,
}

impl FragmentKind {
    /// The words that open the first part and the others.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Choice => ("alt", "else"),
            Self::Optional => ("opt", "opt"),
            Self::Loop => ("loop", "loop"),
            Self::Parallel => ("par", "and"),
        }
    }
}

/// One part of a frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// When it happens.
    pub label: String,
    /// What happens.
    pub steps: Vec<Step>,
}

impl Sequence {
    pub(super) fn check(&self) -> Result<()> {
        some("participants", &self.participants)?;
        unique(ids("participants", self.participants.iter().map(|p| &p.id)))?;
        let mut active = std::collections::BTreeMap::new();
        self.check_steps("steps", &self.steps, &mut active)
    }

    fn check_steps<'a>(
        &'a self,
        path: &str,
        steps: &'a [Step],
        active: &mut std::collections::BTreeMap<&'a Id, usize>,
    ) -> Result<()> {
        let known = |path: String, id: &Id| known(path, id, self.participants.iter().map(|p| &p.id));
        for (at, step) in steps.iter().enumerate() {
            let path = format!("{path}[{at}]");
            match step {
                Step::Message(message) => {
                    known(format!("{path}.message.from"), &message.from)?;
                    known(format!("{path}.message.to"), &message.to)?;
                }
                Step::Note(note) => {
                    known(format!("{path}.note.over"), &note.over)?;
                    note.until.as_ref().map_or(Ok(()), |id| known(format!("{path}.note.until"), id))?;
                }
                Step::Fragment(fragment) => {
                    some(&format!("{path}.fragment.arms"), &fragment.arms)?;
                    for (arm_at, arm) in fragment.arms.iter().enumerate() {
                        self.check_steps(&format!("{path}.fragment.arms[{arm_at}].steps"), &arm.steps, active)?;
                    }
                }
                Step::Activate(id) => {
                    known(format!("{path}.activate"), id)?;
                    *active.entry(id).or_default() += 1;
                }
                Step::Deactivate(id) => {
                    let depth = active.get_mut(id).filter(|depth| **depth > 0);
                    let idle =
                        || super::fault(format!("{path}.deactivate"), format!("{:?} is not active", id.as_str()));
                    *depth.ok_or_else(idle)? -= 1;
                }
            }
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new("sequenceDiagram");
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", bare(title)));
        }
        if self.numbered {
            page.line(1, "autonumber");
        }
        for participant in &self.participants {
            let word = if participant.person { "actor" } else { "participant" };
            let id = participant.id.text();
            let label =
                if id == participant.label { String::new() } else { format!(" as {}", bare(&participant.label)) };
            page.line(1, &format!("{word} {id}{label}"));
        }
        steps(&self.steps, 1, &mut page);
        page.text()
    }
}

fn steps(list: &[Step], depth: usize, page: &mut Page) {
    for step in list {
        match step {
            Step::Message(Message { from, to, text, line }) => {
                page.line(depth, &format!("{}{}{}: {}", from.text(), line.arrow(), to.text(), bare(text)));
            }
            Step::Note(Note { over, until, side, text }) => {
                let until = until.as_ref().filter(|_| *side == NoteSide::Over);
                let until = until.map(|id| format!(",{}", id.text())).unwrap_or_default();
                let side = match side {
                    NoteSide::Over => "over",
                    NoteSide::Left => "left of",
                    NoteSide::Right => "right of",
                };
                page.line(depth, &format!("Note {side} {}{until}: {}", over.text(), bare(text)));
            }
            Step::Fragment(fragment) => frame(fragment, depth, page),
            Step::Activate(id) => page.line(depth, &format!("activate {}", id.text())),
            Step::Deactivate(id) => page.line(depth, &format!("deactivate {}", id.text())),
        }
    }
}

fn frame(fragment: &Fragment, depth: usize, page: &mut Page) {
    let (first, other) = fragment.kind.words();
    let several = first != other;
    for (at, arm) in fragment.arms.iter().enumerate() {
        page.line(depth, &format!("{} {}", if at == 0 { first } else { other }, bare(&arm.label)));
        steps(&arm.steps, depth + 1, page);
        if !several {
            page.line(depth, "end");
        }
    }
    if several {
        page.line(depth, "end");
    }
}
