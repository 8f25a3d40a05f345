//! What a request asks, however it says so.

use crate::app::App;
use crate::artifacts::content;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError, Engine as _};
use linocut_flow::Recipe;
use serde_json::{Map, Value as Json};

/// Most fields of a form: a batch of a thousand files and its parameters.
const MOST_FIELDS: usize = 1100;

/// A body and named parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Asked {
    /// Pictures, SVG or text.
    pub(crate) files: Vec<Attached>,
    /// All other fields; those of the address and of forms are texts.
    pub(crate) fields: Map<String, Json>,
    /// The recipe as it was when it was asked for by its name.
    pub(crate) recipe: Option<Box<Recipe>>,
}

/// A file of a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attached {
    /// Its field; `body` for a raw body.
    pub(crate) field: String,
    /// What the client calls it.
    pub(crate) name: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Attached {
    fn of(field: &str, bytes: Vec<u8>) -> Self {
        Self { field: field.to_owned(), name: None, bytes }
    }
}

impl Asked {
    /// Reads a request: JSON, a form with files, or a raw body with the parameters in the address.
    pub(crate) async fn read(request: Request) -> Result<Self, Problem> {
        let mut asked = Self::default();
        for (name, value) in pairs(request.uri().query().unwrap_or_default()) {
            asked.fields.insert(name, Json::String(value));
        }
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "application/json" => asked.json(&body(request).await?)?,
            "multipart/form-data" => asked.form(request).await?,
            "application/x-www-form-urlencoded" => {
                let bytes = body(request).await?;
                refuse_json(&bytes)?;
                match form(&bytes) {
                    Some(text) => {
                        let fields = pairs(text).map(|(name, value)| (name, Json::String(value)));
                        asked.fields.extend(fields);
                    }
                    None => asked.raw(&bytes),
                }
            }
            _ => {
                let bytes = body(request).await?;
                if kind.is_empty() || kind == "text/plain" {
                    refuse_json(&bytes)?;
                }
                asked.raw(&bytes);
            }
        }
        Ok(asked)
    }

    fn raw(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.files.push(Attached::of("body", bytes.to_vec()));
        }
    }

    fn json(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let wrong = |why: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "input", why);
        let page: Json = serde_json::from_slice(bytes).map_err(|e| wrong(format!("the body is not JSON: {e}")))?;
        let Json::Object(page) = page else { return Err(wrong("the body is not a JSON object".to_owned())) };
        for (name, value) in page {
            match value.as_str().and_then(data_uri) {
                Some(data) => {
                    let told = |_| Problem::of_field(&name, format!("{name} is no data URI in Base64"));
                    let bytes = data.map_err(told)?;
                    self.files.push(Attached::of(&name, bytes));
                }
                // JSON's way to leave something out.
                None if value.is_null() => {}
                None => drop(self.fields.insert(name, value)),
            }
        }
        Ok(())
    }

    async fn form(&mut self, request: Request) -> Result<(), Problem> {
        let wrong = |status: StatusCode, why: String| {
            let code = if status == StatusCode::PAYLOAD_TOO_LARGE { "limit" } else { "form" };
            Problem::new(status, code, why)
        };
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|e| wrong(e.status(), e.body_text()))?;
        for _ in 0..MOST_FIELDS {
            let Some(field) = form.next_field().await.map_err(|e| wrong(e.status(), e.body_text()))? else {
                return Ok(());
            };
            let name = field.name().unwrap_or("body").to_owned();
            let file = field.file_name().map(ToOwned::to_owned);
            let bytes = field.bytes().await.map_err(|e| wrong(e.status(), e.body_text()))?;
            if file.is_some() {
                self.files.push(Attached { field: name, name: file, bytes: bytes.to_vec() });
            } else {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                self.fields.insert(name, Json::String(text));
            }
        }
        Err(wrong(StatusCode::PAYLOAD_TOO_LARGE, format!("a form has over {MOST_FIELDS} fields")))
    }

    /// Puts artifacts in the place of their names: a field that says `digest:` and 64 hexadecimal digits.
    pub(crate) fn fetch(&mut self, app: &App) -> Result<(), Problem> {
        let digest = |value: &Json| value.as_str()?.strip_prefix("digest:").map(ToOwned::to_owned);
        let named: Vec<_> =
            self.fields.iter().filter_map(|(name, value)| Some((name.clone(), digest(value)?))).collect();
        for (name, digest) in named {
            self.files.push(Attached::of(&name, content(app, &digest)?));
            self.fields.remove(&name);
        }
        Ok(())
    }

    /// Takes the file of the first of these fields that there is, else a raw body.
    pub(crate) fn file(&mut self, names: &[&str]) -> Option<Vec<u8>> {
        let at =
            names.iter().chain(&["body"]).find_map(|name| self.files.iter().position(|file| file.field == *name))?;
        Some(self.files.swap_remove(at).bytes)
    }

    /// Takes the text of the first of these fields that there is, else a raw body.
    pub(crate) fn text(&mut self, names: &[&str]) -> Option<String> {
        let found = names.iter().find_map(|name| self.fields.remove(*name));
        match found {
            Some(Json::String(text)) => Some(text),
            Some(other) => Some(other.to_string()),
            None => self.file(names).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        }
    }
}

