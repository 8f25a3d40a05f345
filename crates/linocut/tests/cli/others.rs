//! The other commands.

use crate::desk::{DISC, Desk, logo};
use linocut_core::Rgba;
use linocut_raster::{Limits, decode};
use serde_json::Value;

#[test]
fn renders_png_at_any_width() {
    let desk = Desk::with_disc();
    desk.check(
        "render disc.svg --width 40",
        "
exit 0
--- stderr
disc.svg → disc.png: 40 × 20 pixels
",
    );
    let picture = decode(&std::fs::read(desk.path("disc.png")).unwrap(), &Limits::default()).unwrap();
    assert_eq!([picture.get(10, 10), picture.get(30, 10)], [Some(Rgba::BLACK), Some(Rgba::TRANSPARENT)]);
    desk.check(
        "render disc.svg",
        "
exit 2
--- stderr
error: disc.png: exists already

hint: --force overwrites it, -o names another file
",
    );
    let output = desk.run_with("render - -o - --background #f00", DISC.as_bytes());
    let picture = decode(&output.stdout, &Limits::default()).unwrap();
    assert_eq!(picture.get(15, 5), Some(Rgba::opaque(255, 0, 0)));
}

#[test]
fn scores_pictures_against_drawings() {
    let desk = Desk::with_disc();
    desk.check("render disc.svg -q --background #fff", "exit 0\n");
    let table = desk.run("score disc.png disc.svg");
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.starts_with("ssim           1.0000\n"), "{table}");
    assert!(table.contains("\npaths               1\n"), "{table}");
    let both = desk.run("score disc.svg disc.svg --json");
    let both: Value = serde_json::from_slice(&both.stdout).unwrap();
    assert_eq!(both["scores"]["delta"], 0.0);
    assert_eq!(both["counts"]["primitives"], 1);
}

#[test]
fn pictures_of_different_size_have_no_score() {
    let desk = Desk::with_disc();
    desk.put("logo.png", &logo());
    desk.check("render disc.svg -q", "exit 0\n");
    desk.check(
        "score logo.png disc.png",
        "
exit 2
--- stderr
error: disc.png: pictures differ in size: 20 × 10, the reference has 48 × 48

hint: render the candidate at the width of the reference
",
    );
}

#[test]
fn tells_what_a_picture_is() {
    let desk = Desk::new();
    let text = String::from_utf8(desk.run("analyze logo.png").stdout).unwrap();
    assert!(text.starts_with("logo.png: 48 × 48 pixels\n  class "), "{text}");
    let report: Value = serde_json::from_slice(&desk.run("analyze logo.png --json").stdout).unwrap();
    assert_eq!(report["class"], "simple");
    assert!(report["preset"].is_string());
    assert_eq!(report["palette"][0]["color"], "#fff");
    for name in ["edge_density", "unique_colors", "entropy", "corner_density", "gradient_strength", "complexity"] {
        assert!(report["features"][name].is_number(), "{name}");
    }
}

#[test]
fn tidies_without_changing_the_picture() {
    let desk = Desk::empty();
    let roomy = DISC.replace("<circle", "<!-- a disc -->\n  <g>\n <circle").replace("</svg>", "</g>\n</svg>\n");
    desk.put("roomy.svg", roomy.as_bytes());
    let output = desk.run("tidy roomy.svg");
    assert!(output.stdout.len() < roomy.len());
    let told = format!("roomy.svg → stdout: {} bytes → {} bytes\n", roomy.len(), output.stdout.len());
    assert_eq!(String::from_utf8_lossy(&output.stderr), told);
    desk.check("tidy roomy.svg -o tidy.svg -q", "exit 0\n");
    assert_eq!(desk.read("tidy.svg").as_bytes(), output.stdout);
    let score = desk.run("score roomy.svg tidy.svg --json");
    let score: Value = serde_json::from_slice(&score.stdout).unwrap();
    assert_eq!(score["scores"]["mse"], 0.0);
}

#[test]
fn removes_what_is_active() {
    let desk = Desk::empty();
    desk.put("armed.svg", DISC.replace("<circle", "<script>alert(1)</script><circle onclick=\"x()\"").as_bytes());
    let output = desk.run("sanitize armed.svg -o safe.svg");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    assert!(desk.read("safe.svg").contains("<circle"));
    assert!(!desk.read("safe.svg").contains("script") && !desk.read("safe.svg").contains("onclick"));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.lines().all(|line| line.starts_with("warning: armed.svg: ")) && told.lines().count() == 2, "{told}");
    desk.check("sanitize armed.svg -o quiet.svg -q", "exit 0\n");
}

#[test]
fn the_doctor_tries_every_engine() {
    let output = Desk::empty().run("doctor --json");
    let findings: Value = serde_json::from_slice(&output.stdout).unwrap();
    for name in ["subpixel_engine", "bilevel_engine", "vtracer_engine", "temporary_directory", "current_directory"] {
        assert_eq!(findings[name]["fine"], true, "{name}: {}", findings[name]["value"]);
    }
    for name in ["icon_library", "added_sets", "icon_model", "icon-clip"] {
        assert_eq!(findings[name]["fine"], true, "{name}: {}", findings[name]["value"]);
    }
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_doctor_finds_damaged_sets() {
    let desk = Desk::empty();
    desk.put("home/icons/broken.pack", b"LINOICONnothing");
    let output = desk.run("doctor");
    assert_eq!(output.status.code(), Some(4));
    let told = String::from_utf8(output.stdout).unwrap();
    let line = told.lines().find(|line| line.starts_with("added sets ")).unwrap();
    assert!(line.contains("broken.pack: icon pack is damaged") && line.ends_with("(problem)"), "{line}");
    assert_eq!(output.stderr, b"error: not everything works here: added sets\n");
}

#[test]
fn prints_completions_and_manuals() {
    let desk = Desk::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = desk.run(&format!("completions {shell}"));
        assert!(String::from_utf8(output.stdout).unwrap().contains("sanitize"), "{shell}");
    }
    assert!(String::from_utf8(desk.run("man").stdout).unwrap().contains(".TH linocut 1"));
    desk.check("man -o pages -q", "exit 0\n");
    assert!(desk.files().contains(&"pages/linocut-trace.1".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_linocut"))
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}
