//! The command line: reads arguments, calls the crates that do the work, prints what comes of it.
//!
//! One file per command, its arguments and its `run` together; the other files are what commands share.

mod cli;

mod analyze;
mod cage;
mod completions;
mod convert;
mod diagram;
mod doctor;
mod draw;
mod edit;
mod library;
mod man;
mod providers;
mod render;
mod run;
mod sanitize;
mod score;
mod serve;
mod tidy;
mod trace;
mod usage;

mod batch;
mod clock;
mod failure;
mod flow;
mod format;
mod input;
mod output;
mod pen;
mod picture;
mod screen;
mod values;
mod world;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    failure::keep_panics_quiet();
    let cli = cli::Cli::parse();
    let world = match world::World::new(&cli.common) {
        Ok(world) => world,
        Err(error) => return ExitCode::from(error.kind().exit_code()),
    };
    match failure::guarded(|| cli.command.run(&world)) {
        Ok(status) => status.exit_code(),
        Err(error) => {
            world.screen.error(&error);
            ExitCode::from(error.kind().exit_code())
        }
    }
}
