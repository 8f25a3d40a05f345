//! `linocut usage`: what language models took.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::pen::{Line, read_usage};
use crate::screen::write_data;
use crate::trace::json_line;
use crate::values::count;
use crate::world::World;
use clap::Args;
use linocut_core::Result;
use linocut_models::cost::Prices;
use std::collections::BTreeMap;

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

/// The calls to one model together.
#[derive(Default)]
struct Sum {
    calls: usize,
    failed: usize,
    input: u64,
    output: u64,
    seconds: f64,
    usd: f64,
    unpriced: usize,
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
    let mut sums: BTreeMap<(&str, &str), Sum> = BTreeMap::new();
    for line in &lines {
        add(sums.entry((&line.provider, &line.model)).or_default(), line);
    }
    let rows: String = sums.iter().map(|((provider, model), sum)| row(provider, model, sum)).collect();
    write_data(rows.as_bytes())?;
    world.screen.say(&format!("prices of {}", Prices::embedded()?.as_of));
    Ok(Status::Done)
}

fn add(sum: &mut Sum, line: &Line) {
    sum.calls += 1;
    sum.failed += usize::from(!line.answered);
    sum.input += line.input_tokens.unwrap_or(0);
    sum.output += line.output_tokens.unwrap_or(0);
    sum.seconds += line.seconds;
    sum.usd += line.usd.unwrap_or(0.0);
    sum.unpriced += usize::from(line.usd.is_none() && line.answered);
}

fn row(provider: &str, model: &str, sum: &Sum) -> String {
    let money = match sum.unpriced {
        0 => format!("{:.4} dollars", sum.usd),
        n if n == sum.calls - sum.failed => "price not known".to_owned(),
        n => format!("{:.4} dollars and {} of unknown price", sum.usd, count(n, "call")),
    };
    let calls = count(sum.calls, "call");
    let (input, output, seconds, failed) = (sum.input, sum.output, sum.seconds, sum.failed);
    format!(
        "{provider} {model}: {calls}, {failed} failed, {input} tokens read, {output} written, {seconds:.1} s, {money}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{Line, Sum, add, row};

    #[test]
    fn unknown_prices_are_said() {
        let line = Line {
            at: 0,
            verb: "draw".to_owned(),
            purpose: "svg".to_owned(),
            provider: "own".to_owned(),
            model: "m".to_owned(),
            input_tokens: Some(100),
            output_tokens: None,
            usd: None,
            seconds: 1.5,
            answered: true,
        };
        let mut sum = Sum::default();
        add(&mut sum, &line);
        assert!(row("own", "m", &sum).ends_with("1.5 s, price not known\n"));
        add(&mut sum, &Line { usd: Some(0.25), ..line });
        assert!(row("own", "m", &sum).ends_with("0.2500 dollars and 1 call of unknown price\n"));
    }
}
