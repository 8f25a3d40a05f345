//! Access to providers, kept as long as their settings stay the same.

use super::Directory;
use crate::gate::Gate;
use crate::work::{Ticker, wall};
use linocut_ask::Notebook;
use linocut_core::{Error, ImageModel, Kind, LanguageModel, Result};
use linocut_models::access::Access;
use linocut_models::config::{Config, Known};
use linocut_models::cost::{Bill, Entry, Sum};
use linocut_models::guard::Clock as _;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Requests that wait for models at the same time: they wait for others and take no core of this machine.
const AT_ONCE: usize = 16;

/// Everything the server has to do with providers.
pub(crate) struct Pens {
    directory: Option<Arc<dyn Directory>>,
    open: Mutex<BTreeMap<String, Arc<Open>>>,
    /// What calls took since the server began, by provider and model.
    sums: Mutex<BTreeMap<(String, String), Sum>>,
    clock: Arc<Ticker>,
    /// Lets requests in that ask a model.
    pub(crate) gate: Arc<Gate>,
}

/// A provider that was asked before.
pub(crate) struct Open {
    pub(crate) known: Known,
    pub(crate) access: Access,
    model: Model,
}

enum Model {
    Writes(Arc<dyn LanguageModel>),
    Paints(Arc<dyn ImageModel>),
}

impl Open {
    /// The model that writes.
    pub(crate) fn writer(&self) -> Result<Arc<dyn LanguageModel>> {
        match &self.model {
            Model::Writes(model) => Ok(Arc::clone(model)),
            Model::Paints(_) => Err(self.cannot("write")),
        }
    }

    /// The model that paints.
    pub(crate) fn painter(&self) -> Result<Arc<dyn ImageModel>> {
        match &self.model {
            Model::Paints(model) => Ok(Arc::clone(model)),
            Model::Writes(_) => Err(self.cannot("paint")),
        }
    }

    fn cannot(&self, deed: &str) -> Error {
        Error::new(Kind::Input, format!("provider {} does not {deed}", self.known.settings.name))
    }
}

impl Pens {
    pub(crate) fn new(directory: Option<Arc<dyn Directory>>) -> Self {
        Self {
            directory,
            open: Mutex::default(),
            sums: Mutex::default(),
            clock: Arc::new(Ticker::start()),
            gate: Arc::new(Gate::new(AT_ONCE)),
        }
    }

    /// Where providers are known from.
    ///
    /// # Errors
    /// [`Kind::Unavailable`] for a server that was told of none.
    pub(crate) fn directory(&self) -> Result<&dyn Directory> {
        let none = || Error::new(Kind::Unavailable, "this server was begun without providers");
        self.directory.as_deref().ok_or_else(none)
    }

    /// What is known now.
    pub(crate) fn config(&self) -> Result<Config> {
        self.directory.as_deref().map_or_else(|| Ok(Config::default()), Directory::config)
    }

    /// Empty notes of what models are asked.
    pub(crate) fn notebook(&self) -> Arc<Notebook> {
        let clock = Arc::clone(&self.clock);
        Arc::new(Notebook::new(move || clock.now()))
    }

    pub(crate) fn clock(&self) -> &Ticker {
        &self.clock
    }

    /// Access to a provider: the one from before, unless its settings changed.
    pub(crate) fn open(&self, known: &Known) -> Result<Arc<Open>> {
        let mut open = self.held();
        let name = &known.settings.name;
        if let Some(found) = open.get(name).filter(|open| open.known == *known) {
            return Ok(Arc::clone(found));
        }
        let model = if known.settings.family.writes() {
            Model::Writes(self.directory()?.writer(&known.settings)?)
        } else {
            Model::Paints(self.directory()?.painter(&known.settings)?)
        };
        let access = Access::new(known, Arc::<Ticker>::clone(&self.clock), std::process::id().into())?;
        // What was asked before, by commands or before a restart, counts; a server without a place for it begins anew.
        let entries = self.directory()?.usage().unwrap_or_default();
        access.recall(known, &entries, wall() / 1000);
        let opened = Arc::new(Open { known: known.clone(), access, model });
        open.insert(name.clone(), Arc::clone(&opened));
        Ok(opened)
    }

    /// Providers that were asked, by name.
    pub(crate) fn all_open(&self) -> Vec<Arc<Open>> {
        self.held().values().cloned().collect()
    }

    /// The provider called `name`, if it was asked since its settings changed.
    pub(crate) fn opened(&self, known: &Known) -> Option<Arc<Open>> {
        self.held().get(&known.settings.name).filter(|open| open.known == *known).cloned()
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Open>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what a request took; `at_ms` is the time of day.
    pub(crate) fn note(&self, verb: &str, at_ms: u64, bills: &[Bill]) -> Result<()> {
        let entries = Entry::all(verb, at_ms / 1000, bills);
        let mut sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in &entries {
            sums.entry((entry.provider.clone(), entry.model.clone())).or_default().add(entry);
        }
        drop(sums);
        if entries.is_empty() { Ok(()) } else { self.directory()?.note(&entries) }
    }

    /// What calls took since the server began.
    pub(crate) fn sums(&self) -> BTreeMap<(String, String), Sum> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
