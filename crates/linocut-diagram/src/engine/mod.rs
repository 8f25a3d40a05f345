//! The door to the Mermaid engine: what Linocut asks of one, and merman behind it.
//!
//! Nothing outside this folder names merman's parser. An engine works on a thread of its own ([`guarded`]): the caller
//! stays able to cancel, deep recursion has room, and a panic comes back as an error.

mod gap;
mod guard;
mod shield;
mod size;
mod span;

pub(crate) use guard::guarded;
pub(crate) use shield::unshielded;
pub(crate) use size::parts;

use linocut_core::{Context, Error, Kind, Result};
use merman::{OperationControl, ParseOptions, ParsedDiagramRender};
use std::sync::LazyLock;

/// What Linocut needs of a program that understands Mermaid text.
pub(crate) trait Engine {
    /// Reads `text` and says what it means, or where it is wrong.
    ///
    /// # Errors
    /// [`Kind::Limit`] when the deadline passed, [`Kind::Cancelled`] when the person stopped it, [`Kind::Bug`] when the
    /// engine broke down. Text that is wrong is no error but [`Parsed::Wrong`].
    fn parse(&self, text: &str, cx: &Context) -> Result<Parsed>;

    /// Reads `text` and gives all it says as plain data, to be compared.
    ///
    /// # Errors
    /// As [`Engine::parse`]; also [`Kind::Input`] when the text is no diagram.
    fn meaning(&self, text: &str, cx: &Context) -> Result<Meaning>;
}

/// What a valid text says.
pub(crate) struct Meaning {
    /// The kind of diagram as the engine names it.
    pub(crate) kind: String,
    /// The title of the front matter.
    pub(crate) title: Option<String>,
    /// Whether front matter or directives change settings.
    pub(crate) settings: bool,
    /// Everything else.
    pub(crate) model: serde_json::Value,
}

/// What came of reading a text.
pub(crate) enum Parsed {
    /// It is a diagram: its front matter and directives, and what it says, typed by kind.
    Right(Box<ParsedDiagramRender>),
    /// It is none.
    Wrong(Fault),
}

/// Why a text is no diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The engine's own words.
    pub(crate) message: String,
    /// Where: a byte of the text, if the engine knows.
    pub(crate) offset: Option<usize>,
}

/// merman, with the options Linocut uses everywhere.
pub(crate) struct Merman;

/// Built once: making one costs about 2 ms, cloning none is needed.
static ENGINE: LazyLock<merman::Engine> = LazyLock::new(merman::Engine::new);

impl Engine for Merman {
    fn parse(&self, text: &str, cx: &Context) -> Result<Parsed> {
        guarded(cx, |control| parsed(text, control))?
    }

    fn meaning(&self, text: &str, cx: &Context) -> Result<Meaning> {
        guarded(cx, |control| meaning(text, control))?
    }
}

/// What [`Engine::parse`] does, for those who are guarded already.
///
/// # Errors
/// As there.
pub(crate) fn parsed(text: &str, control: &OperationControl) -> Result<Parsed> {
    size::admit(text)?;
    if let Some(fault) = span::admit(text, control)? {
        return Ok(Parsed::Wrong(fault));
    }
    if let Some(shielded) = shield::shielded(text)
        && let Parsed::Right(diagram) = read(&shielded, control)?
    {
        return Ok(Parsed::Right(diagram));
    }
    let parsed = read(text, control)?;
    if let Parsed::Wrong(_) = parsed
        && let Some(bridged) = gap::bridged(text)
        && let Parsed::Right(diagram) = read(&bridged, control)?
    {
        return Ok(Parsed::Right(diagram));
    }
    Ok(parsed)
}

fn read(text: &str, control: &OperationControl) -> Result<Parsed> {
    let read = ENGINE
        .parse_diagram_for_render_model_controlled_sync(text, ParseOptions::strict(), control)
        .map_err(|cancelled| Error::new(Kind::Cancelled, cancelled.to_string()))?;
    match read {
        Ok(Some(diagram)) => Ok(Parsed::Right(Box::new(diagram))),
        Ok(None) => Ok(Parsed::Wrong(Fault { message: "there is no diagram".to_owned(), offset: None })),
        Err(error) => fault(error).map(Parsed::Wrong),
    }
}

fn meaning(text: &str, control: &OperationControl) -> Result<Meaning> {
    let wrong = |message: String| Error::new(Kind::Input, message).hinted("linocut diagram check FILE says more");
    size::admit(text)?;
    if let Some(fault) = span::admit(text, control)? {
        return Err(wrong(fault.message));
    }
    let shielded = shield::shielded(text);
    match ENGINE.parse_diagram_sync(shielded.as_deref().unwrap_or(text), ParseOptions::strict()) {
        Ok(Some(diagram)) => {
            let meta = diagram.meta;
            let settings = meta.config.as_value().as_object().is_some_and(|fields| !fields.is_empty());
            Ok(Meaning { kind: meta.diagram_type, title: meta.title, settings, model: (*diagram.model).clone() })
        }
        Ok(None) => Err(wrong("there is no diagram".to_owned())),
        Err(error) => fault(error).and_then(|fault| Err(wrong(fault.message))),
    }
}

/// What a failure of merman says about the text.
fn fault(error: merman::Error) -> Result<Fault> {
    use merman::Error as Merman;
    match error {
        Merman::OperationCancelled(cancelled) => Err(Error::new(Kind::Cancelled, cancelled.to_string())),
        Merman::DiagramParse { diagnostic, .. } => {
            let offset = diagnostic.span().map(|span| span.start);
            Ok(Fault { message: diagnostic.message().to_owned(), offset })
        }
        // The engine's own words repeat the whole text.
        Merman::DetectType(_) => {
            Ok(Fault { message: "the first line names no kind of diagram".to_owned(), offset: None })
        }
        Merman::ThemeColor(_)
        | Merman::RuntimePolicy(_)
        | Merman::UnsupportedDiagram { .. }
        | Merman::MalformedFrontMatter
        | Merman::InvalidDirectiveJson { .. }
        | Merman::InvalidFrontMatterYaml { .. } => Ok(Fault { message: error.to_string(), offset: None }),
    }
}
