//! Plans: what a diagram says, one plain type per family, and the Mermaid text of each.

mod architecture;
mod block;
mod c4;
mod class;
mod er;
mod flowchart;
mod gantt;
mod git;
mod journey;
mod kanban;
mod mindmap;
mod packet;
mod pie;
mod quadrant;
mod requirement;
mod sankey;
mod sequence;
mod state;
mod timeline;
mod xychart;

mod complaint;
mod graph;
mod id;
mod read;
mod schema;
mod text;

pub use architecture::{Architecture, ArchitectureGroup, Joint, Service, Side};
pub use block::{Block, Blocks};
pub use c4::{C4, C4Boundary, C4Element, C4Level, C4Part, C4Relation};
pub use class::{Class, Classes, Relation, RelationKind};
pub use er::{Attribute, Count, Entities, Entity, Relationship};
pub use flowchart::{Flowchart, Group};
pub(crate) use gantt::is_day;
pub use gantt::{Gantt, GanttSection, Mark, Task, When};
pub(crate) use git::Heads;
pub use git::{CommitKind, Git, GitStep};
pub use graph::{Direction, Edge, Line, Node, Outline};
pub use id::Id;
pub(crate) use id::Ids;
pub use journey::{Activity, Journey, JourneySection};
pub use kanban::{Card, Column, Kanban, Priority};
pub use mindmap::{Mindmap, Topic, TopicShape};
pub use packet::{Field, Packet};
pub use pie::{Pie, Slice};
pub use quadrant::{Point, Quadrant, Range};
pub use requirement::{Element, Link, LinkKind, Requirement, RequirementKind, Requirements, Risk, Verification};
pub use sankey::{Flow, Sankey};
pub use schema::schema;
pub use sequence::{Arm, Fragment, FragmentKind, Message, MessageLine, Note, NoteSide, Participant, Sequence, Step};
pub use state::{State, StateKind, States, Transition};
pub use timeline::{Period, Timeline, TimelineSection};
pub use xychart::{Axis, Scale, Series, SeriesKind, Xychart};

use crate::Family;
use linocut_core::{Error, Kind, Result};
use serde::Serialize;

/// What a diagram says; where its parts stand is not its matter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "diagram", rename_all = "lowercase")]
pub enum Plan {
    /// Steps, decisions and arrows.
    Flowchart(Flowchart),
    /// Messages between participants.
    Sequence(Sequence),
    /// States and transitions.
    State(States),
    /// Classes and relations.
    Class(Classes),
    /// Entities and relationships.
    Er(Entities),
    /// Tasks on a calendar.
    Gantt(Gantt),
    /// Shares of a whole.
    Pie(Pie),
    /// Activities and how they feel.
    Journey(Journey),
    /// Events by period.
    Timeline(Timeline),
    /// A tree of topics.
    Mindmap(Mindmap),
    /// Commits and branches.
    Git(Git),
    /// Points in four fields.
    Quadrant(Quadrant),
    /// Cards in columns.
    Kanban(Kanban),
    /// Services and joints.
    Architecture(Architecture),
    /// The C4 model.
    C4(C4),
    /// Bars and lines.
    Xychart(Xychart),
    /// Blocks in columns.
    Block(Blocks),
    /// Bits of a packet.
    Packet(Packet),
    /// Requirements and what meets them.
    Requirement(Requirements),
    /// Flows of amounts.
    Sankey(Sankey),
}

/// Calls one expression on whichever plan it is.
macro_rules! each {
    ($plan:expr, $inner:ident => $body:expr) => {
        match $plan {
            Plan::Flowchart($inner) => $body,
            Plan::Sequence($inner) => $body,
            Plan::State($inner) => $body,
            Plan::Class($inner) => $body,
            Plan::Er($inner) => $body,
            Plan::Gantt($inner) => $body,
            Plan::Pie($inner) => $body,
            Plan::Journey($inner) => $body,
            Plan::Timeline($inner) => $body,
            Plan::Mindmap($inner) => $body,
            Plan::Git($inner) => $body,
            Plan::Quadrant($inner) => $body,
            Plan::Kanban($inner) => $body,
            Plan::Architecture($inner) => $body,
            Plan::C4($inner) => $body,
            Plan::Xychart($inner) => $body,
            Plan::Block($inner) => $body,
            Plan::Packet($inner) => $body,
            Plan::Requirement($inner) => $body,
            Plan::Sankey($inner) => $body,
        }
    };
}

