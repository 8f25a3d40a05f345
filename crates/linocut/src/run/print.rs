//! A run for people.

use linocut_flow::{Event, Happened, Plan, Record};

/// How long each node took, in the order in which they ended.
pub(super) fn timings(record: &Record) -> Vec<String> {
    let ends = record.events.iter().filter(|event| !matches!(event.what, Happened::Started { .. }));
    ends.map(|event| match (&event.what, record.took_ms(&event.node)) {
        (Happened::Asked { purpose, model, seconds, .. }, _) => {
            format!("  {:<16} {:>8.1} ms, {purpose} by {model}", event.node, seconds * 1e3)
        }
        (Happened::Finished { cached: true, .. }, _) => format!("  {:<16} kept", event.node),
        (Happened::Pinned { .. }, _) => format!("  {:<16} given", event.node),
        (Happened::Failed { .. }, Some(took)) => format!("  {:<16} {took:>8.1} ms, failed", event.node),
        (_, Some(took)) => format!("  {:<16} {took:>8.1} ms", event.node),
        (_, None) => format!("  {:<16} did not run", event.node),
    })
    .collect()
}

/// For each node whether its result was kept, and what it depends on.
pub(super) fn cached(plan: &Plan, record: &Record) -> Vec<String> {
    record.events.iter().filter_map(|event| explained(plan, event)).collect()
}

fn explained(plan: &Plan, event: &Event) -> Option<String> {
    let Happened::Finished { cached, key, digest, .. } = &event.what else { return None };
    let step = plan.steps.get(&event.node)?;
    let reads: Vec<String> = step.reads.iter().map(|(port, source)| format!("{port} of {source}")).collect();
    let short = |hex: &str| hex.chars().take(12).collect::<String>();
    let what = if *cached { "kept" } else { "ran, nothing was kept" };
    Some(format!(
        "  {:<16} {what} under {}: {} version {} with {}, {}; gives {}",
        event.node,
        short(key),
        step.stage,
        step.version,
        step.prepared.params,
        if reads.is_empty() { "no inputs".to_owned() } else { reads.join(", ") },
        short(digest),
    ))
}
