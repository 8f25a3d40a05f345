//! Icons that the icon model draws.

use crate::answer::{Answer, Source};
use crate::finish::{finish, read};
use crate::request::{DrawRequest, Means, Models};
use linocut_core::{Context, Drawing, Raster, Result, Rgba, Unit, Warned};
use linocut_edit::{RegularizeOptions, regularize};
use linocut_glyph::Style;
use linocut_models::clip::similarity;
use linocut_models::judge::{Geometry, Tidiness, rank, tidiness};
use linocut_models::{IconClip, IconRequest};
use linocut_svg::{RenderOptions, render};

/// Fewest candidates to choose from: icon-CLIP's best of 8 scores 0.55 where a single drawing scores 0.37.
const CANDIDATES: usize = 8;
/// Candidates for each drawing that is wanted.
const EACH: usize = 2;
/// Width of lines that nobody asked for: that of most line icons.
const WIDTH: f64 = 2.0;
/// Side of the pictures that icon-CLIP sees.
const SIDE: u32 = 64;
/// Least tidiness of a candidate that is shown while there are better ones.
const TIDY: f64 = 0.15;

/// Share of the ink of a drawing that may lie beside that of one that looks the same: less than a dot or a clapper is.
const BESIDE: f64 = 0.03;

/// A candidate that was judged.
struct Judged {
    raw: Drawing,
    place: usize,
    clip: f64,
    tidiness: Tidiness,
    rank: f64,
}

/// Up to `request.count` drawings by the model that repeat neither each other nor what is `shown` already, best first.
pub(crate) fn generate(
    request: &DrawRequest,
    means: &Means<'_>,
    models: &Models<'_>,
    shown: &[Answer],
    cx: &Context,
) -> Result<Vec<Answer>> {
    let style = request.look().unwrap_or(Style::Line);
    let family = request.home(means.library)?.map(|family| family.sets.clone());
    let there = shown.iter().map(|answer| picture(&answer.drawing)).collect::<Result<Vec<_>>>()?;
    let mut out = Vec::new();
    for judged in candidates(request, family, models, cx)? {
        if out.len() == request.count {
            break;
        }
        let Warned { value: drawing, warnings } = finish(&judged.raw, style, request)?;
        let own = picture(&drawing)?;
        if there.iter().any(|other| is_alike(&own, other)) {
            continue;
        }
        let source = Source::Generated {
            model: name(models),
            clip: judged.clip,
            tidiness: judged.tidiness.value,
            seed: (cx.seed, judged.place),
        };
        out.push(Answer { drawing, score: Unit::clamped(judged.rank), source, warnings });
    }
    Ok(out)
}

/// The best drawing of the model as it is, the model's name, and its rank; `None` when none is tidy.
pub(crate) fn best(request: &DrawRequest, models: &Models<'_>, cx: &Context) -> Result<Option<(Drawing, String, f64)>> {
    let first = candidates(request, None, models, cx)?.into_iter().next();
    Ok(first.filter(|judged| judged.tidiness.passes()).map(|judged| (judged.raw, name(models), judged.rank)))
}

/// Judged candidates, best first, without those that repeat a better one.
fn candidates(
    request: &DrawRequest,
    family: Option<Vec<String>>,
    models: &Models<'_>,
    cx: &Context,
) -> Result<Vec<Judged>> {
    let drawn = models.icon.generate(&icon_request(request, family, models), cx)?;
    let wanted = models.clip.embed_text(&request.prompt)?;
    let raws = drawn
        .iter()
        .map(|c| Ok(regularize(&read(&c.svg)?, &RegularizeOptions::default())))
        .collect::<Result<Vec<Drawing>>>()?;
    let pictures = raws.iter().map(picture).collect::<Result<Vec<Raster>>>()?;
    cx.check()?;
    let seen = models.clip.embed_images(&pictures.iter().collect::<Vec<_>>())?;
    let mut judged: Vec<Judged> = raws
        .into_iter()
        .zip(seen)
        .enumerate()
        .map(|(place, (raw, seen))| {
            let (clip, tidiness) = (similarity(&wanted, &seen), tidiness(&raw));
            let rank = rank(clip, &tidiness);
            Judged { raw, place, clip, tidiness, rank }
        })
        .collect();
    judged.sort_by(|a, b| b.rank.total_cmp(&a.rank));
    Ok(distinct(judged))
}

