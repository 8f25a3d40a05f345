//! Icons by people as examples for a model.

use crate::request::DrawRequest;
use linocut_core::Result;
use linocut_glyph::Style;
use linocut_icons::{Library, SearchOptions};

/// Examples in a prompt: more help little and cost about 150 tokens each.
const COUNT: usize = 3;
/// Longest example, in bytes.
const LONGEST: usize = 1_200;

/// The nearest icons in the wanted style, as a part of a prompt; empty when there are none.
pub(super) fn examples(request: &DrawRequest, library: &Library) -> Result<String> {
    let styles = vec![request.look().unwrap_or(Style::Line)];
    let hits = library.search(&request.prompt, &SearchOptions { styles, limit: 4 * COUNT, ..SearchOptions::default() });
    let mut found: Vec<String> = Vec::new();
    for hit in hits {
        let svg = library.svg(hit.icon)?;
        if svg.len() <= LONGEST && !found.contains(&svg) && found.len() < COUNT {
            found.push(svg);
        }
    }
    if found.is_empty() {
        return Ok(String::new());
    }
    let intro =
        "\nIcons of related things in the wanted manner, on a grid of 24 units, to learn from and not to repeat:\n";
    Ok(format!("{intro}{}", found.join("\n")))
}
