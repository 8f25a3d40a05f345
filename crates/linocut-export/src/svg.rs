//! SVG in its dialects.

use crate::options::ExportOptions;
use crate::page::Page;
use crate::tree::{Element, Node, parse, put};
use linocut_core::{Body, Drawing, Id, Item, Paint, Result, Rgba};
use linocut_svg::{INHERITED, Layout, Lettering, Precision, TidyOptions, WriteOptions, lettered, tidy, write};
use std::collections::BTreeSet;

/// The precision that is wanted, or what nobody sees.
pub(crate) fn precision(drawing: &Drawing, options: &ExportOptions) -> Precision {
    options.precision.unwrap_or_else(|| Precision::fitting(drawing.view_box))
}

/// Canonical SVG of the wanted size.
pub(crate) fn plain(drawing: &Drawing, page: &Page, options: &ExportOptions) -> String {
    written(drawing, page, options, Layout::Compact)
}

/// Tidied SVG in the fewest bytes.
pub(crate) fn smallest(drawing: &Drawing, page: &Page, options: &ExportOptions) -> String {
    plain(&tidied(drawing, options), page, options)
}

/// The drawing tidied to the wanted precision, without names for people.
pub(crate) fn tidied(drawing: &Drawing, options: &ExportOptions) -> Drawing {
    let mut drawing = drawing.clone();
    drawing.items.iter_mut().for_each(unlabel);
    tidy(&drawing, &TidyOptions { precision: Some(precision(&drawing, options)), ..TidyOptions::default() })
}

fn unlabel(item: &mut Item) {
    (item.label, item.node) = (None, None);
    if let Body::Group(items) = &mut item.body {
        items.iter_mut().for_each(unlabel);
    }
}

fn written(drawing: &Drawing, page: &Page, options: &ExportOptions, layout: Layout) -> String {
    let spelling = WriteOptions { precision: precision(drawing, options), layout, ..WriteOptions::default() };
    if !page.asked {
        return write(drawing, &spelling);
    }
    let text = write(&Drawing { size: None, ..drawing.clone() }, &spelling);
    let [width, height] = page.sides(options.unit.unwrap_or_default());
    sized(&text, &width, &height)
}

/// `svg` with a width and a height, right after its view box.
fn sized(svg: &str, width: &str, height: &str) -> String {
    const VIEW: &str = " viewBox=\"";
    let at = svg.find(VIEW).map(|start| start + VIEW.len());
    let end = at.and_then(|at| Some(at + svg.get(at..)?.find('"')? + 1));
    let (head, tail) = end.and_then(|end| svg.split_at_checked(end)).unwrap_or((svg, ""));
    format!("{head} width=\"{width}\" height=\"{height}\"{tail}")
}

/// SVG for programs that import it only partly: nothing inherited, no current color, layers named by their ids, a size
/// in pixels, and an XML declaration.
pub(crate) fn explicit(drawing: &Drawing, page: &Page, options: &ExportOptions) -> Result<String> {
    // Such programs know no style sheets.
    let mut drawing = lettered(drawing, Lettering::Named).value;
    let mut taken = ids(&drawing.items);
    drawing.items.iter_mut().for_each(|item| settle(item, &mut taken));
    let page = Page { asked: true, ..*page };
    let text = written(&drawing, &page, options, Layout::Compact);
    let mut root = parse(&text)?;
    hand_down(&mut root, &[]);
    root.for_each(&mut spell_out);
    for side in ["width", "height"] {
        let value = root.attributes.iter_mut().find(|(name, _)| name == side);
        if let Some((_, value)) = value.filter(|(_, value)| value.ends_with(|c: char| c.is_ascii_digit())) {
            value.push_str("px");
        }
    }
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    print(&root, 0, &mut out);
    Ok(out)
}

/// The ids of all items.
fn ids(items: &[Item]) -> BTreeSet<String> {
    let inside = |item: &Item| match &item.body {
        Body::Group(items) => ids(items),
        Body::Shape(_) | Body::Words(_) | Body::Opaque(_) => BTreeSet::new(),
    };
    let own = items.iter().filter_map(|item| item.id.as_ref().map(ToString::to_string));
    own.chain(items.iter().flat_map(inside)).collect()
}

