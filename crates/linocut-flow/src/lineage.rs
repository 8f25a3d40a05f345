//! Where a drawing comes from, inside the drawing's own file.

use crate::memo::Digest;
use crate::recipe::Recipe;
use crate::record::Record;
use crate::stage::Catalogue;
use crate::step::effort_name;
use linocut_core::{Context, Error, Kind, Result, Type};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What stands around lineage in a file; nothing else is recognized, so reading a hostile file costs one search.
const OPEN: &str = "<metadata id=\"linocut-lineage\">";
const CLOSE: &str = "</metadata>";
/// Longest lineage that is read, in bytes: four times the longest recipe, for the record beside it.
const MOST_BYTES: usize = 4 << 20;
/// Longest text that stands in lineage itself, in bytes: words and diagrams of people are shorter, and a few of them leave
/// room for the recipe.
const MOST_TEXT: usize = 64 << 10;

/// All that is needed to make a drawing again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lineage {
    /// What was run, as it was run.
    pub recipe: Recipe,
    /// What was given, by name.
    pub inputs: BTreeMap<String, Given>,
    /// The seed of random choices.
    pub seed: u64,
    /// How hard it was tried: fast, balanced or best.
    pub effort: String,
    /// The node that gave the drawing.
    pub node: String,
    /// What made it; empty in files of before 2026-11-22.
    #[serde(default)]
    pub versions: Versions,
    /// What happened, as [`Record`](crate::Record) tells it.
    pub record: Json,
}

impl Lineage {
    /// Where the output of `recipe` comes from when it was run within `cx` as `record` tells; what was given, and another
    /// node than the output, is for the caller to say.
    #[must_use]
    pub fn of(recipe: &Recipe, catalogue: &Catalogue, cx: &Context, record: &Record) -> Self {
        let stages = recipe.nodes.values().filter_map(|node| catalogue.find(&node.stage).ok());
        let versions = Versions {
            linocut: env!("CARGO_PKG_VERSION").to_owned(),
            stages: stages.map(|kind| (kind.name.to_owned(), kind.version)).collect(),
        };
        Self {
            recipe: recipe.clone(),
            inputs: BTreeMap::new(),
            seed: cx.seed,
            effort: effort_name(cx.effort).to_owned(),
            node: recipe.output.clone(),
            versions,
            record: serde_json::to_value(record).unwrap_or_default(),
        }
    }
}

/// What made something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// The version of Linocut.
    pub linocut: String,
    /// The version of each stage of the recipe, by its name.
    pub stages: BTreeMap<String, u32>,
}

/// An input, by name only; a short text as it stands, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The digest of its bytes: of the file as it was read, or as an artifact.
    pub digest: String,
    /// Its type: text, raster, drawing or score.
    #[serde(rename = "type")]
    pub sort: String,
    /// The text itself, if it is one of at most 64 KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Given {
    /// A file of these bytes, read as a value of type `sort`.
    #[must_use]
    pub fn file(sort: Type, bytes: &[u8]) -> Self {
        Self { digest: Digest::of(bytes).to_string(), sort: sort.name().to_owned(), text: None }
    }

    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let own = (text.len() <= MOST_TEXT).then(|| text.to_owned());
        Self { text: own, ..Self::file(Type::Text, text.as_bytes()) }
    }
}

/// The text of an SVG with its lineage as the first element.
///
/// # Errors
/// [`Kind::Input`] for text that does not begin with an `svg` element.
pub fn embed(svg: &str, lineage: &Lineage) -> Result<String> {
    let wrong = || Error::new(Kind::Input, "lineage goes into the text of an SVG only");
    let start = svg.find("<svg").ok_or_else(wrong)?;
    let end = svg.get(start..).and_then(|rest| rest.find('>')).map(|end| start + end).ok_or_else(wrong)?;
    let (head, rest) = svg.split_at_checked(end + 1).ok_or_else(wrong)?;
    let text =
        serde_json::to_string(lineage).map_err(|e| Error::new(Kind::Bug, "lineage cannot be written").cause(e))?;
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Ok(match head.strip_suffix("/>") {
        Some(head) => format!("{head}>{OPEN}{text}{CLOSE}</svg>{rest}"),
        None => format!("{head}{OPEN}{text}{CLOSE}{rest}"),
    })
}

/// The lineage in the text of an SVG that [`embed`] wrote; whatever else the text says is not looked at.
///
/// # Errors
/// [`Kind::Missing`] when there is none, [`Kind::Limit`] over 4 MiB, [`Kind::Input`] when it is damaged.
pub fn recover(svg: &str) -> Result<Lineage> {
    let missing = || Error::new(Kind::Missing, "the file does not say where it comes from");
    let (_, rest) = svg.split_once(OPEN).ok_or_else(missing)?;
    let (text, _) = rest.split_once(CLOSE).ok_or_else(missing)?;
    if text.len() > MOST_BYTES {
        return Err(Error::new(Kind::Limit, "the lineage in the file is over 4 MiB"));
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&text).map_err(|e| Error::new(Kind::Input, "the lineage in the file is damaged").cause(e))
}

#[cfg(test)]
mod tests {
    use super::{Given, Lineage, Versions, embed, recover};
    use crate::recipe::Recipe;
    use linocut_core::Kind;
    use serde_json::json;
    use std::collections::BTreeMap;

    fn lineage() -> Lineage {
        let about = "</metadata> & <script>alert(1)</script> &lt;".to_owned();
        let given = Given::text("a < b & c");
        Lineage {
            recipe: Recipe { about, output: "a".to_owned(), ..Recipe::default() },
            inputs: BTreeMap::from([("words".to_owned(), given)]),
            seed: u64::MAX,
            effort: "best".to_owned(),
            node: "a".to_owned(),
            versions: Versions { linocut: "1".to_owned(), stages: BTreeMap::from([("tidy".to_owned(), 3)]) },
            record: json!({ "events": [] }),
        }
    }

    #[test]
    fn comes_back_as_it_went_in() {
        for svg in ["<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>", "<svg/>"] {
            let text = embed(svg, &lineage()).unwrap();
            assert!(!text.contains("<script>") && text.ends_with("</svg>"), "{text}");
            assert_eq!(recover(&text).unwrap(), lineage());
        }
    }

    #[test]
    fn reads_files_of_before_versions_and_keeps_long_texts_out() {
        let mut page = json!(Lineage { recipe: Recipe::default(), ..lineage() });
        page.as_object_mut().unwrap().remove("versions");
        let text = format!("<metadata id=\"linocut-lineage\">{page}</metadata>");
        assert_eq!(recover(&text).unwrap().versions, Versions::default());
        assert_eq!(Given::text("ab").text.as_deref(), Some("ab"));
        assert_eq!(Given::text(&"a".repeat(100_000)).text, None);
    }

    #[test]
    fn says_what_is_missing_or_wrong() {
        let kind = |text: &str| recover(text).unwrap_err().kind();
        assert_eq!(kind("<svg/>"), Kind::Missing);
        assert_eq!(kind("<metadata id=\"linocut-lineage\">{}"), Kind::Missing);
        assert_eq!(kind("<metadata id=\"linocut-lineage\">{}</metadata>"), Kind::Input);
        assert_eq!(embed("flowchart TD", &lineage()).unwrap_err().kind(), Kind::Input);
    }
}
