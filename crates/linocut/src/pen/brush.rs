//! An image model for a command: found, opened, guarded, counted.

use super::{PenArgs, USUAL, able, access, known, open, settle, steps};
use crate::world::World;
use linocut_ask::{Notebook, Step, Witness};
use linocut_core::{Error, ImageModel, Kind, Result};
use linocut_models::cost::Ledger;
use std::sync::Arc;
use std::time::Duration;

/// An image model ready to be asked.
pub(crate) struct Brush {
    model: Arc<dyn ImageModel>,
    ledger: Arc<Ledger>,
    deadline: Duration,
    debug: bool,
}

impl Brush {
    /// The model that the arguments or the configuration name.
    ///
    /// # Errors
    /// [`Kind::Unavailable`] when none is known.
    pub(crate) fn needed(args: &PenArgs, world: &World) -> Result<Self> {
        let config = known(world)?;
        let name = args.provider.clone().or_else(|| config.paints.as_ref().map(|choice| choice.name.clone()));
        let name = name.ok_or_else(|| {
            Error::new(Kind::Unavailable, "no image model is known")
                .hinted("`linocut providers list` shows how one is made known")
        })?;
        let known = config.find(&name)?;
        able(known, false)?;
        let ledger = Arc::new(Ledger::new(config.budget));
        let model = access(known)?.painter(open::painter(&known.settings)?, Arc::clone(&ledger));
        Ok(Self { model, ledger, deadline: args.deadline.unwrap_or(USUAL), debug: args.debug })
    }

    /// Lends the model to `work`, shows what was painted if that is wanted, and gives it beside what came of the work.
    pub(crate) fn lend<T>(&self, world: &World, work: impl FnOnce(&dyn ImageModel) -> T) -> (T, Vec<Step>) {
        let notes = steps::notebook();
        let model = Witness::of_painter(Arc::clone(&self.model), Arc::<Notebook>::clone(&notes));
        let result = work(&*model);
        let steps = notes.take();
        if self.debug {
            steps::show(&steps, world);
        }
        (result, steps)
    }

    pub(crate) fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Writes down what was spent, and says it.
    pub(crate) fn settle(&self, verb: &str, world: &World) {
        settle(&self.ledger, "image model", verb, world);
    }
}
