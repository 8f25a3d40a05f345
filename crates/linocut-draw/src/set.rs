//! Many prompts in one manner.

use crate::request::DrawRequest;
use linocut_core::Result;
use linocut_glyph::Style;
use linocut_icons::{Family, Library, SearchOptions};

/// The request that draws `prompts` as one set: one style, one family, one line width; its own prompt does not matter.
///
/// What is not asked for is chosen: lines, the family that shows most of the prompts (the preferred one in a tie), and
/// the width that most of its icons for them have, so that what comes from elsewhere fits in.
///
/// # Errors
/// [`Kind::Missing`](linocut_core::Kind::Missing) when the family that was asked for does not exist.
pub fn as_set(prompts: &[&str], request: &DrawRequest, library: &Library) -> Result<DrawRequest> {
    let mut set = request.clone();
    let style = request.look().unwrap_or(Style::Line);
    set.style = Some(style);
    let stroked = matches!(style, Style::Line | Style::Duotone | Style::Color);
    let family = match request.home(library)? {
        Some(family) => Some(family),
        None => library.best_family(prompts, Some(style)).or_else(|| library.best_family(prompts, Some(Style::Line))),
    };
    set.family = family.map(|family| family.id.clone());
    if stroked && set.stroke.is_none() {
        set.stroke =
            family.and_then(|family| usual_width(prompts, family, library)).map(|width| width * request.unit());
    }
    Ok(set)
}

/// The width that most icons of a family for the prompts have.
fn usual_width(prompts: &[&str], family: &Family, library: &Library) -> Option<f64> {
    let options = SearchOptions { styles: vec![Style::Line], sets: family.sets.clone(), limit: 1 };
    let widths: Vec<f64> = prompts
        .iter()
        .filter_map(|prompt| library.search(prompt, &options).first().map(|hit| hit.icon))
        .filter_map(|icon| library.info(icon).ok()?.width)
        .collect();
    let times = |width: f64| widths.iter().filter(|other| (**other - width).abs() < 1e-9).count();
    widths.iter().copied().max_by_key(|&width| times(width))
}
