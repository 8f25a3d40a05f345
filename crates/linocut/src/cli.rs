//! The commands and the options they all have.

use crate::failure::Status;
use crate::screen::{Color, Level};
use crate::world::World;
use crate::{
    analyze, cage, completions, convert, diagram, doctor, draw, edit, library, man, providers, render, run, sanitize,
    score, serve, tidy, trace, usage,
};
use clap::{Args, Parser, Subcommand};
use linocut_core::Result;

/// Order of a help page: what it is, examples, usage, options.
pub(crate) const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  linocut draw shield with check mark        an icon for words
  linocut trace logo.png                     writes logo.svg next to it
  linocut trace scans/ -o drawings/          a whole folder
  linocut render logo.svg -o logo.png        SVG to PNG
  linocut convert logo.svg -o logo.pdf       SVG to PDF, DXF, JSX and others
  linocut score logo.png logo.svg            how close is the drawing?
  linocut edit icon.svg 'make it red'        changes in plain words
  linocut diagram 'ask, if ok pay else wait' a drawn diagram of words
  linocut library search cloud with lock     icons that are drawn already
  linocut tidy drawing.svg -o smaller.svg    the same picture in fewer bytes
  linocut run words-to-icon bell -o bell.svg a recipe of several steps
  linocut help trace                         everything about one command";

const ENDING: &str = "\
Exit codes:
  0 done                    4 unavailable                    8 some files of a batch failed
  1 written, target missed  5 over a limit                  70 a mistake in linocut
  2 wrong input             6 refused for safety           130 interrupted
  3 not found               7 reading or writing failed";

/// Turns words and pictures into clean, editable SVG
#[derive(Debug, Parser)]
#[command(name = "linocut", version, propagate_version = true, arg_required_else_help = true)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = ENDING)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command has.
#[derive(Args, Debug)]
#[command(next_help_heading = "Messages")]
pub(crate) struct Common {
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print more about what is done
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// When to color messages
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

impl Common {
    pub(crate) fn level(&self) -> Level {
        match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (false, false) => Level::Normal,
            (false, true) => Level::Verbose,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Draw(Box<draw::DrawArgs>),
    Trace(Box<trace::TraceArgs>),
    Diagram(diagram::DiagramArgs),
    Render(render::RenderArgs),
    Score(score::ScoreArgs),
    Analyze(analyze::AnalyzeArgs),
    Edit(Box<edit::EditArgs>),
    Library(library::LibraryArgs),
    Convert(convert::ConvertArgs),
    Tidy(tidy::TidyArgs),
    Sanitize(sanitize::SanitizeArgs),
    Run(Box<run::RunArgs>),
    Cache(run::CacheArgs),
    Serve(serve::ServeArgs),
    #[command(hide = true)]
    Cage(cage::CageArgs),
    Providers(providers::ProvidersArgs),
    Usage(usage::UsageArgs),
    Doctor(doctor::DoctorArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

impl Command {
    pub(crate) fn run(&self, world: &World) -> Result<Status> {
        match self {
            Self::Draw(args) => draw::run(args, world),
            Self::Trace(args) => trace::run(args, world),
            Self::Diagram(args) => diagram::run(args, world),
            Self::Render(args) => render::run(args, world),
            Self::Score(args) => score::run(args, world),
            Self::Analyze(args) => analyze::run(args, world),
            Self::Edit(args) => edit::run(args, world),
            Self::Library(args) => library::run(args, world),
            Self::Convert(args) => convert::run(args, world),
            Self::Tidy(args) => tidy::run(args, world),
            Self::Sanitize(args) => sanitize::run(args, world),
            Self::Run(args) => run::run(args, world),
            Self::Cache(args) => run::run_cache(args, world),
            Self::Serve(args) => serve::run(args, world),
            Self::Cage(args) => cage::run(args),
            Self::Providers(args) => providers::run(args, world),
            Self::Usage(args) => usage::run(args, world),
            Self::Doctor(args) => doctor::run(args, world),
            Self::Completions(args) => completions::run(args),
            Self::Man(args) => man::run(args, world),
        }
    }
}
