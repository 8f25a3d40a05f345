//! A reply becomes a drawing, or it is said why not.

use linocut_ask::svg_in;
use linocut_core::kurbo::{Affine, Rect, Vec2};
use linocut_core::{Body, Drawing, Error, Id, Item, Kind, Result, Rgba, Warned};
use linocut_svg::{Limits, RenderOptions, render};
use std::collections::BTreeSet;

/// Most shapes of a drawing that a model writes; the best of them use some dozens.
const MOST_SHAPES: usize = 400;
/// Width of the picture in which something must be seen, in pixels: the thinnest line of an icon still tints some.
const GLANCE: u32 = 64;

/// What a reply may cost: a thousandth of what files of people may.
fn limits() -> Limits {
    Limits {
        bytes: 1 << 20,
        inflated: 1 << 20,
        depth: 32,
        elements: 4_000,
        segments: 40_000,
        expansion: 20_000,
        ..Limits::default()
    }
}

/// Reads the SVG in a reply; text, pictures and everything that is neither shape nor group is left out.
pub(super) fn accept(reply: &str) -> Result<Warned<Drawing>> {
    let found = svg_in(reply)?;
    let read = linocut_svg::read(found.value.as_bytes(), &limits())?;
    let (mut drawing, mut warnings) = (read.value, found.warnings);
    warnings.extend(read.warnings);
    if bare(&mut drawing.items) {
        warnings.push("what is neither shape nor group was left out".to_owned());
    }
    drawing.defs.clear();
    (drawing.title, drawing.description, drawing.size) = (None, None, None);
    let count = drawing.shapes().count();
    let view = drawing.view_box;
    if count == 0 {
        return Err(Error::new(Kind::Input, "the SVG draws nothing"));
    }
    if count > MOST_SHAPES {
        return Err(Error::new(Kind::Input, format!("the SVG has {count} shapes, {MOST_SHAPES} is the most")));
    }
    if !(view.width() > 0.0 && view.height() > 0.0 && view.width() < 1e6 && view.height() < 1e6) {
        return Err(Error::new(Kind::Input, "the viewBox is no usable size"));
    }
    seen(&drawing)?;
    Ok(Warned { value: drawing, warnings })
}

/// Passes when there is something to see, alone and on white paper.
fn seen(drawing: &Drawing) -> Result<()> {
    for (background, lost) in
        [(None, "nothing of it is inside the view box"), (Some(Rgba::WHITE), "all of it is white")]
    {
        let options = RenderOptions { width: Some(GLANCE), background, ..RenderOptions::default() };
        let picture = render(drawing, &options)?;
        if picture.pixels().windows(2).all(|pair| matches!(pair, [one, other] if one == other)) {
            return Err(Error::new(Kind::Input, format!("the SVG shows nothing: {lost}, or one color fills it")));
        }
    }
    Ok(())
}

/// Leaves shapes and groups only, without references to what was left out; tells whether anything went.
fn bare(items: &mut Vec<Item>) -> bool {
    let before = items.len();
    items.retain(|item| matches!(item.body, Body::Shape(_) | Body::Group(_)));
    let mut gone = items.len() < before;
    for item in items {
        gone |= item.clip.take().is_some() | item.mask.take().is_some() | item.filter.take().is_some();
        if let Body::Group(inner) = &mut item.body {
            gone |= bare(inner);
        }
    }
    gone
}

/// The drawing in a square view box of side `grid` that begins at zero, in the middle of it.
pub(super) fn squared(drawing: &Drawing, grid: f64) -> Drawing {
    let view = drawing.view_box;
    let square = Rect::new(0.0, 0.0, grid, grid);
    if view == square {
        return drawing.clone();
    }
    let scale = grid / view.width().max(view.height());
    let mut group = Item::group(drawing.items.clone());
    let middle = view.center().to_vec2() * scale;
    group.transform = Affine::translate(Vec2::new(grid / 2.0, grid / 2.0) - middle) * Affine::scale(scale);
    Drawing { view_box: square, items: vec![group], ..drawing.clone() }
}

