//! Where a drawing comes from, inside the drawing's own file.

use crate::recipe::Recipe;
use linocut_core::{Error, Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What stands around lineage in a file; nothing else is recognized, so reading a hostile file costs one search.
const OPEN: &str = "<metadata id=\"linocut-lineage\">";
const CLOSE: &str = "</metadata>";
/// Longest lineage that is read, in bytes: four times the longest recipe, for the record beside it.
const MOST_BYTES: usize = 4 << 20;

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
    /// What happened, as [`Record`](crate::Record) tells it.
    pub record: Json,
}

/// An input, by name only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The digest of its bytes as an artifact.
    pub digest: String,
    /// Its type: text, raster, drawing or score.
    #[serde(rename = "type")]
    pub sort: String,
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
    use super::{Given, Lineage, embed, recover};
    use crate::recipe::Recipe;
    use linocut_core::Kind;
    use serde_json::json;
    use std::collections::BTreeMap;

    fn lineage() -> Lineage {
        let about = "</metadata> & <script>alert(1)</script> &lt;".to_owned();
        let given = Given { digest: "00".repeat(32), sort: "text".to_owned() };
        Lineage {
            recipe: Recipe { about, output: "a".to_owned(), ..Recipe::default() },
            inputs: BTreeMap::from([("words".to_owned(), given)]),
            seed: u64::MAX,
            effort: "best".to_owned(),
            node: "a".to_owned(),
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
    fn says_what_is_missing_or_wrong() {
        let kind = |text: &str| recover(text).unwrap_err().kind();
        assert_eq!(kind("<svg/>"), Kind::Missing);
        assert_eq!(kind("<metadata id=\"linocut-lineage\">{}"), Kind::Missing);
        assert_eq!(kind("<metadata id=\"linocut-lineage\">{}</metadata>"), Kind::Input);
        assert_eq!(embed("flowchart TD", &lineage()).unwrap_err().kind(), Kind::Input);
    }
}
