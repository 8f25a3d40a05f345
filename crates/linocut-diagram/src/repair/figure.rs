//! Rules for radar charts, packets, Venn diagrams and Wardley maps.

use super::draft::{Change, Draft, indent, split_word};
use std::collections::BTreeSet;

/// The lines of a diagram whose first line begins with `kind`.
fn body<'d>(draft: &'d Draft, kind: &str) -> Vec<(usize, &'d str)> {
    if split_word(draft.first()).0.starts_with(kind) { draft.body().collect() } else { Vec::new() }
}

fn comment(line: &str) -> String {
    format!("{}%% {}", indent(line), line.trim())
}

/// Comments out axes and curves that have nothing, and takes commas from ends.
pub(crate) fn radar(draft: &Draft) -> Vec<Change> {
    let lines = body(draft, "radar").into_iter();
    lines
        .filter_map(|(index, line)| {
            let (word, rest) = split_word(line);
            let rest = rest.trim();
            let empty = rest.is_empty() || (word == "curve" && !rest.contains('{'));
            match word {
                "axis" | "curve" if empty => Some(Change::line(index, &comment(line))),
                "axis" => {
                    let rest = rest.strip_suffix(',')?;
                    Some(Change::line(index, &format!("{}axis {}", indent(line), rest.trim_end())))
                }
                _ => None,
            }
        })
        .collect()
}

/// Lets every field begin where the one before it ends, and comments out fields without bits.
pub(crate) fn packet(draft: &Draft) -> Vec<Change> {
    let mut next: u64 = 0;
    let mut changes = Vec::new();
    for (index, line) in body(draft, "packet") {
        let Some((bits, label)) = line.split_once(':') else { continue };
        let bits = bits.trim();
        if let Some(count) = bits.strip_prefix('+') {
            match count.parse::<u64>() {
                Ok(0) => changes.push(Change::line(index, &comment(line))),
                Ok(count) => next = next.saturating_add(count),
                Err(_) => {}
            }
            continue;
        }
        let (start, end) = bits.split_once('-').unwrap_or((bits, bits));
        let (Ok(start), Ok(end)) = (start.trim().parse::<u64>(), end.trim().parse::<u64>()) else { continue };
        if start > next && end >= start {
            changes.push(Change::line(index, &format!("{}{next}-{end}:{label}", indent(line))));
        }
        next = end.saturating_add(1).max(next);
    }
    changes
}

/// Declares the sets that a union names before it; a union of one set is that set.
pub(crate) fn venn(draft: &Draft) -> Vec<Change> {
    let mut known = BTreeSet::new();
    let mut changes = Vec::new();
    for (index, line) in body(draft, "venn") {
        let (word, rest) = split_word(line);
        let named = rest.split(['[', ':']).next().unwrap_or(rest);
        let names: Vec<&str> = named.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        match (word, names.as_slice()) {
            ("set", [name]) => {
                known.insert(*name);
            }
            ("union", [name]) => {
                let own = format!("{}set {}", indent(line), rest.trim());
                changes.push(Change::line(index, &if known.insert(*name) { own } else { comment(line) }));
            }
            ("union", names) => {
                let strange: Vec<&str> = names.iter().copied().filter(|name| known.insert(*name)).collect();
                if !strange.is_empty() {
                    let sets = strange.iter().map(|name| format!("{}set {name}\n", indent(line)));
                    changes.push(Change::line(index, &(sets.collect::<String>() + line)));
                }
            }
            _ => {}
        }
    }
    changes
}

/// Puts remarks behind `#` on lines of their own.
pub(crate) fn wardley(draft: &Draft) -> Vec<Change> {
    let lines = body(draft, "wardley").into_iter();
    lines
        .filter_map(|(index, line)| {
            let at = line.find(" #").or_else(|| line.starts_with('#').then_some(0))?;
            let (code, said) = line.split_at(at);
            if code.matches('"').count() % 2 == 1 {
                return None;
            }
            let said = format!("{}%% {}", indent(line), said.trim().trim_start_matches('#').trim());
            let code = code.trim_end();
            Some(Change::line(index, &if code.is_empty() { said } else { format!("{said}\n{code}") }))
        })
        .collect()
}
