//! The API as `OpenAPI` 3.1, made from the table of verbs and the stages' own schemas.

use crate::app::App;
use crate::formats::LOOK;
use crate::openapi_params::{Work, body, id, parameters};
use crate::traces::OWN;
use crate::verbs::{MOST_DRAWN, Verb};
use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value as Page, json};
use std::sync::Arc;

/// Fields that every verb takes besides the parameters of its stage.
const SEED: &str = "Seed of every random choice.";
const EFFORT: &str = "How much time to take for quality; balanced when left out.";

pub(crate) async fn page(State(app): State<Arc<App>>) -> Json<Page> {
    Json(description(&app))
}

/// The description.
pub(crate) fn description(app: &App) -> Page {
    let mut paths = Map::new();
    for verb in Verb::ALL {
        paths.insert(verb.path().to_owned(), json!({ "post": operation(app, verb) }));
    }
    for (method, path, status, what) in OTHER {
        let mut operation = json!({ "operationId": id(method, path), "summary": what, "parameters": parameters(path, what, Work::at(path)), "responses": {
            status: { "description": "Done." }, "default": { "$ref": "#/components/responses/Problem" },
        } });
        if let Some(operation) = operation.as_object_mut() {
            operation.extend(body(path).map(|body| ("requestBody".to_owned(), body)));
        }
        let path = paths.entry(path).or_insert_with(|| json!({}));
        path.as_object_mut().map(|path| path.insert(method.to_owned(), operation));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Linocut", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT OR Apache-2.0" } },
        "servers": [{ "url": "http://localhost:7878" }],
        "paths": paths,
        // Where the server was told a token.
        "security": [{}, { "token": [] }],
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Problem": problem() },
            "responses": { "Problem": { "description": "Why not.", "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" } } } } },
        },
    })
}

/// What else there is: method, path, status when all is well, and what it does.
const OTHER: [(&str, &str, &str, &str); 53] = [
    ("get", "/health", "200", "Whether the server is alive."),
    ("get", "/ready", "200", "Whether it takes work; 503 while it is closing."),
    ("get", "/metrics", "200", "Counts and times for Prometheus."),
    ("get", "/docs", "200", "This description for people."),
    ("get", "/api/v1/config", "200", "What is on: verbs, routes, formats, limits, providers; no secrets."),
    ("get", "/api/v1/system", "200", "Version, workers, limits, models, stages."),
    ("post", "/api/v1/session", "204", "Gives a browser that sent the token a cookie that stands for it."),
    ("delete", "/api/v1/session", "204", "Takes the cookie away."),
    ("get", "/api/v1/stages", "200", "All stages with the JSON Schema of their parameters."),
    ("get", "/api/v1/diagram/schema/{family}", "200", "The JSON Schema of plans of a kind of diagram."),
    ("post", "/api/v1/artifacts", "201", "Keeps a body under its BLAKE3 digest; an SVG is made safe first."),
    ("put", "/api/v1/artifacts/{digest}", "201", "Keeps a body of this digest."),
    ("get", "/api/v1/artifacts/{digest}", "200", "The content; ?name= for a file to be saved."),
    ("get", "/api/v1/artifacts/{digest}/thumb", "200", "A small PNG of a picture or drawing; ?w= pixels."),
    ("post", "/api/v1/batch", "202", "One verb, op, for many files or items, as a job."),
    ("get", "/api/v1/jobs", "200", "Jobs, newest first; ?limit=, ?cursor=, ?state=."),
    ("get", "/api/v1/jobs/{id}", "200", "A job."),
    ("get", "/api/v1/jobs/{id}/result", "200", "What the request would have answered without a job."),
    ("get", "/api/v1/jobs/{id}/archive.zip", "200", "All files that a job made."),
    ("get", "/api/v1/jobs/{id}/events", "200", "What happens to a job, as server-sent events; Last-Event-ID goes on."),
    ("post", "/api/v1/jobs/{id}/cancel", "200", "Stops a job."),
    ("post", "/api/v1/jobs/{id}/retry", "202", "Does a job again that failed or was cancelled."),
    ("get", "/api/v1/events", "200", "What happens to all jobs, as server-sent events; Last-Event-ID goes on."),
    ("get", "/api/v1/library", "200", "All that was made, newest first; ?q=, ?op=, ?limit=, ?cursor=."),
    ("get", "/api/v1/recipes", "200", "All recipes."),
    ("get", "/api/v1/recipes/{id}", "200", "A recipe and its ETag."),
    ("put", "/api/v1/recipes/{id}", "201", "Keeps a recipe; If-Match says which version it replaces."),
    ("delete", "/api/v1/recipes/{id}", "204", "Forgets a recipe; If-Match says which version."),
    ("post", "/api/v1/recipes/check", "200", "What each node of a recipe gives, or all its mistakes."),
    ("post", "/api/v1/recipes/run", "200", "Runs the recipe in the request: recipe, inputs, targets, pins, overrides."),
    (
        "post",
        "/api/v1/recipes/{id}/run",
        "200",
        "Runs a recipe: inputs, targets, pins, overrides, seed, effort, embed.",
    ),
    ("post", "/api/v1/lineage", "200", "Which recipe, inputs and seed made an SVG, as the SVG itself says."),
    ("get", "/api/v1/providers", "200", "Language models and painters: who is known, who is asked; never a key."),
    (
        "post",
        "/api/v1/providers/use",
        "200",
        "Chooses name; family, url, model, key and others make it known or change it.",
    ),
    ("post", "/api/v1/providers/{name}/test", "200", "Whether it answers, and which models it lists."),
    ("delete", "/api/v1/providers/{name}", "200", "Forgets a provider of the file."),
    ("get", "/api/v1/usage", "200", "What models took, call by call and in all; ?limit=."),
    ("get", "/api/v1/prices", "200", "What tokens cost, and since when that is known."),
    (
        "post",
        "/v1/chat/completions",
        "200",
        "A drawing, or the words of a language model, as OpenAI answers; also streamed.",
    ),
    ("post", "/v1/images/generations", "200", "Drawings as SVG or PNG, as OpenAI answers pictures."),
    ("get", "/v1/models", "200", "Models for these two."),
    ("get", "/v1/models/{id}", "200", "One of them."),
    ("post", "/generate", "200", "Icons for a prompt, or Mermaid text for an instruction, as other systems answer."),
    ("post", "/mutate", "200", "A changed icon, as another system answers."),
    ("post", "/api/convert", "200", "A trace, as another system answers."),
    ("post", "/api/convert-ai", "200", "A trace with what was measured, as another system answers."),
    ("post", "/api/batch-convert", "200", "Traces of many pictures, as another system answers."),
    ("get", "/api/jobs", "200", "Jobs, newest first, as another system tells them; ?limit=."),
    ("get", "/api/job/{id}", "200", "A job, as another system tells it."),
    ("delete", "/api/job/{id}", "200", "Stops a job."),
    ("get", "/api/ai-health", "200", "What works, as another system answers."),
    ("get", "/api/model-status", "200", "The same."),
    ("post", "/api/analyze-image", "200", "Facts of a picture, as another system answers."),
];