impl Plan {
    /// Its family.
    #[must_use]
    pub const fn family(&self) -> Family {
        match self {
            Self::Flowchart(_) => Family::Flowchart,
            Self::Sequence(_) => Family::Sequence,
            Self::State(_) => Family::State,
            Self::Class(_) => Family::Class,
            Self::Er(_) => Family::Er,
            Self::Gantt(_) => Family::Gantt,
            Self::Pie(_) => Family::Pie,
            Self::Journey(_) => Family::Journey,
            Self::Timeline(_) => Family::Timeline,
            Self::Mindmap(_) => Family::Mindmap,
            Self::Git(_) => Family::Git,
            Self::Quadrant(_) => Family::Quadrant,
            Self::Kanban(_) => Family::Kanban,
            Self::Architecture(_) => Family::Architecture,
            Self::C4(_) => Family::C4,
            Self::Xychart(_) => Family::Xychart,
            Self::Block(_) => Family::Block,
            Self::Packet(_) => Family::Packet,
            Self::Requirement(_) => Family::Requirement,
            Self::Sankey(_) => Family::Sankey,
        }
    }

    /// Reads a plan that a person, a program or a model wrote as JSON; `"diagram"` names its family.
    ///
    /// # Errors
    /// [`Kind::Limit`] over 1 MiB, 10,000 items in a list or 2,000 bytes in a text; [`Kind::Input`] with the path of what
    /// is not as wanted, such as `edges[2].to: no node has the id "db"`.
    pub fn from_json(json: &str) -> Result<Self> {
        let plan = read::plan(json)?;
        plan.check()?;
        Ok(plan)
    }

    /// The plan as JSON, indented; [`Plan::from_json`] reads it back.
    ///
    /// # Errors
    /// [`Kind::Bug`] when a number is not finite.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|e| Error::new(Kind::Bug, "a plan does not become JSON").cause(e))
    }

    /// Passes when the plan makes sense as a whole: ids are unique, and what is referred to is there.
    ///
    /// # Errors
    /// [`Kind::Input`] with the path of the first fault.
    pub fn check(&self) -> Result<()> {
        each!(self, plan => plan.check())
    }
}

/// The Mermaid text of a plan; every label is quoted or escaped, so that it is valid whatever the labels say.
///
/// # Errors
/// [`Kind::Input`] when [`Plan::check`] finds a fault.
pub fn mermaid(plan: &Plan) -> Result<String> {
    plan.check()?;
    Ok(each!(plan, plan => plan.mermaid()))
}

/// Something at `path` is not as it must be.
fn fault(path: impl Into<String>, sentence: impl Into<String>) -> Error {
    Error::new(Kind::Input, sentence).at(path)
}

/// Passes when all ids differ as they are written; each comes with its path.
fn unique<'a>(ids: impl IntoIterator<Item = (String, &'a Id)>) -> Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    for (path, id) in ids {
        if !seen.insert(id.as_str().replace('-', "_")) {
            return Err(fault(path, format!("two parts have the id {:?}", id.as_str())));
        }
    }
    Ok(())
}

/// Paths of the items of a list: `nodes[0].id`, `nodes[1].id` and so on.
fn ids<'a>(list: &'static str, ids: impl Iterator<Item = &'a Id> + 'a) -> impl Iterator<Item = (String, &'a Id)> + 'a {
    ids.enumerate().map(move |(at, id)| (format!("{list}[{at}].id"), id))
}

/// Passes when `id` is among `known`.
fn known<'a>(path: impl Into<String>, id: &Id, mut known: impl Iterator<Item = &'a Id>) -> Result<()> {
    if known.any(|other| other == id) {
        return Ok(());
    }
    Err(fault(path, format!("nothing has the id {:?}", id.as_str())))
}

/// Passes when there is at least one.
fn some<T>(path: &str, list: &[T]) -> Result<()> {
    if list.is_empty() { Err(fault(path, "the list is empty, at least one is wanted")) } else { Ok(()) }
}

/// Passes when a number is finite and at most a million million either way, so that it is written as digits.
fn finite(path: impl Into<String>, value: f64) -> Result<()> {
    if value.abs() <= 1e12 { Ok(()) } else { Err(fault(path, format!("{value} is no number of at most 1e12"))) }
}
