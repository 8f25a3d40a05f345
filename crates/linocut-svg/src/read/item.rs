//! Elements to items, groups opened, copies made.

use super::carry::Carrier;
use super::extent::is_within;
use super::number::{self, Side};
use super::outline::outline;
use super::paint::{self, Foreign};
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
        // Items are large, so room for more than there are would count.
        let mut items = Vec::with_capacity(parent.elements().count());
        for child in parent.elements() {
            self.item(child, scope, &mut items)?;
        }
        Ok(items)
    }

    /// Adds the item of one element to `into`, if it shows anything.
    ///
    /// Items go through a list, not through return values, which keeps the stack of nested calls small.
    fn item(&mut self, element: &'t Element, outer: &Scope<'t>, into: &mut Vec<Item>) -> Result<()> {
        if known::is_resource(element.tag) || matches!(element.tag, "title" | "desc" | "stop" | "tspan" | "textPath") {
            return Ok(());
        }
        if element.get("display") == Some("none") {
            self.notes.add("left out a hidden element");
            return Ok(());
        }
        if is_foreign(element) || element.tag == "image" {
            return self.carry(element, outer, into);
        }
        let scope = outer.of(element);
        let mut inside = Vec::with_capacity(1);
        match element.tag {
            "g" => inside = self.children(element, &scope)?,
            "switch" => self.switch(element, &scope, &mut inside)?,
            "svg" => self.nested(element, &scope, &mut inside)?,
            "use" => self.copy(element, &scope, &mut inside)?,
            _ => return self.leaf(element, outer, &scope, into),
        }
        self.group(element, &scope, inside, into);
        Ok(())
    }

    fn carry(&mut self, element: &Element, outer: &Scope<'t>, into: &mut Vec<Item>) -> Result<()> {
        into.push(self.carrier.item(element, outer, self.notes)?);
        Ok(())
    }

    /// Adds `inside` as a group that stands for `element`, or as what is in it where the group would say nothing.
    #[inline(never)]
    fn group(&mut self, element: &Element, scope: &Scope<'t>, mut inside: Vec<Item>, into: &mut Vec<Item>) {
        if inside.is_empty() && element.tag != "g" {
            return;
        }
        let shift = if element.tag == "use" {
            let x = scope.length(element, "x", Side::Width).unwrap_or(0.0);
            Affine::translate((x, scope.length(element, "y", Side::Height).unwrap_or(0.0)))
        } else {
            Affine::IDENTITY
        };
        let plain = matches!(element.tag, "svg" | "use") && is_plain(element);
        if let ([only], true) = (inside.as_mut_slice(), plain) {
            let own = element.get("transform").and_then(affine).unwrap_or(Affine::IDENTITY);
            only.transform = own * shift * only.transform;
            return into.append(&mut inside);
        }
        let mut group = Item::group(inside);
        group.transform = shift;
        into.push(self.dressed(element, scope, group));
    }

    /// Gives `item` what every element may have.
    pub(super) fn dressed(&mut self, element: &Element, scope: &Scope<'t>, mut item: Item) -> Item {
        if !scope.copied {
            item.id = element.get("id").and_then(Id::new);
        }
        item.label = label(element);
        item.node = element.get("data-node").map(str::to_owned);
        item.transform = element.get("transform").and_then(affine).unwrap_or(Affine::IDENTITY) * item.transform;
        item.opacity = element.get("opacity").and_then(number::share).map_or(Unit::ONE, Unit::clamped);
        item.clip = self.carrier.want(element.get("clip-path"), "clipPath");
        item.mask = self.carrier.want(element.get("mask"), "mask");
        item.filter = self.carrier.want(element.get("filter"), "filter");
        item
    }

    #[inline(never)]
    fn leaf(&mut self, element: &'t Element, outer: &Scope<'t>, scope: &Scope<'t>, into: &mut Vec<Item>) -> Result<()> {
        if matches!(scope.get("visibility"), Some("hidden" | "collapse")) {
            self.notes.add("left out a hidden element");
            return Ok(());
        }
        let body = if element.tag == "text" {
            words(element, scope, self.source).map(|words| (!words.text.is_empty()).then_some(Body::Words(words)))
        } else {
            self.shape(element, scope).map(|shape| shape.map(Body::Shape)).ok()
        };
        match body {
            Some(Some(body)) => into.push(self.dressed(element, scope, Item::new(body))),
            Some(None) => {}
            None => self.carry(element, outer, into)?,
        }
        Ok(())
    }

    /// The shape of an element; `None` when it has no area and no length.
    fn shape(&mut self, element: &Element, scope: &Scope<'t>) -> Result<Option<Shape>, Foreign> {
        let Some(outline) = outline(element, scope) else { return Ok(None) };
        let bounds = Some(outline.bounds());
        let fill = paint::fill(scope, self.source, bounds)?;
        let stroke = paint::stroke(scope, self.source, bounds)?;
        let order = scope.get("paint-order").unwrap_or("normal");
        let under = order.starts_with("stroke") || order == "markers stroke";
        if under && fill.is_some() && stroke.is_some() || self.has_marker(element, scope) {
            return Err(Foreign);
        }
        if scope.get("shape-rendering").is_some_and(|value| matches!(value, "crispEdges" | "optimizeSpeed")) {
            self.notes.add("edges that asked to stay jagged are smoothed");
        }
        Ok(Some(Shape { outline, fill, fill_rule: paint::fill_rule(scope), stroke }))
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
    fn switch(&mut self, element: &'t Element, scope: &Scope<'t>, into: &mut Vec<Item>) -> Result<()> {
        let fits = |child: &&Element| {
            let languages = child.get("systemLanguage");
            let ours = |text: &str| text.split(',').any(|tag| tag.trim() == "en" || tag.trim().starts_with("en-"));
            !matches!(child.tag, "title" | "desc") && languages.is_none_or(ours)
        };
        match element.elements().find(fits) {
            Some(child) => self.item(child, scope, into),
            None => Ok(()),
        }
    }

    /// What `use` shows.
    fn copy(&mut self, element: &'t Element, scope: &Scope<'t>, into: &mut Vec<Item>) -> Result<()> {
        let id = element.get("href").and_then(|link| link.strip_prefix('#'));
        let Some(target) = id.and_then(|id| self.source.find(id)) else {
            self.notes.add("left out a <use> of something that is not there");
            return Ok(());
        };
        let inner = scope.copy();
        if !matches!(target.tag, "symbol" | "svg") {
            return self.item(target, &inner, into);
        }
        let place = |name: &str, side: Side, whole: f64| {
            let own = if target.tag == "svg" { target.get(name) } else { None };
            let text = element.get(name).or(own);
            text.and_then(|text| number::length(text, side, &scope.frame)).unwrap_or(whole)
        };
        let width = place("width", Side::Width, scope.frame.width);
        let height = place("height", Side::Height, scope.frame.height);
        self.viewport(target, &inner.of(target), Rect::new(0.0, 0.0, width, height), into)
    }

    fn nested(&mut self, element: &'t Element, scope: &Scope<'t>, into: &mut Vec<Item>) -> Result<()> {
        let at = |name: &str, side: Side| scope.length(element, name, side);
        let (x, y) = (at("x", Side::Width).unwrap_or(0.0), at("y", Side::Height).unwrap_or(0.0));
        let width = at("width", Side::Width).unwrap_or(scope.frame.width);
        let height = at("height", Side::Height).unwrap_or(scope.frame.height);
        self.viewport(element, scope, Rect::new(x, y, x + width, y + height), into)
    }

    /// The children of a `svg` or `symbol` fitted into `place`, and cut to it where they reach further.
    fn viewport(&mut self, element: &'t Element, scope: &Scope<'t>, place: Rect, into: &mut Vec<Item>) -> Result<()> {
        if place.width() <= 0.0 || place.height() <= 0.0 {
            return Ok(());
        }
        let size = view_box(element).unwrap_or(place).size();
        let items = self.children(element, &scope.within(size.width, size.height))?;
        if !items.is_empty() {
            into.push(self.framed(element, items, place));
        }
        Ok(())
    }

    /// Items in a group that fits them into `place`.
    fn framed(&mut self, element: &Element, items: Vec<Item>, place: Rect) -> Item {
        let map = match view_box(element) {
            Some(view) => fit(element, view, place),
            None => Affine::translate(place.origin().to_vec2()),
        };
        let window = tidied(map.inverse().transform_rect_bbox(place));
        let open = matches!(element.get("overflow"), Some("visible" | "auto"));
        let clip = !open && !is_within(&items, inset(window));
        let mut group = Item::group(items);
        group.transform = map;
        group.clip = if clip { self.carrier.clip_to(window) } else { None };
        group
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

/// Whether the element has nothing but a transform that [`Reader::dressed`] would keep.
fn is_plain(element: &Element) -> bool {
    let kept = ["id", "data-name", "data-node", "aria-label", "opacity", "clip-path", "mask", "filter"];
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
