//! A language model for a command: found, opened, guarded, counted.

mod brush;
mod directory;
mod home;
mod open;
mod replies;
mod steps;
mod usage;

pub(crate) use brush::Brush;
pub(crate) use directory::Home;
pub(crate) use home::{config, file, save, variable};
pub(crate) use open::{models, writer as script};
pub(crate) use replies::{none, replies};
pub(crate) use steps::events;
pub(crate) use usage::read as read_usage;

use crate::clock::{Ticker, today};
use crate::values::duration;
use crate::world::World;
use clap::Args;
use linocut_ask::{Notebook, Step, Witness};
use linocut_core::{Asked, Context, Effort, Error, Kind, LanguageModel, Result};
use linocut_models::access::Access;
use linocut_models::config::{Config, Known};
use linocut_models::cost::{Entry, Ledger};
use linocut_models::provider::{Family, Settings};
use linocut_models::remembered::Remembered;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

/// How long a command that asks a language model may take: several answers of a slow one.
const USUAL: Duration = Duration::from_mins(3);

/// Which language model is asked, and what is shown and kept of it.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Language model")]
pub(crate) struct PenArgs {
    /// Provider to ask [default: the chosen one, see `linocut providers list`]
    #[arg(long, value_name = "NAME")]
    pub(crate) provider: Option<String>,
    /// Longest time until an answer, such as 90s or 5m [default: 3m, 30s for a diagram]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) deadline: Option<Duration>,
    /// Show every request and reply
    #[arg(long)]
    debug: bool,
    /// Ask anew, also what was answered before
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Directory to write replies to, for `LINOCUT_SCRIPT`
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    #[arg(skip)]
    before: Before,
}

/// What becomes of calls that commands made before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Before {
    /// Limits and breaker go on from them.
    #[default]
    Counts,
    /// Nothing: somebody wants to know whether it answers now.
    Forgotten,
}

impl PenArgs {
    /// Everything as usual, but for the provider, which is asked whatever was before.
    pub(crate) fn trial(provider: &str) -> Self {
        Self { provider: Some(provider.to_owned()), before: Before::Forgotten, ..Self::default() }
    }
}

/// A language model ready to be asked.
pub(crate) struct Pen {
    /// Notes of what recipes ask.
    notes: Arc<Notebook>,
    remembered: Arc<Remembered<Arc<dyn LanguageModel>>>,
    /// Whether what was answered before is asked again.
    anew: bool,
    ledger: Arc<Ledger>,
    pub(crate) asked: Asked,
    deadline: Duration,
    debug: bool,
    /// Exchanges that could not be recorded.
    lost: Arc<AtomicUsize>,
}

/// What is known of providers; what is odd is said.
fn known(world: &World) -> Result<Config> {
    let config = config()?;
    for warning in &config.warnings {
        world.screen.warning(warning);
    }
    Ok(config)
}

/// Passes when a provider does what is wanted: writes, or else paints.
fn able(known: &Known, writes: bool) -> Result<()> {
    if known.settings.family.writes() == writes {
        return Ok(());
    }
    let (does, lacks) = if writes { ("paints", "write") } else { ("writes", "paint") };
    let Settings { name, family, .. } = &known.settings;
    let sentence = format!("{name} ({}) {does}, it does not {lacks}", family.name());
    Err(Error::new(Kind::Input, sentence).hinted("`linocut providers list` shows who does what"))
}

/// Access to a provider whose guard goes on from the calls of commands before.
pub(crate) fn access(known: &Known) -> Result<Access> {
    let access = unasked(known)?;
    access.recall(known, &usage::late(), seconds());
    Ok(access)
}

/// Access to a provider as if it had never been asked.
fn unasked(known: &Known) -> Result<Access> {
    Access::new(known, Arc::new(Ticker::start()), std::process::id().into())
}

