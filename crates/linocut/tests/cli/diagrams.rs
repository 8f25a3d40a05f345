//! Words to diagrams, and edits of their plans.

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
    let (code, text, said) = diagram(&Desk::empty(), &[LOGIN]);
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
    let (code, text, said) = diagram(&desk, &["--edit", edits, "plan.json"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(text.starts_with("flowchart LR\n") && text.contains("n5[\"Show error\"]"), "{text}");
}

#[test]
fn pictures_come_later_and_that_is_said() {
    let (code, _, said) = diagram(&Desk::empty(), &[LOGIN, "-o", "x.svg"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("-o x.mmd writes Mermaid text"), "{said}");
}
