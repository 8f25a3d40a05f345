//! What Linocut answers to a prompt.

use linocut_core::{Context, Error, Kind, Result};
use linocut_draw::{DrawRequest, Drawn, Means, Models, Origin, draw};
use linocut_icons::Library;
use linocut_models::clip::NameIndex;
use linocut_models::{IconClip, IconModel, IconRequest};
use linocut_svg::{WriteOptions, write};

/// One drawing and where it comes from.
pub(super) struct Answer {
    /// The drawing as SVG.
    pub(super) svg: String,
    /// Which way it was found.
    pub(super) origin: Origin,
    /// What a person would want to know of it: its set and license, or its score.
    pub(super) note: String,
    /// Whether a person would get it: a raw candidate has not been chosen among others.
    pub(super) finished: bool,
}

/// The best drawing for `request`, written as the command line does.
///
/// # Errors
/// Those of [`draw`].
pub(super) fn best(request: &DrawRequest, cx: &Context) -> Result<Answer> {
    let means = Means { library: Library::embedded()?, models: &models, writer: None, painter: None };
    let Drawn { answers, .. } = draw(request, &means, cx)?;
    let answer = answers.into_iter().next().ok_or_else(|| Error::new(Kind::Bug, "no drawing"))?;
    Ok(Answer {
        svg: write(&answer.drawing, &WriteOptions::default()),
        origin: answer.source.origin(),
        note: answer.source.note(),
        finished: true,
    })
}

/// The first candidate of the model as it comes, neither judged nor regularized.
///
/// # Errors
/// Those of [`IconModel::generate`].
pub(super) fn raw(request: &IconRequest, cx: &Context) -> Result<Answer> {
    let candidate = IconModel::embedded()?.generate(request, cx)?.into_iter().next();
    let candidate = candidate.ok_or_else(|| Error::new(Kind::Bug, "the model drew nothing"))?;
    let note = format!("{} tokens", candidate.tokens.len());
    Ok(Answer { svg: candidate.svg, origin: Origin::Generated, note, finished: false })
}

/// The fewest tokens that the model can draw with.
///
/// # Errors
/// Those of [`IconModel::embedded`].
pub(super) fn least_tokens() -> Result<usize> {
    Ok(IconModel::embedded()?.vocabulary().walk().least())
}

fn models() -> Result<Models<'static>> {
    Ok(Models { icon: IconModel::embedded()?, clip: IconClip::embedded()?, names: Some(NameIndex::embedded()?) })
}
