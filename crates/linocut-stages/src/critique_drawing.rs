//! Drawing + words → what is good and bad about it.

use crate::by::By;
use crate::edit::needed;
use linocut_ask::Sight;
use linocut_core::{
    Asked, Assessment, Context, Drawing, Error, Kind, LanguageModel, Raster, Result, Rgba, Type, Value, VisionModel,
    Warned,
};
use linocut_draw::critique;
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{RenderOptions, render};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// Side of the picture that is judged, in pixels.
const SIDE: u32 = 384;

/// Judges how well a drawing shows words, as JSON: `alignment` 0 to 100, `aesthetic` 0 to 10 or null, `caption` or null,
/// `strengths`, `weaknesses`, and `by` whom; by a language model that looks at pictures, else by icon-CLIP and rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CritiqueDrawing {
    /// Who judges.
    pub(crate) by: By,
}

impl Stage for CritiqueDrawing {
    const NAME: &'static str = "critique-drawing";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("drawing", Type::Drawing), Port::needed("words", Type::Text)];
    const OUTPUT: Type = Type::Text;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        self.run_warned(inputs, cx).map(|judged| judged.value)
    }

    fn run_warned(&self, inputs: &Inputs, cx: &Context) -> Result<Warned<Value>> {
        let (drawing, words) = (inputs.drawing("drawing")?, inputs.text("words")?);
        let options = RenderOptions {
            width: Some(SIDE),
            height: Some(SIDE),
            background: Some(Rgba::WHITE),
            ..RenderOptions::default()
        };
        let picture = Arc::new(render(&drawing, &options)?);
        let mut warnings = Vec::new();
        let (by, judged) = match self.viewer(cx)? {
            None => ("icon-clip".to_owned(), ruled(&drawing, &words, &picture, cx)?),
            Some(model) => match seen(model, &words, &picture, cx) {
                Ok(judged) => (model.id().to_string(), judged),
                Err(error) if matches!(error.kind(), Kind::Unavailable | Kind::Limit | Kind::Refused) => {
                    cx.check()?;
                    cx.forget();
                    warnings.push(format!("judged by icon-CLIP, the language model gave no judgment: {error}"));
                    ("icon-clip".to_owned(), ruled(&drawing, &words, &picture, cx)?)
                }
                Err(error) => return Err(error),
            },
        };
        Ok(Warned { value: Value::text(told(&judged, &by)), warnings })
    }
}

impl CritiqueDrawing {
    /// The language model that judges; `None` for icon-CLIP.
    fn viewer<'a>(&self, cx: &'a Context) -> Result<Option<&'a dyn LanguageModel>> {
        match self.by {
            By::Rules => Ok(None),
            By::Auto => Ok(cx.language.as_deref().filter(|model| model.sees() && cx.asked == Asked::Unbidden)),
            By::Model => {
                let model = needed(cx)?;
                let blind = || {
                    let sentence = format!("{} does not look at pictures", model.id().name);
                    Error::new(Kind::Input, sentence)
                        .hinted("\"sees\": true in the file of providers says that it does")
                };
                if model.sees() { Ok(Some(model)) } else { Err(blind()) }
            }
        }
    }
}

fn seen(model: &dyn LanguageModel, words: &str, picture: &Arc<Raster>, cx: &Context) -> Result<Assessment> {
    let sight = Sight::of(model).ok_or_else(|| Error::new(Kind::Bug, "the judge is blind"))?;
    first(sight.assess(words, std::slice::from_ref(picture), cx)?)
}

/// What icon-CLIP sees, and what rules find.
fn ruled(drawing: &Drawing, words: &str, picture: &Arc<Raster>, cx: &Context) -> Result<Assessment> {
    let mut judged = clip(words, picture, cx)?;
    judged.weaknesses.extend(critique(drawing)?.iter().map(ToString::to_string));
    Ok(judged)
}

#[cfg(feature = "icon")]
fn clip(words: &str, picture: &Arc<Raster>, cx: &Context) -> Result<Assessment> {
    first(linocut_models::IconClip::embedded()?.assess(words, std::slice::from_ref(picture), cx)?)
}

#[cfg(not(feature = "icon"))]
fn clip(_words: &str, _picture: &Arc<Raster>, _cx: &Context) -> Result<Assessment> {
    Err(Error::new(Kind::Unavailable, "this program was built without icon-CLIP"))
}

fn first(all: Vec<Assessment>) -> Result<Assessment> {
    all.into_iter().next().ok_or_else(|| Error::new(Kind::Bug, "a judgment is missing"))
}

fn told(judged: &Assessment, by: &str) -> String {
    let rounded = |share: f64, most: f64| (share * most * 10.0).round() / 10.0;
    json!({
        "alignment": rounded(judged.alignment.get(), 100.0),
        "aesthetic": judged.aesthetic.map(|share| rounded(share.get(), 10.0)),
        "caption": judged.caption,
        "strengths": judged.strengths,
        "weaknesses": judged.weaknesses,
        "by": by,
    })
    .to_string()
}
