//! Does a provider answer?

use crate::clock::Stopwatch;
use crate::pen::{Pen, PenArgs, access, config, models};
use crate::screen::write_data;
use crate::values::count;
use crate::world::World;
use linocut_core::{Effort, Error, Kind, Message, Result, Role, TextRequest};
use linocut_models::config::{Known, Rates};
use linocut_models::guard::GuardOptions;
use linocut_models::provider::Family;
use std::time::Duration;

/// Longest time that `doctor` waits: a list of models comes at once or not at all.
const GLANCE: Duration = Duration::from_secs(5);
/// Models that are listed.
const LISTED: usize = 20;

pub(super) fn run(name: Option<&str>, deadline: Duration, world: &World) -> Result<()> {
    let config = config()?;
    for warning in &config.warnings {
        world.screen.warning(warning);
    }
    let chosen = config.writes.as_ref().or(config.paints.as_ref()).map(|choice| choice.name.as_str());
    let Some(name) = name.or(chosen) else {
        return Err(Error::new(Kind::Unavailable, "no language model is known")
            .hinted("`linocut providers list` shows how one is made known"));
    };
    let known = config.find(name)?;
    let settings = &known.settings;
    if let Some(variable) = &known.lost_key {
        world.screen.warning(&format!("{variable} is not set, so {name} is asked without a key"));
    }
    world.screen.say(&format!("asking {name} at {}", settings.url));
    let cx = world.context(Effort::default(), Some(deadline));
    // A list takes a part of the time, so that the question itself is asked.
    let listed = models(settings, &cx.sparing(deadline / 2)).map_err(|error| error.at(name.to_owned()));
    match &listed {
        Ok(models) => world.screen.say(&format!("models: {}", shown(models))),
        Err(error) => world.screen.say(&format!("models: not listed, {error}")),
    }
    if !settings.family.writes() {
        return listed.map(drop);
    }
    let words = "Answer with the single word: pong";
    let request = TextRequest { max_tokens: 256, ..TextRequest::new("test", vec![Message::new(Role::Person, words)]) };
    let pen = Pen::needed(&PenArgs::trial(name), world)?;
    let mut watch = Stopwatch::start();
    let (reply, _) = pen.lend(world, |model| model.generate(&request, &cx));
    pen.settle("test", world);
    let reply = reply.map_err(|error| if error.kind() == Kind::Limit { error.at(name.to_owned()) } else { error })?;
    let told = |tokens: Option<u64>| tokens.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let (input, output) = (told(reply.usage.input_tokens), told(reply.usage.output_tokens));
    world.screen.say(&format!("{name} answers in {:.0} ms, {input} tokens read, {output} written", watch.lap()));
    let line: String = reply.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    write_data(format!("{line}\n").as_bytes())
}

fn shown(models: &[String]) -> String {
    let more = models.len().saturating_sub(LISTED);
    let names = models.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    if more == 0 { names } else { format!("{names} and {more} more") }
}

/// What `doctor` says of the guards: how much each provider that writes or paints is asked, and whether it may be asked now.
pub(crate) fn guards() -> Result<Vec<(String, String)>> {
    let config = config()?;
    let mut out = Vec::new();
    for choice in [&config.writes, &config.paints].into_iter().flatten() {
        let known = config.find(&choice.name)?;
        let access = access(known)?;
        let pause = access.report().pause;
        let now = match access.shut_for() {
            Some(left) if !left.is_zero() => format!("failed too often, left alone for {} s", left.as_secs() + 1),
            Some(_) => "failed too often, the next call finds out".to_owned(),
            None if pause.is_zero() => "asked at once".to_owned(),
            None => format!("next turn in {} s", pause.as_secs() + 1),
        };
        out.push((format!("guard of {}", choice.name), format!("{now}; {}", rates(known))));
    }
    Ok(out)
}

/// The limits of a provider, in words.
fn rates(known: &Known) -> String {
    let Rates { at_once, calls, tokens } = known.rates;
    let said = |most: u32, what: &str| count(usize::try_from(most).unwrap_or(usize::MAX), what);
    let a_minute = match (calls, tokens) {
        (None, None) => "no limit a minute".to_owned(),
        (Some(calls), None) => format!("{} a minute", said(calls, "call")),
        (None, Some(tokens)) => format!("{} a minute", said(tokens, "token")),
        (Some(calls), Some(tokens)) => format!("{} and {} a minute", said(calls, "call"), said(tokens, "token")),
    };
    format!("{a_minute}, {} at once", at_once.unwrap_or(GuardOptions::default().at_once))
}

/// What `doctor` says of the providers that are known, and whether that is as it should be: those that were chosen must
/// answer; those on this computer are asked, too, and the others left in peace, because nobody wants them to hear of it.
pub(crate) fn examine(world: &World) -> Result<Vec<(String, Result<String>)>> {
    let config = config()?;
    let chosen = |name: &str| {
        let mut choices = [&config.writes, &config.paints].into_iter().flatten();
        choices.find(|choice| choice.chosen && choice.name == name)
    };
    let examined = |known: &Known| {
        let name = &known.settings.name;
        let found = match chosen(name) {
            Some(choice) => answers(known, world).map(|found| format!("chosen by {}, {found}", choice.by)),
            None if known.settings.is_elsewhere() => {
                Ok(format!("known by {}, not asked; `linocut providers test {name}` does", known.origin))
            }
            None => Ok(match answers(known, world) {
                Ok(found) => format!("known by {}, {found}", known.origin),
                Err(error) => format!("known by {}, does not answer: {error}", known.origin),
            }),
        };
        (format!("provider {name}"), found)
    };
    // Whoever does not answer keeps nobody else waiting.
    Ok(std::thread::scope(|threads| {
        let begun: Vec<_> = config.known.values().map(|known| threads.spawn(|| examined(known))).collect();
        begun.into_iter().filter_map(|thread| thread.join().ok()).collect()
    }))
}

fn answers(known: &Known, world: &World) -> Result<String> {
    if known.settings.family == Family::Scripted {
        return crate::pen::script(&known.settings).map(|_| "a script".to_owned());
    }
    let found = models(&known.settings, &world.context(Effort::default(), Some(GLANCE)))?;
    Ok(format!("answers with {}", count(found.len(), "model")))
}
