//! What was drawn, for programs.

use crate::trace::{error_json, json_line};
use linocut_core::Error;
use linocut_draw::{Answer, Badge, Drawn, Source};
use linocut_icons::IconInfo;
use serde::Serialize;
use serde_json::{Value, json};

/// One file that was written.
pub(super) struct Written {
    pub(super) output: String,
    pub(super) bytes: usize,
}

/// A line of the JSON report; the names are permanent.
#[derive(Serialize)]
struct Line<'a> {
    prompt: &'a str,
    output: &'a str,
    route: &'static str,
    score: f64,
    /// Said of the first drawing only, as the warnings are.
    why: Option<&'a str>,
    warnings: &'a [String],
    credit: String,
    source: Value,
    bytes: usize,
}

/// A line for every drawing of a prompt, or one that says why there is none.
pub(super) fn lines(prompt: &str, result: Result<&(Drawn, Vec<Written>), &Error>) -> String {
    match result {
        Ok((drawn, written)) => {
            let pairs = drawn.answers.iter().zip(written).enumerate();
            pairs.map(|(at, (answer, written))| line(drawn, answer, (at, written))).collect()
        }
        Err(error) => json_line(&json!({ "prompt": prompt, "error": error_json(error) })),
    }
}

fn line(drawn: &Drawn, answer: &Answer, (at, written): (usize, &Written)) -> String {
    json_line(&Line {
        prompt: &drawn.prompt,
        output: &written.output,
        route: answer.source.route().name(),
        score: answer.score.get(),
        why: (at == 0).then_some(&drawn.why),
        warnings: if at == 0 { &drawn.warnings } else { &[] },
        credit: answer.source.credit(),
        source: source(&answer.source),
        bytes: written.bytes,
    })
}

fn source(source: &Source) -> Value {
    match source {
        Source::Library { icon: found, found: kind, missed } => {
            let mut facts = icon(found);
            if let Some(facts) = facts.as_object_mut() {
                facts.insert("match".to_owned(), json!(kind.name()));
                facts.insert("missed".to_owned(), json!(missed));
            }
            facts
        }
        Source::Composed { base, badge } => json!({ "base": icon(base), "badge": badge_json(badge) }),
        Source::Generated { model, clip, tidiness, seed: (seed, candidate) } => json!({
            "model": model, "clip": clip, "tidiness": tidiness.get(), "seed": seed, "candidate": candidate,
        }),
        Source::Painted { model, seed } => json!({ "model": model, "seed": seed }),
        Source::Written { model, flaws, place: (concept, draft), .. } => json!({
            "model": model, "flaws": flaws, "concept": concept, "draft": draft,
        }),
    }
}

fn icon(info: &IconInfo) -> Value {
    json!({
        "id": info.id,
        "set": info.set.title,
        "author": info.set.author,
        "license": info.set.license,
        "url": info.set.url,
        "style": info.style.name(),
    })
}

fn badge_json(badge: &Badge) -> Value {
    match badge {
        Badge::Stock(name) => json!({ "stock": name }),
        Badge::Icon(info) => icon(info),
        Badge::Generated(model) => json!({ "model": model }),
    }
}
