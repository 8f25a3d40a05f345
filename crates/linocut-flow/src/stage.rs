//! What a stage is, and the table of them.

use crate::schema;
use linocut_core::{Context, Drawing, Error, Kind, ModelId, Raster, Result, Score, Type, Value, Warned};
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A function with parameters: the fields of the type that implements it.
///
/// Doc comments, defaults and ranges of the fields become the JSON Schema from which checks, forms and pages are made.
pub trait Stage: Serialize + DeserializeOwned + JsonSchema + Default + Send + Sync + 'static {
    /// Its public, permanent name: lower case, hyphenated.
    const NAME: &'static str;
    /// Grows whenever the same input may give another output.
    const VERSION: u32;
    /// What it takes.
    const INPUTS: &'static [Port];
    /// What it gives.
    const OUTPUT: Type;

    /// Whether it may ask the language model of the context; its id then goes into the key of the answer, too.
    const ASKS: bool = false;

    /// Does the work.
    ///
    /// # Errors
    /// Of any kind; [`Kind::Unavailable`] lets a recipe go another way.
    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value>;

    /// Does the work, and says what a person should know of the result: what was mended, left out or done otherwise.
    ///
    /// Default: [`Stage::run`], of which nothing is said.
    ///
    /// # Errors
    /// As [`Stage::run`].
    fn run_warned(&self, inputs: &Inputs, cx: &Context) -> Result<Warned<Value>> {
        self.run(inputs, cx).map(Warned::clean)
    }

    /// The models that the answer depends on; they go into the key under which it is kept.
    fn models(&self) -> Vec<ModelId> {
        Vec::new()
    }
}

/// A named input of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// Its name in recipes.
    pub name: &'static str,
    /// What goes in.
    pub takes: Type,
    /// Whether the stage works without.
    pub optional: bool,
}

impl Port {
    /// A port that must be connected.
    #[must_use]
    pub const fn needed(name: &'static str, takes: Type) -> Self {
        Self { name, takes, optional: false }
    }

    /// A port that may stay open.
    #[must_use]
    pub const fn open(name: &'static str, takes: Type) -> Self {
        Self { name, takes, optional: true }
    }
}

/// A stage as the table knows it.
#[derive(Clone)]
pub struct StageKind {
    /// [`Stage::NAME`].
    pub name: &'static str,
    /// [`Stage::VERSION`].
    pub version: u32,
    /// [`Stage::INPUTS`].
    pub inputs: &'static [Port],
    /// [`Stage::OUTPUT`].
    pub output: Type,
    /// The JSON Schema of its parameters; `description` says what it does.
    pub schema: Json,
    prepare: Prepare,
}

/// A stage with checked parameters, ready to run.
#[derive(Clone)]
pub struct Prepared {
    /// All parameters, defaults filled in, keys in order: the same settings are the same text.
    pub params: Json,
    /// [`Stage::models`].
    pub models: Vec<ModelId>,
    /// [`Stage::ASKS`].
    pub asks: bool,
    pub(crate) run: Work,
}

type Prepare = Arc<dyn Fn(&Json) -> Result<Prepared> + Send + Sync>;
type Work = Arc<dyn Fn(&Inputs, &Context) -> Result<Warned<Value>> + Send + Sync>;

/// The row of the table for a stage.
#[must_use]
pub fn kind<S: Stage>() -> StageKind {
    StageKind {
        name: S::NAME,
        version: S::VERSION,
        inputs: S::INPUTS,
        output: S::OUTPUT,
        schema: schema_for!(S).to_value(),
        prepare: Arc::new(prepare::<S>),
    }
}

fn prepare<S: Stage>(params: &Json) -> Result<Prepared> {
    let wrong = |error| Error::new(Kind::Input, format!("parameters do not fit {}: {error}", S::NAME));
    let stage: S = serde_json::from_value(params.clone()).map_err(wrong)?;
    let full = serde_json::to_value(&stage).map_err(wrong)?;
    let models = stage.models();
    Ok(Prepared { params: full, models, asks: S::ASKS, run: Arc::new(move |inputs, cx| stage.run_warned(inputs, cx)) })
}

