//! The streaming pass: XML events under budgets, into a tree of allowlisted names.

use super::entity;
use super::known;
use super::names::{Scopes, Space};
use super::notes::{Notes, shown};
use super::tree::{Element, Node};
use crate::limits::{Limits, exceeded};
use linocut_core::{Error, Kind, Result};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// A parsed file: its elements, values not yet checked, and the text of its style sheets.
pub(super) struct Parsed {
    /// The `svg` element.
    pub(super) root: Element,
    /// All `<style>` elements, one after the other.
    pub(super) css: String,
}

/// Parses `text`, refusing what RELIABILITY forbids before it can act.
pub(super) fn parse(text: &str, limits: &Limits, notes: &mut Notes) -> Result<Parsed> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut builder = Builder::new(limits, notes);
    loop {
        let event = reader.read_event().map_err(|e| damaged(text, reader.error_position()).cause(e))?;
        let more = builder.event(event).map_err(|e| e.at(line(text, reader.buffer_position())))?;
        if !more {
            break;
        }
    }
    builder.finish()
}

fn damaged(text: &str, at: u64) -> Error {
    Error::new(Kind::Input, "SVG is not well-formed XML").at(line(text, at))
}

fn line(text: &str, at: u64) -> String {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    format!("line {}", before.split(|b| *b == b'\n').count())
}

struct Builder<'a> {
    limits: &'a Limits,
    notes: &'a mut Notes,
    scopes: Scopes,
    open: Vec<Element>,
    places: Vec<usize>,
    depth: usize,
    // Depth of the outermost dropped element that is still open.
    dropped_at: Option<usize>,
    bare: bool,
    elements: usize,
    root: Option<Element>,
    css: String,
}

impl<'a> Builder<'a> {
    fn new(limits: &'a Limits, notes: &'a mut Notes) -> Self {
        Self {
            limits,
            notes,
            scopes: Scopes::default(),
            open: Vec::new(),
            places: Vec::new(),
            depth: 0,
            dropped_at: None,
            bare: false,
            elements: 0,
            root: None,
            css: String::new(),
        }
    }

