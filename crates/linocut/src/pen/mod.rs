//! A language model for a command: found, opened, guarded, counted.

mod home;
mod usage;

pub(crate) use home::{config, file, save};
pub(crate) use usage::{Line, note, read as read_usage};

use crate::clock::Ticker;
use crate::input::Source;
use crate::values::duration;
use crate::world::World;
use clap::Args;
use linocut_ask::Witness;
use linocut_core::{Context, Effort, Error, Kind, LanguageModel, Result};
use linocut_draw::Asked;
use linocut_models::config::Known;
use linocut_models::cost::{Ledger, Metered, Price, Prices};
use linocut_models::guard::{Guard, GuardOptions, Guarded};
use linocut_models::provider::{Family, Settings};
use linocut_models::script::{Exchange, Recorder, Script};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long a command that asks a language model may take: several answers of a slow one.
const USUAL: Duration = Duration::from_mins(3);
/// Largest file of a script, in bytes.
const MOST_BYTES: u64 = 16 << 20;
/// Most files of a script.
const MOST_FILES: usize = 10_000;
/// US dollars in a millionth, as the file of providers says prices.
const MILLIONTH: f64 = 1e-6;

/// Which language model is asked, and what is shown and kept of it.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Language model")]
pub(crate) struct PenArgs {
    /// Provider to ask [default: the chosen one, see `linocut providers list`]
    #[arg(long, value_name = "NAME")]
    pub(crate) provider: Option<String>,
    /// Longest time until an answer, such as 90s or 5m [default: 3m]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    deadline: Option<Duration>,
    /// Show every request and reply
    #[arg(long)]
    debug: bool,
    /// Directory to write replies to, for `LINOCUT_SCRIPT`
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
}

impl PenArgs {
    /// Everything as usual, but for the provider.
    pub(crate) fn named(provider: Option<String>) -> Self {
        Self { provider, ..Self::default() }
    }
}

/// A language model ready to be asked.
pub(crate) struct Pen {
    model: Arc<dyn LanguageModel>,
    ledger: Arc<Ledger>,
    pub(crate) asked: Asked,
    deadline: Duration,
    debug: bool,
}

