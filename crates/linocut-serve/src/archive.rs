//! `/api/v1/jobs/{id}/archive.zip`: all that a job made, in one file.

use crate::app::App;
use crate::artifacts::content;
use crate::door::attached;
use crate::jobs::known;
use crate::media::Media;
use crate::pieces::Pieces;
use crate::problem::Problem;
use crate::work::aside;
use crate::zip::{Zip, size};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use linocut_flow::Digest;
use serde_json::Value as Page;
use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use tokio::sync::mpsc::{Sender, channel};

/// The file in an archive that names what newer files took the room of.
const MISSING: &str = "missing.txt";
/// The file in an archive that names what could not be made, and why.
const FAILED: &str = "failed.txt";

/// A name of a file and what it says.
type Note = (&'static str, String);

/// Something that a job made.
struct Made {
    name: String,
    digest: String,
    bytes: u64,
}

pub(crate) async fn archive(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let name = format!("{id}.zip");
    let listed = aside(&app, move |app| {
        let job = known(app, &id)?;
        let missing = || Problem::new(StatusCode::CONFLICT, "state", format!("the job is {}", job.state.name()));
        let result = job.result.as_deref().ok_or_else(missing)?;
        let result: Page = serde_json::from_str(result).unwrap_or_default();
        let files = distinct(found(&result));
        // What newer files took the room of is told by name, not silently left out.
        let is_there = |made: &Made| Digest::parse(&made.digest).is_some_and(|digest| app.data.artifacts.has(digest));
        let (there, gone): (Vec<Made>, Vec<Made>) = files.into_iter().partition(is_there);
        let gone: Vec<String> = gone.iter().map(|made| format!("{} was forgotten\n", made.name)).collect();
        let notes = [(MISSING, gone.concat()), (FAILED, failed(&result).concat())];
        let notes: Vec<Note> = notes.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        let sizes = there.iter().map(|made| (made.name.as_str(), made.bytes));
        let noted = notes.iter().map(|(name, text)| (*name, u64::try_from(text.len()).unwrap_or(u64::MAX)));
        let bytes = size(sizes.chain(noted))?;
        Ok((there, notes, bytes))
    });
    let (files, notes, bytes) = match listed.await {
        Ok(listed) => listed,
        Err(problem) => return problem.into_response(),
    };
    let (send, receive) = channel(2);
    tokio::task::spawn_blocking(move || {
        if let Err(problem) = pack(&app, &files, &notes, &send) {
            let broken = io::Error::other(problem.page().to_string());
            drop(send.blocking_send(Err(broken)));
        }
    });
    let body = Body::new(Pieces { receive, bytes: Some(bytes) });
    attached(([(CONTENT_TYPE, "application/zip")], body).into_response(), &name)
}

/// Sends an archive file by file.
fn pack(app: &App, files: &[Made], notes: &[Note], send: &Sender<io::Result<Bytes>>) -> Result<(), Problem> {
    let mut zip = Zip::default();
    for made in files {
        let content = content(app, &made.digest)?;
        let head = zip.head(&made.name, &content)?;
        if send.blocking_send(Ok(head.into())).is_err() || send.blocking_send(Ok(content.into())).is_err() {
            // Whoever asked went away.
            return Ok(());
        }
    }
    for (name, note) in notes {
        let head = zip.head(name, note.as_bytes())?;
        drop(send.blocking_send(Ok([head.as_slice(), note.as_bytes()].concat().into())));
    }
    drop(send.blocking_send(Ok(zip.end().into())));
    Ok(())
}

/// A line for each item of a batch that could not be made.
fn failed(result: &Page) -> Vec<String> {
    let items = result.get("items").and_then(Page::as_array).into_iter().flatten();
    let text = |page: &Page, place: &str| page.pointer(place).and_then(Page::as_str).map(ToOwned::to_owned);
    let line = |item: &Page| Some(format!("{}: {}\n", text(item, "/name")?, text(item, "/problem/detail")?));
    items.filter_map(line).collect()
}

/// Names and artifacts of a result: of a batch, of a run, or of one verb.
fn found(result: &Page) -> Vec<(String, &Page)> {
    let artifact = |page: &'_ Page| page.get("artifact").is_some_and(Page::is_object);
    let name = |page: &Page| page.get("name").and_then(Page::as_str).unwrap_or("result").to_owned();
    let items = result.get("items").and_then(Page::as_array).into_iter().flatten().map(|item| (name(item), item));
    let nodes = result.get("nodes").and_then(Page::as_object).into_iter().flatten();
    let nodes = nodes.map(|(node, page)| (node.clone(), page));
    let itself = [(name(result), result)];
    let all = items.chain(nodes).chain(itself).filter(|(_, page)| artifact(page));
    all.filter_map(|(name, page)| Some((name, page.get("artifact")?))).collect()
}

/// Plain names with the extension of what is in them, no two the same.
fn distinct(files: Vec<(String, &Page)>) -> Vec<Made> {
    let mut taken = BTreeSet::from([MISSING.to_owned(), FAILED.to_owned()]);
    let plain = |c: char| if c.is_alphanumeric() || "-_ ".contains(c) { c } else { '_' };
    let text = |page: &Page, name: &str| page.get(name).and_then(Page::as_str).unwrap_or_default().to_owned();
    files
        .into_iter()
        .map(|(name, artifact)| {
            let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
            let stem: String = last.rsplit_once('.').map_or(last, |(stem, _)| stem).chars().map(plain).collect();
            let extension = Media::named(&text(artifact, "media_type")).extension();
            let numbered = |number: u32| if number == 1 { stem.clone() } else { format!("{stem}-{number}") };
            let free = (1..=u32::MAX)
                .map(|number| format!("{}.{extension}", numbered(number)))
                .find(|name| !taken.contains(name));
            let name = free.unwrap_or_default();
            taken.insert(name.clone());
            let bytes = artifact.get("bytes").and_then(Page::as_u64).unwrap_or_default();
            Made { name, digest: text(artifact, "digest"), bytes }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::distinct;
    use serde_json::json;

    #[test]
    fn names_are_plain_and_distinct() {
        let svg = json!({ "media_type": "image/svg+xml", "digest": "", "bytes": 1 });
        let names = ["../a/logo.png", "logo.svg", "x:y"].map(|name| (name.to_owned(), &svg));
        let names: Vec<String> = distinct(names.into()).into_iter().map(|made| made.name).collect();
        assert_eq!(names, ["logo.svg", "logo-2.svg", "x_y.svg"]);
    }
}
