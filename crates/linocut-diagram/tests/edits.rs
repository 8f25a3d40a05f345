//! Changes to plans, in words.
#![cfg(test)]

use linocut_core::Context;
use linocut_diagram::{Plan, edit, mermaid, parse_edits};

const PLAN: &str = r#"{"diagram":"flowchart","nodes":[{"id":"api","label":"API"},{"id":"db","label":"DB"},
    {"id":"log","label":"Log file"}],"edges":[{"from":"api","to":"db","label":"reads"},{"from":"db","to":"log"}]}"#;

fn line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

fn edited(plan: &Plan, words: &str) -> Result<String, linocut_core::Error> {
    edit(plan, &parse_edits(words)?).and_then(|plan| mermaid(&plan)).map(|text| line(&text))
}

#[track_caller]
fn check(words: &str, expected: &str) {
    assert_eq!(edited(&Plan::from_json(PLAN).unwrap(), words).unwrap(), expected);
}

/// Mermaid text, with bars for line ends, is read, changed and written.
#[track_caller]
fn text(before: &str, words: &str, expected: &str) {
    let plan = Plan::from_mermaid(&before.replace('|', "\n"), &Context::default()).unwrap();
    assert_eq!(edited(&plan, words).unwrap(), expected, "{words}");
}

#[track_caller]
fn json(plan: &str, words: &str, expected: &str) {
    assert_eq!(edited(&Plan::from_json(plan).unwrap(), words).unwrap(), expected, "{words}");
}

#[test]
fn names_change_and_ids_stay() {
    let expected = "flowchart TD; api[\"Gateway\"] -->|reads| db[\"DB\"]; db --> log[\"Log file\"]";
    check("rename API to Gateway", expected);
    check("change \"api\" to Gateway", expected);
}

#[test]
fn an_edge_that_says_the_same_keeps_its_words() {
    let plan = r#"{"diagram":"flowchart","nodes":[{"id":"a","label":"Ask"},{"id":"b","label":"Get"}],
        "edges":[{"from":"a","to":"b","label":"Ask"}]}"#;
    json(plan, "rename Ask to Query", "flowchart TD; a[\"Query\"] -->|Ask| b[\"Get\"]");
}

#[test]
fn a_part_comes_between_two() {
    let expected = "flowchart TD; api[\"API\"] -->|reads| Cache; Cache --> db[\"DB\"]; db --> log[\"Log file\"]";
    check("insert Cache between API and DB", expected);
}

#[test]
fn edges_come_and_parts_go() {
    let expected = "flowchart LR; api[\"API\"] -->|retry| log[\"Log file\"]";
    check("add edge from API to log labelled retry; remove DB; make it left to right", expected);
}