/// The fields of verbs that may ask models.
fn about_models() -> [(String, Page); 3] {
    let field = |sort: &str, what: &str| json!({ "type": sort, "description": what });
    [
        ("provider".to_owned(), field("string", "The provider that is asked; the chosen one when left out.")),
        ("debug".to_owned(), field("boolean", "Whether the answer tells each request and reply.")),
        ("fresh".to_owned(), field("boolean", "Whether models are asked also where their answer is known.")),
    ]
}

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
    let properties = schema.as_object_mut().map(|object| object.entry("properties").or_insert_with(|| json!({})));
    if let Some(properties) = properties.and_then(Page::as_object_mut) {
        if matches!(verb, Verb::Draw | Verb::Edit | Verb::Diagram) {
            properties.extend(about_models());
        }
        if verb == Verb::Edit {
            let told = "Whether edits by rules tell which elements changed, too.";
            properties.insert("diff".to_owned(), json!({ "type": "boolean", "description": told }));
        }
        if verb == Verb::Diagram {
            let by = json!({ "enum": ["auto", "rules", "model"], "description": "Who reads the words." });
            properties.insert("by".to_owned(), by);
        }
        for (name, what) in verb.fields().iter().chain(verb.looks()) {
            properties.insert((*name).to_owned(), json!({ "type": "string", "description": what }));
        }
        if verb == Verb::Draw {
            let n =
                json!({ "type": "integer", "minimum": 1, "maximum": MOST_DRAWN, "description": "How many drawings." });
            properties.insert("n".to_owned(), n);
        }
        if verb.stage().is_some() {
            properties.insert("seed".to_owned(), json!({ "type": "integer", "minimum": 0, "description": SEED }));
            let efforts = json!({ "enum": ["fast", "balanced", "best"], "description": EFFORT });
            properties.insert("effort".to_owned(), efforts);
        }
    }
    let schema = inlined(&schema, definitions.as_ref());
    let failed = json!({ "description": "Why not.", "content": { "application/problem+json": {
        "schema": { "$ref": "#/components/schemas/Problem" } } } });
    let mut responses = Map::from_iter([
        ("200".to_owned(), json!({ "description": verb.gives() })),
        ("202".to_owned(), json!({ "description": "A job, with Prefer: respond-async." })),
    ]);
    for status in ["401", "403", "408", "409", "413", "422", "429", "500", "503", "504"] {
        responses.insert(status.to_owned(), failed.clone());
    }
    json!({
        "operationId": id("post", verb.path()),
        "summary": summary,
        "parameters": parameters(verb.path(), "", Work::Asked).as_array().into_iter().flatten().cloned().chain(in_address(verb, &schema)).collect::<Vec<_>>(),
        "requestBody": { "content": {
            "application/json": { "schema": schema },
            "multipart/form-data": { "schema": schema },
            "application/octet-stream": {},
        } },
        "responses": responses,
    })
}

