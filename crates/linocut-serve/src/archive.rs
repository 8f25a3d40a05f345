//! `/api/v1/jobs/{id}/archive.zip`: all that a job made, in one file.

use crate::app::App;
use crate::door::attached;
use crate::jobs::known;
use crate::media::Media;
use crate::outcome::held;
use crate::problem::Problem;
use crate::work::aside;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use linocut_core::{Error, Kind};
use serde_json::Value as Page;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) async fn archive(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let name = format!("{id}.zip");
    let packed = aside(&app, move |app| {
        let job = known(app, &id)?;
        let missing = || Problem::new(StatusCode::CONFLICT, "state", format!("the job is {}", job.state.name()));
        let result = job.result.as_deref().ok_or_else(missing)?;
        let result: Page = serde_json::from_str(result).unwrap_or_default();
        let mut files = Vec::new();
        for (name, artifact) in found(&result) {
            files.push((name, held(app, Some(artifact))?));
        }
        Ok(zip(&distinct(files))?)
    });
    packed
        .await
        .map(|bytes| attached(([(CONTENT_TYPE, "application/zip")], bytes).into_response(), &name))
        .into_response()
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
fn distinct(files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let mut taken = BTreeSet::new();
    let plain = |c: char| if c.is_alphanumeric() || "-_ ".contains(c) { c } else { '_' };
    files
        .into_iter()
        .map(|(name, bytes)| {
            let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
            let stem: String = last.rsplit_once('.').map_or(last, |(stem, _)| stem).chars().map(plain).collect();
            let extension = Media::of(&bytes).extension();
            let numbered = |number: u32| if number == 1 { stem.clone() } else { format!("{stem}-{number}") };
            let free = (1..=u32::MAX)
                .map(|number| format!("{}.{extension}", numbered(number)))
                .find(|name| !taken.contains(name));
            let name = free.unwrap_or_default();
            taken.insert(name.clone());
            (name, bytes)
        })
        .collect()
}

/// Files as they are in one archive (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16), without compression, dated
/// 1 January 1980, so that the same files give the same bytes.
fn zip(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let large = |_| Error::new(Kind::Limit, "the archive would be over 4 GiB");
    let (mut out, mut index) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let offset = u32::try_from(out.len()).map_err(large)?;
        let size = u32::try_from(bytes.len()).map_err(large)?;
        let length = u16::try_from(name.len()).map_err(large)?;
        let mut about = Vec::new();
        // Version 2.0, names in UTF-8, stored, time and date.
        for half in [20_u16, 0x0800, 0, 0, 0x0021] {
            about.extend(half.to_le_bytes());
        }
        about.extend(crc32(bytes).to_le_bytes());
        about.extend(size.to_le_bytes());
        about.extend(size.to_le_bytes());
        about.extend(length.to_le_bytes());
        about.extend(0_u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(bytes);
        index.extend(b"PK\x01\x02\x14\x00");
        index.extend(&about);
        // No comment, first disk, no attributes.
        index.extend([0; 10]);
        index.extend(offset.to_le_bytes());
        index.extend(name.as_bytes());
    }
    let start = u32::try_from(out.len()).map_err(large)?;
    let length = u32::try_from(index.len()).map_err(large)?;
    let count = u16::try_from(files.len()).map_err(large)?;
    out.extend(index);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

/// The check sum of zip files, bit by bit (ISO 3309): an archive is small beside the work that filled it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::{crc32, distinct, zip};

    #[test]
    fn check_sums_are_those_of_others() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn names_are_plain_and_distinct() {
        let names = ["../a/logo.png", "logo.svg", "x:y"].map(|name| (name.to_owned(), b"<svg/>".to_vec()));
        let names: Vec<String> = distinct(names.into()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["logo.svg", "logo-2.svg", "x_y.svg"]);
    }

    #[test]
    fn an_archive_ends_with_its_index() {
        let archive = zip(&[("a.txt".to_owned(), b"words".to_vec())]).unwrap();
        let end = &archive[archive.len() - 22..];
        let start = u32::from_le_bytes([end[16], end[17], end[18], end[19]]);
        assert_eq!(&archive[usize::try_from(start).unwrap()..][..4], b"PK\x01\x02");
        assert_eq!(&archive[35..40], b"words");
    }
}
