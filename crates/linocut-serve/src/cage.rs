//! Drawings rendered where a hang or a crash costs one request: in a process of its own.
//!
//! The stages `render` and `score`, and conversion, do so for every drawing of which it cannot be told beforehand that it
//! is cheap, wherever it comes from.

use crate::cheap::is_cheap;
use crate::formats::Look;
use crate::work::now;
use linocut_core::{Context, Drawing, Error, Kind, Raster, Result, Rgba, Value};
use linocut_export::{Format, Size, export};
use linocut_flow::{Catalogue, Inputs, StageKind};
use linocut_stages::catalogue as stages;
use linocut_svg::score::compare;
use linocut_svg::{RenderOptions, WriteOptions, render, write};
use serde_json::Value as Page;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How long a drawing may take: a thousand times what usual ones take.
const LONGEST: Duration = Duration::from_secs(2);
/// How often it is asked whether anybody still waits.
const GLANCE: Duration = Duration::from_millis(20);
/// Most bytes that the process gives: a picture of 64 megapixels and its head.
const MOST: u64 = (256 << 20) + 64;

/// All stages; those that render do so in processes of `program`, when there is one.
pub(crate) fn catalogue(program: Option<&Path>) -> Catalogue {
    let Some(program) = program else { return stages() };
    let program: Arc<Path> = program.into();
    let caged = |kind: &StageKind| {
        let program = Arc::clone(&program);
        match kind.name {
            "render" => kind.clone().done_by(move |params, inputs, cx| rendered(&program, params, inputs, cx)),
            "score" => kind.clone().done_by(move |_, inputs, cx| scored(&program, inputs, cx)),
            _ => kind.clone(),
        }
    };
    Catalogue::new(stages().kinds().iter().map(caged).collect())
}

/// What the stage `render` does.
fn rendered(program: &Path, params: &Page, inputs: &Inputs, cx: &Context) -> Result<Value> {
    let number = |name: &str| params.get(name).and_then(Page::as_u64).and_then(|number| u32::try_from(number).ok());
    let background = params.get("background").and_then(Page::as_str).map(Rgba::parse).transpose()?;
    let options =
        RenderOptions { width: number("width"), height: number("height"), background, ..RenderOptions::default() };
    Ok(Value::Raster(Arc::new(picture(program, &*inputs.drawing("drawing")?, &options, cx)?)))
}

/// What the stage `score` does.
fn scored(program: &Path, inputs: &Inputs, cx: &Context) -> Result<Value> {
    let reference = inputs.raster("reference")?;
    let (width, height) = (Some(reference.width()), Some(reference.height()));
    let options = RenderOptions { width, height, ..RenderOptions::default() };
    let candidate = picture(program, &*inputs.drawing("drawing")?, &options, cx)?;
    Ok(Value::Score(Arc::new(compare(&reference, &candidate)?)))
}

fn picture(program: &Path, drawing: &Drawing, options: &RenderOptions, cx: &Context) -> Result<Raster> {
    if is_cheap(drawing, options) {
        return render(drawing, options);
    }
    let mut arguments = Vec::new();
    arguments.extend(options.width.map(|width| format!("--width={width}")));
    arguments.extend(options.height.map(|height| format!("--height={height}")));
    arguments
        .extend(options.background.map(|Rgba { r, g, b, a }| format!("--background=#{r:02x}{g:02x}{b:02x}{a:02x}")));
    let made = caged(program, &arguments, drawing, cx)?;
    pixels(&made).ok_or_else(|| Error::new(Kind::Bug, "a process rendered no picture"))
}

/// A drawing as a file of another format.
pub(crate) fn converted(
    program: Option<&Path>,
    drawing: &Drawing,
    format: Format,
    look: &Look,
    cx: &Context,
) -> Result<Vec<u8>> {
    let Some(program) = program else { return Ok(export(drawing, format, &look.options()?)?.value) };
    let look =
        serde_json::to_string(look).map_err(|e| Error::new(Kind::Bug, "options cannot be passed on").cause(e))?;
    caged(program, &[format!("--to={}", format.name()), format!("--look={look}")], drawing, cx)
}

