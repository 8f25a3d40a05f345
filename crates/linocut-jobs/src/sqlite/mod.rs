//! Jobs in SQLite.

mod rows;

use crate::job::{Claim, Ended, Entry, Fence, Job, Key, NewJob, State};
use crate::store::{Enqueued, Held, JobStore, KEY_MS, MOST_ATTEMPTS, Told};
use linocut_core::{Error, Kind, Result};
use rows::{FULL, SHORT, entry, from_sql, job, to_sql};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, named_params, params};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The tables; `user_version` tells which of them a file has.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, op TEXT NOT NULL, label TEXT, request TEXT NOT NULL,
    state TEXT NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, fence INTEGER NOT NULL DEFAULT 0,
    lease_ms INTEGER NOT NULL DEFAULT 0, from_ms INTEGER NOT NULL DEFAULT 0,
    created_ms INTEGER NOT NULL, started_ms INTEGER, finished_ms INTEGER,
    progress TEXT, result TEXT, problem TEXT, word TEXT UNIQUE, word_request TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, created_ms, id);
CREATE TABLE IF NOT EXISTS journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, at_ms INTEGER NOT NULL,
    sort TEXT NOT NULL, data TEXT NOT NULL, attempt INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS journal_by_job ON journal (job, number);
CREATE TABLE IF NOT EXISTS job_files (
    job TEXT NOT NULL, file TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (job, file)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
";

/// A [`JobStore`] in one SQLite database: a write-ahead log, synced at every change.
///
/// One process at a time: opening it hands out anew what a process before it held.
pub struct Sqlite(Mutex<Connection>);

impl Sqlite {
    /// Opens the database at `path`, which is made when it is not there.
    ///
    /// # Errors
    /// [`Kind::Io`] when it cannot be opened, or is of a later version of Linocut.
    pub fn open(path: &Path) -> Result<Self> {
        let place = path.display().to_string();
        Connection::open(path).map_err(failed).and_then(Self::of).map_err(|error| error.at(place))
    }

    /// A database that ends with the process.
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn in_memory() -> Result<Self> {
        Connection::open_in_memory().map_err(failed).and_then(Self::of)
    }

    fn of(connection: Connection) -> Result<Self> {
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(failed)?;
        if version > 1 {
            return Err(Error::new(Kind::Io, "the jobs were written by a later version of linocut"));
        }
        connection
            .execute_batch("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;")
            .and_then(|()| connection.execute_batch(TABLES))
            .map_err(failed)?;
        // Whoever held these is gone with the process before.
        connection.execute("UPDATE jobs SET lease_ms = 0 WHERE state = 'running'", []).map_err(failed)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Numbers the entries of the journal from `number` on, unless one was written before.
    ///
    /// Who begins at the time hears nothing twice and misses nothing when a store is lost and begun anew.
    ///
    /// # Errors
    /// [`Kind::Io`] when the store cannot be used.
    pub fn numbered_from(self, number: u64) -> Result<Self> {
        let first = to_sql(number.saturating_sub(1));
        self.change(|to| {
            let none = "NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'journal')";
            to.execute(&format!("INSERT INTO sqlite_sequence SELECT 'journal', ?1 WHERE {none}"), [first])
        })?;
        Ok(self)
    }

    /// Does `work` in a transaction: all of it, or nothing when it fails.
    fn change<T>(&self, work: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let done = work(&transaction).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }

    fn look<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        work(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).map_err(failed)
    }

    /// Does `work` if the fence is the last one of a running job.
    fn held(&self, fence: &Fence, work: impl FnOnce(&Transaction) -> rusqlite::Result<()>) -> Result<Held> {
        self.change(|to| {
            let holds: Option<i64> = to
                .query_row(
                    "SELECT 1 FROM jobs WHERE id = ?1 AND fence = ?2 AND state = 'running'",
                    params![fence.job, to_sql(fence.number)],
                    |row| row.get(0),
                )
                .optional()?;
            holds.map(|_| work(to)).transpose().map(|done| if done.is_some() { Held::Yes } else { Held::Lost })
        })
    }
}

impl JobStore for Sqlite {
    fn enqueue(&self, new: &NewJob, now_ms: u64) -> Result<Enqueued> {
        self.change(|to| {
            if let Some(found) = new.key.as_ref().map(|key| known(to, key, now_ms)).transpose()?.flatten() {
                return Ok(found);
            }
            let (word, request) = new.key.as_ref().map(|key| (&key.word, &key.request)).unzip();
            to.execute(
                "INSERT INTO jobs (id, op, label, request, state, created_ms, word, word_request)
                 VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7)",
                params![new.id, new.op, new.label, new.request, to_sql(now_ms), word, request],
            )?;
            for file in &new.files {
                to.execute(
                    "INSERT OR IGNORE INTO job_files VALUES (?1, ?2, ?3)",
                    params![new.id, file.digest, to_sql(file.bytes)],
                )?;
            }
            write(to, &new.id, "state", State::Queued.name(), now_ms)?;
            one(to, &new.id).map(Enqueued::New)
        })
    }

    fn known(&self, key: &Key, now_ms: u64) -> Result<Option<Enqueued>> {
        self.change(|to| known(to, key, now_ms))
    }

    fn claim(&self, lease_ms: u64, now_ms: u64) -> Result<Option<Claim>> {
        self.change(|to| {
            loop {
                let found: Option<(String, u32)> = to
                    .query_row(
                        "SELECT id, attempt FROM jobs
                         WHERE state = 'queued' AND from_ms <= ?1 OR state = 'running' AND lease_ms < ?1
                         ORDER BY created_ms, id LIMIT 1",
                        [to_sql(now_ms)],
                        |row| Ok((row.get(0)?, row.get(1)?)),
                    )
                    .optional()?;
                let Some((id, attempt)) = found else { return Ok(None) };
                if attempt >= MOST_ATTEMPTS {
                    end(to, &id, Ended::Failed, Some(GIVEN_UP), now_ms)?;
                    continue;
                }
                to.execute(
                    "UPDATE jobs SET state = 'running', attempt = attempt + 1, fence = fence + 1, lease_ms = ?2,
                     started_ms = ?3, progress = NULL WHERE id = ?1",
                    params![id, to_sql(now_ms.saturating_add(lease_ms)), to_sql(now_ms)],
                )?;
                write(to, &id, "state", State::Running.name(), now_ms)?;
                let number = to.query_row("SELECT fence FROM jobs WHERE id = ?1", [&id], |row| row.get(0))?;
                let fence = Fence { job: id.clone(), number: from_sql(number) };
                return Ok(Some(Claim { job: one(to, &id)?, fence }));
            }
        })
    }

    fn heartbeat(&self, fence: &Fence, lease_ms: u64, now_ms: u64) -> Result<Held> {
        let until = to_sql(now_ms.saturating_add(lease_ms));
        self.held(fence, |to| {
            to.execute("UPDATE jobs SET lease_ms = ?2 WHERE id = ?1", params![fence.job, until]).map(drop)
        })
    }

    fn tell(&self, fence: &Fence, told: &Told, now_ms: u64) -> Result<Held> {
        self.held(fence, |to| {
            if told.sort == "progress" {
                to.execute("UPDATE jobs SET progress = ?2 WHERE id = ?1", params![fence.job, told.data])?;
            }
            write(to, &fence.job, told.sort, &told.data, now_ms)
        })
    }

    fn complete(&self, fence: &Fence, result: &str, now_ms: u64) -> Result<Held> {
        self.held(fence, |to| {
            // It is never done again, so nobody asks for this any more.
            to.execute("DELETE FROM job_files WHERE job = ?1", [&fence.job])?;
            to.execute(
                "UPDATE jobs SET result = ?2, request = '', problem = NULL WHERE id = ?1",
                params![fence.job, result],
            )?;
            end(to, &fence.job, Ended::Succeeded, None, now_ms)
        })
    }

    fn fail(&self, fence: &Fence, problem: &str, again_ms: u64, now_ms: u64) -> Result<Held> {
        self.held(fence, |to| {
            let attempt: u32 =
                to.query_row("SELECT attempt FROM jobs WHERE id = ?1", [&fence.job], |row| row.get(0))?;
            if attempt >= MOST_ATTEMPTS {
                return end(to, &fence.job, Ended::Failed, Some(problem), now_ms);
            }
            to.execute(
                "UPDATE jobs SET state = 'queued', from_ms = ?2, problem = ?3 WHERE id = ?1",
                params![fence.job, to_sql(again_ms), problem],
            )?;
            write(to, &fence.job, "state", State::Queued.name(), now_ms)
        })
    }

    fn dead_letter(&self, fence: &Fence, problem: &str, now_ms: u64) -> Result<Held> {
        self.held(fence, |to| end(to, &fence.job, Ended::Failed, Some(problem), now_ms))
    }

    fn release(&self, fence: &Fence, now_ms: u64) -> Result<Held> {
        self.held(fence, |to| {
            to.execute("UPDATE jobs SET state = 'queued', attempt = attempt - 1 WHERE id = ?1", [&fence.job])?;
            write(to, &fence.job, "state", State::Queued.name(), now_ms)
        })
    }

    fn cancel(&self, id: &str, now_ms: u64) -> Result<Option<Job>> {
        self.change(|to| {
            let found = one(to, id).optional()?;
            if found.is_some_and(|job| !matches!(job.state, State::Ended(_))) {
                end(to, id, Ended::Cancelled, None, now_ms)?;
            }
            one(to, id).optional()
        })
    }

    fn retry(&self, id: &str, now_ms: u64) -> Result<Option<Job>> {
        self.change(|to| {
            let found = one(to, id).optional()?;
            if found.is_some_and(|job| matches!(job.state, State::Ended(Ended::Failed | Ended::Cancelled))) {
                to.execute(
                    "UPDATE jobs SET state = 'queued', attempt = 0, from_ms = 0, started_ms = NULL, finished_ms = NULL,
                     progress = NULL, problem = NULL WHERE id = ?1",
                    [id],
                )?;
                write(to, id, "state", State::Queued.name(), now_ms)?;
            }
            one(to, id).optional()
        })
    }

    fn get(&self, id: &str) -> Result<Option<Job>> {
        self.look(|from| one(from, id).optional())
    }

    fn brief(&self, id: &str) -> Result<Option<Job>> {
        self.look(|from| from.query_row(&format!("{SHORT} FROM jobs WHERE id = ?1"), [id], job).optional())
    }

    fn files(&self) -> Result<Vec<String>> {
        self.look(|from| {
            let mut query = from.prepare_cached(&format!("SELECT DISTINCT file {NEEDED}"))?;
            query.query_map([], |row| row.get(0))?.collect()
        })
    }

    fn file_bytes(&self) -> Result<u64> {
        self.look(|from| {
            let query = format!("SELECT COALESCE(SUM(bytes), 0) {NEEDED}");
            from.query_row(&query, [], |row| row.get(0)).map(from_sql)
        })
    }

    fn list(&self, state: Option<State>, before: Option<&str>, most: u32) -> Result<Vec<Job>> {
        let query = format!(
            "{SHORT} FROM jobs WHERE (:state IS NULL OR state = :state) AND (:before IS NULL OR id < :before)
             ORDER BY id DESC LIMIT :most"
        );
        self.look(|from| {
            let mut query = from.prepare_cached(&query)?;
            let state = state.map(State::name);
            query.query_map(named_params! { ":state": state, ":before": before, ":most": most }, job)?.collect()
        })
    }

    fn count(&self, state: State) -> Result<u64> {
        self.look(|from| {
            from.query_row("SELECT COUNT(*) FROM jobs WHERE state = ?1", [state.name()], |row| row.get(0)).map(from_sql)
        })
    }

    fn entries(&self, after: u64, job: Option<&str>, most: u32) -> Result<Vec<Entry>> {
        self.look(|from| {
            let of_job = if job.is_some() { "job = :job" } else { ":job IS NULL" };
            let mut query = from.prepare_cached(&format!(
                "SELECT * FROM journal WHERE {of_job} AND number > :after ORDER BY number LIMIT :most"
            ))?;
            query.query_map(named_params! { ":job": job, ":after": to_sql(after), ":most": most }, entry)?.collect()
        })
    }

    fn last_entry(&self) -> Result<u64> {
        self.look(|from| {
            from.query_row("SELECT COALESCE(MAX(number), 0) FROM journal", [], |row| row.get(0)).map(from_sql)
        })
    }

    fn forget(&self, before_ms: u64, most: u64) -> Result<u64> {
        let gone = self.change(|to| {
            let ended = "SELECT id FROM jobs WHERE state NOT IN ('queued', 'running')";
            let old = format!(
                "SELECT id FROM jobs WHERE finished_ms < ?1 OR id IN ({ended} ORDER BY finished_ms DESC LIMIT -1 OFFSET ?2)"
            );
            let named = params![to_sql(before_ms), to_sql(most)];
            to.execute(&format!("DELETE FROM journal WHERE job IN ({old})"), named)?;
            to.execute(&format!("DELETE FROM job_files WHERE job IN ({old})"), named)?;
            to.execute(&format!("DELETE FROM jobs WHERE id IN ({old})"), named)
                .map(|count| u64::try_from(count).unwrap_or(u64::MAX))
        })?;
        // Gives the room back to the system, page by page.
        self.look(|from| {
            let mut vacuum = from.prepare("PRAGMA incremental_vacuum")?;
            let mut pages = vacuum.query([])?;
            while pages.next()?.is_some() {}
            Ok(gone)
        })
    }
}

