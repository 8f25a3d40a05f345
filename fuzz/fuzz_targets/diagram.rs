//! Plans from files, and words that ask for a diagram or change one.
#![no_main]

libfuzzer_sys::fuzz_target!(|words: &str| laws::diagram(words));
