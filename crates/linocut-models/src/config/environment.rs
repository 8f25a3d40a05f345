//! Providers that the environment names, under the names that other programs and the replaced systems use.

use super::{Config, Known};
use crate::provider::{Family, Secret, Settings, sees_usually};

/// Looks a variable up.
type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The variables of one provider, each with the names it goes by.
struct Row {
    name: &'static str,
    family: Family,
    key: &'static [&'static str],
    url: &'static [&'static str],
    model: &'static [&'static str],
    /// Whether an address makes it known, not a key.
    by_address: bool,
}

const ROWS: [Row; 9] = [
    Row {
        name: "openai",
        family: Family::OpenAi,
        key: &["OPENAI_API_KEY"],
        url: &["OPENAI_BASE_URL", "OPENAI_API_BASE"],
        model: &["OPENAI_MODEL"],
        by_address: false,
    },
    Row {
        name: "anthropic",
        family: Family::Anthropic,
        key: &["ANTHROPIC_API_KEY"],
        url: &["ANTHROPIC_BASE_URL"],
        model: &["ANTHROPIC_MODEL"],
        by_address: false,
    },
    Row {
        name: "gemini",
        family: Family::Gemini,
        key: &["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        url: &["GEMINI_BASE_URL"],
        model: &["GEMINI_MODEL"],
        by_address: false,
    },
    Row {
        name: "azure",
        family: Family::Azure,
        key: &["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"],
        url: &["AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE"],
        model: &["AZURE_OPENAI_DEPLOYMENT", "AZURE_DEPLOYMENT"],
        by_address: true,
    },
    Row {
        name: "ollama",
        family: Family::OpenAi,
        key: &["OLLAMA_API_KEY"],
        url: &["OLLAMA_BASE_URL", "OLLAMA_HOST"],
        model: &["OLLAMA_MODEL"],
        by_address: true,
    },
    Row {
        name: "llm",
        family: Family::OpenAi,
        key: &["LLM_API_KEY"],
        url: &["LLM_API_BASE_URL"],
        model: &["LLM_MODEL"],
        by_address: true,
    },
    Row {
        name: "openai-images",
        family: Family::OpenAiImages,
        key: &["OPENAI_API_KEY"],
        url: &["OPENAI_BASE_URL", "OPENAI_API_BASE"],
        model: &["OPENAI_IMAGE_MODEL"],
        by_address: false,
    },
    Row {
        name: "automatic1111",
        family: Family::Automatic1111,
        key: &[],
        url: &["AUTOMATIC1111_BASE_URL", "SD_WEBUI_URL"],
        model: &[],
        by_address: true,
    },
    Row {
        name: "comfyui",
        family: Family::ComfyUi,
        key: &[],
        url: &["COMFYUI_BASE_URL"],
        model: &["COMFYUI_CHECKPOINT"],
        by_address: true,
    },
];

/// Adds the providers that variables name.
pub(super) fn find(config: &mut Config, lookup: Lookup<'_>) {
    for row in &ROWS {
        let first = |names: &'static [&'static str]| names.iter().find_map(|name| Some((lookup(name)?, *name)));
        let (key, url, model) = (first(row.key), first(row.url), first(row.model));
        let Some((_, origin)) = (if row.by_address { url.clone() } else { key.clone() }) else { continue };
        let mut settings = Settings::new(row.name, row.family);
        if let Some((url, _)) = &url {
            settings.url = if row.name == "ollama" { ollama(url) } else { url.clone() };
        }
        if row.by_address {
            settings.model.clear();
        }
        settings.model = model.map_or(settings.model, |(model, _)| model);
        settings.sees = sees_usually(row.family, &settings.model);
        settings.key = key.as_ref().and_then(|(key, _)| Secret::new(key));
        if let Some(version) = lookup("AZURE_OPENAI_API_VERSION").or_else(|| lookup("AZURE_API_VERSION")) {
            settings.api_version = version;
        }
        let key_origin = key.map(|(_, name)| name.to_owned());
        let known = Known { settings, origin: origin.to_owned(), key_origin, price: None };
        config.known.insert(row.name.to_owned(), known);
    }
    if let Some(folder) = lookup("LINOCUT_SCRIPT") {
        let settings = Settings { url: folder, ..Settings::new("script", Family::Scripted) };
        let known = Known { settings, origin: "LINOCUT_SCRIPT".to_owned(), key_origin: None, price: None };
        config.known.insert("script".to_owned(), known);
    }
}

/// Ollama's address for chat completions; the variable names the server, often without `http://`.
fn ollama(url: &str) -> String {
    let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let base = url.trim_end_matches('/');
    if base.ends_with("/v1") { base.to_owned() } else { format!("{base}/v1") }
}

/// The names that the replaced systems give to providers.
pub(super) fn alias(name: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "openai-compatible" | "openai_compatible" | "compatible" | "custom" => "llm".to_owned(),
        "claude" => "anthropic".to_owned(),
        "google" => "gemini".to_owned(),
        "azure-openai" | "azure_openai" => "azure".to_owned(),
        "a1111" | "sd-webui" => "automatic1111".to_owned(),
        "mock" | "scripted" => "script".to_owned(),
        _ => name.to_ascii_lowercase(),
    }
}
