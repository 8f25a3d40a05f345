//! Runs of recipes: what a canvas asks for, and what it gets back for each node.

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::flows::{context, flow};
use crate::here::Here;
use crate::inputs::value;
use crate::lineage::embedded;
use crate::outcome::bare;
use crate::problem::Problem;
use crate::report::report;
use crate::ticket::keep_data;
use linocut_core::{Context, Error, Kind, Result, Type, Value};
use linocut_flow::{Order, Plan, Recipe};
use serde_json::{Map, Value as Page};
use std::collections::BTreeMap;

/// Runs a recipe: the one called `id`, or the one in the request.
pub(crate) fn run_recipe(here: &Here, id: Option<&str>, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let mut recipe = match id {
        Some(id) => match asked.recipe.take() {
            Some(recipe) => *recipe,
            None => here.data.recipes.get(id)?.recipe,
        },
        None => inline(&mut asked)?,
    };
    overridden(&mut recipe, asked.fields.remove("overrides"))?;
    let embed = asked.fields.remove("embed").is_some_and(|embed| embed == Page::Bool(true) || embed == "true");
    let cx = context(&mut asked, cx)?;
    let targets = targets(&recipe, asked.fields.remove("targets"))?;
    let pins = pins(here, &recipe, asked.fields.remove("pins"))?;
    let inputs = inputs(here, &recipe, asked)?;
    let given: Vec<Value> = inputs.values().chain(pins.values()).cloned().collect();
    let _room = here.room.take(&given, &cx)?;
    let spare = here.gate.spare(here.options.workers.min(recipe.nodes.len()).saturating_sub(1));
    let order = Order { inputs, pins, targets, jobs: 1 + spare.len() };
    let done = flow(here, &recipe, &order, &cx)?;
    drop(spare);
    refuse_wrong_orders(&order, &recipe, &done)?;
    let mut page = report(here, id, &order, &done, &cx)?;
    if embed {
        embedded(here, &recipe, &done.record, &cx, &mut page)?;
    }
    let bare = bare(here, &Page::Object(page.clone()));
    Ok(Answer::Run(Page::Object(page), Box::new(bare)))
}

/// Passes a recipe that can run, with what the request changes in it.
pub(crate) fn planned(app: &App, id: Option<&str>, asked: &Asked) -> Result<(), Problem> {
    let mut recipe = match (id, &asked.recipe) {
        (Some(_), Some(recipe)) => recipe.as_ref().clone(),
        (Some(id), None) => app.data.recipes.get(id)?.recipe,
        (None, _) => {
            let missing = || Problem::of_field("recipe", "a recipe is missing").hinted("send it as the field 'recipe'");
            Recipe::from_json(&text(asked.fields.get("recipe").ok_or_else(missing)?))?
        }
    };
    overridden(&mut recipe, asked.fields.get("overrides").cloned())?;
    Plan::new(&recipe, &app.catalogue).map(drop).map_err(Problem::several)
}

fn inline(asked: &mut Asked) -> Result<Recipe, Problem> {
    let missing = || Problem::of_field("recipe", "a recipe is missing").hinted("send it as the field 'recipe'");
    let recipe = asked.fields.remove("recipe").ok_or_else(missing)?;
    Ok(Recipe::from_json(&text(&recipe))?)
}

/// Sets parameters: `{"node": {"name": value}}`, or `{"node.name": value}`.
fn overridden(recipe: &mut Recipe, overrides: Option<Page>) -> Result<(), Problem> {
    for (place, value) in object(overrides, "overrides")? {
        let Page::Object(params) = value else {
            recipe.set(&format!("{place}={value}"))?;
            continue;
        };
        let node = recipe.nodes.get_mut(&place);
        let missing = || Error::new(Kind::Missing, format!("there is no node '{place}'"));
        node.ok_or_else(missing)?.params.extend(params);
    }
    Ok(())
}

