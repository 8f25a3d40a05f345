//! Words and files to diagrams, and edits of their plans.

use crate::desk::Desk;

/// Runs `linocut diagram` with arguments that may hold spaces; gives exit code, stdout and stderr.
fn diagram(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = desk.call(&[&["diagram"], arguments].concat(), b"");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

const LOGIN: &str = "user logs in, server checks password, if ok show dashboard else error";

#[test]
fn a_sentence_becomes_mermaid_text() {
    let (code, text, said) = diagram(&Desk::empty(), &[LOGIN, "--format", "mmd"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(text.starts_with("flowchart TD\n    n1[\"User logs in\"] --> n2"), "{text}");
    assert_eq!(said, "composed offline by rules; 5 of 5 clauses used\n");
}

#[test]
fn a_plan_is_written_and_edited() {
    let desk = Desk::empty();
    let (code, _, said) = diagram(&desk, &[LOGIN, "-o", "plan.json"]);
    assert_eq!(code, Some(0), "{said}");
    let edits = "rename Error to Show error; make it left to right";
    let (code, text, said) = diagram(&desk, &["--edit", edits, "plan.json", "--format", "mmd"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(text.starts_with("flowchart LR\n") && text.contains("n5[\"Show error\"]"), "{text}");
}

#[test]
fn mermaid_text_is_edited_unless_something_would_be_lost() {
    let desk = Desk::empty();
    std::fs::write(desk.path("flow.mmd"), "flowchart LR\na[Ask] -->|x| b[Get]\n").unwrap();
    let edits = ["--edit", "insert Wait between Ask and Get", "flow.mmd", "--format", "mmd"];
    let (code, text, said) = diagram(&desk, &edits);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(text, "flowchart LR\n    a[\"Ask\"] -->|x| Wait\n    Wait --> b[\"Get\"]\n");
    std::fs::write(desk.path("flow.mmd"), "flowchart LR\na --> b\nstyle a fill:#f00\n").unwrap();
    let (code, _, said) = diagram(&desk, &edits);
    assert_eq!(code, Some(2));
    assert!(said.contains("a plan has no place for colors and styles"), "{said}");
}

#[test]
fn words_become_a_drawing_that_other_commands_take() {
    let desk = Desk::empty();
    let (code, text, said) = diagram(&desk, &[LOGIN]);
    assert_eq!((code, text.as_str()), (Some(0), ""), "{said}");
    let file = "user-logs-in-server-checks-password-if-ok-show-d.svg";
    let svg = std::fs::read_to_string(desk.path(file)).unwrap();
    assert!(svg.contains("data-node=\"n4\"") && svg.contains(">Show dashboard</text>"), "{svg}");
    assert!(!svg.contains("foreignObject"));
    assert_eq!(desk.call(&["tidy", file, "-o", "tidy.svg"], b"").status.code(), Some(0));
    let (code, _, said) = diagram(&desk, &[LOGIN]);
    assert_eq!(code, Some(2));
    assert!(said.contains("exists already"), "{said}");
}

#[test]
fn text_from_stdin_becomes_a_picture_on_stdout() {
    let output = Desk::empty().call(&["diagram", "-", "-o", "-"], b"pie\n\"Dogs\" : 3\n\"Cats\" : 1\n");
    let svg = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(svg.starts_with("<svg role=\"img\" ") && svg.contains(">75%</text>"), "{svg}");
}

#[test]
fn text_that_is_no_diagram_is_refused() {
    let output = Desk::empty().call(&["diagram", "-", "-o", "-"], b"flowchart TD\n  A[Start --> B\n");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("linocut diagram check"), "{said}");
}

#[test]
fn letters_come_by_name_in_the_file_or_as_outlines() {
    let desk = Desk::empty();
    let written = |font: &str| {
        let (code, svg, said) = diagram(&desk, &["login works", "--font", font, "-o", "-"]);
        assert_eq!(code, Some(0), "{said}");
        svg
    };
    let [named, embedded, outlined] = ["none", "embed", "outline"].map(written);
    assert!(!named.contains("@font-face") && embedded.contains("@font-face"));
    assert!(embedded.contains(">Login works</text>") && !outlined.contains("<text"), "{outlined}");
    assert!(outlined.contains("data-name=\"Login works\""), "{outlined}");
}

#[test]
fn a_file_that_is_there_is_read_whatever_it_is_called() {
    let desk = Desk::empty();
    std::fs::write(desk.path("flow.txt"), "flowchart LR\na[Ask] --> b[Get]\n").unwrap();
    let (code, svg, said) = diagram(&desk, &["flow.txt", "-o", "-"]);
    assert!(code == Some(0) && svg.contains(">Ask</text>"), "{said}");
    std::fs::write(desk.path("drawing.svg"), "<svg/>").unwrap();
    let (code, _, said) = diagram(&desk, &["drawing.svg", "-o", "-"]);
    assert!(code == Some(2) && said.contains("names no kind of diagram"), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_no_word() {
    let desk = Desk::empty();
    std::fs::create_dir(desk.path("notes")).unwrap();
    for name in ["notes.txt", "flow.mm", "./flow", "notes"] {
        let (code, _, said) = diagram(&desk, &[name, "-o", "-"]);
        assert!(code != Some(0) && said.contains(name) && !said.contains("composed"), "{said}");
    }
    let (code, _, said) = diagram(&desk, &["Ask->Get", "-o", "-"]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn several_files_are_drawn_under_their_names() {
    let desk = Desk::empty();
    let fence = "```mermaid\npie\n\"a\" : 1\n```\n";
    std::fs::write(desk.path("a.mmd"), "flowchart LR\na[Ask] --> b[Get]\n").unwrap();
    std::fs::write(desk.path("b.md"), fence.repeat(2)).unwrap();
    let (code, _, said) = diagram(&desk, &["a.mmd", "b.md", "-o", "out/"]);
    assert_eq!(code, Some(0), "{said}");
    let mut names: Vec<String> = std::fs::read_dir(desk.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["a.svg", "b-1.svg", "b-2.svg"]);
}

#[test]
fn the_schema_of_plans_is_printed() {
    let (code, text, said) = diagram(&Desk::empty(), &["--schema", "git"]);
    assert_eq!(code, Some(0), "{said}");
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(schema["properties"]["diagram"]["const"], "git");
}

#[test]
fn what_a_drawing_lacks_is_said() {
    let text = "%%{init: {\"theme\": \"forest\"}}%%\nflowchart LR\n a[\u{7528}\u{6237}] --> b\n";
    let output = Desk::empty().call(&["diagram", "-", "-o", "-"], text.as_bytes());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("no theme \"forest\" here") && said.contains("2 characters the font lacks (\u{6237} \u{7528})"),
        "{said}"
    );
}
