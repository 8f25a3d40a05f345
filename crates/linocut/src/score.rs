//! `linocut score`: how close is one picture to another?

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::Source;
use crate::picture::{Picture, load};
use crate::screen::write_data;
use crate::world::World;
use clap::Args;
use linocut_core::{Error, Kind, Raster, Result, Score};
use linocut_svg::score::{Counts, compare, count, displacement};
use linocut_svg::{RenderOptions, render_svg};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  linocut score logo.png logo.svg              a picture and its drawing
  linocut score original.svg traced.svg        two drawings, and how far the outlines moved
  linocut score logo.png logo.svg --json | jq .scores.ssim";

const MEANING: &str = "\
Measures, over white:
  ssim, ssim_color  structural similarity of brightness and of colors, 1 is equal
  psnr, mse         signal to noise in decibels, mean square error in 0 to 255
  edge, flat        mean error near edges and elsewhere, in 0 to 255
  delta             mean distance outlines moved, in pixels of the reference (two SVG only)";

/// Width of a reference that is SVG and says nothing about its size in pixels.
const DEFAULT_WIDTH: u32 = 512;
/// How much larger the pictures are drawn that `delta` is measured on.
const DELTA_SCALE: u32 = 3;

/// Measure how close one picture is to another
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = MEANING)]
pub(crate) struct ScoreArgs {
    /// The picture that is right: PNG, SVG or another format
    reference: PathBuf,
    /// The picture to measure; an SVG is rendered at the size of the reference
    candidate: PathBuf,
    /// Width to render at when both are SVG
    #[arg(short, long, value_name = "PIXELS", default_value_t = DEFAULT_WIDTH)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=8_192))]
    width: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &ScoreArgs, world: &World) -> Result<Status> {
    let sources = (Source::new(&args.reference), Source::new(&args.candidate));
    if sources == (Source::Stdin, Source::Stdin) {
        return Err(Error::new(Kind::Input, "stdin holds one picture, two are wanted"));
    }
    let (right, made) = (load(&sources.0, world)?, load(&sources.1, world)?);
    let reference = match &right {
        Picture::Pixels(pixels) => pixels.clone(),
        Picture::Svg(svg) => {
            let width = if let Picture::Pixels(made) = &made { made.width() } else { args.width };
            draw(svg, width, None).map_err(|e| e.at(sources.0.name()))?
        }
    };
    let candidate = match &made {
        Picture::Pixels(pixels) => pixels.clone(),
        Picture::Svg(svg) => {
            draw(svg, reference.width(), Some(reference.height())).map_err(|e| e.at(sources.1.name()))?
        }
    };
    world.check()?;
    let mut score = compare(&reference, &candidate).map_err(|e| e.at(sources.1.name()))?;
    if let (Picture::Svg(right), Picture::Svg(made)) = (&right, &made) {
        let (width, height) = (reference.width() * DELTA_SCALE, reference.height() * DELTA_SCALE);
        let moved = displacement(&draw(right, width, Some(height))?, &draw(made, width, Some(height))?);
        score.parts.push(("delta".to_owned(), moved));
    }
    let counts = if let Picture::Svg(svg) = &made { Some(count(svg)) } else { None };
    write_data(
        if args.json { as_json(&score, counts.as_ref()) } else { as_table(&score, counts.as_ref()) }.as_bytes(),
    )?;
    Ok(Status::Done)
}

fn draw(svg: &str, width: u32, height: Option<u32>) -> Result<Raster> {
    render_svg(svg, &RenderOptions { width: Some(width), height, ..RenderOptions::default() })
}

fn as_table(score: &Score, counts: Option<&Counts>) -> String {
    let scores = score.parts.iter().map(|(name, value)| format!("{name:<11}{value:>10.4}\n"));
    let counts = counts.map(count_list).into_iter().flatten();
    scores.chain(counts.map(|(name, value)| format!("{name:<11}{value:>10}\n"))).collect()
}

fn as_json(score: &Score, counts: Option<&Counts>) -> String {
    let mut page = json!({ "scores": score_map(score) });
    if let (Some(page), Some(counts)) = (page.as_object_mut(), counts) {
        page.insert("counts".to_owned(), Value::Object(count_map(counts)));
    }
    format!("{page}\n")
}

/// The measurements by name.
pub(crate) fn score_map(score: &Score) -> Map<String, Value> {
    score.parts.iter().map(|(name, value)| (name.clone(), json!(value))).collect()
}

/// The counts by name.
pub(crate) fn count_map(counts: &Counts) -> Map<String, Value> {
    count_list(counts).into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

fn count_list(counts: &Counts) -> [(&'static str, usize); 7] {
    let Counts { paths, segments, colors, primitives, gradients, bytes, gzip_bytes } = *counts;
    [
        ("paths", paths),
        ("segments", segments),
        ("colors", colors),
        ("primitives", primitives),
        ("gradients", gradients),
        ("bytes", bytes),
        ("gzip_bytes", gzip_bytes),
    ]
}