/// The nodes that are wanted: a list, or names with commas between; the recipe's output when left out.
fn targets(recipe: &Recipe, targets: Option<Page>) -> Result<Vec<String>, Problem> {
    let wrong = || Problem::of_field("targets", "targets is no list of nodes");
    match targets {
        None => Ok(vec![recipe.output.clone()]),
        Some(Page::String(names)) => Ok(names.split(',').map(|name| name.trim().to_owned()).collect()),
        Some(Page::Array(names)) if !names.is_empty() => {
            let names = names.iter().map(|name| name.as_str().map(ToOwned::to_owned));
            names.collect::<Option<_>>().ok_or_else(wrong)
        }
        Some(_) => Err(wrong()),
    }
}

/// Values that stand for nodes: artifacts, read as what the node gives.
fn pins(here: &Here, recipe: &Recipe, pins: Option<Page>) -> Result<BTreeMap<String, Value>, Problem> {
    let mut values = BTreeMap::new();
    for (node, mut given) in object(pins, "pins")? {
        keep_data(&mut given, &here.data.artifacts)?;
        let mut asked = Asked { fields: Map::from_iter([(node.clone(), given)]), ..Asked::default() };
        asked.fetch(here)?;
        let bytes = asked.file(&[&node]).ok_or_else(|| {
            let field = format!("pins.{node}");
            let sentence = format!("the pin of node {node} is no artifact");
            Problem::of_field(&field, sentence).hinted("write it as digest:…")
        })?;
        let missing = || Error::new(Kind::Missing, format!("there is no node '{node}'"));
        let sort = here.catalogue.find(&recipe.nodes.get(&node).ok_or_else(missing)?.stage)?.output;
        values.insert(node, value(here, sort, &bytes)?);
    }
    Ok(values)
}

/// The recipe's inputs: fields of `inputs`, fields of their own, files of a form, or one raw body.
fn inputs(here: &Here, recipe: &Recipe, asked: Asked) -> Result<BTreeMap<String, Value>, Problem> {
    let mut asked = asked;
    let mut given = object(asked.fields.remove("inputs"), "inputs")?;
    given.values_mut().try_for_each(|value| keep_data(value, &here.data.artifacts))?;
    asked.fields.extend(given);
    asked.fetch(here)?;
    let mut values = BTreeMap::new();
    for (port, sort) in &recipe.inputs {
        // Whatever is not given is told by the run, with all else that is wrong.
        let Some(sort) = Type::named(sort) else { continue };
        let Some(given) = asked.fields.remove(port) else {
            if let Some(bytes) = asked.file(&[port]) {
                values.insert(port.clone(), value(here, sort, &bytes)?);
            }
            continue;
        };
        values.insert(port.clone(), value(here, sort, text(&given).as_bytes())?);
    }
    if let Some(name) = asked.fields.keys().next() {
        let names: Vec<&str> = recipe.inputs.keys().map(String::as_str).collect();
        let problem = Problem::of_field(name, format!("the recipe has no input '{name}'"));
        return Err(problem.hinted(format!("it takes {}", names.join(", "))));
    }
    Ok(values)
}

/// A text as it stands, anything else as JSON.
fn text(page: &Page) -> String {
    page.as_str().map_or_else(|| page.to_string(), ToOwned::to_owned)
}

fn object(page: Option<Page>, name: &str) -> Result<Map<String, Page>, Problem> {
    let read = match page {
        None => return Ok(Map::new()),
        // Forms and addresses know texts only.
        Some(Page::String(text)) => serde_json::from_str(&text).ok(),
        Some(page) => Some(page),
    };
    match read {
        Some(Page::Object(object)) => Ok(object),
        _ => Err(Problem::of_field(name, format!("{name} is no object"))),
    }
}

/// What was asked for wrongly is the client's mistake; what failed is told node by node.
fn refuse_wrong_orders(order: &Order, recipe: &Recipe, done: &linocut_flow::Done) -> Result<(), Problem> {
    let wrong: Vec<_> = done
        .failures
        .iter()
        .filter(|(name, _)| {
            let is_node = recipe.nodes.contains_key(*name);
            !is_node || (order.pins.contains_key(*name) && done.record.last(name).is_none())
        })
        .map(|(_, error)| Error::new(error.kind(), error.to_string()))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(Problem::several(wrong)) }
}
