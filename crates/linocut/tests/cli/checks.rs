//! What is wrong with Mermaid text, and mending it.

use crate::desk::Desk;
use std::fs;

/// Runs `linocut diagram check` with arguments divided by spaces; gives exit code, stdout and stderr.
fn check(desk: &Desk, arguments: &str, stdin: &str) -> (Option<i32>, String, String) {
    let arguments: Vec<&str> = ["diagram", "check"].into_iter().chain(arguments.split(' ')).collect();
    let output = desk.call(&arguments, stdin.as_bytes());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

const GUIDE: &str =
    "# Guide\n\n```mermaid\npie\n  \"Dogs\" : 3\n```\n\n```mermaid\nflowchart TD\n  A -> B\n```\n\nBye.\n";

#[test]
fn says_where_a_markdown_file_is_wrong() {
    let desk = Desk::empty();
    fs::write(desk.path("guide.md"), GUIDE).unwrap();
    let (code, text, said) = check(&desk, "guide.md", "");
    assert_eq!(code, Some(1));
    assert_eq!(
        text,
        "guide.md:10:6: error[flow-arrow]: `->` in a flowchart: now A --> B\n  \
         hint: flowchart arrows have two dashes: A --> B\n"
    );
    assert_eq!(said, "2 diagrams checked: 1 mistake, 0 warnings\n");
}

#[test]
fn mends_a_markdown_file_and_leaves_the_rest() {
    let desk = Desk::empty();
    fs::write(desk.path("guide.md"), GUIDE).unwrap();
    let (code, text, said) = check(&desk, ". --fix", "");
    assert_eq!(code, Some(0), "{text}{said}");
    assert!(text.ends_with("guide.md:10:6: mended[flow-arrow]: `->` in a flowchart: now A --> B\n"), "{text}");
    assert_eq!(said, "2 diagrams checked: 0 mistakes, 0 warnings, 1 mistake mended\n");
    assert_eq!(fs::read_to_string(desk.path("guide.md")).unwrap(), GUIDE.replace("->", "-->"));
}

#[test]
fn mends_from_stdin_to_stdout() {
    let (code, text, said) = check(&Desk::empty(), "- --fix", "flowchart TD\n  A[open(x)] --> B\n");
    assert_eq!((code, text.as_str()), (Some(0), "flowchart TD\n  A[\"open(x)\"] --> B\n"), "{said}");
}

#[test]
fn reports_in_json() {
    let (code, text, _) = check(&Desk::empty(), "- --json", "flowchart TD\n  A[] --> B\n");
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(code, Some(1));
    assert_eq!((&report["valid"], &report["diagrams"]), (&false.into(), &1.into()));
    assert_eq!(report["diagnostics"][0]["class"], "special-label");
    assert_eq!(report["diagnostics"][0]["line"], 2);
}

#[test]
fn a_file_that_is_missing_is_an_error() {
    let (code, text, said) = check(&Desk::empty(), "none.mmd", "");
    assert_eq!((code, text.as_str()), (Some(3), ""), "{said}");
}

#[test]
fn a_file_of_another_system_keeps_its_line_ends() {
    let desk = Desk::empty();
    let text = "\u{feff}# Guide\r\n\r\n> ```mermaid\r\n> flowchart TD\r\n>   A -> B\r\n";
    fs::write(desk.path("guide.md"), text).unwrap();
    let (code, text_out, said) = check(&desk, "guide.md --fix", "");
    assert_eq!(code, Some(0), "{text_out}{said}");
    assert!(text_out.starts_with("guide.md:5:8: mended[flow-arrow]"), "{text_out}");
    assert_eq!(fs::read_to_string(desk.path("guide.md")).unwrap(), text.replace("->", "-->"));
}

#[test]
fn a_hundred_findings_are_enough() {
    let text = format!("timeline\n{}", "  2020 something\n".repeat(150));
    let (_, said, _) = check(&Desk::empty(), "-", &text);
    assert_eq!(said.lines().filter(|line| line.contains("warning[")).count(), 100, "{said}");
    assert!(said.ends_with("stdin: and 50 more findings\n"), "{said}");
    let (_, json, _) = check(&Desk::empty(), "- --json", &text);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((report["diagnostics"].as_array().map(Vec::len), &report["more"]), (Some(100), &50.into()));
}

#[test]
fn words_that_begin_with_check_are_told_from_files() {
    let (code, _, said) = check(&Desk::empty(), "password then login", "");
    assert_eq!(code, Some(3));
    assert!(said.contains("linocut diagram \"check password then login\""), "{said}");
}
