//! `linocut analyze`: what kind of picture is it?

use crate::batch;
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::{InputArgs, Source};
use crate::picture::load_raster;
use crate::screen::write_data;
use crate::trace::{error_json, json_line};
use crate::world::World;
use clap::Args;
use linocut_core::Result;
use linocut_trace::Analysis;
use serde_json::{Map, json};

const EXAMPLES: &str = "\
Examples:
  linocut analyze logo.png
  linocut analyze scans/ --recursive --json | jq -r '[.input, .class] | @tsv'";

/// Colors that the text form lists; JSON lists all.
const LISTED_COLORS: usize = 8;

/// Tell what kind of picture it is: features, palette, class
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct AnalyzeArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// Print JSON, one line per picture
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &AnalyzeArgs, world: &World) -> Result<Status> {
    let one = |source: Source| {
        let picture = load_raster(&source)?;
        Ok(((picture.width(), picture.height()), linocut_trace::analyze(&picture)))
    };
    let found = args.inputs.expand();
    let names: Vec<String> = found.iter().map(|f| f.name.clone()).collect();
    let outcome = batch::each(found.into_iter().map(|f| f.source).collect(), None, world, one)?;
    for (name, result) in names.iter().zip(&outcome.0) {
        let text = match result {
            Ok((size, analysis)) if args.json => as_json(name, *size, analysis),
            Ok((size, analysis)) => as_text(name, *size, analysis),
            Err(error) if args.json => json_line(&json!({ "input": name, "error": error_json(error) })),
            Err(_) => String::new(),
        };
        write_data(text.as_bytes())?;
    }
    Ok(outcome.finish("file", world))
}

fn as_text(name: &str, (width, height): (u32, u32), a: &Analysis) -> String {
    let colors = a.palette.iter().take(LISTED_COLORS);
    let colors: Vec<_> = colors.map(|s| format!("{} {:.1} %", s.color, s.share.get() * 100.0)).collect();
    let more = if a.palette.len() > LISTED_COLORS { ", …" } else { "" };
    let mut lines = vec![
        format!("{name}: {width} × {height} pixels{}", if a.has_alpha { ", see-through" } else { "" }),
        format!("  class              {} ({:.0} % sure)", a.class.name(), a.confidence.get() * 100.0),
        format!("  suggested preset   {}", a.preset.name()),
        format!("  palette            {}{more}", colors.join(", ")),
    ];
    lines.extend(features(a).map(|(label, value)| format!("  {label:<18} {value}")));
    lines.join("\n") + "\n"
}

fn features(a: &Analysis) -> [(&'static str, String); 7] {
    let part = |value: f64| format!("{value:.3}");
    [
        ("edge density", part(a.edge_density.get())),
        ("unique colors", a.unique_colors.to_string()),
        ("entropy", part(a.entropy)),
        ("corner density", part(a.corner_density)),
        ("gradient strength", part(a.gradient_strength.get())),
        ("complexity", part(a.complexity.get())),
        ("letters", a.letters.to_string()),
    ]
}

/// A line of the JSON report; the names are permanent.
fn as_json(input: &str, size: (u32, u32), a: &Analysis) -> String {
    let mut line = Map::from_iter([("input".to_owned(), json!(input))]);
    line.extend(linocut_stages::facts(size, a));
    json_line(&line)
}
