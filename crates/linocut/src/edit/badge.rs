//! Where the artwork of badges comes from.

use crate::input::Source;
use crate::library;
use crate::picture::svg_bytes;
use crate::world::World;
use linocut_core::{Drawing, Error, Kind, Result};
use linocut_edit::Operation;
use linocut_glyph::Style;
use linocut_icons::{Hit, IconId, Library, MatchKind, SearchOptions};
use linocut_svg::Limits;
use std::path::Path;

/// Names that a refusal lists.
const LISTED: usize = 5;

/// Refuses words that name a file as badge: words may come from anywhere, and only an option opens files.
pub(super) fn check_words(operations: &[Operation]) -> Result<()> {
    for operation in operations {
        let Operation::AddBadge { name, .. } = operation else { continue };
        if is_file(name) || name.contains(['/', '\\']) {
            return Err(Error::new(Kind::Input, format!("words cannot name a file, and '{name}' looks like one"))
                .hinted("say it by the option: --badge FILE.svg"));
        }
    }
    Ok(())
}

fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("svg"))
}

/// The artwork of a badge for `base`: an SVG file, one of the badges that everybody uses, or an icon of the library.
pub(super) fn artwork(name: &str, base: &Drawing, world: &World) -> Result<Drawing> {
    if is_file(name) {
        let source = Source::new(Path::new(name));
        return drawing(&svg_bytes(&source)?).map_err(|e| e.at(source.name()));
    }
    if let Some(stock) = linocut_edit::stock_badge(name) {
        return Ok(stock);
    }
    let library = &library::load(world)?;
    let icon = icon(library, name, base)?;
    world.screen.say(&format!("badge: {}", library.info(icon)?.credit()));
    drawing(library.labeled_svg(icon)?.as_bytes())
}

fn drawing(svg: &[u8]) -> Result<Drawing> {
    Ok(linocut_svg::read(svg, &Limits::default())?.value)
}

/// The icon of a name, of lines on a base of lines and solid on others.
fn icon(library: &Library, name: &str, base: &Drawing) -> Result<IconId> {
    if let Some(icon) = library.named(name) {
        return Ok(icon);
    }
    let lined = base.shapes().any(|shape| shape.stroke.is_some());
    let styles = vec![if lined { Style::Line } else { Style::Solid }];
    let hits = library.search(name, &SearchOptions { styles, ..SearchOptions::default() });
    match hits.iter().find(|hit| is_meant(hit)) {
        Some(hit) => Ok(hit.icon),
        None => Err(unknown(library, name, &hits)),
    }
}

/// Whether an icon is what was asked for, not only like it.
fn is_meant(hit: &Hit) -> bool {
    match hit.kind {
        MatchKind::Exact | MatchKind::Name | MatchKind::Tag | MatchKind::Synonym | MatchKind::Stem => true,
        MatchKind::Partial | MatchKind::Fuzzy | MatchKind::Nearest => false,
    }
}

fn unknown(library: &Library, name: &str, hits: &[Hit]) -> Error {
    let like = hits.iter().filter_map(|hit| library.info(hit.icon).ok()).map(|info| info.id);
    let like: Vec<String> = like.take(LISTED).collect();
    let error = Error::new(Kind::Missing, format!("no badge and no icon is named '{name}'"));
    if like.is_empty() {
        return error.hinted("an SVG file will do, too: --badge FILE.svg");
    }
    error.hinted(format!("there are {}; an SVG file will do, too: --badge FILE.svg", like.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::check_words;
    use linocut_core::Kind;

    #[track_caller]
    fn check(words: &str, refused: bool) {
        let found = check_words(&linocut_edit::parse(words).unwrap());
        assert_eq!(found.as_ref().err().map(linocut_core::Error::kind), refused.then_some(Kind::Input), "{words}");
        assert!(found.err().is_none_or(|e| e.hint().unwrap_or_default().contains("--badge")), "{words}");
    }

    #[test]
    fn words_open_no_files() {
        check("add a /etc/passwd.svg badge", true);
        check("make it red, add a logo.SVG badge", true);
        check("add a ../secret badge", true);
        check("add a plus badge", false);
        check("add a mdi:lock badge", false);
    }
}
