//! A vocabulary and a file of weights.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(vocabulary) = linocut_glyph::Vocabulary::parse(bytes) {
        let mut walk = vocabulary.walk();
        let mut left = 64;
        while let Some(first) = walk.legal(left).first() {
            if walk.push(first.start).is_err() || left == 0 {
                break;
            }
            left -= 1;
        }
    }
    if let Ok(weights) = linocut_models::Weights::parse(bytes) {
        let _ = weights.matrix(&["a"]);
        let _ = weights.vector("a");
    }
});
