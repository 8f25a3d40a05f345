//! Which parts of a drawing an edit touches.

use linocut_core::{Body, Drawing, Error, Item, Kind, Paint, Result, Stroke};
use std::collections::BTreeSet;

/// The parts of a drawing that an edit touches. Default: everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The id or label of items, or a word of it; `None` for all items.
    pub name: Option<String>,
    /// What of them.
    pub part: Part,
}

/// What of an item an edit touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Fills and lines.
    #[default]
    Everything,
    /// What follows outlines.
    Lines,
    /// What fills outlines.
    Fills,
}

impl Target {
    /// All items, fills and lines.
    #[must_use]
    pub const fn all() -> Self {
        Self { name: None, part: Part::Everything }
    }

    /// The items called `name`, fills and lines.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), part: Part::Everything }
    }
}

/// Calls `change` for every shape, text and opaque item that the target chooses, from the bottom up.
///
/// # Errors
/// [`Kind::Missing`] when nothing has the name.
pub(crate) fn each(items: &mut [Item], target: &Target, change: &mut dyn FnMut(&mut Item)) -> Result<()> {
    if let Some(name) = &target.name {
        check_name(items, name)?;
    }
    visit(items, target.name.as_deref(), change);
    Ok(())
}

fn visit(items: &mut [Item], name: Option<&str>, change: &mut dyn FnMut(&mut Item)) {
    for item in items {
        let wanted = name.filter(|name| !is_called(item, name));
        match &mut item.body {
            Body::Group(inner) => visit(inner, wanted, change),
            Body::Shape(_) | Body::Words(_) | Body::Opaque(_) if wanted.is_none() => change(item),
            Body::Shape(_) | Body::Words(_) | Body::Opaque(_) => {}
        }
    }
}

/// Passes when an item has the name.
///
/// # Errors
/// [`Kind::Missing`], with the names there are.
pub(crate) fn check_name(items: &[Item], name: &str) -> Result<()> {
    let mut names = BTreeSet::new();
    if collect(items, name, &mut names) {
        return Ok(());
    }
    let error = Error::new(Kind::Missing, format!("the drawing has no part named '{name}'"));
    if names.is_empty() {
        return Err(
            error.hinted("none of its parts has an id or a label; without a name the edit applies to all of it")
        );
    }
    let listed: Vec<_> = names.into_iter().take(20).collect();
    Err(error.hinted(format!("its parts are {}", listed.join(", "))))
}

fn collect(items: &[Item], name: &str, names: &mut BTreeSet<String>) -> bool {
    items.iter().any(|item| {
        names.extend(item.label.clone().or_else(|| item.id.as_ref().map(ToString::to_string)));
        is_called(item, name) || matches!(&item.body, Body::Group(inner) if collect(inner, name, names))
    })
}

/// Whether the id or label of an item is `name`, or has all of its words; case and plural do not matter.
pub(crate) fn is_called(item: &Item, name: &str) -> bool {
    let wanted = words(name);
    let own = item.id.as_ref().map(|id| words(id.as_str())).into_iter().chain(item.label.as_deref().map(words));
    !wanted.is_empty() && own.into_iter().any(|own| wanted.iter().all(|word| own.contains(word)))
}

fn words(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    let mut small = false;
    for c in text.chars() {
        // camelCase ids are words, too.
        if small && c.is_uppercase() {
            spaced.push(' ');
        }
        small = c.is_lowercase();
        spaced.extend(c.to_lowercase());
    }
    let parts = spaced.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts
        .map(|word| word.strip_suffix('s').filter(|w| w.len() > 2 && !w.ends_with('s')).unwrap_or(word).to_owned())
        .collect()
}

/// The paint of fill and line of an item, as far as `part` chooses them.
pub(crate) fn paints(item: &mut Item, part: Part) -> Vec<&mut Paint> {
    let (fill, stroke) = match &mut item.body {
        Body::Shape(shape) => (&mut shape.fill, &mut shape.stroke),
        Body::Words(words) => (&mut words.fill, &mut words.stroke),
        Body::Group(_) | Body::Opaque(_) => return Vec::new(),
    };
    let fill = fill.as_mut().filter(|_| part != Part::Lines);
    let line = stroke.as_mut().filter(|_| part != Part::Fills).map(|stroke| &mut stroke.paint);
    fill.into_iter().chain(line).collect()
}

/// Calls `change` for every stroke that the target chooses.
///
/// # Errors
/// As [`each`].
pub(crate) fn strokes(drawing: &mut Drawing, target: &Target, change: &mut dyn FnMut(&mut Stroke)) -> Result<()> {
    each(&mut drawing.items, target, &mut |item| match &mut item.body {
        Body::Shape(shape) => shape.stroke.iter_mut().for_each(&mut *change),
        Body::Words(words) => words.stroke.iter_mut().for_each(&mut *change),
        Body::Group(_) | Body::Opaque(_) => {}
    })
}

#[cfg(test)]
mod tests {
    use super::is_called;
    use linocut_core::{Body, Id, Item};

    #[track_caller]
    fn check(id: &str, name: &str, expected: bool) {
        let mut item = Item::new(Body::Group(Vec::new()));
        item.id = Id::new(id);
        assert_eq!(is_called(&item, name), expected, "{id} {name}");
    }

    #[test]
    fn names_are_whole_words_in_any_spelling() {
        check("roof", "Roof", true);
        check("left-eye", "left eye", true);
        check("leftEye", "eyes", true);
        check("roof-top", "roo", false);
        check("glass", "glas", false);
    }
}
