//! `linocut man`: manual pages.

use crate::cli::{Cli, TEMPLATE};
use crate::failure::Status;
use crate::output::{Target, make_folder};
use crate::screen::write_data;
use crate::world::World;
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use linocut_core::{Error, Kind, Result};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  linocut man | man -l -
  linocut man -o ~/.local/share/man/man1     one page for each command";

/// Print the manual page, or write one for each command
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct ManArgs {
    /// Directory to write linocut.1, linocut-trace.1 and the others to
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &ManArgs, world: &World) -> Result<Status> {
    let mut whole = Cli::command();
    whole.build();
    let Some(folder) = &args.output else {
        write_data(&page(&whole)?)?;
        return Ok(Status::Done);
    };
    make_folder(folder)?;
    let commands = whole.get_subcommands().filter(|command| command.get_name() != "help");
    let pages: Vec<&Command> = std::iter::once(&whole).chain(commands).collect();
    for command in &pages {
        let name = command.get_display_name().unwrap_or(command.get_name());
        Target::named(&folder.join(format!("{name}.1"))).write(&page(command)?)?;
    }
    world.screen.say(&format!("{} pages → {}", pages.len(), folder.display()));
    Ok(Status::Done)
}

fn page(command: &Command) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let written = Man::new(command.clone()).render(&mut out);
    written.map_err(|e| Error::new(Kind::Bug, "cannot write the manual").cause(e))?;
    Ok(out)
}
