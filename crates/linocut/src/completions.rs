//! `linocut completions`: what a shell needs to complete commands and options.

use crate::cli::{Cli, TEMPLATE};
use crate::failure::Status;
use crate::screen::write_data;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use linocut_core::Result;

const EXAMPLES: &str = "\
Examples:
  linocut completions bash > ~/.local/share/bash-completion/completions/linocut
  linocut completions zsh > ~/.zfunc/_linocut
  linocut completions fish > ~/.config/fish/completions/linocut.fish";

/// Print completions for a shell
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs) -> Result<Status> {
    let mut out = Vec::new();
    generate(args.shell, &mut Cli::command(), "linocut", &mut out);
    write_data(&out)?;
    Ok(Status::Done)
}
