//! Which artifact a value became, so that it is not written anew at every run.

use linocut_flow::Digest;
use linocut_jobs::Artifacts;
use serde_json::Value as Page;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Most values that are remembered; each takes some 500 bytes.
const MOST: usize = 10_000;

/// Artifacts by the digest of the value they show.
#[derive(Default)]
pub(crate) struct Shelved(Mutex<BTreeMap<Digest, (Digest, Page)>>);

impl Shelved {
    /// The description of a value's artifact, if that is still there.
    pub(crate) fn get(&self, value: Digest, artifacts: &Artifacts) -> Option<Page> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&value).cloned();
        known.filter(|(artifact, _)| artifacts.has(*artifact)).map(|(_, page)| page)
    }

    pub(crate) fn put(&self, value: Digest, artifact: Digest, page: &Page) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(value, (artifact, page.clone()));
    }
}
