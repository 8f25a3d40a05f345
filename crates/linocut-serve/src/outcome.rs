//! Answers as what is kept of a job, and back.

use crate::answer::Answer;
use crate::app::App;
use crate::artifacts::{content, described};
use crate::media::Media;
use crate::problem::Problem;
use linocut_core::{Error, Kind};
use serde_json::{Map, Value as Page, json};

/// The answer as JSON; what is large in it is kept as artifacts.
pub(crate) fn kept(app: &App, answer: Answer) -> Result<Page, Problem> {
    let keep = |bytes: &[u8]| -> Result<Page, Problem> { Ok(described(app.data.artifacts.put(bytes)?, bytes)) };
    Ok(match answer {
        Answer::Svg(svg, mut about) => {
            if let Some(Page::Array(variants)) = about.get_mut("variants") {
                for variant in variants {
                    let svg = variant.get("svg").and_then(Page::as_str).unwrap_or_default();
                    let artifact = keep(svg.as_bytes())?;
                    if let Some(variant) = variant.as_object_mut() {
                        variant.remove("svg");
                        variant.insert("artifact".to_owned(), artifact);
                    }
                }
            }
            json!({ "sort": "svg", "name": "drawing.svg", "artifact": keep(svg.as_bytes())?, "about": about })
        }
        Answer::Json(page) => json!({ "sort": "json", "artifact": null, "about": page }),
        Answer::Text(name, text) => json!({ "sort": "text", "name": name, "artifact": keep(text.as_bytes())? }),
        Answer::Diagram { mermaid, svg, about } => {
            let artifact = keep(svg.as_bytes())?;
            json!({ "sort": "diagram", "name": "diagram.svg", "artifact": artifact, "mermaid": mermaid, "about": about })
        }
        Answer::File(media, name, bytes) => {
            json!({ "sort": "file", "name": name, "media_type": media, "artifact": keep(&bytes)? })
        }
        Answer::Run(page, _) | Answer::Batch(page) => page,
    })
}

/// The answer that [`kept`] kept.
pub(crate) fn answer(app: &App, page: Page) -> Result<Answer, Problem> {
    let text = |name: &str| page.get(name).and_then(Page::as_str).unwrap_or_default().to_owned();
    let bytes = || held(app, page.get("artifact"));
    match text("sort").as_str() {
        "svg" => {
            let mut about = page.get("about").and_then(Page::as_object).cloned().unwrap_or_default();
            about.insert("digest".to_owned(), digest(page.get("artifact")));
            if let Some(Page::Array(variants)) = about.get_mut("variants") {
                for variant in variants {
                    let artifact = variant.get("artifact").cloned();
                    let svg = lossy(held(app, artifact.as_ref())?);
                    if let Some(variant) = variant.as_object_mut() {
                        variant.remove("artifact");
                        variant.insert("svg".to_owned(), Page::String(svg));
                        variant.insert("digest".to_owned(), digest(artifact.as_ref()));
                    }
                }
            }
            Ok(Answer::Svg(lossy(bytes()?), about))
        }
        "diagram" => {
            let mut about = page.get("about").and_then(Page::as_object).cloned().unwrap_or_default();
            about.insert("digest".to_owned(), digest(page.get("artifact")));
            Ok(Answer::Diagram { mermaid: text("mermaid"), svg: lossy(bytes()?), about })
        }
        "json" => Ok(Answer::Json(page.get("about").cloned().unwrap_or_default())),
        "text" => Ok(Answer::Text(text("name").into(), lossy(bytes()?))),
        "file" => Ok(Answer::File(text("media_type").into(), text("name"), bytes()?)),
        "run" => Ok(Answer::Run(page.clone(), Box::new(bare(app, &page)))),
        "batch" => Ok(Answer::Batch(page)),
        _ => Err(Error::new(Kind::Bug, "what was kept of a job is of no known sort").into()),
    }
}

/// The value of a run's first target alone.
pub(crate) fn bare(app: &App, page: &Page) -> Result<Answer, Problem> {
    let target = page.get("target").and_then(Page::as_str).unwrap_or_default();
    let node = page.get("nodes").and_then(|nodes| nodes.get(target));
    if let Some(problem) = node.and_then(|node| node.get("problem"))
        && node.is_some_and(|node| node.get("artifact").is_none())
    {
        return Err(Problem::kept(problem));
    }
    let bytes = held(app, node.and_then(|node| node.get("artifact")))?;
    Ok(match Media::of(&bytes) {
        Media::Svg => Answer::Svg(lossy(bytes), Map::new()),
        Media::Json => Answer::Json(serde_json::from_slice(&bytes).unwrap_or_default()),
        Media::Png => Answer::File(Media::Png.name().into(), format!("{target}.png"), bytes),
        Media::Text | Media::Jpeg | Media::Gif | Media::WebP | Media::Bmp | Media::Tiff | Media::Pdf | Media::Bytes => {
            Answer::Text("text".into(), lossy(bytes))
        }
    })
}

/// The bytes of a described artifact.
pub(crate) fn held(app: &App, artifact: Option<&Page>) -> Result<Vec<u8>, Problem> {
    let digest = artifact.and_then(|artifact| artifact.get("digest")).and_then(Page::as_str).unwrap_or_default();
    content(app, digest)
}

fn digest(artifact: Option<&Page>) -> Page {
    artifact.and_then(|artifact| artifact.get("digest")).cloned().unwrap_or_default()
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}
