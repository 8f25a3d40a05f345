//! Words to drawings.

use crate::desk::{Desk, transcript};
use linocut_raster::{Limits, decode};
use serde_json::Value;

/// A model that is quick and knows nothing.
pub(crate) const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/tiny");

/// Runs `linocut draw` with the tiny model; words in `prompt` stay together.
fn draw(desk: &Desk, prompt: &str, options: &str) -> (Option<i32>, String, String) {
    let mut arguments = vec!["draw", "--model", TINY];
    arguments.extend(options.split_whitespace());
    arguments.extend((!prompt.is_empty()).then_some(prompt));
    let output = desk.call(&arguments, b"");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// The SVG that a command prints.
#[track_caller]
fn drawn(desk: &Desk, prompt: &str, options: &str) -> String {
    let (code, svg, told) = draw(desk, prompt, &format!("-o - {options}"));
    assert_eq!(code, Some(0), "{told}");
    svg
}

/// Compares a refusal with what is expected; nothing may be left behind.
#[track_caller]
fn refuses(prompt: &str, options: &str, code: i32, sentence: &str) {
    let desk = Desk::new();
    let before = desk.files();
    let (found, out, told) = draw(&desk, prompt, options);
    assert_eq!((found, out.as_str()), (Some(code), ""), "{told}");
    assert_eq!(told.lines().next().unwrap_or_default(), sentence);
    assert_eq!(desk.files(), before);
}

#[test]
fn a_prompt_names_its_file() {
    let desk = Desk::empty();
    desk.check(
        "draw shield with check mark",
        "
exit 0
--- stderr
shield with check mark → shield-with-check-mark.svg: lucide:shield-check · ISC
  library: lucide:shield-check is named \"shield check\"
",
    );
    let svg = desk.read("shield-with-check-mark.svg");
    assert!(svg.starts_with("<svg ") && svg.contains("<title>shield with check mark</title>"), "{svg}");
    assert!(svg.contains("Lucide Contributors, ISC"), "{svg}");
}

#[test]
fn the_drawing_goes_where_it_is_sent() {
    let desk = Desk::empty();
    desk.check("draw house -q -o h.svg", "exit 0\n");
    desk.check("draw house -q -o icons/", "exit 0\n");
    assert_eq!(desk.files(), ["h.svg", "icons/house.svg"]);
    assert_eq!(desk.read("h.svg"), desk.read("icons/house.svg"));
    let printed = desk.run("draw house -o -");
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), desk.read("h.svg"));
    assert!(String::from_utf8(printed.stderr).unwrap().starts_with("house → stdout: lucide:house · ISC\n"));
}

#[test]
fn never_overwrites_without_being_told() {
    let desk = Desk::empty();
    desk.put("bell.svg", b"precious");
    desk.check(
        "draw bell",
        "
exit 2
--- stderr
error: bell.svg: exists already

hint: --force overwrites it, -o names another file
",
    );
    assert_eq!(desk.read("bell.svg"), "precious");
    desk.check("draw bell -q --force", "exit 0\n");
    assert!(desk.read("bell.svg").starts_with("<svg "));
}

#[test]
fn several_drawings_are_numbered() {
    let desk = Desk::empty();
    let (code, _, told) = draw(&desk, "rocket", "-n 3 -o out");
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(desk.files(), ["out/rocket-1.svg", "out/rocket-2.svg", "out/rocket-3.svg"]);
    let all: std::collections::BTreeSet<String> = desk.files().iter().map(|name| desk.read(name)).collect();
    assert_eq!(all.len(), 3);
    assert_eq!(told.lines().count(), 4, "{told}");
}

#[test]
fn says_when_another_family_had_to_do() {
    let desk = Desk::empty();
    let (code, _, told) = draw(&desk, "octopus", "--family heroicons");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("warning: octopus: heroicons has no such icon in this style"), "{told}");
    let (_, _, told) = draw(&desk, "bell", "--family heroicons -o bell.svg");
    assert!(!told.contains("warning"), "{told}");
}

