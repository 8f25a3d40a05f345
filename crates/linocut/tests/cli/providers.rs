//! Language models for commands: found, asked, counted; here they are scripts.

use crate::desk::Desk;
use std::process::{Command, Output, Stdio};

/// Variables that a machine may have set for other programs.
const FOREIGN: [&str; 12] = [
    "OPENAI_API_KEY",
    "ANTHROPIC_API_KEY",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "AZURE_OPENAI_ENDPOINT",
    "AZURE_API_BASE",
    "OLLAMA_BASE_URL",
    "OLLAMA_HOST",
    "LLM_API_BASE_URL",
    "LLM_PROVIDER",
    "LINOCUT_PROVIDER",
    "LINOCUT_SCRIPT",
];
const PLAN: &str = r#"{ "when": { "purpose": "plan" }, "again": true, "reply": { "text": "{\"concepts\":[{\"description\":\"a\",\"elements\":[{\"type\":\"circle\",\"role\":\"a\",\"position\":\"12,12\",\"relationship\":\"\"}],\"style\":{}}]}", "input_tokens": 300, "output_tokens": 60 } }"#;
const SVG: &str = r#"{ "when": { "purpose": "svg" }, "again": true, "reply": { "text": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><circle cx='12' cy='12' r='9' fill='none' stroke='#000' stroke-width='2'/></svg>", "input_tokens": 500, "output_tokens": 90 } }"#;
const EDIT: &str = r#"{ "when": { "purpose": "edit" }, "again": true, "reply": { "text": "{\"summary\":\"s\",\"operations\":[{\"op\":\"add\",\"id\":\"\",\"svg\":\"<rect x='14' y='2' width='2' height='4'/>\"}]}" } }"#;
const DIAGRAM: &str = r#"{ "when": { "purpose": "diagram" }, "again": true, "reply": { "text": "{\"nodes\":[{\"id\":\"a\",\"label\":\"Ask\"},{\"id\":\"b\",\"label\":\"Tell\"}],\"edges\":[{\"from\":\"a\",\"to\":\"b\"}]}" } }"#;

fn scripted() -> Desk {
    let desk = Desk::with_disc();
    for (name, text) in [("1", PLAN), ("2", SVG), ("3", EDIT), ("4", DIAGRAM)] {
        desk.put(&format!("script/{name}.json"), text.as_bytes());
    }
    desk
}

