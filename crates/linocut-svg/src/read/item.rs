//! Elements to items, groups opened, copies made.

use super::carry::Carrier;
use super::extent::is_within;
use super::number::{self, Side};
use super::outline::{bounds, outline};
use super::paint;
use super::scope::Scope;
use super::source::Source;
use super::transform::affine;
use super::viewport::{fit, view_box};
use super::words::words;
use crate::sanitize::known;
use crate::sanitize::notes::Notes;
use crate::sanitize::tree::Element;
use linocut_core::kurbo::{Affine, Rect};
use linocut_core::{Body, Id, Item, Result, Shape, Unit};

/// Reads elements into items.
pub(super) struct Reader<'t> {
    /// The tree.
    pub(super) source: &'t Source<'t>,
    /// What is carried through.
    pub(super) carrier: Carrier<'t>,
    /// What was noticed.
    pub(super) notes: &'t mut Notes,
}

impl<'t> Reader<'t> {
    /// The items of all children of `parent`, which is seen through `scope`.
    pub(super) fn children(&mut self, parent: &'t Element, scope: &Scope<'t>) -> Result<Vec<Item>> {
        let mut items = Vec::new();
        for child in parent.elements() {
            items.extend(self.item(child, scope)?);
        }
        Ok(items)
    }

    /// The item of one element; `None` when it shows nothing.
    pub(super) fn item(&mut self, element: &'t Element, outer: &Scope<'t>) -> Result<Option<Item>> {
        if known::is_resource(element.tag) || matches!(element.tag, "title" | "desc" | "stop" | "tspan" | "textPath") {
            return Ok(None);
        }
        if element.get("display") == Some("none") {
            self.notes.add("left out a hidden element");
            return Ok(None);
        }
        if is_foreign(element) {
            return self.carrier.item(element, outer, self.notes).map(Some);
        }
        let scope = outer.of(element);
        match element.tag {
            "g" => {
                let items = self.children(element, &scope)?;
                Ok(Some(self.dressed(element, &scope, Item::group(items))))
            }
            "switch" => self.switch(element, &scope),
            "svg" => self.nested(element, &scope),
            "use" => self.copy(element, &scope),
            "image" => self.carrier.item(element, outer, self.notes).map(Some),
            _ => self.leaf(element, outer, &scope),
        }
    }

    /// Gives `item` what every element may have.
    pub(super) fn dressed(&mut self, element: &Element, scope: &Scope<'t>, mut item: Item) -> Item {
        if !scope.copied {
            item.id = element.get("id").and_then(Id::new);
        }
        item.label = label(element);
        item.transform = element.get("transform").and_then(affine).unwrap_or(Affine::IDENTITY) * item.transform;
        item.opacity = element.get("opacity").and_then(number::share).map_or(Unit::ONE, Unit::clamped);
        item.clip = self.carrier.want(element.get("clip-path"), "clipPath");
        item.mask = self.carrier.want(element.get("mask"), "mask");
        item.filter = self.carrier.want(element.get("filter"), "filter");
        item
    }

    fn leaf(&mut self, element: &'t Element, outer: &Scope<'t>, scope: &Scope<'t>) -> Result<Option<Item>> {
        if matches!(scope.get("visibility"), Some("hidden" | "collapse")) {
            self.notes.add("left out a hidden element");
            return Ok(None);
        }
        if element.tag == "text" {
            let words = words(element, scope, self.source);
            return match words {
                Some(words) if words.text.is_empty() => Ok(None),
                Some(words) => Ok(Some(self.dressed(element, scope, Item::new(Body::Words(words))))),
                None => self.carrier.item(element, outer, self.notes).map(Some),
            };
        }
        let Some(outline) = outline(element, scope) else { return Ok(None) };
        let bounds = Some(bounds(&outline));
        let fill = paint::fill(scope, self.source, bounds);
        let stroke = paint::stroke(scope, self.source, bounds);
        let (Ok(fill), Ok(stroke)) = (fill, stroke) else {
            return self.carrier.item(element, outer, self.notes).map(Some);
        };
        let under =
            scope.get("paint-order").is_some_and(|order| order.starts_with("stroke") || order == "markers stroke");
        if under && fill.is_some() && stroke.is_some() || self.has_marker(element, scope) {
            return self.carrier.item(element, outer, self.notes).map(Some);
        }
        if scope.get("shape-rendering").is_some_and(|value| matches!(value, "crispEdges" | "optimizeSpeed")) {
            self.notes.add("edges that asked to stay jagged are smoothed");
        }
        let shape = Shape { outline, fill, fill_rule: paint::fill_rule(scope), stroke };
        Ok(Some(self.dressed(element, scope, Item::shape(shape))))
    }

    fn has_marker(&self, element: &Element, scope: &Scope<'_>) -> bool {
        let marked = matches!(element.tag, "path" | "line" | "polyline" | "polygon");
        marked
            && ["marker-start", "marker-mid", "marker-end"].iter().any(|name| {
                let id = scope.get(name).and_then(|value| value.strip_prefix("url(#")?.strip_suffix(')'));
                id.and_then(|id| self.source.find(id)).is_some_and(|target| target.tag == "marker")
            })
    }

    /// The first alternative that fits.
    fn switch(&mut self, element: &'t Element, scope: &Scope<'t>) -> Result<Option<Item>> {
        let fits = |child: &&Element| {
            let languages = child.get("systemLanguage");
            let ours = |text: &str| text.split(',').any(|tag| tag.trim() == "en" || tag.trim().starts_with("en-"));
            !matches!(child.tag, "title" | "desc") && languages.is_none_or(ours)
        };
        let items = match element.elements().find(fits) {
            Some(child) => self.item(child, scope)?.into_iter().collect(),
            None => Vec::new(),
        };
        Ok(Some(self.dressed(element, scope, Item::group(items))))
    }

