//! The rules, in the order in which they are tried.

use super::draft::{Change, Draft};
use super::flow::{self, Pieces};
use super::{chart, class, er, figure, git, outline, sequence, shell, state, words};
use crate::check::Severity;
use crate::family::Family;
use crate::mistake::Mistake;

/// How one sort of mistake is mended.
pub(crate) struct Rule {
    /// The mistake.
    pub(crate) mistake: Mistake,
    /// When the rule is asked.
    pub(crate) when: When,
    /// The kinds of diagrams it is for; none means any.
    pub(crate) families: &'static [Family],
    /// How it finds and mends.
    pub(crate) find: Find,
}

/// When a rule is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// The text is no diagram.
    Broken,
    /// Whenever there is something for it: the parser is content with this mistake.
    Always(Severity),
}

/// How a rule finds and mends.
pub(crate) enum Find {
    /// Line by line after the header: what the line becomes; a line break in it begins another line.
    Line(fn(&str) -> Option<String>),
    /// Node line by node line of a flowchart; says whether it changed something.
    Nodes(fn(&mut Pieces) -> bool),
    /// With the whole text in view.
    Text(fn(&Draft) -> Vec<Change>),
}

impl Rule {
    /// The mistakes it finds in `draft`, as what mends them.
    pub(crate) fn changes(&self, draft: &Draft) -> Vec<Change> {
        let here = self.families.is_empty() || draft.family.is_some_and(|family| self.families.contains(&family));
        if !here {
            return Vec::new();
        }
        let changes = match self.find {
            Find::Text(find) => find(draft),
            Find::Line(mend) => lines(draft, mend),
            Find::Nodes(mend) => lines(draft, |line| flow::mended(line, mend)),
        };
        changes.into_iter().filter(|change| change.lines != [draft.line(change.index)]).collect()
    }
}

fn lines(draft: &Draft, mend: impl Fn(&str) -> Option<String>) -> Vec<Change> {
    let changes = draft.body().filter_map(|(index, line)| Some(Change::line(index, &mend(line)?)));
    changes.collect()
}

const fn rule(mistake: Mistake, families: &'static [Family], find: Find) -> Rule {
    Rule { mistake, when: When::Broken, families, find }
}

const fn always(mistake: Mistake, severity: Severity, families: &'static [Family], find: Find) -> Rule {
    Rule { mistake, when: When::Always(severity), families, find }
}

const FLOW: &[Family] = &[Family::Flowchart];
const SEQUENCE: &[Family] = &[Family::Sequence];
const STATE: &[Family] = &[Family::State];
const ER: &[Family] = &[Family::Er];
const CLASS: &[Family] = &[Family::Class];
const LISTS: &[Family] = &[Family::Mindmap, Family::Kanban];
const DIRECTED: &[Family] = &[Family::Flowchart];

use Find::{Line, Nodes, Text};
use Mistake as M;
use Severity::{Error, Warning};

