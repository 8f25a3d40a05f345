//! Names and values of other tracers, and of the command line, that mean parameters of the stage `trace`.

use linocut_core::PIXELS_PER_MM;
use serde_json::{Map, Value as Json, json};

/// What others call a parameter, and its own name.
const NAMES: [(&str, &str); 16] = [
    ("max_colors", "colors"),
    ("min_area_px", "min_area"),
    ("shapes.min_area_px", "min_area"),
    ("line_fit_tolerance", "tolerance"),
    ("curves.line_fit_tolerance", "tolerance"),
    ("shape_stacking", "stacking"),
    ("hierarchical", "stacking"),
    ("gap_filler.enabled", "gap_filler"),
    ("gap_filler.stroke_width", "gap_filler"),
    ("strokes.override_width", "line_width"),
    ("strokes.override_color", "line_color"),
    ("layer_difference", "gradient_step"),
    ("length_threshold", "segment_length"),
    ("turn_policy", "turnpolicy"),
    ("blacklevel", "threshold"),
    ("colormode", "engine"),
];

/// The fields of a request with the names and values of the stage `stage`, where others spell them otherwise:
/// Vectorizer.AI (`processing.max_colors`, `output.shape_stacking`), `VTracer` (`length_threshold`), Potrace (`blacklevel`)
/// and Linocut's own command line (`gap-filler`, `off`, `0.1mm`, `stroke_shapes`).
///
/// What is not known stays as it is, and so does an alias beside the name that it stands for: both are for the stage to
/// refuse.
///
/// ```
/// use linocut_stages::spelled;
/// use serde_json::json;
/// let fields = json!({ "processing.max_colors": "4", "trap": "2px", "threshold": "auto" });
/// let fields = spelled("trace", fields.as_object().cloned().unwrap_or_default());
/// assert_eq!(json!(fields), json!({ "colors": "4", "trap": 2.0 }));
/// ```
#[must_use]
pub fn spelled(stage: &str, fields: Map<String, Json>) -> Map<String, Json> {
    if stage != "trace" {
        return fields;
    }
    let mut found = Map::new();
    for (name, value) in parted(fields) {
        let (own, value) = match own(&name) {
            Some(own) if !found.contains_key(own) || name.starts_with("gap_filler.") => {
                (own.to_owned(), meant(&name, own, value))
            }
            Some(_) => (name, Some(value)),
            None => (name.clone(), meant(&name, &name, value)),
        };
        found.extend(value.map(|value| (own, value)));
    }
    found
}

/// The fields in order, own names first, objects as their members, words joined with `_`.
fn parted(fields: Map<String, Json>) -> Vec<(String, Json)> {
    let mut flat = Vec::new();
    for (name, value) in fields {
        let name = name.replace('-', "_");
        let name = ["processing.", "output."].iter().find_map(|head| name.strip_prefix(head)).unwrap_or(&name);
        match value.as_object().filter(|_| name == "gap_filler") {
            Some(members) => {
                flat.extend(members.iter().map(|(member, value)| (format!("{name}.{member}"), value.clone())));
            }
            None => flat.push((name.to_owned(), value)),
        }
    }
    // A width says that there is a gap filler; whether there is one at all comes last and prevails.
    flat.sort_by_key(|(name, _)| (own(name).is_some(), name == "gap_filler.enabled"));
    flat
}

fn own(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(other, _)| *other == name).map(|(_, own)| *own)
}

/// What a value means as that of the parameter `own`; nothing when it means the default.
fn meant(name: &str, own: &str, value: Json) -> Option<Json> {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    match (own, text.as_str()) {
        ("gap_filler", "off" | "false") => Some(json!(0)),
        ("gap_filler", "on" | "true") | ("threshold", "auto") => None,
        ("gap_filler" | "trap" | "line_width", _) => Some(length(&text).map_or(value, |pixels| json!(pixels))),
        ("stacking", "cutout") => Some(json!("cutouts")),
        ("draw_style", _) => Some(json!(text.replace('_', "-"))),
        ("threshold", _) if name == "blacklevel" => Some(level(&text).map_or(value, |luma| json!(luma))),
        ("engine", "bw" | "binary") if name == "colormode" => Some(json!("bilevel")),
        ("engine", "color") if name == "colormode" => None,
        _ => Some(value),
    }
}

/// A length with a unit, in pixels.
fn length(text: &str) -> Option<f64> {
    let (digits, scale) = match (text.strip_suffix("mm"), text.strip_suffix("px")) {
        (Some(digits), _) => (digits, PIXELS_PER_MM),
        (None, Some(digits)) => (digits, 1.0),
        (None, None) => return None,
    };
    digits.trim_end().parse::<f64>().ok().map(|value| value * scale)
}

/// The luma of Potrace's black level, a share of white.
fn level(text: &str) -> Option<u8> {
    let share: f64 = text.parse().ok().filter(|share| (0.0..=1.0).contains(share))?;
    format!("{:.0}", (share * 255.0).max(1.0)).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::spelled;
    use serde_json::{Value, json};

    fn meant(fields: &Value) -> Value {
        json!(spelled("trace", fields.as_object().unwrap().clone()))
    }

    #[test]
    fn others_names_become_own_ones() {
        let theirs = json!({
            "processing.max_colors": 4, "processing.shapes.min_area_px": 5, "output.curves.line_fit_tolerance": 0.1,
            "output.shape_stacking": "cutouts", "output.gap_filler.stroke_width": 3, "output.draw_style": "stroke_shapes",
            "length_threshold": 5, "layer_difference": 6,
        });
        let own = json!({
            "colors": 4, "min_area": 5, "tolerance": 0.1, "stacking": "cutouts", "gap_filler": 3,
            "draw_style": "stroke-shapes", "segment_length": 5, "gradient_step": 6,
        });
        assert_eq!(meant(&theirs), own);
        assert_eq!(
            meant(&json!({ "blacklevel": "0.5", "colormode": "bw" })),
            json!({ "threshold": 128, "engine": "bilevel" })
        );
        assert_eq!(
            meant(&json!({ "hierarchical": "cutout", "gap-filler": "off" })),
            json!({ "stacking": "cutouts", "gap_filler": 0 })
        );
        assert_eq!(
            meant(&json!({ "gap_filler": { "enabled": false, "stroke_width": 2 } })),
            json!({ "gap_filler": 0 })
        );
        assert_eq!(
            meant(&json!({ "trap": "25.4mm", "line_width": "wide" })),
            json!({ "trap": 96.0, "line_width": "wide" })
        );
    }

    #[test]
    fn what_is_said_twice_is_left_to_refuse() {
        let twice = json!({ "colors": 4, "max_colors": 5 });
        assert_eq!(meant(&twice), twice);
        assert_eq!(spelled("draw", twice.as_object().unwrap().clone()), *twice.as_object().unwrap());
    }
}
