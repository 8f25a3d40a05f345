//! Values from what a request holds.

use crate::asked::Asked;
use crate::problem::Problem;
use axum::http::StatusCode;
use linocut_core::{Drawing, Value};
use linocut_raster::decode;
use linocut_svg::{Limits, read};
use std::sync::Arc;

pub(crate) fn picture(asked: &mut Asked) -> Result<Value, Problem> {
    let names = ["image", "picture", "reference", "file"];
    let bytes = asked.file(&names).ok_or_else(|| missing("a picture", "image"))?;
    Ok(Value::Raster(Arc::new(decode(&bytes, &linocut_raster::Limits::default())?)))
}

pub(crate) fn svg(asked: &mut Asked) -> Result<String, Problem> {
    asked.text(&["svg", "drawing", "file"]).ok_or_else(|| missing("a drawing", "svg"))
}

pub(crate) fn drawing(asked: &mut Asked) -> Result<Value, Problem> {
    let read: Drawing = read(svg(asked)?.as_bytes(), &Limits::default())?.value;
    Ok(Value::Drawing(Arc::new(read)))
}

pub(crate) fn words(asked: &mut Asked, names: &[&str]) -> Result<Value, Problem> {
    let name = names.first().copied().unwrap_or("words");
    asked.text(names).map(Value::text).ok_or_else(|| missing("what to do in words", name))
}

fn missing(what: &str, field: &str) -> Problem {
    let sentence = format!("{what} is missing");
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "input", sentence)
        .hinted(format!("send it as the field '{field}', or as the body"))
}