/// The text of a form; none for other things, which curl calls a form when nobody tells it what they are
/// (`--data-binary @logo.png`): a form begins with a name and an equals sign.
fn form(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (name, _) = text.split_once('=')?;
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-%[]".contains(&byte));
    (is_name && !text.contains('\n')).then_some(text)
}

/// The content of a data URI (RFC 2397), when `text` is one: `data:`, a media type, a comma.
pub(crate) fn data_uri(text: &str) -> Option<Result<Vec<u8>, DecodeError>> {
    let (kind, data) = text.strip_prefix("data:")?.split_once(',')?;
    if !kind.contains('/') || kind.contains(char::is_whitespace) {
        return None;
    }
    Some(match kind.strip_suffix(";base64") {
        Some(_) => STANDARD.decode(data),
        None => Ok(unescaped(data, b'+')),
    })
}

/// Refuses JSON that is not called so (`curl -d '{…}'`): taken for words it would be drawn as such.
fn refuse_json(bytes: &[u8]) -> Result<(), Problem> {
    let is_object =
        bytes.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<Map<String, Json>>(bytes).is_ok();
    if !is_object {
        return Ok(());
    }
    let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type", "the body is JSON and is not called so");
    Err(problem.hinted("send Content-Type: application/json"))
}

async fn body(request: Request) -> Result<Bytes, Problem> {
    Bytes::from_request(request, &()).await.map_err(|error| Problem::of_body(&error))
}

/// Names and values of an address or a form, percent signs and plus signs undone.
fn pairs(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (plain(name), plain(value))
    })
}

/// Undoes the coding of forms.
fn plain(text: &str) -> String {
    String::from_utf8_lossy(&unescaped(text, b' ')).into_owned()
}

/// Undoes percent coding, with `plus` in the place of plus signs; what is no code stays as it is.
fn unescaped(text: &str, plus: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let digits = (byte == b'%').then(|| tail.get(..2)).flatten();
        let code = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
        out.push(code.unwrap_or(if byte == b'+' { plus } else { byte }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{data_uri, form, pairs};

    #[test]
    fn tells_forms_from_other_bodies() {
        assert_eq!(form(b"prompt=bell&n=2"), Some("prompt=bell&n=2"));
        for other in ["<svg a=\"b\"/>", "flowchart TD\na[x=y]", "a bell", "", "{\"a\":\"=\"}"] {
            assert_eq!(form(other.as_bytes()), None, "{other}");
        }
        assert_eq!(form(b"\x89PNG=\xff"), None);
    }

    #[test]
    fn tells_data_uris_from_sentences() {
        assert_eq!(data_uri("data:image/png;base64,aGk="), Some(Ok(b"hi".to_vec())));
        assert!(matches!(data_uri("data:image/png;base64,?"), Some(Err(_))));
        assert_eq!(data_uri("data:image/svg+xml,%3Csvg/>+"), Some(Ok(b"<svg/>+".to_vec())));
        assert_eq!(data_uri("data: collect it, then clean it"), None);
        assert_eq!(data_uri("a bell"), None);
    }

    #[test]
    fn reads_addresses() {
        let found: Vec<_> = pairs("a=%23fff+b&c&%zz=%4").collect();
        let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(found, [of("a", "#fff b"), of("c", ""), of("%zz", "%4")]);
    }
}
