//! Bad replies to the wish for a change: mended or refused, and nothing else happens.
#![cfg(test)]

use linocut_core::{Context, End, Kind, LanguageModel, Model, ModelId, Result, TextReply, TextRequest, Usage};
use linocut_edit::rewrite;

struct Parrot(ModelId, String);

impl Model for Parrot {
    fn id(&self) -> &ModelId {
        &self.0
    }
}

impl LanguageModel for Parrot {
    fn generate(&self, _request: &TextRequest, _cx: &Context) -> Result<TextReply> {
        Ok(TextReply { text: self.1.clone(), end: End::Whole, usage: Usage::default() })
    }
}

#[test]
fn bad_changes_are_mended_or_refused_with_a_reason() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><rect x='5' y='11' width='14' height='10'/><path id='roof' d='M3 11L12 3L21 11Z'/></svg>";
    let house = linocut_svg::read(svg, &linocut_svg::Limits::default()).unwrap().value;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replies");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let id = ModelId { name: "parrot".to_owned(), version: "1".to_owned(), digest: String::new() };
        let parrot = Parrot(id, std::fs::read_to_string(&path).unwrap());
        match rewrite(&house, "make the roof red", &[], &parrot, &Context::default()) {
            Ok(rewritten) => {
                let svg = linocut_svg::write(&rewritten.drawing, &linocut_svg::WriteOptions::default());
                assert!(name.starts_with("ok-") && svg.contains("#c00"), "{name}: {svg}");
                assert!(!svg.contains("evil") && !svg.contains("passwd") && !svg.contains("SYSTEM"), "{name}: {svg}");
            }
            Err(error) => {
                assert!(name.starts_with("no-"), "{name}: {error}");
                assert_eq!(error.kind(), Kind::Unavailable, "{name}: {error}");
                assert!(error.to_string().starts_with("parrot gave no usable answer: "), "{name}: {error}");
            }
        }
    }
}
