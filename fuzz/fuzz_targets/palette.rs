//! Rules of a palette as a person writes them, and swatches from a file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    laws::rules(linocut_trace::parse_swatches(bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        laws::rules(linocut_trace::parse_palette(text));
    }
});
