//! Draws candidates with the embedded icon model and prints them and the times as JSON lines.
//!
//! `cargo run --release -p linocut-models --example icon -- --prompt "shield check" --style line --set lucide --n 8`
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "an example prints and measures")]

use linocut_core::{Context, Error, Kind, Result};
use linocut_glyph::Style;
use linocut_models::{IconModel, IconRequest};
use serde_json::json;
use std::time::Instant;

fn main() -> Result<()> {
    let (request, cx) = arguments()?;
    let begin = Instant::now();
    let model = IconModel::embedded()?;
    let loaded = begin.elapsed();
    let first = IconRequest { count: 1, max_tokens: 6, ..request.clone() };
    let begin = Instant::now();
    model.scores(&model.prompt(&first)?)?;
    let first = begin.elapsed();
    let begin = Instant::now();
    let candidates = model.generate(&request, &cx)?;
    let drawn = begin.elapsed();
    let steps = candidates.iter().map(|candidate| candidate.tokens.len()).max();
    let total: usize = candidates.iter().map(|candidate| candidate.tokens.len()).sum();
    for candidate in candidates {
        println!("{}", json!({"prompt": request.prompt, "svg": candidate.svg, "tokens": candidate.tokens.len()}));
    }
    let ms = |time: std::time::Duration| (time.as_secs_f64() * 1e4).round() / 10.0;
    let times = json!({"load": ms(loaded), "first_token": ms(first), "draw": ms(drawn)});
    println!("{}", json!({"ms": times, "steps": steps, "tokens": total, "peak_mb": peak()}));
    Ok(())
}

fn arguments() -> Result<(IconRequest, Context)> {
    let (mut request, mut cx) = (IconRequest::new("home"), Context::default());
    let mut arguments = std::env::args().skip(1);
    while let (Some(name), Some(value)) = (arguments.next(), arguments.next()) {
        let number = || value.parse::<f64>().map_err(|error| wrong(&name).cause(error));
        match name.as_str() {
            "--prompt" => request.prompt = value,
            "--style" => request.style = Some(Style::from_name(&value).ok_or_else(|| wrong(&value))?),
            "--set" => request.set = Some(value),
            "--width" => request.width = Some(number()?),
            "--temperature" => request.temperature = number()?,
            "--guidance" => request.guidance = number()?,
            "--n" => request.count = value.parse().map_err(|error| wrong(&name).cause(error))?,
            "--seed" => cx.seed = value.parse().map_err(|error| wrong(&name).cause(error))?,
            _ => return Err(wrong(&name)),
        }
    }
    Ok((request, cx))
}

fn wrong(what: &str) -> Error {
    Error::new(Kind::Input, format!("unknown {what}"))
}

/// Greatest memory this process has used, in MB, on Linux.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
