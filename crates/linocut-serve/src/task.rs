//! What can be asked for, now or as a job.

use crate::alias::Alias;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::batch::{batch, check};
use crate::enough::enough;
use crate::here::Here;
use crate::models::asking;
use crate::problem::Problem;
use crate::runs::{planned, run_recipe};
use crate::verbs::Verb;
use linocut_core::Context;

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Verb(Verb),
    /// A recipe by its id, or the one in the request.
    Recipe(Option<String>),
    Batch,
    /// A path of another system.
    Alias(Alias),
}

impl Task {
    /// The work called `op`, as [`Task::op`] calls it.
    pub(crate) fn named(op: &str, recipe: Option<String>) -> Result<Self, Problem> {
        match op {
            "recipe" => Ok(Self::Recipe(recipe)),
            "batch" => Ok(Self::Batch),
            other => match Alias::ALL.into_iter().find(|alias| alias.path() == other) {
                Some(alias) => Ok(Self::Alias(alias)),
                None => Verb::named(other).map(Self::Verb),
            },
        }
    }

    /// Its name, in a word.
    pub(crate) fn op(&self) -> &'static str {
        match self {
            Self::Verb(verb) => verb.name(),
            Self::Recipe(_) => "recipe",
            Self::Batch => "batch",
            Self::Alias(alias) => alias.path(),
        }
    }

    /// Its path, for counting.
    pub(crate) fn route(&self) -> &'static str {
        match self {
            Self::Verb(verb) => verb.path(),
            Self::Recipe(_) => "/api/v1/recipes/{id}/run",
            Self::Batch => "/api/v1/batch",
            Self::Alias(alias) => alias.path(),
        }
    }

    /// Whether nobody should wait for it.
    pub(crate) fn is_long(&self) -> bool {
        match self {
            Self::Batch => true,
            Self::Verb(_) | Self::Recipe(_) | Self::Alias(_) => false,
        }
    }

    /// The answer, if the same was asked before.
    ///
    /// # Errors
    /// When an artifact that the request names is not there.
    pub(crate) fn known(&self, app: &App, asked: &mut Asked) -> Result<Option<Answer>, Problem> {
        match self {
            Self::Verb(verb) => verb.known(app, asked),
            Self::Recipe(_) | Self::Batch | Self::Alias(_) => Ok(None),
        }
    }

    /// Passes what can be done, as far as that can be told before anything runs.
    pub(crate) fn check(&self, app: &App, asked: &Asked) -> Result<(), Problem> {
        match self {
            Self::Verb(verb) => {
                verb.check(app, asked.fields.iter())?;
                enough(app, *verb, asked)
            }
            Self::Recipe(id) => planned(app, id.as_deref(), asked),
            Self::Batch => check(app, asked),
            Self::Alias(_) => Ok(()),
        }
    }

    /// Does it, on a thread that may block.
    pub(crate) fn done(&self, here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
        match self {
            Self::Verb(verb) => verb.done(here, asked, cx),
            Self::Recipe(id) => {
                asking(here, "recipe", asked, cx, |here, asked, cx| run_recipe(here, id.as_deref(), asked, cx))
            }
            Self::Batch => batch(here, asked, cx),
            Self::Alias(alias) => alias.done(here, asked, cx),
        }
    }
}

impl Verb {
    /// The verb called `name`.
    pub(crate) fn named(name: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|verb| verb.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.into_iter().map(Self::name).collect();
            let problem = Problem::of_field("op", format!("there is no verb '{name}'"));
            problem.hinted(format!("there are {}", names.join(", ")))
        })
    }

    /// Its name: the end of its path.
    pub(crate) fn name(self) -> &'static str {
        self.path().strip_prefix("/api/v1/").unwrap_or_default()
    }
}
