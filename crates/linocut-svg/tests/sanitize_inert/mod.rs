//! A judge of SVG text that knows nothing of the sanitizer: reads it with another parser and looks for anything
//! that could run or load.

use resvg::usvg::roxmltree::{Document, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that run, load, or take foreign content in.
const ACTIVE: &[&str] = &[
    "script",
    "style",
    "foreignObject",
    "animate",
    "animateMotion",
    "animateTransform",
    "set",
    "mpath",
    "handler",
    "listener",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "a",
    "link",
    "base",
    "meta",
    "include",
    "metadata",
];

/// Says what is wrong with `svg`, if anything is.
pub(crate) fn complaint(svg: &str) -> Option<String> {
    let document = match Document::parse(svg) {
        Ok(document) => document,
        Err(error) => return Some(format!("not well-formed: {error}")),
    };
    if svg.contains("<!") || svg.contains("<?") {
        return Some("declaration or instruction".to_owned());
    }
    document.descendants().filter(Node::is_element).find_map(element_complaint)
}

fn element_complaint(node: Node<'_, '_>) -> Option<String> {
    let tag = node.tag_name();
    if tag.namespace() != Some(SVG) {
        return Some(format!("foreign element {}", tag.name()));
    }
    if ACTIVE.iter().any(|name| name.eq_ignore_ascii_case(tag.name())) {
        return Some(format!("active element {}", tag.name()));
    }
    node.attributes().find_map(|attribute| {
        attribute_complaint(attribute.name(), attribute.value())
            .map(|what| format!("{what}: {} {}=\"{}\"", tag.name(), attribute.name(), attribute.value()))
    })
}

fn attribute_complaint(name: &str, value: &str) -> Option<&'static str> {
    let lower = value.to_ascii_lowercase();
    if name.to_ascii_lowercase().starts_with("on") {
        return Some("event handler");
    }
    if name == "href" {
        let picture = ["png", "jpeg", "gif", "webp"].iter().any(|kind| {
            let data = value.strip_prefix(&format!("data:image/{kind};base64,"));
            data.is_some_and(|data| data.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)))
        });
        return (!value.starts_with('#') && !picture).then_some("external link");
    }
    // Labels are what people may write; nothing reads them as code.
    if matches!(name, "aria-label" | "data-name") {
        return None;
    }
    let inside_url = lower.split("url(").skip(1).any(|rest| !rest.starts_with('#'));
    if inside_url
        || ["src(", "image-set(", "image(", "@import", "expression", "var(", "//", "\\"]
            .iter()
            .any(|w| lower.contains(w))
    {
        return Some("external reference");
    }
    if lower.contains(':')
        && name != "style"
        && lower.split(':').any(|part| part.ends_with("script") || part.ends_with("data"))
    {
        return Some("active address");
    }
    None
}
