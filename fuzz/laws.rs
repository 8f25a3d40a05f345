//! What every fuzz target holds its input against.

use linocut_core::{Kind, Result};
use linocut_diagram::{Plan, compose, edit, mermaid, parse_edits};
use linocut_svg::{Limits, WriteOptions, read, sanitize, write};
use linocut_trace::PaletteRule;

/// Elements that run, load, or take foreign content in.
const ACTIVE: &[&str] = &["script", "style", "foreignobject", "animate", "set", "a", "iframe", "handler", "metadata"];

/// Sanitizing is idempotent and inert and bounded, reading never panics, and what is written is inert too.
pub fn svg(bytes: &[u8]) {
    let limits = Limits::default();
    let drawing = read(bytes, &limits);
    let safe = match sanitize(bytes, &limits) {
        Ok(safe) => safe.value,
        Err(error) => {
            assert_ne!(error.kind(), Kind::Bug, "{error}");
            return;
        }
    };
    inert(&safe);
    let twice = sanitize(safe.as_bytes(), &limits).map(|safe| safe.value).unwrap_or_default();
    assert_eq!(twice, safe, "not idempotent");
    match drawing {
        Ok(drawing) => inert(&write(&drawing.value, &WriteOptions::default())),
        Err(error) => assert_eq!(error.kind(), Kind::Limit, "{error}"),
    }
}

fn inert(svg: &str) {
    assert!(!svg.contains("<!") && !svg.contains("<?"), "{svg}");
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|e| panic!("not well-formed: {e}\n{svg}"));
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert_eq!(node.tag_name().namespace(), Some("http://www.w3.org/2000/svg"), "{svg}");
        assert!(!ACTIVE.contains(&node.tag_name().name().to_ascii_lowercase().as_str()), "{svg}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value().to_ascii_lowercase());
            assert!(!name.to_ascii_lowercase().starts_with("on"), "{svg}");
            if name == "href" {
                assert!(value.starts_with('#') || value.starts_with("data:image/"), "{svg}");
                assert!(!value.contains("svg+xml"), "{svg}");
            } else if !matches!(name, "aria-label" | "data-name") {
                assert!(value.split("url(").skip(1).all(|rest| rest.starts_with('#')), "{svg}");
                assert!(!["src(", "image-set(", "@import", "\\", "var("].iter().any(|w| value.contains(w)), "{svg}");
            }
        }
    }
}

/// Rules that were read have tolerances in range, and no mistake of a person is ours.
pub fn rules(read: Result<Vec<PaletteRule>>) {
    match read {
        Ok(rules) => {
            assert!(rules.iter().filter_map(|r| r.tolerance).all(|t| (0.0..=1.0).contains(&t)), "{rules:?}");
        }
        Err(error) => assert_ne!(error.kind(), Kind::Bug, "{error}"),
    }
}

/// Plans that pass are written and read back the same, and have Mermaid text; words make, and edits leave, only such plans.
pub fn diagram(words: &str) {
    let made = compose(words, None).map(|composed| composed.plan);
    for plan in [Plan::from_json(words), made].into_iter().flatten() {
        let json = plan.to_json().unwrap_or_default();
        assert_eq!(Plan::from_json(&json).ok().as_ref(), Some(&plan), "{json}");
        assert!(mermaid(&plan).is_ok(), "{json}");
        match parse_edits(words).and_then(|operations| edit(&plan, &operations)) {
            Ok(changed) => assert!(changed.check().is_ok(), "{json} by {words:?}"),
            Err(error) => assert_ne!(error.kind(), Kind::Bug, "{error}"),
        }
    }
}
