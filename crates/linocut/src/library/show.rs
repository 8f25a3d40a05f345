//! `linocut library show`: one icon as SVG.

use super::{icon_json, load, no_set};
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::output::{Target, check_svg_name};
use crate::screen::write_data;
use crate::world::World;
use clap::Args;
use linocut_core::{Error, Kind, Result};
use linocut_icons::{IconId, Library, SearchOptions};
use serde_json::{Value, json};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  linocut library show lucide:house > house.svg
  linocut library show tabler:home@solid -o home.svg
  linocut library show ph:bell --json";

/// Write an icon as SVG, with set, author and license in its description
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct ShowArgs {
    /// The icon, as `linocut library search` names it
    #[arg(value_name = "ID")]
    id: String,
    /// File to write, or - for stdout
    #[arg(short, long, value_name = "OUT", default_value = "-", conflicts_with = "json")]
    output: PathBuf,
    /// Print JSON, the SVG in it
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &ShowArgs, world: &World) -> Result<Status> {
    check_svg_name(Some(&args.output))?;
    let library = load(world)?;
    let icon = library.named(&args.id).ok_or_else(|| no_icon(&args.id, &library))?;
    if args.json {
        write_data(as_json(icon, &library)?.as_bytes())?;
        return Ok(Status::Done);
    }
    let target = Target::named(&args.output);
    target.write(format!("{}\n", library.labeled_svg(icon)?).as_bytes())?;
    if let Target::File { .. } = target {
        world.screen.say(&format!("{}: {}", target.name(), library.info(icon)?.credit()));
    }
    Ok(Status::Done)
}

fn as_json(icon: IconId, library: &Library) -> Result<String> {
    let mut facts = icon_json(&library.info(icon)?, library);
    facts.insert("svg".to_owned(), json!(library.labeled_svg(icon)?));
    Ok(format!("{}\n", Value::Object(facts)))
}

/// The error for an icon that is not there, with the one that was probably meant.
fn no_icon(id: &str, library: &Library) -> Error {
    let (set, name) = id.split_once(':').map_or((None, id), |(set, name)| (Some(set), name));
    if let Some(set) = set.filter(|set| library.sets().iter().all(|known| known.id != *set)) {
        return no_set(set, library);
    }
    let sets = set.map(str::to_owned).into_iter().collect();
    let hits = library.search(name, &SearchOptions { sets, limit: 1, ..SearchOptions::default() });
    let error = Error::new(Kind::Missing, format!("no icon named '{id}'"));
    match hits.first().and_then(|hit| library.info(hit.icon).ok()) {
        Some(info) => error.hinted(format!("did you mean {}? `linocut library search` finds others", info.id)),
        None => error.hinted("`linocut library search` finds icons by words"),
    }
}
