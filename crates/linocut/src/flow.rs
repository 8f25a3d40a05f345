//! Stages on behalf of a command: what was made before is kept, and what happened can be told.

use crate::output::Target;
use crate::run::{Folder, Spectator};
use clap::Args;
use linocut_core::{Context, Drawing, Error, Kind, Result, Value};
use linocut_flow::{Given, Lineage, Memo, Node, Observer, Order, Plan, Recipe, Record, embed, run};
use linocut_stages::catalogue;
use serde_json::{Map, Value as Page, json};
use std::collections::BTreeMap;
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
    /// File to write what was run to: recipe, inputs, seed, versions, and what each stage did and how long it took: JSON
    #[arg(long, value_name = "FILE")]
    run_record: Option<PathBuf>,
    /// Put the same into the SVG itself: the canvas of the studio takes it up when such a file is dropped there
    #[arg(long)]
    embed: bool,
}

impl FlowArgs {
    /// Passes unless a record is to be embedded in something `other` than SVG.
    pub(crate) fn check_embed(&self, is_svg: bool, other: &str) -> Result<()> {
        if is_svg || !self.embed {
            return Ok(());
        }
        Err(Error::new(Kind::Input, format!("--embed has an effect in SVG only, the result is {other}"))
            .hinted("--run-record FILE writes the same into a file of its own"))
    }

    /// Refuses to embed what is not run as stages; `why` it is not.
    pub(crate) fn refuse_embed(&self, why: &str) -> Result<()> {
        if !self.embed {
            return Ok(());
        }
        Err(Error::new(Kind::Input, format!("--embed has nothing to tell: {why}"))
            .hinted("`linocut run` with a recipe of your own can"))
    }
}

/// Runs stages.
pub(crate) struct Flow {
    pub(crate) memo: Memo,
    record: RunRecord,
    embed: bool,
}

/// What happened, for a file if one is named.
pub(crate) struct RunRecord(Option<(Target, Mutex<Vec<Page>>)>);

impl RunRecord {
    /// A record that goes into `path`; without one, nothing is kept.
    pub(crate) fn open(path: Option<&Path>) -> Self {
        Self(path.map(|path| (Target::named(path), Mutex::default())))
    }

    /// Adds what happened to an input, as events, where `command` was not run as a recipe.
    pub(crate) fn add(&self, input: &str, command: &str, events: &[Page]) {
        self.push(&[("input", json!(input)), ("command", json!(command)), ("record", json!({ "events": events }))]);
    }