    /// What `use` shows, in a group.
    fn copy(&mut self, element: &'t Element, scope: &Scope<'t>) -> Result<Option<Item>> {
        let id = element.get("href").and_then(|link| link.strip_prefix('#'));
        let Some(target) = id.and_then(|id| self.source.find(id)) else {
            self.notes.add("left out a <use> of something that is not there");
            return Ok(None);
        };
        let x = scope.length(element, "x", Side::Width).unwrap_or(0.0);
        let y = scope.length(element, "y", Side::Height).unwrap_or(0.0);
        let inner = scope.copy();
        let items: Vec<Item> = match target.tag {
            "symbol" | "svg" => {
                let place = |name: &str, side: Side, whole: f64| {
                    let own = if target.tag == "svg" { target.get(name) } else { None };
                    let text = element.get(name).or(own);
                    text.and_then(|text| number::length(text, side, &scope.frame)).unwrap_or(whole)
                };
                let width = place("width", Side::Width, scope.frame.width);
                let height = place("height", Side::Height, scope.frame.height);
                self.viewport(target, &inner, Rect::new(0.0, 0.0, width, height))?.into_iter().collect()
            }
            _ => self.item(target, &inner)?.into_iter().collect(),
        };
        let mut group = Item::group(items);
        group.transform = Affine::translate((x, y));
        Ok(Some(self.dressed(element, scope, group)))
    }

    fn nested(&mut self, element: &'t Element, scope: &Scope<'t>) -> Result<Option<Item>> {
        let at = |name: &str, side: Side| scope.length(element, name, side);
        let (x, y) = (at("x", Side::Width).unwrap_or(0.0), at("y", Side::Height).unwrap_or(0.0));
        let width = at("width", Side::Width).unwrap_or(scope.frame.width);
        let height = at("height", Side::Height).unwrap_or(scope.frame.height);
        let inside = self.viewport(element, scope, Rect::new(x, y, x + width, y + height))?;
        Ok(inside.map(
            |inside| if is_plain(element) { inside } else { self.dressed(element, scope, Item::group(vec![inside])) },
        ))
    }

    /// The children of a `svg` or `symbol` fitted into `place`, and cut to it where they reach further.
    fn viewport(&mut self, element: &'t Element, scope: &Scope<'t>, place: Rect) -> Result<Option<Item>> {
        if place.width() <= 0.0 || place.height() <= 0.0 {
            return Ok(None);
        }
        let scope = if element.tag == "symbol" { scope.of(element) } else { scope.clone() };
        let view = view_box(element);
        let map = match view {
            Some(view) => fit(element, view, place),
            None => Affine::translate(place.origin().to_vec2()),
        };
        let size = view.unwrap_or(place).size();
        let items = self.children(element, &scope.within(size.width, size.height))?;
        if items.is_empty() {
            return Ok(None);
        }
        let window = tidied(map.inverse().transform_rect_bbox(place));
        let open = matches!(element.get("overflow"), Some("visible" | "auto"));
        let mut group = Item::group(items);
        group.transform = map;
        if let Body::Group(items) = &group.body
            && !open
            && !is_within(items, inset(window))
        {
            group.clip = self.carrier.clip_to(window);
        }
        Ok(Some(group))
    }
}

/// Whether the element says something that items cannot hold.
fn is_foreign(element: &Element) -> bool {
    let function = |name: &str| element.get(name).is_some_and(|value| value != "none" && !is_one_link(value));
    element.get("style").is_some()
        || element.get("vector-effect").is_some_and(|value| value != "none")
        || element.get("transform").is_some() && element.get("transform-origin").is_some()
        || function("clip-path")
        || function("mask")
        || function("filter")
}

/// A window without the noise of computing it: to a millionth of its size.
fn tidied(window: Rect) -> Rect {
    let step = 1e-6 * 10_f64.powf(window.width().max(window.height()).log10().ceil());
    let near = |value: f64| ((value / step).round() * step * 1e9).round() / 1e9;
    Rect::new(near(window.x0), near(window.y0), near(window.x1), near(window.y1))
}

/// A window without its rim, where smooth edges of what is inside would meet those of the cut:
/// one pixel when the window is seen 256 pixels wide.
fn inset(window: Rect) -> Rect {
    let rim = window.width().max(window.height()) / 256.0;
    window.inset(-rim)
}

/// Whether the element has nothing that [`Reader::dressed`] would keep.
fn is_plain(element: &Element) -> bool {
    let kept = ["id", "data-name", "aria-label", "transform", "opacity", "clip-path", "mask", "filter"];
    kept.iter().all(|name| element.get(name).is_none()) && child_text(element, "title").is_none()
}

fn is_one_link(value: &str) -> bool {
    value.strip_prefix("url(#").and_then(|rest| rest.split_once(')')).is_some_and(|(_, rest)| rest.trim().is_empty())
}

/// What people call the element: what an editor named it, or its title.
fn label(element: &Element) -> Option<String> {
    let named = element.get("data-name").or_else(|| element.get("aria-label")).map(str::to_owned);
    named.or_else(|| child_text(element, "title"))
}

/// The text of a `title` or `desc` child, its white space collapsed.
pub(super) fn child_text(element: &Element, tag: &str) -> Option<String> {
    let text = element.elements().find(|child| child.tag == tag)?.text();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}
