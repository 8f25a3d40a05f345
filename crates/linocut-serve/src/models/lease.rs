//! Models for one request: found, asked, counted.

use super::{Directory, Pens};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::here::Here;
use crate::problem::Problem;
use crate::task::Task;
use crate::verbs::Verb;
use crate::work::wall;
use linocut_ask::{Notebook, Step, Witness};
use linocut_core::{Asked as When, Context, Error, ImageModel, Kind, LanguageModel, Model as _, Result};
use linocut_models::config::{Choice, Config};
use linocut_models::cost::{Bill, Entry, Ledger, Sum};
use linocut_models::provider::{Family, Settings};
use linocut_models::remembered::Remembered;
use serde_json::{Map, Value as Page, json};
use std::sync::Arc;
use std::time::Duration;

/// Longest time of a request that asks a model: several answers of a slow one.
pub(crate) const LONGEST: Duration = Duration::from_mins(3);

/// Models for one request.
pub(crate) struct Lease {
    writer: Option<Arc<dyn LanguageModel>>,
    painter: Option<Arc<dyn ImageModel>>,
    notes: Arc<Notebook>,
    when: When,
    ledger: Arc<Ledger>,
    /// What is odd.
    warnings: Vec<String>,
}

impl Lease {
    /// The models for a request: the provider called `name`, else those that are chosen, or that are there.
    ///
    /// # Errors
    /// [`Kind::Missing`] when nobody is called so; what is wrong with those that nobody named is a warning.
    pub(crate) fn take(pens: &Pens, name: Option<&str>) -> Result<Self> {
        let (config, warnings) = match (pens.config(), name) {
            (Ok(config), _) => (config, Vec::new()),
            (Err(error), Some(_)) => return Err(error),
            (Err(error), None) => (Config::default(), vec![error.to_string()]),
        };
        let named = name.map(|name| config.find(name)).transpose()?;
        let mut lease = Self {
            writer: None,
            painter: None,
            notes: pens.notebook(),
            when: When::OnRequest,
            ledger: Arc::new(Ledger::new(config.budget)),
            warnings,
        };
        let named_writes = named.map(|known| known.settings.family.writes());
        // Who names one wants it asked, and nobody else.
        let chosen = |choice: &Option<Choice>, able: Option<bool>| match (able, choice) {
            (Some(true), _) => name.map(|name| (name.to_owned(), true)),
            (None, Some(choice)) => Some((choice.name.clone(), false)),
            (Some(false), _) | (None, None) => None,
        };
        if let Some((name, is_named)) = chosen(&config.writes, named_writes) {
            let lent = config.find(&name).and_then(|known| pens.open(known)).and_then(|open| {
                let model = open.access.writer(open.writer()?, Arc::clone(&lease.ledger));
                let model = remembering(pens, &open.known.settings, model);
                Ok(Witness::of_writer(model, Arc::<Notebook>::clone(&lease.notes)))
            });
            lease.writer = lease.minded(&name, is_named, lent)?;
        }
        if let Some((name, is_named)) = chosen(&config.paints, named_writes.map(|writes| !writes)) {
            let lent = config.find(&name).and_then(|known| pens.open(known)).and_then(|open| {
                let model = open.access.painter(open.painter()?, Arc::clone(&lease.ledger));
                Ok(Witness::of_painter(model, Arc::<Notebook>::clone(&lease.notes)))
            });
            lease.painter = lease.minded(&name, is_named, lent)?;
        }
        if named_writes == Some(true) || config.writes.as_ref().is_some_and(|choice| choice.chosen) {
            lease.when = When::Unbidden;
        }
        Ok(lease)
    }

    /// What could be opened; a failure of one that nobody named is a warning.
    fn minded<T>(&mut self, name: &str, is_named: bool, lent: Result<T>) -> Result<Option<T>> {
        match lent {
            Ok(lent) => Ok(Some(lent)),
            Err(error) if is_named => Err(error),
            Err(error) => {
                self.warnings.push(format!("{name} cannot be asked: {error}"));
                Ok(None)
            }
        }
    }

    /// The model that writes.
    ///
    /// # Errors
    /// [`Kind::Unavailable`] when there is none.
    pub(crate) fn writer(&self) -> Result<Arc<dyn LanguageModel>> {
        let none = || Error::new(Kind::Unavailable, "no language model is known");
        self.writer.clone().ok_or_else(none)
    }

    /// The context with the models in it, and no more time than one that asks them gets.
    pub(crate) fn context(&self, cx: &Context) -> Context {
        let spare = cx.remaining().map(|left| left.saturating_sub(LONGEST)).filter(|spare| !spare.is_zero());
        let mut inner = spare.map_or_else(|| cx.clone(), |spare| cx.sparing(spare));
        inner.language = self.writer().ok();
        inner.painter.clone_from(&self.painter);
        inner.asked = self.when;
        inner
    }

    /// Notes what was taken, and tells it: `cost`, `warnings`, and the `steps` if they are wanted.
    pub(crate) fn settle(&self, pens: &Pens, verb: &str, steps: bool) -> Map<String, Page> {
        let bills = self.ledger.bills();
        let mut about = Map::new();
        let told = self.notes.take();
        if steps && !told.is_empty() {
            about.insert("steps".to_owned(), told.iter().map(step).collect());
        }
        let mut warnings = self.warnings.clone();
        if let Err(error) = pens.note(verb, wall(), &bills) {
            warnings.push(format!("what was spent could not be noted: {error}"));
        }
        if bills.is_empty() {
            return about;
        }
        about.insert("cost".to_owned(), cost(&bills));
        if !warnings.is_empty() {
            about.insert("warnings".to_owned(), json!(warnings));
        }
        about
    }

