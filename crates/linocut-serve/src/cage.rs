//! Foreign drawings, rendered where a hang or a crash costs one request.

use crate::here::Here;
use crate::inputs::foreign;
use crate::problem::Problem;
use axum::http::StatusCode;
use linocut_core::{Error, Kind, Raster, Result, Rgba, Value};
use linocut_flow::{Digest, Kept};
use linocut_svg::{RenderOptions, render};
use serde_json::{Value as Page, json};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a drawing may take to be rendered: a thousand times what usual ones take.
const LONGEST: Duration = Duration::from_secs(2);
/// Most bytes of a rendered picture and its head: 64 megapixels.
const MOST: u64 = (256 << 20) + 64;
/// Side of the trial picture of drawings that are rendered later, in pixels.
const TRIAL: u32 = 1024;
/// Most drawings that are known to be harmless.
const MOST_KNOWN: usize = 10_000;

/// Drawings that were rendered without harm.
#[derive(Default)]
pub(crate) struct Harmless(Mutex<BTreeSet<Digest>>);

/// Renders foreign SVG as the stage `render` with `params` would.
pub(crate) fn picture(here: &Here, svg: &[u8], params: &Page) -> Result<Raster, Problem> {
    let full = here.catalogue.find("render")?.prepare(params).map_err(Problem::several)?.params;
    let key = Digest::of(json!(["caged", Digest::of(svg).to_string(), full]).to_string().as_bytes());
    if let Some(Value::Raster(picture)) = here.memo.get(key).map(|kept| kept.value) {
        return Ok(picture.as_ref().clone());
    }
    let number = |name: &str| full.get(name).and_then(Page::as_u64).and_then(|number| u32::try_from(number).ok());
    let background = full.get("background").and_then(Page::as_str);
    let options = RenderOptions {
        width: number("width"),
        height: number("height"),
        background: background.map(Rgba::parse).transpose()?,
        ..RenderOptions::default()
    };
    let made = match &here.options.program {
        Some(program) => {
            let mut arguments = Vec::new();
            arguments.extend(options.width.map(|width| format!("--width={width}")));
            arguments.extend(options.height.map(|height| format!("--height={height}")));
            arguments.extend(background.map(|color| format!("--background={color}")));
            caged(program, svg, &arguments)?
        }
        None => render(&foreign(svg)?, &options)?,
    };
    here.memo.put(key, &Kept::new(Value::Raster(made.clone().into())));
    Ok(made)
}

/// Passes a foreign SVG that can be rendered without harm; what is done with it afterwards needs no cage.
pub(crate) fn vet(here: &Here, svg: &[u8]) -> Result<(), Problem> {
    let Some(program) = &here.options.program else { return Ok(()) };
    let digest = Digest::of(svg);
    let known = || here.harmless.0.lock().unwrap_or_else(PoisonError::into_inner);
    if known().contains(&digest) {
        return Ok(());
    }
    caged(program, svg, &[format!("--fit={TRIAL}")])?;
    let mut known = known();
    if known.len() >= MOST_KNOWN {
        known.clear();
    }
    known.insert(digest);
    Ok(())
}

/// Renders in a process of its own, which has little memory and time, and cannot open a file or a connection.
fn caged(program: &Path, svg: &[u8], arguments: &[String]) -> Result<Raster, Problem> {
    let io = |e| Error::new(Kind::Io, "cannot start a process to render").cause(e);
    let mut command = Command::new(program);
    command.arg("cage").args(arguments).env_clear();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(io)?;
    let (send, receive) = channel();
    let (input, output, complaints) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let svg = svg.to_vec();
    // A process that refuses early does not read; what it says comes over the other pipe.
    thread::spawn(move || input.map(|mut input| input.write_all(&svg)));
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.map(|output| output.take(MOST).read_to_end(&mut bytes));
        // Whoever waited may have gone.
        drop(send.send(read.is_some_and(|read| read.is_ok()).then_some(bytes)));
    });
    let Ok(made) = receive.recv_timeout(LONGEST) else {
        end(&mut child);
        let sentence = format!("the drawing takes over {} s to render", LONGEST.as_secs());
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "limit", sentence));
    };
    let status = child.wait().map_err(io)?;
    if !status.success() {
        let mut said = String::new();
        drop(complaints.map(|complaints| complaints.take(4096).read_to_string(&mut said)));
        return Err(why(status.code(), &said));
    }
    made.as_deref().and_then(pixels).ok_or_else(Problem::broke)
}

fn end(child: &mut Child) {
    // It may have ended by itself meanwhile.
    drop(child.kill());
    drop(child.wait());
}

/// What a process says that rendered nothing; one that was ended by the system ran out of memory or time.
fn why(code: Option<i32>, said: &str) -> Problem {
    let sentence =
        said.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or("the drawing cannot be rendered");
    match code {
        Some(2) => Error::new(Kind::Input, sentence).into(),
        Some(_) if said.starts_with("error: ") => Error::new(Kind::Limit, sentence).into(),
        Some(_) | None => Error::new(Kind::Limit, "the drawing takes too much memory or time to render").into(),
    }
}

/// A picture as the process writes it: width, height, four bytes a pixel.
fn pixels(bytes: &[u8]) -> Option<Raster> {
    let (width, rest) = bytes.split_first_chunk()?;
    let (height, rest) = rest.split_first_chunk()?;
    Raster::from_bytes(u32::from_le_bytes(*width), u32::from_le_bytes(*height), rest).ok()
}
