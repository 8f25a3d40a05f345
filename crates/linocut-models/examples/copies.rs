//! Tells how many generated drawings repeat an icon of the training data: the measure of memorization.
//!
//! `xz -dk data.bin.xz; cargo run --release -p linocut-models --example copies -- data.bin samples.txt`;
//! a line of `samples.txt` is one SVG.
//! To see what chance and convention do, measure icons of the data themselves: each repeats itself, so what counts
//! there is the second column, drawings that repeat two icons or more.

use linocut_core::{Error, Kind, Result};
use linocut_glyph::Vocabulary;
use linocut_models::judge::{Geometry, Repeat};
use linocut_svg::{Limits, read};
use rayon::prelude::*;
use std::io::Write as _;

/// Icons that are decoded and compared at a time.
const BATCH: usize = 4096;

#[derive(serde::Deserialize)]
struct Header {
    /// Tokens of each icon.
    n: Vec<usize>,
}

fn main() -> Result<()> {
    let mut files = std::env::args().skip(1);
    let mut next = |what: &str| files.next().ok_or_else(|| Error::new(Kind::Input, format!("no {what} given")));
    let data = std::fs::read(next("data.bin")?).map_err(|e| Error::new(Kind::Io, "cannot read data").cause(e))?;
    let samples =
        std::fs::read_to_string(next("samples")?).map_err(|e| Error::new(Kind::Io, "cannot read samples").cause(e))?;
    let samples: Vec<Geometry> = samples.lines().map(geometry).collect::<Result<_>>()?;
    let mut found: Vec<Vec<Repeat>> = vec![Vec::new(); samples.len()];
    for icons in icons(&data)?.chunks(BATCH) {
        let compare = |tokens: &Vec<u16>| -> Result<Vec<(usize, Repeat)>> {
            let icon = geometry(&Vocabulary::v1().decode(tokens)?)?;
            Ok(samples.iter().enumerate().filter_map(|(at, s)| Some((at, s.repeats(&icon)?))).collect())
        };
        let hits: Vec<Vec<(usize, Repeat)>> = icons.par_iter().map(compare).collect::<Result<_>>()?;
        for (at, repeat) in hits.into_iter().flatten() {
            found.get_mut(at).into_iter().for_each(|all| all.push(repeat));
        }
    }
    std::io::stdout().write_all(table(&found).as_bytes()).map_err(|e| Error::new(Kind::Io, "no output").cause(e))
}

fn geometry(svg: &str) -> Result<Geometry> {
    Ok(Geometry::of(&read(svg.as_bytes(), &Limits::default())?.value))
}

/// The tokens of every icon.
fn icons(data: &[u8]) -> Result<Vec<Vec<u16>>> {
    let bad = || Error::new(Kind::Input, "no icon data; unpack it with xz first");
    let rest = data.strip_prefix(b"GLYPHDAT").ok_or_else(bad)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(bad)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let (header, tokens) = rest.split_at_checked(length).ok_or_else(bad)?;
    let Header { n } = serde_json::from_slice(header).map_err(|e| bad().cause(e))?;
    let mut tokens = tokens.as_chunks::<2>().0.iter().map(|bytes| u16::from_le_bytes(*bytes));
    Ok(n.into_iter().map(|count| tokens.by_ref().take(count).collect()).collect())
}

fn table(found: &[Vec<Repeat>]) -> String {
    let mut out = format!("{} drawings; repeating     one icon or more   two or more\n", found.len());
    for (name, least) in [("equal", Repeat::Equal), ("near", Repeat::Near), ("along", Repeat::Along)] {
        let with = |n: usize| found.iter().filter(|all| all.iter().filter(|r| **r <= least).count() >= n).count();
        let percent = |n: usize| 100.0 * number(with(n)) / number(found.len()).max(1.0);
        out.extend([format!("{name:>22} {:20.1} % {:11.1} %\n", percent(1), percent(2))]);
    }
    out
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
