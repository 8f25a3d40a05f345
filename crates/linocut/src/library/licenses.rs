//! `linocut library licenses`: the terms of the icons.

use super::{load, no_set};
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::screen::write_data;
use crate::world::World;
use clap::Args;
use linocut_core::Result;
use linocut_icons::{Library, SetInfo};

const EXAMPLES: &str = "\
Examples:
  linocut library licenses lucide               one set: credit, its own terms, the license
  linocut library licenses > ICON-LICENSES.md   everything, to ship with your program";

/// Credits and terms of all sets, and each license in full once.
const TEXT: &str = include_str!("../../../../licenses/ICONS.md");
/// Where the terms of single sets begin in it.
const TERMS: &str = "## Where a set's own terms say more";
/// Where the licenses begin in it.
const LICENSES: &str = "## The licenses";

/// Print the licenses of the icons that Linocut carries
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct LicensesArgs {
    /// Only this set or family, as `linocut library list` names it
    #[arg(value_name = "SET")]
    set: Option<String>,
}

pub(crate) fn run(args: &LicensesArgs, world: &World) -> Result<Status> {
    let text = match &args.set {
        None => TEXT.to_owned(),
        Some(name) => terms(name, &load(world)?)?,
    };
    write_data(text.as_bytes())?;
    Ok(Status::Done)
}

/// Credits of the sets called `name`, what their own terms add, and the licenses that these name.
fn terms(name: &str, library: &Library) -> Result<String> {
    let sets = sets(name, library);
    if sets.is_empty() {
        return Err(no_set(name, library));
    }
    let credits = sets.iter().map(|set| credit(set));
    let own = parts(TERMS).filter(|(heading, _)| sets.iter().any(|set| concerns(heading, set)));
    let mut out: Vec<String> = credits.chain(own.map(|(_, part)| part.to_owned())).collect();
    let said = out.join("\n");
    out.extend(parts(LICENSES).filter(|(id, _)| names(&said, id)).map(|(_, part)| part.to_owned()));
    let text = out.join("\n\n");
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("```")).collect();
    Ok(lines.join("\n") + "\n")
}

/// The set called `name`, or the sets of the family called so.
fn sets<'a>(name: &str, library: &'a Library) -> Vec<&'a SetInfo> {
    let set = |id: &str| library.sets().iter().find(|set| set.id == id);
    match (set(name), library.family(name)) {
        (Some(set), _) => vec![set],
        (None, Some(family)) => family.sets.iter().filter_map(|id| set(id)).collect(),
        (None, None) => Vec::new(),
    }
}

/// Whose a set is, and the copyright line of its license file.
fn credit(set: &SetInfo) -> String {
    let start = format!("| {} |", set.id);
    let row = TEXT.lines().find(|line| line.starts_with(&start)).filter(|_| !set.added);
    let holder = row.and_then(|row| row.split(" | ").nth(3)).filter(|holder| !holder.starts_with("author:"));
    [Some(set.credit().as_str()), holder].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The parts of the section that begins with the line `heading`, each with its own heading.
fn parts(heading: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let section = TEXT.split_once(heading).map_or("", |(_, section)| section);
    let section = section.split("\n## ").next().unwrap_or_default();
    section.split("\n### ").skip(1).map(|part| (part.lines().next().unwrap_or_default(), part.trim_end()))
}

/// Whether a heading names a set: by its title, or by its name in parentheses.
fn concerns(heading: &str, set: &SetInfo) -> bool {
    let title = heading.split(['(', ',']).next().unwrap_or_default().trim();
    let in_parentheses = heading.split('(').skip(1).filter_map(|part| part.split(')').next());
    !set.added && (title == set.title || in_parentheses.flat_map(|ids| ids.split(", ")).any(|id| id == set.id))
}

/// Whether `text` names a license as a word: `MIT`, but not the `mit` of `permit`.
fn names(text: &str, license: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "-.".contains(c))).any(|word| word == license)
}