#[test]
fn what_is_not_there_or_not_understood_is_said() {
    let plan = Plan::from_json(PLAN).unwrap();
    let said = |words: &str| edited(&plan, words).unwrap_err().to_string();
    assert_eq!(said("remove Moon"), "nothing in the plan is called \"Moon\"");
    assert_eq!(said("insert Cache between log and api"), "no edge leads from \"log\" to \"api\"");
    assert_eq!(said("set API to 4"), "a flowchart diagram has no amounts");
    assert_eq!(parse_edits("sing").unwrap_err().to_string(), "the edit \"sing\" is not understood");
    let pie = Plan::from_json(r#"{"diagram":"pie","slices":[{"label":"A","value":1}]}"#).unwrap();
    let said = |words: &str| edited(&pie, words).unwrap_err().to_string();
    assert_eq!(said("connect A to A"), "nothing in the plan is called \"A\"");
    assert_eq!(said("make it left to right"), "a pie diagram has no direction");
    assert_eq!(said("add Fish"), "a pie diagram takes a value behind a new name, such as Fish 5");
    assert_eq!(said("remove A"), "slices: the list is empty, at least one is wanted");
}

#[test]
fn names_are_what_they_say_and_doubts_are_said() {
    check(
        "rename API to \"a; b then c\"",
        "flowchart TD; api[\"a; b then c\"] -->|reads| db[\"DB\"]; db --> log[\"Log file\"]",
    );
    text("flowchart LR|a --> A", "rename A to \"Vec<T> #9829;\"", "flowchart LR; a --> A[\"Vec#60;T#62; #35;9829;\"]");
    text("flowchart LR|a --> A|A --> b", "remove A", "flowchart LR; a; b");
    let plan = Plan::from_mermaid(
        "flowchart TD\na[Error] -->|yes| b[Error]\nb -->|yes| c[List#60;T#62; x]",
        &Context::default(),
    );
    let said = |words: &str| edited(plan.as_ref().unwrap(), words).unwrap_err().to_string();
    assert_eq!(said("rename Error to X"), "2 parts are called \"Error\": a, b");
    assert_eq!(said("remove yes"), "2 parts are called \"yes\": a to b, b to c");
    assert!(edited(plan.as_ref().unwrap(), "rename a to X").unwrap().contains("c[\"List#60;T#62; x\"]"));
}

#[test]
fn flowcharts_and_states_are_edited_as_text() {
    let flow = "flowchart LR|a[\"One\"] --> b{\"OK?\"}|subgraph g[\"Inner\"]|c((\"Three\"))|end|b -->x| c"
        .replace("-->x|", "-->");
    text(
        &flow,
        "move One to Inner",
        "flowchart LR; subgraph g[\"Inner\"]; c((\"Three\")); a[\"One\"]; end; a --> b{\"OK?\"}; b --> c",
    );
    text(
        &flow,
        "title My flow",
        "---; title: \"My flow\"; ---; flowchart LR; subgraph g[\"Inner\"]; c((\"Three\")); end; a[\"One\"] --> b{\"OK?\"}; b --> c",
    );
    text(
        "stateDiagram-v2|[*] --> Idle|Idle --> Run : start|Run --> [*]",
        "insert Check between Idle and Run; add Broken; remove Broken",
        "stateDiagram-v2; [*] --> Idle; Idle --> Check : start; Check --> Run; Run --> [*]",
    );
}

#[test]
fn sequences_are_edited_as_text() {
    let talk =
        "sequenceDiagram|actor u as User|participant s as Server|u->>+s: Ask|s-->>-u: Reply|Note right of u: done";
    let expected = "sequenceDiagram; actor u as User; participant Cache; participant s as Server; u->>Cache: Ask; \
        Cache->>s: Ask; activate s; s-->>u: Reply; deactivate s; Note right of u: done";
    text(talk, "insert Cache between User and Server", expected);
    text(talk, "rename Reply to Answer; remove Server", "sequenceDiagram; actor u as User; Note right of u: done");
}

#[test]
fn classes_and_entities_are_edited_as_text() {
    let classes = "classDiagram|class Animal {|+String name|+bark() bool|}|Dog --|> Animal".replace("--\n>", "--|>");
    let classes = classes.replace("Dog --|>", "Dog --\u{1}>");
    let plan = Plan::from_mermaid(&classes.replace('|', "\n").replace('\u{1}', "|"), &Context::default()).unwrap();
    let expected = "classDiagram; class Animal {; +String name; +bark() bool; +run(); }; class Hound; Dog --|> Animal";
    let made = edited(&plan, "add +run() to Animal; add Hound; rename Hound to Hound").unwrap();
    assert_eq!(made.replace("class Dog; ", ""), expected);
    let entities = "erDiagram|CUSTOMER ||--o{ ORDER : places".replace("||", "\u{1}\u{1}");
    let entities = entities.replace('|', "\n").replace('\u{1}', "|");
    let plan = Plan::from_mermaid(&entities, &Context::default()).unwrap();
    let made = edited(&plan, "add int age to CUSTOMER; rename places to makes; add LINE-ITEM").unwrap();
    assert_eq!(made, "erDiagram; CUSTOMER {; int age; }; ORDER; LINE-ITEM; CUSTOMER ||--o{ ORDER : \"makes\"");
}

#[test]
fn lists_are_edited_as_text() {
    text(
        "pie|title Pets|\"Dogs\" : 40|\"Cats\" : 10",
        "set Cats to 20; add Fish 5; insert Birds 7 between Dogs and Cats; remove Fish",
        "pie; title Pets; \"Dogs\" : 40; \"Birds\" : 7; \"Cats\" : 20",
    );
    text(
        "mindmap|  root((Root))|    A|    B",
        "add C to A; move B to A; rename A to Alpha; title Top",
        "mindmap; t1((\"Top\")); Alpha; t3[\"C\"]; B",
    );
    text(
        "timeline|title T|section S|2020 : a",
        "add b to 2020; add 2021; rename a to first; title Times",
        "timeline; title Times; section S; 2020 : first : b; 2021",
    );
    text(
        "journey|section S|Make: 5: Me|section Z|Go: 3: Me",
        "move Make to Z; set Go to 1; add Rest 4 to S",
        "journey; section S; Rest: 4; section Z; Go: 1: Me; Make: 5: Me",
    );
    text(
        "gantt|dateFormat YYYY-MM-DD|section A|Design :d, 2026-01-05, 5d|Build :b, after d, 10d",
        "set Build to 3; add Test 2; connect Design to Test; remove Build",
        "gantt; dateFormat YYYY-MM-DD; section A; Design :d, 2026-01-05, 5d; Test :_Test, after d, 2d",
    );
}

#[test]
fn the_other_families_are_edited_as_plans() {
    json(
        r#"{"diagram":"kanban","columns":[{"id":"t","label":"Todo","cards":[{"id":"c1","label":"Docs"}]},{"id":"d","label":"Done"}]}"#,
        "move Docs to Done; add Fix login to Todo; add Later",
        "kanban; t[\"Todo\"]; t1[\"Fix login\"]; d[\"Done\"]; c1[\"Docs\"]; Later[\"Later\"]",
    );
    json(
        r#"{"diagram":"git","steps":[{"commit":{"id":"one"}},{"branch":"dev"},{"commit":{"id":"two"}}]}"#,
        "rename dev to develop; add three; remove two",
        "gitGraph; commit id: \"one\"; branch develop; commit id: \"three\"",
    );
    json(
        r#"{"diagram":"quadrant","points":[{"label":"A","x":0.1,"y":0.2}]}"#,
        "set A to 0.5 0.6; add B 0.3 0.4",
        "quadrantChart; \"A\": [0.5, 0.6]; \"B\": [0.3, 0.4]",
    );
    json(
        r#"{"diagram":"architecture","groups":[{"id":"g","label":"Cloud"}],"services":[{"id":"a","label":"API"},{"id":"d","label":"Data"}],"joints":[{"from":"a","from_side":"right","to":"d","to_side":"left"}]}"#,
        "move API to Cloud; insert Cache between API and Data",
        "architecture-beta; group g(cloud)[Cloud]; service a(server)[API] in g; service d(server)[Data]; service Cache(server)[Cache]; a:R -- L:Cache; Cache:R -- L:d",
    );
    json(
        r#"{"diagram":"c4","elements":[{"id":"u","part":"person","label":"User"},{"id":"s","label":"Shop"}]}"#,
        "connect User to Shop labelled buys; rename Shop to Store",
        "C4Context; Person(u, \"User\"); System(s, \"Store\"); Rel(u, s, \"buys\")",
    );
    json(
        r#"{"diagram":"xychart","x":{"scale":{"names":["Q1","Q2"]}},"series":[{"kind":"bar","values":[1,2]}]}"#,
        "set Q1 to 5; add Q3 7; remove Q2; title Sales",
        "xychart-beta; title \"Sales\"; x-axis [\"Q1\", \"Q3\"]; bar [5, 7]",
    );
    json(
        r#"{"diagram":"block","blocks":[{"node":{"id":"a","label":"A"}},{"node":{"id":"b","label":"B"}}],"edges":[{"from":"a","to":"b"}]}"#,
        "rename A to Alpha; insert C between Alpha and B",
        "block-beta; a[\"Alpha\"]; b[\"B\"]; C; a --> C; C --> b",
    );
    json(
        r#"{"diagram":"packet","fields":[{"label":"A","bits":4}]}"#,
        "set A to 8; add B 8",
        "packet-beta; 0-7: \"A\"; 8-15: \"B\"",
    );
    json(
        r#"{"diagram":"requirement","requirements":[{"id":"fast","text":"be fast"}],"elements":[{"id":"server"}]}"#,
        "connect server to fast; rename fast to quick",
        "requirementDiagram; requirement quick {; text: \"be fast\"; }; element server {; }; server - satisfies -> quick",
    );
    json(
        r#"{"diagram":"sankey","flows":[{"from":"a","to":"b","value":3}]}"#,
        "connect b to c labelled 2; rename a to start",
        "sankey-beta; start,b,3; b,c,2",
    );
}

#[test]
fn text_that_would_lose_something_is_refused() {
    let said = |text: &str| Plan::from_mermaid(text, &Context::default()).unwrap_err().to_string();
    for (text, what) in [
        ("flowchart TD\na --> b\nstyle a fill:#f00", "colors and styles (at nodes[a].styles)"),
        ("flowchart TD\n%% why\na --> b", "the comment in line 2"),
        ("%%{init: {\"theme\": \"dark\"}}%%\nflowchart TD\na --> b", "the settings (front matter or %%{init}%%)"),
        ("flowchart TD\na ----> b", "longer arrows (at edges[L_a_b_0].arrow)"),
        ("sequenceDiagram\nrect rgb(0,0,0)\na->>b: hi\nend", "a colored background (rect)"),
        ("classDiagram\nclass A\nnote for A \"hi\"", "notes (at notes)"),
        (
            "gantt\ndateFormat YYYY-MM-DD\nexcludes weekends\nA :a, 2026-01-01, 1d",
            "settings of the calendar (at excludes)",
        ),
    ] {
        assert_eq!(said(text), format!("a plan has no place for {what}, which would be lost"));
    }
    assert_eq!(said("kanban\n  a[A]"), "kanban diagrams are not read from Mermaid text");
}
