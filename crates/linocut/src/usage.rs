//! `linocut usage`: what language models took.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::pen::read_usage;
use crate::screen::write_data;
use crate::trace::json_line;
use crate::values::count;
use crate::world::World;
use clap::Args;
use linocut_core::Result;
use linocut_models::cost::{Prices, Sum};

const EXAMPLES: &str = "\
Examples:
  linocut usage
  linocut usage --json       one line per call";

/// Show what language models took: calls, tokens, seconds, money
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct UsageArgs {
    /// Print JSON, one line per call
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &UsageArgs, world: &World) -> Result<Status> {
    let lines = read_usage()?;
    if args.json {
        write_data(lines.iter().map(json_line).collect::<String>().as_bytes())?;
        return Ok(Status::Done);
    }
    if lines.is_empty() {
        world.screen.say("no language model was asked yet");
        return Ok(Status::Done);
    }
    let rows: String = Sum::by_model(&lines).iter().map(|((provider, model), sum)| row(provider, model, sum)).collect();
    write_data(rows.as_bytes())?;
    world.screen.say(&format!("prices of {}", Prices::embedded()?.as_of));
    Ok(Status::Done)
}

fn row(provider: &str, model: &str, sum: &Sum) -> String {
    let money = match (sum.usd, sum.unpriced) {
        (None, _) => "price not known".to_owned(),
        (Some(usd), 0) => format!("{usd:.4} dollars"),
        (Some(usd), n) => format!("{usd:.4} dollars and {} of unknown price", count(many(n), "call")),
    };
    let calls = count(many(sum.calls), "call");
    let tokens = match (sum.input_tokens, sum.output_tokens) {
        (None, None) => "tokens not told".to_owned(),
        (input, output) => format!("{} tokens read, {} written", input.unwrap_or(0), output.unwrap_or(0)),
    };
    let name = format!("{provider} {model}");
    let (name, seconds, failed) = (name.trim_end(), sum.seconds, sum.failed);
    format!("{name}: {calls}, {failed} failed, {tokens}, {seconds:.1} s, {money}\n")
}

fn many(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::row;
    use linocut_models::cost::{Entry, Sum};

    #[test]
    fn unknown_prices_are_said() {
        let entry = Entry { input_tokens: Some(100), seconds: 1.5, answered: true, ..Entry::default() };
        assert!(row("own", "m", &Sum::all([&entry])).ends_with("1.5 s, price not known\n"));
        let silent = Entry { input_tokens: None, ..entry.clone() };
        let told = "own: 1 call, 0 failed, tokens not told, 1.5 s, price not known\n";
        assert_eq!(row("own", "", &Sum::all([&silent])), told);
        let known = Entry { usd: Some(0.25), ..entry.clone() };
        let both = Sum::all([&entry, &known]);
        assert!(row("own", "m", &both).ends_with("0.2500 dollars and 1 call of unknown price\n"));
    }
}