/// All rules. What stands around a diagram comes first, then its first line, then what its lines say.
pub(crate) const RULES: &[Rule] = &[
    rule(M::FenceOrProse, &[], Text(shell::fence)),
    rule(M::FrontMatter, &[], Text(shell::front_matter)),
    rule(M::TwoDiagrams, &[], Text(shell::second)),
    always(M::HeaderLine, Error, &[], Text(shell::header_line)),
    always(M::BadDirection, Error, DIRECTED, Text(shell::direction)),
    rule(M::UnknownHeader, &[], Text(shell::header)),
    rule(M::HeaderLine, &[], Text(shell::header_statement)),
    rule(M::ForeignSigns, &[], Line(shell::comment)),
    rule(M::EscapedQuote, FLOW, Nodes(flow::escaped_quotes)),
    rule(M::ForeignSigns, FLOW, Nodes(flow::foreign_arrows)),
    rule(M::SequenceArrow, FLOW, Nodes(flow::sequence_arrows)),
    rule(M::FlowArrow, FLOW, Nodes(flow::short_arrows)),
    rule(M::MixedBrackets, FLOW, Nodes(flow::mixed_brackets)),
    rule(M::UnclosedBracket, FLOW, Nodes(flow::open_brackets)),
    rule(M::ColonLabel, FLOW, Nodes(flow::colon_labels)),
    rule(M::ParensInLabel, FLOW, Nodes(flow::parens)),
    rule(M::QuotesInLabel, FLOW, Nodes(flow::quotes)),
    always(M::SpecialLabel, Error, FLOW, Nodes(flow::empty)),
    rule(M::SpecialLabel, FLOW, Nodes(flow::special)),
    rule(M::ParensInEdgeLabel, FLOW, Nodes(flow::edge_labels)),
    rule(M::LabelAsReference, FLOW, Text(flow::references)),
    rule(M::SpaceInId, FLOW, Nodes(flow::spaced_ids)),
    rule(M::EndAsId, FLOW, Text(flow::end_ids)),
    always(M::KeywordAsId, Error, FLOW, Text(flow::class_ids)),
    rule(M::KeywordAsId, FLOW, Text(flow::keyword_ids)),
    rule(M::DanglingArrow, FLOW, Text(flow::dangling)),
    rule(M::SubgraphTitle, FLOW, Line(flow::subgraph_titles)),
    rule(M::ForeignStatement, FLOW, Text(flow::foreign_statements)),
    rule(M::SubgraphEnd, FLOW, Text(flow::ends)),
    always(M::ForeignSigns, Error, FLOW, Text(flow::colors)),
    rule(M::ForeignSigns, FLOW, Line(flow::styles)),
    always(M::NumberedLabel, Warning, FLOW, Nodes(flow::numbered)),
    rule(M::MessageColon, SEQUENCE, Text(sequence::long_notes)),
    rule(M::MessageColon, SEQUENCE, Line(sequence::colon)),
    rule(M::SemicolonInText, SEQUENCE, Line(sequence::semicolon)),
    rule(M::ForeignSigns, SEQUENCE, Line(sequence::arrows)),
    rule(M::Deactivate, SEQUENCE, Text(sequence::deactivate)),
    rule(M::BlockEnd, SEQUENCE, Text(sequence::branches)),
    rule(M::BlockEnd, SEQUENCE, Text(sequence::ends)),
    rule(M::ForeignStatement, SEQUENCE, Line(sequence::strays)),
    rule(M::StateArrow, STATE, Line(state::arrows)),
    rule(M::QuotedState, STATE, Text(state::quoted)),
    rule(M::ForeignStatement, STATE, Line(state::notes)),
    rule(M::BlockEnd, STATE, Text(state::braces)),
    rule(M::ErAttribute, ER, Text(er::attributes)),
    rule(M::ErCardinality, ER, Line(er::cardinality)),
    rule(M::ErLabel, ER, Line(er::label)),
    rule(M::ClassGenerics, CLASS, Line(class::generics)),
    rule(M::ForeignStatement, CLASS, Line(class::statements)),
    rule(M::FlowArrow, CLASS, Line(class::arrows)),
    rule(M::ClassBrace, CLASS, Text(class::braces)),
    always(M::ClassExtends, Warning, CLASS, Line(class::extends)),
    rule(M::SpecialLabel, &[Family::Block], Nodes(flow::block_labels)),
    rule(M::ColonLabel, &[Family::Block], Nodes(flow::block_links)),
    rule(M::PieValue, &[Family::Pie], Line(chart::slice)),
    rule(M::QuadrantPoint, &[Family::Quadrant], Text(chart::points)),
    rule(M::XychartList, &[Family::Xychart], Line(chart::series)),
    rule(M::SankeyArrow, &[Family::Sankey], Line(chart::amount)),
    rule(M::PacketBits, &[Family::Packet], Text(figure::packet)),
    rule(M::RadarLine, &[], Text(figure::radar)),
    rule(M::MissingPart, &[], Text(figure::venn)),
    rule(M::ForeignSigns, &[], Text(figure::wardley)),
    rule(M::GanttTask, &[Family::Gantt], Line(words::task)),
    always(M::ForeignSigns, Error, &[Family::Gantt], Line(words::axis)),
    always(M::GanttColon, Warning, &[Family::Gantt], Line(words::task_colon)),
    always(M::TimelineColon, Warning, &[Family::Timeline], Line(words::period)),
    always(M::JourneyScore, Warning, &[Family::Journey], Line(words::score)),
    always(M::SpecialLabel, Error, &[Family::Kanban], Line(outline::apart)),
    rule(M::SpecialLabel, &[Family::Kanban], Line(outline::settings)),
    rule(M::ParensInLabel, LISTS, Line(outline::labels)),
    rule(M::MindmapRoots, LISTS, Text(outline::strays)),
    rule(M::MindmapRoots, LISTS, Text(outline::roots)),
    always(M::ListBullet, Warning, LISTS, Line(outline::bullets)),
    rule(M::GitCommand, &[Family::Git], Line(git::command)),
    rule(M::GitCommand, &[Family::Git], Text(git::branches)),
    rule(M::GitCommand, &[Family::Git], Text(git::doubled)),
    rule(M::C4Macro, &[Family::C4], Line(words::c4)),
    rule(M::ArchitectureSyntax, &[Family::Architecture], Line(words::service)),
    rule(M::ArchitectureSyntax, &[Family::Architecture], Text(words::architecture_edges)),
    rule(M::RequirementValue, &[Family::Requirement], Line(words::requirement_block)),
    always(M::RequirementValue, Error, &[Family::Requirement], Line(words::requirement_text)),
    rule(M::RequirementValue, &[Family::Requirement], Line(words::requirement)),
    rule(M::FrontMatter, &[], Text(shell::directive)),
];
