//! The choice of a route.

use crate::answer::{Answer, Drawn, Source};
use crate::compose::compose;
use crate::generate::{generate, judge};
use crate::lookup::{Found, lookup};
use crate::painted::paint;
use crate::request::{DrawRequest, Means, Models, Route};
use crate::wishes::taken;
use crate::written::write;
use linocut_core::{Asked, Context, Error, Kind, Result};

/// Score of icon-CLIP below which a drawing is no answer: that of the worst twentieth of drawings for everyday nouns.
const SCRIBBLE: f64 = 0.19;
/// What a drawing by the model loses against an icon by people that shows the same.
const HAND: f64 = 0.85;
/// What a guess loses beyond that.
const DOUBT: f64 = 0.5;
/// What the score of a name is worth beside what icon-CLIP sees: it knows fewer words than the library does.
const NAME: f64 = 0.6;
/// Share of the time that is kept for drawing offline when a language model is asked first.
const OFFLINE: f64 = 0.3;
/// Least rank of a drawing by the model that is worth showing beside icons by people.
const WORTH: f64 = 0.5;
/// Score of icon-CLIP below which a drawing is a guess: that of a quarter of the best drawings for 200 everyday nouns,
/// and of those for made-up words.
const GUESS: f64 = 0.35;

/// Draws what the request asks for.
///
/// [`Route::Auto`] looks up first. If no icon shows the whole prompt it composes one from two, and if that cannot be done
/// the icon model draws candidates; the best of these and the nearest icons wins by icon-CLIP and tidiness.
/// Asked for several drawings, it lets the model draw about half of them.
///
/// [`Route::Plan`] and [`Route::Template`] ask a language model; [`Route::Auto`] asks it, too, if it may do so unbidden and
/// no icon shows the whole prompt. A model that does not answer is a warning, and the drawing is made without.
///
/// Words about the look count as options that were not given: "solid bell", "red warning triangle", "thin line airplane".
///
/// # Errors
/// [`Kind::Input`] for a prompt without words or an option out of range, [`Kind::Missing`] when nothing shows the prompt
/// or a family does not exist, [`Kind::Unavailable`] when a route needs models that are not there, and those of `cx`.
pub fn draw(asked: &DrawRequest, means: &Means<'_>, cx: &Context) -> Result<Drawn> {
    asked.check(means.library)?;
    let (request, notes) = &taken(asked, means.library);
    let mut warnings = Vec::new();
    let mut answers = match request.route {
        Route::Auto => auto(request, means, cx, &mut warnings)?,
        Route::Library => by_library(request, means)?,
        Route::Compose => by_composition(request, means, cx)?,
        Route::Icon => {
            readable(&request.prompt)?;
            generate(request, means, &(means.models)()?, &[], cx)?
        }
        Route::Plan | Route::Template | Route::Diffusion => by_model(request, means, cx, &mut warnings)?,
    };
    answers.truncate(request.count);
    let Some(first) = answers.first() else { return Err(nothing(&request.prompt)) };
    let why = [vec![first.source.reason(&clipped(&request.prompt))], notes.clone()].concat().join("; ");
    if answers.len() < request.count {
        warnings.push(format!("{} of {} drawings, there are no more that differ", answers.len(), request.count));
    }
    if let Source::Generated { clip, .. } = first.source
        && (clip < GUESS || clip.is_nan())
    {
        warnings.push("the icon model hardly knows these words, its drawing is a guess".to_owned());
    }
    for answer in &mut answers {
        let warned = answer.warnings.iter().map(|warning| format!("{}: {warning}", answer.source.note()));
        warnings.extend(warned);
        answer.drawing.title = Some(title(&asked.prompt));
        answer.drawing.description = Some(answer.source.credit());
    }
    Ok(Drawn { prompt: asked.prompt.clone(), answers, why, warnings })
}

fn by_library(request: &DrawRequest, means: &Means<'_>) -> Result<Vec<Answer>> {
    let mut found = lookup(request, means, None)?;
    let whole = found.iter().any(|found| found.whole);
    if !whole && let Ok(models) = (means.models)() {
        found = lookup(request, means, Some(&models))?;
    }
    Ok(found.into_iter().filter(|found| found.whole || !whole).map(|found| found.answer).collect())
}

