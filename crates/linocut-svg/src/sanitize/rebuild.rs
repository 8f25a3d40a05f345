//! The allowlist rebuild: a new tree from what was parsed, every value checked, CSS resolved into attributes.

use super::css::cascade::Cascade;
use super::css::sheet::{self, Declaration};
use super::known::{self, Form, Place};
use super::notes::Notes;
use super::picture;
use super::tree::{Element, Node};
use super::value::{self, Names};
use crate::limits::{Limits, exceeded};
use crate::read::number;
use crate::read::path::Commands;
use linocut_core::Result;
use std::collections::HashSet;

/// Bytes that the result may exceed twice the input by: room for namespace and view box of small files.
const SPARE: usize = 64 << 10;

/// The longest result for an input of `bytes`.
pub(super) fn allowance(bytes: usize) -> usize {
    bytes.saturating_mul(2).saturating_add(SPARE)
}

/// What the rebuild knows and counts.
pub(super) struct Rebuild<'a> {
    names: &'a Names,
    cascade: Cascade<'a>,
    limits: &'a Limits,
    notes: &'a mut Notes,
    used: HashSet<String>,
    bytes: usize,
    allowed: usize,
    segments: u64,
    pixels: u64,
}

impl<'a> Rebuild<'a> {
    /// A rebuild of an input of `input` bytes.
    pub(super) fn new(
        names: &'a Names,
        cascade: Cascade<'a>,
        limits: &'a Limits,
        input: usize,
        notes: &'a mut Notes,
    ) -> Self {
        let allowed = allowance(input);
        Self { names, cascade, limits, notes, used: HashSet::new(), bytes: 0, allowed, segments: 0, pixels: 0 }
    }

