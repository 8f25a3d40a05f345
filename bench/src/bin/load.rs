//! Many clients at once against `linocut serve`: how many are served, how soon, and what the server grows to.
//!
//! `cargo run --release -p linocut-bench --bin load -- 7878 --clients 100 --seconds 60 --pid PID`

use linocut_bench::http::{Answer, DEADLINE, ask, now, pictures, spread};
use linocut_core::{Error, Kind, Result};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Prompts that are drawn.
const PROMPTS: [&str; 6] = ["bell", "cloud with lock", "user plus", "calendar", "rocket", "shield with check mark"];

/// Prints a line; nobody reads a report that cannot be printed.
macro_rules! say {
    ($($words:tt)*) => { drop(writeln!(std::io::stdout(), $($words)*)) };
}

struct Asked {
    port: u16,
    clients: u64,
    seconds: u64,
    /// The server's process, whose memory is looked at.
    pid: Option<u32>,
}

fn main() -> Result<()> {
    let asked = arguments()?;
    let pictures = pictures()?;
    alone(&asked, &pictures)?;
    say!("\n{} clients for {} s, {DEADLINE} s a request", asked.clients, asked.seconds);
    let before = memory(asked.pid);
    let end = now() + Duration::from_secs(asked.seconds);
    let number = AtomicU64::new(0);
    let (asked, pictures, number) = (&asked, &pictures, &number);
    let watched = thread::scope(|threads| {
        let clients: Vec<_> =
            (0..asked.clients).map(|_| threads.spawn(move || client(asked, pictures, number, end))).collect();
        let mut sizes = Vec::new();
        while now() < end {
            thread::sleep(Duration::from_secs(asked.seconds.clamp(1, 10)));
            sizes.extend(memory(asked.pid));
        }
        let answers: Vec<(String, Answer)> =
            clients.into_iter().flat_map(|client| client.join().unwrap_or_default()).collect();
        (answers, sizes)
    });
    report(&watched.0);
    say!("memory in MiB: before {before:?}, every 10 s {:?}", watched.1);
    Ok(())
}

fn arguments() -> Result<Asked> {
    let wrong = || Error::new(Kind::Input, "load PORT [--clients N] [--seconds N] [--pid N]");
    let mut words = std::env::args().skip(1);
    let port = words.next().and_then(|word| word.parse().ok()).ok_or_else(wrong)?;
    let mut asked = Asked { port, clients: 100, seconds: 60, pid: None };
    while let Some(word) = words.next() {
        let value: u64 = words.next().and_then(|word| word.parse().ok()).ok_or_else(wrong)?;
        match word.as_str() {
            "--clients" => asked.clients = value,
            "--seconds" => asked.seconds = value,
            "--pid" => asked.pid = Some(u32::try_from(value).map_err(|_| wrong())?),
            _ => return Err(wrong()),
        }
    }
    Ok(asked)
}

/// The request of a number: trace, draw and analyze in turn; every second one was never asked before.
fn request(number: u64, pictures: &[Vec<u8>]) -> (String, String, Vec<u8>) {
    let round = number / 6;
    let fresh = if number.is_multiple_of(2) { number + 1000 } else { round % 4 };
    let at = |length: usize| usize::try_from(round).unwrap_or(0).checked_rem(length).unwrap_or(0);
    let picture = pictures.get(at(pictures.len())).cloned().unwrap_or_default();
    match number % 3 {
        0 => ("trace".to_owned(), format!("/api/v1/trace?seed={fresh}"), picture),
        1 => {
            let prompt = PROMPTS.get(at(PROMPTS.len())).copied().unwrap_or("bell").replace(' ', "+");
            ("draw".to_owned(), format!("/api/v1/draw?prompt={prompt}&seed={fresh}"), Vec::new())
        }
        _ => ("analyze".to_owned(), format!("/api/v1/analyze?seed={fresh}"), picture),
    }
}

fn client(asked: &Asked, pictures: &[Vec<u8>], number: &AtomicU64, end: Instant) -> Vec<(String, Answer)> {
    let mut line = None;
    let mut answers = Vec::new();
    while now() < end {
        let (verb, path, body) = request(number.fetch_add(1, Ordering::Relaxed), pictures);
        let answer = ask(&mut line, asked.port, &path, &body).unwrap_or_else(|_| {
            line = None;
            Answer { status: 0, retry: false, took: Duration::ZERO, work: None }
        });
        // A client that was told to come back later does.
        if answer.retry {
            thread::sleep(Duration::from_secs(1));
        }
        answers.push((verb, answer));
    }
    answers
}

/// One client alone: what the server adds to the work, and how soon what was made before comes back.
fn alone(asked: &Asked, pictures: &[Vec<u8>]) -> Result<()> {
    let io = |e| Error::new(Kind::Io, "cannot ask the server").cause(e);
    let mut line = None;
    let (mut added, mut again) = (Vec::new(), Vec::new());
    for number in 0..60 {
        let (_, path, body) = request(2 * number + 5_000_000, pictures);
        let first = ask(&mut line, asked.port, &path, &body).map_err(io)?;
        added.extend(first.work.map(|work| first.took.saturating_sub(work)));
        again.push(ask(&mut line, asked.port, &path, &body).map_err(io)?.took);
    }
    say!("one client: the server adds {} to the work, the same again takes {}", spread(added), spread(again));
    Ok(())
}

fn report(answers: &[(String, Answer)]) {
    let mut statuses: BTreeMap<(u16, bool), u64> = BTreeMap::new();
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for (verb, answer) in answers {
        *statuses.entry((answer.status, answer.retry)).or_default() += 1;
        if answer.status == 200 {
            times.entry(verb).or_default().push(answer.took);
        }
    }
    for ((status, retry), count) in &statuses {
        say!("status {status}{}: {count}", if *retry { " with Retry-After" } else { "" });
    }
    let admitted = answers.iter().filter(|(_, answer)| matches!(answer.status, 200 | 504)).count();
    let late = Duration::from_secs(DEADLINE);
    let inside = answers.iter().filter(|(_, answer)| answer.status == 200 && answer.took <= late).count();
    say!("{inside} of {admitted} admitted requests inside their deadline");
    for (verb, took) in times {
        say!("{verb}: {}", spread(took));
    }
}

/// Resident memory of a process, in MiB.
fn memory(pid: Option<u32>) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", pid?)).ok()?;
    let row = text.lines().find_map(|row| row.strip_prefix("VmRSS:"))?;
    row.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}
