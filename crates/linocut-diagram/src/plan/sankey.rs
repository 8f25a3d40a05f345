//! Amounts that flow from one place to another.

use super::text::{Page, number};
use super::{fault, finite, some};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A Sankey diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sankey {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its flows; they lead nowhere back to where they began.
    pub flows: Vec<Flow>,
}

/// A flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Where it begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// How much, more than 0, in any unit.
    pub value: f64,
}

impl Sankey {
    pub(super) fn check(&self) -> Result<()> {
        some("flows", &self.flows)?;
        for (at, flow) in self.flows.iter().enumerate() {
            finite(format!("flows[{at}].value"), flow.value)?;
            if flow.value <= 0.0 {
                return Err(fault(format!("flows[{at}].value"), format!("{} is not more than 0", flow.value)));
            }
        }
        match self.circle() {
            Some(place) => Err(fault("flows", format!("what leaves {place:?} comes back to it"))),
            None => Ok(()),
        }
    }

    /// A place on a circle of flows, if there is one: what is left when places nothing leaves are taken away.
    pub(crate) fn circle(&self) -> Option<&str> {
        let mut out: BTreeMap<&str, usize> = BTreeMap::new();
        let mut into: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for flow in &self.flows {
            *out.entry(flow.from.trim()).or_default() += 1;
            out.entry(flow.to.trim()).or_default();
            into.entry(flow.to.trim()).or_default().push(flow.from.trim());
        }
        let mut ends: Vec<&str> = out.iter().filter(|(_, n)| **n == 0).map(|(place, _)| *place).collect();
        let mut gone = BTreeSet::new();
        while let Some(place) = ends.pop() {
            gone.insert(place);
            for from in into.get(place).into_iter().flatten() {
                if let Some(count) = out.get_mut(from) {
                    *count -= 1;
                    ends.extend((*count == 0).then_some(*from));
                }
            }
        }
        out.into_keys().find(|place| !gone.contains(place))
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::titled(self.title.as_deref(), "sankey-beta");
        page.line(0, "");
        for Flow { from, to, value } in &self.flows {
            page.line(0, &format!("{},{},{}", cell(from), cell(to), number(*value)));
        }
        page.text()
    }
}

/// A cell of CSV (RFC 4180): in quotes when it is more than words, quotes doubled. Mermaid takes ASCII alone here and
/// reads `#…;` as a character's code: other letters become `?`, and a semicolon a comma.
fn cell(text: &str) -> String {
    let shown = |c: char| {
        if c == ';' {
            ','
        } else if c.is_ascii_graphic() || c == ' ' {
            c
        } else {
            '?'
        }
    };
    let text: String = text.trim().chars().map(shown).collect();
    // A letter behind it would make it the beginning of a tag.
    let text = text.replace('<', "< ");
    let words =
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/'));
    if words { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}
