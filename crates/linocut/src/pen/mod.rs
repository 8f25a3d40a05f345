//! A language model for a command: found, opened, guarded, counted.

mod brush;
mod directory;
mod home;
mod open;
mod usage;

pub(crate) use brush::Brush;
pub(crate) use directory::Home;
pub(crate) use home::{config, file, save, variable};
pub(crate) use open::{models, writer as script};
pub(crate) use usage::read as read_usage;

use crate::clock::{Ticker, today};
use crate::values::duration;
use crate::world::World;
use clap::Args;
use linocut_ask::Witness;
use linocut_core::{Asked, Context, Effort, Error, Kind, LanguageModel, Result};
use linocut_models::access::Access;
use linocut_models::config::{Config, Known};
use linocut_models::cost::{Entry, Ledger};
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
    /// Directory to write replies to, for `LINOCUT_SCRIPT`
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
}

impl PenArgs {
    /// Everything as usual, but for the provider.
    pub(crate) fn named(provider: &str) -> Self {
        Self { provider: Some(provider.to_owned()), ..Self::default() }
    }
}

/// A language model ready to be asked.
pub(crate) struct Pen {
    witness: Arc<Witness>,
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

fn access(known: &Known) -> Result<Access> {
    Access::new(known, Arc::new(Ticker::start()), std::process::id().into())
}

impl Pen {
    /// The model that the arguments or the configuration name; `None` when there is none.
    pub(crate) fn open(args: &PenArgs, world: &World) -> Result<Option<Self>> {
        let config = known(world)?;
        let name = args.provider.clone().or_else(|| config.writes.as_ref().map(|choice| choice.name.clone()));
        let Some(name) = name else { return Ok(None) };
        let known = config.find(&name)?;
        let chosen = args.provider.is_some() || config.writes.as_ref().is_some_and(|choice| choice.chosen);
        let (ledger, lost) = (Arc::new(Ledger::new(config.budget)), Arc::default());
        let bare = open::writer(&known.settings)?;
        let model: Arc<dyn LanguageModel> = match &args.record {
            Some(folder) => Arc::new(open::recorder(bare, folder, Arc::clone(&lost))?),
            None => bare,
        };
        let model = access(known)?.writer(model, Arc::clone(&ledger));
        Ok(Some(Self {
            witness: Arc::new(Witness::new(model)),
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
        world.context(effort, Some(self.deadline))
    }

    /// The context with the model in it, for work that asks it in its own time.
    pub(crate) fn within(&self, cx: &Context) -> Context {
        let mut inner = cx.clone();
        inner.language = Some(Arc::<Witness>::clone(&self.witness));
        inner.asked = self.asked;
        inner
    }

    /// Lends the model to `work`, and shows what was said if that is wanted.
    pub(crate) fn lend<T>(&self, world: &World, work: impl FnOnce(&dyn LanguageModel) -> Result<T>) -> Result<T> {
        let result = work(&*self.witness);
        self.show(world);
        result
    }

    /// Shows what was said since the last time, if that is wanted.
    pub(crate) fn show(&self, world: &World) {
        for (number, step) in self.witness.take().into_iter().enumerate().filter(|_| self.debug) {
            let answer = step.answered.unwrap_or_else(|error| format!("(no answer) {error}"));
            let head = format!("── step {}, {}", number + 1, step.purpose);
            let lines = [vec![head], indented(&step.asked), vec!["── answer".to_owned()], indented(&answer)];
            world.screen.say_all(&lines.concat());
        }
    }

    /// Writes down what was spent, and says it.
    pub(crate) fn settle(&self, verb: &str, world: &World) {
        let lost = self.lost.swap(0, Ordering::SeqCst);
        if lost > 0 {
            world.screen.warning(&format!("{} could not be recorded", crate::values::count(lost, "reply")));
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
    let at = today().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let entries: Vec<Entry> = bills.iter().map(|bill| Entry::of(verb, at, bill)).collect();
    if let Err(error) = usage::note(&entries) {
        world.screen.warning(&format!("what was spent could not be noted: {error}"));
    }
    let spent = ledger.spent();
    let money = match (spent.unpriced, spent.usd) {
        (0, usd) => format!("{usd:.4} dollars"),
        (_, usd) if usd > 0.0 => format!("{usd:.4} dollars and what is not known"),
        _ => "price not known".to_owned(),
    };
    let calls = crate::values::count(bills.len(), "call");
    world.screen.say(&format!("{what}: {calls}, {} tokens, {:.1} s, {money}", spent.tokens, spent.seconds));
}

/// Lines for the screen, which shows each on its own.
fn indented(text: &str) -> Vec<String> {
    text.lines().map(|line| format!("   {line}")).collect()
}