    /// Takes one event; false at the end of the file.
    fn event(&mut self, event: Event<'_>) -> Result<bool> {
        match event {
            Event::Start(tag) => self.start(&tag)?,
            Event::Empty(tag) => {
                self.start(&tag)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text)?,
            Event::CData(text) => self.text(&text)?,
            Event::GeneralRef(name) => self.reference(&name)?,
            Event::PI(pi) => return Err(instruction(pi.target())),
            Event::DocType(doctype) => check_doctype(&doctype)?,
            Event::Comment(_) | Event::Decl(_) => {}
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        self.depth += 1;
        self.elements += 1;
        if self.depth > self.limits.depth {
            return Err(exceeded("elements nested too deeply", "depth", self.limits.depth));
        }
        if self.elements > self.limits.elements {
            return Err(exceeded("too many elements", "elements", self.limits.elements));
        }
        let attributes = self.attributes(tag)?;
        for (name, uri) in &attributes {
            if let Some(prefix) = binding(name) {
                self.scopes.bind(prefix, &entity::attribute_value(uri), self.depth);
            }
        }
        let place = self.places.last_mut().map_or(1, |count| {
            *count += 1;
            *count
        });
        self.places.push(0);
        let known = self.recognize(tag.name().as_ref(), &attributes)?;
        match known {
            Some(known) if self.dropped_at.is_none() => {
                let mut element = Element { place, ..Element::new(known) };
                self.keep(&attributes, &mut element);
                self.open.push(element);
            }
            _ => {
                self.dropped_at.get_or_insert(self.depth);
            }
        }
        Ok(())
    }

    fn attributes<'t>(&self, tag: &'t BytesStart<'_>) -> Result<Vec<(&'t str, &'t str)>> {
        let mut list = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            if list.len() >= self.limits.attributes {
                return Err(exceeded("too many attributes on one element", "attributes", self.limits.attributes));
            }
            let attribute = attribute.map_err(|e| Error::new(Kind::Input, "SVG has a malformed attribute").cause(e))?;
            let value = match attribute.value {
                Cow::Borrowed(value) => value,
                // Attributes of a borrowed tag are borrowed from it.
                Cow::Owned(_) => return Err(Error::new(Kind::Bug, "XML parser copied an attribute")),
            };
            list.push((attribute.key.into_inner(), value));
        }
        Ok(list)
    }

    /// The allowlisted name the element is kept under.
    fn recognize(&mut self, qualified: &str, attributes: &[(&str, &str)]) -> Result<Option<&'static str>> {
        let (prefix, local) = split(qualified);
        let mut space = self.scopes.element(prefix);
        if self.depth == 1 {
            self.check_root(space, local, attributes)?;
        }
        if space == Space::None && self.bare {
            space = Space::Svg;
        }
        if space == Space::Include {
            return Err(Error::new(Kind::Refused, "SVG uses XInclude, a self-contained file wanted"));
        }
        if self.dropped_at.is_some() {
            return Ok(None);
        }
        let known = (space == Space::Svg).then(|| known::tag(local)).flatten();
        let inside = self.open.last().map(|parent| parent.tag);
        if matches!(inside, Some("title" | "desc" | "style")) {
            return Ok(None);
        }
        if known.is_none() && (space == Space::Svg || space == Space::None) && local != "metadata" {
            self.notes.add(format!("dropped <{}>, which is not kept", shown(local)));
        }
        Ok(match known {
            Some("a") if inside.is_some_and(known::has_text) => Some("tspan"),
            Some("a") => Some("g"),
            known => known,
        })
    }

    fn check_root(&mut self, space: Space, local: &str, attributes: &[(&str, &str)]) -> Result<()> {
        if self.root.is_some() {
            return Err(Error::new(Kind::Input, "SVG has two roots, one wanted"));
        }
        if local != "svg" || !matches!(space, Space::Svg | Space::None) {
            return Err(Error::new(Kind::Input, format!("root is <{}>, <svg> wanted", shown(local))));
        }
        self.bare = space == Space::None;
        if self.bare && !attributes.iter().any(|(name, _)| *name == "xmlns") {
            self.notes.add("added the missing SVG namespace");
        }
        Ok(())
    }

    /// Keeps the allowlisted ones of `attributes`, their values decoded.
    fn keep(&mut self, attributes: &[(&str, &str)], element: &mut Element) {
        let mut plain_href = false;
        for (qualified, raw) in attributes {
            let (prefix, local) = split(qualified);
            if binding(qualified).is_some() {
                continue;
            }
            let space = self.scopes.attribute(prefix);
            let Some(name) = self.attribute_name(space, local) else { continue };
            let mut value = entity::attribute_value(raw).into_owned();
            value.retain(entity::is_allowed);
            let is_href = name == "href" && space == Space::None;
            if element.get(name).is_none() || (is_href && !plain_href) {
                element.set(name, value);
            } else if space == Space::None {
                self.notes.add(format!("dropped a second {name} of one element"));
            }
            plain_href |= is_href;
        }
    }

    fn attribute_name(&mut self, space: Space, local: &str) -> Option<&'static str> {
        let name = match space {
            Space::None | Space::Svg => known::attribute(local).map(|known| known.name),
            Space::Xlink => (local == "href").then_some("href"),
            Space::Xml => known::attribute(&format!("xml:{local}")).map(|known| known.name),
            Space::Inkscape => (local == "label").then_some("data-name"),
            Space::Include | Space::Foreign => None,
        };
        if name.is_none() && space == Space::None && !is_editor_data(local) {
            self.notes.add(format!("dropped the attribute {}, which is not kept", shown(local)));
        }
        name
    }

    fn end(&mut self) {
        self.scopes.leave(self.depth);
        self.places.pop();
        let dropped = self.dropped_at.is_some();
        if self.dropped_at == Some(self.depth) {
            self.dropped_at = None;
        }
        self.depth = self.depth.saturating_sub(1);
        if dropped {
            return;
        }
        let Some(element) = self.open.pop() else { return };
        if element.tag == "style" {
            self.style(&element);
            return;
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn style(&mut self, element: &Element) {
        let kind = element.get("type").unwrap_or_default().trim();
        if kind.is_empty() || kind.eq_ignore_ascii_case("text/css") {
            self.css.push_str(&element.text());
            self.css.push('\n');
        } else {
            self.notes.add("dropped a style sheet that is not CSS");
        }
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if self.depth == 0 {
            if text.trim().is_empty() {
                return Ok(());
            }
            return Err(Error::new(Kind::Input, "SVG has text outside its root element"));
        }
        let Some(parent) = self.open.last_mut() else { return Ok(()) };
        if self.dropped_at.is_some() || !known::has_text(parent.tag) {
            return Ok(());
        }
        let text = text.replace("\r\n", "\n");
        let clean = text.chars().filter(|c| entity::is_allowed(*c)).map(|c| if c == '\r' { '\n' } else { c });
        if let Some(Node::Text(last)) = parent.children.last_mut() {
            last.extend(clean);
        } else {
            let clean: String = clean.collect();
            if !clean.is_empty() {
                parent.children.push(Node::Text(clean));
            }
        }
        Ok(())
    }

    fn reference(&mut self, name: &str) -> Result<()> {
        if let Some((c, _)) = entity::character(name) {
            return self.text(c.encode_utf8(&mut [0; 4]));
        }
        self.notes.add(format!("dropped the unknown entity &{};", shown(name)));
        Ok(())
    }

    fn finish(self) -> Result<Parsed> {
        if self.depth > 0 {
            return Err(Error::new(Kind::Input, "SVG ends before its elements do, a whole file wanted"));
        }
        let root = self.root.ok_or_else(|| Error::new(Kind::Input, "SVG has no elements, <svg> wanted"))?;
        Ok(Parsed { root, css: self.css })
    }
}

/// The prefix that a namespace declaration binds.
fn binding(name: &str) -> Option<&str> {
    if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") }
}

fn split(qualified: &str) -> (Option<&str>, &str) {
    qualified.split_once(':').map_or((None, qualified), |(prefix, local)| (Some(prefix), local))
}

/// Attributes that make no difference to the picture and are not worth a warning.
fn is_editor_data(name: &str) -> bool {
    matches!(name, "version" | "baseProfile" | "enable-background" | "media" | "requiredFeatures" | "focusable")
        || name.starts_with("data-")
}

fn instruction(target: &str) -> Error {
    let sentence = format!("SVG has the processing instruction {}, none but xml wanted", shown(target));
    Error::new(Kind::Refused, sentence).hinted("save it as plain SVG")
}

/// Lets the plain document types of SVG pass; the DTD itself is never read.
fn check_doctype(text: &str) -> Result<()> {
    let refused = |what: &str| {
        Err(Error::new(Kind::Refused, format!("SVG has {what}, which is never read"))
            .hinted("save it as plain SVG, without a DTD"))
    };
    let (head, subset) = text.split_once('[').unwrap_or((text, "]"));
    if !subset.trim_end().strip_suffix(']').is_some_and(|inside| inside.trim().is_empty()) {
        return refused("declarations in its DTD");
    }
    let mut words = head.split_whitespace();
    let name = words.next().unwrap_or_default();
    let kind = words.next();
    let harmless = match kind {
        None => true,
        Some("PUBLIC") => {
            let quoted: Vec<&str> = head.split('"').collect();
            matches!(quoted.as_slice(), [_, public, _, system, _]
                if public.starts_with("-//W3C//DTD SVG ") && system.trim().starts_with("http://www.w3.org/"))
        }
        Some(_) => false,
    };
    if split(name).1.eq_ignore_ascii_case("svg") && harmless { Ok(()) } else { refused("an external DTD") }
}
