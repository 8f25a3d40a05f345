//! Hostile files: each is refused, or becomes inert.
#![cfg(test)]

mod sanitize_inert;

use linocut_core::Kind;
use linocut_svg::{Limits, WriteOptions, read, sanitize, write};
use sanitize_inert::complaint;

const HEAD: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">"#;

/// Wraps `inside` in a root, cleans it, and holds result and drawing against the judge.
#[track_caller]
fn check(inside: &str) -> String {
    check_file(format!("{HEAD}{inside}<rect width=\"9\" height=\"9\"/></svg>").as_bytes())
}

#[track_caller]
fn check_file(bytes: &[u8]) -> String {
    let limits = Limits::default();
    let safe = sanitize(bytes, &limits).unwrap().value;
    assert_eq!(complaint(&safe), None, "{safe}");
    assert_eq!(sanitize(safe.as_bytes(), &limits).unwrap().value, safe);
    let written = write(&read(bytes, &limits).unwrap().value, &WriteOptions::default());
    assert_eq!(complaint(&written), None, "{written}");
    assert!(safe.contains("<rect"), "what is harmless stays: {safe}");
    safe
}

/// Refused, and with that kind, by both verbs.
#[track_caller]
fn refused(bytes: &[u8], kind: Kind) {
    let limits = Limits::default();
    let error = sanitize(bytes, &limits).unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(read(bytes, &limits).unwrap_err().kind(), kind);
}

#[track_caller]
fn refused_inside(inside: &str, kind: Kind) {
    refused(format!("{HEAD}{inside}</svg>").as_bytes(), kind);
}

#[test]
fn scripts_are_dropped_however_they_are_dressed() {
    for script in [
        "<script>alert(1)</script>",
        "<script href=\"//evil.example/x.js\"/>",
        "<script xlink:href=\"data:text/javascript,alert(1)\"/>",
        "<script type=\"text/ecmascript\"><![CDATA[alert(1)]]></script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<svg:script xmlns:svg=\"http://www.w3.org/2000/svg\">alert(1)</svg:script>",
        "<svg:script>alert(1)</svg:script>",
        "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>",
        "<g xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></g>",
        "<a:g xmlns:a=\"http://www.w3.org/2000/svg\"><a:script>alert(1)</a:script></a:g>",
        "<defs><script>1</script></defs>",
        "<title><script>alert(1)</script></title>",
        "<desc><![CDATA[</desc><script>alert(1)</script>]]></desc>",
        "<text><![CDATA[<script>alert(1)</script>]]></text>",
        "<style><![CDATA[</style><script>alert(1)</script>]]></style>",
        "<handler type=\"application/ecmascript\">alert(1)</handler>",
        "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></body></foreignObject>",
        "<foreignobject><iframe src=\"javascript:alert(1)\"/></foreignobject>",
        "<switch><foreignObject><p/></foreignObject><g/></switch>",
        "<iframe src=\"https://evil.example\"/>",
        "<embed xmlns=\"http://www.w3.org/1999/xhtml\" src=\"x\"/>",
        "<image><script>alert(1)</script></image>",
    ] {
        let safe = check(script);
        assert!(!safe.contains("<script"), "{safe}");
    }
}

