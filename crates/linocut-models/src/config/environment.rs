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
        model: &["AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_DEPLOYMENT_NAME", "AZURE_DEPLOYMENT"],
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
        let (key, mut url, model) = (first(row.key), first(row.url), first(row.model));
        if row.name == "llm" {
            // Ollama has a row of its own.
            let named = || lookup("LLM_PROVIDER").filter(|name| alias(name) == "llm");
            url = url.or_else(|| local(&named()?).map(|url| (url.to_owned(), "LLM_PROVIDER")));
        }
        let Some((_, origin)) = (if row.by_address { url.clone() } else { key.clone() }) else { continue };
        let mut settings = Settings::new(row.name, row.family);
        if let Some((url, _)) = &url {
            settings.url = if row.name == "ollama" { ollama(url) } else { url.clone() };
        }
        // The usual model is one of the usual address.
        if row.by_address || settings.url.trim_end_matches('/') != row.family.usual_url() {
            settings.model.clear();
        }
        settings.model = model.map_or(settings.model, |(model, _)| model);
        settings.sees = sees_usually(row.family, &settings.model);
        settings.key = key.as_ref().and_then(|(key, _)| Secret::new(key));
        if let Some(version) = lookup("AZURE_OPENAI_API_VERSION").or_else(|| lookup("AZURE_API_VERSION")) {
            settings.api_version = version;
        }
        let key_origin = key.map(|(_, name)| name.to_owned());
        config.known.insert(row.name.to_owned(), Known::of(settings, origin, key_origin));
    }
    if let Some(folder) = lookup("LINOCUT_SCRIPT") {
        let settings = Settings { url: folder, ..Settings::new("script", Family::Scripted) };
        config.known.insert("script".to_owned(), Known::of(settings, "LINOCUT_SCRIPT", None));
    }
}

/// Ollama's address for chat completions; the variable names the server, often without `http://`.
fn ollama(url: &str) -> String {
    let given = url.trim_end_matches('/');
    let (scheme, place) = given.split_once("://").unwrap_or(("http", given));
    let (host, path) = place.find('/').map_or((place, ""), |at| place.split_at(at));
    // A server listens at all addresses under 0.0.0.0, but nobody reaches one there.
    let host = host.strip_prefix("0.0.0.0").map_or_else(|| host.to_owned(), |port| format!("127.0.0.1{port}"));
    let bare = !given.contains("://") && !host.rsplit(']').next().unwrap_or_default().contains(':');
    let port = if bare { ":11434" } else { "" };
    let base = format!("{scheme}://{host}{port}{path}");
    let base = base.as_str();
    if base.ends_with("/v1") { base.to_owned() } else { format!("{base}/v1") }
}

/// Where a server of this name listens unless it is told otherwise.
pub(super) fn local(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "local" | "llama-cpp" | "llama_cpp" | "llama.cpp" | "llamacpp" => Some("http://127.0.0.1:8080/v1"),
        "ollama" => Some("http://127.0.0.1:11434/v1"),
        "vllm" => Some("http://127.0.0.1:8000/v1"),
        "lmstudio" | "lm-studio" => Some("http://127.0.0.1:1234/v1"),
        _ => None,
    }
}

/// The names that the replaced systems give to providers.
pub(super) fn alias(name: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "openai-compatible" | "openai_compatible" | "compatible" | "custom" | "local" | "llama-cpp" | "llama_cpp"
        | "llama.cpp" | "llamacpp" | "vllm" | "lmstudio" | "lm-studio" => "llm".to_owned(),
        "claude" => "anthropic".to_owned(),
        "google" => "gemini".to_owned(),
        "azure-openai" | "azure_openai" => "azure".to_owned(),
        "a1111" | "sd-webui" => "automatic1111".to_owned(),
        "mock" | "scripted" => "script".to_owned(),
        _ => name.to_ascii_lowercase(),
    }
}

/// The names that they give to painters.
pub(super) fn painter_alias(config: &Config, name: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "openai" | "dalle" | "dall-e" | "gpt-image" => "openai-images".to_owned(),
        "local" | "flux" | "sdxl" | "sd" | "diffusers" | "stable-diffusion" => {
            let own = ["comfyui", "automatic1111"].into_iter().find(|own| config.known.contains_key(*own));
            own.unwrap_or("automatic1111").to_owned()
        }
        _ => alias(name),
    }
}

/// Variables of the replaced systems that nothing here reads, and what does their work.
const UNREAD: [(&str, &str); 4] = [
    ("FLUX_LORAS", "adapters are chosen on the server that paints"),
    ("FLUX_MODEL_PATH", "models for painting are chosen on the server that paints, COMFYUI_CHECKPOINT names one"),
    ("LLM_MODEL_PATH", "a model in a file is run by llama.cpp's server, LLM_API_BASE_URL names its address"),
    ("VISION_PROVIDER", "the language model looks itself if it can, and icon-CLIP judges otherwise"),
];

/// Says of each variable that is set for a replaced system and not read here, what there is instead.
pub(super) fn unread(lookup: Lookup<'_>) -> Vec<String> {
    let set = UNREAD.iter().filter(|(name, _)| lookup(name).is_some());
    set.map(|(name, instead)| format!("{name} is not minded: {instead}")).collect()
}

#[cfg(test)]
mod tests {
    use super::ollama;

    #[test]
    fn addresses_of_ollama_are_those_it_takes_itself() {
        for (given, wanted) in [
            ("0.0.0.0", "http://127.0.0.1:11434/v1"),
            ("0.0.0.0:8000", "http://127.0.0.1:8000/v1"),
            ("box.local", "http://box.local:11434/v1"),
            ("[::1]", "http://[::1]:11434/v1"),
            ("http://localhost:11434/", "http://localhost:11434/v1"),
            ("https://ollama.example/v1", "https://ollama.example/v1"),
        ] {
            assert_eq!(ollama(given), wanted, "{given}");
        }
    }
}
