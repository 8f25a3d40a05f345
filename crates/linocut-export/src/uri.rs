//! Drawings inside style sheets and pages.

use crate::name::kebab;
use crate::options::{ExportOptions, Ink};
use crate::page::Page;
use crate::svg::smallest;
use linocut_core::Drawing;

/// A `data:` address; percent signs only where an address, double quotes or old browsers need them.
///
/// The spelling follows Taylor Hunt, "Optimizing SVGs in data URIs" (2017).
pub(crate) fn data_uri(drawing: &Drawing, page: &Page, options: &ExportOptions) -> String {
    let svg = smallest(drawing, page, options);
    // Single quotes are not escaped in addresses, so they save two bytes a value, unless values hold some themselves.
    let single = !svg.contains('\'');
    let mut out = "data:image/svg+xml,".to_owned();
    let mut bytes = [0; 4];
    for c in svg.chars() {
        match c {
            '"' if single => out.push('\''),
            '"' | '\'' | '#' | '%' | '<' | '>' | '\\' | '\n' | '\r' | '\t' | '{' | '}' | '\u{7f}'.. => {
                let percent = c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}"));
                out.extend(percent);
            }
            c => out.push(c),
        }
    }
    out
}

/// A class that shows the drawing in a box of its size.
pub(crate) fn css(drawing: &Drawing, page: &Page, options: &ExportOptions) -> String {
    let name = kebab(options.name.as_deref());
    let uri = data_uri(&Drawing { size: None, ..drawing.clone() }, &Page { asked: false, ..*page }, options);
    let sides = page.sides(options.unit.unwrap_or_default());
    let [width, height] = sides.map(|s| if s.ends_with(|c: char| c.is_ascii_digit()) { s + "px" } else { s });
    let rules = match options.ink {
        Ink::Own => format!("  background: url(\"{uri}\") center / contain no-repeat;\n"),
        Ink::Current => format!(
            "  background-color: currentColor;\n  -webkit-mask: url(\"{uri}\") center / contain no-repeat;\n  mask: url(\"{uri}\") center / contain no-repeat;\n"
        ),
    };
    format!(".{name} {{\n  display: inline-block;\n  width: {width};\n  height: {height};\n{rules}}}\n")
}
