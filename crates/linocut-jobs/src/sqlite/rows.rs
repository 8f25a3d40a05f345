//! Rows as jobs and entries.

use crate::job::{Entry, Job, State};
use rusqlite::Row;
use rusqlite::types::Type;

/// The columns of a job.
pub(super) const FULL: &str = "SELECT id, op, label, request, state, attempt, created_ms, started_ms, finished_ms, \
     progress, problem, result";

/// The columns of a job in a list: without what may be long.
pub(super) const SHORT: &str = "SELECT id, op, label, '' AS request, state, attempt, created_ms, started_ms, \
     finished_ms, progress, problem, NULL AS result";

pub(super) fn job(row: &Row) -> rusqlite::Result<Job> {
    let state: String = row.get("state")?;
    let state = State::named(&state)
        .ok_or_else(|| rusqlite::Error::InvalidColumnType(0, format!("state '{state}'"), Type::Text))?;
    let time = |name: &str| row.get::<_, Option<i64>>(name).map(|time| time.map(from_sql));
    Ok(Job {
        id: row.get("id")?,
        op: row.get("op")?,
        label: row.get("label")?,
        request: row.get("request")?,
        state,
        attempt: row.get("attempt")?,
        created_ms: from_sql(row.get("created_ms")?),
        started_ms: time("started_ms")?,
        finished_ms: time("finished_ms")?,
        progress: row.get("progress")?,
        result: row.get("result")?,
        problem: row.get("problem")?,
    })
}

pub(super) fn entry(row: &Row) -> rusqlite::Result<Entry> {
    Ok(Entry {
        number: from_sql(row.get("number")?),
        job: row.get("job")?,
        at_ms: from_sql(row.get("at_ms")?),
        sort: row.get("sort")?,
        data: row.get("data")?,
        attempt: row.get("attempt")?,
    })
}

/// SQLite's whole numbers have a sign; ours are below 2^63 for the next 292 million years.
pub(super) fn to_sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn from_sql(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
