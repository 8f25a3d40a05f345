//! What work on behalf of a request has at hand.

use crate::app::App;
use linocut_flow::Observer;
use std::ops::Deref;
use std::sync::Arc;

/// The server, and whoever listens to this piece of work.
pub(crate) struct Here<'a> {
    pub(crate) app: &'a Arc<App>,
    pub(crate) observer: Arc<dyn Observer>,
}

impl Deref for Here<'_> {
    type Target = App;

    fn deref(&self) -> &App {
        self.app
    }
}