#[test]
fn a_sheet_that_is_too_large_is_refused_before_the_work() {
    let desk = Desk::empty();
    desk.put("prompts.txt", "bell\n".repeat(1001).as_bytes());
    let output = desk.run("draw --from prompts.txt -o icons --sheet sheet.png");
    assert_eq!(output.status.code(), Some(5), "{}", transcript(&output));
    assert_eq!(desk.files(), ["prompts.txt"]);
}

#[test]
fn the_model_draws_what_no_icon_shows() {
    let desk = Desk::empty();
    let (code, _, told) = draw(&desk, "flurb", "--route icon");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.starts_with("warning: flurb: the icon model hardly knows these words"), "{told}");
    assert!(told.contains("flurb → flurb.svg: generated · ") && told.contains("  icon: drawn by Linocut's icon model"));
    assert!(
        desk.read("flurb.svg").contains("<desc>Drawn by Linocut&apos;s icon model, ")
            || desk.read("flurb.svg").contains("<desc>Drawn by Linocut's icon model, ")
    );
    let seeds = ["", "--seed 0", "--seed 1"].map(|seed| drawn(&desk, "flurb", &format!("--route icon {seed}")));
    assert_eq!(seeds[0], seeds[1]);
    assert_ne!(seeds[0], seeds[2]);
}

#[test]
fn prompts_come_from_files_and_stdin() {
    let desk = Desk::empty();
    let list = "bell\n\n# a remark\nhouse with heart\nBell!\n";
    desk.put("prompts.txt", list.as_bytes());
    let output = desk.run("draw --from prompts.txt -o one");
    let told = transcript(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("warning: \"bell\" and \"Bell!\" are the same icon, lucide:bell\n"), "{told}");
    assert!(told.contains("house with heart → one/house-with-heart.svg: lucide:house-heart · ISC\n"), "{told}");
    assert_eq!(desk.run_with("draw --from - -o two -q", list.as_bytes()).status.code(), Some(0));
    let files = ["bell-2.svg", "bell.svg", "house-with-heart.svg"];
    assert_eq!(desk.files().len(), 1 + 2 * files.len());
    for file in files {
        assert_eq!(desk.read(&format!("one/{file}")), desk.read(&format!("two/{file}")));
    }
}

#[test]
fn one_bad_prompt_does_not_stop_the_others() {
    let desk = Desk::empty();
    let output = desk.run_with("draw --from - -o out --json", "bell\n!?!\n".as_bytes());
    assert_eq!(output.status.code(), Some(8));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("error: \"!?!\": prompt has no words, it must say what to draw\n  hint: "), "{told}");
    assert!(told.ends_with("1 of 2 prompts failed\n"), "{told}");
    assert_eq!(desk.files(), ["out/bell.svg"]);
    let lines: Vec<Value> =
        output.stdout.split(|&b| b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert_eq!([&lines[0]["output"], &lines[1]["prompt"]], ["out/bell.svg", "!?!"]);
    assert_eq!(lines[1]["error"]["exit_code"], 2);
}

#[test]
fn reports_in_json() {
    let desk = Desk::empty();
    let (code, out, told) = draw(&desk, "cloud download", "-n 2 -o out --json");
    assert_eq!(code, Some(0), "{told}");
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let mut names: Vec<&str> = lines[0].as_object().unwrap().keys().map(String::as_str).collect();
    // Their order depends on what else is in the build.
    names.sort_unstable();
    assert_eq!(names, ["bytes", "credit", "output", "prompt", "route", "score", "source", "warnings", "why"]);
    assert_eq!([&lines[0]["prompt"], &lines[0]["route"]], ["cloud download", "library"]);
    assert_eq!([&lines[0]["source"]["id"], &lines[0]["source"]["license"]], ["lucide:cloud-download", "ISC"]);
    assert_eq!(lines[0]["bytes"], desk.read("out/cloud-download-1.svg").len());
    assert!(lines[0]["why"].is_string() && lines[1]["why"].is_null() && lines[0]["warnings"].is_array());
    let made: Value = serde_json::from_str(&draw(&desk, "flurb", "--route icon --json -q").1).unwrap();
    for name in ["model", "clip", "tidiness", "seed", "candidate"] {
        assert!(!made["source"][name].is_null(), "{name}: {made}");
    }
    let failed: Value = serde_json::from_str(&draw(&desk, "!", "--json").1).unwrap();
    assert_eq!([&failed["prompt"], &failed["error"]["exit_code"]], [&Value::from("!"), &Value::from(2)]);
}