fn run(desk: &Desk, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linocut"));
    command.args(arguments).current_dir(desk.path("")).env("LINOCUT_HOME", desk.path("home")).stdin(Stdio::null());
    for name in FOREIGN {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn check(desk: &Desk, arguments: &[&str], variables: &[(&str, &str)], code: i32, expected: &[&str]) -> String {
    let output = run(desk, arguments, variables);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for part in expected {
        assert!(said.contains(part), "no '{part}' in: {said}");
    }
    said
}

const SCRIPT: [(&str, &str); 1] = [("LINOCUT_SCRIPT", "script")];

#[test]
fn a_script_draws_edits_and_plans_and_is_counted() {
    let desk = scripted();
    let draw = ["draw", "a", "round", "thing", "--route", "plan", "-o", "out.svg", "--debug"];
    let said =
        check(&desk, &draw, &SCRIPT, 0, &["written by script", "step 1, plan", "step 2, svg", "2 calls, 950 tokens"]);
    assert!(said.contains("price not known"), "{said}");
    assert!(desk.read("out.svg").contains("<circle id=\"el-1\""), "{}", desk.read("out.svg"));
    let edit = ["edit", "disc.svg", "give it a chimney", "--by", "model", "-o", "house.svg"];
    check(&desk, &edit, &SCRIPT, 0, &["1 element added"]);
    assert!(
        desk.read("house.svg").contains("<rect") || desk.read("house.svg").contains("M14 2"),
        "{}",
        desk.read("house.svg")
    );
    check(
        &desk,
        &["diagram", "ask, then tell", "--by", "model", "--format", "mmd"],
        &SCRIPT,
        0,
        &["Ask", "Tell", "planned by a language model"],
    );
    check(&desk, &["usage"], &[], 0, &["script script: 4 calls, 0 failed, 800 tokens read, 150 written"]);
    assert_eq!(run(&desk, &["usage", "--json"], &[]).stdout.split(|byte| *byte == b'\n').count(), 5);
}

#[test]
fn what_was_recorded_is_replayed() {
    let desk = scripted();
    let draw = ["draw", "a", "round", "thing", "--route", "plan", "-o", "one.svg", "--record", "kept"];
    check(&desk, &draw, &SCRIPT, 0, &[]);
    let again = ["draw", "a", "round", "thing", "--route", "plan", "-o", "two.svg"];
    check(&desk, &again, &[("LINOCUT_SCRIPT", "kept")], 0, &[]);
    assert_eq!(desk.read("one.svg"), desk.read("two.svg"));
    let other = ["draw", "bell", "--route", "plan", "-o", "three.svg"];
    check(
        &desk,
        &other,
        &[("LINOCUT_SCRIPT", "kept")],
        0,
        &["drawn offline, the language model gave no drawing: script: the script has no reply left"],
    );
}

#[test]
fn nobody_is_asked_who_was_not_named() {
    let desk = scripted();
    check(&desk, &["providers", "list"], &[], 0, &["no provider is known"]);
    check(&desk, &["draw", "bell", "--route", "plan"], &[], 4, &["no language model is known", "providers list"]);
    let keys = [("OPENAI_API_KEY", "sk-canary-5"), ("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")];
    // An address where nobody answers: whoever asked would fail.
    check(&desk, &["edit", "disc.svg", "let it look happier", "-o", "x.svg"], &keys, 2, &[]);
    check(&desk, &["diagram", "ask, then tell", "--format", "mmd"], &keys, 0, &["composed offline by rules"]);
}

#[test]
fn a_provider_is_used_from_now_on() {
    let desk = scripted();
    check(
        &desk,
        &["providers", "use", "mine", "--family", "scripted", "--url", "script"],
        &[],
        0,
        &["mine writes from now on"],
    );
    check(&desk, &["providers", "list"], &[], 0, &["mine", "asked, by file", "scripted"]);
    check(&desk, &["edit", "disc.svg", "let it look happier", "-o", "x.svg"], &[], 0, &["1 element added"]);
    check(&desk, &["providers", "use", "nobody"], &[], 3, &["no provider is named 'nobody'", "there are mine"]);
    check(
        &desk,
        &["draw", "a", "round", "thing", "--route", "plan", "-o", "x.svg"],
        &[("LINOCUT_BUDGET", "1calls")],
        0,
        &["drawn offline", "the budget of calls, 1, is spent"],
    );
}

#[test]
fn what_is_meant_for_other_programs_stops_nothing() {
    let desk = scripted();
    let foreign = [("LLM_PROVIDER", "bedrock"), ("LLM_API_BASE_URL", "localhost:8000"), ("OPENAI_API_KEY", "sk-1")];
    check(&desk, &["draw", "bell", "-o", "bell.svg"], &foreign, 0, &["LLM_PROVIDER is not minded", "llm is left out"]);
    check(&desk, &["run", "words-to-icon", "bell", "-o", "icon.svg"], &foreign, 0, &[]);
    check(&desk, &["providers", "use", "az", "--family", "azure"], &[], 2, &["address"]);
    check(&desk, &["providers", "use", "mine", "--url", "localhost:1"], &[], 3, &["no provider is named 'mine'"]);
    check(&desk, &["providers", "list"], &[], 0, &["no provider is known"]);
}

#[test]
fn only_what_is_given_changes() {
    let desk = scripted();
    let own =
        ["providers", "use", "own", "--family", "openai", "--url", "http://127.0.0.1:9/v1", "--key-env", "OWN_KEY"];
    check(&desk, &own, &[], 0, &[]);
    check(&desk, &["providers", "use", "own", "--model", "other"], &[], 0, &[]);
    let keys = [("OWN_KEY", "sk-2"), ("OPENAI_API_KEY", "sk-1")];
    check(&desk, &["providers", "list"], &keys, 0, &["other, http://127.0.0.1:9/v1, key from OWN_KEY"]);
    check(&desk, &["providers", "use", "openai", "--model", "gpt-5"], &keys, 0, &[]);
    check(
        &desk,
        &["providers", "list"],
        &keys,
        0,
        &["gpt-5, https://api.openai.com/v1, key from OPENAI_API_KEY, from file; asked, by file"],
    );
}

#[test]
fn a_model_does_the_words_and_rules_the_options() {
    let desk = scripted();
    let both = ["edit", "disc.svg", "give it a chimney", "--by", "model", "--recolor", "red", "-o", "both.svg"];
    check(&desk, &both, &SCRIPT, 0, &["1 element added"]);
    let svg = desk.read("both.svg");
    assert!(svg.contains("#f00") && svg.contains("el-2"), "{svg}");
    let choosy = ["edit", "disc.svg", "make it red", "--only", "el-1", "-o", "x.svg"];
    check(&desk, &choosy, &[], 2, &["rules cannot keep to the elements of --only"]);
}

#[test]
fn two_recordings_are_not_mixed() {
    let desk = scripted();
    let draw = ["draw", "a", "round", "thing", "--route", "plan", "-o", "one.svg", "--record", "kept"];
    check(&desk, &draw, &SCRIPT, 0, &[]);
    check(&desk, &draw, &SCRIPT, 2, &["holds recorded replies already"]);
}

#[test]
fn a_run_sends_words_only_to_whom_was_chosen() {
    let desk = scripted();
    let recipe = r#"{ "inputs": { "what": "text", "how": "text" }, "nodes": { "it": { "stage": "combine-words",
        "in": { "what": "what", "how": "how" } } }, "output": "it" }"#;
    desk.put("both.json", recipe.as_bytes());
    // An address where nobody answers: whoever asked would fail.
    let keys = [("OPENAI_API_KEY", "sk-1"), ("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"), ("OPENAI_MODEL", "m")];
    let run = ["run", "both.json", "in ink", "a fox", "--no-cache", "-o", "-"];
    check(&desk, &run, &keys, 0, &["a fox. in ink"]);
    let named = [&run[..], &["--provider", "openai", "--deadline", "5s"]].concat();
    check(&desk, &named, &keys, 4, &["openai"]);
}

