//! A large icon with a small one in its corner, where no icon shows both.

mod split;

use crate::answer::{Answer, Badge, Source};
use crate::finish::finish;
use crate::generate::best;
use crate::lookup::{self, Place, places, whole};
use crate::request::{DrawRequest, Means, Models};
use linocut_core::{Context, Drawing, Result, Unit, Warned};
use linocut_edit::{BadgeOptions, badge, stock_badge};
use linocut_icons::IconInfo;
use split::{Split, splits};

/// What a composition loses against an icon that shows the whole prompt.
const COMPOSED: f64 = 0.9;
/// What a badge from the model loses against one that people drew.
const DRAWN: f64 = 0.7;

struct Parts {
    base: IconInfo,
    art: Drawing,
    badge: (Badge, Drawing),
    score: f64,
}

/// The prompt as a base with a badge; `None` when it does not fall into two parts that can be had.
///
/// A part that follows a connecting word ("with", "and") and that no icon shows is drawn by the model, if it is given.
pub(crate) fn compose(
    request: &DrawRequest,
    means: &Means<'_>,
    models: Option<&Models<'_>>,
    cx: &Context,
) -> Result<Option<Answer>> {
    let places = places(request, request.home(means.library)?);
    let mut found: Option<Parts> = None;
    for split in splits(&request.prompt) {
        cx.check()?;
        let parts = parts(&split, &places, means)?;
        if parts.as_ref().is_some_and(|parts| found.as_ref().is_none_or(|best| parts.score > best.score)) {
            found = parts;
        }
    }
    if let (None, Some(models)) = (&found, models) {
        found = filled(request, &places, means, (models, cx))?;
    }
    found.map(|parts| finished(parts, request)).transpose()
}

fn parts(split: &Split, places: &[Place], means: &Means<'_>) -> Result<Option<Parts>> {
    let Some((icon, sure)) = whole(&split.base, places, means) else { return Ok(None) };
    let (base, art) = lookup::art(icon, means)?;
    if let Some(drawing) = stock_badge(&split.badge) {
        let name = drawing.title.clone().unwrap_or_else(|| split.badge.clone());
        return Ok(Some(Parts { base, art, badge: (Badge::Stock(name), drawing), score: sure * COMPOSED }));
    }
    if !split.connected {
        return Ok(None);
    }
    // A badge in the hand of the base looks better than a better name in another.
    let alike = Place::like(&base, means.library);
    let small = whole(&split.badge, &[alike], means).or_else(|| whole(&split.badge, places, means));
    let Some((small, also)) = small else { return Ok(None) };
    let (info, drawing) = lookup::art(small, means)?;
    Ok(Some(Parts { base, art, badge: (Badge::Icon(Box::new(info)), drawing), score: sure * also * COMPOSED }))
}

/// A base from the library with a badge that the model draws.
fn filled(
    request: &DrawRequest,
    places: &[Place],
    means: &Means<'_>,
    (models, cx): (&Models<'_>, &Context),
) -> Result<Option<Parts>> {
    for split in splits(&request.prompt).iter().filter(|split| split.connected) {
        let Some((icon, sure)) = whole(&split.base, places, means) else { continue };
        let wish = DrawRequest { prompt: split.badge.clone(), ..request.clone() };
        let Some((drawing, model, rank)) = best(&wish, models, cx)? else { continue };
        let (base, art) = lookup::art(icon, means)?;
        return Ok(Some(Parts { base, art, badge: (Badge::Generated(model), drawing), score: sure * rank * DRAWN }));
    }
    Ok(None)
}

fn finished(parts: Parts, request: &DrawRequest) -> Result<Answer> {
    let Parts { base, art, badge: (from, small), score } = parts;
    let together = badge(&art, &small, &BadgeOptions::default())?;
    let Warned { value: drawing, warnings } = finish(&together, base.style, request)?;
    let source = Source::Composed { base: Box::new(base), badge: from };
    Ok(Answer { drawing, score: Unit::clamped(score), source, warnings })
}
