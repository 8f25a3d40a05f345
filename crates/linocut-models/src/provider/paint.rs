//! A model behind HTTP that paints.

use super::{Family, Settings, automatic1111, comfyui, openai_images};
use linocut_core::{Context, Error, ImageModel, ImageRequest, Kind, Model, ModelId, Raster, Result};
use std::ops::RangeInclusive;

/// Sides of a picture in pixels: below, nothing is seen; above, no model was trained.
const SIDES: RangeInclusive<u32> = 64..=4096;
/// Most adapters at once; each costs memory.
const MOST_ADAPTERS: usize = 8;
/// Longest name of an adapter.
const LONGEST_NAME: usize = 64;

/// A model behind HTTP that paints.
#[derive(Clone, Debug)]
pub struct RemotePainter {
    settings: Settings,
    wire: Wire,
    id: ModelId,
}

/// The three shapes of requests and replies.
#[derive(Clone, Copy, Debug)]
enum Wire {
    OpenAi,
    Automatic1111,
    ComfyUi,
}

impl RemotePainter {
    /// The model of `settings`.
    ///
    /// # Errors
    /// [`Kind::Input`] when the settings make no sense or belong to a model that writes.
    pub fn open(settings: &Settings) -> Result<Self> {
        settings.check()?;
        let wire = match settings.family {
            Family::OpenAiImages => Wire::OpenAi,
            Family::Automatic1111 => Wire::Automatic1111,
            Family::ComfyUi => Wire::ComfyUi,
            Family::OpenAi | Family::Azure | Family::Anthropic | Family::Gemini | Family::Scripted => {
                return Err(Error::new(Kind::Input, format!("provider {} does not paint", settings.name)));
            }
        };
        Ok(Self { settings: settings.clone(), wire, id: settings.id() })
    }
}

impl Model for RemotePainter {
    fn id(&self) -> &ModelId {
        &self.id
    }
}

impl ImageModel for RemotePainter {
    fn generate(&self, request: &ImageRequest, cx: &Context) -> Result<Raster> {
        check(request)?;
        let painted = match self.wire {
            Wire::OpenAi => openai_images::paint(&self.settings, request, cx),
            Wire::Automatic1111 => automatic1111::paint(&self.settings, request, cx),
            Wire::ComfyUi => comfyui::paint(&self.settings, request, cx),
        };
        painted.map_err(|error| error.at(&self.settings.name))
    }
}

fn check(request: &ImageRequest) -> Result<()> {
    let wrong = |sentence: String| Err(Error::new(Kind::Input, sentence));
    let (width, height) = request.size;
    if !SIDES.contains(&width) || !SIDES.contains(&height) {
        return wrong(format!("a picture of {width} × {height} pixels, sides go from 64 to 4096"));
    }
    if request.adapters.len() > MOST_ADAPTERS {
        return wrong(format!("{} adapters, {MOST_ADAPTERS} is the most", request.adapters.len()));
    }
    let usual = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    match request
        .adapters
        .iter()
        .find(|(name, _)| name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(usual))
    {
        Some((name, _)) => wrong(format!("'{name}' is no name of an adapter: letters, digits, dots and dashes")),
        None => Ok(()),
    }
}

/// Refuses wishes that a provider cannot fulfill.
pub(super) fn refuse(what: &[(&str, bool)]) -> Result<()> {
    match what.iter().find(|(_, wished)| *wished) {
        Some((name, _)) => Err(Error::new(Kind::Input, format!("this provider takes no {name}"))),
        None => Ok(()),
    }
}
