//! Recipes that cannot fail for a reason that could have been known before.

use crate::recipe::{Node, Recipe};
use crate::stage::{Catalogue, Port, Prepared, nearest};
use linocut_core::{Error, Kind, Result, Type};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// Most nodes of a recipe.
const MOST_NODES: usize = 1000;

/// A recipe whose names, types, parameters and order are right.
#[derive(Clone)]
pub struct Plan {
    /// What must be given.
    pub inputs: BTreeMap<String, Type>,
    /// Its steps by node name.
    pub steps: BTreeMap<String, Step>,
    /// The node or input whose value is the result.
    pub output: String,
}

/// A node, checked.
#[derive(Clone)]
pub struct Step {
    /// The stage's name.
    pub stage: &'static str,
    /// The stage's version.
    pub version: u32,
    /// For each port the node or input that it reads.
    pub reads: BTreeMap<String, String>,
    /// What it gives.
    pub gives: Type,
    /// The node that answers when this one is unavailable.
    pub otherwise: Option<String>,
    /// The stage with its parameters.
    pub prepared: Prepared,
}

impl Plan {
    /// Checks a recipe.
    ///
    /// # Errors
    /// Every mistake at once: [`Kind::Input`] for names, types, parameters and cycles, [`Kind::Missing`] for stages and
    /// nodes that are not there, [`Kind::Limit`] for more than 1000 nodes.
    pub fn new(recipe: &Recipe, catalogue: &Catalogue) -> Result<Self, Vec<Error>> {
        if recipe.nodes.len() > MOST_NODES {
            let sentence = format!("{} nodes are over the limit of {MOST_NODES}", recipe.nodes.len());
            return Err(vec![Error::new(Kind::Limit, sentence)]);
        }
        let mut check = Check { recipe, catalogue, inputs: BTreeMap::new(), errors: Vec::new() };
        check.inputs();
        let steps: BTreeMap<String, Step> =
            recipe.nodes.iter().filter_map(|(name, node)| Some((name.clone(), check.step(name, node)?))).collect();
        check.exists(&recipe.output, "output");
        check.cycles();
        let Check { inputs, errors, .. } = check;
        if errors.is_empty() { Ok(Self { inputs, steps, output: recipe.output.clone() }) } else { Err(errors) }
    }

    /// The type of a node's or an input's value.
    #[must_use]
    pub fn gives(&self, name: &str) -> Option<Type> {
        self.steps.get(name).map(|step| step.gives).or_else(|| self.inputs.get(name).copied())
    }
}

struct Check<'a> {
    recipe: &'a Recipe,
    catalogue: &'a Catalogue,
    inputs: BTreeMap<String, Type>,
    errors: Vec<Error>,
}

impl Check<'_> {
    fn inputs(&mut self) {
        for (name, sort) in &self.recipe.inputs {
            match Type::named(sort) {
                Some(sort) => drop(self.inputs.insert(name.clone(), sort)),
                None => self.errors.push(
                    Error::new(Kind::Input, format!("'{sort}' is no type"))
                        .hinted("there are text, raster, drawing and score")
                        .at(format!("input {name}")),
                ),
            }
            if self.recipe.nodes.contains_key(name) {
                self.errors.push(Error::new(Kind::Input, format!("'{name}' is the name of an input and of a node")));
            }
        }
    }

    fn step(&mut self, name: &str, node: &Node) -> Option<Step> {
        let place = format!("node {name}");
        let kind = match self.catalogue.find(&node.stage) {
            Ok(kind) => kind,
            Err(error) => {
                self.errors.push(error.at(place));
                return None;
            }
        };
        self.ports(name, node, kind.inputs);
        if let Some(other) = &node.otherwise {
            self.fallback(name, other, kind.output);
        }
        let params = Json::Object(node.params.clone().into_iter().collect());
        let prepared = match kind.prepare(&params) {
            Ok(prepared) => prepared,
            Err(errors) => {
                self.errors.extend(errors.into_iter().map(|error| {
                    let field = error.field().map(|field| format!("{name}.{field}"));
                    field.into_iter().fold(error.at(place.clone()), Error::about)
                }));
                return None;
            }
        };
        let (stage, version, gives) = (kind.name, kind.version, kind.output);
        Some(Step { stage, version, reads: node.inputs.clone(), gives, otherwise: node.otherwise.clone(), prepared })
    }

    fn ports(&mut self, name: &str, node: &Node, ports: &[Port]) {
        let place = format!("node {name}");
        for (port, source) in &node.inputs {
            let Some(port) = ports.iter().find(|known| known.name == port) else {
                let names = ports.iter().map(|known| known.name).collect::<Vec<_>>().join(", ");
                let error = Error::new(Kind::Input, format!("{} has no port '{port}'", node.stage));
                self.errors.push(error.hinted(format!("it has {names}")).at(place.clone()));
                continue;
            };
            if self.exists(source, &place)
                && let Some(given) = self.gives(source).filter(|given| *given != port.takes)
            {
                let sentence = format!("port {} takes {}, {source} gives {given}", port.name, port.takes);
                self.errors.push(Error::new(Kind::Input, sentence).at(place.clone()));
            }
        }
        for port in ports.iter().filter(|port| !port.optional && !node.inputs.contains_key(port.name)) {
            let error = Error::new(Kind::Input, format!("port {} is not connected", port.name));
            self.errors.push(error.at(place.clone()));
        }
    }

    fn fallback(&mut self, name: &str, other: &str, gives: Type) {
        let place = format!("node {name}");
        if self.exists(other, &place)
            && let Some(given) = self.gives(other).filter(|given| *given != gives)
        {
            let sentence = format!("its else gives {given}, it gives {gives}");
            self.errors.push(Error::new(Kind::Input, sentence).at(place));
        }
    }

    /// Whether there is a node or input of this name; says so when not.
    fn exists(&mut self, name: &str, place: &str) -> bool {
        let known = self.recipe.nodes.contains_key(name) || self.recipe.inputs.contains_key(name);
        if !known {
            let names = self.recipe.nodes.keys().chain(self.recipe.inputs.keys()).map(String::as_str);
            let error = Error::new(Kind::Missing, format!("there is no node or input '{name}'")).at(place.to_owned());
            self.errors.push(match nearest(name, names) {
                Some(near) => error.hinted(format!("did you mean {near}?")),
                None => error,
            });
        }
        known
    }

    /// What a node or input gives, if that is known.
    fn gives(&self, name: &str) -> Option<Type> {
        match self.recipe.nodes.get(name) {
            Some(node) => self.catalogue.find(&node.stage).ok().map(|kind| kind.output),
            None => self.inputs.get(name).copied(),
        }
    }

    /// Takes away nodes that wait for nothing until none is left (Kahn 1962); what stays goes in circles.
    fn cycles(&mut self) {
        let mut waiting: BTreeMap<&str, BTreeSet<&str>> =
            self.recipe.nodes.iter().map(|(name, node)| (name.as_str(), needs(node))).collect();
        loop {
            let names: BTreeSet<&str> = waiting.keys().copied().collect();
            let before = waiting.len();
            waiting.retain(|_, needs| needs.iter().any(|need| names.contains(need)));
            if waiting.len() == before {
                break;
            }
        }
        if !waiting.is_empty() {
            let names = waiting.keys().copied().collect::<Vec<_>>().join(", ");
            self.errors.push(Error::new(Kind::Input, format!("these nodes wait for each other: {names}")));
        }
    }
}

/// What a node may wait for.
fn needs(node: &Node) -> BTreeSet<&str> {
    node.inputs.values().chain(&node.otherwise).map(String::as_str).collect()
}