/// Those that repeat no better one; untidy ones only when there is nothing else.
fn distinct(judged: Vec<Judged>) -> Vec<Judged> {
    let tidy = judged.iter().any(|j| j.tidiness.value.get() >= TIDY);
    let mut kept: Vec<(Judged, Geometry)> = Vec::new();
    for one in judged.into_iter().filter(|j| !tidy || j.tidiness.value.get() >= TIDY) {
        let geometry = Geometry::of(&one.raw);
        if kept.iter().all(|(_, other)| other.repeats(&geometry).is_none()) {
            kept.push((one, geometry));
        }
    }
    kept.into_iter().map(|(judged, _)| judged).collect()
}

/// Whether two pictures of drawings, of the same size, show the same but for a hair.
fn is_alike(one: &Raster, other: &Raster) -> bool {
    lies_on(one, other) && lies_on(other, one)
}

/// Whether nearly all ink of `one` lies within a pixel, a third of a unit, of ink of `other`.
fn lies_on(one: &Raster, other: &Raster) -> bool {
    let ink = |picture: &Raster, x: u32, y: u32| {
        picture.get(x, y).map_or(0, |pixel| 765 - u32::from(pixel.r) - u32::from(pixel.g) - u32::from(pixel.b))
    };
    let (mut beside, mut all) = (0_u32, 0_u32);
    for (y, x) in (0..one.height()).flat_map(|y| (0..one.width()).map(move |x| (y, x))) {
        let around = (y.saturating_sub(1)..=y + 1).flat_map(|y| (x.saturating_sub(1)..=x + 1).map(move |x| (y, x)));
        let there = around.map(|(y, x)| ink(other, x, y)).max().unwrap_or(0);
        let own = ink(one, x, y);
        beside += own.saturating_sub(there);
        all += own;
    }
    f64::from(beside) <= BESIDE * f64::from(all)
}

fn icon_request(request: &DrawRequest, family: Option<Vec<String>>, models: &Models<'_>) -> IconRequest {
    let style = request.look().unwrap_or(Style::Line);
    let known = models.icon.vocabulary().sets();
    let own = family.and_then(|sets| sets.into_iter().find(|set| known.contains(set)));
    let usual = house(style).filter(|set| known.iter().any(|own| own == set)).map(str::to_owned);
    IconRequest {
        style: Some(style),
        width: style.is_stroked().then(|| request.stroke.map_or(WIDTH, |stroke| stroke / request.unit())),
        set: own.or(usual),
        count: CANDIDATES.max(EACH * request.count),
        ..IconRequest::new(request.prompt.clone())
    }
}

/// The set whose manner the model follows best in a style: large, of one hand, and the training data's own.
const fn house(style: Style) -> Option<&'static str> {
    match style {
        Style::Line | Style::Mixed => Some("lucide"),
        Style::Outline | Style::Solid => Some("mdi"),
        Style::Duotone => Some("ph"),
        Style::Color => None,
    }
}

fn name(models: &Models<'_>) -> String {
    format!("Linocut's icon model, version {}", models.icon.vocabulary().version())
}

/// How well a drawing shows the words, by icon-CLIP and tidiness together, as [`rank`] says.
pub(crate) fn judge(prompt: &str, drawing: &Drawing, clip: &IconClip) -> Result<f64> {
    Ok(rank(clip.score(prompt, &picture(drawing)?)?, &tidiness(drawing)))
}

/// A drawing as icon-CLIP sees it.
fn picture(drawing: &Drawing) -> Result<Raster> {
    let options = RenderOptions {
        width: Some(SIDE),
        height: Some(SIDE),
        background: Some(Rgba::WHITE),
        ..RenderOptions::default()
    };
    render(drawing, &options)
}

#[cfg(test)]
mod tests {
    use super::{is_alike, picture, read};

    #[track_caller]
    fn check(one: &str, other: &str, expected: bool) {
        let draw = |path: &str| {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"#000\" stroke-width=\"2\">{path}</svg>"
            );
            picture(&read(&svg).unwrap()).unwrap()
        };
        assert_eq!(is_alike(&draw(one), &draw(other)), expected, "{one} {other}");
    }

    #[test]
    fn tells_a_copy_from_another_drawing() {
        let disc = "<circle cx=\"12\" cy=\"12\" r=\"8\"/>";
        check(disc, "<path d=\"M12 4a8 8 0 0 1 0 16a8 8 0 0 1 0-16\"/>", true);
        check(disc, "<circle cx=\"12.2\" cy=\"12\" r=\"8.1\"/>", true);
        check(disc, "<circle cx=\"12\" cy=\"12\" r=\"7\"/>", false);
        check(disc, "<rect x=\"4\" y=\"4\" width=\"16\" height=\"16\"/>", false);
        check(disc, &format!("{disc}<path d=\"M12 7v10M7 12h10\"/>"), false);
    }
}