#[test]
fn event_handlers_are_dropped_in_any_case() {
    for handler in [
        "onload",
        "onLoad",
        "ONLOAD",
        "onclick",
        "onbegin",
        "onend",
        "onrepeat",
        "onerror",
        "onmouseover",
        "onfocusin",
        "onactivate",
        "onwheel",
        "ontouchstart",
        "onpointerrawupdate",
        "on",
        "onunknownfuture",
        "xlink:onload",
    ] {
        let safe = check(&format!("<g {handler}=\"alert(1)\"><circle r=\"1\" {handler}='alert&#40;1)'/></g>"));
        assert!(!safe.contains("alert"), "{safe}");
    }
    check_file(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><rect/></svg>");
    check_file(b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:e='http://www.w3.org/2001/xml-events' e:event='load'><rect/></svg>");
}

#[test]
fn animation_is_dropped() {
    for animation in [
        "<a id=\"x\"><animate attributeName=\"href\" to=\"javascript:alert(1)\"/></a>",
        "<a><set attributeName=\"xlink:href\" to=\"javascript:alert(1)\"/></a>",
        "<set attributeName=\"onmouseover\" to=\"alert(1)\"/>",
        "<animate attributeName=\"style\" values=\"background:url(//evil.example)\"/>",
        "<animateTransform attributeName=\"transform\" onbegin=\"alert(1)\"/>",
        "<animateMotion><mpath href=\"//evil.example\"/></animateMotion>",
        "<discard begin=\"0s\" href=\"#x\"/>",
    ] {
        let safe = check(animation);
        assert!(!safe.contains("attributeName") && !safe.contains("script:"), "{safe}");
    }
}

#[test]
fn links_lead_nowhere_else() {
    for link in [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java&#x0a;script:alert(1)",
        "java\tscript:alert(1)",
        "&#106;&#97;vascript:alert(1)",
        "jav&#x61script:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/svg+xml,&lt;svg onload='alert(1)'/&gt;",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "DATA:IMAGE/SVG+XML;base64,PHN2Zy8+",
        "data:image/png,notbase64",
        "data:image/png;base64,PHN2Zy8+",
        "data:image/png;base64,iVBORw0KGgo=;&lt;script&gt;",
        "data:image/png;charset=x;base64,%69VBORw0KGgo",
        "data:application/xhtml+xml;base64,AAAA",
        "http://evil.example/a.png",
        "https://evil.example/a.svg#x",
        "//evil.example/a.svg#x",
        "file:///etc/passwd",
        "/etc/passwd",
        "a.svg#x",
        "?#x",
        "\\\\evil.example\\share",
        "blob:x",
        "ftp://x",
        "xml:base",
        "#xpointer(id('x'))",
        "#\"><script>",
    ] {
        let link = link.replace('"', "&quot;").replace("><script>", "&gt;&lt;script&gt;");
        for (tag, attribute) in [
            ("a", "href"),
            ("a", "xlink:href"),
            ("use", "href"),
            ("use", "xlink:href"),
            ("image", "href"),
            ("image", "xlink:href"),
            ("feImage", "href"),
            ("linearGradient", "xlink:href"),
            ("textPath", "href"),
            ("pattern", "href"),
            ("filter", "xlink:href"),
            ("script", "href"),
            ("tref", "xlink:href"),
            ("g", "href"),
            ("image", "src"),
            ("cursor", "xlink:href"),
            ("rect", "xml:base"),
            ("style", "href"),
            ("mpath", "x:href"),
        ] {
            let safe = check(&format!("<{tag} {attribute}=\"{link}\"><circle r=\"1\"/></{tag}>"));
            assert!(!safe.contains("evil"), "{safe}");
        }
    }
}

/// Style sheets that say evil things.
const STYLES: &[&str] = &[
    "@import url(https://evil.example/a.css); rect{fill:red}",
    "@import 'https://evil.example/a.css';",
    "@IMPORT \"//evil.example\";",
    "@\\69mport url(//evil.example);",
    "@font-face{font-family:x;src:url(//evil.example/f.woff)} *{font-family:x}",
    "@namespace x url(//evil.example);",
    "@document url(http://evil.example) {*{fill:red}}",
    "@keyframes k{from{fill:url(//evil.example)}}",
    "@media screen{rect{fill:url(//evil.example)}}",
    "@supports (fill:url(//evil.example)){rect{filter:url(//evil.example#f)}}",
    "rect{fill:url(https://evil.example#a)}",
    "rect{fill:u\\72l(https://evil.example#a)}",
    "rect{fill:\\75\\72\\6c(//evil.example)}",
    "rect{fill:url('//evil.example') red}",
    "rect{fill:url(  \"//evil.example\"  )}",
    "rect{fill:url(//evil.example",
    "rect{fill:image-set('//evil.example' 1x)}",
    "rect{mask:-webkit-image-set(url(//evil.example) 1x)}",
    "rect{mask-image:url(//evil.example)}",
    "rect{filter:src('//evil.example')}",
    "rect{clip-path:url(data:image/svg+xml,evil)}",
    "rect{cursor:url(//evil.example),auto}",
    "rect{background:url(//evil.example)}",
    "rect{list-style:url(//evil.example)}",
    "rect{content:url(//evil.example)}",
    "rect{fill:expression(alert('evil'))}",
    "rect{behavior:url(#default#evil)}",
    "rect{-moz-binding:url(//evil.example#x)}",
    "rect{fill:var(--evil,url(//evil.example))}",
    ":root{--evil:url(//evil.example)}",
    "rect{fill:attr(evil)}",
    "rect{stroke:env(evil)}",
    "rect{marker:url(//evil.example#m)}",
    "rect{font:12px url(//evil.example)}",
    "rect{font-family:'</style><script>evil()</script>'}",
    "rect{font-family:\"evil\\\"};@import 'evil'\"}",
    "rect{fill:red/**/;/*",
    "}rect{x:expression(evil)}",
    "/*<![CDATA[*/rect{fill:url(//evil.example)}/*]]>*/",
    "<!-- rect{fill:url(//evil.example)} -->",
    "rect{fill:url(#a);} rect{fill:url(#a\\);evil)}",
    "rect{filter:url(#a) url(//evil.example#b)}",
    "rect{fill:url(#a)//evil.example}",
    "rect{transform:rotate(1deg)url(//evil.example)}",
    "rect{fill:paint(evil)}",
    "rect{mask:element(#evil)}",
    "rect{mask:cross-fade(url(//evil.example),red)}",
    "rect{fill:URL(HTTP://EVIL.EXAMPLE)}",
];

#[test]
fn style_loads_nothing() {
    for css in STYLES {
        let escaped = css.replace('&', "&amp;").replace('<', "&lt;");
        for inside in [
            format!("<style>{escaped}</style>"),
            format!("<style type=\"text/css\"><![CDATA[{}]]></style>", css.replace("]]>", "")),
            format!("<defs><style>{escaped}</style></defs>"),
        ] {
            let safe = check(&inside).to_ascii_lowercase();
            assert!(!safe.contains("evil"), "{css}: {safe}");
        }
        let declarations = escaped.trim_start_matches("rect{").trim_end_matches('}').replace('"', "&quot;");
        let safe = check(&format!("<rect style=\"{declarations}\"/>")).to_ascii_lowercase();
        assert!(!safe.contains("evil"), "{css}: {safe}");
    }
}

#[test]
fn every_attribute_refuses_foreign_urls() {
    for name in [
        "fill",
        "stroke",
        "clip-path",
        "mask",
        "filter",
        "marker-start",
        "marker-mid",
        "marker-end",
        "marker",
        "cursor",
        "font-family",
        "color",
        "transform",
        "d",
        "points",
        "x",
        "width",
        "viewBox",
        "values",
        "in",
        "result",
        "class",
        "type",
        "xml:lang",
        "role",
        "systemLanguage",
        "offset",
        "stop-color",
        "flood-color",
        "lighting-color",
        "color-profile",
        "src",
        "background",
        "action",
        "formaction",
        "poster",
        "data",
        "ping",
        "style",
        "opacity",
        "requiredExtensions",
        "preserveAspectRatio",
        "orient",
        "stroke-dasharray",
        "numOctaves",
        "text-decoration",
    ] {
        for value in
            ["url(//evil.example/a#b)", "url('https://evil.example')", "u&#x5c;72l(evil:x)", "image-set('//evil')"]
        {
            let safe = check(&format!("<rect {name}=\"{value}\" height=\"3\"/>"));
            assert!(!safe.contains("evil"), "{name}: {safe}");
        }
    }
}

#[test]
fn namespaces_do_not_hide_anything() {
    for inside in [
        "<g xmlns:x=\"http://www.w3.org/1999/xlink\"><use x:href=\"//evil.example#a\"/></g>",
        "<g xmlns:q=\"http://www.w3.org/2000/svg\"><q:image q:href=\"//evil.example\"/></g>",
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><maction xlink:href=\"javascript:evil\">x</maction></math>",
        "<html:img xmlns:html=\"http://www.w3.org/1999/xhtml\" src=\"x\" onerror=\"evil()\"/>",
        "<g xmlns:ev=\"http://www.w3.org/2001/xml-events\" ev:event=\"evil\"/>",
        "<undeclared:g onload=\"evil()\"><undeclared:script/></undeclared:g>",
        "<xml:script>evil()</xml:script>",
        "<g xmlns=\"\"><script>evil()</script></g>",
        "<g xmlns:a=\"urn:a\" a:href=\"evil\" a:onload=\"evil\" a:style=\"evil\"/>",
        "<g xmlns:xlink=\"urn:not-xlink\"><use xlink:href=\"evil\"/></g>",
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">evil</x:xmpmeta>",
    ] {
        assert!(!check(inside).contains("evil"));
    }
}

#[test]
fn doctypes_entities_and_instructions_are_refused() {
    let file = |prolog: &str| format!("{prolog}{HEAD}<text>&a;</text></svg>");
    for prolog in [
        "<!DOCTYPE svg [<!ENTITY a \"x\">]>",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE svg [<!ENTITY % p SYSTEM \"http://evil.example/p.dtd\"> %p;]>",
        "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>",
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"alert(1)\">]>",
        "<!DOCTYPE svg [<!ELEMENT svg ANY>]>",
        "<!DOCTYPE svg SYSTEM \"http://evil.example/x.dtd\">",
        "<!DOCTYPE svg SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE svg PUBLIC \"-//EVIL//DTD\" \"http://evil.example/x.dtd\">",
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://evil.example/x.dtd\">",
        "<!DOCTYPE html>",
        "<?xml-stylesheet href=\"http://evil.example/a.css\"?>",
        "<?xml-stylesheet type=\"text/xsl\" href=\"#x\"?>",
        "<?php system('id') ?>",
        "<?XML version='1.0'?>",
    ] {
        refused(file(prolog).as_bytes(), Kind::Refused);
    }
    for inside in [
        "<g><?php evil() ?></g>",
        "<metadata><?xpacket begin='x'?></metadata>",
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>",
        "<g xmlns:q=\"http://www.w3.org/2001/XInclude\"><q:include href=\"x\"/></g>",
        "<metadata><include xmlns=\"http://www.w3.org/2001/XInclude\" href=\"x\"/></metadata>",
        "<xi:include href=\"x\"/>",
    ] {
        refused_inside(inside, Kind::Refused);
    }
}

#[test]
fn harmless_doctypes_pass() {
    for prolog in [
        "<!DOCTYPE svg>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">",
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.0//EN\" \"http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd\" []>",
    ] {
        check_file(format!("{prolog}{HEAD}<rect/></svg>").as_bytes());
    }
}

#[test]
fn broken_files_are_input_errors() {
    for bytes in [
        &b""[..],
        b"   \n",
        b"\xff\xfe",
        b"\xff\xfea",
        b"\xfe\xff\xd8\x00",
        b"not xml",
        b"<svg",
        b"<svg>",
        b"</svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><g>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/><svg/>",
        b"<html/>",
        b"<g xmlns='http://www.w3.org/2000/svg'/>",
        b"<svg xmlns='http://www.w3.org/1999/xhtml'/>",
        b"text<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>\xff\xfe</svg>",
        b"<svg>\0</svg>",
        b"\x1f\x8b\x08garbage",
        b"<svg xmlns='http://www.w3.org/2000/svg' width=5/>",
        b"<svg xmlns='http://www.w3.org/2000/svg' width/>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><!-- ",
        b"<svg xmlns='http://www.w3.org/2000/svg'><![CDATA[",
        b"<!-- only a comment -->",
        b"\xef\xbb\xbf",
        b"PNG",
        b"{\"json\":1}",
    ] {
        refused(bytes, Kind::Input);
    }
}

#[test]
fn mendable_files_are_mended() {
    let cases: &[(&str, &str)] = &[
        ("<rect x=\"1\" x=\"2\"/>", "<rect x=\"1\"/>"),
        ("<text>a &amp; b & c &nbsp; &#0; d</text>", "<text>a &amp; b &amp; c   d</text>"),
        ("<path d=\"M0 0L1 1L2 oops 3 3z\"/>", "<path d=\"M0 0L1 1\"/>"),
        ("<path d=\"M0 0h1Z  oops\"/>", "<path d=\"M0 0h1Z\"/>"),
        ("<path d=\"M0 0L1e999 1\"/>", "<path d=\"M0 0\"/>"),
        ("<rect width=\"NaN\" height=\"Infinity\" x=\"1e10\" y=\"-2e9px\"/>", "<rect/>"),
        ("<rect id=\"a b\" fill=\"url(#a b)\"/>", "<rect id=\"a_b\"/>"),
        ("<g fill=\"r\\31\" opacity=\"0\\-\" color=\"\\31 a\"/>", "<g fill=\"r1\"/>"),
        (
            "<g color=\"rgb(1/**/2,3/ 4)\" stroke-dasharray=\"1/**/2 , 3\"/>",
            "<g color=\"rgb(1 2,3/4)\" stroke-dasharray=\"1 2,3\"/>",
        ),
        ("<g id=\"x\"/><g id=\"x\"/>", "<g id=\"x\"/><g/>"),
        ("<g id=\"1\"/><use href=\"#1\"/>", "<g id=\"_1\"/><use href=\"#_1\"/>"),
        ("<g class=\"a\" version=\"1\" data-x=\"1\"/>", "<g/>"),
        ("<g transform=\"rotate(90deg) translateX(1in)\"/>", "<g transform=\"rotate(90) translate(96 0)\"/>"),
        ("<a href=\"https://x\"><circle r=\"1\"/></a>", "<g><circle r=\"1\"/></g>"),
        ("<use href=\"#a\" xlink:href=\"#b\"/>", "<use href=\"#a\"/>"),
        ("<use xlink:href=\"#b\" href=\"#a\"/>", "<use href=\"#a\"/>"),
        (
            "<image href='data:image/png;base64,R0lGOD%6chAQ&#10; ABAA%3D%3d'/>",
            "<image href=\"data:image/gif;base64,R0lGODlhAQABAA==\"/>",
        ),
        ("<text>\u{8}\u{1b}x]]&gt;</text>", "<text>x]]&gt;</text>"),
        ("<filter id='f'><feTurbulence numOctaves='999999999'/></filter>", "numOctaves=\"16\""),
    ];
    for (inside, expected) in cases {
        let safe = check(inside);
        assert!(safe.contains(expected), "{inside}: {safe}");
    }
    let bare = sanitize(b"<svg width='8' height='4'><rect/></svg>", &Limits::default()).unwrap();
    assert_eq!(
        bare.value,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4" viewBox="0 0 8 4"><rect/></svg>"#
    );
    assert_eq!(bare.warnings, ["added the missing SVG namespace"]);
}

#[test]
fn other_encodings_are_read() {
    let text = format!("{HEAD}<rect data-name=\"é漢\u{1f642}\"/></svg>");
    let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    };
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), format!("\u{feff}{text}").into_bytes()] {
        assert!(check_file(&bytes).contains("é漢\u{1f642}"));
    }
}