impl StageKind {
    /// The same stage, its work done by `work`, which is given all parameters: in another process, for one.
    ///
    /// It must give what the stage would give: both have the same key.
    #[must_use]
    pub fn done_by(self, work: impl Fn(&Json, &Inputs, &Context) -> Result<Value> + Send + Sync + 'static) -> Self {
        let (work, prepare) = (Arc::new(work), self.prepare);
        let prepare = move |params: &Json| {
            let (work, prepared) = (Arc::clone(&work), prepare(params)?);
            let params = prepared.params.clone();
            Ok(Prepared { run: Arc::new(move |inputs, cx| work(&params, inputs, cx).map(Warned::clean)), ..prepared })
        };
        Self { prepare: Arc::new(prepare), ..self }
    }

    /// Checks parameters and fills in defaults.
    ///
    /// # Errors
    /// [`Kind::Input`] for each value of the wrong type, unknown name or value out of range.
    pub fn prepare(&self, params: &Json) -> Result<Prepared, Vec<Error>> {
        let errors = schema::check(&self.schema, params);
        if errors.is_empty() { (self.prepare)(params).map_err(|error| vec![error]) } else { Err(errors) }
    }
}

/// All stages there are, by name.
#[derive(Clone)]
pub struct Catalogue(Vec<StageKind>);

impl Catalogue {
    /// A table of these.
    #[must_use]
    pub fn new(mut kinds: Vec<StageKind>) -> Self {
        kinds.sort_by_key(|kind| kind.name);
        Self(kinds)
    }

    /// The rows, by name.
    #[must_use]
    pub fn kinds(&self) -> &[StageKind] {
        &self.0
    }

    /// The stage called `name`.
    ///
    /// # Errors
    /// [`Kind::Missing`], with the nearest name as the hint.
    pub fn find(&self, name: &str) -> Result<&StageKind> {
        self.0.iter().find(|kind| kind.name == name).ok_or_else(|| {
            let near = nearest(name, self.0.iter().map(|kind| kind.name));
            let error = Error::new(Kind::Missing, format!("there is no stage '{name}'"));
            match near {
                Some(near) => error.hinted(format!("did you mean {near}?")),
                None => error.hinted("`linocut run --list stages` shows them"),
            }
        })
    }
}

/// The name that shares the most pairs of letters with `name`, if it shares half of them (Dice's coefficient).
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let own = pairs(name);
    let share = |other: &str| {
        let theirs = pairs(other);
        let both = own.iter().filter(|pair| theirs.contains(pair)).count();
        (2 * both * 100) / (own.len() + theirs.len()).max(1)
    };
    names.map(|other| (share(other), other)).filter(|&(share, _)| share >= 50).max().map(|(_, other)| other)
}

/// What a node was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs(BTreeMap<String, Value>);

impl Inputs {
    /// Inputs by port.
    #[must_use]
    pub fn new(values: BTreeMap<String, Value>) -> Self {
        Self(values)
    }

    /// The value at `port`, if it is connected.
    #[must_use]
    pub fn get(&self, port: &str) -> Option<&Value> {
        self.0.get(port)
    }

    /// All of them, by port.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(port, value)| (port.as_str(), value))
    }

    /// The text at `port`.
    ///
    /// # Errors
    /// [`Kind::Bug`] when it is not there: a plan has checked that.
    pub fn text(&self, port: &str) -> Result<Arc<str>> {
        match self.get(port) {
            Some(Value::Text(text)) => Ok(Arc::clone(text)),
            other => Err(absent(port, Type::Text, other)),
        }
    }

    /// The picture at `port`.
    ///
    /// # Errors
    /// As [`Inputs::text`].
    pub fn raster(&self, port: &str) -> Result<Arc<Raster>> {
        match self.get(port) {
            Some(Value::Raster(picture)) => Ok(Arc::clone(picture)),
            other => Err(absent(port, Type::Raster, other)),
        }
    }

    /// The drawing at `port`.
    ///
    /// # Errors
    /// As [`Inputs::text`].
    pub fn drawing(&self, port: &str) -> Result<Arc<Drawing>> {
        match self.get(port) {
            Some(Value::Drawing(drawing)) => Ok(Arc::clone(drawing)),
            other => Err(absent(port, Type::Drawing, other)),
        }
    }

    /// The score at `port`.
    ///
    /// # Errors
    /// As [`Inputs::text`].
    pub fn score(&self, port: &str) -> Result<Arc<Score>> {
        match self.get(port) {
            Some(Value::Score(score)) => Ok(Arc::clone(score)),
            other => Err(absent(port, Type::Score, other)),
        }
    }
}

fn absent(port: &str, wanted: Type, found: Option<&Value>) -> Error {
    let found = found.map_or("nothing", |value| value.of().name());
    Error::new(Kind::Bug, format!("port {port} has {found}, the stage reads {wanted}"))
}