/// Seconds since 1970.
fn seconds() -> u64 {
    today().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Pen {
    /// The model that the arguments or the configuration name; `None` when there is none.
    pub(crate) fn open(args: &PenArgs, world: &World) -> Result<Option<Self>> {
        let config = known(world)?;
        let name = args.provider.clone().or_else(|| config.writes.as_ref().map(|choice| choice.name.clone()));
        let Some(name) = name else { return Ok(None) };
        let known = config.find(&name)?;
        able(known, true)?;
        let chosen = args.provider.is_some() || config.writes.as_ref().is_some_and(|choice| choice.chosen);
        let (ledger, lost) = (Arc::new(Ledger::new(config.budget)), Arc::default());
        let bare = open::writer(&known.settings)?;
        let model: Arc<dyn LanguageModel> = match &args.record {
            Some(folder) => Arc::new(open::recorder(bare, folder, Arc::clone(&lost))?),
            None => bare,
        };
        let access = match args.before {
            Before::Counts => access(known)?,
            Before::Forgotten => unasked(known)?,
        };
        // What is recorded must have been said, and a script is a memory itself.
        let forgetful = args.record.is_some() || known.settings.family == Family::Scripted;
        let replies = if forgetful { none() } else { replies() };
        let model = Arc::new(Remembered::new(access.writer(model, Arc::clone(&ledger)), replies));
        Ok(Some(Self {
            notes: steps::notebook(),
            remembered: model,
            anew: args.fresh,
            ledger,
            asked: if chosen { Asked::Unbidden } else { Asked::OnRequest },
            deadline: args.deadline.unwrap_or(USUAL),
            debug: args.debug,
            lost,
        }))
    }

    /// The same where no model is a way, too: what is wrong with one that nobody named is said, and it is not asked.
    pub(crate) fn perhaps(args: &PenArgs, world: &World) -> Result<Option<Self>> {
        match Self::open(args, world) {
            Err(error) if args.provider.is_none() => {
                world.screen.warning(&format!("no language model is asked: {error}"));
                Ok(None)
            }
            opened => opened,
        }
    }

    /// The model that a command needs.
    ///
    /// # Errors
    /// [`Kind::Unavailable`] when none is known.
    pub(crate) fn needed(args: &PenArgs, world: &World) -> Result<Self> {
        Self::open(args, world)?.ok_or_else(|| {
            Error::new(Kind::Unavailable, "no language model is known")
                .hinted("`linocut providers list` shows how one is made known")
        })
    }

    /// A context in which the model may be asked.
    pub(crate) fn context(&self, effort: Effort, world: &World) -> Context {
        let mut cx = world.followed(effort, Some(self.deadline));
        cx.anew = self.anew;
        cx
    }

    /// The context with the model in it, for work that asks it in its own time.
    pub(crate) fn within(&self, cx: &Context) -> Context {
        let mut inner = cx.clone();
        inner.language = Some(self.witness(&self.notes));
        inner.asked = self.asked;
        inner.anew = self.anew;
        inner
    }

    /// The model, whose steps go into `notes`.
    fn witness(&self, notes: &Arc<Notebook>) -> Arc<dyn LanguageModel> {
        Witness::of_writer(Arc::<Remembered<_>>::clone(&self.remembered), Arc::<Notebook>::clone(notes))
    }

    /// Lends the model to `work`, shows what was said if that is wanted, and gives it beside what came of the work.
    pub(crate) fn lend<T>(&self, world: &World, work: impl FnOnce(&dyn LanguageModel) -> T) -> (T, Vec<Step>) {
        let notes = steps::notebook();
        let result = work(&*self.witness(&notes));
        let steps = notes.take();
        if self.debug {
            steps::show(&steps, world);
        }
        (result, steps)
    }

    /// Shows what recipes asked since the last time, if that is wanted.
    pub(crate) fn show(&self, world: &World) {
        let steps = self.notes.take();
        if self.debug {
            steps::show(&steps, world);
        }
    }

    /// Writes down what was spent, and says it.
    pub(crate) fn settle(&self, verb: &str, world: &World) {
        let lost = self.lost.swap(0, Ordering::SeqCst);
        if lost > 0 {
            world.screen.warning(&format!("{} could not be recorded", crate::values::count(lost, "answer")));
        }
        let known = self.remembered.known();
        if known > 0 {
            let known = crate::values::count(known, "answer");
            world.screen.say(&format!("language model: {known} known from before, --fresh asks anew"));
        }
        settle(&self.ledger, "language model", verb, world);
    }
}

/// Writes down what calls took, and says it.
fn settle(ledger: &Ledger, what: &str, verb: &str, world: &World) {
    let bills = ledger.bills();
    if bills.is_empty() {
        return;
    }
    let entries = Entry::all(verb, seconds(), &bills);
    if let Err(error) = usage::note(&entries) {
        world.screen.warning(&format!("what was spent could not be noted: {error}"));
    }
    let spent = ledger.spent();
    let money = match (spent.priced, spent.unpriced, spent.usd) {
        (0, ..) => "price not known".to_owned(),
        (_, 0, usd) => format!("{usd:.4} dollars"),
        (.., usd) => format!("{usd:.4} dollars and what is not known"),
    };
    // Pictures are not counted in tokens.
    let tokens = match (spent.told, bills.iter().all(|bill| bill.purpose == "paint")) {
        (_, true) => String::new(),
        (0, _) => ", tokens not told".to_owned(),
        _ => format!(", {} tokens", spent.tokens),
    };
    let calls = crate::values::count(bills.len(), "call");
    world.screen.say(&format!("{what}: {calls}{tokens}, {:.1} s, {money}", spent.seconds));
}
