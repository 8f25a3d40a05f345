//! Which nodes are needed, which can run, and what became of the others.

use crate::memo::Kept;
use crate::plan::{Plan, Step};
use linocut_core::{Error, Kind};
use std::collections::BTreeMap;

/// Where a run stands.
pub(crate) struct State<'a> {
    plan: &'a Plan,
    /// Values that were given: inputs and pinned nodes.
    given: BTreeMap<&'a str, Kept>,
    /// The nodes that are needed so far.
    phases: BTreeMap<&'a str, Phase>,
}

enum Phase {
    Waiting,
    Running,
    Ready(Kept),
    Failed(Error),
}

/// A node that can run now.
pub(crate) struct Task<'a> {
    pub(crate) node: &'a str,
    pub(crate) step: &'a Step,
    /// Its inputs by port.
    pub(crate) inputs: BTreeMap<&'a str, Kept>,
}

/// What there is of a value.
enum Look<'a> {
    Here(Kept),
    Later,
    Never(&'a str, Kind),
}

impl<'a> State<'a> {
    pub(crate) fn new(plan: &'a Plan, given: BTreeMap<&'a str, Kept>) -> Self {
        Self { plan, given, phases: BTreeMap::new() }
    }

    /// Adds a node and all that it waits for; its else waits until it is called.
    pub(crate) fn need(&mut self, name: &str) {
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            let Some((name, step)) = self.plan.steps.get_key_value(name) else { continue };
            if !self.given.contains_key(name.as_str()) && !self.phases.contains_key(name.as_str()) {
                self.phases.insert(name, Phase::Waiting);
                open.extend(step.reads.values().map(String::as_str));
            }
        }
    }

    /// The next node that can run, by name; it counts as running from here on.
    pub(crate) fn next(&mut self) -> Option<Task<'a>> {
        loop {
            let waiting: Vec<&'a str> = self
                .phases
                .iter()
                .filter(|(_, phase)| matches!(phase, Phase::Waiting))
                .map(|(name, _)| *name)
                .collect();
            let mut failed = false;
            for node in waiting {
                let step = self.plan.steps.get(node)?;
                match self.inputs(step) {
                    Ok(Some(inputs)) => {
                        self.phases.insert(node, Phase::Running);
                        return Some(Task { node, step, inputs });
                    }
                    Ok(None) => {}
                    Err(error) => {
                        self.fail(node, error);
                        failed = true;
                    }
                }
            }
            // A node that failed calls its else, and those that wait for it may go on or fail, too.
            if !failed {
                return None;
            }
        }
    }

    /// All inputs of a step, or `None` while one is missing.
    fn inputs(&self, step: &'a Step) -> Result<Option<BTreeMap<&'a str, Kept>>, Error> {
        let mut inputs = BTreeMap::new();
        for (port, source) in &step.reads {
            match self.look(source) {
                Look::Here(kept) => drop(inputs.insert(port.as_str(), kept)),
                Look::Later => {}
                Look::Never(name, kind) => return Err(Error::new(kind, format!("{name} gave nothing"))),
            }
        }
        Ok((inputs.len() == step.reads.len()).then_some(inputs))
    }

    /// The value of a node or input, or of the else that answers for it.
    fn look(&self, name: &'a str) -> Look<'a> {
        let mut name = name;
        loop {
            if let Some(kept) = self.given.get(name) {
                return Look::Here(kept.clone());
            }
            match self.phases.get(name) {
                Some(Phase::Ready(kept)) => return Look::Here(kept.clone()),
                Some(Phase::Failed(error)) => {
                    let other = self.instead(name, error.kind());
                    let Some(other) = other else { return Look::Never(name, error.kind()) };
                    name = other;
                }
                Some(Phase::Waiting | Phase::Running) => return Look::Later,
                // An input that was not given.
                None => return Look::Never(name, Kind::Input),
            }
        }
    }

    /// The node that answers for `name` when it failed with `kind`.
    pub(crate) fn instead(&self, name: &str, kind: Kind) -> Option<&'a str> {
        let other = self.plan.steps.get(name)?.otherwise.as_deref()?;
        (kind == Kind::Unavailable).then_some(other)
    }

    /// Says what became of a node.
    pub(crate) fn settle(&mut self, node: &'a str, result: Result<Kept, Error>) {
        match result {
            Ok(kept) => drop(self.phases.insert(node, Phase::Ready(kept))),
            Err(error) => self.fail(node, error),
        }
    }

    /// Notes a failure, and calls the else that answers for it, whether or not another node waits.
    fn fail(&mut self, node: &'a str, error: Error) {
        let other = self.instead(node, error.kind());
        self.phases.insert(node, Phase::Failed(error));
        if let Some(other) = other {
            self.need(other);
        }
    }

    /// Whether a node runs now.
    pub(crate) fn busy(&self) -> bool {
        self.phases.values().any(|phase| matches!(phase, Phase::Running))
    }

    /// The values that came and the failures, the value of a node that another answered for among them.
    pub(crate) fn end(self) -> (BTreeMap<String, Kept>, BTreeMap<String, Error>) {
        let names: Vec<&'a str> = self.phases.keys().chain(self.given.keys()).copied().collect();
        let mut values = BTreeMap::new();
        for name in names {
            if let Look::Here(kept) = self.look(name) {
                values.insert(name.to_owned(), kept);
            }
        }
        let failures = self.phases.into_iter().filter_map(|(name, phase)| match phase {
            Phase::Failed(error) => Some((name.to_owned(), error)),
            Phase::Waiting | Phase::Running | Phase::Ready(_) => None,
        });
        (values, failures.collect())
    }
}