/// Turns labels into ids, which such programs show as names, and the current color into black.
fn settle(item: &mut Item, taken: &mut BTreeSet<String>) {
    if let (None, Some(label)) = (&item.id, &item.label) {
        let stem = layer_name(label);
        let mut names = std::iter::once(stem.clone()).chain((2..=taken.len() + 2).map(|n| format!("{stem}_{n}")));
        item.id = names.find(|name| !taken.contains(name)).and_then(|name| Id::new(&name));
        taken.extend(item.id.as_ref().map(ToString::to_string));
    }
    let (fill, stroke) = match &mut item.body {
        Body::Group(items) => return items.iter_mut().for_each(|item| settle(item, taken)),
        Body::Opaque(_) => return,
        Body::Shape(shape) => (shape.fill.as_mut(), shape.stroke.as_mut().map(|stroke| &mut stroke.paint)),
        Body::Words(words) => (words.fill.as_mut(), words.stroke.as_mut().map(|stroke| &mut stroke.paint)),
    };
    for paint in [fill, stroke].into_iter().flatten().filter(|paint| **paint == Paint::CurrentColor) {
        *paint = Paint::Solid(Rgba::BLACK);
    }
}

/// A label as an id that Illustrator shows as the label: it reads `_x2d_` as the character of that number, `_` as a space.
fn layer_name(label: &str) -> String {
    let letter = |c: char| match c {
        ' ' => "_".to_owned(),
        c if c.is_ascii_alphanumeric() => c.to_string(),
        c => format!("_x{:X}_", u32::from(c)),
    };
    let name: String = label.chars().take(16).map(letter).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { name } else { format!("_{name}") }
}

/// Writes out the defaults of a gradient, which some importers do not know.
fn spell_out(element: &mut Element) {
    let defaults: &[(&str, &str)] = match element.name.as_str() {
        "linearGradient" => &[("x1", "0"), ("y1", "0"), ("y2", "0")],
        "stop" => &[("offset", "0"), ("stop-color", "#000")],
        _ => &[],
    };
    for (name, value) in defaults {
        if element.get(name).is_none() {
            element.attributes.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
}

/// Moves inherited attributes from groups to what they are meant for.
fn hand_down(element: &mut Element, from_above: &[(String, String)]) {
    let inherited = |name: &str| INHERITED.contains(&name);
    let mut all: Vec<(String, String)> = from_above.to_vec();
    all.retain(|(name, _)| element.get(name).is_none());
    let container = matches!(element.name.as_str(), "svg" | "g");
    if container {
        all.extend(element.attributes.iter().filter(|(name, _)| inherited(name)).cloned());
        element.attributes.retain(|(name, _)| !inherited(name));
        for node in &mut element.children {
            if let Node::Element(child) = node {
                hand_down(child, &all);
            }
        }
    } else if !matches!(element.name.as_str(), "defs" | "title" | "desc") {
        element.attributes.append(&mut all);
        if !matches!(element.name.as_str(), "line" | "image") && element.get("fill").is_none() {
            element.attributes.push(("fill".to_owned(), "#000".to_owned()));
        }
    }
}

/// Writes an element, one a line.
fn print(element: &Element, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    put(out, &[&indent, "<", &element.name]);
    for (name, value) in &element.attributes {
        put(out, &[" ", name, "=\"", value, "\""]);
    }
    if element.children.is_empty() {
        out.push_str("/>\n");
        return;
    }
    out.push('>');
    if element.is_inline() {
        inline(element, out);
    } else {
        out.push('\n');
        for node in &element.children {
            if let Node::Element(child) = node {
                print(child, depth + 1, out);
            }
        }
        out.push_str(&indent);
    }
    put(out, &["</", &element.name, ">\n"]);
}

/// Writes what an element contains without adding white space.
fn inline(element: &Element, out: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(child) => {
                let mut line = String::new();
                print(child, 0, &mut line);
                out.push_str(line.trim_end_matches('\n'));
            }
        }
    }
}
