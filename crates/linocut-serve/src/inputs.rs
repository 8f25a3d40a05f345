//! Values from what a request holds.

use crate::asked::Asked;
use crate::problem::Problem;
use linocut_core::{Drawing, Error, Kind, Result, Type, Value};
use linocut_raster::decode;
use linocut_svg::{Limits, read};
use std::sync::Arc;

pub(crate) fn picture(asked: &mut Asked) -> Result<Value, Problem> {
    let names = ["image", "picture", "reference", "file"];
    let bytes = asked.file(&names).ok_or_else(|| missing("a picture", "image"))?;
    Ok(Value::Raster(Arc::new(decode(&bytes, &limits())?)))
}

/// Most pixels of a picture: tracing takes some 40 bytes for each, and every worker may trace one.
const MOST_PIXELS: u64 = 16 << 20;

/// What a picture may be.
pub(crate) fn limits() -> linocut_raster::Limits {
    linocut_raster::Limits { max_pixels: MOST_PIXELS, ..linocut_raster::Limits::default() }
}

pub(crate) fn svg(asked: &mut Asked) -> Result<String, Problem> {
    asked.text(&["svg", "drawing", "file"]).ok_or_else(|| missing("a drawing", "svg"))
}

pub(crate) fn drawing(asked: &mut Asked) -> Result<Value, Problem> {
    Ok(Value::Drawing(Arc::new(foreign(svg(asked)?.as_bytes())?)))
}

/// A value of a sort from the bytes of a file.
pub(crate) fn value(sort: Type, bytes: &[u8]) -> Result<Value> {
    match sort {
        Type::Raster => Ok(Value::Raster(Arc::new(decode(bytes, &limits())?))),
        Type::Drawing => Ok(Value::Drawing(Arc::new(foreign(bytes)?))),
        Type::Text => Ok(Value::text(String::from_utf8_lossy(bytes))),
        Type::Score => Err(Error::new(Kind::Input, "a score cannot be given, only measured")),
    }
}

/// A drawing of which nothing is known.
pub(crate) fn foreign(svg: &[u8]) -> Result<Drawing> {
    Ok(read(svg, &Limits::default())?.value)
}

pub(crate) fn words(asked: &mut Asked, names: &[&str]) -> Result<Value, Problem> {
    let name = names.first().copied().unwrap_or("words");
    asked.text(names).map(Value::text).ok_or_else(|| missing("what to do in words", name))
}

fn missing(what: &str, field: &str) -> Problem {
    Problem::of_field(field, format!("{what} is missing"))
        .hinted(format!("send it as the field '{field}', or as the body"))
}
