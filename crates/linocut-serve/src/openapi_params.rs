//! What stands in addresses and heads of requests, for the description.

use serde_json::{Value as Page, json};

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
    use super::{Work, parameters};

    #[test]
    fn all_that_is_said_is_a_parameter() {
        let found = parameters("/api/v1/jobs/{id}", "Jobs; ?limit=, ?cursor=. Last-Event-ID goes on.", Work::Asked);
        let names: Vec<&str> = found.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["id", "limit", "cursor", "Last-Event-ID", "Prefer", "Idempotency-Key", "Accept"]);
        assert_eq!((&found[0]["required"], &found[1]["schema"]["type"]), (&true.into(), &"integer".into()));
        assert_eq!(Work::at("/api/v1/recipes/{id}/run"), Work::Asked);
        assert_eq!(Work::at("/api/v1/recipes/{id}"), Work::None);
    }
}
