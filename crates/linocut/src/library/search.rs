//! `linocut library search`: icons for words.

use super::{icon_json, load, no_set};
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::screen::write_data;
use crate::world::World;
use clap::Args;
use linocut_core::{Error, Kind, Result};
use linocut_glyph::Style;
use linocut_icons::{Hit, Library, SearchOptions};
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  linocut library search shield with check mark
  linocut library search bell --style solid --style duotone
  linocut library search payment --family tabler -n 3
  linocut library search cloud lock --json | jq -r .id";

/// Icons that are listed unless asked otherwise.
const LISTED: usize = 10;

/// Find icons for words; best first, each with its set and license
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct SearchArgs {
    /// What the icon shall show
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Only this style: line, outline, solid, duotone, color, mixed; may be given again
    #[arg(short, long, value_name = "STYLE", value_parser = style)]
    style: Vec<Style>,
    /// Only this set; may be given again
    #[arg(long, value_name = "SET")]
    set: Vec<String>,
    /// Only this family of sets that look alike; may be given again
    #[arg(long, value_name = "FAMILY")]
    family: Vec<String>,
    /// Most icons to list
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = LISTED)]
    limit: usize,
    /// Print JSON, one line per icon
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &SearchArgs, world: &World) -> Result<Status> {
    let library = load(world)?;
    let options = SearchOptions { styles: args.style.clone(), sets: sets(args, &library)?, limit: args.limit };
    let words = args.words.join(" ");
    let hits = library.search(&words, &options);
    if hits.is_empty() && args.limit > 0 {
        return Err(nothing(&words, &options, &library));
    }
    let lines = hits.iter().map(|hit| if args.json { as_json(hit, &library) } else { as_text(hit, &library) });
    write_data(lines.collect::<Result<String>>()?.as_bytes())?;
    Ok(Status::Done)
}

/// The sets that may be searched; empty for all.
fn sets(args: &SearchArgs, library: &Library) -> Result<Vec<String>> {
    let mut sets = args.set.clone();
    if let Some(unknown) = sets.iter().find(|set| library.sets().iter().all(|known| known.id != **set)) {
        return Err(no_set(unknown, library));
    }
    for family in &args.family {
        sets.extend(library.family(family).ok_or_else(|| no_set(family, library))?.sets.clone());
    }
    Ok(sets)
}

fn nothing(words: &str, options: &SearchOptions, library: &Library) -> Error {
    let error = Error::new(Kind::Missing, format!("no icon for '{words}'"));
    let anywhere = library.search(words, &SearchOptions { limit: 1, ..SearchOptions::default() });
    match anywhere.first().and_then(|hit| library.info(hit.icon).ok()) {
        Some(info) if !(options.styles.is_empty() && options.sets.is_empty()) => {
            error.hinted(format!("other sets and styles have one, {} ({})", info.id, info.style))
        }
        _ => error.hinted("say it in fewer or other words, in English"),
    }
}

fn as_text(hit: &Hit, library: &Library) -> Result<String> {
    let info = library.info(hit.icon)?;
    let missed = if hit.missed.is_empty() { String::new() } else { format!("  without {}", hit.missed.join(", ")) };
    let (score, kind, license) = (hit.score, hit.kind.name(), &info.set.license);
    Ok(format!("{:<36} {:<8} {score:.2} {kind:<8} {license}{missed}\n", info.id, info.style.name()))
}

fn as_json(hit: &Hit, library: &Library) -> Result<String> {
    let mut line = icon_json(&library.info(hit.icon)?, library);
    let found = [
        ("score", json!((hit.score * 1e3).round() / 1e3)),
        ("kind", json!(hit.kind.name())),
        ("covered", json!(hit.covered)),
        ("missed", json!(hit.missed)),
    ];
    line.extend(found.map(|(key, value)| (key.to_owned(), value)));
    Ok(format!("{}\n", Value::Object(line)))
}

/// Reads the name of a style.
fn style(text: &str) -> Result<Style, String> {
    let names = Style::ALL.map(Style::name).join(", ");
    Style::from_name(text).ok_or_else(|| format!("'{text}' is not a style; styles are {names}"))
}