impl Pen {
    /// The model that the arguments or the configuration name; `None` when there is none.
    pub(crate) fn open(args: &PenArgs, world: &World) -> Result<Option<Self>> {
        let config = config()?;
        let name = args.provider.clone().or_else(|| config.writes.as_ref().map(|choice| choice.name.clone()));
        let Some(name) = name else { return Ok(None) };
        let known = config.find(&name)?;
        for warning in &config.warnings {
            world.screen.warning(warning);
        }
        let chosen = args.provider.is_some() || config.writes.as_ref().is_some_and(|choice| choice.chosen);
        let ledger = Arc::new(Ledger::new(config.budget));
        let clock = Arc::new(Ticker::start());
        let options = GuardOptions {
            attempt: known.settings.timeout,
            seed: std::process::id().into(),
            ..GuardOptions::default()
        };
        let guard = Arc::new(Guard::new(options, Arc::<Ticker>::clone(&clock)));
        let bare = bare(&known.settings)?;
        let recorded: Box<dyn LanguageModel> = match &args.record {
            Some(folder) => Box::new(recorder(bare, folder)?),
            None => bare,
        };
        let price = price(known)?;
        let model = Metered::new(Guarded::new(recorded, guard), price, Arc::clone(&ledger), clock);
        Ok(Some(Self {
            model: Arc::new(model),
            ledger,
            asked: if chosen { Asked::Unbidden } else { Asked::OnRequest },
            deadline: args.deadline.unwrap_or(USUAL),
            debug: args.debug,
        }))
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

    /// The model, for work that asks it in its own time.
    pub(crate) fn share(&self) -> Arc<dyn LanguageModel> {
        Arc::clone(&self.model)
    }

    /// Lends the model to `work`, and shows what was said if that is wanted.
    pub(crate) fn lend<T>(&self, world: &World, work: impl FnOnce(&dyn LanguageModel) -> Result<T>) -> Result<T> {
        let witness = Witness::new(&*self.model);
        let result = work(&witness);
        if self.debug {
            for (number, step) in witness.steps().into_iter().enumerate() {
                let answer = step.answered.unwrap_or_else(|error| format!("(no answer) {error}"));
                let head = format!("── step {}, {}", number + 1, step.purpose);
                let lines = [vec![head], indented(&step.asked), vec!["── answer".to_owned()], indented(&answer)];
                world.screen.say_all(&lines.concat());
            }
        }
        result
    }

    /// Writes down what was spent, and says it.
    pub(crate) fn settle(&self, verb: &str, world: &World) {
        let bills = self.ledger.bills();
        if bills.is_empty() {
            return;
        }
        if let Err(error) = note(verb, &bills) {
            world.screen.warning(&format!("what was spent could not be noted: {error}"));
        }
        let spent = self.ledger.spent();
        let money = match (spent.unpriced, spent.usd) {
            (0, usd) => format!("{usd:.4} dollars"),
            (_, usd) if usd > 0.0 => format!("{usd:.4} dollars and what is not known"),
            _ => "price not known".to_owned(),
        };
        let calls = crate::values::count(bills.len(), "call");
        world.screen.say(&format!("language model: {calls}, {} tokens, {:.1} s, {money}", spent.tokens, spent.seconds));
    }
}

/// Lines for the screen, which shows each on its own.
fn indented(text: &str) -> Vec<String> {
    text.lines().map(|line| format!("   {line}")).collect()
}

/// The model of a provider, as it is.
pub(crate) fn bare(settings: &Settings) -> Result<Box<dyn LanguageModel>> {
    if settings.family == Family::Scripted {
        let script = script(&settings.name, Path::new(&settings.url))?;
        return Ok(if settings.sees { Box::new(script.with_sight()) } else { Box::new(script) });
    }
    remote(settings)
}

#[cfg(feature = "remote")]
fn remote(settings: &Settings) -> Result<Box<dyn LanguageModel>> {
    Ok(Box::new(linocut_models::provider::RemoteText::open(settings)?))
}

#[cfg(not(feature = "remote"))]
fn remote(settings: &Settings) -> Result<Box<dyn LanguageModel>> {
    Err(Error::new(Kind::Unavailable, "this program was built without models behind HTTP").at(settings.name.clone()))
}

fn script(name: &str, folder: &Path) -> Result<Script> {
    let unreadable = |e: std::io::Error| {
        Error::new(Kind::Missing, "the script cannot be read").cause(e).at(folder.display().to_string())
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)?.take(MOST_FILES) {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|end| end == "json") {
            let bytes = Source::new(&path).read(MOST_BYTES)?;
            files.push((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Script::new(name, files).map_err(|error| error.at(folder.display().to_string()))
}

/// Writes exchanges into `folder`, numbered in the order in which they end.
fn recorder(model: Box<dyn LanguageModel>, folder: &Path) -> Result<Recorder<Box<dyn LanguageModel>>> {
    crate::output::make_folder(folder)?;
    let (folder, count) = (folder.to_owned(), AtomicUsize::new(0));
    let keep = move |exchange: &Exchange| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        // What cannot be kept must not lose the answer; the missing file tells.
        drop(fs::write(folder.join(format!("{number:04}.json")), exchange.to_json()));
    };
    Ok(Recorder::new(model, Box::new(keep)))
}

/// The price that the person gave, else that of the table.
fn price(known: &Known) -> Result<Option<Price>> {
    let usd = |millionths: u64| u32::try_from(millionths).map_or(f64::MAX, f64::from) * MILLIONTH;
    if let Some((input, output)) = known.price {
        return Ok(Some(Price { input: usd(input), output: usd(output) }));
    }
    let usual = known.settings.url == known.settings.family.usual_url() || known.settings.family == Family::Azure;
    // A server elsewhere may call its model as it likes, and prices of the table are not its own.
    let prices = usual.then(Prices::embedded).transpose()?;
    Ok(prices.and_then(|prices| prices.of(known.settings.family, &known.settings.model)))
}
