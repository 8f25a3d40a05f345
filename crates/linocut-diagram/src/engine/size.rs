//! How much there is to draw.

use linocut_core::{Error, Kind, Result};
use merman::RenderSemanticModel as Model;

/// Longest text that is read, in bytes: ten times the longest diagram we have seen in a repository.
const MOST_BYTES: usize = 1 << 20;
/// Most lines that are read.
const MOST_LINES: usize = 50_000;
/// Longest line that is read, in bytes: the parser takes quadratic time for what stands on one line, here over a second.
const LONGEST_LINE: usize = 64 << 10;

/// Refuses texts that are too long to read.
pub(super) fn admit(text: &str) -> Result<()> {
    let refused = |sentence: String| Err(Error::new(Kind::Limit, sentence).hinted("split the diagram into several"));
    if text.len() > MOST_BYTES {
        return refused(format!("the diagram has {} bytes, at most {MOST_BYTES} are accepted", text.len()));
    }
    let lines = text.lines().count();
    if lines > MOST_LINES {
        return refused(format!("the diagram has {lines} lines, at most {MOST_LINES} are accepted"));
    }
    let longest = text.lines().zip(1..).find(|(line, _)| line.len() > LONGEST_LINE);
    longest.map_or(Ok(()), |(line, number)| {
        let length = line.len();
        let sentence = format!("line {number} has {length} bytes, at most {LONGEST_LINE} are accepted");
        Err(Error::new(Kind::Limit, sentence).hinted("write one statement a line"))
    })
}

/// Nodes, edges and messages of the kinds of diagrams whose layout takes more than linear time.
pub(crate) fn parts(model: &Model) -> usize {
    if let Model::Flowchart(flow) = model {
        return flow.nodes.len() + flow.edges.len();
    }
    if let Model::Class(class) = model {
        return class.classes.len() + class.relations.len();
    }
    if let Model::State(state) = model {
        return state.nodes.len() + state.edges.len();
    }
    if let Model::Er(er) = model {
        return er.entities.len() + er.relationships.len();
    }
    if let Model::Sequence(sequence) = model {
        return sequence.actors.len() + sequence.messages.len();
    }
    0
}
