//! Values from what a request holds.

use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;
use linocut_core::{Drawing, Error, Kind, Result, Type, Value};
use linocut_raster::decode;
use linocut_svg::{Limits, read};
use std::sync::Arc;

/// Names of fields that hold a picture.
pub(crate) const PICTURE: [&str; 4] = ["image", "picture", "reference", "file"];
/// Names of fields that hold a drawing.
pub(crate) const SVG: [&str; 3] = ["svg", "drawing", "file"];

pub(crate) fn picture(app: &App, asked: &mut Asked) -> Result<Value, Problem> {
    let bytes = asked.file(&PICTURE).ok_or_else(|| missing("a picture", "image"))?;
    Ok(value(app, Type::Raster, &bytes)?)
}

/// What a picture may be.
pub(crate) fn limits(app: &App) -> linocut_raster::Limits {
    linocut_raster::Limits { max_pixels: app.options.most_pixels, ..linocut_raster::Limits::default() }
}

pub(crate) fn svg(asked: &mut Asked) -> Result<String, Problem> {
    asked.text(&SVG).ok_or_else(|| missing("a drawing", "svg"))
}

pub(crate) fn drawing(asked: &mut Asked) -> Result<Value, Problem> {
    Ok(Value::Drawing(Arc::new(foreign(svg(asked)?.as_bytes())?)))
}

/// A value of a sort from the bytes of a file.
pub(crate) fn value(app: &App, sort: Type, bytes: &[u8]) -> Result<Value> {
    match sort {
        Type::Raster => Ok(Value::Raster(Arc::new(decode(bytes, &limits(app)).map_err(|e| larger(app, e))?))),
        Type::Drawing => Ok(Value::Drawing(Arc::new(foreign(bytes)?))),
        Type::Text => Ok(Value::text(String::from_utf8_lossy(bytes))),
        Type::Score => Err(Error::new(Kind::Input, "a score cannot be given, only measured")),
    }
}

/// Names the option behind the limit, where it is one.
fn larger(app: &App, error: Error) -> Error {
    if error.kind() != Kind::Limit {
        return error;
    }
    let most = app.options.most_pixels >> 20;
    error.hinted(format!("this server reads pictures of {most} megapixels; scale it down, or start the server with `linocut serve --max-megapixels`"))
}

/// A drawing of which nothing is known.
pub(crate) fn foreign(svg: &[u8]) -> Result<Drawing> {
    Ok(read(svg, &Limits::default())?.value)
}

pub(crate) fn words(asked: &mut Asked, names: &[&str]) -> Result<Value, Problem> {
    let name = names.first().copied().unwrap_or("words");
    asked.text(names).map(Value::text).ok_or_else(|| missing("what to do in words", name))
}

pub(crate) fn missing(what: &str, field: &str) -> Problem {
    Problem::of_field(field, format!("{what} is missing"))
        .hinted(format!("send it as the field '{field}', or as the body"))
}
