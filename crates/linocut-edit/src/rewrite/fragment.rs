//! A few elements that a model wrote.

use super::surroundings::{Place, Surroundings};
use linocut_core::{Body, Error, Item, Kind, Result, Warned};
use linocut_svg::Limits;

/// The shapes and groups in a piece of SVG that stands at `place`: it inherits there what the drawing says around it. A
/// whole document will do, too, and stands for itself.
pub(super) fn items(svg: &str, place: Place<'_>, around: &Surroundings<'_>) -> Result<Warned<Vec<Item>>> {
    let limits = Limits {
        bytes: 256 << 10,
        inflated: 256 << 10,
        depth: 16,
        elements: 1_000,
        segments: 20_000,
        expansion: 5_000,
        ..Limits::default()
    };
    if let Some(lost) = around.lost(svg) {
        return Err(Error::new(Kind::Input, format!("an element refers to '#{lost}', which is not there")));
    }
    let whole = if svg.contains("<svg") { svg.to_owned() } else { around.put(svg, place) };
    let read = linocut_svg::read(whole.as_bytes(), &limits)?;
    let mut items = read.value.items;
    bare(&mut items);
    if items.is_empty() {
        return Err(Error::new(Kind::Input, "an element of the change draws nothing"));
    }
    Ok(Warned { value: items, warnings: read.warnings })
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
