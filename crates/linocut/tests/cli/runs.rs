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
    let events = |run: &serde_json::Value| run["record"]["events"].as_array().unwrap().clone();
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
fn a_drawing_says_what_made_it_and_is_made_again_by_that() {
    let desk = Desk::new();
    desk.put("flow.mmd", b"flowchart LR\n  a --> b");
    for (command, input, stage) in [
        ("trace logo.png --colors 2", "logo.png", "trace"),
        ("tidy a.svg", "a.svg", "tidy"),
        ("edit a.svg \"blue, add a plus badge\"", "a.svg", "edit"),
        ("diagram flow.mmd --theme dark", "@flow.mmd", "draw-diagram"),
        ("run picture-to-badge logo.png --seed 7 --set trace.colors=2", "logo.png", "tidy"),
    ] {
        let plain = shell(&desk, &format!("{command} -o a2.svg"));
        assert!(plain.status.success(), "{command}: {}", String::from_utf8_lossy(&plain.stderr));
        assert!(shell(&desk, &format!("{command} -o b.svg --embed --run-record r.json")).status.success(), "{command}");
        let signed = desk.read("b.svg");
        assert_eq!(linocut_flow::recover(&desk.read("a2.svg")).unwrap_err().kind(), linocut_core::Kind::Missing);
        let told = linocut_flow::recover(&signed).unwrap();
        assert_eq!((told.node.as_str(), told.versions.linocut.as_str()), (stage, env!("CARGO_PKG_VERSION")));
        assert!(told.versions.stages[stage] >= 1, "{command}");
        // The record in its own file is the same, and the recipe in it gives the same drawing.
        let record: serde_json::Value = serde_json::from_str(&desk.read("r.json")).unwrap();
        assert_eq!(record["runs"][0]["recipe"], serde_json::to_value(&told.recipe).unwrap());
        desk.put("again.json", told.recipe.to_json().unwrap().as_bytes());
        let words = told.inputs.get("words").and_then(|given| given.text.clone());
        let inputs: Vec<&str> = [Some(input), words.as_deref()].into_iter().flatten().collect();
        let again = desk.call(&[&["run", "again.json", "-o", "c.svg", "-q"], inputs.as_slice()].concat(), b"");
        assert!(again.status.success(), "{command}: {}", String::from_utf8_lossy(&again.stderr));
        let bare = |text: &str| text.replace(" role=\"img\"", "");
        assert_eq!(bare(&desk.read("c.svg")), bare(&desk.read("a2.svg")), "{command}");
        if command.starts_with("trace") {
            std::fs::copy(desk.path("a2.svg"), desk.path("a.svg")).unwrap();
        }
        if command.starts_with("run") {
            let file = std::fs::read(desk.path("logo.png")).unwrap();
            assert_eq!(told.inputs["picture"].digest, linocut_flow::Digest::of(&file).to_string());
            assert_eq!((told.seed, told.record["events"].as_array().unwrap().len()), (7, 3), "{}", told.record);
        }
    }
    assert!(desk.run("draw bell -n 2 --route library -o icons/ --embed").status.success());
    let second = desk.files().into_iter().find(|file| file.ends_with("-2.svg")).unwrap();
    let told = linocut_flow::recover(&desk.read(&second)).unwrap();
    assert_eq!(
        (&told.recipe.nodes["draw"].params["pick"], told.inputs["words"].text.as_deref()),
        (&1.into(), Some("bell"))
    );
    desk.put("again.json", told.recipe.to_json().unwrap().as_bytes());
    assert!(desk.run("run again.json bell -o c.svg -q").status.success());
    let credit = |svg: &str| svg.split("<desc>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(credit(&desk.read("c.svg")), credit(&desk.read(&second)));
    desk.check(
        "trace logo.png -o x.pdf --embed",
        "
exit 2
--- stderr
error: --embed has an effect in SVG only, the result is pdf

hint: --run-record FILE writes the same into a file of its own
",
    );
    assert_eq!(desk.run("trace logo.png -o x.svg --embed --max-paths 3").status.code(), Some(2));
    assert_eq!(desk.run("edit a.svg --rotate 45 -o x.svg --embed").status.code(), Some(2));
}

/// Runs a command in which quotation marks hold words together.
fn shell(desk: &Desk, command: &str) -> std::process::Output {
    let parts = command.split('"').enumerate();
    let words =
        parts.flat_map(
            |(at, part)| if at % 2 == 1 { vec![part] } else { part.split(' ').filter(|w| !w.is_empty()).collect() },
        );
    desk.call(&words.collect::<Vec<_>>(), b"")
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
    assert_eq!(record["record"]["events"][0]["node"], "r");
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
