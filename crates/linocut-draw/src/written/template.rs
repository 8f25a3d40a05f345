//! Scenes in one conversation: describe, draw, look, draw again (the first stage of `Chat2SVG`, Wu et al. 2024).

use super::candidate::Candidate;
use super::plan::{Again, redrawn};
use super::{all, rounds};
use crate::request::DrawRequest;
use linocut_ask::{Asking, ask, fill};
use linocut_core::{Context, Form, LanguageModel, Message, Result, Role, TextRequest, Warned};

const EXPAND: &str = include_str!("../../prompts/expand.md");
const SCENE: &str = include_str!("../../prompts/scene.md");
/// How freely scenes are described; drawing them is left to the likeliest.
const FREELY: f64 = 0.7;
/// Longest description that is gone on with, in bytes.
const LONGEST: usize = 12_000;
/// Most scenes for one prompt: each is a conversation of its own.
const MOST: usize = 4;

/// Every drawing of every conversation; the model hears of flaws once more than with icons.
pub(super) fn candidates(request: &DrawRequest, model: &dyn LanguageModel, cx: &Context) -> Result<Vec<Candidate>> {
    all(0..request.count.clamp(1, MOST), cx, |number| scene(request, number, model, cx))
}

/// Describes a scene, then draws it.
fn scene(request: &DrawRequest, number: usize, model: &dyn LanguageModel, cx: &Context) -> Result<Vec<Candidate>> {
    let seed = cx.seed.wrapping_add(u64::try_from(number).unwrap_or(0));
    let mut messages = vec![Message::new(Role::Person, fill(EXPAND, &[("prompt", &request.prompt)]))];
    let asked =
        TextRequest { temperature: FREELY, top_p: 0.95, seed: Some(seed), ..TextRequest::new("expand", messages) };
    let described = ask(model, asked, Asking { tries: 1, ..Asking::default() }, cx, &mut |text| {
        Ok(Warned::clean(text.chars().take(LONGEST).collect::<String>()))
    })?;
    messages = described.messages;
    messages.push(Message::new(Role::Person, SCENE));
    let asked =
        TextRequest { form: Form::Svg, max_tokens: 8192, seed: Some(seed), ..TextRequest::new("svg", messages) };
    redrawn(&asked, number, Again::Looked(rounds(cx.effort) + 1), model, cx)
}