/// What a model behind another program makes; without an answer of it, what there is offline, and a warning.
fn by_model(request: &DrawRequest, means: &Means<'_>, cx: &Context, warnings: &mut Vec<String>) -> Result<Vec<Answer>> {
    let needed = |what: &str| {
        let sentence = format!("route {} needs {what}, none is known", request.route.name());
        Error::new(Kind::Unavailable, sentence)
            .hinted("`linocut providers list` shows how one is made known; the other routes need none")
    };
    let (made, what) = if request.route == Route::Diffusion {
        let painter = means.painter.ok_or_else(|| needed("an image model"))?;
        (paint(request, means, painter, &sparing(cx)), "image model")
    } else {
        let writer = means.writer.ok_or_else(|| needed("a language model"))?;
        (write(request, means, writer, &sparing(cx)), "language model")
    };
    let error = match made {
        Ok(answers) if !answers.is_empty() => return filled_up(answers, request, means, cx, warnings),
        Ok(_) => Error::new(Kind::Unavailable, "nothing was made"),
        Err(error) => error,
    };
    if !is_outage(&error) {
        return Err(error);
    }
    cx.check()?;
    cx.forget();
    let mut told = Vec::new();
    match offline(request, request.count, means, cx, &mut told) {
        Ok(answers) if !answers.is_empty() => {
            warnings.push(format!("drawn offline, the {what} gave no drawing: {error}"));
            warnings.extend(told);
            Ok(answers)
        }
        Ok(_) | Err(_) => Err(error),
    }
}

/// What there is without any model behind another program.
fn offline(
    request: &DrawRequest,
    count: usize,
    means: &Means<'_>,
    cx: &Context,
    warnings: &mut Vec<String>,
) -> Result<Vec<Answer>> {
    let means = Means { writer: None, painter: None, ..*means };
    auto(&DrawRequest { route: Route::Auto, count, ..request.clone() }, &means, cx, warnings)
}

/// What a model made and, if that is less than was asked for, what there is offline after it.
fn filled_up(
    made: Vec<Answer>,
    request: &DrawRequest,
    means: &Means<'_>,
    cx: &Context,
    warnings: &mut Vec<String>,
) -> Result<Vec<Answer>> {
    let missing = request.count.saturating_sub(made.len());
    // An icon does not stand beside a scene or a painting.
    if missing == 0 || request.route != Route::Plan {
        return Ok(made);
    }
    match offline(request, missing, means, cx, &mut Vec::new()) {
        Ok(more) => {
            if !more.is_empty() {
                warnings.push(format!("the model gave {} of {}, the rest is from offline", made.len(), request.count));
            }
            Ok(made.into_iter().chain(more).collect())
        }
        Err(error) if error.kind() == Kind::Cancelled => Err(error),
        // What was made is there all the same.
        Err(_) => Ok(made),
    }
}

/// What the icon model draws and is not `shown`; when the time is over, nothing, and a warning: icons that people drew are
/// there already.
fn generated(
    request: &DrawRequest,
    means: &Means<'_>,
    (models, shown): (&Models<'_>, &[Answer]),
    cx: &Context,
    warnings: &mut Vec<String>,
) -> Result<Vec<Answer>> {
    match generate(request, means, models, shown, cx) {
        Err(error) if error.kind() == Kind::Limit => {
            cx.forget();
            warnings.push("the icon model had no time left to draw".to_owned());
            Ok(Vec::new())
        }
        done => done,
    }
}

/// The context with time kept back for the routes that need no language model.
fn sparing(cx: &Context) -> Context {
    cx.remaining().map_or_else(|| cx.clone(), |left| cx.sparing(left.mul_f64(OFFLINE)))
}

/// Whether another route may do what a language model did not.
fn is_outage(error: &Error) -> bool {
    matches!(error.kind(), Kind::Unavailable | Kind::Limit | Kind::Refused)
}

fn by_composition(request: &DrawRequest, means: &Means<'_>, cx: &Context) -> Result<Vec<Answer>> {
    let models = (means.models)().ok();
    compose(request, means, models.as_ref(), cx)?.map(|answer| vec![answer]).ok_or_else(|| {
        let sentence = format!("\"{}\" does not fall into a thing and something added to it", clipped(&request.prompt));
        Error::new(Kind::Missing, sentence).hinted("write it like \"cloud with lock\", or leave out --route compose")
    })
}

fn auto(request: &DrawRequest, means: &Means<'_>, cx: &Context, warnings: &mut Vec<String>) -> Result<Vec<Answer>> {
    // Words alone first: most prompts need no model, and loading one takes longer than looking them up.
    let found = lookup(request, means, None)?;
    let (whole, partial): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|found| found.whole);
    let mut whole = answers(whole);
    if request.count == 1 && !whole.is_empty() {
        return Ok(whole);
    }
    let composed = if whole.is_empty() { compose(request, means, None, cx)? } else { None };
    if request.count == 1 && composed.is_some() {
        return Ok(composed.into_iter().collect());
    }
    let models = match (means.models)() {
        Ok(models) => models,
        Err(error) => {
            if whole.is_empty() && composed.is_none() {
                whole = unbidden(request, means, cx, warnings)?;
                whole.extend(answers(partial));
            }
            if whole.is_empty() && composed.is_none() {
                return Err(nothing(&request.prompt).cause(error));
            }
            warnings.push(format!("nothing was generated: {error}"));
            return Ok(whole.into_iter().chain(composed).collect());
        }
    };
    if whole.is_empty() && composed.is_none() {
        let written = unbidden(request, means, cx, warnings)?;
        return contest(request, means, &models, (written, warnings), cx);
    }
    let rest = whole.split_off(whole.len().min(request.count.div_ceil(2)));
    let missing = request.count - whole.len();
    let wish = DrawRequest { count: missing, ..request.clone() };
    // What the library has beyond these may come after them, and is not to be repeated either.
    let shown: Vec<Answer> = whole.iter().chain(&composed).chain(&rest).cloned().collect();
    let drawn = if readable(&request.prompt).is_ok() {
        generated(&wish, means, (&models, &shown), cx, warnings)?
    } else {
        Vec::new()
    };
    let drawn = drawn.into_iter().filter(|answer| answer.score.get() >= WORTH);
    Ok(whole.into_iter().chain(composed).chain(drawn).chain(rest).collect())
}

