//! Ids that people can read: `background`, `circle-2`, `orange-1`.

use super::hue;
use crate::regular;
use linocut_core::{Body, Id, Item, Outline};
use std::collections::BTreeMap;

/// The names given so far.
#[derive(Default)]
pub(super) struct Names {
    items: BTreeMap<&'static str, u32>,
    groups: BTreeMap<String, u32>,
}

impl Names {
    /// `item` with the name of its form, or of its color, and a number.
    pub(super) fn item(&mut self, mut item: Item) -> Item {
        let form = match &item.body {
            Body::Shape(shape) => match shape.outline {
                Outline::Circle(_) => Some("circle"),
                Outline::Ellipse(_) => Some("ellipse"),
                Outline::Rect(_) => Some("rect"),
                Outline::Line(_) => Some("line"),
                Outline::Path(ref path) => regular::name(path),
            },
            Body::Group(_) => Some("group"),
            Body::Words(_) => Some("text"),
            Body::Opaque(_) => Some("element"),
        };
        let base = form.or_else(|| hue::paint(&item).map(hue::of)).unwrap_or("shape");
        let count = self.items.entry(base).or_default();
        *count += 1;
        item.id = Id::new(&format!("{base}-{count}"));
        item
    }

    /// The items under one name; the second group of a name is `name-group-2`, which no item is called.
    pub(super) fn group(&mut self, name: &str, items: Vec<Item>, label: Option<String>) -> Item {
        let count = self.groups.entry(name.to_owned()).or_default();
        *count += 1;
        let id = if *count == 1 { name.to_owned() } else { format!("{name}-group-{count}") };
        Item { id: Id::new(&id), label, ..Item::group(items) }
    }

    /// `item` as what lies below everything.
    pub(super) fn background(&mut self, item: Item) -> Item {
        let count = self.groups.entry("background".to_owned()).or_default();
        *count += 1;
        if *count > 1 {
            return self.item(item);
        }
        Item { id: Id::new("background"), ..item }
    }
}