    /// Adds how what was made of an input came about.
    pub(crate) fn keep(&self, input: &str, lineage: &Lineage) {
        let page = json!(lineage);
        let fields = page.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value.clone()));
        self.push(&[("input", json!(input))].into_iter().chain(fields).collect::<Vec<_>>());
    }

    fn push(&self, fields: &[(&str, Page)]) {
        if let Some((_, runs)) = &self.0 {
            let page = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            runs.lock().unwrap_or_else(PoisonError::into_inner).push(Page::Object(page));
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

/// A value for a port of a stage, and what is told of where it comes from.
pub(crate) struct Input<'a> {
    pub(crate) port: &'a str,
    pub(crate) value: Value,
    pub(crate) given: Given,
}

/// What a stage made.
pub(crate) struct Made {
    pub(crate) value: Value,
    /// What is to be said of it.
    pub(crate) warnings: Vec<String>,
    /// How it came about.
    pub(crate) lineage: Lineage,
}

impl<'a> Input<'a> {
    /// A text.
    pub(crate) fn text(port: &'a str, text: &str) -> Self {
        Self { port, value: Value::text(text), given: Given::text(text) }
    }

    /// What was read from a file of these bytes.
    pub(crate) fn file(port: &'a str, value: Value, bytes: &[u8]) -> Self {
        Self { port, given: Given::file(value.of(), bytes), value }
    }
}

impl Flow {
    pub(crate) fn open(args: &FlowArgs) -> Self {
        Self::with(args, IN_MEMORY)
    }

    /// The same with room for results of `in_memory` bytes.
    pub(crate) fn with(args: &FlowArgs, in_memory: usize) -> Self {
        let memo = Memo::new(in_memory);
        let memo = match Folder::open().filter(|_| !args.no_cache) {
            Some(folder) => memo.over(Box::new(folder)),
            None => memo,
        };
        Self { memo, record: RunRecord::open(args.run_record.as_deref()), embed: args.embed }
    }

    /// What `stage` makes of `inputs`: a recipe of one node, in the record under the `name` that people know the work by.
    ///
    /// # Errors
    /// That of the stage.
    pub(crate) fn made(
        &self,
        (stage, name): (&str, &str),
        params: Page,
        inputs: Vec<Input>,
        cx: &Context,
    ) -> Result<Made> {
        let recipe = single(stage, params, &inputs);
        let catalogue = catalogue();
        let wrong = |mut errors: Vec<Error>| errors.pop().unwrap_or_else(|| Error::new(Kind::Bug, "no recipe"));
        let plan = Plan::new(&recipe, &catalogue).map_err(wrong)?;
        let observer: Arc<dyn Observer> = Arc::new(Spectator::new());
        let told = inputs.iter().map(|input| (input.port.to_owned(), input.given.clone())).collect();
        let order = Order::of(inputs.into_iter().map(|input| (input.port, input.value)));
        let mut done = run(&plan, &order, &self.memo, &observer, cx);
        let lineage = Lineage { inputs: told, ..Lineage::of(&recipe, &catalogue, cx, &done.record) };
        self.record.keep(name, &lineage);
        // The stage's own words: there is but one that a person of a command knows.
        if let Some(error) = done.failures.remove(stage) {
            return Err(error);
        }
        let warnings = done.values.get(stage).map(|kept| kept.warnings.to_vec()).unwrap_or_default();
        Ok(Made { value: done.value(stage)?.clone(), warnings, lineage })
    }

    /// An SVG with what made it, if that was asked for.
    pub(crate) fn signed(&self, svg: String, lineage: Option<&Lineage>) -> Result<String> {
        match lineage.filter(|_| self.embed) {
            Some(lineage) => embed(&svg, lineage),
            None => Ok(svg),
        }
    }

    /// The same of the bytes of any file, of which only an SVG is ever to be signed.
    pub(crate) fn signed_bytes(&self, bytes: Vec<u8>, lineage: Option<&Lineage>) -> Result<Vec<u8>> {
        if !self.embed {
            return Ok(bytes);
        }
        let svg = String::from_utf8(bytes).map_err(|e| Error::new(Kind::Bug, "an SVG is no text").cause(e))?;
        self.signed(svg, lineage).map(String::into_bytes)
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

/// Where something comes from that `stage` would give, but that was made without running it.
pub(crate) fn told(stage: &str, params: Page, inputs: Vec<Input>, cx: &Context) -> Lineage {
    let lineage = Lineage::of(&single(stage, params, &inputs), &catalogue(), cx, &Record::default());
    Lineage { inputs: inputs.into_iter().map(|input| (input.port.to_owned(), input.given)).collect(), ..lineage }
}

/// A recipe of one node, called like its stage.
fn single(stage: &str, params: Page, inputs: &[Input]) -> Recipe {
    let wires = inputs.iter().map(|input| (input.port.to_owned(), input.port.to_owned()));
    let sorts = inputs.iter().map(|input| (input.port.to_owned(), input.value.of().name().to_owned()));
    let params = if let Page::Object(params) = params { params.into_iter().collect() } else { BTreeMap::new() };
    let node = Node { stage: stage.to_owned(), inputs: wires.collect(), params, otherwise: None };
    let nodes = BTreeMap::from([(stage.to_owned(), node)]);
    Recipe { name: stage.to_owned(), inputs: sorts.collect(), nodes, output: stage.to_owned(), ..Recipe::default() }
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
