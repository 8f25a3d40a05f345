//! Replies of language models beside the results of stages, which `linocut cache` shows and empties.

use crate::run::Folder;
use linocut_flow::{Digest, Store};
use linocut_models::remembered::Replies;
use std::sync::Arc;

/// What stands before a reply, so that nothing else in the folder is taken for one.
const HEAD: &str = "reply of a language model\n";

/// The replies that are remembered on this machine; none where there is no place for them.
pub(crate) fn replies() -> Arc<dyn Replies> {
    Arc::new(Kept(Folder::open()))
}

/// No replies.
pub(crate) fn none() -> Arc<dyn Replies> {
    Arc::new(Kept(None))
}

struct Kept(Option<Folder>);

impl Replies for Kept {
    fn get(&self, key: &[u8]) -> Option<String> {
        let text = String::from_utf8(self.0.as_ref()?.get(Digest::of(key))?).ok()?;
        text.strip_prefix(HEAD).map(str::to_owned)
    }

    fn put(&self, key: &[u8], reply: &str) {
        if let Some(folder) = &self.0 {
            folder.put(Digest::of(key), format!("{HEAD}{reply}").as_bytes());
        }
    }
}
