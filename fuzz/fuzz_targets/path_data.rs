//! Any text as path data, points, a transform, a color and a view box.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    laws::svg(
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{text}\"><path d=\"{text}\" fill=\"{text}\"/>\
             <polygon points=\"{text}\" transform=\"{text}\" stroke-dasharray=\"{text}\" stroke=\"red\"/></svg>"
        )
        .as_bytes(),
    );
});
