//! The first line of a diagram.

use crate::family::Family;

/// Headers of the families that have no plan yet.
const OTHERS: &[&str] = &[
    "agentflow",
    "agentflow-beta",
    "cynefin",
    "cynefin-beta",
    "error",
    "eventmodeling",
    "info",
    "ishikawa",
    "ishikawa-beta",
    "radar",
    "radar-beta",
    "railroad",
    "railroad-beta",
    "swimlane",
    "swimlane-beta",
    "swimlanes",
    "treemap",
    "treemap-beta",
    "treeview",
    "treeview-beta",
    "usecase",
    "usecase-beta",
    "usecasediagram",
    "venn",
    "venn-beta",
    "wardley",
    "wardley-beta",
    "zenuml",
];

/// Other headers of the families that have a plan, in lower case.
const ALIASES: &[(&str, Family)] = &[
    ("graph", Family::Flowchart),
    ("flowchart-elk", Family::Flowchart),
    ("statediagram", Family::State),
    ("classdiagram-v2", Family::Class),
    ("architecture", Family::Architecture),
    ("block", Family::Block),
    ("packet", Family::Packet),
    ("sankey", Family::Sankey),
    ("xychart", Family::Xychart),
    ("requirement", Family::Requirement),
    ("c4container", Family::C4),
    ("c4component", Family::C4),
    ("c4dynamic", Family::C4),
    ("c4deployment", Family::C4),
];

/// The header of a line that begins with one, spelled as it is there; case does not matter.
pub(crate) fn word(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(line.len());
    let word = line.get(..end)?;
    let lower = word.to_lowercase();
    let known = OTHERS.contains(&lower.as_str()) || family(line).is_some();
    known.then_some(word)
}

/// The family that a line's header names, if it has a plan.
pub(crate) fn family(line: &str) -> Option<Family> {
    let line = line.trim_start();
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(line.len());
    let lower = line.get(..end)?.to_lowercase();
    let own = Family::ALL.into_iter().find(|family| family.header().to_lowercase() == lower);
    own.or_else(|| ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, family)| *family))
}

/// Whether a line is a header and nothing that prose would say: the word alone, or what may stand behind it.
pub(crate) fn stands_alone(line: &str) -> bool {
    let Some(word) = word(line) else { return false };
    let rest = line.trim_start().get(word.len()..).unwrap_or_default().trim();
    let rest = rest.trim_end_matches([';', ':']);
    let prosaic = word.chars().all(|c| c.is_ascii_lowercase()) && !matches!(word, "flowchart" | "graph");
    rest.is_empty()
        || (!prosaic && DIRECTIONS.contains(&rest))
        || (word == "pie" && rest.starts_with("title"))
        || (word == "pie" && rest == "showData")
}

/// The directions a header may name.
pub(crate) const DIRECTIONS: &[&str] = &["TB", "TD", "BT", "RL", "LR"];

#[cfg(test)]
mod tests {
    use super::{family, stands_alone, word};
    use crate::family::Family;

    #[test]
    fn knows_headers_from_prose() {
        assert_eq!(family("  graph TD;"), Some(Family::Flowchart));
        assert_eq!(word("radar-beta"), Some("radar-beta"));
        assert!(stands_alone("sequenceDiagram") && stands_alone("flowchart LR"));
        assert!(!stands_alone("graph of things") && !stands_alone("pie chart of pets"));
    }
}
