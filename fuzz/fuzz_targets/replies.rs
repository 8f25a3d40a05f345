//! Any text as the reply of a language model: nothing panics, what is mended is what it claims to be.
#![no_main]

use linocut_ask::{fit, json_in, svg_in};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["a"],
        "properties": { "a": { "type": "array", "items": { "type": "number" } }, "b": { "enum": ["x", "y"] } },
    });
    if let Ok(found) = json_in(text) {
        // Mended JSON is JSON.
        assert_eq!(json_in(&found.value.to_string()).expect("what was read once").value, found.value);
        drop(fit(found.value, &schema));
    }
    if let Ok(found) = svg_in(text) {
        assert!(found.value.starts_with("<svg"));
        laws::svg(found.value.as_bytes());
    }
});
