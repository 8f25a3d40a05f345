//! Pulls values through a plan.

use crate::memo::{Kept, Memo};
use crate::plan::Plan;
use crate::record::{Event, Happened, Observer, Record, kind_name, milliseconds};
use crate::state::State;
use crate::step::execute;
use linocut_core::{Context, Error, Kind, Result, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::scope;

/// What a run is given and asked for.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Values of the plan's inputs.
    pub inputs: BTreeMap<String, Value>,
    /// Values of nodes that shall not run.
    pub pins: BTreeMap<String, Value>,
    /// The nodes wanted. Default: none, which is the plan's output.
    pub targets: Vec<String>,
    /// How many nodes run at the same time. Default: 0, which is 1.
    pub jobs: usize,
}

impl Order {
    /// An order with these inputs.
    pub fn of<'a>(inputs: impl IntoIterator<Item = (&'a str, Value)>) -> Self {
        let inputs = inputs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { inputs, ..Self::default() }
    }

    fn wanted<'a>(&'a self, plan: &'a Plan) -> &'a [String] {
        if self.targets.is_empty() { std::slice::from_ref(&plan.output) } else { &self.targets }
    }
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Done {
    /// Values by node and input; a node that another answered for has that one's value.
    pub values: BTreeMap<String, Kept>,
    /// Failures by node, those among them that another answered for.
    pub failures: BTreeMap<String, Error>,
    /// What happened.
    pub record: Record,
}

impl Done {
    /// The value of a node.
    ///
    /// # Errors
    /// The node's failure; [`Kind::Missing`] for a node that was not asked for.
    pub fn value(&self, node: &str) -> Result<&Value> {
        self.values.get(node).map(|kept| &kept.value).ok_or_else(|| match self.root(node) {
            Some((at, error)) => {
                let again = Error::new(error.kind(), error.to_string()).at(format!("node {at}"));
                error.hint().map(ToOwned::to_owned).into_iter().fold(again, Error::hinted)
            }
            None => Error::new(Kind::Missing, format!("node {node} was not run")),
        })
    }

    /// The failure behind a node's failure: the first one of its kind that is not about another node's.
    fn root(&self, node: &str) -> Option<(&str, &Error)> {
        let (mut at, mut error) = self.failures.get_key_value(node)?;
        while let Some(next) = error.to_string().strip_suffix(" gave nothing")
            && let Some(found) = self.failures.get_key_value(next)
        {
            (at, error) = found;
        }
        Some((at, error))
    }
}

/// Runs what the targets need: each node at most once, independent ones at the same time, none that `memo` knows.
///
/// The failure of one node stops those that wait for it and no other; a node that was unavailable is answered for by
/// its else. What was asked for wrongly is a failure, too: of the input's or the target's name.
#[must_use]
pub fn run(plan: &Plan, order: &Order, memo: &Memo, observer: &Arc<dyn Observer>, cx: &Context) -> Done {
    let journal = Arc::new(Journal { inner: Arc::clone(observer), events: Mutex::new(Vec::new()) });
    let mut wrong = refused(plan, order);
    let mut done = Done::default();
    if wrong.is_empty() {
        let (values, failures) = pull(plan, order, memo, &journal, cx);
        (done.values, wrong) = (values, failures);
    }
    done.failures = wrong;
    done.record.events = std::mem::take(&mut *hold(&journal.events));
    done
}

