//! One picture → one SVG, with a report.

use super::report::Report;
use super::{Item, sheet};
use crate::clock::Stopwatch;
use crate::format::Made;
use crate::picture::{load_raster, warn};
use crate::world::World;
use linocut_core::{Drawing, Effort, Error, Kind, Raster, Result};
use linocut_export::{ExportOptions, Format};
use linocut_svg::score::{compare, count};
use linocut_svg::{Layout, RenderOptions, WriteOptions, render_svg, write};
use linocut_trace::TraceOptions;
use std::time::Duration;

/// What is done to every picture.
pub(crate) struct Job {
    pub(crate) options: TraceOptions,
    pub(crate) effort: Effort,
    pub(crate) budget: Option<Duration>,
    pub(crate) made: Made,
    pub(crate) pretty: bool,
    pub(crate) scored: bool,
}

/// Traces one picture and writes what is wanted of it.
pub(crate) fn trace(item: &Item, job: &Job, world: &World) -> Result<Report> {
    let name = item.source.name();
    let cx = world.context(job.effort, job.budget);
    let mut watch = Stopwatch::start();
    let mut times = Vec::new();
    let picture = load_raster(&item.source)?;
    times.push(("decode", watch.lap()));
    let drawing = linocut_trace::trace(&picture, &job.options, &cx).map_err(|e| late(e, job).at(name.clone()))?;
    times.push(("trace", watch.lap()));
    let layout = if job.pretty { Layout::Pretty } else { Layout::Compact };
    let svg = write(&drawing, &WriteOptions { layout, ..WriteOptions::default() });
    times.push(("write", watch.lap()));
    let result = if job.scored || item.sheet.is_some() { Some(draw(&svg, &picture)?) } else { None };
    let score = result.as_ref().filter(|_| job.scored).map(|result| compare(&picture, result)).transpose()?;
    if let (Some(target), Some(result)) = (&item.sheet, &result) {
        target.write(&linocut_raster::encode_png(&sheet::draw(&picture, result, &drawing)?)?)?;
    }
    if result.is_some() {
        times.push(("score", watch.lap()));
    }
    cx.check().map_err(|e| late(e, job).at(name.clone()))?;
    match job.made {
        Made::Drawn(Format::Svg) => item.target.write(svg.as_bytes())?,
        Made::Drawn(_) | Made::Png => other(item, job.made, &drawing, world).map_err(|e| e.at(name.clone()))?,
    }
    times.push(("total", watch.total()));
    let counts = count(&svg);
    let report = Report { output: item.target.name(), size: (picture.width(), picture.height()), score, counts, times };
    world.screen.say(&report.sentence(&name));
    world.screen.detail(&report.details());
    Ok(report)
}

/// Writes the drawing in a format other than SVG.
fn other(item: &Item, made: Made, drawing: &Drawing, world: &World) -> Result<()> {
    let options = ExportOptions { name: item.source.stem(), ..ExportOptions::default() };
    let result = made.make(drawing, &options)?;
    warn(&item.source, &result.warnings, world);
    item.target.write(&result.value)
}

fn draw(svg: &str, picture: &Raster) -> Result<Raster> {
    let (width, height) = (Some(picture.width()), Some(picture.height()));
    render_svg(svg, &RenderOptions { width, height, ..RenderOptions::default() })
}

/// Names the option behind the deadline.
fn late(error: Error, job: &Job) -> Error {
    if error.kind() == Kind::Limit && job.budget.is_some() {
        return error.hinted("allow more with --time-budget, or ask for less with --effort fast");
    }
    error
}
