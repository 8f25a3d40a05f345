//! Whether a drawing is tidy: checks of its geometry that need no model and no picture.

mod cover;
mod ink;
mod lines;
mod mask;
mod nodes;

use linocut_core::Drawing;

/// raw
pub fn raw(drawing: &Drawing) -> Vec<(&'static str, f64)> {
    let layers = ink::layers(drawing);
    let c = cover::cover(&layers);
    let m = lines::meetings(&layers);
    let n = nodes::nodes(&layers);
    vec![("outside", c.outside), ("hidden", c.hidden), ("repeated", c.repeated), ("specks", c.specks), ("clogged", c.clogged), ("pinholes", c.pinholes), ("small", 24.0 - c.extent), ("offset", c.offset), ("crossings", m.crossings), ("doubled", m.doubled), ("gaps", m.gaps), ("count", n.count), ("few", -n.count), ("degenerate", n.degenerate), ("slants", n.slants), ("lopsided", n.lopsided)]
}