/// What a language model writes that may be asked without being named; a failure is a warning.
fn unbidden(request: &DrawRequest, means: &Means<'_>, cx: &Context, warnings: &mut Vec<String>) -> Result<Vec<Answer>> {
    let Some(writer) = means.writer.filter(|writer| writer.asked == Asked::Unbidden) else { return Ok(Vec::new()) };
    match write(request, means, writer, &sparing(cx)) {
        Ok(answers) => Ok(answers),
        Err(error) if is_outage(&error) => {
            cx.check()?;
            cx.forget();
            warnings.push(format!("the language model gave no drawing: {error}"));
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

/// What was written, what the model draws, a base with a badge by the model, and icons that show a part or come near, in the order of what
/// icon-CLIP sees in them.
fn contest(
    request: &DrawRequest,
    means: &Means<'_>,
    models: &Models<'_>,
    (written, warnings): (Vec<Answer>, &mut Vec<String>),
    cx: &Context,
) -> Result<Vec<Answer>> {
    let near = lookup(request, means, Some(models))?;
    if readable(&request.prompt).is_err() {
        let all: Vec<Answer> = written.into_iter().chain(answers(near)).collect();
        return if all.is_empty() { Err(nothing(&request.prompt)) } else { Ok(all) };
    }
    let composed = match compose(request, means, Some(models), cx) {
        Err(error) if error.kind() == Kind::Limit => None,
        composed => composed?,
    };
    let shown: Vec<Answer> =
        written.iter().chain(near.iter().map(|found| &found.answer)).chain(&composed).cloned().collect();
    let drawn = generated(request, means, (models, &shown), cx, warnings)?;
    let drawn = drawn.into_iter().filter(|answer| !is_scribble(&answer.source));
    let mut ranked = Vec::new();
    for answer in written.into_iter().chain(answers(near)).chain(composed).chain(drawn) {
        let rank = || judge(&request.prompt, &answer.drawing, models.clip);
        let worth = match answer.source {
            Source::Generated { clip, .. } => rank()? * if clip < GUESS { HAND * DOUBT } else { HAND },
            // Judged already, and by a model that sees if there is one.
            Source::Written { .. } | Source::Painted { .. } => answer.score.get() * HAND,
            Source::Library { .. } | Source::Composed { .. } => rank()?.max(answer.score.get() * NAME),
        };
        ranked.push((worth, answer));
    }
    if ranked.is_empty() {
        cx.check()?;
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(ranked.into_iter().map(|(_, answer)| answer).collect())
}

/// Whether icon-CLIP sees nothing of the prompt in what the model drew.
fn is_scribble(source: &Source) -> bool {
    matches!(source, Source::Generated { clip, .. } if clip.is_nan() || *clip < SCRIBBLE)
}

fn answers(found: Vec<Found>) -> Vec<Answer> {
    found.into_iter().map(|found| found.answer).collect()
}

/// Passes when the icon model has a chance to understand the prompt: it learned English names.
fn readable(prompt: &str) -> Result<()> {
    if is_english(prompt) { Ok(()) } else { Err(nothing(prompt)) }
}

fn is_english(prompt: &str) -> bool {
    linocut_glyph::words(prompt).iter().any(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
}

fn nothing(prompt: &str) -> Error {
    let anyway = if is_english(prompt) { "; --route icon draws what it can" } else { "" };
    Error::new(Kind::Missing, format!("no icon shows \"{}\"", clipped(prompt)))
        .hinted(format!("say it in a few English words, such as \"shield with check mark\"{anyway}"))
}

/// The prompt on one line of bounded length, as the title of a drawing.
fn title(prompt: &str) -> String {
    let words: Vec<&str> =
        prompt.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    clipped(&words.join(" "))
}

/// The beginning of a prompt, for messages.
fn clipped(prompt: &str) -> String {
    const MOST: usize = 120;
    let clean: String = prompt.chars().filter(|c| !c.is_control()).take(MOST + 1).collect();
    if clean.chars().count() <= MOST { clean } else { clean.chars().take(MOST).chain(['…']).collect() }
}