#[test]
fn a_sheet_shows_all_drawings() {
    let desk = Desk::empty();
    let (code, _, told) = draw(&desk, "rocket", "-n 3 -o out --sheet out/sheet.png");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.ends_with("sheet → out/sheet.png\n"), "{told}");
    let sheet = decode(&std::fs::read(desk.path("out/sheet.png")).unwrap(), &Limits::default()).unwrap();
    let ink = sheet.pixels().iter().filter(|color| color.r < 100).count();
    assert!(sheet.width() > 3 * 100 && sheet.height() > 100 && ink > 1000, "{ink}");
    let output = desk.run("draw bell -q -o bell.svg --sheet -");
    assert!(decode(&output.stdout, &Limits::default()).unwrap().width() > 100);
}

#[test]
fn verbose_names_whose_it_is() {
    let told = String::from_utf8(Desk::empty().run("draw bell -v").stderr).unwrap();
    assert!(told.contains("\n  Icon lucide:bell from Lucide by Lucide Contributors, ISC, https://"), "{told}");
    assert!(told.contains("; score 1.00\n"), "{told}");
}

#[test]
fn looks_show_in_the_drawing() {
    let desk = Desk::empty();
    let plain = drawn(&desk, "bell", "");
    assert!(plain.contains("viewBox=\"0 0 24 24\"") && plain.contains("stroke-width=\"2\""), "{plain}");
    for (options, shown) in [
        ("--stroke 1.25", vec!["stroke-width=\"1.25\""]),
        ("--grid 32", vec!["viewBox=\"0 0 32 32\""]),
        ("--palette #a1b2c3", vec!["#a1b2c3"]),
        ("--style solid", vec!["fill=\"currentColor\"", "@solid"]),
        ("--style duotone --palette #a1b2c3,#d4e5f6", vec!["#a1b2c3"]),
        ("--style color", vec!["fill=\"#"]),
        ("--family tabler", vec!["Icon tabler:bell"]),
        ("--route library", vec!["Icon lucide:bell"]),
        ("--pretty", vec![">\n"]),
    ] {
        let options =
            if options.contains("library") { options.to_owned() } else { format!("--model {TINY} {options}") };
        let words = format!("draw bell -q -o - {options}");
        let svg = String::from_utf8(desk.run(&words).stdout).unwrap();
        assert!(shown.iter().all(|part| svg.contains(part)), "{options}: {svg}");
        assert_ne!(svg == plain, options != "--route library", "{options}");
    }
}

#[test]
fn two_icons_are_put_together() {
    let svg = drawn(&Desk::empty(), "bank with wifi", "--route compose");
    assert!(svg.contains("<desc>Composed of: Icon "), "{svg}");
}

#[test]
fn a_width_without_lines_is_told() {
    let (code, _, told) = draw(&Desk::empty(), "bell", "--style solid --stroke 1");
    assert_eq!(code, Some(0));
    assert!(told.starts_with("warning: bell: --stroke has no effect on filled shapes"), "{told}");
}

#[test]
fn unusual_prompts_stay_in_the_folder() {
    for (prompt, code, file) in [
        ("../../house", 0, Some("house.svg")),
        ("/etc/bell", 0, None),
        ("\u{1f3e0}", 0, Some("drawing.svg")),
        ("be\u{7}ll\nwith\u{1b}[31m plus", 0, None),
        ("\u{5bb6}", 3, None),
        (" ", 2, None),
    ] {
        let desk = Desk::empty();
        let (found, _, told) = draw(&desk, prompt, "");
        assert_eq!(found, Some(code), "{prompt:?}: {told}");
        assert!(!told.contains(['\u{7}', '\u{1b}']), "{told:?}");
        let files = desk.files();
        assert_eq!(files.len(), usize::from(code == 0), "{prompt:?}: {files:?}");
        assert!(file.is_none_or(|file| files == [file]), "{prompt:?}: {files:?}");
        assert!(files.iter().all(|file| !file.contains('/')), "{files:?}");
    }
}

