//! Words that say how to change a drawing.
#![no_main]

libfuzzer_sys::fuzz_target!(|words: &str| {
    let _ = linocut_edit::parse(words);
    let _ = linocut_glyph::words(words);
});
