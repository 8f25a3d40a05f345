//! A pack of icons that a person added.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(pack) = linocut_icons::Pack::open(bytes.to_vec()) else { return };
    let Ok(library) = linocut_icons::Library::embedded() else { return };
    let library = library.with_packs(vec![pack]);
    for hit in library.search("bell", &linocut_icons::SearchOptions::default()) {
        let _ = library.labeled_svg(hit.icon);
    }
});
