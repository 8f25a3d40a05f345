//! Texts that mean harm, or more than a machine can do.
#![cfg(test)]

use linocut_core::{Context, Kind, Watch};
use linocut_diagram::{DrawOptions, check, draw, repair};
use linocut_svg::{WriteOptions, write};
use std::fmt::Write;
use std::sync::Arc;

const VALID: &str = include_str!("../../../quality/diagrams/valid.txt");

#[test]
fn ten_megabytes_are_refused_before_they_are_read() {
    let text = format!("flowchart TD\n{}", "A --> B\n".repeat(1_250_000));
    let error = check(&text, &Context::default()).unwrap_err();
    assert_eq!(error.kind(), Kind::Limit);
    assert!(error.to_string().contains("bytes"), "{error}");
    let line = format!("flowchart TD\n{}", "A --> B;".repeat(10_000));
    let error = check(&line, &Context::default()).unwrap_err();
    assert!(error.kind() == Kind::Limit && error.to_string().starts_with("line 2 has 80000 bytes"), "{error}");
}

#[test]
fn ten_thousand_nodes_are_a_diagram() {
    let mut text = "flowchart TD\n".to_owned();
    for n in 0..10_000 {
        writeln!(text, "n{n} --> n{}", n / 2).unwrap();
    }
    assert!(check(&text, &Context::default()).unwrap().valid());
}

#[test]
fn more_nodes_than_a_layout_can_place_are_refused() {
    let text =
        format!("flowchart TD\n{}", (0..25_000).fold(String::new(), |text, n| text + &format!("n{n} --> m{n}\n")));
    assert_eq!(check(&text, &Context::default()).unwrap_err().kind(), Kind::Limit);
}

#[test]
fn calendars_whose_days_cannot_be_counted_are_refused() {
    for tasks in ["A :a, 2024-01-01, 99999999d", "A :a, 0001-01-01, until b\nB :b, 9999-01-01, 3d"] {
        let text = format!("gantt\ndateFormat YYYY-MM-DD\nExcludes weekends\n{tasks}\n");
        for error in [check(&text, &Context::default()).unwrap_err(), drawn(&text).unwrap_err()] {
            assert_eq!(error.kind(), Kind::Limit, "{error}");
            assert!(error.hint().unwrap().contains("excludes"), "{error}");
        }
        let counted = text.replace("Excludes weekends", "");
        assert!(check(&counted, &Context::default()).unwrap().valid());
    }
    let plain = "gantt\ndateFormat YYYY-MM-DD\nexcludes weekends\nA :a, 2024-01-01, 100d\n";
    assert!(check(plain, &Context::default()).unwrap().valid());
}

#[test]
fn long_lines_and_long_texts_are_answered() {
    let texts = [
        format!("flowchart TD\n{} -> C", "A[a --> B ".repeat(5000)),
        format!("flowchart TD\n{}", format!("{} -> C\n", "A[a --> B ".repeat(200)).repeat(5)),
        format!("erDiagram\n{}", "A -- B\n".repeat(10_000)),
        format!("gitGraph\n{}merge x y z", "commit\nbranch b\n".repeat(2000)),
    ];
    for text in texts {
        let report = check(&text, &Context::default()).unwrap();
        assert!(!report.valid());
        assert!(report.diagnostics.iter().all(|found| found.message.len() < 500), "{report:?}");
    }
}

#[test]
fn nesting_without_end_is_answered() {
    let deep = 5_000;
    let texts = [
        format!("flowchart TD\n{}{}", "subgraph a\n".repeat(deep), "end\n".repeat(deep)),
        format!("flowchart TD\nA{}", "[".repeat(deep)),
        format!("flowchart TD\nA{}x{}", "(".repeat(deep), ")".repeat(deep)),
        format!("stateDiagram-v2\n{}{}", "state a {\n".repeat(deep), "}\n".repeat(deep)),
        format!("sequenceDiagram\n{}{}", "loop a\n".repeat(deep), "end\n".repeat(deep)),
        format!("mindmap\n{}", (0..300).fold(String::new(), |text, n| text + &" ".repeat(n) + "a\n")),
        format!("block-beta\n{}{}", "block\n".repeat(deep), "end\n".repeat(deep)),
        format!("%%{{init: {}}}%%\nflowchart TD\nA --> B", "{\"a\":".repeat(deep)),
        format!("---\n{}\n---\nflowchart TD\nA", "[".repeat(deep)),
    ];
    for text in texts {
        // Any answer is right but none.
        let _answer = check(&text, &Context::default());
    }
}

#[test]
fn callbacks_links_markup_and_directives_are_only_text() {
    let text = "%%{init: {\"securityLevel\": \"loose\", \"themeCSS\": \"@import url(http://evil.invalid)\"}}%%\n\
                flowchart TD\n  A[\"<img src=x onerror=alert(1)><script>alert(2)</script>\"] --> B\n  \
                click A call alert(3)\n  click B href \"javascript:alert(4)\"\n";
    let repaired = repair(text, &Context::default()).unwrap();
    assert!(repaired.valid);
    assert_eq!(repaired.text, text);
    let svg = drawn(text).unwrap();
    assert!(svg.contains(">B</text>"), "{svg}");
    for harm in ["<script", "<img", "onerror", "onclick", "javascript:", "evil.invalid", "href", "<a ", "@import"] {
        assert!(!svg.contains(harm), "{harm} in {svg}");
    }
}

