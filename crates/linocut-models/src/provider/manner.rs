//! What a server that speaks chat completions was found to take.

use super::Fault;
use linocut_core::{Error, Form, TextRequest};

/// How requests are written; servers differ, and say so by refusing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// How the form of the answer is said.
    pub(crate) held: Held,
    /// Whether the model thinks first: it counts tokens by another name and takes no temperature.
    pub(crate) thinks: bool,
    /// Whether answers come whole only.
    pub(crate) whole: bool,
}

/// How the form of an answer is said besides the prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Held {
    /// As a schema, or as a grammar where the server takes one.
    #[default]
    Schema,
    /// As JSON of any form; servers of llama.cpp's kind take the schema beside it.
    Object,
    /// Not at all.
    Free,
}

impl Held {
    /// What asks for less.
    const fn less(self) -> Option<Self> {
        match self {
            Self::Schema => Some(Self::Object),
            Self::Object => Some(Self::Free),
            Self::Free => None,
        }
    }
}

impl Manner {
    /// The manner that may do after a refusal; none when the refusal is about something else.
    pub(crate) fn after(self, error: &Error, request: &TextRequest) -> Option<Self> {
        let status = Fault::of(error)?.status?;
        let said = error.to_string();
        let names = |parts: &[&str]| parts.iter().any(|part| said.contains(part));
        // Some tell of a request that they do not understand as if it were their own mistake.
        if !(matches!(status, 400 | 422) || (status == 500 && names(&["response_format", "json_schema"]))) {
            return None;
        }
        let formed = match request.form {
            Form::Free => false,
            Form::Svg | Form::Mermaid | Form::Json(_) => true,
        };
        // Not the bare word: what is upstream may be wrong in any way.
        if !self.whole && names(&["stream_options", "streaming", "'stream'", "\"stream\"", "`stream`"]) {
            return Some(Self { whole: true, ..self });
        }
        if !self.thinks && names(&["max_tokens", "max_completion_tokens", "temperature", "top_p"]) {
            return Some(Self { thinks: true, ..self });
        }
        let less = self.held.less().filter(|_| formed && names(&["response_format", "schema", "grammar", "json"]))?;
        Some(Self { held: less, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::{Held, Manner};
    use crate::provider::Fault;
    use linocut_core::{Form, TextRequest};

    #[track_caller]
    fn check(status: u16, said: &str, form: &Form, expected: Option<Manner>) {
        let request = TextRequest { form: form.clone(), ..TextRequest::new("plan", Vec::new()) };
        let error = Fault::of_status(status, None).error(said);
        assert_eq!(Manner::default().after(&error, &request), expected, "{status} {said}");
    }

    #[test]
    fn a_refusal_leads_to_less() {
        let form = Form::Json("{}".into());
        let usual = Manner::default();
        let less = Some(Manner { held: Held::Object, ..usual });
        check(400, "This response_format type is unavailable now", &form, less);
        check(500, "[{'loc': ('body', 'response_format', 'type')}]", &form, less);
        let whole = Some(Manner { whole: true, ..usual });
        check(400, "unknown field stream_options", &Form::Free, whole);
        let thinks = Some(Manner { thinks: true, ..usual });
        check(400, "Unsupported parameter: 'max_tokens', use 'max_completion_tokens'", &form, thinks);
        check(400, "response_format is not supported", &Form::Free, None);
        check(400, "this model's maximum context length is 8192", &form, None);
        check(401, "json key wrong", &form, None);
    }
}
