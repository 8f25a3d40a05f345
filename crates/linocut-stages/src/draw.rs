//! Words → drawing.

use crate::choice::choice;
use linocut_core::{Context, Error, Kind, ModelId, Raster, Result, Type, Value, Warned};
use linocut_draw::{DrawRequest, Drawn, Means, Models, PaintOptions, Painter, Writer, draw};
use linocut_edit::Palette;
use linocut_flow::{Inputs, Port, Stage};
use linocut_icons::Library;
use linocut_trace::TraceOptions;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::Arc;

/// Draws an icon for words: found in the library, put together from two, drawn by the icon model, or made by
/// a language or image model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Draw {
    /// How it is made.
    pub(crate) route: Route,
    /// The manner; from the words when left out.
    pub(crate) style: Option<Style>,
    /// The icon family to take or to imitate, such as `lucide`; the best when left out.
    pub(crate) family: Option<String>,
    /// Width of lines in units of the grid; the family's own when left out.
    #[schemars(range(min = 0.1, max = 32.0))]
    pub(crate) stroke: Option<f64>,
    /// Side of the view box in units; 24 when left out.
    #[schemars(range(min = 8.0, max = 256.0))]
    pub(crate) grid: Option<f64>,
    /// Colors to use, the most important first, such as `navy,#f80`; the drawing's own when empty.
    pub(crate) palette: String,
    /// Size in pixels of the picture that an image model paints, such as `768x512`; 1024 by 1024 when empty.
    pub(crate) size: String,
    /// Steps of diffusion of an image model; the provider's own, mostly 30, when left out.
    #[schemars(range(min = 1, max = 150))]
    pub(crate) steps: Option<u32>,
    /// How closely an image model follows the words; the provider's own, mostly 7.5, when left out.
    #[schemars(range(min = 0.0, max = 30.0))]
    pub(crate) guidance: Option<f64>,
    /// What an image model must not show; text, letters and watermarks when left out.
    pub(crate) negative: Option<String>,
    /// How many answers to choose from; more than there are is no mistake.
    #[schemars(range(min = 1, max = 64))]
    pub(crate) count: usize,
    /// Which of them, the best being 0; where several are asked for, the first of them.
    #[schemars(range(min = 0, max = 63))]
    pub(crate) pick: usize,
}

choice! {
    /// Ways from words to a drawing.
    Route => linocut_draw::Route {
        /// The best that there is.
        Auto,
        /// An icon that people drew.
        Library,
        /// The icon model.
        Icon,
        /// A large icon and a small one.
        Compose,
        /// Icons that a language model plans and draws.
        Plan,
        /// A scene that a language model describes and draws.
        Template,
        /// A picture that an image model paints, traced.
        Diffusion,
    }
}
choice! {
    /// Manners.
    Style => linocut_glyph::Style { Line, Outline, Solid, Duotone, Color }
}

impl Default for Draw {
    fn default() -> Self {
        Self {
            route: Route::Auto,
            style: None,
            family: None,
            stroke: None,
            grid: None,
            palette: String::new(),
            size: String::new(),
            steps: None,
            guidance: None,
            negative: None,
            count: 1,
            pick: 0,
        }
    }
}

impl Stage for Draw {
    const NAME: &'static str = "draw";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("words", Type::Text)];
    const OUTPUT: Type = Type::Drawing;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        self.run_warned(inputs, cx).map(|drawn| drawn.value)
    }

    fn run_warned(&self, inputs: &Inputs, cx: &Context) -> Result<Warned<Value>> {
        let Drawn { answers, warnings, .. } = self.drawn(inputs.text("words")?.as_ref(), cx)?;
        let picked = answers.into_iter().next().ok_or_else(|| Error::new(Kind::Bug, "an answer is missing"))?;
        Ok(Warned { value: Value::Drawing(Arc::new(picked.drawing)), warnings })
    }

    fn models(&self) -> Vec<ModelId> {
        built_in()
    }
}

/// The library and the models come with the program, so its version names them.
pub(crate) fn built_in() -> Vec<ModelId> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    vec![ModelId { name: "linocut-icons".to_owned(), version, digest: String::new() }]
}

impl Draw {
    /// How a picture is painted.
    fn painted(&self) -> Result<PaintOptions> {
        let usual = PaintOptions::default();
        let size = if self.size.is_empty() { usual.size } else { PaintOptions::parse_size(&self.size)? };
        let negative = self.negative.clone().unwrap_or(usual.negative);
        Ok(PaintOptions { size, steps: self.steps, guidance: self.guidance, negative })
    }

    /// The drawings from `pick` on, the best first: at least one.
    pub(crate) fn drawn(&self, words: &str, cx: &Context) -> Result<Drawn> {
        let mut request = DrawRequest::new(words);
        request.route = self.route.into();
        request.style = self.style.map(Into::into);
        request.family.clone_from(&self.family);
        (request.stroke, request.grid, request.count) = (self.stroke, self.grid, self.count.max(self.pick + 1));
        request.palette = (!self.palette.is_empty()).then(|| Palette::parse(&self.palette)).transpose()?;
        request.paint = self.painted()?;
        let writer = cx.language.as_deref().map(|model| Writer { model, asked: cx.asked });
        let trace = |picture: &Raster, cx: &Context| linocut_trace::trace(picture, &TraceOptions::default(), cx);
        let painter = cx.painter.as_deref().map(|model| Painter { model, trace: &trace });
        let means = Means { library: Library::embedded()?, models: &|| embedded(), writer, painter };
        let mut drawn = draw(&request, &means, cx)?;
        let found = drawn.answers.len();
        if found <= self.pick {
            let few = format!("there are only {found} answers");
            let sentence = if found == 0 { "nothing was found for these words".to_owned() } else { few };
            return Err(Error::new(Kind::Missing, sentence));
        }
        drawn.answers.drain(..self.pick);
        Ok(drawn)
    }
}

/// The drawings for `words` with all that is known of them, by the parameters of the stage `draw`.
///
/// # Errors
/// [`Kind::Input`] for parameters that do not fit, and those of [`draw`].
pub fn drawn(params: &Json, words: &str, cx: &Context) -> Result<Drawn> {
    let wrong = |error| Error::new(Kind::Input, format!("parameters do not fit draw: {error}"));
    let stage: Draw = serde_json::from_value(params.clone()).map_err(wrong)?;
    stage.drawn(words, cx)
}

#[cfg(feature = "icon")]
fn embedded() -> Result<Models<'static>> {
    use linocut_models::{IconClip, IconModel, clip::NameIndex};
    Ok(Models { icon: IconModel::embedded()?, clip: IconClip::embedded()?, names: Some(NameIndex::embedded()?) })
}

#[cfg(not(feature = "icon"))]
fn embedded() -> Result<Models<'static>> {
    Err(Error::new(Kind::Unavailable, "this program was built without the icon model"))
}
