//! `linocut library`: icons that are drawn already.

mod add;
mod licenses;
mod list;
mod packs;
mod search;
mod show;

pub(crate) use packs::{added, home, load, place};

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::world::World;
use clap::{Args, Subcommand};
use linocut_core::{Error, Kind, Result};
use linocut_icons::{IconInfo, Library};
use serde_json::{Map, Value, json};

const EXAMPLES: &str = "\
Examples:
  linocut library search cloud with lock              icons for words
  linocut library search bell --style solid -n 5      five filled ones
  linocut library show lucide:house -o house.svg      the icon as SVG
  linocut library add icons.json                      a set of your own, Iconify JSON
  linocut library list                                sets, authors, licenses
  linocut library licenses lucide                     the terms of one set";

/// How alike two names must be to be one mistyped: 0.8 lets two letters of ten be wrong.
const LIKENESS: f64 = 0.8;

/// Find icons by words, show them, add sets, read their licenses
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct LibraryArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Search(search::SearchArgs),
    Show(show::ShowArgs),
    Add(add::AddArgs),
    List(list::ListArgs),
    Licenses(licenses::LicensesArgs),
}

pub(crate) fn run(args: &LibraryArgs, world: &World) -> Result<Status> {
    match &args.command {
        Command::Search(args) => search::run(args, world),
        Command::Show(args) => show::run(args, world),
        Command::Add(args) => add::run(args, world),
        Command::List(args) => list::run(args, world),
        Command::Licenses(args) => licenses::run(args, world),
    }
}

/// What JSON says of an icon; the names are permanent.
fn icon_json(info: &IconInfo, library: &Library) -> Map<String, Value> {
    let family = library.family(&info.set.id).map(|family| family.id.clone());
    let facts = json!({
        "id": info.id,
        "name": info.name,
        "names": info.names,
        "tags": info.tags,
        "style": info.style.name(),
        "width": info.width,
        "corner": info.corner.map(linocut_glyph::Corner::name),
        "family": family,
        "set": info.set.id,
        "title": info.set.title,
        "author": info.set.author,
        "license": info.set.license,
        "url": info.set.url,
    });
    if let Value::Object(facts) = facts { facts } else { Map::new() }
}

/// The error for a set that is not there, with the one that was probably meant.
pub(crate) fn no_set(name: &str, library: &Library) -> Error {
    let names = library.sets().iter().map(|set| set.id.as_str());
    let names: Vec<&str> = names.chain(library.families().iter().map(|family| family.id.as_str())).collect();
    let titles = library.sets().iter().map(|set| (set.title.to_lowercase(), set.id.as_str()));
    let named: Vec<(String, &str)> = names.into_iter().map(|name| (name.to_owned(), name)).chain(titles).collect();
    let asked = name.to_lowercase();
    let likely = named.iter().map(|(known, id)| (strsim::jaro_winkler(&asked, known), *id));
    let best = likely.filter(|(like, _)| *like >= LIKENESS).max_by(|a, b| a.0.total_cmp(&b.0));
    let error = Error::new(Kind::Missing, format!("no set named '{name}'"));
    match best {
        Some((_, meant)) => error.hinted(format!("did you mean '{meant}'? `linocut library list` shows all sets")),
        None => error.hinted("`linocut library list` shows all sets"),
    }
}
