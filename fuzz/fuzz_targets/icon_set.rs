//! A set of icons in Iconify's JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(library) = linocut_icons::Library::embedded() else { return };
    if let Ok(set) = linocut_icons::read_collection(bytes, library) {
        let _ = set.pack();
    }
});
