//! Any text as a style sheet and as a `style` attribute.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    laws::svg(
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><style>{text}</style><g id=\"a\" class=\"b\" style=\"{text}\"><rect/></g></svg>")
            .as_bytes(),
    );
});
