//! Icons that people drew.

use crate::answer::{Answer, Source};
use crate::finish::{finish, read};
use crate::request::{DrawRequest, Means, Models};
use linocut_core::{Drawing, Result, Unit, Warned};
use linocut_glyph::Style;
use linocut_icons::{Family, Hit, IconId, IconInfo, Library, SearchOptions};
use linocut_models::judge::Geometry;

/// Hits that are looked at for a few drawings: enough to pass over those that repeat another.
const HITS: usize = 24;
/// What a place loses against the one before it: an icon of the wanted family that is named by a synonym comes after one
/// of the same style that is named exactly.
const LATER: f64 = 0.08;
/// The same for each of many: about every second icon repeats one of another set.
const EACH: usize = 4;
/// Names near in meaning that are tried.
const NEAR: usize = 6;

/// An icon that was found, with the words it lacks.
pub(crate) struct Found {
    pub(crate) answer: Answer,
    pub(crate) whole: bool,
}

/// Where to look, in the order of wishes: styles, and sets (empty for all).
pub(crate) struct Place {
    styles: Vec<Style>,
    sets: Vec<String>,
}

impl Place {
    /// The family and style of an icon.
    pub(crate) fn like(icon: &IconInfo, library: &Library) -> Self {
        let own = || vec![icon.set.id.clone()];
        let sets = library.family(&icon.set.id).map_or_else(own, |family| family.sets.clone());
        Self { styles: vec![icon.style], sets }
    }
}

/// The places where icons of the wanted style and family are, nearest to the wish first.
pub(crate) fn places(request: &DrawRequest, family: Option<&Family>) -> Vec<Place> {
    let lines = || vec![Style::Line, Style::Mixed];
    let styles: Vec<Vec<Style>> = match request.look() {
        None => vec![Vec::new()],
        Some(Style::Line | Style::Mixed) => vec![lines()],
        Some(Style::Outline) => vec![vec![Style::Outline, Style::Line, Style::Mixed]],
        Some(style @ (Style::Solid | Style::Duotone | Style::Color)) => vec![vec![style], lines()],
    };
    let own = family.map(|family| family.sets.clone());
    let sets = own.into_iter().chain([Vec::new()]);
    sets.flat_map(|sets| styles.iter().map(move |styles| Place { styles: styles.clone(), sets: sets.clone() }))
        .collect()
}

/// The icons for `prompt` that show all of it, from the best place; without any, the nearest ones.
///
/// `models` help with words that no icon is named by.
fn hits((prompt, limit): (&str, usize), places: &[Place], means: &Means<'_>, models: Option<&Models<'_>>) -> Vec<Hit> {
    let (mut best, mut value, mut partial) = (Vec::new(), 0.0, Vec::new());
    let mut handicap = 0.0;
    for place in places {
        let options = SearchOptions { styles: place.styles.clone(), sets: place.sets.clone(), limit };
        let found = means.library.search(prompt, &options);
        let whole: Vec<Hit> = found.iter().filter(|hit| hit.is_whole()).cloned().collect();
        let first = whole.first().map_or(0.0, |hit| hit.score - handicap);
        if first > value {
            (best, value) = (whole, first);
        }
        handicap += LATER;
        if partial.is_empty() && best.is_empty() {
            partial = match models {
                None => found,
                Some(models) => means.library.search_nearest(prompt, &options, &|words| near(words, models)),
            };
        }
    }
    if best.is_empty() { partial } else { best }
}

fn near(words: &str, models: &Models<'_>) -> Vec<(String, f32)> {
    let names = models.names.zip(models.clip.embed_text(words).ok());
    names.map(|(names, direction)| names.nearest(&direction, NEAR)).unwrap_or_default()
}

/// Up to `count` finished icons for the request that do not repeat each other, best first.
pub(crate) fn lookup(request: &DrawRequest, means: &Means<'_>, models: Option<&Models<'_>>) -> Result<Vec<Found>> {
    let places = places(request, request.home(means.library)?);
    let mut seen: Vec<Geometry> = Vec::new();
    let mut out = Vec::new();
    for hit in hits((&request.prompt, HITS.max(EACH * request.count)), &places, means, models) {
        let (icon, raw) = art(hit.icon, means)?;
        let geometry = Geometry::of(&raw);
        if seen.iter().any(|other| other.repeats(&geometry).is_some()) {
            continue;
        }
        seen.push(geometry);
        out.push(found(&hit, (icon, &raw), request)?);
        if out.len() == request.count {
            break;
        }
    }
    Ok(out)
}

/// What is known about an icon, and its drawing.
pub(crate) fn art(icon: IconId, means: &Means<'_>) -> Result<(IconInfo, Drawing)> {
    Ok((means.library.info(icon)?, read(&means.library.svg(icon)?)?))
}

fn found(hit: &Hit, (icon, raw): (IconInfo, &Drawing), request: &DrawRequest) -> Result<Found> {
    let Warned { value: drawing, warnings } = finish(raw, icon.style, request)?;
    let source = Source::Library { icon: Box::new(icon), found: hit.kind, missed: hit.missed.clone() };
    let answer = Answer { drawing, score: Unit::clamped(hit.score), source, warnings };
    Ok(Found { answer, whole: hit.is_whole() })
}

/// The best icon that shows all of `words`, if there is one.
pub(crate) fn whole(words: &str, places: &[Place], means: &Means<'_>) -> Option<(IconId, f64)> {
    hits((words, HITS), places, means, None).first().filter(|hit| hit.is_whole()).map(|hit| (hit.icon, hit.score))
}
