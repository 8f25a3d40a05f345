//! `linocut serve`: the HTTP API.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::Source;
use crate::library;
use crate::pen::Home;
use crate::run::Folder;
use crate::values::duration;
use crate::world::World;
use clap::Args;
use linocut_core::{Error, Kind, Result};
use linocut_flow::Memo;
use linocut_serve::{App, Options};
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  linocut serve                                     answers at http://localhost:7878
  linocut serve --open                              the same, and opens the studio in a browser
  linocut serve --port 0                            at any port that is free
  linocut serve --host 0.0.0.0 --token-file token   for others, who must send the token
  curl --data-binary @logo.png http://localhost:7878/api/v1/trace > logo.svg
  curl 'http://localhost:7878/api/v1/draw' --data '{\"prompt\": \"bell\"}' -H 'Content-Type: application/json'";

/// Shortest token that is accepted, in characters: what a person makes up by hitting keys is shorter.
const SHORTEST: usize = 16;
/// How long a server may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(2);
/// Largest token file that is read, in bytes.
const MOST_TOKEN: u64 = 4096;

/// Answer HTTP requests: every verb for programs, and a studio in the browser
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct ServeArgs {
    /// Port to listen at, 0 for any that is free
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// Address to listen at; others than 127.0.0.1 need a token
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Name under which clients may call the server, besides localhost
    #[arg(long, value_name = "NAME")]
    host_name: Vec<String>,
    /// File with the token that clients must send
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Open the address in a browser
    #[arg(long)]
    open: bool,
    /// Ask whether a server answers at this port of this computer, and end
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    place: Place,
    /// Requests worked on at the same time [default: number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: Option<u16>,
    /// Requests of one address at the same time, beyond which it hears 429 [default: 16, this computer without limit]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    per_client: Option<u32>,
    /// Largest picture that is read, in megapixels, 1 to 64; tracing takes about 40 MB for each
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=64))]
    max_megapixels: u64,
    /// How long a request may take that does not say
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration)]
    deadline: Duration,
}

/// Where things are kept.
#[derive(Args, Debug)]
struct Place {
    /// Folder for artifacts, jobs and recipes [default: server in the place of your data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Keep them in memory only
    #[arg(long, conflicts_with = "data")]
    in_memory: bool,
}

pub(crate) fn run(args: &ServeArgs, world: &World) -> Result<Status> {
    if args.check {
        return check(args.port);
    }
    let defaults = Options::default();
    let mut hosts = args.host_name.clone();
    hosts.push(written(args.host));
    let options = Options {
        token: args.token_file.as_deref().map(token).transpose()?,
        hosts,
        workers: args.workers.map_or(defaults.workers, usize::from),
        per_client: args.per_client,
        deadline: args.deadline,
        most_pixels: args.max_megapixels << 20,
        data: folder(&args.place),
        program: std::env::current_exe().ok(),
        providers: Some(Arc::new(Home::default())),
        ..defaults
    };
    let watch = world.stop();
    let stop = Arc::new(move || watch.load(std::sync::atomic::Ordering::Relaxed));
    let ready = |address: SocketAddr| {
        let ip = address.ip();
        let here = ip.is_loopback() || ip.is_unspecified();
        let name = if here { "localhost".to_owned() } else { written(ip) };
        let place = format!("http://{name}:{}", address.port());
        let others = if ip.is_unspecified() { " and at every address of this computer" } else { "" };
        world.screen.say(&format!("answers at {place}{others}, Ctrl-C stops"));
        if args.open && open(&place).is_err() {
            world.screen.say("no browser could be opened");
        }
    };
    // What was made before a crash is not made again after it.
    let memo = Memo::new(options.memo_bytes);
    let memo = match Folder::open() {
        Some(folder) if !args.place.in_memory => memo.over(Box::new(folder)),
        _ => memo,
    };
    linocut_serve::serve(&App::over(options, memo)?, SocketAddr::new(args.host, args.port), stop, ready)?;
    Ok(Status::Done)
}

/// An address as it stands in addresses of pages.
fn written(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// Asks a server how it is, as containers do every half minute.
fn check(port: u16) -> Result<Status> {
    let ask = || -> std::io::Result<bool> {
        let mut line = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)?;
        line.set_read_timeout(Some(PATIENCE))?;
        line.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        line.read_to_string(&mut answer).map(|_| answer.starts_with("HTTP/1.1 200"))
    };
    match ask() {
        Ok(true) => Ok(Status::Done),
        Ok(false) => Err(Error::new(Kind::Unavailable, format!("what answers at port {port} is not well"))),
        Err(e) => Err(Error::new(Kind::Unavailable, format!("nobody answers at port {port}")).cause(e)),
    }
}

/// Opens an address in the person's browser.
fn open(place: &str) -> std::io::Result<()> {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut browser = Command::new(program);
    browser.args(first).arg(place).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(drop)
}

/// The folder for what is kept; a system without a place for it keeps nothing.
fn folder(args: &Place) -> Option<PathBuf> {
    let usual = || library::place().map(|place| place.join("server"));
    if args.in_memory { None } else { args.data.clone().or_else(usual) }
}

/// The token in a file, without the line end.
fn token(path: &Path) -> Result<String> {
    let source = Source::new(path);
    let text = String::from_utf8_lossy(&source.read(MOST_TOKEN)?).trim().to_owned();
    if text.chars().count() < SHORTEST || text.contains(char::is_whitespace) {
        return Err(Error::new(Kind::Input, format!("a token has at least {SHORTEST} characters and no spaces"))
            .at(source.name())
            .hinted("openssl rand -hex 32 > token"));
    }
    Ok(text)
}
