//! `linocut convert`, and the formats of `linocut trace`.

use crate::desk::{DISC, Desk};

#[test]
fn the_name_of_the_result_is_its_format() {
    let desk = Desk::with_disc();
    desk.check("convert disc.svg -o my-disc.jsx -q", "exit 0\n");
    assert!(desk.read("my-disc.jsx").starts_with("export default function Disc("));
    desk.check("convert disc.svg --to vue --name round-thing -q", "exit 0\n");
    assert!(desk.read("disc.vue").contains("name: \"RoundThing\""));
    desk.check("convert disc.svg -o small.svg --width 50mm --unit mm -q", "exit 0\n");
    assert!(desk.read("small.svg").contains("width=\"50mm\" height=\"25mm\""));
    desk.check("convert disc.svg -o disc.png --scale 2 -q", "exit 0\n");
    let picture =
        linocut_raster::decode(&std::fs::read(desk.path("disc.png")).unwrap(), &linocut_raster::Limits::default());
    assert_eq!(picture.map(|p| (p.width(), p.height())).ok(), Some((40, 20)));
}

#[test]
fn converts_whole_directories_and_pipes() {
    let desk = Desk::with_disc();
    desk.put("in/a.svg", DISC.as_bytes());
    desk.put("in/b.svg", b"<svg");
    desk.put("in/c.png", b"not asked for");
    let output = desk.run("convert in --to svelte -o out");
    assert_eq!(output.status.code(), Some(8));
    assert!(desk.files().contains(&"out/a.svelte".to_owned()));
    let output = desk.run_with("convert - --to data-uri", DISC.as_bytes());
    assert!(output.stdout.starts_with(b"data:image/svg+xml,%3Csvg "));
}

#[test]
fn refuses_what_it_cannot_do() {
    let desk = Desk::with_disc();
    desk.check(
        "convert disc.svg -o disc.docx",
        "
exit 2
--- stderr
error: no format is wanted

hint: --to names one: svg, svg-illustrator, svg-min, svgz, pdf, eps, dxf, jsx, tsx, vue, svelte, data-uri, css, android, swiftui, png
",
    );
    desk.check(
        "convert disc.svg --to jsx --width 5cm",
        "
exit 2
--- stderr
error: '5cm' is not a length above zero

hint: write it like 50mm, 2in, 36pt or 640px
",
    );
    desk.check(
        "convert disc.svg --to svgz -o disc.png",
        "
exit 2
--- stderr
error: disc.png: the result is svgz, this is a name for pixels

hint: name it .svgz
",
    );
    desk.check(
        "convert disc.svg --to svg",
        "
exit 2
--- stderr
error: disc.svg: exists already

hint: --force overwrites it, -o names another file
",
    );
}

#[test]
fn traces_into_other_formats() {
    let desk = Desk::new();
    desk.check("trace logo.png -o logo.tsx -q", "exit 0\n");
    assert!(desk.read("logo.tsx").contains("export default function Logo({ size = 48"));
    desk.check("trace logo.png --format svg-min -q", "exit 0\n");
    assert!(desk.read("logo.min.svg").starts_with("<svg"));
}

#[test]
fn edits_into_other_formats() {
    let desk = Desk::with_disc();
    desk.check("edit disc.svg red -o disc.eps -q", "exit 0\n");
    assert!(desk.read("disc.eps").contains("\n1 0 0 rg\n"));
}
