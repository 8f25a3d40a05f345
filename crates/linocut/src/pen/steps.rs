//! What was asked and answered: shown, and handed on for the record of a run.

use crate::clock::now;
use crate::world::World;
use linocut_ask::{Notebook, Step};
use linocut_core::Usage;
use linocut_flow::{Event, Happened};
use serde_json::{Value as Page, json};
use std::sync::Arc;

/// Notes with a clock that begins now.
pub(super) fn notebook() -> Arc<Notebook> {
    let start = now();
    Arc::new(Notebook::new(move || now() - start))
}

/// Shows steps, each with what it took.
pub(super) fn show(steps: &[Step], world: &World) {
    for (step, number) in steps.iter().zip(1..) {
        let head = format!("── step {number}, {} · {} · {}", step.purpose, step.model, took(step));
        let answer = step.answered.clone().unwrap_or_else(|error| format!("(no answer) {error}"));
        let lines = [vec![head], indented(&step.asked), vec!["── answer".to_owned()], indented(&answer)];
        world.screen.say_all(&lines.concat());
    }
}

/// Seconds and tokens, as far as they are known.
fn took(step: &Step) -> String {
    let Usage { input_tokens, output_tokens } = step.usage;
    let seconds = format!("{:.1} s", step.took.as_secs_f64());
    let tokens = [(input_tokens, "read"), (output_tokens, "written")];
    let tokens = tokens.into_iter().filter_map(|(count, deed)| Some(format!("{} tokens {deed}", count?)));
    [vec![seconds], tokens.collect()].concat().join(", ")
}

/// Steps as events of a record, those of a node called `node`.
pub(crate) fn events(node: &str, steps: Vec<Step>) -> Vec<Page> {
    let event = |step: Step| {
        let at_ms = step.ended.as_secs_f64() * 1e3;
        json!(Event { node: node.to_owned(), at_ms, what: Happened::from(step) })
    };
    steps.into_iter().map(event).collect()
}

/// Lines for the screen, which shows each on its own.
fn indented(text: &str) -> Vec<String> {
    text.lines().map(|line| format!("   {line}")).collect()
}
