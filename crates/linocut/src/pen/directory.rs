//! What the server knows of providers: the same as every command.

use super::{home, open, usage};
use linocut_core::{Context, ImageModel, LanguageModel, Result};
use linocut_models::config::Config;
use linocut_models::cost::Entry;
use linocut_models::provider::Settings;
use linocut_models::remembered::Replies;
use linocut_serve::{Change, Directory};
use std::sync::{Arc, Mutex, PoisonError};

/// The person's own place.
#[derive(Debug, Default)]
pub(crate) struct Home(Mutex<()>);

impl Directory for Home {
    fn config(&self) -> Result<Config> {
        home::config()
    }

    fn change(&self, change: Change<'_>) -> Result<()> {
        let _one_at_a_time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        home::save(change).map(drop)
    }

    fn variable(&self, name: &str) -> Option<String> {
        home::variable(name)
    }

    fn writer(&self, settings: &Settings) -> Result<Arc<dyn LanguageModel>> {
        open::writer(settings)
    }

    fn painter(&self, settings: &Settings) -> Result<Arc<dyn ImageModel>> {
        open::painter(settings)
    }

    fn models(&self, settings: &Settings, cx: &Context) -> Result<Vec<String>> {
        open::models(settings, cx)
    }

    fn replies(&self) -> Option<Arc<dyn Replies>> {
        Some(super::replies())
    }

    fn note(&self, entries: &[Entry]) -> Result<()> {
        usage::note(entries)
    }

    fn usage(&self) -> Result<Vec<Entry>> {
        usage::read()
    }
}
