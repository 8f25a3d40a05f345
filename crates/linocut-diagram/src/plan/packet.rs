//! Fields of a packet, by bit.

use super::text::{Page, bare, plain_quoted};
use super::{fault, some};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A packet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its fields, in order and without gaps.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What it says.
    pub label: String,
    /// How many bits it takes, 1 to 65535.
    pub bits: u32,
}

impl Packet {
    pub(super) fn check(&self) -> Result<()> {
        some("fields", &self.fields)?;
        let odd = self.fields.iter().position(|field| !(1..=65_535).contains(&field.bits));
        odd.map_or(Ok(()), |at| Err(fault(format!("fields[{at}].bits"), "a field takes 1 to 65535 bits")))
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new("packet-beta");
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", bare(title)));
        }
        let mut from = 0_u64;
        for Field { label, bits } in &self.fields {
            let last = from + u64::from(*bits) - 1;
            let range = if from == last { format!("{from}") } else { format!("{from}-{last}") };
            page.line(1, &format!("{range}: {}", plain_quoted(label)));
            from = last + 1;
        }
        page.text()
    }
}
