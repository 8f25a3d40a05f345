//! What a request asks, however it says so.

use crate::app::App;
use crate::artifacts::content;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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
            "application/x-www-form-urlencoded" if !curl(&request) => {
                let bytes = body(request).await?;
                for (name, value) in pairs(&String::from_utf8_lossy(&bytes)) {
                    asked.fields.insert(name, Json::String(value));
                }
            }
            _ => {
                let bytes = body(request).await?;
                if !bytes.is_empty() {
                    asked.files.push(Attached::of("body", bytes.to_vec()));
                }
            }
        }
        Ok(asked)
    }

    fn json(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let wrong = |why: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "input", why);
        let page: Json = serde_json::from_slice(bytes).map_err(|e| wrong(format!("the body is not JSON: {e}")))?;
        let Json::Object(page) = page else { return Err(wrong("the body is not a JSON object".to_owned())) };
        for (name, value) in page {
            match value.as_str().and_then(|text| text.strip_prefix("data:")) {
                Some(data) => {
                    let coded = data.split_once(";base64,").map_or("", |(_, coded)| coded);
                    let bytes =
                        STANDARD.decode(coded).map_err(|_| wrong(format!("{name} is no data URI in Base64")))?;
                    self.files.push(Attached::of(&name, bytes));
                }
                None => drop(self.fields.insert(name, value)),
            }
        }
        Ok(())
    }

    async fn form(&mut self, request: Request) -> Result<(), Problem> {
        let wrong = |e: &dyn std::fmt::Display| Problem::new(StatusCode::BAD_REQUEST, "form", e.to_string());
        let mut form = Multipart::from_request(request, &()).await.map_err(|e| wrong(&e.body_text()))?;
        for _ in 0..MOST_FIELDS {
            let Some(field) = form.next_field().await.map_err(|e| wrong(&e.body_text()))? else { return Ok(()) };
            let name = field.name().unwrap_or("body").to_owned();
            let file = field.file_name().map(ToOwned::to_owned);
            let bytes = field.bytes().await.map_err(|e| wrong(&e.body_text()))?;
            if file.is_some() {
                self.files.push(Attached { field: name, name: file, bytes: bytes.to_vec() });
            } else {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                self.fields.insert(name, Json::String(text));
            }
        }
        Err(wrong(&format!("a form has over {MOST_FIELDS} fields")))
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

/// Clients such as curl call any body a form when nobody tells them what it is: `--data-binary @logo.png`.
fn curl(request: &Request) -> bool {
    !request.headers().contains_key("origin")
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

/// Undoes percent coding; what is no code stays as it is.
fn plain(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let digits = (byte == b'%').then(|| tail.get(..2)).flatten();
        let code = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
        out.push(code.unwrap_or(if byte == b'+' { b' ' } else { byte }));
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::pairs;

    #[test]
    fn reads_addresses() {
        let found: Vec<_> = pairs("a=%23fff+b&c&%zz=%4").collect();
        let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(found, [of("a", "#fff b"), of("c", ""), of("%zz", "%4")]);
    }
}