    /// The safe version of `raw`, whose ancestors are `trail`; `None` if it is not shown here at all.
    pub(super) fn element<'r>(&mut self, raw: &'r Element, trail: &mut Vec<&'r Element>) -> Result<Option<Element>> {
        if raw.get("requiredExtensions").is_some() {
            self.notes.add(format!("dropped <{}> for other programs", raw.tag));
            return Ok(None);
        }
        let mut element = Element { place: raw.place, ..Element::new(raw.tag) };
        self.spend(raw.tag.len() * 2 + 5)?;
        self.attributes(raw, &mut element)?;
        self.style(raw, trail, &mut element)?;
        // As they were written, and then, by name, those that came from style sheets.
        let place = |name: &str| raw.attributes.iter().position(|(own, _)| *own == name).unwrap_or(usize::MAX);
        element.attributes.sort_by_key(|(name, _)| (place(name), *name));
        trail.push(raw);
        for node in &raw.children {
            match node {
                Node::Element(child) => {
                    if let Some(child) = self.element(child, trail)? {
                        element.children.push(Node::Element(child));
                    }
                }
                Node::Text(text) => {
                    self.spend(text.len())?;
                    element.children.push(Node::Text(text.clone()));
                }
            }
        }
        trail.pop();
        let primitives = element.elements().filter(|child| known::is_primitive(child.tag)).count();
        if primitives > self.limits.primitives {
            return Err(exceeded("too many primitives in one filter", "primitives", self.limits.primitives));
        }
        Ok(Some(element))
    }

    fn attributes(&mut self, raw: &Element, element: &mut Element) -> Result<()> {
        for (name, value) in &raw.attributes {
            let Some(known) = known::attribute(name).filter(|known| known.place != Place::Style) else { continue };
            if value.trim().is_empty() {
                continue;
            }
            if matches!(known.form, Form::Class | Form::Style | Form::Extensions) {
                continue;
            }
            let checked = if known.form == Form::Path {
                self.path(value)?
            } else {
                match value::check(known.form, value, self.names) {
                    Ok(checked) => self.admit(element.tag, known.form, checked)?,
                    Err(why) => {
                        why.note(known.name, self.notes);
                        None
                    }
                }
            };
            if let Some(checked) = checked {
                self.set(element, known.name, checked)?;
            }
        }
        Ok(())
    }

    /// Rules that need more than the value itself.
    fn admit(&mut self, tag: &str, form: Form, value: String) -> Result<Option<String>> {
        if form == Form::Id && !self.used.insert(value.clone()) {
            self.notes.add("dropped an id that an earlier element has");
            return Ok(None);
        }
        if form == Form::List {
            // A pair of numbers is a corner; lists of other kinds cost no more.
            let pairs = value.bytes().filter(|b| matches!(b, b' ' | b',' | b'-')).count() / 2;
            self.count_segments(u64::try_from(pairs).unwrap_or(u64::MAX))?;
        }
        if form != Form::Href {
            return Ok(Some(value));
        }
        let embedded = value.starts_with("data:");
        let fits = match tag {
            "image" => embedded,
            "feImage" => true,
            "linearGradient" | "pattern" | "radialGradient" | "textPath" | "use" => !embedded,
            _ => false,
        };
        if !fits {
            if tag != "g" && tag != "tspan" {
                self.notes.add(format!("dropped a link of <{tag}>"));
            }
            return Ok(None);
        }
        if embedded {
            let Some(pixels) = picture::pixels(&value) else {
                self.notes.add("dropped an embedded picture that cannot be read");
                return Ok(None);
            };
            self.pixels = self.pixels.saturating_add(pixels);
            if self.pixels > self.limits.image_pixels {
                return Err(exceeded(
                    "embedded pictures with too many pixels",
                    "image_pixels",
                    self.limits.image_pixels,
                ));
            }
        }
        Ok(Some(value))
    }

    fn path(&mut self, data: &str) -> Result<Option<String>> {
        let data = data.trim();
        let mut commands = Commands::new(data);
        let weight = commands.by_ref().fold(0_u64, |sum, command| sum.saturating_add(command.weight()));
        self.count_segments(weight)?;
        let good = commands.good();
        if good.len() < data.len() {
            self.notes.add("cut path data at its first error");
        }
        Ok((!good.is_empty()).then(|| good.trim_end().to_owned()))
    }

    fn count_segments(&mut self, count: u64) -> Result<()> {
        self.segments = self.segments.saturating_add(count);
        if self.segments > self.limits.segments {
            return Err(exceeded("too many path segments", "segments", self.limits.segments));
        }
        Ok(())
    }

    /// Sets what style sheets and the `style` attribute say.
    fn style(&mut self, raw: &Element, trail: &[&Element], element: &mut Element) -> Result<()> {
        let own = raw.get("style").map(|text| sheet::declarations(text, self.names, self.notes)).unwrap_or_default();
        let winners: Vec<&Declaration> =
            self.cascade.winners(raw, trail, &own)?.into_values().map(|(_, declaration)| declaration).collect();
        let mut style: Vec<String> = Vec::new();
        for declaration in winners {
            let name = declaration.known.name;
            if declaration.known.place == Place::Style {
                style.push(format!("{name}:{}", declaration.value));
            } else {
                self.set(element, name, declaration.value.clone())?;
            }
        }
        if !style.is_empty() {
            self.set(element, "style", style.join(";"))?;
        }
        Ok(())
    }

    fn set(&mut self, element: &mut Element, name: &'static str, value: String) -> Result<()> {
        self.spend(name.len() + value.len() + 4)?;
        element.set(name, value);
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> Result<()> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > self.allowed { Err(too_long(self.allowed)) } else { Ok(()) }
    }
}

/// The error for a result that grew too long.
pub(super) fn too_long(allowed: usize) -> linocut_core::Error {
    exceeded("style sheets or escapes that blow it up", "twice the input", format!("{allowed} bytes"))
}

/// The ids of a tree in document order.
pub(super) fn ids<'r>(element: &'r Element, found: &mut Vec<&'r str>) {
    found.extend(element.get("id").map(str::trim).filter(|id| !id.is_empty()));
    for child in element.elements() {
        ids(child, found);
    }
}

/// Gives the root a view box if its size tells one.
pub(super) fn complete_root(root: &mut Element) {
    let box_is_fine = root
        .get("viewBox")
        .and_then(number::list)
        .is_some_and(|list| matches!(*list.as_slice(), [_, _, w, h] if w > 0.0 && h > 0.0));
    if box_is_fine {
        return;
    }
    root.remove("viewBox");
    let side = |name: &str| root.get(name).and_then(number::pixels).filter(|side| *side > 0.0);
    if let (Some(width), Some(height)) = (side("width"), side("height")) {
        root.set("viewBox", format!("0 0 {width} {height}"));
    }
}
