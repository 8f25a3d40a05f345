//! Collections of icons in Iconify JSON -> `tokens.bin` and `meta.jsonl`, the input of `training/icon/build.py`.
//!
//! `cargo run --release -p linocut-icons --example encode_icons -- FOLDER icons.json ...`. A collection whose `info`
//! is not in the file has it beside it in `info.json`, as the npm packages do. Collections under licenses that do not
//! allow to pass icons on freely are left out, and so are icons that tokens cannot draw.

use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Collection, CollectionIcon, CollectionInfo, Corner, Encoded, encode};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

const LICENSES: [&str; 6] = ["MIT", "ISC", "Apache-2.0", "CC0-1.0", "BSD-3-Clause", "Unlicense"];

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or_else(|| wrong("give a folder and collections"))?;
    let mut out = Output::create(Path::new(&folder))?;
    for path in args {
        collection(Path::new(&path), &mut out).map_err(|e| e.at(path))?;
    }
    writeln!(std::io::stderr(), "{} icons, {} could not be drawn in tokens", out.icons, out.refused).map_err(broken)
}

/// The two files being written.
struct Output {
    tokens: BufWriter<fs::File>,
    facts: BufWriter<fs::File>,
    icons: usize,
    refused: usize,
}

impl Output {
    fn create(folder: &Path) -> Result<Self> {
        let create = |name: &str| fs::File::create(folder.join(name)).map(BufWriter::new).map_err(broken);
        Ok(Self { tokens: create("tokens.bin")?, facts: create("meta.jsonl")?, icons: 0, refused: 0 })
    }

    fn put(&mut self, tokens: &[u16], facts: &Value) -> Result<()> {
        self.icons += 1;
        let bytes: Vec<u8> = tokens.iter().flat_map(|token| token.to_le_bytes()).collect();
        self.tokens.write_all(&bytes).and_then(|()| writeln!(self.facts, "{facts}")).map_err(broken)
    }
}

fn collection(path: &Path, out: &mut Output) -> Result<()> {
    let mut all = Collection::parse(&fs::read(path).map_err(broken)?)?;
    if all.info == CollectionInfo::default() {
        all = all.with_info(&fs::read(path.with_file_name("info.json")).map_err(broken)?)?;
    }
    let license = all.info.license.unwrap_or_default();
    if !LICENSES.contains(&license.as_str()) {
        return Ok(());
    }
    out.refused += all.broken.len();
    for icon in all.icons {
        let Ok(Encoded { tokens, style, width, corner }) = encode_icon(&icon) else {
            out.refused += 1;
            continue;
        };
        let facts = json!({
            "set": all.prefix, "lic": license, "name": icon.name, "n": tokens.len(),
            "alias": icon.aliases, "cat": icon.categories,
            "style": style.name(), "width": width, "corner": corner.map(Corner::name),
        });
        out.put(&tokens, &facts)?;
    }
    Ok(())
}

fn encode_icon(icon: &CollectionIcon) -> Result<Encoded> {
    encode(&linocut_svg::read(icon.svg.as_bytes(), &linocut_svg::Limits::default())?.value)
}

fn wrong(sentence: &str) -> Error {
    Error::new(Kind::Input, sentence)
}

fn broken(cause: std::io::Error) -> Error {
    Error::new(Kind::Io, "cannot read or write").cause(cause)
}
