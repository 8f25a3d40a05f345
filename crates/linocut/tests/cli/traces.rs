//! `linocut trace` with one picture.

use crate::desk::{Desk, logo};
use linocut_raster::{Limits, decode};
use serde_json::Value;

#[test]
fn writes_next_to_the_input() {
    let desk = Desk::new();
    desk.check(
        "trace logo.png",
        "
exit 0
--- stderr
logo.png → logo.svg
",
    );
    assert!(desk.read("logo.svg").starts_with("<svg "));
    assert_eq!(desk.files(), ["cut.png", "logo.png", "logo.svg", "notes.txt"]);
}

#[test]
fn never_overwrites_without_being_told() {
    let desk = Desk::new();
    desk.put("logo.svg", b"precious");
    desk.check(
        "trace logo.png",
        "
exit 2
--- stderr
error: logo.svg: exists already

hint: --force overwrites it, -o names another file
",
    );
    assert_eq!(desk.read("logo.svg"), "precious");
    desk.check("trace logo.png --force -q", "exit 0\n");
    assert_ne!(desk.read("logo.svg"), "precious");
    desk.put("other.svg", b"precious");
    desk.check("trace logo.png -o other.svg -q", "exit 0\n");
    assert_eq!(desk.read("other.svg"), desk.read("logo.svg"));
}

#[test]
fn reads_stdin_and_writes_stdout() {
    let desk = Desk::empty();
    let output = desk.run_with("trace -", &logo());
    assert_eq!(String::from_utf8_lossy(&output.stderr).split(':').next(), Some("stdin → stdout"));
    assert!(output.stdout.starts_with(b"<svg "));
    assert!(desk.files().is_empty());
    desk.put("logo.png", &logo());
    assert_eq!(desk.run("trace logo.png -o - -q").stdout, output.stdout);
}

#[test]
fn every_engine_and_option_runs() {
    let desk = Desk::new();
    for words in [
        "--preset icon --colors 2 --min-area 2 --tolerance 0.5 --background drop --effort fast",
        "--palette #fff,#142858 --pretty --time-budget 1m",
        "--pixel exact",
        "--repeat use",
        "--curves quadratic --max-colors 3 --min-area-px 4 --line-fit-tolerance 0.3",
        "--pixel smooth --colors 2",
        "--engine bilevel --threshold 99 --turnpolicy black --turdsize 0 --alphamax 0.5 --opttolerance 1 --invert",
        "--engine bilevel --threshold auto",
        "--engine vtracer --filter-speckle 2 --color-precision 8 --gradient-step 8 --corner-threshold 90",
        "--engine vtracer --segment-length 5 --max_iterations 5 --splice-threshold 9 --path-precision 1 --mode polygon",
    ] {
        desk.check(&format!("trace logo.png -q --force {words}"), "exit 0\n");
        assert!(desk.read("logo.svg").contains("<path") || desk.read("logo.svg").contains("<rect"), "{words}");
    }
}

#[test]
fn reports_in_json() {
    let desk = Desk::new();
    let output = desk.run("trace logo.png --json -q");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!([&report["input"], &report["output"]], ["logo.png", "logo.svg"]);
    assert_eq!([&report["width"], &report["height"]], [48, 48]);
    assert_eq!(report["counts"]["bytes"], desk.read("logo.svg").len());
    for name in ["ssim", "psnr", "edge"] {
        assert!(report["scores"][name].is_number(), "{name}");
    }
    for name in ["decode", "trace", "write", "score", "total"] {
        assert!(report["milliseconds"][name].is_number(), "{name}");
    }
}

#[test]
fn reports_a_failure_in_json_too() {
    let desk = Desk::new();
    let output = desk.run("trace cut.png --json");
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["error"]["exit_code"], 2);
    assert_eq!(report["error"]["message"], "cut.png: PNG file is damaged: its end is missing");
}

#[test]
fn draws_a_sheet_to_compare() {
    let desk = Desk::new();
    desk.check("trace logo.png -q --compare sheet.png", "exit 0\n");
    let sheet = decode(&std::fs::read(desk.path("sheet.png")).unwrap(), &Limits::default()).unwrap();
    let panel = 48 * 5;
    assert_eq!(sheet.width(), 16 + 4 * (panel + 16));
    let middle = 16 + panel / 2;
    let dark = |panels: u32| sheet.get(middle + panels * (panel + 16), sheet.height() / 2).unwrap().r < 128;
    assert_eq!([dark(0), dark(1), dark(2), dark(3)], [true, true, false, false]);
}

#[test]
fn gives_up_when_the_time_is_over() {
    let desk = Desk::new();
    desk.check(
        "trace logo.png --time-budget 0.000001ms",
        "
exit 5
--- stderr
error: logo.png: time limit reached

hint: allow more with --time-budget, or ask for less with --effort fast
",
    );
    assert_eq!(desk.files(), ["cut.png", "logo.png", "notes.txt"]);
}

