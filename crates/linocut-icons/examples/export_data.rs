//! Writes the library that Linocut carries as training data for the icon models.
//!
//! `cargo run --release -p linocut-icons --example export_data -- data.bin`, the inverse of `pack.rs`: the layout is
//! described there and in `training/icon/README.md`. The axes of the numbers are left out, since training derives
//! them from the tokens.

use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Corner, Style, Vocabulary, WIDTHS};
use linocut_icons::{IconInfo, Library, Split};
use serde_json::{Value, json};

fn main() -> Result<()> {
    let output = std::env::args().nth(1).ok_or_else(|| Error::new(Kind::Input, "give the file to write"))?;
    let data = training_data(Library::embedded()?)?;
    std::fs::write(&output, data).map_err(|e| Error::new(Kind::Io, "cannot be written").cause(e).at(output))
}

fn training_data(library: &Library) -> Result<Vec<u8>> {
    let (mut lengths, mut rows, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    for icon in library.icons() {
        let drawing = library.tokens(icon)?;
        lengths.push(drawing.len());
        tokens.extend(drawing.iter().flat_map(|token| token.to_le_bytes()));
        rows.push(row(&library.info(icon)?));
    }
    let header = json!({ "n": lengths, "rows": rows }).to_string().into_bytes();
    let length = u32::try_from(header.len()).map_err(|e| Error::new(Kind::Input, "header is too long").cause(e))?;
    Ok([b"GLYPHDAT".as_slice(), &length.to_le_bytes(), &header, &tokens].concat())
}

/// `[set, style, width, corner, split, names, tags]`, places in the lists of the vocabulary, -1 for none.
fn row(icon: &IconInfo) -> Value {
    let set = Vocabulary::v1().sets().iter().position(|set| *set == icon.set.id);
    let style = Style::ALL.iter().position(|style| *style == icon.style);
    let width = icon.width.and_then(|own| WIDTHS.iter().position(|width| width.total_cmp(&own).is_eq()));
    let corner = icon.corner.and_then(|own| Corner::ALL.iter().position(|corner| *corner == own));
    let split = Split::ALL.iter().position(|split| *split == icon.split);
    let [set, style, width, corner, split] =
        [set, style, width, corner, split].map(|place| place.map_or(json!(-1), |n| json!(n)));
    json!([set, style, width, corner, split, icon.names, icon.tags])
}
