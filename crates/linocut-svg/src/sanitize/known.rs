//! The allowlist: which elements and attributes of SVG are kept, and what form their values have.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What the value of an attribute may look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The element's name.
    Id,
    /// Class names for CSS; not kept.
    Class,
    /// CSS declarations; split into attributes.
    Style,
    /// Extensions that the element needs; we have none, so neither is kept.
    Extensions,
    /// `#id`, or an embedded image on `image` and `feImage`.
    Href,
    /// Path data.
    Path,
    /// A list of numbers that may be long.
    List,
    /// Numbers and lengths, or a place: `auto`, `center`.
    Number,
    /// Words, numbers, colors and harmless functions.
    Value,
    /// The same, and `url(#id)`.
    Reference,
    /// The same as a value, and quoted names.
    Family,
    /// Transform functions.
    Transform,
    /// A name within a filter, a language, a role.
    Name,
    /// Anything people may write.
    Text,
    /// A number whose cost grows with it, at most 16.
    Small,
}

/// Where an attribute may be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// As an attribute.
    Attribute,
    /// As an attribute or by CSS.
    Property,
    /// By CSS only; written in a `style` attribute.
    Style,
}

/// An attribute or CSS property that is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// Its name as it is written.
    pub(crate) name: &'static str,
    /// What its value may look like.
    pub(crate) form: Form,
    /// Where it may be set.
    pub(crate) place: Place,
}

/// The allowlisted element of that name.
pub(crate) fn tag(name: &str) -> Option<&'static str> {
    TAGS.binary_search(&name).ok().and_then(|at| TAGS.get(at)).copied()
}

/// The allowlisted attribute or property of that name.
pub(crate) fn attribute(name: &str) -> Option<Known> {
    static INDEX: LazyLock<HashMap<&str, Known>> = LazyLock::new(|| {
        let rows = ATTRIBUTES.iter().flat_map(|(place, form, names)| {
            names.iter().map(|name| (*name, Known { name, form: *form, place: *place }))
        });
        rows.collect()
    });
    INDEX.get(name).copied()
}

/// The allowlisted CSS property of that name.
pub(crate) fn property(name: &str) -> Option<Known> {
    let lower = name.to_ascii_lowercase();
    attribute(&lower).filter(|known| known.place != Place::Attribute)
}

/// Whether characters inside the element mean something.
pub(crate) fn has_text(tag: &str) -> bool {
    matches!(tag, "desc" | "style" | "text" | "textPath" | "title" | "tspan")
}

/// Whether the element is a step of a filter.
pub(crate) fn is_primitive(tag: &str) -> bool {
    tag.starts_with("fe") && !is_primitive_part(tag)
}

fn is_primitive_part(tag: &str) -> bool {
    tag.starts_with("feFunc") || matches!(tag, "feDistantLight" | "feMergeNode" | "fePointLight" | "feSpotLight")
}

/// Whether the element is only painted where something refers to it.
pub(crate) fn is_resource(tag: &str) -> bool {
    matches!(
        tag,
        "clipPath" | "defs" | "filter" | "linearGradient" | "marker" | "mask" | "pattern" | "radialGradient" | "symbol"
    )
}

// Sorted, for binary search; a test holds it.
const TAGS: &[&str] = &[
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
];

// One row per place and form.
#[rustfmt::skip]
const ATTRIBUTES: &[(Place, Form, &[&str])] = &[
    (Place::Attribute, Form::Id, &["id"]),
    (Place::Attribute, Form::Class, &["class"]),
    (Place::Attribute, Form::Style, &["style"]),
    (Place::Attribute, Form::Extensions, &["requiredExtensions"]),
    (Place::Attribute, Form::Href, &["href"]),
    (Place::Attribute, Form::Path, &["d"]),
    (Place::Attribute, Form::List, &["kernelMatrix", "points", "tableValues", "values", "viewBox"]),
    (Place::Attribute, Form::Transform, &["gradientTransform", "patternTransform"]),
    (Place::Attribute, Form::Name, &["aria-hidden", "in", "in2", "result", "role", "xml:lang"]),
    (Place::Attribute, Form::Text, &["aria-label", "data-name", "data-node"]),
    (Place::Attribute, Form::Small, &["numOctaves", "order"]),
    (Place::Attribute, Form::Number, &[
        "amplitude", "azimuth", "baseFrequency", "bias", "cx", "cy", "diffuseConstant", "divisor", "dx", "dy",
        "elevation", "exponent", "fr", "fx", "fy", "height", "intercept", "k1", "k2", "k3", "k4", "kernelUnitLength",
        "limitingConeAngle", "markerHeight", "markerWidth", "offset", "pathLength", "pointsAtX", "pointsAtY",
        "pointsAtZ", "r", "radius", "refX", "refY", "rotate", "rx", "ry", "scale", "seed", "slope",
        "specularConstant", "specularExponent", "startOffset", "stdDeviation", "surfaceScale", "targetX", "targetY",
        "textLength", "width", "x", "x1", "x2", "y", "y1", "y2", "z",
    ]),
    (Place::Attribute, Form::Value, &[
        "clipPathUnits", "edgeMode", "filterUnits", "gradientUnits", "lengthAdjust", "markerUnits",
        "maskContentUnits", "maskUnits", "method", "mode", "operator", "orient", "patternContentUnits",
        "patternUnits", "preserveAlpha", "preserveAspectRatio", "primitiveUnits", "side", "spacing", "spreadMethod",
        "stitchTiles", "systemLanguage", "type", "xChannelSelector", "xml:space", "yChannelSelector",
    ]),
    (Place::Property, Form::Transform, &["transform"]),
    (Place::Property, Form::Family, &["font-family"]),
    (Place::Property, Form::Reference, &[
        "clip-path", "fill", "filter", "marker-end", "marker-mid", "marker-start", "mask", "stroke",
    ]),
    (Place::Property, Form::Value, &[
        "alignment-baseline", "baseline-shift", "clip-rule", "color", "color-interpolation",
        "color-interpolation-filters", "color-rendering", "direction", "display", "dominant-baseline", "fill-opacity",
        "fill-rule", "flood-color", "flood-opacity", "font-size", "font-size-adjust", "font-stretch",
        "font-style", "font-variant", "font-weight", "image-rendering", "letter-spacing", "lighting-color",
        "mask-type", "opacity", "overflow", "paint-order", "shape-rendering", "stop-color", "stop-opacity",
        "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
        "stroke-opacity", "stroke-width", "text-anchor", "text-decoration", "text-rendering", "transform-box",
        "transform-origin", "unicode-bidi", "vector-effect", "visibility", "word-spacing", "writing-mode",
    ]),
    (Place::Style, Form::Value, &["font-kerning", "isolation", "mix-blend-mode"]),
];

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, TAGS, attribute};

    #[test]
    fn tables_are_sorted_and_every_name_is_there_once() {
        assert!(TAGS.is_sorted());
        for (place, form, names) in ATTRIBUTES {
            assert!(names.is_sorted(), "{names:?}");
            for name in *names {
                assert_eq!(attribute(name).map(|known| (known.place, known.form)), Some((*place, *form)), "{name}");
            }
        }
    }
}