/// The files of jobs that have not ended.
const NEEDED: &str = "FROM job_files JOIN jobs ON job_files.job = jobs.id WHERE jobs.state IN ('queued', 'running')";

/// What is said of a job whose holders all went silent, as a problem of RFC 9457.
const GIVEN_UP: &str = r#"{"type":"urn:linocut:problem:gave-up","title":"Internal Server Error","status":500,"code":"gave-up","detail":"the work was begun three times and never ended"}"#;

/// The job that was added under a key, unless that was over a day ago.
fn known(to: &Transaction, key: &Key, now_ms: u64) -> rusqlite::Result<Option<Enqueued>> {
    let old = to_sql(now_ms.saturating_sub(KEY_MS));
    to.execute("UPDATE jobs SET word = NULL WHERE word = ?1 AND created_ms < ?2", params![key.word, old])?;
    to.query_row(&format!("{FULL}, word_request FROM jobs WHERE word = ?1"), [&key.word], |row| {
        let same = row.get::<_, String>("word_request")? == key.request;
        Ok(if same { Enqueued::Same(job(row)?) } else { Enqueued::Other(job(row)?) })
    })
    .optional()
}

fn one(from: &Connection, id: &str) -> rusqlite::Result<Job> {
    from.query_row(&format!("{FULL} FROM jobs WHERE id = ?1"), [id], job)
}

/// Ends a job; whoever holds it loses it.
fn end(to: &Transaction, id: &str, how: Ended, problem: Option<&str>, now_ms: u64) -> rusqlite::Result<()> {
    let state = State::Ended(how).name();
    to.execute(
        "UPDATE jobs SET state = ?2, problem = ?3, finished_ms = ?4 WHERE id = ?1",
        params![id, state, problem, to_sql(now_ms)],
    )?;
    write(to, id, "state", state, now_ms)
}

fn write(to: &Transaction, id: &str, sort: &str, data: &str, now_ms: u64) -> rusqlite::Result<()> {
    to.execute(
        "INSERT INTO journal (job, at_ms, sort, data, attempt)
         VALUES (?1, ?2, ?3, ?4, (SELECT attempt FROM jobs WHERE id = ?1))",
        params![id, to_sql(now_ms), sort, data],
    )
    .map(drop)
}

fn failed(error: rusqlite::Error) -> Error {
    Error::new(Kind::Io, "the store of jobs cannot be used").cause(error)
}
