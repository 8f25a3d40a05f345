//! `linocut providers`: who can be asked, and who is.

mod list;
mod schema;
mod trial;

pub(crate) use trial::{examine, guards};

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::pen::{config, save, variable};
use crate::values::duration;
use crate::world::World;
use clap::{Args, Subcommand};
use linocut_core::Result;
use linocut_models::config::FileProvider;
use linocut_models::provider::Family;
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  linocut providers list                         who is known, from where, and who is asked
  linocut providers test                         ask the one that is asked for a word
  linocut providers use ollama                   from now on
  linocut providers use mine --family openai --url http://127.0.0.1:8080/v1
  linocut providers use claude --family anthropic --key-env ANTHROPIC_API_KEY
  LINOCUT_PROVIDER=mine linocut draw \"a fox\"     for one command";

/// Show, test and choose language models and painters that other programs run
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct ProvidersArgs {
    #[command(subcommand)]
    command: ProvidersCommand,
}

#[derive(Debug, Subcommand)]
enum ProvidersCommand {
    /// Show who is known, from where, and who is asked
    List {
        /// Print JSON, one line per provider
        #[arg(long)]
        json: bool,
    },
    /// Ask a provider for a word, and list the models of its server
    Test {
        /// Its name [default: the one that is asked]
        name: Option<String>,
        /// Longest time until an answer, such as 5s or 2m
        #[arg(long, value_name = "TIME", value_parser = duration, default_value = "30s")]
        deadline: Duration,
    },
    /// Choose who is asked from now on, and make it known if it is not
    Use(Box<UseArgs>),
    /// Forget a provider of the file
    Forget {
        /// Its name
        name: String,
    },
    /// Choose nobody: who is known is asked on request only
    Nobody,
    /// Print the JSON Schema that a language model is asked to keep to: plan, edit, or a kind of diagram
    Schema {
        /// plan, edit, flowchart, sequence or another kind of diagram
        name: String,
    },
}

#[derive(Args, Debug)]
struct UseArgs {
    /// Its name
    name: String,
    /// How it is spoken to: openai, azure, anthropic, gemini, openai-images, automatic1111, comfyui or scripted
    #[arg(long, value_name = "FAMILY", value_parser = family)]
    family: Option<Family>,
    /// Where it answers [default: as before, or usual for the family]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Model to ask [default: as before, the usual one of the family, or the first of the server]
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// Variable of the environment that holds the key
    #[arg(long, value_name = "NAME")]
    key_env: Option<String>,
}

pub(crate) fn run(args: &ProvidersArgs, world: &World) -> Result<Status> {
    match &args.command {
        ProvidersCommand::List { json } => list::run(*json, world)?,
        ProvidersCommand::Test { name, deadline } => trial::run(name.as_deref(), *deadline, world)?,
        ProvidersCommand::Use(args) => choose(args, world)?,
        ProvidersCommand::Forget { name } => {
            let path = save(&mut |stored| stored.forget(name))?;
            world.screen.say(&format!("{name} is forgotten, noted in {}", path.display()));
        }
        ProvidersCommand::Nobody => nobody(world)?,
        ProvidersCommand::Schema { name } => schema::run(name)?,
    }
    Ok(Status::Done)
}

fn nobody(world: &World) -> Result<()> {
    let path = save(&mut |stored| {
        (stored.write, stored.paint) = (None, None);
        Ok(())
    })?;
    world.screen.say(&format!("nobody is asked unbidden from now on, noted in {}", path.display()));
    let config = config()?;
    for choice in [&config.writes, &config.paints].into_iter().flatten().filter(|choice| choice.chosen) {
        world.screen.warning(&format!("{} is chosen by {} still", choice.name, choice.by));
    }
    Ok(())
}

fn choose(args: &UseArgs, world: &World) -> Result<()> {
    let config = config()?;
    let change = FileProvider {
        family: args.family.map(|family| family.name().to_owned()).unwrap_or_default(),
        url: args.url.clone(),
        model: args.model.clone(),
        key_env: args.key_env.clone(),
        ..FileProvider::default()
    };
    let change = Some(change).filter(|change| *change != FileProvider::default());
    if change.is_none() && FileProvider::usual(&args.name).is_none() {
        config.find(&args.name)?;
    }
    let mut writes = true;
    let path = save(&mut |stored| {
        let family = stored.choose(&args.name, change.clone(), config.known.get(&args.name), &variable)?;
        writes = family.writes();
        Ok(())
    })?;
    let deed = if writes { "writes" } else { "paints" };
    if let Some(variable) = self::config()?.find(&args.name)?.lost_key.as_ref() {
        world.screen.warning(&format!("{variable} is not set, so {} is asked without a key", args.name));
    }
    world.screen.say(&format!("{} {deed} from now on, noted in {}", args.name, path.display()));
    Ok(())
}

fn family(name: &str) -> Result<Family, String> {
    Family::parse(name).map_err(|error| format!("{error}; {}", error.hint().unwrap_or_default()))
}
