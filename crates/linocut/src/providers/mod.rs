//! `linocut providers`: who can be asked, and who is.

mod list;
mod schema;
mod trial;

pub(crate) use trial::examine;

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::pen::{config, save};
use crate::world::World;
use clap::{Args, Subcommand};
use linocut_core::{Error, Kind, Result};
use linocut_models::config::FileProvider;
use linocut_models::provider::Family;

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
    },
    /// Choose who is asked from now on, and make it known if it is not
    Use(Box<UseArgs>),
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
    /// Where it answers [default: as usual for the family]
    #[arg(long, value_name = "URL", requires = "family")]
    url: Option<String>,
    /// Model to ask [default: the usual one of the family, or the first of the server]
    #[arg(long, value_name = "MODEL", requires = "family")]
    model: Option<String>,
    /// Variable of the environment that holds the key
    #[arg(long, value_name = "NAME", requires = "family")]
    key_env: Option<String>,
}

pub(crate) fn run(args: &ProvidersArgs, world: &World) -> Result<Status> {
    match &args.command {
        ProvidersCommand::List { json } => list::run(*json, world)?,
        ProvidersCommand::Test { name } => trial::run(name.as_deref(), world)?,
        ProvidersCommand::Use(args) => choose(args, world)?,
        ProvidersCommand::Schema { name } => schema::run(name)?,
    }
    Ok(Status::Done)
}

fn choose(args: &UseArgs, world: &World) -> Result<()> {
    let usual = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if args.name.is_empty() || args.name.len() > 64 || !args.name.chars().all(usual) {
        return Err(Error::new(Kind::Input, "a name has up to 64 letters, digits, dots and dashes"));
    }
    let writes = match args.family {
        Some(family) => family.writes(),
        None => config()?.find(&args.name)?.settings.family.writes(),
    };
    let path = save(|stored| {
        if let Some(family) = args.family {
            let provider = FileProvider {
                family: family.name().to_owned(),
                url: args.url.clone(),
                model: args.model.clone(),
                key_env: args.key_env.clone(),
                ..FileProvider::default()
            };
            stored.providers.insert(args.name.clone(), provider);
        }
        let place = if writes { &mut stored.write } else { &mut stored.paint };
        *place = Some(args.name.clone());
    })?;
    // What was written must be readable, or it is said now.
    config()?;
    let deed = if writes { "writes" } else { "paints" };
    world.screen.say(&format!("{} {deed} from now on, noted in {}", args.name, path.display()));
    Ok(())
}

fn family(name: &str) -> Result<Family, String> {
    Family::parse(name).map_err(|error| format!("{error}; {}", error.hint().unwrap_or_default()))
}
