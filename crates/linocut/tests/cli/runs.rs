//! `linocut run` and `linocut cache`.

use crate::desk::Desk;

#[test]
fn a_second_run_keeps_what_the_first_one_made() {
    let desk = Desk::new();
    let first = desk.run("run picture-to-drawing logo.png -o a.svg --explain-cache");
    let said = String::from_utf8_lossy(&first.stderr).into_owned();
    assert!(first.status.success() && said.contains("trace            ran, nothing was kept"), "{said}");
    let second = desk.run("run picture-to-drawing logo.png -o b.svg --explain-cache");
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("trace            kept") && said.contains("tidy             kept"), "{said}");
    assert_eq!(desk.read("a.svg"), desk.read("b.svg"));
    let third = desk.run("run picture-to-drawing logo.png -o c.svg --explain-cache --set trace.colors=1");
    let said = String::from_utf8_lossy(&third.stderr).into_owned();
    assert!(said.contains("trace            ran"), "{said}");
    assert_ne!(desk.read("a.svg"), desk.read("c.svg"));
    let listed = desk.run("cache ls");
    assert!(String::from_utf8_lossy(&listed.stdout).contains("4 results"), "{listed:?}");
    desk.check("cache gc --all", "exit 0\n--- stderr\n4 results forgotten\n");
    let fourth = desk.run("run picture-to-drawing logo.png -o d.svg --no-cache --timings");
    let said = String::from_utf8_lossy(&fourth.stderr).into_owned();
    assert!(said.contains("trace ") && said.contains(" ms"), "{said}");
    assert!(String::from_utf8_lossy(&desk.run("cache ls").stdout).contains("0 results"));
}

/// Whether each stage of a command was known, by its record.
fn known(desk: &Desk, command: &str) -> Vec<bool> {
    let output = desk.run(&format!("{command} --run-record record.json"));
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    let record: serde_json::Value = serde_json::from_str(&desk.read("record.json")).unwrap();
    let events = |run: &serde_json::Value| run["events"].as_array().unwrap().clone();
    let all = record["runs"].as_array().unwrap().iter().flat_map(events);
    all.filter_map(|event| event["cached"].as_bool()).collect()
}

#[test]
fn commands_keep_what_they_made_and_tell_of_it() {
    let desk = Desk::new();
    desk.put("flow.mmd", b"flowchart LR\n  a --> b");
    for (command, result) in [
        ("trace logo.png --colors 2 -o a.svg", "a.svg"),
        ("tidy a.svg -o b.svg", "b.svg"),
        ("edit b.svg blue -o c.svg", "c.svg"),
        ("diagram flow.mmd --theme dark -o d.svg", "d.svg"),
    ] {
        assert_eq!(known(&desk, command), [false], "{command}");
        let first = desk.read(result);
        assert_eq!(known(&desk, command), [true], "{command}");
        assert_eq!(desk.read(result), first, "{command}");
        assert_eq!(known(&desk, &format!("{command} --no-cache")), [false], "{command}");
        assert_eq!(desk.read(result), first, "{command}");
    }
    assert_eq!(known(&desk, "trace logo.png --colors 3 -o a.svg"), [false], "other options, another drawing");
    assert_eq!(known(&desk, "trace logo.png --engine bilevel --invert -o a.svg"), [false], "another engine");
    // A budget is a search over what is written; it is not kept.
    assert!(known(&desk, "trace logo.png --max-paths 3 -o a.svg").is_empty());
    assert!(String::from_utf8_lossy(&desk.run("cache ls").stdout).contains("6 results"));
}

#[test]
fn takes_and_gives_every_sort_of_value() {
    let desk = Desk::new();
    let diagram = desk.call(&["run", "words-to-mermaid", "a, then b", "-q"], b"");
    assert!(String::from_utf8_lossy(&diagram.stdout).starts_with("flowchart "));
    let score = desk.run("run picture-to-score logo.png -q");
    assert!(String::from_utf8_lossy(&score.stdout).starts_with("ssim "));
    desk.check("run picture-to-drawing logo.png --to trace -o t.svg -q", "exit 0\n");
    let recipe = r#"{"inputs": {"drawing": "drawing"}, "output": "r",
        "nodes": {"r": {"stage": "render", "in": {"drawing": "drawing"}, "params": {"width": 7}}}}"#;
    desk.put("r.json", recipe.as_bytes());
    desk.check("run r.json t.svg -o r.png -q", "exit 0\n");
    let bytes = std::fs::read(desk.path("r.png")).unwrap();
    let picture = linocut_raster::decode(&bytes, &linocut_raster::Limits::default()).unwrap();
    assert_eq!(picture.width(), 7);
    desk.check(
        "run r.json t.svg -o r.jpg",
        "
exit 2
--- stderr
error: r.jpg: the result is a raster, this is a name for something else

hint: name it .png
",
    );
    let named = desk.call(&["run", "words-to-mermaid", "a, then b", "-o", "x.pdf"], b"");
    assert!(String::from_utf8_lossy(&named.stderr).contains("the result is a text"), "{named:?}");
    let record = desk.run("run r.json t.svg -o r.png --json");
    let record: serde_json::Value = serde_json::from_slice(&record.stdout).unwrap();
    assert_eq!(record["events"][0]["node"], "r");
}

#[test]
fn says_all_mistakes_of_a_recipe_at_once() {
    let desk = Desk::new();
    let recipe = r#"{"inputs": {"p": "raster"}, "output": "t", "nodes": {
        "t": {"stage": "trase", "in": {"picture": "p"}},
        "u": {"stage": "tidy", "in": {"drawing": "p"}}}}"#;
    desk.put("bad.json", recipe.as_bytes());
    desk.check(
        "run bad.json logo.png",
        "
exit 3
--- stderr
error: bad.json: node t: there is no stage 'trase'

hint: did you mean trace?
      also: node u: port drawing takes drawing, p gives raster
",
    );
    desk.check(
        "run picture-to-drawing",
        "
exit 2
--- stderr
error: the recipe takes 1, 0 given

hint: it takes picture (raster)
",
    );
    desk.check(
        "run picture-to-drawing logo.png --set trace.tolerance=99",
        "
exit 2
--- stderr
error: picture-to-drawing: node trace: tolerance: 99 is above the most, 10
",
    );
}
