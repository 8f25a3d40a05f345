//! The kinds of diagrams.

use linocut_core::{Error, Kind, Result};

/// A kind of diagram that has a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Steps, decisions and arrows between them.
    Flowchart,
    /// Messages between participants, from top to bottom.
    Sequence,
    /// States and the transitions between them.
    State,
    /// Classes, their members and relations.
    Class,
    /// Entities, their attributes and how many belong to how many.
    Er,
    /// Tasks on a calendar.
    Gantt,
    /// Shares of a whole.
    Pie,
    /// What people do, step by step, and how content they are.
    Journey,
    /// Events by period.
    Timeline,
    /// A topic and what belongs to it.
    Mindmap,
    /// Commits, branches and merges.
    Git,
    /// Points in four fields.
    Quadrant,
    /// Cards in columns.
    Kanban,
    /// Services in groups, joined at their sides.
    Architecture,
    /// Software in the C4 model.
    C4,
    /// Bars and lines over an axis.
    Xychart,
    /// Blocks in columns.
    Block,
    /// Fields of a packet, by bit.
    Packet,
    /// Requirements, and what meets them.
    Requirement,
    /// Amounts that flow from one place to another.
    Sankey,
}

impl Family {
    /// All of them, in the order of help pages.
    pub const ALL: [Self; 20] = [
        Self::Flowchart,
        Self::Sequence,
        Self::State,
        Self::Class,
        Self::Er,
        Self::Gantt,
        Self::Pie,
        Self::Journey,
        Self::Timeline,
        Self::Mindmap,
        Self::Git,
        Self::Quadrant,
        Self::Kanban,
        Self::Architecture,
        Self::C4,
        Self::Xychart,
        Self::Block,
        Self::Packet,
        Self::Requirement,
        Self::Sankey,
    ];

    /// Its permanent name: lower case, the same in plans, on the command line and in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.headings().0
    }

    /// The word that Mermaid text of this family begins with.
    #[must_use]
    pub const fn header(self) -> &'static str {
        self.headings().1
    }

    /// Other names people give it, in lower case.
    pub fn aliases(self) -> impl Iterator<Item = &'static str> {
        self.other_names().split('|')
    }

    /// The family of a name, an alias or a Mermaid header; case does not matter.
    ///
    /// # Errors
    /// [`Kind::Missing`] when there is none of that name; the hint lists all.
    pub fn parse(name: &str) -> Result<Self> {
        let wanted = name.trim().to_lowercase();
        let found = Self::ALL.into_iter().find(|family| {
            let (name, header) = family.headings();
            wanted == name || wanted == header.to_lowercase() || family.aliases().any(|alias| alias == wanted)
        });
        found.ok_or_else(|| {
            let all: Vec<&str> = Self::ALL.into_iter().map(Self::name).collect();
            Error::new(Kind::Missing, format!("no kind of diagram is called {name:?}"))
                .hinted(format!("the kinds are {}", all.join(", ")))
        })
    }

    const fn headings(self) -> (&'static str, &'static str) {
        match self {
            Self::Flowchart => ("flowchart", "flowchart"),
            Self::Sequence => ("sequence", "sequenceDiagram"),
            Self::State => ("state", "stateDiagram-v2"),
            Self::Class => ("class", "classDiagram"),
            Self::Er => ("er", "erDiagram"),
            Self::Gantt => ("gantt", "gantt"),
            Self::Pie => ("pie", "pie"),
            Self::Journey => ("journey", "journey"),
            Self::Timeline => ("timeline", "timeline"),
            Self::Mindmap => ("mindmap", "mindmap"),
            Self::Git => ("git", "gitGraph"),
            Self::Quadrant => ("quadrant", "quadrantChart"),
            Self::Kanban => ("kanban", "kanban"),
            Self::Architecture => ("architecture", "architecture-beta"),
            Self::C4 => ("c4", "C4Context"),
            Self::Xychart => ("xychart", "xychart-beta"),
            Self::Block => ("block", "block-beta"),
            Self::Packet => ("packet", "packet-beta"),
            Self::Requirement => ("requirement", "requirementDiagram"),
            Self::Sankey => ("sankey", "sankey-beta"),
        }
    }

    /// Its aliases, with bars between.
    const fn other_names(self) -> &'static str {
        match self {
            Self::Flowchart => "flow chart|flow diagram|flowdiagram|process diagram|workflow diagram|decision tree",
            Self::Sequence => "sequence diagram|sequence chart|message diagram",
            Self::State => "state diagram|statediagram|state machine|state chart|statechart|states",
            Self::Class => "class diagram|uml class|classes",
            Self::Er => {
                "er diagram|entity relationship|entity-relationship|entity relation|entities|erd|\
                database schema"
            }
            Self::Gantt => "gantt chart|project plan|project schedule",
            Self::Pie => "pie chart|piechart|donut chart",
            Self::Journey => "user journey|userjourney|customer journey|journey map",
            Self::Timeline => "time line|chronology",
            Self::Mindmap => "mind map|mind-map",
            Self::Git => "git graph|git diagram|git history|commit graph",
            Self::Quadrant => "quadrant chart|2x2 matrix",
            Self::Kanban => "kanban board|task board",
            Self::Architecture => "architecture diagram|architecturediagram|cloud architecture|architecture-diagram",
            Self::C4 => "c4 diagram|c4container|c4component|c4dynamic|c4deployment|c4 model",
            Self::Xychart => "xy chart|xy-chart|bar chart|line chart|bar graph|line graph",
            Self::Block => "block diagram|blockdiagram|blocks",
            Self::Packet => "packet diagram|packet structure|packet header",
            Self::Requirement => "requirement diagram|requirements diagram|requirements",
            Self::Sankey => "sankey diagram|flow of amounts",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Family;

    #[test]
    fn every_name_alias_and_header_leads_back() {
        for family in Family::ALL {
            for name in family.aliases().chain([family.name(), family.header()]) {
                assert_eq!(Family::parse(name).unwrap(), family, "{name}");
            }
        }
    }

    #[test]
    fn an_unknown_kind_lists_the_known() {
        let error = Family::parse("hologram").unwrap_err();
        assert!(error.hint().unwrap().contains("flowchart, sequence"));
    }
}
