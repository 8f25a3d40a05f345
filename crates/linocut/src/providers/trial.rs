//! Does a provider answer?

use crate::clock::Stopwatch;
use crate::pen::{Pen, PenArgs, config, models};
use crate::screen::write_data;
use crate::world::World;
use linocut_core::{Effort, Error, Kind, Message, Result, Role, TextRequest};
use linocut_models::config::Known;
use linocut_models::provider::Family;
use std::time::Duration;

/// Longest time for a trial.
const PATIENCE: Duration = Duration::from_mins(1);
/// Longest time that `doctor` waits: a list of models comes at once or not at all.
const GLANCE: Duration = Duration::from_secs(5);
/// Models that are listed.
const LISTED: usize = 20;

pub(super) fn run(name: Option<&str>, world: &World) -> Result<()> {
    let config = config()?;
    let name = match (name, &config.writes) {
        (Some(name), _) => name,
        (None, Some(choice)) => &choice.name,
        (None, None) => {
            return Err(Error::new(Kind::Unavailable, "no language model is known")
                .hinted("`linocut providers list` shows how one is made known"));
        }
    };
    let settings = &config.find(name)?.settings;
    let cx = world.context(Effort::default(), Some(PATIENCE));
    match models(settings, &cx) {
        Ok(models) => world.screen.say(&format!("models: {}", shown(&models))),
        Err(error) => world.screen.say(&format!("models: not listed, {error}")),
    }
    if !settings.family.writes() {
        return models(settings, &cx).map(drop);
    }
    let words = "Answer with the single word: pong";
    let request = TextRequest { max_tokens: 256, ..TextRequest::new("test", vec![Message::new(Role::Person, words)]) };
    let pen = Pen::needed(&PenArgs::named(name), world)?;
    let mut watch = Stopwatch::start();
    let reply = pen.lend(world, |model| model.generate(&request, &cx));
    pen.settle("test", world);
    let reply = reply?;
    let count = |tokens: Option<u64>| tokens.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let (input, output) = (count(reply.usage.input_tokens), count(reply.usage.output_tokens));
    world.screen.say(&format!("{name} answers in {:.0} ms, {input} tokens read, {output} written", watch.lap()));
    let line: String = reply.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    write_data(format!("{line}\n").as_bytes())
}

fn shown(models: &[String]) -> String {
    let more = models.len().saturating_sub(LISTED);
    let names = models.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    if more == 0 { names } else { format!("{names} and {more} more") }
}

/// What `doctor` says of the provider that is asked: one that was chosen must answer; others are left in peace.
pub(crate) fn examine(world: &World) -> Result<String> {
    let config = config()?;
    let Some(choice) = &config.writes else { return Ok("none known; `linocut providers list` says more".to_owned()) };
    let Known { settings, .. } = config.find(&choice.name)?;
    if !choice.chosen {
        return Ok(format!("{}, {}, asked on request only", choice.name, choice.by));
    }
    if settings.family == Family::Scripted {
        crate::pen::script(settings)?;
        return Ok(format!("{}, a script", choice.name));
    }
    let found = models(settings, &world.context(Effort::default(), Some(GLANCE)))?;
    Ok(format!("{}, chosen by {}, answers with {} models", choice.name, choice.by, found.len()))
}
