//! Values of nodes as artifacts as soon as they are there, so that who watches a recipe sees them one after another.

use crate::app::App;
use crate::here::Here;
use crate::journal::Journal;
use crate::report::shelved;
use crate::work::quiet;
use linocut_core::Context;
use linocut_flow::{Event, Kept, Observer};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// Keeps what each node gives, and has the journal tell of it.
pub(crate) struct Shown {
    pub(crate) app: Weak<App>,
    pub(crate) journal: Arc<Journal>,
}

impl Observer for Shown {
    fn elapsed(&self) -> Duration {
        self.journal.elapsed()
    }

    fn hear(&self, event: &Event) {
        self.journal.hear(event);
    }

    fn see(&self, node: &str, kept: &Kept) {
        let Some(app) = self.app.upgrade() else { return };
        let here = Here { app: &app, observer: quiet(), journal: None };
        // What cannot be kept now is told at the end, as what it is.
        if let Ok(artifact) = shelved(&here, kept, &Context::default()) {
            self.journal.note(node, artifact);
        }
    }
}