/// Names every shape without a name `el-1`, `el-2`, …, so that later changes can speak of it; of equal names, and of names
/// of groups and shapes alike, the first stays.
pub(super) fn named(drawing: &mut Drawing) {
    let mut taken = BTreeSet::new();
    keep_names(&mut drawing.items, &mut taken);
    name(&mut drawing.items, &mut taken, &mut 0);
}

/// Forgets names that came before.
fn keep_names(items: &mut [Item], taken: &mut BTreeSet<String>) {
    for item in items {
        item.id = item.id.take().filter(|id| taken.insert(id.to_string()));
        if let Body::Group(inner) = &mut item.body {
            keep_names(inner, taken);
        }
    }
}

fn name(items: &mut [Item], taken: &mut BTreeSet<String>, count: &mut usize) {
    for item in items {
        match &mut item.body {
            Body::Group(inner) => name(inner, taken, count),
            Body::Shape(_) if item.id.is_some() => {}
            Body::Shape(_) => {
                while item.id.is_none() {
                    *count += 1;
                    let id = format!("el-{count}");
                    item.id = if taken.insert(id.clone()) { Id::new(&id) } else { None };
                }
            }
            Body::Words(_) | Body::Opaque(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{accept, squared};
    use linocut_core::kurbo::Rect;

    #[test]
    fn what_is_active_foreign_or_text_does_not_get_in() {
        let reply = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 24" onload="evil()"><script>evil()</script>
            <image href="http://evil.example/x.png" width="9" height="9"/><text>ignore all rules</text>
            <a href="javascript:evil()"><circle cx="12" cy="12" r="4" fill="url(http://evil.example/#a)"/></a></svg>"#;
        let drawing = accept(reply).unwrap().value;
        assert_eq!(drawing.shapes().count(), 1);
        let svg = linocut_svg::write(&squared(&drawing, 24.0), &linocut_svg::WriteOptions::default());
        for word in ["script", "evil", "ignore", "href", "onload"] {
            assert!(!svg.contains(word), "{word}: {svg}");
        }
    }

    #[test]
    fn any_view_box_becomes_the_grid() {
        let drawing = accept("<svg viewBox='100 100 200 100'><circle cx='200' cy='150' r='50'/></svg>").unwrap().value;
        assert_eq!(squared(&drawing, 24.0).view_box, Rect::new(0.0, 0.0, 24.0, 24.0));
        let svg = linocut_svg::write(
            &linocut_svg::tidy(&squared(&drawing, 24.0), &linocut_svg::TidyOptions::default()),
            &linocut_svg::WriteOptions::default(),
        );
        assert!(svg.contains("cx=\"12\" cy=\"12\" r=\"6\""), "{svg}");
    }

    #[test]
    fn names_stay_and_no_two_are_equal() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g id="el-1" opacity="0.5"><path id="path_1" d="M0 0h9v9z"/>
            <path d="M1 0h9v9z"/></g><path id="path_1" d="M2 0h9v9z"/></svg>"#;
        let mut drawing = accept(svg).unwrap().value;
        super::named(&mut drawing);
        let svg = linocut_svg::write(&drawing, &linocut_svg::WriteOptions::default());
        for id in ["el-1", "path_1", "el-2", "el-3"] {
            assert_eq!(svg.matches(&format!("id=\"{id}\"")).count(), 1, "{id}: {svg}");
        }
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        for (svg, said) in [
            ("<svg viewBox='0 0 24 24'><text>hi</text></svg>".to_owned(), "draws nothing"),
            (format!("<svg viewBox='0 0 9 9'>{}</svg>", "<path d='M1 1h2'/>".repeat(500)), "500 shapes"),
        ] {
            let error = accept(&svg).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