/// What is wrong with an order, by name.
fn refused(plan: &Plan, order: &Order) -> BTreeMap<String, Error> {
    let targets = order.wanted(plan);
    let mut wrong = BTreeMap::new();
    for (name, wanted) in &plan.inputs {
        let given = order.inputs.get(name).map(Value::of);
        if given != Some(*wanted) {
            let given = given.map_or("nothing", |given| given.name());
            let sentence = format!("input {name} takes {wanted}, {given} was given");
            wrong.insert(name.clone(), Error::new(Kind::Input, sentence));
        }
    }
    for (name, value) in &order.pins {
        if plan.steps.get(name).is_none_or(|step| step.gives != value.of()) {
            let sentence = format!("{} cannot stand for node {name}", value.of());
            wrong.insert(name.clone(), Error::new(Kind::Input, sentence));
        }
    }
    for name in targets.iter().filter(|name| plan.gives(name).is_none()) {
        wrong.insert(name.clone(), Error::new(Kind::Missing, format!("there is no node '{name}'")));
    }
    // The output stands for the order, so that whoever asks for it hears why there is none.
    if let Some((name, error)) = wrong.first_key_value()
        && let Some(target) = targets.first().filter(|target| *target != name)
    {
        let again = Error::new(error.kind(), error.to_string());
        wrong.insert(target.clone(), again);
    }
    wrong
}

type Ends = (BTreeMap<String, Kept>, BTreeMap<String, Error>);

fn pull(plan: &Plan, order: &Order, memo: &Memo, journal: &Arc<Journal>, cx: &Context) -> Ends {
    let given = order.inputs.iter().filter(|(name, _)| plan.inputs.contains_key(*name)).chain(&order.pins);
    let given: BTreeMap<&str, Kept> = given.map(|(name, value)| (name.as_str(), Kept::new(value.clone()))).collect();
    for (node, kept) in given.iter().filter(|(node, _)| plan.steps.contains_key(**node)) {
        journal.see(node, kept);
        let what = Happened::Pinned { digest: kept.digest.to_string() };
        journal.hear(&Event { node: (*node).to_owned(), at_ms: milliseconds(journal.elapsed()), what });
    }
    let mut state = State::new(plan, given);
    for target in order.wanted(plan) {
        state.need(target);
    }
    let floor = Floor { state: Mutex::new(state), changed: Condvar::new() };
    let observer: Arc<dyn Observer> = Arc::<Journal>::clone(journal);
    scope(|threads| {
        for _ in 1..order.jobs.min(plan.steps.len()) {
            threads.spawn(|| floor.work(memo, &observer, cx));
        }
        floor.work(memo, &observer, cx);
    });
    floor.state.into_inner().unwrap_or_else(PoisonError::into_inner).end()
}

/// Where the threads of a run meet.
struct Floor<'a> {
    state: Mutex<State<'a>>,
    changed: Condvar,
}

impl Floor<'_> {
    /// Runs nodes until none is left that could run.
    fn work(&self, memo: &Memo, observer: &Arc<dyn Observer>, cx: &Context) {
        let mut state = hold(&self.state);
        loop {
            if let Some(task) = state.next() {
                drop(state);
                let result = execute(&task, memo, observer, cx);
                state = hold(&self.state);
                if let Err(error) = &result {
                    let instead = state.instead(task.node, error.kind()).map(ToOwned::to_owned);
                    let what = Happened::Failed { kind: kind_name(error.kind()), error: error.to_string(), instead };
                    let at_ms = milliseconds(observer.elapsed());
                    observer.hear(&Event { node: task.node.to_owned(), at_ms, what });
                }
                state.settle(task.node, result);
                self.changed.notify_all();
            } else if state.busy() {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            } else {
                self.changed.notify_all();
                return;
            }
        }
    }
}

/// Keeps the events of a run and passes them on.
struct Journal {
    inner: Arc<dyn Observer>,
    events: Mutex<Vec<Event>>,
}

impl Observer for Journal {
    fn elapsed(&self) -> std::time::Duration {
        self.inner.elapsed()
    }
    fn hear(&self, event: &Event) {
        if !matches!(event.what, Happened::Progress { .. }) {
            hold(&self.events).push(event.clone());
        }
        self.inner.hear(event);
    }
    fn see(&self, node: &str, kept: &Kept) {
        self.inner.see(node, kept);
    }
}

/// A panic elsewhere leaves what is inside whole: stages run outside the lock, and their panics are caught.
fn hold<T>(inside: &Mutex<T>) -> MutexGuard<'_, T> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}
