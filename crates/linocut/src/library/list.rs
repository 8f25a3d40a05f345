//! `linocut library list`: sets, authors, licenses.

use super::load;
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::screen::write_data;
use crate::world::World;
use clap::Args;
use linocut_core::Result;
use linocut_glyph::Style;
use linocut_icons::{Library, SetInfo};
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  linocut library list
  linocut library list --json | jq -r 'select(.license == \"ISC\").set'";

/// List the icon sets, preferred families first
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct ListArgs {
    /// Print JSON, one line per set
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &ListArgs, world: &World) -> Result<Status> {
    let library = load(world)?;
    let mut lines = String::new();
    for family in library.families() {
        for set in family.sets.iter().filter_map(|id| set(id, &library)) {
            lines += &if args.json { as_json(set, &family.id) } else { as_text(set) };
        }
    }
    write_data(lines.as_bytes())?;
    Ok(Status::Done)
}

/// A set by its name; an added one hides one of the same name.
fn set<'a>(id: &str, library: &'a Library) -> Option<&'a SetInfo> {
    library.sets().iter().find(|set| set.id == id)
}

fn as_text(set: &SetInfo) -> String {
    let SetInfo { id, count, license, title, .. } = set;
    let author = if set.author.is_empty() { String::new() } else { format!(", {}", set.author) };
    let mark = if set.added { "  (added)" } else { "" };
    format!("{id:<27} {count:>6}  {license:<13} {:<29} {title}{author}{mark}\n", styles(set).join(" "))
}

fn styles(set: &SetInfo) -> Vec<&'static str> {
    set.styles.iter().copied().map(Style::name).collect()
}

/// The names are permanent.
fn as_json(set: &SetInfo, family: &str) -> String {
    let line = json!({
        "set": set.id,
        "title": set.title,
        "author": set.author,
        "license": set.license,
        "url": set.url,
        "count": set.count,
        "styles": styles(set),
        "family": family,
        "added": set.added,
    });
    format!("{line}\n")
}