    /// What calls took so far.
    pub(crate) fn bills(&self) -> Vec<Bill> {
        self.ledger.bills()
    }

    /// Name of provider and model, as far as it is known.
    pub(crate) fn names(&self) -> Option<(String, String)> {
        let id = self.writer.as_ref()?.id();
        Some((id.name.clone(), id.version.clone()))
    }
}

/// The model with what it answered before, where that is remembered.
fn remembering(pens: &Pens, settings: &Settings, model: Arc<dyn LanguageModel>) -> Arc<dyn LanguageModel> {
    // A script is a memory itself.
    let remembers = settings.family != Family::Scripted;
    match pens.directory().ok().and_then(Directory::replies).filter(|_| remembers) {
        Some(replies) => Arc::new(Remembered::new(model, replies)),
        None => model,
    }
}

/// What calls took, as JSON; what is not known is null.
fn cost(bills: &[Bill]) -> Page {
    let entries = Entry::all("", 0, bills);
    let sum = Sum::all(&entries);
    let last = entries.last();
    json!({
        "calls": sum.calls,
        "input_tokens": sum.input_tokens,
        "output_tokens": sum.output_tokens,
        "tokens": sum.input_tokens.unwrap_or(0).saturating_add(sum.output_tokens.unwrap_or(0)),
        "usd": sum.usd,
        "unpriced": sum.unpriced,
        "seconds": sum.seconds,
        "provider": last.map(|entry| &entry.provider),
        "model": last.map(|entry| &entry.model),
    })
}

fn step(step: &Step) -> Page {
    let (answered, error) = match &step.answered {
        Ok(text) => (Some(text), None),
        Err(error) => (None, Some(error)),
    };
    json!({
        "purpose": step.purpose, "model": step.model, "asked": step.asked, "answered": answered, "error": error,
        "seconds": step.took.as_secs_f64(), "input_tokens": step.usage.input_tokens,
        "output_tokens": step.usage.output_tokens,
    })
}

/// Whether a request says that a model is to be asked.
pub(crate) fn may_ask(task: &Task, asked: &Asked) -> bool {
    let text = |name: &str| asked.fields.get(name).and_then(Page::as_str).unwrap_or_default();
    let said = asked.fields.contains_key("provider")
        || text("by") == "model"
        || matches!(text("route"), "plan" | "template" | "diffusion");
    match task {
        Task::Verb(Verb::Draw | Verb::Edit | Verb::Diagram) => said,
        Task::Recipe(_) => asked.fields.contains_key("provider"),
        Task::Verb(_) | Task::Batch | Task::Alias(_) => false,
    }
}

/// Whether a request is done by this program alone, whatever it asks: no model is asked unbidden.
pub(crate) fn is_alone(pens: &Pens, asked: &Asked) -> bool {
    let none = || pens.config().is_ok_and(|config| config.writes.is_none_or(|choice| !choice.chosen));
    let task = Task::Verb(Verb::Draw);
    !may_ask(&task, asked) && none()
}

/// Does work that may ask models, and tells what they took.
pub(crate) fn asking(
    here: &Here,
    verb: &'static str,
    asked: Asked,
    cx: &Context,
    work: impl FnOnce(&Here, Asked, &Context) -> Result<Answer, Problem>,
) -> Result<Answer, Problem> {
    let mut asked = asked;
    let provider = asked.fields.remove("provider").and_then(|name| Some(name.as_str()?.to_owned()));
    let steps = asked.fields.remove("debug").is_some_and(|debug| debug == Page::Bool(true) || debug == "true");
    let anew = asked.fields.remove("fresh").is_some_and(|fresh| fresh == Page::Bool(true) || fresh == "true");
    if let Some(name) = &provider {
        // Who names a model wants it asked, also where rules would know what to do.
        if matches!(verb, "edit" | "diagram") && !asked.fields.contains_key("by") {
            asked.fields.insert("by".to_owned(), json!("model"));
        }
        able(here, name, &asked)?;
    }
    let lease = Lease::take(&here.pens, provider.as_deref())?;
    let mut cx = lease.context(cx);
    cx.anew = anew;
    let done = work(here, asked, &cx);
    let about = lease.settle(&here.pens, verb, steps);
    let mut answer = done?;
    add(&mut answer, about);
    Ok(answer)
}

/// Passes when the provider called `name` can do what a request asks for.
fn able(here: &Here, name: &str, asked: &Asked) -> Result<()> {
    let text = |name: &str| asked.fields.get(name).and_then(Page::as_str).unwrap_or_default();
    let wanted = match (text("route"), text("by")) {
        ("diffusion", _) => Some(false),
        ("plan" | "template", _) | (_, "model") => Some(true),
        _ => None,
    };
    let config = here.pens.config()?;
    let known = config.find(name)?;
    let writes = known.settings.family.writes();
    match wanted {
        Some(wanted) if wanted != writes => {
            let (does, lacks) = if writes { ("writes", "paint") } else { ("paints", "write") };
            let family = known.settings.family.name();
            Err(Error::new(Kind::Input, format!("{name} ({family}) {does}, it does not {lacks}")))
        }
        Some(_) | None => Ok(()),
    }
}

/// Adds to what an answer tells; warnings come after those that are there.
fn add(answer: &mut Answer, more: Map<String, Page>) {
    let about = match answer {
        Answer::Svg(_, about) | Answer::Diagram { about, .. } => about,
        Answer::Run(Page::Object(page), _) => page,
        Answer::Run(..) | Answer::Json(_) | Answer::Text(..) | Answer::File(..) | Answer::Batch(_) => return,
    };
    for (name, value) in more {
        match (about.get_mut(&name), value) {
            (Some(Page::Array(list)), Page::Array(others)) => list.extend(others),
            (_, value) => drop(about.insert(name, value)),
        }
    }
}
