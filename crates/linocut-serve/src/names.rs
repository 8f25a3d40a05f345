//! Names that other services have for parameters of a trace and of a drawing.

use crate::problem::Problem;
use serde_json::{Map, Value as Page, json};

/// Fields of Vectorizer.AI's API, and the parameters of the stage `trace` that mean the same.
const TRACE: [(&str, &str); 9] = [
    ("processing.max_colors", "colors"),
    ("processing.palette", "palette"),
    ("processing.shapes.min_area_px", "min_area"),
    ("output.shape_stacking", "stacking"),
    ("output.draw_style", "draw_style"),
    ("output.group_by", "group_by"),
    ("output.gap_filler.stroke_width", "gap_filler"),
    ("output.strokes.override_width", "line_width"),
    ("output.strokes.override_color", "line_color"),
];

/// What the engine VTracer makes outlines of.
const VTRACER: [&str; 3] = ["spline", "polygon", "pixel"];

/// Below this many units two sides are the same.
const NEAR: f64 = 1e-9;

/// Puts our names in the place of others; a `mode` or `tier` is an effort.
pub(crate) fn of_trace(fields: &mut Map<String, Page>) -> Result<(), Problem> {
    for (theirs, ours) in TRACE {
        let Some(value) = fields.remove(theirs) else { continue };
        // No limit.
        if ours == "colors" && matches!(text(&value).as_str(), "0") {
            continue;
        }
        let value = if ours == "draw_style" { json!(text(&value).replace('_', "-")) } else { value };
        fields.insert(ours.to_owned(), value);
    }
    for name in ["mode", "tier"] {
        // VTracer's modes are those of its engine.
        let own = |value: &Page| name == "mode" && VTRACER.contains(&text(value).as_str());
        if fields.get(name).is_some_and(own) {
            continue;
        }
        let Some(value) = fields.remove(name) else { continue };
        let effort = match (name, text(&value).as_str()) {
            ("mode", "preview" | "test_preview") | ("tier", "1") => "fast",
            ("mode", "production" | "test") | ("tier", "auto" | "2") => "balanced",
            ("tier", "3") => "best",
            ("mode", other) => {
                return Err(Problem::of_field("mode", format!("mode '{other}' is not production or preview")));
            }
            (_, other) => return Err(Problem::of_field("tier", format!("tier '{other}' is not auto, 1, 2 or 3"))),
        };
        fields.entry("effort").or_insert(json!(effort));
    }
    Ok(())
}

/// Puts the side of a square `view_box` (`0 0 32 32`) in its place.
pub(crate) fn of_draw(fields: &mut Map<String, Page>) -> Result<(), Problem> {
    let Some(value) = fields.remove("view_box") else { return Ok(()) };
    let text = text(&value);
    let numbers: Vec<f64> = text.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
    let side = match numbers.as_slice() {
        [side] => Some(*side),
        [x, y, width, height] if x.abs() + y.abs() + (width - height).abs() < NEAR => Some(*width),
        _ => None,
    };
    let wrong = || Problem::of_field("view_box", "view_box is no square such as 0 0 24 24");
    fields.insert("grid".to_owned(), json!(side.ok_or_else(wrong)?));
    Ok(())
}

/// A text as it stands, anything else as JSON.
fn text(page: &Page) -> String {
    page.as_str().map_or_else(|| page.to_string(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{of_draw, of_trace};
    use serde_json::{Value, json};

    #[test]
    fn says_the_same_in_our_words() {
        let trace = |fields: Value| {
            let mut fields = fields.as_object().cloned().unwrap();
            of_trace(&mut fields).map(|()| Value::Object(fields)).map_err(|problem| problem.page())
        };
        let theirs = json!({ "processing.max_colors": "4", "output.draw_style": "stroke_edges", "mode": "preview" });
        assert_eq!(trace(theirs), Ok(json!({ "colors": "4", "draw_style": "stroke-edges", "effort": "fast" })));
        assert_eq!(trace(json!({ "processing.max_colors": 0, "tier": 3 })), Ok(json!({ "effort": "best" })));
        assert_eq!(trace(json!({ "mode": "polygon" })), Ok(json!({ "mode": "polygon" })));
        assert_eq!(trace(json!({ "mode": "loud" })).unwrap_err()["field_errors"][0]["field"], "mode");
        let draw = |view_box: Value| {
            let mut fields = json!({ "view_box": view_box }).as_object().cloned().unwrap();
            of_draw(&mut fields).ok().and_then(|()| fields.remove("grid"))
        };
        assert_eq!(
            [draw(json!("0 0 32 32")), draw(json!(48)), draw(json!("0 0 9 8"))]
                .map(|grid| grid.and_then(|grid| grid.as_f64())),
            [Some(32.0), Some(48.0), None]
        );
    }
}