/// The text as SVG.
fn drawn(text: &str) -> linocut_core::Result<String> {
    let drawn = draw(text, &DrawOptions::default(), &Context::default())?;
    Ok(write(&drawn.drawing, &WriteOptions::default()))
}

#[test]
fn nesting_is_drawn_or_answered() {
    let deep = 120;
    let nested = (0..deep).map(|n| format!("subgraph s{n}\n")).collect::<Vec<_>>().concat();
    let texts = [
        format!("flowchart TD\n{nested}a{}", "\nend".repeat(deep)),
        format!("flowchart TD\n{}a{}", "subgraph s\n".repeat(deep), "\nend".repeat(deep)),
        format!("stateDiagram-v2\n{}x{}", "state a {\n".repeat(deep), "\n}".repeat(deep)),
        format!("mindmap\n{}", (0..deep).fold(String::new(), |text, n| text + &" ".repeat(n) + "a\n")),
        format!("treemap-beta\n{}", (0..deep).fold(String::new(), |text, n| text + &" ".repeat(n) + "\"a\"\n")),
        format!("treeView-beta\n{}", (0..deep).fold(String::new(), |text, n| text + &" ".repeat(n) + "\"a\"\n")),
        format!("ishikawa-beta\n{}", (0..deep).fold(String::new(), |text, n| text + &" ".repeat(n) + "a\n")),
    ];
    for text in texts {
        if let Err(error) = drawn(&text) {
            assert_ne!(error.kind(), Kind::Bug, "{error}");
        }
    }
}

#[test]
fn a_thousand_of_everything_is_drawn() {
    let lines = |line: fn(usize) -> String| (0..1000).map(line).collect::<Vec<_>>().join("\n");
    let texts = [
        format!("sequenceDiagram\n{}", lines(|n| format!("a{}->>b{}: call {n}", n % 9, n % 7))),
        format!("pie\n{}", lines(|n| format!("\"s{n}\" : {}", n + 1))),
        format!("mindmap\n r\n{}", lines(|n| format!("  c{n}"))),
        format!("treemap-beta\n{}", lines(|n| format!("\"t{n}\": {}", n + 1))),
        format!("gantt\n dateFormat YYYY-MM-DD\n{}", lines(|n| format!("task{n} :2024-01-01, {}d", n % 50 + 1))),
    ];
    for text in texts {
        assert!(drawn(&text).unwrap().len() > 50_000);
    }
}

#[test]
fn odd_bytes_are_answered() {
    let texts =
        ["", "\n", "\u{feff}", "\0", "---", "---\n---", "```", "%%{", "flowchart", "pie\n\"", "graph TD\nA[\"`"];
    for text in texts {
        let report = check(text, &Context::default()).unwrap();
        assert!(report.diagnostics.iter().all(|found| found.line >= 1 && found.column >= 1), "{text:?}");
    }
}

#[test]
fn a_caller_who_has_stopped_gets_no_answer() {
    struct Stopped;
    impl Watch for Stopped {
        fn cancelled(&self) -> bool {
            true
        }
        fn late(&self) -> bool {
            false
        }
        fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    }
    let error = check("pie\n\"a\" : 1", &Context::new(Arc::new(Stopped))).unwrap_err();
    assert_eq!(error.kind(), Kind::Cancelled);
}

/// Changes `text` at a few places, by a linear congruential generator (Knuth, MMIX).
fn mutated(text: &str, seed: &mut u64) -> String {
    const SIGNS: [&str; 24] = [
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "\"",
        "-->",
        ":",
        ";",
        "\n",
        "|",
        "end",
        "%%",
        "#",
        "@{",
        "`",
        "\u{1f600}",
        "<",
        "~",
        "subgraph ",
        "\\",
        "\t",
        "--",
    ];
    let mut next = |below: usize| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*seed >> 33).unwrap() % below.max(1)
    };
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=next(4) {
        let at = next(letters.len());
        match next(3) {
            0 => drop(letters.drain(at..(at + 1 + next(6)).min(letters.len()))),
            1 => drop(letters.splice(at..at, SIGNS[next(SIGNS.len())].chars())),
            _ => {
                let other = next(letters.len());
                letters.swap(at, other);
            }
        }
        if letters.is_empty() {
            break;
        }
    }
    letters.into_iter().collect()
}

#[test]
fn damaged_texts_are_answered() {
    let rounds: u64 = std::env::var_os("LINOCUT_FUZZ").and_then(|rounds| rounds.to_str()?.parse().ok()).unwrap_or(2);
    let mut seed = 7;
    for _ in 0..rounds {
        for text in VALID.split("=== ").skip(1) {
            let text = text.split_once('\n').unwrap().1;
            let damaged = mutated(text, &mut seed);
            let repaired = repair(&damaged, &Context::default());
            let repaired = repaired.unwrap_or_else(|error| panic!("{error}: {damaged:?}"));
            let report = check(&repaired.text, &Context::default()).unwrap();
            assert_eq!(report.valid(), repaired.valid, "{damaged:?} became {:?}", repaired.text);
        }
    }
}