#[test]
fn keys_are_never_shown() {
    let desk = scripted();
    desk.put("home/providers.json", br#"{"write":"own","providers":{"own":{"family":"openai","url":"http://127.0.0.1:9/v1","model":"m","key":"sk-canary-6"}}}"#);
    let keys = [("OPENAI_API_KEY", "sk-canary-5"), ("ANTHROPIC_API_KEY", "sk-canary-7")];
    for arguments in [
        &["providers", "list"][..],
        &["providers", "list", "--json"],
        &["providers", "test"],
        &["doctor"],
        &["draw", "bell", "--route", "plan", "-o", "x.svg", "--debug", "-v"],
        &["usage", "--json"],
    ] {
        let said = said(&run(&desk, arguments, &keys));
        assert!(!said.contains("canary"), "{arguments:?}: {said}");
    }
    for file in desk.files().iter().filter(|file| *file != "home/providers.json") {
        assert!(!desk.read(file).contains("canary"), "{file}");
    }
}

#[test]
fn limits_of_a_minute_are_kept() {
    let desk = scripted();
    let draw = ["draw", "a", "round", "thing", "--route", "plan", "-o", "out.svg", "--deadline", "20s"];
    let slow = [SCRIPT[0], ("LINOCUT_RATE", "1calls")];
    check(&desk, &draw, &slow, 0, &["drawn offline", "leaves no turn for", "1 call, "]);
    let wrong = [SCRIPT[0], ("LINOCUT_RATE", "fast")];
    check(&desk, &draw, &wrong, 2, &["LINOCUT_RATE: 'fast' is no limit for a minute"]);
}

#[test]
fn guards_go_on_from_commands_before() {
    let desk = scripted();
    let place = "http://127.0.0.1:9/v1";
    // Ten failures at this moment, by a clock that is ahead.
    let line = format!(
        r#"{{"at":99999999999,"verb":"draw","purpose":"plan","provider":"llm","model":"m","place":"{place}","input_tokens":null,"output_tokens":null,"usd":null,"seconds":1.0,"answered":false,"outage":true}}"#
    );
    desk.put("home/usage.jsonl", format!("{line}\n").repeat(10).as_bytes());
    let own = [("LLM_API_BASE_URL", place), ("LLM_MODEL", "m"), ("LINOCUT_RATE", "6calls,9000tokens,1atonce")];
    let expected = ["guard of llm", "left alone for", "; 6 calls and 9000 tokens a minute, 1 at once"];
    check(&desk, &["doctor"], &own, 0, &expected);
    let edit = ["edit", "disc.svg", "give it a chimney", "--by", "model", "-o", "x.svg"];
    check(&desk, &edit, &own, 4, &["llm: failed too often", "`linocut providers test` asks all the same"]);
    check(&desk, &["providers", "test"], &own, 4, &["asking llm", "llm: cannot be reached"]);
    // Another address is another server.
    let moved = [("LLM_API_BASE_URL", "http://127.0.0.1:10/v1"), ("LLM_MODEL", "m")];
    check(&desk, &["doctor"], &moved, 0, &["asked at once; no limit a minute, 4 at once"]);
}

#[test]
fn every_step_is_in_the_record() {
    let desk = scripted();
    let record = ["--run-record", "record.json"];
    for (command, purposes) in [
        (["draw", "a round thing", "--route", "plan", "-o", "out.svg"], &["plan", "svg"][..]),
        (["edit", "disc.svg", "give it a chimney", "--provider", "script", "-oout.svg"], &["edit"]),
        (["diagram", "ask, then tell", "--provider", "script", "-o", "out.svg"], &["diagram"]),
    ] {
        check(&desk, &[&command[..], &record].concat(), &SCRIPT, 0, &[]);
        let record: serde_json::Value = serde_json::from_str(&desk.read("record.json")).unwrap();
        let events =
            record["runs"].as_array().unwrap().iter().flat_map(|run| run["record"]["events"].as_array().unwrap());
        let asked: Vec<_> = events.filter(|event| event["event"] == "asked").collect();
        let told: Vec<_> = asked.iter().map(|event| event["purpose"].as_str().unwrap()).collect();
        assert_eq!(told, purposes, "{command:?}");
        assert!(asked.iter().all(|event| event["answered"].is_string() && event["seconds"].is_number()), "{record}");
    }
}

#[test]
fn a_provider_of_the_wrong_sort_is_refused_by_name_and_kind() {
    let desk = scripted();
    let both = [("LINOCUT_SCRIPT", "script"), ("AUTOMATIC1111_BASE_URL", "http://127.0.0.1:9")];
    for (route, name, expected) in [
        ("plan", "automatic1111", "automatic1111 (automatic1111) paints, it does not write"),
        ("auto", "automatic1111", "automatic1111 (automatic1111) paints, it does not write"),
        ("diffusion", "script", "script (scripted) writes, it does not paint"),
        ("icon", "script", "script is not asked with --route icon"),
    ] {
        check(&desk, &["draw", "a fox", "--route", route, "--provider", name, "-oout.svg"], &both, 2, &[expected]);
    }
}

#[test]
fn who_was_chosen_is_forgotten_again() {
    let desk = scripted();
    let list = |expected: &str| {
        check(&desk, &["providers", "list"], &[("OPENAI_API_KEY", "k")], 0, &[expected]);
    };
    check(&desk, &["providers", "use", "own", "--family", "scripted", "--url", "script"], &[], 0, &["own writes"]);
    list("recorded replies, script, no key, from file; asked, by file");
    check(&desk, &["providers", "nobody"], &[], 0, &["nobody is asked unbidden"]);
    list("recorded replies, script, no key, from file; asked on request");
    check(&desk, &["providers", "forget", "own"], &[], 0, &["own is forgotten"]);
    list("openai");
    check(&desk, &["providers", "forget", "own"], &[], 3, &["the file of providers has no 'own'"]);
}

#[test]
fn well_known_names_need_no_address() {
    let desk = scripted();
    check(&desk, &["providers", "use", "ollama"], &[], 0, &["ollama writes"]);
    check(&desk, &["providers", "list"], &[], 0, &["openai, first model of the server, http://127.0.0.1:11434/v1"]);
    check(&desk, &["providers", "use", "ollama", "--model", "qwen"], &[], 0, &["ollama writes"]);
    check(&desk, &["providers", "use", "comfyui"], &[], 0, &["comfyui paints"]);
    check(&desk, &["providers", "list"], &[], 0, &["openai, qwen, http://127.0.0.1:11434/v1", "http://127.0.0.1:8188"]);
    check(&desk, &["providers", "use", "olama"], &[], 3, &["no provider is named 'olama'"]);
}

#[test]
fn schemas_are_printed() {
    let desk = Desk::empty();
    for (name, part) in [("plan", "concepts"), ("edit", "operations"), ("flowchart", "nodes")] {
        check(&desk, &["providers", "schema", name], &[], 0, &[part, "\"type\": \"object\""]);
    }
    check(&desk, &["providers", "schema", "poem"], &[], 3, &["no schema is named 'poem'"]);
}
