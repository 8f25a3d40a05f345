//! `linocut trace`: pictures → SVG.

mod budget;
mod choices;
mod contact;
mod engines;
mod layers;
mod one;
mod outlines;
mod page;
mod report;
mod sheet;
mod watch;

pub(crate) use choices::EffortChoice;
pub(crate) use report::{error_json, json_line};

use crate::batch::{self, Outcome};
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::flow::{Flow, FlowArgs};
use crate::format::Made;
use crate::input::{Found, InputArgs, Source};
use crate::output::{OutputArgs, Target};
use crate::screen::write_data;
use crate::values::{Palette, duration, number, palette, spots};
use crate::world::World;
use budget::BudgetArgs;
use choices::{
    BackgroundChoice, ColorMode, CurveChoice, EngineChoice, PixelChoice, PresetChoice, RepeatChoice, ShadowChoice,
};
use clap::Args;
use engines::{BilevelArgs, VtracerArgs};
use layers::LayerArgs;
use linocut_core::{Error, Kind, Result};
use linocut_export::Format;
use linocut_stages::trace_params;
use linocut_svg::{Layout, Repeats, WriteOptions};
use linocut_trace::{Engine, PixelEdges, Preset, Shadows, Snap, TraceOptions};
use one::Job;
use report::Report;
use std::path::{Path, PathBuf};
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  linocut trace logo.png                          writes logo.svg next to it
  linocut trace logo.png -o - --colors 4          to stdout, with four colors
  linocut trace scans/ -o drawings/ --recursive   a folder and the folders in it
  linocut trace sketch.jpg --preset lineart --background drop
  linocut trace logo.png --compare sheet.png      four views in one picture
  linocut trace logo.png --quality 0.97           the simplest drawing that is this close
  linocut trace logo.png --palette '#fff -> none ~ 0.05'
  linocut trace scans/ -o drawings/ --sheet all.png --watch
  linocut trace logo.png -o logo.pdf              PDF, EPS, DXF or a component
  curl -s https://example.com/logo.png | linocut trace - > logo.svg";

/// Turn pictures into SVG
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct TraceArgs {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    effort: EffortArgs,
    #[command(flatten)]
    picture: PictureArgs,
    #[command(flatten)]
    budget: BudgetArgs,
    #[command(flatten)]
    layers: LayerArgs,
    #[command(flatten)]
    bilevel: BilevelArgs,
    #[command(flatten)]
    vtracer: VtracerArgs,
    #[command(flatten)]
    flow: FlowArgs,
}

#[derive(Args, Debug)]
struct ReportArgs {
    /// Format to write [default: what the name given with -o says, else svg]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Made>,
    /// Draw input, result, difference and outlines side by side; for several inputs a directory
    #[arg(long, value_name = "PNG")]
    compare: Option<PathBuf>,
    /// Show what another engine makes of it beside that
    #[arg(long, value_enum, value_name = "ENGINE", requires = "compare")]
    versus: Option<EngineChoice>,
    /// Draw all inputs and results on one contact sheet
    #[arg(long, value_name = "PNG")]
    sheet: Option<PathBuf>,
    /// Print a report on stdout: JSON, one line per input, with scores and times
    #[arg(long)]
    json: bool,
    /// Indent the SVG, one element a line
    #[arg(long)]
    pretty: bool,
    /// How SVG writes shapes that repeat; other formats have copies
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    repeat: RepeatChoice,
}