#[test]
fn long_prompts_are_short_in_messages_and_names() {
    let desk = Desk::empty();
    let (code, _, told) = draw(&desk, &"house ".repeat(1000), "");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.lines().all(|line| line.chars().count() < 400), "{told}");
    assert!(desk.files()[0].len() < 60, "{:?}", desk.files());
    refuses(&"house ".repeat(20_000), "", 5, "error: a prompt is over 64 KiB");
}

#[test]
fn what_makes_no_sense_is_refused_before_any_work() {
    let desk = Desk::empty();
    desk.check(
        "draw bell --family lucid -o out/",
        "
exit 3
--- stderr
error: no set named 'lucid'

hint: did you mean 'lucide'? `linocut library list` shows all sets
",
    );
    assert!(!desk.path("out").exists());
    refuses("bell", "-n 3 -o -", 2, "error: stdout takes one result, there are 3");
    refuses("bell", "--json -o -", 2, "error: more than one result would go to stdout");
    refuses("bell", "--json --sheet -", 2, "error: more than one result would go to stdout");
    refuses("bell", "-n 2 -o notes.txt", 2, "error: notes.txt: names one file, several drawings need a directory");
    refuses("bell", "-o bell.png", 2, "error: bell.png: the result is SVG, this is a name for pixels");
    refuses("bell", "-o nowhere/bell.svg", 3, "error: nowhere/bell.svg: directory nowhere does not exist");
    refuses("bell", "--sheet s.svg", 2, "error: s.svg: the sheet is made of pixels, this is a name for SVG");
    refuses("bell", "--sheet no/s.png", 3, "error: no/s.png: directory no does not exist");
    refuses("bell", "--route library", 2, "error: --model has no effect with --route library");
    refuses("bell", "-n 65", 2, "error: invalid value '65' for '--count <COUNT>': it goes from 1 to 64");
    refuses("bell", "--stroke -1", 2, "error: invalid value '-1' for '--stroke <UNITS>': it goes from 0.1 to 32 units");
    refuses("bell", "--route compose", 3, "error: \"bell\" does not fall into a thing and something added to it");
    refuses("", "--from lost.txt", 3, "error: lost.txt: no such file or directory");
    refuses("", "--from logo.png -o out", 2, "error: logo.png: file of prompts is not UTF-8 text");
}

#[test]
fn models_that_cannot_be_read_are_told() {
    let desk = Desk::empty();
    desk.check(
        "draw bell --model lost -o out/",
        "
exit 3
--- stderr
error: lost: lm.safetensors cannot be read
  caused by: No such file or directory (os error 2)

hint: a model has lm.safetensors, clip.safetensors, vocab.json, tokenizer.json
",
    );
    for name in ["lm.safetensors", "clip.safetensors", "vocab.json", "tokenizer.json"] {
        desk.put(&format!("cut/{name}"), &std::fs::read(format!("{TINY}/{name}")).unwrap());
    }
    for name in ["lm.safetensors", "clip.safetensors", "vocab.json", "tokenizer.json"] {
        let whole = std::fs::read(desk.path(&format!("cut/{name}"))).unwrap();
        desk.put(&format!("cut/{name}"), &whole[..whole.len() / 2]);
        let output = desk.run("draw bell --model cut -o out/");
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {told}");
        assert!(told.starts_with("error: cut: "), "{name}: {told}");
        desk.put(&format!("cut/{name}"), &whole);
    }
    desk.check("draw bell --model cut -q", "exit 0\n");
    assert!(!desk.path("out").exists());
}

#[cfg(not(feature = "icon"))]
#[test]
fn a_program_without_models_says_so() {
    let desk = Desk::empty();
    desk.check(
        "draw bell --route icon",
        "
exit 4
--- stderr
error: this program was built without the icon model

hint: name the directory of one: --model DIR
",
    );
    let told = String::from_utf8(desk.run("draw flurb").stderr).unwrap();
    assert!(told.starts_with("error: no icon shows \"flurb\"\n  caused by: this program was built without"), "{told}");
    desk.check("draw bell -q", "exit 0\n");
}
