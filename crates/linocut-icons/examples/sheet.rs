//! Draws what the library finds for a list of prompts: `cargo run --release -p linocut-icons --example sheet -- < prompts.tsv > sheet.svg`.

use linocut_core::Result;
use linocut_icons::{Library, SearchOptions};
use std::io::{Read as _, Write as _};

/// Cells in a row, and their size in user units.
const COLUMNS: usize = 13;
const CELL: usize = 48;

fn main() -> Result<()> {
    let mut text = String::new();
    let _ = std::io::stdin().read_to_string(&mut text);
    let library = Library::embedded()?;
    let options = SearchOptions { limit: 1, ..SearchOptions::default() };
    let prompts: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let mut sheet = Vec::new();
    for (place, line) in prompts.iter().enumerate() {
        let prompt = line.split('\t').next().unwrap_or_default();
        let Some(hit) = library.search(prompt, &options).pop() else { continue };
        let svg = library.svg(hit.icon)?;
        let (x, y) = (place % COLUMNS * CELL, place / COLUMNS * CELL);
        let id = library.info(hit.icon)?.id;
        sheet.push(format!(
            "<g transform=\"translate({x} {y})\"><g transform=\"translate(12 6)\">{}</g>\
             <text x=\"24\" y=\"37\" font-size=\"4\" text-anchor=\"middle\">{prompt}</text>\
             <text x=\"24\" y=\"42\" font-size=\"3.2\" text-anchor=\"middle\" fill=\"#777\">{id}</text></g>",
            inside(&svg)
        ));
    }
    let (width, height) = (COLUMNS * CELL, prompts.len().div_ceil(COLUMNS) * CELL);
    let page = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" color=\"#111\">{}</svg>\n",
        sheet.concat()
    );
    let _ = std::io::stdout().write_all(page.as_bytes());
    Ok(())
}

/// What is between the tags of the document.
fn inside(svg: &str) -> &str {
    let start = svg.find('>').map_or(0, |at| at + 1);
    svg.get(start..svg.rfind("</svg>").unwrap_or(svg.len())).unwrap_or_default()
}
