//! Every prompt of `quality/icons/hostile.json` gives a drawing or one clear error.

use crate::desk::Desk;
use crate::draws::TINY;
use serde_json::Value;

/// The names and prompts of the table.
fn prompts() -> Vec<(String, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../quality/icons/hostile.json");
    let table: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let prompt = |row: &Value| {
        let times = usize::try_from(row["times"].as_u64().unwrap_or(1)).unwrap();
        (row["name"].as_str().unwrap().to_owned(), row["prompt"].as_str().unwrap().repeat(times))
    };
    let prompts: Vec<_> = table.as_array().unwrap().iter().map(prompt).collect();
    assert!(prompts.len() > 40);
    prompts
}

fn steers_a_terminal(c: char) -> bool {
    c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)
}

/// The file is an SVG that sanitizing leaves as it is.
#[track_caller]
fn check_svg(desk: &Desk, file: &str) {
    let svg = desk.read(file);
    let safe = linocut_svg::sanitize(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap();
    assert_eq!((safe.value.as_str(), safe.warnings.len()), (svg.as_str(), 0), "{file}");
}

#[test]
fn hostile_prompts_do_no_harm_on_the_command_line() {
    for (name, prompt) in prompts().iter().filter(|(_, prompt)| is_for_the_command_line(prompt)) {
        let desk = Desk::empty();
        let output = desk.call(&["draw", "--model", TINY, "--", prompt], b"");
        let told = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code().unwrap();
        assert!(output.stdout.is_empty(), "{name}");
        assert!(
            told.lines().all(|line| line.chars().count() < 400 && !line.contains(steers_a_terminal)),
            "{name}: {told}"
        );
        let files = desk.files();
        if code == 0 {
            assert!(matches!(&files[..], [file] if !file.contains('/')), "{name}: {files:?}");
            check_svg(&desk, &files[0]);
        } else {
            assert!([2, 3, 5].contains(&code), "{name}: exit {code}, {told}");
            assert!(told.starts_with("error: ") && told.lines().count() <= 3, "{name}: {told}");
            assert!(files.is_empty(), "{name}: {files:?}");
        }
    }
}

/// Whether a prompt says something else on the command line than in a file; the others are tried faster together.
/// The system passes no argument with a zero byte.
fn is_for_the_command_line(prompt: &str) -> bool {
    let unlike = prompt.trim().is_empty() || prompt.starts_with('-') || prompt.len() > 20_000;
    (unlike || prompt.contains(['/', '\\', '\u{1b}', '\n', '\u{202e}'])) && !prompt.contains('\0')
}

#[test]
fn hostile_prompts_do_no_harm_in_a_file() {
    let desk = Desk::empty();
    let lines: Vec<String> = prompts().into_iter().map(|(_, p)| p).filter(|p| p.len() < 20_000).collect();
    desk.put("prompts.txt", lines.join("\n").as_bytes());
    let output = desk.call(&["draw", "--from", "prompts.txt", "-o", "out", "--json", "-q", "--model", TINY], b"");
    assert_eq!(output.status.code(), Some(8), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<Value> = output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let drawn = lines.iter().filter(|line| line["output"].is_string()).count();
    let failed = lines.iter().filter_map(|line| line["error"]["exit_code"].as_u64());
    assert!(failed.clone().all(|code| [2, 3].contains(&code)), "{lines:?}");
    desk.files().iter().filter(|file| file.starts_with("out/")).for_each(|file| check_svg(&desk, file));
    assert_eq!((desk.files().len(), lines.len()), (drawn + 1, drawn + failed.count()));
}

#[test]
fn prompts_like_options_are_options_without_dashes_before_them() {
    let desk = Desk::empty();
    for prompt in ["-rf", "--output=/etc/passwd.svg"] {
        let output = desk.call(&["draw", prompt], b"");
        assert_eq!((output.status.code(), desk.files().len()), (Some(2), 0), "{prompt}");
    }
}
