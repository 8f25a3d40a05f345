//! Stages on behalf of a command: what was made before is kept, and what happened can be told.

use crate::output::Target;
use crate::run::{Folder, Spectator};
use clap::Args;
use linocut_core::{Context, Drawing, Error, Kind, Result, Value, Warned};
use linocut_flow::{Memo, Observer, Order, Plan, Recipe, run};
use linocut_stages::{catalogue, stock};
use serde_json::{Map, Value as Page, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Results held in memory during a command, in bytes: commands work on one file after the other.
const IN_MEMORY: usize = 64 << 20;

/// What is kept and told of the stages that a command runs.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Stages")]
pub(crate) struct FlowArgs {
    /// Make everything anew, and keep nothing for the next time
    #[arg(long)]
    no_cache: bool,
    /// File to write what each stage did, whether it was known, and how long it took: JSON
    #[arg(long, value_name = "FILE")]
    run_record: Option<PathBuf>,
}

/// Runs stages.
pub(crate) struct Flow {
    memo: Memo,
    record: RunRecord,
}

/// What happened, for a file if one is named.
pub(crate) struct RunRecord(Option<(Target, Mutex<Vec<Page>>)>);

impl RunRecord {
    /// A record that goes into `path`; without one, nothing is kept.
    pub(crate) fn open(path: Option<&Path>) -> Self {
        Self(path.map(|path| (Target::named(path), Mutex::default())))
    }

    /// Adds what happened to an input, as events.
    pub(crate) fn add(&self, input: &str, recipe: &str, events: &[Page]) {
        if let Some((_, runs)) = &self.0 {
            let page = json!({ "input": input, "recipe": recipe, "events": events });
            runs.lock().unwrap_or_else(PoisonError::into_inner).push(page);
        }
    }

    /// Writes the record, if it was asked for, in the order of the inputs' names.
    pub(crate) fn close(&self) -> Result<()> {
        let Some((target, runs)) = &self.0 else { return Ok(()) };
        let mut runs = runs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        runs.sort_by_key(|run| run.get("input").and_then(Page::as_str).unwrap_or_default().to_owned());
        let page = Page::Object(Map::from_iter([("runs".to_owned(), json!(runs))]));
        target.write(format!("{page:#}\n").as_bytes())
    }
}

impl Flow {
    pub(crate) fn open(args: &FlowArgs) -> Self {
        let memo = Memo::new(IN_MEMORY);
        let memo = match Folder::open().filter(|_| !args.no_cache) {
            Some(folder) => memo.over(Box::new(folder)),
            None => memo,
        };
        Self { memo, record: RunRecord::open(args.run_record.as_deref()) }
    }

    /// The value of `node` of a stock recipe, and what is to be said of it; `params` are those of the node.
    ///
    /// # Errors
    /// That of the stage.
    pub(crate) fn value(
        &self,
        (recipe, node): (&str, &str),
        params: Page,
        given: Given,
        cx: &Context,
    ) -> Result<Warned<Value>> {
        let mut recipe = stock(recipe)?;
        if let (Some(node), Page::Object(params)) = (recipe.nodes.get_mut(node), params) {
            node.params.extend(params);
        }
        let named = |values: Vec<(&str, Value)>| values.into_iter().map(|(name, it)| (name.to_owned(), it)).collect();
        let order = Order {
            inputs: named(given.inputs),
            pins: named(given.pins),
            targets: vec![node.to_owned()],
            ..Order::default()
        };
        self.done(&recipe, &order, given.name, cx)
    }

    fn done(&self, recipe: &Recipe, order: &Order, name: &str, cx: &Context) -> Result<Warned<Value>> {
        let wrong = |mut errors: Vec<Error>| errors.pop().unwrap_or_else(|| Error::new(Kind::Bug, "no recipe"));
        let plan = Plan::new(recipe, &catalogue()).map_err(wrong)?;
        let observer: Arc<dyn Observer> = Arc::new(Spectator::new());
        let mut done = run(&plan, order, &self.memo, &observer, cx);
        let events: Vec<Page> = done.record.events.iter().map(|event| json!(event)).collect();
        self.record.add(name, &recipe.name, &events);
        let target = order.targets.first().map(String::as_str).unwrap_or_default();
        // The stage's own words: there is but one that a person of a command knows.
        if let Some(error) = done.failures.remove(target) {
            return Err(error);
        }
        let warnings = done.values.get(target).map(|kept| kept.warnings.to_vec()).unwrap_or_default();
        Ok(Warned { value: done.value(target)?.clone(), warnings })
    }

    /// Where what happens is written down.
    pub(crate) fn record(&self) -> &RunRecord {
        &self.record
    }

    /// Writes the record, if it was asked for.
    pub(crate) fn close(&self) -> Result<()> {
        self.record.close()
    }
}

/// What a stage works on.
pub(crate) struct Given<'a> {
    /// What people call it.
    pub(crate) name: &'a str,
    /// The recipe's inputs.
    pub(crate) inputs: Vec<(&'a str, Value)>,
    /// Values of nodes that shall not run.
    pub(crate) pins: Vec<(&'a str, Value)>,
}

/// The drawing that a stage gave.
pub(crate) fn drawing(value: &Value) -> Result<Arc<Drawing>> {
    match value {
        Value::Drawing(drawing) => Ok(Arc::clone(drawing)),
        Value::Text(_) | Value::Raster(_) | Value::Score(_) => {
            Err(Error::new(Kind::Bug, format!("a stage gave {}", value.of())))
        }
    }
}
