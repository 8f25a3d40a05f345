//! The API as `OpenAPI` 3.1, made from the table of verbs and the stages' own schemas.

use crate::app::App;
use crate::verbs::Verb;
use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value as Page, json};
use std::sync::Arc;

/// Fields that every verb takes besides the parameters of its stage.
const SEED: &str = "Seed of every random choice.";

pub(crate) async fn page(State(app): State<Arc<App>>) -> Json<Page> {
    Json(description(&app))
}

/// The description.
fn description(app: &App) -> Page {
    let mut paths = Map::new();
    for verb in Verb::ALL {
        paths.insert(verb.path().to_owned(), json!({ "post": operation(app, verb) }));
    }
    for (path, what) in READ {
        let answers = json!({ "200": { "description": what } });
        paths.insert(path.to_owned(), json!({ "get": { "summary": what, "responses": answers } }));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Linocut", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT OR Apache-2.0" } },
        "servers": [{ "url": "http://localhost:7878" }],
        "paths": paths,
        "components": { "schemas": { "Problem": problem() } },
    })
}

/// What is read with GET, and what it says.
const READ: [(&str, &str); 7] = [
    ("/health", "Whether the server is alive."),
    ("/ready", "Whether it takes work; 503 while it is closing."),
    ("/metrics", "Counts and times for Prometheus."),
    ("/api/v1/system", "Version, workers and stages."),
    ("/api/v1/stages", "All stages with the JSON Schema of their parameters."),
    ("/api/v1/recipes", "The stock recipes."),
    ("/api/v1/recipes/{name}", "One stock recipe."),
];

fn operation(app: &App, verb: Verb) -> Page {
    let kind = verb.stage().and_then(|stage| app.catalogue.find(stage).ok());
    let mut schema = kind.map_or_else(|| json!({ "type": "object", "properties": {} }), |kind| kind.schema.clone());
    let summary = Some(verb.about()).filter(|about| !about.is_empty()).map(|about| json!(about));
    let summary = summary.or_else(|| schema.get("description").cloned()).unwrap_or_default();
    let definitions = schema.as_object_mut().and_then(|object| object.remove("$defs"));
    if let Some(object) = schema.as_object_mut() {
        for name in ["$schema", "title", "description", "additionalProperties"] {
            object.remove(name);
        }
    }
    if let Some(properties) = schema.get_mut("properties").and_then(Page::as_object_mut) {
        for (name, what) in verb.fields() {
            properties.insert((*name).to_owned(), json!({ "type": "string", "description": what }));
        }
        properties.insert("seed".to_owned(), json!({ "type": "integer", "minimum": 0, "description": SEED }));
    }
    let schema = inlined(&schema, definitions.as_ref());
    let failed = json!({ "description": "Why not.", "content": { "application/problem+json": {
        "schema": { "$ref": "#/components/schemas/Problem" } } } });
    let mut responses = Map::from_iter([("200".to_owned(), json!({ "description": verb.gives() }))]);
    for status in ["403", "413", "422", "500", "503", "504"] {
        responses.insert(status.to_owned(), failed.clone());
    }
    json!({
        "summary": summary,
        "requestBody": { "content": {
            "application/json": { "schema": schema },
            "multipart/form-data": { "schema": schema },
            "application/octet-stream": {},
        } },
        "responses": responses,
    })
}

/// A schema with what its references name in their place: definitions of stages are small and refer to nothing.
fn inlined(schema: &Page, definitions: Option<&Page>) -> Page {
    match schema {
        Page::Object(object) => {
            let target = object.get("$ref").and_then(Page::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
            if let Some(found) = target.and_then(|name| definitions?.get(name)) {
                return found.clone();
            }
            Page::Object(object.iter().map(|(name, value)| (name.clone(), inlined(value, definitions))).collect())
        }
        Page::Array(list) => Page::Array(list.iter().map(|value| inlined(value, definitions)).collect()),
        Page::Null | Page::Bool(_) | Page::Number(_) | Page::String(_) => schema.clone(),
    }
}

fn problem() -> Page {
    let text = |what: &str| json!({ "type": "string", "description": what });
    json!({
        "type": "object",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": text("A permanent name of the sort of problem."),
            "title": text("The status in words."),
            "status": { "type": "integer" },
            "code": text("A permanent word for programs."),
            "detail": text("What is wrong, in a sentence."),
            "hint": text("What to do about it."),
            "errors": { "type": "array", "items": { "type": "string" }, "description": "Each thing that is wrong, when there are several." },
        },
    })
}

impl Verb {
    /// What it does, where its stage does not say so.
    const fn about(self) -> &'static str {
        match self {
            Self::Sanitize => "Removes everything active or external from an SVG.",
            Self::Convert => "Writes an SVG in another format.",
            Self::Diagram => "Turns sentences into a diagram, by rules.",
            Self::DiagramRender => "Mends Mermaid text where it is wrong, and draws it.",
            Self::Trace | Self::Analyze | Self::Draw | Self::Edit | Self::Render | Self::Tidy | Self::Score => "",
        }
    }

    /// Its own fields: what goes in.
    const fn fields(self) -> &'static [(&'static str, &'static str)] {
        const IMAGE: (&str, &str) = ("image", "The picture: a file of a form, a data URI in JSON, or the raw body.");
        const SVG: (&str, &str) = ("svg", "The drawing, as SVG text.");
        match self {
            Self::Trace | Self::Analyze => &[IMAGE],
            Self::Draw => &[("prompt", "What to draw."), ("n", "How many drawings, 1 to 8.")],
            Self::Edit => &[SVG, ("instruction", "What to change, in words.")],
            Self::DiagramRender => &[("mermaid", "The diagram, as Mermaid text.")],
            Self::Diagram => &[("instruction", "What the diagram says, in sentences."), ("diagram_type", "Its kind.")],
            Self::Render | Self::Tidy | Self::Sanitize => &[SVG],
            Self::Score => &[SVG, IMAGE],
            Self::Convert => &[SVG, ("format", "The format to write, as `linocut convert --to` names it.")],
        }
    }

    /// What comes back.
    const fn gives(self) -> &'static str {
        match self {
            Self::DiagramRender => {
                "SVG; with Accept: application/json an object with svg, mermaid, fixes and diagnostics."
            }
            Self::Trace | Self::Draw | Self::Edit | Self::Tidy | Self::Sanitize => {
                "SVG; with Accept: application/json an object with svg and what is known of it."
            }
            Self::Analyze | Self::Score => "Facts as JSON.",
            Self::Diagram => {
                "Mermaid text; with Accept: image/svg+xml its drawing; with application/json an object with mermaid and svg."
            }
            Self::Render => "PNG.",
            Self::Convert => "A file of that format.",
        }
    }
}
