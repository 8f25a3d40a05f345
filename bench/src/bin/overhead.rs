//! What asking `linocut serve` for a trace takes, against the same work in this process.
//!
//! `cargo run --release -p linocut-bench --bin overhead -- 7878`

use linocut_bench::http::{ask, now, pictures, spread};
use linocut_core::{Context, Error, Kind, Result, Value};
use linocut_flow::{Memo, Observer, Order, Plan, Unobserved, run};
use linocut_raster::{Limits, decode, encode_png};
use linocut_stages::{catalogue, stock};
use linocut_svg::{WriteOptions, write};
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

/// Traces of each picture, here and there in turn, so that both see the same machine.
const ROUNDS: u64 = 20;

fn main() -> Result<()> {
    let wrong = || Error::new(Kind::Input, "overhead PORT");
    let port = std::env::args().nth(1).and_then(|word| word.parse().ok()).ok_or_else(wrong)?;
    let mut all = pictures()?;
    all.push(encode_png(&linocut_bench::picture(512)?)?);
    let io = |e| Error::new(Kind::Io, "cannot ask the server").cause(e);
    let (mut line, mut here, mut there, mut again, mut more) = (None, Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        for (at, picture) in all.iter().enumerate() {
            let seed = 9_000_000 + round * 1000 + u64::try_from(at).unwrap_or(0);
            let path = format!("/api/v1/trace?seed={seed}");
            let start = now();
            traced(picture, seed)?;
            let own = start.elapsed();
            let asked = ask(&mut line, port, &path, picture).map_err(io)?;
            if asked.status != 200 {
                return Err(Error::new(Kind::Unavailable, format!("the server answered {}", asked.status)));
            }
            here.push(own);
            there.push(asked.took);
            more.push(asked.took.saturating_sub(own));
            again.push(ask(&mut line, port, &path, picture).map_err(io)?.took);
        }
    }
    let say = |what: &str, times: Vec<Duration>| drop(writeln!(std::io::stdout(), "{what}: {}", spread(times)));
    say("in this process", here);
    say("over HTTP", there);
    say("HTTP more than in this process, pair by pair", more);
    say("the same again over HTTP", again);
    Ok(())
}

/// What the server does for `/api/v1/trace`, with nothing kept from before.
fn traced(picture: &[u8], seed: u64) -> Result<String> {
    let plan = Plan::new(&stock("picture-to-score")?, &catalogue()).map_err(|mut all| all.remove(0))?;
    let picture = Value::Raster(Arc::new(decode(picture, &Limits::default())?));
    let targets = vec!["trace".to_owned(), "score".to_owned()];
    let order = Order { targets, jobs: 2, ..Order::of([("picture", picture)]) };
    let observer: Arc<dyn Observer> = Arc::new(Unobserved);
    let mut cx = Context::default();
    cx.seed = seed;
    let done = run(&plan, &order, &Memo::new(1 << 28), &observer, &cx);
    done.value("score")?;
    match done.value("trace")? {
        Value::Drawing(drawing) => Ok(write(drawing, &WriteOptions::default())),
        Value::Text(_) | Value::Raster(_) | Value::Score(_) => Err(Error::new(Kind::Bug, "a trace is no drawing")),
    }
}
