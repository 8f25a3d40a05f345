//! What work on behalf of a request has at hand.

use crate::app::App;
use crate::journal::Journal;
use linocut_flow::Observer;
use std::ops::Deref;
use std::sync::Arc;

/// The server, and whoever listens to this piece of work.
pub(crate) struct Here<'a> {
    pub(crate) app: &'a Arc<App>,
    pub(crate) observer: Arc<dyn Observer>,
    /// Where a job writes what it did; `None` for a request that somebody waits for.
    pub(crate) journal: Option<Arc<Journal>>,
}

impl Deref for Here<'_> {
    type Target = App;

    fn deref(&self) -> &App {
        self.app
    }
}
