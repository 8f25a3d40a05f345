//! A few elements that a model wrote.

use linocut_core::{Body, Error, Item, Kind, Result};
use linocut_svg::Limits;

/// The shapes and groups in a piece of SVG; a whole document will do, too.
pub(super) fn items(svg: &str) -> Result<Vec<Item>> {
    let limits = Limits {
        bytes: 256 << 10,
        inflated: 256 << 10,
        depth: 16,
        elements: 1_000,
        segments: 20_000,
        expansion: 5_000,
        ..Limits::default()
    };
    let whole = if svg.contains("<svg") {
        svg.to_owned()
    } else {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\">{svg}</svg>")
    };
    let mut items = linocut_svg::read(whole.as_bytes(), &limits)?.value.items;
    bare(&mut items);
    if items.is_empty() {
        return Err(Error::new(Kind::Input, "an element of the change draws nothing"));
    }
    Ok(items)
}

/// Leaves shapes and groups only.
fn bare(items: &mut Vec<Item>) {
    items.retain(|item| matches!(item.body, Body::Shape(_) | Body::Group(_)));
    for item in items.iter_mut() {
        (item.clip, item.mask, item.filter) = (None, None, None);
        if let Body::Group(inner) = &mut item.body {
            bare(inner);
        }
    }
    items.retain(|item| !matches!(&item.body, Body::Group(inner) if inner.is_empty()));
}
