//! One node: from the memo, or run.

use crate::memo::{Digest, Kept, Memo};
use crate::record::{Event, Happened, Observer, milliseconds};
use crate::stage::Inputs;
use crate::state::Task;
use linocut_ask::{Notes, Step, Witness};
use linocut_core::{Asked, Context, Effort, Error, Kind, Result, Warned, Watch};
use serde_json::json;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The value of a task, and what of it was worth telling.
pub(crate) fn execute(task: &Task, memo: &Memo, observer: &Arc<dyn Observer>, cx: &Context) -> Result<Kept> {
    let key = key(task, cx);
    let tell =
        |what| observer.hear(&Event { node: task.node.to_owned(), at_ms: milliseconds(observer.elapsed()), what });
    let anew = cx.anew && task.step.prepared.asks;
    let (kept, cached) =
        if let Some(kept) = memo.get(key).filter(|_| !anew).filter(|kept| kept.value.of() == task.step.gives) {
            (kept, true)
        } else {
            tell(Happened::Started { key: key.to_string() });
            let (kept, lasting) = work(task, observer, cx)?;
            // Stages that improve until they are stopped give what they have: that is nothing to keep.
            if lasting && cx.check().is_ok() {
                memo.put(key, &kept);
            }
            (kept, false)
        };
    observer.see(task.node, &kept);
    tell(Happened::Finished {
        digest: kept.digest.to_string(),
        value: kept.value.of().name(),
        cached,
        key: key.to_string(),
        warnings: kept.warnings.to_vec(),
    });
    Ok(kept)
}

/// A digest of all that the value depends on.
fn key(task: &Task, cx: &Context) -> Digest {
    let prepared = &task.step.prepared;
    let writer = cx.language.as_ref().filter(|_| prepared.asks).map(|model| model.id());
    let painter = cx.painter.as_ref().filter(|_| prepared.asks).map(|model| model.id());
    let unbidden = writer.is_some() && cx.asked == Asked::Unbidden;
    let models: Vec<_> =
        prepared.models.iter().chain(writer).chain(painter).map(|id| [&id.name, &id.version, &id.digest]).collect();
    let inputs: Vec<_> = task.inputs.iter().map(|(port, kept)| (port, kept.digest.to_string())).collect();
    let effort = effort_name(cx.effort);
    let all = json!([task.step.stage, task.step.version, prepared.params, models, cx.seed, effort, inputs]);
    let all = if unbidden { json!([all, "unbidden"]) } else { all };
    Digest::of(all.to_string().as_bytes())
}

/// The name of an effort; permanent.
pub(crate) const fn effort_name(effort: Effort) -> &'static str {
    match effort {
        Effort::Fast => "fast",
        Effort::Balanced => "balanced",
        Effort::Best => "best",
    }
}

/// The value of a node that runs, and whether it lasts.
fn work(task: &Task, observer: &Arc<dyn Observer>, cx: &Context) -> Result<(Kept, bool)> {
    let (node, passing) = (task.node.to_owned(), Arc::new(AtomicBool::new(false)));
    let notes: Arc<dyn Notes> = Arc::new(NodeNotes { node: node.clone(), observer: Arc::clone(observer) });
    let watch = NodeWatch { node, observer: Arc::clone(observer), cx: cx.clone(), passing: Arc::clone(&passing) };
    let mut inner = cx.watched(Arc::new(watch));
    inner.language = inner.language.map(|model| Witness::of_writer(model, Arc::clone(&notes)));
    inner.painter = inner.painter.map(|model| Witness::of_painter(model, Arc::clone(&notes)));
    inner.check()?;
    let values = task.inputs.iter().map(|(port, kept)| ((*port).to_owned(), kept.value.clone())).collect();
    let inputs = Inputs::new(values);
    // One broken stage must not take the others with it.
    let result = catch_unwind(AssertUnwindSafe(|| (task.step.prepared.run)(&inputs, &inner)));
    let Warned { value, warnings } =
        result.unwrap_or_else(|_| Err(Error::new(Kind::Bug, format!("{} broke", task.step.stage))))?;
    if value.of() != task.step.gives {
        let sentence = format!("{} gave {}, it promises {}", task.step.stage, value.of(), task.step.gives);
        return Err(Error::new(Kind::Bug, sentence));
    }
    Ok((Kept::new(value).warned(warnings), !passing.load(Ordering::SeqCst)))
}

/// Passes on what a stage asked models, under its node's name.
struct NodeNotes {
    node: String,
    observer: Arc<dyn Observer>,
}

impl Notes for NodeNotes {
    fn now(&self) -> Duration {
        self.observer.elapsed()
    }

    fn note(&self, step: Step) {
        let at_ms = milliseconds(step.ended);
        self.observer.hear(&Event { node: self.node.clone(), at_ms, what: step.into() });
    }
}

/// Passes a stage's progress on under its node's name.
struct NodeWatch {
    node: String,
    observer: Arc<dyn Observer>,
    cx: Context,
    /// Whether its value is good for now only.
    passing: Arc<AtomicBool>,
}

impl Watch for NodeWatch {
    fn cancelled(&self) -> bool {
        self.cx.check().is_err_and(|error| error.kind() == Kind::Cancelled)
    }
    fn late(&self) -> bool {
        self.cx.check().is_err_and(|error| error.kind() == Kind::Limit)
    }
    fn note(&self, stage: &str, done: u64, total: u64) {
        let what = Happened::Progress { step: stage.to_owned(), done, total };
        let at_ms = milliseconds(self.observer.elapsed());
        self.observer.hear(&Event { node: self.node.clone(), at_ms, what });
    }
    fn remaining(&self) -> Option<Duration> {
        self.cx.remaining()
    }
    fn follows(&self) -> bool {
        self.cx.follows()
    }
    fn listens(&self) -> bool {
        self.cx.listens()
    }
    fn hear(&self, text: &str) {
        self.cx.hear(text);
    }
    fn forget(&self) {
        self.passing.store(true, Ordering::SeqCst);
    }
}
