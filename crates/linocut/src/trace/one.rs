//! One picture → one SVG, with a report.

use super::budget::Reached;
use super::contact::Pair;
use super::report::Report;
use super::sheet::Views;
use super::{Item, budget, sheet};
use crate::clock::Stopwatch;
use crate::flow::{Flow, Input, drawing};
use crate::format::Made;
use crate::input::Source;
use crate::picture::{load_file, warn};
use crate::world::World;
use linocut_core::{Context, Drawing, Effort, Error, Kind, Paint, Raster, Result, Value};
use linocut_export::{ExportOptions, Format};
use linocut_flow::Lineage;
use linocut_stages::trace_params;
use linocut_svg::score::{Counts, compare, count};
use linocut_svg::{RenderOptions, WriteOptions, render_svg, write};
use linocut_trace::{Budget, Engine, TraceOptions};
use std::sync::Arc;
use std::time::Duration;

/// What is done to every picture.
pub(crate) struct Job {
    pub(crate) options: TraceOptions,
    pub(crate) effort: Effort,
    pub(crate) target: Budget,
    pub(crate) budget: Option<Duration>,
    pub(crate) made: Made,
    pub(crate) spelling: WriteOptions,
    pub(crate) scored: bool,
    pub(crate) paired: bool,
    pub(crate) versus: Option<Engine>,
    pub(crate) flow: Flow,
}

/// Traces one picture and writes what is wanted of it.
pub(crate) fn trace(item: &Item, job: &Job, world: &World) -> Result<Report> {
    let name = item.source.name();
    let cx = world.context(job.effort, job.budget);
    let mut watch = Stopwatch::start();
    let mut times = Vec::new();
    let (picture, file) = load_file(&item.source)?;
    let picture = Arc::new(picture);
    times.push(("decode", watch.lap()));
    let traced = traced((&picture, &file), job, &item.source, &cx).map_err(|e| late(e, job).at(name.clone()))?;
    let Traced { drawing, reached, lineage } = traced;
    // Refining ends with the time; what was found until then stays.
    let refines = job.effort == Effort::Best && job.options.engine == Engine::Subpixel;
    let refined = !refines || reached.is_some() || cx.check().is_ok();
    let cx = if refined { cx } else { cx.untimed() };
    times.push(("trace", watch.lap()));
    let svg = write(&drawing, &job.spelling);
    times.push(("write", watch.lap()));
    let shown = job.scored || job.paired || item.sheet.is_some();
    let result = if shown { Some(drawn(&svg, &picture)?) } else { None };
    let score = result.as_ref().filter(|_| job.scored).map(|result| compare(&picture, result)).transpose()?;
    let pair = result.as_ref().filter(|_| job.paired).map(|result| Pair::new(&picture, result)).transpose()?;
    if let (Some(target), Some(result)) = (&item.sheet, &result) {
        let views = Views { picture: &picture, drawing: &drawing, result, svg: &svg, other: None };
        target.write(&compared(&views, job, &cx)?)?;
    }
    if result.is_some() {
        times.push(("score", watch.lap()));
    }
    if reached.is_none() {
        // Within a budget, what was found until the deadline counts.
        cx.check().map_err(|e| late(e, job).at(name.clone()))?;
    }
    world.check()?;
    if !refined {
        warn(&item.source, &["time was up: refined as far as it allowed".to_owned()], world);
    }
    let bytes = match job.made {
        Made::Drawn(Format::Svg) => {
            let signed = job.flow.signed(svg.clone(), lineage.as_ref())?;
            item.target.write(signed.as_bytes())?;
            signed.len()
        }
        Made::Drawn(_) | Made::Png => other(item, job.made, &drawing, world).map_err(|e| e.at(name.clone()))?,
    };
    times.push(("total", watch.total()));
    let counts = Counts { bytes, colors: paints(&drawing), ..count(&svg) };
    let size = (picture.width(), picture.height());
    let report = Report { output: item.target.name(), size, score, pair, reached, counts, times };
    world.screen.say_all(&report.sentences(&name));
    world.screen.detail(&report.details());
    Ok(report)
}

/// The sheet of a picture, as PNG.
fn compared(views: &Views, job: &Job, cx: &Context) -> Result<Vec<u8>> {
    let Some(engine) = job.versus else { return linocut_raster::encode_png(&sheet::draw(views)?) };
    let options = TraceOptions { engine, ..TraceOptions::default() };
    let other = linocut_trace::trace(views.picture, &options, cx)?;
    let name = match engine {
        Engine::Subpixel => "subpixel",
        Engine::Bilevel => "bilevel",
        Engine::Vtracer => "VTracer",
    };
    linocut_raster::encode_png(&sheet::draw(&Views { other: Some((name, &other)), ..*views })?)
}

/// A drawing, what came of a budget, and how it came about where that was a stage.
struct Traced {
    drawing: Arc<Drawing>,
    reached: Option<Reached>,
    lineage: Option<Lineage>,
}

fn traced((picture, file): (&Arc<Raster>, &[u8]), job: &Job, source: &Source, cx: &Context) -> Result<Traced> {
    // A budget is a search that measures what is written; a recipe knows nothing of files.
    if job.target.is_set() {
        let name = source.stem();
        let (drawing, reached) = budget::trace(picture, job, name.as_deref(), cx)?;
        return Ok(Traced { drawing: drawing.into(), reached: Some(reached), lineage: None });
    }
    let Some(params) = trace_params(&job.options) else {
        let drawing = linocut_trace::trace(picture, &job.options, cx)?.into();
        return Ok(Traced { drawing, reached: None, lineage: None });
    };
    let inputs = vec![Input::file("picture", Value::Raster(Arc::clone(picture)), file)];
    let made = job.flow.made(("trace", &source.name()), params, inputs, cx)?;
    Ok(Traced { drawing: drawing(&made.value)?, reached: None, lineage: Some(made.lineage) })
}

/// Writes the drawing in a format other than SVG; how many bytes that takes.
fn other(item: &Item, made: Made, drawing: &Drawing, world: &World) -> Result<usize> {
    let result = made.make(drawing, &exported(item.source.stem().as_deref()))?;
    warn(&item.source, &result.warnings, world);
    item.target.write(&result.value)?;
    Ok(result.value.len())
}

/// How many colors and gradients shapes are filled and stroked with.
fn paints(drawing: &Drawing) -> usize {
    let mut found: Vec<&Paint> = Vec::new();
    for shape in drawing.shapes() {
        let stroke = shape.stroke.as_ref().map(|stroke| &stroke.paint);
        for paint in shape.fill.iter().chain(stroke) {
            if !found.contains(&paint) {
                found.push(paint);
            }
        }
    }
    found.len()
}

/// How drawings are written in formats other than SVG.
pub(crate) fn exported(name: Option<&str>) -> ExportOptions {
    ExportOptions { name: name.map(str::to_owned), ..ExportOptions::default() }
}

/// What an SVG shows at the size of the picture.
pub(crate) fn drawn(svg: &str, picture: &Raster) -> Result<Raster> {
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
