//! `linocut convert`: SVG → the other formats.

use crate::batch;
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::format::Made;
use crate::input::{DrawingArgs, Source};
use crate::output::{OutputArgs, Target};
use crate::picture::{svg_bytes, warn};
use crate::values::{bytes, number};
use crate::world::World;
use clap::{Args, ValueEnum};
use linocut_core::{Error, Kind, Result};
use linocut_export::{DxfVersion, ExportOptions, Format, Ink, Length, LengthUnit, Size};
use linocut_svg::{Limits, Precision};

const EXAMPLES: &str = "\
Examples:
  linocut convert logo.svg -o logo.pdf
  linocut convert logo.svg --to dxf --width 50mm        writes logo.dxf for a cutter
  linocut convert icons/ --to jsx -o src/icons/         a component for each
  linocut convert bell.svg --to css --current-color     a mask in the text's color
  linocut convert logo.svg --to data-uri -o - | pbcopy";

/// Turn SVG into PDF, DXF, components and other formats
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct ConvertArgs {
    #[command(flatten)]
    inputs: DrawingArgs,
    /// Format to write [default: what the name given with -o says]
    #[arg(short, long, alias = "format", value_enum, value_name = "FORMAT")]
    to: Option<Made>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    look: LookArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Result")]
struct LookArgs {
    /// Width of the page, such as 50mm, 2in, 36pt or 640px; the height follows [default: the drawing's own]
    #[arg(short, long, value_name = "LENGTH", conflicts_with = "scale")]
    width: Option<String>,
    /// Size of the page against the drawing's own
    #[arg(long, value_name = "FACTOR", value_parser = number(0.0001..=10_000.0, ""))]
    scale: Option<f64>,
    /// Unit of lengths in svg and dxf, and of a --width without one [default: px, in dxf mm]
    #[arg(long, value_enum)]
    unit: Option<UnitChoice>,
    /// Decimals of coordinates, 0 to 6 [default: what nobody sees]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=6))]
    precision: Option<u8>,
    /// Take the color of the text around it, if the drawing has one color
    #[arg(long)]
    current_color: bool,
    /// What components and classes are called [default: the name of the file]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Which DXF to write
    #[arg(long, value_enum, default_value_t)]
    dxf: DxfChoice,
}

/// Units as people write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum UnitChoice {
    Px,
    Mm,
    In,
    Pt,
}

impl From<UnitChoice> for LengthUnit {
    fn from(choice: UnitChoice) -> Self {
        match choice {
            UnitChoice::Px => Self::Px,
            UnitChoice::Mm => Self::Mm,
            UnitChoice::In => Self::In,
            UnitChoice::Pt => Self::Pt,
        }
    }
}

/// DXF versions as people write them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum DxfChoice {
    R12,
    #[default]
    R2000,
}

impl From<DxfChoice> for DxfVersion {
    fn from(choice: DxfChoice) -> Self {
        match choice {
            DxfChoice::R12 => Self::R12,
            DxfChoice::R2000 => Self::R2000,
        }
    }
}

pub(crate) fn run(args: &ConvertArgs, world: &World) -> Result<Status> {
    let made = made(args)?;
    made.check_name(args.output.output.as_deref())?;
    let options = options(&args.look)?;
    let found = args.inputs.expand();
    let sources: Vec<&Source> = found.iter().filter_map(|f| f.source.as_ref().ok()).collect();
    let mut targets = args.output.plan(&sources, made.extension())?.into_iter();
    let mut item = |source: Source| {
        let target = targets.next().ok_or_else(|| Error::new(Kind::Bug, "a source has no target"))??;
        made.check_terminal(&target)?;
        Ok((source, target))
    };
    let items = found.into_iter().map(|f| f.source.and_then(&mut item)).collect();
    let outcome = batch::each(items, None, world, |(source, target)| convert(&source, &target, made, &options, world))?;
    Ok(outcome.finish("file", world))
}

/// The format that the options or the name of the result ask for.
fn made(args: &ConvertArgs) -> Result<Made> {
    args.to.or_else(|| args.output.output.as_deref().and_then(Made::from_name)).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.into_iter().map(Format::name).collect();
        Error::new(Kind::Input, "no format is wanted").hinted(format!("--to names one: {}, png", names.join(", ")))
    })
}

fn options(look: &LookArgs) -> Result<ExportOptions> {
    let unit = look.unit.map(LengthUnit::from);
    let width = look.width.as_deref().map(|text| {
        Length::parse(text, unit.unwrap_or_default()).ok_or_else(|| {
            Error::new(Kind::Input, format!("'{text}' is not a length above zero"))
                .hinted("write it like 50mm, 2in, 36pt or 640px")
        })
    });
    let size = match (width.transpose()?, look.scale) {
        (Some(length), _) => Size::Width(length),
        (None, Some(factor)) => Size::Scaled(factor),
        (None, None) => Size::Own,
    };
    Ok(ExportOptions {
        name: look.name.clone(),
        precision: look.precision.and_then(Precision::new),
        size,
        unit,
        ink: if look.current_color { Ink::Current } else { Ink::Own },
        dxf: look.dxf.into(),
    })
}

fn convert(source: &Source, target: &Target, made: Made, options: &ExportOptions, world: &World) -> Result<()> {
    let read = linocut_svg::read(&svg_bytes(source)?, &Limits::default()).map_err(|e| e.at(source.name()))?;
    warn(source, &read.warnings, world);
    world.check()?;
    let name = options.name.clone().or_else(|| source.stem());
    let result = made.make(&read.value, &ExportOptions { name, ..options.clone() }).map_err(|e| e.at(source.name()))?;
    warn(source, &result.warnings, world);
    target.write(&result.value)?;
    world.screen.say(&format!("{} → {}: {}", source.name(), target.name(), bytes(result.value.len())));
    Ok(())
}
