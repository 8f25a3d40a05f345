//! The ways in which providers are spoken to.

use linocut_core::{Error, Kind, Result};

/// How a provider is spoken to over HTTP, or that it replays files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Chat completions as `OpenAI` began them; Ollama, llama.cpp, vLLM, LM Studio and many others speak it.
    OpenAi,
    /// The same under Azure's addresses.
    Azure,
    /// Anthropic's messages.
    Anthropic,
    /// Gemini's generateContent.
    Gemini,
    /// Pictures as `OpenAI` makes them; stable-diffusion.cpp and others speak it.
    OpenAiImages,
    /// Pictures by the web interface of AUTOMATIC1111 and its relatives.
    Automatic1111,
    /// Pictures by a graph of `ComfyUI`.
    ComfyUi,
    /// Replies from files, see [`Script`](crate::script::Script).
    Scripted,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 8] = [
        Self::OpenAi,
        Self::Azure,
        Self::Anthropic,
        Self::Gemini,
        Self::OpenAiImages,
        Self::Automatic1111,
        Self::ComfyUi,
        Self::Scripted,
    ];

    /// Its permanent name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Azure => "azure",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::OpenAiImages => "openai-images",
            Self::Automatic1111 => "automatic1111",
            Self::ComfyUi => "comfyui",
            Self::Scripted => "scripted",
        }
    }

    /// The family called `name`.
    ///
    /// # Errors
    /// [`Kind::Input`] with the names there are.
    pub fn parse(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.into_iter().map(Self::name).collect();
            Error::new(Kind::Input, format!("no family of providers is named '{name}'"))
                .hinted(format!("there are {}", names.join(", ")))
        })
    }

    /// Whether it writes; the others paint.
    #[must_use]
    pub const fn writes(self) -> bool {
        match self {
            Self::OpenAi | Self::Azure | Self::Anthropic | Self::Gemini | Self::Scripted => true,
            Self::OpenAiImages | Self::Automatic1111 | Self::ComfyUi => false,
        }
    }

    /// Where it answers unless told otherwise; empty where everyone has an address of their own.
    #[must_use]
    pub const fn usual_url(self) -> &'static str {
        match self {
            Self::OpenAi | Self::OpenAiImages => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com",
            Self::Gemini => "https://generativelanguage.googleapis.com",
            Self::Automatic1111 => "http://127.0.0.1:7860",
            Self::ComfyUi => "http://127.0.0.1:8188",
            Self::Azure | Self::Scripted => "",
        }
    }

    /// The model that is asked unless told otherwise: small, cheap and able to see; empty where it must be said.
    #[must_use]
    pub const fn usual_model(self) -> &'static str {
        match self {
            Self::OpenAi => "gpt-4.1-mini",
            Self::Anthropic => "claude-haiku-4-5",
            Self::Gemini => "gemini-2.5-flash",
            Self::OpenAiImages => "gpt-image-1",
            Self::Azure | Self::Automatic1111 | Self::ComfyUi | Self::Scripted => "",
        }
    }
}