/// A drawing as pixels, a CSS pixel each unless another size is wanted.
pub(crate) fn pictured(program: Option<&Path>, drawing: &Drawing, look: &Look, cx: &Context) -> Result<Raster> {
    let (own, _) = drawing.size.unwrap_or_else(|| drawing.view_box.abs().size().into());
    let width = match look.options()?.size {
        Size::Own => None,
        Size::Scaled(factor) => Some(own * factor),
        Size::Width(length) => Some(length.pixels()),
    };
    // Sizes beyond any limit are refused by whoever renders.
    let width = width.map(|width| format!("{:.0}", width.max(1.0)).parse().unwrap_or(u32::MAX));
    let options = RenderOptions { width, ..RenderOptions::default() };
    match program {
        Some(program) => picture(program, drawing, &options, cx),
        None => render(drawing, &options),
    }
}

/// What a process makes of a drawing that has little memory and time, and cannot open a file or a connection.
fn caged(program: &Path, arguments: &[String], drawing: &Drawing, cx: &Context) -> Result<Vec<u8>> {
    cx.check()?;
    let io = |e| Error::new(Kind::Io, "cannot start a process to render").cause(e);
    let svg = write(drawing, &WriteOptions::default()).into_bytes();
    let mut command = Command::new(program);
    command.arg("cage").args(arguments).env_clear();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(io)?;
    let (send, receive) = channel();
    let (input, output, complaints) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // A process that refuses early does not read; what it says comes over the other pipe.
    thread::spawn(move || input.map(|mut input: ChildStdin| input.write_all(&svg)));
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.map(|output| output.take(MOST).read_to_end(&mut bytes));
        // Whoever waited may have gone.
        drop(send.send(read.is_some_and(|read| read.is_ok()).then_some(bytes)));
    });
    let end = now() + cx.remaining().unwrap_or(LONGEST).min(LONGEST);
    let made = loop {
        match receive.recv_timeout(GLANCE) {
            Ok(made) => break made,
            Err(RecvTimeoutError::Disconnected) => break None,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Err(stopped) = cx.check() {
            kill(&mut child);
            return Err(stopped);
        }
        if now() > end {
            kill(&mut child);
            let sentence = format!("the drawing takes over {} s to render", LONGEST.as_secs());
            return Err(Error::new(Kind::Limit, sentence));
        }
    };
    let status = child.wait().map_err(io)?;
    if !status.success() {
        let mut said = String::new();
        drop(complaints.map(|complaints| complaints.take(4096).read_to_string(&mut said)));
        return Err(why(status.code(), &said));
    }
    made.ok_or_else(|| Error::new(Kind::Bug, "a process that rendered said nothing"))
}

fn kill(child: &mut Child) {
    // It may have ended by itself meanwhile.
    drop(child.kill());
    drop(child.wait());
}

/// What a process says that rendered nothing; one that was ended by the system ran out of memory or time.
fn why(code: Option<i32>, said: &str) -> Error {
    let sentence =
        said.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or("the drawing cannot be rendered");
    match code {
        Some(2) => Error::new(Kind::Input, sentence),
        Some(_) if said.starts_with("error: ") => Error::new(Kind::Limit, sentence),
        Some(_) | None => Error::new(Kind::Limit, "the drawing takes too much memory or time to render"),
    }
}

/// A picture as the process writes it: width, height, four bytes a pixel.
fn pixels(bytes: &[u8]) -> Option<Raster> {
    let (width, rest) = bytes.split_first_chunk()?;
    let (height, rest) = rest.split_first_chunk()?;
    Raster::from_bytes(u32::from_le_bytes(*width), u32::from_le_bytes(*height), rest).ok()
}
