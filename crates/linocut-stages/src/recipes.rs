//! Recipes that come with the program.

use linocut_core::{Error, Kind, Result};
use linocut_flow::Recipe;

/// Names and texts of the stock recipes, by name.
pub const STOCK: [(&str, &str); 13] = [
    ("drawing-to-better-words", include_str!("../recipes/drawing-to-better-words.json")),
    ("drawing-to-edit", include_str!("../recipes/drawing-to-edit.json")),
    ("drawing-to-tidy", include_str!("../recipes/drawing-to-tidy.json")),
    ("mermaid-to-drawing", include_str!("../recipes/mermaid-to-drawing.json")),
    ("picture-to-badge", include_str!("../recipes/picture-to-badge.json")),
    ("picture-to-component", include_str!("../recipes/picture-to-component.json")),
    ("picture-to-drawing", include_str!("../recipes/picture-to-drawing.json")),
    ("picture-to-score", include_str!("../recipes/picture-to-score.json")),
    ("words-to-diagram", include_str!("../recipes/words-to-diagram.json")),
    ("words-to-icon", include_str!("../recipes/words-to-icon.json")),
    ("words-to-mermaid", include_str!("../recipes/words-to-mermaid.json")),
    ("words-to-picture", include_str!("../recipes/words-to-picture.json")),
    ("words-to-prompt", include_str!("../recipes/words-to-prompt.json")),
];

/// The stock recipe called `name`.
///
/// # Errors
/// [`Kind::Missing`] with the names there are.
pub fn stock(name: &str) -> Result<Recipe> {
    let found = STOCK.iter().find(|(own, _)| *own == name);
    let (_, text) = found.ok_or_else(|| {
        let names: Vec<&str> = STOCK.iter().map(|(name, _)| *name).collect();
        Error::new(Kind::Missing, format!("there is no recipe '{name}'"))
            .hinted(format!("there are {}, and files", names.join(", ")))
    })?;
    Recipe::from_json(text).map_err(|error| error.at(name))
}
