//! Components of frameworks for web pages: the drawing inline, its size and color as properties.

mod markup;

use crate::name::{kebab, pascal};
use crate::options::ExportOptions;
use crate::page::{Page, short};
use crate::svg::{plain, tidied};
use crate::tree::{Element, parse};
use linocut_core::{Drawing, Result};
use linocut_svg::{Lettering, lettered};
use markup::{Dialect, prefix_ids, print};

/// The drawing taken apart, and what its component is made with.
struct Parts {
    /// The `svg` element without a size.
    root: Element,
    /// Name of the component.
    name: String,
    /// Width to begin with, in CSS pixels.
    size: String,
    /// Whether it is as high as wide.
    square: bool,
    /// Whether anything is painted in the color of the text around it.
    current: bool,
}

fn parts(drawing: &Drawing, page: &Page, options: &ExportOptions) -> Result<Parts> {
    // Pages bring their own fonts, and braces of style sheets mean something else in components.
    let drawing = lettered(drawing, Lettering::Named).value;
    let tidied = Drawing { size: None, ..tidied(&drawing, options) };
    let text = plain(&tidied, &Page { asked: false, ..*page }, options);
    let mut root = parse(&text)?;
    prefix_ids(&mut root, &kebab(options.name.as_deref()));
    Ok(Parts {
        name: pascal(options.name.as_deref()),
        size: short(page.width, 3),
        square: (page.width - page.height).abs() < 1e-9 * page.width,
        current: text.contains("currentColor"),
        root,
    })
}

impl Parts {
    /// The opening tag's attributes that properties set, each spelled by `bound`; then all else.
    fn root_attributes(&self, bound: impl Fn(&str, &str) -> String) -> Vec<String> {
        let mut set = vec![bound("width", "size")];
        // Without a height browsers take it from the view box.
        set.extend(self.square.then(|| bound("height", "size")));
        set.extend(self.current.then(|| bound("color", "color")));
        set
    }
}

/// A React component in JavaScript.
pub(crate) fn jsx(drawing: &Drawing, page: &Page, options: &ExportOptions) -> Result<String> {
    let parts = parts(drawing, page, options)?;
    let color = if parts.current { "color = \"currentColor\", " } else { "" };
    let arguments = format!("{{ size = {}, {color}...props }}", parts.size);
    Ok(react(&parts, &arguments))
}

/// A React component in TypeScript.
pub(crate) fn tsx(drawing: &Drawing, page: &Page, options: &ExportOptions) -> Result<String> {
    let parts = parts(drawing, page, options)?;
    let name = &parts.name;
    let color = if parts.current { "color = \"currentColor\", " } else { "" };
    let arguments = format!("{{ size = {}, {color}...props }}: {name}Props", parts.size);
    Ok(format!(
        "import type {{ SVGProps }} from \"react\";\n\nexport interface {name}Props extends SVGProps<SVGSVGElement> {{\n  /** Width, in pixels unless it names a unit. */\n  size?: number | string;\n}}\n\n{}",
        react(&parts, &arguments)
    ))
}

fn react(parts: &Parts, arguments: &str) -> String {
    let mut set = parts.root_attributes(|name, property| format!("{name}={{{property}}}"));
    set.push("{...props}".to_owned());
    let mut svg = String::new();
    print(&parts.root, Dialect::Jsx, &set, 2, &mut svg);
    format!("export default function {}({arguments}) {{\n  return (\n{svg}  );\n}}\n", parts.name)
}

/// A Vue 3 component; classes and other attributes fall through to its root.
pub(crate) fn vue(drawing: &Drawing, page: &Page, options: &ExportOptions) -> Result<String> {
    let parts = parts(drawing, page, options)?;
    let mut properties = format!("  size: {{ type: [Number, String], default: {} }},\n", parts.size);
    if parts.current {
        properties.push_str("  color: { type: String, default: \"currentColor\" },\n");
    }
    let set = parts.root_attributes(|name, property| format!(":{name}=\"{property}\""));
    let mut svg = String::new();
    print(&parts.root, Dialect::Html, &set, 1, &mut svg);
    Ok(format!(
        "<script setup>\ndefineOptions({{ name: \"{}\" }});\ndefineProps({{\n{properties}}});\n</script>\n\n<template>\n{svg}</template>\n",
        parts.name
    ))
}

/// A Svelte 5 component.
pub(crate) fn svelte(drawing: &Drawing, page: &Page, options: &ExportOptions) -> Result<String> {
    let parts = parts(drawing, page, options)?;
    let color = if parts.current { "color = \"currentColor\", " } else { "" };
    let mut set = parts.root_attributes(|name, property| format!("{name}={{{property}}}"));
    set.push("{...rest}".to_owned());
    let mut svg = String::new();
    print(&parts.root, Dialect::Html, &set, 0, &mut svg);
    Ok(format!("<script>\n  let {{ size = {}, {color}...rest }} = $props();\n</script>\n\n{svg}", parts.size))
}
