//! What stands in addresses and heads of requests, for the description.

use serde_json::{Map, Value as Page, json};

/// Headers of requests for work.
const WORK: [(&str, &str); 3] = [
    ("Prefer", "respond-async for a job, wait=SECONDS for how long to wait."),
    ("Idempotency-Key", "A word under which the same request is done once a day."),
    ("Accept", "The form of the answer; text/event-stream for what happens while it happens."),
];
/// Headers that operations name in what is said of them.
const NAMED: [(&str, &str); 2] = [
    ("Last-Event-ID", "The number of the last event that came; only later ones come."),
    ("If-Match", "The ETag of the version that is meant."),
];

/// The parameters of an operation: of its path, of what is said of it, and, where it `works`, of all work.
pub(crate) fn parameters(path: &str, said: &str, work: Work) -> Page {
    let one = |place: &str, name: &str, about: &str, sort: &str| {
        let required = place == "path";
        json!({ "in": place, "name": name, "required": required, "description": about, "schema": { "type": sort } })
    };
    let mut found = Vec::new();
    for part in path.split('{').skip(1) {
        let name = part.split('}').next().unwrap_or_default();
        found.push(one("path", name, "Which one.", "string"));
    }
    for part in said.split('?').skip(1) {
        if let Some((name, _)) = part.split_once('=') {
            let sort = if matches!(name, "limit" | "w") { "integer" } else { "string" };
            found.push(one("query", name, "Its value.", sort));
        }
    }
    found.extend(
        NAMED.iter().filter(|(name, _)| said.contains(name)).map(|(name, about)| one("header", name, about, "string")),
    );
    match work {
        Work::Asked => found.extend(WORK.iter().map(|(name, about)| one("header", name, about, "string"))),
        Work::None => {}
    }
    json!(found)
}

/// A name for an operation, for programs that make functions of them: `postDiagramRender`.
pub(crate) fn id(method: &str, path: &str) -> String {
    let parts = path.strip_prefix("/api/v1").unwrap_or(path).split(|c: char| !c.is_ascii_alphanumeric());
    parts.filter(|part| !part.is_empty()).fold(method.to_owned(), |name, part| {
        let (first, rest) = part.split_at(1);
        format!("{name}{}{rest}", first.to_ascii_uppercase())
    })
}

/// The body of a path of another system.
pub(crate) fn body(path: &str) -> Option<Page> {
    const PICTURE: &[(&str, &str)] =
        &[("image", "The picture: a file of a form, a data URI in JSON, or the raw body.")];
    const ROUTED: &[(&str, &str)] = &[
        ("tier", "How hard to try: auto, 1, 2 or 3."),
        ("target_quality", "The similarity that is wanted, 0 to 1."),
        ("time_budget", "Seconds that the trace may take."),
    ];
    let many = [("images", "The pictures: files of a form, or data URIs in a list of JSON.")];
    let fields: Vec<(&str, &str)> = match path {
        "/generate" => vec![
            ("prompt", "What to draw, 3 to 500 characters."),
            ("brandConstraints", "An object of grid, strokeWidth, style outline or filled."),
            ("debug", "Whether the answer tells how it came about."),
            ("instruction", "What a diagram says, instead of a prompt."),
            ("diagram_type", "Its kind."),
        ],
        "/mutate" => vec![
            ("svg", "The drawing, 11 characters or more."),
            ("userInput", "What to change, 2 to 500 characters."),
            ("debug", "Whether the answer tells how it came about."),
        ],
        "/api/convert" | "/api/convert-ai" => [PICTURE, ROUTED].concat(),
        "/api/batch-convert" => [&many, ROUTED].concat(),
        "/api/analyze-image" => PICTURE.to_vec(),
        _ => return None,
    };
    let properties: Map<String, Page> =
        fields.into_iter().map(|(name, about)| (name.to_owned(), json!({ "description": about }))).collect();
    let schema = json!({ "type": "object", "properties": properties });
    Some(
        json!({ "content": { "application/json": { "schema": schema }, "multipart/form-data": { "schema": schema } } }),
    )
}

/// Whether an operation asks for work, which may become a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Asked,
    None,
}

impl Work {
    /// What an operation at `path` does.
    pub(crate) fn at(path: &str) -> Self {
        let works = path == "/api/v1/batch" || (path.starts_with("/api/v1/recipes/") && path.ends_with("/run"));
        if works { Self::Asked } else { Self::None }
    }
}

#[cfg(test)]
mod tests {
    use super::{Work, id, parameters};

    #[test]
    fn all_that_is_said_is_a_parameter() {
        let found = parameters("/api/v1/jobs/{id}", "Jobs; ?limit=, ?cursor=. Last-Event-ID goes on.", Work::Asked);
        let names: Vec<&str> = found.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["id", "limit", "cursor", "Last-Event-ID", "Prefer", "Idempotency-Key", "Accept"]);
        assert_eq!((&found[0]["required"], &found[1]["schema"]["type"]), (&true.into(), &"integer".into()));
        assert_eq!(Work::at("/api/v1/recipes/{id}/run"), Work::Asked);
        assert_eq!(Work::at("/api/v1/recipes/{id}"), Work::None);
        assert_eq!(id("get", "/api/v1/jobs/{id}/archive.zip"), "getJobsIdArchiveZip");
    }
}