/// The fields of a verb as parameters of the address, beside a raw body: all but what the body is.
fn in_address(verb: Verb, schema: &Page) -> Vec<Page> {
    let body = verb.fields().first().map(|(name, _)| *name);
    let fields = schema.get("properties").and_then(Page::as_object).into_iter().flatten();
    let fields = fields.filter(|(name, _)| Some(name.as_str()) != body);
    let one = |(name, schema): (&String, &Page)| {
        let mut schema = schema.clone();
        let about = schema.as_object_mut().and_then(|object| object.remove("description")).unwrap_or_default();
        json!({ "in": "query", "name": name, "required": false, "description": about, "schema": schema })
    };
    fields.map(one).collect()
}

/// A schema with what its references name in their place: definitions of stages are small and refer to nothing.
fn inlined(schema: &Page, definitions: Option<&Page>) -> Page {
    match schema {
        Page::Object(object) => {
            let target = object.get("$ref").and_then(Page::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
            if let Some(Page::Object(found)) = target.and_then(|name| definitions?.get(name)) {
                // What is said of a field says more than what is said of its sort.
                let own = object.iter().filter(|(name, _)| *name != "$ref");
                let own = own.map(|(name, value)| (name.clone(), value.clone()));
                return Page::Object(found.clone().into_iter().chain(own).collect());
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
            "field_errors": { "type": "array", "description": "Fields of the request that are wrong.", "items": {
                "type": "object", "required": ["field", "message"],
                "properties": { "field": text("Its name; of a recipe node.name."), "message": text("What is wrong with it.") },
            } },
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
            Self::Diagram => "Turns sentences into a diagram, by rules or by a language model.",
            Self::DiagramEdit => "Changes Mermaid text as words say, and leaves the rest as it is.",
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
            Self::Draw => &[("prompt", "What to draw.")],
            Self::Edit => &[SVG, ("instruction", "What to change, in words.")],
            Self::DiagramEdit => {
                &[("mermaid", "The diagram, as Mermaid text."), ("instruction", "What to change, in words.")]
            }
            Self::DiagramRender => &[("mermaid", "The diagram, as Mermaid text.")],
            Self::Diagram => &[("instruction", "What the diagram says, in sentences."), ("diagram_type", "Its kind.")],
            Self::Render | Self::Tidy | Self::Sanitize => &[SVG],
            Self::Score => &[SVG, IMAGE],
            Self::Convert => &[SVG, ("format", "The format to write, as `linocut convert --to` names it.")],
        }
    }

    /// Its fields about how the result is written.
    const fn looks(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Trace => &OWN,
            Self::Convert => &LOOK,
            Self::Analyze
            | Self::Draw
            | Self::Edit
            | Self::Diagram
            | Self::DiagramEdit
            | Self::DiagramRender
            | Self::Render
            | Self::Tidy
            | Self::Sanitize
            | Self::Score => &[],
        }
    }

    /// What comes back.
    const fn gives(self) -> &'static str {
        match self {
            Self::DiagramRender => {
                "SVG; with Accept: application/json an object with svg, mermaid, fixes and diagnostics."
            }
            Self::Trace => {
                "SVG; with Accept: application/json an object with svg, scores and what came of a budget; a file of another format with format."
            }
            Self::Draw | Self::Edit | Self::Tidy | Self::Sanitize => {
                "SVG; with Accept: application/json an object with svg and what is known of it."
            }
            Self::Analyze | Self::Score => "Facts as JSON.",
            Self::Diagram | Self::DiagramEdit => {
                "Mermaid text; with Accept: image/svg+xml its drawing; with application/json an object with mermaid and svg."
            }
            Self::Render => "PNG.",
            Self::Convert => "A file of that format.",
        }
    }
}
