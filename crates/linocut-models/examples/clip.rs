//! Measures icon-CLIP: loading, eight pictures, scores of real icons under their own names, and how often a name finds
//! its icon.
//!
//! `cargo run --release -p linocut-models --example clip -- icons.txt`; a line holds a name, a tab and an SVG.
#![expect(clippy::disallowed_methods, reason = "measures time")]

use linocut_core::{Error, Kind, Raster, Result};
use linocut_models::IconClip;
use linocut_models::clip::similarity;
use linocut_svg::{RenderOptions, render_svg};
use std::io::Write as _;
use std::time::Instant;

fn main() -> Result<()> {
    let mut out = std::io::stdout();
    let mut say = |line: String| writeln!(out, "{line}").map_err(|e| Error::new(Kind::Io, "no output").cause(e));
    let start = Instant::now();
    let clip = IconClip::embedded()?;
    say(format!("load {:?}", start.elapsed()))?;
    let file = std::env::args().nth(1).ok_or_else(|| Error::new(Kind::Input, "no file given"))?;
    let text = std::fs::read_to_string(&file).map_err(|e| Error::new(Kind::Io, "cannot read").at(file).cause(e))?;
    let (names, pictures): (Vec<&str>, Vec<Raster>) = read(&text)?.into_iter().unzip();
    let pictures: Vec<&Raster> = pictures.iter().collect();
    for round in 0..5 {
        let start = Instant::now();
        clip.embed_images(pictures.get(..8).unwrap_or(&pictures))?;
        say(format!("8 pictures, round {round}: {:?}", start.elapsed()))?;
    }
    let start = Instant::now();
    let texts: Vec<Vec<f32>> = names.iter().map(|name| clip.embed_text(name)).collect::<Result<_>>()?;
    say(format!("{} texts: {:?}", texts.len(), start.elapsed()))?;
    let shown = clip.embed_images(&pictures)?;
    let own: Vec<f64> = texts.iter().zip(&shown).map(|(text, shown)| similarity(text, shown)).collect();
    let ranks = texts.iter().zip(&own).map(|(text, own)| shown.iter().filter(|s| similarity(text, s) > *own).count());
    let ranks: Vec<usize> = ranks.collect();
    let within = |n: usize| share(ranks.iter().filter(|&&rank| rank < n).count(), ranks.len());
    say(format!("own name finds the icon among {}: first {:.3}, in 5 {:.3}", own.len(), within(1), within(5)))?;
    say(format!("mean score under the own name: {:.3}", own.iter().sum::<f64>() * share(1, own.len())))
}

fn read(text: &str) -> Result<Vec<(&str, Raster)>> {
    let options = RenderOptions { width: Some(64), ..RenderOptions::default() };
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.map(|(name, svg)| Ok((name, render_svg(svg, &options)?))).collect()
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(part) / number(whole).max(1.0)
}
