//! Collections of icons in Iconify JSON -> `tokens.bin` and `meta.jsonl`, the input of `training/icon/build.py`.
//!
//! `cargo run --release -p linocut-icons --example encode_icons -- FOLDER icons.json ...`. A collection whose `info`
//! is not in the file has it beside it in `info.json`, as the npm packages do. Collections under licenses that do not
//! allow to pass icons on freely are left out, and so are icons that tokens cannot draw.

use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Corner, Encoded, encode};
use serde_json::{Map, Value, json};
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
    let all = json_file(path)?;
    let beside = || json_file(&path.with_file_name("info.json"));
    let info = all.get("info").cloned().map_or_else(beside, Ok)?;
    let license = info.pointer("/license/spdx").and_then(Value::as_str).unwrap_or_default();
    if !LICENSES.contains(&license) {
        return Ok(());
    }
    let icons = all.get("icons").and_then(Value::as_object).ok_or_else(|| wrong("not a collection of icons"))?;
    for (name, icon) in icons.iter().filter(|(_, icon)| icon.get("hidden") != Some(&Value::Bool(true))) {
        let Ok(encoded) = encode_icon(&all, icon) else {
            out.refused += 1;
            continue;
        };
        let Encoded { tokens, style, width, corner } = encoded;
        let facts = json!({
            "set": all.get("prefix"), "lic": license, "name": name, "n": tokens.len(),
            "alias": aliases(&all, name), "cat": categories(&all, name),
            "style": style.name(), "width": width, "corner": corner.map(Corner::name),
        });
        out.put(&tokens, &facts)?;
    }
    Ok(())
}

fn encode_icon(all: &Value, icon: &Value) -> Result<Encoded> {
    let side = |key: &str, otherwise: f64| {
        let own = icon.get(key).or_else(|| all.get(key));
        own.and_then(Value::as_f64).unwrap_or(otherwise)
    };
    let (width, height, left, top) = (side("width", 16.0), side("height", 16.0), side("left", 0.0), side("top", 0.0));
    let body = icon.get("body").and_then(Value::as_str).ok_or_else(|| wrong("icon has no body"))?;
    let names = r#"xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#;
    let svg = format!(r#"<svg {names} viewBox="{left} {top} {width} {height}">{body}</svg>"#);
    encode(&linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default())?.value)
}

/// Other names of an icon: aliases that are that icon unchanged.
fn aliases(all: &Value, name: &str) -> Vec<String> {
    let unchanged =
        |alias: &Map<String, Value>| alias.len() == 1 && alias.get("parent").and_then(Value::as_str) == Some(name);
    let every = all.get("aliases").and_then(Value::as_object).into_iter().flatten();
    every.filter(|(_, alias)| alias.as_object().is_some_and(unchanged)).map(|(other, _)| other.clone()).collect()
}

fn categories(all: &Value, name: &str) -> Vec<String> {
    let holds = |members: &Value| {
        members.as_array().is_some_and(|list| list.iter().any(|member| member.as_str() == Some(name)))
    };
    let every = all.get("categories").and_then(Value::as_object).into_iter().flatten();
    every.filter(|(_, members)| holds(members)).map(|(category, _)| category.clone()).collect()
}

fn json_file(path: &Path) -> Result<Value> {
    let bytes = fs::read(path).map_err(broken)?;
    serde_json::from_slice(&bytes).map_err(|e| wrong("not JSON").cause(e))
}

fn wrong(sentence: &str) -> Error {
    Error::new(Kind::Input, sentence)
}

fn broken(cause: std::io::Error) -> Error {
    Error::new(Kind::Io, "cannot read or write").cause(cause)
}
