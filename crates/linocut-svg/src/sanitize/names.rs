//! XML namespaces: what a prefix stands for at a place in the file.

use std::collections::BTreeMap;

/// The namespaces that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// No namespace.
    None,
    /// SVG itself.
    Svg,
    /// `XLink`, for `xlink:href`.
    Xlink,
    /// `xml:space` and `xml:lang`.
    Xml,
    /// Inkscape, for its layer names.
    Inkscape,
    /// `XInclude`, which is refused.
    Include,
    /// Anything else.
    Foreign,
}

impl Space {
    fn of(uri: &str) -> Self {
        match uri.trim() {
            "" => Self::None,
            "http://www.w3.org/2000/svg" => Self::Svg,
            "http://www.w3.org/1999/xlink" => Self::Xlink,
            "http://www.w3.org/XML/1998/namespace" => Self::Xml,
            "http://www.inkscape.org/namespaces/inkscape" => Self::Inkscape,
            uri if uri.starts_with("http://www.w3.org/") && uri.ends_with("/XInclude") => Self::Include,
            _ => Self::Foreign,
        }
    }
}

/// The bindings in force, innermost last; each look-up costs the same however many there are.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    bound: BTreeMap<String, Vec<Space>>,
    opened: Vec<(usize, String)>,
}

impl Scopes {
    /// Binds `prefix` (empty for the default namespace) until the element at `depth` ends.
    pub(super) fn bind(&mut self, prefix: &str, uri: &str, depth: usize) {
        self.bound.entry(prefix.to_owned()).or_default().push(Space::of(uri));
        self.opened.push((depth, prefix.to_owned()));
    }

    /// Forgets what the element at `depth` bound.
    pub(super) fn leave(&mut self, depth: usize) {
        while let Some((_, prefix)) = self.opened.pop_if(|(at, _)| *at >= depth) {
            if let Some(stack) = self.bound.get_mut(&prefix) {
                stack.pop();
            }
        }
    }

    /// The namespace of an element with that prefix.
    pub(super) fn element(&self, prefix: Option<&str>) -> Space {
        self.find(prefix.unwrap_or_default())
    }

    /// The namespace of an attribute with that prefix; one without belongs to its element.
    pub(super) fn attribute(&self, prefix: Option<&str>) -> Space {
        prefix.map_or(Space::None, |prefix| self.find(prefix))
    }

    fn find(&self, prefix: &str) -> Space {
        let bound = self.bound.get(prefix).and_then(|stack| stack.last()).copied();
        // A forgotten declaration of a usual prefix is mended; browsers' HTML parsers do the same.
        bound.unwrap_or(match prefix {
            "" => Space::None,
            "xml" => Space::Xml,
            "xlink" => Space::Xlink,
            "svg" => Space::Svg,
            "inkscape" => Space::Inkscape,
            "xi" => Space::Include,
            _ => Space::Foreign,
        })
    }
}
