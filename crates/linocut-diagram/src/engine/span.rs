//! How long the tasks of a calendar last where days are left out: merman counts those days one by one and cannot be
//! stopped meanwhile.

use super::{Fault, Parsed, read};
use crate::family::Family;
use crate::repair::draft::Draft;
use linocut_core::{Error, Kind, Result};
use merman::{OperationControl, RenderSemanticModel};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Most days of all tasks together, times the entries that are left out: what merman counts in about a second.
const MOST_DAYS: i64 = 200_000;

/// Refuses calendars that leave out days of longer spans than can be counted; says so when `text` is no diagram anyway.
///
/// # Errors
/// [`Kind::Limit`] for such calendars; [`Kind::Cancelled`] as `control` says.
pub(super) fn admit(text: &str, control: &OperationControl) -> Result<Option<Fault>> {
    let Some((whole, entries)) = without_excludes(text) else { return Ok(None) };
    if Draft::new(text).family != Some(Family::Gantt) {
        return Ok(None);
    }
    let diagram = match read(&whole, control)? {
        Parsed::Right(diagram) => diagram,
        // What is left out makes no wrong text right.
        Parsed::Wrong(fault) => return Ok(Some(fault)),
    };
    let RenderSemanticModel::Gantt(model) = diagram.model() else { return Ok(None) };
    let counted = model.tasks.iter().filter(|task| !task.manual_end_time);
    let days = counted.map(|task| task.end_ms.saturating_sub(task.start_ms).max(0) / DAY).fold(0, i64::saturating_add);
    let most = MOST_DAYS / entries.max(1);
    if days <= most {
        return Ok(None);
    }
    let sentence = format!("the tasks last {days} days, at most {most} can be counted where days are left out");
    Err(Error::new(Kind::Limit, sentence).hinted("remove the line that begins with excludes, or shorten the tasks"))
}

/// The text with spaces in place of the lines that leave days out, so that places stay, and how many entries they have;
/// `None` when there are none.
fn without_excludes(text: &str) -> Option<(String, i64)> {
    let excludes = |line: &str| line.trim_start().get(..8).is_some_and(|word| word.eq_ignore_ascii_case("excludes"));
    if !text.lines().any(excludes) {
        return None;
    }
    let mut whole = String::with_capacity(text.len());
    let mut entries = 0;
    for line in text.split_inclusive('\n') {
        if excludes(line) {
            entries += 1 + i64::try_from(line.matches([',', ' ']).count()).unwrap_or(i64::MAX / 2);
            whole.push_str(&" ".repeat(line.trim_end().len()));
            whole.push_str(line.get(line.trim_end().len()..).unwrap_or_default());
        } else {
            whole.push_str(line);
        }
    }
    Some((whole, entries))
}
