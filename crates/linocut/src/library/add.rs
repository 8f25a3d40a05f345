//! `linocut library add`: sets of one's own.

use super::packs::{EXTENSION, home};
use crate::batch;
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::Source;
use crate::output::{Target, make_folder};
use crate::values::count;
use crate::world::World;
use clap::Args;
use linocut_core::{Error, Kind, Result};
use linocut_icons::{Collection, Library, SetInfo, read_collection};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  linocut library add icons.json                             a set in Iconify JSON
  linocut library add node_modules/@iconify-json/*/icons.json
  LINOCUT_HOME=./brand linocut library add brand.json        kept in ./brand/icons";

/// Largest file that is read, in bytes; the largest public set has 9 MB.
const MAX_BYTES: u64 = 128 << 20;
/// Icons that cannot be used and are named; `--verbose` names all.
const NAMED: usize = 3;

/// Add icon sets in Iconify JSON, kept in your data directory
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct AddArgs {
    /// Files in Iconify JSON, or - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(crate) fn run(args: &AddArgs, world: &World) -> Result<Status> {
    let folder = home()?;
    make_folder(&folder)?;
    let library = Library::embedded()?;
    let one = |source: Source| add(&source, &folder, library, world);
    let sources = args.files.iter().map(|path| Ok(Source::new(path))).collect();
    Ok(batch::each(sources, None, world, one)?.finish("file", world))
}

fn add(source: &Source, folder: &Path, library: &Library, world: &World) -> Result<()> {
    let bytes = source.read(MAX_BYTES)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(Error::new(Kind::Limit, format!("file is larger than {} MiB", MAX_BYTES >> 20)).at(source.name()));
    }
    let collection = read_collection(&bytes, library).map_err(|e| e.at(source.name()))?;
    report_failed(&collection, world);
    let pack = collection.pack().map_err(|e| e.at(source.name()))?;
    let path = folder.join(&collection.set.id).with_extension(EXTENSION);
    let replaced = if path.exists() { ", in the place of the set of that name" } else { "" };
    let target = Target::File { path, replace: true };
    target.write(&pack)?;
    let set = &collection.set;
    let number = count(collection.icons.len(), "icon");
    world.screen.say(&format!("{} → {}: {number}, {}{replaced}", source.name(), target.name(), set.credit()));
    if let Some(hidden) = hidden(set, library) {
        world.screen.warning(&format!("{hidden}; remove {} to have that back", target.name()));
    }
    if !set.has_license() {
        world.screen.warning(&format!("{}: the file names no license; find out before you publish its icons", set.id));
    }
    Ok(())
}

/// Says which set of the library the new one hides, if any.
fn hidden(set: &SetInfo, library: &Library) -> Option<String> {
    let own = library.sets().iter().find(|own| own.id == set.id)?;
    Some(format!("{}: takes the place of the {} that Linocut carries", set.id, own.title))
}

fn report_failed(collection: &Collection, world: &World) {
    let failed = &collection.failed;
    let named = if world.screen.is_verbose() { failed.len() } else { NAMED };
    for (name, error) in failed.iter().take(named) {
        world.screen.warning(&format!("{}:{name} is left out: {error}", collection.set.id));
    }
    if failed.len() > named {
        world
            .screen
            .warning(&format!("{} more are left out; --verbose names them", count(failed.len() - named, "icon")));
    }
}

#[cfg(test)]
mod tests {
    use super::hidden;
    use linocut_icons::{Library, SetInfo};

    #[track_caller]
    fn check(id: &str, expected: Option<&str>) {
        let set = SetInfo { id: id.to_owned(), title: "Mine".to_owned(), ..SetInfo::default() };
        assert_eq!(hidden(&set, Library::embedded().unwrap()).as_deref(), expected);
    }

    #[test]
    fn says_what_a_set_hides() {
        check("lucide", Some("lucide: takes the place of the Lucide that Linocut carries"));
        check("mine", None);
    }
}