#[derive(Args, Debug)]
struct EffortArgs {
    /// How hard to try
    #[arg(long, value_enum, default_value_t)]
    effort: EffortChoice,
    /// Give up on a picture after this time, such as 500ms or 5s
    #[arg(long, value_name = "TIME", value_parser = duration)]
    time_budget: Option<Duration>,
    /// Pictures traced at the same time [default: number of cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Go on and trace every input again when it changes
    #[arg(long)]
    watch: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Tracing")]
struct PictureArgs {
    /// What kind of picture it is [default: logo]
    #[arg(short, long, value_enum)]
    preset: Option<PresetChoice>,
    /// At most this many colors, 1 to 256 [default: as many as the picture has]
    #[arg(short, long, aliases = ["max-colors", "max_colors"], value_name = "N")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    colors: Option<u16>,
    /// What becomes of colors: '#fff,#000' uses these only, '#fff -> none ~ 0.05; #e33 -> #d00 ~ 0.1' changes what is
    /// that close, @FILE reads .gpl, .ase, .json or one color a line
    #[arg(long, value_name = "COLORS", value_parser = palette)]
    palette: Option<Palette>,
    /// Spot colors, which stay exactly as they are and merge with no other, such as '#e30613'
    #[arg(long, value_name = "COLORS", value_parser = spots)]
    keep: Option<Palette>,
    /// Smallest region to keep, in square pixels [default: from the picture]
    #[arg(long, aliases = ["min-area-px", "min_area_px"], value_name = "AREA", value_parser = number(0.0..=1e9, "square pixels"))]
    min_area: Option<f64>,
    /// How far a curve may stray, in pixels, 0.01 to 10 [default: from the picture]
    #[arg(long, aliases = ["line-fit-tolerance", "line_fit_tolerance"], value_name = "PIXELS", value_parser = number(0.01..=10.0, "pixels"))]
    tolerance: Option<f64>,
    /// Trace pixel art, its pixels exact or with smooth outlines; implies --preset pixel
    #[arg(long, value_enum, value_name = "EDGES")]
    pixel: Option<PixelChoice>,
    /// The highest kind of curve in the outlines
    #[arg(long, value_enum, value_name = "KIND", default_value_t)]
    curves: CurveChoice,
    /// Leave every shape where it was located, even where it is level, aligned, symmetric or a copy but for noise
    #[arg(long)]
    no_snap: bool,
    /// What becomes of a background of one color
    #[arg(long, value_enum, default_value_t)]
    background: BackgroundChoice,
    /// What becomes of soft shadows and glows [default: blurred, in formats without filters shaded]
    #[arg(long, value_enum)]
    shadows: Option<ShadowChoice>,
    /// What does the tracing
    #[arg(long, value_enum, default_value_t)]
    engine: EngineChoice,
    /// VTracer's name for a choice of engine: bw is bilevel
    #[arg(long, hide = true, value_enum, conflicts_with = "engine")]
    colormode: Option<ColorMode>,
}

pub(crate) fn run(args: &TraceArgs, world: &World) -> Result<Status> {
    let made = Made::of_output(args.report.format, args.output.output.as_deref())?;
    let repeats = Repeats::from(args.report.repeat);
    if repeats == Repeats::Uses && made != Made::Drawn(Format::Svg) {
        return Err(
            Error::new(Kind::Input, "--repeat use has an effect in SVG only").hinted("leave it out, or write svg")
        );
    }
    args.flow.check_embed(made == Made::Drawn(Format::Svg), made.name())?;
    let options = options(args, made)?;
    if args.budget.budget().is_set() {
        args.flow.refuse_embed("a budget is a search around the trace")?;
    } else if trace_params(&options).is_none() {
        args.flow.refuse_embed("recipes have no names for colors")?;
    }
    let job = Job {
        made,
        options,
        effort: args.effort.effort.into(),
        target: args.budget.budget(),
        budget: args.effort.time_budget,
        spelling: WriteOptions {
            layout: if args.report.pretty { Layout::Pretty } else { Layout::Compact },
            repeats,
            ..WriteOptions::default()
        },
        scored: args.report.json || world.screen.is_verbose(),
        paired: args.report.sheet.is_some(),
        versus: args.report.versus.map(Engine::from),
        flow: Flow::open(&args.flow),
    };
    if args.effort.watch {
        return watch::watch(args, &job, world);
    }
    let round = round(args, &job, &args.output, args.inputs.expand(), world)?;
    if let Some(path) = &args.report.sheet {
        contact::write(path, &round.traced, world)?;
    }
    job.flow.close()?;
    Ok(round.end(world))
}

/// What came of tracing some inputs.
struct Round {
    outcome: Outcome<Report>,
    /// The names of the inputs whose results were written, and what came of them.
    traced: Vec<(String, Report)>,
    /// The files that were to be written.
    files: Vec<PathBuf>,
}

impl Round {
    /// Tells what failed.
    fn end(&self, world: &World) -> Status {
        let missed = self.traced.iter().any(|(_, report)| report.reached.as_ref().is_some_and(|reached| !reached.met));
        let status = self.outcome.finish("file", world);
        if missed && status == Status::Done { Status::Missed } else { status }
    }
}

/// Traces what was found and reports it.
fn round(args: &TraceArgs, job: &Job, output: &OutputArgs, found: Vec<Found>, world: &World) -> Result<Round> {
    let names: Vec<String> = found.iter().map(|f| f.name.clone()).collect();
    contact::check(args.report.sheet.as_deref(), names.len())?;
    let items = plan(args, output, job.made, found)?;
    let files = items.iter().flatten().flat_map(Item::files).collect();
    let jobs = args.effort.jobs.map(usize::from);
    let outcome = batch::each(items, jobs, world, |item| one::trace(&item, job, world));
    if args.report.json {
        let results: Vec<_> = match &outcome {
            Ok(outcome) => outcome.0.iter().map(Result::as_ref).collect(),
            Err(error) => vec![Err(error)],
        };
        let lines: Vec<_> = names.iter().zip(results).map(|(name, result)| report::line(name, result)).collect();
        write_data(lines.concat().as_bytes())?;
    }
    let outcome = outcome?;
    let done = |(name, result): (&String, &Result<Report>)| Some((name.clone(), result.as_ref().ok()?.clone()));
    let traced = names.iter().zip(&outcome.0).filter_map(done).collect();
    Ok(Round { outcome, traced, files })
}

/// One picture to trace and where its results go.
pub(crate) struct Item {
    source: Source,
    target: Target,
    sheet: Option<Target>,
}

impl Item {
    /// The files that are written for it.
    fn files(&self) -> Vec<PathBuf> {
        let file = |target: &Target| if let Target::File { path, .. } = target { Some(path.clone()) } else { None };
        [Some(&self.target), self.sheet.as_ref()].into_iter().flatten().filter_map(file).collect()
    }
}

/// Finds a place for every result; what was not found stays an error.
fn plan(args: &TraceArgs, output: &OutputArgs, made: Made, found: Vec<Found>) -> Result<Vec<Result<Item>>> {
    let sources: Vec<&Source> = found.iter().filter_map(|f| f.source.as_ref().ok()).collect();
    let targets = output.plan(&sources, made.extension())?;
    let sheets = sheets(args.report.compare.as_deref(), &sources)?;
    let drawn = targets.iter().flatten().any(|target| *target == Target::Stdout);
    let compared = sheets.iter().flatten().flatten().any(|sheet| *sheet == Target::Stdout);
    if [args.report.json, drawn, compared].iter().filter(|wanted| **wanted).count() > 1 {
        return Err(Error::new(Kind::Input, "more than one result would go to stdout")
            .hinted("-o drawing.svg writes the drawing to a file, --compare sheet.png the sheet"));
    }
    let mut places = targets.into_iter().zip(sheets);
    let mut item = |source: Source| {
        let (target, sheet) = places.next().ok_or_else(|| Error::new(Kind::Bug, "a source has no target"))?;
        let target = target?;
        made.check_terminal(&target)?;
        Ok(Item { source, target, sheet: sheet.transpose()? })
    };
    Ok(found.into_iter().map(|f| f.source.and_then(&mut item)).collect())
}

/// Where the comparison of every source goes, if they are wanted.
fn sheets(output: Option<&Path>, sources: &[&Source]) -> Result<Vec<Option<Result<Target>>>> {
    let Some(path) = output else { return Ok(sources.iter().map(|_| None).collect()) };
    let output = OutputArgs { output: Some(path.to_owned()), force: true };
    Ok(output.plan(sources, "png")?.into_iter().map(Some).collect())
}

fn options(args: &TraceArgs, made: Made) -> Result<TraceOptions> {
    let picture = &args.picture;
    let engine = if picture.colormode == Some(ColorMode::Bw) { EngineChoice::Bilevel } else { picture.engine };
    args.bilevel.belongs_to(engine)?;
    args.vtracer.belongs_to(engine)?;
    let options = TraceOptions {
        engine: engine.into(),
        preset: picture.preset()?,
        colors: picture.colors,
        palette: [&picture.keep, &picture.palette].into_iter().flatten().flat_map(|p| p.0.clone()).collect(),
        min_area: picture.min_area,
        tolerance: picture.tolerance,
        curves: picture.curves.into(),
        background: picture.background.into(),
        pixel_edges: picture.pixel.map(PixelEdges::from).unwrap_or_default(),
        snap: if picture.no_snap { Snap::Off } else { Snap::On },
        shadows: picture.shadows(made, engine),
        bilevel: args.bilevel.options(),
        vtracer: args.vtracer.options(),
        ..TraceOptions::default()
    };
    Ok(args.layers.onto(options, made))
}

impl PictureArgs {
    /// Shapes instead of filters where the format that is `made` knows none; PDF holds the pixels of a shadow as well.
    fn shadows(&self, made: Made, engine: EngineChoice) -> Shadows {
        let plain = match made {
            Made::Drawn(Format::Eps | Format::Dxf | Format::Android | Format::SwiftUi) => Shadows::Shaded,
            Made::Drawn(_) | Made::Png => Shadows::Blurred,
        };
        let plain = if engine == EngineChoice::Subpixel { plain } else { Shadows::default() };
        self.shadows.map_or(plain, Shadows::from)
    }

    fn preset(&self) -> Result<Preset> {
        match (self.pixel, self.preset) {
            (None, preset) => Ok(preset.unwrap_or_default().into()),
            (Some(_), None | Some(PresetChoice::Pixel)) => Ok(Preset::Pixel),
            (Some(_), Some(_)) => Err(Error::new(Kind::Input, "--pixel has an effect with --preset pixel only")
                .hinted("leave out one of them")),
        }
    }
}