#[cfg(unix)]
#[test]
fn files_have_usual_permissions_and_links_are_written_through() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    desk.put("real.svg", b"");
    symlink("real.svg", desk.path("link.svg")).unwrap();
    desk.check("trace logo.png -q -o link.svg", "exit 0\n");
    assert!(desk.path("link.svg").is_symlink());
    assert!(desk.read("real.svg").starts_with("<svg "));
    desk.check("trace logo.png -q", "exit 0\n");
    let mode = |name: &str| std::fs::metadata(desk.path(name)).unwrap().permissions().mode();
    assert_eq!(mode("logo.svg"), mode("logo.png"));
}

#[test]
fn color_names_and_brand_files_are_palettes() {
    let desk = Desk::new();
    desk.put("brand.gpl", b"GIMP Palette\n20 40 88 Night\n255 255 255 Paper\n");
    desk.check("trace logo.png -q --palette @brand.gpl", "exit 0\n");
    assert!(desk.read("logo.svg").contains("data-name=\"Night\""), "{}", desk.read("logo.svg"));
    let output = desk.call(&["trace", "logo.png", "-qf", "--palette", "white -> none ~ 0.05; #14285a -> tomato"], b"");
    assert_eq!(output.status.code(), Some(0));
    let svg = desk.read("logo.svg");
    assert!(svg.contains("#ff6347") && !svg.contains("#fff\""), "{svg}");
    desk.call(&["trace", "logo.png", "-qf", "--palette", "orange -> tomato"], b"");
    assert!(!desk.read("logo.svg").contains("#ff6347"), "no color of the picture is orange");
}

#[test]
fn budgets_are_kept_and_reported() {
    let desk = Desk::new();
    let output = desk.run("trace logo.png --json -q --max-paths 1");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), report["counts"]["paths"].as_u64()), (Some(0), Some(1)));
    assert_eq!((&report["budget"]["met"], &report["budget"]["paths"]), (&Value::from(true), &Value::from(1)));
    let output = desk.run("trace logo.png -f -q --quality 1 --max-paths 1");
    assert_eq!(output.status.code(), Some(1), "a missed quality");
    let output = desk.run("trace logo.png -f -q --engine bilevel --max-bytes 300");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(desk.read("logo.svg").starts_with("<svg "), "is written all the same");
}

#[test]
fn bytes_are_those_of_the_format() {
    let desk = Desk::new();
    desk.check("trace logo.png -o whole.pdf -q", "exit 0\n");
    let whole = std::fs::metadata(desk.path("whole.pdf")).unwrap().len();
    assert_eq!(desk.run(&format!("trace logo.png -o logo.pdf -q --max-bytes {}", whole - 1)).status.code(), Some(0));
    assert!(std::fs::metadata(desk.path("logo.pdf")).unwrap().len() < whole);
}

#[test]
fn cutters_get_every_seam_once() {
    let desk = Desk::new();
    let lines = |words: &str| {
        desk.check(&format!("trace logo.png -o logo.dxf -q --stacking cutouts {words}"), "exit 0\n");
        let entities = ["LWPOLYLINE", "SPLINE", "CIRCLE", "LINE", "ARC", "ELLIPSE"];
        desk.read("logo.dxf").lines().filter(|line| entities.contains(&line.trim())).count()
    };
    assert_eq!(lines(""), lines("--gap-filler off"));
    assert!(lines("--gap-filler 2") > lines(""));
}

#[test]
fn contact_sheets_show_every_picture() {
    let desk = Desk::new();
    desk.put("pictures/a.png", &logo());
    desk.put("pictures/b.png", &logo());
    desk.check("trace pictures -o out/ -q --sheet all.png", "exit 0\n");
    let sheet = decode(&std::fs::read(desk.path("all.png")).unwrap(), &Limits::default()).unwrap();
    let dark = |x: u32| sheet.get(x, 12 + 96).unwrap().r < 128;
    // Two pairs of 192 pixels a picture, 6 between a pair's and 24 between pairs.
    assert_eq!([108, 306, 522, 720].map(dark), [true; 4]);
    assert_eq!(desk.run("trace logo.png --sheet all.jpg").status.code(), Some(2));
}

#[test]
fn another_engine_is_shown_beside() {
    let desk = Desk::new();
    desk.check("trace logo.png -q --compare sheet.png --versus vtracer", "exit 0\n");
    let sheet = decode(&std::fs::read(desk.path("sheet.png")).unwrap(), &Limits::default()).unwrap();
    assert_eq!(sheet.width(), 16 + 5 * (48 * 5 + 16));
}
