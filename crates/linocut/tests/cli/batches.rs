//! `linocut trace` with many pictures.

use crate::desk::{Desk, logo};
use serde_json::Value;
#[cfg(unix)]
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

#[test]
fn one_damaged_file_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.put("zebra.png", &logo());
    desk.check(
        "trace logo.png cut.png zebra.png -o out --jobs 1",
        "
exit 8
--- stderr
logo.png → out/logo.svg
error: cut.png: PNG file is damaged: its end is missing
  hint: copy or download it again
zebra.png → out/zebra.svg
1 of 3 files failed
",
    );
    assert_eq!(desk.files(), ["cut.png", "logo.png", "notes.txt", "out/logo.svg", "out/zebra.svg", "zebra.png"]);
}

#[test]
fn a_directory_keeps_its_shape() {
    let desk = Desk::empty();
    for name in ["in/a.png", "in/deep/b.PNG", "in/deep/er/c.png", "in/.hidden/d.png", "in/readme.txt"] {
        desk.put(name, &logo());
    }
    desk.check("trace in -o flat -q", "exit 0\n");
    desk.check("trace in -o all --recursive -q", "exit 0\n");
    let made: Vec<_> = desk.files().into_iter().filter(|name| name.contains(".svg")).collect();
    assert_eq!(made, ["all/a.svg", "all/deep/b.svg", "all/deep/er/c.svg", "flat/a.svg"]);
}

#[test]
fn patterns_are_expanded() {
    let desk = Desk::new();
    desk.put("logo2.png", &logo());
    desk.check(
        "trace logo*.png --jobs 1",
        "
exit 0
--- stderr
logo.png → logo.svg
logo2.png → logo2.svg
",
    );
}

#[test]
fn a_result_is_not_overwritten_by_the_next() {
    let desk = Desk::new();
    desk.put("more/logo.png", &logo());
    desk.check(
        "trace logo.png more/logo.png -o out --jobs 1",
        "
exit 8
--- stderr
logo.png → out/logo.svg
error: more/logo.png: would overwrite out/logo.svg, made from logo.png
  hint: rename one of them, or take them one by one with -o
1 of 2 files failed
",
    );
}

#[test]
fn empty_directories_are_missing_pictures() {
    let desk = Desk::empty();
    desk.put("in/deep/a.png", &logo());
    desk.check(
        "trace in",
        "
exit 3
--- stderr
error: in: directory has no pictures

hint: --recursive searches the directories inside it, too
",
    );
}

#[test]
fn the_report_has_a_line_for_every_input() {
    let desk = Desk::new();
    let output = desk.run("trace logo.png lost.png cut.png --json");
    assert_eq!(output.status.code(), Some(8));
    let lines: Vec<Value> =
        output.stdout.split(|&b| b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let inputs: Vec<_> = lines.iter().map(|line| line["input"].as_str().unwrap()).collect();
    assert_eq!(inputs, ["logo.png", "lost.png", "cut.png"]);
    let codes: Vec<_> = lines.iter().map(|line| line["error"]["exit_code"].as_u64()).collect();
    assert_eq!(codes, [None, Some(3), Some(2)]);
}

#[test]
fn the_number_of_jobs_does_not_change_the_result() {
    let desk = Desk::new();
    desk.check("trace logo.png -o one.svg -q --jobs 1", "exit 0\n");
    desk.check("trace logo.png -o four.svg -q --jobs 4", "exit 0\n");
    assert_eq!(desk.read("one.svg"), desk.read("four.svg"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_even_what_waits_for_input() {
    let desk = Desk::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_linocut"))
        .args(["trace", "logo.png", "-", "-o", "out", "--jobs", "1"])
        .current_dir(desk.path(""))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    told.read_line(&mut String::new()).unwrap();
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    // Its stdin stays open until it has ended.
    let stdin = child.stdin.take();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(stdin);
    assert_eq!(desk.files(), ["cut.png", "logo.png", "notes.txt", "out/logo.svg"]);
}
