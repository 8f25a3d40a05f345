//! Server-sent events (WHATWG HTML, section 9.2): only their data.

use linocut_core::{Error, Kind, Result};

/// Longest line; a piece of text takes a few hundred bytes.
const LONGEST: usize = 1 << 20;

/// Cuts bytes into the data of events as they come.
#[derive(Debug, Default)]
pub(crate) struct Events {
    /// Bytes of a line that has no end yet.
    line: Vec<u8>,
    /// Whether there was data.
    came: bool,
}

impl Events {
    /// Takes bytes and calls `each` with the data of every line that they end.
    ///
    /// Data over several lines, which no provider sends, is taken line by line.
    pub(crate) fn take(&mut self, bytes: &[u8], each: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
        for byte in bytes {
            if *byte != b'\n' {
                self.line.push(*byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let text = String::from_utf8_lossy(&line);
            if let Some(data) = text.trim_end_matches('\r').strip_prefix("data:") {
                self.came = true;
                each(data.trim_start())?;
            }
        }
        if self.line.len() > LONGEST {
            return Err(Error::new(Kind::Limit, "a line of the answer is over 1 MiB"));
        }
        Ok(())
    }

    /// Whether there was data so far.
    pub(crate) const fn came(&self) -> bool {
        self.came
    }

    /// The end: a last line may lack its end.
    pub(crate) fn finish(&mut self, each: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
        self.take(b"\n", each)
    }
}

#[cfg(test)]
mod tests {
    use super::Events;

    #[test]
    fn events_come_in_any_pieces() {
        let text = "event: a\r\ndata: {\"x\":1}\r\n\r\n: alive\ndata:[DONE]";
        for size in [1, 3, 100] {
            let (mut events, mut found) = (Events::default(), Vec::new());
            let mut each = |data: &str| {
                found.push(data.to_owned());
                Ok(())
            };
            for piece in text.as_bytes().chunks(size) {
                events.take(piece, &mut each).unwrap();
            }
            events.finish(&mut each).unwrap();
            assert_eq!(found, ["{\"x\":1}", "[DONE]"], "{size}");
        }
    }
}
