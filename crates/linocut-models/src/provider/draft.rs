//! A reply that grows.

use linocut_core::{End, Error, Kind, Result, TextReply, Usage};

/// Longest text of a reply, in bytes: 64,000 tokens of SVG take about a quarter of a megabyte.
pub(crate) const MOST_TEXT: usize = 2 << 20;

/// What came of a reply so far.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) end: Option<End>,
    pub(crate) usage: Usage,
}

impl Draft {
    /// Adds a piece of text.
    pub(crate) fn push(&mut self, piece: &str) -> Result<()> {
        self.text.push_str(piece);
        if self.text.len() > MOST_TEXT {
            return Err(Error::new(Kind::Limit, format!("the answer is over the limit of {} MiB", MOST_TEXT >> 20)));
        }
        Ok(())
    }

    /// Notes counts of tokens, where they are said.
    pub(crate) fn count(&mut self, input: Option<u64>, output: Option<u64>) {
        self.usage.input_tokens = input.or(self.usage.input_tokens);
        self.usage.output_tokens = output.or(self.usage.output_tokens);
    }

    /// The reply; one that never said why it ends was cut off.
    pub(crate) fn reply(self) -> TextReply {
        TextReply { text: self.text, end: self.end.unwrap_or(End::Cut), usage: self.usage }
    }
}
