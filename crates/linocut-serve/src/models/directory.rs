//! Where a server knows providers from.

use linocut_core::{Context, ImageModel, LanguageModel, Result};
use linocut_models::config::{Config, ProviderFile};
use linocut_models::cost::Entry;
use linocut_models::provider::Settings;
use linocut_models::remembered::Replies;
use std::fmt::Debug;
use std::sync::Arc;

/// Changes the file of providers, or says why not.
pub type Change<'a> = &'a mut dyn FnMut(&mut ProviderFile) -> Result<()>;

/// Where a server knows providers from, how it reaches them, and where it keeps who was chosen.
///
/// The program implements it: the server itself reads neither files nor the environment. Each method is called on a thread
/// that may block.
pub trait Directory: Debug + Send + Sync {
    /// What is known now; asked at every request, so that a choice holds from then on.
    ///
    /// # Errors
    /// [`Kind::Input`](linocut_core::Kind::Input) when the file is not in order.
    fn config(&self) -> Result<Config>;

    /// Changes the file; nothing is kept of a change that fails.
    ///
    /// # Errors
    /// Those of the change, [`Kind::Io`](linocut_core::Kind::Io) when it cannot be kept.
    fn change(&self, change: Change<'_>) -> Result<()>;

    /// The value of a variable that may hold a key.
    fn variable(&self, name: &str) -> Option<String>;

    /// The model of a provider that writes, without any guard.
    ///
    /// # Errors
    /// [`Kind::Unavailable`](linocut_core::Kind::Unavailable) when this program cannot reach it.
    fn writer(&self, settings: &Settings) -> Result<Arc<dyn LanguageModel>>;

    /// The model of a provider that paints, without any guard.
    ///
    /// # Errors
    /// [`Kind::Unavailable`](linocut_core::Kind::Unavailable) when this program cannot reach it.
    fn painter(&self, settings: &Settings) -> Result<Arc<dyn ImageModel>>;

    /// The models that a provider lists.
    ///
    /// # Errors
    /// [`Kind::Unavailable`](linocut_core::Kind::Unavailable) when it does not answer.
    fn models(&self, settings: &Settings, cx: &Context) -> Result<Vec<String>>;

    /// Replies of language models from before. Default: none are remembered.
    fn replies(&self) -> Option<Arc<dyn Replies>> {
        None
    }

    /// Notes calls.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when they cannot be kept.
    fn note(&self, entries: &[Entry]) -> Result<()>;

    /// All calls that were noted, the oldest first.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when they cannot be read.
    fn usage(&self) -> Result<Vec<Entry>>;
}
