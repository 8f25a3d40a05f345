//! What an element finds around it in the drawing that a model was shown.

use linocut_svg::INHERITED;
use std::collections::BTreeMap;

/// A drawing as text, one element a line.
pub(super) struct Surroundings<'a> {
    text: &'a str,
    /// The gradients, in their element.
    definitions: &'a str,
}

/// Where something new stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// In the place of the element of this id: what it does not say stays as it was.
    Of(&'a str),
    /// Beside the element of this id.
    Beside(&'a str),
    /// At the top of the drawing.
    Top,
}

impl<'a> Surroundings<'a> {
    /// Those in `text`, which [`linocut_svg::write`] wrote one element a line.
    pub(super) fn of(text: &'a str) -> Self {
        let start = text.find("<defs>");
        let end = text.find("</defs>").map(|end| end + "</defs>".len());
        let definitions = start.zip(end).and_then(|(start, end)| text.get(start..end)).unwrap_or_default();
        Self { text, definitions }
    }

    /// A document with `svg` in it as if it stood at `place`.
    pub(super) fn put(&self, svg: &str, place: Place<'_>) -> String {
        let mut out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"".to_owned();
        for (name, value) in self.inherited(place) {
            out.extend([" ", name, "=\"", value, "\""]);
        }
        out.extend([">", self.definitions, svg, "</svg>"]);
        out
    }

    /// A name that `svg` refers to and that neither it nor the drawing defines.
    pub(super) fn lost<'b>(&self, svg: &'b str) -> Option<&'b str> {
        let names = svg.split("url(").skip(1).filter_map(|rest| {
            let name = rest.trim_start_matches(['"', '\'', ' ']).strip_prefix('#')?;
            name.split(['"', '\'', ')', ' ']).next()
        });
        let mut names = names.filter(|name| {
            let own = |quote: char| format!("id={quote}{name}{quote}");
            !self.definitions.contains(&own('"')) && !svg.contains(&own('"')) && !svg.contains(&own('\''))
        });
        names.next()
    }

    /// The attributes that an element inherits at `place`.
    fn inherited(&self, place: Place<'_>) -> BTreeMap<&'static str, &'a str> {
        let (sought, stays) = match place {
            Place::Of(id) => (Some(format!(" id=\"{id}\"")), true),
            Place::Beside(id) => (Some(format!(" id=\"{id}\"")), false),
            Place::Top => (None, false),
        };
        let mut open: Vec<&str> = Vec::new();
        let mut within = false;
        for line in self.text.lines().map(str::trim) {
            within = (within || line.starts_with("<defs")) && !line.starts_with("</defs");
            let is_place = match &sought {
                Some(id) => line.contains(id.as_str()),
                // The root's own children.
                None => open.len() == 1,
            };
            if is_place && !within {
                open.extend(stays.then_some(line));
                break;
            }
            if line.starts_with("</") {
                open.pop();
            } else if line.starts_with('<') && !line.ends_with("/>") && !line.contains("</") {
                open.push(line);
            }
        }
        let mut said = BTreeMap::new();
        for tag in open {
            for name in INHERITED {
                said.extend(value(tag, name).map(|value| (name, value)));
            }
        }
        said
    }
}

/// The value of an attribute in a tag.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}