#[test]
fn cycles_are_broken() {
    for inside in [
        "<g id=\"a\"><use href=\"#a\"/></g>",
        "<use id=\"a\" href=\"#b\"/><use id=\"b\" href=\"#a\"/>",
        "<linearGradient id=\"a\" href=\"#b\"/><linearGradient id=\"b\" href=\"#a\"/><rect fill=\"url(#a)\"/>",
        "<pattern id=\"a\"><rect fill=\"url(#a)\"/></pattern><rect fill=\"url(#a)\"/>",
        "<mask id=\"a\"><rect mask=\"url(#a)\"/></mask><rect mask=\"url(#a)\"/>",
        "<clipPath id=\"a\" clip-path=\"url(#a)\"><rect clip-path=\"url(#a)\"/></clipPath><rect clip-path=\"url(#a)\"/>",
        "<marker id=\"a\"><path d=\"M0 0h1v1\" marker-mid=\"url(#a)\"/></marker><path d=\"M0 0h1v1\" marker-mid=\"url(#a)\"/>",
        "<filter id=\"a\"><feImage href=\"#b\"/></filter><g id=\"b\" filter=\"url(#a)\"/>",
        "<symbol id=\"a\"><use href=\"#b\"/></symbol><symbol id=\"b\"><use href=\"#a\"/></symbol><use href=\"#a\"/>",
    ] {
        let safe = check(inside);
        resvg::usvg::Tree::from_str(&safe, &resvg::usvg::Options::default()).unwrap();
    }
}
