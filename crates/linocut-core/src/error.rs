//! The one error type.

use std::error::Error as StdError;
use std::fmt;

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A value and what had to be mended to get it, one sentence each.
#[derive(Clone, Debug, PartialEq)]
pub struct Warned<T> {
    /// The value.
    pub value: T,
    /// What was mended or ignored, in the order it was met.
    pub warnings: Vec<String>,
}

impl<T> Warned<T> {
    /// A value that needed no mending.
    pub fn clean(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }
}

/// What sort of thing went wrong; decides exit code, HTTP status, fallback and retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The input is wrong and the person can change it.
    Input,
    /// A named thing does not exist.
    Missing,
    /// A model, server or device cannot be reached now.
    Unavailable,
    /// A size, time or money limit was reached.
    Limit,
    /// Not done, for safety or policy.
    Refused,
    /// The person or the deadline stopped it.
    Cancelled,
    /// The operating system refused to read or write.
    Io,
    /// A mistake in Linocut.
    Bug,
}

impl Kind {
    /// The exit code of the command line.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Input => 2,
            Self::Missing => 3,
            Self::Unavailable => 4,
            Self::Limit => 5,
            Self::Refused => 6,
            Self::Io => 7,
            Self::Bug => 70,
            Self::Cancelled => 130,
        }
    }
}

/// A failure: its kind, one sentence, the places it passed through, a hint and the cause.
///
/// Printed once, at the edge: `Display` gives the sentence with its places, [`Error::hint`] the way out.
#[derive(Debug)]
pub struct Error(Box<Parts>);

#[derive(Debug)]
struct Parts {
    kind: Kind,
    sentence: String,
    places: Vec<String>,
    hint: Option<String>,
    field: Option<String>,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of `kind`; `sentence` is lower case without a full stop, what is wrong before what was wanted.
    #[must_use]
    pub fn new(kind: Kind, sentence: impl Into<String>) -> Self {
        let (places, sentence) = (Vec::new(), sentence.into());
        Self(Box::new(Parts { kind, sentence, places, hint: None, field: None, cause: None }))
    }

    /// Adds the place where it happened, from the inside out (`trace`, then `logo.png`).
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.0.places.push(place.into());
        self
    }

    /// Sets the hint: a sentence that names the command or option that helps.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Names the field of the input that is wrong, for programs: `colors`, or `trace.colors` of a node.
    #[must_use]
    pub fn about(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Keeps the underlying error.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// What to do about it, if known.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The field of the input that is wrong, if it is one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The sentence without the places.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.0.sentence
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in self.0.places.iter().rev() {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.0.sentence)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_deref().map(|cause| {
            let cause: &(dyn StdError + 'static) = cause;
            cause
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Kind};
    use std::error::Error as _;

    #[test]
    fn shows_places_from_the_outside_in() {
        let error = Error::new(Kind::Input, "no pixels").at("header").at("logo.png");
        assert_eq!(error.to_string(), "logo.png: header: no pixels");
    }

    #[test]
    fn keeps_hint_and_cause() {
        let error = Error::new(Kind::Io, "cannot write").hinted("use --force").about("output").cause(std::fmt::Error);
        assert_eq!((error.hint(), error.field()), (Some("use --force"), Some("output")));
        assert!(error.source().is_some());
    }
}
