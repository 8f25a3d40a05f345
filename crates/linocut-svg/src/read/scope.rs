//! What an element inherits: properties of its ancestors, the viewport, the font size.

use super::number::{self, Frame, Side};
use crate::sanitize::tree::Element;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Font size where none is said, in user units: CSS `medium`.
const FONT_SIZE: f64 = 16.0;

/// Everything that comes from outside an element.
#[derive(Clone, Debug)]
pub(super) struct Scope<'t> {
    /// Inherited properties as written.
    properties: Rc<BTreeMap<&'static str, &'t str>>,
    /// What relative lengths refer to.
    pub(super) frame: Frame,
    /// Whether this is a copy that `use` made, whose ids belong to the original.
    pub(super) copied: bool,
}

impl<'t> Scope<'t> {
    /// The scope outside the root, with a viewport of that size.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let frame = Frame { width, height, font: FONT_SIZE };
        Self { properties: Rc::default(), frame, copied: false }
    }

    /// The scope for `element`, its own properties included.
    pub(super) fn of(&self, element: &'t Element) -> Self {
        let mut scope = self.clone();
        let own = element.attributes.iter().filter(|(name, value)| is_inherited(name) && value != "inherit");
        for (name, value) in own {
            Rc::make_mut(&mut scope.properties).insert(name, value);
        }
        if let Some(size) = element.get("font-size") {
            scope.frame.font = font_size(size, &self.frame).unwrap_or(self.frame.font);
        }
        scope
    }

    /// The same scope for a copy.
    pub(super) fn copy(&self) -> Self {
        Self { copied: true, ..self.clone() }
    }

    /// The same scope inside a viewport of that size.
    pub(super) fn within(&self, width: f64, height: f64) -> Self {
        let frame = Frame { width, height, ..self.frame };
        Self { frame, ..self.clone() }
    }

    /// A property, inherited or the element's own.
    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        self.properties.get(name).copied()
    }

    /// All inherited properties.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&'static str, &'t str)> {
        self.properties.iter().map(|(name, value)| (*name, *value))
    }

    /// A length attribute of `element`.
    pub(super) fn length(&self, element: &Element, name: &str, side: Side) -> Option<f64> {
        number::length(element.get(name)?, side, &self.frame)
    }

    /// A length property.
    pub(super) fn length_property(&self, name: &str) -> Option<f64> {
        number::length(self.get(name)?, Side::Diagonal, &self.frame)
    }

    /// An opacity property; whole where it is not said.
    pub(super) fn share(&self, name: &str) -> f64 {
        self.get(name).and_then(number::share).unwrap_or(1.0).clamp(0.0, 1.0)
    }
}

fn font_size(text: &str, frame: &Frame) -> Option<f64> {
    let steps = match text.trim() {
        "xx-small" => -3,
        "x-small" => -2,
        "small" => -1,
        "medium" => 0,
        "large" => 1,
        "x-large" => 2,
        "xx-large" => 3,
        "smaller" => return Some(frame.font / 1.2),
        "larger" => return Some(frame.font * 1.2),
        text => {
            let (value, unit) = number::number(text)?;
            let size = if unit == "%" { value / 100.0 * frame.font } else { number::length(text, Side::Width, frame)? };
            return (size >= 0.0).then_some(size);
        }
    };
    Some(FONT_SIZE * 1.2_f64.powi(steps))
}

/// Whether children take the property over.
fn is_inherited(name: &str) -> bool {
    matches!(
        name,
        "color"
            | "direction"
            | "image-rendering"
            | "letter-spacing"
            | "paint-order"
            | "shape-rendering"
            | "visibility"
            | "word-spacing"
            | "writing-mode"
            | "xml:lang"
            | "xml:space"
    ) || ["fill", "font", "marker-", "text-", "color-", "clip-rule", "stroke"]
        .iter()
        .any(|start| name.starts_with(start))
}
