//! Who is known.

use crate::pen::{config, file};
use crate::screen::write_data;
use crate::trace::json_line;
use crate::world::World;
use linocut_core::Result;
use linocut_models::config::{Choice, Config, Known};
use linocut_models::provider::Family;
use serde_json::json;

pub(super) fn run(as_json: bool, world: &World) -> Result<()> {
    let config = config()?;
    for warning in &config.warnings {
        world.screen.warning(warning);
    }
    if as_json {
        let lines: String = config.known.values().map(|known| json_line(&entry(&config, known))).collect();
        return write_data(lines.as_bytes());
    }
    if config.known.is_empty() {
        let place = file().map_or_else(String::new, |path| format!(" in {} or", path.display()));
        world.screen.say(&format!("no provider is known;{place} by variables such as OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, OLLAMA_BASE_URL or LLM_API_BASE_URL one becomes so"));
        return Ok(());
    }
    let lines: String = config.known.values().map(|known| line(&config, known)).collect();
    write_data(lines.as_bytes())
}

/// The choice that a provider is, if it is one.
fn choice<'a>(config: &'a Config, known: &Known) -> Option<&'a Choice> {
    [&config.writes, &config.paints].into_iter().flatten().find(|choice| choice.name == known.settings.name)
}

fn key(known: &Known) -> String {
    match (&known.key_origin, &known.lost_key) {
        (Some(origin), _) => format!("key from {origin}"),
        (None, Some(variable)) => format!("no key, {variable} is not set"),
        (None, None) => "no key".to_owned(),
    }
}

fn line(config: &Config, known: &Known) -> String {
    let settings = &known.settings;
    let mark = match choice(config, known) {
        Some(choice) if choice.chosen => format!("; asked, by {}", choice.by),
        Some(choice) => format!("; asked on request, {}", choice.by),
        None => String::new(),
    };
    let model = match (settings.family, settings.model.as_str()) {
        (Family::Scripted, _) => "recorded replies",
        (_, "") => "first model of the server",
        (_, named) => named,
    };
    let deed = if settings.family.writes() { "writes" } else { "paints" };
    format!(
        "{:<14}{deed}  {}, {model}, {}, {}, from {}{mark}\n",
        settings.name,
        settings.family.name(),
        settings.url,
        key(known),
        known.origin
    )
}

fn entry(config: &Config, known: &Known) -> serde_json::Value {
    let settings = &known.settings;
    let choice = choice(config, known);
    json!({
        "name": settings.name,
        "family": settings.family.name(),
        "url": settings.url,
        "model": settings.model,
        "sees": settings.sees,
        "from": known.origin,
        "key_from": known.key_origin,
        "at_once": known.rates.at_once,
        "a_minute": known.rates.calls,
        "tokens_a_minute": known.rates.tokens,
        "asked": choice.map(|choice| if choice.chosen { "unbidden" } else { "on request" }),
        "asked_by": choice.map(|choice| &choice.by),
    })
}
